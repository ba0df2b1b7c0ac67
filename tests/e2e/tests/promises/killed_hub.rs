//! A hub that dies: nothing it gave a receipt for is lost, and the next exchange goes on.

use std::sync::{Arc, Mutex};

use nuong_e2e::{Device, Hub, Line, Toward, World};

/// Words that do not shrink when compressed, so that a parcel of them has about this length.
fn long_note(length: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[(state % 36) as usize])
    };
    (0..length).map(|_| next()).collect()
}

/// Kills the hub in the middle of an exchange, when so many bytes went one way. Returns the code the device told.
fn sync_with_a_dying_hub(
    world: &World,
    device: &Device,
    toward: Toward,
    bytes: usize,
) -> Option<String> {
    let hub = Arc::new(Mutex::new(world.hub()));
    let line = Line::to(hub.lock().unwrap().address());
    let dying = Arc::clone(&hub);
    line.cut_after(toward, bytes, move || dying.lock().unwrap().kill());
    let said = device.sync(&line.url());
    if line.mend() {
        // The exchange was over before so many bytes had gone.
        said.well();
        hub.lock().unwrap().kill();
        return None;
    }
    Some(said.refused().to_owned())
}

#[test]
fn nothing_is_lost_by_a_hub_killed_in_the_middle_of_an_exchange() {
    let world = World::found();
    let guard = world.device("guard-a", "officer", "post-a");
    let supervisor = world.device("supervisor", "supervisor", "province");
    let case = guard.screen(&World::scenario("b1-no-signs"));
    let cuts = [0, 300, 900, 1_700, 2_600, 4_000, 7_000, 12_000];
    let mut cut = 0;
    for (round, bytes) in cuts.into_iter().enumerate() {
        guard.note(&case, &long_note(6_000, round as u64));
        for (device, toward) in [
            (&guard, Toward::Hub),
            (&guard, Toward::Device),
            (&supervisor, Toward::Device),
        ] {
            let before = device.contents();
            if let Some(code) = sync_with_a_dying_hub(&world, device, toward, bytes) {
                assert!(
                    ["hub.cut", "hub.unreachable"].contains(&code.as_str()),
                    "{code}"
                );
                cut += 1;
            }
            assert!(device.contents().len() >= before.len());
        }
        // A restarted hub has what it gave receipts for, and takes the rest.
        let hub = world.hub();
        guard.sync_well(&hub);
        assert!(!guard.has_something_to_send());
        supervisor.sync_well(&hub);
        assert_eq!(
            supervisor.contents(),
            guard.contents(),
            "after round {round}"
        );
    }
    assert!(cut >= 12, "only {cut} exchanges were cut");
}

#[test]
fn a_receipt_outlives_a_hub_killed_right_after_it() {
    let world = World::found();
    let guard = world.device("guard-a", "officer", "post-a");
    let supervisor = world.device("supervisor", "supervisor", "province");
    for name in [
        "a1-fishing-boat",
        "a2-scam-compound",
        "a3-girl-with-relative",
    ] {
        guard.screen(&World::scenario(name));
        let mut hub: Hub = world.hub();
        let report = guard.sync_well(&hub);
        hub.kill();
        assert_eq!(report["acknowledged"], report["parcels_sent"]);
        assert!(!guard.has_something_to_send());
    }
    // The sender has nothing more to send: all of it must be the hub's.
    let hub = world.hub();
    let report = guard.sync_well(&hub);
    assert_eq!(report["parcels_sent"], 0);
    supervisor.sync_well(&hub);
    assert_eq!(supervisor.contents(), guard.contents());
    assert_eq!(supervisor.cases().len(), 3);
}

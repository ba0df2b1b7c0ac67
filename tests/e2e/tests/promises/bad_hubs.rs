//! Whoever answers in the hub's place, and devices the hub must not serve: each told by a stable code, nothing sent to the
//! wrong one, nothing lost.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use nuong_e2e::{Device, Hub, Line, Toward, World, make_hub, next_second, plain};

/// A guard with one case that no hub has yet.
fn guard_with_a_case(world: &World) -> Device {
    let guard = world.device("guard-a", "officer", "post-a");
    guard.screen(&World::scenario("b1-no-signs"));
    assert!(guard.has_something_to_send());
    guard
}

/// After whatever went wrong, the guard's records are as before, and the right hub takes them and gives them out.
#[track_caller]
fn nothing_was_lost(world: &World, guard: &Device, before: &[serde_json::Value]) {
    assert_eq!(guard.contents(), before);
    let hub = world.hub();
    guard.sync_well(&hub);
    assert!(!guard.has_something_to_send());
    let supervisor = world.device("supervisor", "supervisor", "province");
    supervisor.sync_well(&hub);
    assert_eq!(supervisor.contents(), before);
}

#[test]
fn a_hub_with_another_certificate_is_sent_nothing() {
    let world = World::found();
    let guard = guard_with_a_case(&world);
    let before = guard.contents();
    // Of our own authority even, but not the hub that this device was told of.
    let directory = world.path("other-hub");
    make_hub(&directory, &world.authority(), None);
    let impostor = Hub::serve(&directory);
    let said = guard.sync(&impostor.url());
    assert_eq!(said.refused(), "hub.wrong_certificate");
    assert!(guard.has_something_to_send());
    assert_eq!(guard.contents(), before);
    // The hub it was told of takes everything. (Devices enrolled from now on would be told of the other one.)
    guard.sync_well(&world.hub());
    assert!(!guard.has_something_to_send());
}

#[test]
fn a_listener_without_tls_in_the_hubs_place_is_sent_nothing_that_can_be_read() {
    let world = World::found();
    let guard = guard_with_a_case(&world);
    let before = guard.contents();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = thread::spawn(move || {
        let (mut device, _) = listener.accept().unwrap();
        let mut heard = vec![0; 4096];
        let read = device.read(&mut heard).unwrap();
        heard.truncate(read);
        let _ = device.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        heard
    });
    let said = guard.sync(&format!("https://localhost:{port}"));
    assert_eq!(said.refused(), "hub.unreachable", "{said:?}");
    // A TLS greeting and no request.
    assert_eq!(heard.join().unwrap()[0], 0x16);
    assert!(guard.has_something_to_send());
    nothing_was_lost(&world, &guard, &before);
}

#[test]
fn an_address_without_tls_is_refused_before_anything_is_sent() {
    let world = World::found();
    let guard = guard_with_a_case(&world);
    let before = guard.contents();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for url in [
        format!("http://localhost:{port}"),
        "not an address".to_owned(),
    ] {
        guard.sync(&url).refused();
    }
    assert!(listener.accept().is_err(), "somebody connected");
    nothing_was_lost(&world, &guard, &before);
}

#[test]
fn a_hub_that_is_not_there_is_told_and_nothing_waits_for_it_in_vain() {
    let world = World::found();
    let guard = guard_with_a_case(&world);
    let before = guard.contents();
    let free = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap();
    let said = guard.sync(&format!("https://localhost:{}", free.port()));
    assert_eq!(said.refused(), "hub.unreachable");
    nothing_was_lost(&world, &guard, &before);
}

#[test]
fn a_device_of_another_authority_is_not_served() {
    let (world, other) = (World::found(), World::found());
    let guard = guard_with_a_case(&world);
    let hub = world.hub();
    guard.sync_well(&hub);
    // The other authority tells its devices that our hub's TLS certificate is that of a hub of theirs.
    make_hub(
        &other.path("their-hub"),
        &other.authority(),
        Some(&world.hub_directory().join("tls.der")),
    );
    let stranger = other.device("stranger", "officer", "post-a");
    stranger.screen(&World::scenario("b2-broken-off"));
    let before = stranger.contents();
    let said = stranger.sync(&hub.url());
    let code = said.refused();
    assert!(["hub.foreign", "hub.refused"].contains(&code), "{said:?}");
    assert_eq!(stranger.contents(), before);
    assert!(stranger.has_something_to_send());
    // It brought nothing in and got nothing out.
    let supervisor = world.device("supervisor", "supervisor", "province");
    supervisor.sync_well(&hub);
    assert_eq!(supervisor.contents(), guard.contents());
}

#[test]
fn a_revoked_device_is_refused_and_keeps_what_it_has() {
    let world = World::found();
    let hub = world.hub();
    let lost = guard_with_a_case(&world);
    lost.sync_well(&hub);
    let case = lost.cases().remove(0);
    let colleague = world.device("guard-a2", "officer", "post-a");
    let bulletin = world.revoke("guard-a");
    colleague.run(["parcel", "import", plain(&bulletin)]).well();
    colleague.sync_well(&hub);
    // From here on the hub knows.
    lost.note(&case, "viết sau khi bị thu hồi");
    let before = lost.contents();
    let said = lost.sync(&hub.url());
    assert_eq!(said.refused(), "device.revoked", "{said:?}");
    assert_eq!(lost.contents(), before);
    // What was written before stays valid for the others; what came after does not reach them.
    colleague.sync_well(&hub);
    let read = colleague.case(&case);
    assert!(read["interviews"][0]["answers"].as_array().unwrap().len() > 5);
    assert!(!read["notes"].to_string().contains("thu hồi"));
}

#[test]
fn a_parcel_written_by_a_revoked_device_is_put_aside() {
    let world = World::found();
    let lost = guard_with_a_case(&world);
    let colleague = world.device("guard-a2", "officer", "post-a");
    let card = world.path("card.nuong");
    let card = plain(&card);
    lost.run(["parcel", "export", card]).well();
    colleague.run(["parcel", "import", card]).well();
    let before = colleague.contents();
    let bulletin = world.revoke("guard-a");
    colleague.run(["parcel", "import", plain(&bulletin)]).well();
    next_second();
    let case = lost.cases().remove(0);
    lost.note(&case, "viết sau khi bị thu hồi");
    lost.run(["parcel", "export", card]).well();
    let said = colleague.run(["parcel", "import", card]).well();
    let codes = said["quarantined"].as_array().unwrap();
    assert!(
        !codes.is_empty() && codes.iter().all(|code| code == "trust.revoked"),
        "{said}"
    );
    assert_eq!(colleague.contents(), before);
}

#[test]
fn a_line_that_breaks_in_the_middle_of_an_answer_costs_only_time() {
    let world = World::found();
    let hub = world.hub();
    let guard = guard_with_a_case(&world);
    for name in ["a1-fishing-boat", "a2-scam-compound"] {
        guard.screen(&World::scenario(name));
    }
    guard.sync_well(&hub);
    let line = Line::to(hub.address());
    let supervisor = world.device("supervisor", "supervisor", "province");
    let (mut cut, mut held) = (0, 0);
    for bytes in [1, 600, 1_500, 2_500, 5_000, 9_000, 14_000] {
        line.cut_after(Toward::Device, bytes, || {});
        let said = supervisor.sync(&line.url());
        if line.mend() {
            said.well();
        } else {
            let code = said.refused();
            assert!(["hub.cut", "hub.unreachable"].contains(&code), "{code}");
            cut += 1;
        }
        let now = supervisor.cases().len();
        assert!(now >= held, "cases went away");
        held = now;
    }
    assert!(cut >= 4, "only {cut} answers were cut");
    supervisor.sync_well(&hub);
    assert_eq!(supervisor.contents(), guard.contents());
}

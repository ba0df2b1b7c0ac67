//! A link that breaks at any byte, in either direction.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use common::{Device, Fault, Link, NOW, World};
use nuong_sync::{HubStore, MemoryStore, ParcelName, SyncError};

/// A device with two parcels to bring and two to fetch.
struct Before {
    world: World,
    device: Device,
    own: Vec<ParcelName>,
    others: Vec<ParcelName>,
}

/// Met before: only hello, parcels and end travel. Not met: certificate and bulletin too.
fn before(met: bool) -> Before {
    let mut world = World::new(1);
    let mut other = world.device("other", &["post-b"]);
    let mut device = world.device("device", &["post-a"]);
    if met {
        world.sync(&mut device);
    }
    let theirs = world.case(1);
    let others = vec![
        world.write(&mut other, &theirs, &[b"x"], &["post-b", "post-a"]),
        world.write(&mut other, &theirs, &[b"y"], &[]),
    ];
    world.sync(&mut other);
    let ours = world.case(2);
    let own = vec![
        world.write(&mut device, &ours, &[b"a"], &["post-a"]),
        world.write(&mut device, &ours, &[b"b"], &[]),
    ];
    Before {
        world,
        device,
        own,
        others,
    }
}

/// One meeting with the fault, one without; gives the device, the store and what was sent in both.
fn cut_and_go_on(
    before: &mut Before,
    fault: Fault,
) -> (Device, MemoryStore, Vec<ParcelName>, Option<SyncError>) {
    let (mut device, mut store) = (before.device.clone(), before.world.store.clone());
    let world = &mut before.world;
    let mut link = Link {
        hub: world.hub.clone(),
        fault,
        exchange: 0,
        sent: Vec::new(),
        now: NOW,
    };
    let (_, cut) = link.meet(
        &mut device,
        &mut store,
        &world.hub_certificate,
        &mut world.random,
    );
    link.fault = Fault::None;
    let (report, error) = link.meet(
        &mut device,
        &mut store,
        &world.hub_certificate,
        &mut world.random,
    );
    assert_eq!(error, None, "the second meeting is whole");
    assert!(report.round_trips > 1, "both meetings are counted");
    (device, store, link.sent, cut)
}

fn check(before: &Before, device: &Device, store: &MemoryStore, sent: &[ParcelName]) {
    let mut times: BTreeMap<&ParcelName, usize> = BTreeMap::new();
    sent.iter()
        .for_each(|name| *times.entry(name).or_default() += 1);
    let again = times.values().map(|count| count - 1).sum::<usize>();
    assert!(again <= 1, "{again} parcels sent again");
    assert!(times.values().all(|count| *count <= 2));
    let held = store.contiguous(&device.id()).unwrap();
    assert_eq!(held, Some((2, before.own[1])), "the hub holds both");
    assert_eq!(
        device.acknowledged.get(&device.id()),
        Some(&2),
        "and the device knows"
    );
    let received: Vec<ParcelName> = device.received.iter().map(|(_, name)| *name).collect();
    assert_eq!(received, before.others, "each parcel came once, in order");
    assert!(device.aside.is_empty() && device.rejected.is_empty());
}

/// How long request and answer of the undisturbed exchange are.
fn lengths(before: &mut Before) -> (usize, usize) {
    let (mut device, mut store) = (before.device.clone(), before.world.store.clone());
    let world = &mut before.world;
    let mut link = Link {
        hub: world.hub.clone(),
        fault: Fault::None,
        exchange: 0,
        sent: Vec::new(),
        now: NOW,
    };
    let (report, error) = link.meet(
        &mut device,
        &mut store,
        &world.hub_certificate,
        &mut world.random,
    );
    assert_eq!((error, report.round_trips), (None, 1));
    (report.sent as usize, report.received as usize)
}

#[test]
fn a_request_cut_at_any_byte_goes_on_and_at_most_one_parcel_is_sent_again() {
    let mut before = before(true);
    let (request, _) = lengths(&mut before);
    for at in 0..request {
        cut_request(&mut before, at);
    }
}

#[test]
fn a_first_request_cut_anywhere_goes_on_too() {
    let mut before = before(false);
    let (request, _) = lengths(&mut before);
    for at in (0..request).step_by(11) {
        cut_request(&mut before, at);
    }
}

fn cut_request(before: &mut Before, at: usize) {
    let (device, store, sent, cut) = cut_and_go_on(before, Fault::CutRequest { exchange: 0, at });
    assert_eq!(cut, Some(SyncError::Cut), "at {at}");
    check(before, &device, &store, &sent);
}

#[test]
fn an_answer_cut_at_any_byte_goes_on_and_nothing_is_sent_again() {
    let mut before = before(true);
    let (_, answer) = lengths(&mut before);
    for at in 0..answer {
        let (device, store, sent, cut) =
            cut_and_go_on(&mut before, Fault::CutAnswer { exchange: 0, at });
        assert_eq!(cut, Some(SyncError::Cut), "at {at} of {answer}");
        check(&before, &device, &store, &sent);
        assert_eq!(
            sent, before.own,
            "the hub has them, and is asked before they are sent again"
        );
    }
}

#[test]
fn cuts_one_after_another_lose_nothing() {
    let mut before = before(false);
    let (mut device, mut store) = (before.device.clone(), before.world.store.clone());
    let (request, answer) = lengths(&mut before);
    let world = &mut before.world;
    let mut sent = Vec::new();
    // Every meeting gets a little further than the one before, now in one direction, now in the other.
    for step in 0..60 {
        let fault = if step % 2 == 0 {
            Fault::CutRequest {
                exchange: 0,
                at: request * step / 60,
            }
        } else {
            Fault::CutAnswer {
                exchange: 0,
                at: answer * step / 60,
            }
        };
        let mut link = Link {
            hub: world.hub.clone(),
            fault,
            exchange: 0,
            sent: Vec::new(),
            now: NOW,
        };
        let _ = link.meet(
            &mut device,
            &mut store,
            &world.hub_certificate,
            &mut world.random,
        );
        sent.extend(link.sent);
    }
    let mut link = Link {
        hub: world.hub.clone(),
        fault: Fault::None,
        exchange: 0,
        sent: Vec::new(),
        now: NOW,
    };
    let (_, error) = link.meet(
        &mut device,
        &mut store,
        &world.hub_certificate,
        &mut world.random,
    );
    assert_eq!(error, None);
    assert_eq!(
        store.contiguous(&device.id()).unwrap(),
        Some((2, before.own[1]))
    );
    let received: Vec<ParcelName> = device.received.iter().map(|(_, name)| *name).collect();
    assert_eq!(received, before.others);
}

#[test]
fn a_cut_while_older_parcels_are_being_sent_goes_on_within_them() {
    let mut world = World::new(2);
    let mut owner = world.device("owner", &["post-a"]);
    let mut late = world.device("late", &["province"]);
    let case = world.case(1);
    for change in [b"1", b"2", b"3", b"4"] {
        world.write(
            &mut owner,
            &case,
            &[change],
            if change == b"1" { &["post-a"] } else { &[] },
        );
    }
    world.sync(&mut owner);
    world.sync(&mut late);
    assert!(late.received.is_empty());
    world.write(&mut owner, &case, &[b"5"], &["province"]);
    world.sync(&mut owner);
    let mut whole = late.clone();
    let answer = world.sync(&mut whole).received as usize;
    let expected: Vec<ParcelName> = whole.received.iter().map(|(_, name)| *name).collect();
    assert_eq!(expected.len(), 5);
    for at in (0..answer).step_by(7) {
        let mut device = late.clone();
        let (_, cut) = world.meet(&mut device, Fault::CutAnswer { exchange: 0, at });
        assert_eq!(cut, Some(SyncError::Cut));
        world.sync(&mut device);
        let received: Vec<ParcelName> = device.received.iter().map(|(_, name)| *name).collect();
        assert_eq!(received, expected);
        assert_eq!(device.read(&case).len(), 5);
    }
}

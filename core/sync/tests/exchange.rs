//! Devices meet a hub: what is brought, what is sent, to whom, and how often.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Fault, World};
use nuong_sync::{HubStore, SyncError};

#[test]
fn what_one_device_writes_another_of_its_unit_reads() {
    let mut world = World::new(10);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one", b"two"], &["post-a"]);
    let report = world.sync(&mut a);
    assert_eq!(
        (report.parcels_sent, report.acknowledged, report.round_trips),
        (1, 1, 1)
    );
    let report = world.sync(&mut b);
    assert_eq!(
        (report.parcels_received, report.refused, report.round_trips),
        (1, 0, 1)
    );
    assert_eq!(b.read(&case), [b"one", b"two"]);
    assert!(
        b.directory.certificate(&a.id()).is_some(),
        "the author's certificate came first"
    );
}

#[test]
fn nothing_to_do_takes_one_round_trip_and_two_hundred_bytes() {
    let mut world = World::new(11);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    for id in 0..20 {
        let case = world.case(id);
        world.write(&mut a, &case, &[b"one"], &["post-a"]);
    }
    for _ in 0..2 {
        world.sync(&mut a);
        world.sync(&mut b);
    }
    for device in [&mut a, &mut b] {
        let report = world.sync(device);
        assert_eq!(report.round_trips, 1);
        assert!(
            report.sent + report.received <= 200,
            "{} + {}",
            report.sent,
            report.received
        );
    }
}

#[test]
fn what_is_acknowledged_is_not_sent_again_and_what_was_fetched_does_not_come_again() {
    let mut world = World::new(12);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one"], &["post-a"]);
    world.sync(&mut a);
    world.sync(&mut b);
    world.write(&mut a, &case, &[b"two"], &[]);
    assert_eq!(world.sync(&mut a).parcels_sent, 1);
    world.sync(&mut b);
    assert_eq!(b.received.len(), 2);
    assert_eq!(world.positions(), 2);
}

#[test]
fn a_unit_without_the_grant_is_sent_no_section_and_no_parcel() {
    let mut world = World::new(13);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-b"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one"], &["post-a"]);
    world.sync(&mut a);
    let report = world.sync(&mut b);
    assert_eq!(report.parcels_received, 0);
    assert_eq!(b.cursor.pos, 1, "but it has read past it");
}

#[test]
fn a_parcel_of_two_cases_shows_each_unit_its_own() {
    use nuong_sync::{CaseChanges, pack, seal_all};
    let mut world = World::new(14);
    let mut writer = world.device("writer", &["post-a", "post-b"]);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-b"]),
    );
    let (one, two) = (world.case(1), world.case(2));
    // The grants first, then both cases in one parcel.
    world.write(&mut writer, &one, &[b"1"], &["post-a"]);
    world.write(&mut writer, &two, &[b"2"], &["post-b"]);
    let authority = world.authority.root().authority_id();
    let both = [(&one, b"1+"), (&two, b"2+")].map(|(case, change)| CaseChanges {
        tag: case.tag(),
        generation: 1,
        key: &case.key,
        grants: Vec::new(),
        changes: vec![change.to_vec()],
    });
    let contents = pack(both.into()).unwrap();
    let parcels = seal_all(
        contents,
        authority,
        &writer.keys,
        &mut writer.head,
        common::NOW,
        &mut world.random,
    )
    .unwrap();
    let name = parcels[0].name();
    parcels.into_iter().for_each(|parcel| writer.put(parcel));
    world.sync(&mut writer);
    world.sync(&mut a);
    world.sync(&mut b);
    assert_eq!(a.read(&one), [b"1".as_slice(), b"1+"]);
    assert_eq!(b.read(&two), [b"2".as_slice(), b"2+"]);
    assert!(a.read(&two).is_empty() && b.read(&one).is_empty());
    assert!(!a.parcels[&name].is_complete() && !b.parcels[&name].is_complete());
    // Two halves make the whole again.
    let mut joined = a.parcels[&name].clone();
    assert!(joined.fill(&b.parcels[&name]).unwrap());
    assert_eq!(joined, writer.parcels[&name]);
}

#[test]
fn a_later_grant_brings_the_older_parcels_of_the_case_and_nothing_else() {
    let mut world = World::new(15);
    let mut a = world.device("a", &["post-a"]);
    let mut province = world.device("p", &["province"]);
    let (case, other) = (world.case(1), world.case(2));
    world.write(&mut a, &case, &[b"one"], &["post-a"]);
    world.write(&mut a, &other, &[b"other"], &["post-a"]);
    world.write(&mut a, &case, &[b"two"], &[]);
    world.sync(&mut a);
    world.sync(&mut province);
    assert!(province.received.is_empty());
    world.write(&mut a, &case, &[b"three"], &["province"]);
    world.sync(&mut a);
    world.sync(&mut province);
    let mut read = province.read(&case);
    read.sort();
    assert_eq!(read, [b"one".as_slice(), b"three", b"two"]);
    assert!(province.read(&other).is_empty());
    assert_eq!((province.cursor.pos, province.cursor.sub), (4, 3));
    // And once only: a second grant of the same case, and what follows it, bring nothing older again.
    world.write(&mut a, &case, &[b"four"], &["province"]);
    world.sync(&mut a);
    province.received.clear();
    world.sync(&mut province);
    assert_eq!(province.received.len(), 1);
}

#[test]
fn a_large_upload_takes_several_exchanges_and_a_large_answer_too() {
    let mut world = World::new(17);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    for _ in 0..12 {
        world.write(&mut a, &case, &[b"one"], &["post-a"]);
    }
    a.exchange_bytes = 1000;
    let report = world.sync(&mut a);
    assert!(report.round_trips > 3, "{}", report.round_trips);
    assert_eq!((report.parcels_sent, report.acknowledged), (12, 12));
    let root = world.authority.root();
    world.hub = std::sync::Arc::new(
        nuong_sync::HubIdentity::new(world.hub_keys.clone(), root).with_exchange_bytes(1000),
    );
    let report = world.sync(&mut b);
    assert!(report.round_trips > 3, "{}", report.round_trips);
    assert_eq!(b.received.len(), 12);
}

#[test]
fn a_hub_that_does_not_know_the_device_is_brought_its_certificate() {
    let mut world = World::new(18);
    let mut a = world.device("a", &["post-a"]);
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one"], &["post-a"]);
    a.certificate_at_hub = true;
    let report = world.sync(&mut a);
    assert_eq!((report.round_trips, report.acknowledged), (2, 1));
    assert!(a.certificate_at_hub);
}

#[test]
fn a_revoked_device_is_refused_and_told_by_the_authority_itself() {
    let mut world = World::new(19);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    world.sync(&mut a);
    let bulletin = world
        .authority
        .revoke(a.id(), common::NOW, &mut world.random)
        .unwrap();
    b.directory.admit_bulletin(&bulletin.encode()).unwrap();
    world.sync(&mut b);
    let (_, error) = world.meet(&mut a, Fault::None);
    assert_eq!(error, Some(SyncError::Revoked));
    assert_eq!(error.unwrap().code(), "hub.revoked");
    assert_eq!(a.directory.bulletin_number(), bulletin.number());
}

#[test]
fn what_a_revoked_device_wrote_before_is_carried_and_what_it_wrote_after_is_not() {
    let mut world = World::new(20);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    let before = world.write(&mut a, &case, &[b"before"], &["post-a"]);
    let bulletin = world
        .authority
        .revoke(a.id(), common::NOW, &mut world.random)
        .unwrap();
    b.directory.admit_bulletin(&bulletin.encode()).unwrap();
    b.directory
        .admit_certificate(&a.certificate.encode())
        .unwrap();
    b.put(a.parcels[&before].clone());
    let report = world.sync(&mut b);
    assert_eq!((report.acknowledged, report.rejected), (1, 0));
    // Written later than the second of the revocation.
    let mut late = World::new(20);
    let (mut a, mut b) = (late.device("a", &["post-a"]), late.device("b", &["post-a"]));
    let after = late.write(&mut a, &case, &[b"after"], &["post-a"]);
    let bulletin = late
        .authority
        .revoke(a.id(), common::NOW - 1, &mut late.random)
        .unwrap();
    b.directory.admit_bulletin(&bulletin.encode()).unwrap();
    b.directory
        .admit_certificate(&a.certificate.encode())
        .unwrap();
    b.put(a.parcels[&after].clone());
    late.sync(&mut b);
    assert_eq!(b.rejected, [(after, "parcel.revoked".to_owned())]);
}

#[test]
fn an_expired_certificate_and_a_foreign_device_are_refused_with_their_own_codes() {
    let mut world = World::new(21);
    let mut short = world.device_for("short", &["post-a"], 30);
    world.sync(&mut short);
    let mut link = common::Link {
        hub: world.hub.clone(),
        fault: Fault::None,
        exchange: 0,
        sent: Vec::new(),
        now: common::NOW + 40 * 86_400,
    };
    let (_, error) = link.meet(
        &mut short,
        &mut world.store,
        &world.hub_certificate,
        &mut world.random,
    );
    assert_eq!(error.unwrap().code(), "trust.expired");
    let mut foreign = World::new(22);
    let mut stranger = foreign.device("stranger", &["post-a"]);
    // A stranger that was told of our hub: to its own authority the hub's certificate is nothing.
    let (_, error) = world.meet(&mut stranger, Fault::None);
    assert_eq!(error.unwrap().code(), "trust.foreign_authority");
    // And to the hub its hello is foreign.
    let mut link = common::Link {
        hub: world.hub.clone(),
        fault: Fault::None,
        exchange: 0,
        sent: Vec::new(),
        now: common::NOW,
    };
    let (_, error) = link.meet(
        &mut stranger,
        &mut world.store,
        &foreign.hub_certificate,
        &mut foreign.random,
    );
    assert_eq!(error.unwrap().code(), "hub.foreign");
}

#[test]
fn a_bulletin_spreads_both_ways() {
    let mut world = World::new(23);
    let mut a = world.device("a", &["post-a"]);
    let mut b = world.device("b", &["post-a"]);
    assert!(b.directory.bulletin_number() > a.directory.bulletin_number());
    world.sync(&mut b);
    assert_eq!(b.bulletin_at_hub, b.directory.bulletin_number());
    world.sync(&mut a);
    assert_eq!(a.directory.bulletin_number(), b.directory.bulletin_number());
}

#[test]
fn a_phone_carries_parcels_of_another_and_the_receipt_is_for_both() {
    let mut world = World::new(24);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-b"]),
    );
    let (one, two) = (world.case(1), world.case(2));
    let theirs = world.write(&mut a, &one, &[b"one"], &["post-a"]);
    world.write(&mut b, &two, &[b"two"], &["post-b"]);
    b.directory
        .admit_certificate(&a.certificate.encode())
        .unwrap();
    b.put(a.parcels[&theirs].clone());
    let report = world.sync(&mut b);
    assert_eq!(report.acknowledged, 2);
    assert_eq!(b.acknowledged.get(&a.id()), Some(&1));
    // Its author need only be told.
    let report = world.sync(&mut a);
    assert_eq!(report.acknowledged, 1);
    assert_eq!(world.positions(), 2);
}

#[test]
fn a_carried_parcel_after_a_gap_is_acknowledged_alone_and_not_carried_twice() {
    let mut world = World::new(25);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-b"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"1"], &["post-a"]);
    let second = world.write(&mut a, &case, &[b"2"], &[]);
    b.directory
        .admit_certificate(&a.certificate.encode())
        .unwrap();
    b.put(a.parcels[&second].clone());
    world.sync(&mut b);
    assert!(b.alone.contains(&(a.id(), 2)));
    assert_eq!(world.sync(&mut b).parcels_sent, 0);
    // The author fills the gap: both are then acknowledged to it.
    world.sync(&mut a);
    assert_eq!(a.acknowledged.get(&a.id()), Some(&2));
}

#[test]
fn a_parcel_of_an_author_the_hub_does_not_know_is_rejected_and_the_others_are_not() {
    let mut world = World::new(26);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-b"]),
    );
    let case = world.case(1);
    let theirs = world.write(&mut a, &case, &[b"1"], &["post-a"]);
    b.put(a.parcels[&theirs].clone());
    let own = world.case(2);
    world.write(&mut b, &own, &[b"2"], &["post-b"]);
    world.sync(&mut b);
    assert_eq!(b.rejected, [(theirs, "parcel.unknown_author".to_owned())]);
    assert_eq!(b.acknowledged.get(&b.id()), Some(&1));
}

#[test]
fn a_second_history_of_one_author_is_kept_aside_and_reported() {
    let mut world = World::new(27);
    let mut a = world.device("a", &["post-a"]);
    let case = world.case(1);
    world.write(&mut a, &case, &[b"1"], &["post-a"]);
    let mut clone = a.clone();
    world.write(&mut a, &case, &[b"2"], &[]);
    world.write(&mut a, &case, &[b"3"], &[]);
    world.sync(&mut a);
    let fork = world.write(&mut clone, &case, &[b"2'"], &[]);
    let (_, error) = world.meet(&mut clone, Fault::None);
    assert_eq!(clone.rejected, [(fork, "parcel.fork".to_owned())]);
    assert_eq!(
        error,
        Some(SyncError::ReceiptFalse),
        "the hub holds what this device did not write"
    );
    assert_eq!(world.store.asides(&a.id()).unwrap(), 1);
    assert_eq!(world.positions(), 3);
}

#[test]
fn a_hub_that_lost_its_log_is_noticed_and_gets_the_parcels_again() {
    let mut world = World::new(28);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"1"], &["post-a"]);
    world.sync(&mut a);
    world.sync(&mut b);
    world.store = nuong_sync::MemoryStore::new();
    a.certificate_at_hub = false;
    world.write(&mut a, &case, &[b"2"], &[]);
    let report = world.sync(&mut a);
    assert_eq!(report.forgotten, 1);
    world.sync(&mut a);
    assert_eq!(a.acknowledged.get(&a.id()), Some(&2));
    assert_eq!(
        world
            .store
            .contiguous(&a.id())
            .unwrap()
            .map(|(upto, _)| upto),
        Some(2)
    );
}

#[test]
fn a_device_whose_cursor_is_past_the_log_reads_it_from_the_start() {
    let mut world = World::new(29);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"1"], &["post-a"]);
    world.sync(&mut a);
    b.cursor.pos = u64::MAX;
    b.cursor.sub = u64::MAX;
    world.sync(&mut b);
    assert_eq!(b.received.len(), 1);
    assert_eq!(b.cursor.pos, 1);
}

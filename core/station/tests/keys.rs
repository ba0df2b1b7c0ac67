//! Who holds which key of a case, seen from the bytes that leave a station.
#![allow(clippy::unwrap_used)]

mod common;

use common::{NOW, World, note, unit};
use nuong_station::casefile::{Author, Case, CaseId};
use nuong_station::sync::{
    CaseChanges, Frame, FrameReader, LogHead, Parcel, SectionKind, pack, seal_all,
};
use nuong_station::trust::{
    Appointment, CaseGrant, CaseKey, DeviceKeys, EnrolRequest, Holder, Role, SeededRandom,
    Validity, case_tag,
};
use nuong_station::{Scope, Station};

/// The parcels a station would hand on.
fn parcels(world: &World, station: &mut Station) -> Vec<Parcel> {
    let card = world.path("all.nuong");
    station.export_parcels(&card, &Scope::Everything).unwrap();
    let mut reader = FrameReader::new();
    reader.push(&std::fs::read(&card).unwrap());
    let mut parcels = Vec::new();
    while let Some(frame) = reader.next_frame().unwrap() {
        if let Frame::Parcel(bytes) = frame {
            parcels.push(Parcel::decode(&bytes).unwrap());
        }
    }
    parcels
}

/// The generation of the key of the last section a station wrote of a case.
fn last_generation(world: &World, station: &mut Station, case: CaseId) -> Option<u32> {
    let tag = SectionKind::Case(case_tag(case.as_bytes()));
    let by = station.device();
    let written = parcels(world, station).into_iter();
    let own = written.filter(|parcel| parcel.header().author == by);
    own.flat_map(|parcel| parcel.sections().collect::<Vec<_>>())
        .rfind(|section| section.kind == tag)
        .and_then(|section| section.generation)
}

#[test]
fn a_unit_named_in_a_grant_that_came_before_the_case_counts_when_somebody_is_revoked() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut b, _) = world.station("b", Role::Officer, "post-b");
    let (lost, _) = world.station("lost", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    a.command(case, &[note("first")]).unwrap();
    let card = world.path("card.nuong");
    // B carries it blind first, and is let in later. That the province has it, only the first parcel says in a grant.
    a.export_parcels(&card, &Scope::Everything).unwrap();
    assert_eq!(b.import_parcels(&card).unwrap().sealed, 1);
    a.share(case, &unit("post-b")).unwrap();
    a.export_parcels(&card, &Scope::Everything).unwrap();
    b.import_parcels(&card).unwrap();
    let mut known = b.shared_with(case).unwrap();
    known.sort();
    assert_eq!(known, ["post-a", "post-b", "province"]);
    let bulletin = world
        .authority
        .revoke(lost.device(), NOW, &mut world.random)
        .unwrap();
    b.command(case, &[note("before b knows")]).unwrap();
    assert_eq!(last_generation(&world, &mut b, case), Some(1));
    b.receive_bulletin(&bulletin.encode()).unwrap();
    b.command(case, &[note("after")]).unwrap();
    assert_eq!(last_generation(&world, &mut b, case), Some(2));
}

#[test]
fn who_is_let_in_learns_from_the_grant_alone_who_else_may_read() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut b, _) = world.station("b", Role::Officer, "post-b");
    let case = a.start_case().unwrap();
    a.command(case, &[note("first")]).unwrap();
    a.seal_outbox().unwrap();
    a.share(case, &unit("post-b")).unwrap();
    let all = parcels(&world, &mut a);
    let own = a.device();
    let bulletin = a.identity().unwrap().bulletin.encode();
    b.receive_bulletin(&bulletin).unwrap();
    let certificate = a.identity().unwrap().certificate.encode();
    b.receive_certificate(&certificate).unwrap();
    let last = all.iter().rfind(|p| p.header().author == own).unwrap();
    b.receive(&last.encode()).unwrap();
    let mut known = b.shared_with(case).unwrap();
    known.sort();
    assert_eq!(known, ["post-a", "post-b", "province"]);
}

#[test]
fn a_revoked_device_cannot_keep_a_case_open_to_itself_by_lying_about_epochs() {
    let mut world = World::new();
    let (mut b, _) = world.station("b", Role::Officer, "post-b");
    let mut random = SeededRandom::for_simulation(77);
    let keys = DeviceKeys::generate(&mut random).unwrap();
    let request = EnrolRequest::create(&keys, "x", NOW).unwrap();
    let appointment = Appointment {
        role: Role::Officer,
        units: vec![unit("post-a")],
        shares_with: Vec::new(),
        validity: Validity::for_days(NOW, 365),
    };
    let enrolled = world
        .authority
        .approve(&request, appointment, NOW, &mut random)
        .unwrap();
    let (authority, id) = (world.authority.root().authority_id(), CaseId([9; 16]));
    let key = CaseKey::generate(&mut random).unwrap();
    let author = Author(*keys.device_id().as_bytes());
    let (_, first) = Case::create(id, author, NOW, "post-a").unwrap();
    // "My unit was given this key in an epoch that has not come yet", so that no later epoch seems newer.
    let lie = vec![Holder {
        unit: unit("post-a"),
        epoch: 99,
    }];
    let bulletin = world.authority.bulletin(NOW);
    let to = [bulletin.current_epoch(&unit("post-b")).unwrap()];
    let (by, case) = (keys.device_id(), id.as_bytes());
    let grant = CaseGrant::create(&authority, &by, case, &key, 1, &to, lie, &mut random).unwrap();
    let one = CaseChanges {
        tag: case_tag(case),
        generation: 1,
        key: &key,
        grants: vec![grant],
        changes: vec![first.bytes],
    };
    let (contents, mut head) = (pack(vec![one]).unwrap(), LogHead::START);
    let sealed = seal_all(contents, authority, &keys, &mut head, NOW, &mut random);
    b.receive_certificate(&enrolled.certificate.encode())
        .unwrap();
    b.receive_bulletin(&bulletin.encode()).unwrap();
    let received = b.receive(&sealed.unwrap()[0].encode()).unwrap();
    assert_eq!(received.applied, 1, "{received:?}");
    let bulletin = world
        .authority
        .revoke(keys.device_id(), NOW, &mut world.random)
        .unwrap();
    b.receive_bulletin(&bulletin.encode()).unwrap();
    b.command(id, &[note("not for the thief")]).unwrap();
    assert_eq!(last_generation(&world, &mut b, id), Some(2));
    for parcel in parcels(&world, &mut b) {
        if parcel.header().author == b.device() {
            for section in parcel.sections() {
                assert!(parcel.open(section.index, &key).is_err());
            }
        }
    }
}

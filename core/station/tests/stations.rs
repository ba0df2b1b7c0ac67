//! Stations, a hub and files between them: what each promise of a station looks like from outside.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::{NOW, World, age, ages, note, reopen, unit};
use nuong_station::casefile::{Command, ConflictPath, Decision};
use nuong_station::screening::Answer;
use nuong_station::trust::Role;
use nuong_station::view::Lang;
use nuong_station::{NoObserver, Scope};

fn yes() -> Option<Answer> {
    Some(Answer::Value("yes".to_owned()))
}

#[test]
fn concurrent_values_are_both_seen_until_somebody_decides() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut b, _) = world.station("b", Role::Officer, "post-b");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    a.command(case, &[age("16")]).unwrap();
    a.share(case, &unit("post-b")).unwrap();
    let file = world.path("carried.nuong");
    a.export_parcels(&file, &Scope::Cases(vec![case])).unwrap();
    assert!(b.import_parcels(&file).unwrap().cases.contains(&case));
    a.command(case, &[age("15")]).unwrap();
    b.command(case, &[age("18")]).unwrap();
    for station in [&mut a, &mut b, &mut s] {
        world.sync(station);
    }
    for station in [&mut a, &mut b, &mut s] {
        world.sync(station);
        assert_eq!(ages(station, case), ["15", "18"]);
    }
    let path = ConflictPath::Person("age_years".to_owned());
    let view = s.show_conflict(case, &path, Lang::En).unwrap();
    assert_eq!(view.values.len(), 2);
    let chosen = s.differing(case).unwrap()[0]
        .values
        .iter()
        .position(|v| v.value == Some(Answer::Value("15".to_owned())))
        .unwrap();
    s.resolve(case, &path, chosen).unwrap();
    for _ in 0..2 {
        for station in [&mut s, &mut a, &mut b] {
            world.sync(station);
        }
    }
    let heads: BTreeSet<_> = [&mut a, &mut b, &mut s]
        .map(|st| st.heads(case).unwrap())
        .into();
    assert_eq!(heads.len(), 1);
    assert_eq!(ages(&mut a, case), ["15"]);
    assert!(a.differing(case).unwrap().is_empty());
}

#[test]
fn a_case_is_read_by_those_it_is_granted_to_and_nobody_else() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut c, _) = world.station("c", Role::Outreach, "commune");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    a.command(case, &[note("Lò Thị Đào")]).unwrap();
    world.sync(&mut a);
    let (for_c, for_s) = (world.sync(&mut c), world.sync(&mut s));
    assert_eq!((for_c.received.parcels, for_s.received.cases.len()), (0, 1));
    assert!(c.case_ids().unwrap().is_empty());
    // A card with everything on it does not help the outreach worker's phone either: it carries, and cannot read.
    let card = world.path("card.nuong");
    a.export_parcels(&card, &Scope::Everything).unwrap();
    let carried = c.import_parcels(&card).unwrap();
    assert_eq!((carried.sealed, carried.applied), (1, 0));
    assert!(c.case_ids().unwrap().is_empty());
    // Granted later, the past is there at once: here from what was carried.
    a.share(case, &unit("commune")).unwrap();
    world.sync(&mut a);
    world.sync(&mut c);
    assert_eq!(c.record(case).unwrap().notes.len(), 1);
    assert_eq!(c.heads(case).unwrap(), a.heads(case).unwrap());
}

#[test]
fn a_grant_made_later_brings_the_past_from_the_hub() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut b, _) = world.station("b", Role::Officer, "post-b");
    let case = a.start_case().unwrap();
    for round in 0..3 {
        a.command(case, &[note(&format!("{round}"))]).unwrap();
        world.sync(&mut a);
        world.sync(&mut b);
    }
    assert!(b.case_ids().unwrap().is_empty());
    a.share(case, &unit("post-b")).unwrap();
    world.sync(&mut a);
    world.sync(&mut b);
    assert_eq!(b.record(case).unwrap().notes.len(), 3);
}

#[test]
fn a_blind_carrier_brings_a_colleagues_records_to_the_hub() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut c, _) = world.station("c", Role::Outreach, "commune");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    let card = world.path("card.nuong");
    a.export_parcels(&card, &Scope::Everything).unwrap();
    c.import_parcels(&card).unwrap();
    world.sync(&mut c);
    assert!(world.sync(&mut s).received.cases.contains(&case));
    let again = world.sync(&mut a);
    assert_eq!(again.rejected, Vec::<String>::new());
}

#[test]
fn answers_given_before_a_crash_are_there_after_it() {
    let mut world = World::new();
    let (mut a, key) = world.station("a", Role::Officer, "post-a");
    let pack = a.newest_pack("border-initial").unwrap();
    let case = a.start_case().unwrap();
    let interview = a.start_interview(case, &pack).unwrap();
    let asked = a
        .pack(&pack)
        .unwrap()
        .questions()
        .find(|q| q.kind.is_asked())
        .unwrap()
        .path
        .clone();
    let first = asked.as_str();
    a.answer(&interview, first, Some(Answer::DoesNotWantToSay))
        .unwrap();
    // As a kill would leave it: the files as they are now, nothing closed, nothing folded.
    let killed = world.path("killed");
    std::fs::create_dir(&killed).unwrap();
    for file in std::fs::read_dir(world.path("a")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), killed.join(file.file_name())).unwrap();
    }
    let mut a = reopen(&killed, &key);
    assert_eq!(
        a.interview(&interview).unwrap().value(first),
        Some(&Answer::DoesNotWantToSay)
    );
    assert_eq!(a.record(case).unwrap().interviews[0].answers.len(), 1);
}

#[test]
fn a_cut_at_any_byte_loses_nothing_and_the_next_exchange_goes_on() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let mut expected = 0;
    for at in (0..3_000).step_by(97) {
        let case = a.start_case().unwrap();
        a.command(case, &[note("x")]).unwrap();
        expected += 1;
        world.hub.cut_request_at = Some(at);
        world.hub.cut_answer_at = Some(at / 2);
        let _ = a.sync_over(&mut world.hub, &mut NoObserver);
        world.hub.cut_request_at = None;
        world.hub.cut_answer_at = Some(at);
        let _ = s.sync_over(&mut world.hub, &mut NoObserver);
        world.hub.cut_answer_at = None;
        world.sync(&mut a);
        world.sync(&mut s);
        assert_eq!(s.case_ids().unwrap().len(), expected, "after a cut at {at}");
        assert_eq!(s.heads(case).unwrap(), a.heads(case).unwrap());
    }
}

#[test]
fn with_nothing_new_an_exchange_is_one_round_trip_of_a_few_bytes() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    a.start_case().unwrap();
    world.sync(&mut a);
    let report = world.sync(&mut a);
    assert_eq!((report.round_trips, report.parcels_sent), (1, 0));
    assert!(
        report.bytes_sent + report.bytes_received < 400,
        "{report:?}"
    );
}

#[test]
fn an_officer_may_not_decide_and_a_supervisor_may() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    let decide = Command::Decide {
        decision: Decision::Proceed,
        reason: "r".to_owned(),
    };
    assert_eq!(
        a.command(case, std::slice::from_ref(&decide))
            .unwrap_err()
            .code(),
        "role.not_allowed"
    );
    let before = a.heads(case).unwrap();
    world.sync(&mut a);
    world.sync(&mut s);
    s.command(case, &[decide]).unwrap();
    world.sync(&mut s);
    world.sync(&mut a);
    assert_ne!(a.heads(case).unwrap(), before);
    assert_eq!(a.heads(case).unwrap(), s.heads(case).unwrap());
}

#[test]
fn a_revoked_device_reads_nothing_written_after_the_others_know() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut lost, _) = world.station("lost", Role::Officer, "post-a");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    a.command(case, &[note("before")]).unwrap();
    for station in [&mut a, &mut lost, &mut s] {
        world.sync(station);
    }
    assert_eq!(lost.record(case).unwrap().notes.len(), 1);
    let device = lost.device();
    let bulletin = world
        .authority
        .revoke(device, common::NOW - 1, &mut world.random)
        .unwrap();
    for station in [&mut a, &mut s] {
        assert!(station.receive_bulletin(&bulletin.encode()).unwrap());
    }
    a.command(case, &[note("after")]).unwrap();
    world.sync(&mut a);
    world.sync(&mut s);
    assert_eq!(
        s.record(case).unwrap().notes.len(),
        2,
        "who is left reads on"
    );
    let refused = lost.sync_over(&mut world.hub, &mut NoObserver).unwrap_err();
    assert_eq!(refused.code(), "device.revoked");
    // Even with everything handed to it on a card.
    let card = world.path("card.nuong");
    a.export_parcels(&card, &Scope::Everything).unwrap();
    lost.import_parcels(&card).unwrap();
    assert_eq!(lost.record(case).unwrap().notes.len(), 1);
    // What it writes now has no effect on the others.
    lost.command(case, &[note("from the lost phone")]).unwrap();
    let from_lost = world.path("lost.nuong");
    lost.export_parcels(&from_lost, &Scope::Everything).unwrap();
    let received = s.import_parcels(&from_lost).unwrap();
    assert_eq!(received.applied, 0);
    assert_eq!(s.record(case).unwrap().notes.len(), 2);
}

#[test]
fn who_is_let_in_after_a_revocation_reads_the_past_too() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (lost, _) = world.station("lost", Role::Officer, "post-a");
    let (mut b, _) = world.station("b", Role::Officer, "post-b");
    let case = a.start_case().unwrap();
    a.command(case, &[note("first")]).unwrap();
    world.sync(&mut a);
    let device = lost.device();
    let bulletin = world
        .authority
        .revoke(device, common::NOW, &mut world.random)
        .unwrap();
    a.receive_bulletin(&bulletin.encode()).unwrap();
    // Post A's key has moved on: the case is written to under a new one from here, and post B is let in now.
    a.command(case, &[note("second")]).unwrap();
    a.share(case, &unit("post-b")).unwrap();
    world.sync(&mut a);
    world.sync(&mut b);
    assert_eq!(b.record(case).unwrap().notes.len(), 2);
    assert_eq!(b.heads(case).unwrap(), a.heads(case).unwrap());
}

#[test]
fn a_parcel_of_an_unknown_author_waits_for_the_certificate() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let case = a.start_case().unwrap();
    a.seal_outbox().unwrap();
    let card = world.path("card.nuong");
    a.export_parcels(&card, &Scope::Everything).unwrap();
    let bytes = std::fs::read(&card).unwrap();
    let mut reader = nuong_station::sync::FrameReader::new();
    reader.push(&bytes);
    let (mut parcels, mut certificates) = (Vec::new(), Vec::new());
    while let Some(frame) = reader.next_frame().unwrap() {
        match frame {
            nuong_station::sync::Frame::Parcel(bytes) => parcels.push(bytes),
            nuong_station::sync::Frame::Certificate(bytes) => certificates.push(bytes),
            _ => {}
        }
    }
    assert_eq!(
        s.receive(&parcels[0]).unwrap().quarantined,
        ["parcel.unknown_author"]
    );
    assert!(s.case_ids().unwrap().is_empty());
    assert_eq!(s.receive_certificate(&certificates[0]).unwrap().applied, 1);
    assert_eq!(s.case_ids().unwrap(), [case]);
}

#[test]
fn a_finished_screening_is_listed_with_its_reasons() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let pack = a.newest_pack("border-initial").unwrap();
    let case = a.start_case().unwrap();
    let key = a.start_interview(case, &pack).unwrap();
    let danger = a
        .pack(&pack)
        .unwrap()
        .questions()
        .find(|q| q.marks.urgent.iter().any(|u| u == "danger"))
        .map(|q| q.path.clone())
        .unwrap();
    a.answer(&key, &danger, yes()).unwrap();
    a.finish_interview(&key, true).unwrap();
    let list = a.list("", 0, 10, Lang::Vi).unwrap();
    assert_eq!(list.groups.iter().map(|g| g.rows.len()).sum::<usize>(), 1);
    assert!(list.groups[0].rows[0].danger);
    let assessment = a.assess(case).unwrap();
    assert_eq!(assessment.urgent[0].need, "danger");
    let shown = serde_json::to_string(&a.show(case, Lang::En).unwrap()).unwrap();
    assert!(shown.contains("assessment"));
}

#[test]
fn units_are_shown_by_what_the_authority_calls_them() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let case = a.start_case().unwrap();
    let shown = |a: &mut nuong_station::Station| {
        let form = a.consent_form(case, Lang::Vi).unwrap();
        let own = form.receivers[0].clone();
        let others = a.unit_list(Lang::Vi).unwrap().units;
        let province = others.into_iter().find(|u| u.value == "province").unwrap();
        let profile = a.profile(Lang::Vi).unwrap();
        (
            own.value,
            own.label,
            profile.units[0].clone(),
            province.label,
        )
    };
    let plain = ["post-a", "post-a", "post-a", "province"].map(str::to_owned);
    let (value, label, profile, province) = shown(&mut a);
    assert_eq!([value, label, profile, province], plain);
    let name = Some("Đồn Biên phòng Mường Khương");
    world.authority.name_unit(&unit("post-a"), name).unwrap();
    let name = Some("Công an tỉnh Lào Cai");
    world.authority.name_unit(&unit("province"), name).unwrap();
    let bulletin = world.authority.bulletin(NOW + 1);
    a.receive_bulletin(&bulletin.encode()).unwrap();
    let called = [
        "post-a",
        "Đồn Biên phòng Mường Khương",
        "Đồn Biên phòng Mường Khương",
        "Công an tỉnh Lào Cai",
    ]
    .map(str::to_owned);
    let (value, label, profile, province) = shown(&mut a);
    assert_eq!([value, label, profile, province], called);
    a.hand_over(case, &unit("province")).unwrap();
    let view = a.show(case, Lang::Vi).unwrap();
    assert_eq!(view.custody.unwrap().values[0].text, "Công an tỉnh Lào Cai");
    assert_eq!(view.timeline[0].text, "Bàn giao cho Công an tỉnh Lào Cai");
}

#[test]
fn another_address_of_the_hub_is_used_until_it_is_emptied() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let shown =
        |a: &nuong_station::Station| a.sync_view(None, Lang::En).unwrap().hub.unwrap().address;
    assert_eq!(shown(&a), "https://localhost:1");
    for bad in [
        "http://hub.example",
        "hub.example",
        "https://",
        "https://a b",
        "https://[::1",
    ] {
        let refused = a.set_hub_url(bad).unwrap_err();
        assert_eq!(refused.code(), "hub.bad_address", "{bad}");
    }
    assert_eq!(shown(&a), "https://localhost:1");
    a.set_hub_url(" https://10.1.2.3:8443 ").unwrap();
    assert_eq!(shown(&a), "https://10.1.2.3:8443");
    a.set_hub_url(" ").unwrap();
    assert_eq!(shown(&a), "https://localhost:1");
}

#[test]
fn a_case_waits_until_the_hub_has_what_was_written_here_and_no_longer() {
    let mut world = World::new();
    let (mut a, _) = world.station("a", Role::Officer, "post-a");
    let (mut s, _) = world.station("s", Role::Supervisor, "province");
    let waiting = |station: &mut nuong_station::Station, case| {
        let row = station.show(case, Lang::En).unwrap().sending.waits;
        let view = station.sync_view(None, Lang::En).unwrap();
        (row, view.waiting.starts_with("Nothing waits"))
    };
    let case = a.start_case().unwrap();
    assert_eq!(waiting(&mut a, case), (true, false), "in no parcel yet");
    let card = world.path("card.nuong");
    a.export_parcels(&card, &Scope::Everything).unwrap();
    assert_eq!(
        waiting(&mut a, case),
        (true, false),
        "in a parcel on a card"
    );
    s.import_parcels(&card).unwrap();
    // Whoever only carries it has written nothing.
    assert_eq!(waiting(&mut s, case), (false, true));
    world.sync(&mut a);
    assert_eq!(waiting(&mut a, case), (false, true));
    a.command(case, &[note("later")]).unwrap();
    assert_eq!(waiting(&mut a, case), (true, false), "written since");
}

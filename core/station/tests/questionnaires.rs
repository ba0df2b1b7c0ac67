//! The questionnaires that come with the program, each walked through from its first screen to its end.
#![allow(clippy::unwrap_used)]

mod common;

use common::World;
use nuong_station::casefile::CaseId;
use nuong_station::screening::{Answer, Outcome};
use nuong_station::trust::Role;
use nuong_station::view::Lang;
use nuong_station::{InstalledPack, Station};

/// Answers whatever is asked with "does not know", however the questions change on the way. Returns how many were asked.
fn walk(station: &mut Station, pack: &InstalledPack) -> (CaseId, usize) {
    let hash = station.newest_pack(&pack.id).unwrap();
    let case = station.start_case().unwrap();
    let key = station.start_interview(case, &hash).unwrap();
    let mut asked = 0;
    while let Some(at) = station.interview(&key).unwrap().first_unanswered() {
        let view = station
            .interview_view(&key, at, &Default::default(), Lang::Vi)
            .unwrap();
        assert!(
            !view.heading.is_empty(),
            "{}: screen {at} says nothing",
            pack.id
        );
        let open: Vec<String> = {
            let interview = station.interview(&key).unwrap();
            let screen = interview.screens()[at].clone();
            screen
                .questions
                .into_iter()
                .filter(|q| interview.value(q).is_none())
                .collect()
        };
        for path in open {
            let kind = &station
                .pack(&hash)
                .unwrap()
                .question(&path)
                .unwrap()
                .kind
                .clone();
            if kind.is_asked() {
                station
                    .answer(&key, &path, Some(Answer::DoesNotKnow))
                    .unwrap();
                asked += 1;
            }
        }
        station.leave_screen(&key).unwrap();
        assert!(asked < 500, "{}: the interview does not end", pack.id);
    }
    station.finish_interview(&key, true).unwrap();
    (case, asked)
}

#[test]
fn each_questionnaire_can_be_walked_through_by_somebody_who_knows_nothing() {
    let mut world = World::new();
    let (mut station, _) = world.station("a", Role::Officer, "post-a");
    let packs = station.packs().unwrap();
    assert_eq!(packs.len(), 8);
    for pack in packs {
        let (case, asked) = walk(&mut station, &pack);
        assert!(asked >= 3, "{} asked {asked} questions", pack.id);
        let outcome = station.assess(case).unwrap().outcome;
        assert_eq!(outcome, Outcome::TooLittleKnown, "{}", pack.id);
    }
}

#[test]
fn a_vault_opened_again_does_not_take_the_questionnaires_a_second_time() {
    let mut world = World::new();
    let (station, key) = world.station("a", Role::Officer, "post-a");
    let before = station.packs().unwrap();
    drop(station);
    let station = common::reopen(&world.path("a"), &key);
    assert_eq!(station.packs().unwrap(), before);
}

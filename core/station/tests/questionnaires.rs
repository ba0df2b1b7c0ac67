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
    assert_eq!(packs.len(), 9);
    for pack in packs {
        let (case, asked) = walk(&mut station, &pack);
        // Who does not know whether to go on alone is asked nothing more.
        assert!(asked >= 2, "{} asked {asked} questions", pack.id);
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

/// Art. 37 of Law 53/2024/QH15: which of the ten kinds of support the law names for which class of person.
const SUPPORT: [(&str, &str); 6] = [
    (
        "victim",
        "essential medical interpreting legal_support legal_aid travel psychological schooling vocational hardship",
    ),
    (
        "minor",
        "essential medical interpreting legal_support legal_aid travel psychological schooling",
    ),
    (
        "process_abroad",
        "essential medical interpreting legal_support",
    ),
    (
        "process_home",
        "essential medical interpreting legal_support legal_aid travel psychological",
    ),
    (
        "foreign",
        "essential medical interpreting legal_support legal_aid psychological",
    ),
    ("unknown", ""),
];

#[test]
fn each_class_of_person_is_offered_the_support_that_the_law_names_and_the_rest_is_sought_elsewhere()
{
    let mut world = World::new();
    let (mut station, _) = world.station("a", Role::Outreach, "commune");
    let hash = station.newest_pack("returnee-needs").unwrap();
    let all: Vec<&str> = SUPPORT[0].1.split(' ').collect();
    for (class, named) in SUPPORT {
        let case = station.start_case().unwrap();
        let key = station.start_interview(case, &hash).unwrap();
        let mut say = |path: String, value: &str| {
            station
                .answer(&key, &path, Some(Answer::value(value)))
                .unwrap();
        };
        say("start/agrees".to_owned(), "yes");
        say("status/class".to_owned(), class);
        for need in &all {
            say(format!("needs/about_{need}/need_{need}"), "yes");
        }
        let interview = station.interview(&key).unwrap();
        let told = |path: &str| interview.value(path).map_or("", Answer::text).to_owned();
        assert_eq!(told("in_law"), named, "{class}");
        let rest: Vec<&str> = all
            .iter()
            .copied()
            .filter(|need| !named.split(' ').any(|one| one == *need))
            .collect();
        assert_eq!(told("beyond_law"), rest.join(" "), "{class}");
        let offered: Vec<&str> = interview
            .choices("plan/request")
            .iter()
            .map(|choice| choice.name.as_str())
            .collect();
        assert_eq!(offered.join(" "), named, "{class}");
    }
}

#[test]
fn too_many_hours_are_fewer_for_a_child() {
    let mut world = World::new();
    let (mut station, _) = world.station("a", Role::Officer, "post-a");
    let hash = station.newest_pack("border-initial").unwrap();
    for (age, looks_young, hours, excessive) in [
        ("30", "no", "12", false),
        ("30", "no", "13", true),
        ("30", "yes", "9", true),
        ("17", "no", "8", false),
        ("17", "no", "9", true),
        ("14", "no", "4", false),
        ("14", "no", "5", true),
    ] {
        let case = station.start_case().unwrap();
        let key = station.start_interview(case, &hash).unwrap();
        for (path, value) in [
            ("consent/agrees", "yes"),
            ("age/age_years", age),
            ("age/looks_under_18", looks_young),
            ("away/journey", "returning"),
            ("place/hours", hours),
        ] {
            station
                .answer(&key, path, Some(Answer::value(value)))
                .unwrap();
        }
        station.leave_screen(&key).unwrap();
        let found = station.assess(case).unwrap();
        let counted = found
            .dimensions
            .iter()
            .flat_map(|dimension| &dimension.supports)
            .any(|support| support.indicator.as_deref() == Some("D4.excessive_hours"));
        assert_eq!(counted, excessive, "{age} {looks_young} {hours}");
    }
}

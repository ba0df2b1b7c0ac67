//! The device in the person's hands: only four touches, and no way back but the officer's unlock.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::{NOW, World, environment, unit};
use nuong_station::casefile::AnsweredBy;
use nuong_station::screening::{Answer, Pack};
use nuong_station::trust::{Appointment, KdfParams, Role, Validity};
use nuong_station::view::{Lang, Respondent, SelfChoice};
use nuong_station::{InterviewKey, Station, StillHandedOver, compile_sheets};

const SURVEY: &str = include_str!("../../../instruments/self-answer/survey.csv");
const CHOICES: &str = include_str!("../../../instruments/self-answer/choices.csv");
const SETTINGS: &str = include_str!("../../../instruments/self-answer/settings.csv");

const PASSPHRASE: &str = "nương rẫy mùa này xanh";

/// A station under a passphrase, as an officer has it.
fn officer(world: &mut World) -> Station {
    let kdf = KdfParams::for_tests();
    let mut station = Station::create(&world.path("a"), PASSPHRASE, kdf, environment(41)).unwrap();
    let request = station.enrol_request("a").unwrap();
    let appointment = Appointment {
        role: Role::Officer,
        units: vec![unit("post-a")],
        shares_with: vec![unit("province")],
        validity: Validity::for_days(NOW, 365),
    };
    let grant = world
        .authority
        .approve(&request, appointment, NOW, &mut world.random)
        .unwrap();
    station.accept_grant(&grant.encode()).unwrap();
    station
}

fn pack() -> Pack {
    compile_sheets(SURVEY, CHOICES, SETTINGS, None).unwrap().0
}

fn begun(world: &World, station: &mut Station, pack: &Pack) -> InterviewKey {
    let hash = world.install(station, pack);
    let case = station.start_case().unwrap();
    station.start_interview(case, &hash).unwrap()
}

/// As if every sentence of the questionnaire had been recorded.
fn recordings(pack: &Pack) -> BTreeSet<String> {
    let files = pack.questions().filter_map(|question| question.audio("vi"));
    files.map(str::to_owned).collect()
}

/// Each answer that the case holds, and whose words it is.
fn told(station: &mut Station, key: &InterviewKey) -> Vec<(String, Answer, AnsweredBy)> {
    let record = station.record(key.case).unwrap();
    let answers = record.interviews[0].answers.iter();
    let told = answers.map(|(path, values)| {
        let stated = &values[0];
        let by = stated.manner.unwrap().by;
        (path.clone(), stated.value.clone().unwrap(), by)
    });
    told.collect()
}

#[test]
fn a_person_answers_alone_and_only_the_officer_takes_the_device_back() {
    let mut world = World::new();
    let mut station = officer(&mut world);
    let pack = pack();
    let key = begun(&world, &mut station, &pack);
    let mut alone = station
        .hand_device(&key, "vi", Lang::Vi, recordings(&pack))
        .map_err(|(_, error)| error)
        .unwrap();
    for choice in [
        SelfChoice::Yes,
        SelfChoice::Yes,
        SelfChoice::No,
        SelfChoice::Skip,
    ] {
        let view = alone.view().unwrap();
        let path = view.path.unwrap();
        assert_eq!((view.text, view.choices.len()), (None, 4), "{path}");
        alone.touch(&path, choice).unwrap();
        // A second touch while the next question is coming.
        alone.touch(&path, SelfChoice::No).unwrap();
    }
    let path = alone.view().unwrap().path.unwrap();
    alone.touch(&path, SelfChoice::Stop).unwrap();
    let end = alone.view().unwrap();
    assert_eq!((end.path, end.choices.len()), (None, 0));
    assert!(end.ended.is_some());
    alone.touch(&path, SelfChoice::Yes).unwrap();
    assert_eq!(
        alone.view().unwrap().path,
        None,
        "nothing opens again by itself"
    );

    let StillHandedOver { answering, error } = alone.take_back("đoán mò").err().unwrap();
    assert_eq!(error.code(), "trust.wrong_passphrase");
    let mut station = answering.take_back(PASSPHRASE).unwrap();
    let told = told(&mut station, &key);
    let (yes, no) = (Answer::value("yes"), Answer::value("no"));
    let skipped = Answer::DoesNotWantToSay;
    assert_eq!(
        told,
        [
            ("begin/agrees".to_owned(), yes.clone(), AnsweredBy::Alone),
            ("begin/hears".to_owned(), yes, AnsweredBy::Alone),
            ("begin/overheard".to_owned(), no, AnsweredBy::Alone),
            ("today/afraid".to_owned(), skipped, AnsweredBy::Alone),
        ]
    );
    assert_eq!(station.respondent(&key).unwrap(), Respondent::Person);
}

#[test]
fn switching_the_device_off_loses_no_answer_and_opens_nothing() {
    let mut world = World::new();
    let mut station = officer(&mut world);
    let pack = pack();
    let key = begun(&world, &mut station, &pack);
    let mut alone = station
        .hand_device(&key, "vi", Lang::Vi, recordings(&pack))
        .map_err(|(_, error)| error)
        .unwrap();
    alone.touch("begin/hears", SelfChoice::Yes).unwrap();
    drop(alone);
    let wrong = Station::unlock(&world.path("a"), "đoán mò", environment(42));
    assert_eq!(wrong.err().unwrap().code(), "trust.wrong_passphrase");
    let mut station = Station::unlock(&world.path("a"), PASSPHRASE, environment(42)).unwrap();
    let interview = station.interview(&key).unwrap();
    assert_eq!(interview.value("begin/hears"), Some(&Answer::value("yes")));
    let again = station
        .hand_device(&key, "vi", Lang::Vi, recordings(&pack))
        .map_err(|(_, error)| error)
        .unwrap()
        .view()
        .unwrap();
    assert_eq!(
        again.path.as_deref(),
        Some("begin/agrees"),
        "taken up where it was"
    );
}

#[test]
fn a_device_is_not_handed_over_for_what_cannot_be_heard_or_is_not_for_it() {
    let mut world = World::new();
    let mut station = officer(&mut world);
    let pack = pack();
    let key = begun(&world, &mut station, &pack);
    let start = station
        .self_answer_start(&pack.hash(), &BTreeSet::new(), Lang::Vi)
        .unwrap();
    assert!(
        start
            .languages
            .iter()
            .all(|language| !language.start.enabled)
    );
    let (station, error) = station
        .hand_device(&key, "vi", Lang::Vi, BTreeSet::new())
        .unwrap_err();
    assert_eq!(error.code(), "self_answer.no_recordings");
    let (mut station, error) = station
        .hand_device(&key, "hmn", Lang::Vi, recordings(&pack))
        .unwrap_err();
    assert_eq!(error.code(), "self_answer.no_recordings");
    let border = station.newest_pack("border-initial").unwrap();
    let other = station.start_interview(key.case, &border).unwrap();
    let (mut station, error) = station
        .hand_device(&other, "vi", Lang::Vi, recordings(&pack))
        .unwrap_err();
    assert_eq!(error.code(), "self_answer.not_suited");
    assert_eq!(station.respondent(&other).unwrap(), Respondent::Person);
}

#[test]
fn the_key_of_another_vault_does_not_take_the_device_back() {
    let mut world = World::new();
    let (mut station, key) = world.station("b", Role::Officer, "post-a");
    let (_, other) = world.station("c", Role::Officer, "post-a");
    let pack = pack();
    let interview = begun(&world, &mut station, &pack);
    let alone = station
        .hand_device(&interview, "vi", Lang::Vi, recordings(&pack))
        .map_err(|(_, error)| error)
        .unwrap();
    let still = alone.take_back_keyed(&other).err().unwrap();
    assert_eq!(still.error.code(), "vault.wrong-key");
    assert!(still.answering.take_back_keyed(&key).is_ok());
}

//! What an administrator publishes reaches every device: over the hub, by card, and devices that come later; and nothing that
//! nobody signed does.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::World;
use nuong_station::screening::{Answer, Pack};
use nuong_station::trust::{Published, Role};
use nuong_station::view::Lang;
use nuong_station::{Installed, Scope, Station, compile_sheets};

const YES_NO: &str = "list_name,name,label::vi\nyes_no,yes,Có\nyes_no,no,Không\n";

fn pack(version: &str, survey: &str) -> Pack {
    let settings = format!("form_id,version,form_title\nhousehold,{version},Nhà\n");
    let compiled = compile_sheets(survey, YES_NO, &settings, Some(""));
    compiled.unwrap().0
}

fn first() -> Pack {
    pack(
        "1",
        "type,name,label::vi,audio::vi\nselect_one yes_no,alone,Một mình?,alone.m4a\ntext,place,Ở đâu?,\n",
    )
}

/// Long enough to take several parcels.
fn second() -> Pack {
    let mut survey = "type,name,label::vi\n".to_owned();
    for at in 0..1_200u32 {
        let letter = |sign: u32| {
            let mixed = at.wrapping_mul(2_654_435_761).rotate_left(7 * sign);
            char::from(b'a' + (mixed % 26) as u8)
        };
        let word: String = (0..24).map(letter).collect();
        survey += &format!("text,q{at},{word} {at}?\n");
    }
    pack("2", &survey)
}

const HMONG: &str = "sheet,name,column,text\nlanguage,,instrument,household\nlanguage,,tag,hnj\nlanguage,,title,Hmoob\n\
    language,,fallback,vi\nsurvey,alone,label,TEXT-ALONE\nsurvey,alone,audio,hnj-alone.m4a\n";

fn newest(station: &Station) -> String {
    let hash = station.newest_pack("household").unwrap();
    station.pack(&hash).unwrap().version().to_owned()
}

#[test]
fn a_published_questionnaire_reaches_every_device_and_an_interview_ends_on_the_one_it_began_with() {
    let mut world = World::new();
    let (mut admin, _) = world.station("admin", Role::Administrator, "province");
    let (mut guard, _) = world.station("guard", Role::Officer, "post-a");
    let (mut worker, _) = world.station("worker", Role::Outreach, "commune");

    let one = admin.publish(&first()).unwrap();
    admin.spread(&one).unwrap();
    world.sync(&mut admin);
    world.sync(&mut guard);
    world.sync(&mut worker);
    assert_eq!((newest(&guard), newest(&worker)), ("1".into(), "1".into()));

    let case = guard.start_case().unwrap();
    let hash = guard.newest_pack("household").unwrap();
    let interview = guard.start_interview(case, &hash).unwrap();
    guard
        .answer(&interview, "alone", Some(Answer::value("yes")))
        .unwrap();

    let two = admin.publish(&second()).unwrap();
    assert!(admin.spread(&two).unwrap() > 1, "several parcels");
    world.sync(&mut admin);
    world.sync(&mut guard);
    assert_eq!(newest(&guard), "2");
    assert_eq!(guard.interview(&interview).unwrap().pack().version(), "1");
    guard
        .answer(&interview, "place", Some(Answer::value("Sa Pả")))
        .unwrap();
    guard.finish_interview(&interview, true).unwrap();

    // A device that is enrolled when all this is long done has both, and nothing is fetched twice.
    let (mut late, key) = world.station("late", Role::Officer, "post-b");
    world.sync(&mut late);
    assert_eq!(newest(&late), "2");
    assert_eq!(
        late.packs()
            .unwrap()
            .iter()
            .filter(|pack| pack.id == "household")
            .count(),
        2
    );
    drop(late);
    assert_eq!(newest(&common::reopen(&world.path("late"), &key)), "2");
}

#[test]
fn it_travels_by_card_too_in_whatever_order_and_the_later_signed_stays_the_newest() {
    let mut world = World::new();
    let (mut admin, _) = world.station("admin", Role::Administrator, "province");
    let (mut guard, _) = world.station("guard", Role::Officer, "post-a");
    let (one, two) = (
        admin.publish(&first()).unwrap(),
        admin.publish(&second()).unwrap(),
    );
    admin.spread(&two).unwrap();
    let card = world.path("card.nuong");
    admin.export_parcels(&card, &Scope::Everything).unwrap();
    assert_eq!(guard.import_parcels(&card).unwrap().published, 1);
    assert_eq!(newest(&guard), "2");
    assert_eq!(guard.import_parcels(&card).unwrap().published, 0);
    // Signed in the same second, so the one that came last is used.
    guard.install_published(&one).unwrap();
    assert_eq!(newest(&guard), "1");
}

#[test]
fn only_who_may_publish_spreads_and_only_what_is_signed() {
    let mut world = World::new();
    let (admin, _) = world.station("admin", Role::Administrator, "province");
    let (mut guard, _) = world.station("guard", Role::Officer, "post-a");
    let signed = admin.publish(&first()).unwrap();
    let refused = guard.spread(&signed).unwrap_err();
    assert_eq!(refused.code(), "trust.issuer_not_administrator");
    let unsigned = guard.install_published(HMONG.as_bytes()).unwrap_err();
    assert_eq!(unsigned.code(), "pack.unsigned");
    // The signature of a questionnaire is none of a language.
    let kind = Published::Questionnaire;
    let wrong = world.authority.publish(kind, HMONG.as_bytes(), common::NOW);
    let wrong = wrong.file(Published::Language, HMONG.as_bytes());
    assert!(guard.install_published(&wrong).is_err());
    let broken = HMONG.replace("language,,tag,hnj\n", "");
    let refused = admin.publish_language(&broken).unwrap_err();
    assert_eq!(refused.code(), "sheet.malformed");
}

#[test]
fn a_published_language_is_laid_over_the_questionnaire_and_never_speaks_in_silence_for_another() {
    let mut world = World::new();
    let (mut admin, _) = world.station("admin", Role::Administrator, "province");
    let (mut guard, key) = world.station("guard", Role::Officer, "post-a");
    world.install(&mut guard, &first());
    let hash = guard.newest_pack("household").unwrap();
    let recordings = BTreeSet::from(["alone.m4a".to_owned(), "hnj-alone.m4a".to_owned()]);
    let speaks = |station: &mut Station| {
        let hash = station.newest_pack("household").unwrap();
        let start = station.self_answer_start(&hash, &recordings, Lang::Vi);
        let languages = start.unwrap().languages.into_iter();
        languages.map(|language| language.tag).collect::<Vec<_>>()
    };
    assert_eq!(speaks(&mut guard), ["vi"]);

    let signed = admin.publish_language(HMONG).unwrap();
    admin.spread(&signed).unwrap();
    world.sync(&mut admin);
    world.sync(&mut guard);
    assert_eq!(speaks(&mut guard), ["vi", "hnj"]);
    let pack = guard.pack(&hash).unwrap();
    assert_eq!(pack.hash(), hash, "the questionnaire is the same");
    assert_eq!(pack.question("alone").unwrap().label("hnj"), "TEXT-ALONE");
    // What it lacks is shown in the declared language, which can be said; a recording is never borrowed.
    assert_eq!(pack.question("place").unwrap().label("hnj"), "Ở đâu?");
    assert_eq!(pack.borrowed_from("place", "hnj"), Some("vi"));
    assert_eq!(pack.question("place").unwrap().audio("hnj"), None);

    // It is there after the device was off, and gives way to a correction only.
    let corrected = HMONG.replace("TEXT-ALONE", "TEXT-CORRECTED");
    let later = world
        .authority
        .publish(Published::Language, corrected.as_bytes(), common::NOW + 9);
    let installed = guard.install_published(&later.file(Published::Language, corrected.as_bytes()));
    let expected = Installed::Language {
        instrument: "household".to_owned(),
        tag: "hnj".to_owned(),
    };
    assert_eq!(installed.unwrap(), expected);
    guard.install_published(&signed).unwrap();
    drop(guard);
    let guard = common::reopen(&world.path("guard"), &key);
    let pack = guard.pack(&hash).unwrap();
    assert_eq!(
        pack.question("alone").unwrap().label("hnj"),
        "TEXT-CORRECTED"
    );
}

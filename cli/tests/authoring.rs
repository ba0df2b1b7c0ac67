//! What authors and administrators do with questionnaires.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, border_initial};
use serde_json::Value;

const SURVEY: &str = "type,name,label,relevant\nselect_one yn,a,A?,\ntext,b,B?,${a} = 'maybe'\n";
const CHOICES: &str = "list_name,name,label\nyn,yes,Có\nyn,no,Không\n";
const SETTINGS: &str = "form_title,form_id,version\nThử,thu,1\n";

fn sheets(desk: &Desk, name: &str, survey: &str) {
    std::fs::create_dir_all(desk.path(name)).unwrap();
    desk.write(&format!("{name}/survey.csv"), survey);
    desk.write(&format!("{name}/choices.csv"), CHOICES);
    desk.write(&format!("{name}/settings.csv"), SETTINGS);
}

#[test]
fn every_finding_names_its_sheet_row_and_column() {
    let desk = Desk::new();
    sheets(&desk, "q", SURVEY);
    let told = desk
        .start(&["--json", "instrument", "lint", "q"], None, "")
        .ok()
        .json();
    let problems = told["problems"].as_array().unwrap();
    let of = |code: &str| -> &Value {
        problems
            .iter()
            .find(|problem| problem["code"] == code)
            .unwrap()
    };
    for code in ["question.unreachable", "condition.choice_unknown"] {
        assert_eq!(
            (&of(code)["sheet"], &of(code)["row"]),
            (&"survey".into(), &3.into())
        );
        assert_eq!(of(code)["column"], "relevant");
    }
    desk.write("notes.md", "not a questionnaire");
    let many = desk
        .start(&["--json", "instrument", "lint", "q", "notes.md"], None, "")
        .ok()
        .json();
    assert_eq!(many["forms"].as_array().unwrap().len(), 1);
}

#[test]
fn a_workbook_is_exported_and_is_the_same_questionnaire() {
    let desk = Desk::new();
    let form = border_initial();
    let form = form.to_str().unwrap();
    desk.start(
        &["instrument", "export", form, "--xlsx", "out/b.xlsx"],
        None,
        "",
    )
    .ok();
    let same = desk
        .start(
            &["--json", "instrument", "diff", form, "out/b.xlsx"],
            None,
            "",
        )
        .ok()
        .json();
    assert_eq!(same["same"], true);
    desk.start(
        &["instrument", "export", "out/b.xlsx", "--csv", "back"],
        None,
        "",
    )
    .ok();
    let same = desk
        .start(
            &["--json", "instrument", "diff", "out/b.xlsx", "back"],
            None,
            "",
        )
        .ok()
        .json();
    assert_eq!(same["same"], true);
}

#[test]
fn what_differs_between_two_versions_is_told_part_by_part() {
    let desk = Desk::new();
    sheets(&desk, "old", SURVEY);
    sheets(&desk, "new", &SURVEY.replace("B?", "C?"));
    desk.start(
        &["instrument", "build", "old", "--out", "old.pack"],
        None,
        "",
    )
    .ok();
    let told = desk.start(
        &["--json", "instrument", "diff", "old.pack", "new"],
        None,
        "",
    );
    assert_eq!(told.code, 1);
    let changes = told.json()["changes"].as_array().unwrap().clone();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["place"], "questions/b/label/vi");
    assert_eq!(
        (&changes[0]["old"], &changes[0]["new"]),
        (&"B?".into(), &"C?".into())
    );
}

#[test]
fn a_language_beside_a_questionnaire_is_measured_and_shown_with_its_fallback() {
    let desk = Desk::new();
    sheets(&desk, "q", SURVEY);
    desk.write(
        "hnj.csv",
        "sheet,name,column,text\nlanguage,,instrument,thu\nlanguage,,tag,hnj\nlanguage,,title,Hmoob\nlanguage,,fallback,vi\nsurvey,a,label,TEXT\n",
    );
    let told = desk
        .start(
            &[
                "--json",
                "instrument",
                "coverage",
                "q",
                "--language",
                "hnj.csv",
            ],
            None,
            "",
        )
        .ok()
        .json();
    let hmong = &told["languages"][1];
    assert_eq!(
        (&hmong["language"], &hmong["texts"][0]),
        (&"hnj".into(), &1.into())
    );
    let shown = desk
        .start(
            &["instrument", "show", "q", "--language", "hnj.csv"],
            None,
            "",
        )
        .ok();
    assert!(
        shown.out.contains("TEXT") && shown.out.contains("[vi] B?"),
        "{}",
        shown.out
    );
}

/// A device, and a pack signed by the root of its authority.
fn signed() -> Desk {
    let desk = Desk::with_devices(&["a"]);
    sheets(&desk, "q", SURVEY);
    desk.start(&["instrument", "build", "q", "--out", "thu.pack"], None, "")
        .ok();
    sign(&desk, "authority", "thu.nuongpack");
    desk
}

fn sign(desk: &Desk, authority: &str, out: &str) {
    let sign = [
        "instrument",
        "sign",
        "thu.pack",
        "--dir",
        authority,
        "--out",
        out,
    ];
    desk.start(&sign, Some(common::PASSPHRASE), "").ok();
}

#[test]
fn a_questionnaire_is_installed_only_with_a_signature() {
    let desk = signed();
    let install = |file: &str| desk.run("a", &["instrument", "install", file]);
    assert_eq!(install("thu.pack").error(), "pack.unsigned");
    let installed = install("thu.nuongpack").ok().json();
    let shown = desk.run("a", &["instrument", "show", "thu"]).ok().json();
    assert_eq!(shown["hash"], installed["hash"]);
    let mut altered = std::fs::read(desk.path("thu.nuongpack")).unwrap();
    *altered.last_mut().unwrap() ^= 1;
    std::fs::write(desk.path("altered"), altered).unwrap();
    assert_eq!(install("altered").code, 1);
}

const HMONG: &str = "sheet,name,column,text\nlanguage,,instrument,thu\nlanguage,,tag,hnj\nlanguage,,title,Hmoob\n\
    language,,fallback,vi\nsurvey,a,label,TEXT-A\n";

#[test]
fn a_language_is_signed_and_installed_and_shown_with_what_it_borrows() {
    let desk = signed();
    desk.write("thu-hnj.csv", HMONG);
    let install = |file: &str| desk.run("a", &["instrument", "install", file]);
    install("thu.nuongpack").ok();
    assert_eq!(install("thu-hnj.csv").error(), "pack.unsigned");
    let sign = [
        "instrument",
        "sign",
        "thu-hnj.csv",
        "--dir",
        "authority",
        "--out",
        "l",
    ];
    desk.start(&sign, Some(common::PASSPHRASE), "").ok();
    let installed = install("l").ok().json();
    assert_eq!(
        (&installed["kind"], &installed["tag"]),
        (&"language".into(), &"hnj".into())
    );
    let shown = desk.run("a", &["instrument", "show", "thu"]).ok().json();
    assert_eq!(shown["languages"], serde_json::json!(["vi", "hnj"]));
    // Only an administrator's device gives it to others.
    let spread = desk.run("a", &["instrument", "spread", "l"]);
    assert_eq!(spread.error(), "trust.issuer_not_administrator");
}

#[test]
fn an_administrators_device_spreads_a_questionnaire_by_card() {
    let desk = Desk::with_devices(&["a", "p"]);
    sheets(&desk, "q", SURVEY);
    desk.start(&["instrument", "build", "q", "--out", "thu.pack"], None, "")
        .ok();
    desk.run("p", &["instrument", "sign", "thu.pack", "--out", "signed"])
        .ok();
    let spread = desk.run("p", &["instrument", "spread", "signed"]).ok();
    assert_eq!(spread.json()["parcels"], 1);
    desk.run("p", &["parcel", "export", "card.nuong"]).ok();
    desk.run("a", &["parcel", "import", "card.nuong"]).ok();
    desk.run("a", &["instrument", "show", "thu"]).ok();
}

#[test]
fn neither_an_officer_nor_another_authority_can_sign_for_a_device() {
    let desk = signed();
    let officer = ["instrument", "sign", "thu.pack", "--out", "x"];
    assert_eq!(desk.run("a", &officer).code, 1);
    let found = [
        "authority",
        "init",
        "--dir",
        "elsewhere",
        "--unit",
        "u",
        "--quick",
    ];
    desk.start(&found, Some(common::PASSPHRASE), "").ok();
    sign(&desk, "elsewhere", "other");
    let refused = desk.run("a", &["instrument", "install", "other"]);
    assert_eq!(refused.error(), "trust.foreign_authority");
}

//! Cases from the terminal: listing, writing, deciding, carrying them to another device.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, border_initial};

#[test]
fn a_case_is_listed_found_shown_and_written_to() {
    let desk = Desk::with_devices(&["a"]);
    let case = desk.met("a", "Lò Thị Đào");
    let list = desk.text("a", &["cases"]);
    assert!(
        list.contains("Lò Thị Đào") && list.contains(&case[..8]),
        "{list}"
    );
    assert!(
        desk.text("a", &["cases", "--search", "lo thi dao"])
            .contains("Lò Thị Đào")
    );
    assert!(
        !desk
            .text("a", &["cases", "--search", "hmong"])
            .contains("Lò Thị Đào")
    );
    desk.run(
        "a",
        &["note", &case[..6], "Her sister calls in the evening"],
    )
    .ok();
    desk.run("a", &["need", &case, "shelter", "For tonight"])
        .ok();
    let shown = desk.text("a", &["case", &case[..6].to_uppercase(), "--answers"]);
    for part in [
        "Her sister calls in the evening",
        "For tonight",
        "Officer a",
        "What is your name? — Lò Thị Đào",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(
        shown.lines().all(|line| line.chars().count() <= 88),
        "{shown}"
    );
}

#[test]
fn what_a_role_may_not_do_is_refused_and_not_written() {
    let desk = Desk::with_devices(&["a"]);
    let case = desk.met("a", "Lò Thị Đào");
    assert_eq!(
        desk.run("a", &["decide", &case, "proceed", "because"])
            .error(),
        "role.not_allowed"
    );
    let refused = desk.start(
        &["--vault", "a", "decide", &case, "close", "x"],
        Some(common::PASSPHRASE),
        "",
    );
    assert!(
        refused
            .err
            .contains("Vai trò của anh/chị không được làm việc này."),
        "{}",
        refused.err
    );
    let view = desk.run("a", &["case", &case]).ok().json();
    assert!(!view["timeline"].to_string().contains("Decided"));
}

#[test]
fn unknown_cases_units_and_conflicts_are_named_so() {
    let desk = Desk::with_devices(&["a"]);
    let case = desk.met("a", "Lò Thị Đào");
    assert_eq!(desk.run("a", &["case", "0000"]).error(), "case.unknown");
    assert_eq!(desk.run("a", &["note", "", "text"]).error(), "case.unknown");
    assert_eq!(
        desk.run("a", &["note", &case, ""]).error(),
        "casefile.empty"
    );
    assert_eq!(
        desk.run("a", &["share", &case, "Not A Unit"]).error(),
        "trust.invalid_unit"
    );
    assert_eq!(
        desk.run("a", &["hand-over", &case, "moon"]).error(),
        "unit.unknown"
    );
    assert_eq!(
        desk.run("a", &["resolve", &case, "person/name", "1"])
            .error(),
        "conflict.unknown"
    );
    assert_eq!(
        desk.run("a", &["resolve", &case, "nonsense", "1"]).error(),
        "conflict.unknown"
    );
    assert_eq!(desk.run("a", &["sync"]).error(), "hub.none");
    assert_eq!(desk.text("a", &["conflicts"]), "Nothing differs.\n");
}

/// A case of `a` that `b` may write to, and what it took to bring it there.
fn shared(desk: &Desk) -> String {
    let case = desk.met("a", "Lò Thị Đào");
    desk.run("a", &["share", &case, "post-b"]).ok();
    desk.run("a", &["parcel", "export", "card.nuong", "--case", &case])
        .ok();
    let read = desk
        .run("b", &["parcel", "import", "card.nuong"])
        .ok()
        .json();
    assert_eq!(read["quarantined"].as_array().unwrap().len(), 0, "{read}");
    case
}

#[test]
fn a_case_goes_to_another_device_by_file_and_again_changes_nothing() {
    let desk = Desk::with_devices(&["a", "b"]);
    let case = shared(&desk);
    assert_eq!(desk.cases("b"), std::slice::from_ref(&case));
    assert!(desk.text("b", &["case", &case]).contains("Officer a"));
    let again = desk
        .run("b", &["parcel", "import", "card.nuong"])
        .ok()
        .json();
    assert_eq!(
        (again["parcels"].as_u64(), again["applied"].as_u64()),
        (Some(0), Some(0)),
        "{again}"
    );
    assert_eq!(
        desk.run("b", &["parcel", "import", "nowhere"]).error(),
        "file.unreadable"
    );
}

#[test]
fn a_file_cut_short_is_said_to_be_and_what_was_whole_is_kept() {
    let desk = Desk::with_devices(&["a", "b"]);
    let case = desk.met("a", "Lò Thị Đào");
    desk.run("a", &["share", &case, "post-b"]).ok();
    desk.run("a", &["parcel", "export", "card.nuong"]).ok();
    let whole = std::fs::read(desk.path("card.nuong")).unwrap();
    std::fs::write(desk.path("cut.nuong"), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(
        desk.run("b", &["parcel", "import", "cut.nuong"]).error(),
        "parcel.truncated"
    );
    desk.run("b", &["parcel", "import", "card.nuong"]).ok();
    assert_eq!(desk.cases("b"), [case]);
}

#[test]
fn what_two_posts_recorded_differently_is_shown_with_who_and_settled_by_its_number() {
    let desk = Desk::with_devices(&["a", "b"]);
    let case = shared(&desk);
    for (device, unit) in [("a", "post-a"), ("b", "post-b")] {
        desk.run(
            device,
            &[
                "hand-over",
                &case,
                if unit == "post-a" {
                    "province"
                } else {
                    "post-b"
                },
            ],
        )
        .ok();
    }
    desk.run("b", &["parcel", "export", "back.nuong"]).ok();
    desk.run("a", &["parcel", "import", "back.nuong"]).ok();
    let told = desk.run("a", &["conflicts", &case]).ok().json();
    let conflict = &told["conflicts"][0];
    let path = conflict["path"].as_str().unwrap().to_owned();
    let values = conflict["conflict"]["values"].as_array().unwrap().clone();
    assert_eq!((path.as_str(), values.len()), ("custody/unit", 2), "{told}");
    let text = desk.text("a", &["conflicts"]);
    for part in [
        "province",
        "post-b",
        "Officer a",
        "Officer b",
        "nuong resolve",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for number in ["0", "3"] {
        assert_eq!(
            desk.run("a", &["resolve", &case, &path, number]).error(),
            "conflict.not_a_value"
        );
    }
    let second = values[1]["text"].as_str().unwrap();
    desk.run("a", &["resolve", &case, &path, "2"]).ok();
    assert_eq!(desk.text("a", &["conflicts"]), "Nothing differs.\n");
    let custody =
        desk.run("a", &["case", &case]).ok().json()["custody"]["values"][0]["text"].clone();
    assert_eq!(custody.as_str(), Some(second));
}

#[test]
fn a_supervisor_decides_and_the_officer_reads_why() {
    let desk = Desk::with_devices(&["a", "s"]);
    let case = desk.met("a", "Lò Thị Đào");
    desk.run("a", &["parcel", "export", "up.nuong"]).ok();
    desk.run("s", &["parcel", "import", "up.nuong"]).ok();
    desk.run(
        "s",
        &["decide", &case, "ask-more", "The interview was broken off"],
    )
    .ok();
    desk.run("s", &["parcel", "export", "down.nuong"]).ok();
    desk.run("a", &["parcel", "import", "down.nuong"]).ok();
    let shown = desk.text("a", &["case", &case]);
    assert!(
        shown.contains("The interview was broken off") && shown.contains("Officer s"),
        "{shown}"
    );
}

#[test]
fn a_parcel_of_another_authority_is_kept_aside_and_said() {
    let (ours, theirs) = (Desk::with_devices(&["a"]), Desk::with_devices(&["a"]));
    theirs.met("a", "Lò Thị Đào");
    theirs.run("a", &["parcel", "export", "card.nuong"]).ok();
    std::fs::copy(theirs.path("card.nuong"), ours.path("card.nuong")).unwrap();
    let ran = ours.run("a", &["parcel", "import", "card.nuong"]);
    let told = ran.json().to_string();
    assert!(
        told.contains("foreign") || told.contains("signature"),
        "{told}"
    );
    assert!(ours.cases("a").is_empty());
}

#[test]
fn a_sheet_with_a_fault_is_refused_by_sheet_row_and_column() {
    let desk = Desk::new();
    for sheet in ["survey.csv", "choices.csv", "settings.csv"] {
        let text = std::fs::read_to_string(border_initial().join(sheet)).unwrap();
        desk.write(&format!("q/{sheet}"), &text);
    }
    assert_eq!(
        desk.run("a", &["instrument", "lint", "q"]).ok().json()["ok"],
        true
    );
    let survey = std::fs::read_to_string(desk.path("q/survey.csv")).unwrap();
    desk.write(
        "q/survey.csv",
        &survey.replace("${fear} = 'yes'", "${feer} = 'yes'"),
    );
    let refused = desk.run("a", &["instrument", "lint", "q"]);
    assert_eq!(refused.code, 1);
    let problem = refused.json()["problems"][0].clone();
    assert_eq!(
        (problem["sheet"].as_str(), problem["column"].as_str()),
        (Some("survey"), Some("relevant")),
        "{problem}"
    );
    let row = problem["row"].as_u64().unwrap();
    let text = desk.start(&["instrument", "lint", "q"], None, "");
    assert!(
        text.out
            .contains(&format!("survey:{row} [relevant]: error ")),
        "{}",
        text.out
    );
    assert_eq!(desk.start(&["instrument", "show", "q"], None, "").code, 1);
    // A row cut off in the middle of a quoted cell.
    let cut = survey.find("An toàn").unwrap();
    desk.write("q/survey.csv", &format!("{}\"", &survey[..cut]));
    assert_eq!(desk.run("a", &["instrument", "lint", "q"]).code, 1);
    assert_eq!(
        desk.run("a", &["instrument", "lint", "nowhere"]).error(),
        "file.unreadable"
    );
}

#[test]
fn a_questionnaire_is_shown_from_its_sheets_or_from_the_vault() {
    let desk = Desk::with_devices(&["a"]);
    let sheets = border_initial();
    let from_sheets = desk
        .run("a", &["instrument", "show", sheets.to_str().unwrap()])
        .ok()
        .json();
    let installed = desk
        .run("a", &["instrument", "show", "border-initial"])
        .ok()
        .json();
    assert_eq!(from_sheets["hash"], installed["hash"]);
    assert!(
        desk.text("a", &["instrument", "show", "border-initial"])
            .contains("What is your name?")
    );
    assert_eq!(
        desk.run("a", &["instrument", "show", "moon-landing"])
            .error(),
        "pack.unknown"
    );
}

//! What the field day refuses before it begins. The day itself, with its hub, is played in `tests/e2e`.

#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;

const SCENARIO: &str = r#"
title = "t"
title_vi = "t"
device = "guard-a"
case = "c"
time = "07:20"
"#;

fn refused(desk: &Desk, args: &[&str]) -> String {
    desk.run("unused", &[&["day"], args].concat()).error()
}

#[test]
fn a_day_that_cannot_be_played_is_refused_with_its_reason_and_touches_nothing() {
    let desk = Desk::new();
    desk.write("empty/notes.txt", "no scenario here");
    assert_eq!(
        refused(&desk, &["--scenarios", "empty"]),
        "scenario.malformed"
    );
    desk.write(
        "wrong/a.toml",
        &SCENARIO.replace("guard-a", "7").replace('"', ""),
    );
    assert_eq!(
        refused(&desk, &["--scenarios", "wrong"]),
        "scenario.malformed"
    );
    desk.write("day/a.toml", SCENARIO);
    let kept = [
        "--scenarios",
        "day",
        "--hub-program",
        "hub",
        "--keep",
        "empty",
    ];
    assert_eq!(refused(&desk, &kept), "day.not_empty");
    assert_eq!(std::fs::read_dir(desk.path("empty")).unwrap().count(), 1);
}

//! An interview in the terminal, over a pipe.

#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;
use serde_json::Value;

/// The answer a case holds to a question, in words.
fn answer(desk: &Desk, case: &str, path: &str) -> Option<String> {
    let view = desk.run("a", &["case", case]).ok().json();
    let interviews = view["interviews"].as_array().unwrap();
    let answers = interviews
        .iter()
        .flat_map(|i| i["answers"].as_array().unwrap());
    let found: Vec<&Value> = answers.filter(|a| a["path"] == path).collect();
    found
        .first()
        .map(|a| a["answers"][0].as_str().unwrap().to_owned())
}

#[test]
fn an_interview_is_stopped_and_taken_up_where_it_was() {
    let desk = Desk::with_devices(&["a"]);
    // The note, alone: yes, seen now: two of them, health: does not know; stopped at what is needed now.
    let out = desk.talk("a", &[], &["", "1", "1 4", "?", "."]);
    assert!(
        out.contains("Are you speaking with this person alone?"),
        "{out}"
    );
    let case = desk.cases("a")[0].clone();
    assert!(
        out.contains(&format!("nuong screen --case {}", &case[..8])),
        "{out}"
    );
    assert_eq!(answer(&desk, &case, "safety/alone").as_deref(), Some("Yes"));
    assert!(
        answer(&desk, &case, "safety/seen_now")
            .unwrap()
            .contains("; ")
    );
    assert_eq!(
        answer(&desk, &case, "safety/health_now").as_deref(),
        Some("Does not know")
    );
    // The end of the input is a stop as well.
    let out = desk.talk("a", &["--case", &case[..8]], &["-"]);
    let first = out.lines().find(|line| line.ends_with('?')).unwrap();
    assert_eq!(first, "What do you need right now?", "{out}");
    assert_eq!(
        answer(&desk, &case, "safety/needs_now").as_deref(),
        Some("Does not want to say")
    );
    assert_eq!(desk.cases("a"), [case]);
}

#[test]
fn the_questions_are_asked_in_another_language_than_the_programs_and_again_in_another() {
    let desk = Desk::with_devices(&["a"]);
    let out = desk.talk("a", &["--ask-in", "vi"], &["", "*", "2", "1", "."]);
    let (vi, en) = (
        "Có đang nói chuyện riêng với người này không?",
        "Are you speaking with this person alone?",
    );
    let at = |text: &str| {
        out.find(text)
            .unwrap_or_else(|| panic!("no {text} in {out}"))
    };
    assert!(at("Stop here") < at(vi) && at(vi) < at(en), "{out}");
    let refused = ["--vault", "a", "screen", "--ask-in", "hnj"];
    let ran = desk.start(&refused, Some(common::PASSPHRASE), "");
    assert_eq!(ran.code, 1);
    assert!(ran.out.is_empty(), "{}", ran.out);
    assert_eq!(desk.cases("a").len(), 1, "no empty case is left behind");
}

#[test]
fn back_goes_back_and_keeps_and_an_answer_can_be_changed_or_taken_back() {
    let desk = Desk::with_devices(&["a"]);
    let out = desk.talk("a", &[], &["", "1", "<", "2", "<", "~", "."]);
    let case = desk.cases("a")[0].clone();
    assert!(out.contains("✓ 1  Yes") && out.contains("✓ 2  No"), "{out}");
    assert_eq!(answer(&desk, &case, "safety/alone"), None);
}

#[test]
fn does_not_know_and_does_not_want_to_say_are_among_the_choices_of_every_question() {
    let desk = Desk::with_devices(&["a"]);
    let forward = vec![""; 200];
    let out = desk.talk(
        "a",
        &[],
        &[&["", "", "", "", "", "", "1", "", "1"][..], &forward].concat(),
    );
    let controls = |line: &&str| line.contains("[.] Stop here");
    let asked = out.lines().filter(controls).count();
    let with = |words: &str| out.lines().filter(|line| line.ends_with(words)).count();
    // All but the notes and the ending, which are few.
    assert!(asked > 15, "{out}");
    assert_eq!(with("Does not know"), with("Does not want to say"));
    assert!(with("Does not know") + 4 >= asked, "{out}");
}

#[test]
fn what_cannot_be_an_answer_is_said_beside_the_question_and_nothing_is_kept() {
    let desk = Desk::with_devices(&["a"]);
    let case = desk.met("a", "Lò Thị Đào");
    // On to the age: sex, ethnic group, home, other name are passed over.
    let mut typed = vec![""; 4];
    typed.extend(["1850", "2010", "many", "16", "9", "."]);
    let out = desk.talk("a", &["--case", &case], &typed);
    let problems: Vec<&str> = out.lines().filter(|line| line.starts_with("! ")).collect();
    assert_eq!(problems.len(), 3, "{out}");
    assert!(problems[2].contains("from 1 to 4"), "{problems:?}");
    assert_eq!(answer(&desk, &case, "age/birth").as_deref(), Some("2010"));
    assert_eq!(answer(&desk, &case, "age/age_years").as_deref(), Some("16"));
    assert_eq!(answer(&desk, &case, "age/looks_under_18"), None);
}

#[test]
fn only_one_of_choices_that_exclude_each_other_is_taken() {
    let desk = Desk::with_devices(&["a"]);
    // Alone: one of two. Seen now: the last, "nothing to worry about", goes with no other.
    let out = desk.talk("a", &[], &["", "1 2", "1", "1 8", "1", "."]);
    assert_eq!(
        out.lines().filter(|line| line.starts_with("! ")).count(),
        2,
        "{out}"
    );
    let case = desk.cases("a")[0].clone();
    assert!(
        !answer(&desk, &case, "safety/seen_now")
            .unwrap()
            .contains("; ")
    );
}

#[test]
fn an_interview_comes_to_its_end_and_is_not_taken_up_again() {
    let desk = Desk::with_devices(&["a"]);
    // Without consent there is little more to ask: everything is passed over, and the ending finished.
    let out = desk.talk("a", &[], &vec![""; 60]);
    assert!(out.contains("That was the last question"), "{out}");
    assert!(out.contains("Finished, and saved"), "{out}");
    let case = desk.cases("a")[0].clone();
    let state = |desk: &Desk| {
        let view = desk.run("a", &["case", &case]).ok().json();
        let interviews = view["interviews"].as_array().unwrap().clone();
        interviews
            .iter()
            .map(|i| i["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(
        state(&desk)[0].starts_with("Finished"),
        "{:?}",
        state(&desk)
    );
    desk.talk("a", &["--case", &case], &["."]);
    assert_eq!(state(&desk).len(), 2);
}

#[test]
fn with_json_the_conversation_stays_out_of_the_result() {
    let desk = Desk::with_devices(&["a"]);
    let ran = desk
        .start(
            &["--vault", "a", "--json", "screen"],
            Some(common::PASSPHRASE),
            "\n1\n.\n",
        )
        .ok();
    let told = ran.json();
    assert_eq!(told["finished"], false);
    assert!(told["left_unanswered"].as_u64().unwrap() > 1);
    assert!(ran.err.contains("Dừng ở đây"), "{}", ran.err);
}

#[test]
fn an_unknown_questionnaire_or_case_leaves_no_case_behind() {
    let desk = Desk::with_devices(&["a"]);
    assert_eq!(
        desk.run("a", &["screen", "--instrument", "moon-landing"])
            .error(),
        "pack.unknown"
    );
    assert_eq!(
        desk.run("a", &["screen", "--case", "ffff"]).error(),
        "case.unknown"
    );
    assert!(desk.cases("a").is_empty());
}

const SCENARIO: &str = r#"
title = "t"
title_vi = "t"
device = "a"
case = "c"
time = "07:20"
[answers]
"safety/alone" = "yes"
"consent/agrees" = "yes"
"person/name" = "Lò Thị Đào"
"age/age_years" = "34"
[[note]]
text = "Hẹn gặp lại"
[[need]]
kind = "shelter"
"#;

#[test]
fn a_scenario_is_played_whole() {
    let desk = Desk::with_devices(&["a"]);
    desk.write("day.toml", SCENARIO);
    let told = desk
        .run("a", &["screen", "--scenario", "day.toml"])
        .ok()
        .json();
    let view = desk
        .run("a", &["case", told["case"].as_str().unwrap()])
        .ok()
        .json();
    assert_eq!(view["title"], "Lò Thị Đào");
    assert_eq!(
        (
            view["notes"][0]["text"].as_str(),
            view["needs"].as_array().unwrap().len()
        ),
        (Some("Hẹn gặp lại"), 1)
    );
}

#[test]
fn a_scenario_with_a_fault_is_refused_by_its_place_and_leaves_no_case_behind() {
    let desk = Desk::with_devices(&["a"]);
    let faults = [
        ("\"34\"", "34", "scenario.malformed"),
        ("\"34\"", "\"thirty\"", "answer.not_integer"),
        ("\"34\"", "\"134\"", "answer.constraint"),
        ("age/age_years", "age/shoe_size", "answer.unknown_question"),
        (
            "\"safety/alone\" = \"yes\"",
            "\"safety/alone\" = \"maybe\"",
            "answer.not_a_choice",
        ),
        ("07:20", "7 in the morning", "scenario.malformed"),
        ("[answers]", "[answers", "scenario.malformed"),
    ];
    for (right, wrong, code) in faults {
        desk.write("day.toml", &SCENARIO.replace(right, wrong));
        let refused = desk.run("a", &["screen", "--scenario", "day.toml"]);
        assert_eq!(refused.error(), code, "{wrong}");
        let detail = refused.json()["error"]["detail"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(detail.contains("day.toml"), "{detail}");
    }
    assert_eq!(
        desk.run("a", &["screen", "--scenario", "nowhere.toml"])
            .error(),
        "scenario.malformed"
    );
    assert!(desk.cases("a").is_empty());
}

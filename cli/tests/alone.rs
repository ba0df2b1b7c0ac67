//! Answering alone, over a pipe, and who is answering.

#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;

fn recordings(desk: &Desk, names: &[&str]) -> String {
    let folder = desk.path("media");
    std::fs::create_dir_all(&folder).unwrap();
    for name in names {
        std::fs::write(folder.join(name), b"").unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

/// Each answer of the one case: its path, what was answered, and how.
fn told(desk: &Desk) -> Vec<[String; 3]> {
    let case = desk.cases("a")[0].clone();
    let view = desk.run("a", &["case", &case]).ok().json();
    let answers = view["interviews"][0]["answers"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    answers
        .iter()
        .map(|a| [text(&a["path"]), text(&a["answers"][0]), text(&a["manner"])])
        .collect()
}

#[test]
fn a_person_answers_alone_by_four_shapes_and_the_passphrase_takes_the_device_back() {
    let desk = Desk::with_devices(&["a"]);
    let folder = recordings(
        &desk,
        &["vi-hears.m4a", "vi-agrees.m4a", "vi-choice-yes.m4a"],
    );
    let args = [
        "--vault",
        "a",
        "--lang",
        "vi",
        "screen",
        "--instrument",
        "self-answer",
        "--alone",
        "--recordings",
        &folder,
    ];
    // Hears; agrees; shows the words; skips; stops.
    let out = desk
        .start(&args, Some(common::PASSPHRASE), "1\n1\n=\n3\n4\n")
        .ok()
        .out;
    for line in [
        "♪ vi-hears.m4a (vi)",
        "1  ●  Có",
        "2  ■  Không",
        "3  ▲  Bỏ qua",
        "4  ✕  Dừng",
    ] {
        assert!(out.contains(line), "{line} in\n{out}");
    }
    assert!(
        !out.contains("Có nghe rõ không?"),
        "the words are not shown unasked:\n{out}"
    );
    assert!(
        out.contains("Bây giờ có ai đứng gần"),
        "asked for, they are:\n{out}"
    );
    assert!(
        out.contains("Câu này chưa có bản thu tiếng Việt"),
        "never silent:\n{out}"
    );
    assert!(
        out.contains("Xin cảm ơn. Hãy đưa máy lại cho cán bộ."),
        "{out}"
    );
    let told = told(&desk);
    let alone = "Answered alone on the phone";
    assert_eq!(
        told,
        [
            ["begin/hears", "Yes", alone],
            ["begin/agrees", "Yes", alone],
            ["begin/overheard", "Does not want to say", alone],
        ]
    );
}

#[test]
fn a_device_without_recordings_is_not_handed_over() {
    let desk = Desk::with_devices(&["a"]);
    let folder = recordings(&desk, &["other.m4a"]);
    let args = [
        "screen",
        "--instrument",
        "self-answer",
        "--alone",
        "--recordings",
        &folder,
    ];
    assert_eq!(desk.run("a", &args).error(), "self_answer.no_recordings");
    let border = ["screen", "--alone", "--recordings", &folder];
    assert_eq!(desk.run("a", &border).error(), "self_answer.not_suited");
    assert!(desk.cases("a").is_empty(), "no case is left behind");
}

#[test]
fn who_is_answering_is_said_once_and_holds_from_then_on() {
    let desk = Desk::with_devices(&["a"]);
    // The note, alone: yes, seen now: none; then through an interpreter: health, needs.
    let out = desk.talk("a", &[], &["", "1", "8", "@", "2", "5", "5", "."]);
    assert!(out.contains("The person, through an interpreter"), "{out}");
    let case = desk.cases("a")[0].clone();
    let view = desk.run("a", &["case", &case]).ok().json();
    let answers = view["interviews"][0]["answers"].as_array().unwrap();
    let manners: Vec<Option<&str>> = answers.iter().map(|a| a["manner"].as_str()).collect();
    assert_eq!(
        manners,
        [
            Some("Seen by the officer"),
            Some("Seen by the officer"),
            Some("Answered through an interpreter"),
            Some("Answered through an interpreter"),
        ]
    );
    // The first gap is gone to from anywhere.
    let out = desk.talk("a", &["--case", &case[..8]], &["<", "<", "!", "."]);
    let headings: Vec<&str> = out.lines().filter(|line| line.ends_with('?')).collect();
    assert_eq!(headings.last(), headings.first(), "{out}");
}

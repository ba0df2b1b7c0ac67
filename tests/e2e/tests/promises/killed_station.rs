//! SIGKILL between answers: whatever the next question stood under is there again.

use std::fs;
use std::process::Stdio;

use nuong_e2e::{Device, Talk, World, squeezed};
use serde_json::Value;

/// An answer that was typed at a question.
#[derive(Debug, Clone)]
struct Typed {
    /// All that stood there, the question among it.
    screen: String,
    /// How the answer reads afterwards.
    reads: String,
}

/// What can be typed at a screen, and how it reads afterwards; in the order of trying.
fn answers_to(screen: &str, number: usize) -> Vec<(String, String)> {
    let choice = |key: &str| {
        let mut lines = screen
            .lines()
            .map(|line| line.trim().trim_start_matches('✓').trim());
        lines.find_map(|line| {
            Some(
                line.strip_prefix(key)?
                    .strip_prefix("  ")?
                    .trim()
                    .to_owned(),
            )
        })
    };
    if choice("?").is_some() {
        let told = format!("lời kể số {number}");
        return vec![
            (told.clone(), told),
            ("?".to_owned(), "Does not know".to_owned()),
        ];
    }
    match choice("1").filter(|_| !screen.contains("no question is left")) {
        Some(_) if number % 3 == 2 => vec![("-".to_owned(), "Does not want to say".to_owned())],
        Some(label) => vec![("1".to_owned(), label)],
        None => Vec::new(),
    }
}

/// Whether the record of an interview holds what was typed at a screen.
fn is_recorded(record: &[Value], typed: &Typed) -> bool {
    record.iter().any(|answer| {
        let question = answer["question"]
            .as_str()
            .map(squeezed)
            .unwrap_or_default();
        let reads = answer["answers"].as_array().into_iter().flatten();
        let reads: Vec<&str> = reads.filter_map(Value::as_str).collect();
        typed.screen.contains(&question) && reads.iter().any(|text| text.starts_with(&typed.reads))
    })
}

/// The record of a case's only interview; empty where it had not begun.
fn record(device: &Device, case: &str) -> Vec<Value> {
    let case = device.case(case);
    let answers = case.pointer("/interviews/0/answers");
    answers
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

/// How the process is ended once its last line was typed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// When the next question stands there: the answer was reported as saved.
    AfterTheNextQuestion,
    /// At once: the answer may be anywhere on its way.
    AtOnce,
    /// When the first byte of the next screen came.
    WhileDrawing,
}

/// Answers so many questions of one interview and is killed; returns what was saved, and what may have been.
fn answer_and_be_killed(
    mut talk: Talk,
    answers: usize,
    moment: Moment,
) -> (Vec<Typed>, Option<Typed>) {
    let mut saved: Vec<Typed> = Vec::new();
    let mut screen = talk.screen().expect("the first screen");
    while saved.len() < answers {
        let Some((mut line, mut reads)) = answers_to(&screen, saved.len()).into_iter().next()
        else {
            talk.type_line("");
            screen = talk.screen().expect("a screen after a note");
            continue;
        };
        let shown = squeezed(&screen);
        loop {
            let typed = Typed {
                screen: shown.clone(),
                reads: reads.clone(),
            };
            talk.type_line(&line);
            let last = saved.len() + 1 == answers;
            match moment {
                Moment::AtOnce if last => return (saved, killed(talk, typed)),
                Moment::WhileDrawing if last => {
                    talk.stirs();
                    return (saved, killed(talk, typed));
                }
                _ => screen = talk.screen().expect("a screen after an answer"),
            }
            if !screen.lines().any(|line| line.starts_with("! ")) {
                saved.push(typed);
                break;
            }
            (line, reads) = answers_to(&screen, 0)
                .pop()
                .expect("every question can be left open");
        }
    }
    talk.kill();
    (saved, None)
}

fn killed(talk: Talk, typed: Typed) -> Option<Typed> {
    talk.kill();
    Some(typed)
}

#[test]
fn every_answer_reported_as_saved_survives_a_kill_and_the_interview_goes_on_from_it() {
    let world = World::found();
    let device = world.device("guard-a", "officer", "post-a");
    let moments = [
        Moment::AfterTheNextQuestion,
        Moment::AtOnce,
        Moment::WhileDrawing,
    ];
    let (mut saved, mut case, mut kills) = (Vec::new(), None::<String>, 0);
    for answers in [1, 1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1] {
        let talk = Talk::begin(&device, case.as_deref());
        let (new, on_its_way) = answer_and_be_killed(talk, answers, moments[kills % 3]);
        kills += 1;
        saved.extend(new);
        let id = device.cases().pop().expect("the case is there");
        assert!(
            case.is_none_or(|before| before == id),
            "one interview, one case"
        );
        let record = record(&device, &id);
        for typed in &saved {
            assert!(
                is_recorded(&record, typed),
                "after kill {kills}: {typed:?} is not in {record:?}"
            );
        }
        // What was on its way is there whole or not at all; nothing else is.
        saved.extend(on_its_way.filter(|typed| is_recorded(&record, typed)));
        assert_eq!(
            record.len(),
            saved.len(),
            "after kill {kills}: {record:?} but {saved:?}"
        );
        case = Some(id);
    }
}

/// The paths of a scenario's answers, in the order of answering.
fn paths_of(scenario: &str) -> Vec<String> {
    let lines = scenario
        .lines()
        .skip_while(|line| *line != "[answers]")
        .skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| Some(line.strip_prefix('"')?.split_once('"')?.0.to_owned()))
        .collect()
}

#[test]
fn a_kill_anywhere_in_an_interview_leaves_its_answers_up_to_one_of_them() {
    let world = World::found();
    let file = World::scenario("a1-fishing-boat");
    let paths = paths_of(&fs::read_to_string(&file).unwrap());
    assert!(paths.len() > 30);
    let device = world.device("guard-a", "officer", "post-a");
    let log = device.directory().join("vault.db-wal");
    let size = || fs::metadata(&log).map_or(0, |log| log.len());
    let mut seen = Vec::new();
    for growths in [3, 6, 10, 15, 22, 30, 40, 55] {
        let before = device.cases();
        let mut command = device.command();
        command.arg("screen").arg("--scenario").arg(&file);
        let mut process = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut last, mut grown) = (0, 0);
        while grown < growths && process.try_wait().unwrap().is_none() {
            let now = size();
            grown += usize::from(now != last);
            last = now;
            std::thread::yield_now();
        }
        let _ = process.kill();
        process.wait().unwrap();
        let new: Vec<String> = device
            .cases()
            .into_iter()
            .filter(|id| !before.contains(id))
            .collect();
        assert!(new.len() <= 1);
        let Some(id) = new.first() else { continue };
        let mut held: Vec<String> = record(&device, id)
            .iter()
            .map(|answer| answer["path"].as_str().unwrap().to_owned())
            .collect();
        let mut first: Vec<String> = paths[..held.len()].to_vec();
        held.sort();
        first.sort();
        assert_eq!(held, first, "after {growths} growths of the log");
        seen.push(held.len());
    }
    assert!(
        seen.iter().any(|n| (1..paths.len()).contains(n)),
        "no kill fell into an interview: {seen:?}"
    );
}

//! Every document ever written still opens. The fixtures are only ever added to.

use nuong_casefile::{AnsweredBy, Case, Command, Decision, Learnt, Manner, Stage};
use nuong_screening::Answer;

use crate::common::*;

/// The changes of one case, a line each in hex, in an order that keeps causes before effects.
const CHANGES: &str = include_str!("../fixtures/schema-1.changes.hex");
/// The same case as a snapshot.
const SNAPSHOT: &str = include_str!("../fixtures/schema-1.snapshot.hex");

/// The changes of a case whose answers say by whom they were given and how.
const MANNERS: &str = include_str!("../fixtures/schema-1-manners.changes.hex");

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .trim()
        .chars()
        .map(|c| c.to_digit(16).unwrap() as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A case in which each kind of value, event and conflict occurs.
fn everything() -> Case {
    let (mut a, mut b) = in_conflict();
    let text = str::to_owned;
    let (purpose, receiver) = (text("share"), text("commune"));
    let unsaid = Some(Answer::DoesNotWantToSay);
    act(
        &mut a,
        GUARD_A,
        &[
            field("name", "Nguyễn Thị Hoa"),
            Command::SetField {
                field: text("birth_date"),
                value: Some(Answer::DoesNotKnow),
            },
            Command::SetField {
                field: text("phone"),
                value: unsaid,
            },
            Command::AddNote {
                text: text("Người đi cùng trả lời thay."),
            },
            Command::AddNeed {
                need: text("shelter"),
                detail: text("đêm nay"),
            },
        ],
    );
    act(
        &mut a,
        GUARD_A,
        &[Command::SetField {
            field: text("phone"),
            value: None,
        }],
    );
    act(
        &mut b,
        GUARD_B,
        &[
            field("name", "Hoa"),
            Command::GiveConsent {
                purpose,
                receiver,
                given: true,
            },
            Command::Refer {
                to: text("health post"),
                reason: text("fever"),
            },
            Command::FinishInterview {
                interview: text("i1"),
                complete: true,
            },
        ],
    );
    exchange(&mut a, &mut b);
    let other = nuong_casefile::CaseId([9; 16]);
    act(
        &mut a,
        SUPERVISOR,
        &[
            resolve("interviews/i1/safety/hurt", "yes"),
            Command::Decide {
                decision: Decision::Proceed,
                reason: text("dấu hiệu cưỡng bức"),
            },
            Command::HandOver {
                unit: text("commune"),
            },
            Command::LinkSamePerson {
                other,
                note: text("same scar"),
            },
        ],
    );
    a
}

#[test]
fn a_case_of_schema_1_opens_and_reads_as_it_was_written() {
    let changes: Vec<_> = CHANGES.lines().map(bytes).collect();
    let from_changes = Case::from_changes(&changes).unwrap();
    let from_snapshot = Case::load(&bytes(SNAPSHOT)).unwrap();
    let written = everything();
    assert_eq!(from_changes.record(), written.record());
    assert_eq!(from_snapshot.record(), written.record());
    assert_eq!(from_snapshot.record().stage, Stage::HandedOver);
    let open: Vec<_> = from_snapshot
        .conflicts()
        .iter()
        .map(|c| c.path.to_string())
        .collect();
    assert_eq!(open, ["person/name"]);
}

#[test]
fn the_same_acts_still_make_the_same_bytes() {
    let case = everything();
    let changes: Vec<_> = case
        .changes()
        .iter()
        .map(|change| hex(&change.bytes))
        .collect();
    assert_eq!(changes.join("\n"), CHANGES.trim());
    assert_eq!(hex(&case.save()), SNAPSHOT.trim());
}

/// A case in which two people each answered, and said how.
fn manners() -> Case {
    let (mut a, mut b) = (shared(), shared());
    let say = |path: &str, value: &str, by, how| {
        let manner = Manner { by, how };
        let (interview, path_of) = ("i1".to_owned(), path.to_owned());
        let said = Command::SayManner {
            interview,
            path: path_of,
            manner,
        };
        [record(path, value), said]
    };
    let by_interpreter = say("safety/hurt", "yes", AnsweredBy::Interpreter, Learnt::Asked);
    act(&mut a, GUARD_A, &by_interpreter);
    let seen = say("safety/hurt", "no", AnsweredBy::Officer, Learnt::Observed);
    act(&mut b, GUARD_B, &seen);
    exchange(&mut a, &mut b);
    let told = say(
        "safety/cold",
        "yes",
        AnsweredBy::Other,
        Learnt::ToldByAnother,
    );
    act(&mut a, GUARD_A, &told);
    let alone = say("safety/cold", "no", AnsweredBy::Alone, Learnt::Asked);
    act(&mut a, GUARD_B, &alone);
    a
}

#[test]
fn a_case_that_says_how_it_was_answered_opens_and_makes_the_same_bytes() {
    let written = manners();
    let changes: Vec<_> = written
        .changes()
        .iter()
        .map(|change| hex(&change.bytes))
        .collect();
    assert_eq!(changes.join("\n"), MANNERS.trim());
    let read: Vec<_> = MANNERS.lines().map(bytes).collect();
    assert_eq!(
        Case::from_changes(&read).unwrap().record(),
        written.record()
    );
}

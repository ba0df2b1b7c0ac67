//! What the tests share: authors, a case, and short ways to act.

use nuong_casefile::{Applied, Author, Case, CaseId, Command, ConflictPath, RawChange, Stated};
use nuong_screening::Answer;

pub(crate) const GUARD_A: Author = Author([0xa1; 16]);
pub(crate) const GUARD_B: Author = Author([0xb2; 16]);
pub(crate) const SUPERVISOR: Author = Author([0x5c; 16]);
pub(crate) const AT: i64 = 1_760_000_000;

/// A case that guard A opened.
pub(crate) fn opened() -> (Case, RawChange) {
    Case::create(CaseId([7; 16]), GUARD_A, AT, "post-a").unwrap()
}

/// A case with one interview, `i1`, as both guards hold it.
pub(crate) fn shared() -> Case {
    let (mut case, _) = opened();
    act(&mut case, GUARD_A, &[start("i1")]);
    case
}

pub(crate) fn act(case: &mut Case, author: Author, commands: &[Command]) -> RawChange {
    let at = AT + case.changes().len() as i64;
    case.commit(author, at, commands)
        .unwrap()
        .expect("a change")
}

/// Gives each case what the other has.
pub(crate) fn exchange(a: &mut Case, b: &mut Case) -> (Applied, Applied) {
    let (from_a, from_b) = (a.changes(), b.changes());
    (a.apply(&from_b).unwrap(), b.apply(&from_a).unwrap())
}

pub(crate) fn start(interview: &str) -> Command {
    let (pack, instrument) = ("0".repeat(64), "border-initial".to_owned());
    Command::StartInterview {
        interview: interview.to_owned(),
        pack,
        instrument,
    }
}

pub(crate) fn field(field: &str, value: &str) -> Command {
    Command::SetField {
        field: field.to_owned(),
        value: said(value),
    }
}

pub(crate) fn record(path: &str, value: &str) -> Command {
    let (interview, path) = ("i1".to_owned(), path.to_owned());
    Command::RecordAnswer {
        interview,
        path,
        answer: said(value),
    }
}

pub(crate) fn resolve(path: &str, value: &str) -> Command {
    Command::Resolve {
        path: place(path),
        value: said(value),
    }
}

pub(crate) fn place(path: &str) -> ConflictPath {
    path.parse().unwrap()
}

pub(crate) fn said(value: &str) -> Option<Answer> {
    Some(Answer::Value(value.to_owned()))
}

pub(crate) fn values(stated: &[Stated]) -> Vec<Option<Answer>> {
    stated.iter().map(|stated| stated.value.clone()).collect()
}

/// Two guards answered the same question differently; each has the other's answer.
pub(crate) fn in_conflict() -> (Case, Case) {
    let mut a = shared();
    let mut b = a.clone();
    act(&mut a, GUARD_A, &[record("safety/hurt", "yes")]);
    act(&mut b, GUARD_B, &[record("safety/hurt", "no")]);
    exchange(&mut a, &mut b);
    (a, b)
}

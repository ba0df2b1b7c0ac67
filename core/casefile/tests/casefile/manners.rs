//! By whom an answer was given, and how it came to be known.

use nuong_casefile::{AnsweredBy, Case, Command, Learnt, Manner, Right};

use crate::common::*;

const ASKED: Manner = Manner {
    by: AnsweredBy::Person,
    how: Learnt::Asked,
};
const SEEN: Manner = Manner {
    by: AnsweredBy::Officer,
    how: Learnt::Observed,
};
const TOLD: Manner = Manner {
    by: AnsweredBy::Other,
    how: Learnt::ToldByAnother,
};

fn manner(path: &str, manner: Manner) -> Command {
    Command::SayManner {
        interview: "i1".to_owned(),
        path: path.to_owned(),
        manner,
    }
}

fn manners(case: &Case, path: &str) -> Vec<Option<Manner>> {
    let record = case.record();
    let answers = &record.interviews[0].answers;
    answers[path].iter().map(|stated| stated.manner).collect()
}

fn say(case: &mut Case, author: nuong_casefile::Author, value: &str, how: Manner) {
    let path = "safety/hurt";
    act(case, author, &[record(path, value), manner(path, how)]);
}

#[test]
fn each_of_differing_answers_keeps_by_whom_and_how() {
    let mut a = shared();
    let mut b = a.clone();
    say(&mut a, GUARD_A, "yes", ASKED);
    say(&mut b, GUARD_B, "no", SEEN);
    exchange(&mut a, &mut b);
    for case in [&a, &b] {
        let mut found = manners(case, "safety/hurt");
        found.sort();
        assert_eq!(found, [Some(ASKED), Some(SEEN)]);
        let open: Vec<String> = case
            .conflicts()
            .iter()
            .map(|c| c.path.to_string())
            .collect();
        assert_eq!(
            open,
            ["interviews/i1/safety/hurt"],
            "the answers differ, not the manners"
        );
    }
    assert_eq!(a.record(), b.record());
}

#[test]
fn a_new_answer_has_its_own_manner_and_never_that_of_the_one_before() {
    let mut case = shared();
    say(&mut case, GUARD_A, "yes", ASKED);
    say(&mut case, GUARD_B, "no", ASKED);
    assert_eq!(manners(&case, "safety/hurt"), [Some(ASKED)]);
    act(&mut case, GUARD_B, &[record("safety/hurt", "yes")]);
    assert_eq!(manners(&case, "safety/hurt"), [None]);
}

#[test]
fn what_was_chosen_between_two_answers_is_nobodys_words() {
    let mut a = shared();
    let mut b = a.clone();
    say(&mut a, GUARD_A, "yes", ASKED);
    say(&mut b, GUARD_B, "no", TOLD);
    exchange(&mut a, &mut b);
    act(
        &mut a,
        SUPERVISOR,
        &[resolve("interviews/i1/safety/hurt", "yes")],
    );
    assert_eq!(manners(&a, "safety/hurt"), [None]);
}

#[test]
fn to_say_how_needs_the_right_to_record_and_no_other_even_where_others_said_otherwise() {
    let mut a = shared();
    let mut b = a.clone();
    say(&mut a, GUARD_A, "yes", ASKED);
    say(&mut b, GUARD_B, "yes", SEEN);
    exchange(&mut a, &mut b);
    let before = a.clone();
    let path = "safety/hurt";
    let change = act(&mut a, GUARD_A, &[record(path, "no"), manner(path, TOLD)]);
    assert_eq!(
        before.rights_needed(&change).unwrap(),
        [Right::Record].into()
    );
    assert_eq!(manners(&a, path), [Some(TOLD)]);
    let mut other = b.clone();
    assert_eq!(other.apply(&[change]).unwrap().applied.len(), 1);
    assert_eq!(other.record(), a.record());
}

#[test]
fn a_manner_without_its_answer_says_nothing() {
    let mut case = shared();
    say(&mut case, GUARD_A, "yes", ASKED);
    let path = "safety/hurt";
    let same = case.commit(GUARD_B, AT + 9, &[record(path, "yes"), manner(path, SEEN)]);
    assert_eq!(same.unwrap(), None, "the same answer stands already");
    assert_eq!(manners(&case, path), [Some(ASKED)]);
    let error = case.commit(
        GUARD_A,
        AT + 9,
        &[Command::SayManner {
            interview: "i9".to_owned(),
            path: path.to_owned(),
            manner: ASKED,
        }],
    );
    assert_eq!(error.unwrap_err().code(), "casefile.unknown_interview");
}

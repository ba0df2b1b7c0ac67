//! Concurrent values stay until a person decides.

use crate::common::*;
use nuong_casefile::{
    Case, Command, CommandError, ConflictPath, Decision, EventKind, Right, Stage,
};

const HURT: &str = "interviews/i1/safety/hurt";

#[test]
fn both_values_are_kept_with_who_and_when() {
    let (a, b) = in_conflict();
    let [conflict] = &a.conflicts()[..] else {
        panic!("one conflict")
    };
    assert_eq!(conflict.path, place(HURT));
    let mut who: Vec<_> = conflict.values.iter().map(|stated| stated.by).collect();
    who.sort();
    assert_eq!(who, [GUARD_A, GUARD_B]);
    assert!(conflict.values.iter().all(|stated| stated.at > AT));
    assert_eq!(a.record(), b.record());
    assert_eq!(
        a.record().interviews[0].answers["safety/hurt"],
        conflict.values
    );
}

#[test]
fn resolving_ends_the_conflict_whichever_value_is_chosen() {
    for chosen in ["yes", "no", "somewhat"] {
        let (mut a, mut b) = in_conflict();
        let change = act(&mut a, SUPERVISOR, &[resolve(HURT, chosen)]);
        let rights = b.rights_needed(&change).unwrap();
        assert_eq!(rights, [Right::Resolve].into(), "{chosen}");
        b.apply(&[change]).unwrap();
        assert_eq!(b.conflicts(), []);
        let record = b.record();
        let [stated] = &record.interviews[0].answers["safety/hurt"][..] else {
            panic!("one")
        };
        assert_eq!(
            (stated.value.clone(), stated.by),
            (said(chosen), SUPERVISOR)
        );
        let last = record.events.last().unwrap();
        assert_eq!(last.kind, EventKind::Resolved { path: place(HURT) });
        assert_eq!(last.by, SUPERVISOR);
        assert_eq!(a.record(), record);
    }
}

#[test]
fn two_people_who_resolve_differently_are_in_conflict_again() {
    let (mut a, mut b) = in_conflict();
    act(&mut a, GUARD_A, &[resolve(HURT, "yes")]);
    act(&mut b, GUARD_B, &[resolve(HURT, "no")]);
    exchange(&mut a, &mut b);
    let [conflict] = &a.conflicts()[..] else {
        panic!("one conflict")
    };
    assert_eq!(conflict.values.len(), 2);
    act(&mut a, SUPERVISOR, &[resolve(HURT, "yes")]);
    assert_eq!(a.conflicts(), []);
}

#[test]
fn an_answer_given_meanwhile_is_not_lost_to_a_resolution() {
    let (mut a, mut b) = in_conflict();
    let mut c = shared();
    act(
        &mut c,
        nuong_casefile::Author([0xcc; 16]),
        &[record("safety/hurt", "a little")],
    );
    act(&mut a, SUPERVISOR, &[resolve(HURT, "no")]);
    exchange(&mut a, &mut c);
    exchange(&mut a, &mut b);
    let [conflict] = &b.conflicts()[..] else {
        panic!("one conflict")
    };
    let stated = values(&conflict.values);
    assert!(stated.contains(&said("no")) && stated.contains(&said("a little")));
}

#[test]
fn only_a_resolution_may_write_where_people_disagree() {
    let (mut a, _) = in_conflict();
    let before = a.heads();
    let error = a
        .commit(GUARD_A, AT, &[record("safety/hurt", "yes")])
        .unwrap_err();
    assert_eq!(error, CommandError::InConflict { path: place(HURT) });
    assert_eq!(a.heads(), before);
}

#[test]
fn the_same_answer_from_two_people_is_no_conflict() {
    let mut a = shared();
    let mut b = a.clone();
    act(&mut a, GUARD_A, &[field("age_years", "16")]);
    act(&mut b, GUARD_B, &[field("age_years", "16")]);
    exchange(&mut a, &mut b);
    assert_eq!(a.conflicts(), []);
    assert_eq!(a.record().person["age_years"].len(), 2);
    assert_eq!(a.commit(GUARD_A, AT, &[field("age_years", "16")]), Ok(None));
    let change = act(&mut a, GUARD_A, &[field("age_years", "17")]);
    assert_eq!(b.rights_needed(&change).unwrap(), [Right::Record].into());
    b.apply(&[change]).unwrap();
    assert_eq!(values(&b.record().person["age_years"]), [said("17")]);
}

#[test]
fn clearing_against_answering_is_a_conflict() {
    let mut a = shared();
    act(&mut a, GUARD_A, &[field("phone", "1")]);
    let mut b = a.clone();
    act(
        &mut a,
        GUARD_A,
        &[Command::SetField {
            field: "phone".into(),
            value: None,
        }],
    );
    act(&mut b, GUARD_B, &[field("phone", "2")]);
    exchange(&mut a, &mut b);
    assert_eq!(a.conflicts()[0].path, ConflictPath::Person("phone".into()));
    let cleared = Command::Resolve {
        path: place("person/phone"),
        value: None,
    };
    act(&mut a, SUPERVISOR, &[cleared]);
    assert_eq!(a.conflicts(), []);
    assert_eq!(values(&a.record().person["phone"]), [None]);
}

fn decide(decision: Decision) -> Command {
    Command::Decide {
        decision,
        reason: "seen".into(),
    }
}

#[test]
fn decisions_made_apart_are_a_conflict_until_one_is_made_in_knowledge_of_both() {
    let mut a = shared();
    let mut b = a.clone();
    act(&mut a, GUARD_A, &[decide(Decision::CloseNoFurtherAction)]);
    act(&mut b, SUPERVISOR, &[decide(Decision::Refer)]);
    assert_eq!(a.record().stage, Stage::Closed);
    exchange(&mut a, &mut b);
    assert_eq!(a.conflicts()[0].path, ConflictPath::Decision);
    assert_eq!(a.record().stage, Stage::NeedsDecision);
    let mut c = a.clone();
    act(&mut a, SUPERVISOR, &[resolve("decision", "refer")]);
    assert_eq!((a.conflicts().len(), a.record().stage), (0, Stage::Decided));
    act(&mut c, SUPERVISOR, &[decide(Decision::Proceed)]);
    assert_eq!((c.conflicts().len(), c.record().stage), (0, Stage::Decided));
}

#[test]
fn custody_and_consent_can_be_in_conflict_and_a_withdrawal_always_counts() {
    let mut a = shared();
    let consent = |given| Command::GiveConsent {
        purpose: "share".into(),
        receiver: "commune".into(),
        given,
    };
    let mut b = a.clone();
    let hand = |unit: &str| Command::HandOver { unit: unit.into() };
    act(&mut a, GUARD_A, &[consent(true), hand("commune")]);
    act(&mut b, GUARD_B, &[consent(false), hand("district")]);
    exchange(&mut a, &mut b);
    let paths: Vec<_> = a
        .conflicts()
        .iter()
        .map(|conflict| conflict.path.to_string())
        .collect();
    assert_eq!(paths, ["consents/share|commune", "custody/unit"]);
    assert!(!a.record().consents[0].stands());
    let (purpose, receiver) = ("share".to_owned(), "commune".to_owned());
    let change = act(
        &mut a,
        GUARD_A,
        &[Command::WithdrawConsent { purpose, receiver }],
    );
    assert_eq!(b.rights_needed(&change).unwrap(), [Right::Consent].into());
    b.apply(&[change]).unwrap();
    assert_eq!(values(&b.record().consents[0].state), [said("withdrawn")]);
    let change = act(&mut b, SUPERVISOR, &[resolve("custody/unit", "commune")]);
    let rights = a.rights_needed(&change).unwrap();
    assert_eq!(rights, [Right::Resolve, Right::HandOver].into());
    a.apply(&[change]).unwrap();
    assert_eq!(a.conflicts(), []);
}

#[test]
fn an_interview_started_twice_under_one_id_keeps_the_answers_of_both() {
    let (mut a, _) = opened();
    let mut b = a.clone();
    act(
        &mut a,
        GUARD_A,
        &[start("i1"), record("q", "yes"), record("only-a", "1")],
    );
    act(
        &mut b,
        GUARD_B,
        &[start("i1"), record("q", "no"), record("only-b", "2")],
    );
    exchange(&mut a, &mut b);
    let [interview] = &a.record().interviews[..] else {
        panic!("one interview")
    };
    assert_eq!(interview.answers.len(), 3);
    assert_eq!(a.conflicts()[0].path, place("interviews/i1/q"));
    act(
        &mut a,
        SUPERVISOR,
        &[resolve("interviews/i1/q", "no"), record("only-a", "3")],
    );
    exchange(&mut a, &mut b);
    assert_eq!(b.conflicts(), []);
    assert_eq!(
        values(&b.record().interviews[0].answers["only-a"])[0],
        said("3")
    );
    assert_eq!(Case::load(&b.save()).unwrap().record(), a.record());
}

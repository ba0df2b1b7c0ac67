//! Changes from elsewhere: order, repetition, gaps and forks.

use nuong_casefile::{Case, CaseError, CaseId, Command, RawChange};

use crate::common::*;

fn ten() -> Case {
    let mut case = shared();
    for n in 0..8 {
        act(&mut case, GUARD_A, &[record(&format!("q{n}"), "yes")]);
    }
    case
}

#[test]
fn changes_that_come_backwards_are_applied_all_the_same() {
    let theirs = ten();
    let mut changes = theirs.changes();
    changes.reverse();
    let (ours, outcome) = Case::receive(&changes, |_, _| true).unwrap();
    assert_eq!(outcome.applied.len(), 10);
    assert_eq!(ours.record(), theirs.record());
}

#[test]
fn a_change_waits_for_what_it_builds_on_and_is_not_kept() {
    let theirs = ten();
    let changes = theirs.changes();
    let (mut ours, _) = Case::receive(&changes[..2], |_, _| true).unwrap();
    let outcome = ours.apply(&changes[3..]).unwrap();
    assert_eq!((outcome.applied.len(), outcome.waiting.len()), (0, 7));
    assert_eq!(ours.missing_deps(&changes[3..]), [changes[2].hash]);
    assert_eq!(
        ours.apply(&changes[2..3]).unwrap().applied,
        [changes[2].hash]
    );
    assert_eq!(ours.apply(&changes[3..]).unwrap().applied.len(), 7);
    assert_eq!(ours.heads(), theirs.heads());
}

#[test]
fn applying_again_changes_nothing() {
    let theirs = ten();
    let changes = theirs.changes();
    let (mut ours, _) = Case::receive(&changes, |_, _| true).unwrap();
    let twice: Vec<RawChange> = changes.iter().chain(&changes).cloned().collect();
    let outcome = ours.apply(&twice).unwrap();
    assert_eq!(outcome, nuong_casefile::Applied::default());
    assert_eq!(ours.save(), Case::load(&ours.save()).unwrap().save());
}

#[test]
fn a_device_with_two_histories_is_found_out_and_nothing_is_applied() {
    let mut true_one = shared();
    let mut clone = true_one.clone();
    let mut ours = true_one.clone();
    let good = act(&mut true_one, GUARD_A, &[record("q", "yes")]);
    let forked = act(&mut clone, GUARD_A, &[record("q", "no")]);
    let bystander = act(&mut ours.clone(), GUARD_B, &[record("r", "yes")]);
    let both = [bystander.clone(), good.clone(), forked.clone()];
    let before = ours.heads();
    let error = ours.apply(&both).unwrap_err();
    assert!(
        matches!(
            error,
            CaseError::ForkedAuthor {
                author: GUARD_A,
                seq: 3,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(ours.heads(), before);
    ours.apply(&[good, bystander]).unwrap();
    let error = ours.apply(std::slice::from_ref(&forked)).unwrap_err();
    let expected = CaseError::ForkedAuthor {
        author: GUARD_A,
        seq: 3,
        hash: forked.hash,
    };
    assert_eq!(error, expected);
    assert_eq!(error.code(), "casefile.forked_author");
}

#[test]
fn a_case_does_not_begin_without_its_first_change() {
    let changes = ten().changes();
    let error = Case::receive(&changes[1..], |_, _| true).unwrap_err();
    assert_eq!(error, CaseError::NoBeginning);
    let bytes: Vec<_> = changes.iter().map(|change| &change.bytes).collect();
    let gap = [&bytes[..4], &bytes[5..]].concat();
    let error = Case::from_changes(&gap).unwrap_err();
    assert_eq!(
        error,
        CaseError::MissingDependencies {
            missing: vec![changes[4].hash]
        }
    );
}

#[test]
fn changes_of_another_case_never_apply() {
    let (mut other, _) = Case::create(CaseId([8; 16]), GUARD_B, AT, "post-b").unwrap();
    act(
        &mut other,
        GUARD_B,
        &[Command::AddNote { text: "x".into() }],
    );
    let mut ours = shared();
    let outcome = ours.apply(&other.changes()).unwrap();
    assert_eq!(
        (
            outcome.applied.len(),
            outcome.refused.len(),
            outcome.waiting.len()
        ),
        (0, 1, 1)
    );
}

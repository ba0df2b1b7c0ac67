//! What a change needs, and what nobody may do.

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc, ScalarValue};
use nuong_casefile::{Case, CaseId, Command, Decision, RawChange, Right};

use crate::common::*;
use crate::forge::{altered, forged, section};

fn needs(case: &Case, change: &RawChange) -> Vec<Right> {
    case.rights_needed(change).unwrap().into_iter().collect()
}

fn commands_and_rights() -> Vec<(Command, Right)> {
    let text = str::to_owned;
    let (purpose, receiver) = (text("share"), text("commune"));
    let (consent_for, consent_to) = (purpose.clone(), receiver.clone());
    let consent = Command::GiveConsent {
        purpose: consent_for,
        receiver: consent_to,
        given: true,
    };
    let other = CaseId([9; 16]);
    let finish = Command::FinishInterview {
        interview: text("i1"),
        complete: false,
    };
    vec![
        (start("i2"), Right::Record),
        (record("q", "yes"), Right::Record),
        (field("name", "Hoa"), Right::Record),
        (finish, Right::Record),
        (
            Command::AddNeed {
                need: text("food"),
                detail: text(""),
            },
            Right::Record,
        ),
        (Command::AddNote { text: text("x") }, Right::Note),
        (
            Command::Refer {
                to: text("clinic"),
                reason: text(""),
            },
            Right::Refer,
        ),
        (
            Command::Decide {
                decision: Decision::Refer,
                reason: text("x"),
            },
            Right::Decide,
        ),
        (consent, Right::Consent),
        (
            Command::WithdrawConsent { purpose, receiver },
            Right::Consent,
        ),
        (
            Command::HandOver {
                unit: text("commune"),
            },
            Right::HandOver,
        ),
        (
            Command::LinkSamePerson {
                other,
                note: text(""),
            },
            Right::Link,
        ),
        (Command::UnlinkSamePerson { other }, Right::Link),
    ]
}

#[test]
fn each_command_needs_its_right_and_no_other() {
    let mut case = shared();
    for (command, right) in commands_and_rights() {
        let before = case.clone();
        let change = act(&mut case, GUARD_B, std::slice::from_ref(&command));
        assert_eq!(needs(&before, &change), [right], "{command:?}");
        assert_eq!(needs(&case, &change), [right], "{command:?}, once applied");
    }
}

#[test]
fn a_screen_of_several_acts_needs_the_rights_of_all() {
    let mut case = shared();
    let note = Command::AddNote { text: "x".into() };
    let change = act(&mut case, GUARD_A, &[record("q", "yes"), note]);
    assert_eq!(needs(&case, &change), [Right::Record, Right::Note]);
}

#[test]
fn opening_a_case_needs_only_that_right_and_happens_once() {
    let (case, begins) = opened();
    assert_eq!(needs(&case, &begins), [Right::Create]);
    let (_, second) = Case::create(case.id(), GUARD_B, AT, "post-b").unwrap();
    assert_eq!(needs(&case, &second), [Right::Forbidden]);
    let mut same = case.clone();
    let outcome = same.apply(&[second]).unwrap();
    assert_eq!((outcome.refused.len(), same.heads()), (1, case.heads()));
}

#[test]
fn what_is_asked_without_the_causal_past_is_not_guessed() {
    let mut case = shared();
    let before = case.clone();
    act(&mut case, GUARD_A, &[record("q", "yes")]);
    let change = act(&mut case, GUARD_B, &[record("q", "no")]);
    let error = before.rights_needed(&change).unwrap_err();
    assert_eq!(error.code(), "casefile.missing_dependencies");
}

#[test]
fn the_judgement_does_not_depend_on_what_arrived_meanwhile() {
    let mut a = shared();
    let mut b = a.clone();
    let before = a.clone();
    let change = act(&mut a, GUARD_A, &[record("q", "yes")]);
    act(&mut b, GUARD_B, &[record("q", "no")]);
    act(&mut b, SUPERVISOR, &[field("name", "Hoa")]);
    assert_eq!(needs(&before, &change), needs(&b, &change));
    b.apply(&a.changes()).unwrap();
    assert_eq!(needs(&before, &change), needs(&b, &change));
}

/// A case with a note, an answer and two agreeing and two differing values.
fn busy() -> Case {
    let (mut a, mut b) = in_conflict();
    act(
        &mut a,
        GUARD_A,
        &[Command::AddNote { text: "one".into() }, record("q", "yes")],
    );
    exchange(&mut a, &mut b);
    a
}

#[test]
fn nobody_may_rewrite_what_is_appended_or_made_once() {
    let case = busy();
    type Edit = fn(&mut automerge::transaction::Transaction<'_>);
    let edits: [(&str, Edit); 12] = [
        ("replace a note", |tx| {
            tx.put(section(tx, "notes"), 0, "other").unwrap();
        }),
        ("delete a note", |tx| {
            tx.delete(section(tx, "notes"), 0).unwrap();
        }),
        ("delete an event", |tx| {
            tx.delete(section(tx, "events"), 0).unwrap();
        }),
        ("replace an event", |tx| {
            tx.put(section(tx, "events"), 0, "{}").unwrap();
        }),
        ("replace a section", |tx| {
            drop(tx.put_object(ROOT, "person", ObjType::Map).unwrap());
        }),
        ("delete a section", |tx| tx.delete(ROOT, "notes").unwrap()),
        ("rename the case", |tx| {
            tx.put(ROOT, "id", vec![1; 16]).unwrap();
        }),
        ("replace an interview", |tx| {
            drop(
                tx.put_object(section(tx, "interviews"), "i1", ObjType::Map)
                    .unwrap(),
            );
        }),
        ("delete an interview", |tx| {
            tx.delete(section(tx, "interviews"), "i1").unwrap();
        }),
        ("another questionnaire", |tx| {
            let interview = tx.get(section(tx, "interviews"), "i1").unwrap().unwrap().1;
            tx.put(interview, "pack", "f".repeat(64)).unwrap();
        }),
        ("drop all answers", |tx| {
            let interview = tx.get(section(tx, "interviews"), "i1").unwrap().unwrap().1;
            drop(tx.put_object(interview, "a", ObjType::Map).unwrap());
        }),
        ("delete an answer", |tx| {
            let interview = tx.get(section(tx, "interviews"), "i1").unwrap().unwrap().1;
            let answers = tx.get(interview, "a").unwrap().unwrap().1;
            tx.delete(answers, "q").unwrap();
        }),
    ];
    for (what, edit) in edits {
        let change = forged(&case, SUPERVISOR, edit);
        assert!(needs(&case, &change).contains(&Right::Forbidden), "{what}");
        let mut same = case.clone();
        let outcome = same.apply(&[change]).unwrap();
        assert_eq!(
            (outcome.refused.len(), outcome.applied.len()),
            (1, 0),
            "{what}"
        );
        assert_eq!(same.record(), case.record(), "{what}");
    }
}

#[test]
fn what_this_version_does_not_understand_needs_an_unknown_right() {
    let case = busy();
    type Edit = fn(&mut automerge::transaction::Transaction<'_>);
    let edits: [(&str, Edit); 8] = [
        ("a newer schema", |tx| {
            tx.put(ROOT, "schema", 2_u64).unwrap();
        }),
        ("a new section", |tx| {
            drop(tx.put_object(ROOT, "pathway", ObjType::Map).unwrap());
        }),
        ("an attachment", |tx| {
            tx.put(section(tx, "attachments"), "x", "y").unwrap();
        }),
        ("a new kind of event", |tx| {
            let events = section(tx, "events");
            tx.insert(&events, tx.length(&events), r#"{"k":"erased"}"#)
                .unwrap();
        }),
        ("an object among the fields", |tx| {
            drop(
                tx.put_object(section(tx, "person"), "address", ObjType::Map)
                    .unwrap(),
            );
        }),
        ("a new kind of value", |tx| {
            tx.put(section(tx, "person"), "height", 1.5).unwrap();
        }),
        ("a new special answer", |tx| {
            tx.put(section(tx, "person"), "height", 3_u64).unwrap();
        }),
        ("another kind of custody", |tx| {
            tx.put(section(tx, "custody"), "lent", "x").unwrap();
        }),
    ];
    for (what, edit) in edits {
        let change = forged(&case, SUPERVISOR, edit);
        let rights = needs(&case, &change);
        assert!(rights.contains(&Right::Unknown), "{what}: {rights:?}");
        assert!(!rights.contains(&Right::Forbidden), "{what}: {rights:?}");
    }
}

#[test]
fn an_answer_that_buries_a_conflict_needs_the_right_to_resolve() {
    let case = busy();
    let change = forged(&case, GUARD_A, |tx| {
        let interview = tx.get(section(tx, "interviews"), "i1").unwrap().unwrap().1;
        let answers = tx.get(interview, "a").unwrap().unwrap().1;
        tx.put(answers, "safety/hurt", "no, nothing").unwrap();
    });
    assert_eq!(needs(&case, &change), [Right::Resolve]);
}

#[test]
fn a_decision_hidden_in_the_first_change_needs_the_right_to_decide() {
    let (case, begins) = opened();
    let bytes = altered(&begins, |change| {
        let events = change
            .operations
            .iter()
            .position(|op| op.key == automerge::legacy::Key::Map("events".into()));
        let list = automerge::legacy::OpId::new(1 + events.unwrap() as u64, &change.actor_id);
        change.operations.push(automerge::legacy::Op {
            action: automerge::legacy::OpType::Put(ScalarValue::Str(
                r#"{"k":"decided","decision":"close_no_further_action","reason":""}"#.into(),
            )),
            obj: automerge::legacy::ObjectId::Id(list),
            key: automerge::legacy::Key::head(),
            pred: vec![].into(),
            insert: true,
        });
    });
    let change = RawChange::parse(&bytes).unwrap();
    let mut asked = Vec::new();
    let result = Case::receive(&[change], |_, rights| {
        asked.extend(rights.iter().copied());
        false
    });
    assert_eq!(result.unwrap_err().code(), "casefile.no_beginning");
    assert_eq!(asked, [Right::Create, Right::Decide]);
    assert_eq!(case.record().events, []);
}

#[test]
fn a_change_without_permission_has_no_effect_and_what_builds_on_it_waits() {
    let mut theirs = shared();
    let mut ours = theirs.clone();
    let decide = Command::Decide {
        decision: Decision::CloseNoFurtherAction,
        reason: "x".into(),
    };
    let bad = act(&mut theirs, GUARD_B, &[decide]);
    let after = act(&mut theirs, GUARD_B, &[record("q", "yes")]);
    let permit = |_: &RawChange, rights: &std::collections::BTreeSet<Right>| {
        !rights.contains(&Right::Decide)
    };
    let before = ours.record();
    let outcome = ours.apply_if(&theirs.changes(), permit).unwrap();
    assert_eq!(outcome.refused[0].hash, bad.hash);
    assert_eq!(outcome.refused[0].author, GUARD_B);
    assert_eq!(outcome.waiting, [after.hash]);
    assert_eq!(ours.record(), before);
    let outcome = ours.apply(&theirs.changes()).unwrap();
    assert_eq!(outcome.applied, [bad.hash, after.hash]);
    assert_eq!(ours.record(), theirs.record());
}

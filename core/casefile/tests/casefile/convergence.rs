//! Whatever the order, duplication or delay: equal documents, and no value lost.

use std::collections::{BTreeMap, BTreeSet};

use nuong_casefile::{
    Author, Case, ChangeHash, Command, ConflictPath, EventKind, RawChange, Touched,
};
use nuong_screening::Answer;
use proptest::prelude::*;

use crate::common::*;

const AUTHORS: [Author; 3] = [GUARD_A, GUARD_B, SUPERVISOR];

/// What happens on one of three devices.
#[derive(Debug, Clone)]
enum Step {
    Act {
        device: usize,
        commands: Vec<Command>,
    },
    /// One resolves the first conflict it sees, if any.
    Settle {
        device: usize,
        value: Option<Answer>,
    },
    /// One receives some of what another has, in any order, some of it twice.
    Carry {
        from: usize,
        to: usize,
        order: Vec<u16>,
    },
}

fn value() -> impl Strategy<Value = Option<Answer>> {
    prop_oneof![
        4 => "[a-c]".prop_map(|text| Some(Answer::Value(text))),
        1 => Just(Some(Answer::DoesNotKnow)),
        1 => Just(Some(Answer::DoesNotWantToSay)),
        1 => Just(None),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let answer = ("[pq]", value()).prop_map(|(path, answer)| {
        let interview = "i1".to_owned();
        Command::RecordAnswer {
            interview,
            path,
            answer,
        }
    });
    let set = ("[xy]", value()).prop_map(|(field, value)| Command::SetField { field, value });
    prop_oneof![
        4 => answer,
        4 => set,
        1 => "[a-z]{3}".prop_map(|text| Command::AddNote { text }),
        1 => "[ab]".prop_map(|unit| Command::HandOver { unit }),
        1 => Just(start("i2")),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0..3_usize;
    prop_oneof![
        5 => (device.clone(), prop::collection::vec(command(), 1..4))
            .prop_map(|(device, commands)| Step::Act { device, commands }),
        1 => (device.clone(), value()).prop_map(|(device, value)| Step::Settle { device, value }),
        3 => (device.clone(), device, prop::collection::vec(any::<u16>(), 0..30))
            .prop_map(|(from, to, order)| Step::Carry { from, to, order }),
    ]
}

fn play(steps: Vec<Step>) -> Vec<Case> {
    let mut devices = vec![shared(); 3];
    for (tick, step) in steps.into_iter().enumerate() {
        let at = AT + 10 + tick as i64;
        match step {
            Step::Act { device, commands } => {
                // A command in a place under conflict is refused, and then nothing is written.
                let before = devices[device].heads();
                if devices[device]
                    .commit(AUTHORS[device], at, &commands)
                    .is_err()
                {
                    assert_eq!(devices[device].heads(), before);
                }
            }
            Step::Settle { device, value } => {
                let conflicts = devices[device].conflicts();
                let Some(conflict) = conflicts.first() else {
                    continue;
                };
                let path = conflict.path.clone();
                let value = if path == ConflictPath::Custody {
                    said("a")
                } else {
                    value
                };
                let resolve = [Command::Resolve {
                    path: path.clone(),
                    value,
                }];
                devices[device]
                    .commit(AUTHORS[device], at, &resolve)
                    .unwrap()
                    .unwrap();
                assert!(
                    devices[device]
                        .conflicts()
                        .iter()
                        .all(|left| left.path != path)
                );
            }
            Step::Carry { from, to, order } => {
                let changes = devices[from].changes();
                let some: Vec<RawChange> = order
                    .iter()
                    .map(|&pick| changes[usize::from(pick) % changes.len()].clone())
                    .collect();
                devices[to].apply(&some).unwrap();
            }
        }
    }
    devices
}

/// Everything from everywhere, in the order the seeds give.
fn merged(devices: &[Case], order: &[u16]) -> Case {
    let mut changes: Vec<_> = devices.iter().flat_map(Case::changes).collect();
    for (index, &swap) in order.iter().enumerate() {
        let (a, b) = (index % changes.len(), usize::from(swap) % changes.len());
        changes.swap(a, b);
    }
    Case::receive(&changes, |_, _| true).unwrap().0
}

/// For each change everything it builds on, itself included.
fn pasts(changes: &[RawChange]) -> BTreeMap<ChangeHash, BTreeSet<ChangeHash>> {
    let mut pasts: BTreeMap<ChangeHash, BTreeSet<ChangeHash>> = BTreeMap::new();
    for change in changes {
        let mut past = BTreeSet::from([change.hash]);
        for dep in &change.deps {
            past.extend(&pasts[dep]);
        }
        pasts.insert(change.hash, past);
    }
    pasts
}

fn at_path(case: &Case, path: &ConflictPath) -> Vec<Option<Answer>> {
    let record = case.record();
    let stated = match path {
        ConflictPath::Person(field) => record.person.get(field).cloned(),
        ConflictPath::Custody => Some(record.custody),
        ConflictPath::Answer { interview, path } => {
            let entry = record
                .interviews
                .into_iter()
                .find(|entry| entry.id == *interview);
            entry.and_then(|mut entry| entry.answers.remove(path))
        }
        _ => None,
    };
    values(&stated.unwrap_or_default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_repetition_gives_equal_cases(
        steps in prop::collection::vec(step(), 1..25),
        first in prop::collection::vec(any::<u16>(), 0..60),
        second in prop::collection::vec(any::<u16>(), 0..60),
    ) {
        let mut devices = play(steps);
        let (one, two) = (merged(&devices, &first), merged(&devices, &second));
        prop_assert_eq!(one.heads(), two.heads());
        prop_assert_eq!(one.record(), two.record());
        prop_assert_eq!(one.conflicts(), two.conflicts());
        prop_assert_eq!(one.history(), two.history());
        let all = one.changes();
        for device in &mut devices {
            device.apply(&all).unwrap();
            prop_assert_eq!(device.heads(), one.heads());
            prop_assert_eq!(device.record(), one.record());
            prop_assert_eq!(Case::load(&device.save()).unwrap().record(), one.record());
        }
    }

    #[test]
    fn no_value_disappears_unless_somebody_who_saw_it_wrote_another(
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let case = merged(&play(steps), &[]);
        let changes = case.changes();
        let pasts = pasts(&changes);
        let mut written: BTreeMap<ConflictPath, Vec<(ChangeHash, Option<Answer>)>> = BTreeMap::new();
        let mut resolved: BTreeSet<(ChangeHash, ConflictPath)> = BTreeSet::new();
        for entry in case.history() {
            for touched in entry.touched {
                match touched {
                    Touched::Value { path, value } => {
                        let writes = written.entry(path).or_default();
                        writes.retain(|(change, _)| *change != entry.change);
                        writes.push((entry.change, value));
                    }
                    Touched::Event(EventKind::Resolved { path }) => {
                        resolved.insert((entry.change, path));
                    }
                    _ => {}
                }
            }
        }
        for (path, writes) in &written {
            // What stands among the writes of a past: those that no other of them knew of.
            let standing = |past: &dyn Fn(&ChangeHash) -> bool| -> Vec<Option<Answer>> {
                let known: Vec<_> = writes.iter().filter(|(change, _)| past(change)).collect();
                let buried = |change: &ChangeHash| {
                    known.iter().any(|(other, _)| other != change && pasts[other].contains(change))
                };
                known.iter().filter(|(c, _)| !buried(c)).map(|(_, v)| v.clone()).collect()
            };
            let mut expected = standing(&|_| true);
            let mut found = at_path(&case, path);
            expected.sort();
            found.sort();
            prop_assert_eq!(&found, &expected, "{}", path);
            for (change, _) in writes {
                let before = standing(&|other| other != change && pasts[change].contains(other));
                let disagreed = before.windows(2).any(|pair| pair[0] != pair[1]);
                let settled = resolved.contains(&(*change, path.clone()));
                prop_assert!(!disagreed || settled, "{} was overwritten by {}", path, change);
            }
        }
    }

    #[test]
    fn every_change_we_write_is_permitted_by_rights_we_know(
        steps in prop::collection::vec(step(), 1..20),
    ) {
        use nuong_casefile::Right;
        let case = merged(&play(steps), &[]);
        for change in case.changes() {
            prop_assert_eq!(&RawChange::parse(&change.bytes).unwrap(), &change);
            let rights = case.rights_needed(&change).unwrap();
            prop_assert!(!rights.is_empty());
            prop_assert!(!rights.contains(&Right::Unknown) && !rights.contains(&Right::Forbidden));
        }
    }
}

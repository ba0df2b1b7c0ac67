//! What a change does, and so which rights it needs. The judgement depends on nothing but the
//! change and what its author had seen, so every device comes to the same one.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::SCHEMA;
use crate::event::EventKind;
use crate::index::{Made, OpIndex, Standing};
use crate::ledger::{Clock, Ledger, Statement};
use crate::ops::{Action, Key, Object, Op, OpId, Scalar};
use crate::place::{ANSWERS_KEY, ID_KEY, MANNERS_KEY, Place, SCHEMA_KEY, SECTIONS, UNIT_KEY};
use crate::raw::RawChange;
use crate::rights::Right;

/// The rights a change needs, or `None` when a dependency is missing. A change that breaks the
/// document's form needs [`Right::Forbidden`] and must not reach the engine.
pub(crate) fn judge(
    ledger: &Ledger,
    index: &OpIndex,
    change: &RawChange,
) -> Option<BTreeSet<Right>> {
    let seen = ledger.clock_of(&change.deps)?;
    let begins = change.deps.is_empty();
    let second = begins && ledger.root().is_some_and(|root| root.hash != change.hash);
    if second || ledger.follows(&statement(change)).is_none() {
        return Some(BTreeSet::from([Right::Forbidden]));
    }
    let mut judge = Judge {
        ledger,
        index,
        seen,
        begins,
        objects: HashMap::new(),
        slots: HashMap::new(),
        elements: HashSet::new(),
        rights: BTreeSet::new(),
    };
    let newer = !begins && judge.schema() > u64::from(SCHEMA);
    for op in &change.parsed.ops {
        if judge.op(op).is_none() {
            judge.rights.insert(Right::Forbidden);
            return Some(judge.rights);
        }
    }
    Some(judge.verdict(newer))
}

/// What the ledger needs to know of a change.
pub(crate) fn statement(change: &RawChange) -> Statement<'_> {
    Statement {
        hash: change.hash,
        author: change.author,
        seq: change.seq,
        at: change.at,
        start_op: change.parsed.start_op,
        ops: change.parsed.ops.len() as u64,
        deps: &change.deps,
    }
}

/// What stands at a key while the change is under way.
struct Slot {
    standing: Vec<Standing>,
    /// Whether different values stood here before the change.
    contested: bool,
    /// Whether the change wrote here.
    touched: bool,
}

struct Judge<'a> {
    ledger: &'a Ledger,
    index: &'a OpIndex,
    seen: Clock,
    begins: bool,
    /// What the change itself has made so far.
    objects: HashMap<OpId, Made>,
    slots: HashMap<(Object, String), Slot>,
    elements: HashSet<(Object, OpId)>,
    rights: BTreeSet<Right>,
}

impl Judge<'_> {
    /// Judges one operation; `None` when it breaks the document's form.
    fn op(&mut self, op: &Op) -> Option<()> {
        let made = self.made(op.object)?;
        match &op.key {
            Key::Name(name) if !made.list && !op.insert => self.map_op(op, &made.place, name),
            Key::Head if made.list && op.insert => self.list_op(op, &made.place),
            Key::Element(element) if made.list && op.insert => {
                let own = self.elements.contains(&(op.object, *element));
                let seen = self.index.has_element(op.object, *element)
                    && self.ledger.saw(&self.seen, *element);
                (own || seen).then_some(())?;
                self.list_op(op, &made.place)
            }
            // Replacing or deleting an element: what is appended stays as it is.
            _ => None,
        }
    }

    fn made(&self, object: Object) -> Option<Made> {
        let Object::Made(id) = object else {
            return self.index.made(object);
        };
        if let Some(own) = self.objects.get(&id) {
            return Some(own.clone());
        }
        self.ledger
            .saw(&self.seen, id)
            .then(|| self.index.made(object))?
    }

    fn map_op(&mut self, op: &Op, place: &Place, name: &str) -> Option<()> {
        let slot = self.slot(op.object, name);
        let preds = slot.standing.iter().map(|standing| standing.id);
        preds.eq(op.preds.iter().copied()).then_some(())?;
        let (fresh, contested) = (!slot.touched && slot.standing.is_empty(), slot.contested);
        slot.touched = true;
        match &op.action {
            Action::Delete => {
                (!slot.standing.is_empty()).then_some(())?;
                slot.standing.clear();
                return Some(());
            }
            Action::Put(value) => {
                slot.standing = vec![Standing {
                    id: op.id,
                    value: Some(value.clone()),
                }];
            }
            Action::MakeMap | Action::MakeList => {
                slot.standing = vec![Standing {
                    id: op.id,
                    value: None,
                }];
                let list = op.action == Action::MakeList;
                self.objects.insert(
                    op.id,
                    Made {
                        place: place.child(name),
                        list,
                    },
                );
            }
        }
        match place {
            Place::Root => self.root_op(op, name)?,
            Place::Interviews if op.action == Action::MakeMap => {
                fresh.then_some(())?;
                self.rights.insert(Right::Record);
            }
            Place::Interview(_) => self.interview_op(op, name, fresh)?,
            Place::Person | Place::Answers(_) => self.value_op(op, Right::Record, contested),
            // Said of an answer by who wrote it: what others say of theirs is not decided by it.
            Place::Manners(_) => self.value_op(op, Right::Record, false),
            Place::Needs => self.value_op(op, Right::Record, contested),
            Place::Referrals => self.value_op(op, Right::Refer, contested),
            Place::Consents => {
                let withdraws = op.action == Action::Put(Scalar::Str("withdrawn".to_owned()));
                self.value_op(op, Right::Consent, contested && !withdraws);
            }
            Place::Links => self.value_op(op, Right::Link, contested),
            Place::Custody if name == UNIT_KEY && self.begins => {}
            Place::Custody if name == UNIT_KEY => self.value_op(op, Right::HandOver, contested),
            _ => drop(self.rights.insert(Right::Unknown)),
        }
        Some(())
    }

    /// The root is made by the first change alone.
    fn root_op(&mut self, op: &Op, name: &str) -> Option<()> {
        let section = SECTIONS
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, place)| place);
        let known = match (&op.action, section) {
            (Action::MakeMap, Some(place)) => !place.is_list(),
            (Action::MakeList, Some(place)) => place.is_list(),
            (Action::Put(Scalar::Uint(_)), None) => name == SCHEMA_KEY,
            (Action::Put(Scalar::Bytes(_)), None) => name == ID_KEY,
            _ => false,
        };
        if self.begins && known {
            return Some(());
        }
        let rewrites = !self.begins && (section.is_some() || name == ID_KEY);
        self.rights.insert(Right::Unknown);
        (!rewrites).then_some(())
    }

    /// An interview's questionnaire is named by the change that starts it and never again.
    fn interview_op(&mut self, op: &Op, name: &str, fresh: bool) -> Option<()> {
        let Object::Made(interview) = op.object else {
            return None;
        };
        if op.action == Action::MakeMap && name == MANNERS_KEY {
            self.rights.insert(Right::Record);
            return fresh.then_some(());
        }
        let known = match &op.action {
            Action::Put(Scalar::Str(_)) => matches!(name, "pack" | "instrument"),
            Action::MakeMap => name == ANSWERS_KEY,
            _ => false,
        };
        let starting = fresh && self.objects.contains_key(&interview);
        if known && !starting {
            return None;
        }
        self.rights
            .insert(if known { Right::Record } else { Right::Unknown });
        Some(())
    }

    fn value_op(&mut self, op: &Op, right: Right, contested: bool) {
        let plain = matches!(
            op.action,
            Action::Put(Scalar::Null | Scalar::Str(_) | Scalar::Uint(1 | 2))
        );
        if !plain {
            self.rights.insert(Right::Unknown);
        }
        if contested {
            self.rights.insert(Right::Resolve);
        }
        // To choose among stated answers is not to record one.
        if !(contested && right == Right::Record) {
            self.rights.insert(right);
        }
    }

    fn list_op(&mut self, op: &Op, place: &Place) -> Option<()> {
        op.preds.is_empty().then_some(())?;
        self.elements.insert((op.object, op.id));
        let right = match (&op.action, place) {
            (Action::Delete, _) => return None,
            (Action::Put(Scalar::Str(text)), Place::Events) => EventKind::from_text(text).right(),
            (Action::Put(Scalar::Str(_)), Place::Notes) => Right::Note,
            (Action::MakeMap | Action::MakeList, _) => {
                let list = op.action == Action::MakeList;
                self.objects.insert(
                    op.id,
                    Made {
                        place: Place::Unknown,
                        list,
                    },
                );
                Right::Unknown
            }
            _ => Right::Unknown,
        };
        self.rights.insert(right);
        Some(())
    }

    fn slot(&mut self, object: Object, name: &str) -> &mut Slot {
        let Self {
            ledger,
            index,
            seen,
            slots,
            ..
        } = self;
        slots.entry((object, name.to_owned())).or_insert_with(|| {
            let standing = index.standing(ledger, seen, object, name);
            let contested = standing
                .windows(2)
                .any(|pair| pair[0].value != pair[1].value);
            Slot {
                standing,
                contested,
                touched: false,
            }
        })
    }

    /// The schema number its author had seen.
    fn schema(&self) -> u64 {
        let stated = self
            .index
            .standing(self.ledger, &self.seen, Object::Root, SCHEMA_KEY);
        let number = |standing: Standing| match standing.value {
            Some(Scalar::Uint(number)) => number,
            _ => u64::MAX,
        };
        stated.into_iter().map(number).max().unwrap_or(u64::MAX)
    }

    fn verdict(self, newer: bool) -> BTreeSet<Right> {
        // A deletion is only ever half of a resolution: a value that is to go is cleared.
        if self.slots.values().any(|slot| slot.standing.is_empty()) {
            return BTreeSet::from([Right::Forbidden]);
        }
        if self.begins {
            return self.beginning();
        }
        if newer {
            BTreeSet::from([Right::Unknown])
        } else {
            self.rights
        }
    }

    /// The first change names the case and its schema, which may be newer than ours.
    fn beginning(mut self) -> BTreeSet<Right> {
        let put = |name: &str| {
            let slot = self.slots.get(&(Object::Root, name.to_owned()))?;
            slot.standing.first()?.value.clone()
        };
        match (put(SCHEMA_KEY), put(ID_KEY)) {
            (Some(Scalar::Uint(schema)), Some(Scalar::Bytes(id)))
                if schema > 0 && id.len() == 16 =>
            {
                if schema > u64::from(SCHEMA) {
                    return BTreeSet::from([Right::Create]);
                }
                self.rights.insert(Right::Create);
                self.rights
            }
            _ => BTreeSet::from([Right::Forbidden]),
        }
    }
}

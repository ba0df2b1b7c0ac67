//! What every operation of a case wrote where, so that a change can be judged against exactly
//! what its author had seen, whatever else has arrived since.

use std::collections::{HashMap, HashSet};

use crate::ledger::{Clock, Ledger};
use crate::ops::{Action, Key, Object, Op, OpId, Scalar};
use crate::place::Place;

/// An object and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) place: Place,
    pub(crate) list: bool,
}

/// Something that stands at a key: an operation and the value it put, `None` for an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) id: OpId,
    pub(crate) value: Option<Scalar>,
}

#[derive(Debug, Clone)]
struct Written {
    id: OpId,
    preds: Vec<OpId>,
    /// `None` for a deletion, which never stands.
    standing: Option<Standing>,
}

/// All operations of the changes a case holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpIndex {
    objects: HashMap<OpId, Made>,
    slots: HashMap<Object, HashMap<String, Vec<Written>>>,
    elements: HashSet<(Object, OpId)>,
}

impl OpIndex {
    /// What an object is, whoever has seen it.
    pub(crate) fn made(&self, object: Object) -> Option<Made> {
        match object {
            Object::Root => Some(Made {
                place: Place::Root,
                list: false,
            }),
            Object::Made(id) => self.objects.get(&id).cloned(),
        }
    }

    /// Whether the list has that element.
    pub(crate) fn has_element(&self, list: Object, element: OpId) -> bool {
        self.elements.contains(&(list, element))
    }

    /// What stood at a key for somebody who had seen `clock`, ascending.
    pub(crate) fn standing(
        &self,
        ledger: &Ledger,
        clock: &Clock,
        object: Object,
        name: &str,
    ) -> Vec<Standing> {
        let slot = self.slots.get(&object).and_then(|slots| slots.get(name));
        let seen: Vec<_> = slots_seen(slot.map_or(&[][..], Vec::as_slice), ledger, clock).collect();
        let overwritten: HashSet<OpId> = seen
            .iter()
            .flat_map(|written| written.preds.iter().copied())
            .collect();
        let mut standing: Vec<_> = seen
            .iter()
            .filter(|written| !overwritten.contains(&written.id))
            .filter_map(|written| written.standing.clone())
            .collect();
        standing.sort_unstable_by_key(|standing| standing.id);
        standing
    }

    /// Adds the operations of a change that was judged well formed.
    pub(crate) fn add(&mut self, ops: &[Op]) {
        for op in ops {
            if let Some(made) = self.making(op) {
                self.objects.insert(op.id, made);
            }
            match &op.key {
                Key::Name(name) => {
                    let standing = match &op.action {
                        Action::Delete => None,
                        Action::Put(value) => Some(Standing {
                            id: op.id,
                            value: Some(value.clone()),
                        }),
                        Action::MakeMap | Action::MakeList => Some(Standing {
                            id: op.id,
                            value: None,
                        }),
                    };
                    let written = Written {
                        id: op.id,
                        preds: op.preds.clone(),
                        standing,
                    };
                    let slots = self.slots.entry(op.object).or_default();
                    slots.entry(name.clone()).or_default().push(written);
                }
                Key::Head | Key::Element(_) => {
                    self.elements.insert((op.object, op.id));
                }
            }
        }
    }

    fn making(&self, op: &Op) -> Option<Made> {
        let list = match op.action {
            Action::MakeMap => false,
            Action::MakeList => true,
            Action::Put(_) | Action::Delete => return None,
        };
        let place = match (&op.key, self.made(op.object)) {
            (Key::Name(name), Some(parent)) => parent.place.child(name),
            _ => Place::Unknown,
        };
        Some(Made { place, list })
    }
}

fn slots_seen<'a>(
    slot: &'a [Written],
    ledger: &'a Ledger,
    clock: &'a Clock,
) -> impl Iterator<Item = &'a Written> {
    slot.iter().filter(|written| ledger.saw(clock, written.id))
}

//! The screens of an interview: one thought each.

use super::Interview;
use super::tree::Tree;
use crate::expr::NodeId;
use crate::form::Item;

/// One screen: a question, a note, or a `field-list` group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Path of the question or of the group.
    pub key: String,
    /// Paths of the relevant questions and notes on it, in the order of the form.
    pub questions: Vec<String>,
    /// Path of the nearest group around it that has a heading.
    pub title_group: Option<String>,
}

/// Every screen that there could be with the instances of repeats that there are, and how much of each is to be seen
/// and waits for an answer; kept beside the answers, so that an answer to one of thousands of questions costs no walk
/// through all of them.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// All that is ever shown, in the order of the form.
    shown: Vec<NodeId>,
    slots: Vec<Slot>,
    /// By node: its screen; [`NOWHERE`] for what is never shown.
    slot_of: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Slot {
    /// The question, or the outermost `field-list` group around it.
    key: NodeId,
    /// Its part of what is shown.
    first: usize,
    end: usize,
    /// How many of it are relevant, and how many of those wait for an answer.
    relevant: usize,
    open: usize,
}

const NOWHERE: u32 = u32::MAX;

impl Interview {
    /// All screens that are relevant now, in the order of the form. Computed values are on none.
    #[must_use]
    pub fn screens(&self) -> Vec<Screen> {
        let layout = self.layout();
        let slots = layout.slots.iter().filter(|slot| slot.relevant > 0);
        slots.map(|slot| self.screen_in(layout, slot)).collect()
    }

    /// The screen of this number among [`Interview::screens`], from 0, without making the others.
    #[must_use]
    pub fn screen(&self, at: usize) -> Option<Screen> {
        let layout = self.layout();
        let mut slots = layout.slots.iter().filter(|slot| slot.relevant > 0);
        slots.nth(at).map(|slot| self.screen_in(layout, slot))
    }

    /// How many [`Interview::screens`] there are.
    #[must_use]
    pub fn screen_count(&self) -> usize {
        let slots = self.layout().slots.iter();
        slots.filter(|slot| slot.relevant > 0).count()
    }

    /// Which of [`Interview::screens`] has the question or the group at `path` on it.
    #[must_use]
    pub fn screen_of(&self, path: &str) -> Option<usize> {
        let layout = self.layout();
        let node = self.node_at(path)?;
        let slot = match layout.slot_of.get(node.0 as usize).copied() {
            Some(slot) if slot != NOWHERE => slot as usize,
            _ => layout.slots.iter().position(|slot| slot.key == node)?,
        };
        let shown = layout.slots[slot].key == node || self.is_relevant_node(node);
        if layout.slots[slot].relevant == 0 || !shown {
            return None;
        }
        let before = layout.slots[..slot].iter();
        Some(before.filter(|slot| slot.relevant > 0).count())
    }

    /// The first of [`Interview::screens`] with a question nobody has answered.
    #[must_use]
    pub fn first_unanswered(&self) -> Option<usize> {
        let slots = self.layout().slots.iter();
        slots
            .filter(|slot| slot.relevant > 0)
            .position(|slot| slot.open > 0)
    }

    /// How many of [`Interview::screens`] have a question nobody has answered. Notes wait for nothing.
    #[must_use]
    pub fn remaining(&self) -> usize {
        let slots = self.layout().slots.iter();
        slots.filter(|slot| slot.open > 0).count()
    }

    fn screen_in(&self, layout: &Layout, slot: &Slot) -> Screen {
        let shown = layout.shown[slot.first..slot.end].iter();
        let relevant: Vec<NodeId> = shown
            .copied()
            .filter(|node| self.is_relevant_node(*node))
            .collect();
        Screen {
            key: self.path_of(slot.key).to_owned(),
            title_group: relevant.first().and_then(|node| self.title_group_of(*node)),
            questions: relevant
                .into_iter()
                .map(|node| self.path_of(node).to_owned())
                .collect(),
        }
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| self.laid_out())
    }

    /// Lays the screens out anew from what there is.
    fn laid_out(&self) -> Layout {
        let mut layout = Layout {
            shown: Vec::new(),
            slots: Vec::new(),
            slot_of: vec![NOWHERE; self.tree.len()],
        };
        for (node, index) in self.leaves() {
            if !self.question(index).kind.is_shown() {
                continue;
            }
            let key = self.field_list_of(node).unwrap_or(node);
            let at = layout.shown.len();
            layout.shown.push(node);
            match layout.slots.last_mut().filter(|slot| slot.key == key) {
                Some(slot) => slot.end = at + 1,
                None => layout.slots.push(Slot {
                    key,
                    first: at,
                    end: at + 1,
                    relevant: 0,
                    open: 0,
                }),
            }
            // There are fewer screens than nodes, whose number is limited far below 2^32.
            layout.slot_of[node.0 as usize] =
                u32::try_from(layout.slots.len() - 1).unwrap_or(NOWHERE);
        }
        for at in 0..layout.slots.len() {
            self.count_slot(&mut layout, at);
        }
        layout
    }

    fn count_slot(&self, layout: &mut Layout, at: usize) {
        let slot = &mut layout.slots[at];
        let shown = &layout.shown[slot.first..slot.end];
        let relevant = shown.iter().filter(|node| self.is_relevant_node(**node));
        slot.relevant = relevant.count();
        slot.open = shown.iter().filter(|node| self.is_open(**node)).count();
    }

    /// Brings the screens of these nodes up to date.
    pub(super) fn recount_screens(&mut self, nodes: &[NodeId]) {
        let Some(mut layout) = self.layout.take() else {
            return;
        };
        let slots = nodes
            .iter()
            .filter_map(|node| layout.slot_of.get(node.0 as usize).copied());
        let mut slots: Vec<u32> = slots.filter(|slot| *slot != NOWHERE).collect();
        slots.sort_unstable();
        slots.dedup();
        for slot in slots {
            self.count_slot(&mut layout, slot as usize);
        }
        let _ = self.layout.set(layout);
    }

    /// Instances came or went, or everything was computed again: the screens are laid out when they are asked for next.
    pub(super) fn forget_screens(&mut self) {
        self.layout.take();
    }

    /// The outermost `field-list` group around a question.
    fn field_list_of(&self, node: NodeId) -> Option<NodeId> {
        self.groups_around(node)
            .filter(|(_, group)| self.pack.content.groups[*group].is_field_list())
            .last()
            .map(|(node, _)| node)
    }

    fn title_group_of(&self, node: NodeId) -> Option<String> {
        let groups = &self.pack.content.groups;
        self.groups_around(node)
            .find(|(_, group)| !groups[*group].label.is_empty())
            .map(|(node, _)| self.path_of(node).to_owned())
    }

    /// The groups around a question, from the innermost.
    fn groups_around(&self, node: NodeId) -> impl Iterator<Item = (NodeId, usize)> {
        let form = &self.pack.program.form;
        let tree: &Tree = &self.tree;
        let mut at = tree.parent(form, node);
        std::iter::from_fn(move || {
            let node = at?;
            at = tree.parent(form, node);
            match form.node(tree.at(node).form).item {
                Item::Group(group) => Some((node, group)),
                Item::Root | Item::Question(_) => None,
            }
        })
    }
}

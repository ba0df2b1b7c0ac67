//! The screens of an interview: one thought each.

use super::Interview;
use crate::expr::NodeId;
use crate::form::{FormId, Item, join};

/// One screen: a question, a note, a `field-list` group, or, after all instances of a repeat, whether there is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Path of the question, of the group or of the repeat.
    pub key: String,
    /// Paths of the relevant questions and notes on it, in the order of the form; none where it asks for another instance.
    pub questions: Vec<String>,
    /// Path of the nearest group around it that has a heading.
    pub title_group: Option<String>,
    /// Path of the repeat (`household/member`) of which it asks whether there is another.
    pub repeat: Option<String>,
}

/// Every screen that there could be with the instances of repeats that there are, and how much of each is to be seen
/// and waits for an answer; kept beside the answers, so that an answer to one of thousands of questions costs no walk
/// through all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    slots: Vec<Slot>,
    /// By slot, apart from the rest so that thousands are counted through at a glance: whether it is to be seen, and whether
    /// something on it waits for an answer.
    seen: Vec<Seen>,
    open: Vec<bool>,
    /// Slots that ask whether there is another, in order: whether they are to be seen is asked anew each time.
    asking: Vec<usize>,
    /// Those of repeats within a `field-list` group, while it is laid out: they come after it, so that they do not break it
    /// in two.
    held: Vec<Slot>,
    /// By node: its screen; [`NOWHERE`] for what is never shown.
    slot_of: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Slot {
    /// The question, or the outermost `field-list` group around it; of a repeat its parent.
    key: NodeId,
    /// All that it ever shows, in the order of the form.
    shown: Vec<NodeId>,
    /// The repeat of which it asks whether there is another.
    repeat: Option<FormId>,
}

/// Whether a slot is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    No,
    Yes,
    /// It asks whether there is another.
    Asks,
}

const NOWHERE: u32 = u32::MAX;

/// Slots counted at once on the way to one of them.
const STRIDE: usize = 64;

impl Interview {
    /// All screens that are relevant now, in the order of the form. Computed values are on none.
    #[must_use]
    pub fn screens(&self) -> Vec<Screen> {
        self.screens_from(0).collect()
    }

    /// The [`Interview::screens`] from this number on, each made when it is asked for.
    pub fn screens_from(&self, at: usize) -> impl Iterator<Item = Screen> {
        let layout = self.layout();
        let first = self.slot_of_screen(at).unwrap_or(layout.slots.len());
        let slots = first..layout.slots.len();
        slots
            .filter(|slot| self.is_seen(layout, *slot))
            .map(|slot| self.screen_in(&layout.slots[slot]))
    }

    /// The screen of this number among [`Interview::screens`], from 0, without making the others.
    #[must_use]
    pub fn screen(&self, at: usize) -> Option<Screen> {
        let slot = self.slot_of_screen(at)?;
        Some(self.screen_in(&self.layout().slots[slot]))
    }

    /// How many [`Interview::screens`] there are.
    #[must_use]
    pub fn screen_count(&self) -> usize {
        self.seen_within(0, self.layout().slots.len())
    }

    /// Which of [`Interview::screens`] has the question or the group at `path` on it.
    #[must_use]
    pub fn screen_of(&self, path: &str) -> Option<usize> {
        let layout = self.layout();
        let node = self.node_at(path);
        let known = node.and_then(|node| layout.slot_of.get(node.0 as usize).copied());
        let slot = match known {
            Some(slot) if slot != NOWHERE => slot as usize,
            _ => layout.slots.iter().position(|slot| match slot.repeat {
                Some(repeat) => self.repeat_path(slot.key, repeat) == path,
                None => Some(slot.key) == node,
            })?,
        };
        let found = &layout.slots[slot];
        let shown = found.repeat.is_some()
            || node.is_some_and(|node| found.key == node || self.is_relevant_node(node));
        if !shown || !self.is_seen(layout, slot) {
            return None;
        }
        Some(self.seen_within(0, slot))
    }

    /// The first of [`Interview::screens`] with anything on it that is within the group, or the instance of a repeat, at
    /// `path`. Only what is within it is looked through.
    #[must_use]
    pub fn first_screen_within(&self, path: &str) -> Option<usize> {
        let layout = self.layout();
        let within = self
            .tree
            .subtree(&self.pack.program.form, self.node_at(path)?);
        let relevant = within
            .into_iter()
            .filter(|node| self.is_relevant_node(*node));
        let slots = relevant.filter_map(|node| layout.slot_of.get(node.0 as usize).copied());
        let first = slots.filter(|slot| *slot != NOWHERE).min()?;
        Some(self.seen_within(0, first as usize))
    }

    /// The first of [`Interview::screens`] with a question nobody has answered.
    #[must_use]
    pub fn first_unanswered(&self) -> Option<usize> {
        let slot = self.layout().open.iter().position(|open| *open)?;
        Some(self.seen_within(0, slot))
    }

    /// How many of [`Interview::screens`] have a question nobody has answered. Notes wait for nothing.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.layout().open.iter().filter(|open| **open).count()
    }

    /// The slot of a screen.
    fn slot_of_screen(&self, at: usize) -> Option<usize> {
        let layout = self.layout();
        let (mut left, all) = (at, layout.slots.len());
        for begin in (0..all).step_by(STRIDE) {
            let end = (begin + STRIDE).min(all);
            let here = self.seen_within(begin, end);
            if left < here {
                let mut slots = (begin..end).filter(|slot| self.is_seen(layout, *slot));
                return slots.nth(left);
            }
            left -= here;
        }
        None
    }

    /// How many slots from one up to another are to be seen.
    fn seen_within(&self, begin: usize, end: usize) -> usize {
        let layout = self.layout();
        let shown = layout.seen[begin..end].iter();
        let shown = shown.filter(|seen| **seen == Seen::Yes).count();
        let asking = &layout.asking[layout.asking.partition_point(|slot| *slot < begin)..];
        let asking = asking.iter().take_while(|slot| **slot < end);
        shown + asking.filter(|slot| self.is_seen(layout, **slot)).count()
    }

    fn is_seen(&self, layout: &Layout, slot: usize) -> bool {
        match layout.seen[slot] {
            Seen::No => false,
            Seen::Yes => true,
            Seen::Asks => {
                let of = &layout.slots[slot];
                of.repeat
                    .is_some_and(|repeat| self.asks_for_another(of.key, repeat))
            }
        }
    }

    fn screen_in(&self, slot: &Slot) -> Screen {
        if let Some(repeat) = slot.repeat {
            let path = self.repeat_path(slot.key, repeat);
            return Screen {
                key: path.clone(),
                questions: Vec::new(),
                title_group: self.title_of(slot.key),
                repeat: Some(path),
            };
        }
        let relevant = slot.shown.iter().copied();
        let relevant: Vec<NodeId> = relevant
            .filter(|node| self.is_relevant_node(*node))
            .collect();
        Screen {
            key: self.path_of(slot.key).to_owned(),
            title_group: relevant.first().and_then(|node| self.title_group_of(*node)),
            questions: relevant
                .into_iter()
                .map(|node| self.path_of(node).to_owned())
                .collect(),
            repeat: None,
        }
    }

    fn repeat_path(&self, parent: NodeId, repeat: FormId) -> String {
        let around = Some(self.path_of(parent)).filter(|path| !path.is_empty());
        join(around, &self.pack.program.form.node(repeat).name)
    }

    /// Whether there is a screen after the instances of a repeat: where their number is the person's to say.
    fn asks_for_another(&self, parent: NodeId, repeat: FormId) -> bool {
        let form = &self.pack.program.form;
        let mut instances = Vec::new();
        self.tree
            .add_instances(form, parent, repeat, &mut instances);
        match (instances.first(), &self.pack.program.at(repeat).relevant) {
            (Some(first), _) => self.is_relevant_node(*first),
            (None, Some(relevant)) => self.is_relevant_node(parent) && self.holds(relevant, parent),
            (None, None) => self.is_relevant_node(parent),
        }
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| self.laid_out())
    }

    /// Lays the screens out anew from what there is.
    fn laid_out(&self) -> Layout {
        let mut layout = Layout {
            slot_of: vec![NOWHERE; self.tree.len()],
            ..Layout::default()
        };
        self.lay_out(NodeId(0), None, &mut layout);
        layout.seen = vec![Seen::No; layout.slots.len()];
        layout.open = vec![false; layout.slots.len()];
        for at in 0..layout.slots.len() {
            if layout.slots[at].repeat.is_some() {
                layout.seen[at] = Seen::Asks;
                layout.asking.push(at);
                continue;
            }
            // There are fewer screens than nodes, whose number is limited far below 2^32.
            let number = u32::try_from(at).unwrap_or(NOWHERE);
            for node in &layout.slots[at].shown {
                layout.slot_of[node.0 as usize] = number;
            }
            self.count_slot(&mut layout, at);
        }
        layout
    }

    /// Adds the screens of all that is below a node; `list` is the outermost `field-list` group around it.
    fn lay_out(&self, node: NodeId, list: Option<NodeId>, layout: &mut Layout) {
        let form = &self.pack.program.form;
        for child in &form.node(self.tree.at(node).form).children {
            let mut instances = Vec::new();
            self.tree.add_instances(form, node, *child, &mut instances);
            for instance in instances {
                match form.node(*child).item {
                    Item::Question(index) => self.lay_question(instance, index, list, layout),
                    Item::Group(index) => {
                        let begins =
                            list.is_none() && self.pack.content.groups[index].is_field_list();
                        let list = if begins { Some(instance) } else { list };
                        self.lay_out(instance, list, layout);
                        if begins {
                            layout.slots.append(&mut layout.held);
                        }
                    }
                    Item::Root => {}
                }
            }
            let counted = self.pack.program.at(*child).repeat_count.is_some();
            if form.is_repeat(*child) && !counted {
                let slots = match list {
                    Some(_) => &mut layout.held,
                    None => &mut layout.slots,
                };
                slots.push(Slot {
                    key: node,
                    shown: Vec::new(),
                    repeat: Some(*child),
                });
            }
        }
    }

    fn lay_question(&self, node: NodeId, index: usize, list: Option<NodeId>, layout: &mut Layout) {
        if !self.question(index).kind.is_shown() {
            return;
        }
        let key = list.unwrap_or(node);
        let last = layout.slots.last_mut();
        match last.filter(|slot| slot.key == key && slot.repeat.is_none()) {
            Some(slot) => slot.shown.push(node),
            None => layout.slots.push(Slot {
                key,
                shown: vec![node],
                repeat: None,
            }),
        }
    }

    fn count_slot(&self, layout: &mut Layout, at: usize) {
        let shown = &layout.slots[at].shown;
        let relevant = shown.iter().any(|node| self.is_relevant_node(*node));
        layout.open[at] = shown.iter().any(|node| self.is_open(*node));
        layout.seen[at] = if relevant { Seen::Yes } else { Seen::No };
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

    fn title_group_of(&self, node: NodeId) -> Option<String> {
        let around = self.tree.parent(&self.pack.program.form, node)?;
        self.title_of(around)
    }

    /// Path of the innermost group with a heading among a node and those around it.
    fn title_of(&self, node: NodeId) -> Option<String> {
        let groups = &self.pack.content.groups;
        self.groups_from(node)
            .find(|(_, group)| !groups[*group].label.is_empty())
            .map(|(node, _)| self.path_of(node).to_owned())
    }

    /// The groups from a node outwards.
    fn groups_from(&self, node: NodeId) -> impl Iterator<Item = (NodeId, usize)> {
        let form = &self.pack.program.form;
        let mut at = Some(node);
        std::iter::from_fn(move || {
            let node = at?;
            at = self.tree.parent(form, node);
            match form.node(self.tree.at(node).form).item {
                Item::Group(group) => Some((node, group)),
                Item::Root | Item::Question(_) => None,
            }
        })
    }
}

//! Instances of repeats: how many there are, and adding and taking away.

use std::sync::Arc;

use super::marks::Pending;
use super::recompute::Touched;
use super::tree::split_place;
use super::{Changed, Interview};
use crate::expr::NodeId;
use crate::expr::value::text_number;
use crate::form::{FormId, Item};
use crate::limits::MAX_REPEATS;

/// Why no instance of a repeat came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RepeatError {
    /// There is no such repeat, or no such instance of it.
    #[error("the questionnaire has no such repeat")]
    Unknown,
    /// An expression says how many there are.
    #[error("the number of these is computed")]
    Counted,
    /// There would be more than [`MAX_REPEATS`], or the interview would grow too large.
    #[error("there cannot be more of these")]
    TooMany,
}

impl RepeatError {
    /// Stable dotted code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            RepeatError::Unknown => "repeat.unknown",
            RepeatError::Counted => "repeat.counted",
            RepeatError::TooMany => "repeat.too_many",
        }
    }
}

impl Interview {
    /// Adds an instance of the repeat at `path` (`household/member`) after the last; the path of the new one.
    ///
    /// # Errors
    /// A path that is no repeat, one whose number is computed, or too many of them.
    pub fn add_instance(&mut self, path: &str) -> Result<(String, Changed), RepeatError> {
        let (parent, repeat) = self.repeat_at(path).ok_or(RepeatError::Unknown)?;
        if self.pack.program.at(repeat).repeat_count.is_some() {
            return Err(RepeatError::Counted);
        }
        let mut touched = Touched::default();
        let mut pending = Pending::default();
        let node = self
            .grow(parent, repeat, &mut pending, &mut touched)
            .ok_or(RepeatError::TooMany)?;
        self.settle(pending, &mut touched);
        self.fill_dynamic_defaults(node);
        Ok((self.path_of(node).to_owned(), self.changed(touched)))
    }

    /// Takes the instance at `path` (`household/member[2]`) away, with all that is in it; those after it move up.
    ///
    /// # Errors
    /// A path that is no instance of a repeat, or of one whose number is computed.
    pub fn remove_instance(&mut self, path: &str) -> Result<Changed, RepeatError> {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let node = self
            .tree
            .locate(form, path)
            .filter(|node| form.is_repeat(self.tree.at(*node).form))
            .ok_or(RepeatError::Unknown)?;
        let repeat = self.tree.at(node).form;
        if pack.program.at(repeat).repeat_count.is_some() {
            return Err(RepeatError::Counted);
        }
        let parent = self.tree.parent(form, node).ok_or(RepeatError::Unknown)?;
        let mut touched = Touched::default();
        self.shrink(parent, repeat, node, &mut touched);
        Ok(self.changed(touched))
    }

    /// Paths of the instances of the repeat at `path` (`household/member`), in order.
    #[must_use]
    pub fn instances_of(&self, path: &str) -> Vec<String> {
        let Some((parent, repeat)) = self.repeat_at(path) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        self.tree
            .add_instances(&self.pack.program.form, parent, repeat, &mut found);
        found
            .into_iter()
            .map(|node| self.path_of(node).to_owned())
            .collect()
    }

    /// The heading of the repeat at `path` (`household/member`) in `lang`, whether there are instances of it or none.
    #[must_use]
    pub fn repeat_label(&self, path: &str, lang: &str) -> String {
        let Some((parent, repeat)) = self.repeat_at(path) else {
            return String::new();
        };
        match self.pack.program.form.node(repeat).item {
            Item::Group(index) => self.filled(self.pack.content.groups[index].label(lang), parent),
            Item::Root | Item::Question(_) => String::new(),
        }
    }

    /// Why no instance can be added to the repeat at `path` now; none where one can.
    #[must_use]
    pub fn cannot_add(&self, path: &str) -> Option<RepeatError> {
        let Some((parent, repeat)) = self.repeat_at(path) else {
            return Some(RepeatError::Unknown);
        };
        if self.pack.program.at(repeat).repeat_count.is_some() {
            return Some(RepeatError::Counted);
        }
        (self.tree.count(parent, repeat) >= MAX_REPEATS).then_some(RepeatError::TooMany)
    }

    /// The parent of the repeat that a path without a last place names, and the repeat.
    fn repeat_at(&self, path: &str) -> Option<(NodeId, FormId)> {
        let form = &self.pack.program.form;
        let (parent, last) = match path.rsplit_once('/') {
            Some((parent, last)) => (self.tree.locate(form, parent)?, last),
            None => (NodeId(0), path),
        };
        let (name, _) = split_place(last)?;
        let children = &form.node(self.tree.at(parent).form).children;
        let repeat = children
            .iter()
            .find(|child| form.node(**child).name == name)?;
        form.is_repeat(*repeat).then_some((parent, *repeat))
    }

    /// The first instance of each repeat below a node whose number is not computed. On trial of every repeat, as XLSForm's
    /// converter has it.
    pub(super) fn first_instances(&mut self, node: NodeId) {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        for parent in self.tree.subtree(form, node) {
            for child in &form.node(self.tree.at(parent).form).children {
                if form.is_repeat(*child)
                    && (self.lenient || pack.program.at(*child).repeat_count.is_none())
                    && let Some(new) = self.tree.grow(form, parent, *child)
                {
                    self.tree.name_paths(&pack, new);
                    self.first_instances(new);
                }
            }
        }
    }

    /// The repeats that a new instance begins with. On trial, as in JavaRosa, none of those directly in it, and one instance
    /// of those in its groups.
    fn first_instances_within(&mut self, new: NodeId) {
        if !self.lenient {
            return self.first_instances(new);
        }
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let mut groups = Vec::new();
        for child in &form.node(self.tree.at(new).form).children {
            if !form.is_repeat(*child) {
                self.tree.add_instances(form, new, *child, &mut groups);
            }
        }
        for group in groups {
            self.first_instances(group);
        }
    }

    /// A new instance with all that it begins with; it and all that looks at it is marked.
    fn grow(
        &mut self,
        parent: NodeId,
        repeat: FormId,
        pending: &mut Pending,
        touched: &mut Touched,
    ) -> Option<NodeId> {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        if self.tree.count(parent, repeat) >= MAX_REPEATS {
            return None;
        }
        let new = self.tree.grow(form, parent, repeat)?;
        self.forget_screens();
        self.tree.name_paths(&pack, new);
        self.first_instances_within(new);
        self.fill_static_defaults(new);
        if self.lenient {
            self.settle_instance(parent, repeat, Some(new), true, touched);
        } else {
            self.mark_came_or_went(parent, repeat, Some(new), pending);
        }
        Some(new)
    }

    fn shrink(&mut self, parent: NodeId, repeat: FormId, node: NodeId, touched: &mut Touched) {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let position = self.tree.position(form, node);
        self.tree.prune(node);
        self.forget_screens();
        let mut left = Vec::new();
        self.tree.add_instances(form, parent, repeat, &mut left);
        for instance in &left {
            self.tree.name_paths(&pack, *instance);
        }
        if self.lenient {
            let place = position.checked_sub(1).and_then(|at| left.get(at)).copied();
            self.settle_instance(parent, repeat, place, false, touched);
        } else {
            let mut pending = Pending::default();
            self.mark_came_or_went(parent, repeat, None, &mut pending);
            self.settle(pending, touched);
        }
    }

    /// Brings the number of instances of a repeat up to what its expression says. Where it says fewer than there are, none
    /// is taken away, as in ODK: a slip of the finger must not lose what was told.
    pub(super) fn recount(
        &mut self,
        parent: NodeId,
        repeat: FormId,
        pending: &mut Pending,
        touched: &mut Touched,
    ) {
        let pack = Arc::clone(&self.pack);
        let Some(bound) = &pack.program.at(repeat).repeat_count else {
            return;
        };
        touched.note_evaluation();
        // As in JavaRosa the count is read as it is, relevant or not: instances must not vanish with a group around them.
        let wanted = match self.value_regardless(bound, parent) {
            crate::expr::Value::Number(number) => number,
            crate::expr::Value::Text(text) => text_number(&text),
            _ => 0.0,
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let wanted = if wanted.is_nan() {
            0
        } else {
            wanted.clamp(0.0, 1e6) as usize
        };
        let wanted = wanted.min(MAX_REPEATS);
        let mut there = Vec::new();
        self.tree
            .add_instances(&pack.program.form, parent, repeat, &mut there);
        for _ in there.len()..wanted {
            match self.grow(parent, repeat, pending, touched) {
                Some(new) => touched.grown.push(new),
                None => break,
            }
        }
    }

    /// The node at a path of an interview that is taken up again, with the instances of repeats that it needs.
    pub(crate) fn locate_or_grow(&mut self, path: &str) -> Option<NodeId> {
        if let Some(node) = self.node_at(path) {
            return Some(node);
        }
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let mut at = NodeId(0);
        for part in path.split('/') {
            let (name, place) = split_place(part)?;
            let children = &form.node(self.tree.at(at).form).children;
            let child = *children
                .iter()
                .find(|child| form.node(**child).name == name)?;
            let place = place.unwrap_or(1);
            if form.is_repeat(child) && place <= MAX_REPEATS {
                while self.tree.count(at, child) < place {
                    let new = self.tree.grow(form, at, child)?;
                    self.tree.name_paths(&pack, new);
                    self.first_instances(new);
                }
            }
            let mut found = Vec::new();
            self.tree.add_instances(form, at, child, &mut found);
            at = *found.get(place.checked_sub(1)?)?;
        }
        Some(at)
    }
}

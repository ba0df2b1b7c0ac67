//! Paths to nodes.
//!
//! As in JavaRosa, an absolute path that goes down through the very repeats that the expression stands in stays in the
//! same instances of them: within a member of a household `/data/member/age` is that member's age. A predicate lifts
//! this for its step. Relative paths are those of XPath.

use super::ast::{Expr, Node, Path, Start, Step, StepKind};
use super::eval::{Evaluator, Fault, Frame};
use super::value::{NodeId, Value};

impl Evaluator<'_> {
    /// The nodes a path leads to, without those that are not relevant.
    pub(super) fn nodes(&self, path: &Path) -> Vec<NodeId> {
        if let Some(node) = self.scope.direct(path) {
            return if self.is_seen(node) {
                vec![node]
            } else {
                Vec::new()
            };
        }
        let mut nodes = self.reached(path);
        nodes.retain(|node| self.is_seen(*node));
        nodes
    }

    /// What is not relevant is as if it were not there, for the node that asks too.
    fn is_seen(&self, node: NodeId) -> bool {
        self.scope.is_relevant(node)
    }

    fn reached(&self, path: &Path) -> Vec<NodeId> {
        let mut at = match &path.start {
            Start::Context => vec![self.frame.node],
            Start::Current => vec![self.frame.current],
            Start::Root => return self.absolute(&path.steps),
            Start::Named(name) => {
                let whole = path.steps.first().is_some_and(is_filtered_start);
                self.named(name, whole)
            }
            Start::Instance(name) => match self.scope.instance(name) {
                Some(document) => vec![document],
                None => {
                    self.note(Fault::Instance);
                    return Vec::new();
                }
            },
            Start::Nodes(inner) => match self.value(inner) {
                Value::Nodes(nodes) => nodes,
                _ => {
                    self.note(Fault::NotNodes);
                    return Vec::new();
                }
            },
        };
        for step in &path.steps {
            at = self.step(&at, step);
        }
        at
    }

    /// What `${name}` means here. Within a predicate on a repeat that the expression does not stand in, it is that of the
    /// instance asked about: `${member}[${age} > 17]`.
    fn named(&self, name: &str, whole: bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        self.scope
            .named(name, self.frame.current, whole, &mut found);
        if found.len() > 1 && self.frame.place.is_some() {
            let mut near = Vec::new();
            self.scope.named(name, self.frame.node, whole, &mut near);
            if !near.is_empty() {
                return near;
            }
        }
        found
    }

    /// An absolute path: its first step has to be the root itself.
    fn absolute(&self, steps: &[Step]) -> Vec<NodeId> {
        let root = self.scope.root();
        let Some((first, rest)) = steps.split_first() else {
            return Vec::new();
        };
        let mut at = match &first.kind {
            StepKind::Child(name) if *name == self.scope.name(root) => vec![root],
            StepKind::AnyChild => vec![root],
            StepKind::Below => self.below(&[root]),
            _ => return Vec::new(),
        };
        at = self.filtered(at, &first.predicates);
        let line = self.line(self.frame.node);
        // As long as the path follows the line down to where the expression stands.
        let mut own = first.kind != StepKind::Below && line.first() == Some(&root);
        for (depth, step) in (1..).zip(rest) {
            let ahead = line.get(depth).copied().filter(|_| own);
            let same = ahead.filter(|ahead| match &step.kind {
                StepKind::Child(name) => self.scope.name(*ahead) == *name,
                _ => false,
            });
            own = same.is_some();
            at = self.step(&at, step);
            if let Some(same) = same.filter(|_| step.predicates.is_empty()) {
                let position = self.scope.position(same);
                at.retain(|node| self.scope.position(*node) == position);
            }
        }
        at
    }

    /// The nodes from the root down to `node`.
    fn line(&self, node: NodeId) -> Vec<NodeId> {
        let mut line = vec![node];
        let mut at = node;
        while let Some(parent) = self.scope.parent(at) {
            line.push(parent);
            at = parent;
        }
        line.reverse();
        line
    }

    fn step(&self, from: &[NodeId], step: &Step) -> Vec<NodeId> {
        let mut reached = Vec::new();
        for node in from {
            let mut found = Vec::new();
            match &step.kind {
                StepKind::Itself => found.push(*node),
                StepKind::Parent => found.extend(self.scope.parent(*node)),
                StepKind::AnyChild => self.scope.children(*node, None, &mut found),
                StepKind::Below => found = self.below(&[*node]),
                StepKind::Attribute(_) => {}
                StepKind::Child(name) => self.scope.children(*node, Some(name), &mut found),
            }
            if !self.count(found.len() + 1) {
                return reached;
            }
            if step.kind == StepKind::Itself {
                // `${repeat}[2]` counts among all of them, not one by one.
                reached.extend(found);
            } else {
                reached.extend(self.filtered(found, &step.predicates));
            }
        }
        if step.kind == StepKind::Itself {
            return self.filtered(reached, &step.predicates);
        }
        if matches!(step.kind, StepKind::Parent | StepKind::Below) {
            self.in_order(&mut reached);
        }
        reached
    }

    fn below(&self, from: &[NodeId]) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut open: Vec<NodeId> = from.iter().rev().copied().collect();
        while let Some(node) = open.pop() {
            if !self.count(1) {
                break;
            }
            found.push(node);
            let mut children = Vec::new();
            self.scope.children(node, None, &mut children);
            open.extend(children.into_iter().rev());
        }
        found
    }

    /// Keeps the nodes for which each predicate holds; a number is a place, from 1.
    fn filtered(&self, mut nodes: Vec<NodeId>, predicates: &[Expr]) -> Vec<NodeId> {
        for predicate in predicates {
            let size = nodes.len();
            let mut place = 0;
            nodes.retain(|node| {
                place += 1;
                let inner = Evaluator {
                    frame: Frame {
                        node: *node,
                        current: self.frame.current,
                        place: Some((place, size)),
                    },
                    ..*self
                };
                self.count(1)
                    && match inner.value(predicate) {
                        Value::Number(number) => {
                            #[allow(clippy::cast_precision_loss)]
                            let at = place as f64;
                            (number - at).abs() < 0.5
                        }
                        value => inner.as_truth(&value),
                    }
            });
        }
        nodes
    }

    /// Whether the expression may look at so many more nodes.
    fn count(&self, nodes: usize) -> bool {
        match self.notes.steps_left.get().checked_sub(nodes) {
            Some(left) => {
                self.notes.steps_left.set(left);
                true
            }
            None => {
                self.note(Fault::TooManySteps);
                false
            }
        }
    }

    /// Each node once, in the order of the form.
    pub(super) fn in_order(&self, nodes: &mut Vec<NodeId>) {
        if nodes.len() < 2 {
            return;
        }
        nodes.sort_by_cached_key(|node| self.place(*node));
        nodes.dedup();
    }

    /// The places of a node and those above it among their siblings, from the root.
    fn place(&self, node: NodeId) -> Vec<usize> {
        let mut places = Vec::new();
        let mut at = node;
        let mut siblings = Vec::new();
        while let Some(parent) = self.scope.parent(at) {
            siblings.clear();
            self.scope.children(parent, None, &mut siblings);
            places.push(siblings.iter().position(|one| *one == at).unwrap_or(0));
            at = parent;
        }
        places.push(at.0 as usize);
        places.reverse();
        places
    }

    // --- indexed-repeat -------------------------------------------------------------------------------------------

    /// `indexed-repeat(field, repeat, index, …)`: the field in the instances of the repeats that the indices name.
    pub(super) fn indexed_repeat(&self, arguments: &[Expr]) -> Vec<NodeId> {
        let Some(names) = self.names(&arguments[0]) else {
            self.note(Fault::NotNodes);
            return Vec::new();
        };
        let mut chosen: Vec<Option<usize>> = vec![None; names.len()];
        for pair in arguments[1..].chunks(2) {
            let [repeat, index] = pair else {
                continue;
            };
            let level = self.names(repeat).map_or(0, |names| names.len());
            let inside = self
                .names(repeat)
                .is_some_and(|path| names.starts_with(&path));
            let Some(place) = level.checked_sub(1).filter(|_| inside) else {
                self.note(Fault::NotNodes);
                return Vec::new();
            };
            // As in JavaRosa: before there is an index, the first.
            let index = self.number(index).trunc().max(1.0);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let index = if index.is_nan() { 1 } else { index as usize };
            chosen[place] = Some(index);
        }
        let line = self.line(self.frame.node);
        let mut at = vec![self.scope.root()];
        for (depth, name) in names.iter().enumerate().skip(1) {
            let mut next = Vec::new();
            for node in at {
                let mut found = Vec::new();
                self.scope.children(node, Some(name), &mut found);
                match (chosen[depth], line.get(depth)) {
                    (Some(index), _) => next.extend(found.get(index - 1)),
                    (None, Some(own)) if found.contains(own) => next.push(*own),
                    _ => next.extend(found),
                }
            }
            at = next;
            if !self.count(at.len() + 1) {
                return Vec::new();
            }
        }
        at.retain(|node| self.is_seen(*node));
        at
    }

    /// The names from the root that a path leads through, whatever its predicates.
    fn names(&self, expr: &Expr) -> Option<Vec<String>> {
        let Node::Path(path) = &expr.node else {
            return None;
        };
        let of = |node: NodeId| -> Vec<String> {
            let line = self.line(node);
            line.iter()
                .map(|node| self.scope.name(*node).into_owned())
                .collect()
        };
        let mut names = match &path.start {
            Start::Root => Vec::new(),
            Start::Context => of(self.frame.node),
            Start::Current => of(self.frame.current),
            Start::Named(name) => {
                let mut found = Vec::new();
                self.scope.named(name, self.frame.current, true, &mut found);
                of(*found.first()?)
            }
            Start::Instance(_) | Start::Nodes(_) => return None,
        };
        for step in &path.steps {
            match &step.kind {
                StepKind::Child(name) => names.push(name.clone()),
                StepKind::Parent => {
                    names.pop()?;
                }
                StepKind::Itself => {}
                _ => return None,
            }
        }
        Some(names)
    }
}

/// `${repeat}[2]` is the second of all, wherever it is said.
fn is_filtered_start(step: &Step) -> bool {
    step.kind == StepKind::Itself && !step.predicates.is_empty()
}

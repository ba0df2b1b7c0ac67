//! What a change reaches: which nodes may be out of date because something they look at is other than before.

use std::collections::{BTreeMap, BTreeSet};

use super::Interview;
use crate::expr::NodeId;
use crate::form::{Form, FormId};
use crate::program::Watch;

/// What about a node may be out of date.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stale {
    /// Something its relevance looks at changed.
    pub(super) relevance: bool,
    /// Something its calculation looks at changed.
    pub(super) calculation: bool,
    /// The node is the parent of a repeat, and something changed that the number of its instances depends on.
    pub(super) count: bool,
    /// Something that it is required for, or read only, changed.
    pub(super) condition: bool,
}

impl Stale {
    pub(super) const ALL: Stale = Stale {
        relevance: true,
        calculation: true,
        count: false,
        condition: false,
    };
    pub(super) const COUNT: Stale = Stale {
        relevance: false,
        calculation: false,
        count: true,
        condition: false,
    };
    pub(super) const CONDITION: Stale = Stale {
        relevance: false,
        calculation: false,
        count: false,
        condition: true,
    };

    pub(super) fn is_condition_alone(self) -> bool {
        self.condition && !self.relevance && !self.calculation
    }
}

/// Nodes that may be out of date, by their rank in the order of dependence.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) nodes: BTreeMap<(u32, NodeId), Stale>,
    /// Those whose conditions were passed on: what is required may depend on what depends on it, so each only once.
    pub(super) conditions: BTreeSet<NodeId>,
    /// On trial: where the change was made.
    pub(super) origin: Option<Origin>,
}

/// Where a change was made, which on trial, as in JavaRosa, limits what is computed again: of what lies in a repeat only
/// what is in the same instance, and none of the others that may look at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) node: NodeId,
    /// All instances of what lies in this repeat are computed again: their number changed.
    pub(super) all_in: Option<FormId>,
    /// None of what lies in this repeat is: the instance is gone.
    pub(super) none_in: Option<FormId>,
}

impl Origin {
    pub(super) fn at(node: NodeId) -> Origin {
        Origin {
            node,
            all_in: None,
            none_in: None,
        }
    }
}

impl Pending {
    pub(super) fn from(origin: Option<Origin>) -> Pending {
        Pending {
            origin,
            ..Pending::default()
        }
    }
}

impl Interview {
    pub(super) fn mark(&self, node: NodeId, stale: Stale, pending: &mut Pending) {
        let rank = self.pack.program.rank[self.tree.at(node).form.at()];
        let marked = pending.nodes.entry((rank, node)).or_default();
        marked.relevance |= stale.relevance;
        marked.calculation |= stale.calculation;
        marked.condition |= stale.condition;
    }

    pub(super) fn mark_children(&self, node: NodeId, pending: &mut Pending) {
        let form = &self.pack.program.form;
        let mut children = Vec::new();
        for child in &form.node(self.tree.at(node).form).children {
            self.tree.add_instances(form, node, *child, &mut children);
        }
        for child in children {
            self.mark(child, Stale::default(), pending);
        }
    }

    pub(super) fn mark_watchers(&self, node: NodeId, pending: &mut Pending) {
        let source = self.tree.at(node).form;
        self.mark_watchers_of(source, node, None, pending);
    }

    /// Marks those that look at `source`, of which an instance at or near `node` changed. Where instances came or went,
    /// all within `widest` are marked.
    pub(super) fn mark_watchers_of(
        &self,
        source: FormId,
        node: NodeId,
        widest: Option<FormId>,
        pending: &mut Pending,
    ) {
        let program = &self.pack.program;
        let relevance = Stale {
            relevance: true,
            ..Stale::default()
        };
        let calculation = Stale {
            calculation: true,
            ..Stale::default()
        };
        for (watchers, stale) in [
            (&program.relevance_watchers[source.at()], relevance),
            (&program.calculation_watchers[source.at()], calculation),
        ] {
            for watch in watchers {
                let pivot = widest.map_or(watch.pivot, |widest| {
                    outer(&program.form, watch.pivot, widest)
                });
                self.mark_watch(*watch, pivot, node, stale, pending);
            }
        }
        if !self.overwritten.is_empty() {
            self.mark_conditions_of(source, node, widest, pending);
        }
    }

    /// As in JavaRosa a question passes a change on that only its `required` or `read_only` looks at: nothing is other than
    /// before, but a calculation that looks at the question, and was answered by hand, is computed again.
    pub(super) fn mark_conditions_of(
        &self,
        source: FormId,
        node: NodeId,
        widest: Option<FormId>,
        pending: &mut Pending,
    ) {
        let form = &self.pack.program.form;
        for watch in &self.pack.program.condition_watchers[source.at()] {
            let pivot = widest.map_or(watch.pivot, |widest| outer(form, watch.pivot, widest));
            for by in self.instances_to_mark(node, pivot, watch.by, pending) {
                if pending.conditions.insert(by) {
                    self.mark(by, Stale::CONDITION, pending);
                }
            }
        }
    }

    fn mark_watch(
        &self,
        watch: Watch,
        pivot: FormId,
        node: NodeId,
        stale: Stale,
        pending: &mut Pending,
    ) {
        let program = &self.pack.program;
        let form = &program.form;
        for by in self.instances_to_mark(node, pivot, watch.by, pending) {
            self.mark(by, stale, pending);
        }
        if stale.calculation
            && program.at(watch.by).repeat_count.is_some()
            && let Some(parent) = form.node(watch.by).parent
        {
            for parent in self.instances_to_mark(node, pivot, parent, pending) {
                self.mark_count(parent, watch.by, pending);
            }
        }
    }

    /// The instances of `by` that a change at `node` reaches, whose look stays within the repeat `pivot`.
    fn instances_to_mark(
        &self,
        node: NodeId,
        pivot: FormId,
        by: FormId,
        pending: &Pending,
    ) -> Vec<NodeId> {
        let form = &self.pack.program.form;
        let Some(origin) = pending.origin else {
            return self.tree.instances_near(form, node, pivot, by);
        };
        let lies_in = |repeat: Option<FormId>| {
            repeat.is_some_and(|repeat| form.common_home(by, repeat) == repeat)
        };
        if lies_in(origin.all_in) {
            self.tree.instances(form, by)
        } else if lies_in(origin.none_in) {
            Vec::new()
        } else {
            let merged = [&self.merged.calculations, &self.merged.relevance];
            let wide = merged.into_iter().find_map(|merged| merged.get(&by));
            let shared = form.common_home(*wide.unwrap_or(&by), self.tree.at(origin.node).form);
            self.tree.instances_near(form, origin.node, shared, by)
        }
    }

    /// Marks that the number of instances of a repeat under `parent` may be out of date.
    pub(super) fn mark_count(&self, parent: NodeId, repeat: FormId, pending: &mut Pending) {
        let rank = self.pack.program.rank[repeat.at()];
        pending.nodes.insert((rank, parent), Stale::COUNT);
    }
}

/// The outer of two repeats, one of which is around the other.
fn outer(form: &Form, one: FormId, other: FormId) -> FormId {
    form.common_home(one, other)
}

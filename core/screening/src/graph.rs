//! In which order the nodes of a form depend on each other, or the circle in which they do.

use std::collections::BTreeSet;

use crate::form::{Form, FormId};
use crate::program::{Program, Watch};

/// Nodes such that each comes after its group and after everything its relevance and calculation look at.
///
/// # Errors
/// The nodes of one circle, each looked at by the next, the first in the form first; where there is any.
pub(crate) fn order(
    form: &Form,
    relevance_watchers: &[Vec<Watch>],
    calculation_watchers: &[Vec<Watch>],
) -> Result<Vec<FormId>, Vec<FormId>> {
    let next = |node: usize| {
        let watchers = relevance_watchers[node]
            .iter()
            .chain(&calculation_watchers[node]);
        watchers
            .map(|watch| watch.by)
            .chain(form.nodes[node].children.iter().copied())
            .map(FormId::at)
    };
    let mut open_before = vec![0usize; form.nodes.len()];
    for node in 0..form.nodes.len() {
        next(node).for_each(|after| open_before[after] += 1);
    }
    let mut ready: Vec<usize> = (0..form.nodes.len())
        .rev()
        .filter(|node| open_before[*node] == 0)
        .collect();
    let mut order = Vec::with_capacity(form.nodes.len());
    while let Some(node) = ready.pop() {
        order.push(id(node));
        for after in next(node) {
            open_before[after] -= 1;
            if open_before[after] == 0 {
                ready.push(after);
            }
        }
    }
    if order.len() == form.nodes.len() {
        Ok(order)
    } else {
        Err(circle(&open_before, next))
    }
}

/// Walks backwards among the nodes that never became ready, each of which waits for another of them, until one comes
/// again.
fn circle<I: Iterator<Item = usize>>(
    open_before: &[usize],
    next: impl Fn(usize) -> I,
) -> Vec<FormId> {
    let stuck: Vec<usize> = (0..open_before.len())
        .filter(|node| open_before[*node] > 0)
        .collect();
    let mut waits_for = vec![None; open_before.len()];
    for node in &stuck {
        for after in next(*node) {
            waits_for[after].get_or_insert(*node);
        }
    }
    let mut walked = Vec::new();
    let mut at = stuck.first().copied();
    while let Some(node) = at {
        if let Some(start) = walked.iter().position(|before| *before == node) {
            let mut found: Vec<FormId> = walked[start..].iter().map(|node| id(*node)).collect();
            found.reverse();
            let first = (0..found.len())
                .min_by_key(|place| found[*place])
                .unwrap_or(0);
            found.rotate_left(first);
            return found;
        }
        walked.push(node);
        at = waits_for[node];
    }
    Vec::new()
}

fn id(node: usize) -> FormId {
    FormId(u32::try_from(node).unwrap_or(u32::MAX))
}

impl Program {
    /// The expressions that look at a node, at what looks at it, and so on; a group's relevance is that of all within it.
    pub(crate) fn dependents(&self, node: FormId) -> usize {
        let mut met = BTreeSet::from([node]);
        let mut open = vec![node];
        let mut expressions = BTreeSet::new();
        while let Some(next) = open.pop() {
            let relevance = self.relevance_watchers[next.at()].iter();
            let calculation = self.calculation_watchers[next.at()].iter();
            expressions.extend(relevance.clone().map(|watch| (watch.by, false)));
            expressions.extend(calculation.clone().map(|watch| (watch.by, true)));
            let below = self.form.node(next).children.iter().copied();
            let all = relevance.chain(calculation).map(|watch| watch.by);
            open.extend(all.chain(below).filter(|node| met.insert(*node)));
        }
        expressions.len()
    }
}

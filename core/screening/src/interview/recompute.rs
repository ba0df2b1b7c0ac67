//! What depends on an answer is computed again when it changes, in the order of dependence, and nothing else is.

use std::collections::BTreeMap;

use super::scope::View;
use super::{Changed, Interview};
use crate::answer::Answer;
use crate::expr::NodeId;
use crate::expr::Value;
use crate::expr::eval::{evaluate, evaluate_text};
use crate::form::Item;
use crate::program::is_dynamic;

/// What about a node may be out of date.
#[derive(Clone, Copy, Debug, Default)]
struct Stale {
    /// Something its relevance looks at changed.
    relevance: bool,
    /// Something its calculation looks at changed.
    calculation: bool,
}

impl Interview {
    /// Puts an answer in place and brings all that depends on it up to date.
    pub(super) fn store(&mut self, index: usize, answer: Option<Answer>) -> Changed {
        let mut changed = Changed::default();
        if self.answers[index] == answer {
            return changed;
        }
        self.answers[index] = answer;
        let node = self.pack.program.question_node(index);
        let mut touched = vec![node];
        let mut pending = BTreeMap::new();
        self.mark_watchers(node, &mut pending);
        while let Some((rank, stale)) = pending.pop_first() {
            let node = self.pack.program.order[rank as usize];
            if self.refresh(node, stale, &mut changed.evaluated) {
                touched.push(node);
                self.mark_watchers(node, &mut pending);
                for child in &self.pack.program.form.node(node).children {
                    pending
                        .entry(self.pack.program.rank[child.0 as usize])
                        .or_default();
                }
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let program = &self.pack.program;
        let questions = touched
            .into_iter()
            .filter_map(|node| program.question_of(node));
        changed.questions = questions
            .map(|index| self.question(index).path.clone())
            .collect();
        changed
    }

    fn mark_watchers(&self, node: NodeId, pending: &mut BTreeMap<u32, Stale>) {
        let program = &self.pack.program;
        for watcher in &program.relevance_watchers[node.0 as usize] {
            pending
                .entry(program.rank[watcher.0 as usize])
                .or_default()
                .relevance = true;
        }
        for watcher in &program.calculation_watchers[node.0 as usize] {
            pending
                .entry(program.rank[watcher.0 as usize])
                .or_default()
                .calculation = true;
        }
    }

    /// Brings one node up to date; whether anything about it is other than before.
    fn refresh(&mut self, node: NodeId, stale: Stale, evaluated: &mut usize) -> bool {
        let pack = std::sync::Arc::clone(&self.pack);
        let expressions = pack.program.at(node);
        let mut changed = false;
        if let Some(bound) = expressions.relevant.as_ref().filter(|_| stale.relevance) {
            self.wanted[node.0 as usize] = self.holds(bound, node);
            *evaluated += 1;
        }
        let parent = pack.program.form.node(node).parent;
        let inside = parent.is_none_or(|parent| self.relevant[parent.0 as usize]);
        let relevant = inside && self.wanted[node.0 as usize];
        if self.relevant[node.0 as usize] != relevant {
            self.relevant[node.0 as usize] = relevant;
            changed = true;
        }
        if let (Some(bound), Item::Question(index)) = (
            expressions
                .calculation
                .as_ref()
                .filter(|_| stale.calculation),
            pack.program.form.node(node).item,
        ) && self.is_calculated(index)
        {
            let computed = self.computed(node, bound);
            *evaluated += 1;
            if self.answers[index] != computed {
                self.answers[index] = computed;
                changed = true;
            }
        }
        changed
    }

    /// What a calculation comes to; a number that is none is no answer, as in ODK.
    fn computed(&self, node: NodeId, bound: &crate::program::Bound) -> Option<Answer> {
        let view = View::new(self, bound, node);
        let text = match evaluate(&bound.expr, &view) {
            Value::Number(number) if number.is_nan() => String::new(),
            _ => evaluate_text(&bound.expr, &view),
        };
        (!text.is_empty()).then_some(Answer::Value(text))
    }

    /// Brings everything up to date.
    pub(super) fn recompute_all(&mut self) {
        let pack = std::sync::Arc::clone(&self.pack);
        let mut evaluated = 0;
        for node in &pack.program.order {
            self.refresh(
                *node,
                Stale {
                    relevance: true,
                    calculation: true,
                },
                &mut evaluated,
            );
        }
    }

    /// Gives questions their defaults: as written, or computed if it is an expression. A default that is not a possible
    /// answer is left out.
    pub(super) fn fill_defaults(&mut self) {
        let pack = std::sync::Arc::clone(&self.pack);
        for (index, question) in pack.content.questions.iter().enumerate() {
            let written = &question.written.default;
            if written.is_empty() || !question.kind.is_asked() {
                continue;
            }
            let node = pack.program.question_node(index);
            let answer = match &pack.program.at(node).default {
                Some(bound) => self.computed(node, bound),
                None if is_dynamic(written) => None,
                None => Some(Answer::Value(written.clone())),
            };
            if let Ok(answer) = self.checked(index, answer) {
                self.answers[index] = answer;
            }
        }
    }
}

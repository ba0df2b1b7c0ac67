//! What depends on an answer is computed again when it changes, in the order of dependence, and nothing else is.

use std::sync::Arc;

use super::marks::{Origin, Pending, Stale};
use super::{Changed, Interview};
use crate::answer::Answer;
use crate::expr::{NodeId, Value, value::number_text};
use crate::form::{FormId, Item};
use crate::question::{Kind, Question};

/// What changed so far.
#[derive(Debug, Default)]
pub(super) struct Touched {
    nodes: Vec<NodeId>,
    evaluated: usize,
    /// Instances of repeats that came because an expression says so.
    pub(super) grown: Vec<NodeId>,
}

impl Touched {
    pub(super) fn note_evaluation(&mut self) {
        self.evaluated += 1;
    }
}

impl Interview {
    /// Puts an answer in place and brings all that depends on it up to date.
    pub(super) fn store(&mut self, node: NodeId, answer: Option<Answer>) -> Changed {
        let spot = self.tree.at_mut(node);
        let same = spot.answer == answer;
        if same && !self.lenient && (answer.is_none() || self.overwritten.is_empty()) {
            return Changed::default();
        }
        let mut touched = Touched::default();
        if !same {
            spot.answer = answer;
            spot.computed = None;
            touched.nodes.push(node);
        }
        let mut pending = Pending::from(self.origin(node));
        self.mark_watchers(node, &mut pending);
        self.settle(pending, &mut touched);
        if !same {
            self.set_off(node, &mut touched);
        }
        for new in std::mem::take(&mut touched.grown) {
            self.fill_dynamic_defaults(new);
        }
        self.changed(touched)
    }

    fn origin(&self, node: NodeId) -> Option<Origin> {
        self.lenient.then(|| Origin::at(node))
    }

    /// Runs the calculations that wait for a change of this node.
    fn set_off(&mut self, node: NodeId, touched: &mut Touched) {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let source = self.tree.at(node).form;
        for watch in &pack.program.triggered[source.at()] {
            for target in self.tree.instances_near(form, node, watch.pivot, watch.by) {
                let computed = match &pack.program.at(watch.by).calculation {
                    Some(bound) => {
                        touched.evaluated += 1;
                        self.value_of(bound, target)
                    }
                    None => Value::empty(),
                };
                if self.put_computed(target, computed) {
                    // Set once, it is an answer like any other.
                    self.tree.at_mut(target).computed = None;
                    touched.nodes.push(target);
                    let mut pending = Pending::from(self.origin(target));
                    self.mark_watchers(target, &mut pending);
                    self.settle(pending, touched);
                }
            }
        }
    }

    pub(super) fn changed(&mut self, mut touched: Touched) -> Changed {
        touched.nodes.sort_unstable();
        touched.nodes.dedup();
        self.recount_screens(&touched.nodes);
        let nodes = touched.nodes.into_iter();
        let questions = nodes.filter(|node| self.question_at(*node).is_some());
        Changed {
            questions: questions
                .map(|node| self.path_of(node).to_owned())
                .collect(),
            evaluated: touched.evaluated,
        }
    }

    /// Brings up to date what may be out of date, and what then is, until nothing is.
    pub(super) fn settle(&mut self, mut pending: Pending, touched: &mut Touched) {
        let pack = Arc::clone(&self.pack);
        while let Some(((rank, node), stale)) = pending.nodes.pop_first() {
            let form_node = pack.program.order[rank as usize];
            if stale.count {
                self.recount(node, form_node, &mut pending, touched);
                continue;
            }
            let changed = self.refresh(node, stale, &mut touched.evaluated);
            if changed {
                touched.nodes.push(node);
            }
            if changed || self.lenient {
                self.mark_watchers(node, &mut pending);
                if !stale.is_condition_alone() {
                    self.mark_children(node, &mut pending);
                }
            }
        }
    }

    /// Marks everything in a new instance, and everything that looks at anything in its repeat: instances came or went.
    pub(super) fn mark_came_or_went(
        &self,
        parent: NodeId,
        repeat: FormId,
        new: Option<NodeId>,
        pending: &mut Pending,
    ) {
        let form = &self.pack.program.form;
        self.mark_new(new, pending);
        let widest = form.home_around(repeat);
        for source in form.below(repeat).into_iter().chain([repeat]) {
            self.mark_watchers_of(source, parent, Some(widest), pending);
        }
    }

    fn mark_new(&self, new: Option<NodeId>, pending: &mut Pending) {
        let form = &self.pack.program.form;
        for node in new.into_iter().flat_map(|new| self.tree.subtree(form, new)) {
            self.mark(node, Stale::ALL, pending);
            for child in &form.node(self.tree.at(node).form).children {
                if self.pack.program.at(*child).repeat_count.is_some() {
                    self.mark_count(node, *child, pending);
                }
            }
        }
    }

    /// On trial, after an instance of a repeat came or went: in JavaRosa's order what looks at the repeat, in all its
    /// instances, then what is new, then what looks at what lies directly in the instance. `place` is the instance that now
    /// stands where the one came or went.
    pub(super) fn settle_instance(
        &mut self,
        parent: NodeId,
        repeat: FormId,
        place: Option<NodeId>,
        is_new: bool,
        touched: &mut Touched,
    ) {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let origin = Origin {
            node: place.unwrap_or(parent),
            all_in: None,
            none_in: place.is_none().then_some(repeat),
        };
        let mut pending = Pending::from(Some(Origin {
            all_in: Some(repeat),
            ..origin
        }));
        self.mark_watchers_of(repeat, parent, None, &mut pending);
        self.settle(pending, touched);
        let mut pending = Pending::from(Some(origin));
        self.mark_new(place.filter(|_| is_new), &mut pending);
        for source in &form.node(repeat).children {
            self.mark_watchers_of(*source, parent, None, &mut pending);
        }
        self.settle(pending, touched);
    }

    /// Brings one node up to date; whether anything about it is other than before.
    fn refresh(&mut self, node: NodeId, stale: Stale, evaluated: &mut usize) -> bool {
        let pack = Arc::clone(&self.pack);
        let of = self.tree.at(node).form;
        let expressions = pack.program.at(of);
        let mut changed = false;
        if let Some(bound) = expressions.relevant.as_ref().filter(|_| stale.relevance) {
            let at = self.merged.relevance.get(&of).copied();
            let wanted = self.holds(bound, self.above(node, at));
            self.tree.at_mut(node).wanted = wanted;
            *evaluated += 1;
        }
        let parent = self.tree.parent(&pack.program.form, node);
        let inside = parent.is_none_or(|parent| self.tree.at(parent).relevant);
        let spot = self.tree.at_mut(node);
        let relevant = inside && spot.wanted;
        if spot.relevant != relevant {
            spot.relevant = relevant;
            changed = true;
        }
        if let (Some(bound), Item::Question(index), true) = (
            expressions.calculation.as_ref(),
            pack.program.form.node(of).item,
            stale.calculation,
        ) && pack.content.questions[index].written.trigger.is_empty()
        {
            let at = self.merged.calculations.get(&of).copied();
            let computed = self.value_of(bound, self.above(node, at));
            *evaluated += 1;
            changed |= self.put_computed(node, computed);
            self.overwritten.remove(&node);
        }
        changed
    }

    /// The node above this one that is an instance of `at`; where that is none, the node itself.
    fn above(&self, node: NodeId, at: Option<FormId>) -> NodeId {
        let form = &self.pack.program.form;
        let above = |node: &NodeId| self.tree.parent(form, *node);
        let mut around = std::iter::successors(Some(node), above);
        at.and_then(|at| around.find(|node| self.tree.at(*node).form == at))
            .unwrap_or(node)
    }

    /// Puts what an expression came to in the place of an answer; whether that is other than before. A number that is
    /// none is no answer, as in ODK.
    fn put_computed(&mut self, node: NodeId, computed: Value) -> bool {
        let Some(question) = self.question_at(node) else {
            return false;
        };
        let text = self.computed_text(question, &computed);
        let answer = (!text.is_empty()).then_some(Answer::Value(text));
        let keeps_type = matches!(
            question.kind,
            Kind::Calculate | Kind::Hidden | Kind::Text | Kind::Note
        );
        let typed = (answer.is_some() && keeps_type).then_some(computed);
        let spot = self.tree.at_mut(node);
        if spot.answer == answer && spot.computed == typed {
            return false;
        }
        spot.answer = answer;
        spot.computed = typed;
        true
    }

    /// What a computed value is as an answer.
    pub(super) fn computed_text(&self, question: &Question, computed: &Value) -> String {
        match (computed, &question.kind) {
            (Value::Number(number), _) if number.is_nan() => String::new(),
            // An `int` of Java holds no more.
            (Value::Number(number), Kind::Integer) if self.lenient => {
                number_text(number.trunc().clamp(-2_147_483_648.0, 2_147_483_647.0))
            }
            (Value::Number(number), Kind::Integer) => number_text(number.trunc()),
            (Value::Number(number), _) => number_text(*number),
            (Value::Moment(moment), Kind::DateTime) => self.spelled_moment(*moment),
            (Value::Moment(moment), Kind::Time) => {
                let spelled = self.spelled_moment(*moment);
                spelled
                    .split_once('T')
                    .map_or(String::new(), |(_, time)| time.to_owned())
            }
            // On trial as in the instances of ODK; a record keeps what people can read.
            (Value::Moment(moment), kind) if self.lenient && *kind != Kind::Date => {
                self.spelled_moment(*moment)
            }
            (Value::Moment(moment), _) => moment.date().to_string(),
            (Value::Boolean(yes), _) if self.lenient => u8::from(*yes).to_string(),
            (Value::Boolean(yes), _) => yes.to_string(),
            (Value::Text(text), _) => text.clone(),
            (Value::Nodes(_), _) => String::new(),
        }
    }

    /// A moment as ODK writes it: `2026-01-02T03:04:05.000+07:00`.
    pub(super) fn spelled_moment(&self, moment: jiff::civil::DateTime) -> String {
        let offset = self.clock.offset;
        let (sign, ahead) = if offset < 0 {
            ('-', -offset)
        } else {
            ('+', offset)
        };
        format!(
            "{}T{:02}:{:02}:{:02}.{:03}{sign}{:02}:{:02}",
            moment.date(),
            moment.hour(),
            moment.minute(),
            moment.second(),
            moment.millisecond(),
            ahead / 3600,
            ahead % 3600 / 60
        )
    }

    /// Brings everything up to date.
    pub(super) fn recompute_all(&mut self) {
        let pack = Arc::clone(&self.pack);
        let form = &pack.program.form;
        let mut pending = Pending::default();
        for node in self.tree.subtree(form, NodeId(0)) {
            self.mark(node, Stale::ALL, &mut pending);
            for child in &form.node(self.tree.at(node).form).children {
                if pack.program.at(*child).repeat_count.is_some() {
                    self.mark_count(node, *child, &mut pending);
                }
            }
        }
        self.settle(pending, &mut Touched::default());
        self.forget_screens();
    }
}

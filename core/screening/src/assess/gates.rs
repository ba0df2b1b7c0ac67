//! Which questions an answer could open, and which values it could change.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use crate::form::FormId;
use crate::pack::Pack;

/// What depends on what in one questionnaire, worked out where it is asked for and then remembered.
pub(super) struct Gates<'a> {
    pack: &'a Pack,
    known: RefCell<BTreeMap<usize, Rc<[usize]>>>,
}

impl<'a> Gates<'a> {
    pub(super) fn of(pack: &'a Pack) -> Gates<'a> {
        Gates {
            pack,
            known: RefCell::default(),
        }
    }

    /// The questions and values that depend on the answer to a question, by whatever way, that point to something or tell a
    /// fact; not the question itself.
    pub(super) fn opened_by(&self, question: usize) -> Rc<[usize]> {
        if let Some(known) = self.known.borrow().get(&question) {
            return Rc::clone(known);
        }
        let from = self.pack.program.question_node(question);
        let mut opened: Vec<usize> = reached(self.pack, [from])
            .into_iter()
            .filter_map(|node| self.pack.program.question_of(node))
            .filter(|other| *other != question && self.tells(*other))
            .collect();
        opened.sort_unstable();
        let opened: Rc<[usize]> = opened.into();
        self.known.borrow_mut().insert(question, Rc::clone(&opened));
        opened
    }

    fn tells(&self, index: usize) -> bool {
        let question = &self.pack.content.questions[index];
        question.fact.is_some()
            || !question.marks.is_empty()
            || question
                .choices()
                .iter()
                .any(|choice| !choice.marks.is_empty())
    }
}

/// Every node that depends, by whatever way, on one of these; they themselves too.
pub(super) fn reached(pack: &Pack, from: impl IntoIterator<Item = FormId>) -> HashSet<FormId> {
    let program = &pack.program;
    let mut found: HashSet<FormId> = HashSet::new();
    let mut open: Vec<FormId> = from.into_iter().collect();
    while let Some(node) = open.pop() {
        if !found.insert(node) {
            continue;
        }
        let watchers = program.relevance_watchers[node.at()]
            .iter()
            .chain(&program.calculation_watchers[node.at()])
            .chain(&program.triggered[node.at()]);
        open.extend(watchers.map(|watch| watch.by));
        open.extend(&program.form.node(node).children);
    }
    found
}

//! What an expression of an interview can see.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};

use super::Interview;
use crate::age::PartialDate;
use crate::expr::ast::Path;
use crate::expr::{NodeId, Scope, Value};
use crate::program::{Bound, column_name};
use crate::question::{Choice, Kind};

/// An interview seen from one expression of one node.
pub(super) struct View<'a> {
    interview: &'a Interview,
    bound: &'a Bound,
    node: NodeId,
    /// In a choice filter, the choice asked about: bare names are its columns.
    choice: Option<&'a Choice>,
    /// In a constraint, the answer asked about, which is not stored yet.
    candidate: Option<&'a str>,
}

impl<'a> View<'a> {
    pub(super) fn new(interview: &'a Interview, bound: &'a Bound, node: NodeId) -> View<'a> {
        View {
            interview,
            bound,
            node,
            choice: None,
            candidate: None,
        }
    }

    pub(super) fn of_choice(self, choice: &'a Choice) -> View<'a> {
        View {
            choice: Some(choice),
            ..self
        }
    }

    pub(super) fn of_candidate(self, candidate: &'a str) -> View<'a> {
        View {
            candidate: Some(candidate),
            ..self
        }
    }
}

impl Scope for View<'_> {
    fn path(&self, path: &Path) -> Value {
        if let (Some(choice), Some(column)) = (self.choice, column_name(path)) {
            let text = if column == "name" {
                Some(&choice.name)
            } else {
                choice.columns.get(column)
            };
            return Value::Text(text.cloned().unwrap_or_default());
        }
        let seen = |node: &&NodeId| **node == self.node || self.interview.relevant[node.0 as usize];
        let nodes = self
            .bound
            .nodes
            .get(path.index)
            .map(Vec::as_slice)
            .unwrap_or_default();
        Value::Nodes(nodes.iter().filter(seen).copied().collect())
    }

    /// A partial date is its first day, which is what ODK itself stores for the appearances that allow one.
    fn text(&self, node: NodeId) -> Cow<'_, str> {
        let text = match self.candidate {
            Some(candidate) if node == self.node => candidate,
            _ => self.interview.node_text(node),
        };
        let pack = &self.interview.pack;
        let kind = pack
            .program
            .question_of(node)
            .map(|index| &pack.content.questions[index].kind);
        let first_day = match (kind, text.len()) {
            (Some(Kind::Date), 1..10) => PartialDate::parse(text).and_then(PartialDate::first_day),
            _ => None,
        };
        first_day.map_or(Cow::Borrowed(text), |day| Cow::Owned(day.to_string()))
    }

    fn own_text(&self) -> Cow<'_, str> {
        self.text(self.node)
    }

    fn choice_label(&self, path: &Path, name: &str) -> String {
        let pack = &self.interview.pack;
        let node = self
            .bound
            .nodes
            .get(path.index)
            .and_then(|nodes| nodes.first());
        node.and_then(|node| pack.program.question_of(*node))
            .and_then(|index| pack.content.questions[index].choice(name))
            .map_or_else(String::new, |choice| {
                choice.label(&pack.content.default_language).to_owned()
            })
    }

    fn today(&self) -> Date {
        self.interview.now.date()
    }

    fn now(&self) -> DateTime {
        self.interview.now
    }
}

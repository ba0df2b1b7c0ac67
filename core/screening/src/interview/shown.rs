//! What is shown of an interview: words with the answers filled in, and the choices on offer.

use super::Interview;
use super::scope::{View, item_frame, item_node};
use crate::answer::Answer;
use crate::expr::eval::{evaluate_text, evaluate_truth, text_of};
use crate::expr::{Frame, NodeId, Scope, shuffle};
use crate::form::Item;
use crate::question::{Choice, Kind, Question};

impl Interview {
    /// The words of the question or group at `path` in `lang`, with `${name}` filled in.
    #[must_use]
    pub fn label(&self, path: &str, lang: &str) -> String {
        let Some(node) = self.node_at(path) else {
            return String::new();
        };
        match self.pack.program.form.node(self.tree.at(node).form).item {
            Item::Root => String::new(),
            Item::Group(index) => self.filled(self.pack.content.groups[index].label(lang), node),
            Item::Question(index) => self.filled(self.question(index).label(lang), node),
        }
    }

    /// The hint of the question at `path` in `lang`, with `${name}` filled in.
    #[must_use]
    pub fn hint(&self, path: &str, lang: &str) -> String {
        self.question_node(path).map_or_else(String::new, |node| {
            let hint = self
                .question_at(node)
                .map_or("", |question| question.hint(lang));
            self.filled(hint, node)
        })
    }

    /// The choices that the question at `path` offers now, in the order in which they are to be shown.
    #[must_use]
    pub fn choices(&self, path: &str) -> Vec<&Choice> {
        self.question_node(path)
            .map_or_else(Vec::new, |node| self.choices_of(node))
    }

    pub(super) fn choices_of(&self, node: NodeId) -> Vec<&Choice> {
        let Some(question) = self.question_at(node) else {
            return Vec::new();
        };
        let choices = question.choices();
        let offered: Vec<&Choice> = match (
            &self.expressions(node).choice_filter,
            self.list_nodes(question),
        ) {
            (Some(filter), Some(list)) => {
                let view = View::new(self, filter);
                let holds = |item: usize| {
                    let frame = item_frame(node, item_node(list, item));
                    evaluate_truth(&filter.expr, &view, frame)
                };
                let numbered = choices.iter().enumerate();
                numbered
                    .filter(|(item, _)| holds(*item))
                    .map(|(_, choice)| choice)
                    .collect()
            }
            _ => choices.iter().collect(),
        };
        if question.is_randomized() {
            shuffle::shuffled(offered, self.seed_of(node))
        } else {
            offered
        }
    }

    fn list_nodes(&self, question: &Question) -> Option<&crate::program::ListNodes> {
        let name = question.kind.list()?;
        let lists = &self.pack.program.lists;
        lists.iter().find(|list| list.name == name)
    }

    /// What mixes up the choices of a question: its own seed, else that of the interview.
    fn seed_of(&self, node: NodeId) -> i64 {
        match &self.expressions(node).seed {
            Some(bound) => {
                let view = View::new(self, bound);
                let text = evaluate_text(&bound.expr, &view, Frame::at(node));
                shuffle::seed_of_text(&text)
            }
            #[allow(clippy::cast_possible_wrap)]
            None => self.circumstances.seed as i64,
        }
    }

    /// A text with the references in it filled in, as seen from a node.
    pub(crate) fn filled(&self, text: &str, node: NodeId) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push_str("${");
                rest = after;
                continue;
            };
            out.push_str(&self.referred(name.trim(), node));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// What `${name}` says at a node.
    fn referred(&self, name: &str, node: NodeId) -> String {
        let view = View::unbound(self);
        let mut found = Vec::new();
        view.named(name, node, false, &mut found);
        found.retain(|node| self.tree.at(*node).relevant);
        let Some(node) = found.first() else {
            return String::new();
        };
        let said = self.tree.at(*node).answer.as_ref().map_or("", Answer::text);
        match self.question_at(*node).map(|question| &question.kind) {
            // The person's own words, not a partial date made whole.
            Some(Kind::Date) => said.to_owned(),
            _ => text_of(&view.content(*node), &view),
        }
    }
}

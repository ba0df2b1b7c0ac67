//! What a question holds before anybody answers it: defaults as written, defaults that are computed, and what the device
//! knows by itself.

use std::sync::Arc;

use super::Interview;
use crate::answer::Answer;
use crate::expr::NodeId;
use crate::program::{Bound, is_dynamic};
use crate::question::{Kind, Question};

impl Interview {
    /// Gives questions below a node their defaults as written. A default that is not a possible answer is left out.
    pub(super) fn fill_static_defaults(&mut self, below: NodeId) {
        self.fill_metadata(below);
        let pack = Arc::clone(&self.pack);
        for node in self.tree.subtree(&pack.program.form, below) {
            let Some(index) = pack.program.question_of(self.tree.at(node).form) else {
                continue;
            };
            let question = &pack.content.questions[index];
            let written = &question.written.default;
            if written.is_empty() || is_dynamic(written, &question.kind) {
                continue;
            }
            let answer = Some(Answer::Value(written.clone()));
            match self.checked(node, answer.clone()) {
                Ok(answer) => self.tree.at_mut(node).answer = answer,
                Err(_) if self.lenient || !question.kind.is_asked() => {
                    self.tree.at_mut(node).answer = answer;
                }
                Err(_) => {}
            }
        }
    }

    /// Puts in below a node what the device knows by itself.
    pub(super) fn fill_metadata(&mut self, below: NodeId) {
        let pack = Arc::clone(&self.pack);
        for node in self.tree.subtree(&pack.program.form, below) {
            let index = pack.program.question_of(self.tree.at(node).form);
            if let Some(Kind::Metadata { property }) =
                index.map(|index| &pack.content.questions[index].kind)
            {
                let known = self.metadata(property);
                self.tree.at_mut(node).answer = known.map(Answer::Value);
            }
        }
    }

    /// What nobody here knows, such as a telephone number, is left empty.
    fn metadata(&self, property: &str) -> Option<String> {
        let of = &self.circumstances;
        match property {
            "start" => Some(self.spelled_moment(of.began)),
            "end" => of.ended.map(|ended| self.spelled_moment(ended)),
            "today" => Some(of.began.date().to_string()),
            "deviceid" => Some(of.device.clone()).filter(|device| !device.is_empty()),
            _ => None,
        }
    }

    /// Gives questions below a node the defaults that are computed, in the order of the form.
    pub(super) fn fill_dynamic_defaults(&mut self, below: NodeId) {
        let pack = Arc::clone(&self.pack);
        for node in self.tree.subtree(&pack.program.form, below) {
            let of = self.tree.at(node).form;
            let (Some(bound), Some(index)) =
                (&pack.program.at(of).default, pack.program.question_of(of))
            else {
                continue;
            };
            self.fill_dynamic(node, bound, &pack.content.questions[index]);
        }
    }

    fn fill_dynamic(&mut self, node: NodeId, bound: &Bound, question: &Question) {
        let computed = self.value_of(bound, node);
        let text = self.computed_text(question, &computed);
        let answer = (!text.is_empty()).then_some(Answer::Value(text));
        let answer = match self.checked(node, answer.clone()) {
            Ok(answer) => answer,
            Err(_) if self.lenient || !question.kind.is_asked() => answer,
            Err(_) => return,
        };
        if answer.is_some() {
            self.store(node, answer);
        }
    }
}

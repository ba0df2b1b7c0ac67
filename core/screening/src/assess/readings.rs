//! Differing answers: each way of taking one answer of every question is one reading.

use std::sync::Arc;

use super::InterviewRecord;
use super::gates::reached;
use crate::answer::Answer;
use crate::expr::NodeId;
use crate::form::FormId;
use crate::interview::{Interview, unplaced};
use crate::limits::MAX_READINGS;
use crate::pack::Pack;

/// The readings of one interview.
pub(super) struct Readings {
    /// At least one: that of the first values.
    pub(super) interviews: Vec<Interview>,
    /// Questions whose answers differ, with their distinct answers.
    pub(super) differing: Vec<Differing>,
    /// By node, where there are too many readings to evaluate each: whether it depends on a differing answer. What does
    /// is taken to be relevant and to hold. Empty where every reading was evaluated.
    pub(super) uncertain: Vec<bool>,
}

/// One question whose answers differ.
pub(super) struct Differing {
    pub(super) path: String,
    /// Index of the question.
    question: usize,
    answers: Vec<Answer>,
}

/// Each answer once, in the order given.
pub(super) fn distinct(answers: &[Answer]) -> Vec<&Answer> {
    let mut found: Vec<&Answer> = Vec::new();
    for answer in answers {
        if !found.contains(&answer) {
            found.push(answer);
        }
    }
    found
}

impl Readings {
    pub(super) fn of(record: &InterviewRecord<'_>) -> Readings {
        let pack = Arc::new(record.pack.clone());
        let mut differing: Vec<Differing> = Vec::new();
        let mut first: Vec<(String, Answer)> = Vec::new();
        for (path, answers) in record.answers {
            let distinct = distinct(answers);
            let Some(answer) = distinct.first() else {
                continue;
            };
            first.push((path.clone(), (*answer).clone()));
            if let Some(question) = pack.index(&unplaced(path))
                && distinct.len() > 1
                && pack.content.questions[question].kind.is_asked()
            {
                differing.push(Differing {
                    path: path.clone(),
                    question,
                    answers: distinct.into_iter().cloned().collect(),
                });
            }
        }
        let base = Interview::restore(Arc::clone(&pack), record.held.clone(), first);
        let count = differing
            .iter()
            .try_fold(1usize, |count, one| count.checked_mul(one.answers.len()));
        if count.is_none_or(|count| count > MAX_READINGS) {
            let uncertain = uncertain(&pack, &differing);
            return Readings {
                interviews: vec![base],
                differing,
                uncertain,
            };
        }
        let mut interviews = vec![base];
        for one in &differing {
            interviews = interviews
                .iter()
                .flat_map(|interview| {
                    one.answers
                        .iter()
                        .map(|answer| interview.with_answer(&one.path, answer.clone()))
                })
                .collect();
        }
        Readings {
            interviews,
            differing,
            uncertain: Vec::new(),
        }
    }

    /// Whether a node may be otherwise in some reading that was not evaluated.
    pub(super) fn is_uncertain(&self, node: FormId) -> bool {
        self.uncertain
            .get(node.0 as usize)
            .copied()
            .unwrap_or(false)
    }

    /// The answers of an instance of a question in a reading: several only where readings were not evaluated one by one.
    pub(super) fn answers<'a>(&'a self, interview: &'a Interview, node: NodeId) -> Vec<&'a Answer> {
        if !self.uncertain.is_empty() {
            let path = interview.path_of(node);
            if let Some(one) = self.differing.iter().find(|one| one.path == path) {
                return one.answers.iter().collect();
            }
        }
        interview.kept(node).into_iter().collect()
    }
}

/// By node, whether it depends on a differing answer; the differing questions themselves do too.
fn uncertain(pack: &Pack, differing: &[Differing]) -> Vec<bool> {
    let program = &pack.program;
    let from = differing
        .iter()
        .map(|one| program.question_node(one.question));
    let mut uncertain = vec![false; program.form.nodes.len()];
    for node in reached(pack, from) {
        uncertain[node.at()] = true;
    }
    uncertain
}

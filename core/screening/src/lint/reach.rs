//! Which questions can be reached, and which choices taken.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Known, Outcome, foreign, looked_at, outcome};
use crate::compile::Compiled;
use crate::form::{FormId, Item};
use crate::problem::{At, Problems};
use crate::program::Bound;
use crate::question::{Kind, Question};

/// Findings about conditions, required questions and choices.
pub(super) fn check(compiled: &Compiled, problems: &mut Problems) {
    let mut check = Check {
        compiled,
        known: known(compiled),
        unreachable: BTreeSet::new(),
        problems,
    };
    for node in compiled.pack.program.order.clone() {
        check.relevance(node);
    }
    for index in 0..compiled.pack.content.questions.len() {
        check.answer(index);
    }
    check.comparisons();
    check.choices();
}

/// What selects can hold. Of one whose answer is computed, or whose list is in a file that is not there, nothing is known.
fn known(compiled: &Compiled) -> Known<'_> {
    let mut known = Known::default();
    for (index, question) in compiled.pack.content.questions.iter().enumerate() {
        let names: BTreeSet<&str> = question
            .choices()
            .iter()
            .map(|choice| choice.name.as_str())
            .collect();
        if is_asked_plainly(question) && !names.is_empty() {
            known
                .lists
                .insert(compiled.pack.program.question_node(index), names);
        }
    }
    known
}

fn is_asked_plainly(question: &Question) -> bool {
    let written = &question.written;
    let selects = matches!(
        question.kind,
        Kind::SelectOne { .. } | Kind::SelectMultiple { .. }
    );
    selects && written.calculation.is_empty() && written.default.is_empty()
}

struct Check<'a, 'p> {
    compiled: &'a Compiled,
    known: Known<'a>,
    unreachable: BTreeSet<FormId>,
    problems: &'p mut Problems,
}

impl<'a> Check<'a, '_> {
    fn question(&self, index: usize) -> &'a Question {
        &self.compiled.pack.content.questions[index]
    }

    /// What the questions that these conditions look at can hold, where that is a few choices.
    fn domains(&self, conditions: &[&Bound]) -> BTreeMap<FormId, Vec<&'a str>> {
        let program = &self.compiled.pack.program;
        let looked = conditions.iter().flat_map(|bound| looked_at(bound));
        let mut domains = BTreeMap::new();
        for node in looked {
            let Some(index) = program.question_of(node) else {
                continue;
            };
            if self.unreachable.contains(&node) {
                domains.insert(node, vec![""]);
            } else if let (Kind::SelectOne { .. }, Some(names)) =
                (&self.question(index).kind, self.known.lists.get(&node))
                && names.len() <= 40
            {
                domains.insert(
                    node,
                    std::iter::once("").chain(names.iter().copied()).collect(),
                );
            }
        }
        domains
    }

    fn outcome(&self, conditions: &[&Bound]) -> Outcome {
        outcome(conditions, &self.domains(conditions), &self.known)
    }

    fn relevance(&mut self, node: FormId) {
        let program = &self.compiled.pack.program;
        let form = &program.form;
        let mut around = Vec::new();
        let mut at = form.node(node).parent;
        while let Some(parent) = at {
            if self.unreachable.contains(&parent) {
                self.unreachable.insert(node);
                return;
            }
            around.extend(program.at(parent).relevant.as_ref());
            at = form.node(parent).parent;
        }
        let Some(own) = program.at(node).relevant.as_ref() else {
            return;
        };
        let place = self.place(node, "relevant");
        if self.outcome(&[own]) == Outcome::Always {
            let message = "this condition always holds";
            self.problems.warning("condition.constant", place, message);
            return;
        }
        around.push(own);
        if self.outcome(&around) == Outcome::Never {
            self.unreachable.insert(node);
            let message =
                "with the conditions of the groups around it this never holds: nobody gets here";
            self.problems
                .warning("question.unreachable", place, message);
        }
    }

    fn place(&self, node: FormId, column: &'static str) -> At<'static> {
        match self.compiled.pack.program.form.node(node).item {
            Item::Group(index) => self.compiled.at_group(index, column),
            Item::Question(index) => self.compiled.at_question(index, column),
            Item::Root => At {
                sheet: "survey",
                row: 0,
                column,
            },
        }
    }

    /// Comparisons with what is no choice: mostly a slip of the pen.
    fn comparisons(&mut self) {
        let program = &self.compiled.pack.program;
        for (number, bound) in (0u32..).zip(&program.expressions) {
            let written = [
                ("relevant", &bound.relevant),
                ("constraint", &bound.constraint),
                ("required", &bound.required),
                ("calculation", &bound.calculation),
                ("choice_filter", &bound.choice_filter),
                ("read_only", &bound.read_only),
                ("indicator_when", &bound.indicator_when),
                ("urgent_when", &bound.urgent_when),
            ];
            for (column, bound) in written {
                for message in bound.iter().flat_map(|bound| foreign(bound, &self.known)) {
                    let place = self.place(FormId(number), column);
                    self.problems
                        .warning("condition.choice_unknown", place, message);
                }
            }
        }
    }

    /// Whether a question that has to be answered can be, and whether its constraint ever does anything.
    fn answer(&mut self, index: usize) {
        let compiled = self.compiled;
        let program = &compiled.pack.program;
        let node = program.question_node(index);
        let question = self.question(index);
        let bound = program.at(node);
        if self.unreachable.contains(&node) {
            return;
        }
        let constraint = bound
            .constraint
            .as_ref()
            .map(|one| self.constraint(one, node));
        match constraint {
            Some(Outcome::Never) => {
                let message = "no answer meets this condition";
                self.problems.warning(
                    "condition.constant",
                    compiled.at_question(index, "constraint"),
                    message,
                );
            }
            Some(Outcome::Always) => {
                let message = "every answer meets this condition";
                self.problems.warning(
                    "condition.constant",
                    compiled.at_question(index, "constraint"),
                    message,
                );
            }
            _ => {}
        }
        let Some(required) = &bound.required else {
            return;
        };
        if question.written.required != "true()" {
            let word = match self.outcome(&[required]) {
                Outcome::Always => "always",
                Outcome::Never => "never",
                Outcome::Depends => "",
            };
            if !word.is_empty() {
                let message = format!("this condition {word} holds");
                self.problems.warning(
                    "condition.constant",
                    compiled.at_question(index, "required"),
                    message,
                );
            }
        }
        if let Some(why) = self.blocked(index, constraint) {
            let message =
                format!("it has to be answered and cannot be, so nobody can finish: {why}");
            self.problems.warning(
                "required.blocks",
                compiled.at_question(index, "required"),
                message,
            );
        }
    }

    /// A constraint for every possible answer of its question.
    fn constraint(&self, bound: &Bound, node: FormId) -> Outcome {
        let mut domains = self.domains(&[bound]);
        if let Some(texts) = domains.get_mut(&node) {
            // Without an answer there is nothing to meet.
            texts.retain(|text| !text.is_empty());
        }
        outcome(&[bound], &domains, &self.known)
    }

    fn blocked(&self, index: usize, constraint: Option<Outcome>) -> Option<&'static str> {
        let question = self.question(index);
        let written = &question.written;
        let filled_in = !written.calculation.is_empty() || !written.default.is_empty();
        if constraint == Some(Outcome::Never) {
            return Some("no answer meets its constraint");
        }
        if written.read_only == "true()" && !filled_in {
            return Some("it is read only and nothing fills it in");
        }
        if matches!(question.kind, Kind::Note) {
            return Some("a note takes no answer");
        }
        let offered = |at: usize| self.offers(index, at);
        let list = question.kind.list()?;
        let choices = question.choices();
        let attached = self.compiled.list_rows.contains_key(list) && !choices.is_empty();
        (attached && !(0..choices.len()).any(offered))
            .then_some("none of its choices is ever offered")
    }

    /// Whether a question ever offers this choice of its list.
    fn offers(&self, index: usize, choice: usize) -> bool {
        let program = &self.compiled.pack.program;
        let Some(filter) = &program.at(program.question_node(index)).choice_filter else {
            return true;
        };
        let known = Known {
            choice: self.question(index).choices().get(choice),
            ..self.known.clone()
        };
        let filters = [filter];
        outcome(&filters, &self.domains(&filters), &known) != Outcome::Never
    }

    /// Choices that no question ever offers.
    fn choices(&mut self) {
        let content = &self.compiled.pack.content;
        for (list, rows) in &self.compiled.list_rows {
            let asking: Vec<usize> = (0..content.questions.len())
                .filter(|index| self.question(*index).kind.list() == Some(list))
                .filter(|index| {
                    let node = self.compiled.pack.program.question_node(*index);
                    !self.unreachable.contains(&node)
                })
                .collect();
            let filtered = asking
                .iter()
                .all(|index| !self.question(*index).written.choice_filter.is_empty());
            if asking.is_empty() || !filtered || rows.len() > MAX_TRIED {
                continue;
            }
            for (at, row) in rows.iter().enumerate() {
                if !asking.iter().any(|index| self.offers(*index, at)) {
                    let place = At {
                        sheet: "choices",
                        row: *row,
                        column: "name",
                    };
                    let message = format!("no question ever offers this choice of `{list}`");
                    self.problems.warning("choice.dead", place, message);
                }
            }
        }
    }
}

/// Choices of one list that are tried one by one.
const MAX_TRIED: usize = 5_000;

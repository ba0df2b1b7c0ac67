//! One conversation under way: answers in, and out what is asked next.

mod check;
mod recompute;
mod scope;
mod screens;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};

use crate::answer::Answer;
use crate::expr::NodeId;
use crate::expr::eval::evaluate_truth;
use crate::form::Item;
use crate::pack::Pack;
use crate::program::Bound;
use crate::question::{Choice, Kind, Question};

pub use check::AnswerError;
use scope::View;
pub use screens::Screen;

/// An interview under way: a questionnaire, the answers so far, and what they make relevant.
///
/// Answers that are no longer relevant are kept but do not count, so that a slip of the finger loses nothing.
#[derive(Clone)]
pub struct Interview {
    pack: Arc<Pack>,
    now: DateTime,
    /// By question: what was answered, or computed.
    answers: Vec<Option<Answer>>,
    /// By node: whether its own condition holds.
    wanted: Vec<bool>,
    /// By node: whether its own condition and those of all groups around it hold.
    relevant: Vec<bool>,
}

/// What an answer changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Paths of questions whose answer, computed value or relevance is other than before, in the order of the form.
    pub questions: Vec<String>,
    /// Expressions evaluated to find that out.
    pub evaluated: usize,
}

impl Interview {
    /// Begins an interview on `today`; questions with a default begin with it.
    #[must_use]
    pub fn new(pack: Arc<Pack>, today: Date) -> Self {
        let mut interview = Interview::blank(pack, today);
        interview.fill_defaults();
        interview.recompute_all();
        interview
    }

    /// Takes up an interview where it was left. Answers to questions that this pack does not have are left out; defaults
    /// are not filled in again, for what was not recorded was not answered.
    #[must_use]
    pub fn restore(
        pack: Arc<Pack>,
        today: Date,
        answers: impl IntoIterator<Item = (String, Answer)>,
    ) -> Self {
        let mut interview = Interview::blank(pack, today);
        for (path, answer) in answers {
            if let Some(index) = interview.pack.index(&path)
                && interview.pack.content.questions[index].kind.is_asked()
            {
                interview.answers[index] = Some(answer);
            }
        }
        interview.recompute_all();
        interview
    }

    fn blank(pack: Arc<Pack>, today: Date) -> Self {
        let nodes = pack.program.form.nodes.len();
        let answers = vec![None; pack.content.questions.len()];
        let now = today.to_datetime(Time::midnight());
        Interview {
            pack,
            now,
            answers,
            wanted: vec![true; nodes],
            relevant: vec![true; nodes],
        }
    }

    /// The same interview with a clock for expressions that ask for `now()`: date and time of the place. Without it, now
    /// is the beginning of today.
    #[must_use]
    pub fn at(mut self, now: DateTime) -> Self {
        self.now = now;
        self.recompute_all();
        self
    }

    /// The questionnaire.
    #[must_use]
    pub fn pack(&self) -> &Arc<Pack> {
        &self.pack
    }

    /// Records an answer; `None` takes it back. Text is composed (NFC) and spelled as ODK does: `007` becomes `7`.
    ///
    /// # Errors
    /// An answer of the wrong type, or one that breaks the question's constraint. Nothing is stored then.
    pub fn answer(&mut self, path: &str, answer: Option<Answer>) -> Result<Changed, AnswerError> {
        let index = self.pack.index(path).ok_or(AnswerError::UnknownQuestion)?;
        let answer = self.checked(index, answer)?;
        Ok(self.store(index, answer))
    }

    /// The answer at `path`, relevant or not; for a calculated question what it comes to.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&Answer> {
        self.answers[self.pack.index(path)?].as_ref()
    }

    /// Whether the question or group at `path` is relevant: its own condition and those of all groups around it hold.
    #[must_use]
    pub fn is_relevant(&self, path: &str) -> bool {
        self.node_at(path)
            .is_some_and(|node| self.relevant[node.0 as usize])
    }

    /// Whether the question at `path` has to be answered (not knowing and not wanting to say are answers).
    #[must_use]
    pub fn is_required(&self, path: &str) -> bool {
        let Some(index) = self.pack.index(path) else {
            return false;
        };
        let node = self.pack.program.question_node(index);
        let required = self.pack.program.at(node).required.as_ref();
        required.is_some_and(|bound| self.holds(bound, node))
    }

    /// The words of the question or group at `path` in `lang`, with `${name}` filled in.
    #[must_use]
    pub fn label(&self, path: &str, lang: &str) -> String {
        match self.pack.question(path) {
            Some(question) => self.filled(question.label(lang)),
            None => self
                .pack
                .group(path)
                .map_or_else(String::new, |group| self.filled(group.label(lang))),
        }
    }

    /// The hint of the question at `path` in `lang`, with `${name}` filled in.
    #[must_use]
    pub fn hint(&self, path: &str, lang: &str) -> String {
        self.pack
            .question(path)
            .map_or_else(String::new, |question| self.filled(question.hint(lang)))
    }

    /// The choices that the question at `path` offers now.
    #[must_use]
    pub fn choices(&self, path: &str) -> Vec<&Choice> {
        let Some(index) = self.pack.index(path) else {
            return Vec::new();
        };
        self.choices_of(index)
    }

    fn choices_of(&self, index: usize) -> Vec<&Choice> {
        let choices = self.question(index).choices();
        let node = self.pack.program.question_node(index);
        let Some(filter) = &self.pack.program.at(node).choice_filter else {
            return choices.iter().collect();
        };
        choices
            .iter()
            .filter(|choice| {
                let view = View::new(self, filter, node).of_choice(choice);
                evaluate_truth(&filter.expr, &view)
            })
            .collect()
    }

    /// All answers given, in the order of the form, relevant or not; nothing computed.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.pack
            .content
            .questions
            .iter()
            .zip(&self.answers)
            .filter(|(question, _)| question.kind.is_asked())
            .filter_map(|(question, answer)| Some((question.path.as_str(), answer.as_ref()?)))
    }

    /// What the relevant answers tell about the person, by the name of the fact. Where several questions tell the same
    /// fact, the last one that has a value counts.
    #[must_use]
    pub fn facts(&self) -> BTreeMap<String, Answer> {
        let mut facts: BTreeMap<String, Answer> = BTreeMap::new();
        for (index, question) in self.pack.content.questions.iter().enumerate() {
            let (Some(fact), Some(answer)) = (&question.fact, self.counted(index)) else {
                continue;
            };
            if answer.is_value() || !facts.contains_key(fact) {
                facts.insert(fact.clone(), answer.clone());
            }
        }
        facts
    }

    // --- for the crate --------------------------------------------------------------------------------------------

    /// The answer to a question if it is relevant.
    pub(crate) fn counted(&self, index: usize) -> Option<&Answer> {
        self.answers[index]
            .as_ref()
            .filter(|_| self.relevant_question(index))
    }

    /// The answer to a question, relevant or not.
    pub(crate) fn kept(&self, index: usize) -> Option<&Answer> {
        self.answers[index].as_ref()
    }

    /// The same interview with another answer to one question, unchecked: it was accepted when it was given.
    pub(crate) fn with_answer(&self, index: usize, answer: Answer) -> Interview {
        let mut other = self.clone();
        other.store(index, Some(answer));
        other
    }

    pub(crate) fn relevant_question(&self, index: usize) -> bool {
        self.relevant[self.pack.program.question_node(index).0 as usize]
    }

    /// Whether a condition of a node holds now.
    pub(crate) fn holds(&self, bound: &Bound, node: NodeId) -> bool {
        evaluate_truth(&bound.expr, &View::new(self, bound, node))
    }

    fn question(&self, index: usize) -> &Question {
        &self.pack.content.questions[index]
    }

    fn node_at(&self, path: &str) -> Option<NodeId> {
        let program = &self.pack.program;
        match self.pack.index(path) {
            Some(index) => Some(program.question_node(index)),
            None => {
                let index = self
                    .pack
                    .content
                    .groups
                    .iter()
                    .position(|group| group.path == path)?;
                program.form.group_nodes.get(index).copied()
            }
        }
    }

    /// The text of a node as expressions see it.
    fn node_text(&self, node: NodeId) -> &str {
        match self.pack.program.form.node(node).item {
            Item::Question(index) => self.answers[index].as_ref().map_or("", Answer::text),
            Item::Root | Item::Group(_) => "",
        }
    }

    fn filled(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push_str("${");
                rest = after;
                continue;
            };
            if let Ok(node) = self.pack.program.form.named(name.trim())
                && self.relevant[node.0 as usize]
            {
                out.push_str(self.node_text(node));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Whether a screen waits for an answer to this question.
    fn is_open(&self, index: usize) -> bool {
        self.question(index).kind.is_asked()
            && self.answers[index].is_none()
            && self.relevant_question(index)
    }

    fn is_calculated(&self, index: usize) -> bool {
        self.question(index).kind == Kind::Calculate
    }
}

impl std::fmt::Debug for Interview {
    /// Without the answers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Interview({:?}, {} answers)",
            self.pack,
            self.answers().count()
        )
    }
}

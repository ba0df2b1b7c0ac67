//! Whether an answer is of the question's type and meets its constraint.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::Interview;
use super::scope::View;
use crate::age::PartialDate;
use crate::answer::Answer;
use crate::expr::eval::evaluate_truth;
use crate::limits::MAX_ANSWER_CHARS;
use crate::question::{Kind, Text};

/// Why an answer was refused. Nothing was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The questionnaire has no such question.
    #[error("the questionnaire has no such question")]
    UnknownQuestion,
    /// A note or a computed value takes no answer.
    #[error("this takes no answer")]
    NotAnswerable,
    /// Not a whole number of at most 15 digits.
    #[error("the answer is not a whole number")]
    NotInteger,
    /// Not a number written with digits and at most one point.
    #[error("the answer is not a number")]
    NotDecimal,
    /// Not a date `YYYY-MM-DD` (or shorter, where the question allows a partial date).
    #[error("the answer is not a date")]
    NotDate,
    /// Not among the choices that are offered now.
    #[error("the answer is not one of the choices")]
    NotAChoice,
    /// A choice such as "none of these" together with another.
    #[error("one of the choices excludes the others")]
    Exclusive,
    /// Longer than [`MAX_ANSWER_CHARS`].
    #[error("the answer is longer than {MAX_ANSWER_CHARS} characters")]
    TooLong,
    /// The questionnaire's own condition on the answer does not hold.
    #[error("the answer does not meet the question's condition")]
    Constraint {
        /// What the questionnaire says about it; may be empty.
        message: Text,
    },
}

impl AnswerError {
    /// Stable dotted code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AnswerError::UnknownQuestion => "answer.unknown_question",
            AnswerError::NotAnswerable => "answer.not_answerable",
            AnswerError::NotInteger => "answer.not_integer",
            AnswerError::NotDecimal => "answer.not_decimal",
            AnswerError::NotDate => "answer.not_date",
            AnswerError::NotAChoice => "answer.not_a_choice",
            AnswerError::Exclusive => "answer.exclusive",
            AnswerError::TooLong => "answer.too_long",
            AnswerError::Constraint { .. } => "answer.constraint",
        }
    }
}

/// Digits of a whole number: beyond 15 a number in an expression would no longer be exact.
const MAX_DIGITS: usize = 15;

impl Interview {
    /// The answer as it is to be stored. An empty text is no answer.
    pub(super) fn checked(
        &self,
        index: usize,
        answer: Option<Answer>,
    ) -> Result<Option<Answer>, AnswerError> {
        if !self.question(index).kind.is_asked() {
            return Err(AnswerError::NotAnswerable);
        }
        let Some(Answer::Value(text)) = answer else {
            return Ok(answer);
        };
        if text.chars().count() > MAX_ANSWER_CHARS {
            return Err(AnswerError::TooLong);
        }
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let text = self.spelled(index, text)?;
        self.check_constraint(index, &text)?;
        Ok(Some(Answer::Value(text)))
    }

    /// The text in the spelling of its type.
    fn spelled(&self, index: usize, text: String) -> Result<String, AnswerError> {
        let question = self.question(index);
        match &question.kind {
            Kind::Text => Ok(text),
            Kind::Integer => integer(&text).ok_or(AnswerError::NotInteger),
            Kind::Decimal => decimal(text).ok_or(AnswerError::NotDecimal),
            Kind::Date => date(text, &question.appearance).ok_or(AnswerError::NotDate),
            Kind::SelectOne { .. } => {
                let offered = self
                    .choices_of(index)
                    .iter()
                    .any(|choice| choice.name == text);
                if offered {
                    Ok(text)
                } else {
                    Err(AnswerError::NotAChoice)
                }
            }
            Kind::SelectMultiple { .. } => self.several(index, &text),
            Kind::Note | Kind::Calculate => Err(AnswerError::NotAnswerable),
        }
    }

    /// Several choices in the order they were taken, none twice.
    fn several(&self, index: usize, text: &str) -> Result<String, AnswerError> {
        let offered = self.choices_of(index);
        let by_name: HashMap<&str, bool> = offered
            .iter()
            .map(|choice| (choice.name.as_str(), choice.exclusive))
            .collect();
        let mut seen = HashSet::new();
        let mut taken: Vec<&str> = Vec::new();
        let mut exclusive = false;
        for name in text.split_whitespace() {
            exclusive |= by_name.get(name).ok_or(AnswerError::NotAChoice)?;
            if seen.insert(name) {
                taken.push(name);
            }
        }
        if exclusive && taken.len() > 1 {
            return Err(AnswerError::Exclusive);
        }
        Ok(taken.join(" "))
    }

    fn check_constraint(&self, index: usize, text: &str) -> Result<(), AnswerError> {
        let node = self.pack.program.question_node(index);
        let Some(bound) = &self.pack.program.at(node).constraint else {
            return Ok(());
        };
        let view = View::new(self, bound, node).of_candidate(text);
        if evaluate_truth(&bound.expr, &view) {
            return Ok(());
        }
        Err(AnswerError::Constraint {
            message: self.question(index).constraint_message.clone(),
        })
    }
}

/// A whole number without needless zeros or signs.
fn integer(text: &str) -> Option<String> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    match digits {
        "" => Some("0".to_owned()),
        digits if digits.len() <= MAX_DIGITS => Some(format!("{sign}{digits}")),
        _ => None,
    }
}

/// Digits with at most one point; a decimal comma is understood.
fn decimal(text: String) -> Option<String> {
    let text = if text.contains('.') {
        text
    } else {
        text.replacen(',', ".", 1)
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let fine = !fraction.is_empty()
        && fraction.len() <= MAX_DIGITS
        && fraction.bytes().all(|b| b.is_ascii_digit());
    (integer(whole).is_some() && fine).then_some(text)
}

/// A date as precise as the question's appearance asks at least: `year` allows `2008` (and `2008-Q1`, `2008-H1`),
/// `month-year` allows `2008-02`.
fn date(text: String, appearance: &str) -> Option<String> {
    let has = |wanted: &str| appearance.split_whitespace().any(|word| word == wanted);
    let allowed = match PartialDate::parse(&text)? {
        PartialDate::Day(_) => true,
        PartialDate::Month { .. } => has("month-year") || has("year"),
        PartialDate::Quarter { .. } | PartialDate::Half { .. } | PartialDate::Year { .. } => {
            has("year")
        }
    };
    allowed.then_some(text)
}

//! Whether an answer is of the question's type and meets its constraint.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::Interview;
use super::scope::View;
use crate::age::PartialDate;
use crate::answer::Answer;
use crate::expr::eval::evaluate_truth;
use crate::expr::{Frame, NodeId, dates};
use crate::limits::MAX_ANSWER_CHARS;
use crate::question::{Kind, Question, Text};

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
    /// Not a time `HH:MM:SS`, or not a date with a time.
    #[error("the answer is not a time")]
    NotTime,
    /// Not `latitude longitude altitude accuracy`.
    #[error("the answer is not a place")]
    NotAPlace,
    /// Not the plain name of a file.
    #[error("the answer is not the name of a file")]
    NotAFile,
    /// Below the least or above the greatest number that the question takes.
    #[error("the number is not between the ends of the range")]
    NotInRange,
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
            AnswerError::NotTime => "answer.not_time",
            AnswerError::NotAPlace => "answer.not_a_place",
            AnswerError::NotAFile => "answer.not_a_file",
            AnswerError::NotInRange => "answer.not_in_range",
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
        node: NodeId,
        answer: Option<Answer>,
    ) -> Result<Option<Answer>, AnswerError> {
        let question = self
            .question_at(node)
            .filter(|question| question.kind.is_asked())
            .ok_or(AnswerError::NotAnswerable)?;
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
        let text = self.spelled(node, question, text)?;
        if !is_in_range(&question.kind, &text) {
            return Err(AnswerError::NotInRange);
        }
        self.check_constraint(node, question, &text)?;
        Ok(Some(Answer::Value(text)))
    }

    /// On trial: places as an instance of ODK holds them; other answers as they are.
    pub(crate) fn spelled_place(&self, node: NodeId, text: String) -> String {
        let kind = self.question_at(node).map(|question| &question.kind);
        match kind {
            Some(Kind::Geopoint | Kind::Geotrace | Kind::Geoshape) => spelled_places(&text),
            _ => text,
        }
    }

    /// Whether a text is of the type of a question, whatever it is a choice of.
    pub(crate) fn fits_kind(&self, node: NodeId, text: &str) -> Result<(), AnswerError> {
        match self.question_at(node) {
            Some(question)
                if question.kind.list().is_none()
                    && question.kind.is_asked()
                    && question.kind != Kind::Acknowledge =>
            {
                self.spelled(node, question, text.trim().to_owned())
                    .map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// The text in the spelling of its type.
    fn spelled(
        &self,
        node: NodeId,
        question: &Question,
        text: String,
    ) -> Result<String, AnswerError> {
        match &question.kind {
            Kind::Text => Ok(text),
            Kind::Integer => integer(&text).ok_or(AnswerError::NotInteger),
            Kind::Decimal => decimal(text).ok_or(AnswerError::NotDecimal),
            Kind::Date => date(text, &question.appearance).ok_or(AnswerError::NotDate),
            Kind::SelectOne { .. } => {
                let offered = self
                    .choices_of(node)
                    .iter()
                    .any(|choice| choice.name == text);
                if offered {
                    Ok(text)
                } else {
                    Err(AnswerError::NotAChoice)
                }
            }
            Kind::SelectMultiple { .. } => self.several(node, &text),
            Kind::Rank { .. } => self.ranked(node, &text),
            Kind::Range { .. } => decimal(text).ok_or(AnswerError::NotDecimal),
            Kind::Time => match dates::parse_time(&text) {
                Some(_) => Ok(text),
                None => Err(AnswerError::NotTime),
            },
            Kind::DateTime => match dates::parse_moment(&text, self.clock.offset) {
                Some(_) if text.contains('T') => Ok(text),
                _ => Err(AnswerError::NotTime),
            },
            Kind::Geopoint | Kind::Geotrace | Kind::Geoshape => {
                if is_places(&text, &question.kind) {
                    Ok(text)
                } else {
                    Err(AnswerError::NotAPlace)
                }
            }
            Kind::Acknowledge => match text.as_str() {
                "OK" => Ok(text),
                _ => Err(AnswerError::NotAChoice),
            },
            Kind::Barcode => Ok(text),
            Kind::File { .. } => {
                // A name within the record's own attachments, never a way out of them.
                if text.contains(['/', '\\']) {
                    Err(AnswerError::NotAFile)
                } else {
                    Ok(text)
                }
            }
            Kind::Note | Kind::Calculate | Kind::Hidden | Kind::Metadata { .. } => {
                Err(AnswerError::NotAnswerable)
            }
        }
    }

    /// Several choices in the order they were taken, none twice.
    fn several(&self, node: NodeId, text: &str) -> Result<String, AnswerError> {
        let offered = self.choices_of(node);
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

    /// All choices in an order, each once.
    fn ranked(&self, node: NodeId, text: &str) -> Result<String, AnswerError> {
        let ranked: Vec<&str> = text.split_whitespace().collect();
        let offered: HashSet<&str> = self
            .choices_of(node)
            .iter()
            .map(|choice| choice.name.as_str())
            .collect();
        let distinct: HashSet<&str> = ranked.iter().copied().collect();
        if distinct != offered || distinct.len() != ranked.len() {
            return Err(AnswerError::NotAChoice);
        }
        Ok(ranked.join(" "))
    }

    fn check_constraint(
        &self,
        node: NodeId,
        question: &Question,
        text: &str,
    ) -> Result<(), AnswerError> {
        if self.meets_constraint(node, text) {
            return Ok(());
        }
        Err(AnswerError::Constraint {
            message: question.constraint_message.clone(),
        })
    }

    /// Whether a text would meet the constraint of a question.
    pub(crate) fn meets_constraint(&self, node: NodeId, text: &str) -> bool {
        let Some(bound) = &self.expressions(node).constraint else {
            return true;
        };
        let view = View::new(self, bound).of_candidate(node, text);
        evaluate_truth(&bound.expr, &view, Frame::at(node))
    }
}

/// Whether a number is between the ends that a range has; anything else is.
fn is_in_range(kind: &Kind, text: &str) -> bool {
    let Kind::Range { start, end, .. } = kind else {
        return true;
    };
    let number = |text: &str| text.parse::<f64>().ok();
    match (number(text), number(start), number(end)) {
        (Some(value), Some(start), Some(end)) => (start.min(end)..=start.max(end)).contains(&value),
        _ => true,
    }
}

/// `latitude longitude altitude accuracy`, the last two of which may be missing; for ways and areas several, joined by `;`.
fn is_places(text: &str, kind: &Kind) -> bool {
    let is_place = |place: &str| {
        let numbers: Option<Vec<f64>> = place
            .split_whitespace()
            .map(|number| {
                number
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())
            })
            .collect();
        numbers.is_some_and(|numbers| {
            (2..=4).contains(&numbers.len())
                && numbers[0].abs() <= 90.0
                && numbers[1].abs() <= 180.0
        })
    };
    match kind {
        Kind::Geopoint => is_place(text),
        _ => text
            .split(';')
            .map(str::trim)
            .filter(|place| !place.is_empty())
            .all(is_place),
    }
}

/// Places as an instance of ODK holds them: latitude, longitude, altitude and accuracy, each with a point.
fn spelled_places(text: &str) -> String {
    let place = |text: &str| {
        let numbers = text.split_whitespace().chain(["0"; 4]).take(4);
        let numbers = numbers.filter_map(|number| number.parse().ok());
        let spelled: Vec<String> = numbers.map(|number: f64| format!("{number:?}")).collect();
        spelled.join(" ")
    };
    let places = text.split(';').filter(|place| !place.trim().is_empty());
    places.map(place).collect::<Vec<_>>().join(";")
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

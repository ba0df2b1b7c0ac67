//! What was answered to one question.

use serde::{Deserialize, Serialize};

/// An answer to one question. Not knowing and not wanting to say are answers, not gaps; a question without any
/// [`Answer`] has not been asked yet.
///
/// A value is spelled as an ODK instance would hold it: the names of a multiple choice joined by one space, dates in
/// ISO 8601, whole numbers in decimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// What the person said or the officer saw; never empty in an interview.
    Value(String),
    /// The person does not know.
    DoesNotKnow,
    /// The person does not want to say.
    DoesNotWantToSay,
}

impl Answer {
    /// A value from any text.
    pub fn value(text: impl Into<String>) -> Answer {
        Answer::Value(text.into())
    }

    /// The text as expressions see it: the value, or the empty string where the person does not know or say.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Answer::Value(text) => text,
            Answer::DoesNotKnow | Answer::DoesNotWantToSay => "",
        }
    }

    /// Whether something was told (and not "does not know" or "does not want to say").
    #[must_use]
    pub fn is_value(&self) -> bool {
        matches!(self, Answer::Value(_))
    }

    /// Whether this is the choice `yes`.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Answer::Value(text) if text == "yes")
    }

    /// Whether `name` is among the choices taken.
    #[must_use]
    pub fn selects(&self, name: &str) -> bool {
        self.text().split(' ').any(|taken| taken == name) && !name.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_selected_only_by_its_whole_name() {
        let answer = Answer::value("debt debt_large");
        assert!(answer.selects("debt"));
        assert!(answer.selects("debt_large"));
        assert!(!answer.selects("large"));
        assert!(!answer.selects(""));
        assert!(!Answer::DoesNotKnow.selects(""));
    }
}

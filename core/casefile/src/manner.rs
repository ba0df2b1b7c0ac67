//! By whom an answer was given, and how it came to be known.

use serde::{Deserialize, Serialize};

/// Whose words an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    /// The person, speaking with the officer.
    Person,
    /// The person, through an interpreter.
    Interpreter,
    /// The officer.
    Officer,
    /// The person alone with the device, with nobody asking.
    Alone,
    /// Somebody else, such as a relative.
    Other,
}

/// How an answer came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Learnt {
    /// It was asked, and answered.
    Asked,
    /// It was seen.
    Observed,
    /// Another told it of the person.
    ToldByAnother,
}

/// By whom an answer was given, and how it came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Manner {
    /// Whose words it is.
    pub by: AnsweredBy,
    /// How it came to be known.
    pub how: Learnt,
}

const BY: [(&str, AnsweredBy); 5] = [
    ("person", AnsweredBy::Person),
    ("interpreter", AnsweredBy::Interpreter),
    ("officer", AnsweredBy::Officer),
    ("alone", AnsweredBy::Alone),
    ("other", AnsweredBy::Other),
];

const HOW: [(&str, Learnt); 3] = [
    ("asked", Learnt::Asked),
    ("observed", Learnt::Observed),
    ("told", Learnt::ToldByAnother),
];

impl Manner {
    /// As the document holds it: `person/asked`.
    pub(crate) fn to_text(self) -> String {
        let by = BY.iter().find(|(_, by)| *by == self.by);
        let how = HOW.iter().find(|(_, how)| *how == self.how);
        let word = |found: Option<&'static str>| found.unwrap_or_default();
        format!(
            "{}/{}",
            word(by.map(|(word, _)| *word)),
            word(how.map(|(word, _)| *word))
        )
    }

    /// What a document holds; none where a newer version wrote words that this one does not know.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (by, how) = text.split_once('/')?;
        let by = BY.iter().find(|(word, _)| *word == by)?.1;
        let how = HOW.iter().find(|(word, _)| *word == how)?.1;
        Some(Manner { by, how })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_manner_is_read_as_it_was_written() {
        for (_, by) in BY {
            for (_, how) in HOW {
                let manner = Manner { by, how };
                assert_eq!(Manner::from_text(&manner.to_text()), Some(manner));
            }
        }
        for unknown in [
            "",
            "person",
            "person/dreamt",
            "dog/asked",
            "person/asked/twice",
        ] {
            assert_eq!(Manner::from_text(unknown), None, "{unknown}");
        }
    }
}

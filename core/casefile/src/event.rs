//! What happened to a case. Events are appended as JSON texts and never edited.

use serde::{Deserialize, Serialize};

use crate::command::Decision;
use crate::conflict::ConflictPath;
use crate::ids::{Author, CaseId, ChangeHash};
use crate::rights::Right;

/// One thing that happened. Who and when come from the change that holds it, not from its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Who wrote it.
    pub by: Author,
    /// When, by that author's clock, in Unix seconds.
    pub at: i64,
    /// The change that holds it.
    pub change: ChangeHash,
}

/// The kinds of events. The `k` field of the JSON names the kind (docs/schema.md).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// An interview began.
    InterviewStarted {
        /// The interview's id.
        interview: String,
    },
    /// An interview ended.
    InterviewFinished {
        /// The interview's id.
        interview: String,
        /// Whether it came to its end, or was broken off.
        complete: bool,
    },
    /// A need was recorded.
    NeedAdded {
        /// The need's name.
        need: String,
    },
    /// The person was referred to a service.
    Referred {
        /// The service.
        to: String,
        /// Why.
        reason: String,
    },
    /// Somebody decided on the case.
    Decided {
        /// What was decided.
        decision: Decision,
        /// Why.
        reason: String,
    },
    /// The person gave or refused consent.
    ConsentStated {
        /// What for.
        purpose: String,
        /// To whom.
        receiver: String,
        /// Given, or refused.
        given: bool,
    },
    /// The person withdrew consent.
    ConsentWithdrawn {
        /// What for.
        purpose: String,
        /// To whom.
        receiver: String,
    },
    /// The case was given to a unit.
    HandedOver {
        /// The receiving unit.
        unit: String,
    },
    /// A conflict was decided. The value is at the path.
    Resolved {
        /// Where the conflict was.
        path: ConflictPath,
    },
    /// Another case was said to be about the same person.
    Linked {
        /// The other case.
        other: CaseId,
    },
    /// A link was taken back.
    Unlinked {
        /// The other case.
        other: CaseId,
    },
    /// An event of a newer version. It is kept, and shown as not understood.
    #[serde(other)]
    NotUnderstood,
}

impl EventKind {
    /// Reads an event's text; what cannot be read is [`EventKind::NotUnderstood`].
    pub(crate) fn from_text(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or(Self::NotUnderstood)
    }

    /// The text that is appended to the document.
    pub(crate) fn to_text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// The right that appending this event needs.
    pub(crate) fn right(&self) -> Right {
        match self {
            Self::InterviewStarted { .. } | Self::InterviewFinished { .. } => Right::Record,
            Self::NeedAdded { .. } => Right::Record,
            Self::Referred { .. } => Right::Refer,
            Self::Decided { .. } => Right::Decide,
            Self::ConsentStated { .. } | Self::ConsentWithdrawn { .. } => Right::Consent,
            Self::HandedOver { .. } => Right::HandOver,
            Self::Resolved { .. } => Right::Resolve,
            Self::Linked { .. } | Self::Unlinked { .. } => Right::Link,
            Self::NotUnderstood => Right::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_event_is_the_documented_one() {
        let decided = EventKind::Decided {
            decision: Decision::Refer,
            reason: "Cần nơi ở".into(),
        };
        let text = r#"{"k":"decided","decision":"refer","reason":"Cần nơi ở"}"#;
        assert_eq!(decided.to_text().unwrap(), text);
        assert_eq!(EventKind::from_text(text), decided);
        let resolved = EventKind::Resolved {
            path: ConflictPath::Person("name".into()),
        };
        assert_eq!(
            resolved.to_text().unwrap(),
            r#"{"k":"resolved","path":"person/name"}"#
        );
    }

    #[test]
    fn an_event_of_a_newer_version_is_kept_as_not_understood() {
        for text in [
            r#"{"k":"erased","why":"x"}"#,
            "not json",
            r#"{"k":"decided"}"#,
            "[]",
        ] {
            assert_eq!(
                EventKind::from_text(text),
                EventKind::NotUnderstood,
                "{text}"
            );
        }
        assert_eq!(EventKind::from_text("{}").right(), Right::Unknown);
    }
}

//! What people do to a case, checked for form before anything is written.

use nuong_screening::Answer;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::conflict::ConflictPath;
use crate::error::CommandError;
use crate::ids::CaseId;
use crate::manner::Manner;

/// The longest text (an answer, a note, a reason): some eight printed pages in one field.
pub const MAX_TEXT_CHARS: usize = 16_000;
/// The longest question path or field name.
pub const MAX_PATH_CHARS: usize = 200;
/// The longest name of a service, need, unit, purpose, receiver or questionnaire.
pub const MAX_LABEL_CHARS: usize = 200;
/// The longest interview id: 32 random bytes in hex.
pub const MAX_ID_CHARS: usize = 64;
/// The most commands in one change: more than the longest screen has questions.
pub const MAX_COMMANDS: usize = 1000;

/// One act of a person on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command {
    /// An answer, or with `None` its withdrawal. Refused while the place is in conflict.
    RecordAnswer {
        /// The interview's id.
        interview: String,
        /// The question's path.
        path: String,
        /// The answer.
        answer: Option<Answer>,
    },
    /// By whom an answer of the same change was given, and how it came to be known. Where the change writes no answer
    /// there, because the same stands already, it says nothing.
    SayManner {
        /// The interview's id.
        interview: String,
        /// The question's path.
        path: String,
        /// By whom and how.
        manner: Manner,
    },
    /// An interview begins.
    StartInterview {
        /// A new id, unique in the case: 1 to 64 of `A-Z a-z 0-9 - _`.
        interview: String,
        /// The hash of the questionnaire pack, 64 hex digits.
        pack: String,
        /// The questionnaire's name.
        instrument: String,
    },
    /// An interview ends.
    FinishInterview {
        /// The interview's id.
        interview: String,
        /// Whether it came to its end, or was broken off.
        complete: bool,
    },
    /// A field about the person. Refused while the place is in conflict.
    SetField {
        /// The field's name, such as `age_years`.
        field: String,
        /// The value, or `None` to clear it.
        value: Option<Answer>,
    },
    /// A note.
    AddNote {
        /// The text.
        text: String,
    },
    /// A need of the person.
    AddNeed {
        /// The need's name.
        need: String,
        /// Details; may be empty.
        detail: String,
    },
    /// The person is referred to a service.
    Refer {
        /// The service.
        to: String,
        /// Why; may be empty.
        reason: String,
    },
    /// A decision on the case.
    Decide {
        /// What is decided.
        decision: Decision,
        /// Why; may not be empty.
        reason: String,
    },
    /// The person gives or refuses consent.
    GiveConsent {
        /// What for.
        purpose: String,
        /// To whom.
        receiver: String,
        /// Given, or refused.
        given: bool,
    },
    /// The person withdraws consent.
    WithdrawConsent {
        /// What for.
        purpose: String,
        /// To whom.
        receiver: String,
    },
    /// The case is given to a unit.
    HandOver {
        /// The receiving unit.
        unit: String,
    },
    /// A conflict is decided. The value is written even if it is the one shown already, so that
    /// the choice is somebody's and others who choose otherwise are seen to.
    Resolve {
        /// Where the conflict is.
        path: ConflictPath,
        /// The value chosen; it need not be one of those stated.
        value: Option<Answer>,
    },
    /// Another case is about the same person.
    LinkSamePerson {
        /// The other case.
        other: CaseId,
        /// Why; may be empty.
        note: String,
    },
    /// A link is taken back.
    UnlinkSamePerson {
        /// The other case.
        other: CaseId,
    },
}

/// What is decided on a case. None of these says that a person is not a victim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Decision {
    /// Reasonable grounds: the procedure of identification goes on.
    Proceed,
    /// The person is referred for support; identification may follow.
    Refer,
    /// Too little is known: the person is to be spoken with again.
    AskMore,
    /// No further action for now.
    CloseNoFurtherAction,
    /// A closed case is taken up again.
    Reopen,
}

impl Decision {
    /// The decision's name in the document, such as `close_no_further_action`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::Refer => "refer",
            Self::AskMore => "ask_more",
            Self::CloseNoFurtherAction => "close_no_further_action",
            Self::Reopen => "reopen",
        }
    }

    /// The decision of that name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Proceed,
            Self::Refer,
            Self::AskMore,
            Self::CloseNoFurtherAction,
            Self::Reopen,
        ];
        all.into_iter().find(|decision| decision.name() == name)
    }
}

impl Command {
    /// The command with its texts in NFC and within their limits.
    pub(crate) fn checked(&self) -> Result<Self, CommandError> {
        Ok(match self {
            Self::RecordAnswer {
                interview,
                path,
                answer,
            } => Self::RecordAnswer {
                interview: interview.clone(),
                path: key("path", path, MAX_PATH_CHARS)?,
                answer: value(answer.as_ref())?,
            },
            Self::SayManner {
                interview,
                path,
                manner,
            } => Self::SayManner {
                interview: interview.clone(),
                path: key("path", path, MAX_PATH_CHARS)?,
                manner: *manner,
            },
            Self::StartInterview {
                interview,
                pack,
                instrument,
            } => Self::StartInterview {
                interview: interview_id(interview)?,
                pack: pack_hash(pack)?,
                instrument: label("instrument", instrument)?,
            },
            Self::SetField {
                field,
                value: stated,
            } => Self::SetField {
                field: key("field", field, MAX_PATH_CHARS)?,
                value: value(stated.as_ref())?,
            },
            Self::AddNote { text } => Self::AddNote {
                text: filled("text", text)?,
            },
            Self::AddNeed { need, detail } => Self::AddNeed {
                need: label("need", need)?,
                detail: text("detail", detail)?,
            },
            Self::Resolve {
                path,
                value: chosen,
            } => Self::Resolve {
                path: path.clone(),
                value: chosen_value(path, chosen.as_ref())?,
            },
            act => act.checked_act()?,
        })
    }

    /// The same for acts that concern others than the person and the officer.
    fn checked_act(&self) -> Result<Self, CommandError> {
        Ok(match self {
            Self::Refer { to, reason } => Self::Refer {
                to: label("to", to)?,
                reason: text("reason", reason)?,
            },
            Self::Decide { decision, reason } => Self::Decide {
                decision: *decision,
                reason: filled("reason", reason)?,
            },
            Self::GiveConsent {
                purpose,
                receiver,
                given,
            } => Self::GiveConsent {
                purpose: purpose_name(purpose)?,
                receiver: label("receiver", receiver)?,
                given: *given,
            },
            Self::WithdrawConsent { purpose, receiver } => Self::WithdrawConsent {
                purpose: purpose_name(purpose)?,
                receiver: label("receiver", receiver)?,
            },
            Self::HandOver { unit } => Self::HandOver {
                unit: unit_name(unit)?,
            },
            Self::LinkSamePerson { other, note } => Self::LinkSamePerson {
                other: *other,
                note: text("note", note)?,
            },
            Self::RecordAnswer { .. }
            | Self::SayManner { .. }
            | Self::StartInterview { .. }
            | Self::SetField { .. }
            | Self::AddNote { .. }
            | Self::AddNeed { .. }
            | Self::Resolve { .. }
            | Self::FinishInterview { .. }
            | Self::UnlinkSamePerson { .. } => self.clone(),
        })
    }
}

/// A unit's name as the first change and hand-overs hold it.
pub(crate) fn unit_name(unit: &str) -> Result<String, CommandError> {
    label("unit", unit)
}

/// Text in NFC. No more is normalised than is allowed, however long it is.
fn limited(what: &'static str, raw: &str, limit: usize) -> Result<String, CommandError> {
    let mut chars = raw.nfc();
    let text = chars.by_ref().take(limit).collect();
    if chars.next().is_some() {
        Err(CommandError::TooLong { what, limit })
    } else {
        Ok(text)
    }
}

fn text(what: &'static str, raw: &str) -> Result<String, CommandError> {
    limited(what, raw, MAX_TEXT_CHARS)
}

fn filled(what: &'static str, raw: &str) -> Result<String, CommandError> {
    let text = text(what, raw)?;
    if text.trim().is_empty() {
        Err(CommandError::Empty { what })
    } else {
        Ok(text)
    }
}

fn key(what: &'static str, raw: &str, limit: usize) -> Result<String, CommandError> {
    let key = limited(what, raw, limit)?;
    if key.trim().is_empty() {
        return Err(CommandError::Empty { what });
    }
    if key.chars().any(char::is_control) {
        Err(CommandError::BadForm { what })
    } else {
        Ok(key)
    }
}

fn label(what: &'static str, raw: &str) -> Result<String, CommandError> {
    key(what, raw, MAX_LABEL_CHARS)
}

fn purpose_name(raw: &str) -> Result<String, CommandError> {
    let purpose = label("purpose", raw)?;
    if purpose.contains('|') {
        return Err(CommandError::BadForm { what: "purpose" });
    }
    Ok(purpose)
}

fn interview_id(raw: &str) -> Result<String, CommandError> {
    let what = "interview";
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match raw.len() {
        0 => Err(CommandError::Empty { what }),
        1..=MAX_ID_CHARS if raw.chars().all(plain) => Ok(raw.to_owned()),
        1..=MAX_ID_CHARS => Err(CommandError::BadForm { what }),
        _ => Err(CommandError::TooLong {
            what,
            limit: MAX_ID_CHARS,
        }),
    }
}

fn pack_hash(raw: &str) -> Result<String, CommandError> {
    let hex = raw.len() == 64 && raw.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if hex {
        Ok(raw.to_owned())
    } else {
        Err(CommandError::BadForm { what: "pack" })
    }
}

fn value(stated: Option<&Answer>) -> Result<Option<Answer>, CommandError> {
    Ok(match stated {
        Some(Answer::Value(raw)) => Some(Answer::Value(text("answer", raw)?)),
        other => other.cloned(),
    })
}

/// The chosen value must be one that its place can hold.
fn chosen_value(
    path: &ConflictPath,
    chosen: Option<&Answer>,
) -> Result<Option<Answer>, CommandError> {
    let chosen = value(chosen)?;
    let word = match &chosen {
        Some(Answer::Value(word)) => Some(word.as_str()),
        _ => None,
    };
    let fits = match path {
        ConflictPath::Person(_) | ConflictPath::Answer { .. } => true,
        ConflictPath::Consent { .. } => {
            matches!(word, Some("given" | "refused" | "withdrawn"))
        }
        ConflictPath::Custody => word.is_some_and(|unit| unit_name(unit).is_ok()),
        ConflictPath::Decision => word.is_some_and(|name| Decision::named(name).is_some()),
        ConflictPath::Link(_) => word.is_some() || chosen.is_none(),
        ConflictPath::Need(_) | ConflictPath::Referral(_) => word.is_some(),
    };
    if fits {
        Ok(chosen)
    } else {
        Err(CommandError::BadForm { what: "value" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(chars: usize) -> Command {
        Command::AddNote {
            text: "ữ".repeat(chars),
        }
    }

    #[test]
    fn a_text_may_be_as_long_as_its_limit_and_no_longer() {
        assert!(note(MAX_TEXT_CHARS).checked().is_ok());
        let error = note(MAX_TEXT_CHARS + 1).checked().unwrap_err();
        assert_eq!(
            error,
            CommandError::TooLong {
                what: "text",
                limit: MAX_TEXT_CHARS
            }
        );
    }

    #[test]
    fn texts_are_kept_in_nfc() {
        let set = Command::SetField {
            field: "name".into(),
            value: Some(Answer::Value("Nguye\u{302}\u{303}n".into())),
        };
        let Command::SetField { value, .. } = set.checked().unwrap() else {
            panic!()
        };
        assert_eq!(value, Some(Answer::Value("Nguyễn".into())));
    }

    #[test]
    fn what_names_something_is_neither_empty_nor_holds_control_characters() {
        let field = |field: &str| {
            Command::SetField {
                field: field.into(),
                value: None,
            }
            .checked()
        };
        assert_eq!(field(" ").unwrap_err().code(), "casefile.empty");
        assert_eq!(field("a\nb").unwrap_err().code(), "casefile.bad_form");
        assert!(field(&"x".repeat(MAX_PATH_CHARS)).is_ok());
        assert_eq!(
            field(&"x".repeat(MAX_PATH_CHARS + 1)).unwrap_err().code(),
            "casefile.too_long"
        );
    }

    #[test]
    fn a_conflict_is_resolved_only_to_what_its_place_can_hold() {
        let resolve = |path: &str, value: Option<Answer>| {
            Command::Resolve {
                path: path.parse().unwrap(),
                value,
            }
            .checked()
        };
        let word = |text: &str| Some(Answer::Value(text.into()));
        assert!(resolve("person/age_years", None).is_ok());
        assert!(resolve("decision", word("refer")).is_ok());
        assert!(resolve("decision", word("not a victim")).is_err());
        assert!(resolve("consents/share|commune", word("withdrawn")).is_ok());
        assert!(resolve("consents/share|commune", word("yes")).is_err());
        assert!(resolve("custody/unit", Some(Answer::DoesNotKnow)).is_err());
    }
}

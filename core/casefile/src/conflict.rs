//! Places where people working apart stated different things.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::CommandError;
use crate::ids::CaseId;
use crate::record::Stated;

/// A place in a case that holds one value, as text such as `person/age_years` or
/// `interviews/<id>/<question path>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConflictPath {
    /// A field about the person.
    Person(String),
    /// An answer of an interview.
    Answer {
        /// The interview's id.
        interview: String,
        /// The question's path in its questionnaire.
        path: String,
    },
    /// The detail of a need.
    Need(String),
    /// The reason of a referral, by the service referred to.
    Referral(String),
    /// Whether consent stands.
    Consent {
        /// What for.
        purpose: String,
        /// To whom.
        receiver: String,
    },
    /// The unit that holds the case.
    Custody,
    /// The link to another case.
    Link(CaseId),
    /// The decision on the case: two people decided differently, neither knowing of the other.
    Decision,
}

/// Several different values for one place, none of them decided on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The place.
    pub path: ConflictPath,
    /// Every value with who and when, the one Automerge shows first.
    pub values: Vec<Stated>,
}

impl fmt::Display for ConflictPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(field) => write!(f, "person/{field}"),
            Self::Answer { interview, path } => write!(f, "interviews/{interview}/{path}"),
            Self::Need(need) => write!(f, "needs/{need}"),
            Self::Referral(to) => write!(f, "referrals/{to}"),
            Self::Consent { purpose, receiver } => write!(f, "consents/{purpose}|{receiver}"),
            Self::Custody => f.write_str("custody/unit"),
            Self::Link(other) => write!(f, "links/{other}"),
            Self::Decision => f.write_str("decision"),
        }
    }
}

impl FromStr for ConflictPath {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Self, CommandError> {
        let bad = CommandError::BadForm { what: "path" };
        if text == "decision" {
            return Ok(Self::Decision);
        }
        let (section, rest) = text.split_once('/').ok_or(bad.clone())?;
        if rest.is_empty() {
            return Err(bad);
        }
        match section {
            "person" => Ok(Self::Person(rest.to_owned())),
            "needs" => Ok(Self::Need(rest.to_owned())),
            "referrals" => Ok(Self::Referral(rest.to_owned())),
            "custody" if rest == "unit" => Ok(Self::Custody),
            "links" => rest.parse().map(Self::Link).map_err(|_| bad),
            "consents" => {
                let (purpose, receiver) = rest.split_once('|').ok_or(bad)?;
                Ok(Self::Consent {
                    purpose: purpose.to_owned(),
                    receiver: receiver.to_owned(),
                })
            }
            "interviews" => match rest.split_once('/') {
                Some((interview, path)) if !interview.is_empty() && !path.is_empty() => {
                    Ok(Self::Answer {
                        interview: interview.to_owned(),
                        path: path.to_owned(),
                    })
                }
                _ => Err(bad),
            },
            _ => Err(bad),
        }
    }
}

impl Serialize for ConflictPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ConflictPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_back_from_its_text() {
        let link = format!("links/{}", "0a".repeat(16));
        for text in [
            "person/age_years",
            "interviews/i1/safety/hurt_now",
            "needs/shelter",
            "referrals/Nhà tạm lánh",
            "consents/share|commune",
            "custody/unit",
            "decision",
            &link,
        ] {
            assert_eq!(text.parse::<ConflictPath>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_text_that_names_no_place_is_refused() {
        for text in [
            "",
            "person",
            "person/",
            "interviews/i1",
            "interviews//q",
            "interviews/i1/",
        ] {
            assert!(text.parse::<ConflictPath>().is_err(), "{text}");
        }
        for text in [
            "custody/other",
            "links/zz",
            "consents/share",
            "elsewhere/x",
            "decision/x",
        ] {
            assert!(text.parse::<ConflictPath>().is_err(), "{text}");
        }
    }
}

//! What a draft holds: an answer, by whom it was given, and how it came to be known.

use std::collections::BTreeMap;

use nuong_casefile::{AnsweredBy, Learnt, Manner};
use nuong_screening::{Answer, Interview};
use nuong_view::Respondent;

use crate::error::Error;

/// All answers of an interview, by path.
pub(crate) fn answers_of(interview: &Interview) -> BTreeMap<String, Answer> {
    let answers = interview.answers();
    answers
        .map(|(path, answer)| (path.to_owned(), answer.clone()))
        .collect()
}

/// What has to be written for `before` to become `after`.
pub(crate) fn differences(
    before: &BTreeMap<String, Answer>,
    after: &BTreeMap<String, Answer>,
) -> Vec<(String, Option<Answer>)> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let gone = gone.map(|path| (path.clone(), None));
    let new = after
        .iter()
        .filter(|(path, answer)| before.get(*path) != Some(answer));
    gone.chain(new.map(|(path, answer)| (path.clone(), Some(answer.clone()))))
        .collect()
}

/// The same as nobody's words: filled in, or taken away.
pub(crate) fn unsaid(answers: Vec<(String, Option<Answer>)>) -> Vec<(String, Given)> {
    let given = |answer| Given {
        answer,
        manner: None,
    };
    answers
        .into_iter()
        .map(|(path, answer)| (path, given(answer)))
        .collect()
}

/// Where an answer stood before an instance of a repeat was taken away: `member[2]/name` was `member[3]/name` when
/// `member[1]` or `member[2]` went. None where it has not moved.
pub(crate) fn moved_from(path: &str, removed: &str) -> Option<String> {
    let (repeat, gone) = removed.strip_suffix(']')?.rsplit_once('[')?;
    let (now, rest) = path
        .strip_prefix(repeat)?
        .strip_prefix('[')?
        .split_once(']')?;
    let (gone, now): (usize, usize) = (gone.parse().ok()?, now.parse().ok()?);
    (now >= gone).then(|| format!("{repeat}[{}]{rest}", now + 1))
}

/// By whom and how an answer is known, from who is answering and whether the question is one that is looked at.
pub(crate) fn manner_of(respondent: Respondent, observed: bool) -> Manner {
    let (by, how) = match respondent {
        Respondent::Alone => (AnsweredBy::Alone, Learnt::Asked),
        _ if observed => (AnsweredBy::Officer, Learnt::Observed),
        Respondent::Officer => (AnsweredBy::Officer, Learnt::Observed),
        Respondent::Person => (AnsweredBy::Person, Learnt::Asked),
        Respondent::ThroughInterpreter => (AnsweredBy::Interpreter, Learnt::Asked),
        Respondent::Other => (AnsweredBy::Other, Learnt::ToldByAnother),
    };
    Manner { by, how }
}

/// A manner that says who was being asked: an officer's own look at something does not, nor does a person left alone, for
/// the device has come back since.
pub(crate) fn asked(manner: Manner) -> Option<Manner> {
    let by = manner.by;
    (!matches!(by, AnsweredBy::Officer | AnsweredBy::Alone)).then_some(manner)
}

pub(crate) fn respondent_of(manner: Manner) -> Respondent {
    match manner.by {
        AnsweredBy::Person | AnsweredBy::Alone | AnsweredBy::Officer => Respondent::Person,
        AnsweredBy::Interpreter => Respondent::ThroughInterpreter,
        AnsweredBy::Other => Respondent::Other,
    }
}

/// What a draft holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    pub(crate) answer: Option<Answer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) manner: Option<Manner>,
}

pub(crate) fn drafted(given: &Given) -> Result<String, Error> {
    serde_json::to_string(given).map_err(|_| Error::Internal("answer"))
}

/// Reads a draft; those of the first versions hold the answer alone.
pub(crate) fn parse_draft(json: &str) -> Result<Given, Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Given(Given),
        Alone(Option<Answer>),
    }
    match serde_json::from_str(json).map_err(|_| Error::Internal("draft"))? {
        Kept::Given(given) => Ok(given),
        Kept::Alone(answer) => Ok(Given {
            answer,
            manner: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_of_every_version_are_read() {
        let manner = Some(manner_of(Respondent::ThroughInterpreter, false));
        for answer in [None, Some(Answer::DoesNotKnow), Some(Answer::value("có"))] {
            let given = Given {
                answer: answer.clone(),
                manner,
            };
            assert_eq!(parse_draft(&drafted(&given).unwrap()).unwrap(), given);
            let first = serde_json::to_string(&answer).unwrap();
            let alone = Given {
                answer,
                manner: None,
            };
            assert_eq!(parse_draft(&first).unwrap(), alone, "{first}");
        }
        assert!(parse_draft("{\"answer\":3}").is_err());
    }

    #[test]
    fn what_moved_up_stood_one_lower_before() {
        let moved = |path| moved_from(path, "home/member[2]");
        assert_eq!(
            moved("home/member[2]/name").as_deref(),
            Some("home/member[3]/name")
        );
        assert_eq!(
            moved("home/member[4]/trip[1]/to").as_deref(),
            Some("home/member[5]/trip[1]/to")
        );
        for still in ["home/member[1]/name", "home/members[3]/name", "last"] {
            assert_eq!(moved(still), None, "{still}");
        }
    }

    #[test]
    fn what_is_looked_at_is_the_officers_whoever_is_being_asked() {
        for respondent in Respondent::CHOICES {
            let manner = manner_of(respondent, true);
            assert_eq!(
                (manner.by, manner.how),
                (AnsweredBy::Officer, Learnt::Observed)
            );
        }
    }
}

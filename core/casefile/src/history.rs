//! What was changed, by whom, in which order.

use nuong_screening::Answer;

use crate::conflict::ConflictPath;
use crate::event::EventKind;
use crate::ids::{Author, ChangeHash};
use crate::index::OpIndex;
use crate::ops::{Action, Key, Object, Op, Scalar};
use crate::place::{Place, UNIT_KEY};
use crate::raw::RawChange;

/// One change and what it touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The change.
    pub change: ChangeHash,
    /// Who wrote it.
    pub by: Author,
    /// When, by that author's clock, in Unix seconds.
    pub at: i64,
    /// What it touched, in the order it was written.
    pub touched: Vec<Touched>,
}

/// One thing a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Touched {
    /// The case was opened.
    Opened,
    /// A value was stated, or with `None` cleared.
    Value {
        /// Where.
        path: ConflictPath,
        /// What.
        value: Option<Answer>,
    },
    /// Something happened.
    Event(EventKind),
    /// A note was added.
    Note(String),
    /// Something this version does not understand.
    NotUnderstood,
}

/// The history of these changes, each given after those it builds on.
pub(crate) fn history(changes: &[RawChange]) -> Vec<HistoryEntry> {
    let mut index = OpIndex::default();
    let entry = |change: &RawChange| {
        index.add(&change.parsed.ops);
        let mut touched: Vec<Touched> = Vec::new();
        if change.deps.is_empty() {
            touched.push(Touched::Opened);
        }
        touched.extend(change.parsed.ops.iter().filter_map(|op| touch(&index, op)));
        HistoryEntry {
            change: change.hash,
            by: change.author,
            at: change.at,
            touched,
        }
    };
    changes.iter().map(entry).collect()
}

fn touch(index: &OpIndex, op: &Op) -> Option<Touched> {
    let place = index
        .made(op.object)
        .map_or(Place::Unknown, |made| made.place);
    let value = match &op.action {
        Action::Put(value) => value,
        // The frame of the document, and the first half of a resolution.
        Action::MakeMap | Action::MakeList | Action::Delete => return None,
    };
    // How an answer came to be known is part of the answer.
    if op.object == Object::Root || matches!(place, Place::Interview(_) | Place::Manners(_)) {
        return None;
    }
    Some(match (&place, &op.key, value) {
        (Place::Events, _, Scalar::Str(text)) => Touched::Event(EventKind::from_text(text)),
        (Place::Notes, _, Scalar::Str(text)) => Touched::Note(text.clone()),
        (_, Key::Name(name), value) => match (path(place, name), answer(value)) {
            (Some(path), Some(value)) => Touched::Value { path, value },
            _ => Touched::NotUnderstood,
        },
        _ => Touched::NotUnderstood,
    })
}

fn path(place: Place, name: &str) -> Option<ConflictPath> {
    let key = name.to_owned();
    Some(match place {
        Place::Person => ConflictPath::Person(key),
        Place::Answers(interview) => ConflictPath::Answer {
            interview,
            path: key,
        },
        Place::Needs => ConflictPath::Need(key),
        Place::Referrals => ConflictPath::Referral(key),
        Place::Consents => {
            let (purpose, receiver) = name.split_once('|')?;
            let (purpose, receiver) = (purpose.to_owned(), receiver.to_owned());
            ConflictPath::Consent { purpose, receiver }
        }
        Place::Custody if name == UNIT_KEY => ConflictPath::Custody,
        Place::Links => ConflictPath::Link(name.parse().ok()?),
        _ => return None,
    })
}

fn answer(value: &Scalar) -> Option<Option<Answer>> {
    match value {
        Scalar::Null => Some(None),
        Scalar::Str(text) => Some(Some(Answer::Value(text.clone()))),
        Scalar::Uint(1) => Some(Some(Answer::DoesNotKnow)),
        Scalar::Uint(2) => Some(Some(Answer::DoesNotWantToSay)),
        Scalar::Uint(_) | Scalar::Bytes(_) | Scalar::Other => None,
    }
}

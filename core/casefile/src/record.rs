//! A case as it reads now, every concurrent value kept.

use std::collections::BTreeMap;

use nuong_screening::{Answer, Circumstances};
use serde::Serialize;

use crate::event::Event;
use crate::ids::{Author, CaseId, ChangeHash};
use crate::manner::Manner;
use crate::stage::Stage;

/// One value as somebody stated it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// What was stated; `None` when it was cleared.
    pub value: Option<Answer>,
    /// Who wrote the change that holds it.
    pub by: Author,
    /// When, by that author's clock, in Unix seconds.
    pub at: i64,
    /// By whom it was said and how it came to be known; only answers to questions say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manner: Option<Manner>,
}

/// Everything a case says. Lists of [`Stated`] are never empty, and the value Automerge shows
/// comes first; more than one different value is a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseRecord {
    /// The case.
    pub id: CaseId,
    /// The schema the document was written with.
    pub schema: u32,
    /// Fields about the person, by field name.
    pub person: BTreeMap<String, Vec<Stated>>,
    /// Interviews by start time, then id.
    pub interviews: Vec<InterviewEntry>,
    /// What the person needs, by name of the need.
    pub needs: Vec<NeedEntry>,
    /// Where the person was referred to, by service.
    pub referrals: Vec<ReferralEntry>,
    /// What happened, in an order that keeps causes before effects and is the same everywhere.
    pub events: Vec<Event>,
    /// Notes in the same order.
    pub notes: Vec<Note>,
    /// Consents by purpose and receiver.
    pub consents: Vec<ConsentEntry>,
    /// Same-person links.
    pub links: Vec<LinkEntry>,
    /// The unit that holds the case.
    pub custody: Vec<Stated>,
    /// Where the case stands, derived from the events.
    pub stage: Stage,
    /// When the case was opened, in Unix seconds.
    pub created_at: i64,
    /// Who opened it.
    pub created_by: Author,
    /// The latest time any change carries, in Unix seconds.
    pub updated_at: i64,
    /// Who wrote that change.
    pub updated_by: Author,
}

/// One interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InterviewEntry {
    /// The interview's id within the case.
    pub id: String,
    /// The hash, in hex, of the questionnaire pack it was made with.
    pub pack: String,
    /// The questionnaire's name.
    pub instrument: String,
    /// When it was started, in Unix seconds.
    pub started_at: i64,
    /// Who started it.
    pub started_by: Author,
    /// How it ended last; `None` while it is under way.
    pub finished: Option<Finished>,
    /// Answers by question path.
    pub answers: BTreeMap<String, Vec<Stated>>,
}

impl InterviewEntry {
    /// When and where it was held, where the clock is so many minutes ahead of UTC. What is left to chance in it comes from
    /// its id, so that each interview has an order of its own and keeps it on whatever device it is read.
    #[must_use]
    pub fn circumstances(&self, offset_minutes: i32) -> Circumstances {
        Circumstances::at(self.started_at, offset_minutes)
            .ended(self.finished.map(|finished| finished.at))
            .with_seed(u64::from_str_radix(&self.id, 16).unwrap_or_default())
            .on_device(self.started_by.to_string())
    }
}

/// The end of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finished {
    /// Whether it came to its end, or was broken off.
    pub complete: bool,
    /// Who ended it.
    pub by: Author,
    /// When, in Unix seconds.
    pub at: i64,
}

/// A need of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedEntry {
    /// The need's name.
    pub need: String,
    /// The detail as stated.
    pub detail: Vec<Stated>,
}

/// A referral to a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReferralEntry {
    /// The service.
    pub to: String,
    /// The reason as stated.
    pub reason: Vec<Stated>,
}

/// A consent for one purpose to one receiver. The value is `given`, `refused` or `withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentEntry {
    /// What for.
    pub purpose: String,
    /// To whom.
    pub receiver: String,
    /// How it stands.
    pub state: Vec<Stated>,
}

impl ConsentEntry {
    /// Whether consent stands: given, and nobody states otherwise. A conflict is not consent.
    pub fn stands(&self) -> bool {
        let given = |s: &Stated| s.value == Some(Answer::Value("given".to_owned()));
        !self.state.is_empty() && self.state.iter().all(given)
    }
}

/// A statement that another case is about the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkEntry {
    /// The other case.
    pub other: CaseId,
    /// Why, as stated; cleared when the link was taken back.
    pub note: Vec<Stated>,
}

/// A note. Notes are never changed; a correction is another note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What was noted.
    pub text: String,
    /// Who noted it.
    pub by: Author,
    /// When, in Unix seconds.
    pub at: i64,
    /// The change that holds it.
    pub change: ChangeHash,
}

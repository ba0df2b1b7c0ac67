//! One case as an Automerge document: commands in, a typed record out.
//!
//! A case is edited on many devices that may not meet for weeks. Each act of a person is one
//! [`Command`]; the commands of one screen become one change, signed and carried elsewhere by
//! other crates. Reading gives a [`CaseRecord`] in which every concurrent value is kept with
//! who stated it and when; two people who answered differently are a [`Conflict`] until
//! somebody decides with [`Command::Resolve`].
//!
//! Bytes from other devices become a [`RawChange`] by [`RawChange::parse`], which decodes and
//! bounds them before the engine sees them. [`Case::rights_needed`] tells what an author must
//! be allowed to do for a change to count; [`Case::apply`] takes changes in any order, any
//! number of times.
//!
//! The crate has no clock, no randomness and no IO. The format is written down in
//! `docs/schema.md`.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod case;
mod chunk;
mod columns;
mod command;
mod commit;
mod conflict;
mod error;
mod event;
mod history;
mod ids;
mod index;
mod judge;
mod ledger;
mod manner;
mod ops;
mod place;
mod raw;
mod read;
mod record;
mod rights;
mod snapshot;
mod stage;

pub use case::{Applied, Case, Refused};
pub use command::{
    Command, Decision, MAX_COMMANDS, MAX_ID_CHARS, MAX_LABEL_CHARS, MAX_PATH_CHARS, MAX_TEXT_CHARS,
};
pub use conflict::{Conflict, ConflictPath};
pub use error::{CaseError, CommandError};
pub use event::{Event, EventKind};
pub use history::{HistoryEntry, Touched};
pub use ids::{Author, CaseId, ChangeHash, IdError};
pub use manner::{AnsweredBy, Learnt, Manner};
pub use raw::{LATEST_TIME, MAX_CHANGE_BYTES, MAX_DEPS, MAX_OPS, RawChange};
pub use record::{
    CaseRecord, ConsentEntry, Finished, InterviewEntry, LinkEntry, NeedEntry, Note, ReferralEntry,
    Stated,
};
pub use rights::Right;
pub use snapshot::{MAX_SNAPSHOT_BYTES, MAX_SNAPSHOT_ROWS};
pub use stage::Stage;

/// The document schema this crate writes, and the newest it understands (docs/schema.md).
pub const SCHEMA: u32 = 1;

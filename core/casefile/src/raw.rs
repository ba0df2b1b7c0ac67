//! One change as bytes: what devices exchange.

use std::fmt;
use std::sync::Arc;

use automerge::{Automerge, Change};

use crate::chunk::Envelope;
use crate::columns::malformed;
use crate::error::CaseError;
use crate::ids::{Author, ChangeHash};
use crate::ops::{self, Op};

/// The longest accepted change: three quarters of the largest parcel (64 KiB), so that any one
/// change fits a parcel with its seal and signature.
pub const MAX_CHANGE_BYTES: usize = 48 * 1024;
/// The most operations in one change: a screen has a few dozen; an import of a case some hundreds.
pub const MAX_OPS: usize = 4096;
/// The most changes one change may directly build on: one per device that wrote meanwhile.
pub const MAX_DEPS: usize = 256;
/// The last accepted time: the end of the year 9999 in Unix seconds, the last a calendar shows.
pub const LATEST_TIME: i64 = 253_402_300_799;

/// A change that is well formed. Made only by [`RawChange::parse`], so holding one is proof.
#[derive(Clone)]
pub struct RawChange {
    /// The change's name.
    pub hash: ChangeHash,
    /// Who wrote it.
    pub author: Author,
    /// Its number among the author's changes to this case, from 1.
    pub seq: u64,
    /// The changes it builds on directly, ascending; empty only for the one that begins a case.
    pub deps: Vec<ChangeHash>,
    /// When it was written by the author's clock, in Unix seconds.
    pub at: i64,
    /// The change as exchanged and stored.
    pub bytes: Vec<u8>,
    pub(crate) parsed: Arc<Parsed>,
}

/// A change decoded twice: by us, to judge it, and by the engine, to apply it.
pub(crate) struct Parsed {
    pub(crate) start_op: u64,
    pub(crate) ops: Vec<Op>,
    pub(crate) change: Change,
}

impl RawChange {
    /// Reads a change from another device or from the vault.
    ///
    /// The bytes are decoded and bounded here before the engine sees them: the engine itself
    /// checks no checksum, inflates without limit, loops over claimed run lengths, and panics on
    /// author indices out of range. A change in another than the engine's own encoding is refused
    /// too: its hash would be lost when the document is saved.
    ///
    /// # Errors
    /// [`CaseError::TooLarge`], [`CaseError::Malformed`] or [`CaseError::Damaged`].
    pub fn parse(bytes: &[u8]) -> Result<Self, CaseError> {
        let envelope = Envelope::parse(bytes)?;
        let ops = ops::decode(&envelope)?;
        let change = Change::try_from(bytes).map_err(|_| malformed("not a change"))?;
        if envelope.checksum != change.hash().0[..4] {
            return Err(CaseError::Damaged);
        }
        if Change::from(change.decode()).raw_bytes() != bytes {
            return Err(malformed("unusual encoding"));
        }
        Ok(Self::assemble(&envelope, ops, change, bytes.to_vec()))
    }

    /// A change the engine has just made or already holds: decoded, not checked again.
    pub(crate) fn from_engine(change: Change) -> Result<Self, CaseError> {
        let bytes = change.raw_bytes().to_vec();
        let envelope = Envelope::parse(&bytes)?;
        let ops = ops::decode(&envelope)?;
        Ok(Self::assemble(&envelope, ops, change, bytes.clone()))
    }

    fn assemble(envelope: &Envelope<'_>, ops: Vec<Op>, change: Change, bytes: Vec<u8>) -> Self {
        Self {
            hash: ChangeHash(change.hash().0),
            author: envelope.actors[0],
            seq: envelope.seq,
            deps: envelope.deps.clone(),
            at: envelope.at,
            bytes,
            parsed: Arc::new(Parsed {
                start_op: envelope.start_op,
                ops,
                change,
            }),
        }
    }
}

/// All changes of a document, each after those it builds on, in an order that is the same
/// everywhere.
pub(crate) fn changes_of(doc: &Automerge) -> Result<Vec<RawChange>, CaseError> {
    let changes = doc.get_changes(&[]).into_iter().map(RawChange::from_engine);
    let mut changes = changes.collect::<Result<Vec<_>, _>>()?;
    changes.sort_by_key(|change| (change.parsed.start_op, change.author));
    Ok(changes)
}

impl PartialEq for RawChange {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for RawChange {}

impl fmt::Debug for RawChange {
    /// Shows the name, never the contents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawChange")
            .field("hash", &self.hash)
            .field("author", &self.author)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}

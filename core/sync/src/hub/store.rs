use nuong_trust::{CaseTag, DeviceId, UnitId};
use thiserror::Error;

use crate::ParcelName;

/// A store could not do what was asked: a full disk, a lost connection. Nothing of the act was done.
#[derive(Debug, Error)]
#[error("the store failed")]
pub struct StoreError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// With what the store itself says, for the log.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }

    /// A stable code.
    pub fn code(&self) -> &'static str {
        "hub.unavailable"
    }
}

/// What a hub keeps, behind one small door, so that memory, SQLite and PostgreSQL serve alike.
///
/// A store decides nothing: the session has checked all it is given, and asks for what it needs. Each call is one
/// transaction, durable when it returns. The log is append-only; positions are 1, 2, 3, … and an entry never changes.
/// [`crate::hub::contract`] is the test-suite that every store must pass.
pub trait HubStore {
    /// The bulletin with the highest number.
    ///
    /// # Errors
    /// As all of them: [`StoreError`] if the store fails.
    fn bulletin(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a bulletin in place of an earlier one; does nothing if the one kept has the same or a higher number.
    ///
    /// # Errors
    /// [`StoreError`].
    fn put_bulletin(&mut self, number: u64, bulletin: &[u8]) -> Result<(), StoreError>;

    /// The certificate of a device.
    ///
    /// # Errors
    /// [`StoreError`].
    fn certificate(&self, device: &DeviceId) -> Result<Option<StoredCertificate>, StoreError>;

    /// Keeps a certificate in place of the device's earlier one, with the last position as its `since`. Putting the same
    /// bytes again changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    fn put_certificate(&mut self, device: &DeviceId, certificate: &[u8]) -> Result<(), StoreError>;

    /// Appends a parcel at the next position, with its tags and grants, unless the author's number is taken.
    ///
    /// # Errors
    /// [`StoreError`].
    fn append(&mut self, parcel: &NewParcel<'_>) -> Result<Appended, StoreError>;

    /// The names of an author's parcel `seq` and of the one it says is before it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn link(&self, author: &DeviceId, seq: u64) -> Result<Option<Link>, StoreError>;

    /// The highest number up to which all of an author's parcels are in the log, from 1, with that parcel's name.
    ///
    /// # Errors
    /// [`StoreError`].
    fn contiguous(&self, author: &DeviceId) -> Result<Option<(u64, ParcelName)>, StoreError>;

    /// Numbers and names of an author's parcels after number `after`, ascending, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn beyond(
        &self,
        author: &DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, ParcelName)>, StoreError>;

    /// The last position; 0 for an empty log.
    ///
    /// # Errors
    /// [`StoreError`].
    fn last_position(&self) -> Result<u64, StoreError>;

    /// The entry at a position.
    ///
    /// # Errors
    /// [`StoreError`].
    fn entry(&self, position: u64) -> Result<Option<Entry>, StoreError>;

    /// The units a case is granted to, each with the position of the first entry that granted it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn granted(&self, tag: &CaseTag) -> Result<Vec<Granted>, StoreError>;

    /// Positions after `after`, ascending, at most `limit`, that matter to the members of `units`: entries that grant a case
    /// to one of the units, entries with a tag that was granted to one of them at or before that position, and entries for all.
    ///
    /// # Errors
    /// [`StoreError`].
    fn relevant(&self, units: &[UnitId], after: u64, limit: usize) -> Result<Vec<u64>, StoreError>;

    /// Positions after `after` and before `before`, ascending, at most `limit`, of entries with one of `tags`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn with_tags(
        &self,
        tags: &[CaseTag],
        after: u64,
        before: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError>;

    /// Whether any entry by `author` at or before position `upto` is one that [`Self::relevant`] names for `units`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn heard(&self, author: &DeviceId, units: &[UnitId], upto: u64) -> Result<bool, StoreError>;

    /// Keeps a parcel outside the log, as evidence; keeping the same name again changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    fn keep_aside(&mut self, aside: &Aside<'_>) -> Result<(), StoreError>;

    /// How many parcels of an author are kept aside.
    ///
    /// # Errors
    /// [`StoreError`].
    fn asides(&self, author: &DeviceId) -> Result<usize, StoreError>;
}

/// A certificate as a store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCertificate {
    /// Encoded.
    pub bytes: Vec<u8>,
    /// The last position of the log when these bytes were put.
    pub since: u64,
}

/// A parcel to append. All of it was checked, and the bytes are complete.
#[derive(Debug, Clone, Copy)]
pub struct NewParcel<'a> {
    /// Its author.
    pub author: DeviceId,
    /// Its number.
    pub seq: u64,
    /// Its name.
    pub name: ParcelName,
    /// The name of the author's parcel before it.
    pub prev: ParcelName,
    /// When the hub accepted it, in Unix seconds by the hub's clock.
    pub accepted_at: i64,
    /// The cases it has sections of; each once.
    pub tags: &'a [CaseTag],
    /// The grants in it that count; each once.
    pub grants: &'a [(CaseTag, UnitId)],
    /// Whether it carries something published, which matters to every device.
    pub for_all: bool,
    /// Encoded.
    pub bytes: &'a [u8],
}

/// What became of a parcel to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is in the log at this position.
    At(u64),
    /// It was there already.
    Duplicate,
    /// The author's number is taken by another parcel; nothing was done.
    Taken,
}

/// Names that chain an author's parcels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The parcel's.
    pub name: ParcelName,
    /// The one before it, as it says.
    pub prev: ParcelName,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The parcel's author.
    pub author: DeviceId,
    /// The parcel, encoded.
    pub bytes: Vec<u8>,
    /// The grants in it that count.
    pub grants: Vec<(CaseTag, UnitId)>,
}

/// A unit that may have a case's sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The unit.
    pub unit: UnitId,
    /// From this position on.
    pub since: u64,
}

/// A parcel kept outside the log.
#[derive(Debug, Clone, Copy)]
pub struct Aside<'a> {
    /// Its author; the signature was checked.
    pub author: DeviceId,
    /// Its number.
    pub seq: u64,
    /// Its name.
    pub name: ParcelName,
    /// Why it is not in the log: a stable code.
    pub code: &'static str,
    /// When, in Unix seconds by the hub's clock.
    pub at: i64,
    /// Encoded.
    pub bytes: &'a [u8],
}

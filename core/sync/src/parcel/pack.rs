use nuong_trust::{AuthorityId, CaseGrant, CaseKey, CaseTag, DeviceKeys, Random};

use super::{Draft, DraftSection, FilePiece, Parcel, ParcelName, seal::seal};
use crate::{MAX_SECTION_CONTENT, MAX_SECTIONS, ParcelError, TARGET_PARCEL};

/// Header, signature and the rest of a parcel without its sections, at most, in bytes.
const AROUND: usize = 256;

/// A row of the table and the wrapping of a section, at most, in bytes.
const ROW: usize = 24;

/// What is new about one case, to be packed.
pub struct CaseChanges<'k> {
    /// The case's tag.
    pub tag: CaseTag,
    /// The generation of its key.
    pub generation: u32,
    /// Its key.
    pub key: &'k CaseKey,
    /// Grants that must be known by whoever reads the changes: they go with the first of them.
    pub grants: Vec<CaseGrant>,
    /// Changes in the order they were made. May be empty if there are grants.
    pub changes: Vec<Vec<u8>>,
}

/// What one parcel will hold.
#[derive(Default)]
pub struct Contents<'k> {
    grants: Vec<CaseGrant>,
    pieces: Vec<FilePiece>,
    sections: Vec<DraftSection<'k>>,
    size: usize,
}

impl<'k> Contents<'k> {
    pub(super) fn of_piece(piece: FilePiece) -> Self {
        Self {
            size: piece.bytes.len(),
            pieces: vec![piece],
            ..Self::default()
        }
    }

    /// The draft that follows `head` in the log of `author`.
    pub fn draft(
        self,
        authority: AuthorityId,
        author: nuong_trust::DeviceId,
        head: &LogHead,
        at: i64,
    ) -> Draft<'k> {
        let (grants, pieces, sections) = (self.grants, self.pieces, self.sections);
        Draft {
            authority,
            author,
            seq: head.seq + 1,
            prev: head.name,
            at,
            grants,
            pieces,
            sections,
        }
    }

    fn has_room(&self, tag: &CaseTag, size: usize) -> bool {
        let there = |section: &DraftSection<'_>| section.tag == *tag;
        self.size == 0
            || (self.size + size <= TARGET_PARCEL - AROUND
                && self.sections.len() + 1 < MAX_SECTIONS
                && !self.sections.iter().any(there))
    }
}

/// The last parcel of an author's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogHead {
    /// Its number; 0 if there is none yet.
    pub seq: u64,
    /// Its name; [`ParcelName::NONE`] if there is none yet.
    pub name: ParcelName,
}

impl LogHead {
    /// Before the first parcel.
    pub const START: Self = Self {
        seq: 0,
        name: ParcelName::NONE,
    };
}

/// Distributes cases over parcels of about [`TARGET_PARCEL`] bytes, in the order given: the most urgent first. A case that
/// is longer than that goes on in the next parcel, its changes in order.
///
/// # Errors
/// [`ParcelError::ChangeTooLarge`] if a change is past its limit.
pub fn pack(cases: Vec<CaseChanges<'_>>) -> Result<Vec<Contents<'_>>, ParcelError> {
    let mut parcels: Vec<Contents<'_>> = Vec::new();
    for case in cases {
        let mut pieces = Vec::new();
        cut(&case, &case.changes, &mut pieces)?;
        let mut grants = case.grants;
        let mut pieces = pieces.into_iter();
        loop {
            let section = pieces.next();
            if section.is_none() && grants.is_empty() {
                break;
            }
            let granted: usize = grants.iter().map(|grant| grant.to_bytes().len() + 4).sum();
            let size = granted + section.as_ref().map_or(0, |section| section.length() + ROW);
            if !parcels
                .last()
                .is_some_and(|last| last.has_room(&case.tag, size))
            {
                parcels.push(Contents::default());
            }
            if let Some(last) = parcels.last_mut() {
                last.grants.append(&mut grants);
                last.sections.extend(section);
                last.size += size;
            }
        }
    }
    Ok(parcels)
}

/// Cuts the changes of one case into sections that fit a parcel, halving what is too long.
fn cut<'k>(
    case: &CaseChanges<'k>,
    changes: &[Vec<u8>],
    pieces: &mut Vec<DraftSection<'k>>,
) -> Result<(), ParcelError> {
    if changes.is_empty() {
        return Ok(());
    }
    let raw: usize = changes.iter().map(|change| change.len() + 9).sum();
    if raw <= MAX_SECTION_CONTENT - 9 {
        let section = DraftSection::new(case.tag, case.generation, case.key, changes)?;
        if changes.len() == 1 || section.length() + ROW <= TARGET_PARCEL - AROUND {
            pieces.push(section);
            return Ok(());
        }
    } else if changes.len() == 1 {
        return Err(ParcelError::ChangeTooLarge);
    }
    let (first, second) = changes.split_at(changes.len() / 2);
    cut(case, first, pieces)?;
    cut(case, second, pieces)
}

/// Seals parcels one after another onto the log that ends at `head`, which is moved along.
///
/// # Errors
/// As [`seal`], and [`ParcelError::Draft`] if there is no randomness.
pub fn seal_all(
    contents: Vec<Contents<'_>>,
    authority: AuthorityId,
    keys: &DeviceKeys,
    head: &mut LogHead,
    at: i64,
    random: &mut dyn Random,
) -> Result<Vec<Parcel>, ParcelError> {
    let mut parcels = Vec::with_capacity(contents.len());
    for one in contents {
        let mut salt = [0; 16];
        random.fill(&mut salt).map_err(|_| ParcelError::Draft)?;
        let parcel = seal(
            &one.draft(authority, keys.device_id(), head, at),
            keys,
            salt,
        )?;
        *head = LogHead {
            seq: parcel.header().seq,
            name: parcel.name(),
        };
        parcels.push(parcel);
    }
    Ok(parcels)
}

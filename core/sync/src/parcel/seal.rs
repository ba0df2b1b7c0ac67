use nuong_trust::{
    AuthorityId, CaseGrant, CaseKey, CaseTag, DeviceId, DeviceKeys, section_key, sha256,
};

use super::{
    Body, FilePiece, Header, Parcel, ParcelName, SectionKind, control, head, head::Row,
    signing_context,
};
use crate::{
    ParcelError,
    codec::{self, Packed},
    wire::{Reader, put_varint},
};

/// A parcel about to be sealed and signed.
pub struct Draft<'k> {
    /// The world it belongs to.
    pub authority: AuthorityId,
    /// The device that signs it.
    pub author: DeviceId,
    /// Its number, from 1.
    pub seq: u64,
    /// The name of the author's parcel before it.
    pub prev: ParcelName,
    /// When, in Unix seconds.
    pub at: i64,
    /// Grants to put into the control section; without any of these there is no control section.
    pub grants: Vec<CaseGrant>,
    /// Pieces of published files, for the control section too.
    pub pieces: Vec<FilePiece>,
    /// One for each case.
    pub sections: Vec<DraftSection<'k>>,
}

/// The changes of one case, compressed, and the key to seal them with.
pub struct DraftSection<'k> {
    pub(super) tag: CaseTag,
    pub(super) generation: u32,
    pub(super) key: &'k CaseKey,
    pub(super) packed: Packed,
}

impl<'k> DraftSection<'k> {
    /// Compresses `changes` of the case `tag`, to be sealed under its key of `generation`.
    ///
    /// # Errors
    /// [`ParcelError::ChangeTooLarge`], [`ParcelError::ContentTooLarge`], or [`ParcelError::Draft`] for no changes.
    pub fn new(
        tag: CaseTag,
        generation: u32,
        key: &'k CaseKey,
        changes: &[Vec<u8>],
    ) -> Result<Self, ParcelError> {
        Ok(Self {
            tag,
            generation,
            key,
            packed: codec::compress(changes)?,
        })
    }

    /// How long its bytes will be.
    pub(super) fn length(&self) -> usize {
        let generation = crate::wire::varint_length(u64::from(self.generation));
        generation + self.packed.as_bytes().len() + nuong_trust::SECTION_OVERHEAD
    }

    fn seal(&self, header: &Header, index: usize) -> Result<Vec<u8>, ParcelError> {
        let about = about(header, index, &self.tag, self.generation);
        let sealed = section_key(self.key, &header.salt, &about)
            .seal(&about, self.packed.as_bytes())
            .map_err(|_| ParcelError::Draft)?;
        let mut bytes = Vec::with_capacity(self.length());
        put_varint(&mut bytes, u64::from(self.generation));
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }
}

/// Seals every section and signs the whole. `salt` must be fresh randomness: two texts are never sealed with one key only
/// as long as no salt comes twice.
///
/// # Errors
/// [`ParcelError::WrongAuthor`] if `keys` are not the author's, [`ParcelError::Draft`] for a draft no parcel can be made of,
/// [`ParcelError::Oversized`].
pub fn seal(draft: &Draft<'_>, keys: &DeviceKeys, salt: [u8; 16]) -> Result<Parcel, ParcelError> {
    if draft.author != keys.device_id() {
        return Err(ParcelError::WrongAuthor);
    }
    let header = Header {
        authority: draft.authority,
        author: draft.author,
        seq: draft.seq,
        prev: draft.prev,
        at: draft.at,
        salt,
    };
    if header.seq == 0 || (header.seq == 1) != (header.prev == ParcelName::NONE) {
        return Err(ParcelError::Draft);
    }
    let (mut rows, mut bodies) = (Vec::new(), Vec::new());
    if !draft.grants.is_empty() || !draft.pieces.is_empty() {
        let bytes = control::write(&draft.grants, &draft.pieces)?;
        rows.push(Row {
            kind: SectionKind::Control,
            length: bytes.len(),
        });
        bodies.push(Body::Here(bytes));
    }
    for section in &draft.sections {
        let bytes = section.seal(&header, rows.len())?;
        rows.push(Row {
            kind: SectionKind::Case(section.tag),
            length: bytes.len(),
        });
        bodies.push(Body::Here(bytes));
    }
    head::check(&header, &rows).map_err(|error| match error {
        ParcelError::Malformed => ParcelError::Draft,
        other => other,
    })?;
    let head = head::write(&header, &rows);
    let signature = nuong_trust::Signature::new([0; 64]);
    let mut parcel = Parcel {
        header,
        rows,
        head,
        signature,
        bodies,
    };
    parcel.signature = keys.sign(
        &signing_context(&draft.authority),
        &sha256(&parcel.covered()),
    );
    Ok(parcel)
}

/// What tells a section from every other: bound into its key and into its seal. All parts are of fixed length.
pub(super) fn about(header: &Header, index: usize, tag: &CaseTag, generation: u32) -> Vec<u8> {
    let mut about = nuong_trust::context("section", &header.authority);
    about.extend_from_slice(header.author.as_bytes());
    about.extend_from_slice(&header.seq.to_be_bytes());
    about.extend_from_slice(&(index as u32).to_be_bytes());
    about.extend_from_slice(tag.as_bytes());
    about.extend_from_slice(&generation.to_be_bytes());
    about
}

/// A section's bytes as the generation of its key, and what is sealed.
pub(super) fn split_generation(bytes: &[u8]) -> Result<(u32, &[u8]), ParcelError> {
    let mut reader = Reader::new(bytes);
    let generation = reader
        .varint()
        .ok()
        .and_then(|number| u32::try_from(number).ok());
    Ok((generation.ok_or(ParcelError::Content)?, reader.rest()))
}

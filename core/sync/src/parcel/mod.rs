//! The unit of exchange: header, table and sections, signed by the device that wrote it and named by its hash.
//!
//! A section can be withheld or erased: its hash stands in its place, and name and signature stay what they were. The
//! layout is in `docs/protocol.md` §3.

mod control;
mod file_piece;
mod head;
mod pack;
mod seal;

use std::fmt;

use nuong_trust::{
    AuthorityId, CaseGrant, CaseKey, CaseTag, DevicePublic, Signature, context, section_key, sha256,
};

use self::head::Row;
pub use self::{
    file_piece::{FilePiece, pack_file},
    head::{Header, SectionKind},
    pack::{CaseChanges, Contents, LogHead, pack, seal_all},
    seal::{Draft, DraftSection, seal},
};
use crate::{MAX_PARCEL, ParcelError, codec, wire::Reader};

/// A parcel's name: the SHA-256 of all that its signature covers. Whatever is withheld from it, a parcel has one name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParcelName([u8; 32]);

impl ParcelName {
    /// What stands for the parcel before an author's first one.
    pub const NONE: Self = Self([0; 32]);

    /// From its 32 bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ParcelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ParcelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ParcelName({:02x}{:02x}{:02x}..)",
            self.0[0], self.0[1], self.0[2]
        )
    }
}

/// A section's bytes, or what stands for them.
#[derive(Clone, PartialEq, Eq)]
enum Body {
    Here(Vec<u8>),
    Hash([u8; 32]),
}

impl Body {
    fn hash(&self) -> [u8; 32] {
        match self {
            Self::Here(bytes) => sha256(bytes),
            Self::Hash(hash) => *hash,
        }
    }
}

/// A parcel that was read or made. Reading checks its form; [`Parcel::verify`] checks who wrote it.
#[derive(Clone, PartialEq, Eq)]
pub struct Parcel {
    header: Header,
    rows: Vec<Row>,
    /// Header and table, exactly as encoded and signed.
    head: Vec<u8>,
    signature: Signature,
    bodies: Vec<Body>,
}

/// What a parcel's control section grants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    /// Grants by a device that knew the case.
    pub proven: Vec<CaseGrant>,
    /// How many there are besides whose proof does not hold.
    pub unproven: usize,
}

/// One row of a parcel's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its place in the parcel, from 0.
    pub index: usize,
    /// Whose it is.
    pub kind: SectionKind,
    /// The length of its bytes, here or not.
    pub length: usize,
    /// Whether its bytes are here; otherwise it was withheld or erased.
    pub present: bool,
    /// For a case's section that is here: the generation of the case key that sealed it.
    pub generation: Option<u32>,
}

impl Parcel {
    /// Reads a parcel.
    ///
    /// # Errors
    /// [`ParcelError::Oversized`], [`ParcelError::Newer`], [`ParcelError::Truncated`] or [`ParcelError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, ParcelError> {
        if bytes.len() > MAX_PARCEL {
            return Err(ParcelError::Oversized);
        }
        let mut reader = Reader::new(bytes);
        let (header, rows) = head::read(&mut reader)?;
        let head = bytes[..bytes.len() - reader.rest().len()].to_vec();
        let presence = read_presence(&mut reader, rows.len())?;
        let signature = Signature::new(reader.array()?);
        let mut bodies = Vec::with_capacity(rows.len());
        for (row, present) in rows.iter().zip(presence) {
            bodies.push(if present {
                Body::Here(reader.take(row.length)?.to_vec())
            } else if row.kind == SectionKind::Control {
                return Err(ParcelError::Malformed);
            } else {
                Body::Hash(reader.array()?)
            });
        }
        reader.end()?;
        Ok(Self {
            header,
            rows,
            head,
            signature,
            bodies,
        })
    }

    /// The parcel's bytes; [`Parcel::decode`] gives it back.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.head.clone();
        for bodies in self.bodies.chunks(8) {
            let bits = bodies.iter().enumerate();
            out.push(bits.fold(0, |byte, (bit, body)| byte | u8::from(is_here(body)) << bit));
        }
        out.extend_from_slice(self.signature.as_bytes());
        for body in &self.bodies {
            match body {
                Body::Here(bytes) => out.extend_from_slice(bytes),
                Body::Hash(hash) => out.extend_from_slice(hash),
            }
        }
        out
    }

    /// What the author says of the parcel.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The parcel's name.
    pub fn name(&self) -> ParcelName {
        let mut text = b"nuong/1 parcel name\0".to_vec();
        text.extend_from_slice(&self.covered());
        ParcelName(sha256(&text))
    }

    /// The table.
    pub fn sections(&self) -> impl Iterator<Item = Section> + '_ {
        self.rows
            .iter()
            .zip(&self.bodies)
            .enumerate()
            .map(|(index, (row, body))| Section {
                index,
                kind: row.kind,
                length: row.length,
                present: is_here(body),
                generation: match (row.kind, body) {
                    (SectionKind::Case(_), Body::Here(bytes)) => seal::split_generation(bytes)
                        .ok()
                        .map(|(generation, _)| generation),
                    _ => None,
                },
            })
    }

    /// The tags of the cases it is about, withheld or not.
    pub fn tags(&self) -> impl Iterator<Item = CaseTag> + '_ {
        self.rows.iter().filter_map(|row| row.kind.tag())
    }

    /// Whether every section is here.
    pub fn is_complete(&self) -> bool {
        self.bodies.iter().all(is_here)
    }

    /// Checks that `author` wrote every byte of it, for `authority`. Withheld sections are covered by their hashes.
    ///
    /// # Errors
    /// [`ParcelError::Foreign`], [`ParcelError::WrongAuthor`] or [`ParcelError::Signature`].
    pub fn verify(
        &self,
        author: &DevicePublic,
        authority: &AuthorityId,
    ) -> Result<(), ParcelError> {
        if self.header.authority != *authority {
            return Err(ParcelError::Foreign);
        }
        if self.header.author != author.device_id() {
            return Err(ParcelError::WrongAuthor);
        }
        author
            .verifying
            .verify(
                &signing_context(authority),
                &sha256(&self.covered()),
                &self.signature,
            )
            .map_err(|_| ParcelError::Signature)
    }

    /// The grants that the parcel carries, readable by anyone: those of cases that its author shows to know. Others have no
    /// effect and are only counted; records of kinds this version does not know are passed over.
    ///
    /// # Errors
    /// [`ParcelError::Malformed`] if the control section is not as its author should have written it.
    pub fn grants(&self) -> Result<Grants, ParcelError> {
        let all = self.control()?.grants;
        let (authority, by) = (&self.header.authority, &self.header.author);
        let count = all.len();
        let proven: Vec<CaseGrant> = all
            .into_iter()
            .filter(|grant| grant.verify(authority, by).is_ok())
            .collect();
        Ok(Grants {
            unproven: count - proven.len(),
            proven,
        })
    }

    /// The pieces of published files that the parcel carries, those that are not within their limits left out.
    ///
    /// # Errors
    /// As [`Parcel::grants`].
    pub fn pieces(&self) -> Result<Vec<FilePiece>, ParcelError> {
        let mut pieces = self.control()?.pieces;
        pieces.retain(FilePiece::is_sound);
        Ok(pieces)
    }

    fn control(&self) -> Result<control::Control, ParcelError> {
        match (self.rows.first(), self.bodies.first()) {
            (Some(row), Some(Body::Here(bytes))) if row.kind == SectionKind::Control => {
                control::read(bytes)
            }
            _ => Ok(control::Control::default()),
        }
    }

    /// The changes in section `index`, in the order they were made.
    ///
    /// # Errors
    /// [`ParcelError::NoSection`], [`ParcelError::Absent`], [`ParcelError::CannotOpen`] with any other key or if it was
    /// altered, or an error of the content.
    pub fn open(&self, index: usize, key: &CaseKey) -> Result<Vec<Vec<u8>>, ParcelError> {
        let tag = self
            .rows
            .get(index)
            .and_then(|row| row.kind.tag())
            .ok_or(ParcelError::NoSection)?;
        let Body::Here(bytes) = &self.bodies[index] else {
            return Err(ParcelError::Absent);
        };
        let (generation, sealed) = seal::split_generation(bytes)?;
        let about = seal::about(&self.header, index, &tag, generation);
        let content = section_key(key, &self.header.salt, &about)
            .open(&about, sealed)
            .map_err(|_| ParcelError::CannotOpen)?;
        codec::expand(&content)
    }

    /// The same parcel with only those case sections that `keep` says yes to; the control section always stays.
    pub fn withhold(&self, keep: impl Fn(&CaseTag) -> bool) -> Self {
        let mut less = self.clone();
        for (row, body) in less.rows.iter().zip(&mut less.bodies) {
            if row.kind.tag().is_some_and(|tag| !keep(&tag)) {
                *body = Body::Hash(body.hash());
            }
        }
        less
    }

    /// Takes from another copy of this parcel the sections that are missing here. Returns whether there were any.
    ///
    /// # Errors
    /// [`ParcelError::Other`] if it is another parcel.
    pub fn fill(&mut self, other: &Self) -> Result<bool, ParcelError> {
        if self.name() != other.name() {
            return Err(ParcelError::Other);
        }
        let mut filled = false;
        for (body, theirs) in self.bodies.iter_mut().zip(&other.bodies) {
            if !is_here(body) && is_here(theirs) {
                body.clone_from(theirs);
                filled = true;
            }
        }
        Ok(filled)
    }

    /// Header, table and the hashes of the sections: what name and signature are about.
    fn covered(&self) -> Vec<u8> {
        let mut covered = self.head.clone();
        for body in &self.bodies {
            covered.extend_from_slice(&body.hash());
        }
        covered
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parcel")
            .field("author", &self.header.author)
            .field("seq", &self.header.seq)
            .field("sections", &self.rows.len())
            .finish_non_exhaustive()
    }
}

fn is_here(body: &Body) -> bool {
    matches!(body, Body::Here(_))
}

fn signing_context(authority: &AuthorityId) -> Vec<u8> {
    context("parcel", authority)
}

/// One bit a section, lowest first; the bits past the last section are zero.
fn read_presence(reader: &mut Reader<'_>, sections: usize) -> Result<Vec<bool>, ParcelError> {
    let bytes = reader.take(sections.div_ceil(8))?;
    let mut bits = bytes
        .iter()
        .flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
    let presence: Vec<bool> = bits.by_ref().take(sections).collect();
    if bits.any(|bit| bit) {
        return Err(ParcelError::Malformed);
    }
    Ok(presence)
}

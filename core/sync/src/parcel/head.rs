use std::collections::BTreeSet;

use nuong_trust::{AuthorityId, CaseTag, DeviceId};

use super::ParcelName;
use crate::{
    MAX_PARCEL, MAX_SECTIONS, ParcelError,
    wire::{Reader, put_signed, put_varint, varint_length},
};

/// The version of the parcel format, its first byte.
const VERSION: u8 = 1;

const CONTROL: u8 = 0;
const CASE: u8 = 1;

/// A case section is at least a generation, one byte of content and the tag of its seal.
const MIN_CASE_SECTION: usize = 1 + 1 + nuong_trust::SECTION_OVERHEAD;

/// What an author says of a parcel, before its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Whose world it belongs to.
    pub authority: AuthorityId,
    /// The device that wrote it.
    pub author: DeviceId,
    /// Its number among the author's parcels, from 1.
    pub seq: u64,
    /// The name of the author's parcel before it; [`ParcelName::NONE`] for the first.
    pub prev: ParcelName,
    /// When it was written by the author's clock, in Unix seconds. A word of the author, not a fact.
    pub at: i64,
    /// Random, for this parcel only; every section key is derived with it.
    pub salt: [u8; 16],
}

/// Whose a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Records for hubs and devices, not sealed: at most one, in the first place, never withheld.
    Control,
    /// Changes of the case with this tag, sealed under its key.
    Case(CaseTag),
}

impl SectionKind {
    /// The case's tag; none for the control section.
    pub fn tag(&self) -> Option<CaseTag> {
        match self {
            Self::Control => None,
            Self::Case(tag) => Some(*tag),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) kind: SectionKind,
    pub(super) length: usize,
}

/// Header and table as they are signed.
pub(super) fn write(header: &Header, rows: &[Row]) -> Vec<u8> {
    let mut out = vec![VERSION];
    out.extend_from_slice(header.authority.as_bytes());
    out.extend_from_slice(header.author.as_bytes());
    put_varint(&mut out, header.seq);
    out.extend_from_slice(header.prev.as_bytes());
    put_signed(&mut out, header.at);
    out.extend_from_slice(&header.salt);
    put_varint(&mut out, rows.len() as u64);
    for row in rows {
        match row.kind {
            SectionKind::Control => out.push(CONTROL),
            SectionKind::Case(tag) => {
                out.push(CASE);
                out.extend_from_slice(tag.as_bytes());
            }
        }
        put_varint(&mut out, row.length as u64);
    }
    out
}

pub(super) fn read(reader: &mut Reader<'_>) -> Result<(Header, Vec<Row>), ParcelError> {
    match reader.byte()? {
        VERSION => {}
        0 => return Err(ParcelError::Malformed),
        _ => return Err(ParcelError::Newer),
    }
    let header = Header {
        authority: AuthorityId::new(reader.array()?),
        author: DeviceId::new(reader.array()?),
        seq: reader.varint()?,
        prev: ParcelName::new(reader.array()?),
        at: reader.signed()?,
        salt: reader.array()?,
    };
    if header.seq == 0 || (header.seq == 1) != (header.prev == ParcelName::NONE) {
        return Err(ParcelError::Malformed);
    }
    let count = reader.count(MAX_SECTIONS)?;
    let rows = (0..count)
        .map(|_| read_row(reader))
        .collect::<Result<Vec<_>, _>>()?;
    check(&header, &rows)?;
    Ok((header, rows))
}

fn read_row(reader: &mut Reader<'_>) -> Result<Row, ParcelError> {
    let kind = match reader.byte()? {
        CONTROL => SectionKind::Control,
        CASE => SectionKind::Case(CaseTag::new(reader.array()?)),
        _ => return Err(ParcelError::Malformed),
    };
    Ok(Row {
        kind,
        length: reader.count(MAX_PARCEL)?,
    })
}

/// The rules of the table: the control section first and alone, each case once, no empty section, and the whole within
/// [`MAX_PARCEL`] however many sections are withheld.
pub(super) fn check(header: &Header, rows: &[Row]) -> Result<(), ParcelError> {
    let late_control = rows
        .iter()
        .skip(1)
        .any(|row| row.kind == SectionKind::Control);
    let too_short = rows.iter().any(|row| match row.kind {
        SectionKind::Control => row.length == 0,
        SectionKind::Case(_) => row.length < MIN_CASE_SECTION,
    });
    let tags: Vec<CaseTag> = rows.iter().filter_map(|row| row.kind.tag()).collect();
    let twice = tags.iter().collect::<BTreeSet<_>>().len() != tags.len();
    if rows.is_empty() || rows.len() > MAX_SECTIONS || late_control || too_short || twice {
        return Err(ParcelError::Malformed);
    }
    if size(header, rows) > MAX_PARCEL {
        return Err(ParcelError::Oversized);
    }
    Ok(())
}

/// The most bytes that a parcel of this table takes: each section counts as its bytes or its hash, whichever is longer.
pub(super) fn size(header: &Header, rows: &[Row]) -> usize {
    let table: usize = rows.iter().map(row_size).sum();
    write(header, &[]).len() - 1
        + varint_length(rows.len() as u64)
        + table
        + rows.len().div_ceil(8)
        + 64
}

pub(super) fn row_size(row: &Row) -> usize {
    let tag = if row.kind == SectionKind::Control {
        0
    } else {
        16
    };
    1 + tag + varint_length(row.length as u64) + row.length.max(32)
}

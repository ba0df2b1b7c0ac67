//! Parcels: those made here, those that came, and those carried for others.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, Row, params};

use crate::{Records, Tx, VaultError};

/// Longest parcel, in bytes (the protocol's own limit).
const MAX_PARCEL: usize = 64 * 1024;

/// How far this device got with a section of a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionState {
    /// Its changes are in the vault (also: the control section, once its grants are).
    Read,
    /// It is here, but there is no key for it yet.
    NoKey,
    /// Only its hash is here.
    Withheld,
    /// It could not be used; the code says why.
    Refused {
        /// Stable code of the reason.
        code: String,
    },
}

/// A section of a parcel, by its place in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionEntry {
    /// Place in the parcel's table, from 0.
    pub index: u32,
    /// The case's tag; `None` for the control section.
    pub tag: Option<[u8; 16]>,
    /// How far this device got with it.
    pub state: SectionState,
}

/// A parcel to be kept.
#[derive(Clone)]
pub struct NewParcel {
    /// Its name, which identifies it.
    pub name: [u8; 32],
    /// The device that made it.
    pub author: [u8; 16],
    /// Its number in the log of its author, from 1.
    pub seq: u64,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// Made on this device.
    pub own: bool,
    /// The hub is known to have it, for it came from there.
    pub at_hub: bool,
    /// The parcel as it travels.
    pub bytes: Vec<u8>,
    /// Its sections.
    pub sections: Vec<SectionEntry>,
}

/// What became of a parcel that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new and was kept.
    New,
    /// The vault already had it; nothing was altered, save that the hub is now known to have it.
    Known,
    /// It was kept, but another parcel has the same author and number: its author's history is forked. It counts in no
    /// head and is not brought to a hub.
    Forked,
}

/// What is known of a parcel without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelRef {
    /// Its name.
    pub name: [u8; 32],
    /// The device that made it.
    pub author: [u8; 16],
    /// Its number in the log of its author.
    pub seq: u64,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// Made on this device.
    pub own: bool,
    /// The hub has acknowledged it, or it came from there.
    pub at_hub: bool,
    /// Another parcel has the same author and number.
    pub fork: bool,
    /// The code with which the hub did not take it, if it did not.
    pub refused: Option<String>,
    /// Its length in bytes.
    pub len: u64,
}

/// A parcel as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredParcel {
    /// What is known of it.
    pub about: ParcelRef,
    /// The parcel as it travels.
    pub bytes: Vec<u8>,
    /// Its sections, in order.
    pub sections: Vec<SectionEntry>,
}

const ABOUT: &str = "name, author, seq, at, own, at_hub, fork, refused, length(bytes)";

impl Records {
    /// The parcel of this name.
    pub fn parcel(&self, name: [u8; 32]) -> Result<Option<StoredParcel>, VaultError> {
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {ABOUT}, bytes, no FROM parcel WHERE name = ?1"
        ))?;
        let found = query
            .query_row([name], |row| {
                Ok((read(row)?, row.get(9)?, row.get::<_, i64>(10)?))
            })
            .optional()?;
        let Some((about, bytes, no)) = found else {
            return Ok(None);
        };
        let mut query = self.0.prepare_cached(
            "SELECT idx, tag, state, code FROM section WHERE parcel_no = ?1 ORDER BY idx",
        )?;
        let sections = query
            .query_map([no], read_section)?
            .collect::<Result<_, _>>()?;
        Ok(Some(StoredParcel {
            about,
            bytes,
            sections,
        }))
    }

    /// Whether the vault has the parcel of this name.
    pub fn has_parcel(&self, name: [u8; 32]) -> Result<bool, VaultError> {
        Ok(self
            .0
            .prepare_cached("SELECT 1 FROM parcel WHERE name = ?1")?
            .exists([name])?)
    }

    /// Every parcel, in the order in which they came: for a parcel file.
    pub fn parcels(&self) -> Result<Vec<ParcelRef>, VaultError> {
        let mut query = self
            .0
            .prepare_cached(&format!("SELECT {ABOUT} FROM parcel ORDER BY no"))?;
        let rows = query.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Number and name of the last parcel made here.
    pub fn own_log_head(&self) -> Result<Option<(u64, [u8; 32])>, VaultError> {
        let mut query = self.0.prepare_cached(
            "SELECT seq, name FROM parcel WHERE own = 1 AND fork = 0 ORDER BY seq DESC LIMIT 1",
        )?;
        Ok(query.query_row([], head).optional()?)
    }

    /// Highest number, and its name, of the parcels of an author that are here. There may be gaps below it: a device is
    /// given only what concerns it.
    pub fn author_head(&self, author: [u8; 16]) -> Result<Option<(u64, [u8; 32])>, VaultError> {
        let mut query = self.0.prepare_cached(
            "SELECT seq, name FROM parcel WHERE author = ?1 AND fork = 0 ORDER BY seq DESC LIMIT 1",
        )?;
        Ok(query.query_row([author], head).optional()?)
    }

    /// Parcels to bring to the hub, own ones and carried ones, in the order in which they came, since each builds on those
    /// before: those it is not known to have, has not refused, and that are no fork.
    pub fn parcels_not_at_hub(&self) -> Result<Vec<ParcelRef>, VaultError> {
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {ABOUT} FROM parcel WHERE at_hub = 0 AND fork = 0 AND refused IS NULL
               AND NOT EXISTS (SELECT 1 FROM acknowledged
                               WHERE acknowledged.author = parcel.author AND acknowledged.upto >= parcel.seq)
             ORDER BY no"
        ))?;
        let rows = query.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Tags of the cases of which something written here is not at the hub: in no parcel yet, or in a parcel of this device
    /// that is to be brought there.
    pub fn waiting_tags(&self) -> Result<BTreeSet<[u8; 16]>, VaultError> {
        let mut query = self.0.prepare_cached(
            "SELECT cases.tag FROM change JOIN cases ON cases.no = change.case_no
             WHERE change.own = 1 AND change.parcel IS NULL
             UNION
             SELECT section.tag FROM parcel JOIN section ON section.parcel_no = parcel.no
             WHERE parcel.at_hub = 0 AND parcel.own = 1 AND parcel.fork = 0 AND parcel.refused IS NULL
               AND section.tag IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM acknowledged
                               WHERE acknowledged.author = parcel.author AND acknowledged.upto >= parcel.seq)",
        )?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Sections of this case that are here and lack their key: parcel and place, in the order in which they came.
    pub fn sections_waiting_for(&self, tag: [u8; 16]) -> Result<Vec<([u8; 32], u32)>, VaultError> {
        let mut query = self.0.prepare_cached(
            "SELECT parcel.name, section.idx FROM section JOIN parcel ON parcel.no = section.parcel_no
             WHERE section.tag = ?1 AND section.state <> 0 AND section.state = 1
             ORDER BY section.parcel_no, section.idx",
        )?;
        let rows = query.query_map([tag], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Keeps a parcel and its sections. Putting it again is harmless.
    pub fn put_parcel(&mut self, parcel: &NewParcel) -> Result<Kept, VaultError> {
        VaultError::limit("parcel", parcel.bytes.len(), MAX_PARCEL)?;
        if self.has_parcel(parcel.name)? {
            let mut update = self.conn().prepare_cached(
                "UPDATE parcel SET at_hub = 1 WHERE name = ?1 AND at_hub = 0 AND ?2",
            )?;
            update.execute(params![parcel.name, parcel.at_hub])?;
            return Ok(Kept::Known);
        }
        let seq = number(parcel.seq)?;
        let fork = self
            .conn()
            .prepare_cached("SELECT 1 FROM parcel WHERE author = ?1 AND seq = ?2")?
            .exists(params![parcel.author, seq])?;
        let mut insert = self.conn().prepare_cached(
            "INSERT INTO parcel (name, author, seq, at, own, at_hub, fork, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let no = insert.insert(params![
            parcel.name,
            parcel.author,
            seq,
            parcel.at,
            parcel.own,
            parcel.at_hub,
            fork,
            parcel.bytes
        ])?;
        self.put_sections(no, &parcel.sections)?;
        Ok(if fork { Kept::Forked } else { Kept::New })
    }

    /// Puts fuller bytes of a parcel (sections that were withheld before) in place of those here, with how far this device
    /// got with each section now.
    ///
    /// # Errors
    /// [`VaultError::UnknownEntry`] when the vault does not have the parcel.
    pub fn update_parcel_bytes(
        &mut self,
        name: [u8; 32],
        bytes: &[u8],
        sections: &[SectionEntry],
    ) -> Result<(), VaultError> {
        VaultError::limit("parcel", bytes.len(), MAX_PARCEL)?;
        let no = self.parcel_no(name)?;
        self.conn()
            .prepare_cached("UPDATE parcel SET bytes = ?2 WHERE no = ?1")?
            .execute(params![no, bytes])?;
        self.put_sections(no, sections)
    }

    /// Notes how far this device got with a section.
    ///
    /// # Errors
    /// [`VaultError::UnknownEntry`] when the vault does not have the parcel or the parcel has no such section.
    pub fn set_section_state(
        &mut self,
        name: [u8; 32],
        index: u32,
        state: &SectionState,
    ) -> Result<(), VaultError> {
        let no = self.parcel_no(name)?;
        let (number, code) = encode(state);
        let mut update = self.conn().prepare_cached(
            "UPDATE section SET state = ?3, code = ?4 WHERE parcel_no = ?1 AND idx = ?2",
        )?;
        match update.execute(params![no, index, number, code])? {
            0 => Err(VaultError::UnknownEntry),
            _ => Ok(()),
        }
    }

    pub(crate) fn parcel_no(&self, name: [u8; 32]) -> Result<i64, VaultError> {
        let mut query = self
            .conn()
            .prepare_cached("SELECT no FROM parcel WHERE name = ?1")?;
        query
            .query_row([name], |row| row.get(0))
            .optional()?
            .ok_or(VaultError::UnknownEntry)
    }

    fn put_sections(&self, no: i64, sections: &[SectionEntry]) -> Result<(), VaultError> {
        let mut put = self.conn().prepare_cached(
            "INSERT INTO section (parcel_no, idx, tag, state, code) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (parcel_no, idx) DO UPDATE SET tag = excluded.tag, state = excluded.state, code = excluded.code",
        )?;
        for section in sections {
            let (state, code) = encode(&section.state);
            put.execute(params![no, section.index, section.tag, state, code])?;
        }
        Ok(())
    }
}

/// A number that the database can hold; one beyond 2^63 is nobody's honest count.
fn number(seq: u64) -> Result<i64, VaultError> {
    i64::try_from(seq).map_err(|_| VaultError::Contradiction)
}

fn encode(state: &SectionState) -> (u8, Option<&str>) {
    match state {
        SectionState::Read => (0, None),
        SectionState::NoKey => (1, None),
        SectionState::Withheld => (2, None),
        SectionState::Refused { code } => (3, Some(code)),
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<(u64, [u8; 32])> {
    Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?))
}

fn read(row: &Row<'_>) -> rusqlite::Result<ParcelRef> {
    Ok(ParcelRef {
        name: row.get(0)?,
        author: row.get(1)?,
        seq: row.get::<_, i64>(2)?.unsigned_abs(),
        at: row.get(3)?,
        own: row.get(4)?,
        at_hub: row.get(5)?,
        fork: row.get(6)?,
        refused: row.get(7)?,
        len: row.get::<_, i64>(8)?.unsigned_abs(),
    })
}

fn read_section(row: &Row<'_>) -> rusqlite::Result<SectionEntry> {
    let state = match row.get::<_, i64>(2)? {
        0 => SectionState::Read,
        1 => SectionState::NoKey,
        2 => SectionState::Withheld,
        _ => SectionState::Refused {
            code: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        },
    };
    Ok(SectionEntry {
        index: row.get(0)?,
        tag: row.get(1)?,
        state,
    })
}

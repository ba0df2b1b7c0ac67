//! The outside of a change: header, dependencies, author, time and the list of columns.

use crate::columns::{Bytes, malformed};
use crate::error::CaseError;
use crate::ids::{Author, ChangeHash};
use crate::raw::{LATEST_TIME, MAX_CHANGE_BYTES, MAX_DEPS};

/// Every Automerge chunk begins with these bytes.
pub(crate) const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
/// Before the contents: magic, checksum, type, and a length of up to ten bytes.
pub(crate) const MAX_HEADER_BYTES: usize = 4 + 4 + 1 + 10;

const CHANGE_CHUNK: u8 = 1;
/// How many other authors one change may refer to: a case is not written by more devices.
const MAX_ACTORS: usize = 1024;
/// The columns a change of ours can have. Those of marks and counters are not among them, and
/// compressed ones (bit 3) neither: inflating is where small inputs grow without bound.
const COLUMNS: [u32; 12] = [
    0x01, 0x02, 0x11, 0x13, 0x15, 0x34, 0x42, 0x56, 0x57, 0x70, 0x71, 0x73,
];

/// A chunk's checksum and contents.
pub(crate) struct Chunk<'a> {
    pub(crate) checksum: [u8; 4],
    pub(crate) contents: Bytes<'a>,
}

/// Opens a chunk of the given type that fills the bytes exactly.
pub(crate) fn open(bytes: &[u8], kind: u8) -> Result<Chunk<'_>, CaseError> {
    let mut rest = Bytes(bytes);
    if rest.array()? != MAGIC {
        return Err(malformed("magic bytes"));
    }
    let checksum = rest.array()?;
    if rest.array()? != [kind] {
        return Err(malformed("type of chunk"));
    }
    let len = rest.count(bytes.len())?;
    let contents = Bytes(rest.take(len)?);
    if rest.is_empty() {
        Ok(Chunk { checksum, contents })
    } else {
        Err(malformed("bytes left"))
    }
}

/// A change before its operations are decoded.
pub(crate) struct Envelope<'a> {
    pub(crate) checksum: [u8; 4],
    pub(crate) deps: Vec<ChangeHash>,
    /// The author first, then the others it refers to.
    pub(crate) actors: Vec<Author>,
    pub(crate) seq: u64,
    pub(crate) start_op: u64,
    pub(crate) at: i64,
    columns: Vec<(u32, &'a [u8])>,
}

impl<'a> Envelope<'a> {
    /// Reads the envelope of one uncompressed change chunk.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, CaseError> {
        if bytes.len() > MAX_CHANGE_BYTES {
            return Err(CaseError::TooLarge {
                limit: MAX_CHANGE_BYTES,
            });
        }
        let Chunk {
            checksum,
            contents: mut rest,
        } = open(bytes, CHANGE_CHUNK)?;
        let deps = dependencies(&mut rest)?;
        let author = actor(&mut rest)?;
        let seq = rest.uleb()?;
        let start_op = rest.uleb()?;
        let at = rest.sleb()?;
        if seq == 0 || start_op == 0 || start_op > u64::from(u32::MAX) {
            return Err(malformed("number of the change"));
        }
        if !(0..=LATEST_TIME).contains(&at) {
            return Err(malformed("time"));
        }
        if !rest.prefixed(0)?.is_empty() {
            return Err(malformed("message"));
        }
        let mut actors = vec![author];
        for _ in 0..rest.count(MAX_ACTORS)? {
            actors.push(actor(&mut rest)?);
        }
        if actors[1..].contains(&author) || !actors[1..].is_sorted_by(|a, b| a < b) {
            return Err(malformed("other authors"));
        }
        let columns = columns(&mut rest)?;
        Ok(Self {
            checksum,
            deps,
            actors,
            seq,
            start_op,
            at,
            columns,
        })
    }

    /// The bytes of a column, empty when it is absent.
    pub(crate) fn column(&self, spec: u32) -> &'a [u8] {
        self.columns
            .iter()
            .find(|(found, _)| *found == spec)
            .map_or(&[], |(_, bytes)| bytes)
    }
}

fn dependencies(rest: &mut Bytes<'_>) -> Result<Vec<ChangeHash>, CaseError> {
    let mut deps = Vec::new();
    for _ in 0..rest.count(MAX_DEPS)? {
        deps.push(ChangeHash(rest.array()?));
    }
    if deps.is_sorted_by(|a, b| a < b) {
        Ok(deps)
    } else {
        Err(malformed("dependencies"))
    }
}

fn actor(rest: &mut Bytes<'_>) -> Result<Author, CaseError> {
    let bytes = rest.prefixed(64)?;
    bytes
        .try_into()
        .map(Author)
        .map_err(|_| malformed("author is not 16 bytes"))
}

fn columns<'a>(rest: &mut Bytes<'a>) -> Result<Vec<(u32, &'a [u8])>, CaseError> {
    let mut lengths = Vec::new();
    for _ in 0..rest.count(COLUMNS.len())? {
        let spec = u32::try_from(rest.uleb()?).map_err(|_| malformed("column"))?;
        if !COLUMNS.contains(&spec) {
            return Err(malformed("column"));
        }
        lengths.push((spec, rest.count(MAX_CHANGE_BYTES)?));
    }
    if !lengths.is_sorted_by(|a, b| a.0 < b.0) {
        return Err(malformed("order of columns"));
    }
    let mut columns = Vec::with_capacity(lengths.len());
    for (spec, len) in lengths {
        columns.push((spec, rest.take(len)?));
    }
    if rest.is_empty() {
        Ok(columns)
    } else {
        Err(malformed("bytes after the columns"))
    }
}

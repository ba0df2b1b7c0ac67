//! Makes changes that our own commands never make.

use automerge::transaction::{CommitOptions, Transaction};
use automerge::{ActorId, Automerge, Change, ExpandedChange, ObjId, ROOT, ReadDoc};
use nuong_casefile::{Author, Case, RawChange};
use sha2::{Digest, Sha256};

use crate::common::AT;

/// A change that does anything at all on top of a case.
pub(crate) fn forged(
    case: &Case,
    author: Author,
    edit: impl FnOnce(&mut Transaction<'_>),
) -> RawChange {
    RawChange::parse(forged_change(case, author, edit).raw_bytes()).unwrap()
}

/// The same, before it is parsed.
pub(crate) fn forged_change(
    case: &Case,
    author: Author,
    edit: impl FnOnce(&mut Transaction<'_>),
) -> Change {
    let mut doc = Automerge::load(&case.save())
        .unwrap()
        .with_actor(ActorId::from(author.0));
    let mut tx = doc.transaction();
    edit(&mut tx);
    let (hash, _) = tx.commit_with(CommitOptions::default().with_time(AT));
    doc.get_change_by_hash(&hash.unwrap()).unwrap()
}

/// A change of the case with something in it altered, hash and checksum made to fit.
pub(crate) fn altered(change: &RawChange, alter: impl FnOnce(&mut ExpandedChange)) -> Vec<u8> {
    let mut expanded = Change::try_from(&change.bytes[..]).unwrap().decode();
    alter(&mut expanded);
    Change::from(expanded).raw_bytes().to_vec()
}

/// The map or list of that name in the root.
pub(crate) fn section(tx: &Transaction<'_>, name: &str) -> ObjId {
    tx.get(ROOT, name).unwrap().unwrap().1
}

/// A chunk of that type with those contents, the checksum right.
pub(crate) fn chunk(kind: u8, contents: &[u8]) -> Vec<u8> {
    let mut hashed = vec![kind];
    let mut len = contents.len();
    loop {
        let low = (len & 0x7f) as u8;
        len >>= 7;
        hashed.push(if len == 0 { low } else { low | 0x80 });
        if len == 0 {
            break;
        }
    }
    hashed.extend(contents);
    let sum = Sha256::digest(&hashed);
    [&[0x85, 0x6f, 0x4a, 0x83], &sum[..4], &hashed].concat()
}

/// The contents of a chunk under 16 KiB.
pub(crate) fn contents(bytes: &[u8]) -> Vec<u8> {
    let start = if bytes[9] & 0x80 == 0 { 10 } else { 11 };
    bytes[start..].to_vec()
}

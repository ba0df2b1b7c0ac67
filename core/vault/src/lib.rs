//! The vault: everything one profile knows, in one encrypted file (SQLCipher, raw 256-bit key, write-ahead log).
//!
//! The vault stores bytes and facts that others made: changes, snapshots, parcels, keys, certificates. It knows nothing
//! of their insides. What it promises is that whatever it acknowledged is there after a crash, that one act is written
//! whole or not at all, that nothing of a record is readable without the key, and that a file it cannot open is left
//! exactly as it was.
//!
//! Reading is done through [`Records`], which both [`Vault`] and a transaction [`Tx`] give; writing through
//! [`Vault::transaction`], save for [`Vault::append_draft`], the one write on the path of a person answering.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cases;
mod changes;
mod check;
mod drafts;
mod error;
mod fold;
mod keep;
mod key;
mod migrate;
mod parcels;
mod published;
mod receipts;
mod snapshots;
mod vault;

pub use cases::{CaseFilter, CaseOrder, CasePage, CaseRow, MAX_PAGE};
pub use changes::{ChangeState, NewChange, StoredChange};
pub use drafts::{Draft, MAX_DRAFT_TEXT};
pub use error::VaultError;
pub use fold::fold;
pub use keep::{Quarantined, StoredPack, StoredSecret};
pub use key::{KEY_BYTES, RawKey};
pub use migrate::SCHEMA_VERSION;
pub use parcels::{Kept, NewParcel, ParcelRef, SectionEntry, SectionState, StoredParcel};
pub use snapshots::{MAX_SNAPSHOT, Snapshot};
pub use vault::{OPEN_CHECK_BYTES, Records, Tx, Vault};

/// An id of 16 bytes: of a case, a device (who is the author of changes and parcels), or a case's tag.
pub type Id = [u8; 16];

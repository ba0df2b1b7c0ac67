//! Parcels and how they travel: from a device to a hub and on, into a file, or through any other byte channel.
//!
//! A [`Parcel`] is the unit of exchange. A [`ClientSession`] brings what a device has and fetches what it lacks; a
//! [`HubSession`] is the other side. Both are state machines that do no IO: bytes and facts go in, bytes and effects come
//! out, so phone, hub and simulator run the same code. `docs/protocol.md` specifies every byte.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod client;
mod codec;
mod directory;
mod error;
mod file;
mod frame;
mod hello;
pub mod hub;
mod limits;
mod parcel;
mod reader;
mod receipt;
mod wire;

pub use client::{ClientFacts, ClientSession, Effect, Event, Outgoing, Report};
pub use directory::{Directory, supersedes};
pub use error::{FrameError, ParcelError, SyncError};
pub use file::{FileItem, FileReader, FileWriter};
pub use frame::{End, Frame, STREAM_VERSION, parcel_frame};
pub use hello::{Cursor, Hello};
pub use hub::{HubIdentity, HubSession, HubStore, MemoryStore};
pub use limits::*;
pub use parcel::{
    CaseChanges, Contents, Draft, DraftSection, FilePiece, Grants, Header, LogHead, Parcel,
    ParcelName, Section, SectionKind, pack, pack_file, seal, seal_all,
};
pub use reader::FrameReader;
pub use receipt::{Held, Receipt};

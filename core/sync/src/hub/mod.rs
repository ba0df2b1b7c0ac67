//! The hub's side: what it asks of a store, and one exchange as a state machine.

pub mod contract;
mod delivery;
mod intake;
mod memory;
mod session;
mod store;

pub use self::{
    memory::MemoryStore,
    session::{Flow, HubIdentity, HubSession, Outcome},
    store::{
        Appended, Aside, Entry, Granted, HubStore, Link, NewParcel, StoreError, StoredCertificate,
    },
};

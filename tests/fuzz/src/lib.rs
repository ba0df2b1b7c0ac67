//! Every parser of bytes from outside, behind one form: bytes in, accepted or not, and never a panic.
//!
//! Each function also holds what must be true of whatever is accepted: mostly that a value has one encoding, so that
//! nobody can make a second text of a signed thing. `tests/smoke.rs` feeds them damaged samples for a few seconds;
//! `fuzz_targets/` gives them to libFuzzer (see the README of this folder).

mod cases;
mod forms;
mod keys;
mod mutate;
mod sessions;
mod wire;

pub use cases::{change, conflict_path, snapshot};
pub use forms::{expression, language, pack, rules, script, sheets, workbook};
pub use keys::{
    authority, bulletin, certificate, enrol_grant, enrol_request, enrol_text, keyring, publication,
};
pub use mutate::{Dice, damaged};
pub use sessions::{hub_answer, hub_request, parcel_file, session_state};
pub use wire::{parcel, stream};

/// A parser and what it is to be fed.
#[derive(Clone)]
pub struct Target {
    /// The name of the function and of its program in `fuzz_targets/`.
    pub name: &'static str,
    /// The function; true when it accepted the bytes.
    pub feed: fn(&[u8]) -> bool,
    /// Valid samples: where damage begins.
    pub samples: fn() -> Vec<Vec<u8>>,
}

/// All of them.
#[must_use]
pub fn targets() -> Vec<Target> {
    [
        keys::targets(),
        wire::targets(),
        sessions::targets(),
        cases::targets(),
        forms::targets(),
    ]
    .concat()
}

//! Who may read and who may write: identities, certificates, sealing and signatures.
//!
//! This is the only crate that names a cryptographic library. Everything here is a standard construction, composed plainly:
//!
//! | need | construction | source |
//! |---|---|---|
//! | signatures | Ed25519 | RFC 8032 |
//! | a key or text for one device, or for one unit | HPKE base mode, X25519-HKDF-SHA256, ChaCha20-Poly1305 | RFC 9180 |
//! | a key under a key, a section of a parcel | ChaCha20-Poly1305 | RFC 8439 |
//! | a key from a key | HKDF-SHA256 | RFC 5869 |
//! | a key from a passphrase | Argon2id | RFC 9106 |
//! | names of things | SHA-256 | FIPS 180-4 |
//!
//! The chain of trust, from the top:
//!
//! ```text
//! authority root (RootKey, offline, held inside an Authority)
//!   └ Certificate: a device's two public keys, its person, Role, units and validity
//! UnitKey, one per epoch, sealed to each member (UnitEpoch in the Bulletin)
//!   └ CaseKey, granted to a unit (CaseGrant)
//!       └ SectionKey, one for each section of each parcel
//! ProfileKey opens a vault; wrapped under the passphrase (Keyring)
//! ```
//!
//! Nothing here reads a clock or a source of randomness by itself: `now` (Unix seconds, UTC) and a [`Random`] are arguments.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod authority;
mod bulletin;
mod certificate;
mod codec;
mod context;
mod device;
mod enrol;
mod error;
mod grant;
mod id;
mod kdf;
mod keyring;
mod publication;
mod random;
mod role;
mod root;
mod sealing;
mod secret;
mod section;
mod signing;
mod terms;
mod text_form;
mod unit;
mod wrap;

#[cfg(test)]
mod wycheproof_tests;

pub use authority::{Appointment, Authority, MAX_AUTHORITY, Member};
pub use bulletin::{Bulletin, MAX_BULLETIN, MAX_UNIT_NAME_CHARS, Revocation};
pub use certificate::{Certificate, Issuer, MAX_CERTIFICATE, Verified};
pub use context::context;
pub use device::{DeviceKeys, DevicePublic};
pub use enrol::{
    ANSWER_TEXT, EnrolGrant, EnrolRequest, MAX_ENROL_GRANT, MAX_ENROL_REQUEST, REQUEST_TEXT,
};
pub use error::TrustError;
pub use grant::{CaseGrant, GrantedUnit, Holder, KeyName, MAX_GRANT_UNITS};
pub use id::{AuthorityId, CaseTag, DeviceId, UnitId, case_tag, sha256};
pub use kdf::KdfParams;
pub use keyring::{Keyring, MAX_KEYRING, MAX_PASSPHRASE, MIN_PASSPHRASE_CHARS};
pub use publication::{MAX_PUBLICATION, MAX_PUBLISHED, Publication, Published};
pub use random::{Random, SeededRandom, SystemRandom};
pub use role::{Role, TrustRight};
pub use root::{RootKey, RootPublic};
pub use sealing::{SEAL_OVERHEAD, SealingPublic, open_as_device, seal_to_device};
pub use secret::{CaseKey, ProfileKey, SymmetricKey, UnitKey};
pub use section::{SECTION_OVERHEAD, SectionKey, section_key};
pub use signing::{Signature, VerifyingKey};
pub use terms::{
    MAX_PERSON_CHARS, MAX_TLS, MAX_UNITS, MAX_URL, MAX_URLS, Terms, Validity, is_hub_address,
};
pub use unit::{UnitBox, UnitEpoch};
pub use wrap::{WRAP_OVERHEAD, unwrap, wrap};

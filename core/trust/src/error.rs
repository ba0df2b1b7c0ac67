use thiserror::Error;

/// Why something was not trusted, not opened or not made.
///
/// Neither the text nor the debug form holds anything a person entered: they are safe in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrustError {
    /// The source of randomness failed; nothing was made.
    #[error("no randomness is available")]
    Random,
    /// Longer than any well-made encoding of its kind; it was not looked at further.
    #[error("the encoding is longer than its kind allows")]
    TooLarge,
    /// The bytes end before the encoding does.
    #[error("the encoding is cut short")]
    Truncated,
    /// Not an encoding of this kind, or a field is outside its limits.
    #[error("the encoding is malformed")]
    Malformed,
    /// Readable, but not the one encoding this value has. Refused so that a value has exactly one form to sign and to name.
    #[error("the encoding is not canonical")]
    NotCanonical,
    /// Made by a later version of the format.
    #[error("the encoding is of a newer version")]
    Newer,
    /// The signature is not by the key it should be by, or something it covers was altered.
    #[error("the signature does not hold")]
    BadSignature,
    /// Issued under another authority than the one trusted here.
    #[error("issued by a foreign authority")]
    ForeignAuthority,
    /// The time of its validity is past.
    #[error("no longer valid")]
    Expired,
    /// The time of its validity has not come; often a wrong clock.
    #[error("not yet valid")]
    NotYetValid,
    /// The device, or the administrator who certified it, was revoked at or before the time asked about.
    #[error("revoked")]
    Revoked,
    /// The issuer is not an administrator, so it can issue nothing.
    #[error("the issuer is not an administrator")]
    IssuerNotAdministrator,
    /// A delegated administrator gave a role, a unit or a time it does not itself have.
    #[error("the issuer gave more than it has")]
    Escalation,
    /// More certificates stand between the root and the device than are allowed.
    #[error("the chain of certificates is too deep")]
    ChainTooDeep,
    /// The certificate or the proof is about another device.
    #[error("about another device")]
    WrongDevice,
    /// Sealed for another key or purpose, or altered.
    #[error("cannot be opened with this key for this purpose")]
    CannotOpen,
    /// The recipient's public key is not one that can be sealed to.
    #[error("cannot be sealed to this key")]
    CannotSeal,
    /// The passphrase is not the one the keyring was made with.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The passphrase has fewer characters than [`crate::MIN_PASSPHRASE_CHARS`].
    #[error("the passphrase is too short")]
    PassphraseTooShort,
    /// The passphrase is longer than [`crate::MAX_PASSPHRASE`] bytes.
    #[error("the passphrase is too long")]
    PassphraseTooLong,
    /// The keyring was altered or damaged; this says nothing about the passphrase.
    #[error("the keyring is damaged")]
    Damaged,
    /// Parameters of the passphrase's derivation that are too weak, too costly, or impossible.
    #[error("key derivation parameters are out of range")]
    KdfOutOfRange,
    /// The device has too little memory to derive a key from the passphrase now.
    #[error("too little memory to derive the key")]
    OutOfMemory,
    /// Not a unit's name: 1 to 64 of `a-z`, `0-9` and `-`.
    #[error("not a unit's name")]
    InvalidUnit,
    /// What a unit cannot be called: nothing, more than [`crate::MAX_UNIT_NAME_CHARS`] characters, or control characters.
    #[error("a unit cannot be called that")]
    InvalidUnitName,
    /// Terms no certificate may have: a name too long, a role without what it needs, an empty validity.
    #[error("terms that no certificate may have")]
    InvalidTerms,
    /// The authority knows no such unit.
    #[error("unknown unit")]
    UnknownUnit,
    /// The unit exists already.
    #[error("the unit exists already")]
    UnitExists,
    /// The authority knows no such device.
    #[error("unknown device")]
    UnknownDevice,
    /// A key, tag or identifier is not of the right length or form.
    #[error("not a key or identifier of this kind")]
    InvalidId,
}

impl TrustError {
    /// A stable dotted code, for logs, for `--json` and for choosing the text a person reads.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Random => "trust.random",
            Self::TooLarge => "trust.too_large",
            Self::Truncated => "trust.truncated",
            Self::Malformed => "trust.malformed",
            Self::NotCanonical => "trust.not_canonical",
            Self::Newer => "trust.newer",
            Self::BadSignature => "trust.bad_signature",
            Self::ForeignAuthority => "trust.foreign_authority",
            Self::Expired => "trust.expired",
            Self::NotYetValid => "trust.not_yet_valid",
            Self::Revoked => "trust.revoked",
            Self::IssuerNotAdministrator => "trust.issuer_not_administrator",
            Self::Escalation => "trust.escalation",
            Self::ChainTooDeep => "trust.chain_too_deep",
            Self::WrongDevice => "trust.wrong_device",
            Self::CannotOpen => "trust.cannot_open",
            Self::CannotSeal => "trust.cannot_seal",
            Self::WrongPassphrase => "trust.wrong_passphrase",
            Self::PassphraseTooShort => "trust.passphrase_too_short",
            Self::PassphraseTooLong => "trust.passphrase_too_long",
            Self::Damaged => "trust.damaged",
            Self::KdfOutOfRange => "trust.kdf_out_of_range",
            Self::OutOfMemory => "trust.out_of_memory",
            Self::InvalidUnit => "trust.invalid_unit",
            Self::InvalidUnitName => "trust.invalid_unit_name",
            Self::InvalidTerms => "trust.invalid_terms",
            Self::UnknownUnit => "trust.unknown_unit",
            Self::UnitExists => "trust.unit_exists",
            Self::UnknownDevice => "trust.unknown_device",
            Self::InvalidId => "trust.invalid_id",
        }
    }
}

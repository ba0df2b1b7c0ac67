use std::{fmt, str::FromStr};

use minicbor::{Decode, Decoder, Encode, decode};

use crate::TrustError;

/// Names `purpose`d bytes: SHA-256 of `nuong/1 <purpose>` and the bytes, cut to 16. 128 bits, so finding a second
/// thing with a given name is out of reach; names are never used where only a collision is needed.
pub(crate) fn short_name(purpose: &[u8], bytes: &[u8]) -> [u8; 16] {
    let mut text = purpose.to_vec();
    text.extend_from_slice(bytes);
    let mut name = [0; 16];
    name.copy_from_slice(&sha256(&text)[..16]);
    name
}

/// SHA-256 (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    let mut hash = [0; 32];
    hash.copy_from_slice(digest.as_ref());
    hash
}

macro_rules! short_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] #[cbor(with = "minicbor::bytes")] [u8; 16]);

        impl $name {
            /// From its 16 bytes.
            pub const fn new(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Its 16 bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl From<[u8; 16]> for $name {
            fn from(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = TrustError;

            /// From 32 hexadecimal digits.
            fn from_str(text: &str) -> Result<Self, TrustError> {
                parse_hex(text).map(Self)
            }
        }
    };
}

short_id! {
    /// A device (a phone, a computer, a hub): SHA-256 of `nuong/1 device id` and its verifying key, cut to 16 bytes.
    ///
    /// A device cannot choose or change it: who signs as this device holds the key it was named after.
    DeviceId
}

short_id! {
    /// An authority: SHA-256 of `nuong/1 authority` and its root's public key, cut to 16 bytes.
    AuthorityId
}

short_id! {
    /// A case as the hub and carriers see it: SHA-256 of `nuong/1 case tag` and the public key that is derived from the
    /// case's random id, cut to 16 bytes.
    ///
    /// The id has 128 random bits, so the tag tells nothing of the case to who does not have the id; and who has it can
    /// show that, without telling it (see [`crate::CaseGrant`]).
    CaseTag
}

/// The tag of a case.
pub fn case_tag(case_id: &[u8; 16]) -> CaseTag {
    case_tag_of(&crate::grant::case_public(case_id))
}

/// The tag of the case with this public key.
pub(crate) fn case_tag_of(public: &crate::VerifyingKey) -> CaseTag {
    CaseTag(short_name(b"nuong/1 case tag", public.as_bytes()))
}

/// A unit (a border post, a commune, a province): 1 to 64 of `a-z`, `0-9` and `-`.
///
/// It travels in the clear beside case tags, so it names an office, never a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode)]
#[cbor(transparent)]
pub struct UnitId(#[n(0)] String);

impl UnitId {
    const MAX: usize = 64;

    /// Checks the name.
    ///
    /// # Errors
    /// [`TrustError::InvalidUnit`].
    pub fn new(name: impl Into<String>) -> Result<Self, TrustError> {
        let name = name.into();
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if name.is_empty() || name.len() > Self::MAX || !name.bytes().all(allowed) {
            return Err(TrustError::InvalidUnit);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<C> Decode<'_, C> for UnitId {
    fn decode(d: &mut Decoder<'_>, _: &mut C) -> Result<Self, decode::Error> {
        Self::new(d.str()?).map_err(decode::Error::message)
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitId({})", self.0)
    }
}

impl FromStr for UnitId {
    type Err = TrustError;

    fn from_str(text: &str) -> Result<Self, TrustError> {
        Self::new(text)
    }
}

fn parse_hex(text: &str) -> Result<[u8; 16], TrustError> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return Err(TrustError::InvalidId);
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Ok(bytes)
}

fn nibble(digit: u8) -> Result<u8, TrustError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(TrustError::InvalidId),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_from_what_is_shown() {
        let id = DeviceId::new([0xa7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse(), Ok(id));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in [
            "",
            "00",
            &"0".repeat(31),
            &"0".repeat(33),
            &"g".repeat(32),
            &"é".repeat(16),
        ] {
            assert_eq!(
                text.parse::<CaseTag>(),
                Err(TrustError::InvalidId),
                "{text}"
            );
        }
    }

    #[test]
    fn a_unit_name_holds_at_its_limits_and_not_one_past_them() {
        for name in ["a", "post-a", "9", &"x".repeat(64)] {
            assert_eq!(UnitId::new(name).unwrap().as_str(), name);
        }
        for name in ["", "Post", "post a", "đồn", "a_b", &"x".repeat(65)] {
            assert_eq!(UnitId::new(name), Err(TrustError::InvalidUnit), "{name}");
        }
    }

    #[test]
    fn a_tag_is_of_one_case_and_of_nothing_else() {
        assert_ne!(case_tag(&[1; 16]), case_tag(&[2; 16]));
        assert_ne!(
            case_tag(&[1; 16]).as_bytes(),
            &short_name(b"nuong/1 device id", &[1; 16])
        );
    }
}

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Random, TrustError};

/// A random 256-bit key. Wiped when dropped; never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop, Encode, Decode)]
#[cbor(transparent)]
pub struct SymmetricKey(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl SymmetricKey {
    /// A new key.
    ///
    /// # Errors
    /// [`TrustError::Random`].
    pub fn generate(random: &mut dyn Random) -> Result<Self, TrustError> {
        let mut key = Self([0; 32]);
        random.fill(&mut key.0)?;
        Ok(key)
    }

    /// From 32 bytes.
    ///
    /// # Errors
    /// [`TrustError::InvalidId`] for any other length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TrustError> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| TrustError::InvalidId)
    }

    /// The bytes, to be stored where they are themselves encrypted.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

macro_rules! named_key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] SymmetricKey);

        impl $name {
            /// A new key.
            ///
            /// # Errors
            /// [`TrustError::Random`].
            pub fn generate(random: &mut dyn Random) -> Result<Self, TrustError> {
                SymmetricKey::generate(random).map(Self)
            }

            /// From 32 bytes.
            ///
            /// # Errors
            /// [`TrustError::InvalidId`] for any other length.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, TrustError> {
                SymmetricKey::from_bytes(bytes).map(Self)
            }

            /// The bytes, to be stored where they are themselves encrypted.
            pub fn as_bytes(&self) -> &[u8; 32] {
                self.0.as_bytes()
            }

            /// The key without its purpose, for [`crate::wrap`].
            pub fn symmetric(&self) -> &SymmetricKey {
                &self.0
            }
        }
    };
}

named_key! {
    /// Opens one person's vault on one device.
    ProfileKey
}

named_key! {
    /// Held by every member of a unit during one epoch; opens the cases granted to the unit.
    UnitKey
}

named_key! {
    /// Opens what was written to one case during one generation.
    CaseKey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_wiped() {
        let mut key = SymmetricKey::from_bytes(&[9; 32]).unwrap();
        key.zeroize();
        assert_eq!(key.as_bytes(), &[0; 32]);
    }

    #[test]
    fn a_key_has_32_bytes_and_no_other_number() {
        assert!(CaseKey::from_bytes(&[1; 32]).is_ok());
        for length in [0, 31, 33] {
            assert_eq!(
                CaseKey::from_bytes(&vec![1; length]).err(),
                Some(TrustError::InvalidId)
            );
        }
    }
}

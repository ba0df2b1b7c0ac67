use minicbor::{Decode, Encode};

use crate::{
    AuthorityId, Random, Signature, TrustError, VerifyingKey, id::short_name, signing::SigningSeed,
};

/// An authority's public key: what a device trusts, and all it needs to know to check everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct RootPublic(#[n(0)] VerifyingKey);

impl RootPublic {
    /// From its 32 bytes, as received when the device was enrolled.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(VerifyingKey::new(bytes))
    }

    /// Its 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The authority's name, which follows from the key.
    pub fn authority_id(&self) -> AuthorityId {
        AuthorityId::new(short_name(b"nuong/1 authority", self.as_bytes()))
    }

    /// Checks that the root signed `message` in `context`.
    ///
    /// # Errors
    /// [`TrustError::BadSignature`].
    pub fn verify(
        &self,
        context: &[u8],
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), TrustError> {
        self.0.verify(context, message, signature)
    }
}

/// An authority's secret key. Kept offline, inside an [`crate::Authority`]. Wiped when dropped; never shown.
#[derive(Clone, Encode, Decode)]
#[cbor(transparent)]
pub struct RootKey(#[n(0)] SigningSeed);

impl RootKey {
    /// A new root, and with it a new authority.
    ///
    /// # Errors
    /// [`TrustError::Random`].
    pub fn generate(random: &mut dyn Random) -> Result<Self, TrustError> {
        SigningSeed::generate(random).map(Self)
    }

    /// The public half.
    pub fn public(&self) -> RootPublic {
        RootPublic(self.0.public())
    }

    /// Signs `message` in `context` (see [`crate::context()`]).
    pub fn sign(&self, context: &[u8], message: &[u8]) -> Signature {
        self.0.sign(context, message)
    }
}

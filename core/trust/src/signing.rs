use std::fmt;

use minicbor::{Decode, Encode};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Random, TrustError};

/// An Ed25519 signature (RFC 8032).
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Signature(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 64],
);

impl Signature {
    /// From its 64 bytes; whether it holds is only known by [`VerifyingKey::verify`].
    pub const fn new(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// Its 64 bytes.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// An Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct VerifyingKey(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl VerifyingKey {
    /// From its 32 bytes; bytes that are no point on the curve verify nothing.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Checks that this key signed `message` in `context` (see [`crate::context()`]).
    ///
    /// # Errors
    /// [`TrustError::BadSignature`].
    pub fn verify(
        &self,
        context: &[u8],
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), TrustError> {
        self.verify_bytes(&in_context(context, message), signature)
    }

    pub(crate) fn verify_bytes(
        &self,
        bytes: &[u8],
        signature: &Signature,
    ) -> Result<(), TrustError> {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(bytes, &signature.0)
            .map_err(|_| TrustError::BadSignature)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({:02x}{:02x}..)", self.0[0], self.0[1])
    }
}

/// The secret half: the 32-byte seed of RFC 8032.
#[derive(Clone, Zeroize, ZeroizeOnDrop, Encode, Decode)]
#[cbor(transparent)]
pub(crate) struct SigningSeed(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl SigningSeed {
    pub(crate) fn generate(random: &mut dyn Random) -> Result<Self, TrustError> {
        let mut seed = Self([0; 32]);
        random.fill(&mut seed.0)?;
        Ok(seed)
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn public(&self) -> VerifyingKey {
        let mut public = [0; 32];
        public.copy_from_slice(self.pair().public_key().as_ref());
        VerifyingKey(public)
    }

    pub(crate) fn sign(&self, context: &[u8], message: &[u8]) -> Signature {
        self.sign_bytes(&in_context(context, message))
    }

    fn sign_bytes(&self, bytes: &[u8]) -> Signature {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair().sign(bytes).as_ref());
        Signature(signature)
    }

    fn pair(&self) -> Ed25519KeyPair {
        match Ed25519KeyPair::from_seed_unchecked(&self.0) {
            Ok(pair) => pair,
            Err(_) => unreachable!("every 32 bytes are an Ed25519 seed (RFC 8032 §5.1.5)"),
        }
    }
}

/// What is really signed: the context's length, the context, the message. The length keeps the two from running together.
fn in_context(context: &[u8], message: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(4 + context.len() + message.len());
    // A context is a few dozen bytes; one of 4 GiB cannot be.
    bytes.extend_from_slice(&(context.len() as u32).to_be_bytes());
    bytes.extend_from_slice(context);
    bytes.extend_from_slice(message);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn a_signature_is_for_one_context_and_one_message() {
        let seed = SigningSeed::generate(&mut SeededRandom::for_simulation(1)).unwrap();
        let signature = seed.sign(b"nuong/1 a", b"text");
        let key = seed.public();
        assert_eq!(key.verify(b"nuong/1 a", b"text", &signature), Ok(()));
        for (context, message) in [
            (&b"nuong/1 b"[..], &b"text"[..]),
            (b"nuong/1 a", b"texts"),
            (b"nuong/1 at", b"ext"),
        ] {
            assert_eq!(
                key.verify(context, message, &signature),
                Err(TrustError::BadSignature)
            );
        }
        let other = SigningSeed::generate(&mut SeededRandom::for_simulation(2))
            .unwrap()
            .public();
        assert_eq!(
            other.verify(b"nuong/1 a", b"text", &signature),
            Err(TrustError::BadSignature)
        );
    }

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let mut bytes = [0; N];
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        }
        bytes
    }

    /// RFC 8032 §7.1, tests 1 to 3.
    #[test]
    fn rfc_8032_vectors() {
        let vectors = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                &b""[..],
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                &[0x72],
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                &[0xaf, 0x82],
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ];
        for (seed, public, message, signature) in vectors {
            let seed = SigningSeed::from_bytes(bytes(seed));
            assert_eq!(seed.public(), VerifyingKey(bytes(public)));
            assert_eq!(seed.sign_bytes(message), Signature(bytes(signature)));
            assert_eq!(
                seed.public()
                    .verify_bytes(message, &seed.sign_bytes(message)),
                Ok(())
            );
        }
    }
}

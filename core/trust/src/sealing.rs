//! A text for one recipient: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.

use std::{convert::Infallible, fmt};

use hpke::{
    Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305,
    kdf::HkdfSha256, kem::X25519HkdfSha256, rand_core,
};
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{DeviceKeys, Random, TrustError};

type Kem = X25519HkdfSha256;
type PublicKey = <Kem as hpke::Kem>::PublicKey;
type PrivateKey = <Kem as hpke::Kem>::PrivateKey;

/// The encapsulated key that starts every sealed text.
const ENCAPSULATED: usize = 32;

/// By how many bytes a sealed text is longer than the text: the encapsulated key and the tag.
pub const SEAL_OVERHEAD: usize = ENCAPSULATED + 16;

/// An X25519 public key that texts are sealed to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct SealingPublic(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl SealingPublic {
    /// From its 32 bytes; bytes that no secret belongs to are refused when something is sealed to them.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingPublic({:02x}{:02x}..)", self.0[0], self.0[1])
    }
}

/// Seals `plaintext` so that only `recipient` can open it, for this `context` and with this `aad`.
///
/// Whoever knows the recipient's public key can seal; who sealed is known only by a signature around it.
///
/// # Errors
/// [`TrustError::Random`]; [`TrustError::CannotSeal`] when the recipient's key is a point of small order.
pub fn seal_to_device(
    recipient: &SealingPublic,
    context: &[u8],
    aad: &[u8],
    plaintext: &[u8],
    random: &mut dyn Random,
) -> Result<Vec<u8>, TrustError> {
    let recipient = PublicKey::from_bytes(&recipient.0).map_err(|_| TrustError::CannotSeal)?;
    let mut source = Source {
        random,
        failed: None,
    };
    let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeS::Base,
        &recipient,
        context,
        plaintext,
        aad,
        &mut source,
    );
    if let Some(error) = source.failed {
        return Err(error);
    }
    let (encapsulated, ciphertext) = sealed.map_err(|_| TrustError::CannotSeal)?;
    let mut bytes = encapsulated.to_bytes().to_vec();
    bytes.extend_from_slice(&ciphertext);
    Ok(bytes)
}

/// Opens what was sealed to this device for the same `context` and `aad`.
///
/// # Errors
/// [`TrustError::CannotOpen`], whatever the reason.
pub fn open_as_device(
    keys: &DeviceKeys,
    context: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, TrustError> {
    keys.sealing().open(context, aad, sealed)
}

/// The secret half of a [`SealingPublic`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct SealingSecret([u8; 32]);

impl SealingSecret {
    pub(crate) fn generate(random: &mut dyn Random) -> Result<Self, TrustError> {
        let mut secret = Self([0; 32]);
        random.fill(&mut secret.0)?;
        Ok(secret)
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// RFC 9180 §7.1.3 `DeriveKeyPair`.
    pub(crate) fn derive(ikm: &[u8; 32]) -> Self {
        let (secret, _) = Kem::derive_keypair(ikm);
        let mut bytes = Self([0; 32]);
        secret.write_exact(&mut bytes.0);
        bytes
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn public(&self) -> SealingPublic {
        let mut public = [0; 32];
        Kem::sk_to_pk(&self.private()).write_exact(&mut public);
        SealingPublic(public)
    }

    pub(crate) fn open(
        &self,
        context: &[u8],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, TrustError> {
        let (encapsulated, ciphertext) = sealed
            .split_at_checked(ENCAPSULATED)
            .ok_or(TrustError::CannotOpen)?;
        let encapsulated = <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated)
            .map_err(|_| TrustError::CannotOpen)?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &self.private(),
            &encapsulated,
            context,
            ciphertext,
            aad,
        )
        .map(Zeroizing::new)
        .map_err(|_| TrustError::CannotOpen)
    }

    fn private(&self) -> PrivateKey {
        match PrivateKey::from_bytes(&self.0) {
            Ok(private) => private,
            Err(_) => unreachable!("every 32 bytes are an X25519 secret (RFC 7748 §5)"),
        }
    }
}

/// Lends a [`Random`] to a library that cannot be told of a failure: the failure is kept, and what was made is dropped.
struct Source<'a> {
    random: &'a mut dyn Random,
    failed: Option<TrustError>,
}

impl rand_core::TryRng for Source<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if let Err(error) = self.random.fill(bytes) {
            self.failed = Some(error);
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Source<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandom, SystemRandom};

    #[test]
    fn only_the_recipient_opens_and_only_for_the_same_purpose() {
        let mut random = SeededRandom::for_simulation(3);
        let keys = DeviceKeys::generate(&mut random).unwrap();
        let other = DeviceKeys::generate(&mut random).unwrap();
        let sealed = seal_to_device(
            &keys.public().sealing,
            b"purpose",
            b"with",
            b"text",
            &mut random,
        )
        .unwrap();
        assert_eq!(sealed.len(), 4 + SEAL_OVERHEAD);
        assert_eq!(
            open_as_device(&keys, b"purpose", b"with", &sealed)
                .unwrap()
                .as_slice(),
            b"text"
        );
        for (keys, context, aad) in [
            (&other, &b"purpose"[..], &b"with"[..]),
            (&keys, b"other", b"with"),
            (&keys, b"purpose", b"without"),
        ] {
            assert_eq!(
                open_as_device(keys, context, aad, &sealed),
                Err(TrustError::CannotOpen)
            );
        }
    }

    #[test]
    fn every_cut_of_a_sealed_text_is_refused() {
        let keys = DeviceKeys::generate(&mut SystemRandom::new()).unwrap();
        let sealed = seal_to_device(
            &keys.public().sealing,
            b"p",
            b"",
            b"text",
            &mut SystemRandom::new(),
        )
        .unwrap();
        for length in 0..sealed.len() {
            assert_eq!(
                open_as_device(&keys, b"p", b"", &sealed[..length]),
                Err(TrustError::CannotOpen)
            );
        }
    }

    #[test]
    fn nothing_is_sealed_to_a_key_that_anyone_could_open() {
        let mut random = SeededRandom::for_simulation(3);
        for small_order in [0, 1] {
            let mut bytes = [0; 32];
            bytes[0] = small_order;
            let sealed =
                seal_to_device(&SealingPublic::new(bytes), b"p", b"", b"text", &mut random);
            assert_eq!(sealed, Err(TrustError::CannotSeal));
        }
    }

    #[test]
    fn without_randomness_nothing_is_sealed() {
        struct Broken;
        impl Random for Broken {
            fn fill(&mut self, _: &mut [u8]) -> Result<(), TrustError> {
                Err(TrustError::Random)
            }
        }
        let keys = DeviceKeys::generate(&mut SystemRandom::new()).unwrap();
        let sealed = seal_to_device(&keys.public().sealing, b"p", b"", b"text", &mut Broken);
        assert_eq!(sealed, Err(TrustError::Random));
    }
}

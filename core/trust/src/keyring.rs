use std::fmt;

use minicbor::{Decode, Encode};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::{
    KdfParams, ProfileKey, Random, SymmetricKey, TrustError, WRAP_OVERHEAD, codec, sha256, unwrap,
    wrap,
};

/// The most bytes of a keyring.
pub const MAX_KEYRING: usize = 256;
/// The fewest characters of a passphrase (NIST SP 800-63B §5.1.1.1).
pub const MIN_PASSPHRASE_CHARS: usize = 8;
/// The most bytes of a passphrase, far past what anyone types.
pub const MAX_PASSPHRASE: usize = 1024;

const SALT: usize = 16;
const CHECK: usize = 8;

/// A profile's key, wrapped under the person's passphrase. It lies beside the vault in the clear.
///
/// What is damaged is told from a wrong passphrase by a checksum, so nobody believes a passphrase forgotten that is not.
#[derive(Clone, PartialEq, Eq)]
pub struct Keyring(Stored);

#[derive(Clone, PartialEq, Eq, Encode, Decode)]
struct Stored {
    #[n(0)]
    kdf: KdfParams,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    salt: [u8; SALT],
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    wrapped: [u8; 32 + WRAP_OVERHEAD],
    /// Of what stands before it.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    check: [u8; CHECK],
}

impl Keyring {
    /// Wraps a profile's key under a passphrase. To change the passphrase, wrap the same key again and replace the keyring.
    ///
    /// The passphrase is taken in NFC (as RFC 8265 does), since one keyboard types `ế` as one character and another as three.
    ///
    /// # Errors
    /// [`TrustError::PassphraseTooShort`], [`TrustError::PassphraseTooLong`], [`TrustError::Random`],
    /// [`TrustError::OutOfMemory`].
    pub fn create(
        passphrase: &str,
        profile: &ProfileKey,
        kdf: KdfParams,
        random: &mut dyn Random,
    ) -> Result<Self, TrustError> {
        let passphrase = normalized(passphrase)?;
        if passphrase.chars().count() < MIN_PASSPHRASE_CHARS {
            return Err(TrustError::PassphraseTooShort);
        }
        let mut stored = Stored {
            kdf,
            salt: [0; SALT],
            wrapped: [0; 32 + WRAP_OVERHEAD],
            check: [0; CHECK],
        };
        random.fill(&mut stored.salt)?;
        let wrapped = wrap(
            &stored.key(&passphrase)?,
            &stored.context(),
            profile.as_bytes(),
            random,
        )?;
        stored.wrapped = wrapped
            .as_slice()
            .try_into()
            .map_err(|_| TrustError::Malformed)?;
        stored.check = stored.expected_check();
        Ok(Self(stored))
    }

    /// Opens the profile's key. Takes as long as the parameters say, some tenths of a second on a phone.
    ///
    /// # Errors
    /// [`TrustError::WrongPassphrase`], [`TrustError::PassphraseTooLong`], [`TrustError::OutOfMemory`].
    pub fn open(&self, passphrase: &str) -> Result<ProfileKey, TrustError> {
        let key = self.0.key(&normalized(passphrase)?)?;
        let profile = unwrap(&key, &self.0.context(), &self.0.wrapped)
            .map_err(|_| TrustError::WrongPassphrase)?;
        ProfileKey::from_bytes(&profile).map_err(|_| TrustError::Damaged)
    }

    /// The work one try takes.
    pub fn kdf(&self) -> KdfParams {
        self.0.kdf
    }

    /// Its one encoding: CBOR `[1, [parameters, salt, wrapped key, checksum]]`.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode_versioned(&self.0)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_KEYRING`], [`TrustError::Newer`], [`TrustError::KdfOutOfRange`] for parameters that
    /// this device should not be made to try, [`TrustError::Damaged`] for anything else that is not as it was written.
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        let stored =
            codec::decode_versioned::<Stored>(bytes, MAX_KEYRING).map_err(|error| match error {
                TrustError::TooLarge | TrustError::Newer => error,
                _ => TrustError::Damaged,
            })?;
        if stored.check != stored.expected_check() {
            return Err(TrustError::Damaged);
        }
        stored.kdf.check()?;
        Ok(Self(stored))
    }
}

impl Stored {
    fn key(&self, passphrase: &str) -> Result<SymmetricKey, TrustError> {
        let key = self.kdf.derive(passphrase.as_bytes(), &self.salt)?;
        SymmetricKey::from_bytes(&*key)
    }

    fn context(&self) -> Vec<u8> {
        let mut context = b"nuong/1 keyring\0".to_vec();
        context.extend_from_slice(&codec::encode(&(self.kdf, self.salt)));
        context
    }

    fn expected_check(&self) -> [u8; CHECK] {
        let mut text = self.context();
        text.extend_from_slice(&self.wrapped);
        let mut check = [0; CHECK];
        check.copy_from_slice(&sha256(&text)[..CHECK]);
        check
    }
}

/// Nothing in it is for a log.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("kdf", &self.0.kdf)
            .finish_non_exhaustive()
    }
}

fn normalized(passphrase: &str) -> Result<Zeroizing<String>, TrustError> {
    if passphrase.len() > MAX_PASSPHRASE {
        return Err(TrustError::PassphraseTooLong);
    }
    // NFC at most triples the length (Unicode Standard Annex #15); with the room taken first, no copy is left behind.
    let mut normal = Zeroizing::new(String::with_capacity(3 * passphrase.len()));
    normal.extend(passphrase.nfc());
    Ok(normal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    /// As a well-made file says it, with these parameters in place of its own.
    fn with_parameters(m_kib: u32, t: u32, p: u32) -> Vec<u8> {
        let profile = ProfileKey::from_bytes(&[5; 32]).unwrap();
        let mut random = SeededRandom::for_simulation(1);
        let mut keyring =
            Keyring::create("passphrase", &profile, KdfParams::for_tests(), &mut random).unwrap();
        keyring.0.kdf = minicbor::decode(&codec::encode(&(m_kib, t, p))).unwrap();
        keyring.0.check = keyring.0.expected_check();
        keyring.encode()
    }

    #[test]
    fn a_keyring_that_would_exhaust_the_phone_is_refused_unopened() {
        for (m, t, p) in [
            (1_048_576, 3, 1),
            (65_536, 16, 1),
            (65_536, 3, 4),
            (8, 1, 1),
            (32, 1, 4),
        ] {
            assert!(
                Keyring::decode(&with_parameters(m, t, p)).is_ok(),
                "{m} {t} {p}"
            );
        }
        for (m, t, p) in [
            (1_048_577, 3, 1),
            (u32::MAX, 3, 1),
            (65_536, 17, 1),
            (65_536, 0, 1),
            (65_536, 3, 5),
            (65_536, 3, 0),
            (65_536, 3, u32::MAX),
            (7, 1, 1),
            (31, 1, 4),
        ] {
            let refused = Keyring::decode(&with_parameters(m, t, p)).err();
            assert_eq!(refused, Some(TrustError::KdfOutOfRange), "{m} {t} {p}");
        }
    }

    /// Weaker parameters with a fitting checksum do not open: they are part of what the wrapping binds.
    #[test]
    fn parameters_cannot_be_exchanged() {
        let keyring = Keyring::decode(&with_parameters(16, 1, 1)).unwrap();
        assert_eq!(
            keyring.open("passphrase").err(),
            Some(TrustError::WrongPassphrase)
        );
    }

    #[test]
    fn a_keyring_in_a_log_shows_no_key() {
        let keyring = Keyring::decode(&with_parameters(8, 1, 1)).unwrap();
        assert_eq!(
            format!("{keyring:?}"),
            "Keyring { kdf: KdfParams { m_kib: 8, t: 1, p: 1 }, .. }"
        );
    }
}

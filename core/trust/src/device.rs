use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::{
    DeviceId, Random, SealingPublic, Signature, TrustError, VerifyingKey, id::short_name,
    sealing::SealingSecret, signing::SigningSeed,
};

/// The public half of a device: what a certificate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct DevicePublic {
    /// Checks what the device signs; the device is named after it.
    #[n(0)]
    pub verifying: VerifyingKey,
    /// Seals keys to the device.
    #[n(1)]
    pub sealing: SealingPublic,
}

impl DevicePublic {
    /// The device's name, which follows from its verifying key.
    pub fn device_id(&self) -> DeviceId {
        DeviceId::new(short_name(b"nuong/1 device id", self.verifying.as_bytes()))
    }
}

/// The secret half of a device: an Ed25519 key to sign and an X25519 key to open. Wiped when dropped; never shown.
#[derive(Clone)]
pub struct DeviceKeys {
    signing: SigningSeed,
    sealing: SealingSecret,
    public: DevicePublic,
}

/// Version, signing seed, sealing secret.
const SECRET_LENGTH: usize = 1 + 32 + 32;

impl DeviceKeys {
    /// New keys, and with them a new device.
    ///
    /// # Errors
    /// [`TrustError::Random`].
    pub fn generate(random: &mut dyn Random) -> Result<Self, TrustError> {
        let signing = SigningSeed::generate(random)?;
        Ok(Self::new(signing, SealingSecret::generate(random)?))
    }

    fn new(signing: SigningSeed, sealing: SealingSecret) -> Self {
        let public = DevicePublic {
            verifying: signing.public(),
            sealing: sealing.public(),
        };
        Self {
            signing,
            sealing,
            public,
        }
    }

    /// Both secrets, to be stored where they are themselves encrypted.
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_LENGTH));
        bytes.push(1);
        bytes.extend_from_slice(self.signing.as_bytes());
        bytes.extend_from_slice(self.sealing.as_bytes());
        bytes
    }

    /// Reads what [`Self::to_secret_bytes`] gave.
    ///
    /// # Errors
    /// [`TrustError::Newer`] for a later version, [`TrustError::InvalidId`] for anything else.
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, TrustError> {
        let (&version, keys) = bytes.split_first().ok_or(TrustError::InvalidId)?;
        match version {
            1 if bytes.len() == SECRET_LENGTH => {}
            0 | 1 => return Err(TrustError::InvalidId),
            _ => return Err(TrustError::Newer),
        }
        let (mut signing, mut sealing) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        signing.copy_from_slice(&keys[..32]);
        sealing.copy_from_slice(&keys[32..]);
        Ok(Self::new(
            SigningSeed::from_bytes(*signing),
            SealingSecret::from_bytes(*sealing),
        ))
    }

    /// The public half.
    pub fn public(&self) -> &DevicePublic {
        &self.public
    }

    /// The device's name.
    pub fn device_id(&self) -> DeviceId {
        self.public.device_id()
    }

    /// Signs `message` in `context` (see [`crate::context()`]).
    pub fn sign(&self, context: &[u8], message: &[u8]) -> Signature {
        self.signing.sign(context, message)
    }

    pub(crate) fn sealing(&self) -> &SealingSecret {
        &self.sealing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn keys_are_the_same_device_when_read_back() {
        let keys = DeviceKeys::generate(&mut SeededRandom::for_simulation(1)).unwrap();
        let again = DeviceKeys::from_secret_bytes(&keys.to_secret_bytes()).unwrap();
        assert_eq!(again.public(), keys.public());
        assert_eq!(again.device_id(), keys.device_id());
    }

    #[test]
    fn what_are_not_device_keys_is_refused() {
        let keys = DeviceKeys::generate(&mut SeededRandom::for_simulation(1)).unwrap();
        let good = keys.to_secret_bytes();
        let refusal = |bytes: &[u8]| DeviceKeys::from_secret_bytes(bytes).err();
        assert_eq!(refusal(&[]), Some(TrustError::InvalidId));
        assert_eq!(refusal(&good[..64]), Some(TrustError::InvalidId));
        assert_eq!(
            refusal(&[&good[..], &[0]].concat()),
            Some(TrustError::InvalidId)
        );
        assert_eq!(
            refusal(&[&[2], &good[1..]].concat()),
            Some(TrustError::Newer)
        );
    }
}

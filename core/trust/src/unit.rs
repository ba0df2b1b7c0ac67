use minicbor::{Decode, Encode};

use crate::{
    AuthorityId, DeviceId, DeviceKeys, DevicePublic, Random, SEAL_OVERHEAD, SealingPublic,
    TrustError, UnitId, UnitKey, WRAP_OVERHEAD, context, open_as_device, seal_to_device,
    sealing::SealingSecret, section::expand, unwrap, wrap,
};

const SEALED_KEY: usize = 32 + SEAL_OVERHEAD;
const WRAPPED_KEY: usize = 32 + WRAP_OVERHEAD;

/// The time between two changes of a unit's key. A new one begins whenever someone leaves the unit.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct UnitEpoch {
    /// The unit.
    #[n(0)]
    pub unit: UnitId,
    /// Counts from 1.
    #[n(1)]
    pub epoch: u32,
    /// What cases are granted to in this epoch. It follows from the unit's key, so every member opens what is sealed to
    /// it, and everyone else, such as a post that shares its cases with the province, can only seal.
    #[n(2)]
    pub sealing: SealingPublic,
    /// The unit's key for each member, ascending by device. Empty in an epoch that is over: its members have the key
    /// already, and who came later opens it by `previous` of the epoch after it.
    #[n(3)]
    pub boxes: Vec<UnitBox>,
    /// The key of the epoch before, wrapped under this epoch's, so that new members read the past. None in epoch 1.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub previous: Option<[u8; WRAPPED_KEY]>,
}

/// A unit's key, sealed to one member's device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct UnitBox {
    /// The member's device.
    #[n(0)]
    pub device: DeviceId,
    /// The key, by HPKE.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: [u8; SEALED_KEY],
}

impl UnitEpoch {
    /// Begins an epoch with `key`, or the first one if there is no `previous`.
    pub(crate) fn begin(
        authority: &AuthorityId,
        unit: &UnitId,
        key: &UnitKey,
        previous: Option<(&Self, &UnitKey)>,
        random: &mut dyn Random,
    ) -> Result<Self, TrustError> {
        let epoch = previous.map_or(1, |(before, _)| before.epoch + 1);
        let mut begun = Self {
            unit: unit.clone(),
            epoch,
            sealing: key.sealing_public(),
            boxes: Vec::new(),
            previous: None,
        };
        if let Some((_, old)) = previous {
            let context = begun.context("unit epoch before", authority);
            begun.previous = exactly(&wrap(key.symmetric(), &context, old.as_bytes(), random)?);
        }
        Ok(begun)
    }

    /// Seals the epoch's key to a member, in place of an earlier box for it.
    pub(crate) fn seal_to(
        &mut self,
        authority: &AuthorityId,
        device: &DevicePublic,
        key: &UnitKey,
        random: &mut dyn Random,
    ) -> Result<(), TrustError> {
        let id = device.device_id();
        let context = self.context("unit key", authority);
        let sealed = seal_to_device(
            &device.sealing,
            &context,
            id.as_bytes(),
            key.as_bytes(),
            random,
        )?;
        let sealed = exactly(&sealed).ok_or(TrustError::CannotSeal)?;
        self.boxes.retain(|other| other.device != id);
        let at = self.boxes.partition_point(|other| other.device < id);
        self.boxes.insert(at, UnitBox { device: id, sealed });
        Ok(())
    }

    /// Opens the epoch's key with the box for this device; none if it has no box here.
    ///
    /// # Errors
    /// [`TrustError::CannotOpen`] if there is a box that does not open, or opens to a key the epoch is not of.
    pub fn open(
        &self,
        authority: &AuthorityId,
        keys: &DeviceKeys,
    ) -> Result<Option<UnitKey>, TrustError> {
        let id = keys.device_id();
        let Ok(at) = self.boxes.binary_search_by(|other| other.device.cmp(&id)) else {
            return Ok(None);
        };
        let context = self.context("unit key", authority);
        let key = open_as_device(keys, &context, id.as_bytes(), &self.boxes[at].sealed)?;
        let key = UnitKey::from_bytes(&key).map_err(|_| TrustError::CannotOpen)?;
        if key.sealing_public() == self.sealing {
            Ok(Some(key))
        } else {
            Err(TrustError::CannotOpen)
        }
    }

    /// Opens the key of the epoch before with this epoch's; none in epoch 1.
    ///
    /// # Errors
    /// [`TrustError::CannotOpen`].
    pub fn open_previous(
        &self,
        authority: &AuthorityId,
        key: &UnitKey,
    ) -> Result<Option<UnitKey>, TrustError> {
        let Some(previous) = &self.previous else {
            return Ok(None);
        };
        let key = unwrap(
            key.symmetric(),
            &self.context("unit epoch before", authority),
            previous,
        )?;
        UnitKey::from_bytes(&key)
            .map(Some)
            .map_err(|_| TrustError::CannotOpen)
    }

    fn context(&self, purpose: &str, authority: &AuthorityId) -> Vec<u8> {
        let mut context = context(purpose, authority);
        context.extend_from_slice(&self.epoch.to_be_bytes());
        context.extend_from_slice(self.unit.as_str().as_bytes());
        context
    }
}

impl UnitKey {
    /// What cases are granted to while this is the unit's key: an X25519 key pair derived from it (HKDF, then
    /// RFC 9180 `DeriveKeyPair`).
    pub fn sealing_public(&self) -> SealingPublic {
        self.sealing_secret().public()
    }

    pub(crate) fn sealing_secret(&self) -> SealingSecret {
        let mut ikm = zeroize::Zeroizing::new([0; 32]);
        expand(
            &[],
            self.as_bytes(),
            &[b"nuong/1 unit sealing\0"],
            &mut *ikm,
        );
        SealingSecret::derive(&ikm)
    }
}

fn exactly<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    const AUTHORITY: AuthorityId = AuthorityId::new([7; 16]);

    #[test]
    fn only_a_member_opens_the_key_and_with_it_all_that_came_before() {
        let mut random = SeededRandom::for_simulation(5);
        let unit = UnitId::new("post-a").unwrap();
        let member = DeviceKeys::generate(&mut random).unwrap();
        let stranger = DeviceKeys::generate(&mut random).unwrap();
        let (old, new) = (
            UnitKey::generate(&mut random).unwrap(),
            UnitKey::generate(&mut random).unwrap(),
        );

        let first = UnitEpoch::begin(&AUTHORITY, &unit, &old, None, &mut random).unwrap();
        let mut second =
            UnitEpoch::begin(&AUTHORITY, &unit, &new, Some((&first, &old)), &mut random).unwrap();
        second
            .seal_to(&AUTHORITY, member.public(), &new, &mut random)
            .unwrap();

        let opened = second.open(&AUTHORITY, &member).unwrap().unwrap();
        assert_eq!(opened.as_bytes(), new.as_bytes());
        assert_eq!(
            second
                .open_previous(&AUTHORITY, &opened)
                .unwrap()
                .unwrap()
                .as_bytes(),
            old.as_bytes()
        );
        assert!(first.open_previous(&AUTHORITY, &old).unwrap().is_none());
        assert!(second.open(&AUTHORITY, &stranger).unwrap().is_none());
    }

    #[test]
    fn a_box_is_for_one_epoch_of_one_unit_of_one_authority() {
        let mut random = SeededRandom::for_simulation(5);
        let member = DeviceKeys::generate(&mut random).unwrap();
        let key = UnitKey::generate(&mut random).unwrap();
        let unit = UnitId::new("post-a").unwrap();
        let mut epoch = UnitEpoch::begin(&AUTHORITY, &unit, &key, None, &mut random).unwrap();
        epoch
            .seal_to(&AUTHORITY, member.public(), &key, &mut random)
            .unwrap();

        let other_unit = UnitEpoch {
            unit: UnitId::new("post-b").unwrap(),
            ..epoch.clone()
        };
        let other_epoch = UnitEpoch {
            epoch: 2,
            ..epoch.clone()
        };
        let other_key = UnitEpoch {
            sealing: SealingPublic::new([9; 32]),
            ..epoch.clone()
        };
        for altered in [other_unit, other_epoch, other_key] {
            assert_eq!(
                altered.open(&AUTHORITY, &member).err(),
                Some(TrustError::CannotOpen)
            );
        }
        assert_eq!(
            epoch.open(&AuthorityId::new([8; 16]), &member).err(),
            Some(TrustError::CannotOpen)
        );
    }
}

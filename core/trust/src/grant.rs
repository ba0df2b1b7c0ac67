use minicbor::{Decode, Encode};

use crate::{
    AuthorityId, CaseKey, CaseTag, Random, SEAL_OVERHEAD, TrustError, UnitEpoch, UnitId, UnitKey,
    case_tag, context, seal_to_device,
};

/// The bytes of a sealed grant: the case's id and key, and what HPKE adds.
pub const CASE_GRANT_SEALED: usize = 16 + 32 + SEAL_OVERHEAD;

const PURPOSE: &str = "case grant";

/// A unit's name of 64 characters, the sealed part and the numbers fit with room.
const MAX_GRANT: usize = 512;

/// Lets a unit read a case: the case's id and key, sealed to the unit.
///
/// Any device that has the case's key can grant it to any unit, its own or another, without holding that unit's key. The
/// tag, the unit and the numbers are in the clear, because the hub sends a case's sections by them. Who granted is known by
/// the signature of the parcel the grant is in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CaseGrant {
    /// The case.
    #[n(0)]
    pub tag: CaseTag,
    /// The unit that may read it.
    #[n(1)]
    pub unit: UnitId,
    /// The unit's epoch it is sealed to.
    #[n(2)]
    pub epoch: u32,
    /// Which of the case's keys, from 1; a case written to after a revocation gets the next.
    #[n(3)]
    pub generation: u32,
    /// The case's id and key, by HPKE.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub wrapped: [u8; CASE_GRANT_SEALED],
}

impl CaseGrant {
    /// Grants a case to a unit in its present epoch (see [`crate::Bulletin::current_epoch`]).
    ///
    /// # Errors
    /// [`TrustError::Random`], [`TrustError::CannotSeal`].
    pub fn create(
        authority: &AuthorityId,
        case_id: &[u8; 16],
        key: &CaseKey,
        generation: u32,
        to: &UnitEpoch,
        random: &mut dyn Random,
    ) -> Result<Self, TrustError> {
        let mut grant = Self {
            tag: case_tag(case_id),
            unit: to.unit.clone(),
            epoch: to.epoch,
            generation,
            wrapped: [0; CASE_GRANT_SEALED],
        };
        let mut text = zeroize::Zeroizing::new([0; 48]);
        text[..16].copy_from_slice(case_id);
        text[16..].copy_from_slice(key.as_bytes());
        let sealed = seal_to_device(
            &to.sealing,
            &context(PURPOSE, authority),
            &grant.aad(),
            &*text,
            random,
        )?;
        grant.wrapped = sealed
            .as_slice()
            .try_into()
            .map_err(|_| TrustError::CannotSeal)?;
        Ok(grant)
    }

    /// Opens it with the unit's key of the epoch it is sealed to: the case's id and key.
    ///
    /// # Errors
    /// [`TrustError::CannotOpen`], also when the id inside is not the one the tag is of.
    pub fn open(
        &self,
        authority: &AuthorityId,
        unit: &UnitKey,
    ) -> Result<([u8; 16], CaseKey), TrustError> {
        let text =
            unit.sealing_secret()
                .open(&context(PURPOSE, authority), &self.aad(), &self.wrapped)?;
        let (case_id, key) = text
            .split_first_chunk::<16>()
            .ok_or(TrustError::CannotOpen)?;
        if case_tag(case_id) != self.tag {
            return Err(TrustError::CannotOpen);
        }
        Ok((
            *case_id,
            CaseKey::from_bytes(key).map_err(|_| TrustError::CannotOpen)?,
        ))
    }

    /// The grant alone, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        crate::codec::encode(self)
    }

    /// Reads what [`CaseGrant::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`], [`TrustError::Truncated`], [`TrustError::Malformed`], [`TrustError::NotCanonical`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TrustError> {
        crate::codec::decode(bytes, MAX_GRANT)
    }

    fn aad(&self) -> Vec<u8> {
        let mut aad = self.tag.as_bytes().to_vec();
        aad.extend_from_slice(&self.epoch.to_be_bytes());
        aad.extend_from_slice(&self.generation.to_be_bytes());
        aad.extend_from_slice(self.unit.as_str().as_bytes());
        aad
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    const AUTHORITY: AuthorityId = AuthorityId::new([7; 16]);

    fn granted() -> (UnitKey, CaseKey, CaseGrant) {
        let mut random = SeededRandom::for_simulation(6);
        let unit_key = UnitKey::generate(&mut random).unwrap();
        let unit = UnitId::new("province").unwrap();
        let epoch = UnitEpoch::begin(&AUTHORITY, &unit, &unit_key, None, &mut random).unwrap();
        let key = CaseKey::generate(&mut random).unwrap();
        let grant = CaseGrant::create(&AUTHORITY, &[3; 16], &key, 1, &epoch, &mut random).unwrap();
        (unit_key, key, grant)
    }

    #[test]
    fn the_unit_and_nobody_else_opens_a_grant() {
        let (unit_key, key, grant) = granted();
        let (case_id, opened) = grant.open(&AUTHORITY, &unit_key).unwrap();
        assert_eq!(case_id, [3; 16]);
        assert_eq!(opened.as_bytes(), key.as_bytes());
        let other = UnitKey::from_bytes(&[1; 32]).unwrap();
        assert_eq!(
            grant.open(&AUTHORITY, &other).err(),
            Some(TrustError::CannotOpen)
        );
        assert_eq!(
            grant.open(&AuthorityId::new([8; 16]), &unit_key).err(),
            Some(TrustError::CannotOpen)
        );
    }

    #[test]
    fn a_grant_cannot_be_moved_to_another_case_unit_epoch_or_generation() {
        let (unit_key, _, grant) = granted();
        let altered = [
            CaseGrant {
                tag: case_tag(&[4; 16]),
                ..grant.clone()
            },
            CaseGrant {
                unit: UnitId::new("district").unwrap(),
                ..grant.clone()
            },
            CaseGrant {
                epoch: 2,
                ..grant.clone()
            },
            CaseGrant {
                generation: 2,
                ..grant
            },
        ];
        for grant in altered {
            assert_eq!(
                grant.open(&AUTHORITY, &unit_key).err(),
                Some(TrustError::CannotOpen)
            );
        }
    }

    #[test]
    fn a_grant_that_lies_about_its_case_is_refused() {
        let mut random = SeededRandom::for_simulation(6);
        let unit_key = UnitKey::generate(&mut random).unwrap();
        let (_, key, mut grant) = granted();
        grant.tag = case_tag(&[4; 16]);
        let text = [&[3; 16][..], key.as_bytes()].concat();
        let context = context(PURPOSE, &AUTHORITY);
        let sealed = seal_to_device(
            &unit_key.sealing_public(),
            &context,
            &grant.aad(),
            &text,
            &mut random,
        )
        .unwrap();
        grant.wrapped = sealed.try_into().unwrap();
        assert_eq!(
            grant.open(&AUTHORITY, &unit_key).err(),
            Some(TrustError::CannotOpen)
        );
    }
}

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::{
    AuthorityId, CaseKey, CaseTag, DeviceId, Random, SEAL_OVERHEAD, Signature, TrustError,
    UnitEpoch, UnitId, UnitKey, VerifyingKey, case_tag, context, id::case_tag_of, seal_to_device,
    section::expand, signing::SigningSeed,
};

/// The bytes of a sealed grant: the case's id and key, and what HPKE adds.
const CASE_GRANT_SEALED: usize = 16 + 32 + SEAL_OVERHEAD;

/// The most units one grant names: a case is shared with a handful, and a reader looks at each.
pub const MAX_GRANT_UNITS: usize = 64;

const SEALED: &str = "case grant";
const PROVEN: &str = "case grant proof";

/// [`MAX_GRANT_UNITS`] units with names of 64 characters, the sealed parts and the numbers fit with room.
const MAX_GRANT: usize = 16 * 1024;

/// Lets units read what is written to a case under one of its keys: the case's id and that key, sealed to each unit.
///
/// Any device that has the case's key can grant it to any unit, its own or another, without holding that unit's key. The
/// tag, the units and the numbers are in the clear, because the hub sends a case's sections by them.
///
/// Whoever grants proves to everyone, the hub included, that they know the case: the grant is signed with a key derived
/// from the case's secret id, and the tag names that key. So a grant counts by itself, in whatever order grants arrive, and
/// who has only seen a tag go by can neither give the case to anybody nor stand in the way of those who may. The proof is
/// for the one device that signs the parcel, and is of no use to another.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CaseGrant {
    #[n(0)]
    statement: Statement,
    #[n(1)]
    proof: Signature,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Statement {
    #[n(0)]
    tag: CaseTag,
    #[n(1)]
    case: VerifyingKey,
    #[n(2)]
    generation: u32,
    #[n(3)]
    key: KeyName,
    #[n(4)]
    to: Vec<GrantedUnit>,
    #[n(5)]
    holders: Vec<Holder>,
}

/// One of a case's keys by a name that tells nothing of it: HKDF-SHA256 of the key, cut to 8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct KeyName(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 8],
);

impl KeyName {
    /// The name of a key.
    pub fn of(key: &CaseKey) -> Self {
        let mut name = Self([0; 8]);
        expand(
            b"",
            key.as_bytes(),
            &[b"nuong/1 case key name\0"],
            &mut name.0,
        );
        name
    }

    /// From its 8 bytes.
    pub const fn new(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// Its 8 bytes.
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

/// A unit that is given the key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct GrantedUnit {
    /// The unit.
    #[n(0)]
    pub unit: UnitId,
    /// Its epoch that the key is sealed to.
    #[n(1)]
    pub epoch: u32,
    /// The case's id and key, by HPKE.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    wrapped: [u8; CASE_GRANT_SEALED],
}

/// A unit that was given the key before, as far as the granting device knows.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Holder {
    /// The unit.
    #[n(0)]
    pub unit: UnitId,
    /// The epoch it was sealed to then.
    #[n(1)]
    pub epoch: u32,
}

impl CaseGrant {
    /// Grants a key of a case to units in their present epochs (see [`crate::Bulletin::current_epoch`]), in a parcel of the
    /// device `by`. `holders` had it before.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_GRANT_UNITS`]; [`TrustError::Random`], [`TrustError::CannotSeal`].
    #[allow(
        clippy::too_many_arguments,
        reason = "what a grant says; each part is of its own type"
    )]
    pub fn create(
        authority: &AuthorityId,
        by: &DeviceId,
        case_id: &[u8; 16],
        key: &CaseKey,
        generation: u32,
        to: &[&UnitEpoch],
        holders: Vec<Holder>,
        random: &mut dyn Random,
    ) -> Result<Self, TrustError> {
        if to.len() + holders.len() > MAX_GRANT_UNITS {
            return Err(TrustError::TooLarge);
        }
        let seed = case_seed(case_id);
        let mut statement = Statement {
            tag: case_tag(case_id),
            case: seed.public(),
            generation,
            key: KeyName::of(key),
            to: Vec::with_capacity(to.len()),
            holders,
        };
        let mut text = Zeroizing::new([0; 48]);
        text[..16].copy_from_slice(case_id);
        text[16..].copy_from_slice(key.as_bytes());
        for epoch in to {
            let sealed = seal_to_device(
                &epoch.sealing,
                &context(SEALED, authority),
                &statement.aad(&epoch.unit, epoch.epoch),
                &*text,
                random,
            )?;
            let wrapped = sealed.as_slice().try_into();
            statement.to.push(GrantedUnit {
                unit: epoch.unit.clone(),
                epoch: epoch.epoch,
                wrapped: wrapped.map_err(|_| TrustError::CannotSeal)?,
            });
        }
        let proof = seed.sign(&proof_context(authority, by), &statement.bytes());
        Ok(Self { statement, proof })
    }

    /// The case.
    pub fn tag(&self) -> CaseTag {
        self.statement.tag
    }

    /// Which of the case's keys it is, from 1; a case written to after a revocation gets the next. Two devices may begin the
    /// same generation, each with a key of its own.
    pub fn generation(&self) -> u32 {
        self.statement.generation
    }

    /// The name of the key.
    pub fn key(&self) -> KeyName {
        self.statement.key
    }

    /// The units it is for.
    pub fn to(&self) -> &[GrantedUnit] {
        &self.statement.to
    }

    /// Units that had the key before, as far as the granting device knew.
    pub fn holders(&self) -> &[Holder] {
        &self.statement.holders
    }

    /// Checks that the device `by`, in whose parcel it is, knew the case.
    ///
    /// # Errors
    /// [`TrustError::BadSignature`], also when the tag is of another case; [`TrustError::TooLarge`] past
    /// [`MAX_GRANT_UNITS`].
    pub fn verify(&self, authority: &AuthorityId, by: &DeviceId) -> Result<(), TrustError> {
        let statement = &self.statement;
        if statement.to.len() + statement.holders.len() > MAX_GRANT_UNITS {
            return Err(TrustError::TooLarge);
        }
        if case_tag_of(&statement.case) != statement.tag {
            return Err(TrustError::BadSignature);
        }
        let context = proof_context(authority, by);
        statement
            .case
            .verify(&context, &statement.bytes(), &self.proof)
    }

    /// Opens what is sealed to the unit `to` with the unit's key of that epoch: the case's id and key.
    ///
    /// # Errors
    /// [`TrustError::CannotOpen`], also when the id or the key inside is not the one the grant names.
    pub fn open(
        &self,
        authority: &AuthorityId,
        to: &GrantedUnit,
        unit: &UnitKey,
    ) -> Result<([u8; 16], CaseKey), TrustError> {
        let text = unit.sealing_secret().open(
            &context(SEALED, authority),
            &self.statement.aad(&to.unit, to.epoch),
            &to.wrapped,
        )?;
        let (case_id, key) = text
            .split_first_chunk::<16>()
            .ok_or(TrustError::CannotOpen)?;
        let key = CaseKey::from_bytes(key).map_err(|_| TrustError::CannotOpen)?;
        if case_tag(case_id) == self.statement.tag && KeyName::of(&key) == self.statement.key {
            Ok((*case_id, key))
        } else {
            Err(TrustError::CannotOpen)
        }
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
}

impl Statement {
    fn bytes(&self) -> Vec<u8> {
        crate::codec::encode(self)
    }

    fn aad(&self, unit: &UnitId, epoch: u32) -> Vec<u8> {
        let mut aad = self.tag.as_bytes().to_vec();
        aad.extend_from_slice(&epoch.to_be_bytes());
        aad.extend_from_slice(&self.generation.to_be_bytes());
        aad.extend_from_slice(unit.as_str().as_bytes());
        aad
    }
}

fn proof_context(authority: &AuthorityId, by: &DeviceId) -> Vec<u8> {
    let mut context = context(PROVEN, authority);
    context.extend_from_slice(by.as_bytes());
    context
}

/// The signing key of a case: HKDF-SHA256 of its secret id, which has 128 random bits.
fn case_seed(case_id: &[u8; 16]) -> SigningSeed {
    let mut seed = Zeroizing::new([0; 32]);
    expand(b"", case_id, &[b"nuong/1 case signing\0"], &mut *seed);
    SigningSeed::from_bytes(*seed)
}

/// The public half of a case's signing key.
pub(crate) fn case_public(case_id: &[u8; 16]) -> VerifyingKey {
    case_seed(case_id).public()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    const AUTHORITY: AuthorityId = AuthorityId::new([7; 16]);
    const BY: DeviceId = DeviceId::new([8; 16]);
    const CASE: [u8; 16] = [3; 16];

    fn granted() -> (UnitKey, CaseKey, CaseGrant) {
        let mut random = SeededRandom::for_simulation(6);
        let unit_key = UnitKey::generate(&mut random).unwrap();
        let unit = UnitId::new("province").unwrap();
        let epoch = UnitEpoch::begin(&AUTHORITY, &unit, &unit_key, None, &mut random).unwrap();
        let key = CaseKey::generate(&mut random).unwrap();
        let holders = vec![Holder {
            unit: UnitId::new("post-a").unwrap(),
            epoch: 1,
        }];
        let (to, random) = ([&epoch], &mut random);
        let grant =
            CaseGrant::create(&AUTHORITY, &BY, &CASE, &key, 1, &to, holders, random).unwrap();
        (unit_key, key, grant)
    }

    fn open(grant: &CaseGrant, key: &UnitKey) -> Result<([u8; 16], CaseKey), TrustError> {
        grant.open(&AUTHORITY, &grant.to()[0], key)
    }

    #[test]
    fn the_unit_and_nobody_else_opens_a_grant() {
        let (unit_key, key, grant) = granted();
        let (case_id, opened) = open(&grant, &unit_key).unwrap();
        assert_eq!(case_id, CASE);
        assert_eq!(opened.as_bytes(), key.as_bytes());
        let other = UnitKey::from_bytes(&[1; 32]).unwrap();
        assert_eq!(open(&grant, &other).err(), Some(TrustError::CannotOpen));
        let elsewhere = grant.open(&AuthorityId::new([8; 16]), &grant.to()[0], &unit_key);
        assert_eq!(elsewhere.err(), Some(TrustError::CannotOpen));
    }

    #[test]
    fn whoever_knows_the_case_can_show_it_and_nobody_else() {
        let (_, _, grant) = granted();
        assert_eq!(grant.verify(&AUTHORITY, &BY), Ok(()));
        // In another device's parcel, or in another authority's, it proves nothing.
        let bad = Err(TrustError::BadSignature);
        assert_eq!(grant.verify(&AUTHORITY, &DeviceId::new([9; 16])), bad);
        assert_eq!(grant.verify(&AuthorityId::new([8; 16]), &BY), bad);
        let alterations: [fn(&mut Statement); 8] = [
            |said| said.tag = case_tag(&[4; 16]),
            |said| said.case = case_public(&[4; 16]),
            |said| said.generation = 2,
            |said| said.key = KeyName::new([0; 8]),
            |said| said.to[0].epoch = 2,
            |said| said.to[0].unit = UnitId::new("district").unwrap(),
            |said| said.to[0].wrapped[0] ^= 1,
            |said| said.holders.clear(),
        ];
        for (index, alter) in alterations.into_iter().enumerate() {
            let mut altered = grant.clone();
            alter(&mut altered.statement);
            assert_eq!(altered.verify(&AUTHORITY, &BY), bad, "{index}");
        }
        // Somebody who knows another case signs with that one's key, under this one's tag.
        let mut forged = grant.clone();
        forged.statement.case = case_public(&[4; 16]);
        let context = proof_context(&AUTHORITY, &BY);
        forged.proof = case_seed(&[4; 16]).sign(&context, &forged.statement.bytes());
        assert_eq!(forged.verify(&AUTHORITY, &BY), bad);
    }

    #[test]
    fn what_is_sealed_cannot_be_moved_to_another_case_unit_epoch_or_generation() {
        let (unit_key, _, grant) = granted();
        let alterations: [fn(&mut Statement); 4] = [
            |said| said.tag = case_tag(&[4; 16]),
            |said| said.to[0].unit = UnitId::new("district").unwrap(),
            |said| said.to[0].epoch = 2,
            |said| said.generation = 2,
        ];
        for alter in alterations {
            let mut altered = grant.clone();
            alter(&mut altered.statement);
            assert_eq!(
                open(&altered, &unit_key).err(),
                Some(TrustError::CannotOpen)
            );
        }
    }

    #[test]
    fn a_grant_that_lies_about_its_case_or_its_key_is_refused() {
        let (unit_key, key, mut grant) = granted();
        grant.statement.key = KeyName::new([0; 8]);
        assert_eq!(open(&grant, &unit_key).err(), Some(TrustError::CannotOpen));
        let mut random = SeededRandom::for_simulation(6);
        grant.statement.key = KeyName::of(&key);
        grant.statement.tag = case_tag(&[4; 16]);
        let to = grant.to()[0].clone();
        let sealed = seal_to_device(
            &unit_key.sealing_public(),
            &context(SEALED, &AUTHORITY),
            &grant.statement.aad(&to.unit, to.epoch),
            &[&CASE[..], key.as_bytes()].concat(),
            &mut random,
        )
        .unwrap();
        grant.statement.to[0].wrapped = sealed.try_into().unwrap();
        assert_eq!(open(&grant, &unit_key).err(), Some(TrustError::CannotOpen));
    }

    #[test]
    fn a_grant_to_more_units_than_the_limit_is_refused() {
        let mut random = SeededRandom::for_simulation(6);
        let key = CaseKey::generate(&mut random).unwrap();
        let holders = |count: usize| {
            let unit = |n: usize| UnitId::new(format!("u{n}")).unwrap();
            let holder = |n| Holder {
                unit: unit(n),
                epoch: 1,
            };
            (0..count).map(holder).collect::<Vec<_>>()
        };
        let mut create = |count| {
            let (none, random) = ([], &mut random);
            CaseGrant::create(
                &AUTHORITY,
                &BY,
                &CASE,
                &key,
                1,
                &none,
                holders(count),
                random,
            )
        };
        assert!(create(MAX_GRANT_UNITS).is_ok());
        assert_eq!(
            create(MAX_GRANT_UNITS + 1).err(),
            Some(TrustError::TooLarge)
        );
    }
}

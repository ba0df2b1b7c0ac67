//! Case keys: who may read a case, and with which key it is written to now.
//!
//! A case has a random key for each *generation*. It is granted to a unit by sealing it to the unit's current epoch.
//! When a device is revoked its units get a new epoch, and the next writing to a case granted to such a unit starts a
//! new generation, so that the revoked device reads nothing newer. Two devices that begin a generation at the same time
//! each have a key of their own; both are granted to everybody.
//!
//! What is remembered of a case only ever grows, and does not depend on the order in which grants arrive: which units were
//! given which key, and in which epoch at the earliest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use nuong_casefile::CaseId;
use nuong_trust::{
    Bulletin, CaseGrant, CaseKey, CaseTag, DeviceId, Holder, KeyName, UnitEpoch, UnitId, UnitKey,
    case_tag, sha256,
};
use nuong_vault::Records;
use serde::{Deserialize, Serialize};

use crate::Station;
use crate::act::Act;
use crate::error::Error;

const UNIT_KEYS: &str = "unit-key";
const GRANTS_WAITING: &str = "grant-waiting";
const GRANTS_DUE: &str = "grant-due";

/// The units that may read a case, as this device knows it: each with the keys it was given, by their names, and the
/// earliest epoch in which it was given each. Whoever was of the unit in that epoch may have the key, revoked since or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holders {
    units: BTreeMap<String, BTreeMap<String, u32>>,
    /// The devices that have granted each key, so that it is known of them that they have it, whatever they say of epochs.
    granted_by: BTreeMap<String, BTreeSet<String>>,
}

impl Holders {
    fn let_in(&mut self, unit: &str) -> &mut BTreeMap<String, u32> {
        self.units.entry(unit.to_owned()).or_default()
    }

    fn given(&mut self, unit: &str, key: KeyName, epoch: u32) {
        let earliest = self.let_in(unit).entry(named(key)).or_insert(epoch);
        *earliest = epoch.min(*earliest);
    }

    fn granted(&mut self, key: KeyName, by: DeviceId) {
        let devices = self.granted_by.entry(named(key)).or_default();
        devices.insert(by.to_string());
    }

    /// Whether a device that is not to read on is known to have a key: it was of a unit that was given it and has moved on
    /// since, or it granted it itself.
    fn is_open_to_revoked(&self, key: KeyName, bulletin: &Bulletin) -> bool {
        let moved_on = |(unit, given): (&str, Option<u32>)| {
            let now = current_epoch(bulletin, unit);
            given.is_some_and(|given| now.is_some_and(|now| now.epoch > given))
        };
        let revoked = |device: &String| {
            let device = device.parse().ok();
            device.is_some_and(|device| bulletin.revoked_at(&device).is_some())
        };
        let by = self.granted_by.get(&named(key));
        self.of(key).any(moved_on) || by.into_iter().flatten().any(revoked)
    }

    /// The epoch in which each unit was given a key; none for units that were not.
    fn of(&self, key: KeyName) -> impl Iterator<Item = (&str, Option<u32>)> {
        let name = named(key);
        self.units
            .iter()
            .map(move |(unit, keys)| (unit.as_str(), keys.get(&name).copied()))
    }
}

/// A grant kept until the key of the unit's epoch arrives.
#[derive(Serialize, Deserialize)]
struct WaitingGrant {
    grant: Vec<u8>,
    by: String,
}

/// A case key that this device holds.
struct Held {
    generation: u32,
    name: KeyName,
    key: CaseKey,
}

fn current_epoch<'b>(bulletin: &'b Bulletin, unit: &str) -> Option<&'b UnitEpoch> {
    let unit = UnitId::new(unit).ok()?;
    bulletin.current_epoch(&unit)
}

fn named(key: KeyName) -> String {
    hex::encode(key.as_bytes())
}

fn holders_key(tag: CaseTag) -> String {
    format!("holders/{tag}")
}

fn case_keys_kind(case: CaseId) -> String {
    format!("case-key/{case}")
}

fn key_id(generation: u32, name: KeyName) -> Vec<u8> {
    let mut id = generation.to_be_bytes().to_vec();
    id.extend_from_slice(name.as_bytes());
    id
}

fn unit_key_id(unit: &UnitId, epoch: u32) -> String {
    format!("{unit}/{epoch}")
}

/// The pseudonym under which a case travels.
pub(crate) fn tag_of(case: CaseId) -> CaseTag {
    case_tag(case.as_bytes())
}

fn holders(records: &Records, tag: CaseTag) -> Result<Holders, Error> {
    match records.state(&holders_key(tag))? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| Error::Internal("holders")),
        None => Ok(Holders::default()),
    }
}

/// Every key this device holds of a case, oldest generation first.
fn all_case_keys(records: &Records, case: CaseId) -> Result<Vec<Held>, Error> {
    let mut keys = Vec::new();
    for secret in records.secrets(&case_keys_kind(case))? {
        let generation = secret.id.first_chunk().ok_or(Error::Internal("case key"))?;
        let key = CaseKey::from_bytes(&secret.bytes)?;
        keys.push(Held {
            generation: u32::from_be_bytes(*generation),
            name: KeyName::of(&key),
            key,
        });
    }
    keys.sort_by_key(|held| (held.generation, held.name));
    Ok(keys)
}

/// Every key this device holds for one generation of a case.
pub(crate) fn case_keys(
    records: &Records,
    case: CaseId,
    generation: u32,
) -> Result<Vec<CaseKey>, Error> {
    let keys = all_case_keys(records, case)?.into_iter();
    Ok(keys
        .filter(|held| held.generation == generation)
        .map(|held| held.key)
        .collect())
}

impl Station {
    /// Lets another unit read a case from now on, its past included. The grant leaves with the next parcel.
    ///
    /// # Errors
    /// `case.unknown`, `unit.unknown` where the authority's bulletin does not name the unit, or the vault's.
    pub fn share(&mut self, case: CaseId, unit: &UnitId) -> Result<(), Error> {
        self.with_case(case, |_| ())?;
        self.act(|act| {
            if act.identity()?.bulletin.current_epoch(unit).is_none() {
                return Err(Error::UnknownUnit);
            }
            let mut holders = holders(act.records(), tag_of(case))?;
            holders.let_in(unit.as_str());
            act.put_holders(tag_of(case), &holders)?;
            act.note_due(case)
        })
    }

    /// The units that may read a case, as far as this device knows.
    ///
    /// # Errors
    /// The vault's.
    pub fn shared_with(&self, case: CaseId) -> Result<Vec<String>, Error> {
        Ok(holders(&self.vault, tag_of(case))?
            .units
            .into_keys()
            .collect())
    }
}

impl Act<'_, '_> {
    fn put_holders(&mut self, tag: CaseTag, holders: &Holders) -> Result<(), Error> {
        let bytes = serde_json::to_vec(holders).map_err(|_| Error::Internal("holders"))?;
        Ok(self.tx.put_state(&holders_key(tag), &bytes)?)
    }

    /// Remembers whether there is a grant to make: of a key held here, to a unit that may read the case and was not given it.
    fn note_due(&mut self, case: CaseId) -> Result<(), Error> {
        let holders = holders(self.records(), tag_of(case))?;
        let keys = all_case_keys(self.records(), case)?;
        let lacks = |held: &Held| holders.of(held.name).any(|(_, given)| given.is_none());
        if keys.iter().any(lacks) {
            self.tx
                .put_secret(GRANTS_DUE, case.as_bytes(), case.as_bytes())?;
        } else {
            self.tx.delete_secret(GRANTS_DUE, case.as_bytes())?;
        }
        Ok(())
    }

    /// A fresh key for a new case, to be granted to this device's units and to those they share with.
    pub(crate) fn make_case_key(&mut self, case: CaseId) -> Result<(), Error> {
        let mut holders = Holders::default();
        let terms = self.identity()?.certificate.terms();
        for unit in terms.units.iter().chain(&terms.shares_with) {
            holders.let_in(unit.as_str());
        }
        self.add_generation(case, 1)?;
        self.put_holders(tag_of(case), &holders)?;
        self.note_due(case)
    }

    fn add_generation(&mut self, case: CaseId, generation: u32) -> Result<Held, Error> {
        let key = CaseKey::generate(self.env.random.as_mut())?;
        let held = Held {
            generation,
            name: KeyName::of(&key),
            key,
        };
        self.put_case_key(case, &held)?;
        Ok(held)
    }

    fn put_case_key(&mut self, case: CaseId, held: &Held) -> Result<(), Error> {
        let id = key_id(held.generation, held.name);
        Ok(self
            .tx
            .put_secret(&case_keys_kind(case), &id, held.key.as_bytes())?)
    }

    /// The grants that must go out before the next section of a case, and the key to write that section with.
    ///
    /// A key that somebody has who was revoked since makes a new generation for everybody.
    pub(crate) fn writing_key(
        &mut self,
        case: CaseId,
    ) -> Result<(u32, CaseKey, Vec<CaseGrant>), Error> {
        let holders = holders(self.records(), tag_of(case))?;
        let bulletin = self.identity()?.bulletin.clone();
        let mut keys = all_case_keys(self.records(), case)?;
        // Of two keys begun at the same time everyone goes on with the same one.
        keys.sort_by_key(|held| (held.generation, Reverse(held.name)));
        let newest = keys.last().ok_or(Error::Internal("case key"))?;
        if holders.is_open_to_revoked(newest.name, &bulletin) {
            let next = self.add_generation(case, newest.generation + 1)?;
            keys.push(next);
        }
        let grants = self.grants(case, &keys, holders, &bulletin)?;
        let writing = keys.pop().ok_or(Error::Internal("case key"))?;
        Ok((writing.generation, writing.key, grants))
    }

    /// Grants every key held here to each unit that may read the case and was not given it.
    fn grants(
        &mut self,
        case: CaseId,
        keys: &[Held],
        mut holders: Holders,
        bulletin: &Bulletin,
    ) -> Result<Vec<CaseGrant>, Error> {
        let (authority, by) = (self.authority()?, self.me.device());
        let mut grants = Vec::new();
        for held in keys {
            let lacking = holders.of(held.name).filter(|(_, given)| given.is_none());
            let to: Vec<&UnitEpoch> = lacking
                .filter_map(|(unit, _)| current_epoch(bulletin, unit))
                .collect();
            if to.is_empty() {
                continue;
            }
            let having = holders.of(held.name).filter_map(|(unit, given)| {
                let unit = UnitId::new(unit).ok()?;
                given.map(|epoch| Holder { unit, epoch })
            });
            grants.push(CaseGrant::create(
                &authority,
                &by,
                case.as_bytes(),
                &held.key,
                held.generation,
                &to,
                having.collect(),
                self.env.random.as_mut(),
            )?);
            for epoch in to {
                holders.given(epoch.unit.as_str(), held.name, epoch.epoch);
            }
        }
        if !grants.is_empty() {
            self.put_holders(tag_of(case), &holders)?;
            self.note_due(case)?;
        }
        Ok(grants)
    }

    /// Cases with a grant that has not left yet though nothing new may have been written to them.
    pub(crate) fn grants_due(&self) -> Result<Vec<CaseId>, Error> {
        let due = self.tx.secrets(GRANTS_DUE)?;
        Ok(due
            .iter()
            .filter_map(|s| Some(CaseId(<[u8; 16]>::try_from(s.bytes.as_slice()).ok()?)))
            .collect())
    }

    /// Takes in a grant by the device `by` whose proof was checked. Returns the case where it is for this device and could be
    /// opened now.
    ///
    /// Whom it names is remembered in any case, also of cases that are not known here yet: who made it knew the case.
    pub(crate) fn take_grant(
        &mut self,
        grant: &CaseGrant,
        by: DeviceId,
    ) -> Result<Option<CaseId>, Error> {
        let mut holders = holders(self.records(), grant.tag())?;
        let before = holders.clone();
        holders.granted(grant.key(), by);
        for to in grant.to() {
            holders.given(to.unit.as_str(), grant.key(), to.epoch);
        }
        for holder in grant.holders() {
            holders.given(holder.unit.as_str(), grant.key(), holder.epoch);
        }
        if holders != before {
            self.put_holders(grant.tag(), &holders)?;
        }
        let opened = self.open_grant(grant, by)?;
        let known = self.tx.case_of_tag(*grant.tag().as_bytes())?.map(CaseId);
        if let Some(case) = opened.or(known) {
            self.note_due(case)?;
        }
        Ok(opened)
    }

    /// Opens a grant with a key of one of this device's units. Where that key has not arrived, the grant waits for it.
    fn open_grant(&mut self, grant: &CaseGrant, by: DeviceId) -> Result<Option<CaseId>, Error> {
        let mut ours = false;
        for to in grant.to() {
            if let Some(key) = self.unit_key(&to.unit, to.epoch)? {
                let (id, key) = grant.open(&self.authority()?, to, &key)?;
                let (case, name) = (CaseId(id), grant.key());
                self.tx.put_case(id, *grant.tag().as_bytes())?;
                let generation = grant.generation();
                let held = Held {
                    generation,
                    name,
                    key,
                };
                self.put_case_key(case, &held)?;
                return Ok(Some(case));
            }
            let units = &self.identity()?.certificate.terms().units;
            ours |= units.contains(&to.unit);
        }
        if ours {
            let waiting = WaitingGrant {
                grant: grant.to_bytes(),
                by: by.to_string(),
            };
            let bytes = serde_json::to_vec(&waiting).map_err(|_| Error::Internal("grant"))?;
            self.tx
                .put_secret(GRANTS_WAITING, &sha256(&bytes)[..16], &bytes)?;
        }
        Ok(None)
    }

    /// Tries again the grants that came before their unit key. Returns the cases that can be read now.
    pub(crate) fn open_waiting_grants(&mut self) -> Result<Vec<CaseId>, Error> {
        let mut cases = Vec::new();
        for stored in self.tx.secrets(GRANTS_WAITING)? {
            let waiting: WaitingGrant =
                serde_json::from_slice(&stored.bytes).map_err(|_| Error::Internal("grant"))?;
            let grant = CaseGrant::from_bytes(&waiting.grant)?;
            let by = waiting.by.parse()?;
            if let Some(case) = self.take_grant(&grant, by)? {
                self.tx.delete_secret(GRANTS_WAITING, &stored.id)?;
                cases.push(case);
            }
        }
        Ok(cases)
    }

    fn unit_key(&self, unit: &UnitId, epoch: u32) -> Result<Option<UnitKey>, Error> {
        let secret = self
            .tx
            .secret(UNIT_KEYS, unit_key_id(unit, epoch).as_bytes())?;
        Ok(secret
            .map(|bytes| UnitKey::from_bytes(&bytes))
            .transpose()?)
    }

    pub(crate) fn put_unit_key(
        &mut self,
        unit: &UnitId,
        epoch: u32,
        key: &UnitKey,
    ) -> Result<(), Error> {
        Ok(self.tx.put_secret(
            UNIT_KEYS,
            unit_key_id(unit, epoch).as_bytes(),
            key.as_bytes(),
        )?)
    }
}

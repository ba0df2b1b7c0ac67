//! Case keys: who may read a case, and with which key it is written to now.
//!
//! A case has a random key for each *generation*. It is granted to a unit by sealing it to the unit's current epoch.
//! When a device is revoked its units get a new epoch, and the next writing to a case granted to such a unit starts a
//! new generation, so that the revoked device reads nothing newer.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use nuong_casefile::CaseId;
use nuong_trust::{CaseGrant, CaseKey, CaseTag, UnitId, UnitKey, case_tag, sha256};
use nuong_vault::Records;
use serde::{Deserialize, Serialize};

use crate::Station;
use crate::act::Act;
use crate::error::Error;

const UNIT_KEYS: &str = "unit-key";
const GRANTS_WAITING: &str = "grant-waiting";
const GRANTS_DUE: &str = "grant-due";

/// The units that hold a case's key, as this device knows it. Kept beside the keys.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Holders {
    /// The generation new sections are written under.
    pub(crate) generation: u32,
    /// Unit → the epoch its grant of that generation was sealed to. 0: still to be granted.
    pub(crate) units: BTreeMap<String, u32>,
    /// Units that are to be granted every key there is: who is let in reads the past, and of two keys begun at the same
    /// time everybody needs both.
    #[serde(default)]
    pub(crate) past_due: BTreeSet<String>,
}

/// A grant kept until the key of the unit's epoch arrives, with the units of the device that made it.
#[derive(Serialize, Deserialize)]
struct WaitingGrant {
    grant: Vec<u8>,
    granting: Vec<String>,
}

fn holders_key(case: CaseId) -> String {
    format!("holders/{case}")
}

fn case_keys_kind(case: CaseId) -> String {
    format!("case-key/{case}")
}

fn key_id(generation: u32, key: &CaseKey) -> Vec<u8> {
    let mut id = generation.to_be_bytes().to_vec();
    id.extend_from_slice(&sha256(key.as_bytes())[..4]);
    id
}

fn unit_key_id(unit: &UnitId, epoch: u32) -> String {
    format!("{unit}/{epoch}")
}

/// The pseudonym under which a case travels.
pub(crate) fn tag_of(case: CaseId) -> CaseTag {
    case_tag(case.as_bytes())
}

pub(crate) fn holders(records: &Records, case: CaseId) -> Result<Holders, Error> {
    match records.state(&holders_key(case))? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| Error::Internal("holders")),
        None => Ok(Holders::default()),
    }
}

/// Every key this device holds of a case, with its generation. Two devices may have begun the same generation.
fn all_case_keys(records: &Records, case: CaseId) -> Result<Vec<(u32, CaseKey)>, Error> {
    let mut keys = Vec::new();
    for secret in records.secrets(&case_keys_kind(case))? {
        let generation = secret.id.first_chunk().ok_or(Error::Internal("case key"))?;
        keys.push((
            u32::from_be_bytes(*generation),
            CaseKey::from_bytes(&secret.bytes)?,
        ));
    }
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
        .filter(|(g, _)| *g == generation)
        .map(|(_, key)| key)
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
            let mut holders = holders(act.records(), case)?;
            if !holders.units.contains_key(unit.as_str()) {
                holders.units.insert(unit.to_string(), 0);
                holders.past_due.insert(unit.to_string());
            }
            act.put_holders(case, &holders)
        })
    }

    /// The units that may read a case, as far as this device knows.
    ///
    /// # Errors
    /// The vault's.
    pub fn shared_with(&self, case: CaseId) -> Result<Vec<String>, Error> {
        Ok(holders(&self.vault, case)?.units.into_keys().collect())
    }
}

impl Act<'_, '_> {
    pub(crate) fn put_holders(&mut self, case: CaseId, holders: &Holders) -> Result<(), Error> {
        let bytes = serde_json::to_vec(holders).map_err(|_| Error::Internal("holders"))?;
        self.tx.put_state(&holders_key(case), &bytes)?;
        let due = !holders.past_due.is_empty() || holders.units.values().any(|epoch| *epoch == 0);
        if due {
            self.tx
                .put_secret(GRANTS_DUE, case.as_bytes(), case.as_bytes())?;
        } else {
            self.tx.delete_secret(GRANTS_DUE, case.as_bytes())?;
        }
        Ok(())
    }

    /// A fresh key for a new case, to be granted to this device's units and to those they share with.
    pub(crate) fn make_case_key(&mut self, case: CaseId) -> Result<(), Error> {
        let terms = self.identity()?.certificate.terms();
        let units = terms
            .units
            .iter()
            .chain(&terms.shares_with)
            .map(|u| (u.to_string(), 0))
            .collect();
        self.add_generation(
            case,
            &Holders {
                generation: 1,
                units,
                past_due: BTreeSet::new(),
            },
        )
    }

    fn add_generation(&mut self, case: CaseId, holders: &Holders) -> Result<(), Error> {
        let key = CaseKey::generate(self.env.random.as_mut())?;
        self.tx.put_secret(
            &case_keys_kind(case),
            &key_id(holders.generation, &key),
            key.as_bytes(),
        )?;
        self.put_holders(case, holders)
    }

    /// The grants that must go out before the next section of a case, and the key to write that section with.
    ///
    /// A unit whose epoch moved on since its grant makes a new generation for everybody.
    pub(crate) fn writing_key(
        &mut self,
        case: CaseId,
    ) -> Result<(u32, CaseKey, Vec<CaseGrant>), Error> {
        let mut holders = holders(self.records(), case)?;
        let bulletin = self.identity()?.bulletin.clone();
        let authority = self.authority()?;
        let current = |unit: &str| {
            UnitId::new(unit)
                .ok()
                .and_then(|u| bulletin.current_epoch(&u))
        };
        if holders.units.iter().any(|(unit, granted)| {
            *granted != 0 && current(unit).is_some_and(|e| e.epoch > *granted)
        }) {
            holders.generation += 1;
            holders.units.values_mut().for_each(|epoch| *epoch = 0);
            self.add_generation(case, &holders)?;
        }
        let keys = all_case_keys(self.records(), case)?;
        let mut grants = Vec::new();
        for (unit, granted) in &mut holders.units {
            let all = holders.past_due.contains(unit);
            if *granted != 0 && !all {
                continue;
            }
            let Some(epoch) = current(unit) else { continue };
            for (generation, key) in &keys {
                if all || *generation == holders.generation {
                    let random = self.env.random.as_mut();
                    grants.push(CaseGrant::create(
                        &authority,
                        case.as_bytes(),
                        key,
                        *generation,
                        epoch,
                        random,
                    )?);
                }
            }
            holders.past_due.remove(unit);
            if *granted == 0 {
                *granted = epoch.epoch;
            }
        }
        if !grants.is_empty() {
            self.put_holders(case, &holders)?;
        }
        let key = keys.into_iter().find(|(g, _)| *g == holders.generation);
        let key = key.ok_or(Error::Internal("case key"))?.1;
        Ok((holders.generation, key, grants))
    }

    /// Cases with a grant that has not left yet though nothing new may have been written to them.
    pub(crate) fn grants_due(&self) -> Result<Vec<CaseId>, Error> {
        let due = self.tx.secrets(GRANTS_DUE)?;
        Ok(due
            .iter()
            .filter_map(|s| Some(CaseId(<[u8; 16]>::try_from(s.bytes.as_slice()).ok()?)))
            .collect())
    }

    /// Takes in a grant made by a device of the units `granting`. Returns the case where the grant is one for this device
    /// that could be opened now.
    ///
    /// A grant that opens was made by somebody who knows the case, since its secret id is inside. Of one that does not
    /// open here only the word of a known holder is believed.
    pub(crate) fn take_grant(
        &mut self,
        grant: &CaseGrant,
        granting: &[UnitId],
    ) -> Result<Option<CaseId>, Error> {
        if let Some(key) = self.unit_key(&grant.unit, grant.epoch)? {
            return self.open_grant(grant, &key, granting).map(Some);
        }
        if self
            .identity()?
            .certificate
            .terms()
            .units
            .contains(&grant.unit)
        {
            let waiting = WaitingGrant {
                grant: grant.to_bytes(),
                granting: granting.iter().map(ToString::to_string).collect(),
            };
            let bytes = serde_json::to_vec(&waiting).map_err(|_| Error::Internal("grant"))?;
            self.tx
                .put_secret(GRANTS_WAITING, &sha256(&bytes)[..16], &bytes)?;
        } else if let Some(case) = self.tx.case_of_tag(*grant.tag.as_bytes())?.map(CaseId) {
            let holders = holders(self.records(), case)?;
            if granting
                .iter()
                .any(|unit| holders.units.contains_key(unit.as_str()))
            {
                self.note_holder(case, grant)?;
            }
        }
        Ok(None)
    }

    fn open_grant(
        &mut self,
        grant: &CaseGrant,
        key: &UnitKey,
        granting: &[UnitId],
    ) -> Result<CaseId, Error> {
        let (id, key) = grant.open(&self.authority()?, key)?;
        let case = CaseId(id);
        self.tx.put_case(id, *grant.tag.as_bytes())?;
        let same = case_keys(self.records(), case, grant.generation)?;
        let rival = !same.is_empty() && same.iter().all(|held| held.as_bytes() != key.as_bytes());
        self.tx.put_secret(
            &case_keys_kind(case),
            &key_id(grant.generation, &key),
            key.as_bytes(),
        )?;
        let mut holders = holders(self.records(), case)?;
        if grant.generation > holders.generation {
            // Whoever is not granted the new generation by the one who began it is granted it by us.
            holders.generation = grant.generation;
            holders.units.values_mut().for_each(|epoch| *epoch = 0);
        }
        if rival {
            // Two devices began this generation, neither knowing of the other: each unit needs both keys.
            holders.past_due.extend(holders.units.keys().cloned());
        }
        self.put_holders(case, &holders)?;
        if holders.units.is_empty() {
            // The first word of a case names those who had it before us; since when is not known, so from the start.
            for unit in granting {
                holders.units.insert(unit.to_string(), 1);
            }
            self.put_holders(case, &holders)?;
        }
        self.note_holder(case, grant)?;
        Ok(case)
    }

    /// Tries again the grants that came before their unit key. Returns the cases that can be read now.
    pub(crate) fn open_waiting_grants(&mut self) -> Result<Vec<CaseId>, Error> {
        let mut cases = Vec::new();
        for stored in self.tx.secrets(GRANTS_WAITING)? {
            let waiting: WaitingGrant =
                serde_json::from_slice(&stored.bytes).map_err(|_| Error::Internal("grant"))?;
            let grant = CaseGrant::from_bytes(&waiting.grant)?;
            let granting: Vec<UnitId> = waiting
                .granting
                .into_iter()
                .map(UnitId::new)
                .collect::<Result<_, _>>()?;
            if self.unit_key(&grant.unit, grant.epoch)?.is_some() {
                self.tx.delete_secret(GRANTS_WAITING, &stored.id)?;
                cases.extend(self.take_grant(&grant, &granting)?);
            }
        }
        Ok(cases)
    }

    /// Remembers that a unit holds the generation of a case that is written to now. A grant of a generation that did not
    /// open here says nothing.
    fn note_holder(&mut self, case: CaseId, grant: &CaseGrant) -> Result<(), Error> {
        let mut holders = holders(self.records(), case)?;
        let known = holders.units.get(grant.unit.as_str()).copied();
        let epoch = match (grant.generation.cmp(&holders.generation), known) {
            // The earliest epoch counts: whoever was of the unit then may have the key, revoked since or not.
            (Ordering::Equal, None | Some(0)) => grant.epoch,
            (Ordering::Equal, Some(known)) => known.min(grant.epoch),
            // Let in before the key changed, by somebody who did not know of the change: it is to have the new one too.
            (Ordering::Less, None) => 0,
            (Ordering::Less, Some(known)) => known,
            (Ordering::Greater, _) => return Ok(()),
        };
        holders.units.insert(grant.unit.to_string(), epoch);
        self.put_holders(case, &holders)
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

//! Reads all it can: a device's keys, every bulletin ever issued, and every byte that ever left a station.
//!
//! It asks nobody's leave and keeps to no protocol. What it cannot read, nobody with that device can.

use std::collections::{BTreeMap, BTreeSet};

use nuong_station::casefile::CaseId;
use nuong_station::sync::{Parcel, ParcelName};
use nuong_station::trust::{
    AuthorityId, Bulletin, CaseKey, CaseTag, DeviceId, DeviceKeys, UnitId, UnitKey,
};

/// Somebody with a device's keys.
pub struct Spy {
    keys: DeviceKeys,
    units: BTreeMap<(UnitId, u32), UnitKey>,
    cases: BTreeMap<CaseTag, Vec<Opened>>,
    bulletins: u64,
    seen: BTreeSet<ParcelName>,
}

struct Opened {
    case: CaseId,
    generation: u32,
    key: CaseKey,
    /// The parcels that give it away.
    by: BTreeSet<ParcelName>,
}

impl Spy {
    /// With these keys, before having seen anything.
    pub fn new(keys: DeviceKeys) -> Self {
        Self {
            keys,
            units: BTreeMap::new(),
            cases: BTreeMap::new(),
            bulletins: 0,
            seen: BTreeSet::new(),
        }
    }

    /// The device whose keys it has.
    pub fn device(&self) -> DeviceId {
        self.keys.device_id()
    }

    /// Takes every key that bulletins and grants give away.
    pub fn learn<'a>(
        &mut self,
        bulletins: &[Bulletin],
        parcels: impl Iterator<Item = (&'a ParcelName, &'a Parcel)>,
    ) {
        let (mut new_keys, known) = (false, self.bulletins);
        for bulletin in bulletins.iter().filter(|b| b.number() > known) {
            new_keys |= self.read_bulletin(bulletin);
        }
        self.bulletins = bulletins.last().map_or(0, Bulletin::number);
        if new_keys {
            self.seen.clear();
        }
        for (name, parcel) in parcels {
            if self.seen.insert(*name) {
                self.read_grants(*name, parcel);
            }
        }
    }

    fn read_bulletin(&mut self, bulletin: &Bulletin) -> bool {
        let authority = bulletin.authority();
        let before = self.units.len();
        // From the newest back, so that each epoch opens the one before it.
        for epoch in bulletin.epochs().iter().rev() {
            let id = (epoch.unit.clone(), epoch.epoch);
            if !self.units.contains_key(&id)
                && let Ok(Some(key)) = epoch.open(&authority, &self.keys)
            {
                self.units.insert(id.clone(), key);
            }
            if let Some(key) = self.units.get(&id)
                && let Ok(Some(previous)) = epoch.open_previous(&authority, key)
            {
                self.units
                    .insert((epoch.unit.clone(), epoch.epoch - 1), previous);
            }
        }
        self.units.len() > before
    }

    fn read_grants(&mut self, name: ParcelName, parcel: &Parcel) {
        let authority: AuthorityId = parcel.header().authority;
        let grants = parcel.grants().unwrap_or_default().proven;
        for (grant, to) in grants
            .iter()
            .flat_map(|g| g.to().iter().map(move |to| (g, to)))
        {
            let Some(unit) = self.units.get(&(to.unit.clone(), to.epoch)) else {
                continue;
            };
            let Ok((id, key)) = grant.open(&authority, to, unit) else {
                continue;
            };
            let opened = self.cases.entry(grant.tag()).or_default();
            let known = |one: &Opened| {
                one.generation == grant.generation() && one.key.as_bytes() == key.as_bytes()
            };
            let known = opened.iter_mut().find(|one| known(one));
            match known {
                Some(one) => drop(one.by.insert(name)),
                None => opened.push(Opened {
                    case: CaseId(id),
                    generation: grant.generation(),
                    key,
                    by: BTreeSet::from([name]),
                }),
            }
        }
    }

    /// The cases it has a key of.
    pub fn cases(&self) -> BTreeSet<CaseId> {
        self.cases
            .values()
            .flatten()
            .map(|opened| opened.case)
            .collect()
    }

    /// The newest key it has of a case.
    pub fn newest_key(&self, tag: &CaseTag) -> Option<(u32, &CaseKey)> {
        let newest = self
            .cases
            .get(tag)?
            .iter()
            .max_by_key(|opened| opened.generation)?;
        Some((newest.generation, &newest.key))
    }

    /// What it can read of a parcel: cases and their changes.
    pub fn read(&self, parcel: &Parcel) -> Vec<(CaseId, Vec<Vec<u8>>)> {
        self.read_by(parcel, |_| true)
    }

    /// What it can read of a parcel with nothing but the keys that are given away by these parcels.
    pub fn read_by(
        &self,
        parcel: &Parcel,
        by: impl Fn(&ParcelName) -> bool,
    ) -> Vec<(CaseId, Vec<Vec<u8>>)> {
        let mut read = Vec::new();
        for section in parcel.sections().filter(|section| section.present) {
            let Some(opened) = section.kind.tag().and_then(|tag| self.cases.get(&tag)) else {
                continue;
            };
            // Every key against every section, whatever generation it says: a spy is patient.
            for one in opened.iter().filter(|one| one.by.iter().any(&by)) {
                if let Ok(changes) = parcel.open(section.index, &one.key) {
                    read.push((one.case, changes));
                    break;
                }
            }
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nuong_station::sync::{CaseChanges, LogHead, pack, seal_all};
    use nuong_station::trust::{
        Appointment, Authority, CaseGrant, EnrolRequest, Role, SeededRandom, Validity, case_tag,
    };

    const CASE: [u8; 16] = [7; 16];

    /// A member of each of two units, and a parcel with a case of the first.
    fn two_units_and_a_parcel() -> (DeviceKeys, DeviceKeys, Bulletin, Parcel) {
        let random = &mut SeededRandom::for_simulation(1);
        let mut authority = Authority::create(random).unwrap();
        let units = ["post-a", "post-b"].map(|name| UnitId::new(name).unwrap());
        let mut keys = Vec::new();
        for unit in &units {
            authority.add_unit(unit.clone(), random).unwrap();
            let device = DeviceKeys::generate(random).unwrap();
            let request = EnrolRequest::create(&device, "x", 0).unwrap();
            let (units, validity) = (vec![unit.clone()], Validity::for_days(0, 1));
            let (role, shares_with) = (Role::Officer, Vec::new());
            let appointment = Appointment {
                role,
                units,
                shares_with,
                validity,
            };
            authority.approve(&request, appointment, 0, random).unwrap();
            keys.push(device);
        }
        let (root, bulletin) = (authority.root().authority_id(), authority.bulletin(0));
        let key = CaseKey::generate(random).unwrap();
        let epoch = bulletin.current_epoch(&units[0]).unwrap();
        let (by, to, none) = (keys[0].device_id(), [epoch], Vec::new());
        let grant = CaseGrant::create(&root, &by, &CASE, &key, 1, &to, none, random);
        let grants = vec![grant.unwrap()];
        let (tag, changes) = (case_tag(&CASE), vec![b"a change".to_vec()]);
        let one = CaseChanges {
            tag,
            generation: 1,
            key: &key,
            grants,
            changes,
        };
        let contents = pack(vec![one]).unwrap();
        let sealed = seal_all(
            contents,
            root,
            &keys[0],
            &mut LogHead::START.clone(),
            0,
            random,
        );
        let parcel = sealed.unwrap().remove(0);
        let stranger = keys.pop().unwrap();
        (keys.pop().unwrap(), stranger, bulletin, parcel)
    }

    #[test]
    fn a_spy_reads_all_that_its_device_may_read_and_nothing_else() {
        let (member, stranger, bulletin, parcel) = two_units_and_a_parcel();
        let name = parcel.name();
        let read = |keys: DeviceKeys| {
            let mut spy = Spy::new(keys);
            spy.learn(
                std::slice::from_ref(&bulletin),
                [(&name, &parcel)].into_iter(),
            );
            (
                spy.cases().len(),
                spy.read(&parcel),
                spy.read_by(&parcel, |_| false),
            )
        };
        let changes = vec![(CaseId(CASE), vec![b"a change".to_vec()])];
        assert_eq!(read(member), (1, changes, Vec::new()));
        assert_eq!(read(stranger), (0, Vec::new(), Vec::new()));
    }
}

use std::collections::{BTreeMap, BTreeSet};

use nuong_trust::{CaseTag, DeviceId, UnitId};

use super::{
    Appended, Aside, Entry, Granted, HubStore, Link, NewParcel, StoreError, StoredCertificate,
};
use crate::ParcelName;

/// A hub's store in memory, for simulators and tests: the plainest reading of what a store must do.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    bulletin: Option<(u64, Vec<u8>)>,
    certificates: BTreeMap<DeviceId, StoredCertificate>,
    /// Position 1 first.
    log: Vec<Logged>,
    numbers: BTreeMap<(DeviceId, u64), Link>,
    grants: BTreeMap<CaseTag, Vec<Granted>>,
    aside: BTreeMap<ParcelName, DeviceId>,
}

#[derive(Debug, Clone)]
struct Logged {
    entry: Entry,
    tags: Vec<CaseTag>,
    for_all: bool,
}

impl MemoryStore {
    /// Empty.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every byte it keeps, for tests that look for what must not be in a hub.
    pub fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        let parcels = self.log.iter().map(|logged| logged.entry.bytes.as_slice());
        let certificates = self
            .certificates
            .values()
            .map(|stored| stored.bytes.as_slice());
        parcels
            .chain(certificates)
            .chain(self.bulletin.iter().map(|(_, bytes)| bytes.as_slice()))
    }

    fn since(&self, tag: &CaseTag, units: &[UnitId]) -> Option<u64> {
        let granted = self
            .grants
            .get(tag)?
            .iter()
            .filter(|granted| units.contains(&granted.unit));
        granted.map(|granted| granted.since).min()
    }

    fn matters(&self, position: u64, logged: &Logged, units: &[UnitId]) -> bool {
        let granted = &logged.entry.grants;
        logged.for_all
            || granted.iter().any(|(_, unit)| units.contains(unit))
            || logged.tags.iter().any(|tag| {
                self.since(tag, units)
                    .is_some_and(|since| since <= position)
            })
    }

    fn positions(&self) -> impl Iterator<Item = (u64, &Logged)> {
        (1..).zip(&self.log)
    }
}

impl HubStore for MemoryStore {
    fn bulletin(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.bulletin.as_ref().map(|(_, bytes)| bytes.clone()))
    }

    fn put_bulletin(&mut self, number: u64, bulletin: &[u8]) -> Result<(), StoreError> {
        if self
            .bulletin
            .as_ref()
            .is_none_or(|(known, _)| *known < number)
        {
            self.bulletin = Some((number, bulletin.to_vec()));
        }
        Ok(())
    }

    fn certificate(&self, device: &DeviceId) -> Result<Option<StoredCertificate>, StoreError> {
        Ok(self.certificates.get(device).cloned())
    }

    fn put_certificate(&mut self, device: &DeviceId, certificate: &[u8]) -> Result<(), StoreError> {
        let same = self
            .certificates
            .get(device)
            .is_some_and(|stored| stored.bytes == certificate);
        if !same {
            let stored = StoredCertificate {
                bytes: certificate.to_vec(),
                since: self.last_position()?,
            };
            self.certificates.insert(*device, stored);
        }
        Ok(())
    }

    fn append(&mut self, parcel: &NewParcel<'_>) -> Result<Appended, StoreError> {
        if let Some(link) = self.numbers.get(&(parcel.author, parcel.seq)) {
            return Ok(if link.name == parcel.name {
                Appended::Duplicate
            } else {
                Appended::Taken
            });
        }
        let entry = Entry {
            author: parcel.author,
            bytes: parcel.bytes.to_vec(),
            grants: parcel.grants.to_vec(),
        };
        self.log.push(Logged {
            entry,
            tags: parcel.tags.to_vec(),
            for_all: parcel.for_all,
        });
        let position = self.log.len() as u64;
        self.numbers.insert(
            (parcel.author, parcel.seq),
            Link {
                name: parcel.name,
                prev: parcel.prev,
            },
        );
        for (tag, unit) in parcel.grants {
            let granted = self.grants.entry(*tag).or_default();
            if !granted.iter().any(|known| known.unit == *unit) {
                granted.push(Granted {
                    unit: unit.clone(),
                    since: position,
                });
            }
        }
        Ok(Appended::At(position))
    }

    fn link(&self, author: &DeviceId, seq: u64) -> Result<Option<Link>, StoreError> {
        Ok(self.numbers.get(&(*author, seq)).copied())
    }

    fn contiguous(&self, author: &DeviceId) -> Result<Option<(u64, ParcelName)>, StoreError> {
        let links = self.numbers.range((*author, 1)..=(*author, u64::MAX));
        let whole = (1..)
            .zip(links)
            .take_while(|(wanted, ((_, seq), _))| wanted == seq);
        Ok(whole.last().map(|(seq, (_, link))| (seq, link.name)))
    }

    fn beyond(
        &self,
        author: &DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, ParcelName)>, StoreError> {
        let Some(first) = after.checked_add(1) else {
            return Ok(Vec::new());
        };
        let links = self.numbers.range((*author, first)..=(*author, u64::MAX));
        Ok(links
            .take(limit)
            .map(|((_, seq), link)| (*seq, link.name))
            .collect())
    }

    fn last_position(&self) -> Result<u64, StoreError> {
        Ok(self.log.len() as u64)
    }

    fn entry(&self, position: u64) -> Result<Option<Entry>, StoreError> {
        let index = position
            .checked_sub(1)
            .and_then(|index| usize::try_from(index).ok());
        Ok(index
            .and_then(|index| self.log.get(index))
            .map(|logged| logged.entry.clone()))
    }

    fn granted(&self, tag: &CaseTag) -> Result<Vec<Granted>, StoreError> {
        Ok(self.grants.get(tag).cloned().unwrap_or_default())
    }

    fn relevant(&self, units: &[UnitId], after: u64, limit: usize) -> Result<Vec<u64>, StoreError> {
        let later = self.positions().filter(|(position, _)| *position > after);
        let matter = later.filter(|(position, logged)| self.matters(*position, logged, units));
        Ok(matter.map(|(position, _)| position).take(limit).collect())
    }

    fn with_tags(
        &self,
        tags: &[CaseTag],
        after: u64,
        before: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let wanted: BTreeSet<&CaseTag> = tags.iter().collect();
        let between = self
            .positions()
            .filter(|(position, _)| *position > after && *position < before);
        let tagged =
            between.filter(|(_, logged)| logged.tags.iter().any(|tag| wanted.contains(tag)));
        Ok(tagged.map(|(position, _)| position).take(limit).collect())
    }

    fn heard(&self, author: &DeviceId, units: &[UnitId], upto: u64) -> Result<bool, StoreError> {
        let mut theirs = self
            .positions()
            .filter(|(position, logged)| *position <= upto && logged.entry.author == *author);
        Ok(theirs.any(|(position, logged)| self.matters(position, logged, units)))
    }

    fn keep_aside(&mut self, aside: &Aside<'_>) -> Result<(), StoreError> {
        self.aside.insert(aside.name, aside.author);
        Ok(())
    }

    fn asides(&self, author: &DeviceId) -> Result<usize, StoreError> {
        Ok(self.aside.values().filter(|one| *one == author).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_in_memory_keeps_the_contract() {
        crate::hub::contract::hub_store_contract(MemoryStore::new);
    }
}

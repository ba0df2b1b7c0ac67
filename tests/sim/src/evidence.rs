//! Everything that left a station, as whoever taps the wire, runs the hub and finds the memory cards would have it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use nuong_station::sync::{Frame, FrameReader, HubStore, MemoryStore, Parcel, ParcelName};
use nuong_station::trust::DeviceId;

use crate::broken::{Broken, Checked, Invariant, ensure};
use crate::needles::Needles;

/// What a device knew when it sealed a parcel.
#[derive(Debug, Clone, Default)]
pub struct Knew {
    /// The number of its bulletin.
    pub bulletin: u64,
    /// The parcels it had, where that is to be asked later.
    pub parcels: Rc<BTreeSet<ParcelName>>,
}

/// What was seen outside the stations.
#[derive(Default)]
pub struct Evidence {
    /// What must not be seen.
    pub needles: Needles,
    /// Every parcel that was ever seen whole, by name.
    pub parcels: BTreeMap<ParcelName, Parcel>,
    /// For each device, what it knew when it sealed its first, second, … parcel.
    sealed: BTreeMap<DeviceId, Vec<Knew>>,
    /// Parcels of the hub's log already looked at.
    hub_position: u64,
}

impl Evidence {
    /// Looks at bytes that left a station or came to one.
    ///
    /// # Errors
    /// [`Invariant::Sealed`] where something of a case can be read in them.
    pub fn look_at(&mut self, where_seen: &str, bytes: &[u8]) -> Checked {
        self.search(where_seen, bytes)?;
        self.collect(bytes);
        Ok(())
    }

    /// Looks for words of cases only.
    ///
    /// # Errors
    /// [`Invariant::Sealed`].
    pub fn search(&self, where_seen: &str, bytes: &[u8]) -> Checked {
        match self.needles.find(bytes) {
            None => Ok(()),
            Some(name) => Err(Broken::new(
                Invariant::Sealed,
                format!("{name} can be read in {where_seen}"),
            )),
        }
    }

    /// Looks at all that is new at the hub.
    ///
    /// # Errors
    /// [`Invariant::Sealed`].
    pub fn look_at_hub(&mut self, store: &MemoryStore) -> Checked {
        for bytes in store.bytes() {
            self.search("the hub's store", bytes)?;
        }
        let last = store.last_position().unwrap_or_default();
        for position in self.hub_position + 1..=last {
            if let Ok(Some(entry)) = store.entry(position)
                && let Ok(parcel) = Parcel::decode(&entry.bytes)
            {
                self.keep(parcel);
            }
        }
        self.hub_position = last;
        Ok(())
    }

    /// Notes that a device sealed so many parcels more, knowing this.
    pub fn sealed(&mut self, device: DeviceId, parcels: usize, knew: &Knew) {
        let all = self.sealed.entry(device).or_default();
        all.extend(std::iter::repeat_n(knew.clone(), parcels));
    }

    /// What the author of a parcel knew when sealing it.
    pub fn known_to_author(&self, parcel: &Parcel) -> Option<&Knew> {
        let header = parcel.header();
        let place = usize::try_from(header.seq).ok()?.checked_sub(1)?;
        self.sealed.get(&header.author)?.get(place)
    }

    /// Every parcel of a station was sealed in a moment the simulator knows of.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn check_books(&self) -> Checked {
        for parcel in self.parcels.values() {
            let author = parcel.header().author;
            let known =
                !self.sealed.contains_key(&author) || self.known_to_author(parcel).is_some();
            ensure(known, Invariant::Unexpected, || {
                format!(
                    "parcel {} of {author} was sealed unseen",
                    parcel.header().seq
                )
            })?;
        }
        Ok(())
    }

    fn collect(&mut self, stream: &[u8]) {
        let mut reader = FrameReader::new();
        reader.push(stream);
        while let Ok(Some(frame)) = reader.next_frame() {
            let (Frame::Parcel(bytes) | Frame::Delivered { parcel: bytes, .. }) = frame else {
                continue;
            };
            if let Ok(parcel) = Parcel::decode(&bytes) {
                self.keep(parcel);
            }
        }
    }

    fn keep(&mut self, mut parcel: Parcel) {
        let name = parcel.name();
        if let Some(known) = self.parcels.get(&name) {
            if known.is_complete() {
                return;
            }
            // A bit flipped in a body changes the name, so whatever has this name fits.
            let _ = parcel.fill(known);
        }
        self.parcels.insert(name, parcel);
    }
}

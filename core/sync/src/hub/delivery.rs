use std::collections::BTreeSet;

use nuong_trust::{CaseTag, DeviceId, UnitId};

use super::{Entry, HubStore, StoreError};
use crate::{Cursor, End, Frame, Parcel};

/// Reads the log for one device, from its cursor on: each parcel that matters to its units with only the sections it may
/// have; after one that opens a case to it, the older parcels of that case.
///
/// It needs nothing but the cursor to go on, so an answer may end anywhere.
pub(super) struct Delivery {
    device: DeviceId,
    units: Vec<UnitId>,
    start: u64,
    cursor: Cursor,
    /// The cases opened to the device by the entry at the cursor; none known yet at the start.
    opened: Option<Vec<CaseTag>>,
    /// Authors whose certificates went out in this answer, or are known to the device.
    introduced: BTreeSet<DeviceId>,
    bulletin: u64,
    /// Bytes that may still be sent in this answer.
    left: usize,
}

/// The next position to look at.
enum Next {
    Older(u64),
    Entry(u64),
    /// Nothing up to this position.
    Nothing(u64),
}

impl Delivery {
    pub(super) fn new(
        device: DeviceId,
        units: Vec<UnitId>,
        cursor: Cursor,
        bulletin: u64,
        left: usize,
    ) -> Self {
        let introduced = BTreeSet::from([device]);
        Self {
            device,
            units,
            start: cursor.pos,
            cursor,
            opened: None,
            introduced,
            bulletin,
            left,
        }
    }

    /// The next parcel, after its author's certificate if the device may not have it; at last the end.
    pub(super) fn next(&mut self, store: &dyn HubStore) -> Result<Vec<Frame>, StoreError> {
        loop {
            let next = self.look(store)?;
            if let Next::Nothing(last) = next {
                self.cursor = self.cursor.max(Cursor::at(last));
                return Ok(vec![self.end(false)]);
            }
            if self.left == 0 {
                return Ok(vec![self.end(true)]);
            }
            let delivered = match next {
                Next::Older(position) => {
                    self.cursor.sub = position;
                    let opened = self.opened.clone().unwrap_or_default();
                    self.deliver(store, position, |tag| Ok(opened.contains(tag)))?
                }
                Next::Entry(position) => {
                    self.cursor = Cursor::at(position);
                    self.opened = None;
                    let units = self.units.clone();
                    self.deliver(store, position, |tag| {
                        Ok(since(store, tag, &units)?.is_some_and(|since| since <= position))
                    })?
                }
                Next::Nothing(_) => None,
            };
            if let Some(frames) = delivered {
                return Ok(frames);
            }
        }
    }

    fn look(&mut self, store: &dyn HubStore) -> Result<Next, StoreError> {
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => self.opened_at(store, self.cursor.pos)?,
        };
        let older = store.with_tags(&opened, self.cursor.sub, self.cursor.pos, 1)?;
        self.opened = Some(opened);
        if let Some(position) = older.first() {
            return Ok(Next::Older(*position));
        }
        // In this order: what is appended between the two is found by the second, or next time.
        let last = store.last_position()?;
        let later = store.relevant(&self.units, self.cursor.pos, 1)?;
        Ok(later
            .first()
            .map_or(Next::Nothing(last), |position| Next::Entry(*position)))
    }

    /// The cases that the entry at `position` is the first to grant to a unit of the device.
    fn opened_at(&self, store: &dyn HubStore, position: u64) -> Result<Vec<CaseTag>, StoreError> {
        let granted = store
            .entry(position)?
            .map(|entry| entry.grants)
            .unwrap_or_default();
        let mut opened = BTreeSet::new();
        for (tag, unit) in granted {
            if self.units.contains(&unit) && since(store, &tag, &self.units)? == Some(position) {
                opened.insert(tag);
            }
        }
        Ok(opened.into_iter().collect())
    }

    /// The parcel at `position` with the sections that `keep` allows; none if it is the device's own.
    fn deliver(
        &mut self,
        store: &dyn HubStore,
        position: u64,
        keep: impl Fn(&CaseTag) -> Result<bool, StoreError>,
    ) -> Result<Option<Vec<Frame>>, StoreError> {
        let Some(entry) = store.entry(position)? else {
            return Ok(None);
        };
        if entry.author == self.device {
            return Ok(None);
        }
        let parcel = Parcel::decode(&entry.bytes).map_err(StoreError::new)?;
        let mut kept = BTreeSet::new();
        for tag in parcel.tags() {
            if keep(&tag)? {
                kept.insert(tag);
            }
        }
        let mut frames = Vec::new();
        self.introduce(store, &entry, &mut frames)?;
        let parcel = parcel.withhold(|tag| kept.contains(tag)).encode();
        self.left = self.left.saturating_sub(parcel.len());
        frames.push(Frame::Delivered {
            cursor: self.cursor,
            parcel,
        });
        Ok(Some(frames))
    }

    /// Sends an author's certificate before the first of its parcels: if it is newer than where the device began to read, or
    /// the device was sent nothing of that author up to there.
    fn introduce(
        &mut self,
        store: &dyn HubStore,
        entry: &Entry,
        frames: &mut Vec<Frame>,
    ) -> Result<(), StoreError> {
        if !self.introduced.insert(entry.author) {
            return Ok(());
        }
        if let Some(stored) = store.certificate(&entry.author)?
            && (stored.since >= self.start
                || !store.heard(&entry.author, &self.units, self.start)?)
        {
            frames.push(Frame::Certificate(stored.bytes));
        }
        Ok(())
    }

    fn end(&self, more: bool) -> Frame {
        Frame::End(End {
            more,
            cursor: self.cursor,
            bulletin: self.bulletin,
        })
    }
}

/// From which position on the device's units have a case.
fn since(store: &dyn HubStore, tag: &CaseTag, units: &[UnitId]) -> Result<Option<u64>, StoreError> {
    let granted = store.granted(tag)?;
    Ok(granted
        .into_iter()
        .filter(|granted| units.contains(&granted.unit))
        .map(|granted| granted.since)
        .min())
}

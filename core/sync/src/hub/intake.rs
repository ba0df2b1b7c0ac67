use std::collections::BTreeSet;

use nuong_trust::{CaseTag, DeviceId, TrustRight, UnitId};

use super::{
    Appended, Aside, HubStore, NewParcel, Outcome, StoreError, session::Stop, session::load,
};
use crate::{Directory, MAX_ASIDE, MAX_ASKED, MAX_PARCELS, Parcel, ParcelError, SyncError};

/// Takes parcels into the log, each on its own: what is wrong with one is no concern of the next.
#[derive(Default)]
pub(super) struct Intake {
    pub(super) count: u64,
    /// Authors of the parcels that were genuine.
    pub(super) brought: BTreeSet<DeviceId>,
    pub(super) rejected: Vec<(u64, &'static str)>,
    pub(super) outcomes: Vec<Outcome>,
}

/// What stopped one parcel.
enum Fault {
    Parcel(ParcelError),
    Stop(Stop),
}

impl From<ParcelError> for Fault {
    fn from(error: ParcelError) -> Self {
        Self::Parcel(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Stop(Stop::Store(error))
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl Intake {
    pub(super) fn parcel(
        &mut self,
        now: i64,
        store: &mut dyn HubStore,
        directory: &mut Directory,
        bytes: &[u8],
    ) -> Result<(), Stop> {
        let outcome = self.take(now, store, directory, bytes);
        self.settle(outcome)
    }

    pub(super) fn oversized(&mut self) -> Result<(), Stop> {
        self.settle(Err(ParcelError::Oversized.into()))
    }

    fn settle(&mut self, outcome: Result<(&'static str, Option<u64>), Fault>) -> Result<(), Stop> {
        let index = self.count;
        self.count += 1;
        if index >= MAX_PARCELS as u64 {
            return Err(SyncError::TooMuch.into());
        }
        let (code, position) = match outcome {
            Ok(accepted) => accepted,
            Err(Fault::Parcel(error)) => {
                self.rejected.push((index, error.code()));
                (error.code(), None)
            }
            Err(Fault::Stop(stop)) => return Err(stop),
        };
        self.outcomes.push(Outcome {
            index,
            code,
            position,
        });
        Ok(())
    }

    fn take(
        &mut self,
        now: i64,
        store: &mut dyn HubStore,
        directory: &mut Directory,
        bytes: &[u8],
    ) -> Result<(&'static str, Option<u64>), Fault> {
        let parcel = Parcel::decode(bytes)?;
        let header = parcel.header();
        load(store, directory, &header.author)?;
        directory.check_parcel(&parcel)?;
        if !parcel.is_complete() {
            return Err(ParcelError::Incomplete.into());
        }
        if !self.brought.contains(&header.author) && self.brought.len() == MAX_ASKED {
            return Err(Stop::Refuse(SyncError::TooMuch).into());
        }
        self.brought.insert(header.author);
        let grants = granted(&parcel)?;
        // Also a parcel that only grants a case concerns those who have it: they are to know whom else to write for.
        let mut tags: Vec<CaseTag> = parcel.tags().collect();
        tags.extend(grants.iter().map(|(tag, _)| *tag));
        tags.sort();
        tags.dedup();
        let new = NewParcel {
            author: header.author,
            seq: header.seq,
            name: parcel.name(),
            prev: header.prev,
            accepted_at: now,
            tags: &tags,
            grants: &grants,
            for_all: is_published(&parcel, directory)?,
            bytes,
        };
        let early = match place(store, &new)? {
            Place::Next => false,
            Place::Early => true,
            Place::Duplicate => return Ok(("parcel.duplicate", None)),
            Place::Fork => return aside(now, store, &new),
        };
        match store.append(&new)? {
            Appended::At(position) => Ok((
                if early {
                    "parcel.early"
                } else {
                    "parcel.accepted"
                },
                Some(position),
            )),
            Appended::Duplicate => Ok(("parcel.duplicate", None)),
            Appended::Taken => aside(now, store, &new),
        }
    }
}

/// Where a parcel stands in its author's history as the hub has it.
enum Place {
    Next,
    /// What is before it is missing.
    Early,
    Duplicate,
    /// It contradicts what the hub has.
    Fork,
}

fn place(store: &dyn HubStore, new: &NewParcel<'_>) -> Result<Place, StoreError> {
    if let Some(link) = store.link(&new.author, new.seq)? {
        return Ok(if link.name == new.name {
            Place::Duplicate
        } else {
            Place::Fork
        });
    }
    let before = store.link(&new.author, new.seq - 1)?;
    let after = match new.seq.checked_add(1) {
        Some(next) => store.link(&new.author, next)?,
        None => None,
    };
    let fits = before.is_none_or(|link| link.name == new.prev)
        && after.is_none_or(|link| link.prev == new.name);
    Ok(match fits {
        false => Place::Fork,
        true if before.is_none() && new.seq > 1 => Place::Early,
        true => Place::Next,
    })
}

/// Keeps a parcel of a second history as evidence, and rejects it.
fn aside(
    now: i64,
    store: &mut dyn HubStore,
    new: &NewParcel<'_>,
) -> Result<(&'static str, Option<u64>), Fault> {
    if store.asides(&new.author)? < MAX_ASIDE {
        let code = ParcelError::Fork.code();
        let (author, seq, name, bytes) = (new.author, new.seq, new.name, new.bytes);
        store.keep_aside(&Aside {
            author,
            seq,
            name,
            code,
            at: now,
            bytes,
        })?;
    }
    Err(ParcelError::Fork.into())
}

/// Whether a parcel carries pieces of something published, by a device that may publish. Whether what they make is published
/// indeed is for each device to check.
fn is_published(parcel: &Parcel, directory: &Directory) -> Result<bool, ParcelError> {
    let author = directory.certificate(&parcel.header().author);
    let may = author.is_some_and(|certificate| {
        let role = certificate.terms().role;
        role.may(TrustRight::PublishQuestionnaires)
    });
    Ok(may && !parcel.pieces()?.is_empty())
}

/// What the hub goes by: the units that a parcel gives cases to. A grant whose author does not show to know the case has no
/// effect; the parcel stands.
fn granted(parcel: &Parcel) -> Result<Vec<(CaseTag, UnitId)>, Fault> {
    let grants = parcel.grants()?.proven;
    let all: BTreeSet<(CaseTag, UnitId)> = grants
        .iter()
        .flat_map(|grant| grant.to().iter().map(|to| (grant.tag(), to.unit.clone())))
        .collect();
    Ok(all.into_iter().collect())
}

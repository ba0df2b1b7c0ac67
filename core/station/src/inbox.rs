//! From parcels to cases: check who wrote it, open what may be opened, apply what its author had the right to do.
//!
//! What cannot be used now is kept: a parcel whose author is not known yet, a section whose key has not arrived, a change
//! whose predecessors are missing. What must not be used is kept aside and shown. Nothing is dropped.

use std::collections::{BTreeMap, BTreeSet};

use nuong_casefile::{Applied, Case, CaseError, CaseId, RawChange, Right};
use nuong_sync::{Parcel, ParcelError, Section};
use nuong_trust::{Certificate, Role, TrustError};
use nuong_vault::{ChangeState, Kept, SectionState};
use serde::Serialize;

use crate::Station;
use crate::act::{Act, certificate_of, device_of};
use crate::cases::may;
use crate::error::Error;
use crate::keys::{case_keys, tag_of};
use crate::outbox::{kept, sections};

/// The reason kept with a change whose author had no right to make it.
const NOT_ALLOWED: &str = "role.not_allowed";

/// What came of receiving parcels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Parcels not held before, or held with fewer sections.
    pub parcels: usize,
    /// Parcels held already.
    pub known: usize,
    /// Changes that took effect.
    pub applied: usize,
    /// Changes waiting for others that have not arrived.
    pub waiting: usize,
    /// Changes kept aside: their author had no right to make them.
    pub aside: usize,
    /// Sections kept for others, that this device cannot read.
    pub sealed: usize,
    /// Questionnaires and languages that an administrator published, installed.
    pub published: usize,
    /// Things put in quarantine, with the stable code of the reason.
    pub quarantined: Vec<String>,
    /// Cases whose document changed.
    #[serde(skip)]
    pub cases: BTreeSet<CaseId>,
}

impl Received {
    /// Notes something that was not trusted, so that it holds nothing else up. Other errors are given back.
    pub(crate) fn refused(&mut self, error: Error) -> Result<(), Error> {
        match error {
            Error::Trust(error) => {
                self.quarantined.push(error.code().to_owned());
                Ok(())
            }
            error => Err(error),
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.parcels += other.parcels;
        self.known += other.known;
        self.applied += other.applied;
        self.waiting += other.waiting;
        self.aside += other.aside;
        self.sealed += other.sealed;
        self.published += other.published;
        self.quarantined.extend(other.quarantined);
        self.cases.extend(other.cases);
    }
}

impl Station {
    /// Takes in a parcel's bytes, whichever way they came, as one act. What is wrong with the bytes is reported, never
    /// an error.
    ///
    /// # Errors
    /// `device.not_enrolled`, or the vault's.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<Received, Error> {
        self.recover_drafts()?;
        let received = self.act(|act| act.receive(bytes))?;
        self.forget_interviews(&received);
        Ok(received)
    }

    /// Keeps a certificate that verifies under the authority, then looks again at parcels that waited for it.
    ///
    /// # Errors
    /// `certificate.*` where it does not verify, or the vault's.
    pub fn receive_certificate(&mut self, bytes: &[u8]) -> Result<Received, Error> {
        self.recover_drafts()?;
        let received = self.act(|act| act.receive_certificate(bytes))?;
        self.forget_interviews(&received);
        Ok(received)
    }
}

impl Act<'_, '_> {
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Result<Received, Error> {
        match self.checked(bytes) {
            Ok(parcel) => self.take_in(parcel, false),
            Err(error @ (Error::Parcel(_) | Error::Trust(_))) => {
                self.set_aside("parcel", error.code(), bytes)
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn set_aside(
        &mut self,
        kind: &str,
        code: &str,
        bytes: &[u8],
    ) -> Result<Received, Error> {
        self.tx.quarantine(kind, code, bytes, self.env.now())?;
        Ok(Received {
            quarantined: vec![code.to_owned()],
            ..Received::default()
        })
    }

    /// A parcel that is what it says: of our authority, and signed by a device that the authority certified and had not
    /// revoked when it was written.
    fn checked(&self, bytes: &[u8]) -> Result<Parcel, Error> {
        let parcel = Parcel::decode(bytes)?;
        let authority = self.authority()?;
        if parcel.header().authority != authority {
            return Err(ParcelError::Foreign.into());
        }
        let author = certificate_of(self.records(), parcel.header().author)?
            .ok_or(ParcelError::UnknownAuthor)?;
        parcel.verify(&author.terms().device, &authority)?;
        self.identity()?
            .bulletin
            .check_written(&author, parcel.header().at)?;
        Ok(parcel)
    }

    /// Keeps a parcel whose author and signature were checked, and uses what can be used of it.
    pub(crate) fn take_in(
        &mut self,
        mut parcel: Parcel,
        from_hub: bool,
    ) -> Result<Received, Error> {
        let name = *parcel.name().as_bytes();
        if let Some(held) = self.tx.parcel(name)? {
            let held = Parcel::decode(&held.bytes)?;
            let had = held.sections().filter(|s| s.present).count();
            parcel.fill(&held)?;
            if parcel.sections().filter(|s| s.present).count() == had {
                return Ok(Received {
                    known: 1,
                    ..Received::default()
                });
            }
        } else {
            let own = parcel.header().author == self.me.device();
            let mut new = kept(&parcel, own, &BTreeMap::new(), &SectionState::NoKey);
            new.at_hub = from_hub;
            if self.tx.put_parcel(&new)? == Kept::Forked {
                let code = ParcelError::Fork.code();
                return Ok(Received {
                    quarantined: vec![code.to_owned()],
                    ..Received::default()
                });
            }
        }
        let mut received = Received {
            parcels: 1,
            ..Received::default()
        };
        let mut readable = BTreeSet::new();
        let grants = parcel.grants()?;
        let forged = std::iter::repeat_n(TrustError::BadSignature.code(), grants.unproven);
        received.quarantined.extend(forged.map(str::to_owned));
        for grant in grants.proven {
            match self.take_grant(&grant, parcel.header().author) {
                Ok(case) => readable.extend(case),
                Err(Error::Trust(error)) => received.quarantined.push(error.code().to_owned()),
                Err(error) => return Err(error),
            }
        }
        self.take_pieces(&parcel, &mut received)?;
        received.add(self.open_parcel(&parcel)?);
        received.add(self.open_waiting(readable)?);
        Ok(received)
    }

    /// Opens each section here whose key is held, applies its changes, and notes how far each section got.
    fn open_parcel(&mut self, parcel: &Parcel) -> Result<Received, Error> {
        let mut received = Received::default();
        let mut states = BTreeMap::new();
        let mut opened: BTreeMap<CaseId, Vec<RawChange>> = BTreeMap::new();
        for section in parcel.sections().filter(|s| s.present) {
            let Some((case, changes)) = self.open_section(parcel, &section, &mut received)? else {
                continue;
            };
            states.insert(section.index, SectionState::Read);
            opened.entry(case).or_default().extend(changes);
        }
        let case_sections = parcel
            .sections()
            .filter(|s| s.present && s.kind.tag().is_some())
            .count();
        received.sealed = case_sections - states.len();
        for (case, changes) in opened {
            received.add(self.apply(case, &changes)?);
        }
        let entries = sections(parcel, &states, &SectionState::NoKey);
        self.tx
            .update_parcel_bytes(*parcel.name().as_bytes(), &parcel.encode(), &entries)?;
        Ok(received)
    }

    fn open_section(
        &mut self,
        parcel: &Parcel,
        section: &Section,
        received: &mut Received,
    ) -> Result<Option<(CaseId, Vec<RawChange>)>, Error> {
        let (Some(tag), Some(generation)) = (section.kind.tag(), section.generation) else {
            return Ok(None);
        };
        let Some(case) = self.tx.case_of_tag(*tag.as_bytes())?.map(CaseId) else {
            return Ok(None);
        };
        for key in case_keys(self.records(), case, generation)? {
            let Ok(changes) = parcel.open(section.index, &key) else {
                continue;
            };
            let mut own = Vec::new();
            for bytes in changes {
                // A device answers for its own changes only; anything else in its parcel has no effect.
                let why = match RawChange::parse(&bytes) {
                    Ok(change) if device_of(change.author) == parcel.header().author => {
                        own.push(change);
                        continue;
                    }
                    Ok(_) => "change.not_its_own",
                    Err(error) => error.code(),
                };
                received.add(self.set_aside("change", why, &bytes)?);
            }
            return Ok(Some((case, own)));
        }
        Ok(None)
    }

    /// Opens what lay sealed here of cases whose key has come.
    fn open_waiting(&mut self, cases: impl IntoIterator<Item = CaseId>) -> Result<Received, Error> {
        let mut received = Received::default();
        let mut names = BTreeSet::new();
        for case in cases {
            names.extend(
                self.tx
                    .sections_waiting_for(*tag_of(case).as_bytes())?
                    .into_iter()
                    .map(|(name, _)| name),
            );
        }
        for name in names {
            let Some(held) = self.tx.parcel(name)? else {
                continue;
            };
            received.add(Received {
                sealed: 0,
                ..self.open_parcel(&Parcel::decode(&held.bytes)?)?
            });
        }
        Ok(received)
    }

    /// Applies received changes of a case together with those that waited.
    fn apply(&mut self, id: CaseId, arrived: &[RawChange]) -> Result<Received, Error> {
        let mut offered = Vec::new();
        for stored in self.tx.changes_not_applied(*id.as_bytes())? {
            if stored.state == ChangeState::Waiting {
                offered.push(RawChange::parse(&stored.bytes)?);
            }
        }
        for change in arrived {
            if !self
                .tx
                .has_change(*id.as_bytes(), *change.hash.as_bytes())?
            {
                offered.push(change.clone());
            }
        }
        if offered.is_empty() {
            return Ok(Received::default());
        }
        let roles = self.roles_of(&offered)?;
        let permit = |change: &RawChange, rights: &BTreeSet<Right>| {
            roles
                .get(&change.author)
                .is_some_and(|role| rights.iter().all(|right| may(*role, *right)))
        };
        let mut received = Received::default();
        loop {
            let outcome = match self.take_case(id)? {
                Some(mut case) => case
                    .apply_if(&offered, permit)
                    .map(|applied| (Some(case), applied)),
                None => begin(id, &offered, permit),
            };
            match outcome {
                Ok((case, applied)) => {
                    received.add(self.settle(id, case, &offered, &applied)?);
                    return Ok(received);
                }
                // Two histories under one author's name: the newcomer is kept aside, the others are not held up by it.
                Err(error @ CaseError::ForkedAuthor { hash, .. })
                    if offered.iter().any(|change| change.hash == hash) =>
                {
                    for change in offered.extract_if(.., |change| change.hash == hash) {
                        received.add(self.set_aside("change", error.code(), &change.bytes)?);
                    }
                }
                Err(error) => {
                    for change in arrived {
                        received.add(self.set_aside("change", error.code(), &change.bytes)?);
                    }
                    return Ok(received);
                }
            }
        }
    }

    fn roles_of(
        &self,
        changes: &[RawChange],
    ) -> Result<BTreeMap<nuong_casefile::Author, Role>, Error> {
        let mut roles = BTreeMap::new();
        for change in changes {
            if let Some(certificate) = certificate_of(self.records(), device_of(change.author))? {
                roles.insert(change.author, certificate.terms().role);
            }
        }
        Ok(roles)
    }

    /// Keeps each change with what became of it.
    fn settle(
        &mut self,
        id: CaseId,
        case: Option<Case>,
        offered: &[RawChange],
        outcome: &Applied,
    ) -> Result<Received, Error> {
        let by_hash: BTreeMap<_, _> = offered.iter().map(|c| (c.hash, c)).collect();
        let mut placed = Vec::new();
        let mut place = |hash, state: ChangeState| {
            if let Some(change) = by_hash.get(&hash) {
                placed.push(((*change).clone(), state));
            }
        };
        outcome
            .applied
            .iter()
            .for_each(|hash| place(*hash, ChangeState::Applied));
        for refused in &outcome.refused {
            let code = NOT_ALLOWED.to_owned();
            place(refused.hash, ChangeState::Aside { code });
        }
        outcome
            .waiting
            .iter()
            .for_each(|hash| place(*hash, ChangeState::Waiting));
        let mut received = Received {
            applied: outcome.applied.len(),
            aside: outcome.refused.len(),
            waiting: outcome.waiting.len(),
            ..Received::default()
        };
        if received.applied > 0 {
            received.cases.insert(id);
        }
        match case {
            Some(case) => self.store(case, &placed, false)?,
            None => self.store_unreadable(id, &placed)?,
        }
        Ok(received)
    }

    pub(crate) fn receive_certificate(&mut self, bytes: &[u8]) -> Result<Received, Error> {
        let certificate = Certificate::decode(bytes)?;
        let bytes = certificate.encode();
        // Its time is not asked here: what was written while it was valid stays valid, and phones' clocks err.
        certificate.verify(
            &self.identity()?.root,
            certificate.terms().validity.not_before,
        )?;
        let device = certificate.device_id();
        let known = certificate_of(self.records(), device)?;
        // An older certificate carried in later must not bring back an older role.
        if known.is_some_and(|known| !nuong_sync::supersedes(&certificate, &known)) {
            return Ok(Received::default());
        }
        self.tx.put_certificate(*device.as_bytes(), &bytes)?;
        let mut received = Received::default();
        for waiting in self
            .tx
            .quarantined_for("parcel", ParcelError::UnknownAuthor.code())?
        {
            if self.checked(&waiting.bytes).is_ok() {
                self.tx.release_quarantined(waiting.id)?;
                received.add(self.receive(&waiting.bytes)?);
            }
        }
        Ok(received)
    }

    /// Opens what a newer bulletin's keys make readable.
    pub(crate) fn read_newly_granted(&mut self) -> Result<Received, Error> {
        let cases = self.open_waiting_grants()?;
        self.open_waiting(cases)
    }
}

/// Begins a case from changes received. Without its first change all of them wait.
fn begin(
    id: CaseId,
    offered: &[RawChange],
    permit: impl FnMut(&RawChange, &BTreeSet<Right>) -> bool,
) -> Result<(Option<Case>, Applied), CaseError> {
    match Case::receive(offered, permit) {
        Ok((case, applied)) if case.id() == id => Ok((Some(case), applied)),
        Ok(_) | Err(CaseError::NoBeginning) => Ok((
            None,
            Applied {
                waiting: offered.iter().map(|c| c.hash).collect(),
                ..Applied::default()
            },
        )),
        Err(error) => Err(error),
    }
}

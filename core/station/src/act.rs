//! An act: everything a station does in one go. What it writes is durable together, or did not happen.

use std::collections::BTreeMap;

use nuong_casefile::{Author, Case, CaseId};
use nuong_trust::{AuthorityId, Certificate, DeviceId};
use nuong_vault::{Records, Tx};

use crate::Station;
use crate::enrolment::{Identity, Me, read_identity};
use crate::environment::Environment;
use crate::error::Error;
use crate::packs::PackCache;

/// Cases kept open in memory, about 25–65 kB each.
const OPEN_CASES: usize = 64;

/// The cases open in memory, the longest unused dropped first.
#[derive(Default)]
pub(crate) struct OpenCases {
    cases: BTreeMap<CaseId, (u64, Case)>,
    tick: u64,
}

impl OpenCases {
    pub(crate) fn take(&mut self, id: CaseId) -> Option<Case> {
        self.cases.remove(&id).map(|(_, case)| case)
    }

    pub(crate) fn keep(&mut self, case: Case) {
        self.tick += 1;
        self.cases.insert(case.id(), (self.tick, case));
        if self.cases.len() > OPEN_CASES
            && let Some(oldest) = self
                .cases
                .iter()
                .min_by_key(|(_, (tick, _))| *tick)
                .map(|(id, _)| *id)
        {
            self.cases.remove(&oldest);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.cases.clear();
    }
}

/// A station inside a transaction.
pub(crate) struct Act<'a, 't> {
    pub(crate) tx: &'a mut Tx<'t>,
    pub(crate) me: &'a mut Me,
    pub(crate) env: &'a mut Environment,
    pub(crate) open: &'a mut OpenCases,
    pub(crate) packs: &'a PackCache,
}

impl Station {
    /// Does everything in `act` as one act.
    pub(crate) fn act<T>(
        &mut self,
        act: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Self {
            vault,
            me,
            env,
            open,
            packs,
            interviews,
            respondents: _,
            seen,
        } = self;
        let before = me.identity.clone();
        let result = vault.transaction(|tx| {
            // Under the lock for writing, so that no other process comes between this look and what is written.
            let now = tx.written_elsewhere()?;
            if now != *seen {
                *seen = now;
                open.clear();
                interviews.clear();
                me.identity = read_identity(tx)?;
            }
            act(&mut Act {
                tx,
                me,
                env,
                open,
                packs,
            })
        });
        if result.is_err() {
            // What is in memory may hold what was rolled back.
            self.open.clear();
            self.interviews.clear();
            self.me.identity = before;
        }
        result
    }
}

impl Station {
    /// Forgets what is in memory where another process has written to the vault since.
    pub(crate) fn look_again(&mut self) -> Result<(), Error> {
        let now = self.vault.written_elsewhere()?;
        if now != self.seen {
            self.seen = now;
            self.forget_open_cases();
            self.me.identity = read_identity(&self.vault)?;
        }
        Ok(())
    }
}

impl Act<'_, '_> {
    pub(crate) fn identity(&self) -> Result<&Identity, Error> {
        self.me.identity()
    }

    pub(crate) fn authority(&self) -> Result<AuthorityId, Error> {
        self.me.authority()
    }

    pub(crate) fn author(&self) -> Author {
        author_of(self.me.device())
    }

    pub(crate) fn records(&self) -> &Records {
        self.tx
    }
}

/// A device as the author of changes.
pub(crate) fn author_of(device: DeviceId) -> Author {
    Author(*device.as_bytes())
}

/// The device that an author of changes is.
pub(crate) fn device_of(author: Author) -> DeviceId {
    DeviceId::new(*author.as_bytes())
}

/// The certificate of a device, if it has arrived.
pub(crate) fn certificate_of(
    records: &Records,
    device: DeviceId,
) -> Result<Option<Certificate>, Error> {
    Ok(records
        .certificate(*device.as_bytes())?
        .map(|bytes| Certificate::decode(&bytes))
        .transpose()?)
}

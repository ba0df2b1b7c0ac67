//! What must hold at the end of the field day.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use nuong_casefile::{CaseId, EventKind};
use nuong_station::{Environment, Station};
use serde::Serialize;

use super::cast::{self, Device};
use super::search::Search;

/// What people said today.
pub(super) struct Said {
    /// Their names.
    pub(super) names: Vec<String>,
    /// Everything else told in words.
    pub(super) texts: Vec<String>,
}

/// What was checked, and what did not hold.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Checks {
    /// Cases of the day.
    pub(crate) cases: usize,
    /// Changes in all their documents.
    pub(crate) changes: usize,
    /// For each device, the cases it holds.
    pub(crate) held: BTreeMap<String, usize>,
    /// Copies of a case compared with the others of the same case.
    pub(crate) copies: usize,
    /// Every device that holds a case holds the same document of it, and each holds the cases meant for it and no other.
    pub(crate) documents_equal: bool,
    /// Both guards see the supervisor's decision, and nothing differs any more.
    pub(crate) decision_seen: bool,
    /// Everything is there again after the vaults are closed and opened with the passphrase.
    pub(crate) reopened: bool,
    /// The line broke in the middle, what had come was kept, and only the rest came afterwards.
    pub(crate) continued: bool,
    /// What was found in the clear in a vault, the hub's store and log, or the parcel file, each with its file.
    pub(crate) found_in_the_clear: Vec<String>,
    /// Names looked for.
    pub(crate) names_looked_for: usize,
    /// Other things told that were looked for.
    pub(crate) texts_looked_for: usize,
}

impl Checks {
    pub(crate) fn hold(&self) -> bool {
        self.documents_equal
            && self.decision_seen
            && self.reopened
            && self.continued
            && self.found_in_the_clear.is_empty()
            && self.names_looked_for > 0
    }
}

pub(super) fn run(
    devices: &mut Vec<Device>,
    cases: &BTreeMap<String, CaseId>,
    shared: CaseId,
    said: &Said,
    root: &Path,
) -> Result<Checks> {
    let (names_looked_for, texts_looked_for) = (said.names.len(), said.texts.len());
    let mut checks = Checks {
        cases: cases.len(),
        names_looked_for,
        texts_looked_for,
        ..Checks::default()
    };
    let before = holdings(devices)?;
    compare(&before, &mut checks);
    checks.documents_equal &= meant_to_hold(devices, cases.len(), &before);
    if let Some(supervisor) = devices.iter_mut().find(|d| d.name == "supervisor") {
        for case in cases.values() {
            checks.changes += supervisor.station.change_count(*case)?;
        }
    }
    checks.decision_seen = true;
    for device in devices.iter_mut().filter(|d| d.name.starts_with("guard")) {
        let events = device.station.record(shared)?.events;
        let decided = events
            .iter()
            .any(|event| matches!(event.kind, EventKind::Decided { .. }));
        checks.decision_seen &= decided && device.station.differing(shared)?.is_empty();
    }
    let everything: Vec<String> = said.names.iter().chain(&said.texts).cloned().collect();
    // Before the vaults are closed, so that their write-ahead logs are looked through too.
    checks.found_in_the_clear = Search::new(&everything)?.find(root)?;
    reopen(devices)?;
    checks.reopened = holdings(devices)? == before;
    Ok(checks)
}

/// Closes every vault and opens it again with its passphrase.
fn reopen(devices: &mut Vec<Device>) -> Result<()> {
    let mut again = Vec::new();
    for Device {
        name,
        person,
        directory,
        station,
    } in devices.drain(..)
    {
        drop(station);
        let station = Station::unlock(&directory, cast::passphrase(name), Environment::system())?;
        again.push(Device {
            name,
            person,
            directory,
            station,
        });
    }
    *devices = again;
    Ok(())
}

type Holdings = BTreeMap<CaseId, BTreeMap<String, Vec<[u8; 32]>>>;

/// For each case, each holder's heads.
fn holdings(devices: &mut [Device]) -> Result<Holdings> {
    let mut all = Holdings::new();
    for device in devices {
        for case in device.station.case_ids()? {
            all.entry(case)
                .or_default()
                .insert(device.name.to_owned(), device.station.heads(case)?);
        }
    }
    Ok(all)
}

fn compare(holdings: &Holdings, checks: &mut Checks) {
    checks.documents_equal = !holdings.is_empty();
    for holders in holdings.values() {
        checks.copies += holders.len();
        let mut heads = holders.values();
        let first = heads.next();
        checks.documents_equal &= heads.all(|h| Some(h) == first);
        for name in holders.keys() {
            *checks.held.entry(name.clone()).or_insert(0) += 1;
        }
    }
}

/// The supervisor holds every case; the outreach worker only her own.
fn meant_to_hold(devices: &[Device], cases: usize, holdings: &Holdings) -> bool {
    let held_by = |name: &str| holdings.values().filter(|h| h.contains_key(name)).count();
    let everyone_holds_something = devices.iter().all(|d| held_by(d.name) > 0);
    everyone_holds_something
        && held_by("supervisor") == cases
        && held_by("outreach") == 1
        && holdings.len() == cases
}

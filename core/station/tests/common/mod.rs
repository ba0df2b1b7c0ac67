//! A small world for tests: an authority, stations with real vaults, a hub in memory, a channel that can break.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nuong_station::casefile::{CaseId, Command};
use nuong_station::screening::{Answer, Pack, PackHash};
use nuong_station::sync::{HubIdentity, HubSession, MemoryStore};
use nuong_station::trust::{
    Appointment, Authority, Certificate, DeviceKeys, EnrolRequest, ProfileKey, Published, Role,
    SeededRandom, UnitId, Validity,
};
use nuong_station::{Channel, ChannelError, Clock, Environment, NoObserver, Station, SyncReport};
use tempfile::TempDir;

pub const NOW: i64 = 1_790_000_000;

pub struct FixedClock(pub i64);

impl Clock for FixedClock {
    fn now(&self) -> i64 {
        self.0
    }
}

pub fn environment(seed: u64) -> Environment {
    Environment {
        clock: Box::new(FixedClock(NOW)),
        random: Box::new(SeededRandom::for_simulation(seed)),
        offset_minutes: 420,
    }
}

pub struct World {
    pub directory: TempDir,
    pub authority: Authority,
    pub random: SeededRandom,
    pub hub: Hub,
    seeds: u64,
}

pub struct Hub {
    pub identity: Arc<HubIdentity>,
    pub store: MemoryStore,
    pub cut_request_at: Option<usize>,
    pub cut_answer_at: Option<usize>,
    pub requests: Vec<usize>,
    pub wire: Vec<u8>,
}

impl Channel for Hub {
    fn exchange(
        &mut self,
        request: &[u8],
        answer: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), ChannelError> {
        self.requests.push(request.len());
        self.wire.extend_from_slice(request);
        let cut = self.cut_request_at.take().filter(|at| *at < request.len());
        let mut session = HubSession::new(Arc::clone(&self.identity));
        session
            .receive(
                NOW,
                &mut self.store,
                &request[..cut.unwrap_or(request.len())],
            )
            .unwrap();
        if cut.is_some() {
            return Err(ChannelError::Cut("request".to_owned()));
        }
        let mut left = self.cut_answer_at.take();
        while let Some(bytes) = session.respond(&self.store).unwrap() {
            self.wire.extend_from_slice(&bytes);
            let take = left.map_or(bytes.len(), |left| left.min(bytes.len()));
            answer(&bytes[..take]);
            if let Some(left) = &mut left {
                *left -= take;
                if take < bytes.len() {
                    return Err(ChannelError::Cut("answer".to_owned()));
                }
            }
        }
        Ok(())
    }
}

pub fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

impl World {
    pub fn new() -> Self {
        let mut random = SeededRandom::for_simulation(1);
        let mut authority = Authority::create(&mut random).unwrap();
        for name in ["post-a", "post-b", "commune", "province"] {
            authority.add_unit(unit(name), &mut random).unwrap();
        }
        let keys = DeviceKeys::generate(&mut random).unwrap();
        let request = EnrolRequest::create(&keys, "hub", NOW).unwrap();
        let validity = Validity::for_days(NOW, 365);
        let urls = vec!["https://localhost:1".to_owned()];
        authority
            .certify_hub(&request, vec![1, 2, 3], urls, validity)
            .unwrap();
        let identity = Arc::new(HubIdentity::new(keys, authority.root()));
        let hub = Hub {
            identity,
            store: MemoryStore::new(),
            cut_request_at: None,
            cut_answer_at: None,
            requests: Vec::new(),
            wire: Vec::new(),
        };
        Self {
            directory: tempfile::tempdir().unwrap(),
            authority,
            random,
            hub,
            seeds: 100,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn hub_certificate(&self) -> Certificate {
        let hub = self
            .authority
            .members()
            .iter()
            .find(|m| m.certificate().terms().role == Role::Hub);
        hub.unwrap().certificate().clone()
    }

    /// A station of one unit whose cases are shared with the province.
    pub fn station(&mut self, name: &str, role: Role, in_unit: &str) -> (Station, ProfileKey) {
        self.seeds += 1;
        let (mut station, key) =
            Station::create_keyed(&self.path(name), environment(self.seeds)).unwrap();
        let request = station.enrol_request(name).unwrap();
        let appointment = Appointment {
            role,
            units: vec![unit(in_unit)],
            shares_with: if in_unit == "province" {
                vec![]
            } else {
                vec![unit("province")]
            },
            validity: Validity::for_days(NOW, 365),
        };
        let grant = self
            .authority
            .approve(&request, appointment, NOW, &mut self.random)
            .unwrap();
        station.accept_grant(&grant.encode()).unwrap();
        (station, key)
    }

    /// Puts a questionnaire that the authority published onto a station.
    pub fn install(&self, station: &mut Station, pack: &Pack) -> PackHash {
        let kind = Published::Questionnaire;
        let published = self.authority.publish(kind, pack.canonical(), NOW);
        station
            .install_published(&published.file(kind, pack.canonical()))
            .unwrap();
        pack.hash()
    }

    pub fn sync(&mut self, station: &mut Station) -> SyncReport {
        station.sync_over(&mut self.hub, &mut NoObserver).unwrap()
    }
}

pub fn reopen(path: &Path, key: &ProfileKey) -> Station {
    Station::unlock_keyed(path, key, environment(7)).unwrap()
}

pub fn age(years: &str) -> Command {
    Command::SetField {
        field: "age_years".to_owned(),
        value: Some(Answer::Value(years.to_owned())),
    }
}

pub fn note(text: &str) -> Command {
    Command::AddNote {
        text: text.to_owned(),
    }
}

/// The ages that stand in a case.
pub fn ages(station: &mut Station, case: CaseId) -> Vec<String> {
    let record = station.record(case).unwrap();
    let mut ages: Vec<String> = record
        .person
        .get("age_years")
        .into_iter()
        .flatten()
        .filter_map(|stated| match &stated.value {
            Some(Answer::Value(value)) => Some(value.clone()),
            _ => None,
        })
        .collect();
    ages.sort();
    ages
}

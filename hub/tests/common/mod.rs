//! An authority, a certified hub in a folder, devices, and a plain client of the protocol.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use nuong_hub::{HubFolder, HubState, Limits, SqliteStore, serve};
use nuong_sync::{
    ClientFacts, ClientSession, Cursor, Directory, Draft, DraftSection, Effect, Event, Outgoing,
    Parcel, ParcelName, SyncError, parcel_frame, seal,
};
use nuong_trust::{
    Appointment, Authority, Bulletin, CaseGrant, CaseKey, Certificate, DeviceKeys, EnrolGrant,
    EnrolRequest, Role, SeededRandom, UnitId, Validity, case_tag,
};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Now, for every test: what is certified is valid around it.
pub(crate) fn now() -> i64 {
    1_760_000_000
}

/// An authority with one unit, and a hub it certified, in a folder that is gone at the end of the test.
pub(crate) struct World {
    pub(crate) authority: Authority,
    pub(crate) hub: Certificate,
    pub(crate) random: SeededRandom,
    pub(crate) now: i64,
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> World {
        World::of(7, now())
    }

    /// The same, with the real clock, for a hub that is a process of its own.
    pub(crate) fn at(now: i64) -> World {
        World::of(7, now)
    }

    /// Another authority.
    pub(crate) fn foreign() -> World {
        World::of(8, now())
    }

    fn of(seed: u64, now: i64) -> World {
        let folder = TempDir::new().unwrap();
        let mut random = SeededRandom::for_simulation(seed);
        let mut authority = Authority::create(&mut random).unwrap();
        authority.add_unit(unit(), &mut random).unwrap();
        let hub_folder = HubFolder::new(folder.path().join("hub"));
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let request = hub_folder.init("hub", &names, now, &mut random).unwrap();
        let tls = std::fs::read(folder.path().join("hub/tls.der")).unwrap();
        let grant = certified(&mut authority, &request, tls, now);
        let hub = hub_folder
            .certify(&grant.encode(), Some(grant.root.authority_id()), now)
            .unwrap();
        World {
            authority,
            hub,
            random,
            now,
            folder,
        }
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("hub")
    }

    pub(crate) fn hub_folder(&self) -> HubFolder {
        HubFolder::new(self.dir())
    }

    pub(crate) fn tls(&self) -> Vec<u8> {
        std::fs::read(self.dir().join("tls.der")).unwrap()
    }

    pub(crate) fn state(&self, limits: Limits) -> HubState {
        let identity = self.hub_folder().identity(self.now).unwrap();
        let store = SqliteStore::open(&self.hub_folder().store_path()).unwrap();
        HubState::new(&identity, store, limits, now).unwrap()
    }

    /// Serves the hub over TLS inside this process.
    pub(crate) fn serve(&self, limits: Limits) -> Served {
        let identity = self.hub_folder().identity(self.now).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = self.state(limits);
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let stop = async move { drop(stopped.await) };
            serve(state, listener, &identity, stop).await.unwrap();
        });
        Served {
            address,
            stop: Some(stop),
            task,
        }
    }

    /// A new device of the unit.
    pub(crate) fn device(&mut self) -> Device {
        let keys = DeviceKeys::generate(&mut self.random).unwrap();
        let request = EnrolRequest::create(&keys, "officer", self.now).unwrap();
        let validity = Validity::for_days(self.now, 300);
        let (role, units, shares_with) = (Role::Officer, vec![unit()], Vec::new());
        let appointment = Appointment {
            role,
            units,
            shares_with,
            validity,
        };
        let grant = self
            .authority
            .approve(&request, appointment, self.now, &mut self.random)
            .unwrap();
        Device::new(keys, grant, self.hub.clone(), self.now)
    }
}

pub(crate) fn unit() -> UnitId {
    UnitId::new("muong-khuong").unwrap()
}

/// The grant an authority makes for a hub: its certificate and the latest bulletin.
pub(crate) fn certified(
    authority: &mut Authority,
    request: &EnrolRequest,
    tls: Vec<u8>,
    now: i64,
) -> EnrolGrant {
    let urls = vec!["https://localhost:8443".to_owned()];
    let certificate = authority
        .certify_hub(request, tls, urls, Validity::for_days(now, 300))
        .unwrap();
    EnrolGrant {
        root: authority.root(),
        certificate,
        bulletin: authority.bulletin(now),
        hub: None,
    }
}

/// A hub that runs inside this process.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Served {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }

    /// Tells the hub to stop.
    pub(crate) fn tell_to_stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until it has stopped.
    pub(crate) async fn stopped(mut self) {
        self.tell_to_stop();
        self.task.await.unwrap();
    }
}

/// An HTTP client that trusts this hub's TLS certificate and no other.
pub(crate) fn client(tls: &[u8]) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = reqwest::Certificate::from_der(tls).unwrap();
    reqwest::Client::builder()
        .tls_certs_only([certificate])
        .https_only(true)
        .no_proxy()
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

/// A device with its log, its case, and what it has received.
pub(crate) struct Device {
    pub(crate) keys: DeviceKeys,
    pub(crate) certificate: Certificate,
    pub(crate) directory: Directory,
    pub(crate) log: Vec<Parcel>,
    pub(crate) received: Vec<Parcel>,
    pub(crate) acknowledged: u64,
    pub(crate) now: i64,
    hub: Certificate,
    bulletin: Bulletin,
    case: ([u8; 16], CaseKey),
    cursor: Cursor,
    certificate_at_hub: bool,
    random: SeededRandom,
}

impl Device {
    fn new(keys: DeviceKeys, grant: EnrolGrant, hub: Certificate, now: i64) -> Device {
        let id = *keys.device_id().as_bytes();
        let mut random = SeededRandom::for_simulation(u64::from(id[0]) + 1000);
        let mut directory = Directory::new(grant.root);
        directory.admit_bulletin(&grant.bulletin.encode()).unwrap();
        Device {
            case: (id, CaseKey::generate(&mut random).unwrap()),
            keys,
            certificate: grant.certificate,
            directory,
            log: Vec::new(),
            received: Vec::new(),
            acknowledged: 0,
            now,
            hub,
            bulletin: grant.bulletin,
            cursor: Cursor::START,
            certificate_at_hub: false,
            random,
        }
    }

    /// Writes a parcel of about `size` bytes about this device's own case; the first one grants it to the unit.
    pub(crate) fn write(&mut self, size: usize) {
        let mut noise = vec![0; size];
        nuong_trust::Random::fill(&mut self.random, &mut noise).unwrap();
        self.write_change(noise);
    }

    /// Writes a parcel with this text in it.
    pub(crate) fn write_text(&mut self, text: &str) {
        self.write_change(text.as_bytes().to_vec());
    }

    fn write_change(&mut self, change: Vec<u8>) {
        let (id, key) = &self.case;
        let mut grants = Vec::new();
        if self.log.is_empty() {
            let epoch = self.bulletin.current_epoch(&unit()).unwrap();
            let authority = self.directory.authority();
            let (by, to, random) = (self.keys.device_id(), [epoch], &mut self.random);
            let grant = CaseGrant::create(&authority, &by, id, key, 1, &to, Vec::new(), random);
            grants.push(grant.unwrap());
        }
        let mut salt = [0; 16];
        nuong_trust::Random::fill(&mut self.random, &mut salt).unwrap();
        let section = DraftSection::new(case_tag(id), 1, key, &[change]).unwrap();
        let draft = Draft {
            authority: self.directory.authority(),
            author: self.keys.device_id(),
            seq: self.log.len() as u64 + 1,
            prev: self.log.last().map_or(ParcelName::NONE, Parcel::name),
            at: self.now,
            grants,
            pieces: Vec::new(),
            sections: vec![section],
        };
        self.log.push(seal(&draft, &self.keys, salt).unwrap());
    }

    fn facts(&self) -> ClientFacts {
        let mut facts = ClientFacts::new(
            self.directory.clone(),
            self.hub.clone(),
            self.certificate.clone(),
        );
        facts.certificate_at_hub = self.certificate_at_hub;
        facts.cursor = self.cursor;
        facts.acknowledged = BTreeMap::from([(self.keys.device_id(), self.acknowledged)]);
        facts.outgoing = self
            .log
            .iter()
            .filter(|parcel| parcel.header().seq > self.acknowledged)
            .map(|parcel| Outgoing {
                author: parcel.header().author,
                seq: parcel.header().seq,
                name: parcel.name(),
                length: parcel.encode().len(),
            })
            .collect();
        facts
    }

    /// From now on believes that the hub has its certificate.
    pub(crate) fn claim_to_be_known(&mut self) {
        self.certificate_at_hub = true;
    }

    /// The first request of a session: what this device would send now, whole.
    pub(crate) fn request(&mut self) -> Vec<u8> {
        let mut session = ClientSession::new(self.facts(), None).unwrap();
        let effects = session.handle(self.now, &self.keys, &mut self.random, Event::Start);
        let mut request = Vec::new();
        for effect in &effects {
            self.put(effect, &mut request);
        }
        request
    }

    /// Exchanges until all is done or something fails.
    pub(crate) async fn sync(
        &mut self,
        client: &reqwest::Client,
        url: &str,
    ) -> Result<(), SyncError> {
        let mut session = ClientSession::new(self.facts(), None).unwrap();
        let mut effects = session.handle(self.now, &self.keys, &mut self.random, Event::Start);
        loop {
            let mut request = Vec::new();
            for effect in &effects {
                self.put(effect, &mut request);
                match effect {
                    Effect::Done(_) => return Ok(()),
                    Effect::Failed { error, .. } => return Err(*error),
                    _ => {}
                }
            }
            effects = Vec::new();
            let mut whole = false;
            if let Ok(mut answer) = client.post(url).body(request).send().await {
                loop {
                    match answer.chunk().await {
                        Ok(Some(piece)) => {
                            let event = Event::Received(&piece);
                            effects.extend(session.handle(
                                self.now,
                                &self.keys,
                                &mut self.random,
                                event,
                            ));
                        }
                        ended => {
                            whole = ended.is_ok();
                            break;
                        }
                    }
                }
            }
            let event = if whole { Event::Closed } else { Event::Cut };
            effects.extend(session.handle(self.now, &self.keys, &mut self.random, event));
        }
    }

    fn put(&mut self, effect: &Effect, request: &mut Vec<u8>) {
        match effect {
            Effect::Send(bytes) => request.extend_from_slice(bytes),
            Effect::SendParcel(name) => {
                let parcel = self
                    .log
                    .iter()
                    .find(|parcel| parcel.name() == *name)
                    .unwrap();
                request.extend_from_slice(&parcel_frame(&parcel.encode()));
            }
            Effect::KeepCertificate(certificate) => {
                self.directory
                    .admit_certificate(&certificate.encode())
                    .unwrap();
            }
            Effect::KeepBulletin(bulletin) => {
                self.directory.admit_bulletin(&bulletin.encode()).unwrap();
            }
            Effect::Keep { parcel, cursor } => {
                self.received.push(parcel.clone());
                self.cursor = *cursor;
            }
            Effect::Advance(cursor) => self.cursor = *cursor,
            Effect::Acknowledged { author, upto } if *author == self.keys.device_id() => {
                self.acknowledged = *upto;
            }
            Effect::Forgotten { upto, .. } => self.acknowledged = *upto,
            Effect::HubKnows { .. } => self.certificate_at_hub = true,
            _ => {}
        }
    }
}

//! A small world: an authority, devices, a hub in memory, and a link between them that can be cut at any byte.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use nuong_sync::{
    CaseChanges, ClientFacts, ClientSession, Cursor, Directory, Effect, Event, HubIdentity,
    HubSession, HubStore, LogHead, MemoryStore, Outgoing, Parcel, ParcelName, Report, SyncError,
    hub::Flow, pack, parcel_frame, seal_all,
};
use nuong_trust::{
    Appointment, Authority, Bulletin, CaseGrant, CaseKey, CaseTag, Certificate, DeviceId,
    DeviceKeys, EnrolRequest, Role, SeededRandom, UnitId, Validity, case_tag,
};

pub const NOW: i64 = 1_795_000_000;

pub fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

pub struct World {
    pub random: SeededRandom,
    pub authority: Authority,
    pub bulletin: Bulletin,
    pub hub_certificate: Certificate,
    pub hub: Arc<HubIdentity>,
    pub hub_keys: DeviceKeys,
    pub store: MemoryStore,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut random = SeededRandom::for_simulation(seed);
        let mut authority = Authority::create(&mut random).unwrap();
        for name in ["post-a", "post-b", "province"] {
            authority.add_unit(unit(name), &mut random).unwrap();
        }
        let hub_keys = DeviceKeys::generate(&mut random).unwrap();
        let request = EnrolRequest::create(&hub_keys, "hub", NOW).unwrap();
        let urls = vec!["https://hub.example".to_owned()];
        let hub_certificate = authority
            .certify_hub(&request, vec![0x30], urls, Validity::for_days(NOW, 365))
            .unwrap();
        let hub = Arc::new(HubIdentity::new(hub_keys.clone(), authority.root()));
        let bulletin = authority.bulletin(NOW);
        Self {
            random,
            authority,
            bulletin,
            hub_certificate,
            hub,
            hub_keys,
            store: MemoryStore::new(),
        }
    }

    /// Enrols a device of `units`; its bulletin is the latest after that.
    pub fn device(&mut self, name: &str, units: &[&str]) -> Device {
        self.device_for(name, units, 365)
    }

    pub fn device_for(&mut self, name: &str, units: &[&str], days: u32) -> Device {
        let keys = DeviceKeys::generate(&mut self.random).unwrap();
        let request = EnrolRequest::create(&keys, name, NOW).unwrap();
        let appointment = Appointment {
            role: Role::Officer,
            units: units.iter().map(|name| unit(name)).collect(),
            shares_with: Vec::new(),
            validity: Validity::for_days(NOW, days),
        };
        let grant = self
            .authority
            .approve(&request, appointment, NOW, &mut self.random)
            .unwrap();
        self.bulletin = grant.bulletin.clone();
        let mut directory = Directory::new(grant.root);
        directory.admit_bulletin(&grant.bulletin.encode()).unwrap();
        directory
            .admit_certificate(&grant.certificate.encode())
            .unwrap();
        Device {
            keys,
            certificate: grant.certificate,
            directory,
            parcels: BTreeMap::new(),
            order: Vec::new(),
            received: Vec::new(),
            acknowledged: BTreeMap::new(),
            alone: BTreeSet::new(),
            rejected: Vec::new(),
            aside: Vec::new(),
            head: LogHead::START,
            cursor: Cursor::START,
            certificate_at_hub: false,
            bulletin_at_hub: 0,
            state: None,
            exchange_bytes: nuong_sync::EXCHANGE_BYTES,
        }
    }

    pub fn case(&mut self, id: u8) -> Case {
        Case {
            id: [id; 16],
            key: CaseKey::generate(&mut self.random).unwrap(),
        }
    }

    /// A device writes `changes` of a case into its log, granting it to `units`.
    pub fn write(
        &mut self,
        device: &mut Device,
        case: &Case,
        changes: &[&[u8]],
        units: &[&str],
    ) -> ParcelName {
        let authority = self.authority.root().authority_id();
        let epoch = |name: &&str| self.bulletin.current_epoch(&unit(name)).unwrap();
        let (by, to): (_, Vec<_>) = (device.id(), units.iter().map(epoch).collect());
        let (id, key, random) = (&case.id, &case.key, &mut self.random);
        let grant = CaseGrant::create(&authority, &by, id, key, 1, &to, Vec::new(), random);
        let grants = if to.is_empty() {
            Vec::new()
        } else {
            vec![grant.unwrap()]
        };
        let one = CaseChanges {
            tag: case.tag(),
            generation: 1,
            key: &case.key,
            grants,
            changes: changes.iter().map(|change| change.to_vec()).collect(),
        };
        self.put_case(device, one);
        device.head.name
    }

    /// A device writes into its log that a case it only knows the tag of is given to `to`.
    pub fn forge(&mut self, device: &mut Device, tag: CaseTag, to: &str) {
        let mine = self.case(200);
        self.write(device, &mine, &[b"mine"], &[to]);
        let own = device.parcels[&device.head.name].grants().unwrap().proven;
        let mut bytes = own[0].to_bytes();
        let at = bytes.windows(16).position(|b| b == mine.tag().as_bytes());
        let at = at.unwrap();
        bytes[at..at + 16].copy_from_slice(tag.as_bytes());
        self.write_grants(device, tag, vec![CaseGrant::from_bytes(&bytes).unwrap()]);
    }

    /// A device writes grants into its log, and something under the tag that nobody can open.
    pub fn write_grants(&mut self, device: &mut Device, tag: CaseTag, grants: Vec<CaseGrant>) {
        let key = CaseKey::generate(&mut self.random).unwrap();
        let (generation, key, changes) = (1, &key, vec![b"noise".to_vec()]);
        let one = CaseChanges {
            tag,
            generation,
            key,
            grants,
            changes,
        };
        self.put_case(device, one);
    }

    fn put_case(&mut self, device: &mut Device, one: CaseChanges<'_>) {
        let contents = pack(vec![one]).unwrap();
        let parcels = seal_all(
            contents,
            self.authority.root().authority_id(),
            &device.keys,
            &mut device.head,
            NOW,
            &mut self.random,
        )
        .unwrap();
        for parcel in parcels {
            device.put(parcel);
        }
    }

    /// A meeting that runs to its end without a fault.
    pub fn sync(&mut self, device: &mut Device) -> Report {
        let (report, error) = self.meet(device, Fault::None);
        assert_eq!(error, None);
        report
    }

    /// A meeting; says why it failed, if it did.
    pub fn meet(&mut self, device: &mut Device, fault: Fault) -> (Report, Option<SyncError>) {
        let mut link = Link {
            hub: self.hub.clone(),
            fault,
            exchange: 0,
            sent: Vec::new(),
            now: NOW,
        };
        link.meet(
            device,
            &mut self.store,
            &self.hub_certificate,
            &mut self.random,
        )
    }

    pub fn positions(&self) -> u64 {
        self.store.last_position().unwrap()
    }
}

pub struct Case {
    pub id: [u8; 16],
    pub key: CaseKey,
}

impl Case {
    pub fn tag(&self) -> CaseTag {
        case_tag(&self.id)
    }
}

/// What a phone would keep, in memory.
#[derive(Clone)]
pub struct Device {
    pub keys: DeviceKeys,
    pub certificate: Certificate,
    pub directory: Directory,
    pub parcels: BTreeMap<ParcelName, Parcel>,
    /// Names in the order they came here, own and carried: the order to send.
    pub order: Vec<ParcelName>,
    /// Names in the order the hub delivered them, each time.
    pub received: Vec<(Cursor, ParcelName)>,
    pub acknowledged: BTreeMap<DeviceId, u64>,
    pub alone: BTreeSet<(DeviceId, u64)>,
    pub rejected: Vec<(ParcelName, String)>,
    pub aside: Vec<&'static str>,
    pub head: LogHead,
    pub cursor: Cursor,
    pub certificate_at_hub: bool,
    pub bulletin_at_hub: u64,
    pub state: Option<Vec<u8>>,
    pub exchange_bytes: usize,
}

impl Device {
    pub fn id(&self) -> DeviceId {
        self.keys.device_id()
    }

    pub fn put(&mut self, parcel: Parcel) {
        let name = parcel.name();
        if let Some(known) = self.parcels.get_mut(&name) {
            known.fill(&parcel).unwrap();
        } else {
            self.order.push(name);
            self.parcels.insert(name, parcel);
        }
    }

    /// All changes of a case that this device can read, in the order of their parcels' arrival.
    pub fn read(&self, case: &Case) -> Vec<Vec<u8>> {
        let mut changes = Vec::new();
        for name in &self.order {
            let parcel = &self.parcels[name];
            let section = parcel
                .sections()
                .find(|section| section.kind.tag() == Some(case.tag()));
            if let Some(section) = section.filter(|section| section.present) {
                changes.extend(parcel.open(section.index, &case.key).unwrap());
            }
        }
        changes
    }

    /// Whether the hub's receipt for a parcel was seen.
    pub fn is_acknowledged(&self, parcel: &Parcel) -> bool {
        let (author, seq) = (parcel.header().author, parcel.header().seq);
        self.acknowledged
            .get(&author)
            .is_some_and(|upto| seq <= *upto)
            || self.alone.contains(&(author, seq))
    }

    pub fn facts(&self, hub: &Certificate) -> ClientFacts {
        let delivered: BTreeSet<ParcelName> = self.received.iter().map(|(_, name)| *name).collect();
        let rejected = |name: &ParcelName| self.rejected.iter().any(|(one, _)| one == name);
        let waiting = self
            .order
            .iter()
            .filter(|name| !delivered.contains(name) && !rejected(name));
        let outgoing = waiting
            .map(|name| &self.parcels[name])
            .filter(|parcel| !self.is_acknowledged(parcel));
        let outgoing = outgoing.map(|parcel| Outgoing {
            author: parcel.header().author,
            seq: parcel.header().seq,
            name: parcel.name(),
            length: parcel.encode().len(),
        });
        ClientFacts {
            certificate_at_hub: self.certificate_at_hub,
            bulletin_at_hub: self.bulletin_at_hub,
            cursor: self.cursor,
            outgoing: outgoing.collect(),
            own_head: self.head,
            acknowledged: self.acknowledged.clone(),
            exchange_bytes: self.exchange_bytes,
            ..ClientFacts::new(
                self.directory.clone(),
                hub.clone(),
                self.certificate.clone(),
            )
        }
    }

    /// Does what an effect asks of the store, and gives back what is for the link.
    pub fn carry_out(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Persist(state) => self.state = Some(state),
            Effect::KeepCertificate(certificate) => {
                self.directory
                    .admit_certificate(&certificate.encode())
                    .unwrap();
            }
            Effect::KeepBulletin(bulletin) => {
                self.directory.admit_bulletin(&bulletin.encode()).unwrap();
            }
            Effect::Keep { parcel, cursor } => {
                self.received.push((cursor, parcel.name()));
                self.put(parcel);
                self.cursor = cursor;
            }
            Effect::SetAside { code, cursor, .. } => {
                self.aside.push(code);
                self.cursor = cursor;
            }
            Effect::Advance(cursor) => self.cursor = cursor,
            Effect::Acknowledged { author, upto } => {
                self.acknowledged.insert(author, upto);
            }
            Effect::AcknowledgedAlone { author, seq } => {
                self.alone.insert((author, seq));
            }
            Effect::Forgotten { author, upto } => {
                self.acknowledged.insert(author, upto);
            }
            Effect::Rejected { parcel, code } => self.rejected.push((parcel.name, code)),
            Effect::HubKnows { bulletin } => {
                self.certificate_at_hub = true;
                self.bulletin_at_hub = bulletin;
            }
            other => return Some(other),
        }
        None
    }
}

/// What goes wrong in one exchange of a meeting, counted from 0.
#[derive(Clone, Copy)]
pub enum Fault {
    None,
    /// Only so many bytes of the request arrive.
    CutRequest {
        exchange: usize,
        at: usize,
    },
    /// Only so many bytes of the answer arrive.
    CutAnswer {
        exchange: usize,
        at: usize,
    },
    /// The request or answer arrives with a byte changed.
    Alter {
        request: bool,
        at: usize,
    },
    /// The whole answer is replaced by this function's.
    Answer(fn(Vec<u8>) -> Vec<u8>),
}

pub struct Link {
    pub hub: Arc<HubIdentity>,
    pub fault: Fault,
    pub exchange: usize,
    /// Names of the parcels of which at least a byte was sent, each time.
    pub sent: Vec<ParcelName>,
    pub now: i64,
}

impl Link {
    pub fn meet(
        &mut self,
        device: &mut Device,
        store: &mut dyn HubStore,
        hub: &Certificate,
        random: &mut SeededRandom,
    ) -> (Report, Option<SyncError>) {
        let mut client = ClientSession::new(device.facts(hub), device.state.as_deref()).unwrap();
        let keys = device.keys.clone();
        let mut request = Vec::new();
        let mut effects: std::collections::VecDeque<Effect> =
            client.handle(self.now, &keys, random, Event::Start).into();
        loop {
            let Some(effect) = effects.pop_front() else {
                panic!("the session waits for nothing")
            };
            match device.carry_out(effect) {
                None => {}
                Some(Effect::Open) => request.clear(),
                Some(Effect::Send(bytes)) => request.extend(bytes),
                Some(Effect::SendParcel(name)) => {
                    // What would begin after the cut never reached the wire.
                    let cut = match self.fault {
                        Fault::CutRequest { exchange, at } if exchange == self.exchange => at,
                        _ => usize::MAX,
                    };
                    if request.len() < cut {
                        self.sent.push(name);
                    }
                    request.extend(parcel_frame(&device.parcels[&name].encode()));
                }
                Some(Effect::CloseRequest) => {
                    let (answer, whole) = self.carry(&request, store);
                    self.exchange += 1;
                    for piece in answer.chunks(509) {
                        effects.extend(client.handle(
                            self.now,
                            &keys,
                            random,
                            Event::Received(piece),
                        ));
                    }
                    let last = if whole { Event::Closed } else { Event::Cut };
                    effects.extend(client.handle(self.now, &keys, random, last));
                }
                Some(Effect::Done(report)) => return (report, None),
                Some(Effect::Failed { error, report, .. }) => return (report, Some(error)),
                Some(other) => panic!("{other:?}"),
            }
        }
    }

    /// Carries a request to the hub and the answer back, with the fault.
    fn carry(&mut self, request: &[u8], store: &mut dyn HubStore) -> (Vec<u8>, bool) {
        let mut request = request.to_vec();
        match self.fault {
            Fault::CutRequest { exchange, at }
                if exchange == self.exchange && at < request.len() =>
            {
                let mut session = HubSession::new(self.hub.clone());
                for piece in request[..at].chunks(127) {
                    let _ = session.receive(self.now, store, piece).unwrap();
                }
                return (Vec::new(), false);
            }
            Fault::Alter { request: true, at } if at < request.len() => request[at] ^= 0x20,
            _ => {}
        }
        let Some(mut answer) = answer(&self.hub, self.now, store, &request) else {
            return (Vec::new(), false);
        };
        match self.fault {
            Fault::CutAnswer { exchange, at } if exchange == self.exchange && at < answer.len() => {
                answer.truncate(at);
                (answer, false)
            }
            Fault::Alter { request: false, at } if at < answer.len() => {
                answer[at] ^= 0x20;
                (answer, true)
            }
            Fault::Answer(change) => (change(answer), true),
            _ => (answer, true),
        }
    }
}

/// The hub's whole answer to a request; none if the request has no end.
pub fn answer(
    hub: &Arc<HubIdentity>,
    now: i64,
    store: &mut dyn HubStore,
    request: &[u8],
) -> Option<Vec<u8>> {
    let mut session = HubSession::new(hub.clone());
    let mut flow = Flow::More;
    for piece in request.chunks(1021) {
        if flow == Flow::More {
            flow = session.receive(now, store, piece).unwrap();
        }
    }
    if flow == Flow::More {
        return None;
    }
    let mut out = Vec::new();
    while let Some(bytes) = session.respond(store).unwrap() {
        out.extend(bytes);
    }
    Some(out)
}

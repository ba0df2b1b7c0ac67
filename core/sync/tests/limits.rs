//! How much one request may bring: at the limit, and one past it.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{NOW, World, unit};
use nuong_sync::{
    ClientFacts, ClientSession, Directory, Draft, Effect, Event, Frame, HubIdentity, HubSession,
    HubStore, MAX_ASIDE, MAX_ASKED, MAX_CERTIFICATES, MAX_PARCELS, MAX_REQUEST, MemoryStore,
    Parcel, ParcelName, SyncError, hub::Flow, parcel_frame, seal,
};
use nuong_trust::{
    CaseKey, Certificate, DeviceKeys, Role, RootKey, SeededRandom, Terms, Validity, case_tag,
};

/// A hub and a device of it that has said hello.
struct Guest {
    random: SeededRandom,
    root: RootKey,
    keys: DeviceKeys,
    store: MemoryStore,
    session: HubSession,
}

fn terms(keys: &DeviceKeys, role: Role) -> Terms {
    let hub = role == Role::Hub;
    Terms {
        device: *keys.public(),
        person: "x".to_owned(),
        role,
        units: if hub {
            Vec::new()
        } else {
            vec![unit("post-a")]
        },
        shares_with: Vec::new(),
        validity: Validity::for_days(NOW, 365),
        tls: hub.then(|| vec![0x30]),
        urls: if hub {
            vec!["https://hub.example".to_owned()]
        } else {
            Vec::new()
        },
    }
}

fn guest() -> Guest {
    let mut random = SeededRandom::for_simulation(70);
    let root = RootKey::generate(&mut random).unwrap();
    let (hub, keys) = (
        DeviceKeys::generate(&mut random).unwrap(),
        DeviceKeys::generate(&mut random).unwrap(),
    );
    let hub_certificate = Certificate::issue(terms(&hub, Role::Hub), &root).unwrap();
    let certificate = Certificate::issue(terms(&keys, Role::Officer), &root).unwrap();
    let facts = ClientFacts::new(Directory::new(root.public()), hub_certificate, certificate);
    let mut client = ClientSession::new(facts, None).unwrap();
    let mut session = HubSession::new(Arc::new(HubIdentity::new(hub, root.public())));
    let mut store = MemoryStore::new();
    let effects = client.handle(NOW, &keys, &mut random, Event::Start);
    let hello = effects.into_iter().find_map(|effect| match effect {
        Effect::Send(bytes) => Some(bytes),
        _ => None,
    });
    assert_eq!(
        session.receive(NOW, &mut store, &hello.unwrap()).unwrap(),
        Flow::More
    );
    Guest {
        random,
        root,
        keys,
        store,
        session,
    }
}

impl Guest {
    fn send(&mut self, bytes: &[u8]) -> Option<SyncError> {
        self.session.receive(NOW, &mut self.store, bytes).unwrap();
        self.session.refusal()
    }

    fn parcel(&mut self, keys: &DeviceKeys, salt: u8) -> Parcel {
        let key = CaseKey::from_bytes(&[1; 32]).unwrap();
        let section =
            nuong_sync::DraftSection::new(case_tag(&[1; 16]), 1, &key, &[vec![1]]).unwrap();
        let draft = Draft {
            authority: self.root.public().authority_id(),
            author: keys.device_id(),
            seq: 1,
            prev: ParcelName::NONE,
            at: NOW,
            grants: Vec::new(),
            pieces: Vec::new(),
            sections: vec![section],
        };
        seal(&draft, keys, [salt; 16]).unwrap()
    }
}

#[test]
fn one_parcel_past_the_limit_is_refused() {
    let mut guest = guest();
    let frame = parcel_frame(&[0]);
    assert_eq!(guest.send(&frame.repeat(MAX_PARCELS)), None);
    assert_eq!(guest.session.outcomes().len(), MAX_PARCELS);
    assert_eq!(guest.send(&frame), Some(SyncError::TooMuch));
}

#[test]
fn one_certificate_past_the_limit_is_refused() {
    let mut guest = guest();
    let frame = Frame::Certificate(vec![0]).encode();
    assert_eq!(
        guest.send(&frame.repeat(MAX_CERTIFICATES)),
        None,
        "bad ones harm nobody"
    );
    assert_eq!(guest.send(&frame), Some(SyncError::TooMuch));
}

#[test]
fn one_byte_past_the_longest_request_is_refused() {
    let mut guest = guest();
    let frame = parcel_frame(&vec![0; nuong_sync::MAX_PARCEL]);
    let mut sent = 0;
    while sent + frame.len() < MAX_REQUEST - 1024 {
        assert_eq!(guest.send(&frame), None);
        sent += frame.len();
    }
    assert_eq!(guest.send(&frame), Some(SyncError::TooMuch));
}

#[test]
fn one_author_past_the_limit_is_refused() {
    let mut guest = guest();
    for index in 0..=MAX_ASKED {
        let keys = DeviceKeys::generate(&mut guest.random).unwrap();
        let certificate = Certificate::issue(terms(&keys, Role::Officer), &guest.root).unwrap();
        let mut bytes = Frame::Certificate(certificate.encode()).encode();
        bytes.extend(parcel_frame(&guest.parcel(&keys, 1).encode()));
        let expected = (index == MAX_ASKED).then_some(SyncError::TooMuch);
        assert_eq!(guest.send(&bytes), expected);
    }
}

#[test]
fn of_second_histories_only_so_many_are_kept_aside_and_all_are_rejected() {
    let mut guest = guest();
    let keys = guest.keys.clone();
    for salt in 0..MAX_ASIDE as u8 + 3 {
        let parcel = guest.parcel(&keys, salt);
        assert_eq!(guest.send(&parcel_frame(&parcel.encode())), None);
    }
    assert_eq!(guest.store.asides(&keys.device_id()).unwrap(), MAX_ASIDE);
    assert_eq!(guest.store.last_position().unwrap(), 1);
    let forks = guest
        .session
        .outcomes()
        .iter()
        .filter(|outcome| outcome.code == "parcel.fork");
    assert_eq!(forks.count(), MAX_ASIDE + 2);
}

#[test]
fn what_a_hub_keeps_has_no_word_of_a_record() {
    let mut world = World::new(71);
    let mut a = world.device("a", &["post-a"]);
    let case = world.case(1);
    world.write(&mut a, &case, &["Giàng Thị Mỷ".as_bytes()], &["post-a"]);
    world.sync(&mut a);
    let secrets: [&[u8]; 3] = ["Giàng Thị Mỷ".as_bytes(), &case.id, case.key.as_bytes()];
    for bytes in world.store.bytes() {
        for secret in secrets {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
    assert!(world.store.bytes().count() > 1);
}

//! The store on disk does what the plain one in memory does, whatever is asked of it.
#![allow(clippy::unwrap_used)]

use nuong_hub::SqliteStore;
use nuong_sync::hub::contract::hub_store_contract;
use nuong_sync::hub::{Aside, HubStore, NewParcel};
use nuong_sync::{MemoryStore, ParcelName};
use nuong_trust::{CaseTag, DeviceId, UnitId};
use proptest::prelude::*;
use tempfile::TempDir;

#[derive(Debug, Clone)]
enum Act {
    Append {
        author: u8,
        seq: u64,
        name: u8,
        tags: Vec<u8>,
        grants: Vec<(u8, u8)>,
    },
    Certificate {
        device: u8,
        bytes: u8,
    },
    Bulletin {
        number: u64,
    },
    Aside {
        author: u8,
        name: u8,
    },
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    let seq = prop_oneof![20 => 1..8u64, 1 => Just(u64::MAX), 1 => Just(1 << 63)];
    let tags = prop::collection::btree_set(0..4u8, 0..4).prop_map(Vec::from_iter);
    let grants = prop::collection::btree_set((0..4u8, 0..3u8), 0..3).prop_map(Vec::from_iter);
    prop_oneof![
        8 => (0..3u8, seq, 0..3u8, tags, grants)
            .prop_map(|(author, seq, name, tags, grants)| Act::Append { author, seq, name, tags, grants }),
        1 => (0..3u8, 0..3u8).prop_map(|(device, bytes)| Act::Certificate { device, bytes }),
        1 => prop_oneof![0..5u64, Just(u64::MAX)].prop_map(|number| Act::Bulletin { number }),
        1 => (0..3u8, 0..3u8).prop_map(|(author, name)| Act::Aside { author, name }),
        1 => Just(Act::Reopen),
    ]
}

fn device(n: u8) -> DeviceId {
    DeviceId::new([n; 16])
}

fn tag(n: u8) -> CaseTag {
    CaseTag::new([n; 16])
}

fn unit(n: u8) -> UnitId {
    UnitId::new(format!("unit-{n}")).unwrap()
}

/// Does the act to a store and says what came of it.
fn perform(store: &mut dyn HubStore, act: &Act) -> String {
    match act {
        Act::Append {
            author,
            seq,
            name,
            tags,
            grants,
        } => {
            let tags: Vec<CaseTag> = tags.iter().map(|n| tag(*n)).collect();
            let grants: Vec<(CaseTag, UnitId)> =
                grants.iter().map(|(t, u)| (tag(*t), unit(*u))).collect();
            // The name says author and number too, as a real one does.
            let mut full = [*name; 32];
            full[0] = *author;
            full[1..9].copy_from_slice(&seq.to_be_bytes());
            let parcel = NewParcel {
                author: device(*author),
                seq: *seq,
                name: ParcelName::new(full),
                prev: ParcelName::new([seq.to_le_bytes()[0]; 32]),
                accepted_at: 5,
                tags: &tags,
                grants: &grants,
                for_all: false,
                bytes: &full,
            };
            format!("{:?}", store.append(&parcel).unwrap())
        }
        Act::Certificate { device: n, bytes } => format!(
            "{:?}",
            store.put_certificate(&device(*n), &[*bytes]).unwrap()
        ),
        Act::Bulletin { number } => {
            format!(
                "{:?}",
                store.put_bulletin(*number, &number.to_be_bytes()).unwrap()
            )
        }
        Act::Aside { author, name } => {
            let name = ParcelName::new([*author * 10 + *name; 32]);
            let aside = Aside {
                author: device(*author),
                seq: 1,
                name,
                code: "parcel.fork",
                at: 5,
                bytes: &[1],
            };
            format!("{:?}", store.keep_aside(&aside).unwrap())
        }
        Act::Reopen => String::new(),
    }
}

/// Everything that can be asked of a store.
fn answers(store: &dyn HubStore) -> Vec<String> {
    let mut all = vec![format!(
        "{:?} {:?}",
        store.bulletin().unwrap(),
        store.last_position().unwrap()
    )];
    let last = store.last_position().unwrap();
    for author in (0..3).map(device) {
        all.push(format!(
            "{:?} {:?}",
            store.certificate(&author).unwrap(),
            store.contiguous(&author).unwrap()
        ));
        all.push(format!("{:?}", store.asides(&author).unwrap()));
        for seq in [0, 1, 3, 7, 1 << 63, u64::MAX] {
            all.push(format!(
                "{:?} {:?}",
                store.link(&author, seq).unwrap(),
                store.beyond(&author, seq, 3).unwrap()
            ));
        }
        for upto in [0, last / 2, last, u64::MAX] {
            all.push(format!(
                "{:?}",
                store.heard(&author, &[unit(0), unit(2)], upto).unwrap()
            ));
        }
    }
    for position in (0..=last + 1).chain([u64::MAX]) {
        let mut entry = store.entry(position).unwrap();
        if let Some(entry) = &mut entry {
            entry.grants.sort();
        }
        all.push(format!("{entry:?}"));
        for units in [vec![], vec![unit(0)], vec![unit(1), unit(2)]] {
            all.push(format!(
                "{:?}",
                store.relevant(&units, position, 2).unwrap()
            ));
        }
        for tags in [vec![], vec![tag(0)], vec![tag(1), tag(3), tag(0)]] {
            all.push(format!(
                "{:?}",
                store.with_tags(&tags, position / 3, position, 2).unwrap()
            ));
        }
    }
    for tag in (0..4).map(tag) {
        let mut granted = store.granted(&tag).unwrap();
        granted.sort_by(|a, b| a.unit.cmp(&b.unit));
        all.push(format!("{granted:?}"));
    }
    all
}

#[test]
fn the_store_keeps_the_contract_of_every_store() {
    let folder = TempDir::new().unwrap();
    let mut number = 0;
    hub_store_contract(|| {
        number += 1;
        SqliteStore::open(&folder.path().join(format!("{number}.db"))).unwrap()
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn the_store_on_disk_answers_as_the_one_in_memory(acts in prop::collection::vec(act(), 1..40)) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("hub.db");
        let mut plain = MemoryStore::new();
        let mut disk = SqliteStore::open(&path).unwrap();
        for act in &acts {
            if matches!(act, Act::Reopen) {
                drop(disk);
                disk = SqliteStore::open(&path).unwrap();
            }
            prop_assert_eq!(perform(&mut disk, act), perform(&mut plain, act));
        }
        prop_assert_eq!(answers(&disk), answers(&plain));
    }
}

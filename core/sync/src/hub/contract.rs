//! What every hub's store must do, as a test-suite to be run on each of them.

use nuong_trust::{CaseTag, DeviceId, UnitId};

use super::{Appended, Aside, Granted, HubStore, Link, NewParcel, StoreError, StoredCertificate};
use crate::ParcelName;

type Check<S> = fn(&mut S) -> Result<(), StoreError>;

/// Runs the whole suite, each part on a new, empty store from `make`.
///
/// # Panics
/// If the store does not keep the contract: the message says which part.
pub fn hub_store_contract<S: HubStore>(mut make: impl FnMut() -> S) {
    let parts: [(&str, Check<S>); 11] = [
        ("only the latest bulletin is kept", latest_bulletin),
        ("a certificate knows since when it is there", certificates),
        ("positions count from 1 and entries come back", log),
        ("an author's number is taken once", numbers),
        ("what is contiguous and what is beyond", chains),
        ("a unit has a case from its first grant on", first_grant),
        ("an entry matters from the grant on", relevant),
        ("entries of a case are found between positions", tagged),
        ("an author is heard where its entries matter", heard),
        ("what is for all matters to every unit", for_all),
        (
            "what is kept aside is counted once and is not in the log",
            aside,
        ),
    ];
    for (promise, check) in parts {
        if let Err(error) = check(&mut make()) {
            panic!(
                "{promise}: {error}: {:?}",
                std::error::Error::source(&error)
            );
        }
    }
}

const A: DeviceId = DeviceId::new([0xa; 16]);
const B: DeviceId = DeviceId::new([0xb; 16]);
const ONE: CaseTag = CaseTag::new([1; 16]);
const TWO: CaseTag = CaseTag::new([2; 16]);
const THREE: CaseTag = CaseTag::new([3; 16]);

fn unit(name: &str) -> Result<UnitId, StoreError> {
    UnitId::new(name).map_err(StoreError::new)
}

/// The name of an author's parcel: any bytes that differ for each.
fn name(author: DeviceId, seq: u64) -> ParcelName {
    let mut bytes = [author.as_bytes()[0]; 32];
    bytes[..8].copy_from_slice(&seq.to_be_bytes());
    ParcelName::new(bytes)
}

fn put<S: HubStore>(
    store: &mut S,
    (author, seq): (DeviceId, u64),
    tags: &[CaseTag],
    grants: &[(CaseTag, UnitId)],
) -> Result<Appended, StoreError> {
    let (name, prev) = (name(author, seq), name(author, seq - 1));
    store.append(&NewParcel {
        author,
        seq,
        name,
        prev,
        accepted_at: 7,
        tags,
        grants,
        for_all: false,
        bytes: name.as_bytes(),
    })
}

/// A parcel that matters to every device.
fn put_for_all<S: HubStore>(
    store: &mut S,
    author: DeviceId,
    seq: u64,
) -> Result<Appended, StoreError> {
    let (name, prev) = (name(author, seq), name(author, seq - 1));
    store.append(&NewParcel {
        author,
        seq,
        name,
        prev,
        accepted_at: 7,
        tags: &[],
        grants: &[],
        for_all: true,
        bytes: name.as_bytes(),
    })
}

fn latest_bulletin<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    assert_eq!(store.bulletin()?, None);
    store.put_bulletin(2, b"two")?;
    store.put_bulletin(1, b"one")?;
    store.put_bulletin(2, b"other")?;
    assert_eq!(store.bulletin()?.as_deref(), Some(b"two".as_slice()));
    store.put_bulletin(10, b"ten")?;
    assert_eq!(store.bulletin()?.as_deref(), Some(b"ten".as_slice()));
    Ok(())
}

fn certificates<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    assert_eq!(store.certificate(&A)?, None);
    store.put_certificate(&A, b"first")?;
    assert_eq!(
        store.certificate(&A)?,
        Some(StoredCertificate {
            bytes: b"first".to_vec(),
            since: 0
        })
    );
    put(store, (A, 1), &[ONE], &[])?;
    store.put_certificate(&A, b"first")?;
    assert_eq!(
        store.certificate(&A)?.map(|stored| stored.since),
        Some(0),
        "the same bytes again change nothing"
    );
    store.put_certificate(&A, b"second")?;
    assert_eq!(
        store.certificate(&A)?,
        Some(StoredCertificate {
            bytes: b"second".to_vec(),
            since: 1
        })
    );
    assert_eq!(store.certificate(&B)?, None);
    Ok(())
}

fn log<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    assert_eq!(store.last_position()?, 0);
    let grants = [
        (ONE, unit("post-a")?),
        (ONE, unit("province")?),
        (TWO, unit("post-a")?),
    ];
    assert_eq!(put(store, (A, 1), &[ONE, TWO], &grants)?, Appended::At(1));
    assert_eq!(put(store, (B, 1), &[], &[])?, Appended::At(2));
    assert_eq!(store.last_position()?, 2);
    let Some(mut entry) = store.entry(1)? else {
        panic!("entry 1")
    };
    entry.grants.sort();
    assert_eq!(
        (entry.author, entry.bytes.as_slice()),
        (A, name(A, 1).as_bytes().as_slice())
    );
    assert_eq!(entry.grants, grants);
    assert_eq!(
        store.entry(2)?.map(|entry| (entry.author, entry.grants)),
        Some((B, Vec::new()))
    );
    assert_eq!((store.entry(0)?, store.entry(3)?), (None, None));
    Ok(())
}

fn numbers<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    put(store, (A, 1), &[ONE], &[(ONE, unit("post-a")?)])?;
    assert_eq!(put(store, (A, 1), &[ONE], &[])?, Appended::Duplicate);
    let (other, prev, grants) = (name(B, 9), ParcelName::NONE, [(TWO, unit("post-a")?)]);
    let fork = NewParcel {
        author: A,
        seq: 1,
        name: other,
        prev,
        accepted_at: 7,
        tags: &[TWO],
        grants: &grants,
        for_all: false,
        bytes: b"x",
    };
    assert_eq!(store.append(&fork)?, Appended::Taken);
    assert_eq!(store.last_position()?, 1);
    assert_eq!(store.granted(&TWO)?, []);
    assert_eq!(
        store.link(&A, 1)?,
        Some(Link {
            name: name(A, 1),
            prev: name(A, 0)
        })
    );
    assert_eq!((store.link(&A, 2)?, store.link(&B, 1)?), (None, None));
    Ok(())
}

fn chains<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    assert_eq!(store.contiguous(&A)?, None);
    for seq in [2, 5, 4] {
        put(store, (A, seq), &[ONE], &[])?;
    }
    put(store, (B, 3), &[ONE], &[])?;
    assert_eq!(store.contiguous(&A)?, None);
    put(store, (A, 1), &[ONE], &[])?;
    assert_eq!(store.contiguous(&A)?, Some((2, name(A, 2))));
    assert_eq!(store.beyond(&A, 2, 9)?, [(4, name(A, 4)), (5, name(A, 5))]);
    assert_eq!(store.beyond(&A, 0, 3)?.len(), 3);
    assert_eq!(store.beyond(&A, 5, 9)?, []);
    assert_eq!(store.beyond(&A, 0, 0)?, []);
    put(store, (A, 3), &[ONE], &[])?;
    assert_eq!(store.contiguous(&A)?, Some((5, name(A, 5))));
    assert_eq!(
        (store.contiguous(&B)?, store.beyond(&B, 0, 9)?),
        (None, vec![(3, name(B, 3))])
    );
    Ok(())
}

fn first_grant<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    let (post, province) = (unit("post-a")?, unit("province")?);
    put(store, (A, 1), &[ONE], &[(ONE, post.clone())])?;
    put(
        store,
        (A, 2),
        &[ONE],
        &[
            (ONE, post.clone()),
            (ONE, province.clone()),
            (TWO, post.clone()),
        ],
    )?;
    let mut granted = store.granted(&ONE)?;
    granted.sort_by_key(|granted| granted.since);
    assert_eq!(
        granted,
        [
            Granted {
                unit: post.clone(),
                since: 1
            },
            Granted {
                unit: province,
                since: 2
            }
        ]
    );
    assert_eq!(
        store.granted(&TWO)?,
        [Granted {
            unit: post,
            since: 2
        }]
    );
    assert_eq!(store.granted(&THREE)?, []);
    Ok(())
}

/// Case 1 is granted to post-a at 2 and to province at 4; case 2 to post-b at 3.
fn fill<S: HubStore>(store: &mut S) -> Result<[Vec<UnitId>; 3], StoreError> {
    let (a, b, province) = (unit("post-a")?, unit("post-b")?, unit("province")?);
    put(store, (A, 1), &[ONE], &[])?;
    put(store, (A, 2), &[ONE, TWO], &[(ONE, a.clone())])?;
    put(store, (B, 1), &[TWO], &[(TWO, b.clone())])?;
    put(store, (A, 3), &[], &[(ONE, province.clone())])?;
    put(store, (B, 2), &[ONE, THREE], &[])?;
    put(store, (B, 3), &[TWO], &[])?;
    Ok([vec![a], vec![b], vec![province]])
}

fn relevant<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    let [a, b, province] = fill(store)?;
    assert_eq!(store.relevant(&a, 0, 9)?, [2, 5]);
    assert_eq!(store.relevant(&b, 0, 9)?, [3, 6]);
    assert_eq!(store.relevant(&province, 0, 9)?, [4, 5]);
    let both = [a.clone(), b].concat();
    assert_eq!(store.relevant(&both, 0, 9)?, [2, 3, 5, 6]);
    assert_eq!(store.relevant(&both, 0, 2)?, [2, 3]);
    assert_eq!(store.relevant(&both, 3, 9)?, [5, 6]);
    assert_eq!(store.relevant(&a, 5, 9)?, []);
    assert_eq!(store.relevant(&[], 0, 9)?, []);
    assert_eq!(store.relevant(&[unit("nobody")?], 0, 9)?, []);
    Ok(())
}

fn tagged<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    fill(store)?;
    assert_eq!(store.with_tags(&[ONE], 0, 9, 9)?, [1, 2, 5]);
    assert_eq!(store.with_tags(&[ONE], 1, 5, 9)?, [2]);
    assert_eq!(store.with_tags(&[ONE, TWO], 0, 4, 9)?, [1, 2, 3]);
    assert_eq!(store.with_tags(&[ONE, TWO], 0, 4, 1)?, [1]);
    assert_eq!(store.with_tags(&[], 0, 9, 9)?, []);
    Ok(())
}

fn heard<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    let [a, b, province] = fill(store)?;
    assert!(!store.heard(&A, &a, 1)?, "before the grant");
    assert!(store.heard(&A, &a, 2)?);
    assert!(!store.heard(&B, &a, 4)?);
    assert!(store.heard(&B, &a, 5)?);
    assert!(!store.heard(&A, &b, 6)?);
    assert!(!store.heard(&A, &province, 3)?);
    assert!(store.heard(&A, &province, 4)?, "a grant alone");
    assert!(!store.heard(&A, &[], 6)?);
    Ok(())
}

fn for_all<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    let [a, b, _] = fill(store)?;
    put_for_all(store, B, 4)?;
    put_for_all(store, A, 4)?;
    assert_eq!(store.relevant(&a, 0, 9)?, [2, 5, 7, 8]);
    assert_eq!(store.relevant(&b, 6, 9)?, [7, 8]);
    assert_eq!(store.relevant(&b, 0, 3)?, [3, 6, 7]);
    assert_eq!(store.relevant(&[], 0, 9)?, [7, 8]);
    assert!(!store.heard(&A, &[], 7)?);
    assert!(store.heard(&A, &[], 8)?);
    Ok(())
}

fn aside<S: HubStore>(store: &mut S) -> Result<(), StoreError> {
    put(store, (A, 1), &[ONE], &[])?;
    let one = Aside {
        author: A,
        seq: 1,
        name: name(B, 1),
        code: "parcel.fork",
        at: 7,
        bytes: b"fork",
    };
    store.keep_aside(&one)?;
    store.keep_aside(&one)?;
    assert_eq!((store.asides(&A)?, store.asides(&B)?), (1, 0));
    assert_eq!(store.last_position()?, 1);
    assert_eq!(store.link(&A, 1)?.map(|link| link.name), Some(name(A, 1)));
    Ok(())
}

//! Every encoding: cut at every byte, altered in every bit, one byte too long, made by a newer version.

use crate::common::{NOW, Province, keyring};
use nuong_trust::{
    Authority, Bulletin, CaseGrant, CaseKey, Certificate, EnrolGrant, EnrolRequest, Keyring,
    MAX_AUTHORITY, MAX_BULLETIN, MAX_CERTIFICATE, MAX_ENROL_GRANT, MAX_ENROL_REQUEST, MAX_KEYRING,
    Role, RootPublic, TrustError,
};

type Receive = dyn Fn(&[u8]) -> Result<(), TrustError>;

/// One kind of encoding: a good one, the limit of its kind, and what a receiver does with one (read it and check it).
struct Kind {
    name: &'static str,
    good: Vec<u8>,
    limit: usize,
    receive: Box<Receive>,
}

fn kinds() -> Vec<Kind> {
    let mut province = Province::new();
    province.certify_hub();
    let (lost, _) = province.enrol(Role::Officer, &["post-a"]);
    province
        .authority
        .revoke(lost.device_id(), NOW, &mut province.random)
        .unwrap();
    let (keys, grant) = province.enrol(Role::Officer, &["post-a"]);
    let root: RootPublic = province.authority.root();
    let request = EnrolRequest::create(&keys, "Lò Thị Mai", NOW).unwrap();
    let public = *keys.public();
    vec![
        Kind {
            name: "certificate",
            good: grant.certificate.encode(),
            limit: MAX_CERTIFICATE,
            receive: Box::new(move |bytes| {
                Certificate::decode(bytes)?.verify(&root, NOW).map(|_| ())
            }),
        },
        Kind {
            name: "bulletin",
            good: grant.bulletin.encode(),
            limit: MAX_BULLETIN,
            receive: Box::new(move |bytes| Bulletin::decode(bytes)?.verify(&root)),
        },
        Kind {
            name: "enrol request",
            good: request.encode(),
            limit: MAX_ENROL_REQUEST,
            receive: Box::new(|bytes| EnrolRequest::decode(bytes)?.verify()),
        },
        Kind {
            name: "enrol grant",
            good: grant.encode(),
            limit: MAX_ENROL_GRANT,
            receive: Box::new(move |bytes| {
                EnrolGrant::decode(bytes)?.verify(&public, NOW).map(|_| ())
            }),
        },
        Kind {
            name: "keyring",
            good: keyring().encode(),
            limit: MAX_KEYRING,
            receive: Box::new(|bytes| {
                Keyring::decode(bytes)?
                    .open(crate::common::PASSPHRASE)
                    .map(|_| ())
            }),
        },
    ]
}

#[test]
fn every_good_encoding_is_accepted() {
    for kind in kinds() {
        assert_eq!((kind.receive)(&kind.good), Ok(()), "{}", kind.name);
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    for kind in kinds() {
        let mut bytes = kind.good.clone();
        for at in 0..bytes.len() * 8 {
            bytes[at / 8] ^= 1 << (at % 8);
            assert!((kind.receive)(&bytes).is_err(), "{}, bit {at}", kind.name);
            bytes[at / 8] ^= 1 << (at % 8);
        }
    }
}

#[test]
fn every_cut_is_refused_as_a_cut() {
    for kind in kinds() {
        let expected = if kind.name == "keyring" {
            TrustError::Damaged
        } else {
            TrustError::Truncated
        };
        for length in 0..kind.good.len() {
            let refused = (kind.receive)(&kind.good[..length]);
            assert_eq!(refused, Err(expected), "{}, {length} bytes", kind.name);
        }
    }
}

#[test]
fn a_byte_too_many_is_refused() {
    for kind in kinds() {
        let expected = if kind.name == "keyring" {
            TrustError::Damaged
        } else {
            TrustError::NotCanonical
        };
        let longer = [&kind.good[..], &[0]].concat();
        assert_eq!((kind.receive)(&longer), Err(expected), "{}", kind.name);
    }
}

#[test]
fn one_byte_past_the_limit_is_refused_unread_and_one_at_it_is_read() {
    for kind in kinds() {
        let mut bytes = kind.good.clone();
        bytes.resize(kind.limit, 0);
        assert_ne!(
            (kind.receive)(&bytes),
            Err(TrustError::TooLarge),
            "{}",
            kind.name
        );
        bytes.push(0);
        assert_eq!(
            (kind.receive)(&bytes),
            Err(TrustError::TooLarge),
            "{}",
            kind.name
        );
    }
}

#[test]
fn a_newer_version_is_told_from_damage() {
    for kind in kinds() {
        let mut bytes = kind.good.clone();
        assert_eq!(bytes[1], 1, "{}: the version is the second byte", kind.name);
        bytes[1] = 2;
        assert_eq!(
            (kind.receive)(&bytes),
            Err(TrustError::Newer),
            "{}",
            kind.name
        );
    }
}

/// One kind is never taken for another, whatever it holds.
#[test]
fn no_kind_is_read_as_another() {
    let kinds = kinds();
    for (at, kind) in kinds.iter().enumerate() {
        for (other_at, other) in kinds.iter().enumerate() {
            if at != other_at {
                assert!(
                    (kind.receive)(&other.good).is_err(),
                    "{} as {}",
                    other.name,
                    kind.name
                );
            }
        }
    }
}

/// Its length says 2⁶³ bytes; nothing is set aside for them.
#[test]
fn a_length_that_lies_takes_no_memory() {
    let liar = [
        0x83, 0x01, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];
    assert!(Certificate::decode(&liar).is_err());
    let liar = [
        0x82, 0x01, 0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];
    assert!(EnrolGrant::decode(&liar).is_err());
}

#[test]
fn a_case_grant_cut_anywhere_is_refused() {
    let mut province = Province::new();
    let (keys, enrolled) = province.enrol(Role::Officer, &["post-a"]);
    let bulletin = enrolled.bulletin;
    let key = CaseKey::generate(&mut province.random).unwrap();
    let (authority, by) = (bulletin.authority(), keys.device_id());
    let (to, random) = ([&bulletin.epochs()[0]], &mut province.random);
    let grant = CaseGrant::create(&authority, &by, &[1; 16], &key, 1, &to, Vec::new(), random);
    let grant = grant.unwrap();
    let bytes = minicbor::to_vec(&grant).unwrap();
    assert_eq!(minicbor::decode::<CaseGrant>(&bytes).unwrap(), grant);
    for length in 0..bytes.len() {
        assert!(minicbor::decode::<CaseGrant>(&bytes[..length]).is_err());
    }
    // The sealed part has one length: a byte string of 95 or 97 bytes in its place is refused.
    let sealed = bytes
        .windows(2)
        .position(|pair| pair == [0x58, 96])
        .unwrap();
    for length in [95, 97] {
        let mut altered = bytes.clone();
        let other = [&[0x58, length][..], &vec![0; length.into()]].concat();
        altered.splice(sealed..sealed + 2 + 96, other);
        assert!(minicbor::decode::<CaseGrant>(&altered).is_err());
    }
}

#[test]
fn an_authoritys_state_is_read_whole_or_not_at_all() {
    let mut province = Province::new();
    province.enrol(Role::Officer, &["post-a"]);
    let bytes = province.authority.to_secret_bytes();
    for length in 0..bytes.len() {
        assert_eq!(
            Authority::from_secret_bytes(&bytes[..length]).err(),
            Some(TrustError::Truncated)
        );
    }
    assert_eq!(
        Authority::from_secret_bytes(&[&bytes[..], &[0]].concat()).err(),
        Some(TrustError::NotCanonical)
    );
    assert_eq!(
        Authority::from_secret_bytes(&vec![0; MAX_AUTHORITY + 1]).err(),
        Some(TrustError::TooLarge)
    );
}

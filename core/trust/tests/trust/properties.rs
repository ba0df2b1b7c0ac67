//! What holds for all inputs.

use crate::common::{NOW, Province, keyring};
use nuong_trust::{
    Authority, Bulletin, CaseGrant, CaseKey, Certificate, DeviceKeys, EnrolGrant, EnrolRequest,
    Keyring, Role, RootKey, SeededRandom, SymmetricKey, Terms, UnitId, UnitKey, Validity,
    open_as_device, seal_to_device, section_key, unwrap, wrap,
};
use proptest::{collection, prelude::*};

fn unit() -> impl Strategy<Value = UnitId> {
    "[a-z0-9-]{1,64}".prop_map(|name| UnitId::new(name).unwrap())
}

prop_compose! {
    fn terms()(
        seed in any::<u64>(),
        person in "[a-zA-ZđĐếơứ .]{1,120}",
        role in proptest::sample::select(vec![Role::Officer, Role::Outreach, Role::Supervisor, Role::Administrator]),
        units in collection::vec(unit(), 1..=8),
        shares_with in collection::vec(unit(), 0..=8),
        not_before in i64::MIN..i64::MAX,
        length in 1..=i64::MAX,
    ) -> Terms {
        let device = *DeviceKeys::generate(&mut SeededRandom::for_simulation(seed)).unwrap().public();
        let validity = Validity { not_before, not_after: not_before.saturating_add(length) };
        Terms { device, person, role, units, shares_with, validity, tls: None, urls: vec![] }
    }
}

/// Bytes that begin like the real thing, so that a decoder is not done at the first.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let mut province = Province::new();
    let (_, grant) = province.enrol(Role::Officer, &["post-a"]);
    let seeds = vec![
        vec![],
        grant.certificate.encode(),
        grant.bulletin.encode(),
        grant.encode(),
        keyring().encode(),
        province.authority.to_secret_bytes().to_vec(),
    ];
    let parts = (
        proptest::sample::select(seeds),
        any::<proptest::sample::Index>(),
        collection::vec(any::<u8>(), 0..300),
    );
    parts.prop_map(|(mut start, cut, tail)| {
        start.truncate(cut.index(start.len() + 1));
        start.extend_from_slice(&tail);
        start
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in bytes()) {
        let mut random = SeededRandom::for_simulation(0);
        let keys = DeviceKeys::generate(&mut random).unwrap();
        let unit = UnitKey::generate(&mut random).unwrap();
        let _ = Certificate::decode(&bytes);
        if let Ok(bulletin) = Bulletin::decode(&bytes) {
            let _ = bulletin.unit_keys(&keys);
        }
        let _ = EnrolRequest::decode(&bytes);
        let _ = EnrolGrant::decode(&bytes);
        let _ = Keyring::decode(&bytes);
        let _ = Authority::from_secret_bytes(&bytes);
        let _ = DeviceKeys::from_secret_bytes(&bytes);
        if let Ok(grant) = minicbor::decode::<CaseGrant>(&bytes) {
            let authority = keys.device_id().as_bytes().to_owned().into();
            let _ = grant.verify(&authority, &keys.device_id());
            for to in grant.to() {
                let _ = grant.open(&authority, to, &unit);
            }
        }
        prop_assert!(open_as_device(&keys, b"nuong/1 test", b"", &bytes).is_err());
        prop_assert!(unwrap(unit.symmetric(), b"nuong/1 test", &bytes).is_err());
    }

    #[test]
    fn any_certificate_is_the_same_after_a_journey(terms in terms()) {
        let root = RootKey::generate(&mut SeededRandom::for_simulation(0)).unwrap();
        let certificate = Certificate::issue(terms, &root).unwrap();
        let arrived = Certificate::decode(&certificate.encode()).unwrap();
        prop_assert_eq!(&arrived, &certificate);
        let now = arrived.terms().validity.not_before;
        prop_assert!(arrived.verify(&root.public(), now).is_ok());
    }

    #[test]
    fn any_request_is_the_same_after_a_journey(seed in any::<u64>(), person in "\\PC{1,120}", now in any::<i64>()) {
        let keys = DeviceKeys::generate(&mut SeededRandom::for_simulation(seed)).unwrap();
        let request = EnrolRequest::create(&keys, person, now).unwrap();
        prop_assert_eq!(EnrolRequest::decode(&request.encode()).unwrap(), request);
    }

    #[test]
    fn any_text_is_opened_again_and_any_flipped_bit_is_refused(
        seed in any::<u64>(),
        context in collection::vec(any::<u8>(), 0..40),
        aad in collection::vec(any::<u8>(), 0..40),
        text in collection::vec(any::<u8>(), 0..200),
        bit in any::<proptest::sample::Index>(),
    ) {
        let mut random = SeededRandom::for_simulation(seed);
        let keys = DeviceKeys::generate(&mut random).unwrap();
        let key = SymmetricKey::generate(&mut random).unwrap();
        let case = CaseKey::generate(&mut random).unwrap();
        let flip = |bytes: &[u8]| {
            let (mut bytes, at) = (bytes.to_vec(), bit.index(bytes.len() * 8));
            bytes[at / 8] ^= 1 << (at % 8);
            bytes
        };

        let sealed = seal_to_device(&keys.public().sealing, &context, &aad, &text, &mut random).unwrap();
        prop_assert!(*open_as_device(&keys, &context, &aad, &sealed).unwrap() == text);
        // X25519 takes no notice of the last bit of a public key (RFC 7748 §5), but HPKE binds the key as it was sent.
        prop_assert!(open_as_device(&keys, &context, &aad, &flip(&sealed)).is_err());

        let wrapped = wrap(&key, &context, &text, &mut random).unwrap();
        prop_assert!(*unwrap(&key, &context, &wrapped).unwrap() == text);
        prop_assert!(unwrap(&key, &context, &flip(&wrapped)).is_err());

        let section = section_key(&case, &[1; 16], &context).seal(&aad, &text).unwrap();
        let open = |bytes: &[u8]| section_key(&case, &[1; 16], &context).open(&aad, bytes);
        prop_assert!(*open(&section).unwrap() == text);
        prop_assert!(open(&flip(&section)).is_err());
    }

    #[test]
    fn any_flipped_bit_of_a_grant_is_refused(bit in any::<proptest::sample::Index>()) {
        let mut province = Province::new();
        let (keys, enrolled) = province.enrol(Role::Officer, &["post-a"]);
        let (authority, bulletin) = (enrolled.bulletin.authority(), enrolled.bulletin);
        let unit = bulletin.unit_keys(&keys).unwrap().remove(0);
        let key = CaseKey::generate(&mut province.random).unwrap();
        let to = bulletin.current_epoch(&unit.0).unwrap();
        let (by, to, random) = (keys.device_id(), [to], &mut province.random);
        let grant = CaseGrant::create(&authority, &by, &[1; 16], &key, 1, &to, Vec::new(), random).unwrap();
        let mut bytes = minicbor::to_vec(&grant).unwrap();
        prop_assert_eq!(minicbor::decode::<CaseGrant>(&bytes).unwrap().verify(&authority, &by), Ok(()));
        let at = bit.index(bytes.len() * 8);
        bytes[at / 8] ^= 1 << (at % 8);
        // What decodes to the very same grant is the same grant; its encoding is held to one form by the parcel's signature.
        let altered = minicbor::decode::<CaseGrant>(&bytes).ok().filter(|altered| *altered != grant);
        prop_assert!(altered.is_none_or(|altered| altered.verify(&authority, &by).is_err()));
    }
}

#[test]
fn a_seed_makes_the_same_authority_down_to_the_bytes() {
    let state = || {
        let mut province = Province::new();
        province.enrol(Role::Officer, &["post-a"]);
        province.authority.bulletin(NOW).encode()
    };
    assert_eq!(state(), state());
}

//! An authority at work: enrolment, keys, revocation.

use crate::common::{NOW, Province, appointment, unit};
use nuong_trust::{
    Authority, CaseGrant, CaseKey, Certificate, DeviceKeys, EnrolRequest, Random, Role,
    SealingPublic, SeededRandom, Terms, TrustError, UnitId, UnitKey, Validity, seal_to_device,
};

/// The units and epochs whose keys a device can open.
fn held(keys: &[(UnitId, u32, UnitKey)]) -> Vec<(&str, u32)> {
    keys.iter()
        .map(|(unit, epoch, _)| (unit.as_str(), *epoch))
        .collect()
}

#[test]
fn an_enrolled_device_has_all_it_needs_and_nothing_of_other_units() {
    let mut province = Province::new();
    let hub = province.certify_hub();
    let (keys, grant) = province.enrol(Role::Officer, &["post-a"]);
    let arrived = nuong_trust::EnrolGrant::decode(&grant.encode()).unwrap();
    assert_eq!(arrived, grant);
    let verified = arrived.verify(keys.public(), NOW).unwrap();
    assert_eq!(verified.role(), Role::Officer);
    assert_eq!(arrived.hub, Some(hub));
    assert_eq!(
        held(&arrived.bulletin.unit_keys(&keys).unwrap()),
        [("post-a", 1)]
    );
}

#[test]
fn a_post_shares_a_case_with_the_province_without_reading_the_provinces_cases() {
    let mut province = Province::new();
    let (guard, _) = province.enrol(Role::Officer, &["post-a"]);
    let (supervisor, grant) = province.enrol(Role::Supervisor, &["province"]);
    let bulletin = grant.bulletin;
    let authority = bulletin.authority();
    let key = CaseKey::generate(&mut province.random).unwrap();

    let to = bulletin.current_epoch(&unit("province")).unwrap();
    let (by, to, random) = (guard.device_id(), [to], &mut province.random);
    let grant = CaseGrant::create(&authority, &by, &[5; 16], &key, 1, &to, Vec::new(), random);
    let grant = grant.unwrap();
    let sealed = &grant.to()[0];

    let keys = bulletin.unit_keys(&supervisor).unwrap();
    assert_eq!(held(&keys), [("province", 1)]);
    assert_eq!(
        grant
            .open(&authority, sealed, &keys[0].2)
            .unwrap()
            .1
            .as_bytes(),
        key.as_bytes()
    );
    for (_, _, key) in bulletin.unit_keys(&guard).unwrap() {
        assert_eq!(
            grant.open(&authority, sealed, &key).err(),
            Some(TrustError::CannotOpen)
        );
    }
}

#[test]
fn neither_administrator_nor_hub_is_given_a_units_key() {
    let mut province = Province::new();
    let (administrator, grant) = province.enrol(Role::Administrator, &["post-a", "province"]);
    assert!(grant.bulletin.unit_keys(&administrator).unwrap().is_empty());
    let refused = EnrolRequest::create(&administrator, "hub", NOW).unwrap();
    let as_hub = province.authority.approve(
        &refused,
        appointment(Role::Hub, &[], &[]),
        NOW,
        &mut province.random,
    );
    assert_eq!(as_hub.err(), Some(TrustError::InvalidTerms));
}

#[test]
fn a_revoked_device_opens_nothing_newer_and_those_who_stay_read_the_past() {
    let mut province = Province::new();
    let (lost, _) = province.enrol(Role::Officer, &["post-a", "post-b"]);
    let (colleague, _) = province.enrol(Role::Officer, &["post-a"]);
    let bulletin = province
        .authority
        .revoke(lost.device_id(), NOW + 10, &mut province.random)
        .unwrap();
    let (newcomer, _) = province.enrol(Role::Officer, &["post-a"]);
    let latest = province.authority.bulletin(NOW + 20);

    assert!(latest.number() > bulletin.number());
    assert!(latest.unit_keys(&lost).unwrap().is_empty());
    for keys in [&colleague, &newcomer] {
        assert_eq!(
            held(&latest.unit_keys(keys).unwrap()),
            [("post-a", 1), ("post-a", 2)]
        );
    }
    assert_eq!(latest.current_epoch(&unit("post-b")).unwrap().epoch, 2);
    assert_eq!(latest.current_epoch(&unit("province")).unwrap().epoch, 1);
}

#[test]
fn what_a_revoked_device_did_before_still_counts() {
    let mut province = Province::new();
    let (lost, grant) = province.enrol(Role::Officer, &["post-a"]);
    let bulletin = province
        .authority
        .revoke(lost.device_id(), NOW + 10, &mut province.random)
        .unwrap();
    assert_eq!(bulletin.revoked_at(&lost.device_id()), Some(NOW + 10));
    // Times are whole seconds: what was written in the one of the revocation may have been written before it.
    for at in [NOW + 9, NOW + 10] {
        assert_eq!(bulletin.check_written(&grant.certificate, at), Ok(()));
    }
    assert_eq!(
        bulletin.check_written(&grant.certificate, NOW + 11),
        Err(TrustError::Revoked)
    );
    // Nobody deals with it any more, whatever their clock says.
    assert_eq!(
        bulletin.check_standing(&grant.certificate),
        Err(TrustError::Revoked)
    );
}

#[test]
fn a_revoked_device_cannot_be_certified_again_with_the_same_keys() {
    let mut province = Province::new();
    let (lost, mut grant) = province.enrol(Role::Officer, &["post-a"]);
    grant.bulletin = province
        .authority
        .revoke(lost.device_id(), NOW, &mut province.random)
        .unwrap();
    assert_eq!(
        grant.verify(lost.public(), NOW).err(),
        Some(TrustError::Revoked)
    );
    let request = EnrolRequest::create(&lost, "Mai", NOW).unwrap();
    let again = appointment(Role::Officer, &["post-a"], &[]);
    let again = province
        .authority
        .approve(&request, again, NOW, &mut province.random);
    assert_eq!(again.err(), Some(TrustError::Revoked));
}

#[test]
fn revoking_again_changes_nothing_and_revoking_a_stranger_is_refused() {
    let mut province = Province::new();
    let (lost, _) = province.enrol(Role::Officer, &["post-a"]);
    let first = province
        .authority
        .revoke(lost.device_id(), NOW + 10, &mut province.random)
        .unwrap();
    let again = province
        .authority
        .revoke(lost.device_id(), NOW + 99, &mut province.random)
        .unwrap();
    assert_eq!(first, again);
    let stranger = province.device().device_id();
    let refused = province
        .authority
        .revoke(stranger, NOW, &mut province.random);
    assert_eq!(refused.err(), Some(TrustError::UnknownDevice));
}

#[test]
fn whoever_leaves_a_unit_has_no_part_in_its_next_epoch() {
    let mut province = Province::new();
    let (moved, _) = province.enrol(Role::Officer, &["post-a"]);
    let grant = province.approve(&moved, Role::Officer, &["post-b"]);
    assert_eq!(
        held(&grant.bulletin.unit_keys(&moved).unwrap()),
        [("post-b", 1)]
    );
    assert_eq!(
        grant.bulletin.current_epoch(&unit("post-a")).unwrap().epoch,
        2
    );
    assert_eq!(province.authority.members().len(), 1);
}

#[test]
fn an_expired_device_is_given_no_new_keys_until_it_is_certified_anew() {
    let mut province = Province::new();
    let (expired, _) = province.enrol(Role::Officer, &["post-a"]);
    let (lost, _) = province.enrol(Role::Officer, &["post-a"]);
    let later = NOW + 366 * 86_400;
    let bulletin = province
        .authority
        .revoke(lost.device_id(), later, &mut province.random)
        .unwrap();
    assert!(bulletin.unit_keys(&expired).unwrap().is_empty());
    let grant = province.approve(&expired, Role::Officer, &["post-a"]);
    assert_eq!(
        held(&grant.bulletin.unit_keys(&expired).unwrap()),
        [("post-a", 1), ("post-a", 2)]
    );
}

fn delegated(
    administrator: &DeviceKeys,
    certificate: &Certificate,
    device: &DeviceKeys,
) -> Certificate {
    let terms = Terms {
        device: *device.public(),
        person: "Giàng A Pao".to_owned(),
        role: Role::Outreach,
        units: vec![unit("post-a")],
        shares_with: vec![],
        validity: Validity {
            not_before: NOW,
            not_after: NOW + 1000,
        },
        tls: None,
        urls: vec![],
    };
    Certificate::issue_delegated(terms, administrator, certificate).unwrap()
}

#[test]
fn a_device_certified_in_the_field_gets_its_keys_when_the_authority_admits_it() {
    let mut province = Province::new();
    let (administrator, grant) = province.enrol(Role::Administrator, &["post-a"]);
    let device = province.device();
    let certificate = delegated(&administrator, &grant.certificate, &device);
    let bulletin = province
        .authority
        .admit(&certificate, NOW, &mut province.random)
        .unwrap();
    assert_eq!(held(&bulletin.unit_keys(&device).unwrap()), [("post-a", 1)]);
}

#[test]
fn with_an_administrator_fall_the_devices_it_certified() {
    let mut province = Province::new();
    let (administrator, grant) = province.enrol(Role::Administrator, &["post-a"]);
    let device = province.device();
    let certificate = delegated(&administrator, &grant.certificate, &device);
    province
        .authority
        .admit(&certificate, NOW, &mut province.random)
        .unwrap();
    let bulletin = province
        .authority
        .revoke(administrator.device_id(), NOW + 5, &mut province.random)
        .unwrap();

    assert_eq!(
        bulletin.check_written(&certificate, NOW + 6),
        Err(TrustError::Revoked)
    );
    assert!(bulletin.unit_keys(&device).unwrap().is_empty());
    let another = delegated(&administrator, &grant.certificate, &province.device());
    let refused = province
        .authority
        .admit(&another, NOW + 6, &mut province.random);
    assert_eq!(refused.err(), Some(TrustError::Revoked));

    let grant = province.approve(&device, Role::Outreach, &["post-a"]);
    assert_eq!(grant.bulletin.check_standing(&grant.certificate), Ok(()));
    assert_eq!(
        held(&grant.bulletin.unit_keys(&device).unwrap()),
        [("post-a", 1), ("post-a", 2)]
    );
}

#[test]
fn a_bulletin_changes_its_number_only_when_something_changed() {
    let mut province = Province::new();
    let first = province.authority.bulletin(NOW);
    assert_eq!((first.number(), first.issued_at()), (1, NOW));
    assert_eq!(province.authority.bulletin(NOW + 50), first);
    province
        .authority
        .add_unit(unit("post-c"), &mut province.random)
        .unwrap();
    let second = province.authority.bulletin(NOW - 50);
    assert_eq!(
        (second.number(), second.issued_at()),
        (2, NOW),
        "a clock set back does not set bulletins back"
    );
}

#[test]
fn an_authority_is_the_same_when_read_back() {
    let mut province = Province::new();
    province.certify_hub();
    let (lost, _) = province.enrol(Role::Officer, &["post-a"]);
    let (keys, _) = province.enrol(Role::Officer, &["post-a"]);
    province
        .authority
        .revoke(lost.device_id(), NOW, &mut province.random)
        .unwrap();
    let bytes = province.authority.to_secret_bytes();
    let mut again = Authority::from_secret_bytes(&bytes).unwrap();
    assert_eq!(*again.to_secret_bytes(), *bytes);
    let bulletin = again.bulletin(NOW);
    assert_eq!(bulletin, province.authority.bulletin(NOW));
    assert_eq!(bulletin.verify(&province.authority.root()), Ok(()));
    assert_eq!(bulletin.unit_keys(&keys).unwrap().len(), 2);
}

/// Fails at its `left`-th use, as a source of randomness may at any moment.
struct Failing {
    random: SeededRandom,
    left: usize,
}

impl Random for Failing {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), TrustError> {
        self.left = self.left.checked_sub(1).ok_or(TrustError::Random)?;
        self.random.fill(bytes)
    }
}

#[test]
fn an_act_that_fails_at_any_step_leaves_the_authority_as_it_was() {
    let mut province = Province::new();
    let (lost, _) = province.enrol(Role::Officer, &["post-a", "post-b"]);
    province.enrol(Role::Officer, &["post-a"]);
    let before = province.authority.to_secret_bytes();
    let mut left = 0;
    loop {
        let mut random = Failing {
            random: SeededRandom::for_simulation(4),
            left,
        };
        match province
            .authority
            .revoke(lost.device_id(), NOW, &mut random)
        {
            Ok(_) => break,
            Err(error) => assert_eq!(error, TrustError::Random),
        }
        assert!(*province.authority.to_secret_bytes() == *before);
        left += 1;
    }
    assert!(
        left >= 4,
        "two units, and for each at least a key and a wrapping: {left}"
    );
}

#[test]
fn what_cannot_be_approved_is_refused_and_changes_nothing() {
    let mut province = Province::new();
    let keys = province.device();
    let request = EnrolRequest::create(&keys, "Mai", NOW).unwrap();
    let before = province.authority.to_secret_bytes();
    let mut approve = |request: &EnrolRequest, units: &[&str], shares_with: &[&str]| {
        let appointment = appointment(Role::Officer, units, shares_with);
        province
            .authority
            .approve(request, appointment, NOW, &mut province.random)
            .err()
    };
    assert_eq!(
        approve(&request, &["post-x"], &[]),
        Some(TrustError::UnknownUnit)
    );
    assert_eq!(
        approve(&request, &["post-a"], &["ministry"]),
        Some(TrustError::UnknownUnit)
    );
    assert_eq!(approve(&request, &[], &[]), Some(TrustError::InvalidTerms));
    assert_eq!(
        province
            .authority
            .add_unit(unit("post-a"), &mut province.random),
        Err(TrustError::UnitExists)
    );
    assert!(*province.authority.to_secret_bytes() == *before);
}

#[test]
fn a_request_proves_the_keys_and_its_digits_show_any_change() {
    let mut province = Province::new();
    let keys = province.device();
    let request = EnrolRequest::create(&keys, "Mai", NOW).unwrap();
    assert_eq!(request.verify(), Ok(()));
    let digits = request.fingerprint();
    assert_eq!(digits.len(), 24);
    assert!(
        digits
            .split(' ')
            .all(|group| group.len() == 4 && group.bytes().all(|digit| digit.is_ascii_digit()))
    );
    assert_eq!(
        EnrolRequest::decode(&request.encode())
            .unwrap()
            .fingerprint(),
        digits
    );
    assert_ne!(
        EnrolRequest::create(&keys, "Mai", NOW + 1)
            .unwrap()
            .fingerprint(),
        digits
    );
    for name in ["", "Mai\t", &"x".repeat(121)] {
        assert_eq!(
            EnrolRequest::create(&keys, name, NOW).err(),
            Some(TrustError::InvalidTerms)
        );
    }
    assert!(!format!("{request:?}").contains("Mai"));
}

#[test]
fn a_grant_for_another_device_or_with_a_foreign_part_is_refused() {
    let mut province = Province::new();
    province.certify_hub();
    let (keys, grant) = province.enrol(Role::Officer, &["post-a"]);
    let stranger = province.device();
    assert_eq!(
        grant.verify(stranger.public(), NOW).err(),
        Some(TrustError::WrongDevice)
    );

    let mut random = SeededRandom::for_simulation(77);
    let mut foreign = Authority::create(&mut random).unwrap();
    let mut altered = grant.clone();
    altered.bulletin = foreign.bulletin(NOW);
    assert_eq!(
        altered.verify(keys.public(), NOW).err(),
        Some(TrustError::ForeignAuthority)
    );
    let mut altered = grant.clone();
    altered.root = foreign.root();
    assert_eq!(
        altered.verify(keys.public(), NOW).err(),
        Some(TrustError::ForeignAuthority)
    );
    let mut altered = grant.clone();
    altered.hub = Some(grant.certificate.clone());
    assert_eq!(
        altered.verify(keys.public(), NOW).err(),
        Some(TrustError::WrongDevice)
    );
}

#[test]
fn a_bulletin_by_another_authority_is_refused() {
    let mut province = Province::new();
    let mut random = SeededRandom::for_simulation(77);
    let foreign = Authority::create(&mut random).unwrap();
    assert_eq!(
        province.authority.bulletin(NOW).verify(&foreign.root()),
        Err(TrustError::ForeignAuthority)
    );
}

#[test]
fn a_key_nobody_can_keep_secret_is_not_sealed_to() {
    let mut random = SeededRandom::for_simulation(1);
    let sealed = seal_to_device(
        &SealingPublic::new([0; 32]),
        b"nuong/1 test",
        b"",
        b"key",
        &mut random,
    );
    assert_eq!(sealed, Err(TrustError::CannotSeal));
}

use super::*;
use crate::{DevicePublic, MAX_TLS, MAX_UNITS, MAX_URL, MAX_URLS, SeededRandom, Validity};

const NOW: i64 = 1_800_000_000;
const VALIDITY: Validity = Validity {
    not_before: NOW - 100,
    not_after: NOW + 100,
};

fn keys(seed: u64) -> DeviceKeys {
    DeviceKeys::generate(&mut SeededRandom::for_simulation(seed)).unwrap()
}

fn root() -> RootKey {
    RootKey::generate(&mut SeededRandom::for_simulation(0)).unwrap()
}

fn units<const N: usize>(names: [&str; N]) -> Vec<UnitId> {
    names
        .iter()
        .map(|name| UnitId::new(*name).unwrap())
        .collect()
}

fn terms(device: &DevicePublic, role: Role) -> Terms {
    Terms {
        device: *device,
        person: "Lò Thị Mai".to_owned(),
        role,
        units: units(["post-a"]),
        shares_with: units(["province"]),
        validity: VALIDITY,
        tls: None,
        urls: Vec::new(),
    }
}

fn hub_terms() -> Terms {
    Terms {
        units: vec![],
        shares_with: vec![],
        tls: Some(vec![0x30; 400]),
        urls: vec!["https://hub.example:8443".to_owned()],
        ..terms(keys(1).public(), Role::Hub)
    }
}

fn administrator() -> (DeviceKeys, Certificate) {
    let keys = keys(50);
    let certificate =
        Certificate::issue(terms(keys.public(), Role::Administrator), &root()).unwrap();
    (keys, certificate)
}

#[test]
fn what_the_root_certified_is_trusted_and_is_the_same_after_a_journey() {
    let certificate = Certificate::issue(terms(keys(1).public(), Role::Officer), &root()).unwrap();
    let arrived = Certificate::decode(&certificate.encode()).unwrap();
    assert_eq!(arrived, certificate);
    let verified = arrived.verify(&root().public(), NOW).unwrap();
    assert_eq!(verified.device_id(), keys(1).device_id());
    assert_eq!(verified.units(), units(["post-a"]));
    assert!(verified.may(TrustRight::Record) && !verified.may(TrustRight::Decide));
}

#[test]
fn units_are_put_in_one_order_and_none_is_both_own_and_shared() {
    let mixed = Terms {
        units: units(["post-b", "post-a", "post-b"]),
        shares_with: units(["province", "post-a", "district"]),
        ..terms(keys(1).public(), Role::Supervisor)
    };
    let certificate = Certificate::issue(mixed, &root()).unwrap();
    assert_eq!(certificate.terms().units, units(["post-a", "post-b"]));
    assert_eq!(
        certificate.terms().shares_with,
        units(["district", "province"])
    );
}

#[test]
fn a_certificate_is_valid_from_its_first_second_to_its_last() {
    let certificate = Certificate::issue(terms(keys(1).public(), Role::Officer), &root()).unwrap();
    let at = |now| certificate.verify(&root().public(), now).err();
    assert_eq!(at(VALIDITY.not_before - 1), Some(TrustError::NotYetValid));
    assert_eq!(at(VALIDITY.not_before), None);
    assert_eq!(at(VALIDITY.not_after - 1), None);
    assert_eq!(at(VALIDITY.not_after), Some(TrustError::Expired));
}

#[test]
fn a_foreign_authority_and_a_forged_signature_are_told_apart() {
    let foreign = RootKey::generate(&mut SeededRandom::for_simulation(9)).unwrap();
    let theirs = Certificate::issue(terms(keys(1).public(), Role::Officer), &foreign).unwrap();
    assert_eq!(
        theirs.verify(&root().public(), NOW),
        Err(TrustError::ForeignAuthority)
    );

    let mut forged = theirs;
    forged.body.authority = root().public().authority_id();
    assert_eq!(
        forged.verify(&root().public(), NOW),
        Err(TrustError::BadSignature)
    );
}

#[test]
fn a_certificate_altered_in_any_field_is_refused() {
    let good = Certificate::issue(terms(keys(1).public(), Role::Officer), &root()).unwrap();
    let alter: [fn(&mut Terms); 6] = [
        |terms| terms.device = *keys(2).public(),
        |terms| terms.person.push('x'),
        |terms| terms.role = Role::Supervisor,
        |terms| terms.units = units(["post-b"]),
        |terms| terms.shares_with.clear(),
        |terms| terms.validity.not_after += 1,
    ];
    for alter in alter {
        let mut altered = good.clone();
        alter(&mut altered.body.terms);
        assert_eq!(
            altered.verify(&root().public(), NOW),
            Err(TrustError::BadSignature)
        );
    }
}

#[test]
fn terms_hold_at_their_limits_and_not_one_past_them() {
    let officer = terms(keys(1).public(), Role::Officer);
    let many = |count: usize| {
        (0..count)
            .map(|at| UnitId::new(format!("unit-{at:02}")).unwrap())
            .collect::<Vec<_>>()
    };
    let good = [
        Terms {
            person: "ế".repeat(120),
            ..officer.clone()
        },
        Terms {
            units: many(MAX_UNITS),
            shares_with: vec![],
            ..officer.clone()
        },
        Terms {
            tls: Some(vec![0; MAX_TLS]),
            ..hub_terms()
        },
        Terms {
            urls: vec![format!("https://{}", "a".repeat(MAX_URL - 8)); MAX_URLS],
            ..hub_terms()
        },
        Terms {
            units: vec![],
            shares_with: vec![],
            ..terms(keys(1).public(), Role::Administrator)
        },
    ];
    for terms in good {
        assert!(
            Certificate::issue(terms.clone(), &root()).is_ok(),
            "{terms:?}"
        );
    }
    let bad = [
        Terms {
            person: "ế".repeat(121),
            ..officer.clone()
        },
        Terms {
            person: String::new(),
            ..officer.clone()
        },
        Terms {
            person: "Mai\n".to_owned(),
            ..officer.clone()
        },
        Terms {
            units: many(MAX_UNITS + 1),
            shares_with: vec![],
            ..officer.clone()
        },
        Terms {
            units: vec![],
            ..officer.clone()
        },
        Terms {
            shares_with: many(MAX_UNITS + 1),
            ..officer.clone()
        },
        Terms {
            validity: Validity {
                not_before: NOW,
                not_after: NOW,
            },
            ..officer.clone()
        },
        Terms {
            tls: Some(vec![1]),
            ..officer.clone()
        },
        Terms {
            urls: vec!["https://hub.example".to_owned()],
            ..officer
        },
        Terms {
            tls: None,
            ..hub_terms()
        },
        Terms {
            tls: Some(vec![]),
            ..hub_terms()
        },
        Terms {
            tls: Some(vec![0; MAX_TLS + 1]),
            ..hub_terms()
        },
        Terms {
            urls: vec![],
            ..hub_terms()
        },
        Terms {
            urls: vec!["https://hub.example".to_owned(); MAX_URLS + 1],
            ..hub_terms()
        },
        Terms {
            urls: vec![format!("https://{}", "a".repeat(MAX_URL - 7))],
            ..hub_terms()
        },
        Terms {
            urls: vec!["http://hub.example".to_owned()],
            ..hub_terms()
        },
        Terms {
            urls: vec!["https://".to_owned()],
            ..hub_terms()
        },
        Terms {
            urls: vec!["https://hub example".to_owned()],
            ..hub_terms()
        },
        Terms {
            units: units(["post-a"]),
            ..hub_terms()
        },
    ];
    for terms in bad {
        assert_eq!(
            Certificate::issue(terms.clone(), &root()),
            Err(TrustError::InvalidTerms),
            "{terms:?}"
        );
    }
}

/// The root could be made to sign what it should not; a device still refuses it.
#[test]
fn terms_no_certificate_may_have_are_refused_even_with_a_good_signature() {
    let terms = Terms {
        units: units(["post-b", "post-a"]),
        ..terms(keys(1).public(), Role::Officer)
    };
    let body = Body {
        authority: root().public().authority_id(),
        terms,
        administrator: None,
    };
    let signature = root().sign(&context(PURPOSE, &body.authority), &codec::encode(&body));
    let certificate = Certificate { body, signature };
    assert_eq!(
        certificate.verify(&root().public(), NOW),
        Err(TrustError::InvalidTerms)
    );
}

#[test]
fn the_fullest_certificates_fit() {
    let long = |prefix: &str| -> Vec<UnitId> {
        (0..MAX_UNITS)
            .map(|at| UnitId::new(format!("{prefix}{at:0>63}")).unwrap())
            .collect()
    };
    let full = |device: &DevicePublic, role| Terms {
        person: "\u{10000}".repeat(120),
        units: long("a"),
        shares_with: long("b"),
        validity: Validity {
            not_before: i64::MIN,
            not_after: i64::MAX,
        },
        ..terms(device, role)
    };
    let keys = keys(50);
    let administrator =
        Certificate::issue(full(keys.public(), Role::Administrator), &root()).unwrap();
    let device = full(
        DeviceKeys::generate(&mut SeededRandom::for_simulation(2))
            .unwrap()
            .public(),
        Role::Officer,
    );
    let delegated = Certificate::issue_delegated(device, &keys, &administrator).unwrap();
    let hub = Terms {
        person: "\u{10000}".repeat(120),
        validity: Validity {
            not_before: i64::MIN,
            not_after: i64::MAX,
        },
        tls: Some(vec![0; MAX_TLS]),
        urls: vec![format!("https://{}", "a".repeat(MAX_URL - 8)); MAX_URLS],
        ..hub_terms()
    };
    let hub = Certificate::issue(hub, &root()).unwrap();
    for certificate in [delegated, hub] {
        let bytes = certificate.encode();
        assert!(bytes.len() <= MAX_CERTIFICATE, "{}", bytes.len());
        assert_eq!(Certificate::decode(&bytes), Ok(certificate));
    }
}

#[test]
fn an_administrator_certifies_for_its_own_units() {
    let (admin_keys, admin) = administrator();
    let certificate =
        Certificate::issue_delegated(terms(keys(1).public(), Role::Officer), &admin_keys, &admin)
            .unwrap();
    let arrived = Certificate::decode(&certificate.encode()).unwrap();
    assert_eq!(arrived.issuer(), Issuer::Administrator(&admin));
    assert!(arrived.verify(&root().public(), NOW).is_ok());
}

/// Each is refused where it would be made, and where one made by an altered program arrives.
#[test]
fn an_administrator_gives_nothing_it_does_not_have() {
    let (admin_keys, admin) = administrator();
    let officer = terms(keys(1).public(), Role::Officer);
    let escalations = [
        terms(keys(1).public(), Role::Administrator),
        hub_terms(),
        Terms {
            units: units(["post-a", "post-b"]),
            ..officer.clone()
        },
        Terms {
            units: units(["province"]),
            shares_with: vec![],
            ..officer.clone()
        },
        Terms {
            shares_with: units(["ministry"]),
            ..officer.clone()
        },
        Terms {
            validity: Validity {
                not_after: VALIDITY.not_after + 1,
                ..VALIDITY
            },
            ..officer.clone()
        },
        Terms {
            validity: Validity {
                not_before: VALIDITY.not_before - 1,
                ..VALIDITY
            },
            ..officer
        },
    ];
    for terms in escalations {
        let made = Certificate::issue_delegated(terms.clone(), &admin_keys, &admin);
        assert_eq!(made, Err(TrustError::Escalation), "{terms:?}");
        let forged = Certificate::sign_delegated(terms.clone(), &admin_keys, &admin);
        assert_eq!(
            forged.verify(&root().public(), NOW),
            Err(TrustError::Escalation),
            "{terms:?}"
        );
    }
}

#[test]
fn only_an_administrator_certifies() {
    for role in [Role::Officer, Role::Outreach, Role::Supervisor] {
        let issuer_keys = keys(50);
        let issuer = Certificate::issue(terms(issuer_keys.public(), role), &root()).unwrap();
        let officer = terms(keys(1).public(), Role::Officer);
        let made = Certificate::issue_delegated(officer.clone(), &issuer_keys, &issuer);
        assert_eq!(made, Err(TrustError::IssuerNotAdministrator));
        let forged = Certificate::sign_delegated(officer, &issuer_keys, &issuer);
        assert_eq!(
            forged.verify(&root().public(), NOW),
            Err(TrustError::IssuerNotAdministrator)
        );
    }
}

#[test]
fn a_certified_administrator_certifies_no_further_administrator() {
    let (admin_keys, admin) = administrator();
    let second_keys = keys(51);
    let second = terms(second_keys.public(), Role::Administrator);
    let second = Certificate::sign_delegated(second, &admin_keys, &admin);
    let officer = terms(keys(1).public(), Role::Officer);
    let made = Certificate::issue_delegated(officer.clone(), &second_keys, &second);
    assert_eq!(made, Err(TrustError::ChainTooDeep));
    let forged = Certificate::sign_delegated(officer, &second_keys, &second);
    assert_eq!(
        forged.verify(&root().public(), NOW),
        Err(TrustError::ChainTooDeep)
    );
}

#[test]
fn an_administrator_certifies_only_with_its_own_keys() {
    let (_, admin) = administrator();
    let thief = keys(60);
    let officer = terms(keys(1).public(), Role::Officer);
    let made = Certificate::issue_delegated(officer.clone(), &thief, &admin);
    assert_eq!(made, Err(TrustError::WrongDevice));
    let forged = Certificate::sign_delegated(officer, &thief, &admin);
    assert_eq!(
        forged.verify(&root().public(), NOW),
        Err(TrustError::BadSignature)
    );
}

#[test]
fn an_administrators_own_certificate_must_be_good() {
    let (admin_keys, admin) = administrator();
    let officer = terms(keys(1).public(), Role::Officer);
    let good = Certificate::issue_delegated(officer, &admin_keys, &admin).unwrap();
    assert_eq!(
        good.verify(&root().public(), VALIDITY.not_after),
        Err(TrustError::Expired)
    );

    let mut promoted = admin;
    promoted.body.terms.units = units(["post-a", "post-b"]);
    let terms = Terms {
        units: units(["post-b"]),
        ..terms(keys(1).public(), Role::Officer)
    };
    let forged = Certificate::sign_delegated(terms, &admin_keys, &promoted);
    assert_eq!(
        forged.verify(&root().public(), NOW),
        Err(TrustError::BadSignature)
    );
}

#[test]
fn a_certificate_in_a_log_shows_no_name() {
    let certificate = Certificate::issue(terms(keys(1).public(), Role::Officer), &root()).unwrap();
    let shown = format!(
        "{certificate:?} {:?}",
        certificate.verify(&root().public(), NOW).unwrap()
    );
    assert!(
        shown.contains("post-a") && !shown.contains("Mai"),
        "{shown}"
    );
}

//! What `trust` reads: certificates, bulletins, enrolment papers, keyrings, authorities, the units' names.

use nuong_trust::{
    Appointment, Authority, AuthorityId, Bulletin, Certificate, DeviceKeys, EnrolGrant,
    EnrolRequest, KdfParams, Keyring, ProfileKey, Publication, Published, Role, RootPublic,
    SeededRandom, UnitId, Validity,
};

use crate::Target;

/// When the samples are made; any time within their validity.
pub(crate) const NOW: i64 = 1_750_000_000;

/// A published questionnaire as a file.
pub fn publication(bytes: &[u8]) -> bool {
    let Ok((kind, publication, content)) = Publication::from_file(bytes) else {
        return false;
    };
    assert_eq!(
        publication.file(kind, content),
        bytes,
        "one file, one encoding"
    );
    true
}

/// The parsers of this part.
pub(crate) fn targets() -> Vec<Target> {
    vec![
        Target {
            name: "certificate",
            feed: certificate,
            samples: || vec![papers().certificate.clone(), papers().hub.clone()],
        },
        Target {
            name: "bulletin",
            feed: bulletin,
            samples: || vec![papers().bulletin.clone()],
        },
        Target {
            name: "publication",
            feed: publication,
            samples: || {
                let authority = Authority::create(&mut SeededRandom::for_simulation(3));
                let kinds = [Published::Questionnaire, Published::Language];
                let signed = authority.map(|authority| {
                    kinds.map(|kind| authority.publish(kind, b"{}", NOW).file(kind, b"{}"))
                });
                signed.into_iter().flatten().collect()
            },
        },
        Target {
            name: "enrol_request",
            feed: enrol_request,
            samples: || vec![papers().request.clone()],
        },
        Target {
            name: "enrol_text",
            feed: enrol_text,
            samples: enrol_texts,
        },
        Target {
            name: "enrol_grant",
            feed: enrol_grant,
            samples: || vec![papers().grant.clone()],
        },
        Target {
            name: "keyring",
            feed: keyring,
            samples: || vec![papers().keyring.clone()],
        },
        Target {
            name: "authority",
            feed: authority,
            samples: || vec![papers().authority.clone()],
        },
    ]
}

fn enrol_texts() -> Vec<Vec<u8>> {
    let papers = papers();
    let request = EnrolRequest::decode(&papers.request);
    let grant = EnrolGrant::decode(&papers.grant);
    let texts = [
        request.map(|request| request.to_text()),
        grant.map(|grant| grant.to_text()),
    ];
    let texts = texts.into_iter().flatten();
    texts.map(String::into_bytes).collect()
}

/// A certificate, from a stream or a file. True when it was accepted, here and below.
pub fn certificate(bytes: &[u8]) -> bool {
    let Ok(certificate) = Certificate::decode(bytes) else {
        return false;
    };
    assert_eq!(certificate.encode(), bytes, "one certificate, one encoding");
    let _ = certificate.verify(&papers().root, NOW);
    true
}

/// The authority's bulletin.
pub fn bulletin(bytes: &[u8]) -> bool {
    let Ok(bulletin) = Bulletin::decode(bytes) else {
        return false;
    };
    assert_eq!(bulletin.encode(), bytes, "one bulletin, one encoding");
    let _ = bulletin.verify(&papers().root);
    let _ = bulletin.unit_keys(&device());
    true
}

/// A device's request to be enrolled.
pub fn enrol_request(bytes: &[u8]) -> bool {
    let Ok(request) = EnrolRequest::decode(bytes) else {
        return false;
    };
    assert_eq!(request.encode(), bytes, "one request, one encoding");
    let _ = (request.verify(), request.fingerprint());
    true
}

/// A request or the answer to it, as a person pastes it.
pub fn enrol_text(bytes: &[u8]) -> bool {
    let request = EnrolRequest::read(bytes);
    if let Ok(request) = &request {
        let again = EnrolRequest::read(request.to_text().as_bytes());
        assert_eq!(again.as_ref(), Ok(request), "what is written is read");
    }
    let grant = EnrolGrant::read(bytes);
    if let Ok(grant) = &grant {
        let again = EnrolGrant::read(grant.to_text().as_bytes());
        assert_eq!(again.as_ref(), Ok(grant), "what is written is read");
    }
    assert!(
        request.is_err() || grant.is_err(),
        "nothing is both a request and an answer"
    );
    request.is_ok() || grant.is_ok()
}

/// The authority's answer to it.
pub fn enrol_grant(bytes: &[u8]) -> bool {
    let Ok(grant) = EnrolGrant::decode(bytes) else {
        return false;
    };
    assert_eq!(grant.encode(), bytes, "one grant, one encoding");
    let _ = grant.verify(device().public(), NOW);
    true
}

/// The file with the wrapped profile key. It is not opened here: whatever cost it claims is within the limits the
/// decoder holds, but those are far too slow for a fuzzer.
pub fn keyring(bytes: &[u8]) -> bool {
    let Ok(keyring) = Keyring::decode(bytes) else {
        return false;
    };
    assert_eq!(keyring.encode(), bytes, "one keyring, one encoding");
    assert!(
        keyring.kdf().m_kib() <= 1024 * 1024,
        "a keyring may not claim all of the memory"
    );
    true
}

/// The authority's own state, once decrypted.
pub fn authority(bytes: &[u8]) -> bool {
    let Ok(authority) = Authority::from_secret_bytes(bytes) else {
        return false;
    };
    assert_eq!(
        *authority.to_secret_bytes(),
        bytes,
        "one authority, one encoding"
    );
    true
}

/// One valid sample of each paper.
struct Papers {
    root: RootPublic,
    certificate: Vec<u8>,
    hub: Vec<u8>,
    bulletin: Vec<u8>,
    request: Vec<u8>,
    grant: Vec<u8>,
    keyring: Vec<u8>,
    authority: Vec<u8>,
}

/// The device the papers are made out to.
pub(crate) fn device() -> DeviceKeys {
    DeviceKeys::generate(&mut SeededRandom::for_simulation(7))
        .expect("seeded randomness does not fail")
}

/// The hub's keys.
pub(crate) fn hub() -> DeviceKeys {
    DeviceKeys::generate(&mut SeededRandom::for_simulation(8))
        .expect("seeded randomness does not fail")
}

/// The authority's root.
pub(crate) fn root() -> RootPublic {
    papers().root
}

/// The authority's name.
pub(crate) fn authority_id() -> AuthorityId {
    papers().root.authority_id()
}

/// The device's certificate.
pub(crate) fn sample_certificate() -> Certificate {
    Certificate::decode(&papers().certificate).expect("the sample is valid")
}

/// The hub's certificate.
pub(crate) fn hub_certificate() -> Certificate {
    Certificate::decode(&papers().hub).expect("the sample is valid")
}

/// A bulletin with two epochs of one unit and a revocation.
pub(crate) fn sample_bulletin() -> Bulletin {
    Bulletin::decode(&papers().bulletin).expect("the sample is valid")
}

fn papers() -> &'static Papers {
    static PAPERS: std::sync::OnceLock<Papers> = std::sync::OnceLock::new();
    PAPERS.get_or_init(|| make_papers().expect("the samples are valid"))
}

fn make_papers() -> Result<Papers, nuong_trust::TrustError> {
    let mut random = SeededRandom::for_simulation(1);
    let mut authority = Authority::create(&mut random)?;
    let unit = UnitId::new("post-a")?;
    authority.add_unit(unit.clone(), &mut random)?;
    let hub_request = EnrolRequest::create(&hub(), "Trạm tỉnh", NOW)?;
    let urls = vec!["https://hub.example:8443".to_owned()];
    let validity = Validity::for_days(NOW, 365);
    let hub = authority.certify_hub(&hub_request, vec![0x30, 0x03, 1, 1, 0], urls, validity)?;
    let request = EnrolRequest::create(&device(), "Lò Văn Pành", NOW)?;
    let appointment = Appointment {
        role: Role::Officer,
        units: vec![unit],
        shares_with: Vec::new(),
        validity: Validity::for_days(NOW, 365),
    };
    let grant = authority.approve(&request, appointment, NOW, &mut random)?;
    let lost = DeviceKeys::generate(&mut random)?;
    let lost_request = EnrolRequest::create(&lost, "Vàng Thị Mỷ", NOW)?;
    let appointment = Appointment {
        role: Role::Supervisor,
        units: vec![UnitId::new("post-a")?],
        shares_with: Vec::new(),
        validity: Validity::for_days(NOW, 30),
    };
    authority.approve(&lost_request, appointment, NOW, &mut random)?;
    let bulletin = authority.revoke(lost.device_id(), NOW + 60, &mut random)?;
    let profile = ProfileKey::generate(&mut random)?;
    let keyring = Keyring::create(
        "nương rẫy trên đồi",
        &profile,
        KdfParams::for_tests(),
        &mut random,
    )?;
    Ok(Papers {
        root: authority.root(),
        certificate: grant.certificate.encode(),
        hub: hub.encode(),
        bulletin: bulletin.encode(),
        request: request.encode(),
        grant: grant.encode(),
        keyring: keyring.encode(),
        authority: authority.to_secret_bytes().to_vec(),
    })
}

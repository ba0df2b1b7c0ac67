use super::*;
use crate::{Appointment, Authority, EnrolRequest, Role, SeededRandom, UnitId, Validity};

const NOW: i64 = 1_770_000_000;
const DAY: i64 = 86_400;

struct World {
    authority: Authority,
    random: SeededRandom,
}

impl World {
    fn new() -> World {
        let mut random = SeededRandom::for_simulation(7);
        let mut authority = Authority::create(&mut random).unwrap();
        authority
            .add_unit(UnitId::new("province").unwrap(), &mut random)
            .unwrap();
        World { authority, random }
    }

    fn device(&mut self, role: Role) -> (DeviceKeys, Certificate) {
        let keys = DeviceKeys::generate(&mut self.random).unwrap();
        let request = EnrolRequest::create(&keys, "Nguyễn Thị Lan", NOW).unwrap();
        let appointment = Appointment {
            role,
            units: vec![UnitId::new("province").unwrap()],
            shares_with: Vec::new(),
            validity: Validity::for_days(NOW, 30),
        };
        let grant = self
            .authority
            .approve(&request, appointment, NOW, &mut self.random)
            .unwrap();
        (keys, grant.certificate)
    }

    fn verify(
        &mut self,
        publication: &Publication,
        content: &[u8],
        at: i64,
    ) -> Result<(), TrustError> {
        let bulletin = self.authority.bulletin(at);
        let kind = Published::Questionnaire;
        publication.verify(kind, content, &self.authority.root(), &bulletin, at)
    }
}

#[test]
fn what_the_root_or_an_administrator_published_is_accepted_and_nothing_else() {
    let mut world = World::new();
    let (keys, certificate) = world.device(Role::Administrator);
    let by_root = world
        .authority
        .publish(Published::Questionnaire, b"pack", NOW);
    let by_administrator =
        Publication::by_administrator(Published::Questionnaire, b"pack", NOW, &keys, &certificate)
            .unwrap();
    for publication in [&by_root, &by_administrator] {
        assert_eq!(world.verify(publication, b"pack", NOW), Ok(()));
        let other = world.verify(publication, b"another pack", NOW);
        assert_eq!(other, Err(TrustError::BadSignature));
        let bulletin = world.authority.bulletin(NOW);
        let root = world.authority.root();
        let other = publication.verify(Published::Language, b"pack", &root, &bulletin, NOW);
        assert_eq!(other, Err(TrustError::BadSignature), "of another kind");
        let read = Publication::decode(&publication.encode()).unwrap();
        assert_eq!(read, *publication);
    }
    let mut elsewhere = World {
        authority: Authority::create(&mut SeededRandom::for_simulation(8)).unwrap(),
        random: SeededRandom::for_simulation(9),
    };
    assert_eq!(
        elsewhere.verify(&by_root, b"pack", NOW),
        Err(TrustError::ForeignAuthority)
    );
}

#[test]
fn nobody_but_an_administrator_can_publish() {
    let mut world = World::new();
    for role in [Role::Officer, Role::Outreach, Role::Supervisor] {
        let (keys, certificate) = world.device(role);
        let made = Publication::by_administrator(
            Published::Questionnaire,
            b"pack",
            NOW,
            &keys,
            &certificate,
        );
        assert_eq!(made, Err(TrustError::IssuerNotAdministrator));
        // Nor by writing the signature itself.
        let body = Body {
            authority: certificate.authority(),
            content: sha256(b"pack"),
            signed_at: NOW,
            administrator: Some(Box::new(certificate)),
        };
        let context = context(Published::Questionnaire.purpose(), &body.authority);
        let signature = keys.sign(&context, &codec::encode(&body));
        let forged = Publication { body, signature };
        assert_eq!(
            world.verify(&forged, b"pack", NOW),
            Err(TrustError::IssuerNotAdministrator)
        );
    }
}

#[test]
fn a_revoked_or_expired_administrator_publishes_nothing_more_whatever_date_it_writes() {
    let mut world = World::new();
    let (keys, certificate) = world.device(Role::Administrator);
    let early =
        Publication::by_administrator(Published::Questionnaire, b"pack", NOW, &keys, &certificate)
            .unwrap();
    assert_eq!(world.verify(&early, b"pack", NOW + DAY), Ok(()));
    assert_eq!(
        world.verify(&early, b"pack", NOW + 31 * DAY),
        Err(TrustError::Expired)
    );
    let device = certificate.device_id();
    world
        .authority
        .revoke(device, NOW + DAY, &mut world.random)
        .unwrap();
    assert_eq!(
        world.verify(&early, b"pack", NOW + DAY),
        Err(TrustError::Revoked)
    );
}

#[test]
fn a_signature_for_something_else_is_none_for_a_questionnaire() {
    let mut world = World::new();
    let (keys, certificate) = world.device(Role::Administrator);
    let publication =
        Publication::by_administrator(Published::Questionnaire, b"pack", NOW, &keys, &certificate)
            .unwrap();
    let elsewhere = context("bulletin", &publication.body.authority);
    let mut forged = publication;
    forged.signature = keys.sign(&elsewhere, &codec::encode(&forged.body));
    assert_eq!(
        world.verify(&forged, b"pack", NOW),
        Err(TrustError::BadSignature)
    );
}

#[test]
fn the_file_comes_apart_as_it_was_put_together_or_not_at_all() {
    let world = World::new();
    let publication = world
        .authority
        .publish(Published::Questionnaire, b"pack", NOW);
    let file = publication.file(Published::Questionnaire, b"pack");
    assert_eq!(
        Publication::from_file(&file),
        Ok((Published::Questionnaire, publication, b"pack".as_slice()))
    );
    for cut in 0..file.len() - b"pack".len() {
        assert!(Publication::from_file(&file[..cut]).is_err(), "{cut}");
    }
    assert_eq!(Publication::from_file(b"{}"), Err(TrustError::Malformed));
    let mut long = file;
    long[8..12].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(Publication::from_file(&long), Err(TrustError::TooLarge));
}

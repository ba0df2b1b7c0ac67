//! A profile's key under a passphrase.

use crate::common::{PASSPHRASE, keyring};
use nuong_trust::{
    KdfParams, Keyring, MAX_PASSPHRASE, MIN_PASSPHRASE_CHARS, ProfileKey, SeededRandom,
    SystemRandom, TrustError,
};

fn create(passphrase: &str) -> Result<Keyring, TrustError> {
    let mut random = SeededRandom::for_simulation(1);
    let profile = ProfileKey::from_bytes(&[5; 32])?;
    Keyring::create(passphrase, &profile, KdfParams::for_tests(), &mut random)
}

#[test]
fn the_passphrase_opens_the_same_key_after_storing() {
    let stored = Keyring::decode(&create(PASSPHRASE).unwrap().encode()).unwrap();
    assert_eq!(stored.open(PASSPHRASE).unwrap().as_bytes(), &[5; 32]);
}

#[test]
fn with_the_default_work_a_keyring_opens() {
    let profile = ProfileKey::from_bytes(&[5; 32]).unwrap();
    let keyring = Keyring::create(
        PASSPHRASE,
        &profile,
        KdfParams::default(),
        &mut SystemRandom::new(),
    )
    .unwrap();
    assert_eq!(
        (keyring.kdf().m_kib(), keyring.kdf().t(), keyring.kdf().p()),
        (65_536, 3, 1)
    );
    let keyring = Keyring::decode(&keyring.encode()).unwrap();
    assert_eq!(keyring.open(PASSPHRASE).unwrap().as_bytes(), &[5; 32]);
}

#[test]
fn every_other_passphrase_is_wrong() {
    for passphrase in [
        "",
        "cơm lam ống nứ",
        "com lam ong nua",
        "Cơm lam ống nứa",
        "cơm lam ống nứa ",
    ] {
        assert_eq!(
            keyring().open(passphrase).err(),
            Some(TrustError::WrongPassphrase),
            "{passphrase}"
        );
    }
}

/// `ơ` and `ứ` typed as one character each, or as letter, horn and tone.
#[test]
fn a_passphrase_is_the_same_on_every_keyboard() {
    let composed = "c\u{1a1}m n\u{1ee9}a 2026";
    let decomposed = "co\u{31b}m nu\u{31b}\u{301}a 2026";
    assert_ne!(composed, decomposed);
    let keyring = create(composed).unwrap();
    assert_eq!(keyring.open(decomposed).unwrap().as_bytes(), &[5; 32]);
}

#[test]
fn a_passphrase_holds_at_its_limits_and_not_one_past_them() {
    assert!(create(&"ế".repeat(MIN_PASSPHRASE_CHARS)).is_ok());
    assert_eq!(
        create(&"ế".repeat(MIN_PASSPHRASE_CHARS - 1)).err(),
        Some(TrustError::PassphraseTooShort)
    );
    assert!(create(&"x".repeat(MAX_PASSPHRASE)).is_ok());
    let too_long = "x".repeat(MAX_PASSPHRASE + 1);
    assert_eq!(create(&too_long).err(), Some(TrustError::PassphraseTooLong));
    assert_eq!(
        keyring().open(&too_long).err(),
        Some(TrustError::PassphraseTooLong)
    );
}

#[test]
fn damage_is_not_taken_for_a_wrong_passphrase() {
    let good = keyring().encode();
    for at in 2..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x40;
        assert_eq!(
            Keyring::decode(&bytes).err(),
            Some(TrustError::Damaged),
            "byte {at}"
        );
    }
}

#[test]
fn the_same_passphrase_never_makes_the_same_keyring() {
    let profile = ProfileKey::from_bytes(&[5; 32]).unwrap();
    let make = || {
        Keyring::create(
            PASSPHRASE,
            &profile,
            KdfParams::for_tests(),
            &mut SystemRandom::new(),
        )
        .unwrap()
    };
    assert_ne!(make(), make());
}

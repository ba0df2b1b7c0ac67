//! Opening tells what is wrong, and leaves what it cannot open as it was.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Place, case, key, write};
use nuong_vault::{RawKey, SCHEMA_VERSION, Vault, VaultError};

/// A closed vault with something in it, some 200 pages long.
fn filled() -> Place {
    let place = Place::new();
    let mut vault = place.create();
    write(&mut vault, |tx| {
        for n in 0..20u8 {
            tx.quarantine("parcel", "parcel.truncated", &vec![n; 40_000], 1)?;
        }
        tx.append_draft(case(1), "i", "q", "\"yes\"", 1)
    });
    vault.close().unwrap();
    place
}

/// The error of an opening that must not alter any file.
fn refused(place: &Place, key: &RawKey) -> VaultError {
    let before = place.files();
    let Err(error) = Vault::open(&place.vault(), key) else {
        panic!("the vault opened")
    };
    assert!(
        place.files() == before,
        "a vault that did not open was altered"
    );
    error
}

fn damage(place: &Place, at: usize) {
    let mut bytes = fs::read(place.vault()).unwrap();
    bytes[at] ^= 1;
    fs::write(place.vault(), bytes).unwrap();
}

#[test]
fn a_missing_vault_is_missing_and_is_not_made() {
    let place = Place::new();
    assert_eq!(refused(&place, &key()), VaultError::Missing);
    let place = filled();
    fs::remove_file(place.vault()).unwrap();
    assert_eq!(refused(&place, &key()), VaultError::Missing);
}

#[test]
fn a_wrong_key_is_not_taken_for_damage() {
    let place = filled();
    assert_eq!(
        refused(&place, &RawKey::new(&[1; 32])),
        VaultError::WrongKey
    );
    assert_eq!(place.open().unwrap().all_drafts().unwrap().len(), 1);
}

#[test]
fn damage_is_not_taken_for_a_wrong_key() {
    let len = fs::metadata(filled().vault()).unwrap().len() as usize;
    for at in [0, 20, 100, 4095, len / 2, len - 1] {
        let place = filled();
        damage(&place, at);
        assert_eq!(refused(&place, &key()), VaultError::Damaged, "byte {at}");
        assert_eq!(
            refused(&place, &RawKey::new(&[1; 32])),
            VaultError::WrongKey,
            "byte {at}"
        );
    }
}

#[test]
fn a_vault_cut_short_or_emptied_is_damaged() {
    for keep in [0, 1, 4096, 5000, 40_960] {
        let place = filled();
        fs::OpenOptions::new()
            .write(true)
            .open(place.vault())
            .unwrap()
            .set_len(keep)
            .unwrap();
        assert_eq!(
            refused(&place, &key()),
            VaultError::Damaged,
            "{keep} bytes left"
        );
    }
}

#[test]
fn damage_that_appears_while_the_vault_is_open_is_named_damage() {
    let place = filled();
    let vault = place.open().unwrap();
    let len = fs::metadata(place.vault()).unwrap().len() as usize;
    damage(&place, len / 2);
    assert_eq!(vault.verify().unwrap_err(), VaultError::Damaged);
    assert_eq!(vault.quarantined().err(), Some(VaultError::Damaged));
}

#[test]
fn a_newer_vault_is_refused_with_both_versions() {
    let place = filled();
    set_version(&place, SCHEMA_VERSION + 1);
    assert_eq!(
        refused(&place, &key()),
        VaultError::Newer {
            found: SCHEMA_VERSION + 1,
            known: SCHEMA_VERSION
        }
    );
    set_version(&place, SCHEMA_VERSION);
    place.open().unwrap();
}

#[test]
fn an_existing_vault_is_never_made_anew() {
    let place = filled();
    let before = place.files();
    assert!(matches!(
        Vault::create(&place.vault(), &key()),
        Err(VaultError::AlreadyExists)
    ));
    fs::rename(place.vault(), place.folder().join("aside")).unwrap();
    assert!(
        matches!(
            Vault::create(&place.vault(), &key()),
            Err(VaultError::AlreadyExists)
        ),
        "its key check is left"
    );
    fs::rename(place.folder().join("aside"), place.vault()).unwrap();
    assert!(place.files() == before);
}

#[test]
fn a_lost_key_check_is_written_again_by_the_right_key_only() {
    let place = filled();
    let check = place.folder().join("profile.vault.check");
    for content in [None, Some("")] {
        fs::remove_file(&check).unwrap();
        if let Some(content) = content {
            fs::write(&check, content).unwrap();
        }
        assert_eq!(
            refused(&place, &RawKey::new(&[1; 32])),
            VaultError::KeyUnproven
        );
        place.open().unwrap().close().unwrap();
        assert_eq!(
            refused(&place, &RawKey::new(&[1; 32])),
            VaultError::WrongKey
        );
    }
}

#[test]
fn a_creation_cut_off_before_anything_was_in_the_vault_is_finished_by_opening() {
    let place = Place::new();
    fs::write(place.vault(), "").unwrap();
    let mut vault = place.open().unwrap();
    vault.append_draft(case(1), "i", "q", "1", 1).unwrap();
    vault.close().unwrap();
    assert_eq!(place.open().unwrap().all_drafts().unwrap().len(), 1);
}

#[test]
fn something_that_is_no_vault_is_left_alone() {
    let place = Place::new();
    fs::write(place.vault(), b"SQLite format 3\0".repeat(600)).unwrap();
    assert_eq!(refused(&place, &key()), VaultError::KeyUnproven);
}

#[test]
fn errors_have_codes_and_name_no_path() {
    let error = VaultError::TooLarge {
        what: "value",
        len: 2,
        max: 1,
    };
    assert_eq!(error.code(), "vault.too-large");
    assert_eq!(error.to_string(), "value is 2 bytes; at most 1 are allowed");
    assert_eq!(VaultError::WrongKey.code(), "vault.wrong-key");
}

/// Writes a version into the vault as a program of that version would have.
fn set_version(place: &Place, version: u32) {
    let conn = rusqlite::Connection::open(place.vault()).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "5a".repeat(32)))
        .unwrap();
    conn.pragma_update(None, "user_version", version).unwrap();
    conn.close().unwrap();
}

//! Vaults that cannot be opened: each refused with its own code, and left exactly as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use nuong_e2e::{Device, PASSPHRASE, World, plain};
use nuong_station::trust::Keyring;
use rusqlite::Connection;
use serde_json::Value;

/// A device with one case in it, and what is written there.
fn device_with_a_case(world: &World) -> (Device, Vec<Value>) {
    let device = world.device("guard-a", "officer", "post-a");
    device.screen(&World::scenario("b1-no-signs"));
    let contents = device.contents();
    assert_eq!(contents.len(), 1);
    (device, contents)
}

/// Every file of a profile.
fn files(device: &Device) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(device.directory()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn put_back(device: &Device, kept: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in files(device)
        .keys()
        .filter(|path| !kept.contains_key(*path))
    {
        fs::remove_file(path).unwrap();
    }
    for (path, bytes) in kept {
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_wrong_passphrase_is_told_as_such_and_changes_nothing() {
    let world = World::found();
    let (device, contents) = device_with_a_case(&world);
    let before = files(&device);
    let file = world.path("passphrase");
    for wrong in [
        "",
        "x",
        "mưa rừng trên núi ",
        "MƯA RỪNG TRÊN NÚI",
        &"rất dài ".repeat(40),
    ] {
        fs::write(&file, format!("{wrong}\n")).unwrap();
        let said = device.run(["--passphrase-file", plain(&file), "cases"]);
        assert_eq!(said.refused(), "trust.wrong_passphrase", "{wrong:?}");
    }
    assert_eq!(files(&device), before);
    assert_eq!(device.contents(), contents);
}

#[test]
fn a_vault_that_is_not_there_is_not_made_by_asking_for_it() {
    let world = World::found();
    let nowhere = Device::at(world.path("nowhere"));
    assert_eq!(nowhere.run(["cases"]).refused(), "vault.missing");
    assert!(!nowhere.directory().exists());
    // A lost vault beside its keyring is told too, and no empty one takes its place.
    let (device, contents) = device_with_a_case(&world);
    let kept = files(&device);
    fs::remove_file(device.vault()).unwrap();
    assert_eq!(device.run(["cases"]).refused(), "vault.missing");
    assert_eq!(device.run(["init", "--quick"]).refused(), "vault.exists");
    assert!(!device.vault().exists());
    put_back(&device, &kept);
    assert_eq!(device.contents(), contents);
}

#[test]
fn a_damaged_vault_is_told_from_a_wrong_key_and_left_for_repair() {
    let world = World::found();
    let (device, contents) = device_with_a_case(&world);
    let kept = files(&device);
    let whole = kept[&device.vault()].clone();
    let damaged = |edit: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        edit(&mut bytes);
        bytes
    };
    let ways: [(&str, Vec<u8>); 5] = [
        (
            "a flipped bit in the first page",
            damaged(&|bytes| bytes[100] ^= 1),
        ),
        ("a page of zeros", damaged(&|bytes| bytes[..4096].fill(0))),
        (
            "everything after the first page overwritten",
            damaged(&|bytes| bytes[4096..].fill(7)),
        ),
        (
            "cut in the middle",
            damaged(&|bytes| bytes.truncate(bytes.len() / 2)),
        ),
        ("no file of ours", b"not a vault".repeat(1000)),
    ];
    for (way, bytes) in ways {
        fs::write(device.vault(), &bytes).unwrap();
        assert_eq!(device.run(["cases"]).refused(), "vault.damaged", "{way}");
        assert!(
            fs::read(device.vault()).unwrap() == bytes,
            "{way}: the file was written to"
        );
        put_back(&device, &kept);
    }
    assert_eq!(device.contents(), contents);
}

#[test]
fn damage_that_only_reading_a_case_meets_is_told_too() {
    let world = World::found();
    let (device, contents) = device_with_a_case(&world);
    let kept = files(&device);
    let whole = kept[&device.vault()].clone();
    let case = contents[0]["case"].as_str().unwrap();
    let mut met = 0;
    for page in (1..whole.len() / 4096).step_by(9) {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 50] ^= 0x10;
        fs::write(device.vault(), &bytes).unwrap();
        let said = device.run(["case", case, "--answers"]);
        if said.well {
            assert_eq!(
                said.json["interviews"], contents[0]["interviews"],
                "page {page}"
            );
        } else {
            assert_eq!(said.refused(), "vault.damaged", "page {page}");
            met += 1;
        }
        put_back(&device, &kept);
    }
    assert!(met > 0, "no damaged page was read");
    assert_eq!(device.contents(), contents);
}

#[test]
fn a_damaged_keyring_is_refused_in_order() {
    let world = World::found();
    let (device, contents) = device_with_a_case(&world);
    let kept = files(&device);
    let path = device.directory().join("keyring");
    let whole = kept[&path].clone();
    let mut ways = vec![
        (Vec::new(), "trust.damaged"),
        (whole[..whole.len() / 2].to_vec(), "trust.damaged"),
        (vec![0; 20_000], "trust.malformed"),
    ];
    for at in (0..whole.len()).step_by(13).chain([whole.len() - 1]) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        ways.push((flipped, "trust.damaged"));
    }
    for (bytes, code) in ways {
        fs::write(&path, bytes).unwrap();
        assert_eq!(device.run(["cases"]).refused(), code);
        put_back(&device, &kept);
    }
    assert_eq!(device.contents(), contents);
}

#[test]
fn a_vault_of_a_newer_version_is_left_untouched() {
    let world = World::found();
    let (device, contents) = device_with_a_case(&world);
    let keyring = Keyring::decode(&fs::read(device.directory().join("keyring")).unwrap()).unwrap();
    let key = keyring.open(PASSPHRASE).unwrap();
    let hex: String = key
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let version = |to: Option<i64>| {
        let vault = Connection::open(device.vault()).unwrap();
        vault
            .execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
            .unwrap();
        let now: i64 = vault
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        if let Some(to) = to {
            vault.pragma_update(None, "user_version", to).unwrap();
        }
        now
    };
    let known = version(Some(10_000));
    let before = fs::read(device.vault()).unwrap();
    assert_eq!(device.run(["cases"]).refused(), "vault.newer");
    assert_eq!(device.run(["note", "1", "text"]).refused(), "vault.newer");
    assert!(
        fs::read(device.vault()).unwrap() == before,
        "the newer vault was written to"
    );
    assert_eq!(version(Some(known)), 10_000);
    assert_eq!(device.contents(), contents);
}

//! Packs of every format, as they were written when the format was new: each opens for ever, has its hash, and plays to
//! what it played to then. `fixtures/packs/README.md` says how one is added.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::date;
use nuong_screening::play::{PlayClock, Session};
use nuong_screening::{PACK_FORMAT, Pack};
use serde_json::Value;
use sha2::{Digest, Sha256};

const PACK: &str = ".pack.json";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Name and hash of every file that was ever put here.
fn ledger() -> Vec<(String, String)> {
    let lines = String::from_utf8(read("SHA256SUMS")).unwrap();
    let entry = |line: &str| {
        let (hash, name) = line.split_once("  ").unwrap();
        (name.to_owned(), hash.to_owned())
    };
    lines.lines().map(entry).collect()
}

fn packs() -> Vec<String> {
    let names = ledger().into_iter().map(|(name, _)| name);
    names.filter(|name| name.ends_with(PACK)).collect()
}

/// The format in the name: 2 of `together.format-2.pack.json`.
fn format_of(name: &str) -> u32 {
    let (_, format) = name.strip_suffix(PACK).unwrap().rsplit_once('-').unwrap();
    format.parse().unwrap()
}

#[test]
fn no_pack_that_was_ever_kept_is_changed_or_taken_away() {
    let ledger = ledger();
    assert!(ledger.len() >= 12, "{ledger:?}");
    for (name, hash) in &ledger {
        let found: String = Sha256::digest(read(name))
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(found, *hash, "{name}");
    }
    let listed: BTreeSet<&str> = ledger.iter().map(|(name, _)| name.as_str()).collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let spoken_of = ["README.md", "SHA256SUMS"].contains(&name.as_str());
        assert!(
            spoken_of || listed.contains(name.as_str()),
            "{name} is not in SHA256SUMS"
        );
    }
}

#[test]
fn every_format_there_is_has_a_pack_here() {
    let kept: BTreeSet<u32> = packs().iter().map(|name| format_of(name)).collect();
    assert_eq!(kept, (1..=PACK_FORMAT).collect());
}

#[test]
fn every_pack_opens_and_keeps_its_bytes_and_hash() {
    for (name, hash) in ledger() {
        if !name.ends_with(PACK) {
            continue;
        }
        let bytes = read(&name);
        let format: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(format["format"], format_of(&name), "{name}");
        let pack = Pack::from_canonical(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(pack.canonical(), bytes, "{name}");
        assert_eq!(pack.hash().to_string(), hash, "{name}");
    }
}

#[test]
fn every_pack_plays_to_what_it_played_to_when_it_was_new() {
    for name in packs() {
        let stem = name.strip_suffix(PACK).unwrap();
        let file = |ending: &str| String::from_utf8(read(&format!("{stem}.{ending}"))).unwrap();
        let pack = Arc::new(Pack::from_canonical(&read(&name)).unwrap());
        let clock = PlayClock::on(date(2026, 1, 2));
        let mut session = Session::new(pack, clock, 0);
        let mut lines = vec![session.loaded()];
        lines.extend(file("script.jsonl").lines().map(|line| session.step(line)));
        let played = file("played.jsonl");
        assert_eq!(played.lines().count(), lines.len(), "{name}");
        for (step, (then, now)) in played.lines().zip(&lines).enumerate() {
            let then: Value = serde_json::from_str(then).unwrap();
            let now: Value = serde_json::from_str(now).unwrap();
            // What a later version has to say besides is its own.
            for (key, said) in then.as_object().unwrap() {
                assert_eq!(now[key], *said, "{name}, step {step}, {key}");
            }
        }
    }
}

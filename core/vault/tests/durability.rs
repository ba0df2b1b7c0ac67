//! What was acknowledged is there after a kill or a full disk, and no act is there by half.
#![allow(clippy::print_stderr, clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Place, case, change, key, row, tag, write};
use nuong_vault::{Vault, VaultError};

#[test]
fn an_acknowledged_answer_survives_a_kill_at_any_moment() {
    let place = Place::new();
    let mut vault = place.create();
    for n in 1..=40i64 {
        vault
            .append_draft(case(1), "i", "q", &n.to_string(), n)
            .unwrap();
        // The files as a killed process leaves them: the log not folded in, no shared memory.
        let left = Place::new();
        for suffix in ["", "-wal", ".check"] {
            let name = format!("profile.vault{suffix}");
            fs::copy(place.folder().join(&name), left.folder().join(&name)).unwrap();
        }
        let drafts = left.open().unwrap().drafts(case(1)).unwrap();
        assert_eq!(drafts.len() as i64, n);
        assert_eq!(drafts.last().unwrap().value, n.to_string());
    }
}

#[test]
fn a_log_cut_at_any_page_loses_only_what_was_never_acknowledged() {
    let place = Place::new();
    let mut vault = place.create();
    let mut acknowledged = vec![(0, 0)];
    for n in 1..=12i64 {
        vault
            .append_draft(case(1), "i", "q", &"x".repeat(1500), n)
            .unwrap();
        acknowledged.push((vault.wal_bytes().unwrap(), n));
    }
    let log = fs::read(place.folder().join("profile.vault-wal")).unwrap();
    for cut in (0..=log.len()).step_by(1031) {
        let left = Place::new();
        for suffix in ["", ".check"] {
            let name = format!("profile.vault{suffix}");
            fs::copy(place.folder().join(&name), left.folder().join(&name)).unwrap();
        }
        fs::write(left.folder().join("profile.vault-wal"), &log[..cut]).unwrap();
        let kept = left.open().unwrap().drafts(case(1)).unwrap().len() as i64;
        let due = acknowledged
            .iter()
            .filter(|(end, _)| *end <= cut as u64)
            .map(|(_, n)| *n)
            .max();
        assert_eq!(Some(kept), due, "log cut at {cut}");
    }
}

#[test]
fn an_act_that_fails_leaves_nothing_of_itself() {
    let place = Place::new();
    let mut vault = place.create();
    vault.append_draft(case(1), "i", "q", "1", 1).unwrap();
    let failed: Result<(), VaultError> = vault.transaction(|tx| {
        tx.put_case(case(1), tag(1))?;
        tx.append_change(&change(case(1), 1, true))?;
        tx.clear_drafts(case(1), i64::MAX)?;
        assert_eq!(tx.outbox()?.len(), 1, "an act sees its own writes");
        Err(VaultError::UnknownEntry)
    });
    assert_eq!(failed, Err(VaultError::UnknownEntry));
    assert_eq!(vault.drafts(case(1)).unwrap().len(), 1);
    assert!(vault.cases().unwrap().is_empty());
}

#[test]
fn an_act_that_panics_leaves_nothing_and_the_vault_stays_usable() {
    let place = Place::new();
    let mut vault = place.create();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), VaultError> = vault.transaction(|tx| {
            tx.put_case(case(1), tag(1))?;
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    assert!(vault.cases().unwrap().is_empty());
    write(&mut vault, |tx| tx.put_case(case(1), tag(1)));
}

#[test]
fn changes_outbox_and_list_are_written_together_and_drafts_go_with_them() {
    let place = Place::new();
    let mut vault = place.create();
    let id = vault.append_draft(case(1), "i", "q", "1", 1).unwrap();
    write(&mut vault, |tx| {
        tx.put_case(case(1), tag(1))?;
        tx.append_change(&change(case(1), 1, true))?;
        tx.put_case_row(&row(1, "Giàng A Páo"))?;
        tx.clear_drafts(case(1), id)
    });
    drop(vault);
    let vault = place.open().unwrap();
    assert!(vault.all_drafts().unwrap().is_empty());
    assert_eq!(vault.outbox().unwrap().len(), 1);
    assert!(vault.case_row(case(1)).unwrap().is_some());
}

/// An answer is one page of log (goal P8: at most 5 kB), whatever else the vault holds.
#[test]
fn an_answer_costs_about_one_page_of_log() {
    let place = Place::new();
    let mut vault = place.create();
    vault
        .append_draft(case(1), "interview-1", "group/question", "\"yes\"", 1)
        .unwrap();
    let before = vault.wal_bytes().unwrap();
    for n in 0..100 {
        vault
            .append_draft(case(1), "interview-1", "group/question", "\"yes\"", n)
            .unwrap();
    }
    let each = (vault.wal_bytes().unwrap() - before) / 100;
    assert!(each <= 5_000, "{each} bytes an answer");
}

/// A small file system, taken away at the end of the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, kib: u32) -> Option<SmallDisk> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"])
            .arg(folder)
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then(|| SmallDisk(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_said_plainly_and_costs_nothing_that_was_acknowledged() {
    let place = Place::new();
    let Some(_disk) = SmallDisk::mount(place.folder(), 768) else {
        eprintln!("skipped: mounting a small disk needs root; the page limit test covers the rest");
        return;
    };
    let mut vault = place.create();
    let mut acknowledged = 0;
    let error = loop {
        match vault.append_draft(case(1), "i", "q", &"x".repeat(2000), acknowledged) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
        assert!(acknowledged < 5_000, "the disk never filled");
    };
    assert_eq!(error, VaultError::Full);
    assert_eq!(vault.drafts(case(1)).unwrap().len() as i64, acknowledged);
    drop(vault);
    // The disk is still as full as the vault made it; what was acknowledged opens even so, or once there is room.
    let grown = Command::new("mount")
        .args(["-o", "remount,size=8m"])
        .arg(place.folder())
        .status()
        .unwrap();
    assert!(grown.success());
    let mut vault = Vault::open(&place.vault(), &key()).unwrap();
    assert_eq!(vault.drafts(case(1)).unwrap().len() as i64, acknowledged);
    vault.append_draft(case(1), "i", "q", "later", 1).unwrap();
    vault.verify().unwrap();
}

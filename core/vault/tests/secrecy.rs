//! Nothing of a record is readable without the key.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Place, case, change, row, tag, write};
use nuong_vault::{CaseFilter, CaseOrder, Vault};

/// A name that is nowhere else, and what search would make of it.
const MARKERS: [&str; 2] = ["Vàng Thị Xuồng-Marker", "vang thi xuong"];

fn fill(vault: &mut Vault) {
    vault
        .append_draft(case(1), "i", "q", MARKERS[0], 1)
        .unwrap();
    write(vault, |tx| {
        for n in 0..200u8 {
            let mut row = row(n, MARKERS[0]);
            tx.put_case(case(n), tag(n))?;
            row.place = MARKERS[0].repeat(20);
            tx.put_case_row(&row)?;
            let mut change = change(case(n), n, true);
            change.bytes = MARKERS[0].repeat(30).into_bytes();
            tx.append_change(&change)?;
            tx.put_secret("case-key", &case(n), MARKERS[0].as_bytes())?;
        }
        tx.put_state("s", MARKERS[0].as_bytes())?;
        tx.quarantine("parcel", "parcel.truncated", MARKERS[0].as_bytes(), 1)
    });
}

fn contains(bytes: &[u8], marker: &str) -> bool {
    bytes
        .windows(marker.len())
        .any(|window| window == marker.as_bytes())
}

/// Fails if any file in the place holds a marker; says how many files were looked at.
fn search_files(place: &Place) -> usize {
    let mut seen = 0;
    for entry in fs::read_dir(place.folder()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for marker in MARKERS {
            assert!(!contains(&bytes, marker), "plaintext in {}", path.display());
        }
        assert!(
            !contains(&bytes, "SQLite format 3"),
            "a plain header in {}",
            path.display()
        );
        seen += 1;
    }
    seen
}

#[test]
fn no_plaintext_is_in_the_file_the_log_or_the_shared_memory() {
    let place = Place::new();
    let mut vault = place.create();
    fill(&mut vault);
    assert!(
        vault.wal_bytes().unwrap() > 100_000,
        "the log is looked at while it holds everything"
    );
    assert_eq!(
        search_files(&place),
        4,
        "file, log, shared memory, key check"
    );
    vault.checkpoint().unwrap();
    search_files(&place);
    vault.close().unwrap();
    assert_eq!(search_files(&place), 2, "file, key check");
}

#[test]
fn no_temporary_file_is_opened_even_by_large_work() {
    let place = Place::new();
    let mut vault = place.create();
    fill(&mut vault);
    write(&mut vault, |tx| {
        tx.clear_case_rows()?;
        for n in 0..200u8 {
            tx.put_case_row(&row(n, MARKERS[0]))?;
        }
        let filter = CaseFilter {
            search: Some("vang".into()),
            ..CaseFilter::default()
        };
        assert_eq!(
            tx.case_rows(&filter, CaseOrder::NewestFirst, 0, 500)?
                .rows
                .len(),
            200
        );
        assert!(temporary_files().is_empty(), "{:?}", temporary_files());
        Ok(())
    });
}

/// Files of SQLite for passing work that this process holds open, deleted ones too.
fn temporary_files() -> Vec<String> {
    let Ok(open) = fs::read_dir("/proc/self/fd") else {
        return Vec::new();
    };
    open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok())
        .map(|path| path.to_string_lossy().into_owned())
        .filter(|path| path.contains("etilqs") || path.contains("-journal"))
        .collect()
}

//! Parts that several tests share.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use nuong_vault::{
    CaseRow, ChangeState, NewChange, NewParcel, RawKey, SectionEntry, SectionState, Vault,
    VaultError,
};
use tempfile::TempDir;

/// A folder for one vault, gone at the end of the test.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Place {
        Place {
            folder: TempDir::new().unwrap(),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.folder.path().join("profile.vault")
    }

    /// A new vault in this place.
    pub(crate) fn create(&self) -> Vault {
        Vault::create(&self.vault(), &key()).unwrap()
    }

    pub(crate) fn open(&self) -> Result<Vault, VaultError> {
        Vault::open(&self.vault(), &key())
    }

    /// Every file here with its content, save the shared memory, which holds no data.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.to_string_lossy().ends_with("-shm"))
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .filter(|(_, bytes)| !bytes.is_empty())
            .collect();
        files.sort();
        files
    }
}

pub(crate) fn key() -> RawKey {
    RawKey::new(&[0x5a; 32])
}

pub(crate) fn case(n: u8) -> [u8; 16] {
    [n; 16]
}

pub(crate) fn tag(n: u8) -> [u8; 16] {
    [n ^ 0xff; 16]
}

pub(crate) fn change(case: [u8; 16], n: u8, own: bool) -> NewChange {
    NewChange {
        case,
        hash: [n; 32],
        author: [9; 16],
        seq: u64::from(n),
        at: 1_700_000_000 + i64::from(n),
        bytes: vec![n; 100],
        state: ChangeState::Applied,
        own,
    }
}

pub(crate) fn row(n: u8, name: &str) -> CaseRow {
    CaseRow {
        case_id: case(n),
        tag: tag(n),
        name: Some(name.into()),
        place: "Đồn Mường Khương".into(),
        stage: 1,
        outcome: 0,
        urgent_rank: 0,
        child: false,
        conflicts: 0,
        urgent: Vec::new(),
        created_at: 100,
        created_by: [9; 16],
        updated_at: 100,
        updated_by: [9; 16],
        sent_state: 0,
        instrument: "border-initial".into(),
        interview_open: false,
        needs_open: 0,
    }
}

pub(crate) fn parcel(author: u8, seq: u64, name: u8) -> NewParcel {
    NewParcel {
        name: [name; 32],
        author: [author; 16],
        seq,
        at: 5,
        own: false,
        at_hub: false,
        bytes: vec![name; 300],
        sections: vec![
            SectionEntry {
                index: 0,
                tag: None,
                state: SectionState::Read,
            },
            SectionEntry {
                index: 1,
                tag: Some(tag(1)),
                state: SectionState::NoKey,
            },
            SectionEntry {
                index: 2,
                tag: Some(tag(2)),
                state: SectionState::Withheld,
            },
        ],
    }
}

/// Everything in a transaction of the vault's own error.
pub(crate) fn write<T>(
    vault: &mut Vault,
    act: impl FnOnce(&mut nuong_vault::Tx<'_>) -> Result<T, VaultError>,
) -> T {
    vault.transaction(act).unwrap()
}

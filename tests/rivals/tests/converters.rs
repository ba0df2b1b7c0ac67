//! Workbooks that Nương writes are taken by XLSForm's converter without an error, and read back they are the same pack.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use nuong_rivals::forms::random_form;
use nuong_rivals::tools;
use nuong_screening::{Pack, Sheets};
use serde_json::json;

fn instruments() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../instruments");
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries
        .filter(|path| path.join("survey.csv").exists())
        .collect();
    found.sort();
    found
}

fn sheets(folder: &Path) -> Sheets {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let indicators = fs::read_to_string(folder.join("../indicators/ilo-ec-2009.csv")).unwrap();
    let (survey, choices, settings) = (
        read("survey.csv"),
        read("choices.csv"),
        read("settings.csv"),
    );
    Sheets::from_csv(&survey, &choices, &settings, &indicators).unwrap()
}

#[test]
fn every_exported_workbook_is_the_same_pack_when_it_is_read_again() {
    let folders = instruments();
    assert!(folders.len() >= 9, "{folders:?}");
    for folder in folders {
        let sheets = sheets(&folder);
        let again = Sheets::from_xlsx(&sheets.to_xlsx()).unwrap();
        let hash = |sheets: &Sheets| Pack::compile(sheets).unwrap().0.hash();
        assert_eq!(hash(&again), hash(&sheets), "{}", folder.display());
    }
    for seed in 0..100 {
        let [survey, choices, settings] = random_form(seed).as_csv();
        let sheets = Sheets::from_csv(&survey, &choices, &settings, "")
            .unwrap()
            .foreign("t");
        let again = Sheets::from_xlsx(&sheets.to_xlsx()).unwrap().foreign("t");
        let hash = |sheets: &Sheets| Pack::compile(sheets).map(|(pack, _)| pack.hash());
        assert_eq!(hash(&again), hash(&sheets), "form {seed}");
    }
}

#[test]
fn pyxform_takes_every_exported_workbook_without_an_error() {
    let Some(tools) = tools::needed(tools::pyxform()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut jobs = Vec::new();
    for instrument in instruments() {
        let name = instrument
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let book = folder.path().join(format!("{name}.xlsx"));
        fs::write(&book, sheets(&instrument).to_xlsx()).unwrap();
        jobs.push(
            json!({"form": book, "out": folder.path().join(format!("{name}.xml"))}).to_string(),
        );
    }
    let list = folder.path().join("jobs.jsonl");
    fs::write(&list, jobs.join("\n")).unwrap();
    let said = tools.convert(&list).unwrap();
    assert_eq!(said.len(), jobs.len());
    for (job, said) in jobs.iter().zip(&said) {
        assert!(said["error"].is_null(), "{job}: {}", said["error"]);
    }
}

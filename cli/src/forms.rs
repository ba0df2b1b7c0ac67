//! Questionnaires as their authors have them: a workbook, or a directory of CSV sheets, with tables and languages beside.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use nuong_screening::{LanguagePack, Pack, Problem, Sheets};
use nuong_station::Error;

use crate::refusal::Refusal;
use crate::terminal;

/// The largest workbook, sheet, script or table read.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// A questionnaire that was read, and what was wrong with the files themselves.
pub(crate) struct Form {
    /// What could be read of it; nothing where there is no workbook at all.
    pub(crate) sheets: Option<Sheets>,
    pub(crate) broken: Vec<Problem>,
}

/// What to do with sheets that lack what only this app needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Anybody's: nothing of ours is asked for.
    Anybody,
    /// Ours, or, of a workbook, as its settings tell.
    Author,
}

/// Reads sheets, the indicators that come with the program where they name none, and the tables of `NAME-media/` beside.
pub(crate) fn read(form: &Path, indicators: Option<&Path>, origin: Origin) -> Result<Form> {
    let stem = form.file_stem().and_then(|stem| stem.to_str());
    let name = stem.unwrap_or("form").to_owned();
    let (sheets, mut broken) = if form.is_dir() {
        let (sheets, broken) = directory(form)?;
        (Some(sheets), broken)
    } else {
        Sheets::lenient_xlsx(&bytes(form)?)
    };
    let given = indicators.map(text).transpose()?;
    let given = given.as_deref().unwrap_or(nuong_station::INDICATORS);
    let sheets = match sheets {
        Some(sheets) => {
            let sheets = sheets
                .clone()
                .or_indicators(given)
                .unwrap_or_else(|problems| {
                    broken.extend(problems);
                    sheets
                });
            Some(attach(sheets, form, &name, &mut broken)?)
        }
        None => None,
    };
    let foreign = origin == Origin::Anybody || !form.is_dir();
    let sheets = sheets.map(|sheets| {
        if foreign && (origin == Origin::Anybody || !sheets.is_own()) {
            sheets.foreign(&name)
        } else {
            sheets
        }
    });
    Ok(Form { sheets, broken })
}

fn directory(form: &Path) -> Result<(Sheets, Vec<Problem>)> {
    let sheet = |name: &str| match form.join(name) {
        path if path.exists() => text(&path),
        _ => Ok(String::new()),
    };
    let survey = text(&form.join("survey.csv"))?;
    let (choices, settings) = (sheet("choices.csv")?, sheet("settings.csv")?);
    Ok(Sheets::lenient_csv(
        &survey,
        &choices,
        &settings,
        &sheet("indicators.csv")?,
    ))
}

fn attach(
    mut sheets: Sheets,
    form: &Path,
    name: &str,
    broken: &mut Vec<Problem>,
) -> Result<Sheets> {
    let media = form.with_file_name(format!("{name}-media"));
    let found = fs::read_dir(media).into_iter().flatten().flatten();
    let mut tables: Vec<_> = found.map(|entry| entry.path()).collect();
    tables.sort();
    for path in tables {
        let file = path
            .file_name()
            .and_then(|name| name.to_str())
            .map(str::to_owned);
        if let Some(file) = file.filter(|file| file.ends_with(".csv")) {
            match sheets.clone().attach(&file, &text(&path)?) {
                Ok(with) => sheets = with,
                Err(problems) => broken.extend(problems),
            }
        }
    }
    Ok(sheets)
}

/// Compiles anybody's questionnaire; every fault is told, each with its sheet, row and column.
pub(crate) fn load(form: &Path) -> Result<Arc<Pack>> {
    Ok(Arc::new(compiled(form, None, Origin::Anybody)?.1))
}

/// Reads and compiles, with nothing wrong.
pub(crate) fn compiled(
    form: &Path,
    indicators: Option<&Path>,
    origin: Origin,
) -> Result<(Sheets, Pack)> {
    let Form { sheets, mut broken } = read(form, indicators, origin)?;
    // What is wrong with the files themselves comes first, and does not keep the rest from being told.
    match sheets.map(|sheets| (Pack::compile(&sheets), sheets)) {
        Some((Ok((pack, _)), sheets)) if broken.is_empty() => return Ok((sheets, pack)),
        Some((Err(problems), _)) => broken.extend(problems),
        _ => {}
    }
    Err(faulty(broken).into())
}

/// The same questionnaire with the languages in these files.
pub(crate) fn with_languages(mut pack: Pack, files: &[std::path::PathBuf]) -> Result<Pack> {
    for file in files {
        let language = LanguagePack::from_csv(&text(file)?).map_err(faulty)?;
        let (with, problems) = pack.with_language(&language);
        for problem in &problems {
            terminal::note(&format!("{}: {problem}", file.display()));
        }
        pack = with;
    }
    Ok(pack)
}

/// Tells every fault, each with its sheet, row and column.
pub(crate) fn faulty(problems: Vec<Problem>) -> Error {
    for problem in &problems {
        terminal::note(&problem.to_string());
    }
    Error::Sheets(problems)
}

pub(crate) fn text(path: &Path) -> Result<String> {
    let other = |_| std::io::Error::other("not UTF-8 text; save the sheet as CSV UTF-8");
    let text = String::from_utf8(bytes(path)?).map_err(other);
    Ok(text.map_err(|e| Refusal::file(path, &e))?)
}

pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let read = || -> std::io::Result<Vec<u8>> {
        if fs::metadata(path)?.len() > MAX_FILE {
            return Err(std::io::Error::other("larger than a questionnaire can be"));
        }
        fs::read(path)
    };
    Ok(read().map_err(|e| Refusal::file(path, &e))?)
}

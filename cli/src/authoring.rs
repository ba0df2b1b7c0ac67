//! What authors and administrators do with questionnaires: build, compare, measure their languages, export, sign, install.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use nuong_screening::{Coverage, LanguagePack, Pack, Question};
use nuong_station::trust::Published;
use nuong_station::{Clock, Installed, SystemClock, write_durably};
use serde_json::{Value, json};

use crate::administration;
use crate::args::Author;
use crate::forms::{self, Origin, compiled};
use crate::opening::Opening;
use crate::refusal::Refusal;
use crate::terminal;

pub(crate) fn run(opening: &Opening<'_>, command: &Author) -> Result<ExitCode> {
    match command {
        Author::Build {
            form,
            out,
            indicators,
        } => {
            let (_, pack) = compiled(form, indicators.as_deref(), Origin::Author)?;
            write_durably(out, pack.canonical())?;
            wrote(opening, &pack, out)?;
        }
        Author::Coverage { form, languages } => coverage(opening, form, languages)?,
        Author::Diff { old, new } => return diff(opening, &any(old)?, &any(new)?),
        Author::Export { form, xlsx, csv } => {
            export(opening, form, xlsx.as_deref(), csv.as_deref())?;
        }
        Author::Sign { pack, dir, out } => sign(opening, pack, dir.as_deref(), out)?,
        Author::Install { file } => {
            let installed = opening.station()?.install_published(&forms::bytes(file)?)?;
            opening.tell(&serde_json::to_value(&installed)?, || match &installed {
                Installed::Questionnaire { hash } => opening
                    .texts
                    .with("instrument-installed", &[("hash", hash.into())]),
                Installed::Language { instrument, tag } => {
                    let args = [("instrument", instrument.into()), ("language", tag.into())];
                    opening.texts.with("language-installed", &args)
                }
            })?;
        }
        Author::Spread { file } => {
            let parcels = opening.station()?.spread(&forms::bytes(file)?)?;
            opening.tell(&json!({ "parcels": parcels }), || {
                let args = [("parcels", parcels.into())];
                opening.texts.with("instrument-spread", &args)
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Signs what `build` wrote, or a language file.
fn sign(opening: &Opening<'_>, file: &Path, dir: Option<&Path>, out: &Path) -> Result<()> {
    let (bytes, now) = (forms::bytes(file)?, SystemClock.now());
    if bytes.starts_with(b"{") {
        let pack = Pack::from_canonical(&bytes).map_err(nuong_station::Error::from)?;
        let content = pack.canonical();
        let signed = match dir {
            Some(dir) => {
                administration::publish(opening, dir, Published::Questionnaire, content, now)?
            }
            None => opening.station()?.publish(&pack)?,
        };
        write_durably(out, &signed)?;
        return wrote(opening, &pack, out);
    }
    let text = String::from_utf8(bytes)?;
    let language = LanguagePack::from_csv(&text).map_err(nuong_station::Error::Sheets)?;
    let signed = match dir {
        Some(dir) => {
            administration::publish(opening, dir, Published::Language, text.as_bytes(), now)?
        }
        None => opening.station()?.publish_language(&text)?,
    };
    write_durably(out, &signed)?;
    let (instrument, tag) = (&language.instrument, &language.tag);
    let told = json!({ "file": out, "instrument": instrument, "language": tag });
    opening.tell(&told, || {
        let file = out.display().to_string();
        let args = [
            ("instrument", instrument.into()),
            ("language", tag.into()),
            ("file", (&file).into()),
        ];
        opening.texts.with("language-written", &args)
    })
}

fn wrote(opening: &Opening<'_>, pack: &Pack, out: &Path) -> Result<()> {
    let (hash, file) = (pack.hash().to_string(), out.display().to_string());
    let told = json!({ "file": out, "id": pack.id(), "version": pack.version(), "hash": hash });
    opening.tell(&told, || {
        let args = [
            ("id", pack.id().into()),
            ("version", pack.version().into()),
            ("hash", (&hash).into()),
            ("file", (&file).into()),
        ];
        opening.texts.with("instrument-written", &args)
    })
}

/// A questionnaire as sheets, or as `build` writes it.
fn any(form: &Path) -> Result<Pack> {
    if form.is_file() {
        let bytes = forms::bytes(form)?;
        if bytes.starts_with(b"{") {
            return Ok(Pack::from_canonical(&bytes).map_err(nuong_station::Error::from)?);
        }
    }
    Ok(compiled(form, None, Origin::Author)?.1)
}

fn coverage(opening: &Opening<'_>, form: &Path, languages: &[std::path::PathBuf]) -> Result<()> {
    let pack = forms::with_languages(any(form)?, languages)?;
    let coverage = pack.coverage();
    let told = json!({ "id": pack.id(), "version": pack.version(), "languages": coverage });
    opening.tell(&told, || {
        let lines: Vec<String> = coverage.iter().map(|one| covered(opening, one)).collect();
        lines.join("\n")
    })
}

fn covered(opening: &Opening<'_>, coverage: &Coverage) -> String {
    let args = [
        ("language", coverage.language.as_str().into()),
        ("texts", coverage.texts.0.into()),
        ("all_texts", coverage.texts.1.into()),
        ("audio", coverage.audio.0.into()),
        ("all_audio", coverage.audio.1.into()),
    ];
    let mut lines = vec![opening.texts.with("coverage-line", &args)];
    // Where nothing has been recorded, a list of everything says nothing more.
    let listed = coverage
        .missing
        .iter()
        .filter(|one| one.column != "audio" || coverage.audio.0 > 0);
    lines.extend(listed.map(|one| format!("  {} {} [{}]", one.sheet, one.name, one.column)));
    lines.join("\n")
}

/// What differs, question by question. Fails where anything does, as `diff` does.
fn diff(opening: &Opening<'_>, old: &Pack, new: &Pack) -> Result<ExitCode> {
    let (before, after) = (parts(old)?, parts(new)?);
    let mut changes = Vec::new();
    for (place, was) in &before {
        match after.get(place) {
            None => changes.push(json!({ "what": "removed", "place": place, "old": was })),
            Some(is) if is != was => {
                changes.push(json!({ "what": "changed", "place": place, "old": was, "new": is }));
            }
            Some(_) => {}
        }
    }
    for (place, is) in after
        .iter()
        .filter(|(place, _)| !before.contains_key(*place))
    {
        changes.push(json!({ "what": "added", "place": place, "new": is }));
    }
    let same = old.hash() == new.hash();
    let told = json!({ "same": same, "old": old.hash().to_string(), "new": new.hash().to_string(), "changes": changes });
    opening.tell(&told, || {
        let line = |change: &Value| {
            let sign = match change["what"].as_str() {
                Some("added") => '+',
                Some("removed") => '-',
                _ => '~',
            };
            let of = |key: &str| change.get(key).map(ToString::to_string).unwrap_or_default();
            format!(
                "{sign} {}  {} → {}",
                change["place"].as_str().unwrap_or_default(),
                of("old"),
                of("new")
            )
        };
        if same {
            opening.texts.text("diff-same")
        } else {
            changes.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    })?;
    Ok(if same {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Every fact of a questionnaire by its place: `questions/safety/alone/label/vi`.
fn parts(pack: &Pack) -> Result<BTreeMap<String, Value>> {
    let content: Value = serde_json::from_slice(pack.canonical())?;
    let mut found = BTreeMap::new();
    flatten("", &content, &mut found);
    let order: Vec<&str> = pack
        .questions()
        .map(|question: &Question| question.path.as_str())
        .collect();
    found.insert("order of questions".to_owned(), json!(order));
    Ok(found)
}

fn flatten(place: &str, value: &Value, found: &mut BTreeMap<String, Value>) {
    let below = |name: &str| {
        if place.is_empty() {
            name.to_owned()
        } else {
            format!("{place}/{name}")
        }
    };
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| flatten(&below(name), value, found)),
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                // By what it is called, so that one more in the middle is not a change of all that follow.
                let name = ["path", "name", "id"]
                    .iter()
                    .find_map(|key| item.get(*key)?.as_str());
                flatten(
                    &below(&name.map_or_else(|| number.to_string(), str::to_owned)),
                    item,
                    found,
                );
            }
        }
        scalar => {
            found.insert(place.to_owned(), scalar.clone());
        }
    }
}

/// Writes a workbook that other tools open, or the sheets as CSV, with the attached tables beside.
fn export(
    opening: &Opening<'_>,
    form: &Path,
    xlsx: Option<&Path>,
    csv: Option<&Path>,
) -> Result<()> {
    let (sheets, pack) = compiled(form, None, Origin::Author)?;
    let save = |path: &Path, bytes: &[u8]| -> Result<()> {
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            fs::create_dir_all(parent).map_err(|e| Refusal::file(parent, &e))?;
        }
        Ok(write_durably(path, bytes)?)
    };
    let mut media = None;
    if let Some(out) = xlsx {
        save(out, &sheets.to_xlsx())?;
        media = Some(out);
        wrote(opening, &pack, out)?;
    }
    if let Some(out) = csv {
        let texts = sheets.to_csv();
        for (name, text) in [
            "survey.csv",
            "choices.csv",
            "settings.csv",
            "indicators.csv",
        ]
        .iter()
        .zip(&texts)
        {
            if !text.is_empty() {
                save(&out.join(name), text.as_bytes())?;
            }
        }
        media = Some(out);
        wrote(opening, &pack, out)?;
    }
    if let Some(out) = media {
        let stem = out
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or("form");
        for (name, table) in sheets.tables_as_csv() {
            save(
                &out.with_file_name(format!("{stem}-media")).join(name),
                table.as_bytes(),
            )?;
        }
    }
    if xlsx.is_none() && csv.is_none() {
        terminal::note("name a file with --xlsx FILE or a directory with --csv DIR");
    }
    Ok(())
}

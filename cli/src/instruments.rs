//! Questionnaires from the terminal: check the sheets, show the questions.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use nuong_screening::{Pack, Problem, Severity};
use serde_json::json;

use crate::args::Instrument;
use crate::draw::Page;
use crate::opening::Opening;
use crate::refusal::Refusal;
use crate::terminal;
use crate::trying;

/// The largest sheet read; a questionnaire of 5,000 questions in three languages is about 4 MB.
const MAX_SHEET: u64 = 16 * 1024 * 1024;

pub(crate) fn run(opening: &Opening<'_>, command: &Instrument) -> Result<ExitCode> {
    match command {
        Instrument::Lint { dir, indicators } => lint(opening, dir, indicators.as_deref()),
        Instrument::Show { instrument } => show(opening, instrument),
        Instrument::Play(args) => trying::play(args),
        Instrument::Eval(args) => trying::eval(args),
    }
}

fn sheet(dir: &Path, name: &str) -> Result<String> {
    text(&dir.join(name))
}

fn text(path: &Path) -> Result<String> {
    let read = || -> std::io::Result<String> {
        if fs::metadata(path)?.len() > MAX_SHEET {
            return Err(std::io::Error::other("larger than a sheet can be"));
        }
        fs::read_to_string(path)
    };
    Ok(read().map_err(|e| Refusal::file(path, &e))?)
}

/// A questionnaire with what is worth a second look, or everything that is wrong with it.
type Compiled = std::result::Result<(Pack, Vec<Problem>), Vec<Problem>>;

fn compile(dir: &Path, indicators: Option<&Path>) -> Result<Compiled> {
    let indicators = indicators.map(text).transpose()?;
    let survey = sheet(dir, "survey.csv")?;
    let choices = sheet(dir, "choices.csv")?;
    let settings = sheet(dir, "settings.csv")?;
    Ok(nuong_station::compile_sheets(
        &survey,
        &choices,
        &settings,
        indicators.as_deref(),
    ))
}

fn lint(opening: &Opening<'_>, dir: &Path, indicators: Option<&Path>) -> Result<ExitCode> {
    let (pack, problems) = match compile(dir, indicators)? {
        Ok((pack, warnings)) => (Some(pack), warnings),
        Err(problems) => (None, problems),
    };
    let errors = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    if opening.json() {
        let hash = pack.as_ref().map(|p| p.hash().to_string());
        terminal::print_json(&json!({ "ok": errors == 0, "hash": hash, "problems": problems }))?;
    } else {
        for problem in &problems {
            terminal::print(&problem.to_string());
        }
        if let Some(pack) = &pack {
            let (questions, hash) = (pack.questions().count(), pack.hash().to_string());
            let args = [
                ("id", pack.id().into()),
                ("version", pack.version().into()),
                ("questions", questions.into()),
                ("hash", (&hash).into()),
            ];
            terminal::print(&opening.texts.with("lint-ok", &args));
        }
    }
    Ok(if errors == 0 && pack.is_some() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn show(opening: &Opening<'_>, instrument: &str) -> Result<ExitCode> {
    let dir = Path::new(instrument);
    let pack = if dir.is_dir() {
        match compile(dir, None)? {
            Ok((pack, _)) => Arc::new(pack),
            Err(_) => return lint(opening, dir, None),
        }
    } else {
        let station = opening.station()?;
        station.pack(&station.newest_pack(instrument)?)?
    };
    let lang = opening.lang.code();
    if opening.json() {
        let questions: Vec<_> = pack
            .questions()
            .map(|q| json!({ "path": q.path, "label": q.label(lang), "source": q.source }))
            .collect();
        terminal::print_json(&json!({
            "id": pack.id(), "version": pack.version(), "hash": pack.hash().to_string(), "languages": pack.languages(), "questions": questions
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut page = Page::new();
    page.title(&format!(
        "{} · {} {}",
        pack.title(lang),
        pack.id(),
        pack.version()
    ))
    .verbatim(0, &pack.hash().to_string());
    for question in pack.questions() {
        page.gap()
            .verbatim(0, &question.path)
            .paragraph(2, question.label(lang));
        for choice in question.choices() {
            page.item("  – ", choice.label(lang));
        }
    }
    terminal::print(&page.finish());
    Ok(ExitCode::SUCCESS)
}

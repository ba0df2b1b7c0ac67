//! Trying questionnaires out: play a script against one, or evaluate expressions, a line of JSON for each step or case.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use nuong_screening::play::{PlayClock, Session, evaluate, evaluate_batch};
use nuong_screening::{Pack, Problem, Sheets};
use nuong_station::{Clock, Error, SystemClock, VIET_NAM_OFFSET_MINUTES};

use crate::args::{Eval, Play, When};
use crate::refusal::Refusal;
use crate::terminal;

/// The largest workbook, sheet, script or table read.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Plays a script step by step; without one it tells how the questionnaire stands when it is opened.
pub(crate) fn play(args: &Play) -> Result<ExitCode> {
    let mut session = Session::new(load(&args.form)?, clock(&args.when)?, args.seed);
    terminal::print(&session.loaded());
    if let Some(script) = &args.script {
        for line in text(script)?.lines().filter(|line| !line.trim().is_empty()) {
            terminal::print(&session.step(line));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Evaluates one expression, or a file of them.
pub(crate) fn eval(args: &Eval) -> Result<ExitCode> {
    let form = args.form.as_deref().map(load).transpose()?;
    let clock = clock(&args.when)?;
    if let Some(batch) = &args.batch {
        let cases = text(batch)?;
        evaluate_batch(cases.lines(), form.as_ref(), clock).for_each(|line| terminal::print(&line));
        return Ok(ExitCode::SUCCESS);
    }
    let expression = args.expression.as_deref().unwrap_or_default();
    let values: serde_json::Value =
        serde_json::from_str(&args.values).context("--values is not a JSON object")?;
    let case = serde_json::json!({ "expr": expression, "values": values, "at": args.at });
    terminal::print(&evaluate(&case.to_string(), form.as_ref(), clock));
    Ok(ExitCode::SUCCESS)
}

/// The clock the questionnaire sees: the one asked for, or this machine's, in Viet Nam's time.
fn clock(when: &When) -> Result<PlayClock> {
    let local = SystemClock.now() + i64::from(VIET_NAM_OFFSET_MINUTES) * 60;
    let today = jiff::Timestamp::from_second(local)?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let clock = PlayClock::on(today).set(when.today.as_deref(), when.now.as_deref());
    clock.context(
        "--today is a date such as 2026-01-02, --now a moment such as 2026-01-02T03:04:05+07:00",
    )
}

fn text(path: &Path) -> Result<String> {
    let bytes = bytes(path)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8 text", path.display()))
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let read = || -> std::io::Result<Vec<u8>> {
        if fs::metadata(path)?.len() > MAX_FILE {
            return Err(std::io::Error::other("larger than a questionnaire can be"));
        }
        fs::read(path)
    };
    Ok(read().map_err(|e| Refusal::file(path, &e))?)
}

/// Compiles a questionnaire of anybody's: a workbook, or a directory of CSV sheets, with the tables that lie in
/// `NAME-media/` beside it.
fn load(form: &Path) -> Result<Arc<Pack>> {
    let name = form
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("form");
    let sheets = if form.is_dir() {
        let sheet = |name: &str| match form.join(name) {
            path if path.exists() => text(&path),
            _ => Ok(String::new()),
        };
        let indicators = sheet("indicators.csv")?;
        let indicators = if indicators.is_empty() {
            nuong_station::INDICATORS
        } else {
            &indicators
        };
        Sheets::from_csv(
            &sheet("survey.csv")?,
            &sheet("choices.csv")?,
            &sheet("settings.csv")?,
            indicators,
        )
    } else {
        Sheets::from_xlsx(&bytes(form)?)
    };
    let mut sheets = sheets.map_err(faulty)?;
    let media = form.with_file_name(format!("{name}-media"));
    for entry in fs::read_dir(media).into_iter().flatten().flatten() {
        let path = entry.path();
        if let Some(table) = path
            .file_name()
            .and_then(|n| n.to_str())
            .filter(|n| n.ends_with(".csv"))
        {
            sheets = sheets.attach(table, &text(&path)?).map_err(faulty)?;
        }
    }
    let compiled = Pack::compile(&sheets.foreign(name)).map_err(faulty)?;
    Ok(Arc::new(compiled.0))
}

/// Tells every fault, each with its sheet, row and column.
fn faulty(problems: Vec<Problem>) -> Error {
    for problem in &problems {
        terminal::note(&problem.to_string());
    }
    Error::Sheets(problems)
}

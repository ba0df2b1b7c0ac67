//! The field day: a whole day offline at four places, then merged. The main job of the program, on real input, with every
//! part real: four encrypted vaults, a parcel file, a hub in a process of its own, TLS over a line that breaks.

mod cast;
mod checks;
mod link;
mod plot;
mod report;
pub(crate) mod scenario;
mod search;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use nuong_view::Lang;

use crate::args;
use crate::refusal::Refusal;
use crate::terminal::{self, Progress};

/// Plays the day and prints what came of it. Fails where anything that must hold does not.
pub(crate) fn run(args: &args::Day, lang: Lang, json: bool) -> Result<ExitCode> {
    let scenarios = scenario::Scenario::read_all(&scenario_directory(args)?)?;
    let hub_program = hub_program(args)?;
    let temporary = tempfile::Builder::new().prefix("nuong-day-").tempdir()?;
    let root = match &args.keep {
        Some(directory) => kept_in(directory)?,
        None => temporary.path().to_owned(),
    };
    let progress = Progress::new(lang, json);
    let played = plot::play(&scenarios, &root, &hub_program, lang, &progress);
    progress.finish();
    let report = played?;
    if json {
        terminal::print_json(&report.json(args.keep.as_deref(), &hub_program))?;
    } else {
        terminal::print(&report.text(args.keep.as_deref(), &hub_program, &terminal::texts(lang)));
    }
    Ok(if report.checks.hold() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Makes the directory that a day is kept in: one that has nothing else in it.
fn kept_in(directory: &Path) -> Result<PathBuf, Refusal> {
    let unreadable = |e: std::io::Error| Refusal::file(directory, &e);
    std::fs::create_dir_all(directory).map_err(unreadable)?;
    if std::fs::read_dir(directory)
        .map_err(unreadable)?
        .next()
        .is_some()
    {
        return Err(Refusal::NotEmpty(directory.display().to_string()));
    }
    Ok(directory.to_owned())
}

/// The scenario files: those asked for, or those of the current directory, or those beside the program's source.
fn scenario_directory(args: &args::Day) -> Result<PathBuf, Refusal> {
    if let Some(directory) = &args.scenarios {
        return Ok(directory.clone());
    }
    let beside_source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/field-day");
    [PathBuf::from("examples/field-day"), beside_source]
        .into_iter()
        .find(|d| d.is_dir())
        .ok_or(Refusal::NoScenarios)
}

fn hub_program(args: &args::Day) -> Result<PathBuf> {
    if let Some(program) = &args.hub_program {
        return Ok(program.clone());
    }
    let beside = std::env::current_exe()?
        .with_file_name(format!("nuong-hub{}", std::env::consts::EXE_SUFFIX));
    if beside.is_file() {
        Ok(beside)
    } else {
        Err(Refusal::NoHubProgram(beside.display().to_string()).into())
    }
}

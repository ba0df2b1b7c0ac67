//! `nuong`: a station in a terminal; administration; the field day.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod administration;
mod args;
mod authoring;
mod casework;
mod day;
mod draw;
mod forms;
mod instrument_args;
mod instruments;
mod interview;
mod opening;
mod refusal;
mod sending;
mod terminal;
mod trying;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use nuong_view::Lang;
use serde_json::json;

use args::{Cli, Command, Language};
use opening::Opening;

/// The exit code of a command line that says nothing `nuong` understands, as clap gives it.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error),
    };
    let lang = match cli.global.lang {
        Language::Vi => Lang::Vi,
        Language::En => Lang::En,
    };
    match run(&cli, lang) {
        Ok(code) => code,
        Err(error) => {
            report(&error, lang, cli.global.json);
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli, lang: Lang) -> Result<ExitCode> {
    let opening = Opening::new(&cli.global, lang);
    match &cli.command {
        Command::Day(args) => return day::run(args, lang, cli.global.json),
        Command::Init { quick } => opening.init(*quick)?,
        Command::Unlock => opening.tell_profile(&opening.station()?)?,
        Command::Authority(command) => administration::authority(&opening, command)?,
        Command::Enroll(command) => administration::enroll(&opening, command)?,
        Command::Screen(args) => interview::run(&opening, args)?,
        Command::Sync { hub } => sending::sync(&opening, hub.as_deref())?,
        Command::Parcel(command) => sending::parcel(&opening, command)?,
        Command::Instrument(command) => return instruments::run(&opening, command),
        Command::Casework(command) => casework::run(&opening, command)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A command line that was not understood, or help. With `--json` the refusal is an object too.
fn misunderstood(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|arg| arg == "--json");
    if error.use_stderr() && wants_json {
        let detail = error.to_string();
        let _ = terminal::print_json(
            &json!({ "error": { "code": "usage", "text": null, "todo": null, "detail": detail.trim_end() } }),
        );
    } else {
        let _ = error.print();
    }
    if error.use_stderr() {
        ExitCode::from(USAGE)
    } else {
        ExitCode::SUCCESS
    }
}

/// The stable code of an error, wherever in the chain it is.
fn code_of(error: &anyhow::Error) -> &'static str {
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<nuong_station::Error>() {
            return error.code();
        }
        if let Some(error) = cause.downcast_ref::<nuong_station::trust::TrustError>() {
            return error.code();
        }
        if let Some(error) = cause.downcast_ref::<day::scenario::ScenarioError>() {
            return error.code();
        }
        if let Some(error) = cause.downcast_ref::<refusal::Refusal>() {
            return error.code();
        }
    }
    "internal"
}

/// What happened, for whoever is asked about it: for a hub that does not answer, what the network said.
fn detail_of(error: &anyhow::Error) -> String {
    match error.downcast_ref::<nuong_station::Error>() {
        Some(nuong_station::Error::Hub { reason, .. }) => reason.clone(),
        _ => format!("{error:#}"),
    }
}

/// Says what went wrong and what to do, in the person's language; the technical detail after it.
fn report(error: &anyhow::Error, lang: Lang, as_json: bool) {
    let code = code_of(error);
    let detail = detail_of(error);
    let view = terminal::texts(lang).error(code);
    if as_json {
        let _ = terminal::print_json(
            &json!({ "error": { "code": code, "text": view.text, "todo": view.todo, "detail": detail } }),
        );
    } else {
        terminal::note(&draw::error(&view, &detail));
    }
}

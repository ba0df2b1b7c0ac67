//! `nuong`: a station in a terminal; administration; the field day.

mod administration;
mod args;
mod casework;
mod day;
mod draw;
mod instruments;
mod interview;
mod opening;
mod sending;
mod terminal;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use nuong_view::Lang;
use serde_json::json;

use args::{Cli, Command, Language};
use opening::Opening;

fn main() -> ExitCode {
    let cli = Cli::parse();
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
        Command::Unlock => opening.unlock_and_tell()?,
        Command::Authority(command) => administration::authority(&opening, command)?,
        Command::Enroll(command) => administration::enroll(&opening, command)?,
        Command::Screen(args) => interview::run(&opening, args)?,
        Command::Sync { hub } => sending::sync(&opening, hub.as_deref())?,
        Command::Parcel(command) => sending::parcel(&opening, command)?,
        Command::Instrument(command) => return instruments::run(&opening, command),
        command => casework::run(&opening, command)?,
    }
    Ok(ExitCode::SUCCESS)
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
    }
    "usage"
}

/// Says what went wrong and what to do, in the person's language; the technical detail after it.
fn report(error: &anyhow::Error, lang: Lang, as_json: bool) {
    let code = code_of(error);
    let detail = format!("{error:#}");
    let texts = terminal::texts(lang);
    let view = (code != "usage").then(|| texts.error(code));
    if as_json {
        let view = view.as_ref();
        let _ = terminal::print_json(&json!({
            "error": { "code": code, "text": view.map(|v| &v.text), "todo": view.map(|v| &v.todo), "detail": detail }
        }));
        return;
    }
    match view {
        Some(view) => {
            terminal::note(&view.text);
            terminal::note(&view.todo);
            terminal::note(&format!("[{code}] {detail}"));
        }
        None => terminal::note(&detail),
    }
}

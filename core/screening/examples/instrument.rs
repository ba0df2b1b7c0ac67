//! Plays questionnaires and tries expressions out:
//! `instrument play FORM [SCRIPT.jsonl] [--today D] [--now T] [--seed N]`,
//! `instrument eval EXPR [--form FORM] [--values JSON] [--at PATH] [--today D]`,
//! `instrument eval --batch CASES.jsonl [--form FORM]`.
//!
//! FORM is an `.xlsx` workbook, or a directory with `survey.csv`, `choices.csv` and `settings.csv`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use nuong_screening::play::{PlayClock, Session, evaluate, evaluate_batch};
use nuong_screening::{Pack, Sheets};

fn main() -> ExitCode {
    let mut options = HashMap::new();
    let mut words = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--") {
            Some(name) => {
                options.insert(name.to_owned(), arguments.next().unwrap_or_default());
            }
            None => words.push(argument),
        }
    }
    match run(&words, &options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String], options: &HashMap<String, String>) -> Result<(), String> {
    let option = |name: &str| options.get(name).map(String::as_str);
    let clock = PlayClock::on(jiff::civil::date(2026, 1, 2))
        .set(option("today"), option("now"))
        .map_err(|error| error.to_string())?;
    let form = option("form").map(load).transpose()?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["play", form, rest @ ..] => {
            let seed = option("seed").and_then(|seed| seed.parse().ok());
            let mut session = Session::new(load(form)?, clock, seed.unwrap_or(0));
            println!("{}", session.loaded());
            for script in rest {
                for line in read(script)?.lines().filter(|line| !line.trim().is_empty()) {
                    println!("{}", session.step(line));
                }
            }
            Ok(())
        }
        ["eval"] if options.contains_key("batch") => {
            let cases = read(option("batch").unwrap_or_default())?;
            evaluate_batch(cases.lines(), form.as_ref(), clock).for_each(|line| println!("{line}"));
            Ok(())
        }
        ["eval", expression] => {
            let values = option("values").unwrap_or("{}");
            let values: serde_json::Value =
                serde_json::from_str(values).map_err(|error| error.to_string())?;
            let case =
                serde_json::json!({"expr": expression, "values": values, "at": option("at")});
            println!("{}", evaluate(&case.to_string(), form.as_ref(), clock));
            Ok(())
        }
        _ => {
            Err("usage: instrument play FORM [SCRIPT] | eval EXPR | eval --batch CASES".to_owned())
        }
    }
}

fn read(path: impl AsRef<Path>) -> Result<String, String> {
    let path = path.as_ref();
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn load(form: &str) -> Result<Arc<Pack>, String> {
    let path = Path::new(form);
    let name = path.file_stem().and_then(|stem| stem.to_str());
    let sheets = if path.is_dir() {
        let sheet = |name: &str| read(path.join(name)).unwrap_or_default();
        Sheets::from_csv(
            &sheet("survey.csv"),
            &sheet("choices.csv"),
            &sheet("settings.csv"),
            &sheet("indicators.csv"),
        )
    } else {
        let bytes = std::fs::read(path).map_err(|error| format!("{form}: {error}"))?;
        Sheets::from_xlsx(&bytes)
    };
    let attached = |sheets| attach(sheets, path);
    let compiled = sheets
        .and_then(attached)
        .and_then(|sheets| Pack::compile(&sheets.foreign(name.unwrap_or("form"))));
    let listed = |problems: Vec<nuong_screening::Problem>| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        lines.join("\n")
    };
    compiled.map(|(pack, _)| Arc::new(pack)).map_err(listed)
}

/// Attaches the tables of `NAME-media/` beside the form.
fn attach(mut sheets: Sheets, form: &Path) -> Result<Sheets, Vec<nuong_screening::Problem>> {
    let stem = form
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    let media = form.with_file_name(format!("{stem}-media"));
    for entry in std::fs::read_dir(media).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if let (true, Ok(text)) = (name.ends_with(".csv"), std::fs::read_to_string(&path)) {
            sheets = sheets.attach(name, &text)?;
        }
    }
    Ok(sheets)
}

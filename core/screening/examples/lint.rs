//! Lists what is wrong with a questionnaire: `cargo run -p nuong-screening --example lint -- DIR INDICATORS.csv`.
//!
//! DIR holds `survey.csv`, `choices.csv` and `settings.csv`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

use nuong_screening::{Pack, Problem, Sheets};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dir, indicators] = arguments.as_slice() else {
        eprintln!("usage: lint DIR INDICATORS.csv");
        return ExitCode::from(2);
    };
    let read = |path: &Path| match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            None
        }
    };
    let dir = Path::new(dir);
    let texts = (
        read(&dir.join("survey.csv")),
        read(&dir.join("choices.csv")),
        read(&dir.join("settings.csv")),
        read(Path::new(indicators)),
    );
    let (Some(survey), Some(choices), Some(settings), Some(indicators)) = texts else {
        return ExitCode::from(2);
    };
    let compiled = Sheets::from_csv(&survey, &choices, &settings, &indicators)
        .and_then(|sheets| Pack::compile(&sheets));
    match compiled {
        Ok((pack, warnings)) => {
            print(&warnings);
            let size = pack.canonical().len();
            println!(
                "{} {}: {} rows, {size} bytes, {}",
                pack.id(),
                pack.version(),
                pack.questions().count(),
                pack.hash()
            );
            ExitCode::SUCCESS
        }
        Err(problems) => {
            print(&problems);
            ExitCode::FAILURE
        }
    }
}

fn print(problems: &[Problem]) {
    for problem in problems {
        println!("{problem}");
    }
}

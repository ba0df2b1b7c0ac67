//! Plays many random questionnaires, or recorded cases, here and on JavaRosa, and tells where they differ.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use nuong_rivals::compare::Compared;

fn main() -> ExitCode {
    match nuong_rivals::speed::loads_here() {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| {
        words
            .get(at)
            .and_then(|word| word.parse().ok())
            .unwrap_or(usual)
    };
    if words.first().is_some_and(|word| word == "memory") {
        return memory();
    }
    let tools = match nuong_rivals::tools::ready() {
        Ok(tools) => tools,
        Err(why) => {
            eprintln!("JavaRosa and pyxform are not to be had: {why}");
            return ExitCode::FAILURE;
        }
    };
    let (from, count) = (number(1, 0), number(2, 100));
    let done = match words.first().map(String::as_str) {
        Some("forms") => nuong_rivals::play::forms(&tools, from..from + count, 25),
        Some("show") => return show(from),
        Some("speed") => return speed(&tools),
        Some("expressions") => nuong_rivals::play::expressions(&tools, from..from + count),
        Some("cases") => nuong_rivals::play::cases(&tools, std::path::Path::new(&words[1])),
        _ => {
            eprintln!(
                "nuong-rivals forms|expressions [FROM] [COUNT] | show SEED | speed | memory | cases FILE.jsonl"
            );
            return ExitCode::FAILURE;
        }
    };
    match done {
        Ok(compared) => told(&compared),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A form and its script, to be looked at.
fn show(seed: u64) -> ExitCode {
    let form = nuong_rivals::forms::random_form(seed);
    let [survey, choices, _] = form.as_csv();
    println!("{survey}\n{choices}");
    for step in nuong_rivals::scripts::random_script(&form, seed, 25) {
        println!("{step}");
    }
    ExitCode::SUCCESS
}

fn speed(tools: &nuong_rivals::tools::Tools) -> ExitCode {
    for (questions, choices) in [(250, 10), (5_000, 10), (5_000, 100_000)] {
        match nuong_rivals::speed::measure(tools, questions, choices) {
            Ok(measured) => println!("{}", nuong_rivals::speed::told(&measured)),
            Err(error) => eprintln!("{error:#}"),
        }
    }
    memory()
}

/// The most that a process holds that loads the largest form.
fn memory() -> ExitCode {
    match nuong_rivals::speed::memory_to_load(5_000, 100_000) {
        Ok(bytes) => println!("{} MB held at most", bytes / 1_000_000),
        Err(error) => eprintln!("{error:#}"),
    }
    ExitCode::SUCCESS
}

fn told(compared: &[(u64, Compared)]) -> ExitCode {
    let mut values = 0;
    let mut differing = 0;
    for (seed, one) in compared {
        values += one.values;
        differing += one.differing.len();
        for (step, map, path, ours, theirs) in one.differing.iter().take(6) {
            println!("{seed} step {step} {map} {path}: ours {ours}, theirs {theirs}");
        }
    }
    println!(
        "{values} values of {} compared, {differing} differ",
        compared.len()
    );
    if differing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

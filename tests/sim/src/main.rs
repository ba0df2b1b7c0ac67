//! `nuong-sim`: runs seeds, and tells which of them broke an invariant.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "telling is what it is for"
)]

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use clap::Parser;
use nuong_sim::{Options, Outcome, run};

/// Runs simulated worlds and checks that nothing is lost, leaked or done without right.
#[derive(Debug, Parser)]
#[command(name = "nuong-sim", version, about, after_help = EXAMPLES)]
struct Command {
    /// How many seeds to run.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    start: u64,
    /// Run this seed alone and tell its story.
    #[arg(long, conflicts_with_all = ["seeds", "start"])]
    seed: Option<u64>,
    /// Stop each schedule after so many events, to make a failing story shorter.
    #[arg(long)]
    events: Option<usize>,
    /// Let late parcels of a revoked device reach those who have not heard (such worlds need not come together yet).
    #[arg(long)]
    late_parcels: bool,
    /// How many worlds run at a time.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
}

impl Command {
    fn options(&self, aloud: bool) -> Options {
        Options {
            aloud,
            events: self.events,
            late_parcels: self.late_parcels,
            sabotage: None,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  nuong-sim --seeds 1000 --start 0     a thousand worlds; the failing seeds are listed at the end
  nuong-sim --seed 17                  one world again, line by line
  nuong-sim --seed 17 --events 20      the same world, its schedule cut short";

fn main() -> ExitCode {
    let command = Command::parse();
    match command.seed {
        Some(seed) => replay(seed, command.options(true)),
        None => run_many(&command),
    }
}

fn replay(seed: u64, options: Options) -> ExitCode {
    let outcome = run(seed, options);
    println!(
        "seed {seed}: {} lines, trace {}",
        outcome.lines,
        hex(&outcome.trace_hash)
    );
    report(std::slice::from_ref(&outcome))
}

fn run_many(command: &Command) -> ExitCode {
    let (begun, next, done) = (
        Instant::now(),
        AtomicU64::new(0),
        Mutex::new(Vec::<Outcome>::new()),
    );
    let options = command.options(false);
    thread::scope(|scope| {
        for _ in 0..command.jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= command.seeds {
                        break;
                    }
                    let outcome = run(command.start + index, options);
                    let mut done = done
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.push(outcome);
                    progress(&done, command.seeds, begun);
                }
            });
        }
    });
    let mut outcomes = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    outcomes.sort_by_key(|outcome| outcome.seed);
    eprintln!();
    println!(
        "{} seeds from {} in {:.1} s",
        outcomes.len(),
        command.start,
        begun.elapsed().as_secs_f64()
    );
    report(&outcomes)
}

/// One line that is written over and over; in a file, a line now and then.
fn progress(done: &[Outcome], of: u64, begun: Instant) {
    let failed = done
        .iter()
        .filter(|outcome| outcome.broken.is_some())
        .count();
    let line = format!(
        "{}/{of} seeds, {failed} failed, {:.1} s",
        done.len(),
        begun.elapsed().as_secs_f64()
    );
    if std::io::stderr().is_terminal() {
        eprint!("\r{line} ");
        let _ = std::io::stderr().flush();
    } else if done.len().is_multiple_of(100) {
        eprintln!("{line}");
    }
}

fn report(outcomes: &[Outcome]) -> ExitCode {
    let mut failed = 0;
    for outcome in outcomes {
        if let Some(broken) = &outcome.broken {
            failed += 1;
            println!("seed {}: {broken}", outcome.seed);
            println!("  again: nuong-sim --seed {}", outcome.seed);
        }
    }
    let mut met: BTreeMap<&str, u64> = BTreeMap::new();
    for (what, times) in outcomes.iter().flat_map(|outcome| &outcome.met) {
        *met.entry(what).or_default() += times;
    }
    for (what, times) in met {
        println!("{times:>10} {what}");
    }
    if failed == 0 {
        println!("no invariant broken");
        ExitCode::SUCCESS
    } else {
        println!("{failed} of {} seeds failed", outcomes.len());
        ExitCode::FAILURE
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

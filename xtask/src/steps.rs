//! What a change must pass, step by step, with one line at the end that counts the tests.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::swift::NOT_HERE;

/// Runs every step, also after one has failed, prints a table of them and, as its last line,
/// `N passed, N failed`. True when nothing failed.
///
/// The counts are those of the test runs; a step that fails without a failed test (a format, a lint, a
/// build) counts as one failed.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn run_all(root: &Path, quick: bool) -> Result<bool> {
    let steps = steps(quick);
    let mut out = std::io::stdout();
    let mut total = Counts::default();
    let mut table = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        writeln!(
            out,
            "\n» [{}/{}] {}: cargo {}",
            index + 1,
            steps.len(),
            step.name,
            step.arguments
        )?;
        let started = Instant::now();
        let (ended, counts) = step.run(root, &mut out)?;
        if ended != Ended::NotRun {
            total.take(ended == Ended::Well, &counts);
        }
        table.push((step.name, ended, started.elapsed()));
    }
    writeln!(out)?;
    for (name, ended, took) in table {
        if ended == Ended::NotRun {
            writeln!(
                out,
                "– {name:<8} not run: this machine lacks what it needs, as said above"
            )?;
            continue;
        }
        let mark = if ended == Ended::Well { '✓' } else { '✗' };
        writeln!(out, "{mark} {name:<8} {:>8}", words_for(took))?;
    }
    writeln!(out, "{} passed, {} failed", total.passed, total.failed)?;
    Ok(total.failed == 0)
}

/// The cargo that runs this, or the one on the PATH.
#[must_use]
pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// The steps in their order; the quick ones first, so that a slip is seen early.
fn steps(quick: bool) -> Vec<Step> {
    let mut steps = vec![
        Step::new("format", "fmt --all --check"),
        Step::new(
            "clippy",
            "clippy --workspace --all-targets --locked --quiet -- -D warnings",
        ),
        Step::new("tidy", "xtask tidy"),
        Step::new("api", "xtask api"),
        Step::new("build", "build --workspace --bins --locked --quiet"),
        Step::new(
            "tests",
            "test --workspace --exclude nuong-e2e --locked --no-fail-fast --quiet",
        ),
    ];
    if !quick {
        steps.extend([
            Step::new("fetch", "fetch --locked --quiet"),
            Step::new("deny", "deny --offline check bans licenses sources"),
            Step::new(
                "sim",
                "run --package nuong-sim --locked --quiet -- --seeds 100",
            ),
            Step::new(
                "e2e",
                "test --package nuong-e2e --locked --no-fail-fast --quiet",
            ),
            Step::new("kotlin", "xtask kotlin"),
            Step::new("android", "xtask android test"),
            Step::new("swift", "xtask swift"),
            Step::new("size", "xtask size"),
        ]);
    }
    steps
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Well,
    Badly,
    /// A tool it needs cannot be had on this machine. On a machine that says it is for continuous integration that is a
    /// failure: what is checked there must not depend on who set it up.
    NotRun,
}

impl Ended {
    fn of(code: Option<i32>, integration: bool) -> Self {
        match code {
            Some(0) => Self::Well,
            Some(code) if code == i32::from(NOT_HERE) && !integration => Self::NotRun,
            _ => Self::Badly,
        }
    }
}

/// One cargo command.
struct Step {
    name: &'static str,
    /// What follows `cargo`, words separated by spaces.
    arguments: &'static str,
}

impl Step {
    fn new(name: &'static str, arguments: &'static str) -> Self {
        Step { name, arguments }
    }

    /// Runs the command, passing its output on, and counts the tests it reports.
    fn run(&self, root: &Path, out: &mut impl Write) -> Result<(Ended, Counts)> {
        let mut command = Command::new(cargo());
        // What cargo told this program of itself would make build scripts below think that something had changed.
        for (name, _) in std::env::vars_os() {
            let told = name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
            });
            if told {
                command.env_remove(&name);
            }
        }
        let mut child = command
            .args(self.arguments.split(' '))
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cargo {} did not start", self.arguments))?;
        let mut counts = Counts::default();
        if let Some(stdout) = child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line)? > 0 {
                out.write_all(&line)?;
                counts.add(&String::from_utf8_lossy(&line));
                line.clear();
            }
        }
        let integration = std::env::var_os("CI").is_some_and(|said| !said.is_empty());
        Ok((Ended::of(child.wait()?.code(), integration), counts))
    }
}

/// Tests that passed and failed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

impl Counts {
    /// Adds the counts of a step; one that failed without a failed test counts as one failed.
    fn take(&mut self, succeeded: bool, counts: &Counts) {
        self.passed += counts.passed;
        self.failed += if succeeded {
            counts.failed
        } else {
            counts.failed.max(1)
        };
    }

    /// Adds what one line of `cargo test` says: `test result: ok. 3 passed; 0 failed; 0 ignored; …`; or of Maven's surefire
    /// about a whole package: `Tests run: 3, Failures: 0, Errors: 0, Skipped: 0`.
    fn add(&mut self, line: &str) {
        if line.contains("Tests run: ") && !line.contains("Time elapsed") {
            let number = |word| number_after(line, word);
            let failed = number("Failures: ") + number("Errors: ");
            self.passed += number("Tests run: ").saturating_sub(failed + number("Skipped: "));
            self.failed += failed;
            return;
        }
        let Some((_, result)) = line.split_once("test result: ") else {
            return;
        };
        self.passed += number_before(result, " passed");
        self.failed += number_before(result, " failed");
    }
}

/// The number that stands right before a word; 0 where there is none.
fn number_before(text: &str, word: &str) -> u64 {
    let Some(end) = text.find(word) else { return 0 };
    let digits = text[..end]
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or("");
    digits.parse().unwrap_or(0)
}

/// The number that stands right after a word; 0 where there is none.
fn number_after(text: &str, word: &str) -> u64 {
    let Some((_, after)) = text.split_once(word) else {
        return 0;
    };
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

fn words_for(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_several_test_binaries_are_summed() {
        let mut counts = Counts::default();
        counts.add("running 12 tests");
        counts.add("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s");
        counts
            .add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(
            counts,
            Counts {
                passed: 15,
                failed: 2
            }
        );
    }

    #[test]
    fn what_surefire_says_of_a_package_is_counted_and_of_its_classes_is_not() {
        let mut counts = Counts::default();
        counts.add("[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1.2 s -- in nuong.DoorTest");
        counts.add("[ERROR] Tests run: 20, Failures: 1, Errors: 2, Skipped: 1");
        assert_eq!(
            counts,
            Counts {
                passed: 16,
                failed: 3
            }
        );
    }

    #[test]
    fn a_line_that_only_speaks_of_tests_is_not_counted() {
        let mut counts = Counts::default();
        counts.add("test the_day_passed_and_7 passed ... ok");
        assert_eq!(counts, Counts::default());
    }

    #[test]
    fn a_step_that_fails_without_a_test_counts_as_one_failed() {
        let mut total = Counts {
            passed: 5,
            failed: 0,
        };
        total.take(false, &Counts::default());
        total.take(
            false,
            &Counts {
                passed: 7,
                failed: 2,
            },
        );
        total.take(
            true,
            &Counts {
                passed: 1,
                failed: 0,
            },
        );
        assert_eq!(
            total,
            Counts {
                passed: 13,
                failed: 3
            }
        );
    }

    #[test]
    fn a_tool_that_is_not_here_is_said_and_fails_only_where_everything_must_run() {
        let not_here = Some(i32::from(NOT_HERE));
        assert_eq!(Ended::of(not_here, false), Ended::NotRun);
        assert_eq!(Ended::of(not_here, true), Ended::Badly);
        assert_eq!(Ended::of(Some(0), true), Ended::Well);
        assert_eq!(Ended::of(Some(1), false), Ended::Badly);
        assert_eq!(Ended::of(None, false), Ended::Badly);
    }

    #[test]
    fn the_quick_run_is_a_prefix_of_the_full_one() {
        let names = |quick| {
            steps(quick)
                .iter()
                .map(|step| step.name)
                .collect::<Vec<_>>()
        };
        assert!(names(false).starts_with(&names(true)));
        assert!(names(false).len() > names(true).len());
    }

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(words_for(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(words_for(Duration::from_secs(125)), "2 min 05 s");
    }
}

//! Swift's side of the core: what is generated laid out as a package, and its tests run with the real library and a real hub.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::bindings;

/// What `swift.sh` exits with when Swift cannot be had on this machine; also what `cargo xtask swift` exits with then.
pub const NOT_HERE: u8 = 69;

/// The packages tested, in the order in which they depend on each other. The second compiles the iOS app's screens too.
const PACKAGES: [&str; 2] = ["bindings/swift", "ios"];

/// What the tests came to.
pub enum Outcome {
    /// Every test passed.
    Passed,
    /// Something did not build, or a test failed.
    Failed,
    /// Swift cannot be had here; the script has said why.
    NotHere,
}

/// Makes a Swift package of what was generated: sources and the C module each in their place. A file that is as it was is
/// left alone, so that nothing is compiled again for nothing.
///
/// # Errors
/// What could not be read or written.
pub fn lay_out(root: &Path, generated: &Path, package: &Path) -> Result<()> {
    let templates = root.join("bindings/swift/generated");
    let files = [
        (templates.join("Package.swift"), "Package.swift"),
        (
            templates.join("module.modulemap"),
            "Sources/nuong_ffiFFI/module.modulemap",
        ),
        (
            generated.join("nuong_ffiFFI.h"),
            "Sources/nuong_ffiFFI/nuong_ffiFFI.h",
        ),
        (
            generated.join("NuongFFI.swift"),
            "Sources/NuongFFI/NuongFFI.swift",
        ),
    ];
    for (from, to) in files {
        let to = package.join(to);
        let text = fs::read_to_string(&from).with_context(|| format!("no {}", from.display()))?;
        let text = readable_by_c(&text);
        if fs::read_to_string(&to).is_ok_and(|there| there == text) {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, text).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}

/// A parameter called `case` is a case to us and a keyword to C. Its name in the header means nothing to anybody else.
fn readable_by_c(text: &str) -> String {
    text.replace("RustBuffer case,", "RustBuffer case_,")
}

/// Builds the core and the programs, and runs the tests of every Swift package; `filter` names some of them. Prints what
/// failed, the closing lines of `swift test`, and one line that counts.
///
/// # Errors
/// When something could not be started, built or written.
pub fn test(root: &Path, filter: Option<&str>) -> Result<Outcome> {
    bindings::make(root, "dev")?;
    test_packages(root, &PACKAGES, filter)
}

/// The iOS app: on a Mac the core as an xcframework, the Xcode project and the app for a simulator; everywhere else what can be
/// had of it, which is the tests of `NuongKit` and the screens checked against declarations of Apple's names.
///
/// # Errors
/// When something could not be started, built or written.
pub fn ios(root: &Path) -> Result<Outcome> {
    bindings::make(root, "dev")?;
    let outcome = test_packages(root, &PACKAGES[1..], None)?;
    if !cfg!(target_os = "macos") {
        let mut out = std::io::stdout();
        writeln!(
            out,
            "ios: the screens were checked against ios/Checks and never against Apple's frameworks; the app, its core and its \
             project are built on a Mac by this same command"
        )?;
        return Ok(outcome);
    }
    let project = [
        "-project",
        "Nuong.xcodeproj",
        "-scheme",
        "Nuong",
        "-destination",
        "generic/platform=iOS Simulator",
        "build",
    ];
    let steps: [(&str, &[&str]); 3] = [
        ("./xcframework.sh", &[]),
        ("xcodegen", &["generate"]),
        ("xcodebuild", &project),
    ];
    for (program, arguments) in steps {
        let status = Command::new(program)
            .args(arguments)
            .current_dir(root.join("ios"))
            .status()
            .with_context(|| format!("{program} did not start"))?;
        if !status.success() {
            return Ok(Outcome::Failed);
        }
    }
    Ok(outcome)
}

fn test_packages(root: &Path, packages: &[&str], filter: Option<&str>) -> Result<Outcome> {
    let mut total = Closing::default();
    let mut failed = false;
    for package in packages {
        // Who asks for some tests is in the middle of writing.
        if filter.is_none() {
            match lint(root, package)? {
                Some(0) => {}
                Some(code) if code == i32::from(NOT_HERE) => return Ok(Outcome::NotHere),
                _ => failed = true,
            }
        }
        let (code, closing) = test_package(root, package, filter)?;
        if code == Some(i32::from(NOT_HERE)) {
            return Ok(Outcome::NotHere);
        }
        failed |= code != Some(0);
        total.passed += closing.passed;
        total.failed += closing.failed;
    }
    let mark = if failed { "FAILED" } else { "ok" };
    let (passed, not) = (total.passed, total.failed);
    writeln!(
        std::io::stdout(),
        "test result: {mark}. {passed} passed; {not} failed"
    )?;
    Ok(if failed {
        Outcome::Failed
    } else {
        Outcome::Passed
    })
}

/// Holds a package to the style of `.swift-format`; says what differs, and gives the exit code.
fn lint(root: &Path, package: &str) -> Result<Option<i32>> {
    let status = Command::new(root.join("bindings/swift/swift.sh"))
        .args(["in", package])
        .args(["swift", "format", "lint", "--strict", "--recursive", "."])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", bindings::target_folder(root))
        .stdin(Stdio::null())
        .status()
        .context("bindings/swift/swift.sh did not start")?;
    if status.success() {
        writeln!(std::io::stdout(), "{package}: formatted as it should be")?;
    }
    Ok(status.code())
}

/// Runs one package's tests; gives the exit code and what was counted.
fn test_package(
    root: &Path,
    package: &str,
    filter: Option<&str>,
) -> Result<(Option<i32>, Closing)> {
    let target = bindings::target_folder(root);
    let mut command = Command::new(root.join("bindings/swift/swift.sh"));
    command.args(["test", package]);
    if let Some(filter) = filter {
        command.args(["--filter", filter]);
    }
    let mut child = command
        .current_dir(root)
        .env("CARGO_TARGET_DIR", &target)
        .env("NUONG_TEST_PROGRAMS", target.join("debug"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("bindings/swift/swift.sh did not start")?;
    let mut closing = Closing::default();
    let mut all = String::new();
    let mut out = std::io::stdout();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            if closing.add(&text) {
                writeln!(out, "{package}: {}", text.trim_start())?;
            }
            let _ = writeln!(all, "{text}");
            line.clear();
        }
    }
    let code = child.wait()?.code();
    let log = target
        .join("swift")
        .join(format!("{}.txt", package.replace('/', "-")));
    fs::create_dir_all(target.join("swift"))?;
    fs::write(&log, &all)?;
    if !matches!(code, Some(0 | 69)) {
        writeln!(out, "{all}")?;
        writeln!(out, "{package}: all of it is in {}", log.display())?;
    }
    Ok((code, closing))
}

/// What `swift test` says at its end: once for XCTest, once for Swift Testing.
#[derive(Debug, Default, PartialEq, Eq)]
struct Closing {
    passed: u64,
    failed: u64,
    /// The next line counts everything of XCTest, and not one class of it.
    whole: bool,
}

impl Closing {
    /// Reads a line; whether it is one of the closing lines.
    fn add(&mut self, line: &str) -> bool {
        let line = line.trim_start();
        if let Some(counts) = line.strip_prefix("Executed ") {
            if !std::mem::take(&mut self.whole) {
                return false;
            }
            let failed = number(counts.split_once("with ").map_or("", |(_, rest)| rest));
            self.failed += failed;
            self.passed += number(counts).saturating_sub(failed);
            return true;
        }
        if let Some((_, counts)) = line.split_once("Test run with ") {
            let all = number(counts);
            // It says how many issues there were, and not in how many tests.
            let failed = u64::from(counts.contains(" failed "));
            self.failed += failed;
            self.passed += all.saturating_sub(failed);
            return true;
        }
        // `swift test` runs XCTest's tests as "All tests", or as "Selected tests" with a filter.
        let suite = line.strip_prefix("Test Suite '").unwrap_or("");
        self.whole = ["All tests' ", "Selected tests' "]
            .iter()
            .any(|name| suite.starts_with(name))
            && !suite.contains("' started");
        false
    }
}

/// The number a text begins with; 0 where it begins with none.
fn number(text: &str) -> u64 {
    let digits = text.split(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Closing {
        let mut closing = Closing::default();
        for line in lines.lines() {
            closing.add(line);
        }
        closing
    }

    #[test]
    fn both_kinds_of_tests_are_counted_once() {
        let closing = read(
            "Test Suite 'All tests' started at 2026-01-01 10:00:00.000\n\
             Test Suite 'DoorTests' passed at 2026-01-01 10:00:01.000\n\t \
             Executed 4 tests, with 1 failure (0 unexpected) in 0.9 (0.9) seconds\n\
             Test Suite 'All tests' failed at 2026-01-01 10:00:02.000\n\t \
             Executed 9 tests, with 1 failure (0 unexpected) in 1.9 (1.9) seconds\n\
             ✔ Test run with 11 tests passed after 3.2 seconds.\n",
        );
        assert_eq!((closing.passed, closing.failed), (19, 1));
    }

    #[test]
    fn a_failed_run_of_swift_testing_counts_as_one_failed() {
        let closing = read("✘ Test run with 11 tests failed after 3.2 seconds with 2 issues.\n");
        assert_eq!((closing.passed, closing.failed), (10, 1));
    }

    #[test]
    fn no_parameter_in_the_header_is_a_keyword_of_c() {
        let line = "void f(uint64_t ptr, RustBuffer case, RustBuffer text);";
        assert!(readable_by_c(line).contains("RustBuffer case_,"));
    }

    #[test]
    fn what_is_generated_is_laid_out_once() {
        let root = tempfile::tempdir().unwrap();
        let (made, out) = (root.path().join("made"), root.path().join("out"));
        let templates = root.path().join("bindings/swift/generated");
        for folder in [&made, &templates] {
            fs::create_dir_all(folder).unwrap();
        }
        for file in ["Package.swift", "module.modulemap"] {
            fs::write(templates.join(file), file).unwrap();
        }
        for file in ["nuong_ffiFFI.h", "NuongFFI.swift"] {
            fs::write(made.join(file), file).unwrap();
        }
        lay_out(root.path(), &made, &out).unwrap();
        let source = out.join("Sources/NuongFFI/NuongFFI.swift");
        let first = fs::metadata(&source).unwrap().modified().unwrap();
        lay_out(root.path(), &made, &out).unwrap();
        assert_eq!(fs::metadata(&source).unwrap().modified().unwrap(), first);
        fs::write(made.join("NuongFFI.swift"), "another").unwrap();
        lay_out(root.path(), &made, &out).unwrap();
        assert_eq!(fs::read_to_string(&source).unwrap(), "another");
    }
}

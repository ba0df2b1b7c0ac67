//! `cargo xtask`: the commands.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use xtask::{api, bench, bindings, kotlin, ndk, shells, size, steps, swift, tidy};

/// Chores of the Nương workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Check the repository against its own rules: dependency arrows, lengths, links, leftovers.
    Tidy {
        /// Lower or remove the exceptions of xtask/tidy-ratchet.toml that are no longer needed.
        #[arg(long)]
        update: bool,
    },
    /// Everything a change must pass, in order, with the time each step took.
    Ci {
        /// Without the licence check, the simulator and the whole-day tests.
        #[arg(long)]
        quick: bool,
    },
    /// Build the facade and generate Kotlin and Swift from it, into target/bindings.
    Bindings {
        /// The cargo profile to build it with.
        #[arg(long, default_value = "dev")]
        profile: String,
    },
    /// Test the Swift packages with the real library and a real hub. Swift is the machine's own, or made once in a folder.
    Swift {
        /// Only tests whose names have this in them.
        #[arg(long)]
        filter: Option<String>,
    },
    /// Compare the facade with bindings/ffi/api.txt.
    Api {
        /// Write the snapshot anew.
        #[arg(long)]
        update: bool,
    },
    /// Build the Kotlin package over fresh bindings, lint it, and run its tests against the real programs.
    Kotlin,
    /// Check what can be checked of the iOS app; on a Mac, build it.
    Ios,
    /// Build what a phone gets, strip it, and compare its size with the ledger in bindings/size.toml.
    Size {
        /// Write the measured size to the ledger.
        #[arg(long)]
        update: bool,
    },
    /// The Android shell.
    Android {
        /// What to do with it.
        #[command(subcommand)]
        what: Android,
    },
    /// Render every screen over a played field day into target/screens.
    Screens {
        /// One language, light and size of letters, such as vi-dark-1.6; all of them when left out.
        variant: Option<String>,
        /// Take those that android/screenshots/kept.txt names over into android/screenshots.
        #[arg(long)]
        keep: bool,
    },
    /// Open the same screens in a window on this computer.
    Desktop {
        /// The folder with the records; that of the person at this computer when left out.
        folder: Option<PathBuf>,
        /// The cargo profile of the core.
        #[arg(long, default_value = "release")]
        profile: String,
    },
    /// Measure the release build; each line is a ratio to a bound or a rival of the same run.
    Bench {
        /// What to measure; all of it when left out.
        #[arg(value_parser = ["vault", "sync", "screening", "ffi"])]
        what: Option<String>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
        /// The cargo profile of the core that `ffi` measures; its figures count in `release` alone.
        #[arg(long, default_value = "release")]
        profile: String,
    },
}

#[derive(Subcommand)]
enum Android {
    /// Test all of it: versions and borders, style, the screens and the window over the real core, and the app for phones.
    Test,
    /// Test the app for phones alone: its window over the real core, Google's lint, the lowest Android.
    App,
    /// Pack the app for phones, signed with a key for trying out.
    Apk,
    /// Build the core's libraries for phones with Android's NDK, into android/core/src/main/jniLibs.
    Library,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Tidy { update } => run_tidy(update).map(code),
        Chore::Ci { quick } => workspace_root()
            .and_then(|root| steps::run_all(&root, quick))
            .map(code),
        Chore::Bindings { profile } => make_bindings(&profile).map(code),
        Chore::Api { update } => compare_api(update).map(code),
        Chore::Kotlin => workspace_root()
            .and_then(|root| kotlin::verify(&root))
            .map(code),
        Chore::Swift { filter } => workspace_root()
            .and_then(|root| swift::test(&root, filter.as_deref()))
            .map(|outcome| told(&outcome)),
        Chore::Ios => workspace_root()
            .and_then(|root| swift::ios(&root))
            .map(|outcome| told(&outcome)),
        Chore::Size { update } => compare_size(update).map(code),
        Chore::Bench {
            what,
            json,
            profile,
        } => measure(what.as_deref(), json, &profile).map(code),
        Chore::Android { what } => workspace_root().and_then(|root| match what {
            Android::Test => shells::test(&root).map(|outcome| told(&outcome)),
            Android::App => shells::app(&root).map(|outcome| told(&outcome)),
            Android::Apk => shells::apk(&root).map(|outcome| told(&outcome)),
            Android::Library => ndk::build(&root).map(code),
        }),
        Chore::Screens { variant, keep } => workspace_root()
            .and_then(|root| shells::screens(&root, variant.as_deref(), keep))
            .map(code),
        Chore::Desktop { folder, profile } => workspace_root()
            .and_then(|root| shells::desktop(&root, &profile, folder.as_deref()))
            .map(code),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("✗ {error:#}");
        ExitCode::FAILURE
    })
}

fn code(well: bool) -> ExitCode {
    if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn told(outcome: &swift::Outcome) -> ExitCode {
    match outcome {
        swift::Outcome::Passed => ExitCode::SUCCESS,
        swift::Outcome::Failed => ExitCode::FAILURE,
        swift::Outcome::NotHere => ExitCode::from(swift::NOT_HERE),
    }
}

fn run_tidy(update: bool) -> Result<bool> {
    let root = workspace_root()?;
    let tree = tidy::Tree::read(&root)?;
    if update {
        let changed = tidy::update_ratchet(&tree, &root)?;
        println!("tidy: {changed} exceptions lowered or removed");
    }
    let tree = if update {
        tidy::Tree::read(&root)?
    } else {
        tree
    };
    let findings = tidy::check(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("tidy: {} files, nothing to say", tree.files().len()),
        n => println!("tidy: {n} findings in {} files", tree.files().len()),
    }
    Ok(findings.is_empty())
}

fn compare_size(update: bool) -> Result<bool> {
    let (fits, said) = size::compare(&workspace_root()?, update)?;
    println!("{said}");
    Ok(fits)
}

fn compare_api(update: bool) -> Result<bool> {
    let differences = api::compare(&workspace_root()?, update)?;
    for line in &differences {
        println!("{line}");
    }
    match differences.len() {
        0 => println!("api: as {} says", api::SNAPSHOT),
        n => println!("api: {n} lines differ; `cargo xtask api --update` if that is meant"),
    }
    Ok(differences.is_empty())
}

fn make_bindings(profile: &str) -> Result<bool> {
    let built = bindings::make(&workspace_root()?, profile)?;
    println!("library: {}", built.library.display());
    println!("kotlin, swift, lib: {}", built.folder.display());
    Ok(true)
}

/// P16 and P17 by the facade's own chore; the other goals by the bench program.
fn measure(what: Option<&str>, json: bool, profile: &str) -> Result<bool> {
    if what == Some("ffi") {
        for line in bench::ffi(&workspace_root()?, profile)? {
            println!("{}", line.said(json)?);
        }
        return Ok(true);
    }
    let mut command = Command::new(steps::cargo());
    command.args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "nuong-bench",
        "--",
    ]);
    command.args(what);
    if json {
        command.arg("--json");
    }
    let status = command
        .current_dir(workspace_root()?)
        .status()
        .context("cargo did not start")?;
    Ok(status.success())
}

/// The folder of the workspace: the nearest one above with a `[workspace]` in its Cargo.toml.
fn workspace_root() -> Result<PathBuf> {
    let start = std::env::current_dir().context("no current folder")?;
    for folder in start.ancestors() {
        let manifest = folder.join("Cargo.toml");
        if std::fs::read_to_string(&manifest).is_ok_and(|text| text.contains("[workspace]\n")) {
            return Ok(folder.to_path_buf());
        }
    }
    bail!("{} is not inside the workspace", start.display())
}

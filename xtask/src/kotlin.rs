//! The Kotlin package: built over fresh bindings, linted, tested against the real library and programs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bench::Line;
use crate::bindings;
use crate::steps::cargo;

/// What Debian calls what the package is built with.
const PACKAGES: [(&str, &str); 2] = [("javac", "default-jdk-headless"), ("mvn", "maven")];

/// Generates the bindings, lints the package and runs its tests. True when all went well.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the facade does not build.
pub fn verify(root: &Path) -> Result<bool> {
    install()?;
    bindings::make(root, "dev")?;
    let target = bindings::target_folder(root);
    let folder = root.join("bindings/kotlin");
    let target = format!("-Dtarget.folder={}", target.display());
    let linted = maven(&folder, &["-Plint", "initialize"], &target)?;
    let tested = maven(&folder, &["verify"], &target)?;
    Ok(linted && tested)
}

/// P17, measured from Kotlin over a library that has bare calls beside the facade's (`tests/bare`).
///
/// # Errors
/// When something does not build or the measuring fails.
pub fn bench(root: &Path, profile: &str) -> Result<Vec<Line>> {
    install()?;
    let target = bindings::target_folder(root);
    build(root, &["--workspace", "--lib", "--bins"])?;
    if profile != "dev" {
        // What is generated is read from the symbols, which a release build strips.
        let unstripped = format!("profile.{profile}.strip=false");
        let of = ["--package", "nuong-bare", "--profile", profile];
        build(root, &[&of[..], &["--config", &unstripped]].concat())?;
    }
    let folder = target.join("bindings-bare");
    let library = target
        .join(bindings::folder_of(profile))
        .join(bindings::named("nuong_bare"));
    bindings::generate(root, &library, &folder, &["kotlin"])?;
    let output = Command::new("mvn")
        .args(["-B", "-ntp", "-Pbench", "test"])
        .arg(format!("-Dtarget.folder={}", target.display()))
        .arg(format!("-Dbindings.folder={}", folder.display()))
        .current_dir(root.join("bindings/kotlin"))
        .output()
        .context("mvn did not start")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stdout));
    }
    let measured = std::fs::read_to_string(folder.join("ffi.jsonl"))?;
    measured.lines().map(Line::read).collect()
}

fn build(root: &Path, of: &[&str]) -> Result<()> {
    let status = Command::new(cargo())
        .args(["build", "--locked", "--quiet"])
        .args(of)
        .current_dir(root)
        .status()
        .context("cargo did not start")?;
    if !status.success() {
        bail!("the facade with its bare calls, or the programs, do not build");
    }
    Ok(())
}

/// Maven, so that surefire's closing lines are seen.
fn maven(folder: &Path, arguments: &[&str], target: &str) -> Result<bool> {
    let status = Command::new("mvn")
        .args(["-B", "-ntp", target])
        .args(arguments)
        .current_dir(folder)
        .status()
        .context("mvn did not start")?;
    Ok(status.success())
}

/// Installs the JDK and Maven where they are not there: on Debian and Ubuntu, for root.
fn install() -> Result<()> {
    let missing: Vec<&str> = PACKAGES
        .into_iter()
        .filter(|(program, _)| Command::new(program).arg("-version").output().is_err())
        .map(|(_, package)| package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let apt = |arguments: &[&str]| {
        let run = Command::new("apt-get").args(arguments).status();
        run.is_ok_and(|status| status.success())
    };
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    if !(apt(&["update"]) && apt(&install)) {
        bail!("install {} and run this again", missing.join(" and "));
    }
    Ok(())
}

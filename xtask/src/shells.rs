//! The Android shell and the window for a computer, built and tested by Maven, with what that needs installed where it is missing.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::steps::cargo;
use crate::swift::Outcome;
use crate::{bindings, tidy};

/// What Maven and the pictures need, as Debian and Ubuntu name it: a program or file that shows it is there, and the package.
const NEEDED: &[(&str, &str)] = &[
    ("javac", "default-jdk-headless"),
    ("mvn", "maven"),
    ("libGL.so.1", "libgl1"),
    ("libX11.so.6", "libx11-6"),
    ("libfontconfig.so.1", "libfontconfig1"),
];

/// What a window on a machine without a display needs besides.
const NEEDED_FOR_WINDOWS: &[(&str, &str)] = &[
    ("xvfb-run", "xvfb"),
    ("xauth", "xauth"),
    ("libXrender.so.1", "libxrender1"),
    ("libXtst.so.6", "libxtst6"),
    ("libXi.so.6", "libxi6"),
    ("libawt_xawt.so", "default-jre"),
];

/// What the app for phones is put together with besides; the last two for an APK alone.
const NEEDED_FOR_PHONES: &[(&str, &str)] = &[
    ("python3", "python3-minimal"),
    ("zipalign", "zipalign"),
    ("apksigner", "apksigner"),
];

/// Tests all of `android/`: its versions and borders, the style of its sources, the screens and the window over the real core, and
/// the app for phones.
///
/// # Errors
/// When something did not start or does not build.
pub fn test(root: &Path) -> Result<Outcome> {
    if !(can_be_built() && installed(&[NEEDED, NEEDED_FOR_WINDOWS, &NEEDED_FOR_PHONES[..1]])?) {
        return Ok(Outcome::NotHere);
    }
    let findings = tidy::check_shells(&tidy::Tree::read(root)?);
    for finding in &findings {
        writeln!(std::io::stdout(), "{finding}")?;
    }
    prepare(root)?;
    let styled = styled(root)?;
    let drawn = maven(
        root,
        under_a_display("mvn"),
        &["--fail-at-end", "clean", "verify"],
    )?;
    let held = app_verified(root)?;
    Ok(outcome(findings.is_empty() && styled && drawn && held))
}

/// Tests the app for phones: the real window over the real core in Android's own graphics, Google's lint, and that nothing is
/// called which Android 8.0 does not have.
///
/// # Errors
/// When something did not start or does not build.
pub fn app(root: &Path) -> Result<Outcome> {
    if !(can_be_built() && installed(&[NEEDED, &NEEDED_FOR_PHONES[..1]])?) {
        return Ok(Outcome::NotHere);
    }
    prepare(root)?;
    Ok(outcome(app_verified(root)?))
}

/// Packs the app for phones, once as it is and once made small, each signed with a key for trying out. Where no NDK has built the
/// core for phones (`cargo xtask android library`), the packages lack it, and say so.
///
/// # Errors
/// When something did not start or does not build.
pub fn apk(root: &Path) -> Result<Outcome> {
    if !(can_be_built() && installed(&[NEEDED, NEEDED_FOR_PHONES])?) {
        return Ok(Outcome::NotHere);
    }
    bindings::make(root, "dev")?;
    let arguments = [
        "-f",
        "maven",
        "-Dmaven.test.skip=true",
        "-Papk",
        "clean",
        "package",
    ];
    Ok(outcome(maven(root, Command::new("mvn"), &arguments)?))
}

fn app_verified(root: &Path) -> Result<bool> {
    let arguments = ["-f", "maven", "--fail-at-end", "-Plint", "clean", "verify"];
    maven(root, Command::new("mvn"), &arguments)
}

/// How the sources are written; `-Dktlint.args=-F` mends what can be mended.
fn styled(root: &Path) -> Result<bool> {
    maven(root, Command::new("mvn"), &["-N", "-Pstyle", "initialize"])
}

fn outcome(well: bool) -> Outcome {
    if well {
        Outcome::Passed
    } else {
        Outcome::Failed
    }
}

/// The programs that put an Android app together are for this kind of machine only.
fn can_be_built() -> bool {
    let here = cfg!(all(target_os = "linux", target_arch = "x86_64"));
    if !here {
        let words = "android: built and tested on Linux with an x86-64 processor; here, by Gradle (android/README.md)";
        let _ = writeln!(std::io::stderr(), "{words}");
    }
    here
}

/// Whether all that is needed is here, or could be installed.
fn installed(needed: &[&[(&str, &str)]]) -> Result<bool> {
    for what in needed {
        if let Err(missing) = install(what) {
            writeln!(std::io::stderr(), "android: {missing:#}")?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Renders every screen over a played field day into `target/screens`, in every language, light and size of letters, or in
/// one of these such as `vi-dark-1.6`. With `keep`, the chosen ones are taken over into `android/screenshots`.
///
/// # Errors
/// When something that is needed is missing and cannot be installed, or a screen cannot be reached.
pub fn screens(root: &Path, variant: Option<&str>, keep: bool) -> Result<bool> {
    prepare(root)?;
    let wanted = format!("-Dnuong.variant={}", variant.unwrap_or_default());
    let arguments = [
        "-pl",
        "ui",
        "-am",
        "-Dtest=Pictures",
        "-Dnuong.tests.excluded=",
        "-Dsurefire.failIfNoSpecifiedTests=false",
        &wanted,
        "clean",
        "test",
    ];
    let made = bindings::target_folder(root).join("screens");
    let all = maven(root, Command::new("mvn"), &arguments)?;
    writeln!(std::io::stdout(), "screens: {}", made.display())?;
    if all && keep {
        take_over(&made, &root.join("android/screenshots"))?;
    }
    Ok(all)
}

/// Maven in `android/`, told where cargo builds to.
fn maven(root: &Path, mut program: Command, arguments: &[&str]) -> Result<bool> {
    let status = program
        .args(["-B", "-ntp"])
        // A line for every file of every library says nothing to anybody.
        .arg("-Dorg.slf4j.simpleLogger.log.org.apache.maven.plugins.dependency=warn")
        .arg(format!(
            "-Dnuong.target={}",
            bindings::target_folder(root).display()
        ))
        .args(arguments)
        .current_dir(root.join("android"))
        .status()
        .context("Maven did not start")?;
    Ok(status.success())
}

/// Opens the screens in a window over the records in `folder`, or over those of the person at this computer.
///
/// # Errors
/// When something that is needed is missing and cannot be installed, or does not build.
pub fn desktop(root: &Path, profile: &str, folder: Option<&Path>) -> Result<bool> {
    install(NEEDED)?;
    install(&NEEDED_FOR_WINDOWS[2..])?;
    let built = bindings::make(root, profile)?;
    let arguments = [
        "-q",
        "-Dmaven.test.skip=true",
        "-pl",
        "desktop",
        "-am",
        "clean",
        "package",
    ];
    let target = root.join("android/desktop/target");
    let window = target.join("class-path.txt");
    let sources = [root.join("android"), root.join("bindings/kotlin")];
    let newest = sources.iter().filter_map(|folder| newest_in(folder)).max();
    let newest = newest.max(written(&built.library));
    let parts = std::fs::read_to_string(&window).unwrap_or_default();
    // A part that another command took away to make it anew counts as changed.
    let whole = std::env::split_paths(parts.trim()).all(|part| part.exists());
    let stands =
        whole && written(&window).is_some_and(|then| newest.is_some_and(|newest| newest <= then));
    if !stands && !maven(root, Command::new("mvn"), &arguments)? {
        bail!("the window was not built; Maven's words are above");
    }
    let others = std::fs::read_to_string(window)?;
    let class_path = std::env::join_paths(
        std::iter::once(target.join("classes")).chain(std::env::split_paths(others.trim())),
    )?;
    let library = bindings::target_folder(root).join("bindings/lib");
    let status = Command::new("java")
        .arg("-cp")
        .arg(class_path)
        .arg(format!("-Djna.library.path={}", library.display()))
        .arg("nuong.desktop.Main")
        .args(folder)
        .status()
        .context("java did not start")?;
    Ok(status.success())
}

/// When a file was last written.
fn written(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).ok()?.modified().ok()
}

/// When the newest of the files in a folder was written, but for what Maven makes of them.
fn newest_in(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let of = |path: &Path| {
        if path.is_dir() {
            newest_in(path)
        } else {
            written(path)
        }
    };
    let sources = entries.filter(|entry| entry.file_name() != "target");
    sources.filter_map(|entry| of(&entry.path())).max()
}

/// What the tests drive: the library with its Kotlin, and the programs beside it.
fn prepare(root: &Path) -> Result<()> {
    install(NEEDED)?;
    bindings::make(root, "dev")?;
    let status = Command::new(cargo())
        .args([
            "build",
            "--locked",
            "--quiet",
            "-p",
            "nuong-cli",
            "-p",
            "nuong-hub",
        ])
        .current_dir(root)
        .status()
        .context("cargo did not start")?;
    if !status.success() {
        bail!("the programs that the tests drive were not built");
    }
    Ok(())
}

/// The pictures that stand in the repository, by the end of their path; the others are made when they are wanted.
const KEPT: &str = include_str!("../../android/screenshots/kept.txt");

fn take_over(made: &Path, kept: &Path) -> Result<()> {
    for name in KEPT.lines().filter(|line| !line.is_empty()) {
        let to = kept.join(name.replace('/', "-"));
        std::fs::copy(made.join(name), &to)
            .with_context(|| format!("{name} was not made, and kept.txt names it"))?;
    }
    Ok(())
}

/// Installs what is missing on Debian and Ubuntu; elsewhere says what to install.
fn install(needed: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = needed
        .iter()
        .filter(|(what, _)| !is_here(what))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !on_the_path("apt-get") {
        bail!("this needs {names} (Debian's names); install them, then try again");
    }
    writeln!(std::io::stderr(), "» Installing {names}…")?;
    for arguments in [vec!["update", "-qq"], installing(&missing)] {
        let status = as_root("apt-get")
            .args(&arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null())
            .status()
            .context("apt-get did not start")?;
        if !status.success() {
            bail!("apt-get could not install {names}; its words are above");
        }
    }
    Ok(())
}

fn installing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    arguments
}

fn as_root(program: &str) -> Command {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|said| said.stdout.starts_with(b"0\n"));
    if root || !on_the_path("sudo") {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.args(["--preserve-env=DEBIAN_FRONTEND", program]);
    command
}

/// Whether a program, a shared library or a part of the Java run time is here.
fn is_here(what: &str) -> bool {
    if what.contains("awt") {
        return java_home().is_some_and(|home| home.join("lib").join(what).exists());
    }
    if what.contains(".so") {
        let known = Command::new("/sbin/ldconfig").arg("-p").output();
        return known.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains(what));
    }
    on_the_path(what)
}

fn java_home() -> Option<std::path::PathBuf> {
    let java = paths_of("java").find(|path| path.exists())?;
    let real = std::fs::canonicalize(java).ok()?;
    Some(real.parent()?.parent()?.to_path_buf())
}

fn on_the_path(program: &str) -> bool {
    paths_of(program).any(|path| path.exists())
}

fn paths_of(program: &str) -> impl Iterator<Item = std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let program = program.to_owned();
    folders.into_iter().map(move |folder| folder.join(&program))
}

/// A program with the display there is, or one of its own.
fn under_a_display(program: &str) -> Command {
    if std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty()) {
        return Command::new(program);
    }
    let mut command = Command::new("xvfb-run");
    command.args(["-a", "-s", "-screen 0 1400x1000x24", program]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_that_is_kept_has_a_folder_of_its_variant() {
        for name in KEPT.lines().filter(|line| !line.is_empty()) {
            let variant = name.split('/').next().unwrap_or_default();
            assert!(
                name == "desktop.png" || variant.split('-').count() == 3,
                "{name}"
            );
        }
    }
}

//! The shells' side of the core: the library built, and Kotlin and Swift generated from it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::steps::cargo;

/// The languages generated, which are also the folders under `target/bindings`.
const LANGUAGES: [&str; 2] = ["kotlin", "swift"];

/// How the dynamic library that ships is built, for `cargo`. Of one kind alone: where Cargo makes a library for Rust beside it,
/// it leaves out link-time optimization, and the library is 2 MB larger.
pub const SHIPPED: &str = "rustc --package nuong-ffi --lib --crate-type cdylib";

/// A built facade: the library, and beside it what is generated.
pub struct Built {
    /// The dynamic library, with symbols: what is generated is read from them.
    pub library: PathBuf,
    /// `target/bindings`: one folder a language, `NuongFFI` with Swift's as a package, and `lib` with the library alone.
    pub folder: PathBuf,
}

/// Builds `bindings/ffi` and generates Kotlin and Swift from it into `target/bindings`.
///
/// # Errors
/// What did not build or could not be generated.
pub fn make(root: &Path, profile: &str) -> Result<Built> {
    if profile == "dev" {
        // All of the workspace at once, as `cargo xtask ci` builds it: a part of it alone would select other features of
        // crates outside, and build those a second time. The tests of the shells want the programs besides.
        run(root, "build --workspace --lib --bins --locked --quiet")?;
    } else {
        // A profile that ships is stripped, and what is generated is read from symbols. The flag is undone for this library
        // alone, so that all crates it is made of are those that the programs in the same profile are made of.
        let build = format!("{SHIPPED} --locked --quiet --profile {profile} -- -Cstrip=none");
        run(root, &build)?;
        run(root, "build --package nuong-bindgen --locked --quiet")?;
    }
    let target = target_folder(root);
    let library = target.join(folder_of(profile)).join(library_name());
    let folder = target.join("bindings");
    generate(root, &library, &folder, &LANGUAGES)?;
    crate::swift::lay_out(root, &folder.join("swift"), &folder.join("NuongFFI"))?;
    Ok(Built { library, folder })
}

/// Generates languages from a library with symbols into a folder, and puts the library beside them.
///
/// # Errors
/// What could not be generated.
pub fn generate(root: &Path, library: &Path, folder: &Path, languages: &[&str]) -> Result<()> {
    let target = target_folder(root);
    for language in languages {
        let out = folder.join(language);
        // What an earlier facade had and this one has not must not be compiled along.
        if out.exists() {
            std::fs::remove_dir_all(&out)
                .with_context(|| format!("cannot clear {}", out.display()))?;
        }
        let status = Command::new(target.join("debug/nuong-bindgen"))
            .args([
                "generate",
                "--no-format",
                "--language",
                language,
                "--out-dir",
            ])
            .arg(&out)
            .arg(library)
            .current_dir(root.join("bindings/ffi"))
            .status()
            .context("nuong-bindgen did not start")?;
        if !status.success() {
            bail!("{language} was not generated: nuong-bindgen said why above");
        }
    }
    let lib = folder.join("lib");
    std::fs::create_dir_all(&lib).with_context(|| format!("cannot make {}", lib.display()))?;
    // Renamed into place, so that a process that has the old one loaded keeps it whole.
    let fresh = lib.join("fresh");
    std::fs::copy(library, &fresh).with_context(|| format!("no {}", library.display()))?;
    std::fs::rename(&fresh, lib.join(library_name()))?;
    Ok(())
}

/// The folder of what cargo builds.
#[must_use]
pub fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir))
}

/// The file name of the facade's dynamic library on this system.
#[must_use]
pub fn library_name() -> String {
    named("nuong_ffi")
}

/// The file name of a crate's dynamic library on this system.
#[must_use]
pub fn named(library: &str) -> String {
    let (before, after) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    format!("{before}{library}{after}")
}

/// Where cargo puts what it builds with a profile.
#[must_use]
pub fn folder_of(profile: &str) -> &str {
    match profile {
        "dev" => "debug",
        other => other,
    }
}

fn run(root: &Path, arguments: &str) -> Result<()> {
    let status = Command::new(cargo())
        .args(arguments.split(' '))
        .current_dir(root)
        .status()
        .context("cargo did not start")?;
    if !status.success() {
        bail!("cargo {arguments} failed");
    }
    Ok(())
}

//! Finding the programs under test, built from this very source.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Where the programs are.
#[derive(Debug)]
pub struct Programs {
    /// `nuong`.
    pub nuong: PathBuf,
    /// `nuong-hub`.
    pub hub: PathBuf,
}

/// The programs, brought up to date once in each run: in the profile and the target directory that this test was built in.
///
/// # Panics
/// When they do not build.
pub fn programs() -> &'static Programs {
    static PROGRAMS: OnceLock<Programs> = OnceLock::new();
    PROGRAMS.get_or_init(build)
}

/// The root of the repository.
///
/// # Panics
/// When the source is no longer where it was built from.
pub fn repository() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize()
        .expect("the source is where it was built from")
}

/// Cargo decides what is out of date, and holds its own lock, so that several tests may ask at once.
fn build() -> Programs {
    // target/[TRIPLE/]PROFILE/deps/TEST
    let test = env::current_exe().expect("a test knows its own program");
    let beside = test
        .ancestors()
        .nth(2)
        .expect("a test lies in PROFILE/deps");
    let target = beside
        .ancestors()
        .skip(1)
        .find(|folder| folder.join("CACHEDIR.TAG").exists())
        .or(beside.parent())
        .expect("a profile lies in a target directory");
    let profile = beside
        .file_name()
        .and_then(|name| name.to_str())
        .expect("profiles have plain names");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo tells this test of its package would look to build scripts like a change, and ring would be built anew.
    for (name, _) in env::vars_os() {
        let of_the_test = |prefix: &&str| name.as_encoded_bytes().starts_with(prefix.as_bytes());
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(of_the_test) {
            cargo.env_remove(&name);
        }
    }
    cargo.current_dir(repository());
    cargo.args(["build", "--quiet", "--locked"]);
    cargo.args(["--package", "nuong-cli", "--package", "nuong-hub"]);
    cargo.args([
        "--profile",
        if profile == "debug" { "dev" } else { profile },
    ]);
    cargo.arg("--target-dir").arg(target);
    if let Some(triple) = beside.parent().filter(|parent| *parent != target) {
        cargo
            .arg("--target")
            .arg(triple.file_name().unwrap_or_default());
    }
    let output = cargo.output().expect("cargo runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the programs do not build:\n{words}"
    );
    let program = |name: &str| beside.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let (nuong, hub) = (program("nuong"), program("nuong-hub"));
    Programs { nuong, hub }
}

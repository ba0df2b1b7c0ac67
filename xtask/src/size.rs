//! How large the library is that a phone gets: measured on this machine as the nearest there is to a phone's, and compared
//! with what it was.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bindings;
use crate::steps::cargo;

/// The ledger: one line a system and processor.
pub const LEDGER: &str = "bindings/size.toml";

/// The goal (P16): libsignal's library for Android is 8.5 MB.
const GOAL_BYTES: u64 = 9_000_000;

/// By how much the library may grow without a line in the ledger that says so.
const ROOM_PER_CENT: u64 = 2;

/// Builds the facade in the profile `mobile`, which strips it, and compares its size with the ledger; says both in a line. With
/// `update`, writes the ledger.
///
/// # Errors
/// When it does not build, or the ledger cannot be read or written.
pub fn compare(root: &Path, update: bool) -> Result<(bool, String)> {
    let status = Command::new(cargo())
        .args([
            "build",
            "--package",
            "nuong-ffi",
            "--profile",
            "mobile",
            "--locked",
        ])
        .current_dir(root)
        .status()
        .context("cargo did not start")?;
    if !status.success() {
        bail!("the facade does not build in the profile mobile");
    }
    let library = bindings::target_folder(root)
        .join("mobile")
        .join(bindings::library_name());
    let bytes = std::fs::metadata(&library)
        .with_context(|| format!("no {}", library.display()))?
        .len();
    let system = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let file = root.join(LEDGER);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let mut ledger: toml::Table = text
        .parse()
        .with_context(|| format!("{LEDGER} is malformed"))?;
    let known = ledger.get(&system).and_then(toml::Value::as_integer);
    let known = known.and_then(|known| u64::try_from(known).ok());
    if update {
        ledger.insert(system.clone(), toml::Value::Integer(i64::try_from(bytes)?));
        let text = format!(
            "# Bytes of the stripped library in the profile mobile, by the machine it was built on and for: `cargo xtask size`.\n{ledger}"
        );
        std::fs::write(&file, text).with_context(|| format!("cannot write {LEDGER}"))?;
    }
    let was = known.map_or_else(
        || "not in the ledger".to_owned(),
        |known| format!("was {known}"),
    );
    let said = format!("size: {bytes} bytes on {system} ({was}), goal {GOAL_BYTES}");
    Ok((update || fits(bytes, known), said))
}

fn fits(bytes: u64, known: Option<u64>) -> bool {
    let room = known.map_or(GOAL_BYTES, |known| known + known * ROOM_PER_CENT / 100);
    bytes <= room.min(GOAL_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_may_grow_a_little_and_never_past_the_goal() {
        assert!(fits(8_000_000, Some(8_000_000)));
        assert!(fits(8_160_000, Some(8_000_000)));
        assert!(!fits(8_160_001, Some(8_000_000)));
        assert!(!fits(9_000_001, Some(8_990_000)));
        assert!(fits(9_000_000, None));
    }
}

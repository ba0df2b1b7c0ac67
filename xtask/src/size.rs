//! How large the library is that a phone gets: measured on this machine as the nearest there is to a phone's, and compared
//! with what it was.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bench::Line;
use crate::bindings;
use crate::steps::cargo;

/// The ledger: one line a system and processor.
pub const LEDGER: &str = "bindings/size.toml";

/// The goal (P16).
const GOAL_BYTES: u64 = 9_000_000;

/// libsignal's library for Android.
const LIBSIGNAL_BYTES: u64 = 8_500_000;

/// By how much the library may grow without a line in the ledger that says so. Another compiler or linker alone makes a few in
/// a hundred.
const ROOM_PER_CENT: u64 = 5;

/// Builds the facade in the profile `mobile`, which strips it; gives how many bytes it has.
///
/// # Errors
/// When it does not build.
fn measure(root: &Path) -> Result<u64> {
    let status = Command::new(cargo())
        .args(bindings::SHIPPED.split(' '))
        .args(["--profile", "mobile", "--locked", "--quiet"])
        .current_dir(root)
        .status()
        .context("cargo did not start")?;
    if !status.success() {
        bail!("the facade does not build in the profile mobile");
    }
    let library = bindings::target_folder(root)
        .join("mobile")
        .join(bindings::library_name());
    let of = std::fs::metadata(&library).with_context(|| format!("no {}", library.display()))?;
    Ok(of.len())
}

/// P16, as a line of the benchmark.
///
/// # Errors
/// When it does not build.
pub fn line(root: &Path) -> Result<Line> {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let bytes = measure(root)?;
    Ok(Line {
        id: "P16".to_owned(),
        what: "the library as shipped, stripped, in the profile mobile on this machine; libsignal's for Android is the rival".to_owned(),
        value: megabytes(bytes),
        unit: "MB".to_owned(),
        bound: None,
        rival: Some(megabytes(LIBSIGNAL_BYTES)),
        goal: megabytes(GOAL_BYTES),
        ok: bytes <= GOAL_BYTES,
    })
}

/// Compares the size of what ships with the ledger; says both in a line. With `update`, writes the ledger.
///
/// # Errors
/// When it does not build, or the ledger cannot be read or written.
pub fn compare(root: &Path, update: bool) -> Result<(bool, String)> {
    let bytes = measure(root)?;
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
    // Megabytes are far below 2^52.
    #[allow(clippy::cast_precision_loss)]
    let ratio = bytes as f64 / GOAL_BYTES as f64;
    let said = format!(
        "size: {bytes} bytes on {system} ({was}), {ratio:.2} times the goal of {GOAL_BYTES}"
    );
    Ok((update || fits(bytes, known), said))
}

/// Whether the library has not grown past what the ledger allows; where the ledger has nothing of this machine, anything fits.
fn fits(bytes: u64, known: Option<u64>) -> bool {
    known.is_none_or(|known| bytes <= known + known * ROOM_PER_CENT / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_may_grow_a_little_beyond_the_ledger() {
        assert!(fits(8_000_000, Some(8_000_000)));
        assert!(fits(8_400_000, Some(8_000_000)));
        assert!(!fits(8_400_001, Some(8_000_000)));
        assert!(fits(7_000_000, Some(8_000_000)));
        assert!(fits(9_000_001, None));
    }
}

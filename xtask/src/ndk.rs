//! The core for phones: built with Android's NDK, which has to be there, and looked at afterwards.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bindings;
use crate::steps::cargo;

/// The processors of the phones in use, as Android and as Rust name them.
const PROCESSORS: &[(&str, &str)] = &[
    ("arm64-v8a", "aarch64-linux-android"),
    ("armeabi-v7a", "armv7-linux-androideabi"),
    ("x86_64", "x86_64-linux-android"),
];

/// Android 8.0, as `minSdk` in the Gradle project says.
const LOWEST_API: &str = "26";

/// Phones with Android 15 and newer may have memory pages of 16 KiB; a library laid out for smaller ones does not load there.
const PAGE: u64 = 16 * 1024;

/// Builds the core's library for every processor into `android/core/src/main/jniLibs`, by `cargo ndk`.
///
/// # Errors
/// When the NDK, a Rust target or `cargo-ndk` is missing: SQLCipher and OpenSSL are C, and nothing else here can build C for
/// a phone. The error says what to install. Also when a library is not laid out for pages of 16 KiB.
pub fn build(root: &Path) -> Result<bool> {
    let ndk = folder_of_ndk().context(
        "Android's NDK is not here, and SQLCipher and OpenSSL, which are C, cannot be built for a phone without it. \
         Install it (sdkmanager 'ndk;28.2.13676358') and set ANDROID_NDK_HOME, then try again",
    )?;
    let known = Command::new(cargo()).args(["ndk", "--version"]).output();
    if !known.is_ok_and(|said| said.status.success()) {
        bail!("cargo-ndk is not here: cargo install cargo-ndk@4.1.2 --locked");
    }
    let libraries = root.join("android/core/src/main/jniLibs");
    let mut command = Command::new(cargo());
    command.args(["ndk", "--platform", LOWEST_API]);
    for (_, target) in PROCESSORS {
        command.args(["--target", target]);
    }
    let status = command
        .arg("--output-dir")
        .arg(&libraries)
        .args(bindings::SHIPPED.split(' '))
        .args(["--profile", "mobile", "--locked"])
        .env("ANDROID_NDK_HOME", &ndk)
        .env(
            "RUSTFLAGS",
            format!("-Clink-arg=-Wl,-z,max-page-size={PAGE}"),
        )
        .current_dir(root)
        .status()
        .context("cargo ndk did not start")?;
    if !status.success() {
        bail!("the core was not built for phones; the words of cargo ndk are above");
    }
    for (processor, _) in PROCESSORS {
        let library = libraries.join(processor).join("libnuong_ffi.so");
        let bytes = std::fs::read(&library).with_context(|| format!("no {}", library.display()))?;
        let pages = smallest_page(&bytes)
            .with_context(|| format!("{} is not a library", library.display()))?;
        if pages < PAGE && *processor != "armeabi-v7a" {
            bail!(
                "{} is laid out for pages of {pages} bytes, not of {PAGE}",
                library.display()
            );
        }
        writeln!(std::io::stdout(), "{processor}: {} bytes", bytes.len())?;
    }
    writeln!(
        std::io::stdout(),
        "bindings: {}",
        bindings::target_folder(root).join("bindings").display()
    )?;
    Ok(true)
}

fn folder_of_ndk() -> Option<PathBuf> {
    ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "NDK_HOME"]
        .iter()
        .filter_map(std::env::var_os)
        .map(PathBuf::from)
        .find(|folder| folder.join("toolchains/llvm").is_dir())
}

/// The smallest alignment of what is loaded of an ELF library, 32 or 64 bits, little-endian; none where it is not one.
/// (System V ABI, "Program Header": `p_align` of every `PT_LOAD`.)
#[must_use]
pub fn smallest_page(elf: &[u8]) -> Option<u64> {
    const LOADED: u64 = 1;
    let wide = match (elf.get(..4)?, elf.get(4)?) {
        (b"\x7fELF", 2) => true,
        (b"\x7fELF", 1) => false,
        _ => return None,
    };
    let number = |at: u64, bytes: usize| -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let field = elf.get(at..at.checked_add(bytes)?)?;
        Some(
            field
                .iter()
                .rev()
                .fold(0, |sum, byte| (sum << 8) | u64::from(*byte)),
        )
    };
    let (table, size, count, align, word) = if wide {
        (number(32, 8)?, number(54, 2)?, number(56, 2)?, 48, 8)
    } else {
        (number(28, 4)?, number(42, 2)?, number(44, 2)?, 28, 4)
    };
    let mut smallest = None;
    for nth in 0..count {
        let header = table.checked_add(nth.checked_mul(size)?)?;
        if number(header, 4)? == LOADED {
            let page = number(header.checked_add(align)?, word)?;
            smallest = Some(smallest.map_or(page, |known: u64| known.min(page)));
        }
    }
    smallest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_this_very_program_are_read() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        if own.starts_with(b"\x7fELF") {
            assert!(smallest_page(&own).unwrap() >= 4096);
        }
    }

    #[test]
    fn what_is_no_library_is_refused() {
        assert_eq!(smallest_page(b""), None);
        assert_eq!(smallest_page(b"\x7fELF"), None);
        assert_eq!(smallest_page(&[0; 200]), None);
        let mut cut = b"\x7fELF\x02".to_vec();
        cut.resize(64, 0xff);
        assert_eq!(smallest_page(&cut), None);
    }
}

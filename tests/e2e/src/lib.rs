//! The programs as people run them, for tests: real `nuong` and `nuong-hub` processes on loopback, a line between them that
//! can break, and an interview held over a pipe.
//!
//! Nothing here reaches into the programs: what a test knows of them it reads from their `--json` output. Everything is
//! ended when it is dropped, and a step that does not come about within [`PATIENCE`] fails its test.

mod device;
mod hub;
mod line;
mod programs;
mod said;
mod talk;
mod world;

use std::path::Path;
use std::time::{Duration, SystemTime};

pub use device::{Device, PASSPHRASE};
pub use hub::{Hub, make_hub};
pub use line::{Line, Toward};
pub use programs::{Programs, programs, repository};
pub use said::Said;
pub use talk::{Talk, squeezed};
pub use world::World;

/// How long any single step may take before its test fails: far longer than any does on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A path as an argument.
///
/// # Panics
/// When it is not plain text; those of tests are.
pub fn plain(path: &Path) -> &str {
    path.to_str().expect("paths of tests are plain text")
}

/// Waits until the clock shows another second than now: times in records are told no finer.
pub fn next_second() {
    let second = || {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        since.unwrap_or_default().as_secs()
    };
    let now = second();
    while second() == now {
        std::thread::yield_now();
    }
}

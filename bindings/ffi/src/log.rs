//! What the core logs, handed to the shell. No line holds a name, an answer or a key.

use std::sync::Arc;

use nuong_station::{TakesLines, hand_lines_to};
use tracing::Level;

use crate::ports::PortProblem;

/// Takes the core's log lines.
#[uniffi::export(with_foreign)]
pub trait Log: Send + Sync {
    /// One line. Called on any thread; what fails in it is dropped.
    fn line(&self, level: LogLevel, target: String, text: String) -> Result<(), PortProblem>;
}

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Something failed.
    Error,
    /// Something is amiss and was dealt with.
    Warn,
    /// Something happened.
    Info,
}

/// Hands the core's log lines of this process to `log` from now on; none ends it.
#[uniffi::export]
pub fn set_log(log: Option<Arc<dyn Log>>) {
    hand_lines_to(log.map(|log| -> TakesLines {
        Arc::new(move |level, target, text| {
            let level = match level {
                Level::ERROR => LogLevel::Error,
                Level::WARN => LogLevel::Warn,
                _ => LogLevel::Info,
            };
            let _ = log.line(level, target.to_owned(), text);
        })
    }));
}

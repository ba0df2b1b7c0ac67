//! What the core logs, handed to the shell. No line holds a name, an answer or a key.

use std::fmt::Write as _;
use std::sync::{Arc, Once, PoisonError, RwLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

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

static LOG: RwLock<Option<Arc<dyn Log>>> = RwLock::new(None);

/// Hands the core's log lines of this process to `log` from now on; none ends it.
#[uniffi::export]
pub fn set_log(log: Option<Arc<dyn Log>>) {
    static ONCE: Once = Once::new();
    *LOG.write().unwrap_or_else(PoisonError::into_inner) = log;
    ONCE.call_once(|| {
        // Where the process has a subscriber of its own, that one stays.
        let _ = tracing::subscriber::set_global_default(Lines);
        std::panic::set_hook(Box::new(|panic| {
            // Where it was and not what it said: that could be an answer.
            let place = panic.location().map(ToString::to_string);
            hand_over(LogLevel::Error, "panic", place.unwrap_or_default());
        }));
    });
}

fn hand_over(level: LogLevel, target: &str, text: String) {
    let log = LOG.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(log) = log {
        let _ = log.line(level, target.to_owned(), text);
    }
}

/// Turns events into lines; spans are not told apart.
struct Lines;

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && metadata.target().starts_with("nuong")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        let level = match *event.metadata().level() {
            Level::ERROR => LogLevel::Error,
            Level::WARN => LogLevel::Warn,
            _ => LogLevel::Info,
        };
        hand_over(level, event.metadata().target(), line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.0, "{name}={value:?}"),
        };
    }
}

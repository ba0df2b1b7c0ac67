//! What the core logs, as lines for whoever shows or keeps them. No line holds a name, an answer or a key.

use std::fmt::Write as _;
use std::sync::{Arc, Once, PoisonError, RwLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Takes a line: how much it matters, which part of the core it is of, and what it says.
pub type TakesLines = Arc<dyn Fn(Level, &str, String) + Send + Sync>;

static LOG: RwLock<Option<TakesLines>> = RwLock::new(None);

/// Hands the core's lines of this process to `log` from now on, panics among them; none ends it. Where the process has a
/// subscriber of its own, that one stays.
pub fn hand_lines_to(log: Option<TakesLines>) {
    static ONCE: Once = Once::new();
    *LOG.write().unwrap_or_else(PoisonError::into_inner) = log;
    ONCE.call_once(|| {
        let _ = tracing::subscriber::set_global_default(Lines);
        std::panic::set_hook(Box::new(|panic| {
            // Where it was and not what it said: that could be an answer.
            let place = panic.location().map(ToString::to_string);
            hand_over(Level::ERROR, "panic", place.unwrap_or_default());
        }));
    });
}

fn hand_over(level: Level, target: &str, text: String) {
    let log = LOG.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(log) = log {
        log(level, target, text);
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
        hand_over(*event.metadata().level(), event.metadata().target(), line.0);
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

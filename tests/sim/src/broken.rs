//! What a run can end with: nothing broken, or one invariant and how it broke.

use std::fmt;

/// The invariants of the design (§10) that a run holds its world to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// 1: what was acknowledged is there after any crash.
    Acknowledged,
    /// 2: devices that have exchanged everything hold equal documents.
    Converged,
    /// 3: no concurrent value disappears without a person's decision.
    Concurrent,
    /// 4: no plaintext of a record outside an unlocked process.
    Sealed,
    /// 5: nobody outside the grant reads, nobody without the right changes anything.
    Granted,
    /// The code under test panicked.
    Panicked,
    /// The code under test gave an error that nothing in the schedule can explain.
    Unexpected,
}

impl Invariant {
    /// How a report names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "1 acknowledged",
            Self::Converged => "2 converged",
            Self::Concurrent => "3 concurrent",
            Self::Sealed => "4 sealed",
            Self::Granted => "5 granted",
            Self::Panicked => "panic",
            Self::Unexpected => "unexpected error",
        }
    }
}

/// A broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which.
    pub invariant: Invariant,
    /// How, in words, with the stations and cases by their names in the trace.
    pub what: String,
}

impl Broken {
    /// This invariant, broken like this.
    pub fn new(invariant: Invariant, what: impl Into<String>) -> Self {
        Self {
            invariant,
            what: what.into(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.invariant.name(), self.what)
    }
}

/// Goes on, or tells what broke.
pub type Checked<T = ()> = Result<T, Broken>;

/// Breaks the invariant unless `holds`.
pub fn ensure(holds: bool, invariant: Invariant, what: impl FnOnce() -> String) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(Broken::new(invariant, what()))
    }
}

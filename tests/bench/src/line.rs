//! One line of results.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

/// A measured goal.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    /// The goal's id.
    pub(crate) id: &'static str,
    /// What was measured, and against what.
    pub(crate) what: String,
    /// The figure.
    pub(crate) value: f64,
    /// Its unit.
    pub(crate) unit: &'static str,
    /// The bound, in the same unit.
    pub(crate) bound: Option<f64>,
    /// What the rival needs, in the same unit.
    pub(crate) rival: Option<f64>,
    /// The figure to reach.
    pub(crate) goal: f64,
    /// Whether it was reached.
    pub(crate) ok: bool,
}

impl Line {
    pub(crate) fn print(&self, json: bool) -> Result<()> {
        let mut out = std::io::stdout().lock();
        if json {
            writeln!(out, "{}", serde_json::to_string(self)?)?;
            return Ok(());
        }
        let mark = if self.ok { "reached" } else { "short of" };
        let unit = self.unit;
        write!(
            out,
            "{:>4}  {:>12.3} {unit}  ({mark} the goal {:.3})",
            self.id, self.value, self.goal
        )?;
        if let Some(bound) = self.bound {
            write!(out, "  bound {bound:.3} {unit}, {:.2}x", self.value / bound)?;
        }
        if let Some(rival) = self.rival {
            write!(
                out,
                "  rival {rival:.3} {unit}, {:.2}x of it",
                self.value / rival
            )?;
        }
        writeln!(out, "\n      {}", self.what)?;
        Ok(())
    }
}

//! What the facade costs: P16 and P17, in the lines that the bench program has for the other goals.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{kotlin, size};

/// A measured goal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// The goal's id.
    pub id: String,
    /// What was measured, and against what.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The bound, in the same unit.
    pub bound: Option<f64>,
    /// What the rival needs, in the same unit.
    pub rival: Option<f64>,
    /// The figure to reach.
    pub goal: f64,
    /// Whether it was reached.
    pub ok: bool,
}

impl Line {
    /// Reads a line of JSON.
    ///
    /// # Errors
    /// What is missing in it.
    pub fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).with_context(|| format!("not a line of a benchmark: {text}"))
    }

    /// The line as JSON, or for people.
    ///
    /// # Errors
    /// None that are known of.
    pub fn said(&self, json: bool) -> Result<String> {
        if json {
            return Ok(serde_json::to_string(self)?);
        }
        let mark = if self.ok { "reached" } else { "short of" };
        let (id, value, unit) = (&self.id, self.value, &self.unit);
        let (goal, what) = (self.goal, &self.what);
        Ok(format!(
            "{id:>4}  {value:>12.3} {unit}  ({mark} the goal {goal:.3})\n      {what}"
        ))
    }
}

/// P17 with the core in a profile; P16 too where that is one that ships.
///
/// # Errors
/// When something does not build or the measuring fails.
pub fn ffi(root: &Path, profile: &str) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if profile != "dev" {
        lines.push(size::line(root)?);
    }
    lines.extend(kotlin::bench(root, profile)?);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_said_as_it_was_read() {
        let text = r#"{"id":"P17","what":"a page","value":1.1,"unit":"x","bound":1.0,"rival":null,"goal":1.3,"ok":true}"#;
        let line = Line::read(text).unwrap();
        assert_eq!(line.said(true).unwrap(), text);
        assert!(line.said(false).unwrap().contains("reached the goal 1.3"));
        assert!(Line::read("{}").is_err());
    }
}

//! What is wrong with a questionnaire, and where.

use std::fmt;

use serde::Serialize;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The questionnaire works, but probably not as its author meant.
    Warning,
    /// The questionnaire cannot be used.
    Error,
}

/// One thing wrong with a sheet, located so that its author finds the cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether it stops the questionnaire from being used.
    pub severity: Severity,
    /// Stable dotted code, such as `expr.function_unknown`.
    pub code: &'static str,
    /// `survey`, `choices`, `settings` or `indicators`.
    pub sheet: String,
    /// Row as a spreadsheet numbers it: the header is row 1. Zero when the problem is the whole sheet's.
    pub row: usize,
    /// Header of the column; empty when the problem is the whole row's.
    pub column: String,
    /// What is wrong, for the author of the questionnaire.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{}", self.sheet)?;
        if self.row > 0 {
            write!(f, ":{}", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, " [{}]", self.column)?;
        }
        write!(f, ": {word} {}: {}", self.code, self.message)
    }
}

/// A cell that problems are reported about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    pub(crate) sheet: &'a str,
    pub(crate) row: usize,
    pub(crate) column: &'a str,
}

/// All problems found so far: reading goes on after each, so that an author sees them all at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn error(&mut self, code: &'static str, at: At<'_>, message: impl Into<String>) {
        self.push(Severity::Error, code, at, message.into());
    }

    pub(crate) fn warning(&mut self, code: &'static str, at: At<'_>, message: impl Into<String>) {
        self.push(Severity::Warning, code, at, message.into());
    }

    fn push(&mut self, severity: Severity, code: &'static str, at: At<'_>, message: String) {
        self.0.push(Problem {
            severity,
            code,
            sheet: at.sheet.to_owned(),
            row: at.row,
            column: at.column.to_owned(),
            message,
        });
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// Sheet by sheet and row by row.
    pub(crate) fn into_sorted(mut self) -> Vec<Problem> {
        self.0
            .sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
        self.0
    }
}

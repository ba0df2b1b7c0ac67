//! What is probably not meant in a questionnaire that can be used: questions nobody can reach, conditions that are always
//! the same, choices that are never offered, names that are hard to tell apart.
//!
//! Nothing here runs an interview: conditions are worked out for every combination of the choices they look at ([`fold`]),
//! and what cannot be worked out is taken to be possible, so that a finding is certain.

mod fold;
mod names;
mod reach;

use crate::compile::{Compiled, compile_whole};
use crate::pack::Pack;
use crate::problem::{At, Problem, Problems};
use crate::sheets::Sheets;

impl Pack {
    /// Everything there is to say about sheets, errors and warnings, sheet by sheet and row by row; the pack where they can
    /// be used.
    ///
    /// | code | finding |
    /// |---|---|
    /// | `question.unreachable` | the condition of a question or group never holds |
    /// | `condition.constant` | a condition that always, or never, holds |
    /// | `condition.choice_unknown` | a comparison with something that is no choice of the question |
    /// | `required.blocks` | a question that has to be answered and cannot be |
    /// | `choice.dead` | a choice that no question ever offers |
    /// | `name.repeated` | one name in several groups, which `${name}` cannot tell apart |
    /// | `name.alike` | names that differ by capital letters or marks only |
    ///
    /// and all that [`Pack::compile`] finds.
    #[must_use]
    pub fn lint(sheets: &Sheets) -> (Option<Pack>, Vec<Problem>) {
        let mut problems = Problems::default();
        let compiled = compile_whole(sheets, &mut problems);
        if let Some(compiled) = &compiled {
            reach::check(compiled, &mut problems);
            names::check(compiled, &mut problems);
        }
        let pack = compiled.map(|compiled| compiled.pack);
        (pack, problems.into_sorted())
    }
}

impl Compiled {
    fn at_question<'a>(&self, index: usize, column: &'a str) -> At<'a> {
        At {
            sheet: "survey",
            row: self.rows.questions.get(index).copied().unwrap_or_default(),
            column,
        }
    }

    fn at_group<'a>(&self, index: usize, column: &'a str) -> At<'a> {
        At {
            sheet: "survey",
            row: self.rows.groups.get(index).copied().unwrap_or_default(),
            column,
        }
    }
}

//! Conditions of marks that can never hold, or that are the condition of nothing.

use super::survey::Reader;
use crate::question::{Kind, Question};
use crate::sheets::Row;

impl Reader<'_, '_> {
    /// A condition without anything that it is the condition of, or a mark that can never hold.
    pub(super) fn check_conditions(&mut self, row: Row<'_>, question: &Question) {
        let marked = !question.marks.indicators.is_empty() || !question.marks.elements.is_empty();
        if !question.written.indicator_when.is_empty() && !marked {
            let message = "there is no indicator or element for this condition";
            self.problems
                .warning("condition.idle", row.at("indicator_when"), message);
        }
        if !question.written.urgent_when.is_empty() && question.marks.urgent.is_empty() {
            let message = "there is no urgent need for this condition";
            self.problems
                .warning("condition.idle", row.at("urgent_when"), message);
        }
        let says_yes = match question.kind.list() {
            Some(list) => self
                .lists
                .choices
                .get(list)
                .is_none_or(|list| list.iter().any(|c| c.name == "yes")),
            None => question.kind == Kind::Calculate,
        };
        for (column, needs_yes) in [
            (
                "indicator_when",
                marked && question.written.indicator_when.is_empty(),
            ),
            (
                "urgent_when",
                !question.marks.urgent.is_empty() && question.written.urgent_when.is_empty(),
            ),
        ] {
            if needs_yes && !says_yes {
                let message = "without a condition it holds for the answer `yes`, which this question cannot have";
                self.problems
                    .error("condition.missing", row.at(column), message);
            }
        }
    }
}

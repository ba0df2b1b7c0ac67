//! What is done about rows that are wrong, so that reading goes on and every other problem is found too.

use super::cells::written;
use super::made;
use super::survey::Reader;
use crate::question::Kind;
use crate::sheets::Row;

impl Reader<'_, '_> {
    /// A question in the place of one that is not understood, so that what refers to it is not called wrong too, and its
    /// own expressions are looked at.
    pub(super) fn stand_in(&mut self, row: Row<'_>) {
        if row.cell("name").is_empty() {
            return;
        }
        let group = self.around();
        let path = self.path(row, group.as_deref());
        let mut question = made::bare(path, row.cell("name"), group, Kind::Text);
        question.written = written(row, &Kind::Text);
        self.put(question, row.number());
    }

    /// Notes that a row, or a question made for it, has this path.
    pub(super) fn take(&mut self, row: Row<'_>, path: &str) {
        if let Some(before) = self.taken.get(path) {
            let message = format!("row {before} already makes `{path}`");
            self.problems
                .error("name.duplicate", row.at("name"), message);
        }
        self.taken.entry(path.to_owned()).or_insert(row.number());
    }
}

//! The worklist.

use nuong_view::{CaseListView, CaseRowView};

use super::page::Page;
use super::short;

/// The worklist in its groups.
pub(crate) fn list(view: &CaseListView) -> String {
    let mut page = Page::new();
    page.title(&view.title);
    if let Some(empty) = &view.empty {
        return page.paragraph(0, empty).finish();
    }
    for group in &view.groups {
        page.heading(&format!("{} ({})", group.heading, group.count));
        if let Some(empty) = &group.empty {
            page.paragraph(2, empty);
        }
        for line in &group.rows {
            row(&mut page, line);
        }
    }
    if let Some(more) = &view.more {
        page.gap().paragraph(0, more);
    }
    page.finish()
}

/// One case of the worklist.
pub(crate) fn row(page: &mut Page, row: &CaseRowView) {
    page.gap().ends(
        &format!("{} {}", if row.danger { "!" } else { " " }, row.title),
        short(&row.case),
    );
    page.paragraph(2, &row.reason);
    if let Some(child) = &row.child {
        page.paragraph(2, child);
    }
    page.paragraph(
        2,
        &format!("{} · {} · {}", row.place, row.age, row.sending.text),
    );
}

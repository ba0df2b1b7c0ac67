//! What an exchange brought, who this phone works for, and what went wrong.

use nuong_view::{AsideView, ErrorView, ProfileView, SyncView};

use super::page::Page;

/// The state of sending and receiving.
pub(crate) fn sync(view: &SyncView) -> String {
    let mut page = Page::new();
    page.title(&view.title)
        .paragraph(0, &view.state)
        .paragraph(0, &view.waiting);
    for line in view
        .carried
        .iter()
        .chain(&view.progress)
        .chain(&view.arrived)
        .chain(&view.cost)
    {
        page.paragraph(0, line);
    }
    if let Some(problem) = &view.problem {
        page.gap()
            .item("! ", &problem.text)
            .paragraph(2, &problem.todo);
    }
    if let Some(kept) = &view.aside {
        aside(&mut page, kept);
    }
    page.finish()
}

pub(super) fn aside(page: &mut Page, view: &AsideView) {
    page.heading(&view.heading);
    for item in &view.items {
        page.item("– ", &item.text)
            .paragraph(2, &item.todo)
            .paragraph(2, &format!("[{}]", item.code));
    }
}

/// Who this phone works for.
pub(crate) fn profile(view: &ProfileView) -> String {
    let mut page = Page::new();
    page.title(&view.title)
        .paragraph(0, &format!("{} · {}", view.person, view.role));
    page.paragraph(
        0,
        &format!("{}: {}", view.units_label, view.units.join(", ")),
    );
    page.paragraph(0, &format!("{}: {}", view.device_label, view.device));
    page.item(if view.access_needs_care { "! " } else { "" }, &view.access);
    page.finish()
}

/// What went wrong and what to do, with the detail and the stable code for whoever is asked about it.
pub(crate) fn error(view: &ErrorView, detail: &str) -> String {
    let mut page = Page::new();
    page.item("! ", &view.text).paragraph(2, &view.todo);
    page.paragraph(2, &format!("[{}] {detail}", view.code));
    page.finish()
}

//! One case: urgent needs first, then what the answers point to and why, then the rest.

use nuong_view::{
    AssessmentView, CaseView, ConflictView, ElementView, FactView, InterviewSummaryView,
    MomentView, Texts,
};

use super::page::{Page, columns};
use super::sync::aside;

/// A case as one page. With `answers`, every answer of its interviews too.
pub(crate) fn case(view: &CaseView, texts: &Texts, answers: bool) -> String {
    let mut page = Page::new();
    page.title(&view.title);
    page.ends(&view.stage, &view.number);
    for line in [
        Some(&view.opened),
        Some(&view.updated),
        Some(&view.sending.text),
        view.locked.as_ref(),
    ]
    .into_iter()
    .flatten()
    {
        page.paragraph(0, line);
    }
    if let Some(custody) = &view.custody {
        let units: Vec<&str> = custody
            .values
            .iter()
            .map(|value| value.text.as_str())
            .collect();
        page.paragraph(0, &format!("{}: {}", custody.label, units.join(" ≠ ")));
    }
    urgent(&mut page, view, texts);
    page.heading(&texts.text("case-points-to"));
    assessment(&mut page, &view.assessment, texts);
    weighed(&mut page, &view.assessment, texts);
    unasked(&mut page, &view.assessment, texts);
    if !view.conflicts.is_empty() {
        page.heading(&texts.text("case-differs"));
        for conflict in &view.conflicts {
            conflict_values(&mut page, 0, conflict);
        }
    }
    facts(&mut page, view, texts);
    for interview in &view.interviews {
        interviewed(&mut page, interview, answers, texts);
    }
    moments(&mut page, &texts.text("case-notes"), &view.notes);
    moments(&mut page, &texts.text("case-history"), &view.timeline);
    if let Some(kept) = &view.aside {
        aside(&mut page, kept);
    }
    page.finish()
}

fn urgent(page: &mut Page, view: &CaseView, texts: &Texts) {
    if view.urgent.is_empty() {
        return;
    }
    page.heading(&texts.text("case-urgent"));
    for need in &view.urgent {
        page.item("! ", &need.name).paragraph(2, &need.todo);
        for because in &need.because {
            page.item("  – ", because);
        }
    }
}

fn assessment(page: &mut Page, view: &AssessmentView, texts: &Texts) {
    page.paragraph(0, &view.heading)
        .paragraph(0, &view.text)
        .paragraph(0, &view.child)
        .paragraph(0, view.age_basis.as_deref().unwrap_or_default());
    page.gap();
    for element in &view.elements {
        reasons(page, 0, element, usize::MAX, texts);
    }
    protective(page, 0, view);
}

/// What the answers point to in short: the outcome, and for each element at most so many reasons.
pub(crate) fn summary(
    page: &mut Page,
    indent: usize,
    view: &AssessmentView,
    most: usize,
    texts: &Texts,
) {
    page.paragraph(indent, &view.heading);
    if view.is_child {
        page.paragraph(indent, &view.child);
    }
    for element in view
        .elements
        .iter()
        .filter(|element| !element.reasons.is_empty())
    {
        reasons(page, indent, element, most, texts);
    }
    protective(page, indent, view);
}

fn protective(page: &mut Page, indent: usize, view: &AssessmentView) {
    for line in &view.protective {
        page.item(&format!("{}≠ ", " ".repeat(indent)), line);
    }
}

fn reasons(page: &mut Page, indent: usize, element: &ElementView, most: usize, texts: &Texts) {
    let space = " ".repeat(indent);
    let mark = if element.met { "●" } else { "○" };
    page.item(
        &format!("{space}{mark} "),
        &format!("{} — {}", element.title, lower(&element.state)),
    );
    for reason in element.reasons.iter().take(most) {
        page.item(&format!("{space}  – "), &reason.text);
    }
    let rest = element.reasons.len().saturating_sub(most);
    if rest > 0 {
        page.paragraph(
            indent + 4,
            &texts.with("case-more-reasons", &[("count", rest.into())]),
        );
    }
}

/// A state beside its label, as the rest of a sentence. Names are never changed this way.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn weighed(page: &mut Page, view: &AssessmentView, texts: &Texts) {
    page.heading(&texts.text("case-signs"));
    for dimension in &view.dimensions {
        page.item(
            if dimension.met { "● " } else { "○ " },
            &format!("{} — {}", dimension.title, lower(&dimension.state)),
        );
        for sign in &dimension.signs {
            page.item("  – ", &format!("{} ({})", sign.name, sign.weight));
        }
    }
    page.gap();
    other_rules(page, view, texts);
    view.rules.iter().chain([&view.caution]).for_each(|line| {
        page.paragraph(0, line);
    });
}

/// What other rules make of the same answers, side by side with what is shown above.
fn other_rules(page: &mut Page, view: &AssessmentView, texts: &Texts) {
    if view.other_rules.is_empty() {
        return;
    }
    page.paragraph(0, &texts.text("case-other-rules"));
    for other in &view.other_rules {
        page.item("≠ ", &format!("{}: {}", other.rule, lower(&other.outcome)));
        for element in &other.differs {
            page.item("  – ", element);
        }
    }
    page.gap();
}

fn unasked(page: &mut Page, view: &AssessmentView, texts: &Texts) {
    if view.unasked.is_empty() {
        return;
    }
    page.heading(&texts.text("case-unasked"));
    let mut why = "";
    for question in &view.unasked {
        if question.why != why {
            why = &question.why;
            page.paragraph(0, why);
        }
        page.item("  – ", &question.text);
    }
}

/// Differing values of one place, with the command that settles them.
pub(crate) fn conflict(case: &str, view: &ConflictView, texts: &Texts) -> String {
    let mut page = Page::new();
    conflict_values(&mut page, 0, view);
    let args = [
        ("case", super::short(case).into()),
        ("path", (&view.path).into()),
    ];
    page.paragraph(0, &texts.with("conflict-command", &args));
    page.finish()
}

/// Differing values of one place, numbered, each with who wrote it and when.
pub(crate) fn conflict_values(page: &mut Page, indent: usize, view: &ConflictView) {
    let space = " ".repeat(indent);
    page.item(&format!("{space}≠ "), &view.heading)
        .paragraph(indent + 2, &view.text);
    for (at, value) in view.values.iter().enumerate() {
        page.item(
            &format!("{space}  {}  ", at + 1),
            &format!("{} — {}", value.text, value.by.join("; ")),
        );
    }
}

fn facts(page: &mut Page, view: &CaseView, texts: &Texts) {
    let consents: Vec<FactView> = view.consents.iter().map(|c| c.fact.clone()).collect();
    let parts: [(&str, &[FactView]); 5] = [
        ("case-person", &view.person),
        ("case-needs", &view.needs),
        ("case-referrals", &view.referrals),
        ("case-consents", &consents),
        ("case-links", &view.links),
    ];
    for (heading, facts) in parts.into_iter().filter(|(_, facts)| !facts.is_empty()) {
        page.heading(&texts.text(heading));
        let room = facts
            .iter()
            .map(|f| columns(&f.label))
            .max()
            .unwrap_or(0)
            .min(28);
        // Said once for all that one person wrote at one time.
        let by = facts
            .first()
            .and_then(|fact| fact.values.first())
            .map_or("", |value| &value.by);
        page.paragraph(0, by);
        for fact in facts {
            for (at, value) in fact.values.iter().enumerate() {
                let label = if at == 0 { fact.label.as_str() } else { "" };
                let text = if value.by == by {
                    value.text.clone()
                } else {
                    format!("{} ({})", value.text, value.by)
                };
                page.labelled(0, label, room, &text);
            }
            if let Some(differs) = &fact.differs {
                page.labelled(0, "", room, &format!("≠ {differs}"));
            }
        }
    }
}

fn interviewed(page: &mut Page, view: &InterviewSummaryView, answers: bool, texts: &Texts) {
    page.heading(&view.title)
        .paragraph(0, &view.began)
        .paragraph(0, &view.state);
    if !answers {
        page.paragraph(
            0,
            &texts.with("case-answers", &[("count", view.answers.len().into())]),
        );
        return;
    }
    for answered in &view.answers {
        page.item(
            "– ",
            &format!("{} — {}", answered.question, answered.answers.join(" ≠ ")),
        );
        for mark in [&answered.manner, &answered.differs, &answered.not_counted]
            .into_iter()
            .flatten()
        {
            page.paragraph(4, mark);
        }
    }
}

fn moments(page: &mut Page, heading: &str, moments: &[MomentView]) {
    if moments.is_empty() {
        return;
    }
    page.heading(heading);
    for moment in moments {
        page.item(&format!("{}  ", moment.when), &moment.text);
        let pad = " ".repeat(columns(&moment.when) + 2);
        if let Some(reason) = &moment.reason {
            page.item(&pad, reason);
        }
        page.item(&pad, &moment.who);
    }
}

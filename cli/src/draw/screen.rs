//! One screen of an interview.

use nuong_view::{Action, Drawn, InterviewView, QuestionView, Texts};

use super::page::Page;
use crate::interview::keys;

/// The head of a screen: where in the interview it is, the thought of it, who answers.
pub(crate) fn screen(view: &InterviewView, texts: &Texts) -> String {
    let mut page = Page::new();
    let place = view.section.as_ref().map_or_else(
        || view.title.clone(),
        |section| format!("{} · {section}", view.title),
    );
    page.ends(&place, view.progress.as_deref().unwrap_or_default());
    match view.questions[..] {
        // Read aloud or taken to heart, and nothing to answer: a text, not a heading.
        [
            QuestionView {
                drawn: Drawn::Note, ..
            },
        ] => page.gap().paragraph(0, &view.heading),
        _ => page.heading(&view.heading),
    };
    if let Some(locked) = &view.locked {
        page.item("! ", locked);
    }
    if let Some(ending) = &view.ending {
        page.paragraph(0, &ending.text);
        page.paragraph(0, ending.unanswered.as_deref().unwrap_or_default());
        page.gap();
        if ending.first_unanswered.enabled {
            page.item("  1  ", &ending.first_unanswered.label);
        }
        controls(&mut page, view, false, texts);
        return page.finish();
    }
    if view
        .questions
        .iter()
        .any(|question| question.drawn != Drawn::Note)
    {
        page.paragraph(0, &view.who);
    }
    page.finish()
}

/// One question of a screen, counted from 0, with its choices and what can be done. `note` is about what was just typed.
pub(crate) fn question(
    view: &InterviewView,
    nth: usize,
    note: Option<&str>,
    texts: &Texts,
) -> String {
    let mut page = Page::new();
    let Some(question) = view.questions.get(nth) else {
        return String::new();
    };
    let several = view.questions.len() > 1;
    if several {
        page.item(
            &format!("({}/{}) ", nth + 1, view.questions.len()),
            &question.label,
        );
    }
    // Where there is but one question, who answers says it already.
    for line in question
        .hint
        .iter()
        .chain(question.observed.iter().filter(|_| several))
    {
        page.paragraph(2, line);
    }
    page.gap();
    let (last, inputs) = (question.choices.len(), question.input.is_some());
    let room = last.to_string().len();
    for (at, choice) in question.choices.iter().enumerate() {
        let mark = if choice.chosen { "✓" } else { " " };
        let key = match last - at {
            2 if inputs => keys::DOES_NOT_KNOW.to_owned(),
            1 if inputs => keys::DOES_NOT_WANT_TO_SAY.to_owned(),
            _ => (at + 1).to_string(),
        };
        page.item(&format!("{mark} {key:>room$}  "), &choice.label);
    }
    if let Some(input) = &question.input {
        if !input.text.is_empty() {
            page.item("✓    ", &input.text);
        }
        page.paragraph(2, &input.label);
    }
    if question.drawn == Drawn::ManyChoices {
        page.paragraph(2, &texts.text("screen-several"));
    }
    if let Some(problem) = note.or(question.problem.as_deref()) {
        page.gap().item("! ", problem);
    }
    controls(
        &mut page,
        view,
        question.choices.iter().any(|c| c.chosen) || has_text(question),
        texts,
    );
    page.finish()
}

fn has_text(question: &QuestionView) -> bool {
    question
        .input
        .as_ref()
        .is_some_and(|input| !input.text.is_empty())
}

/// What can be done on any screen, always in the same order.
fn controls(page: &mut Page, view: &InterviewView, answered: bool, texts: &Texts) {
    let offered =
        |key: &str, action: &Action| action.enabled.then(|| format!("[{key}] {}", action.label));
    let enter = texts.text("key-enter");
    let undo =
        answered.then(|| format!("[{}] {}", keys::TAKE_BACK, texts.text("screen-take-back")));
    let all = [
        offered(keys::BACK, &view.back),
        offered(&enter, &view.forward),
        undo,
        offered(keys::STOP, &view.stop),
    ];
    page.gap()
        .spread(&all.into_iter().flatten().collect::<Vec<_>>());
}

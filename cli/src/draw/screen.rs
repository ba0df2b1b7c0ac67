//! One screen of an interview.

use nuong_view::{Action, Drawn, InterviewView, QuestionView, Texts};

use super::page::Page;
use crate::interview::keys;

/// The head of a screen: where in the interview it is, the thought of it, who answers.
pub(crate) fn screen(view: &InterviewView, texts: &Texts) -> String {
    let mut page = Page::new();
    let place = view.section.as_ref().map_or_else(|| view.title.clone(), |section| format!("{} · {section}", view.title));
    page.ends(&place, view.progress.as_deref().unwrap_or_default());
    match view.questions[..] {
        // Read aloud or taken to heart, and nothing to answer: a text, not a heading.
        [QuestionView { drawn: Drawn::Note, .. }] => page.gap().paragraph(0, &view.heading),
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
    page.paragraph(0, &view.who);
    page.finish()
}

/// One question of a screen with its choices and what can be done. `place` tells which of several it is.
pub(crate) fn which(view: &InterviewView, question: &QuestionView, place: Option<(usize, usize)>, texts: &Texts) -> String {
    let mut page = Page::new();
    if let Some((at, of)) = place {
        page.gap().item(&format!("({at}/{of}) "), &question.label);
    }
    for line in [&question.hint, &question.observed].into_iter().flatten() {
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
    if let Some(problem) = &question.problem {
        page.gap().item("! ", problem);
    }
    controls(&mut page, view, question.choices.iter().any(|c| c.chosen) || has_text(question), texts);
    page.finish()
}

fn has_text(question: &QuestionView) -> bool {
    question.input.as_ref().is_some_and(|input| !input.text.is_empty())
}

/// What can be done on any screen, always in the same order.
fn controls(page: &mut Page, view: &InterviewView, answered: bool, texts: &Texts) {
    let offered = |key: &str, action: &Action| action.enabled.then(|| format!("{key} {}", action.label));
    let enter = texts.text("key-enter");
    let undo = answered.then(|| format!("{} {}", keys::TAKE_BACK, texts.text("screen-take-back")));
    let all = [offered(keys::BACK, &view.back), offered(&enter, &view.forward), undo, offered(keys::STOP, &view.stop)];
    page.gap().paragraph(0, &all.into_iter().flatten().collect::<Vec<_>>().join("    "));
}

//! One screen of an interview.

use nuong_view::{Action, Drawn, InterviewView, QuestionView, RepeatView, Texts};

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
    if view.repeat.is_none()
        && view
            .questions
            .iter()
            .any(|question| question.drawn != Drawn::Note)
    {
        page.paragraph(0, &view.who);
    }
    page.paragraph(0, view.borrowed.as_deref().unwrap_or_default());
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
    let said = question.hint.iter();
    let said = said
        .chain(question.observed.iter().filter(|_| several))
        .chain(&question.read_only)
        .chain(&question.needed);
    for line in said {
        page.paragraph(2, line);
    }
    media(&mut page, question);
    page.gap();
    answers(&mut page, question);
    match question.drawn {
        Drawn::ManyChoices => drop(page.paragraph(2, &texts.text("screen-several"))),
        Drawn::Rank => drop(page.paragraph(2, &texts.text("screen-order"))),
        _ => {}
    }
    if let Some(problem) = note.or(question.problem.as_deref()) {
        page.gap().item("! ", problem);
    }
    controls(
        &mut page,
        view,
        question.read_only.is_none()
            && (question.choices.iter().any(|c| c.chosen) || has_text(question)),
        texts,
    );
    page.finish()
}

/// The choices, numbered, and what stands there or is to be typed.
fn answers(page: &mut Page, question: &QuestionView) {
    let last = question.choices.len();
    let inputs = question.input.is_some() || question.attachment.is_some();
    // What other answers fill in is shown, and nothing is offered.
    let offered = question.read_only.is_none();
    let room = last.to_string().len();
    let choices = question.choices.iter().enumerate();
    for (at, choice) in choices.filter(|(_, choice)| offered || choice.chosen) {
        let mark = if choice.chosen { "✓" } else { " " };
        let key = match last - at {
            2 if inputs => keys::DOES_NOT_KNOW.to_owned(),
            1 if inputs => keys::DOES_NOT_WANT_TO_SAY.to_owned(),
            _ => (at + 1).to_string(),
        };
        let place = choice.place.map(|place| format!("{place}. "));
        let label = format!("{}{}", place.unwrap_or_default(), choice.label);
        page.item(&format!("{mark} {key:>room$}  "), &label);
    }
    if let Some(attachment) = &question.attachment {
        let name = attachment.name.as_deref();
        page.item(
            if name.is_some() { "✓    " } else { "     " },
            name.unwrap_or(&attachment.label),
        );
    }
    if let Some(input) = &question.input {
        if !input.text.is_empty() {
            page.item("✓    ", &input.text);
        }
        page.paragraph(2, if offered { &input.label } else { "" });
    }
}

/// What would be heard or seen where there is sound and a picture.
fn media(page: &mut Page, question: &QuestionView) {
    if let Some(listen) = &question.listen {
        page.item("  ♪ ", &format!("{} ({})", listen.file, listen.language));
        page.paragraph(4, listen.fallback.as_deref().unwrap_or_default());
    }
    if let Some(image) = &question.image {
        page.item("  ▣ ", image);
    }
}

/// Whether there is another: those there are, numbered, and what can be done. `note` is about what was just typed.
pub(crate) fn repeat(
    view: &InterviewView,
    repeat: &RepeatView,
    note: Option<&str>,
    texts: &Texts,
) -> String {
    let mut page = Page::new();
    page.paragraph(0, &repeat.count);
    for (at, instance) in repeat.instances.iter().enumerate() {
        page.item(&format!("  {}  ", at + 1), &instance.label);
    }
    if let Some(why_not) = &repeat.add.why_not {
        page.gap().item("! ", why_not);
    }
    if let Some(note) = note {
        page.gap().item("! ", note);
    }
    page.gap();
    let mut several = Vec::new();
    if repeat.add.enabled {
        several.push(format!("[{}] {}", keys::ADD, repeat.add.label));
    }
    if let Some(instance) = repeat.instances.last().filter(|one| one.remove.enabled) {
        let last = repeat.instances.len();
        several.push(format!(
            "[{}{last}] {}",
            keys::TAKE_BACK,
            instance.remove.label
        ));
    }
    page.spread(&several);
    controls(&mut page, view, false, texts);
    page.finish()
}

/// Who may be answering, numbered.
pub(crate) fn respondents(view: &InterviewView, texts: &Texts) -> String {
    let offered = view.respondents.iter();
    numbered(
        "screen-who",
        offered.map(|one| (one.chosen, &one.label)),
        texts,
    )
}

/// The languages of the questionnaire's words, numbered.
pub(crate) fn languages(view: &InterviewView, texts: &Texts) -> String {
    let offered = view.languages.iter();
    let offered = offered.map(|one| (one.chosen, &one.label));
    numbered("screen-language", offered, texts)
}

/// What can be chosen from, each with whether it is chosen now, below a heading.
fn numbered<'a>(
    heading: &str,
    offered: impl Iterator<Item = (bool, &'a String)>,
    texts: &Texts,
) -> String {
    let mut page = Page::new();
    page.gap().paragraph(0, &texts.text(heading));
    for (at, (chosen, label)) in offered.enumerate() {
        let mark = if chosen { "✓" } else { " " };
        page.item(&format!("{mark} {}  ", at + 1), label);
    }
    page.finish()
}

fn has_text(question: &QuestionView) -> bool {
    let attached = question.attachment.as_ref();
    question
        .input
        .as_ref()
        .is_some_and(|input| !input.text.is_empty())
        || attached.is_some_and(|attachment| attachment.name.is_some())
}

/// What can be done on any screen, always in the same order.
fn controls(page: &mut Page, view: &InterviewView, answered: bool, texts: &Texts) {
    let offered =
        |key: &str, action: &Action| action.enabled.then(|| format!("[{key}] {}", action.label));
    let enter = texts.text("key-enter");
    let undo =
        answered.then(|| format!("[{}] {}", keys::TAKE_BACK, texts.text("screen-take-back")));
    let here = [
        offered(keys::BACK, &view.back),
        offered(&enter, &view.forward),
        undo,
        offered(keys::STOP, &view.stop),
    ];
    page.gap()
        .spread(&here.into_iter().flatten().collect::<Vec<_>>());
    if view.ending.is_none() {
        let who = format!("[{}] {}", keys::WHO, texts.text("screen-who"));
        let spoken = (!view.languages.is_empty())
            .then(|| format!("[{}] {}", keys::LANGUAGE, texts.text("screen-language")));
        let first = offered(keys::FIRST_GAP, &view.first_unanswered);
        let elsewhere = [first, Some(who), spoken];
        page.spread(&elsewhere.into_iter().flatten().collect::<Vec<_>>());
    }
}

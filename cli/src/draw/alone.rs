//! Answering alone, before the device is handed over and while the person holds it.

use nuong_view::{SelfAnswerStartView, SelfAnswerView, Shape, SoundView, Texts};

use super::page::Page;
use crate::interview::keys;

/// For the officer: what can be heard in which language.
pub(crate) fn self_answer_start(view: &SelfAnswerStartView) -> String {
    let mut page = Page::new();
    page.title(&view.title).paragraph(0, &view.text).gap();
    for language in &view.languages {
        let mark = if language.start.enabled {
            "● "
        } else {
            "○ "
        };
        page.item(mark, &language.text);
        page.paragraph(2, language.start.why_not.as_deref().unwrap_or_default());
    }
    page.finish()
}

/// For the person: four shapes, what is spoken, and no words unless they were asked for.
pub(crate) fn self_answer(view: &SelfAnswerView, texts: &Texts) -> String {
    let mut page = Page::new();
    page.ends(&view.language, "");
    for sound in &view.sounds {
        page.item("♪ ", &spoken(sound));
    }
    if let Some(fallback) = &view.fallback {
        page.item("! ", fallback);
    }
    for line in view.text.iter().flatten() {
        page.gap().paragraph(0, line);
    }
    if let Some(ended) = &view.ended {
        page.gap().paragraph(0, ended);
        return page.finish();
    }
    page.gap();
    for (at, choice) in view.choices.iter().enumerate() {
        let shape = match choice.shape {
            Shape::Circle => "●",
            Shape::Square => "■",
            Shape::Triangle => "▲",
            Shape::Cross => "✕",
        };
        page.item(&format!("  {}  {shape}  ", at + 1), &choice.label);
    }
    let controls = [
        format!("[{}] {}", keys::WORDS, view.show_text.label),
        format!("[{}] {}", keys::STOP, view.take_back.label),
    ];
    page.gap().spread(&controls);
    page.paragraph(0, &texts.text("screen-no-sound"));
    page.finish()
}

fn spoken(sound: &SoundView) -> String {
    format!("{} ({})", sound.file, sound.language)
}

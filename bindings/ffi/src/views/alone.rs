//! Answering alone, and what is heard.

use nuong_station::view::{
    Action, SelfAnswerStartView, SelfAnswerView, SelfChoice, SelfChoiceView, SelfLanguageView,
    Shape, SoundView,
};

/// Before the device is handed over: for the officer, which languages can be heard.
#[uniffi::remote(Record)]
pub struct SelfAnswerStartView {
    /// The questionnaire.
    pub title: String,
    /// What to do before handing the device over.
    pub text: String,
    /// The languages of the questionnaire.
    pub languages: Vec<SelfLanguageView>,
}

/// One language before the device is handed over.
#[uniffi::remote(Record)]
pub struct SelfLanguageView {
    /// Its tag, to send back.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// How many of the sentences can be heard in it.
    pub heard: u32,
    /// How many there are.
    pub of: u32,
    /// The same in words, and what is heard instead of the others.
    pub text: String,
    /// Hands the device over in this language; not where nothing of it can be heard.
    pub start: Action,
}

/// What the person alone with the device hears and sees.
#[uniffi::remote(Record)]
pub struct SelfAnswerView {
    /// The question's path, to send back; none at the end.
    pub path: Option<String>,
    /// What to play, in this order: what is said before the question, and the question.
    pub sounds: Vec<SoundView>,
    /// Yes, no, skip, stop; none at the end.
    pub choices: Vec<SelfChoiceView>,
    /// The words, only where they were asked for.
    pub text: Option<Vec<String>>,
    /// Shows the words, or puts them away.
    pub show_text: Action,
    /// The name of the language that is spoken.
    pub language: String,
    /// Always shown when it is there: that something is spoken in another language than the one chosen, or cannot be heard.
    pub fallback: Option<String>,
    /// At the end: that the device goes back to the officer. No result.
    pub ended: Option<String>,
    /// For the officer, at any time: takes the device back, which needs the unlock.
    pub take_back: Action,
}

/// One of the four.
#[uniffi::remote(Record)]
pub struct SelfChoiceView {
    /// Which, to send back.
    pub choice: SelfChoice,
    /// Its shape.
    pub shape: Shape,
    /// What it says, for a screen reader and under the shape.
    pub label: String,
    /// Its recording, to play when it is touched first or after the question.
    pub sound: Option<SoundView>,
}

/// What the person alone with the device can touch. Nothing else does anything.
#[uniffi::remote(Enum)]
pub enum SelfChoice {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not this question: kept as *does not want to say*, so that nobody asks it again for want of an answer.
    Skip,
    /// Not any more: what was answered is kept, and the device goes back.
    Stop,
}

/// A shape that is told from the others without reading and without colour.
#[uniffi::remote(Enum)]
pub enum Shape {
    /// Yes.
    Circle,
    /// No.
    Square,
    /// Skip.
    Triangle,
    /// Stop.
    Cross,
}

/// One recording.
#[uniffi::remote(Record)]
pub struct SoundView {
    /// Its file name, among the media of the questionnaire.
    pub file: String,
    /// The language spoken in it, by tag.
    pub language: String,
    /// Said where this is not the language that was chosen, for want of a recording in that one.
    pub fallback: Option<String>,
}

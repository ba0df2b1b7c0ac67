//! Answering alone: the person holds the device, hears a question and touches a shape. No text unless it is asked for, no
//! number of questions, no result; nothing of the case can be reached from here, and handing the device back needs the
//! officer's unlock.

use std::collections::BTreeSet;

use nuong_screening::{Answer, Choice, Interview, Kind, Pack, Question};
use serde::Serialize;

use crate::action::Action;
use crate::amounts::small;
use crate::interview::InterviewFacts;
use crate::sound::SoundView;
use crate::viewer::Viewer;

/// What the person alone with the device can touch. Nothing else does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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

impl SelfChoice {
    /// All four, in the order in which they stand.
    pub const ALL: [SelfChoice; 4] = [
        SelfChoice::Yes,
        SelfChoice::No,
        SelfChoice::Skip,
        SelfChoice::Stop,
    ];

    /// The answer that a touch gives; none where it stops.
    pub fn answer(self) -> Option<Answer> {
        match self {
            SelfChoice::Yes => Some(Answer::value("yes")),
            SelfChoice::No => Some(Answer::value("no")),
            SelfChoice::Skip => Some(Answer::DoesNotWantToSay),
            SelfChoice::Stop => None,
        }
    }
}

/// A shape that is told from the others without reading and without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// What is known when the device is in the person's hands.
#[derive(Clone, Copy)]
pub struct SelfAnswerFacts<'a> {
    /// The interview; its questionnaire has to suit (see [`suits_self_answer`]).
    pub interview: &'a Interview,
    /// The language to speak, by tag; any that the questionnaire has.
    pub speak: &'a str,
    /// File names of the recordings that are on this device. A name in the questionnaire alone plays nothing.
    pub recordings: &'a BTreeSet<String>,
    /// Whether the person asked to see the words.
    pub text_wanted: bool,
    /// Whether the person stopped.
    pub stopped: bool,
}

/// What the person alone with the device hears and sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// Before the device is handed over: for the officer, which languages can be heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SelfAnswerStartView {
    /// The questionnaire.
    pub title: String,
    /// What to do before handing the device over.
    pub text: String,
    /// The languages of the questionnaire.
    pub languages: Vec<SelfLanguageView>,
}

/// One language before the device is handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// Whether a questionnaire can be answered alone: everything it asks is answered by yes or no, and nothing in it is for the
/// officer's eyes.
pub fn suits_self_answer(pack: &Pack) -> bool {
    let mut asked = pack
        .questions()
        .filter(|question| question.kind.is_asked())
        .peekable();
    asked.peek().is_some() && asked.all(|question| is_yes_no(question) && !question.observed)
}

fn is_yes_no(question: &Question) -> bool {
    let names: Vec<&str> = question
        .choices()
        .iter()
        .map(|choice| choice.name.as_str())
        .collect();
    matches!(question.kind, Kind::SelectOne { .. }) && names == ["yes", "no"]
}

/// The next question for a person alone: the first that is relevant and has no answer. None at the end.
pub fn next_self_answer(interview: &Interview) -> Option<String> {
    // Nothing before it waits for an answer.
    let screens = interview.screens_from(interview.first_unanswered()?);
    let mut paths = screens.flat_map(|screen| screen.questions);
    paths.find(|path| {
        let question = interview.pack().question(path);
        question.is_some_and(is_yes_no) && interview.value(path).is_none()
    })
}

impl Viewer<'_> {
    /// What the person alone with the device hears and sees now.
    pub fn self_answer(&self, facts: &SelfAnswerFacts<'_>) -> SelfAnswerView {
        let next = next_self_answer(facts.interview).filter(|_| !facts.stopped);
        let mut said = if facts.stopped {
            Vec::new()
        } else {
            said_before(facts.interview, next.as_deref())
        };
        said.extend(next.clone());
        let pack = facts.interview.pack();
        let heard: Vec<Option<SoundView>> = said
            .iter()
            .map(|path| self.heard(facts, pack.question(path)))
            .collect();
        let choices = next
            .as_deref()
            .and_then(|path| pack.question(path))
            .map_or_else(Vec::new, |question| self.self_choices(facts, question));
        let in_words = || said.iter().map(|path| self.words(facts, path)).collect();
        let toggle = if facts.text_wanted {
            "self-hide-text"
        } else {
            "self-show-text"
        };
        SelfAnswerView {
            fallback: self.self_fallback(facts, &heard),
            sounds: heard.into_iter().flatten().collect(),
            choices,
            text: facts.text_wanted.then(in_words),
            show_text: Action::on(self.text(toggle)),
            language: self.language_name(facts.speak),
            ended: next.is_none().then(|| self.text("self-ended")),
            take_back: Action::on(self.text("self-take-back")),
            path: next,
        }
    }

    /// What the officer sees before the device is handed over.
    pub fn self_answer_start(
        &self,
        pack: &Pack,
        recordings: &BTreeSet<String>,
    ) -> SelfAnswerStartView {
        let suits = suits_self_answer(pack);
        let languages = pack.languages().iter().map(|tag| {
            let (heard, of) = coverage(pack, tag, recordings);
            let name = self.language_name(tag);
            let args = [
                ("language", (&name).into()),
                ("heard", heard.into()),
                ("of", of.into()),
            ];
            let why_not = if !suits {
                Some("self-not-suited")
            } else if heard == 0 {
                Some("self-no-recordings")
            } else {
                None
            };
            SelfLanguageView {
                tag: tag.clone(),
                text: self.with("self-coverage", &args),
                start: Action::unless(
                    self.with("self-start", &[("language", (&name).into())]),
                    why_not.map(|id| self.text(id)),
                ),
                name,
                heard: small(heard),
                of: small(of),
            }
        });
        SelfAnswerStartView {
            title: pack.title(self.code()).to_owned(),
            text: self.text("self-before"),
            languages: languages.collect(),
        }
    }

    /// Leads from an interview to handing the device over; nothing where the questionnaire does not suit.
    pub(crate) fn alone(&self, facts: &InterviewFacts<'_>) -> Option<Action> {
        suits_self_answer(facts.interview.pack())
            .then(|| Action::unless(self.text("self-offer"), self.locked(facts)))
    }

    fn self_choices(
        &self,
        facts: &SelfAnswerFacts<'_>,
        question: &Question,
    ) -> Vec<SelfChoiceView> {
        let view = |choice: SelfChoice| {
            let (name, shape, id) = match choice {
                SelfChoice::Yes => (Some("yes"), Shape::Circle, "answer-yes"),
                SelfChoice::No => (Some("no"), Shape::Square, "answer-no"),
                SelfChoice::Skip => (None, Shape::Triangle, "self-skip"),
                SelfChoice::Stop => (None, Shape::Cross, "self-stop"),
            };
            let of_list = name.and_then(|name| question.choice(name));
            let said = of_list.map(|choice| choice.label(facts.speak).to_owned());
            SelfChoiceView {
                choice,
                shape,
                label: said
                    .filter(|said| !said.is_empty())
                    .unwrap_or_else(|| self.text(id)),
                sound: of_list.and_then(|choice| self.choice_heard(facts, choice)),
            }
        };
        SelfChoice::ALL.into_iter().map(view).collect()
    }

    fn heard(&self, facts: &SelfAnswerFacts<'_>, question: Option<&Question>) -> Option<SoundView> {
        let question = question?;
        self.spoken(facts.interview.pack(), facts.speak, |lang| {
            question
                .audio(lang)
                .filter(|file| facts.recordings.contains(*file))
        })
    }

    fn choice_heard(&self, facts: &SelfAnswerFacts<'_>, choice: &Choice) -> Option<SoundView> {
        self.spoken(facts.interview.pack(), facts.speak, |lang| {
            choice
                .audio(lang)
                .filter(|file| facts.recordings.contains(*file))
        })
    }

    /// That not all can be heard in the language that was chosen.
    fn self_fallback(
        &self,
        facts: &SelfAnswerFacts<'_>,
        heard: &[Option<SoundView>],
    ) -> Option<String> {
        if heard.iter().any(Option::is_none) {
            let name = self.language_name(facts.speak);
            return Some(self.with("self-not-heard", &[("language", (&name).into())]));
        }
        heard
            .iter()
            .flatten()
            .find_map(|sound| sound.fallback.clone())
    }

    /// The words of a question or note in the language spoken, marked where they are in another.
    fn words(&self, facts: &SelfAnswerFacts<'_>, path: &str) -> String {
        facts.interview.label(path, facts.speak)
    }
}

/// Notes that are said before a question: those after the question before it. At the end those after the last.
fn said_before(interview: &Interview, next: Option<&str>) -> Vec<String> {
    let at = next.and_then(|path| interview.screen_of(path));
    let questions = |at: usize| {
        interview
            .screen(at)
            .map_or_else(Vec::new, |screen| screen.questions)
    };
    let mut here = at.map_or_else(Vec::new, questions);
    let until = here.iter().position(|path| Some(path.as_str()) == next);
    here.truncate(until.unwrap_or(0));
    let earlier = (0..at.unwrap_or_else(|| interview.screen_count())).rev();
    let backwards = here
        .into_iter()
        .rev()
        .chain(earlier.flat_map(|at| questions(at).into_iter().rev()));
    let is_note = |path: &String| {
        let question = interview.pack().question(path);
        question.is_some_and(|question| question.kind == Kind::Note)
    };
    let mut said: Vec<String> = backwards.take_while(is_note).collect();
    said.reverse();
    said
}

/// How many of the sentences of a questionnaire can be heard in a language, and how many there are.
fn coverage(pack: &Pack, lang: &str, recordings: &BTreeSet<String>) -> (usize, usize) {
    let there = |file: Option<&str>| file.is_some_and(|file| recordings.contains(file));
    pack.questions()
        .filter(|question| question.kind.is_shown())
        .fold((0, 0), |(heard, of), question| {
            (heard + usize::from(there(question.audio(lang))), of + 1)
        })
}

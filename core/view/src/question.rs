//! One question of a screen: how it is drawn, what can be answered, and what every tap gives.

use nuong_screening::{Answer, AnswerError, Choice, Kind, Media, Question};
use serde::Serialize;

use crate::amounts::small;
use crate::interview::InterviewFacts;
use crate::sound::SoundView;
use crate::viewer::Viewer;

/// The most values of a range that stand side by side as choices; more are typed.
const MAX_RANGE_CHOICES: usize = 11;

/// How a question is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawn {
    /// Read or said to the person; nothing to answer.
    Note,
    /// Four equal choices: yes, no, does not know, does not want to say.
    FourChoices,
    /// One of several choices.
    OneChoice,
    /// Any of several choices.
    ManyChoices,
    /// All of several choices in an order, the most important first; a tap moves one up.
    Rank,
    /// A number between two ends; few of them are choices, many are typed.
    Range,
    /// Words.
    Text,
    /// A whole number.
    WholeNumber,
    /// A number with a fraction.
    Number,
    /// A day.
    Date,
    /// A day, a month or a year: as much as is known.
    DatePart,
    /// A time of the day.
    Time,
    /// A day with a time.
    DateTime,
    /// That something was read or done.
    Acknowledge,
    /// What a barcode says; a shell with a camera reads it.
    Barcode,
    /// A place: latitude and longitude; a shell that knows where it is fills it in.
    Place,
    /// Places along a way, or around an area.
    Places,
    /// A file to take up or to attach.
    Attachment,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// Its path, to send back.
    pub path: String,
    /// The question.
    pub label: String,
    /// A hint for the one who asks.
    pub hint: Option<String>,
    /// Words for whoever learns to ask; never read to the person, and shown only when wanted.
    pub guidance: Option<String>,
    /// How it is drawn.
    pub drawn: Drawn,
    /// How many choices can be taken, where that is not plain to see.
    pub how: Option<String>,
    /// Choices, all equal and always visible. For inputs these are the two answers that are no value.
    pub choices: Vec<ChoiceView>,
    /// Where something is typed.
    pub input: Option<InputView>,
    /// The ends of a range.
    pub range: Option<RangeView>,
    /// The file that is to be attached.
    pub attachment: Option<AttachmentView>,
    /// The recording of the question.
    pub listen: Option<SoundView>,
    /// File name of the picture that belongs to it.
    pub image: Option<String>,
    /// That the officer sees this and does not ask.
    pub observed: Option<String>,
    /// That it is needed, in its own words where it has some. It never keeps anybody from going on.
    pub needed: Option<String>,
    /// That it is filled in by other answers and cannot be changed here.
    pub read_only: Option<String>,
    /// What is wrong with the last answer, in the words of the question, and what to do.
    pub problem: Option<String>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// What it says.
    pub label: String,
    /// Whether it is the answer now, or part of it.
    pub chosen: bool,
    /// Its place in the order, from 1, where choices are put in an order.
    pub place: Option<u32>,
    /// The answer after a tap: send it back as it is. Nothing takes the answer back.
    pub then: Option<Answer>,
    /// Its recording.
    pub listen: Option<SoundView>,
    /// File name of its picture.
    pub image: Option<String>,
}

/// A place to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputView {
    /// What to write there.
    pub label: String,
    /// What stands there now, as it was typed or would be.
    pub text: String,
}

/// The ends of a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RangeView {
    /// The least.
    pub start: String,
    /// The greatest.
    pub end: String,
    /// From one to the next.
    pub step: String,
}

/// A file that belongs to an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttachmentView {
    /// What kind of file: `image`, `audio`, `video` or `any`.
    pub kind: Media,
    /// What to do.
    pub label: String,
    /// The name of the file that is attached, which is the answer.
    pub name: Option<String>,
}

impl Viewer<'_> {
    pub(crate) fn question(
        &self,
        facts: &InterviewFacts<'_>,
        path: &str,
        question: &Question,
    ) -> QuestionView {
        let interview = facts.interview;
        let hint = interview.hint(path, self.code());
        let choices = interview.choices(path);
        let drawn = drawn(question, &choices);
        let answer = interview.value(path);
        let asked = drawn != Drawn::Note;
        let read_only = asked && interview.is_read_only(path);
        QuestionView {
            path: path.to_owned(),
            label: interview.label(path, self.code()),
            hint: (!hint.is_empty()).then_some(hint),
            guidance: question
                .media("guidance_hint", self.code())
                .map(str::to_owned),
            drawn,
            how: match drawn {
                Drawn::OneChoice => Some(self.text("choose-one")),
                Drawn::ManyChoices => Some(self.text("choose-many")),
                Drawn::Rank => Some(self.text("choose-rank")),
                _ => None,
            },
            choices: self.choices(question, drawn, &choices, answer),
            input: self.input(question, drawn, answer),
            range: range(question),
            attachment: self.attachment(question, answer),
            listen: self.recording(interview.pack(), |lang| question.audio(lang)),
            image: self.picture(interview.pack(), |lang| question.media("image", lang)),
            observed: question.observed.then(|| self.text("question-observed")),
            needed: (asked && answer.is_none() && interview.is_required(path)).then(|| {
                let own = question.required_message(self.code());
                if own.is_empty() {
                    self.text("question-needed")
                } else {
                    own.to_owned()
                }
            }),
            read_only: read_only.then(|| self.text("question-read-only")),
            problem: facts
                .problems
                .get(path)
                .map(|problem| self.refusal(problem)),
        }
    }

    /// Why an answer was refused, in the words of the questionnaire where it has some, and what to do.
    pub fn refusal(&self, problem: &AnswerError) -> String {
        match problem {
            AnswerError::Constraint { message } if !message.is_empty() => {
                message.get(self.code()).to_owned()
            }
            other => self.error(other.code()).in_one_line(),
        }
    }

    fn choices(
        &self,
        question: &Question,
        drawn: Drawn,
        choices: &[&Choice],
        answer: Option<&Answer>,
    ) -> Vec<ChoiceView> {
        let mut views = match drawn {
            Drawn::Note => return Vec::new(),
            Drawn::Rank => self.ranked(choices, answer),
            Drawn::Range => values_of(question)
                .into_iter()
                .map(|value| plain(value.clone(), Answer::Value(value), answer))
                .collect(),
            Drawn::Acknowledge => {
                vec![plain(
                    self.text("answer-acknowledged"),
                    Answer::value("OK"),
                    answer,
                )]
            }
            _ => self.offered(question, drawn, choices, answer),
        };
        for (id, then) in [
            ("answer-does-not-know", Answer::DoesNotKnow),
            ("answer-does-not-want-to-say", Answer::DoesNotWantToSay),
        ] {
            views.push(plain(self.text(id), then, answer));
        }
        views
    }

    fn offered(
        &self,
        question: &Question,
        drawn: Drawn,
        choices: &[&Choice],
        answer: Option<&Answer>,
    ) -> Vec<ChoiceView> {
        let view = |choice: &&Choice| ChoiceView {
            label: self.choice_label(choice),
            chosen: answer.is_some_and(|answer| answer.selects(&choice.name)),
            place: None,
            then: match drawn {
                Drawn::ManyChoices => toggled(choices, choice, answer, question),
                _ => Some(Answer::Value(choice.name.clone())),
            },
            listen: self.sound_of(|lang| choice.audio(lang)),
            image: choice.image(self.code()).map(str::to_owned),
        };
        choices.iter().map(view).collect()
    }

    /// The choices in their order, each with the order that a tap on it makes: it goes up by one. While nothing is told, the
    /// order of the list is there to begin with, and a tap on the first keeps it as it is.
    fn ranked(&self, choices: &[&Choice], answer: Option<&Answer>) -> Vec<ChoiceView> {
        let told: Vec<&str> = answer.map_or("", Answer::text).split_whitespace().collect();
        let place = |choice: &Choice| told.iter().position(|name| *name == choice.name);
        let mut order: Vec<&Choice> = choices.to_vec();
        order.sort_by_key(|choice| place(choice).unwrap_or(usize::MAX));
        let names: Vec<&str> = order.iter().map(|choice| choice.name.as_str()).collect();
        let views = order.iter().enumerate().map(|(at, choice)| {
            let mut then = names.clone();
            if at > 0 {
                then.swap(at - 1, at);
            }
            ChoiceView {
                label: self.choice_label(choice),
                chosen: place(choice).is_some(),
                place: place(choice).map(|place| small(place + 1)),
                then: Some(Answer::Value(then.join(" "))),
                listen: self.sound_of(|lang| choice.audio(lang)),
                image: choice.image(self.code()).map(str::to_owned),
            }
        });
        views.collect()
    }

    fn input(
        &self,
        question: &Question,
        drawn: Drawn,
        answer: Option<&Answer>,
    ) -> Option<InputView> {
        let label = match drawn {
            Drawn::Text => "input-text",
            Drawn::WholeNumber => "input-whole-number",
            Drawn::Number => "input-number",
            Drawn::Date => "input-date",
            Drawn::DatePart => "input-date-part",
            Drawn::Time => "input-time",
            Drawn::DateTime => "input-date-time",
            Drawn::Barcode => "input-barcode",
            Drawn::Place => "input-place",
            Drawn::Places => "input-places",
            Drawn::Range if values_of(question).is_empty() => "input-range",
            Drawn::Note
            | Drawn::FourChoices
            | Drawn::OneChoice
            | Drawn::ManyChoices
            | Drawn::Rank
            | Drawn::Range
            | Drawn::Acknowledge
            | Drawn::Attachment => return None,
        };
        let label = match range(question) {
            Some(range) => self.with(
                label,
                &[
                    ("start", (&range.start).into()),
                    ("end", (&range.end).into()),
                ],
            ),
            None => self.text(label),
        };
        let told = answer.filter(|answer| answer.is_value());
        Some(InputView {
            label,
            text: told
                .map(|answer| self.answer(Some(question), Some(answer)))
                .unwrap_or_default(),
        })
    }

    fn attachment(&self, question: &Question, answer: Option<&Answer>) -> Option<AttachmentView> {
        let Kind::File { media } = question.kind else {
            return None;
        };
        let label = match media {
            Media::Image => "attach-image",
            Media::Audio => "attach-audio",
            Media::Video => "attach-video",
            Media::Any => "attach-any",
        };
        let name = answer.filter(|answer| answer.is_value());
        Some(AttachmentView {
            kind: media,
            label: self.text(label),
            name: name.map(|name| name.text().to_owned()),
        })
    }
}

/// A choice that is none of a list.
fn plain(label: String, then: Answer, answer: Option<&Answer>) -> ChoiceView {
    ChoiceView {
        label,
        chosen: answer == Some(&then),
        place: None,
        then: Some(then),
        listen: None,
        image: None,
    }
}

fn drawn(question: &Question, choices: &[&Choice]) -> Drawn {
    let part = || {
        question
            .appearance
            .split_whitespace()
            .any(|word| matches!(word, "month-year" | "year"))
    };
    match &question.kind {
        Kind::Note | Kind::Calculate | Kind::Hidden | Kind::Metadata { .. } => Drawn::Note,
        Kind::SelectOne { .. } => match choices {
            [yes, no] if yes.name == "yes" && no.name == "no" => Drawn::FourChoices,
            _ => Drawn::OneChoice,
        },
        Kind::SelectMultiple { .. } => Drawn::ManyChoices,
        Kind::Rank { .. } => Drawn::Rank,
        Kind::Range { .. } => Drawn::Range,
        Kind::Text => Drawn::Text,
        Kind::Integer => Drawn::WholeNumber,
        Kind::Decimal => Drawn::Number,
        Kind::Date if part() => Drawn::DatePart,
        Kind::Date => Drawn::Date,
        Kind::Time => Drawn::Time,
        Kind::DateTime => Drawn::DateTime,
        Kind::Acknowledge => Drawn::Acknowledge,
        Kind::Barcode => Drawn::Barcode,
        Kind::Geopoint => Drawn::Place,
        Kind::Geotrace | Kind::Geoshape => Drawn::Places,
        Kind::File { .. } => Drawn::Attachment,
    }
}

fn range(question: &Question) -> Option<RangeView> {
    match &question.kind {
        Kind::Range { start, end, step } => Some(RangeView {
            start: start.clone(),
            end: end.clone(),
            step: step.clone(),
        }),
        _ => None,
    }
}

/// The values of a range from its start to its end; none where they are too many to stand side by side.
fn values_of(question: &Question) -> Vec<String> {
    let Kind::Range { start, end, step } = &question.kind else {
        return Vec::new();
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite());
    let (Some(first), Some(last), Some(step_by)) = (number(start), number(end), number(step))
    else {
        return Vec::new();
    };
    let steps = ((last - first) / step_by).abs();
    // Not a number where the step is nothing and so are both ends apart.
    if !(step_by != 0.0 && steps < MAX_RANGE_CHOICES as f64) {
        return Vec::new();
    }
    let decimals = [start, step]
        .map(|text| text.split_once('.').map_or(0, |(_, after)| after.len()))
        .into_iter()
        .max()
        .unwrap_or(0);
    let sign = if last < first { -1.0 } else { 1.0 };
    // A little more than the last, for a step that is no exact fraction.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let count = (steps + 1e-9).floor() as usize;
    (0..=count)
        .map(|at| first + sign * step_by.abs() * at as f64)
        .map(|value| format!("{value:.decimals$}"))
        .collect()
}

/// The answer after a tap on one of many choices, in the order of the list: "none of these" stands
/// alone, and anything else puts it aside; the last choice taken away leaves no answer.
fn toggled(
    choices: &[&Choice],
    tapped: &Choice,
    answer: Option<&Answer>,
    question: &Question,
) -> Option<Answer> {
    let was = |choice: &Choice| answer.is_some_and(|answer| answer.selects(&choice.name));
    // A choice that is not offered any more would make the whole answer be refused.
    let offered = |name: &str| choices.iter().any(|choice| choice.name == name);
    let taken: Vec<&str> = question
        .choices()
        .iter()
        .filter(|choice| {
            if choice.name == tapped.name {
                !was(choice)
            } else {
                was(choice) && offered(&choice.name) && !tapped.exclusive && !choice.exclusive
            }
        })
        .map(|choice| choice.name.as_str())
        .collect();
    (!taken.is_empty()).then(|| Answer::Value(taken.join(" ")))
}

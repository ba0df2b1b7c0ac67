//! One screen of an interview: the question as the heading, the answers, who answers, and the bar
//! at the bottom.

use std::collections::BTreeMap;

use nuong_screening::{Answer, AnswerError, Choice, Interview, Kind, Question, Screen};
use serde::Serialize;

use crate::action::Action;
use crate::viewer::Viewer;

/// Who gives the answers to what is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Respondent {
    /// The person.
    #[default]
    Person,
    /// The person, through an interpreter.
    ThroughInterpreter,
    /// Somebody else who knows, such as a guardian.
    Other,
}

/// The interview and where in it the person is.
#[derive(Clone, Copy)]
pub struct InterviewFacts<'a> {
    /// The interview under way.
    pub interview: &'a Interview,
    /// Which of its screens, from 0. One past the last is the ending; so is anything beyond.
    pub at: usize,
    /// Who answers.
    pub respondent: Respondent,
    /// What was refused on this screen, by question path.
    pub problems: &'a BTreeMap<String, AnswerError>,
    /// Whether the case can only be read.
    pub read_only: bool,
}

/// One screen of an interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InterviewView {
    /// The questionnaire's title.
    pub title: String,
    /// The part of the questionnaire this screen belongs to.
    pub section: Option<String>,
    /// The thought of this screen: its question, or what its questions have in common.
    pub heading: String,
    /// Who is answering.
    pub who: String,
    /// The questions, in order; empty at the ending.
    pub questions: Vec<QuestionView>,
    /// The ending, after the last screen.
    pub ending: Option<EndingView>,
    /// Why nothing can be answered here; then choices and inputs are shown and not offered.
    pub locked: Option<String>,
    /// How much is left, in words.
    pub progress: Option<String>,
    /// That what was answered is kept.
    pub saved: Option<String>,
    /// To the screen before.
    pub back: Action,
    /// To the next screen: skips, goes on or finishes, as its label says.
    pub forward: Action,
    /// Leaves the interview; always possible.
    pub stop: Action,
    /// What stopping means.
    pub stop_text: String,
    /// Which screen this is, to send back.
    pub at: u32,
}

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
    /// How it is drawn.
    pub drawn: Drawn,
    /// How many choices can be taken, where that is not plain to see.
    pub how: Option<String>,
    /// Choices, all equal and always visible. For inputs these are the two answers that are no value.
    pub choices: Vec<ChoiceView>,
    /// Where something is typed.
    pub input: Option<InputView>,
    /// That the officer sees this and does not ask.
    pub observed: Option<String>,
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
    /// The answer after a tap: send it back as it is. Nothing takes the answer back.
    pub then: Option<Answer>,
}

/// A place to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputView {
    /// What to write there.
    pub label: String,
    /// What stands there now, as it was typed or would be.
    pub text: String,
}

/// The ending, after the last screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EndingView {
    /// What the officer says and knows now.
    pub text: String,
    /// What was left without an answer, and that this is all right.
    pub unanswered: Option<String>,
    /// Goes to the first screen left without an answer.
    pub first_unanswered: Action,
    /// Which screen that is.
    pub first_unanswered_at: Option<u32>,
}

impl Viewer<'_> {
    /// One screen of an interview, or its ending.
    pub fn interview(&self, facts: &InterviewFacts<'_>) -> InterviewView {
        let screens = facts.interview.screens();
        match screens.get(facts.at) {
            Some(screen) => self.interview_screen(facts, screen),
            None => self.interview_ending(facts, screens.len()),
        }
    }

    fn interview_screen(&self, facts: &InterviewFacts<'_>, screen: &Screen) -> InterviewView {
        let interview = facts.interview;
        let pack = interview.pack();
        let questions: Vec<&Question> = screen
            .questions
            .iter()
            .filter_map(|path| pack.question(path))
            .collect();
        let section = screen
            .title_group
            .as_deref()
            .map(|group| interview.label(group, self.code()))
            .filter(|label| !label.is_empty());
        let views: Vec<QuestionView> = questions
            .iter()
            .map(|question| self.question(facts, question))
            .collect();
        let heading = match &views[..] {
            [only] => only.label.clone(),
            _ => section
                .clone()
                .unwrap_or_else(|| interview.label(&screen.key, self.code())),
        };
        InterviewView {
            title: pack.title(self.code()).to_owned(),
            section: section.filter(|section| *section != heading),
            heading,
            who: self.who(facts.respondent, &questions),
            questions: views,
            ending: None,
            locked: self.locked(facts),
            progress: Some(self.progress(interview, screen)),
            saved: self.saved(interview),
            back: self.back(facts.at),
            forward: self.forward(facts, &questions),
            stop: Action::on(self.text("interview-stop")),
            stop_text: self.text("interview-stop-text"),
            at: nth(facts.at),
        }
    }

    fn interview_ending(&self, facts: &InterviewFacts<'_>, screens: usize) -> InterviewView {
        let interview = facts.interview;
        let left = interview.remaining();
        let first = interview.first_unanswered();
        let ending = EndingView {
            text: self.text("ending-text"),
            unanswered: (left > 0)
                .then(|| self.with("ending-unanswered", &[("count", left.into())])),
            first_unanswered: Action::unless(
                self.text("ending-first-unanswered"),
                first.is_none().then(|| self.text("ending-none-unanswered")),
            ),
            first_unanswered_at: first.map(nth),
        };
        InterviewView {
            title: interview.pack().title(self.code()).to_owned(),
            section: None,
            heading: self.text("ending-heading"),
            who: self.who(facts.respondent, &[]),
            questions: Vec::new(),
            ending: Some(ending),
            locked: self.locked(facts),
            progress: None,
            saved: self.saved(interview),
            back: self.back(screens),
            forward: Action::unless(self.text("interview-finish"), self.locked(facts)),
            stop: Action::on(self.text("interview-stop")),
            stop_text: self.text("interview-stop-text"),
            at: nth(screens),
        }
    }

    fn locked(&self, facts: &InterviewFacts<'_>) -> Option<String> {
        facts.read_only.then(|| self.text("interview-newer"))
    }

    fn who(&self, respondent: Respondent, questions: &[&Question]) -> String {
        let asked = questions.iter().filter(|question| question.kind.is_asked());
        let (seen, all) = asked.fold((0, 0), |(seen, all), question| {
            (seen + usize::from(question.observed), all + 1)
        });
        self.text(match (seen, respondent) {
            (0, Respondent::Person) => "who-person",
            (0, Respondent::ThroughInterpreter) => "who-interpreter",
            (0, Respondent::Other) => "who-other",
            _ if seen == all => "who-officer",
            _ => "who-mixed",
        })
    }

    /// How many screens are left after this one, which counts as being answered now.
    fn progress(&self, interview: &Interview, screen: &Screen) -> String {
        let open_here = screen.questions.iter().any(|path| {
            let asked = interview
                .pack()
                .question(path)
                .is_some_and(|question| question.kind.is_asked());
            asked && interview.value(path).is_none()
        });
        let open = interview.remaining();
        if open == 0 {
            return self.text("interview-progress-done");
        }
        let left = open.saturating_sub(usize::from(open_here));
        self.with("interview-progress", &[("count", left.into())])
    }

    fn saved(&self, interview: &Interview) -> Option<String> {
        interview
            .answers()
            .next()
            .map(|_| self.text("interview-saved"))
    }

    fn back(&self, at: usize) -> Action {
        let first = (at == 0).then(|| self.text("interview-back-first"));
        Action::unless(self.text("interview-back"), first)
    }

    fn forward(&self, facts: &InterviewFacts<'_>, questions: &[&Question]) -> Action {
        let mut asked = questions
            .iter()
            .filter(|question| question.kind.is_asked())
            .peekable();
        let nothing_asked = asked.peek().is_none();
        let answered = asked.any(|question| facts.interview.value(&question.path).is_some());
        Action::on(self.text(if nothing_asked || answered {
            "interview-continue"
        } else {
            "interview-skip"
        }))
    }

    fn question(&self, facts: &InterviewFacts<'_>, question: &Question) -> QuestionView {
        let interview = facts.interview;
        let hint = interview.hint(&question.path, self.code());
        let choices = interview.choices(&question.path);
        let drawn = drawn(question, &choices);
        let answer = interview.value(&question.path);
        QuestionView {
            path: question.path.clone(),
            label: interview.label(&question.path, self.code()),
            hint: (!hint.is_empty()).then_some(hint),
            drawn,
            how: match drawn {
                Drawn::OneChoice => Some(self.text("choose-one")),
                Drawn::ManyChoices => Some(self.text("choose-many")),
                _ => None,
            },
            choices: self.choices(question, drawn, &choices, answer),
            input: self.input(question, drawn, answer),
            observed: question.observed.then(|| self.text("question-observed")),
            problem: facts
                .problems
                .get(&question.path)
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
        if drawn == Drawn::Note {
            return Vec::new();
        }
        let mut views: Vec<ChoiceView> = choices
            .iter()
            .map(|choice| ChoiceView {
                label: self.choice_label(choice),
                chosen: answer.is_some_and(|answer| answer.selects(&choice.name)),
                then: match drawn {
                    Drawn::ManyChoices => toggled(choices, choice, answer, question),
                    _ => Some(Answer::Value(choice.name.clone())),
                },
            })
            .collect();
        for (id, then) in [
            ("answer-does-not-know", Answer::DoesNotKnow),
            ("answer-does-not-want-to-say", Answer::DoesNotWantToSay),
        ] {
            views.push(ChoiceView {
                label: self.text(id),
                chosen: answer == Some(&then),
                then: Some(then),
            });
        }
        views
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
            Drawn::Note | Drawn::FourChoices | Drawn::OneChoice | Drawn::ManyChoices => {
                return None;
            }
        };
        let told = answer.filter(|answer| answer.is_value());
        Some(InputView {
            label: self.text(label),
            text: told
                .map(|answer| self.answer(Some(question), Some(answer)))
                .unwrap_or_default(),
        })
    }
}

/// The number of a screen, as it crosses to a shell; a questionnaire has some thousands at most.
fn nth(screen: usize) -> u32 {
    u32::try_from(screen).unwrap_or(u32::MAX)
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
        Kind::Integer => Drawn::WholeNumber,
        Kind::Decimal => Drawn::Number,
        Kind::Date if part() => Drawn::DatePart,
        Kind::Date => Drawn::Date,
        // What has no input of its own yet is written as text.
        _ => Drawn::Text,
    }
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

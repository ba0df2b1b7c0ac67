//! One screen of an interview: the question as the heading, the answers, who answers, and the bar
//! at the bottom.

use std::collections::BTreeMap;

use nuong_screening::{AnswerError, Interview, Pack, Question, Screen};
use serde::Serialize;

use crate::action::Action;
use crate::amounts::small;
use crate::choosing::OptionView;
use crate::question::QuestionView;
use crate::repeat::RepeatView;
use crate::viewer::Viewer;

/// Who gives the answers to what is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Respondent {
    /// The person.
    #[default]
    Person,
    /// The person, through an interpreter.
    ThroughInterpreter,
    /// Nobody is asked: the officer answers from what can be seen.
    Officer,
    /// Somebody else who knows, such as a guardian.
    Other,
    /// The person, alone with the device. Nobody chooses this: handing the device over does.
    Alone,
}

impl Respondent {
    /// Those that the officer can choose from.
    pub const CHOICES: [Respondent; 4] = [
        Respondent::Person,
        Respondent::ThroughInterpreter,
        Respondent::Officer,
        Respondent::Other,
    ];
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
    /// The questionnaire's name, by which it is asked in which languages it can be heard.
    pub instrument: String,
    /// The questionnaire's title.
    pub title: String,
    /// The part of the questionnaire this screen belongs to.
    pub section: Option<String>,
    /// The thought of this screen: its question, or what its questions have in common.
    pub heading: String,
    /// Who is answering.
    pub who: String,
    /// The languages of the questionnaire's words, to choose from on any screen; there where it has more than one.
    pub languages: Vec<OptionView>,
    /// That some of this screen is not there in the language chosen, and in which it is shown.
    pub borrowed: Option<String>,
    /// Who else may be, to choose from on any screen; what is answered from then on is theirs.
    pub respondents: Vec<RespondentView>,
    /// The questions, in order; empty at the ending.
    pub questions: Vec<QuestionView>,
    /// Whether there is another, after all instances of a repeat.
    pub repeat: Option<RepeatView>,
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
    /// To the first screen left without an answer.
    pub first_unanswered: Action,
    /// Which screen that is.
    pub first_unanswered_at: Option<u32>,
    /// Leaves the interview; always possible.
    pub stop: Action,
    /// What stopping means.
    pub stop_text: String,
    /// Leads to handing the device over; there where all that is asked can be answered alone.
    pub alone: Option<Action>,
    /// Which screen this is, to send back.
    pub at: u32,
}

/// Somebody who may be answering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RespondentView {
    /// Who, to send back.
    pub respondent: Respondent,
    /// What it says.
    pub label: String,
    /// Whether it is who answers now.
    pub chosen: bool,
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
        match facts.interview.screen(facts.at) {
            Some(screen) => self.interview_screen(facts, &screen),
            None => self.interview_ending(facts, facts.interview.screen_count()),
        }
    }

    fn interview_screen(&self, facts: &InterviewFacts<'_>, screen: &Screen) -> InterviewView {
        let interview = facts.interview;
        let pack = interview.pack();
        let questions: Vec<(&str, &Question)> = screen
            .questions
            .iter()
            .filter_map(|path| Some((path.as_str(), pack.question(path)?)))
            .collect();
        let section = screen
            .title_group
            .as_deref()
            .map(|group| self.group_heading(interview, group))
            .filter(|label| !label.is_empty());
        let views: Vec<QuestionView> = questions
            .iter()
            .map(|(path, question)| self.question(facts, path, question))
            .collect();
        let repeat = screen.repeat.as_deref();
        let heading = match (&views[..], repeat) {
            (_, Some(repeat)) => interview.repeat_label(repeat, self.code()),
            ([only], None) => only.label.clone(),
            _ => section
                .clone()
                .unwrap_or_else(|| self.group_heading(interview, &screen.key)),
        };
        let first = interview.first_unanswered();
        let elsewhere = first.filter(|first| *first != facts.at);
        InterviewView {
            instrument: pack.id().to_owned(),
            title: pack.title(self.code()).to_owned(),
            section: section.filter(|section| *section != heading),
            heading,
            who: self.who(facts.respondent, &questions),
            languages: self.asked_in(pack),
            borrowed: self.borrowed(pack, &questions),
            respondents: self.respondents(facts),
            questions: views,
            repeat: repeat.map(|repeat| self.repeat(facts, repeat)),
            ending: None,
            locked: self.locked(facts),
            progress: Some(self.progress(interview, screen)),
            saved: self.saved(interview),
            back: self.back(facts.at),
            forward: self.forward(facts, &questions),
            first_unanswered: self.lead_to_unanswered(first, facts.at),
            first_unanswered_at: elsewhere.map(small),
            stop: Action::on(self.text("interview-stop")),
            stop_text: self.text("interview-stop-text"),
            alone: self.alone(facts),
            at: small(facts.at),
        }
    }

    fn asked_in(&self, pack: &Pack) -> Vec<OptionView> {
        let tags = pack.languages();
        let option = |tag: &String| OptionView {
            value: tag.clone(),
            label: self.language_name(tag),
            chosen: tag == self.code(),
        };
        let several = tags.iter().filter(|_| tags.len() > 1);
        several.map(option).collect()
    }

    /// What of a screen is shown in another language than the one asked in, in words.
    fn borrowed(&self, pack: &Pack, questions: &[(&str, &Question)]) -> Option<String> {
        let asked = self.code();
        let from = questions.iter().find_map(|(_, question)| {
            let of_choices = question.list().and_then(|list| {
                let mut choices = question.choices().iter();
                choices.find_map(|choice| pack.choice_borrowed_from(list, &choice.name, asked))
            });
            pack.borrowed_from(&question.path, asked).or(of_choices)
        })?;
        let (wanted, shown) = (self.language_name(asked), self.language_name(from));
        let args = [("wanted", (&wanted).into()), ("shown", (&shown).into())];
        Some(self.with("interview-borrowed", &args))
    }

    fn interview_ending(&self, facts: &InterviewFacts<'_>, screens: usize) -> InterviewView {
        let interview = facts.interview;
        let left = interview.remaining();
        let first = interview.first_unanswered();
        let ending = EndingView {
            text: self.text("ending-text"),
            unanswered: (left > 0)
                .then(|| self.with("ending-unanswered", &[("count", left.into())])),
            first_unanswered: self.lead_to_unanswered(first, screens),
            first_unanswered_at: first.map(small),
        };
        InterviewView {
            instrument: interview.pack().id().to_owned(),
            title: interview.pack().title(self.code()).to_owned(),
            section: None,
            heading: self.text("ending-heading"),
            who: self.who(facts.respondent, &[]),
            languages: self.asked_in(interview.pack()),
            borrowed: None,
            respondents: self.respondents(facts),
            questions: Vec::new(),
            repeat: None,
            ending: Some(ending),
            locked: self.locked(facts),
            progress: None,
            saved: self.saved(interview),
            back: self.back(screens),
            forward: Action::unless(self.text("interview-finish"), self.locked(facts)),
            first_unanswered: self.lead_to_unanswered(first, screens),
            first_unanswered_at: first.map(small),
            stop: Action::on(self.text("interview-stop")),
            stop_text: self.text("interview-stop-text"),
            alone: self.alone(facts),
            at: small(screens),
        }
    }

    fn lead_to_unanswered(&self, first: Option<usize>, at: usize) -> Action {
        let why_not = match first {
            None => Some("ending-none-unanswered"),
            Some(first) if first == at => Some("first-unanswered-here"),
            Some(_) => None,
        };
        Action::unless(
            self.text("ending-first-unanswered"),
            why_not.map(|id| self.text(id)),
        )
    }

    fn respondents(&self, facts: &InterviewFacts<'_>) -> Vec<RespondentView> {
        Respondent::CHOICES
            .into_iter()
            .map(|respondent| RespondentView {
                respondent,
                label: self.text(match respondent {
                    Respondent::Person | Respondent::Alone => "respondent-person",
                    Respondent::ThroughInterpreter => "respondent-interpreter",
                    Respondent::Officer => "respondent-officer",
                    Respondent::Other => "respondent-other",
                }),
                chosen: respondent == facts.respondent,
            })
            .collect()
    }

    pub(crate) fn locked(&self, facts: &InterviewFacts<'_>) -> Option<String> {
        facts.read_only.then(|| self.text("interview-newer"))
    }

    fn who(&self, respondent: Respondent, questions: &[(&str, &Question)]) -> String {
        let asked = questions
            .iter()
            .filter(|(_, question)| question.kind.is_asked());
        let (seen, all) = asked.fold((0, 0), |(seen, all), (_, question)| {
            (seen + usize::from(question.observed), all + 1)
        });
        self.text(match (seen, respondent) {
            (0, Respondent::Person) => "who-person",
            (0, Respondent::Alone) => "who-alone",
            (_, Respondent::Officer) => "who-saw",
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

    fn forward(&self, facts: &InterviewFacts<'_>, questions: &[(&str, &Question)]) -> Action {
        let mut asked = questions
            .iter()
            .filter(|(_, question)| question.kind.is_asked())
            .peekable();
        let nothing_asked = asked.peek().is_none();
        let answered = asked.any(|(path, _)| facts.interview.value(path).is_some());
        Action::on(self.text(if nothing_asked || answered {
            "interview-continue"
        } else {
            "interview-skip"
        }))
    }
}

//! What people happen to choose: a case, an interview, questions, answers, something to write down.

use nuong_station::casefile::{CaseId, Command, ConflictPath, EventKind, Touched};
use nuong_station::screening::{Answer, Interview, Kind, PackHash};
use nuong_station::{Error, InterviewKey};

use crate::broken::{Broken, Checked, Invariant};
use crate::dice::Dice;
use crate::local::Done;
use crate::needles::MARK;
use crate::world::World;

/// The questionnaire of every interview.
const QUESTIONNAIRE: &str = "border-initial";

/// The newest cases that are worked on.
const CASES_AT_HAND: usize = 4;

/// Most questions answered in one step.
const QUESTIONS_A_STEP: usize = 6;

impl World {
    /// One of the cases a station can read.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn some_case(&mut self, place: usize) -> Checked<Option<CaseId>> {
        let cases = self.cases(place)?;
        if self.dice.chance(40) {
            // The same one for all who can read it, whatever else they have.
            return Ok(cases.into_iter().min());
        }
        Ok(self.dice.pick(&cases).copied())
    }

    /// The cases that a station works on: few, and the same as the others, for that is where they meet.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn cases(&mut self, place: usize) -> Checked<Vec<CaseId>> {
        let now = self.now;
        let cases = self.places[place].station(now).case_ids();
        let mut cases = cases.map_err(|e| Broken::new(Invariant::Unexpected, e.code()))?;
        Ok(cases.split_off(cases.len().saturating_sub(CASES_AT_HAND)))
    }

    /// An interview of a case: the last one, or a new one.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn some_interview(&mut self, place: usize, case: CaseId) -> Checked<Option<InterviewKey>> {
        let now = self.now;
        if self.dice.chance(85) {
            match self.places[place].station(now).latest_interview(case) {
                Ok(key) => return Ok(Some(key)),
                Err(Error::UnknownInterview) => {}
                Err(error) => return self.outcome(place, "looks for an interview", Err(error)),
            }
        }
        let pack: Result<PackHash, Error> =
            self.places[place].station(now).newest_pack(QUESTIONNAIRE);
        let Some(pack) = self.outcome(place, "finds the questionnaire", pack)? else {
            return Ok(None);
        };
        let done = self.act(place, &format!("starts an interview of {case}"), |s| {
            s.start_interview(case, &pack)
        })?;
        let (key, done) = match done {
            Done::Refused => return Ok(None),
            Done::Saved(key) => (key, Done::Saved(())),
            Done::InDoubt(key) => (key, Done::InDoubt(())),
        };
        let interview = key.interview.clone();
        let told = self.told(
            place,
            case,
            Touched::Event(EventKind::InterviewStarted { interview }),
            &done,
        )?;
        Ok(told.then_some(key))
    }

    /// Some questions of one screen, mostly the first that waits, sometimes any.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn some_questions(&mut self, place: usize, key: &InterviewKey) -> Checked<Vec<String>> {
        let now = self.now;
        let interview = self.places[place].station(now).interview(key).cloned();
        let Some(interview) = self.outcome(place, "opens the interview", interview)? else {
            return Ok(Vec::new());
        };
        let screens = interview.screens();
        let from = match interview.first_unanswered() {
            Some(first) if self.dice.chance(70) => first,
            _ => self.dice.below(screens.len()),
        };
        let shown = screens
            .iter()
            .skip(from)
            .flat_map(|screen| screen.questions.iter().cloned());
        let count = 1 + self.dice.below(QUESTIONS_A_STEP);
        let asked = |path: &String| {
            interview
                .pack()
                .question(path)
                .is_some_and(|q| q.kind.is_asked())
        };
        Ok(shown.filter(asked).take(count).collect())
    }

    /// Something to write to a case.
    pub fn some_command(&mut self, case: CaseId, word: String) -> Command {
        let names = ["shelter", "medical", "legal"];
        let name = names[self.dice.below(names.len())].to_owned();
        let purpose = "share".to_owned();
        let others: Vec<CaseId> = self.ledger.cases.keys().copied().collect();
        match self.dice.weighted(&[20, 16, 10, 8, 4, 4, 38]) {
            0 => Command::AddNote { text: word },
            1 => Command::AddNeed {
                need: name,
                detail: word,
            },
            2 => Command::Refer {
                to: name,
                reason: word,
            },
            3 => Command::GiveConsent {
                purpose,
                receiver: name,
                given: self.dice.chance(60),
            },
            4 => Command::WithdrawConsent {
                purpose,
                receiver: name,
            },
            6 => {
                let field = ["nickname", "home"][self.dice.below(2)].to_owned();
                let value = Some(Answer::Value(word)).filter(|_| !self.dice.chance(8));
                Command::SetField { field, value }
            }
            _ => {
                // It may be the case itself; that is refused.
                let other = self.dice.pick(&others).copied().unwrap_or(case);
                Command::LinkSamePerson { other, note: word }
            }
        }
    }
}

/// How the history of a case tells that a command was carried out.
pub fn told_as(command: &Command) -> Touched {
    match command.clone() {
        Command::AddNote { text } => Touched::Note(text),
        Command::AddNeed { need, detail } => Touched::Value {
            path: ConflictPath::Need(need),
            value: Some(Answer::Value(detail)),
        },
        Command::SetField { field, value } => Touched::Value {
            path: ConflictPath::Person(field),
            value,
        },
        Command::Refer { to, reason } => Touched::Event(EventKind::Referred { to, reason }),
        Command::Decide { decision, reason } => {
            Touched::Event(EventKind::Decided { decision, reason })
        }
        Command::GiveConsent {
            purpose,
            receiver,
            given,
        } => Touched::Event(EventKind::ConsentStated {
            purpose,
            receiver,
            given,
        }),
        Command::WithdrawConsent { purpose, receiver } => {
            Touched::Event(EventKind::ConsentWithdrawn { purpose, receiver })
        }
        Command::LinkSamePerson { other, .. } => Touched::Event(EventKind::Linked { other }),
        // The others are not given as commands here.
        _ => Touched::NotUnderstood,
    }
}

/// An answer that a person could give to this question; None in the list of answers takes the answer back.
pub fn some_answer(
    dice: &mut Dice,
    interview: &Interview,
    path: &str,
    word: &str,
) -> Option<Option<Answer>> {
    let question = interview.pack().question(path)?;
    match dice.below(100) {
        0..8 => return Some(Some(Answer::DoesNotKnow)),
        8..14 => return Some(Some(Answer::DoesNotWantToSay)),
        14..17 => return Some(None),
        _ => {}
    }
    let choices = interview.choices(path);
    let value = match &question.kind {
        Kind::Text if dice.chance(10) => format!("  {word} "),
        Kind::Text => word.to_owned(),
        Kind::Integer if dice.chance(10) => format!("00{}", dice.below(60)),
        Kind::Integer => dice.below(60).to_string(),
        Kind::Decimal => format!("{}.5", dice.below(60)),
        Kind::Date => ["2008", "2008-02", "2008-02-15", "2026-10-01"][dice.below(4)].to_owned(),
        Kind::SelectOne { .. } => {
            // Most people agree to talk, and the rest of the questionnaire opens.
            let yes = choices
                .iter()
                .find(|choice| choice.name == "yes")
                .filter(|_| dice.chance(75));
            yes.or_else(|| dice.pick(&choices))?.name.clone()
        }
        Kind::SelectMultiple { .. } => {
            let mut names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            dice.shuffle(&mut names);
            names.truncate(1 + dice.below(3));
            names.join(" ")
        }
        // Notes and calculations take no answer; other kinds are in none of the questionnaires simulated.
        _ => return None,
    };
    debug_assert!(question.kind != Kind::Text || value.contains(MARK));
    Some(Some(Answer::Value(value)))
}

//! What people do at a station: open cases, interview, note, refer, decide, hand over. At random, but as people could.

use nuong_station::casefile::{CaseId, Command, ConflictPath, Decision, EventKind, Touched};
use nuong_station::screening::{Answer, Interview, Kind, PackHash};
use nuong_station::trust::UnitId;
use nuong_station::{Error, InterviewKey};

use crate::broken::{Checked, Invariant, ensure};
use crate::dice::Dice;
use crate::local::Done;
use crate::needles::MARK;
use crate::options::Sabotage;
use crate::world::World;

/// The questionnaire of every interview.
const QUESTIONNAIRE: &str = "border-initial";

/// Most questions answered in one step.
const QUESTIONS_A_STEP: usize = 6;

impl World {
    /// Opens a case.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn open_case(&mut self, place: usize) -> Checked {
        let casework = self.places[place].role.reads_cases();
        let done = self.act(place, "opens a case", |station| station.start_case())?;
        ensure(
            casework || matches!(done, Done::Refused),
            Invariant::Granted,
            || format!("{} opened a case", self.places[place].name),
        )?;
        let case = match done {
            Done::Refused => return Ok(()),
            Done::Saved(case) => case,
            Done::InDoubt(case) if self.book(place)?.cases.contains_key(&case) => case,
            Done::InDoubt(_) => return Ok(()),
        };
        let (units, shares) = (&self.places[place].units, &self.places[place].shares_with);
        let units: Vec<UnitId> = units.iter().chain(shares).cloned().collect();
        self.ledger.open_case(place, case, units.into_iter());
        self.evidence.needles.add_case(case.as_bytes());
        self.trace.note(format!("case {case}"));
        Ok(())
    }

    /// Goes on with an interview, or begins one: a few answers, and perhaps on to the next screen.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn interview(&mut self, place: usize) -> Checked {
        let Some(case) = self.some_case(place)? else {
            return self.open_case(place);
        };
        let Some(key) = self.some_interview(place, case)? else {
            return Ok(());
        };
        let questions = self.some_questions(place, &key)?;
        for path in questions {
            if self.stopped.is_some() {
                return Ok(());
            }
            self.answer(place, &key, &path)?;
        }
        if self.stopped.is_some() || self.dice.chance(25) {
            // The person goes no further just now: the answers wait in the draft log.
            return Ok(());
        }
        self.leave(place, &key)?;
        if self.stopped.is_none() && self.dice.chance(12) {
            self.finish(place, &key)?;
        }
        Ok(())
    }

    /// Leaves a screen: its answers become part of the document.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn leave(&mut self, place: usize, key: &InterviewKey) -> Checked {
        let done = self.act(place, "leaves the screen", |station| {
            station.leave_screen(key)
        })?;
        if matches!(done, Done::Saved(())) {
            self.ledger.fold(place, key.case);
        }
        Ok(())
    }

    fn finish(&mut self, place: usize, key: &InterviewKey) -> Checked {
        let complete = self.dice.chance(60);
        let done = self.act(place, "ends the interview", |station| {
            station.finish_interview(key, complete)
        })?;
        if matches!(done, Done::Saved(())) {
            self.ledger.fold(place, key.case);
        }
        let interview = key.interview.clone();
        self.told(
            place,
            key.case,
            Touched::Event(EventKind::InterviewFinished {
                interview,
                complete,
            }),
            &done,
        )?;
        Ok(())
    }

    fn answer(&mut self, place: usize, key: &InterviewKey, path: &str) -> Checked {
        let word = self.word();
        let now = self.now;
        let interview = match self.places[place].station(now).interview(key) {
            Ok(interview) => interview.clone(),
            Err(error) => {
                return self
                    .outcome(place, "looks at an interview", Err::<(), _>(error))
                    .map(drop);
            }
        };
        let Some(answer) = some_answer(&mut self.dice, &interview, path, &word) else {
            return Ok(());
        };
        // What the interview makes of it is what must be kept.
        let mut expected = interview.clone();
        let accepted = expected.answer(path, answer.clone()).is_ok();
        let kept = expected.value(path).cloned();
        let forgotten = self.is_sabotaged(Sabotage::ForgottenAnswer) && self.dice.chance(20);
        let done = self.act(place, &format!("answers {path}"), |station| {
            if forgotten {
                Ok(())
            } else {
                station.answer(key, path, answer)
            }
        })?;
        ensure(
            accepted || matches!(done, Done::Refused),
            Invariant::Unexpected,
            || format!("{path} took an answer that its questionnaire refuses"),
        )?;
        self.answered(
            (place, key.case, key.interview.clone(), path.to_owned()),
            kept,
            &done,
        )
    }

    /// Writes something to a case that is no answer.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn write(&mut self, place: usize) -> Checked {
        let Some(case) = self.some_case(place)? else {
            return Ok(());
        };
        let word = self.word();
        let (command, what) = self.some_command(case, word);
        self.command(place, case, command, what).map(drop)
    }

    /// Decides on a case; who has no right to is refused.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn decide(&mut self, place: usize) -> Checked {
        let Some(case) = self.some_case(place)? else {
            return Ok(());
        };
        let all = [
            Decision::Proceed,
            Decision::Refer,
            Decision::AskMore,
            Decision::CloseNoFurtherAction,
            Decision::Reopen,
        ];
        let (decision, reason) = (all[self.dice.below(all.len())], self.word());
        let may = self.places[place]
            .role
            .may(nuong_station::trust::TrustRight::Decide);
        let what = Touched::Event(EventKind::Decided {
            decision,
            reason: reason.clone(),
        });
        let told = self.command(place, case, Command::Decide { decision, reason }, what)?;
        ensure(may || !told, Invariant::Granted, || {
            format!("{} decided on case {case}", self.places[place].name)
        })
    }

    /// Carries out one command; whether it took effect. A refused one leaves the case as it was.
    fn command(
        &mut self,
        place: usize,
        case: CaseId,
        command: Command,
        what: Touched,
    ) -> Checked<bool> {
        let before = self.heads(place, case)?;
        let about = format!("{} {case}", command_name(&command));
        let done = self.act(place, &about, |station| station.command(case, &[command]))?;
        if matches!(done, Done::Refused) {
            let after = self.heads(place, case)?;
            // Being stopped folds in drafts; a refusal alone changes nothing.
            ensure(
                before == after || self.stopped.is_some(),
                Invariant::Granted,
                || {
                    format!(
                        "{} refused a command and changed case {case}",
                        self.places[place].name
                    )
                },
            )?;
        }
        self.told(place, case, what, &done)
    }

    /// Settles one conflict, if there is one.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn resolve(&mut self, place: usize) -> Checked {
        let Some(case) = self.some_case(place)? else {
            return Ok(());
        };
        let now = self.now;
        let conflicts = self.places[place].station(now).differing(case);
        let Some(conflicts) = self.outcome(place, "looks at conflicts", conflicts)? else {
            return Ok(());
        };
        let Some(conflict) = self.dice.pick(&conflicts).cloned() else {
            return Ok(());
        };
        let chosen = self.dice.below(conflict.values.len());
        self.settle(place, case, &conflict.path, chosen)
    }

    /// Settles a conflict by one of its values.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn settle(
        &mut self,
        place: usize,
        case: CaseId,
        path: &ConflictPath,
        chosen: usize,
    ) -> Checked {
        let about = format!("settles {path} {chosen}");
        let done = self.act(place, &about, |station| station.resolve(case, path, chosen))?;
        self.told(
            place,
            case,
            Touched::Event(EventKind::Resolved { path: path.clone() }),
            &done,
        )?;
        Ok(())
    }

    /// Gives a case to another unit, to read or to take over.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn give(&mut self, place: usize) -> Checked {
        let Some(case) = self.some_case(place)? else {
            return Ok(());
        };
        let units: Vec<UnitId> = self.authority.units().cloned().collect();
        let Some(unit) = self.dice.pick(&units).cloned() else {
            return Ok(());
        };
        if self.dice.chance(35) {
            let done = self.act(place, &format!("hands {case} over to {unit}"), |station| {
                station.hand_over(case, &unit)
            })?;
            let shared = self.is_shared(place, case, &unit, &done)?;
            let what = Touched::Event(EventKind::HandedOver {
                unit: unit.to_string(),
            });
            self.told(place, case, what, &done)?;
            // Giving and handing over are two acts; the first may stand alone.
            if shared {
                self.ledger.give(place, case, unit);
            }
            return Ok(());
        }
        let stray = self.is_sabotaged(Sabotage::StrayGrant);
        let done = self.act(place, &format!("shares {case} with {unit}"), |station| {
            station.share(case, &unit)
        })?;
        if self.is_shared(place, case, &unit, &done)? && !stray {
            self.ledger.give(place, case, unit);
        }
        Ok(())
    }

    fn is_shared(
        &mut self,
        place: usize,
        case: CaseId,
        unit: &UnitId,
        done: &Done<()>,
    ) -> Checked<bool> {
        if matches!(done, Done::Saved(())) {
            return Ok(true);
        }
        let now = self.now;
        let shared = self.places[place].station(now).shared_with(case);
        let units = self
            .outcome(place, "looks at who may read", shared)?
            .unwrap_or_default();
        Ok(units.iter().any(|one| one == unit.as_str()))
    }

    /// One of the cases a station can read.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn some_case(&mut self, place: usize) -> Checked<Option<CaseId>> {
        let now = self.now;
        let cases = self.places[place].station(now).case_ids();
        let cases =
            cases.map_err(|e| crate::broken::Broken::new(Invariant::Unexpected, e.code()))?;
        // Few cases are worked on by many: that is where they meet.
        let recent = cases.len().saturating_sub(4);
        Ok(self.dice.pick(&cases[recent..]).copied())
    }

    fn some_interview(&mut self, place: usize, case: CaseId) -> Checked<Option<InterviewKey>> {
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
    fn some_questions(&mut self, place: usize, key: &InterviewKey) -> Checked<Vec<String>> {
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

    fn heads(&mut self, place: usize, case: CaseId) -> Checked<Vec<[u8; 32]>> {
        let now = self.now;
        let heads = self.places[place].station(now).heads(case);
        Ok(self
            .outcome(place, "looks at heads", heads)?
            .unwrap_or_default())
    }

    fn some_command(&mut self, case: CaseId, word: String) -> (Command, Touched) {
        let names = ["shelter", "medical", "legal"];
        let name = names[self.dice.below(names.len())].to_owned();
        match self.dice.weighted(&[40, 25, 15, 10, 5, 5]) {
            0 => (Command::AddNote { text: word.clone() }, Touched::Note(word)),
            1 => {
                let (path, value) = (
                    ConflictPath::Need(name.clone()),
                    Some(Answer::value(word.clone())),
                );
                (
                    Command::AddNeed {
                        need: name,
                        detail: word,
                    },
                    Touched::Value { path, value },
                )
            }
            2 => {
                let event = EventKind::Referred {
                    to: name.clone(),
                    reason: word.clone(),
                };
                (
                    Command::Refer {
                        to: name,
                        reason: word,
                    },
                    Touched::Event(event),
                )
            }
            3 => {
                let (purpose, receiver, given) = ("share".to_owned(), name, self.dice.chance(60));
                let event = EventKind::ConsentStated {
                    purpose: purpose.clone(),
                    receiver: receiver.clone(),
                    given,
                };
                (
                    Command::GiveConsent {
                        purpose,
                        receiver,
                        given,
                    },
                    Touched::Event(event),
                )
            }
            4 => {
                let (purpose, receiver) = ("share".to_owned(), name);
                let event = EventKind::ConsentWithdrawn {
                    purpose: purpose.clone(),
                    receiver: receiver.clone(),
                };
                (
                    Command::WithdrawConsent { purpose, receiver },
                    Touched::Event(event),
                )
            }
            _ => {
                let others: Vec<CaseId> = self
                    .ledger
                    .cases
                    .keys()
                    .copied()
                    .filter(|other| *other != case)
                    .collect();
                match self.dice.pick(&others).copied() {
                    Some(other) => (
                        Command::LinkSamePerson { other, note: word },
                        Touched::Event(EventKind::Linked { other }),
                    ),
                    None => (Command::AddNote { text: word.clone() }, Touched::Note(word)),
                }
            }
        }
    }
}

/// An answer that a person could give to this question; None in the list of answers takes the answer back.
fn some_answer(
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
        Kind::Note | Kind::Calculate => return None,
    };
    debug_assert!(question.kind != Kind::Text || value.contains(MARK));
    Some(Some(Answer::Value(value)))
}

fn command_name(command: &Command) -> &'static str {
    match command {
        Command::AddNote { .. } => "notes on",
        Command::AddNeed { .. } => "records a need of",
        Command::Refer { .. } => "refers",
        Command::Decide { .. } => "decides on",
        Command::GiveConsent { .. } => "records consent of",
        Command::WithdrawConsent { .. } => "withdraws consent of",
        Command::LinkSamePerson { .. } => "links",
        _ => "writes to",
    }
}

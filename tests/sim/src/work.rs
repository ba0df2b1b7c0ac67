//! What people do at a station: open cases, interview, note, refer, decide, hand over. At random, but as people could.

use nuong_station::casefile::{
    CaseId, Command, Conflict, ConflictPath, Decision, EventKind, Touched,
};
use nuong_station::trust::{TrustRight, UnitId};
use nuong_station::{InterviewKey, Station};

use crate::broken::{Checked, Invariant, ensure};
use crate::choose::{some_answer, told_as};
use crate::local::Done;
use crate::options::Sabotage;
use crate::world::World;

impl World {
    /// Opens a case.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn open_case(&mut self, place: usize) -> Checked {
        let casework = self.places[place].role.reads_cases();
        let done = self.act(place, "opens a case", Station::start_case)?;
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
        let command = self.some_command(case, word);
        self.command(place, case, command).map(drop)
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
        let may = self.places[place].role.may(TrustRight::Decide);
        let told = self.command(place, case, Command::Decide { decision, reason })?;
        ensure(may || !told, Invariant::Granted, || {
            format!("{} decided on case {case}", self.places[place].name)
        })
    }

    /// Carries out one command; whether it took effect. A refused one leaves the case as it was.
    fn command(&mut self, place: usize, case: CaseId, command: Command) -> Checked<bool> {
        let what = told_as(&command);
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
        if matches!(what, Touched::Value { value: None, .. }) {
            // To clear what is not there says nothing that must be found.
            return Ok(!matches!(done, Done::Refused));
        }
        self.told(place, case, what, &done)
    }

    /// Settles one conflict, if there is one.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn resolve(&mut self, place: usize) -> Checked {
        let mut found = Vec::new();
        for case in self.cases(place)? {
            let conflicts = self.differing(place, case)?;
            found.extend(conflicts.into_iter().map(|conflict| (case, conflict)));
        }
        let Some((case, conflict)) = self.dice.pick(&found).cloned() else {
            return Ok(());
        };
        let chosen = self.dice.below(conflict.values.len());
        self.settle(place, case, &conflict.path, chosen)
    }

    /// What differs in a case at a station.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn differing(&mut self, place: usize, case: CaseId) -> Checked<Vec<Conflict>> {
        let now = self.now;
        let conflicts = self.places[place].station(now).differing(case);
        let conflicts = self.outcome(place, "looks at conflicts", conflicts)?;
        Ok(conflicts.unwrap_or_default())
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
        let what = Touched::Event(EventKind::Resolved { path: path.clone() });
        if self.told(place, case, what, &done)? {
            self.trace.met("conflicts settled", 1);
        }
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

    fn heads(&mut self, place: usize, case: CaseId) -> Checked<Vec<[u8; 32]>> {
        let now = self.now;
        let heads = self.places[place].station(now).heads(case);
        Ok(self
            .outcome(place, "looks at heads", heads)?
            .unwrap_or_default())
    }
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
        Command::SetField { .. } => "states a fact of",
        _ => "writes to",
    }
}

//! Interviews under way: each answer durable before the call returns, one change a screen.
//!
//! An answer goes to the draft log at once. When the screen is left, its drafts become one change of the case. Drafts
//! that a crash left behind are folded the same way when the vault is next opened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use nuong_casefile::{
    CaseId, CaseRecord, Command, CommandError, ConflictPath, InterviewEntry, Right,
};
use nuong_screening::{Answer, Interview, Pack, PackHash};
use nuong_vault::Records;

use crate::Station;
use crate::cases::may;
use crate::environment::Environment;
use crate::error::Error;
use crate::inbox::Received;
use crate::packs::{self, PackCache};

/// Where an interview is: its case and its own id within it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InterviewKey {
    /// The case.
    pub case: CaseId,
    /// The interview's id in the case: 8 hexadecimal digits.
    pub interview: String,
}

impl Station {
    /// Starts an interview of a case with a questionnaire that is on this device.
    ///
    /// # Errors
    /// `pack.unknown`, `case.unknown`, `role.not_allowed`, or the vault's.
    pub fn start_interview(
        &mut self,
        case: CaseId,
        pack: &PackHash,
    ) -> Result<InterviewKey, Error> {
        let pack = self.pack(pack)?;
        let id: [u8; 4] = self.env.bytes()?;
        let interview = hex::encode(id);
        let command = Command::StartInterview {
            interview: interview.clone(),
            pack: pack.hash().to_string(),
            instrument: pack.id().to_owned(),
        };
        self.command(case, &[command])?;
        let key = InterviewKey { case, interview };
        let today = date_of(&self.env, self.env.now());
        self.interviews
            .insert(key.clone(), Interview::new(pack, today));
        Ok(key)
    }

    /// Takes an answer (or, with `None`, takes one back). It is on disk when this returns.
    ///
    /// # Errors
    /// `answer.type`, `answer.constraint`, `answer.unknown_question`: nothing was stored; or the vault's.
    pub fn answer(
        &mut self,
        key: &InterviewKey,
        path: &str,
        answer: Option<Answer>,
    ) -> Result<(), Error> {
        if !may(self.identity()?.certificate.terms().role, Right::Record) {
            return Err(Error::RoleNotAllowed);
        }
        self.open_interview(key)?;
        let place = ConflictPath::Answer {
            interview: key.interview.clone(),
            path: path.to_owned(),
        };
        if self.differing_paths(key.case)?.contains(&place) {
            // An answer given now would choose between colleagues' answers by accident.
            return Err(CommandError::InConflict { path: place }.into());
        }
        let interview = self
            .interviews
            .get_mut(key)
            .ok_or(Error::UnknownInterview)?;
        let before = interview.value(path).cloned();
        interview.answer(path, answer)?;
        // As the questionnaire takes it: without the blanks around it, in the form of its type.
        let taken = interview.value(path);
        let value = serde_json::to_string(&taken).map_err(|_| Error::Internal("answer"))?;
        let stored = self.vault.append_draft(
            *key.case.as_bytes(),
            &key.interview,
            path,
            &value,
            self.env.now(),
        );
        if let Err(error) = stored {
            // What is shown must be what is kept.
            if let Some(interview) = self.interviews.get_mut(key) {
                let _ = interview.answer(path, before);
            }
            return Err(error.into());
        }
        Ok(())
    }

    /// Leaves a screen: folds the answers given since into one change of the case.
    ///
    /// # Errors
    /// The vault's; the answers themselves are durable all the same.
    pub fn leave_screen(&mut self, key: &InterviewKey) -> Result<(), Error> {
        self.fold_drafts(key.case)
    }

    /// Ends an interview: finished, or broken off here (it can be taken up again).
    ///
    /// # Errors
    /// As [`Station::command`].
    pub fn finish_interview(&mut self, key: &InterviewKey, complete: bool) -> Result<(), Error> {
        self.fold_drafts(key.case)?;
        self.command(
            key.case,
            &[Command::FinishInterview {
                interview: key.interview.clone(),
                complete,
            }],
        )
    }

    /// The interview as it stands, drafts included.
    ///
    /// # Errors
    /// `interview.unknown`, `pack.unknown`, `case.unknown`, or the vault's.
    pub fn interview(&mut self, key: &InterviewKey) -> Result<&Interview, Error> {
        self.open_interview(key)?;
        self.interviews.get(key).ok_or(Error::UnknownInterview)
    }

    /// Forgets the in-memory state of interviews whose case changed elsewhere.
    pub(crate) fn forget_interviews(&mut self, received: &Received) {
        self.interviews
            .retain(|key, _| !received.cases.contains(&key.case));
    }

    fn open_interview(&mut self, key: &InterviewKey) -> Result<(), Error> {
        self.look_again()?;
        if self.interviews.contains_key(key) {
            return Ok(());
        }
        let record = self.record(key.case)?;
        let entry = record
            .interviews
            .iter()
            .find(|i| i.id == key.interview)
            .ok_or(Error::UnknownInterview)?;
        let pack = pack_of(&self.vault, &self.packs, entry)?.ok_or(Error::UnknownPack)?;
        let mut answers = winning_answers(entry);
        for draft in self
            .vault
            .drafts(*key.case.as_bytes())?
            .into_iter()
            .filter(|d| d.interview == key.interview)
        {
            match parse_draft(&draft.value)? {
                Some(answer) => answers.insert(draft.path, answer),
                None => answers.remove(&draft.path),
            };
        }
        let interview = Interview::restore(pack, date_of(&self.env, entry.started_at), answers);
        self.interviews.insert(key.clone(), interview);
        Ok(())
    }

    /// Turns a case's drafts into one change: the last answer of each question, and the person's facts they settle.
    pub(crate) fn fold_drafts(&mut self, case: CaseId) -> Result<(), Error> {
        let drafts = self.vault.drafts(*case.as_bytes())?;
        let Some(last) = drafts.last() else {
            return Ok(());
        };
        let (last_id, at) = (last.id, last.at);
        let mut latest = BTreeMap::new();
        for draft in drafts {
            latest.insert((draft.interview, draft.path), parse_draft(&draft.value)?);
        }
        let mut commands = Vec::new();
        for ((interview, path), answer) in &latest {
            commands.push(Command::RecordAnswer {
                interview: interview.clone(),
                path: path.clone(),
                answer: answer.clone(),
            });
        }
        commands.extend(self.facts_settled(case, &latest)?);
        self.act(|act| act.write(case, at, &commands, Some(last_id)))
    }

    /// The person's facts that the given answers state, as commands. What is not relevant states nothing.
    fn facts_settled(
        &mut self,
        case: CaseId,
        latest: &BTreeMap<(String, String), Option<Answer>>,
    ) -> Result<Vec<Command>, Error> {
        let differing = self.differing_paths(case)?;
        let mut commands = Vec::new();
        for ((id, path), answer) in latest {
            let key = InterviewKey {
                case,
                interview: id.clone(),
            };
            self.open_interview(&key)?;
            let interview = self.interviews.get(&key).ok_or(Error::UnknownInterview)?;
            if !interview.is_relevant(path) {
                continue;
            }
            let fact = interview.pack().question(path).and_then(|q| q.fact.clone());
            // A fact that people differ over is settled by a decision, not by the next answer.
            if let Some(fact) =
                fact.filter(|f| !differing.contains(&ConflictPath::Person(f.clone())))
            {
                commands.push(Command::SetField {
                    field: fact,
                    value: answer.clone(),
                });
            }
        }
        Ok(commands)
    }

    /// Where a case has differing values. Asks the document only where its row tells of any.
    fn differing_paths(&mut self, case: CaseId) -> Result<Vec<ConflictPath>, Error> {
        let row = self.vault.case_row(*case.as_bytes())?;
        if row.is_none_or(|row| row.conflicts == 0) {
            return Ok(Vec::new());
        }
        Ok(self.differing(case)?.into_iter().map(|c| c.path).collect())
    }

    /// Folds every draft there is: after a crash, and before colleagues' changes are applied, so that an answer given here
    /// never overwrites one that its giver had not seen.
    pub(crate) fn recover_drafts(&mut self) -> Result<(), Error> {
        let cases: BTreeSet<CaseId> = self
            .vault
            .all_drafts()?
            .into_iter()
            .map(|d| CaseId(d.case))
            .collect();
        for case in cases {
            match self.fold_drafts(case) {
                // A case that became read-only, or whose questionnaire went missing, keeps its drafts.
                Ok(())
                | Err(
                    Error::UnknownPack
                    | Error::UnknownInterview
                    | Error::Command(_)
                    | Error::RoleNotAllowed,
                ) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The interview of a case last worked on: unfinished first, then newest.
    ///
    /// # Errors
    /// `case.unknown`, `interview.unknown`, or the vault's.
    pub fn latest_interview(&mut self, case: CaseId) -> Result<InterviewKey, Error> {
        let record: CaseRecord = self.record(case)?;
        let entry = record
            .interviews
            .iter()
            .max_by_key(|i| (i.finished.is_none(), i.started_at))
            .ok_or(Error::UnknownInterview)?;
        Ok(InterviewKey {
            case,
            interview: entry.id.clone(),
        })
    }
}

/// The questionnaire an interview was made with; `None` where this device does not have that version.
pub(crate) fn pack_of(
    records: &Records,
    cache: &PackCache,
    entry: &InterviewEntry,
) -> Result<Option<Arc<Pack>>, Error> {
    let mut hash = [0; 32];
    if hex::decode_to_slice(&entry.pack, &mut hash).is_err() {
        return Ok(None);
    }
    match packs::load(records, cache, &PackHash(hash)) {
        Ok(pack) => Ok(Some(pack)),
        Err(Error::UnknownPack) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The local calendar day of a moment.
pub(crate) fn date_of(env: &Environment, at: i64) -> Date {
    let local = at.saturating_add(i64::from(env.offset_minutes) * 60);
    jiff::Timestamp::from_second(local)
        .map_or(Date::ZERO, |t| t.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn winning_answers(entry: &InterviewEntry) -> BTreeMap<String, Answer> {
    let first = |values: &Vec<nuong_casefile::Stated>| values.first().and_then(|s| s.value.clone());
    entry
        .answers
        .iter()
        .filter_map(|(path, values)| Some((path.clone(), first(values)?)))
        .collect()
}

fn parse_draft(json: &str) -> Result<Option<Answer>, Error> {
    serde_json::from_str(json).map_err(|_| Error::Internal("draft"))
}

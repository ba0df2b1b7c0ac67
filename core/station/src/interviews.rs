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
use nuong_view::Respondent;

use crate::Station;
use crate::cases::may;
use crate::drafts::{
    Given, answers_of, asked, differences, drafted, manner_of, moved_from, parse_draft,
    respondent_of, unsaid,
};
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
        let record = self.record(case)?;
        let entry = record.interviews.iter().find(|i| i.id == key.interview);
        let entry = entry.ok_or(Error::UnknownInterview)?;
        let begun = Interview::new(pack, entry.circumstances(self.env.offset_minutes));
        // What the questionnaire fills in at the start is kept too, and taken up again with the rest.
        let filled_in = differences(&BTreeMap::new(), &answers_of(&begun));
        self.keep_drafts(&key, &unsaid(filled_in))?;
        self.interviews.insert(key.clone(), begun);
        Ok(key)
    }

    /// Who is answering from now on; until it is said, whoever answered last in this interview, or else the person.
    ///
    /// # Errors
    /// As [`Station::interview`].
    pub fn set_respondent(
        &mut self,
        key: &InterviewKey,
        respondent: Respondent,
    ) -> Result<(), Error> {
        self.open_interview(key)?;
        self.respondents.insert(key.clone(), respondent);
        Ok(())
    }

    /// Who is answering.
    ///
    /// # Errors
    /// As [`Station::interview`].
    pub fn respondent(&mut self, key: &InterviewKey) -> Result<Respondent, Error> {
        self.open_interview(key)?;
        Ok(self.respondents.get(key).copied().unwrap_or_default())
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
        let respondent = self.respondent(key)?;
        let interview = self
            .interviews
            .get_mut(key)
            .ok_or(Error::UnknownInterview)?;
        let changed = interview.answer(path, answer)?;
        // As the questionnaire takes it: without the blanks around it, in the form of its type.
        let observed = interview.pack().question(path).is_some_and(|q| q.observed);
        let given = Given {
            answer: interview.value(path).cloned(),
            manner: Some(manner_of(respondent, observed)),
        };
        let mut drafts = vec![(path.to_owned(), given)];
        // An answer can put others in place: calculated ones, and defaults of instances that it brought.
        let others = changed.questions.into_iter().filter(|other| {
            let question = interview.pack().question(other);
            other != path && question.is_some_and(|q| q.kind.is_asked() && q.is_filled_in())
        });
        let others: Vec<_> = others
            .map(|other| {
                let value = interview.value(&other).cloned();
                (other, value)
            })
            .collect();
        drafts.extend(unsaid(others));
        self.keep_drafts(key, &drafts)
    }

    /// Adds an instance of a repeat (`household/member`) and returns its path. What the questionnaire fills in there is on
    /// disk when this returns; an instance of which nothing is told is not kept.
    ///
    /// # Errors
    /// `repeat.unknown`, `repeat.counted`, `repeat.too_many`, `role.not_allowed`, or the vault's.
    pub fn add_repeat(&mut self, key: &InterviewKey, path: &str) -> Result<String, Error> {
        self.change_repeat(key, None, |interview| {
            let (added, _) = interview.add_instance(path)?;
            Ok(added)
        })
    }

    /// Takes an instance of a repeat (`household/member[2]`) away, with all that was told of it; those after it move up. What
    /// was told stays in the history of the case.
    ///
    /// # Errors
    /// `repeat.unknown`, `repeat.counted`, `casefile.in_conflict` where colleagues' answers differ in what would move,
    /// `role.not_allowed`, or the vault's.
    pub fn remove_repeat(&mut self, key: &InterviewKey, path: &str) -> Result<(), Error> {
        self.change_repeat(key, Some(path), |interview| {
            interview.remove_instance(path)?;
            Ok(())
        })
    }

    fn change_repeat<T>(
        &mut self,
        key: &InterviewKey,
        removed: Option<&str>,
        change: impl FnOnce(&mut Interview) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if !may(self.identity()?.certificate.terms().role, Right::Record) {
            return Err(Error::RoleNotAllowed);
        }
        // So that the case knows whose words everything is that moves.
        self.fold_drafts(key.case)?;
        let mut interview = self.interview(key)?.clone();
        let before = answers_of(&interview);
        let done = change(&mut interview)?;
        let drafts = differences(&before, &answers_of(&interview));
        let differing = self.differing_paths(key.case)?;
        for (path, _) in &drafts {
            let path = ConflictPath::Answer {
                interview: key.interview.clone(),
                path: path.clone(),
            };
            if differing.contains(&path) {
                return Err(CommandError::InConflict { path }.into());
            }
        }
        let mut drafts = unsaid(drafts);
        if let Some(removed) = removed {
            let record = self.record(key.case)?;
            let entry = record.interviews.iter().find(|i| i.id == key.interview);
            for (path, given) in &mut drafts {
                let before = moved_from(path, removed);
                let said = before.and_then(|path| entry?.answers.get(&path)?.first());
                given.manner = said.and_then(|said| said.manner);
            }
        }
        self.keep_drafts(key, &drafts)?;
        self.interviews.insert(key.clone(), interview);
        Ok(done)
    }

    /// Puts answers on disk, all or none. Where that fails the interview is forgotten, to be read again as it was kept:
    /// what is shown must be what is kept.
    fn keep_drafts(&mut self, key: &InterviewKey, drafts: &[(String, Given)]) -> Result<(), Error> {
        let kept = self.append_drafts(key, drafts);
        if kept.is_err() {
            self.interviews.remove(key);
        }
        kept
    }

    fn append_drafts(
        &mut self,
        key: &InterviewKey,
        drafts: &[(String, Given)],
    ) -> Result<(), Error> {
        let now = self.env.now();
        let mut lines = Vec::new();
        for (path, given) in drafts {
            lines.push((path, drafted(given)?));
        }
        let case = *key.case.as_bytes();
        match &lines[..] {
            [] => {}
            [(path, value)] => {
                self.vault
                    .append_draft(case, &key.interview, path, value, now)?;
            }
            several => self.vault.transaction(|tx| -> Result<(), Error> {
                for (path, value) in several {
                    tx.append_draft(case, &key.interview, path, value, now)?;
                }
                Ok(())
            })?,
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
        let said = entry.answers.values().flatten();
        let mut last = said
            .filter_map(|stated| Some((stated.at, asked(stated.manner?)?)))
            .max_by_key(|(at, _)| *at);
        for draft in self
            .vault
            .drafts(*key.case.as_bytes())?
            .into_iter()
            .filter(|d| d.interview == key.interview)
        {
            let given = parse_draft(&draft.value)?;
            last = given.manner.map(|manner| (draft.at, manner)).or(last);
            match given.answer {
                Some(answer) => answers.insert(draft.path, answer),
                None => answers.remove(&draft.path),
            };
        }
        if let Some((_, manner)) = last
            && !self.respondents.contains_key(key)
        {
            self.respondents.insert(key.clone(), respondent_of(manner));
        }
        let interview =
            Interview::restore(pack, entry.circumstances(self.env.offset_minutes), answers);
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
        for ((interview, path), given) in &latest {
            commands.push(Command::RecordAnswer {
                interview: interview.clone(),
                path: path.clone(),
                answer: given.answer.clone(),
            });
            if let Some(manner) = given.manner {
                commands.push(Command::SayManner {
                    interview: interview.clone(),
                    path: path.clone(),
                    manner,
                });
            }
        }
        commands.extend(self.facts_settled(case, &latest)?);
        self.act(|act| act.write(case, at, &commands, Some(last_id)))
    }

    /// The person's facts that the given answers state, as commands. What is not relevant states nothing.
    fn facts_settled(
        &mut self,
        case: CaseId,
        latest: &BTreeMap<(String, String), Given>,
    ) -> Result<Vec<Command>, Error> {
        let differing = self.differing_paths(case)?;
        let mut commands = Vec::new();
        // What is told within a repeat is not about one person.
        let of_the_person = latest.iter().filter(|((_, path), _)| !path.contains('['));
        for ((id, path), given) in of_the_person {
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
                    value: given.answer.clone(),
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

//! Writes the commands of one screen into one transaction.

use std::collections::BTreeSet;

use automerge::transaction::{Transactable, Transaction};
use automerge::{ObjId, ObjType, ROOT, ReadDoc, Value};
use nuong_screening::Answer;

use crate::command::{Command, Decision};
use crate::conflict::ConflictPath;
use crate::error::CommandError;
use crate::event::EventKind;
use crate::ids::CaseId;
use crate::manner::Manner;
use crate::place::{ANSWERS_KEY, MANNERS_KEY, UNIT_KEY};
use crate::read;

/// A transaction on a case; what it writes counts only if every command was written.
pub(crate) struct Writer<'a, 'tx> {
    pub(crate) tx: &'a mut Transaction<'tx>,
    pub(crate) case: CaseId,
    /// Whether standing decisions differ.
    pub(crate) decision_contested: bool,
    /// Where this change wrote an answer: interview and path.
    pub(crate) stated: BTreeSet<(String, String)>,
}

impl Writer<'_, '_> {
    /// Writes one command that was checked for form.
    pub(crate) fn write(&mut self, command: Command) -> Result<(), CommandError> {
        match command {
            Command::RecordAnswer {
                interview,
                path,
                answer,
            } => self.record_answer(interview, path, answer.as_ref()),
            Command::SayManner {
                interview,
                path,
                manner,
            } => self.say_manner(interview, path, manner),
            Command::SetField { field, value } => self
                .state(&ConflictPath::Person(field), value.as_ref())
                .map(drop),
            Command::StartInterview {
                interview,
                pack,
                instrument,
            } => self.start_interview(interview, &pack, &instrument),
            Command::FinishInterview {
                interview,
                complete,
            } => {
                self.answer_maps(&interview)?;
                self.event(&EventKind::InterviewFinished {
                    interview,
                    complete,
                })
            }
            Command::AddNote { text } => self.append("notes", &text),
            Command::AddNeed { need, detail } => self.add_need(need, detail),
            Command::Refer { to, reason } => {
                let path = ConflictPath::Referral(to.clone());
                self.state(&path, Some(&Answer::Value(reason.clone())))?;
                self.event(&EventKind::Referred { to, reason })
            }
            Command::Decide { decision, reason } => {
                self.event(&EventKind::Decided { decision, reason })
            }
            Command::GiveConsent {
                purpose,
                receiver,
                given,
            } => self.consent(purpose, receiver, given),
            Command::WithdrawConsent { purpose, receiver } => self.withdraw(purpose, receiver),
            Command::HandOver { unit } => {
                self.state(&ConflictPath::Custody, Some(&Answer::Value(unit.clone())))?;
                self.event(&EventKind::HandedOver { unit })
            }
            Command::Resolve { path, value } => self.resolve(path, value.as_ref()),
            Command::LinkSamePerson { other, note } => self.link(other, note),
            Command::UnlinkSamePerson { other } => self.unlink(other),
        }
    }

    fn record_answer(
        &mut self,
        interview: String,
        path: String,
        answer: Option<&Answer>,
    ) -> Result<(), CommandError> {
        let place = ConflictPath::Answer {
            interview: interview.clone(),
            path: path.clone(),
        };
        if self.state(&place, answer)? {
            self.stated.insert((interview, path));
        }
        Ok(())
    }

    fn say_manner(
        &mut self,
        interview: String,
        path: String,
        manner: Manner,
    ) -> Result<(), CommandError> {
        let section = read::section(self.tx, "interviews").ok_or(CommandError::Engine)?;
        let maps = read::interview_maps(self.tx, &section, &interview);
        let shown = maps.last().ok_or(CommandError::UnknownInterview)?;
        let key = (interview, path);
        if !self.stated.contains(&key) {
            return Ok(());
        }
        let manners = match read::child_map(self.tx, shown, MANNERS_KEY) {
            Some(map) => map,
            None => self
                .tx
                .put_object(shown, MANNERS_KEY, ObjType::Map)
                .map_err(engine)?,
        };
        let text = manner.to_text();
        if self.is_set(&manners, &key.1) {
            // As in `overwrite`: a bare put of what is shown already would be nobody's.
            self.tx.delete(&manners, &*key.1).map_err(engine)?;
        }
        self.tx.put(&manners, &*key.1, text).map_err(engine)
    }

    fn add_need(&mut self, need: String, detail: String) -> Result<(), CommandError> {
        let path = ConflictPath::Need(need.clone());
        if self.state(&path, Some(&Answer::Value(detail)))? {
            self.event(&EventKind::NeedAdded { need })?;
        }
        Ok(())
    }

    /// States a value. Returns whether that changed anything: what is said already, by one or by
    /// all, is not written again.
    fn state(&mut self, path: &ConflictPath, value: Option<&Answer>) -> Result<bool, CommandError> {
        let (maps, key) = self.place(path)?;
        let standing = self.standing(&maps, &key);
        if standing.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(CommandError::InConflict { path: path.clone() });
        }
        match standing.first() {
            Some(stated) if stated.as_ref() == value => return Ok(false),
            None if value.is_none() => return Ok(false),
            _ => {}
        }
        for (index, map) in maps.iter().enumerate() {
            if index + 1 == maps.len() || self.is_set(map, &key) {
                self.tx
                    .put(map, &*key, read::scalar(value))
                    .map_err(engine)?;
            }
        }
        Ok(true)
    }

    /// Ends a conflict by a choice.
    fn resolve(&mut self, path: ConflictPath, value: Option<&Answer>) -> Result<(), CommandError> {
        if path == ConflictPath::Decision {
            return self.resolve_decision(value);
        }
        let (maps, key) = self.place(&path)?;
        let standing = self.standing(&maps, &key);
        if !standing.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(CommandError::NotInConflict { path });
        }
        self.overwrite(&maps, &key, value)?;
        self.event(&EventKind::Resolved { path })
    }

    /// Puts a value in the place of all that stand. The engine answers a put of the value it
    /// shows already by deleting the others: the choice would be nobody's, and another choice
    /// made elsewhere at the same time would silently win. So all are deleted first.
    fn overwrite(
        &mut self,
        maps: &[ObjId],
        key: &str,
        value: Option<&Answer>,
    ) -> Result<(), CommandError> {
        for map in maps {
            if self.is_set(map, key) {
                self.tx.delete(map, key).map_err(engine)?;
                self.tx.put(map, key, read::scalar(value)).map_err(engine)?;
            }
        }
        Ok(())
    }

    fn resolve_decision(&mut self, value: Option<&Answer>) -> Result<(), CommandError> {
        let path = ConflictPath::Decision;
        let decision = match value {
            Some(Answer::Value(name)) => Decision::named(name),
            _ => None,
        };
        let decision = decision.ok_or(CommandError::BadForm { what: "value" })?;
        if !std::mem::take(&mut self.decision_contested) {
            return Err(CommandError::NotInConflict { path });
        }
        self.event(&EventKind::Resolved { path })?;
        self.event(&EventKind::Decided {
            decision,
            reason: String::new(),
        })
    }

    fn start_interview(
        &mut self,
        interview: String,
        pack: &str,
        instrument: &str,
    ) -> Result<(), CommandError> {
        let section = read::section(self.tx, "interviews").ok_or(CommandError::Engine)?;
        if self.is_set(&section, &interview) {
            return Err(CommandError::InterviewExists);
        }
        let map = self
            .tx
            .put_object(&section, &*interview, ObjType::Map)
            .map_err(engine)?;
        self.tx.put(&map, "pack", pack).map_err(engine)?;
        self.tx
            .put(&map, "instrument", instrument)
            .map_err(engine)?;
        self.tx
            .put_object(&map, ANSWERS_KEY, ObjType::Map)
            .map_err(engine)?;
        self.event(&EventKind::InterviewStarted { interview })
    }

    fn link(&mut self, other: CaseId, note: String) -> Result<(), CommandError> {
        if other == self.case {
            return Err(CommandError::NoSuchLink);
        }
        self.state(&ConflictPath::Link(other), Some(&Answer::Value(note)))?;
        self.event(&EventKind::Linked { other })
    }

    fn unlink(&mut self, other: CaseId) -> Result<(), CommandError> {
        let changed = self.state(&ConflictPath::Link(other), None)?;
        changed.then_some(()).ok_or(CommandError::NoSuchLink)?;
        self.event(&EventKind::Unlinked { other })
    }

    fn consent(
        &mut self,
        purpose: String,
        receiver: String,
        given: bool,
    ) -> Result<(), CommandError> {
        let path = ConflictPath::Consent {
            purpose: purpose.clone(),
            receiver: receiver.clone(),
        };
        let state = if given { "given" } else { "refused" };
        self.state(&path, Some(&Answer::Value(state.to_owned())))?;
        self.event(&EventKind::ConsentStated {
            purpose,
            receiver,
            given,
        })
    }

    /// A withdrawal needs no resolution first: whatever others stated, consent ends now.
    fn withdraw(&mut self, purpose: String, receiver: String) -> Result<(), CommandError> {
        let path = ConflictPath::Consent {
            purpose: purpose.clone(),
            receiver: receiver.clone(),
        };
        let (maps, key) = self.place(&path)?;
        let withdrawn = Some(Answer::Value("withdrawn".to_owned()));
        let standing = self.standing(&maps, &key);
        if standing.is_empty() {
            return Err(CommandError::NoSuchConsent);
        }
        if standing.iter().any(|state| *state != withdrawn) {
            self.overwrite(&maps, &key, withdrawn.as_ref())?;
        }
        self.event(&EventKind::ConsentWithdrawn { purpose, receiver })
    }

    /// The maps that may hold a value, the one shown last, and the key in them.
    fn place(&self, path: &ConflictPath) -> Result<(Vec<ObjId>, String), CommandError> {
        let (name, key) = match path {
            ConflictPath::Answer { interview, path } => {
                return Ok((self.answer_maps(interview)?, path.clone()));
            }
            ConflictPath::Person(field) => ("person", field.clone()),
            ConflictPath::Need(need) => ("needs", need.clone()),
            ConflictPath::Referral(to) => ("referrals", to.clone()),
            ConflictPath::Consent { purpose, receiver } => {
                ("consents", format!("{purpose}|{receiver}"))
            }
            ConflictPath::Custody => ("custody", UNIT_KEY.to_owned()),
            ConflictPath::Link(other) => ("links", other.to_string()),
            ConflictPath::Decision => return Err(CommandError::BadForm { what: "path" }),
        };
        let map = read::section(self.tx, name).ok_or(CommandError::Engine)?;
        Ok((vec![map], key))
    }

    fn answer_maps(&self, interview: &str) -> Result<Vec<ObjId>, CommandError> {
        let section = read::section(self.tx, "interviews").ok_or(CommandError::Engine)?;
        let maps = read::interview_maps(self.tx, &section, interview);
        let answers: Vec<ObjId> = maps
            .iter()
            .filter_map(|map| read::child_map(self.tx, map, ANSWERS_KEY))
            .collect();
        if answers.is_empty() {
            Err(CommandError::UnknownInterview)
        } else {
            Ok(answers)
        }
    }

    fn standing(&self, maps: &[ObjId], key: &str) -> Vec<Option<Answer>> {
        let values = maps
            .iter()
            .flat_map(|map| self.tx.get_all(map, key).unwrap_or_default());
        values
            .filter_map(|(value, _)| value.as_scalar().map(read::answer))
            .collect()
    }

    fn is_set(&self, map: &ObjId, key: &str) -> bool {
        matches!(self.tx.get(map, key), Ok(Some(_)))
    }

    fn event(&mut self, event: &EventKind) -> Result<(), CommandError> {
        self.append("events", &event.to_text().ok_or(CommandError::Engine)?)
    }

    fn append(&mut self, list: &str, text: &str) -> Result<(), CommandError> {
        let Ok(Some((Value::Object(ObjType::List), list))) = self.tx.get(ROOT, list) else {
            return Err(CommandError::Engine);
        };
        let end = self.tx.length(&list);
        self.tx.insert(&list, end, text).map_err(engine)
    }
}

/// What the engine refuses after every check has passed is a fault, and says nothing to a person.
pub(crate) fn engine<E>(_: E) -> CommandError {
    CommandError::Engine
}

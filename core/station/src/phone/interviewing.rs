//! Holding an interview: each intent gives the screen to draw after it.

use std::collections::btree_map::Entry;

use nuong_casefile::CaseId;
use nuong_screening::Answer;
use nuong_view::{InstrumentListView, InterviewView, Respondent};

use super::{Change, Opened, Phone};
use crate::Station;
use crate::error::Error;
use crate::interviews::InterviewKey;
use crate::talk::Talk;

impl InterviewKey {
    /// Names an interview by the texts a shell holds of it.
    ///
    /// # Errors
    /// `case.unknown` where the case's is none.
    pub fn named(case: &str, interview: &str) -> Result<Self, Error> {
        Ok(Self {
            case: case_id(case)?,
            interview: interview.to_owned(),
        })
    }
}

impl Phone {
    /// The questionnaires to begin with, each in its newest version.
    ///
    /// # Errors
    /// `profile.locked`, or the vault's.
    pub fn instruments(&self) -> Result<InstrumentListView, Error> {
        let lang = self.lang();
        let found = self.station(|station| station.instrument_titles(lang))?;
        Ok(self.viewer(|viewer| {
            let choice = |(id, title, version): &(String, String, String)| {
                viewer.instrument_choice(id, title, version)
            };
            viewer.instruments(found.iter().map(choice).collect())
        }))
    }

    /// Begins an interview with the newest version of a questionnaire, of a case or, without one, of a new case.
    ///
    /// # Errors
    /// `pack.unknown`, `case.unknown`, `role.not_allowed`, `device.not_enrolled`, or the vault's.
    pub fn begin(&self, case: Option<&str>, instrument: &str) -> Result<InterviewKey, Error> {
        let given = case.map(case_id).transpose()?;
        let key = self.with(|opened| {
            let station = opened.station(&self.root)?;
            // Asked first, so that a questionnaire that is not here leaves no empty case behind.
            let pack = station.newest_pack(instrument)?;
            let case = match given {
                Some(case) => case,
                None => station.start_case()?,
            };
            let key = station.start_interview(case, &pack)?;
            opened.talks.insert(key.clone(), Talk::default());
            Ok(key)
        })?;
        self.tell_of(key.case);
        Ok(key)
    }

    /// The screen an interview is at. One that is not under way is taken up where it was left.
    ///
    /// # Errors
    /// `case.unknown`, `interview.unknown`, `pack.unknown`, or the vault's.
    pub fn interview(&self, key: &InterviewKey) -> Result<InterviewView, Error> {
        self.talk(key, |_, _| Ok(()))
    }

    /// Takes an answer as a view offered it, or with none takes one back. It is on disk when this returns; one that the
    /// question cannot take is shown beside it.
    ///
    /// # Errors
    /// As [`Station::tell`].
    pub fn answer(
        &self,
        key: &InterviewKey,
        question: &str,
        answer: Option<Answer>,
    ) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| {
            station.tell(key, talk, question, answer)
        })
    }

    /// Takes what was typed at a question.
    ///
    /// # Errors
    /// As [`Station::tell`].
    pub fn answer_typed(
        &self,
        key: &InterviewKey,
        question: &str,
        text: &str,
    ) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| {
            station.tell_typed(key, talk, question, text)
        })
    }

    /// Leaves the screen `from` for the next one. None when that was the ending, and the interview is finished.
    ///
    /// # Errors
    /// As [`Station::go_on`].
    pub fn go_on(&self, key: &InterviewKey, from: u32) -> Result<Option<InterviewView>, Error> {
        let mut finished = false;
        let view = self.talk(key, |station, talk| {
            finished = station.go_on(key, talk, from as usize)?;
            Ok(())
        })?;
        if !finished {
            return Ok(Some(view));
        }
        self.forget_talk(key)?;
        Ok(None)
    }

    /// Leaves the screen `from` for the one before it.
    ///
    /// # Errors
    /// As [`Station::go_back`].
    pub fn go_back(&self, key: &InterviewKey, from: u32) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| {
            station.go_back(key, talk, from as usize)
        })
    }

    /// Goes to the first screen left without an answer.
    ///
    /// # Errors
    /// As [`Station::go_to_unanswered`].
    pub fn go_to_unanswered(&self, key: &InterviewKey) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| station.go_to_unanswered(key, talk))
    }

    /// Says who is answering from now on.
    ///
    /// # Errors
    /// As [`Station::set_respondent`].
    pub fn set_respondent(
        &self,
        key: &InterviewKey,
        respondent: Respondent,
    ) -> Result<InterviewView, Error> {
        self.talk(key, |station, _| station.set_respondent(key, respondent))
    }

    /// Asks in the language of this tag from now on, as the view's `languages` offer it.
    ///
    /// # Errors
    /// As [`Station::ask_in`].
    pub fn ask_in(&self, key: &InterviewKey, language: &str) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| station.ask_in(key, talk, language))
    }

    /// Adds another of a repeat and goes to its first screen.
    ///
    /// # Errors
    /// As [`Station::add_repeat`].
    pub fn add_another(&self, key: &InterviewKey, repeat: &str) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| station.add_another(key, talk, repeat))
    }

    /// Takes one of a repeat away, with all that was told of it.
    ///
    /// # Errors
    /// As [`Station::remove_repeat`].
    pub fn take_away(&self, key: &InterviewKey, instance: &str) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| station.take_away(key, talk, instance))
    }

    /// Goes to a screen that a view has named.
    ///
    /// # Errors
    /// As [`Station::go_to`].
    pub fn go_to(&self, key: &InterviewKey, to: u32) -> Result<InterviewView, Error> {
        self.talk(key, |station, talk| station.go_to(key, talk, to as usize))
    }

    /// Leaves an interview for now; all is kept, and [`Phone::interview`] takes it up again.
    ///
    /// # Errors
    /// As [`Station::leave_screen`].
    pub fn stop(&self, key: &InterviewKey) -> Result<(), Error> {
        self.station(|station| station.leave_screen(key))?;
        self.forget_talk(key)
    }

    fn forget_talk(&self, key: &InterviewKey) -> Result<(), Error> {
        self.with(|opened| {
            opened.talks.remove(key);
            Ok(())
        })?;
        self.tell_of(key.case);
        Ok(())
    }

    /// Does something in an interview and gives the screen it is at then.
    fn talk(
        &self,
        key: &InterviewKey,
        act: impl FnOnce(&mut Station, &mut Talk) -> Result<(), Error>,
    ) -> Result<InterviewView, Error> {
        let lang = self.lang();
        self.with(|opened| {
            opened.station(&self.root)?;
            let Opened { station, talks, .. } = opened;
            let station = station.as_mut().ok_or(Error::Locked)?;
            let talk = match talks.entry(key.clone()) {
                Entry::Occupied(held) => held.into_mut(),
                Entry::Vacant(free) => free.insert(station.take_up(key)?),
            };
            act(station, talk)?;
            station.talk_view(key, talk, lang)
        })
    }

    /// Tells that a case was written to.
    pub(super) fn tell_of(&self, case: CaseId) {
        let case = case.to_string();
        self.tell([Change::Case { case }, Change::List, Change::Sync]);
    }
}

pub(super) fn case_id(text: &str) -> Result<CaseId, Error> {
    text.parse().map_err(|_| Error::UnknownCase)
}

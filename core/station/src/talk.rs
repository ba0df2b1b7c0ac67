//! An interview as it is held: one screen at a time, forward and back, and where to go on after a break.

use std::collections::BTreeMap;

use nuong_screening::{Answer, AnswerError, Interview};
use nuong_view::{InterviewView, Lang, typed};

use crate::Station;
use crate::error::Error;
use crate::interviews::InterviewKey;

/// Where a person is in an interview, and what was refused on that screen. It need not outlast the app: see
/// [`Station::take_up`].
#[derive(Debug, Clone, Default)]
pub struct Talk {
    at: usize,
    problems: BTreeMap<String, AnswerError>,
    /// The tag of the language the questionnaire's words are in, where that is not the app's.
    asked_in: Option<String>,
}

impl Talk {
    /// Which screen that is, from 0; the ending past the last.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl Station {
    /// Goes on with an interview: at the screen after the last one that was answered; at that one itself where it is
    /// not answered whole.
    ///
    /// # Errors
    /// As [`Station::interview`].
    pub fn take_up(&mut self, key: &InterviewKey) -> Result<Talk, Error> {
        let interview = self.interview(key)?;
        let asked = |path: &&String| {
            let question = interview.pack().question(path);
            question.is_some_and(|question| question.kind.is_asked())
        };
        let mut at = 0;
        for (index, screen) in interview.screens_from(0).enumerate() {
            let answered = |path: &String| interview.value(path).is_some();
            let questions: Vec<&String> = screen.questions.iter().filter(asked).collect();
            if questions.iter().any(|path| answered(path)) {
                at = index + usize::from(questions.iter().all(|path| answered(path)));
            }
        }
        Ok(Talk {
            at,
            ..Talk::default()
        })
    }

    /// The screen an interview is at.
    ///
    /// # Errors
    /// As [`Station::interview`].
    pub fn talk_view(
        &mut self,
        key: &InterviewKey,
        talk: &Talk,
        lang: Lang,
    ) -> Result<InterviewView, Error> {
        let languages = (lang, talk.asked_in.as_deref());
        self.interview_asked_in(key, talk.at, &talk.problems, languages)
    }

    /// Asks in the language of this tag from now on, until the interview is left; what the questionnaire does not have in it
    /// is shown in the language it falls back to, and said to be.
    ///
    /// # Errors
    /// `interview.no_language` where the questionnaire has nothing in that language; as [`Station::interview`].
    pub fn ask_in(&mut self, key: &InterviewKey, talk: &mut Talk, tag: &str) -> Result<(), Error> {
        let pack = self.interview(key)?.pack();
        if !pack.has_language(tag) {
            return Err(Error::NotAskedIn);
        }
        talk.asked_in = Some(tag.to_owned());
        Ok(())
    }

    /// Takes an answer, or takes one back. One that the question cannot take is shown beside it and not kept.
    ///
    /// # Errors
    /// As [`Station::answer`], but for what is wrong with the answer itself.
    pub fn tell(
        &mut self,
        key: &InterviewKey,
        talk: &mut Talk,
        path: &str,
        answer: Option<Answer>,
    ) -> Result<(), Error> {
        let here = first_question(self.interview(key)?, talk.at);
        talk.problems.remove(path);
        match self.answer(key, path, answer) {
            // A question that is not there belongs to a screen that is no longer so.
            Err(Error::Answer(problem)) if self.is_asked(key, path)? => {
                talk.problems.insert(path.to_owned(), problem);
            }
            other => other?,
        }
        // An answer may have brought screens before this one or taken some away: it is found again by its first question.
        if let Some(now) = here.and_then(|path| self.interviews.get(key)?.screen_of(&path)) {
            talk.at = now;
        }
        Ok(())
    }

    /// Takes what was typed, as the question's kind reads it. Nothing but blanks takes the answer back.
    ///
    /// # Errors
    /// As [`Station::tell`].
    pub fn tell_typed(
        &mut self,
        key: &InterviewKey,
        talk: &mut Talk,
        path: &str,
        text: &str,
    ) -> Result<(), Error> {
        let question = self.interview(key)?.pack().question(path);
        let answer = question.and_then(|question| typed(&question.kind, text));
        self.tell(key, talk, path, answer)
    }

    /// Leaves the screen `from` for the next; finishes the interview when it is the ending, and says so. A second tap,
    /// when the talk has left that screen, does nothing.
    ///
    /// # Errors
    /// As [`Station::leave_screen`] and [`Station::finish_interview`].
    pub fn go_on(
        &mut self,
        key: &InterviewKey,
        talk: &mut Talk,
        from: usize,
    ) -> Result<bool, Error> {
        let screens = self.interview(key)?.screen_count();
        if from != talk.at.min(screens) {
            return Ok(false);
        }
        if from == screens {
            self.finish_interview(key, true)?;
            return Ok(true);
        }
        self.move_to(key, talk, from + 1)?;
        Ok(false)
    }

    /// Leaves the screen `from` for the one before it, if there is one. A second tap does nothing.
    ///
    /// # Errors
    /// As [`Station::leave_screen`].
    pub fn go_back(
        &mut self,
        key: &InterviewKey,
        talk: &mut Talk,
        from: usize,
    ) -> Result<(), Error> {
        let screens = self.interview(key)?.screen_count();
        if from != talk.at.min(screens) {
            return Ok(());
        }
        self.move_to(key, talk, from.saturating_sub(1))
    }

    /// Goes to the first screen left without an answer, if there is one.
    ///
    /// # Errors
    /// As [`Station::leave_screen`].
    pub fn go_to_unanswered(&mut self, key: &InterviewKey, talk: &mut Talk) -> Result<(), Error> {
        match self.interview(key)?.first_unanswered() {
            Some(first) => self.move_to(key, talk, first),
            None => Ok(()),
        }
    }

    /// Goes to the screen at `to`, which a view has named.
    ///
    /// # Errors
    /// As [`Station::leave_screen`].
    pub fn go_to(&mut self, key: &InterviewKey, talk: &mut Talk, to: usize) -> Result<(), Error> {
        self.move_to(key, talk, to)
    }

    /// Adds an instance of a repeat and goes to its first screen.
    ///
    /// # Errors
    /// As [`Station::add_repeat`].
    pub fn add_another(
        &mut self,
        key: &InterviewKey,
        talk: &mut Talk,
        repeat: &str,
    ) -> Result<(), Error> {
        let added = self.add_repeat(key, repeat)?;
        match self.interview(key)?.first_screen_within(&added) {
            Some(first) => self.move_to(key, talk, first),
            None => Ok(()),
        }
    }

    /// Takes an instance of a repeat away, and stays on the screen, wherever that is now.
    ///
    /// # Errors
    /// As [`Station::remove_repeat`].
    pub fn take_away(
        &mut self,
        key: &InterviewKey,
        talk: &mut Talk,
        instance: &str,
    ) -> Result<(), Error> {
        let here = first_question(self.interview(key)?, talk.at);
        self.remove_repeat(key, instance)?;
        let now = here.and_then(|path| self.interviews.get(key)?.screen_of(&path));
        talk.at = now.unwrap_or(talk.at);
        Ok(())
    }

    fn move_to(&mut self, key: &InterviewKey, talk: &mut Talk, to: usize) -> Result<(), Error> {
        self.leave_screen(key)?;
        talk.at = to;
        talk.problems.clear();
        Ok(())
    }

    fn is_asked(&mut self, key: &InterviewKey, path: &str) -> Result<bool, Error> {
        Ok(self.interview(key)?.screen_of(path).is_some())
    }
}

fn first_question(interview: &Interview, at: usize) -> Option<String> {
    let screen = interview.screen(at)?;
    Some(screen.questions.first().unwrap_or(&screen.key).clone())
}

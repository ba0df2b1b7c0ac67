//! What an interview in the terminal is held with: a case of this device, or nothing but the questionnaire.

use std::collections::BTreeMap;
use std::sync::Arc;

use nuong_screening::{Answer, AnswerError, Circumstances, Interview, Pack};
use nuong_station::{Error, InterviewKey, Station, VIET_NAM_OFFSET_MINUTES};
use nuong_view::{InterviewFacts, InterviewView, Lang, Respondent, Texts, Viewer};

/// What was refused, by question path.
pub(crate) type Refused = BTreeMap<String, AnswerError>;

/// An interview under way, wherever its answers go.
pub(crate) trait Held {
    /// The screen to begin or to go on at.
    fn take_up(&mut self) -> Result<usize, Error>;
    /// One screen, with the questionnaire's words in the language of a tag.
    fn view(
        &mut self,
        at: usize,
        problems: &Refused,
        languages: (Lang, Option<&str>),
    ) -> Result<InterviewView, Error>;
    /// The interview as it stands.
    fn interview(&mut self) -> Result<&Interview, Error>;
    /// Takes an answer, or takes one back.
    fn answer(&mut self, path: &str, answer: Option<Answer>) -> Result<(), Error>;
    /// Adds one of what there may be several of; its path.
    fn add_repeat(&mut self, path: &str) -> Result<String, Error>;
    /// Takes one of several away.
    fn remove_repeat(&mut self, path: &str) -> Result<(), Error>;
    /// Who answers from now on.
    fn set_respondent(&mut self, respondent: Respondent) -> Result<(), Error>;
    /// A screen is left.
    fn leave_screen(&mut self) -> Result<(), Error>;
    /// The interview has come to its end.
    fn finish(&mut self) -> Result<(), Error>;
}

/// An interview of a case: every answer is on disk before the next question stands there.
pub(crate) struct OfCase<'a> {
    pub(crate) station: &'a mut Station,
    pub(crate) key: InterviewKey,
}

impl Held for OfCase<'_> {
    fn take_up(&mut self) -> Result<usize, Error> {
        Ok(self.station.take_up(&self.key)?.at())
    }

    fn view(
        &mut self,
        at: usize,
        problems: &Refused,
        languages: (Lang, Option<&str>),
    ) -> Result<InterviewView, Error> {
        self.station
            .interview_asked_in(&self.key, at, problems, languages)
    }

    fn interview(&mut self) -> Result<&Interview, Error> {
        self.station.interview(&self.key)
    }

    fn answer(&mut self, path: &str, answer: Option<Answer>) -> Result<(), Error> {
        self.station.answer(&self.key, path, answer)
    }

    fn add_repeat(&mut self, path: &str) -> Result<String, Error> {
        self.station.add_repeat(&self.key, path)
    }

    fn remove_repeat(&mut self, path: &str) -> Result<(), Error> {
        self.station.remove_repeat(&self.key, path)
    }

    fn set_respondent(&mut self, respondent: Respondent) -> Result<(), Error> {
        self.station.set_respondent(&self.key, respondent)
    }

    fn leave_screen(&mut self) -> Result<(), Error> {
        self.station.leave_screen(&self.key)
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.station.finish_interview(&self.key, true)
    }
}

/// A questionnaire tried out: nothing is kept anywhere.
pub(crate) struct OnTrial {
    interview: Interview,
    respondent: Respondent,
}

impl OnTrial {
    pub(crate) fn new(pack: Arc<Pack>, circumstances: Circumstances) -> OnTrial {
        OnTrial {
            interview: Interview::new(pack, circumstances),
            respondent: Respondent::default(),
        }
    }
}

impl Held for OnTrial {
    fn take_up(&mut self) -> Result<usize, Error> {
        Ok(0)
    }

    fn view(
        &mut self,
        at: usize,
        problems: &Refused,
        (lang, asked_in): (Lang, Option<&str>),
    ) -> Result<InterviewView, Error> {
        let nobody = |_: &_| String::new();
        let viewer = Viewer::new(Texts::shared(lang), VIET_NAM_OFFSET_MINUTES, &nobody);
        Ok(viewer.asking_in(asked_in).interview(&InterviewFacts {
            interview: &self.interview,
            at,
            respondent: self.respondent,
            problems,
            read_only: false,
        }))
    }

    fn interview(&mut self) -> Result<&Interview, Error> {
        Ok(&self.interview)
    }

    fn answer(&mut self, path: &str, answer: Option<Answer>) -> Result<(), Error> {
        self.interview.answer(path, answer)?;
        Ok(())
    }

    fn add_repeat(&mut self, path: &str) -> Result<String, Error> {
        Ok(self.interview.add_instance(path)?.0)
    }

    fn remove_repeat(&mut self, path: &str) -> Result<(), Error> {
        self.interview.remove_instance(path)?;
        Ok(())
    }

    fn set_respondent(&mut self, respondent: Respondent) -> Result<(), Error> {
        self.respondent = respondent;
        Ok(())
    }

    fn leave_screen(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

//! Answering alone: the device is in the person's hands.
//!
//! [`Station::hand_over`] would be custody of a case; this is the device itself. While it is handed over there is no
//! [`Station`] at all, only [`SelfAnswering`], which shows one question and takes one touch. The way back is the officer's
//! unlock, by the same keyring as any other; a crash, or switching the device off, ends at the lock too.

use std::collections::BTreeSet;
use std::fmt;

use nuong_screening::PackHash;
use nuong_trust::ProfileKey;
use nuong_vault::{RawKey, Vault};
use nuong_view::{
    Lang, Respondent, SelfAnswerFacts, SelfAnswerStartView, SelfAnswerView, SelfChoice,
    next_self_answer, suits_self_answer,
};

use crate::Station;
use crate::error::Error;
use crate::interviews::InterviewKey;
use crate::profile::ProfileFiles;

/// A station whose device the person holds.
pub struct SelfAnswering {
    station: Station,
    key: InterviewKey,
    /// The language spoken, by tag.
    speak: String,
    /// The language of the words on the shapes and for the officer.
    lang: Lang,
    recordings: BTreeSet<String>,
    text_wanted: bool,
    stopped: bool,
}

/// The device stays with the person: the unlock failed.
#[derive(Debug)]
pub struct StillHandedOver {
    /// As it was; nothing is lost.
    pub answering: Box<SelfAnswering>,
    /// Why: `passphrase.wrong` and the like.
    pub error: Error,
}

impl Station {
    /// For the officer, before the device is handed over: in which languages the questionnaire can be heard.
    ///
    /// # Errors
    /// `pack.unknown`, or the vault's.
    pub fn self_answer_start(
        &self,
        pack: &PackHash,
        recordings: &BTreeSet<String>,
        lang: Lang,
    ) -> Result<SelfAnswerStartView, Error> {
        let pack = self.pack(pack)?;
        self.view(lang, |viewer| {
            Ok(viewer.self_answer_start(&pack, recordings))
        })
    }

    /// Hands the device to the person, to answer an interview alone, in the language of the tag `speak`. `recordings` are the
    /// file names of the questionnaire's recordings that are on this device.
    ///
    /// # Errors
    /// With the station as it was: `self_answer.not_suited`, `self_answer.no_recordings`, or as [`Station::interview`].
    pub fn hand_device(
        mut self,
        key: &InterviewKey,
        speak: &str,
        lang: Lang,
        recordings: BTreeSet<String>,
    ) -> Result<SelfAnswering, (Box<Station>, Error)> {
        if let Err(error) = self.can_hand_device(key, speak, lang, &recordings) {
            return Err((Box::new(self), error));
        }
        Ok(SelfAnswering {
            station: self,
            key: key.clone(),
            speak: speak.to_owned(),
            lang,
            recordings,
            text_wanted: false,
            stopped: false,
        })
    }

    fn can_hand_device(
        &mut self,
        key: &InterviewKey,
        speak: &str,
        lang: Lang,
        recordings: &BTreeSet<String>,
    ) -> Result<(), Error> {
        let pack = self.interview(key)?.pack().clone();
        if !suits_self_answer(&pack) {
            return Err(Error::NotForSelfAnswer);
        }
        let start = self.self_answer_start(&pack.hash(), recordings, lang)?;
        let can_be_heard = start
            .languages
            .iter()
            .any(|language| language.tag == speak && language.start.enabled);
        if !can_be_heard {
            return Err(Error::NoRecordings);
        }
        self.leave_screen(key)?;
        self.set_respondent(key, Respondent::Alone)
    }
}

impl SelfAnswering {
    /// What the person hears and sees now.
    ///
    /// # Errors
    /// The vault's.
    pub fn view(&mut self) -> Result<SelfAnswerView, Error> {
        let interview = self.station.interview(&self.key)?.clone();
        let facts = SelfAnswerFacts {
            interview: &interview,
            speak: &self.speak,
            recordings: &self.recordings,
            text_wanted: self.text_wanted,
            stopped: self.stopped,
        };
        self.station
            .view(self.lang, |viewer| Ok(viewer.self_answer(&facts)))
    }

    /// Takes a touch on the question at `path`; it is on disk when this returns. A second touch that comes while the next
    /// question is being drawn names the question before, and does nothing.
    ///
    /// # Errors
    /// The vault's; nothing was stored then, and the same question is still there.
    pub fn touch(&mut self, path: &str, choice: SelfChoice) -> Result<(), Error> {
        let now = next_self_answer(self.station.interview(&self.key)?);
        if self.stopped || now.as_deref() != Some(path) {
            return Ok(());
        }
        match choice.answer() {
            Some(answer) => {
                self.station.answer(&self.key, path, Some(answer))?;
                self.station.leave_screen(&self.key)
            }
            None => {
                self.stopped = true;
                self.station.leave_screen(&self.key)
            }
        }
    }

    /// Shows the words, or puts them away.
    pub fn show_text(&mut self, wanted: bool) {
        self.text_wanted = wanted;
    }

    /// Gives the device back to the officer, whose passphrase it needs.
    ///
    /// # Errors
    /// The device stays with the person: `passphrase.wrong`, or as [`Station::unlock`].
    pub fn take_back(self, passphrase: &str) -> Result<Station, StillHandedOver> {
        match self.files().open_keyring(passphrase, None) {
            Ok(key) => self.take_back_keyed(&key),
            Err(error) => Err(self.still(error)),
        }
    }

    /// The same with the profile key itself, which a device keystore gives after the officer's finger or code.
    ///
    /// # Errors
    /// `vault.wrong_key` for another key, or as [`Station::unlock_keyed`]; the device then stays with the person.
    pub fn take_back_keyed(mut self, key: &ProfileKey) -> Result<Station, StillHandedOver> {
        // Opening proves the key; the station goes on with the vault that it has open.
        let opened = Vault::open(&self.files().vault(), &RawKey::new(key.as_bytes()));
        if let Err(error) = opened.map(drop) {
            return Err(self.still(error.into()));
        }
        // Whoever answers next is asked again.
        self.station.respondents.remove(&self.key);
        self.station.forget_open_cases();
        Ok(self.station)
    }

    fn files(&self) -> ProfileFiles {
        let vault = self.station.vault.path();
        ProfileFiles::new(vault.parent().unwrap_or(vault))
    }

    fn still(self, error: Error) -> StillHandedOver {
        StillHandedOver {
            answering: Box::new(self),
            error,
        }
    }
}

impl fmt::Debug for SelfAnswering {
    /// Without the answers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SelfAnswering({})", self.key.interview)
    }
}

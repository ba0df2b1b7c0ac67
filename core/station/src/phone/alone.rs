//! Answering alone: the device in the person's hands, and back.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use nuong_view::{SelfAnswerStartView, SelfAnswerView, SelfChoice};

use super::{Change, Inside, Phone, held};
use crate::error::Error;
use crate::interviews::InterviewKey;
use crate::profile::ProfileFiles;
use crate::self_answer::SelfAnswering;

impl Phone {
    /// For the officer, before the device is handed over: in which languages a questionnaire can be heard, of whose recordings
    /// the folder `recordings` holds those that are on this device.
    ///
    /// # Errors
    /// `pack.unknown`, `file.unreadable`, or the vault's.
    pub fn self_answer_start(
        &self,
        instrument: &str,
        recordings: &Path,
    ) -> Result<SelfAnswerStartView, Error> {
        let (lang, recordings) = (self.lang(), names_in(recordings)?);
        self.station(|station| {
            let pack = station.newest_pack(instrument)?;
            station.self_answer_start(&pack, &recordings, lang)
        })
    }

    /// Hands the device to the person, to answer an interview alone in the language of this tag. Until it is taken back, every
    /// other call is refused with `device.handed_over`; resting closes the profile.
    ///
    /// # Errors
    /// `self_answer.not_suited`, `self_answer.no_recordings`, `file.unreadable`, or the vault's; then nothing was handed over.
    pub fn hand_device(
        &self,
        key: &InterviewKey,
        speak: &str,
        recordings: &Path,
    ) -> Result<SelfAnswerView, Error> {
        let (lang, recordings) = (self.lang(), names_in(recordings)?);
        self.with(|opened| {
            opened.station(&self.root)?;
            let station = opened.station.take().ok_or(Error::Locked)?;
            match station.hand_device(key, speak, lang, recordings) {
                Ok(answering) => opened.handed = Some(answering),
                Err((station, error)) => {
                    opened.station = Some(*station);
                    return Err(error);
                }
            }
            opened.talks.remove(key);
            Ok(())
        })?;
        self.tell([Change::Lock]);
        self.answering(SelfAnswering::view)
    }

    /// What the person hears and sees.
    ///
    /// # Errors
    /// `profile.locked` where the device is not handed over, or the vault's.
    pub fn self_answer(&self) -> Result<SelfAnswerView, Error> {
        self.answering(SelfAnswering::view)
    }

    /// Takes a touch on the question at `path`; a second touch does nothing.
    ///
    /// # Errors
    /// As [`SelfAnswering::touch`].
    pub fn touch(&self, path: &str, choice: SelfChoice) -> Result<SelfAnswerView, Error> {
        self.answering(|answering| {
            answering.touch(path, choice)?;
            answering.view()
        })
    }

    /// Shows the words, or puts them away.
    ///
    /// # Errors
    /// As [`Phone::self_answer`].
    pub fn show_text(&self, wanted: bool) -> Result<SelfAnswerView, Error> {
        self.answering(|answering| {
            answering.show_text(wanted);
            answering.view()
        })
    }

    /// Takes the device back, by the officer's passphrase.
    ///
    /// # Errors
    /// `trust.wrong_passphrase`, `passphrase.wait`, `keystore.*`; the device stays with the person. `profile.locked` where it is not with them.
    pub fn take_back(&self, passphrase: &str) -> Result<(), Error> {
        let profile = match &*held(&self.inside) {
            Inside::Profile(opened) if opened.handed.is_some() => opened.profile.clone(),
            _ => return Err(Error::Locked),
        };
        // The keystore may take as long as it likes; the person can go on answering.
        let files = ProfileFiles::new(&self.root.join(&profile));
        let key = self.tried(&profile, || files.open_keyring(passphrase, self.keystore()))?;
        let mut inside = held(&self.inside);
        let Inside::Profile(opened) = &mut *inside else {
            return Err(Error::Locked);
        };
        let answering = opened.handed.take().ok_or(Error::Locked)?;
        match answering.take_back_keyed(&key) {
            Ok(station) => opened.station = Some(station),
            Err(still) => {
                opened.handed = Some(*still.answering);
                return Err(still.error);
            }
        }
        drop(inside);
        self.tell([Change::Lock, Change::List, Change::Sync]);
        Ok(())
    }

    /// Does something with the device in the person's hands. After a panic it is locked.
    fn answering<T>(
        &self,
        act: impl FnOnce(&mut SelfAnswering) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut inside = held(&self.inside);
        let outcome = match &mut *inside {
            Inside::Profile(opened) => match &mut opened.handed {
                Some(answering) => catch_unwind(AssertUnwindSafe(|| act(answering))),
                None => return Err(Error::Locked),
            },
            Inside::Nothing => return Err(Error::Locked),
        };
        outcome.unwrap_or_else(|_| {
            *inside = Inside::Nothing;
            Err(Error::Internal("panic"))
        })
    }
}

fn names_in(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let entries = fs::read_dir(folder).map_err(|e| Error::file(folder, &e))?;
    Ok(entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect())
}

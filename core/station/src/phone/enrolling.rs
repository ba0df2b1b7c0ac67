//! Becoming a member of an authority: the request as text or file, the answer as text or file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use nuong_trust::{EnrolGrant, EnrolRequest, TrustError};
use nuong_view::{EnrolFacts, EnrolRequestView, EnrolView};

use super::{Change, Phone};
use crate::error::Error;
use crate::profile::write_durably;

/// An answer is some kilobytes; a larger file is none.
const MAX_ANSWER_BYTES: u64 = 1024 * 1024;

impl Phone {
    /// The screen on which the device becomes a member of an authority.
    ///
    /// # Errors
    /// `profile.locked`, or the vault's.
    pub fn enrol_view(&self) -> Result<EnrolView, Error> {
        let facts = self.with(|opened| {
            let request = opened.request.as_ref();
            Ok(EnrolFacts {
                person: request.map_or_else(String::new, |r| r.person().to_owned()),
                request: request.map(shown),
                enrolled: opened.station(&self.root)?.identity().is_ok(),
            })
        })?;
        Ok(self.viewer(|viewer| viewer.enrol(&facts)))
    }

    /// Makes the request for a person of this name, to be shown, copied or written to a file.
    ///
    /// # Errors
    /// `trust.invalid_terms` where the name is empty or too long.
    pub fn make_request(&self, person: &str) -> Result<EnrolView, Error> {
        let person = person.trim();
        self.with(|opened| {
            let request = opened.station(&self.root)?.enrol_request(person)?;
            opened.request = Some(request);
            Ok(())
        })?;
        self.enrol_view()
    }

    /// Writes the request made last to a file.
    ///
    /// # Errors
    /// `trust.invalid_terms` where none was made, `file.unreadable`, `vault.full`.
    pub fn write_request(&self, file: &Path) -> Result<(), Error> {
        self.with(|opened| {
            let request = opened.request.as_ref();
            write_durably(file, &request.ok_or(TrustError::InvalidTerms)?.encode())
        })
    }

    /// Takes the administrator's answer as text. Line breaks and blanks in it do not matter.
    ///
    /// # Errors
    /// `enrol.not_an_answer` where the text is none or not whole; as [`crate::Station::accept_grant`].
    pub fn accept_answer(&self, text: &str) -> Result<(), Error> {
        // Bytes are no text, so what is read here was written as one.
        if EnrolGrant::read(text.as_bytes()).is_err() {
            return Err(Error::NotAnAnswer);
        }
        self.accept(text.as_bytes())
    }

    /// Takes the administrator's answer from a file.
    ///
    /// # Errors
    /// `file.unreadable`; as [`crate::Station::accept_grant`].
    pub fn accept_answer_file(&self, file: &Path) -> Result<(), Error> {
        let mut bytes = Vec::new();
        File::open(file)
            .and_then(|f| f.take(MAX_ANSWER_BYTES).read_to_end(&mut bytes))
            .map_err(|e| Error::file(file, &e))?;
        self.accept(&bytes)
    }

    fn accept(&self, bytes: &[u8]) -> Result<(), Error> {
        self.station(|station| station.accept_grant(bytes))?;
        self.tell([Change::List, Change::Sync, Change::Settings]);
        Ok(())
    }
}

fn shown(request: &EnrolRequest) -> EnrolRequestView {
    EnrolRequestView {
        text: request.to_text(),
        fingerprint: request.fingerprint(),
    }
}

//! What administrators publish, questionnaires and their languages: signed here, taken from a file, or from the parcels in
//! which it travels to every device.

use nuong_screening::{LanguagePack, Pack, PackHash};
use nuong_sync::{FilePiece, Parcel, ParcelError};
use nuong_trust::{Publication, Published, TrustError, TrustRight};
use serde::Serialize;

use crate::Station;
use crate::act::{Act, certificate_of};
use crate::error::Error;
use crate::inbox::Received;

/// What was installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Installed {
    /// A questionnaire.
    Questionnaire {
        /// The hash by which interviews name it, 64 hexadecimal digits.
        hash: String,
    },
    /// A language of a questionnaire.
    Language {
        /// The form id of the questionnaire.
        instrument: String,
        /// Its tag (BCP 47).
        tag: String,
    },
}

impl Installed {
    fn questionnaire(hash: PackHash) -> Installed {
        Installed::Questionnaire {
            hash: hash.to_string(),
        }
    }
}

impl Station {
    /// Keeps a questionnaire, or a language of one, that an administrator of this device's authority published: a file of
    /// `nuong instrument sign`. Nothing else comes onto a device beside what comes with the program. A language takes the
    /// place of the same language of that questionnaire, unless that was signed later.
    ///
    /// # Errors
    /// `device.not_enrolled`; `pack.unsigned` for what nobody signed; of the signature as [`Publication::verify`]; `pack.*`
    /// or the problems of the file where the content cannot be used; the vault's. Nothing is kept then.
    pub fn install_published(&mut self, file: &[u8]) -> Result<Installed, Error> {
        self.act(|act| act.install(file))
    }

    /// Signs a questionnaire with this device's keys, for others of its authority: the file that they install.
    ///
    /// # Errors
    /// `device.not_enrolled`; `trust.issuer_not_administrator` where this device's holder may not publish.
    pub fn publish(&self, pack: &Pack) -> Result<Vec<u8>, Error> {
        self.sign(Published::Questionnaire, pack.canonical())
    }

    /// Signs a language of a questionnaire, a CSV file as [`LanguagePack`] reads it.
    ///
    /// # Errors
    /// As [`Station::publish`], and the problems of the file.
    pub fn publish_language(&self, csv: &str) -> Result<Vec<u8>, Error> {
        LanguagePack::from_csv(csv).map_err(Error::Sheets)?;
        self.sign(Published::Language, csv.as_bytes())
    }

    fn sign(&self, kind: Published, content: &[u8]) -> Result<Vec<u8>, Error> {
        let certificate = &self.me.identity()?.certificate;
        let (now, keys) = (self.env.now(), &self.me.keys);
        let publication = Publication::by_administrator(kind, content, now, keys, certificate)?;
        Ok(publication.file(kind, content))
    }

    /// Installs a published file here and gives it to all devices of the authority: it goes into parcels, which hubs hand to
    /// every device and which travel by card like all others. Returns how many parcels were made.
    ///
    /// # Errors
    /// As [`Station::install_published`]; `trust.issuer_not_administrator` where this device's holder may not publish;
    /// `parcel.content_too_large`.
    pub fn spread(&mut self, file: &[u8]) -> Result<usize, Error> {
        let role = self.me.identity()?.certificate.terms().role;
        if !role.may(TrustRight::PublishQuestionnaires) {
            return Err(TrustError::IssuerNotAdministrator.into());
        }
        self.act(|act| {
            act.install(file)?;
            let contents = nuong_sync::pack_file(file)?;
            Ok(act.seal_contents(contents)?.0)
        })
    }

    /// Looks again at published files that are here whole and could not be used when they came: by a later program, or with a
    /// later bulletin, they may be.
    pub(crate) fn install_waiting(&mut self) -> Result<(), Error> {
        if self.me.identity().is_err() || self.vault.whole_files()?.is_empty() {
            return Ok(());
        }
        self.act(|act| {
            let mut received = Received::default();
            for file in act.tx.whole_files()? {
                act.install_joined(file, &mut received)?;
            }
            Ok(())
        })
    }
}

impl Act<'_, '_> {
    fn install(&mut self, file: &[u8]) -> Result<Installed, Error> {
        if Pack::from_canonical(file).is_ok() || unsigned_language(file) {
            return Err(Error::UnsignedPack);
        }
        let (kind, publication, content) = Publication::from_file(file)?;
        let (now, identity) = (self.env.now(), self.me.identity()?);
        publication.verify(kind, content, &identity.root, &identity.bulletin, now)?;
        let at = publication.signed_at();
        match kind {
            Published::Questionnaire => {
                let pack = Pack::from_canonical(content)?;
                let hash = pack.hash();
                self.tx
                    .put_pack(hash.0, pack.id(), pack.version(), content)?;
                self.tx.set_published(hash.0, at)?;
                Ok(Installed::questionnaire(hash))
            }
            Published::Language => {
                let text = std::str::from_utf8(content).map_err(|_| TrustError::Malformed)?;
                let language = LanguagePack::from_csv(text).map_err(Error::Sheets)?;
                let (instrument, tag) = (language.instrument, language.tag);
                self.tx.put_language(&instrument, &tag, at, content)?;
                // Questionnaires in memory are without it.
                self.packs.borrow_mut().clear();
                Ok(Installed::Language { instrument, tag })
            }
        }
    }

    /// Keeps the pieces of published files in a parcel, and installs what is whole by them. Those of an author who may not
    /// publish have no effect.
    pub(crate) fn take_pieces(
        &mut self,
        parcel: &Parcel,
        received: &mut Received,
    ) -> Result<(), Error> {
        let pieces = parcel.pieces()?;
        if pieces.is_empty() {
            return Ok(());
        }
        let author = certificate_of(self.records(), parcel.header().author)?;
        let may = |role: nuong_trust::Role| role.may(TrustRight::PublishQuestionnaires);
        if !author.is_some_and(|author| may(author.terms().role)) {
            return Ok(());
        }
        for FilePiece {
            file,
            place,
            count,
            bytes,
        } in pieces
        {
            self.tx.put_piece(file, place, count, &bytes)?;
            if self.tx.whole_files()?.contains(&file) {
                self.install_joined(file, received)?;
            }
        }
        Ok(())
    }

    /// Installs a file of which every piece is here. What does not belong together is forgotten; what cannot be used now is
    /// kept until it can be.
    fn install_joined(&mut self, file: [u8; 32], received: &mut Received) -> Result<(), Error> {
        let joined = self.tx.joined_pieces(file)?;
        let whole = FilePiece::join(&file, &joined).map_err(Error::from);
        let forget = match whole.and_then(|whole| self.install(&whole)) {
            Ok(_) => {
                received.published += 1;
                true
            }
            Err(error @ Error::Parcel(ParcelError::Content | ParcelError::ContentTooLarge)) => {
                received.quarantined.push(error.code().to_owned());
                true
            }
            Err(
                error @ (Error::Parcel(_)
                | Error::Trust(_)
                | Error::Pack(_)
                | Error::Sheets(_)
                | Error::UnsignedPack),
            ) => {
                received.quarantined.push(error.code().to_owned());
                false
            }
            Err(error) => return Err(error),
        };
        if forget {
            self.tx.delete_pieces(file)?;
        }
        Ok(())
    }
}

/// Whether bytes are a language as its author wrote it.
fn unsigned_language(file: &[u8]) -> bool {
    std::str::from_utf8(file).is_ok_and(|text| LanguagePack::from_csv(text).is_ok())
}

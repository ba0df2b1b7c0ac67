//! Questionnaires on this device. Every version ever installed stays: an interview names the exact one it was made with.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use nuong_screening::{LanguagePack, Pack, PackHash, Problem, Sheets};
use nuong_vault::{Records, StoredPack};
use nuong_view::Lang;

use crate::Station;
use crate::error::Error;

/// Survey, choices and settings of a questionnaire that comes with the program.
macro_rules! sheets {
    ($id:literal) => {
        [
            include_str!(concat!("../../../instruments/", $id, "/survey.csv")),
            include_str!(concat!("../../../instruments/", $id, "/choices.csv")),
            include_str!(concat!("../../../instruments/", $id, "/settings.csv")),
        ]
    };
}

/// The questionnaires that come with the program. No recordings come with `self-answer`: until there are some on the device it
/// is not handed over (see [`Station::hand_device`]).
const SHIPPED: [[&str; 3]; 9] = [
    sheets!("border-initial"),
    sheets!("triage"),
    sheets!("scam-compound"),
    sheets!("outreach-household"),
    sheets!("returnee-needs"),
    sheets!("indicators-adult-labour"),
    sheets!("indicators-child-labour"),
    sheets!("indicators-sexual-exploitation"),
    sheets!("self-answer"),
];

/// Under this key the vault keeps the hash of the sheets it was last given, so that they are not compiled at each opening.
const SHIPPED_KEY: &str = "shipped-packs";

/// The indicators that the questionnaires that come with the program refer to.
pub const INDICATORS: &str = include_str!("../../../instruments/indicators/ilo-ec-2009.csv");

/// Compiled questionnaires in memory, by hash.
pub(crate) type PackCache = RefCell<HashMap<PackHash, Arc<Pack>>>;

/// Compiles a questionnaire from its sheets, with what is worth a second look in them.
///
/// # Errors
/// Every problem found, each with its sheet, row and column.
pub fn compile_sheets(
    survey: &str,
    choices: &str,
    settings: &str,
    indicators: Option<&str>,
) -> Result<(Pack, Vec<Problem>), Vec<Problem>> {
    Pack::compile(&Sheets::from_csv(
        survey,
        choices,
        settings,
        indicators.unwrap_or(INDICATORS),
    )?)
}

/// What is installed, in a line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InstalledPack {
    /// The form id, such as `border-initial`.
    pub id: String,
    /// The version its author gave it.
    pub version: String,
    /// The hash by which interviews name it.
    pub hash: String,
}

impl Station {
    /// Keeps a questionnaire that is part of the program.
    fn install_pack(&mut self, pack: &Pack) -> Result<PackHash, Error> {
        let hash = pack.hash();
        if self.vault.pack(hash.0)?.is_none() {
            self.act(|act| {
                act.tx
                    .put_pack(hash.0, pack.id(), pack.version(), pack.canonical())?;
                Ok(())
            })?;
        }
        Ok(hash)
    }

    pub(crate) fn install_shipped_packs(&mut self) -> Result<(), Error> {
        let sources = SHIPPED.as_flattened().concat() + INDICATORS;
        let mark = nuong_trust::sha256(sources.as_bytes());
        if self
            .vault
            .state(SHIPPED_KEY)?
            .is_some_and(|held| held == mark)
        {
            return Ok(());
        }
        for [survey, choices, settings] in SHIPPED {
            let (pack, _) =
                compile_sheets(survey, choices, settings, None).map_err(Error::Sheets)?;
            self.install_pack(&pack)?;
        }
        self.act(|act| Ok(act.tx.put_state(SHIPPED_KEY, &mark)?))
    }

    /// The questionnaires on this device, newest first.
    ///
    /// # Errors
    /// The vault's.
    pub fn packs(&self) -> Result<Vec<InstalledPack>, Error> {
        let packs = self.vault.packs()?;
        // The vault gives them in the order in which they came.
        Ok(packs
            .into_iter()
            .rev()
            .map(|p| InstalledPack {
                id: p.id,
                version: p.version,
                hash: hex::encode(p.hash),
            })
            .collect())
    }

    /// Name, title and version of each questionnaire on this device, in its newest version, by title.
    ///
    /// # Errors
    /// `pack.malformed`, or the vault's.
    pub(crate) fn instrument_titles(
        &self,
        lang: Lang,
    ) -> Result<Vec<(String, String, String)>, Error> {
        let mut newest: Vec<(String, String, String)> = Vec::new();
        let packs = self.vault.packs()?;
        for stored in &packs {
            if newest_of(&packs, &stored.id) == Some(stored) {
                let pack = self.pack(&PackHash(stored.hash))?;
                let title = pack.title(lang.code()).to_owned();
                newest.push((stored.id.clone(), title, stored.version.clone()));
            }
        }
        newest.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(newest)
    }

    /// The newest installed version of a questionnaire.
    ///
    /// # Errors
    /// `pack.unknown`, or the vault's.
    pub fn newest_pack(&self, id: &str) -> Result<PackHash, Error> {
        let packs = self.vault.packs()?;
        let found = newest_of(&packs, id);
        found.map(|p| PackHash(p.hash)).ok_or(Error::UnknownPack)
    }

    /// A questionnaire by its hash.
    ///
    /// # Errors
    /// `pack.unknown`, `pack.malformed`, or the vault's.
    pub fn pack(&self, hash: &PackHash) -> Result<Arc<Pack>, Error> {
        load(&self.vault, &self.packs, hash)
    }
}

/// The version of a questionnaire that is used from now on: the last that came, but for one that was signed earlier than one
/// that is here.
fn newest_of<'p>(packs: &'p [StoredPack], id: &str) -> Option<&'p StoredPack> {
    packs
        .iter()
        .filter(|pack| pack.id == id)
        .reduce(|one, next| {
            if next.published_at == 0 || next.published_at >= one.published_at {
                next
            } else {
                one
            }
        })
}

/// A questionnaire by its hash, from memory or the vault, with the languages that are here beside it.
pub(crate) fn load(
    records: &Records,
    cache: &PackCache,
    hash: &PackHash,
) -> Result<Arc<Pack>, Error> {
    if let Some(pack) = cache.borrow().get(hash) {
        return Ok(Arc::clone(pack));
    }
    let stored = records.pack(hash.0)?.ok_or(Error::UnknownPack)?;
    let mut pack = Pack::from_canonical(&stored)?;
    for bytes in records.languages(pack.id())? {
        // One that cannot be read, written by a later program, is no reason not to ask the questions.
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(language) = LanguagePack::from_csv(&text) {
            pack = pack.with_language(&language).0;
        }
    }
    let pack = Arc::new(pack);
    cache.borrow_mut().insert(*hash, Arc::clone(&pack));
    Ok(pack)
}

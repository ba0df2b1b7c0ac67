//! What people decide about a case: which of differing values holds, what happens next, who it goes to.

use std::collections::BTreeSet;

use nuong_casefile::{CaseId, Command, ConflictPath, Stated};
use nuong_screening::Answer;
use nuong_trust::UnitId;
use nuong_view::{Lang, UnitListView};

use crate::Station;
use crate::error::Error;

impl Station {
    /// Settles differing values of one field by choosing one of them.
    ///
    /// # Errors
    /// `conflict.unknown` where nothing differs there (any more), `conflict.not_a_value`, or as [`Station::command`].
    pub fn resolve(
        &mut self,
        case: CaseId,
        path: &ConflictPath,
        chosen: usize,
    ) -> Result<(), Error> {
        let conflicts = self.differing(case)?;
        let conflict = conflicts
            .into_iter()
            .find(|c| c.path == *path)
            .ok_or(Error::UnknownConflict)?;
        let Stated { value, .. } = conflict
            .values
            .into_iter()
            .nth(chosen)
            .ok_or(Error::NotAValue)?;
        self.command(
            case,
            &[Command::Resolve {
                path: path.clone(),
                value,
            }],
        )
    }

    /// Settles differing values of one field on the given one of them, as a view gave it.
    ///
    /// # Errors
    /// As [`Station::resolve`].
    pub fn resolve_with(
        &mut self,
        case: CaseId,
        path: &ConflictPath,
        value: Option<&Answer>,
    ) -> Result<(), Error> {
        let differing = self.differing(case)?;
        let conflict = differing
            .iter()
            .find(|c| c.path == *path)
            .ok_or(Error::UnknownConflict)?;
        let chosen = conflict
            .values
            .iter()
            .position(|stated| stated.value.as_ref() == value)
            .ok_or(Error::NotAValue)?;
        self.resolve(case, path, chosen)
    }

    /// The units of the authority, but those of this device.
    ///
    /// # Errors
    /// `device.not_enrolled`.
    pub fn other_units(&self) -> Result<Vec<String>, Error> {
        let identity = self.identity()?;
        let own = &identity.certificate.terms().units;
        let all: BTreeSet<String> = identity
            .bulletin
            .epochs()
            .iter()
            .filter(|epoch| !own.contains(&epoch.unit))
            .map(|epoch| epoch.unit.to_string())
            .collect();
        Ok(all.into_iter().collect())
    }

    /// The units a case can be given to, as a list to choose from.
    ///
    /// # Errors
    /// `device.not_enrolled`.
    pub fn unit_list(&self, lang: Lang) -> Result<UnitListView, Error> {
        let units = self.other_units()?;
        self.view(lang, |viewer| Ok(viewer.units(&units)))
    }

    /// What a unit is called, where the authority has said so.
    pub(crate) fn unit_name(&self, unit: &str) -> Option<String> {
        let bulletin = &self.identity().ok()?.bulletin;
        let name = bulletin.unit_name(&UnitId::new(unit).ok()?)?;
        Some(name.to_owned())
    }

    /// Hands a case to another unit: it is granted the case and has custody of it from now on.
    ///
    /// # Errors
    /// As [`Station::share`] and [`Station::command`].
    pub fn hand_over(&mut self, case: CaseId, unit: &UnitId) -> Result<(), Error> {
        self.share(case, unit)?;
        self.command(
            case,
            &[Command::HandOver {
                unit: unit.to_string(),
            }],
        )
    }
}

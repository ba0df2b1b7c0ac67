//! What people decide about a case: which of differing values holds, what happens next, who it goes to.

use nuong_casefile::{CaseId, Command, ConflictPath, Stated};
use nuong_trust::UnitId;

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

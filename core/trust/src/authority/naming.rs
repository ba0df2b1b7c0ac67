//! What units are called.

use crate::{TrustError, UnitId, bulletin::UnitName};

use super::Authority;

impl Authority {
    /// Says what a unit is called by those who work there; nothing takes that back. Devices hear of it by the next bulletin.
    ///
    /// # Errors
    /// [`TrustError::UnknownUnit`], [`TrustError::InvalidUnitName`] for a name that is empty, longer than
    /// [`crate::MAX_UNIT_NAME_CHARS`] characters or has control characters, [`TrustError::TooLarge`] if the bulletin would be.
    pub fn name_unit(&mut self, id: &UnitId, name: Option<&str>) -> Result<(), TrustError> {
        let named = name.map(|name| UnitName {
            unit: id.clone(),
            name: name.trim().to_owned(),
        });
        if named.as_ref().is_some_and(|named| !named.is_valid()) {
            return Err(TrustError::InvalidUnitName);
        }
        self.act(|authority| {
            let at = authority.units.binary_search_by(|unit| unit.id.cmp(id));
            let at = at.map_err(|_| TrustError::UnknownUnit)?;
            authority.units[at].name = named.map(|named| named.name);
            Ok(())
        })
    }

    /// All names there are, for the bulletin; nothing where there is none.
    pub(super) fn names(&self) -> Option<Vec<UnitName>> {
        let named = self.units.iter().filter_map(|unit| {
            let (unit, name) = (unit.id.clone(), unit.name.clone()?);
            Some(UnitName { unit, name })
        });
        let names: Vec<UnitName> = named.collect();
        (!names.is_empty()).then_some(names)
    }
}

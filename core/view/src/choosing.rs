//! What there is to choose from: questionnaires to begin with, units to give a case to.

use serde::Serialize;

use crate::viewer::Viewer;

/// The questionnaires on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstrumentListView {
    /// The heading.
    pub title: String,
    /// The newest version of each.
    pub instruments: Vec<InstrumentView>,
    /// Said where there is none.
    pub empty: Option<String>,
}

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstrumentView {
    /// Its name, to send back.
    pub instrument: String,
    /// Its title in the person's language.
    pub title: String,
    /// Which version of it, in words.
    pub version: String,
}

/// One of several to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionView {
    /// What to send back.
    pub value: String,
    /// What it says.
    pub label: String,
    /// Whether it is the one that holds now, where one does.
    pub chosen: bool,
}

impl OptionView {
    /// One of which none holds yet.
    pub(crate) fn open(value: &str, label: String) -> OptionView {
        OptionView {
            value: value.to_owned(),
            label,
            chosen: false,
        }
    }
}

/// The units a case can be given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitListView {
    /// The heading.
    pub title: String,
    /// What giving a case to another unit means.
    pub text: String,
    /// The units, but for this phone's own.
    pub units: Vec<OptionView>,
    /// Said where there is none.
    pub empty: Option<String>,
}

impl Viewer<'_> {
    /// The questionnaires, in the order given.
    pub fn instruments(&self, instruments: Vec<InstrumentView>) -> InstrumentListView {
        InstrumentListView {
            title: self.text("instruments-title"),
            empty: instruments
                .is_empty()
                .then(|| self.text("instruments-none")),
            instruments,
        }
    }

    /// A questionnaire by its name, title and version.
    pub fn instrument_choice(&self, id: &str, title: &str, version: &str) -> InstrumentView {
        InstrumentView {
            instrument: id.to_owned(),
            title: title.to_owned(),
            version: self.with("instruments-version", &[("version", version.into())]),
        }
    }

    /// The units a case can be given to.
    pub fn units(&self, units: &[String]) -> UnitListView {
        UnitListView {
            title: self.text("case-hand-over"),
            text: self.text("units-text"),
            units: units
                .iter()
                .map(|unit| OptionView::open(unit, self.unit(unit)))
                .collect(),
            empty: units.is_empty().then(|| self.text("units-none")),
        }
    }
}

//! Consent: what the person agreed to, for what and for whom, and the form on which it is asked.

use nuong_casefile::{ConflictPath, ConsentEntry, Right};
use nuong_screening::Answer;
use serde::Serialize;

use crate::action::Action;
use crate::case::{CaseFacts, FactView};
use crate::choosing::OptionView;
use crate::known::{Known, PURPOSES};
use crate::viewer::Viewer;

/// A consent, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentView {
    /// What it is for, to send back.
    pub purpose: String,
    /// Whom it is for, to send back.
    pub receiver: String,
    /// Both in words, with how it stands and who wrote that down.
    pub fact: FactView,
    /// Takes it back.
    pub withdraw: Action,
}

/// The form on which consent is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentFormView {
    /// The heading.
    pub title: String,
    /// What the person is to be told before being asked.
    pub text: String,
    /// The label before what it is for.
    pub purpose_label: String,
    /// What it can be for.
    pub purposes: Vec<OptionView>,
    /// The label of the field for whom it is for.
    pub receiver_label: String,
    /// What to write there.
    pub receiver_hint: String,
    /// Receivers known here: units of the authority, and services of this case. Another can be written.
    pub receivers: Vec<OptionView>,
    /// Writes down that the person agrees.
    pub give: Action,
    /// Writes down that the person refuses.
    pub refuse: Action,
}

impl Viewer<'_> {
    pub(crate) fn consents(&self, known: &Known<'_>, facts: &CaseFacts<'_>) -> Vec<ConsentView> {
        let consents = known.record.consents.iter();
        consents
            .filter_map(|entry| self.one_consent(known, facts, entry))
            .collect()
    }

    fn one_consent(
        &self,
        known: &Known<'_>,
        facts: &CaseFacts<'_>,
        entry: &ConsentEntry,
    ) -> Option<ConsentView> {
        let (purpose, receiver) = (entry.purpose.clone(), entry.receiver.clone());
        let path = ConflictPath::Consent {
            purpose: purpose.clone(),
            receiver: receiver.clone(),
        };
        let given = Some(Answer::value("given"));
        let stands = entry.state.iter().any(|stated| stated.value == given);
        Some(ConsentView {
            fact: self.fact(known, &path, &entry.state)?,
            withdraw: Action::unless(
                self.text("consent-withdraw"),
                self.why_not(facts, Right::Consent)
                    .or_else(|| (!stands).then(|| self.text("consent-none-given"))),
            ),
            purpose,
            receiver,
        })
    }

    /// The form for consent: `units` of the authority by name, this device's own among them.
    pub fn consent_form(&self, facts: &CaseFacts<'_>, units: &[String]) -> ConsentFormView {
        let services = facts.record.referrals.iter().map(|entry| &entry.to);
        let mut receivers: Vec<OptionView> = Vec::new();
        for (value, label) in units
            .iter()
            .map(|unit| (unit, self.unit(unit)))
            .chain(services.map(|service| (service, service.clone())))
        {
            if receivers.iter().all(|known| known.value != *value) {
                receivers.push(OptionView::open(value, label));
            }
        }
        let action = |id: &str| Action::unless(self.text(id), self.why_not(facts, Right::Consent));
        ConsentFormView {
            title: self.text("case-consent"),
            text: self.text("consent-text"),
            purpose_label: self.text("consent-purpose"),
            purposes: PURPOSES
                .iter()
                .map(|(purpose, id)| OptionView::open(purpose, begun_large(&self.text(id))))
                .collect(),
            receiver_label: self.text("consent-receiver"),
            receiver_hint: self.text("consent-receiver-hint"),
            receivers,
            give: action("consent-give"),
            refuse: action("consent-refuse"),
        }
    }
}

/// A name that stands alone, where it otherwise stands within a sentence.
fn begun_large(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

//! Differing answers side by side, each with one tap.

use nuong_casefile::{Conflict, Right};
use nuong_screening::Answer;
use serde::Serialize;

use crate::action::Action;
use crate::case::CaseFacts;
use crate::known::Known;
use crate::viewer::Viewer;

/// One place where colleagues wrote different things and nobody has settled it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConflictView {
    /// The place, to send back.
    pub path: String,
    /// What it is about: a question or a fact.
    pub heading: String,
    /// That they differ, and what is used until it is settled.
    pub text: String,
    /// Each different value.
    pub values: Vec<ConflictValueView>,
}

/// One of the differing values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConflictValueView {
    /// What was written.
    pub text: String,
    /// Everyone who wrote it and when.
    pub by: Vec<String>,
    /// Settles on this value.
    pub choose: Action,
    /// The value, to send back as it is.
    pub value: Option<Answer>,
}

impl Viewer<'_> {
    /// The differing answers of a case.
    pub fn conflicts(&self, facts: &CaseFacts<'_>) -> Vec<ConflictView> {
        let known = Known::new(facts.record, facts.packs, self.clock.offset_minutes());
        self.case_conflicts(&known, facts)
    }

    pub(crate) fn case_conflicts(
        &self,
        known: &Known<'_>,
        facts: &CaseFacts<'_>,
    ) -> Vec<ConflictView> {
        let why_not = self.why_not(facts, Right::Resolve);
        facts
            .conflicts
            .iter()
            .map(|conflict| self.conflict(known, facts, conflict, why_not.as_ref()))
            .collect()
    }

    fn conflict(
        &self,
        known: &Known<'_>,
        facts: &CaseFacts<'_>,
        conflict: &Conflict,
        why_not: Option<&String>,
    ) -> ConflictView {
        let path = conflict.path.to_string();
        let mut values: Vec<ConflictValueView> = Vec::new();
        for stated in &conflict.values {
            let who = self.name(&stated.by);
            let when = self.moment(stated.at);
            let by = self.with(
                "by-when",
                &[("name", (&who).into()), ("when", (&when).into())],
            );
            if let Some(same) = values.iter_mut().find(|value| value.value == stated.value) {
                same.by.push(by);
                continue;
            }
            let text = self.stated(known, &conflict.path, stated.value.as_ref());
            values.push(ConflictValueView {
                choose: Action::unless(
                    self.with("conflict-choose", &[("value", (&text).into())]),
                    why_not.cloned(),
                ),
                text,
                by: vec![by],
                value: stated.value.clone(),
            });
        }
        let protected = facts.assessment.protective.contains(&path);
        ConflictView {
            path,
            heading: self.place(known, &conflict.path),
            text: self.text(if protected {
                "protective-note"
            } else {
                "conflict-text"
            }),
            values,
        }
    }
}

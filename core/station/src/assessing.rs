//! The assessment of a case: computed from what was said, never stored as truth.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use nuong_casefile::{CaseId, CaseRecord, InterviewEntry, Stated};
use nuong_screening::{
    Answer, AnswerSet, Assessment, Circumstances, InterviewRecord, Pack, PersonFacts, Rules,
};
use nuong_vault::Records;

use crate::Station;
use crate::environment::Environment;
use crate::error::Error;
use crate::interviews::{date_of, pack_of};
use crate::packs::PackCache;

impl Station {
    /// What the answers of a case point to, and why.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn assess(&mut self, case: CaseId) -> Result<Assessment, Error> {
        let record = self.record(case)?;
        assess(&self.vault, &self.packs, &self.env, &record)
    }
}

/// Assesses what a case holds; interviews whose questionnaire is not on this device count for nothing.
pub(crate) fn assess(
    records: &Records,
    cache: &PackCache,
    env: &Environment,
    record: &CaseRecord,
) -> Result<Assessment, Error> {
    weighed(records, cache, env, record, nuong_screening::assess)
}

/// The same by every rule: first what [`assess`] gives, then what each other rule makes of it. Never empty.
pub(crate) fn assess_each(
    records: &Records,
    cache: &PackCache,
    env: &Environment,
    record: &CaseRecord,
) -> Result<Vec<Assessment>, Error> {
    weighed(records, cache, env, record, nuong_screening::assess_each)
}

fn weighed<T>(
    records: &Records,
    cache: &PackCache,
    env: &Environment,
    record: &CaseRecord,
    weigh: impl FnOnce(&[InterviewRecord<'_>], &PersonFacts, &Rules, Date) -> T,
) -> Result<T, Error> {
    let mut read: Vec<(&InterviewEntry, Arc<Pack>, AnswerSet, Circumstances)> = Vec::new();
    for entry in &record.interviews {
        if let Some(pack) = pack_of(records, cache, entry)? {
            let answers = stated_answers(&entry.answers);
            read.push((
                entry,
                pack,
                answers,
                entry.circumstances(env.offset_minutes),
            ));
        }
    }
    let interviews: Vec<InterviewRecord<'_>> = read
        .iter()
        .map(|(entry, pack, answers, held)| InterviewRecord {
            id: &entry.id,
            pack,
            answers,
            held,
        })
        .collect();
    let person = stated_answers(&record.person);
    Ok(weigh(
        &interviews,
        &person,
        Rules::shipped(),
        date_of(env, env.now()),
    ))
}

/// Every value that stands, for each question: several where people differ.
fn stated_answers(fields: &BTreeMap<String, Vec<Stated>>) -> BTreeMap<String, Vec<Answer>> {
    fields
        .iter()
        .map(|(path, values)| {
            (
                path.clone(),
                values.iter().filter_map(|s| s.value.clone()).collect(),
            )
        })
        .collect()
}

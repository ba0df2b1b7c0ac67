//! What a case's questionnaires say about its answers: the words of questions, choices and fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use nuong_casefile::{CaseRecord, ConflictPath, InterviewEntry, Stated};
use nuong_screening::{Answer, Interview, Pack, Question};

use crate::viewer::Viewer;

/// Questionnaires by the hexadecimal digits of their hash, as interviews name them.
pub type Packs = BTreeMap<String, Arc<Pack>>;

/// The short names of the facts about a person that questionnaires share.
const FIELDS: &[(&str, &str)] = &[
    ("name", "field-name"),
    ("age_years", "field-age"),
    ("birth_date", "field-birth-date"),
    ("sex", "field-sex"),
    ("ethnic_group", "field-ethnic-group"),
    ("ethnic_group_said", "field-ethnic-group-said"),
    ("other_name", "field-other-name"),
    ("language", "field-language"),
    ("phone", "field-phone"),
    ("nationality", "field-nationality"),
    ("home", "field-home"),
    ("absence_from", "field-absence-from"),
    ("absence_to", "field-absence-to"),
    ("absence_reason", "field-absence-reason"),
    ("destination_country", "field-destination"),
    ("found_with", "field-found-with"),
    ("child_apparent", "field-child-apparent"),
];

/// What consent can be asked for.
pub(crate) const PURPOSES: &[(&str, &str)] = &[
    ("interview", "purpose-interview"),
    ("record", "purpose-record"),
    ("share", "purpose-share"),
    ("refer", "purpose-refer"),
];

/// How a consent stands.
const CONSENT_STATES: &[(&str, &str)] = &[
    ("given", "consent-given"),
    ("refused", "consent-refused"),
    ("withdrawn", "consent-withdrawn"),
];

/// One case with the questionnaires its interviews were made with.
pub(crate) struct Known<'a> {
    pub(crate) record: &'a CaseRecord,
    packs: &'a Packs,
    /// Each interview whose questionnaire is here, for its words and for what counts.
    interviews: BTreeMap<&'a str, Interview>,
}

impl<'a> Known<'a> {
    /// `offset_minutes` is how far the place's clock stands ahead of UTC.
    pub(crate) fn new(record: &'a CaseRecord, packs: &'a Packs, offset_minutes: i32) -> Known<'a> {
        let interviews = record
            .interviews
            .iter()
            .filter_map(|entry| {
                let pack = packs.get(&entry.pack)?;
                Some((entry.id.as_str(), restored(entry, pack, offset_minutes)))
            })
            .collect();
        Known {
            record,
            packs,
            interviews,
        }
    }

    pub(crate) fn interview(&self, id: &str) -> Option<&Interview> {
        self.interviews.get(id)
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&'a InterviewEntry> {
        self.record.interviews.iter().find(|entry| entry.id == id)
    }

    pub(crate) fn question(&self, interview: &str, path: &str) -> Option<&Question> {
        self.interviews.get(interview)?.pack().question(path)
    }

    /// The question that tells a fact about the person, of whichever questionnaire has one.
    pub(crate) fn fact_question(&self, field: &str) -> Option<&Question> {
        self.packs
            .values()
            .flat_map(|pack| pack.questions())
            .find(|question| question.fact.as_deref() == Some(field))
    }

    /// Every value stated of each fact about the person: what stands for the case and, only where
    /// nothing does, what interviews told and still counts. What an interview once told is history
    /// when somebody has settled the fact since. A value said twice stands once, with who said it
    /// first.
    pub(crate) fn facts(&self) -> BTreeMap<&str, Vec<&Stated>> {
        let mut facts: BTreeMap<&str, Vec<&Stated>> = BTreeMap::new();
        let mut add = |field, stated: &'a Stated| {
            let values = facts.entry(field).or_default();
            if stated.value.is_some()
                && values
                    .iter()
                    .all(|value: &&Stated| value.value != stated.value)
            {
                values.push(stated);
            }
        };
        for (field, values) in &self.record.person {
            values.iter().for_each(|stated| add(field.as_str(), stated));
        }
        for entry in &self.record.interviews {
            let Some(interview) = self.interviews.get(entry.id.as_str()) else {
                continue;
            };
            // What is told within a repeat is not about one person.
            let of_the_person = entry.answers.iter().filter(|(path, _)| !path.contains('['));
            for (path, values) in of_the_person {
                let fact = interview
                    .pack()
                    .question(path)
                    .and_then(|question| question.fact.as_deref());
                let open = |fact: &&str| !self.record.person.contains_key(*fact);
                if let Some(fact) = fact.filter(open).filter(|_| interview.is_relevant(path)) {
                    values.iter().for_each(|stated| add(fact, stated));
                }
            }
        }
        facts.retain(|_, values| !values.is_empty());
        facts
    }

    /// The person's name as it was first given.
    pub(crate) fn name(&self) -> Option<&str> {
        let facts = self.facts();
        facts
            .get("name")?
            .iter()
            .find_map(|stated| match &stated.value {
                Some(Answer::Value(name)) => Some(name.as_str()),
                _ => None,
            })
    }
}

fn restored(entry: &InterviewEntry, pack: &Arc<Pack>, offset_minutes: i32) -> Interview {
    let answers = entry.answers.iter().filter_map(|(path, values)| {
        let answer = values.first()?.value.clone()?;
        Some((path.clone(), answer))
    });
    Interview::restore(pack.clone(), entry.circumstances(offset_minutes), answers)
}

impl Viewer<'_> {
    /// The title of an interview's questionnaire; its plain name where the questionnaire is not here.
    pub(crate) fn instrument(&self, known: &Known<'_>, interview: &str) -> String {
        match (known.interview(interview), known.entry(interview)) {
            (Some(interview), _) => interview.pack().title(self.code()).to_owned(),
            (None, Some(entry)) => {
                self.with("interview-unknown", &[("name", (&entry.instrument).into())])
            }
            (None, None) => self.text("interview-missing"),
        }
    }

    /// The words of a question.
    pub(crate) fn asked(&self, known: &Known<'_>, interview: &str, path: &str) -> String {
        let label = known
            .interview(interview)
            .map(|interview| interview.label(path, self.code()))
            .unwrap_or_default();
        if label.is_empty() {
            self.text("question-unknown")
        } else {
            label
        }
    }

    /// The name of a fact about the person.
    pub(crate) fn field(&self, known: &Known<'_>, field: &str) -> String {
        if let Some(id) = found(FIELDS, field) {
            return self.text(id);
        }
        let label = known
            .fact_question(field)
            .map_or("", |question| question.label(self.code()));
        if label.is_empty() {
            self.text("field-other")
        } else {
            label.to_owned()
        }
    }

    /// What a consent is for.
    pub(crate) fn purpose(&self, purpose: &str) -> String {
        found(PURPOSES, purpose).map_or_else(|| purpose.to_owned(), |id| self.text(id))
    }

    /// The name of a place in a case, for differing values and for the timeline.
    pub(crate) fn place(&self, known: &Known<'_>, path: &ConflictPath) -> String {
        match path {
            ConflictPath::Person(field) => self.field(known, field),
            ConflictPath::Answer { interview, path } => self.asked(known, interview, path),
            ConflictPath::Need(need) => self.need_name(need),
            ConflictPath::Referral(to) => self.with("place-referral", &[("to", to.into())]),
            ConflictPath::Consent { purpose, receiver } => {
                let (purpose, receiver) = (self.purpose(purpose), self.unit(receiver));
                self.with(
                    "place-consent",
                    &[
                        ("purpose", (&purpose).into()),
                        ("receiver", (&receiver).into()),
                    ],
                )
            }
            ConflictPath::Custody => self.text("place-custody"),
            ConflictPath::Link(other) => {
                let other = self.case_number(&other.to_string());
                self.with("place-link", &[("other", (&other).into())])
            }
            ConflictPath::Decision => self.text("place-decision"),
            _ => self.text("place-newer"),
        }
    }

    /// A stated value in the words of its place.
    pub(crate) fn stated(
        &self,
        known: &Known<'_>,
        path: &ConflictPath,
        value: Option<&Answer>,
    ) -> String {
        match (path, value) {
            (ConflictPath::Person(field), _) => self.answer(known.fact_question(field), value),
            (ConflictPath::Answer { interview, path }, _) => {
                self.answer(known.question(interview, path), value)
            }
            (ConflictPath::Consent { .. }, Some(Answer::Value(state))) => {
                found(CONSENT_STATES, state).map_or_else(|| state.clone(), |id| self.text(id))
            }
            (ConflictPath::Custody, Some(Answer::Value(unit))) => self.unit(unit),
            (ConflictPath::Decision, Some(Answer::Value(decision))) => {
                self.decision_named(decision)
            }
            _ => self.answer(None, value),
        }
    }
}

fn found(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, id)| *id)
}

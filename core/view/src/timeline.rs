//! What happened to a case: interviews with their answers, events and notes.

use std::collections::HashMap;

use nuong_casefile::{
    AnsweredBy, CaseId, CaseRecord, Event, EventKind, InterviewEntry, Learnt, Manner,
};
use serde::Serialize;

use crate::known::Known;
use crate::viewer::Viewer;

/// One moment of the timeline, or a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MomentView {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What happened or was noted.
    pub text: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// One interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InterviewSummaryView {
    /// Its id, to send back.
    pub interview: String,
    /// The questionnaire.
    pub title: String,
    /// When it began and with whom.
    pub began: String,
    /// How it stands.
    pub state: String,
    /// The answers in the order of the questionnaire.
    pub answers: Vec<AnsweredView>,
}

/// One question with its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnsweredView {
    /// Its path.
    pub path: String,
    /// The question.
    pub question: String,
    /// Each different answer.
    pub answers: Vec<String>,
    /// Who answered and when: of the first answer.
    pub by: String,
    /// Whose words the first answer is and how it came to be known, where it is not the person's own answer to a question.
    pub manner: Option<String>,
    /// Present when the answers differ.
    pub differs: Option<String>,
    /// Present when the answer is kept and does not count, because of what was answered elsewhere.
    pub not_counted: Option<String>,
}

impl Viewer<'_> {
    pub(crate) fn interviews(&self, known: &Known<'_>) -> Vec<InterviewSummaryView> {
        let entries = known.record.interviews.iter();
        entries
            .map(|entry| self.interview_summary(known, entry))
            .collect()
    }

    fn interview_summary(&self, known: &Known<'_>, entry: &InterviewEntry) -> InterviewSummaryView {
        InterviewSummaryView {
            interview: entry.id.clone(),
            title: self.instrument(known, &entry.id),
            began: self.done_by("by-when", &entry.started_by, entry.started_at),
            state: match entry.finished {
                None => self.text("interview-going"),
                Some(finished) if finished.complete => {
                    self.done_by("interview-done", &finished.by, finished.at)
                }
                Some(finished) => self.done_by("interview-left", &finished.by, finished.at),
            },
            answers: self.answered(known, entry),
        }
    }

    /// The answers in the order of the questionnaire; in the order of their paths where it is not here.
    fn answered(&self, known: &Known<'_>, entry: &InterviewEntry) -> Vec<AnsweredView> {
        let mut paths: Vec<&String> = entry.answers.keys().collect();
        if let Some(interview) = known.interview(&entry.id) {
            let answered: Vec<&str> = interview.answers().map(|(path, _)| path).collect();
            let questions = interview.pack().questions();
            let order: HashMap<&str, usize> = questions
                .map(|question| question.path.as_str())
                .enumerate()
                .map(|(at, path)| (path, at))
                .collect();
            // Instances of repeats stand in the order of the interview, all else in that of the questionnaire.
            let within: HashMap<&str, usize> = answered
                .into_iter()
                .enumerate()
                .map(|(at, path)| (path, at))
                .collect();
            paths.sort_by_key(|path| {
                let question = interview.pack().question(path);
                let at = question.and_then(|question| order.get(question.path.as_str()));
                let at = at.copied().unwrap_or(usize::MAX);
                (at, within.get(path.as_str()).copied().unwrap_or(usize::MAX))
            });
        }
        paths
            .into_iter()
            .filter_map(|path| self.one_answered(known, entry, path))
            .collect()
    }

    fn one_answered(
        &self,
        known: &Known<'_>,
        entry: &InterviewEntry,
        path: &str,
    ) -> Option<AnsweredView> {
        let values = entry.answers.get(path)?;
        let first = values.first()?;
        if values.iter().all(|stated| stated.value.is_none()) {
            return None;
        }
        let question = known.question(&entry.id, path);
        let mut answers: Vec<String> = Vec::new();
        for stated in values {
            let text = self.answer(question, stated.value.as_ref());
            if !answers.contains(&text) {
                answers.push(text);
            }
        }
        let counts = known
            .interview(&entry.id)
            .is_none_or(|interview| interview.is_relevant(path));
        Some(AnsweredView {
            path: path.to_owned(),
            question: self.asked(known, &entry.id, path),
            differs: (answers.len() > 1).then(|| self.text("fact-differs")),
            answers,
            by: self.done_by("by-when", &first.by, first.at),
            manner: first.manner.and_then(|manner| self.manner(manner)),
            not_counted: (!counts).then(|| self.text("answer-not-counted")),
        })
    }

    /// How an answer came to be known, where it is worth saying.
    fn manner(&self, manner: Manner) -> Option<String> {
        let id = match (manner.by, manner.how) {
            (AnsweredBy::Person, Learnt::Asked) => return None,
            (_, Learnt::Observed) => "manner-observed",
            (AnsweredBy::Interpreter, _) => "manner-interpreter",
            (AnsweredBy::Alone, _) => "manner-alone",
            (AnsweredBy::Other, _) | (_, Learnt::ToldByAnother) => "manner-other",
            (AnsweredBy::Officer, Learnt::Asked) => "manner-officer",
        };
        Some(self.text(id))
    }

    pub(crate) fn notes(&self, record: &CaseRecord) -> Vec<MomentView> {
        let notes = record.notes.iter().rev();
        notes
            .map(|note| MomentView {
                when: self.moment(note.at),
                who: self.name(&note.by),
                text: note.text.clone(),
                reason: None,
            })
            .collect()
    }

    pub(crate) fn timeline(&self, known: &Known<'_>) -> Vec<MomentView> {
        let events = known.record.events.iter().rev();
        events.map(|event| self.event(known, event)).collect()
    }

    fn event(&self, known: &Known<'_>, event: &Event) -> MomentView {
        let reason = match &event.kind {
            EventKind::Referred { reason, .. } | EventKind::Decided { reason, .. }
                if !reason.is_empty() =>
            {
                Some(reason.clone())
            }
            _ => None,
        };
        MomentView {
            when: self.moment(event.at),
            who: self.name(&event.by),
            text: self.event_text(known, &event.kind),
            reason,
        }
    }

    fn event_text(&self, known: &Known<'_>, kind: &EventKind) -> String {
        match kind {
            EventKind::InterviewStarted { interview } => {
                let title = self.instrument(known, interview);
                self.with("event-interview-started", &[("title", (&title).into())])
            }
            EventKind::InterviewFinished {
                interview,
                complete,
            } => {
                let title = self.instrument(known, interview);
                let id = if *complete {
                    "event-interview-finished"
                } else {
                    "event-interview-left"
                };
                self.with(id, &[("title", (&title).into())])
            }
            EventKind::NeedAdded { need } => {
                let need = self.need_name(need);
                self.with("event-need", &[("need", (&need).into())])
            }
            EventKind::Referred { to, .. } => self.with("event-referred", &[("to", to.into())]),
            EventKind::Decided { decision, .. } => {
                let decision = self.decision(*decision);
                self.with("event-decided", &[("decision", (&decision).into())])
            }
            EventKind::ConsentStated {
                purpose,
                receiver,
                given,
            } => {
                let id = if *given {
                    "event-consent-given"
                } else {
                    "event-consent-refused"
                };
                self.consent_event(id, purpose, receiver)
            }
            EventKind::ConsentWithdrawn { purpose, receiver } => {
                self.consent_event("event-consent-withdrawn", purpose, receiver)
            }
            EventKind::HandedOver { unit } => {
                let unit = self.unit(unit);
                self.with("event-handed-over", &[("unit", (&unit).into())])
            }
            EventKind::Resolved { path } => {
                let place = self.place(known, path);
                self.with("event-resolved", &[("place", (&place).into())])
            }
            EventKind::Linked { other } => self.link_event("event-linked", *other),
            EventKind::Unlinked { other } => self.link_event("event-unlinked", *other),
            _ => self.text("place-newer"),
        }
    }

    fn link_event(&self, id: &str, other: CaseId) -> String {
        let other = self.case_number(&other.to_string());
        self.with(id, &[("other", (&other).into())])
    }

    fn consent_event(&self, id: &str, purpose: &str, receiver: &str) -> String {
        let (purpose, receiver) = (self.purpose(purpose), self.unit(receiver));
        self.with(
            id,
            &[
                ("purpose", (&purpose).into()),
                ("receiver", (&receiver).into()),
            ],
        )
    }
}

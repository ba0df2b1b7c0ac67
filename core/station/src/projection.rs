//! The row by which a case is listed, searched and counted; it can always be made again from the document.

use nuong_casefile::{CaseRecord, Stage};
use nuong_screening::{Answer, Assessment, ChildStatus, Outcome};
use nuong_vault::CaseRow;

use crate::keys::tag_of;

/// The state of sending of a case that something was written to on this device.
pub(crate) const WRITTEN_HERE: u8 = 1;

/// How pressing a case is on a list; higher comes first.
pub(crate) fn urgency(record: &CaseRecord, assessment: &Assessment, conflicts: usize) -> u8 {
    let open = !matches!(record.stage, Stage::Closed | Stage::HandedOver);
    let child = !matches!(assessment.child, ChildStatus::Adult { .. });
    let signs = matches!(assessment.outcome, Outcome::ReasonableGrounds);
    match (open, assessment.urgent.is_empty()) {
        (false, _) => 0,
        (true, false) => 5,
        (true, true) if signs && child => 4,
        (true, true) if signs => 3,
        (true, true) if conflicts > 0 => 2,
        (true, true) => 1,
    }
}

pub(crate) fn row(
    record: &CaseRecord,
    assessment: &Assessment,
    conflicts: usize,
    written_here: bool,
) -> CaseRow {
    let fact = |name: &str| match record.person.get(name)?.first()?.value.as_ref()? {
        Answer::Value(text) => Some(text.clone()),
        Answer::DoesNotKnow | Answer::DoesNotWantToSay => None,
    };
    CaseRow {
        case_id: *record.id.as_bytes(),
        tag: *tag_of(record.id).as_bytes(),
        name: fact("name"),
        place: record
            .custody
            .first()
            .and_then(|s| match &s.value {
                Some(Answer::Value(unit)) => Some(unit.clone()),
                _ => None,
            })
            .unwrap_or_default(),
        stage: record.stage as u8,
        outcome: assessment.outcome as u8,
        urgent_rank: urgency(record, assessment, conflicts),
        child: !matches!(assessment.child, ChildStatus::Adult { .. }),
        conflicts: u32::try_from(conflicts).unwrap_or(u32::MAX),
        urgent: assessment.urgent.iter().map(|u| u.need.clone()).collect(),
        created_at: record.created_at,
        created_by: *record.created_by.as_bytes(),
        updated_at: record.updated_at,
        sent_state: if written_here { WRITTEN_HERE } else { 0 },
        updated_by: *record.updated_by.as_bytes(),
        instrument: record
            .interviews
            .last()
            .map(|i| i.instrument.clone())
            .unwrap_or_default(),
        interview_open: record.interviews.iter().any(|i| i.finished.is_none()),
        needs_open: u32::try_from(record.needs.len()).unwrap_or(u32::MAX),
    }
}

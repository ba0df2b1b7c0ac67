//! The row by which a case is listed, searched and counted; it can always be made again from the document.

use nuong_casefile::{CaseRecord, Stage};
use nuong_screening::{Answer, Assessment, ChildStatus, Outcome};
use nuong_vault::CaseRow;

use crate::keys::tag_of;

/// The state of sending of a case that something was written to on this device.
pub(crate) const WRITTEN_HERE: u8 = 1;

/// Needs that cannot wait until tomorrow.
const LIFE_AT_STAKE: [&str; 4] = ["danger", "suicide", "medical", "child-alone"];

/// How pressing a case is on a list; higher comes first. What is handed over or closed is 0.
pub(crate) fn urgency(record: &CaseRecord, assessment: &Assessment, conflicts: usize) -> u8 {
    if matches!(record.stage, Stage::Closed | Stage::HandedOver) {
        return 0;
    }
    let child = !matches!(assessment.child, ChildStatus::Adult { .. });
    let grounds = assessment.outcome == Outcome::ReasonableGrounds;
    let life = assessment
        .urgent
        .iter()
        .any(|u| LIFE_AT_STAKE.contains(&u.need.as_str()));
    1 + u8::from(conflicts > 0)
        + 2 * u8::from(child)
        + 4 * u8::from(grounds)
        + 8 * u8::from(!assessment.urgent.is_empty())
        + 16 * u8::from(life)
}

/// Each need once, in the order they came up.
fn urgent_needs(assessment: &Assessment) -> Vec<String> {
    let mut needs: Vec<String> = Vec::new();
    for urgent in &assessment.urgent {
        if !needs.contains(&urgent.need) {
            needs.push(urgent.need.clone());
        }
    }
    needs
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
        urgent: urgent_needs(assessment),
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

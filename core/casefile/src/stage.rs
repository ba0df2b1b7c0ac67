//! Where a case stands. Nobody sets the stage: it follows from the events.

use serde::{Deserialize, Serialize};

use crate::command::Decision;
use crate::event::EventKind;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// No interview has ended yet.
    New,
    /// Interviews ended, but each was broken off: the person is to be spoken with again.
    Screened,
    /// An interview came to its end and nobody has decided since, the case was reopened, or two
    /// people decided differently.
    NeedsDecision,
    /// Somebody decided how it goes on.
    Decided,
    /// Nothing is to be decided here, and another unit has the case.
    HandedOver,
    /// Somebody decided that nothing more is done for now.
    Closed,
}

/// The stage after these events, oldest first; `contested` when standing decisions differ.
pub(crate) fn stage<'a>(events: impl IntoIterator<Item = &'a EventKind>, contested: bool) -> Stage {
    let mut ended = false;
    let mut to_decide = contested;
    let mut closed = false;
    let mut decided = false;
    let mut handed_over = false;
    for event in events {
        match event {
            EventKind::InterviewFinished { complete, .. } => {
                ended = true;
                to_decide |= complete;
            }
            EventKind::Decided { decision, .. } => {
                decided = true;
                handed_over = false;
                closed = *decision == Decision::CloseNoFurtherAction;
                to_decide = contested || *decision == Decision::Reopen;
            }
            EventKind::HandedOver { .. } => handed_over = true,
            _ => {}
        }
    }
    match () {
        () if to_decide => Stage::NeedsDecision,
        () if closed => Stage::Closed,
        () if handed_over => Stage::HandedOver,
        () if decided => Stage::Decided,
        () if ended => Stage::Screened,
        () => Stage::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(complete: bool) -> EventKind {
        EventKind::InterviewFinished {
            interview: "i".into(),
            complete,
        }
    }

    fn decided(decision: Decision) -> EventKind {
        EventKind::Decided {
            decision,
            reason: "x".into(),
        }
    }

    fn handed_over() -> EventKind {
        EventKind::HandedOver {
            unit: "commune".into(),
        }
    }

    #[test]
    fn the_stage_follows_from_the_events() {
        let cases = [
            (vec![], Stage::New),
            (vec![finished(false)], Stage::Screened),
            (vec![finished(true)], Stage::NeedsDecision),
            (vec![finished(true), finished(false)], Stage::NeedsDecision),
            (vec![finished(true), handed_over()], Stage::NeedsDecision),
            (vec![finished(false), handed_over()], Stage::HandedOver),
            (
                vec![finished(true), decided(Decision::Refer)],
                Stage::Decided,
            ),
            (
                vec![decided(Decision::Proceed), handed_over()],
                Stage::HandedOver,
            ),
            (vec![decided(Decision::CloseNoFurtherAction)], Stage::Closed),
            (
                vec![
                    decided(Decision::CloseNoFurtherAction),
                    decided(Decision::Reopen),
                ],
                Stage::NeedsDecision,
            ),
            (
                vec![decided(Decision::CloseNoFurtherAction), finished(true)],
                Stage::NeedsDecision,
            ),
        ];
        for (events, expected) in cases {
            assert_eq!(stage(&events, false), expected, "{events:?}");
        }
    }

    #[test]
    fn decisions_that_differ_need_a_decision() {
        let events = [
            decided(Decision::Proceed),
            decided(Decision::CloseNoFurtherAction),
        ];
        assert_eq!(stage(&events, true), Stage::NeedsDecision);
    }
}

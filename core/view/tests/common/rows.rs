//! Rows of the worklist for every reason a case can stand somewhere.

use nuong_casefile::Stage;
use nuong_screening::Outcome;
use nuong_view::{CaseRowFacts, Sending};

use super::{DAY, NOW};

/// A case opened five days ago of which nothing is known; `case` is two digits of its id.
pub fn row(case: &str) -> CaseRowFacts {
    CaseRowFacts {
        case: case.repeat(16),
        name: None,
        place: None,
        created_at: NOW - 5 * DAY,
        stage: Stage::New,
        outcome: None,
        child: false,
        urgent: Vec::new(),
        conflicts: 0,
        unfinished: false,
        read_only: false,
        handed_to: None,
        sending: Sending::Here,
    }
}

fn standing(case: &str, stage: Stage, outcome: Option<Outcome>) -> CaseRowFacts {
    CaseRowFacts {
        stage,
        outcome,
        ..row(case)
    }
}

pub fn rows() -> Vec<CaseRowFacts> {
    let mut rows = pressing();
    rows.extend(going_on());
    rows.extend(settled());
    rows
}

fn pressing() -> Vec<CaseRowFacts> {
    let needs = ["child-alone", "medical", "warm_clothes"];
    let child = CaseRowFacts {
        name: Some("Giàng Thị Súa".to_owned()),
        place: Some("Đồn Mường Khương".to_owned()),
        child: true,
        urgent: needs.map(str::to_owned).into(),
        conflicts: 2,
        outcome: Some(Outcome::ReasonableGrounds),
        ..row("4f")
    };
    vec![
        child,
        standing("a1", Stage::NeedsDecision, Some(Outcome::ReasonableGrounds)),
        standing("a2", Stage::NeedsDecision, Some(Outcome::NoSignsSoFar)),
        CaseRowFacts {
            conflicts: 1,
            sending: Sending::Received,
            ..standing("a3", Stage::Decided, None)
        },
    ]
}

fn going_on() -> Vec<CaseRowFacts> {
    let new = |case, outcome| standing(case, Stage::New, Some(outcome));
    vec![
        CaseRowFacts {
            unfinished: true,
            created_at: NOW,
            ..new("b1", Outcome::TooLittleKnown)
        },
        CaseRowFacts {
            created_at: NOW - DAY,
            ..new("b2", Outcome::SomeSigns)
        },
        new("b3", Outcome::TooLittleKnown),
        new("b4", Outcome::NoSignsSoFar),
        standing("b5", Stage::Screened, Some(Outcome::ReasonableGrounds)),
        row("b6"),
    ]
}

fn settled() -> Vec<CaseRowFacts> {
    let sent = |case, stage, sending| CaseRowFacts {
        sending,
        ..standing(case, stage, None)
    };
    let carried = Sending::Carried {
        by: "Lý A Tủa".to_owned(),
        at: NOW - 2 * DAY,
    };
    let read = Sending::Read {
        by: "Lò Thị Mai".to_owned(),
        at: NOW - 3_600,
    };
    vec![
        CaseRowFacts {
            handed_to: Some("UBND xã Mường Khương".to_owned()),
            urgent: vec!["shelter".to_owned()],
            ..sent("c1", Stage::HandedOver, Sending::AtHub { at: NOW - 60 })
        },
        sent("c2", Stage::HandedOver, carried),
        sent("c3", Stage::Decided, read),
        standing("c4", Stage::Closed, None),
        CaseRowFacts {
            read_only: true,
            ..row("c5")
        },
    ]
}

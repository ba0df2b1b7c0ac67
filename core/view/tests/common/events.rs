//! Every kind of event, in an order that could have happened.

use nuong_casefile::{Author, CaseId, ChangeHash, ConflictPath, Decision, Event, EventKind};

use super::{DAY, GUARD_A, GUARD_B, NOW, STRANGER};

pub fn all() -> Vec<Event> {
    let mut events = spoken();
    events.extend(acted());
    events
}

fn event(kind: EventKind, by: Author, days_ago: i64) -> Event {
    Event {
        kind,
        by,
        at: NOW - days_ago * DAY,
        change: ChangeHash([7; 32]),
    }
}

fn started(interview: &str) -> EventKind {
    EventKind::InterviewStarted {
        interview: interview.to_owned(),
    }
}

fn finished(interview: &str, complete: bool) -> EventKind {
    EventKind::InterviewFinished {
        interview: interview.to_owned(),
        complete,
    }
}

fn consent(purpose: &str, receiver: &str, given: bool) -> EventKind {
    EventKind::ConsentStated {
        purpose: purpose.to_owned(),
        receiver: receiver.to_owned(),
        given,
    }
}

fn spoken() -> Vec<Event> {
    vec![
        event(started("i1"), GUARD_A, 1),
        event(consent("share", "UBND xã Mường Khương", true), GUARD_A, 1),
        event(consent("báo chí", "Báo tỉnh", false), GUARD_A, 1),
        event(finished("i1", false), GUARD_A, 1),
        event(started("i2"), STRANGER, 0),
        event(finished("gone", true), STRANGER, 0),
    ]
}

fn acted() -> Vec<Event> {
    let other = CaseId([5; 16]);
    let kinds = [
        EventKind::NeedAdded {
            need: "shelter".to_owned(),
        },
        EventKind::Referred {
            to: "Nhà tạm lánh".to_owned(),
            reason: "Không có chỗ ngủ".to_owned(),
        },
        EventKind::Decided {
            decision: Decision::Proceed,
            reason: "Nhiều dấu hiệu".to_owned(),
        },
        EventKind::ConsentWithdrawn {
            purpose: "share".to_owned(),
            receiver: "UBND xã Mường Khương".to_owned(),
        },
        EventKind::HandedOver {
            unit: "lao-cai".to_owned(),
        },
        EventKind::Resolved {
            path: ConflictPath::Person("name".to_owned()),
        },
        EventKind::Linked { other },
        EventKind::Unlinked { other },
    ];
    let mut events: Vec<Event> = kinds.map(|kind| event(kind, GUARD_B, 0)).into();
    events.push(event(EventKind::NotUnderstood, STRANGER, 0));
    events
}

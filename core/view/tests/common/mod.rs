//! One rich case, as the station would hand it over: a girl of 16 or 18, three people writing, one
//! interview broken off.

#![allow(dead_code, unreachable_pub, unused_imports, clippy::unwrap_used)] // Each test file takes what it needs.

mod events;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::date;
use nuong_casefile::{
    AnsweredBy, Author, CaseId, CaseRecord, ChangeHash, Conflict, ConflictPath, ConsentEntry,
    Finished, InterviewEntry, Learnt, LinkEntry, Manner, NeedEntry, Note, ReferralEntry, Right,
    Stage, Stated,
};
use nuong_screening::{
    Answer, AnswerSet, Assessment, Interview, InterviewRecord, Pack, PersonFacts, Rules, Sheets,
    assess_each,
};
use nuong_view::{
    CaseFacts, CaseListFacts, CaseRowFacts, Lang, Packs, Sending, SyncDone, SyncFacts,
    SyncProgress, Texts, Viewer,
};

pub use rows::{row, rows};

/// 22 November 2026, 12:05 in Việt Nam.
pub const NOW: i64 = 1_795_323_900;
pub const DAY: i64 = 86_400;
pub const GUARD_A: Author = Author([0xa1; 16]);
pub const GUARD_B: Author = Author([0xb2; 16]);
pub const STRANGER: Author = Author([0xee; 16]);

pub fn name_of(author: &Author) -> String {
    match *author {
        GUARD_A => "Hoàng Văn Páo (Đồn A)".to_owned(),
        GUARD_B => "Lò Thị Mai (Đồn B)".to_owned(),
        _ => String::new(),
    }
}

/// Runs in each language, with a viewer on the clock of Việt Nam.
pub fn in_each_language(mut run: impl FnMut(Lang, &Viewer<'_>)) {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        run(lang, &Viewer::new(&texts, 420, &name_of));
    }
}

pub fn pack() -> Arc<Pack> {
    let sheets = Sheets::from_csv(
        include_str!("../questionnaire/survey.csv"),
        include_str!("../questionnaire/choices.csv"),
        include_str!("../questionnaire/settings.csv"),
        include_str!("../questionnaire/indicators.csv"),
    )
    .unwrap();
    let (pack, _) = Pack::compile(&sheets).unwrap();
    Arc::new(pack)
}

pub fn interview(answers: &[(&str, Answer)]) -> Interview {
    let answers = answers
        .iter()
        .map(|(path, answer)| ((*path).to_owned(), answer.clone()));
    Interview::restore(pack(), date(2026, 11, 22), answers)
}

fn said(value: &str, by: Author, days_ago: i64) -> Stated {
    Stated {
        value: Some(Answer::value(value)),
        by,
        at: NOW - days_ago * DAY,
        manner: None,
    }
}

fn answers() -> BTreeMap<String, Vec<Stated>> {
    let unsure = Stated {
        value: Some(Answer::DoesNotWantToSay),
        by: GUARD_A,
        at: NOW - DAY,
        manner: Some(Manner {
            by: AnsweredBy::Interpreter,
            how: Learnt::Asked,
        }),
    };
    let cleared = Stated {
        value: None,
        by: GUARD_B,
        at: NOW,
        manner: None,
    };
    [
        ("safety/hurt", vec![said("yes", GUARD_A, 1)]),
        (
            "safety/afraid_seen",
            vec![said("yes", GUARD_A, 1), said("no", GUARD_B, 0)],
        ),
        ("person/full_name", vec![said("Giàng Thị Súa", GUARD_A, 1)]),
        (
            "person/age",
            vec![said("16", GUARD_A, 1), said("18", GUARD_B, 0)],
        ),
        ("journey/left_home", vec![said("2026-08", GUARD_A, 1)]),
        ("journey/brought", vec![said("no", GUARD_B, 0), unsure]),
        (
            "journey/pressure",
            vec![said("papers beaten sold", GUARD_A, 1)],
        ),
        ("journey/hours", vec![said("15", GUARD_A, 1), cleared]),
        ("journey/employer", vec![said("Anh Tuấn", GUARD_A, 1)]),
    ]
    .into_iter()
    .map(|(path, values)| (path.to_owned(), values))
    .collect()
}

fn interviews(pack: &Pack) -> Vec<InterviewEntry> {
    let first = InterviewEntry {
        id: "i1".to_owned(),
        pack: pack.hash().to_string(),
        instrument: "view-test".to_owned(),
        started_at: NOW - DAY,
        started_by: GUARD_A,
        finished: Some(Finished {
            complete: false,
            by: GUARD_A,
            at: NOW - DAY,
        }),
        answers: answers(),
    };
    let unread = InterviewEntry {
        id: "i2".to_owned(),
        pack: "00".repeat(32),
        instrument: "outreach-household".to_owned(),
        started_at: NOW,
        started_by: STRANGER,
        finished: None,
        answers: [("who/here".to_owned(), vec![said("3", STRANGER, 0)])].into(),
    };
    vec![first, unread]
}

pub fn record(pack: &Pack) -> CaseRecord {
    let consent = |purpose: &str, receiver: &str, state: &str| ConsentEntry {
        purpose: purpose.to_owned(),
        receiver: receiver.to_owned(),
        state: vec![said(state, GUARD_A, 1)],
    };
    CaseRecord {
        id: CaseId([0x4f; 16]),
        schema: 1,
        person: [
            ("sex".to_owned(), vec![said("Nữ", GUARD_A, 1)]),
            (
                "birth_date".to_owned(),
                vec![said("2010-03-01", GUARD_A, 1)],
            ),
            ("shoe_size".to_owned(), vec![said("36", GUARD_A, 1)]),
        ]
        .into(),
        interviews: interviews(pack),
        needs: vec![NeedEntry {
            need: "shelter".to_owned(),
            detail: vec![said("Cho đêm nay", GUARD_B, 0)],
        }],
        referrals: vec![ReferralEntry {
            to: "Nhà tạm lánh".to_owned(),
            reason: vec![said("Không có chỗ ngủ", GUARD_B, 0)],
        }],
        events: events::all(),
        notes: vec![
            Note {
                text: "Cháu đi cùng một người nói là chú họ.".to_owned(),
                by: GUARD_A,
                at: NOW - DAY,
                change: ChangeHash([1; 32]),
            },
            Note {
                text: "Người chú không biết tên mẹ cháu.".to_owned(),
                by: STRANGER,
                at: NOW,
                change: ChangeHash([2; 32]),
            },
        ],
        consents: vec![
            consent("share", "UBND xã Mường Khương", "withdrawn"),
            consent("báo chí", "Báo tỉnh", "refused"),
            consent("interview", "Đồn A", "given"),
        ],
        links: vec![LinkEntry {
            other: CaseId([5; 16]),
            note: vec![said("Cùng tên mẹ", GUARD_B, 0)],
        }],
        custody: vec![said("lao-cai", GUARD_B, 0)],
        stage: Stage::NeedsDecision,
        created_at: NOW - DAY,
        created_by: GUARD_A,
        updated_at: NOW,
        updated_by: GUARD_B,
    }
}

pub fn conflicts(record: &CaseRecord) -> Vec<Conflict> {
    let answer = |path: &str| Conflict {
        path: ConflictPath::Answer {
            interview: "i1".to_owned(),
            path: path.to_owned(),
        },
        values: record.interviews[0].answers[path].clone(),
    };
    let place = |path: ConflictPath, a: &str, b: &str| Conflict {
        path,
        values: vec![
            said(a, GUARD_A, 1),
            said(b, GUARD_B, 0),
            said(a, STRANGER, 0),
        ],
    };
    vec![
        answer("person/age"),
        answer("safety/afraid_seen"),
        answer("journey/brought"),
        answer("journey/hours"),
        place(
            ConflictPath::Person("birth_date".to_owned()),
            "2010-03-01",
            "2008",
        ),
        place(ConflictPath::Person("shoe_size".to_owned()), "36", "37"),
        place(
            ConflictPath::Need("shelter".to_owned()),
            "Đêm nay",
            "Hai tuần",
        ),
        place(
            ConflictPath::Referral("Nhà tạm lánh".to_owned()),
            "Chỗ ngủ",
            "An toàn",
        ),
        place(
            ConflictPath::Consent {
                purpose: "share".to_owned(),
                receiver: "Báo tỉnh".to_owned(),
            },
            "given",
            "refused",
        ),
        place(ConflictPath::Custody, "post-a", "post-b"),
        place(ConflictPath::Link(CaseId([5; 16])), "Cùng mẹ", "Cùng bản"),
        place(ConflictPath::Decision, "proceed", "ask_more"),
    ]
}

pub fn assessments(record: &CaseRecord, pack: &Pack) -> Vec<Assessment> {
    let answers: AnswerSet = record.interviews[0]
        .answers
        .iter()
        .map(|(path, values)| {
            (
                path.clone(),
                values
                    .iter()
                    .filter_map(|stated| stated.value.clone())
                    .collect(),
            )
        })
        .collect();
    let interviews = [InterviewRecord {
        id: "i1",
        pack,
        answers: &answers,
        held: &date(2026, 11, 21).into(),
    }];
    assess_each(
        &interviews,
        &PersonFacts::new(),
        Rules::shipped(),
        date(2026, 11, 22),
    )
}

pub fn all_rights() -> BTreeSet<Right> {
    [
        Right::Create,
        Right::Record,
        Right::Note,
        Right::Consent,
        Right::Refer,
        Right::Resolve,
        Right::Decide,
        Right::HandOver,
        Right::Link,
    ]
    .into()
}

pub fn officer_rights() -> BTreeSet<Right> {
    [
        Right::Create,
        Right::Record,
        Right::Note,
        Right::Consent,
        Right::Refer,
        Right::HandOver,
    ]
    .into()
}

/// Everything a case view needs, to borrow from.
pub struct RichCase {
    pub record: CaseRecord,
    pub conflicts: Vec<Conflict>,
    pub assessment: Assessment,
    pub other_rules: Vec<Assessment>,
    pub packs: Packs,
    pub may: BTreeSet<Right>,
    pub aside: Vec<(String, u64)>,
    pub sending: Sending,
}

impl RichCase {
    pub fn new() -> RichCase {
        let pack = pack();
        let record = record(&pack);
        let mut found = assessments(&record, &pack);
        RichCase {
            conflicts: conflicts(&record),
            assessment: found.remove(0),
            other_rules: found,
            packs: [(pack.hash().to_string(), pack)].into(),
            may: all_rights(),
            aside: vec![
                ("role.not_allowed".to_owned(), 2),
                ("parcel.fork".to_owned(), 1),
            ],
            sending: Sending::Read {
                by: "Lò Thị Mai".to_owned(),
                at: NOW - 600,
            },
            record,
        }
    }

    pub fn facts(&self) -> CaseFacts<'_> {
        CaseFacts {
            record: &self.record,
            conflicts: &self.conflicts,
            assessment: &self.assessment,
            other_rules: &self.other_rules,
            packs: &self.packs,
            may: &self.may,
            read_only: false,
            aside: &self.aside,
            sending: &self.sending,
            now: NOW,
        }
    }
}

pub fn list<'a>(rows: &'a [CaseRowFacts], may: &'a BTreeSet<Right>) -> CaseListFacts<'a> {
    CaseListFacts {
        rows,
        skip: 0,
        total: rows.len() as u64,
        search: "",
        names_hidden: false,
        may,
        now: NOW,
    }
}

pub fn sync() -> SyncFacts {
    SyncFacts {
        hub: Some("https://hub.example:8443".to_owned()),
        waiting_cases: 3,
        waiting_bytes: 23_900,
        carried: 1,
        running: Some(SyncProgress {
            sent: 1,
            to_send: 4,
            received: 2,
        }),
        last: Some(SyncDone {
            at: NOW - 300,
            sent_bytes: 18_200,
            received_bytes: 1_300_000,
            round_trips: 2,
            cases_with_news: 2,
            problem: Some("hub.cut".to_owned()),
        }),
        aside: vec![("parcel.altered".to_owned(), 1)],
        now: NOW,
    }
}

//! Every view of a rich case, in every language: as it was agreed (`tests/golden`), in words, and
//! never a verdict.
//!
//! After a wanted change, `UPDATE=1 cargo test -p nuong-view` writes the golden files anew; read
//! the difference before keeping it.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use common::{
    DAY, NOW, RichCase, all_rights, in_each_language, interview, list, officer_rights, rows, sync,
};
use nuong_screening::{Answer, AnswerError};
use nuong_view::{
    ERROR_CODES, EnrolFacts, EnrolRequestView, InterviewFacts, LockFacts, LockProfile,
    ProfileFacts, Respondent, RoleFact, SetUpFacts, SettingsFacts, SyncFacts, Viewer,
};
use serde_json::{Value, json};
use unicode_normalization::is_nfc;

fn lock_views(viewer: &Viewer<'_>) -> Value {
    let two = |chosen: &str| LockFacts {
        profiles: vec![
            LockProfile {
                id: "p1".to_owned(),
                shown_name: None,
            },
            LockProfile {
                id: "p2".to_owned(),
                shown_name: Some("Ca đêm".to_owned()),
            },
        ],
        chosen: Some(chosen.to_owned()),
        wait_seconds: 0,
        problem: None,
    };
    json!({
        "not set up": viewer.lock(&LockFacts::default()),
        "two profiles": viewer.lock(&two("p2")),
        "wrong, wait": viewer.lock(&LockFacts {
            wait_seconds: 150,
            problem: Some("passphrase.wrong".to_owned()),
            ..two("p1")
        }),
    })
}

fn list_views(viewer: &Viewer<'_>) -> Value {
    let (supervisor, officer, rows) = (all_rights(), officer_rights(), rows());
    let none = Default::default();
    let mut hidden = list(&rows[..1], &officer);
    hidden.names_hidden = true;
    hidden.total = 1_312;
    let mut searched = list(&[], &none);
    searched.search = "Páo";
    json!({
        "empty": viewer.case_list(&list(&[], &officer)),
        "nothing found, nothing allowed": viewer.case_list(&searched),
        "supervisor": viewer.case_list(&list(&rows, &supervisor)),
        "officer": viewer.case_list(&list(&rows, &officer)),
        "hidden, one page of many": viewer.case_list(&hidden),
    })
}

fn interview_views(viewer: &Viewer<'_>) -> Value {
    let some = interview(&[
        ("safety/hurt", Answer::value("yes")),
        ("safety/afraid_seen", Answer::DoesNotKnow),
        ("person/full_name", Answer::value("Giàng Thị Súa")),
        ("journey/left_home", Answer::value("2026-08")),
        ("journey/brought", Answer::value("yes")),
        ("journey/pressure", Answer::value("papers beaten")),
    ]);
    let too_old = some
        .clone()
        .answer("person/age", Some(Answer::value("140")))
        .unwrap_err();
    let problems = BTreeMap::from([
        ("person/age".to_owned(), too_old),
        ("person/full_name".to_owned(), AnswerError::TooLong),
    ]);
    let none = BTreeMap::new();
    let facts = |at, problems| InterviewFacts {
        interview: &some,
        at,
        respondent: Respondent::Person,
        problems,
        read_only: false,
    };
    let screens: Vec<Value> = (0..=some.screens().len())
        .map(|at| json!(viewer.interview(&facts(at, &none))))
        .collect();
    let fresh = interview(&[]);
    let person = some.screen_of("person/age").unwrap();
    json!({
        "screens": screens,
        "refused": viewer.interview(&facts(person, &problems)),
        "first of all": viewer.interview(&InterviewFacts { interview: &fresh, ..facts(0, &none) }),
        "read only": viewer.interview(&InterviewFacts { read_only: true, ..facts(1, &none) }),
        "interpreter": viewer.interview(&InterviewFacts { respondent: Respondent::ThroughInterpreter, ..facts(1, &none) }),
        "other": viewer.interview(&InterviewFacts { respondent: Respondent::Other, ..facts(1, &none) }),
    })
}

fn case_view(viewer: &Viewer<'_>) -> Value {
    json!(viewer.case(&RichCase::new().facts()))
}

fn form_views(viewer: &Viewer<'_>) -> Value {
    let mut case = RichCase::new();
    let units = ["post-a".to_owned(), "province".to_owned()];
    let may = [
        json!(viewer.consent_form(&case.facts(), &units)),
        json!(viewer.need_form(&case.facts())),
    ];
    case.may.clear();
    let may_not = [
        json!(viewer.consent_form(&case.facts(), &[])),
        json!(viewer.need_form(&case.facts())),
    ];
    json!({ "may": may, "may not": may_not })
}

fn conflict_views(viewer: &Viewer<'_>) -> Value {
    let mut case = RichCase::new();
    let settles = viewer.conflicts(&case.facts());
    case.may = officer_rights();
    json!({ "may settle": settles, "may not": viewer.conflicts(&case.facts())[0] })
}

fn sync_views(viewer: &Viewer<'_>) -> Value {
    let cut = SyncFacts {
        running: None,
        ..sync()
    };
    let mut ended = sync();
    ended.running = None;
    ended.carried = 0;
    let last = ended.last.as_mut().unwrap();
    last.problem = None;
    last.round_trips = 1;
    last.cases_with_news = 0;
    ended.waiting_cases = 0;
    ended.aside.clear();
    json!({ "offline, no hub": viewer.sync(&SyncFacts::default()), "running": viewer.sync(&sync()), "cut": viewer.sync(&cut), "ended": viewer.sync(&ended) })
}

fn profile_views(viewer: &Viewer<'_>) -> Value {
    let facts = |role, left: i64, revoked| ProfileFacts {
        person: "Hoàng Văn Páo".to_owned(),
        role,
        units: vec!["post-a".to_owned()],
        device: "0123456789abcdef0123456789abcdef".to_owned(),
        valid_until: NOW + left * DAY,
        revoked,
        now: NOW,
    };
    json!([
        viewer.profile(&facts(RoleFact::Officer, 200, false)),
        viewer.profile(&facts(RoleFact::Outreach, 30, false)),
        viewer.profile(&facts(RoleFact::Supervisor, 0, false)),
        viewer.profile(&facts(RoleFact::Administrator, 200, true)),
        viewer.profile(&facts(RoleFact::Hub, 200, false)),
    ])
}

fn shell_views(viewer: &Viewer<'_>) -> Value {
    let request = EnrolRequestView {
        text: "NUONG1REQUEST234567ABC".to_owned(),
        fingerprint: "4821 7730".to_owned(),
    };
    let instrument = viewer.instrument_choice("triage", "Sàng lọc nhanh", "2");
    json!({
        "set up": viewer.set_up(&SetUpFacts::default()),
        "set up again, bound": viewer.set_up(&SetUpFacts {
            problem: Some("passphrase.differ".to_owned()),
            keystore: true,
        }),
        "enrol": viewer.enrol(&EnrolFacts { person: "Lò Thị Mai".to_owned(), ..EnrolFacts::default() }),
        "enrol, asked": viewer.enrol(&EnrolFacts {
            person: "Lò Thị Mai".to_owned(),
            request: Some(request),
            enrolled: true,
        }),
        "settings": viewer.settings(&SettingsFacts {
            shown_name: Some("Ca đêm".to_owned()),
            ..SettingsFacts::default()
        }),
        "instruments": viewer.instruments(vec![instrument]),
        "no instruments": viewer.instruments(Vec::new()),
        "units": viewer.units(&["post-a".to_owned()]),
        "arrived": viewer.arrived(2, 1, &[("parcel.altered".to_owned(), 1)]),
        "written": viewer.written(3, 40_960),
        "no units": viewer.units(&[]),
        "words": viewer.common_words(),
    })
}

fn error_views(viewer: &Viewer<'_>) -> Value {
    json!(
        ERROR_CODES
            .iter()
            .chain(&["moon.eclipsed"])
            .map(|code| viewer.error(code))
            .collect::<Vec<_>>()
    )
}

type Views = fn(&Viewer<'_>) -> Value;

const VIEWS: [(&str, Views); 10] = [
    ("lock", lock_views),
    ("list", list_views),
    ("interview", interview_views),
    ("case", case_view),
    ("form", form_views),
    ("conflict", conflict_views),
    ("sync", sync_views),
    ("profile", profile_views),
    ("error", error_views),
    ("shell", shell_views),
];

fn each_view(mut look: impl FnMut(&str, &Value)) {
    in_each_language(|lang, viewer| {
        for (name, make) in VIEWS {
            look(&format!("{name}.{lang}"), &make(viewer));
        }
    });
}

/// Every text in a view, with where it stands. Keys of what is sent back are left out.
fn texts(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    const SENT_BACK: [&str; 19] = [
        "path",
        "question",
        "interview",
        "need",
        "case",
        "code",
        "id",
        "then",
        "value",
        "group",
        "drawn",
        "purpose",
        "receiver",
        "order",
        "address",
        "continue_with",
        "instrument",
        "unit",
        "language",
    ];
    match value {
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, at, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                let spoken_question = name == "question" && fields.contains_key("answers");
                if !SENT_BACK.contains(&name.as_str()) || spoken_question {
                    texts(field, &format!("{at}/{name}"), found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn actions<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| actions(item, found)),
        Value::Object(fields) => {
            if fields.contains_key("enabled") {
                found.push(value);
            }
            fields.values().for_each(|field| actions(field, found));
        }
        _ => {}
    }
}

#[test]
fn every_view_is_as_agreed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = env::var_os("UPDATE").is_some();
    let mut changed = Vec::new();
    each_view(|name, view| {
        let file = folder.join(format!("{name}.json"));
        let now = serde_json::to_string_pretty(view).unwrap() + "\n";
        if update {
            fs::write(&file, now).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != now {
            changed.push(name.to_owned());
        }
    });
    assert!(
        changed.is_empty(),
        "these differ from tests/golden: {changed:?}; UPDATE=1 writes them anew"
    );
}

#[test]
fn every_text_is_words_and_no_id_or_placeholder() {
    each_view(|name, view| {
        let mut found = Vec::new();
        texts(view, name, &mut found);
        assert!(found.len() > 10);
        for (at, text) in found {
            let bare = text.contains('-')
                && text
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-' || c == '_');
            let unit = matches!(text.as_str(), "post-a" | "post-b" | "lao-cai");
            assert!(!bare || unit, "{at}: {text}");
            assert!(!text.contains(['{', '}', '$']), "{at}: {text}");
            assert!(
                !text.is_empty() || at.ends_with("/input/text") || at.ends_with("/search"),
                "{at} is empty"
            );
            assert!(is_nfc(&text), "{at}: {text}");
        }
    });
}

#[test]
fn no_view_pronounces_a_verdict_or_a_score() {
    each_view(|name, view| {
        let all = view.to_string().to_lowercase();
        for phrase in [
            "not a victim",
            "không phải là nạn nhân",
            "không phải nạn nhân",
            "\"score\"",
            "%",
            "điểm số",
        ] {
            assert!(!all.contains(phrase), "{name} says {phrase}");
        }
    });
}

#[test]
fn whatever_cannot_be_done_says_why() {
    each_view(|name, view| {
        let mut found = Vec::new();
        actions(view, &mut found);
        for action in found {
            assert_eq!(
                action["enabled"] == json!(false),
                action["why_not"].is_string(),
                "{name}: {action}"
            );
        }
    });
}

#[test]
fn the_two_languages_have_views_of_one_shape() {
    fn shape(value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(shape).collect(),
            Value::Object(fields) => fields
                .iter()
                // Which language is the chosen one is the one thing that must differ.
                .filter(|(name, _)| *name != "languages")
                .map(|(name, field)| (name.clone(), shape(field)))
                .collect(),
            Value::String(_) => json!("text"),
            other => other.clone(),
        }
    }
    let mut shapes: BTreeMap<String, Value> = BTreeMap::new();
    each_view(|name, view| {
        let view_name = name.split('.').next().unwrap().to_owned();
        let now = shape(view);
        assert_eq!(
            *shapes.entry(view_name).or_insert_with(|| now.clone()),
            now,
            "{name}"
        );
    });
}

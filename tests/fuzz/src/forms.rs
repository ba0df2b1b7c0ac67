//! What `screening` reads: sheets, expressions, compiled packs, rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use nuong_screening::play::{PlayClock, Session};
use nuong_screening::{
    Answer, AnswerSet, Interview, InterviewRecord, LanguagePack, Pack, PersonFacts, Rules, Sheets,
    assess,
};

use crate::Target;

/// What stands between the four sheets of one input.
const BETWEEN: &str = "\n=====\n";

/// A script for the small workbook.
const SCRIPT: &str = r#"{"add":"member"}
{"set":"member[1]/age","value":12}
{"set":"alone","value":"no"}
{"remove":"member[2]"}
{"finish":true}"#;

/// A workbook of anybody's: it is read, compiled and opened (`true`), or refused.
pub fn workbook(bytes: &[u8]) -> bool {
    let (sheets, broken) = Sheets::lenient_xlsx(bytes);
    // Also what has faults is compiled, so that all of them are told.
    let compiled = sheets.map(|sheets| Pack::compile(&sheets.foreign("form")));
    let compiled = compiled.and_then(Result::ok);
    compiled
        .filter(|_| broken.is_empty())
        .is_some_and(|(pack, _)| {
            let loaded = Session::new(Arc::new(pack), clock(), 0).loaded();
            loaded.starts_with('{')
        })
}

/// The lines of a script, each a step against the small workbook; `true` if none was refused.
pub fn script(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let small = Sheets::from_xlsx(include_bytes!("../samples/form.xlsx"));
    let compiled = small.and_then(|sheets| Pack::compile(&sheets.foreign("form")));
    compiled.is_ok_and(|(pack, _)| {
        let mut session = Session::new(Arc::new(pack), clock(), 0);
        let steps: Vec<String> = text
            .lines()
            .take(64)
            .map(|line| session.step(line))
            .collect();
        steps.iter().all(|said| said.contains("\"error\":null"))
    })
}

fn clock() -> PlayClock {
    PlayClock::on(jiff::civil::date(2026, 1, 2))
}

/// The parsers of this part.
pub(crate) fn targets() -> Vec<Target> {
    vec![
        Target {
            name: "sheets",
            feed: sheets,
            samples: || vec![sample_sheets("${age} < 18").into_bytes()],
        },
        Target {
            name: "workbook",
            feed: workbook,
            samples: || vec![include_bytes!("../samples/form.xlsx").to_vec()],
        },
        Target {
            name: "script",
            feed: script,
            samples: || vec![SCRIPT.as_bytes().to_vec()],
        },
        Target {
            name: "expression",
            feed: expression,
            samples: sample_expressions,
        },
        Target {
            name: "pack",
            feed: pack,
            samples: || vec![sample_pack()],
        },
        Target {
            name: "language",
            feed: language,
            samples: || vec![LANGUAGE.as_bytes().to_vec()],
        },
        Target {
            name: "rules",
            feed: rules,
            samples: sample_rules,
        },
    ]
}

/// Four CSV sheets, read and compiled, and the interview that results, gone through.
pub fn sheets(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let mut parts = text.split(BETWEEN);
    let mut next = || parts.next().unwrap_or("");
    let (survey, choices, settings, indicators) = (next(), next(), next(), next());
    let Ok(sheets) = Sheets::from_csv(survey, choices, settings, indicators) else {
        return false;
    };
    let linted = Pack::lint(&sheets).0;
    let Ok((pack, _)) = Pack::compile(&sheets) else {
        return false;
    };
    assert!(linted.is_some_and(|linted| linted.hash() == pack.hash()));
    let book = Sheets::from_xlsx(&sheets.to_xlsx()).and_then(|again| Pack::compile(&again));
    assert!(
        book.is_ok_and(|(again, _)| again.hash() == pack.hash()),
        "what is exported reads back"
    );
    let again = Pack::from_canonical(pack.canonical()).expect("what was compiled can be read");
    assert_eq!(
        (again.hash(), again.canonical()),
        (pack.hash(), pack.canonical())
    );
    go_through(pack);
    true
}

/// One expression, as the condition of a question.
pub fn expression(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    sheets(sample_sheets(text).as_bytes())
}

/// A compiled pack, from a vault or another device.
pub fn pack(bytes: &[u8]) -> bool {
    let Ok(pack) = Pack::from_canonical(bytes) else {
        return false;
    };
    assert_eq!(pack.canonical(), bytes, "one pack, one encoding");
    go_through(pack);
    true
}

/// A language beside the sample questionnaire.
const LANGUAGE: &str = "sheet,name,column,text\nlanguage,,instrument,sample\nlanguage,,tag,hnj\nlanguage,,title,Hmoob\nlanguage,,fallback,en\nsurvey,who/name,label,x\n";

/// A language file, laid over a questionnaire.
pub fn language(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Ok(language) = LanguagePack::from_csv(text) else {
        return false;
    };
    let plain = Pack::from_canonical(&sample_pack()).expect("the sample can be read");
    let (pack, _) = plain.with_language(&language);
    assert_eq!(
        pack.hash(),
        plain.hash(),
        "a language changes no questionnaire"
    );
    let _ = pack.coverage();
    go_through(pack);
    true
}

/// Rules for dimensions and persons, as JSON.
pub fn rules(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Ok(rules) = Rules::from_json(text) else {
        return false;
    };
    let _ = assess(&[], &PersonFacts::new(), &rules, TODAY);
    true
}

const TODAY: jiff::civil::Date = jiff::civil::date(2025, 11, 20);

/// Answers each question in turn with something, looks at everything shown, and weighs it.
fn go_through(pack: Pack) {
    let pack = Arc::new(pack);
    let mut interview = Interview::new(pack.clone(), TODAY);
    let paths: Vec<String> = pack
        .questions()
        .take(50)
        .map(|question| question.path.clone())
        .collect();
    for (number, path) in paths.iter().enumerate() {
        let choice = interview
            .choices(path)
            .first()
            .map(|choice| choice.name.clone());
        let value =
            choice.unwrap_or_else(|| ["16", "yes", "2009-02-28", "Dợ"][number % 4].to_owned());
        let _ = interview.answer(path, Some(Answer::Value(value)));
        let _ = (
            interview.label(path, "vi"),
            interview.hint(path, "en"),
            interview.is_relevant(path),
        );
    }
    let _ = (
        interview.screens(),
        interview.remaining(),
        interview.first_unanswered(),
        interview.facts(),
    );
    let answers: AnswerSet = interview
        .answers()
        .map(|(path, answer)| (path.to_owned(), vec![answer.clone()]))
        .collect();
    let record = InterviewRecord {
        id: "i1",
        pack: &pack,
        answers: &answers,
        held: &TODAY.into(),
    };
    let _ = assess(&[record], &BTreeMap::new(), Rules::shipped(), TODAY);
}

/// A small questionnaire that has one of everything, and this condition on one of its questions.
fn sample_sheets(condition: &str) -> String {
    let condition = format!("\"{}\"", condition.replace('"', "\"\""));
    [
        &include_str!("../samples/survey.csv").replace("CONDITION", &condition),
        include_str!("../samples/choices.csv"),
        include_str!("../samples/settings.csv"),
        include_str!("../samples/indicators.csv"),
    ]
    .join(BETWEEN)
}

fn sample_pack() -> Vec<u8> {
    let text = sample_sheets("${age} < 18");
    let parts: Vec<&str> = text.split(BETWEEN).collect();
    let sheets =
        Sheets::from_csv(parts[0], parts[1], parts[2], parts[3]).expect("the sample can be read");
    let (pack, _) = Pack::compile(&sheets).expect("the sample compiles");
    pack.canonical().to_vec()
}

fn sample_expressions() -> Vec<Vec<u8>> {
    let texts = [
        "${age} < 18 and selected(${means}, 'threat')",
        "if(string-length(${name}) > 3, coalesce(${age}, '0'), concat('a', \"b\")) != ''",
        "count-selected(${means}) >= 2 or not(contains(${name}, 'đ'))",
        "decimal-date-time(${left}) - decimal-date-time(today()) <= -3 * 365 div 2 mod 7",
        "regex(${name}, '^[0-9]{1,3}$') or ../who/age + -round(number(/data/who/age)) > 0 or ${young} = 'no'",
        "format-date(date('2024-02-29'), '%Y-%m-%d') = substr('2024-02-29', 0, 10)",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn sample_rules() -> Vec<Vec<u8>> {
    let shipped = [
        include_str!("../../../instruments/rules/ilo-ec-2009-1.json"),
        include_str!("../../../instruments/rules/palermo-1.json"),
        include_str!("../../../instruments/rules/vn-law-53-2024-1.json"),
    ];
    shipped
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect()
}

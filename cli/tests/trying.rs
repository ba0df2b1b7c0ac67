//! Playing questionnaires and evaluating expressions through the program.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, border_initial};
use serde_json::{Value, json};

fn lines(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let ran = desk.start(args, None, "").ok();
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn an_expression_is_evaluated_against_the_values_given() {
    let desk = Desk::new();
    let values = r#"{"household/member[1]/age":"7","household/member[2]/age":"40"}"#;
    let said = lines(
        &desk,
        &[
            "instrument",
            "eval",
            "sum(/data/household/member/age)",
            "--values",
            values,
        ],
    );
    assert_eq!(said, [json!({"id": null, "type": "number", "value": 47})]);
    let refused = lines(&desk, &["instrument", "eval", "nosuch(1)"]);
    assert_eq!(refused[0]["error"]["code"], "expr.function_unknown");
}

#[test]
fn a_batch_answers_each_case_on_its_own_line_also_after_a_bad_one() {
    let desk = Desk::new();
    desk.write(
        "cases.jsonl",
        "{\"id\":\"a\",\"expr\":\"today() = date('2026-01-02')\",\"values\":{},\"at\":null,\"today\":\"2026-01-02\"}\nnot json\n{\"id\":\"c\",\"expr\":\"'x'\",\"values\":{},\"at\":null}\n",
    );
    let said = lines(&desk, &["instrument", "eval", "--batch", "cases.jsonl"]);
    assert_eq!(said.len(), 3);
    assert_eq!(
        (&said[0]["id"], &said[0]["value"]),
        (&json!("a"), &json!(true))
    );
    assert!(said[1]["error"]["code"].is_string());
    assert_eq!(said[2], json!({"id": "c", "type": "string", "value": "x"}));
}

#[test]
fn a_script_is_played_step_by_step() {
    let desk = Desk::new();
    desk.write(
        "script.jsonl",
        "{\"set\":\"consent/agrees\",\"value\":\"yes\"}\n{\"set\":\"no/such\",\"value\":\"1\"}\n{\"finish\":true}\n",
    );
    let form = border_initial();
    let said = lines(
        &desk,
        &[
            "instrument",
            "play",
            form.to_str().unwrap(),
            "script.jsonl",
            "--today",
            "2026-01-02",
        ],
    );
    assert_eq!(said.len(), 4);
    assert_eq!(said[0]["values"]["consent/agrees"], "");
    assert_eq!(said[1]["values"]["consent/agrees"], "yes");
    assert!(said[2]["error"]["code"].is_string());
    assert!(said[3]["finish"]["ok"].is_boolean());
}

const FAMILY: &str = "type,name,label::Tiếng Việt (vi),label::English (en),constraint,constraint_message::Tiếng Việt (vi)\n\
    text,name,Tên là gì?,What is the name?,,\n\
    integer,age,Bao nhiêu tuổi?,How old?,. < 120,Tuổi dưới 120\n\
    begin repeat,child,Con,Children,,\ntext,called,Tên con?,Name of the child?,,\nend repeat,,,,,\n";

fn files(desk: &Desk) -> Vec<std::path::PathBuf> {
    let found = std::fs::read_dir(desk.path("")).unwrap();
    let mut found: Vec<_> = found.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn without_a_script_a_questionnaire_is_asked_as_on_a_device_and_nothing_is_kept() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("q")).unwrap();
    std::fs::write(desk.path("q").join("survey.csv"), FAMILY).unwrap();
    let before = files(&desk);
    let keys = "Hoa\n130\n13\nMai\n+\nAn\n*\n2\n\n\n";
    let asked = desk
        .start(&["instrument", "play", "q"], None, keys)
        .ok()
        .out;
    let wanted = [
        "Tên là gì?",
        "Bao nhiêu tuổi?",
        "Tuổi dưới 120",
        "Tên con?",
        "Children",
        "Đã thử đến hết; không có gì được lưu lại.",
    ];
    let mut rest = asked.as_str();
    for text in wanted {
        let at = rest.find(text);
        rest = &rest[at.unwrap_or_else(|| panic!("no {text:?} in\n{rest}\nof\n{asked}"))..];
    }
    let english = ["--lang", "en", "instrument", "play", "q", "--ask-in", "vi"];
    let stopped = desk.start(&english, None, "").ok().out;
    assert!(stopped.contains("Tên là gì?") && stopped.contains("nothing was kept"));
    assert_eq!(files(&desk), before);
    let unknown = desk.start(&["instrument", "play", "q", "--ask-in", "hnj"], None, "");
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
    let told = desk
        .start(&["--json", "instrument", "play", "q"], None, "")
        .ok();
    assert_eq!(told.json()["values"]["age"], "");
}

#[test]
fn a_faulty_questionnaire_is_told_by_sheet_row_and_column() {
    let desk = Desk::new();
    let sheets = desk.path("q");
    std::fs::create_dir(&sheets).unwrap();
    std::fs::write(
        sheets.join("survey.csv"),
        "type,name,label,relevant\ntext,a,A,${gone} = 1\n",
    )
    .unwrap();
    let ran = desk.start(&["instrument", "play", "q"], None, "");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("survey") && ran.err.contains('2') && ran.err.contains("relevant"),
        "{}",
        ran.err
    );
}

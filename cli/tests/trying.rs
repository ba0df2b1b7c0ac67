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

//! The expression language, case by case: what the ODK XForms specification and XPath 1.0 say each comes to.
//!
//! `fixtures/expressions.jsonl` begins with the values that all cases share and the moment they are read at. Every case was
//! compared with JavaRosa 6.0.0; where that says otherwise, `javarosa` tells why ours stands (the comparison itself is in
//! tests/rivals).
#![allow(clippy::unwrap_used)]

use nuong_screening::play::{PlayClock, evaluate};
use serde_json::{Value, json};

#[test]
fn every_expression_comes_to_what_the_specification_says() {
    let mut lines = include_str!("fixtures/expressions.jsonl").lines();
    let head: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let clock = PlayClock::on(jiff::civil::date(2026, 1, 2))
        .set(None, head["now"].as_str())
        .unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines {
        let case: Value = serde_json::from_str(line).unwrap();
        let asked = json!({"expr": case["expr"], "at": case["at"], "values": head["values"]});
        let said: Value = serde_json::from_str(&evaluate(&asked.to_string(), None, clock)).unwrap();
        let right = match case.get("error") {
            Some(code) => said["error"]["code"] == *code,
            None => said["type"] == case["type"] && said["value"] == case["value"],
        };
        if !right {
            wrong.push(format!("{} gives {said}", case["expr"]));
        }
        count += 1;
    }
    assert!(count > 500, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

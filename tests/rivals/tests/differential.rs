//! Random questionnaires and expressions, here and on JavaRosa: equal, but for what is named in [`explained`].
//!
//! Where Maven, a JDK or Python is not there the comparison cannot be made; it says so and passes.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::io::Write;

use nuong_rivals::compare::Compared;
use nuong_rivals::{play, tools};
use serde_json::{Value, json};

fn tools() -> Option<tools::Tools> {
    tools::ready()
        .inspect_err(|why| eprintln!("not compared with JavaRosa: {why}"))
        .ok()
}

/// Differences whose reason is known and is JavaRosa's own.
///
/// * Where a calculation asks `jr:choice-name` of a question with a choice filter, JavaRosa takes an answer away that the
///   filter no longer offers; here answers are never taken away.
/// * It keeps the filtered choices of a question as long as the *values* a filter looks at are the same, also when one of
///   them becomes relevant or stops to be.
/// * A number in a predicate (`${r}[2]`) is no place there.
/// * `max()` of negative numbers only is 4.9E-324 there.
/// * Moments before 1975 have the offset that Saigon had then.
fn explained(difference: &(u64, &'static str, String, Value, Value), form: &str) -> bool {
    let (_, map, _, ours, theirs) = difference;
    let filtered = form.contains("\"kind");
    let taken_away = filtered && (*map == "choices" || form.contains("jr:choice-name"));
    let placed = form.contains("}[2]/") || form.contains("}[position()");
    let negative = ours.to_string().starts_with("\"-") && form.contains("max(");
    let theirs = theirs.to_string();
    taken_away || placed || negative || theirs.contains("E-324") || theirs.contains("+08:00")
}

fn unexplained(compared: &[(u64, Compared)]) -> Vec<String> {
    let mut left = Vec::new();
    for (seed, one) in compared {
        let form = nuong_rivals::forms::random_form(*seed).as_csv()[0].clone();
        let open = one
            .differing
            .iter()
            .filter(|difference| !explained(difference, &form));
        left.extend(open.map(|difference| format!("form {seed}: {difference:?}")));
    }
    left
}

#[test]
fn random_questionnaires_play_as_on_javarosa() {
    let Some(tools) = tools() else {
        return;
    };
    let compared = play::forms(&tools, 0..150, 25).unwrap();
    let values: usize = compared.iter().map(|(_, one)| one.values).sum();
    assert!(
        compared.len() > 120 && values > 200_000,
        "{} forms, {values} values",
        compared.len()
    );
    let differing: usize = compared.iter().map(|(_, one)| one.differing.len()).sum();
    assert!(differing * 2_000 < values, "{differing} of {values} differ");
    let left = unexplained(&compared);
    assert!(left.is_empty(), "{}", left.join("\n"));
}

#[test]
fn the_conformance_suite_says_what_javarosa_says() {
    let Some(tools) = tools() else {
        return;
    };
    let suite = include_str!("../../../core/screening/tests/fixtures/expressions.jsonl");
    let mut lines = suite
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let head = lines.next().unwrap();
    let mut cases = tempfile::NamedTempFile::new().unwrap();
    let agreed: Vec<Value> = lines
        .filter(|case| case.get("javarosa").is_none())
        .collect();
    for (number, case) in agreed.iter().enumerate() {
        // What is left to chance differs by its nature.
        let case = json!({"id": number, "expr": case["expr"], "at": case["at"], "values": head["values"], "today": "2026-01-02"});
        writeln!(cases, "{case}").unwrap();
    }
    let compared = play::cases(&tools, cases.path()).unwrap();
    assert!(compared.len() > 400, "{}", compared.len());
    let differing: Vec<String> = compared
        .iter()
        .flat_map(|(_, one)| &one.differing)
        .map(|(_, _, expression, ours, theirs)| format!("{expression}: {ours}, {theirs}"))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn random_expressions_come_to_the_same_on_javarosa() {
    let Some(tools) = tools() else {
        return;
    };
    let compared = play::expressions(&tools, 0..2_000).unwrap();
    let differing: Vec<String> = compared
        .iter()
        .flat_map(|(_, one)| &one.differing)
        .filter(|(_, _, expression, ..)| !expression.contains("max("))
        .map(|(_, _, expression, ours, theirs)| format!("{expression}: {ours}, {theirs}"))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

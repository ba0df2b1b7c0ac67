//! Expressions tried out, one by one or many at once.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::{PlayClock, Refusal, answer_text};
use crate::answer::Answer;
use crate::expr::eval::{Fault, evaluate_noting};
use crate::expr::plain::Plain;
use crate::expr::{Frame, NodeId, Scope, Value, eval::text_of, parse};
use crate::interview::Interview;
use crate::pack::Pack;

/// What one expression comes to: `{"type","value"}` or `{"error":{"code","message"}}`, and the `id` it was given.
///
/// `case` is `{"id","expr","values":{path:value},"at":path|null,"today":D}`; all but `expr` may be missing. The root is
/// `/data`. Without a questionnaire the values are all there is, in the order in which they are given, and all of them are
/// text; with one they are answers to it.
#[must_use]
pub fn evaluate(case: &str, form: Option<&Arc<Pack>>, clock: PlayClock) -> String {
    let case: Result<Map<String, Json>, _> = serde_json::from_str(case);
    let Ok(case) = case else {
        let refusal = Refusal::new("eval.syntax", "a case is one JSON object on one line");
        return json!({"id": null, "error": refusal.json()}).to_string();
    };
    let mut said = Map::new();
    said.insert(
        "id".to_owned(),
        case.get("id").cloned().unwrap_or(Json::Null),
    );
    match evaluated(&case, form, clock) {
        Ok((kind, value)) => {
            said.insert("type".to_owned(), json!(kind));
            said.insert("value".to_owned(), value);
        }
        Err(refusal) => {
            said.insert("error".to_owned(), refusal.json());
        }
    }
    Json::Object(said).to_string()
}

/// What each of many expressions comes to, one line a case; blank lines are passed over.
pub fn evaluate_batch<'a>(
    cases: impl Iterator<Item = &'a str> + 'a,
    form: Option<&'a Arc<Pack>>,
    clock: PlayClock,
) -> impl Iterator<Item = String> + 'a {
    cases
        .filter(|line| !line.trim().is_empty())
        .map(move |line| evaluate(line, form, clock))
}

fn evaluated(
    case: &Map<String, Json>,
    form: Option<&Arc<Pack>>,
    clock: PlayClock,
) -> Result<(&'static str, Json), Refusal> {
    let text = case
        .get("expr")
        .and_then(Json::as_str)
        .ok_or_else(|| Refusal::new("eval.syntax", "a case needs an expr"))?;
    let clock = clock
        .set(
            case.get("today").and_then(Json::as_str),
            case.get("now").and_then(Json::as_str),
        )
        .map_err(|error| Refusal::new("eval.clock", error.to_string()))?;
    let none = Map::new();
    let values = case
        .get("values")
        .and_then(Json::as_object)
        .unwrap_or(&none);
    let at = case.get("at").and_then(Json::as_str);
    let expr = parse(text).map_err(|error| Refusal::new(error.code, error.describe(text)))?;
    let nowhere = || Refusal::new("eval.path", "there is nothing at this path");
    match form {
        Some(pack) => {
            let interview = answered(pack, values, clock)?;
            let node = match at {
                Some(path) => interview.node_at(path).ok_or_else(nowhere)?,
                None => NodeId(0),
            };
            let (value, fault) = interview.evaluate_at(&expr, node);
            outcome(value, fault, &|node| interview.text_at(node))
        }
        None => {
            let mut tree = Plain::new(clock.0);
            for (path, value) in values {
                let text = answer_text(value)?.unwrap_or_default();
                tree.put(path, &text).ok_or_else(nowhere)?;
            }
            let node = match at {
                Some(path) => tree.locate(path).ok_or_else(nowhere)?,
                None => tree.root(),
            };
            let (value, fault) = evaluate_noting(&expr, &tree, Frame::at(node));
            outcome(value, fault, &|node| {
                text_of(&Value::Nodes(vec![node]), &tree)
            })
        }
    }
}

/// An interview on trial with these answers.
fn answered(
    pack: &Arc<Pack>,
    values: &Map<String, Json>,
    clock: PlayClock,
) -> Result<Interview, Refusal> {
    let mut interview = Interview::tried(Arc::clone(pack), clock.circumstances(0));
    for (path, value) in values {
        let node = interview
            .locate_or_grow(path)
            .filter(|node| interview.question_at(*node).is_some())
            .ok_or_else(|| Refusal::new("eval.path", "the questionnaire has no such question"))?;
        interview.put(node, answer_text(value)?.map(Answer::Value));
    }
    Ok(interview)
}

fn outcome(
    value: Value,
    fault: Option<Fault>,
    text: &dyn Fn(NodeId) -> String,
) -> Result<(&'static str, Json), Refusal> {
    if let Some(fault) = fault {
        return Err(refusal(fault));
    }
    Ok(match value {
        Value::Text(text) => ("string", json!(text)),
        Value::Moment(moment) => ("string", json!(moment.date().to_string())),
        Value::Boolean(yes) => ("boolean", json!(yes)),
        // JSON has no words for these.
        Value::Number(number) if !number.is_finite() => {
            ("number", json!(crate::expr::value::number_text(number)))
        }
        Value::Number(number) => ("number", number_json(number)),
        Value::Nodes(nodes) => {
            let texts: Vec<String> = nodes.into_iter().map(text).collect();
            ("nodeset", json!(texts))
        }
    })
}

/// Whole numbers without a point.
fn number_json(number: f64) -> Json {
    #[allow(clippy::cast_possible_truncation)]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        json!(number as i64)
    } else {
        json!(number)
    }
}

fn refusal(fault: Fault) -> Refusal {
    let (code, message) = match fault {
        Fault::NotADate => ("eval.not_a_date", "a date is needed here"),
        Fault::NotNodes => ("eval.not_nodes", "a path is needed here"),
        Fault::Pattern => ("eval.pattern", "the pattern cannot be read"),
        Fault::Method => ("eval.method", "there is no such digest or encoding"),
        Fault::Instance => ("eval.instance", "there is no list of this name"),
        Fault::DatePattern => (
            "eval.date_pattern",
            "after `%` stand only Y y m n b d e H h M S 3 a W and %",
        ),
        Fault::NotAPlace => (
            "eval.not_a_place",
            "a place is written as latitude and longitude",
        ),
        Fault::Lengths => ("eval.lengths", "the two sets are not equally long"),
        Fault::TooManySteps => ("eval.too_many_steps", "the expression looks at too much"),
    };
    Refusal::new(code, message)
}

//! Random expressions over bare values, as `nuong instrument eval` takes them.

use serde_json::{Value as Json, json};

use crate::dice::Dice;
use crate::grammar::{Field, Holds, Reach};
use crate::grammar::{number, text, truth};

/// The values of every case; all of them texts.
#[must_use]
pub fn values() -> Json {
    json!({
        "n": "3", "m": "12.5", "t": "a b", "u": "Đà Nẵng", "empty": "", "d": "2008-02-29", "one": "a", "several": "a c 10",
        "g/k": "7", "g/w": "x y",
        "r[1]/age": "40", "r[1]/who": "Mai", "r[1]/c[1]/v": "1", "r[1]/c[2]/v": "2",
        "r[2]/age": "", "r[2]/who": "Páo", "r[2]/c[1]/v": "5",
        "r[3]/age": "17", "r[3]/who": "Sua", "r[3]/c[1]/v": "x",
        "z": "9",
    })
}

/// A case for each seed: `{"id","expr","values","at","today"}`.
#[must_use]
pub fn random_case(seed: u64) -> Json {
    let mut dice = Dice::new(seed ^ 0xE49);
    let field = |name: &str, holds: Holds| Field {
        name: name.to_owned(),
        holds,
        repeats: Vec::new(),
        direct: false,
    };
    let fields = vec![
        field("n", Holds::Number),
        field("m", Holds::Number),
        field("g/k", Holds::Number),
        field("z", Holds::Number),
        field("empty", Holds::Number),
        field("t", Holds::Text),
        field("u", Holds::Text),
        field("g/w", Holds::Text),
        field("empty", Holds::Text),
        field("d", Holds::Date),
        field("one", Holds::One),
        field("several", Holds::Several),
    ];
    let reach = Reach {
        fields,
        within: Vec::new(),
        repeats: Vec::new(),
        rarer: seed >= crate::forms::RARER,
    };
    let expression = match dice.below(3) {
        0 => number(&mut dice, &reach, 3),
        1 => text(&mut dice, &reach, 3),
        _ => truth(&mut dice, &reach, 3),
    };
    json!({"id": seed, "expr": absolute(&expression), "values": values(), "at": null, "today": "2026-01-02"})
}

/// References become absolute paths, as a form's converter makes them.
fn absolute(expression: &str) -> String {
    let mut out = String::new();
    let mut rest = expression;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str("/data/");
        out.push_str(name);
        rest = after;
    }
    out + rest
}

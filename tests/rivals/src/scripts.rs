//! Random answers to a questionnaire.

use serde_json::{Value as Json, json};

use crate::dice::Dice;
use crate::forms::{LANGUAGES, RandomForm};
use crate::grammar::NAMES;

/// Steps for a form, a line of JSON each; repeats that a person may add to come and go.
#[must_use]
pub fn random_script(form: &RandomForm, seed: u64, steps: usize) -> Vec<String> {
    let mut dice = Dice::new(seed ^ 0x00C0_FFEE);
    (0..steps)
        .map(|_| step(form, &mut dice).to_string())
        .collect()
}

fn step(form: &RandomForm, dice: &mut Dice) -> Json {
    match dice.below(20) {
        0 | 1 if !form.repeats.is_empty() => {
            let path = dice.pick(&form.repeats).clone();
            json!({"add": placed(form, &path, dice, false)})
        }
        2 if !form.repeats.is_empty() => {
            let path = dice.pick(&form.repeats).clone();
            json!({"remove": placed(form, &path, dice, true)})
        }
        3 => json!({"language": dice.pick(&LANGUAGES)}),
        4 => json!({"finish": true}),
        _ if !form.questions.is_empty() => {
            let asked = dice.pick(&form.questions).clone();
            let path = placed(form, &asked.path, dice, true);
            json!({"set": path, "value": value(asked.kind, dice)})
        }
        _ => json!({"finish": true}),
    }
}

/// A path with a place for each repeat in it; for the last name only if asked for.
fn placed(form: &RandomForm, path: &str, dice: &mut Dice, last: bool) -> String {
    let mut out = String::new();
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push('/');
        }
        out.push_str(part);
        // Every group's name begins with g, every repeat's with r.
        let counted_or_not = part.starts_with('r') && !form.survey.is_empty();
        if counted_or_not && (last || at + 1 < parts.len()) {
            let place = 1 + if dice.percent(60) { 0 } else { dice.below(3) };
            out.push_str(&format!("[{place}]"));
        }
    }
    out
}

fn value(kind: &str, dice: &mut Dice) -> Json {
    if dice.percent(12) {
        return Json::Null;
    }
    let texts = [
        "a",
        "x y",
        "Đà Nẵng",
        "abc",
        "10",
        "hello world",
        "yes",
        "true",
        "0",
    ];
    match kind {
        "integer" => json!(*dice.pick(&[0, 1, 2, 3, 5, 7, 12, 17, 18, 40, 100, -4])),
        "decimal" => json!(*dice.pick(&[0.5, 1.0, 2.25, 3.0, 12.75, -1.5, 100.0])),
        "range" => json!(*dice.pick(&[0, 2, 4, 10, 20])),
        "date" => json!(dice.pick(&[
            "2008-02-29",
            "2010-12-01",
            "2026-01-02",
            "1990-07-15",
            "2026-03-04"
        ])),
        "time" => json!(dice.pick(&["09:30:00.000+07:00", "23:59:59.000+07:00"])),
        "dateTime" => json!(dice.pick(&[
            "2026-01-01T09:30:00.000+07:00",
            "2019-06-30T23:15:10.000+07:00"
        ])),
        "select_one" => json!(dice.pick(&NAMES[..3])),
        "select_multiple" => {
            let taken: Vec<&str> = NAMES[..3]
                .iter()
                .copied()
                .filter(|_| dice.percent(50))
                .collect();
            json!(taken)
        }
        "rank" => json!(["c", "a", "b"]),
        "acknowledge" => json!("OK"),
        "geopoint" => json!(dice.pick(&["21.0285 105.8542 12 5", "10.5 106.5 0 0"])),
        "geoshape" => json!("21 105 0 0;21 105.1 0 0;21.1 105.1 0 0;21 105 0 0"),
        "geotrace" => json!("21 105 0 0;21 105.1 0 0"),
        "barcode" => json!(dice.pick(&["0012", "VN-7"])),
        _ => json!(dice.pick(&texts)),
    }
}

//! Where two engines say different things.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// What differs: step, map, path, ours, theirs.
pub type Difference = (u64, &'static str, String, Json, Json);

/// Figures of a comparison.
#[derive(Debug, Default, Clone)]
pub struct Compared {
    /// Values looked at.
    pub values: usize,
    /// What differs.
    pub differing: Vec<Difference>,
}

const MAPS: [&str; 7] = [
    "values", "relevant", "required", "valid", "readonly", "choices", "labels",
];

/// Compares two lines of one step. Of what is not relevant only its relevance counts; numbers are compared as such.
pub fn compare(ours: &Json, theirs: &Json, compared: &mut Compared) {
    let step = ours["step"].as_u64().unwrap_or(u64::MAX);
    let none = serde_json::Map::new();
    for map in MAPS {
        let of = |line: &Json| {
            line[map]
                .as_object()
                .cloned()
                .unwrap_or_else(|| none.clone())
        };
        let (left, right) = (of(ours), of(theirs));
        let paths: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for path in paths {
            if map != "relevant" && theirs["relevant"].get(path) == Some(&Json::Bool(false)) {
                continue;
            }
            compared.values += 1;
            let (one, other) = (
                left.get(path).unwrap_or(&Json::Null),
                right.get(path).unwrap_or(&Json::Null),
            );
            if one != other && !(map == "values" && same_number(one, other)) {
                compared
                    .differing
                    .push((step, map, path.clone(), one.clone(), other.clone()));
            }
        }
    }
    if ours["finish"] != theirs["finish"] {
        compared.differing.push((
            step,
            "finish",
            String::new(),
            ours["finish"].clone(),
            theirs["finish"].clone(),
        ));
    }
    if ours["error"].is_null() != theirs["error"].is_null() {
        compared.differing.push((
            step,
            "error",
            String::new(),
            ours["error"].clone(),
            theirs["error"].clone(),
        ));
    }
}

fn same_number(one: &Json, other: &Json) -> bool {
    let number = |json: &Json| json.as_str().and_then(|text| text.parse::<f64>().ok());
    matches!((number(one), number(other)), (Some(one), Some(other)) if one == other || (one - other).abs() <= 1e-9 * one.abs())
}

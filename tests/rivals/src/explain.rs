//! Differences from JavaRosa whose reason is known and is JavaRosa's own. A difference is excused by the expressions of the
//! very value that differs and of what they refer to, never by what else the questionnaire contains.

use std::collections::{BTreeMap, BTreeSet};

use nuong_screening::play::evaluate;
use serde_json::{Value as Json, json};

use crate::compare::Difference;
use crate::forms::RandomForm;
use crate::play::{Standing, clock};

/// The columns whose expressions make each of the maps of a step.
const COLUMNS: [(&str, &[&str]); 7] = [
    ("values", &["calculation", "default", "trigger"]),
    ("relevant", &[]),
    ("required", &["required"]),
    ("valid", &["constraint"]),
    ("readonly", &["read_only"]),
    ("choices", &["choice_filter"]),
    ("labels", &["label::Tiếng Việt (vi)", "label::English (en)"]),
];

/// A questionnaire by the names of its rows.
struct Rows<'f> {
    cells: BTreeMap<&'f str, BTreeMap<&'static str, &'f str>>,
    /// The groups and repeats around each row, outermost first.
    around: BTreeMap<&'f str, Vec<&'f str>>,
}

impl<'f> Rows<'f> {
    fn of(form: &'f RandomForm) -> Rows<'f> {
        let (mut cells, mut around) = (BTreeMap::new(), BTreeMap::new());
        let mut open: Vec<&str> = Vec::new();
        for row in &form.survey {
            let row: BTreeMap<&'static str, &str> = row
                .iter()
                .map(|(column, cell)| (*column, cell.as_str()))
                .collect();
            let kind = row.get("type").copied().unwrap_or_default();
            let Some(name) = row.get("name").copied() else {
                open.pop();
                continue;
            };
            around.insert(name, open.clone());
            if kind.starts_with("begin") {
                open.push(name);
            }
            cells.insert(name, row);
        }
        Rows { cells, around }
    }

    fn cell(&self, name: &str, column: &str) -> Option<&'f str> {
        self.cells.get(name)?.get(column).copied()
    }

    /// The conditions of a row and of the groups around it, and how often the repeats around it are there.
    fn presence(&self, name: &'f str) -> Vec<(&'f str, &'f str)> {
        let around = self.around.get(name).into_iter().flatten().copied();
        let all = around.chain([name]);
        all.flat_map(|name| {
            let columns = ["relevant", "repeat_count"].into_iter();
            columns.filter_map(move |column| Some((name, self.cell(name, column)?)))
        })
        .collect()
    }

    /// The names that an expression refers to, `${q1}` or `q1` in a step of a path.
    fn names<'e>(&'e self, expression: &'e str) -> impl Iterator<Item = &'f str> + 'e {
        let words = expression.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter_map(move |word| self.cells.get_key_value(word).map(|(name, _)| *name))
    }

    /// The expressions that one entry of a map comes from, each with the row it is written in: its own, and those of all that
    /// they refer to.
    fn behind(&self, name: &'f str, map: &str) -> BTreeSet<(&'f str, &'f str)> {
        let own = COLUMNS.iter().find(|(of, _)| *of == map);
        let columns = own.map_or(&[][..], |(_, columns)| columns);
        let mut open: Vec<(&str, &str)> = self.presence(name);
        open.extend(
            columns
                .iter()
                .filter_map(|column| Some((name, self.cell(name, column)?))),
        );
        let mut found = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !found.insert(next) {
                continue;
            }
            for name in self.names(next.1) {
                open.extend(self.presence(name));
                let columns = COLUMNS[0].1.iter();
                open.extend(columns.filter_map(|column| Some((name, self.cell(name, column)?))));
            }
        }
        found
    }
}

/// Why JavaRosa says something else here; none where there is no reason that is known.
///
/// * `choice taken away`: where an expression asks `jr:choice-name` of a question with a choice filter, JavaRosa takes an
///   answer away that the filter no longer offers; here answers are never taken away.
/// * `choices kept`: it keeps the filtered choices of a question as long as the *values* a filter looks at are the same, also
///   when one of them becomes relevant or stops to be.
/// * `place in a predicate`: a number in a predicate (`${r}[2]`) is no place there.
/// * `max of none above zero`: its `max()` begins with 4.9E-324.
/// * `offset of Saigon`: moments before 1975 have the offset that Saigon had then.
#[must_use]
pub fn explained(
    form: &RandomForm,
    difference: &Difference,
    then: &Standing,
) -> Option<&'static str> {
    let (_, map, path, ours, theirs) = difference;
    let rows = Rows::of(form);
    let last = path.rsplit('/').next()?;
    let name = last.split('[').next()?;
    let name = *rows.cells.get_key_value(name)?.0;
    let behind = rows.behind(name, map);
    let mut involved: BTreeSet<&str> = BTreeSet::from([name]);
    involved.extend(
        behind
            .iter()
            .flat_map(|(_, expression)| rows.names(expression)),
    );
    if *map == "choices" {
        let filter = rows.cell(name, "choice_filter")?;
        let mut looked_at = rows.names(filter);
        let any = looked_at.any(|name| !rows.presence(name).is_empty());
        return any.then_some("choices kept");
    }
    let asked_of = |name: &str| {
        let asked = format!("'${{{name}}}')");
        let mut cells = rows.cells.values().flat_map(BTreeMap::values);
        cells.any(|text| text.contains("jr:choice-name(") && text.contains(&asked))
    };
    let taken = |name: &&str| rows.cell(name, "choice_filter").is_some() && asked_of(name);
    if involved.iter().any(taken) {
        return Some("choice taken away");
    }
    let mut texts = behind.iter().map(|(_, expression)| *expression);
    if texts.any(|text| text.contains("}[2]/") || text.contains("}[position()")) {
        return Some("place in a predicate");
    }
    let says = |json: &Json, what: &str| json.as_str().is_some_and(|text| text.contains(what));
    if says(theirs, "+08:00") && says(ours, "+07:00") {
        return Some("offset of Saigon");
    }
    let low = |(row, text): &(&str, &str)| {
        then.places(row)
            .iter()
            .any(|at| max_of_none_above_zero(text, &|case| then.evaluate(case, at)))
    };
    behind.iter().any(low).then_some("max of none above zero")
}

/// Whether an expression over bare values has a `max()` none of whose arguments is above zero.
#[must_use]
pub fn is_low_max(case: &Json) -> bool {
    let expression = case["expr"].as_str().unwrap_or_default();
    max_of_none_above_zero(expression, &|argument| {
        let mut asked = case.clone();
        asked["expr"] = json!(argument);
        serde_json::from_str(&evaluate(&asked.to_string(), None, clock())).unwrap_or_default()
    })
}

/// Whether any `max()` in an expression has arguments of which none is above zero, each of them evaluated.
fn max_of_none_above_zero(expression: &str, evaluated: &dyn Fn(&str) -> Json) -> bool {
    expression.match_indices("max(").any(|(at, call)| {
        let arguments = arguments(&expression[at + call.len()..]);
        let numbers: Vec<f64> = arguments
            .into_iter()
            .flat_map(|argument| numbers(&evaluated(argument)["value"]))
            .collect();
        !numbers.is_empty() && numbers.iter().all(|number| *number <= 0.0)
    })
}

/// What stands between the commas up to the bracket that closes a call.
fn arguments(call: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut from, mut found) = (0usize, None, 0, Vec::new());
    for (at, c) in call.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')') if depth == 0 => {
                found.push(call[from..at].trim());
                break;
            }
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                found.push(call[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The numbers that an argument comes to; what is empty or no number counts for nothing.
fn numbers(value: &Json) -> Vec<f64> {
    match value {
        Json::Array(nodes) => nodes.iter().flat_map(numbers).collect(),
        Json::String(text) => text
            .parse()
            .ok()
            .filter(|n: &f64| !n.is_nan())
            .into_iter()
            .collect(),
        other => other.as_f64().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rows: &[(&'static str, &str, &'static str, &str)]) -> RandomForm {
        let row = |(kind, name, column, cell): &(&'static str, &str, &'static str, &str)| {
            let mut row = vec![("type", (*kind).to_owned())];
            if !kind.starts_with("end") {
                row.push(("name", (*name).to_owned()));
                row.push((column, (*cell).to_owned()));
            }
            row
        };
        RandomForm {
            survey: rows.iter().map(row).collect(),
            choices: vec![vec![
                ("list_name", "l".to_owned()),
                ("name", "a".to_owned()),
                ("label", "A".to_owned()),
            ]],
            questions: Vec::new(),
            repeats: Vec::new(),
        }
    }

    fn why(form: &RandomForm, map: &'static str, path: &str, values: Json) -> Option<&'static str> {
        let difference = (1, map, path.to_owned(), json!("-3"), json!("0"));
        explained(form, &difference, &Standing::of(form, values).unwrap())
    }

    #[test]
    fn what_stands_elsewhere_in_the_form_excuses_nothing() {
        let form = form(&[
            ("integer", "q1", "label", "1"),
            ("select_one l", "q2", "choice_filter", "name = ${q1}"),
            (
                "calculate",
                "q3",
                "calculation",
                "jr:choice-name(${q2}, '${q2}')",
            ),
            ("calculate", "q4", "calculation", "max(${q1}, -7)"),
            ("calculate", "q5", "calculation", "${q4} + 1"),
            ("calculate", "q6", "calculation", "${q1} + 1"),
        ]);
        let low = || json!({"q1": "-3"});
        let high = || json!({"q1": "3"});
        assert_eq!(why(&form, "values", "q6", low()), None);
        assert_eq!(why(&form, "values", "q2", low()), Some("choice taken away"));
        assert_eq!(why(&form, "values", "q3", low()), Some("choice taken away"));
        assert_eq!(
            why(&form, "choices", "q2", low()),
            None,
            "q1 is always relevant"
        );
        for path in ["q4", "q5"] {
            assert_eq!(
                why(&form, "values", path, low()),
                Some("max of none above zero")
            );
            assert_eq!(why(&form, "values", path, high()), None);
        }
    }

    #[test]
    fn a_max_is_judged_by_what_its_arguments_come_to() {
        let low = |expr: &str| {
            is_low_max(&json!({"expr": expr, "values": {"n": "3", "z": "-2"}, "at": null}))
        };
        assert!(low("1 + max(/data/z, -3)") && low("max(0, min(4, -1))"));
        assert!(!low("max(/data/z, /data/n)") && !low("max(')', 1)") && !low("min(-1, -2)"));
    }
}

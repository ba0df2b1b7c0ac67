//! Rows and expressions that are rarer in questionnaires, and in which engines differ sooner.

use crate::dice::Dice;
use crate::forms::RandomForm;
use crate::grammar::{self, Holds, Reach};

/// Words of the type column beside the usual ones.
pub const KINDS: &[&str] = &["geopoint", "geoshape", "geotrace", "barcode", "select_one"];

/// A number by a function that few questionnaires use.
pub(crate) fn number(dice: &mut Dice, reach: &Reach, depth: usize) -> String {
    let d = depth.saturating_sub(1);
    let one = |dice: &mut Dice| grammar::number(dice, reach, d);
    match dice.below(22) {
        0 => format!(
            "round({}, {})",
            one(dice),
            dice.pick(&["-1", "-2", "1", "3"])
        ),
        1 => format!("int({} div 3)", one(dice)),
        2 => format!("{} mod -3", one(dice)),
        3 => format!("- ({} - {})", one(dice), one(dice)),
        4 => format!("{} * 1000000", one(dice)),
        5 => format!("{} div 7", one(dice)),
        6 => format!(
            "pow({}, {})",
            one(dice),
            dice.pick(&["0.5", "-1", "3", "0"])
        ),
        7 => format!(
            "{}({})",
            dice.pick(&["log10", "log", "exp10", "sin", "cos", "tan", "atan"]),
            one(dice)
        ),
        8 => format!("atan2({}, {})", one(dice), one(dice)),
        9 => match many(dice, reach) {
            Some(nodes) => format!("count-non-empty({nodes})"),
            None => "0".to_owned(),
        },
        10 => format!("decimal-date-time({})", grammar::date(dice, reach)),
        11 => format!(
            "decimal-time({})",
            dice.pick(&["now()", "'2020-02-29T06:00:00.000+07:00'"])
        ),
        12 => format!("number({})", grammar::truth(dice, reach, d)),
        13 => format!("number({})", grammar::date(dice, reach)),
        14 => format!(
            "string-length(normalize-space({}))",
            grammar::text(dice, reach, d)
        ),
        15 => format!("count-selected({})", grammar::text(dice, reach, 0)),
        16 => format!("int({}) - round({})", one(dice), one(dice)),
        17 => "distance('21 105 0 0;21 105.1 0 0')".to_owned(),
        18 => format!("min({}, {}, {})", one(dice), one(dice), one(dice)),
        19 => format!(
            "if({} = '', 0, {})",
            grammar::text(dice, reach, 0),
            one(dice)
        ),
        20 => format!("coalesce({}, {})", grammar::text(dice, reach, 0), one(dice)),
        _ => format!(
            "({} > {}) + ({} = {})",
            one(dice),
            one(dice),
            one(dice),
            one(dice)
        ),
    }
}

/// A text by a function that few questionnaires use.
pub(crate) fn text(dice: &mut Dice, reach: &Reach, depth: usize) -> String {
    let d = depth.saturating_sub(1);
    let one = |dice: &mut Dice| grammar::text(dice, reach, d);
    match dice.below(14) {
        0 => format!(
            "substr({}, {})",
            one(dice),
            dice.pick(&["-1", "-3", "1", "9"])
        ),
        1 => format!(
            "substr({}, {}, {})",
            one(dice),
            dice.pick(&["-4", "0", "2"]),
            dice.pick(&["-1", "3", "99"])
        ),
        2 => format!(
            "digest({}, '{}', '{}')",
            one(dice),
            dice.pick(&["MD5", "SHA-1", "SHA-512"]),
            dice.pick(&["hex", "base64"])
        ),
        3 => format!(
            "base64-decode({})",
            dice.pick(&["'xJDDoCBO4bq1bmc='", "''", "'QQ=='"])
        ),
        4 => format!(
            "join(', ', {}, {}, {})",
            one(dice),
            one(dice),
            grammar::number(dice, reach, 0)
        ),
        5 => format!("concat({}, {})", one(dice), grammar::truth(dice, reach, 0)),
        6 => format!(
            "format-date({}, '{}')",
            grammar::date(dice, reach),
            dice.pick(&["%b %d, %Y", "%n/%e/%y", "%H:%M:%S.%3", "%a %W", "%h"])
        ),
        7 => format!(
            "format-date-time({}, '{}')",
            dice.pick(&["now()", "'2020-02-29T06:07:08.090+07:00'"]),
            dice.pick(&["%Y-%m-%dT%H:%M:%S.%3", "%e %b %y %h:%M"])
        ),
        8 => format!(
            "selected-at({}, {})",
            one(dice),
            dice.pick(&["-1", "0", "1", "5"])
        ),
        9 => format!("string({})", grammar::date(dice, reach)),
        10 => format!("translate({}, 'aàĐ', 'A')", one(dice)),
        11 => match many(dice, reach) {
            Some(nodes) => format!("concat({nodes})"),
            None => one(dice),
        },
        12 => match reach.repeats.first() {
            Some((repeat, around)) if around.is_empty() && !reach.within.contains(repeat) => {
                format!("join(' ', randomize(${{{repeat}}}, 7))")
            }
            _ => one(dice),
        },
        _ => format!("string(boolean({}))", one(dice)),
    }
}

/// A condition by a function that few questionnaires use.
pub(crate) fn truth(dice: &mut Dice, reach: &Reach, depth: usize) -> String {
    let d = depth.saturating_sub(1);
    let one = |dice: &mut Dice| grammar::number(dice, reach, d);
    match dice.below(12) {
        0 => format!(
            "weighted-checklist({}, {}, {}, {}, {}, 2)",
            dice.pick(&["0", "1", "-1"]),
            dice.pick(&["2", "5"]),
            grammar::truth(dice, reach, 0),
            one(dice),
            grammar::truth(dice, reach, 0)
        ),
        1 => format!(
            "checklist({}, {}, {}, {})",
            dice.pick(&["-1", "0", "1"]),
            dice.pick(&["-1", "1", "2"]),
            grammar::truth(dice, reach, 0),
            grammar::text(dice, reach, d)
        ),
        2 => format!(
            "regex({}, '{}')",
            grammar::text(dice, reach, d),
            dice.pick(&["^[a-z ]*$", "a", "[0-9]+", "(?!a).*", "^$", ".*[Đđ].*"])
        ),
        3 => format!("boolean({})", one(dice)),
        4 => format!("boolean({})", grammar::text(dice, reach, d)),
        5 => format!("{} = {} = true()", one(dice), one(dice)),
        6 => format!(
            "{} {} {}",
            grammar::date(dice, reach),
            dice.pick(&["<=", ">=", "=", "!="]),
            grammar::date(dice, reach)
        ),
        7 => format!(
            "{} - {} > {}",
            grammar::date(dice, reach),
            grammar::date(dice, reach),
            dice.below(900)
        ),
        8 => format!("{} < {}", grammar::text(dice, reach, 0), one(dice)),
        9 => format!(
            "{} and not({} or {})",
            grammar::truth(dice, reach, 0),
            grammar::truth(dice, reach, 0),
            grammar::truth(dice, reach, 0)
        ),
        10 => format!(
            "selected(concat({}, ' ', {}), '{}')",
            grammar::text(dice, reach, 0),
            grammar::text(dice, reach, 0),
            dice.pick(grammar::NAMES)
        ),
        _ => format!(
            "count-selected({}) >= {}",
            grammar::text(dice, reach, 0),
            dice.below(3)
        ),
    }
}

fn many(dice: &mut Dice, reach: &Reach) -> Option<String> {
    let holds = *dice.pick(&[Holds::Number, Holds::Text, Holds::One, Holds::Several]);
    reach
        .many(dice, holds)
        .map(|field| format!("${{{}}}", field.name))
}

/// A default that is computed, or of a kind of question that seldom has one.
pub(crate) fn default(
    kind: &str,
    dice: &mut Dice,
    reach: &Reach,
    row: &mut Vec<(&'static str, String)>,
) {
    if !dice.percent(20) {
        return;
    }
    let default = match kind {
        "decimal" => (*dice.pick(&["2.50", "-1", "10 div 4"])).to_owned(),
        "select_multiple" => (*dice.pick(&["a", "a b"])).to_owned(),
        "dateTime" => "now()".to_owned(),
        // Computed once, when the form begins, from what stands before it.
        _ => format!("concat({}, '!')", grammar::text(dice, reach, 0)),
    };
    row.push(("default", default));
}

/// Calculations that look at all of the form, also at what comes after them: in repeats, so that an answer or an instance
/// changes what others show; by full paths too.
pub(crate) fn look_ahead(form: &mut RandomForm, all: &Reach, dice: &mut Dice) {
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    let mut count = 0;
    while at < form.survey.len() {
        let cell = |column: &str| {
            let found = form.survey[at].iter().find(|(name, _)| *name == column);
            found.map(|(_, cell)| cell.clone()).unwrap_or_default()
        };
        let (kind, name) = (cell("type"), cell("name"));
        match kind.as_str() {
            "begin group" => open.push((name, false)),
            "begin repeat" => open.push((name, true)),
            "end group" | "end repeat" => {
                if dice.percent(70) {
                    count += 1;
                    let within = open.iter().filter(|(_, repeats)| *repeats);
                    let reach = Reach {
                        within: within.map(|(name, _)| name.clone()).collect(),
                        ..all.clone()
                    };
                    let row = late(&format!("late{count}"), dice, &reach, form);
                    form.survey.insert(at, row);
                    at += 1;
                }
                open.pop();
            }
            _ => {}
        }
        at += 1;
    }
}

fn late(
    name: &str,
    dice: &mut Dice,
    reach: &Reach,
    form: &RandomForm,
) -> Vec<(&'static str, String)> {
    let numbers: Vec<&str> = form
        .questions
        .iter()
        .filter(|question| question.kind == "integer" || question.kind == "decimal")
        .map(|question| question.path.as_str())
        .collect();
    let computed = match dice.below(6) {
        0 | 1 if !numbers.is_empty() => {
            let path = dice.pick(&numbers);
            format!(
                "{}(/data/{path})",
                dice.pick(&["sum", "count", "min", "count-non-empty"])
            )
        }
        2 if !reach.repeats.is_empty() => {
            format!("count(${{{}}})", dice.pick(&reach.repeats).0)
        }
        3 => grammar::text(dice, reach, 2),
        4 => grammar::truth(dice, reach, 2),
        _ => grammar::number(dice, reach, 3),
    };
    vec![
        ("type", "calculate".to_owned()),
        ("name", name.to_owned()),
        ("calculation", computed),
    ]
}

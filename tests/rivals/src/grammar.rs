//! Random expressions that make sense: of each type, over the fields in reach.

use crate::dice::Dice;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A whole or decimal number.
    Number,
    /// Any text.
    Text,
    /// A date.
    Date,
    /// One choice.
    One,
    /// Several choices.
    Several,
}

/// A field that expressions may name.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, which nothing else in the form has.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// The repeats around it, outermost first.
    pub repeats: Vec<String>,
    /// Whether nothing lies between it and the innermost of them.
    pub direct: bool,
}

/// What can be named from one place in a form.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// All fields before this one.
    pub fields: Vec<Field>,
    /// The repeats around this place, outermost first.
    pub within: Vec<String>,
    /// All repeats begun so far, each with the repeats around it.
    pub repeats: Vec<(String, Vec<String>)>,
    /// Whether the rarer functions are used too (see [`crate::rarer`]).
    pub rarer: bool,
}

/// Choice names, of every list.
pub const NAMES: &[&str] = &["a", "b", "c", "d", "10"];

impl Reach {
    /// A field of this kind whose value is one and not many here.
    pub(crate) fn single(&self, dice: &mut Dice, holds: Holds) -> Option<String> {
        let fits = |field: &&Field| field.holds == holds && self.within.starts_with(&field.repeats);
        let found: Vec<&Field> = self.fields.iter().filter(fits).collect();
        (!found.is_empty()).then(|| format!("${{{}}}", dice.pick(&found).name))
    }

    /// A field of this kind that lies in a repeat beside or below this place.
    pub(crate) fn many(&self, dice: &mut Dice, holds: Holds) -> Option<&Field> {
        let fits =
            |field: &&Field| field.holds == holds && !self.within.starts_with(&field.repeats);
        let found: Vec<&Field> = self.fields.iter().filter(fits).collect();
        (!found.is_empty()).then(|| *dice.pick(&found))
    }
}

/// An expression that gives a number.
pub fn number(dice: &mut Dice, reach: &Reach, depth: usize) -> String {
    if reach.rarer && dice.percent(25) {
        return crate::rarer::number(dice, reach, depth);
    }
    if depth == 0 || dice.percent(35) {
        return match dice.below(4) {
            0 => dice
                .pick(&["0", "1", "2", "3", "7", "10", "0.5", "18", "100"])
                .to_string(),
            _ => reach
                .single(dice, Holds::Number)
                .unwrap_or_else(|| "4".to_owned()),
        };
    }
    let d = depth - 1;
    match dice.below(27) {
        0..=3 => {
            let sign = *dice.pick(&["+", "-", "*", "div", "mod"]);
            format!(
                "{} {sign} {}",
                number(dice, reach, d),
                number(dice, reach, d)
            )
        }
        4 => format!("({} + {})", number(dice, reach, d), number(dice, reach, d)),
        5 => format!(
            "if({}, {}, {})",
            truth(dice, reach, d),
            number(dice, reach, d),
            number(dice, reach, d)
        ),
        6 => format!(
            "coalesce({}, {})",
            number(dice, reach, d),
            number(dice, reach, d)
        ),
        7 => format!("round({}, {})", number(dice, reach, d), dice.below(3)),
        8 => format!("int({})", number(dice, reach, d)),
        9 => format!("string-length({})", text(dice, reach, d)),
        10 => format!("number({})", text(dice, reach, d)),
        11 => format!(
            "{}({}, {})",
            dice.pick(&["min", "max"]),
            number(dice, reach, d),
            number(dice, reach, d)
        ),
        12 => format!(
            "{}({})",
            dice.pick(&["abs", "int", "sqrt"]),
            number(dice, reach, d)
        ),
        13 => format!("pow({}, 2)", number(dice, reach, d)),
        14 => match reach.single(dice, Holds::Several) {
            Some(field) => format!("count-selected({field})"),
            None => "count-selected('a b')".to_owned(),
        },
        15 => match reach.single(dice, Holds::Date) {
            Some(field) => format!("decimal-date-time({field})"),
            None => "decimal-date-time(today())".to_owned(),
        },
        16 => match reach.single(dice, Holds::Date) {
            Some(field) => format!("int((today() - {field}) div 365.25)"),
            None => "int(decimal-date-time(date('2000-02-29')))".to_owned(),
        },
        17 if !reach.within.is_empty() => "position(..)".to_owned(),
        18 | 19 => match reach
            .many(dice, Holds::Number)
            .map(|field| field.name.clone())
        {
            Some(name) => format!(
                "{}(${{{name}}})",
                dice.pick(&["sum", "max", "min", "count", "count-non-empty"])
            ),
            None => number(dice, reach, d),
        },
        20 => match reach.repeats.len() {
            0 => number(dice, reach, d),
            many => format!("count(${{{}}})", reach.repeats[dice.below(many)].0),
        },
        21 => match reach
            .many(dice, Holds::Number)
            .filter(|field| field.repeats.len() == 1)
        {
            Some(field) => {
                let (name, repeat) = (field.name.clone(), field.repeats[0].clone());
                let index = if dice.percent(50) {
                    (1 + dice.below(3)).to_string()
                } else {
                    number(dice, reach, d)
                };
                format!("indexed-repeat(${{{name}}}, ${{{repeat}}}, {index})")
            }
            None => number(dice, reach, d),
        },
        22 => match reach
            .many(dice, Holds::Number)
            .filter(|field| field.repeats.len() == 1 && field.direct)
        {
            Some(field) => {
                let (name, repeat) = (field.name.clone(), field.repeats[0].clone());
                match dice.below(4) {
                    0 => format!("count(${{{repeat}}}[${{{name}}} > {}])", dice.below(20)),
                    1 => format!("sum(${{{repeat}}}[position() < 3]/{name})"),
                    2 => format!("count(${{{repeat}}}[{name} != ''])"),
                    _ => format!("${{{repeat}}}[2]/{name}"),
                }
            }
            None => number(dice, reach, d),
        },
        23 if reach.within.len() > 1 => "position(../..)".to_owned(),
        24 => match reach
            .many(dice, Holds::Number)
            .filter(|field| field.repeats.len() == 2)
        {
            Some(field) => {
                let (name, outer, inner) = (
                    field.name.clone(),
                    field.repeats[0].clone(),
                    field.repeats[1].clone(),
                );
                format!(
                    "indexed-repeat(${{{name}}}, ${{{outer}}}, {}, ${{{inner}}}, {})",
                    1 + dice.below(2),
                    1 + dice.below(2)
                )
            }
            None => number(dice, reach, d),
        },
        25 => format!(
            "-{}",
            reach
                .single(dice, Holds::Number)
                .unwrap_or_else(|| "3".to_owned())
        ),
        _ => number(dice, reach, d),
    }
}

/// An expression that gives text.
pub fn text(dice: &mut Dice, reach: &Reach, depth: usize) -> String {
    if reach.rarer && dice.percent(25) {
        return crate::rarer::text(dice, reach, depth);
    }
    if depth == 0 || dice.percent(35) {
        let held = match dice.below(6) {
            0 => None,
            1 => reach.single(dice, Holds::One),
            2 => reach.single(dice, Holds::Several),
            3 => reach.single(dice, Holds::Date),
            _ => reach.single(dice, Holds::Text),
        };
        return held.unwrap_or_else(|| {
            format!(
                "'{}'",
                dice.pick(&["", "a", "x y", "Đà Nẵng", "10", "yes", "a b"])
            )
        });
    }
    let d = depth - 1;
    match dice.below(22) {
        0..=2 => format!(
            "concat({}, '-', {})",
            text(dice, reach, d),
            number(dice, reach, d)
        ),
        3 => format!(
            "if({}, {}, {})",
            truth(dice, reach, d),
            text(dice, reach, d),
            text(dice, reach, d)
        ),
        4 => format!(
            "coalesce({}, {})",
            text(dice, reach, d),
            text(dice, reach, d)
        ),
        5 => format!(
            "substr({}, {}, {})",
            text(dice, reach, d),
            dice.below(3),
            1 + dice.below(4)
        ),
        6 => format!("string({})", number(dice, reach, d)),
        7 => format!("string({})", truth(dice, reach, d)),
        8 => format!("translate({}, 'abc', 'AB')", text(dice, reach, d)),
        9 => format!("normalize-space({})", text(dice, reach, d)),
        10 => match reach.single(dice, Holds::Date) {
            Some(field) => format!(
                "format-date({field}, '{}')",
                dice.pick(&["%Y-%m-%d", "%d/%m/%y", "%e %b %Y", "%n.%Y", "%a"])
            ),
            None => "format-date(today(), '%Y%m%d')".to_owned(),
        },
        11 => match reach.single(dice, Holds::One) {
            Some(field) => format!("jr:choice-name({field}, '{field}')"),
            None => text(dice, reach, d),
        },
        12 => match reach.single(dice, Holds::Several) {
            Some(field) => format!("selected-at({field}, {})", dice.below(3)),
            None => text(dice, reach, d),
        },
        13 => match reach
            .many(dice, Holds::Text)
            .map(|field| field.name.clone())
        {
            Some(name) => format!("join(' ', ${{{name}}})"),
            None => text(dice, reach, d),
        },
        14 => match reach
            .many(dice, Holds::Text)
            .filter(|field| field.repeats.len() == 1)
        {
            Some(field) => {
                let (name, repeat) = (field.name.clone(), field.repeats[0].clone());
                format!(
                    "indexed-repeat(${{{name}}}, ${{{repeat}}}, {})",
                    1 + dice.below(3)
                )
            }
            None => text(dice, reach, d),
        },
        15 => format!(
            "substring-{}({}, 'a')",
            dice.pick(&["before", "after"]),
            text(dice, reach, d)
        ),
        16 => format!("date({})", date(dice, reach)),
        17 => match reach.single(dice, Holds::Several) {
            Some(field) => format!("jr:choice-name(selected-at({field}, 0), '{field}')"),
            None => text(dice, reach, d),
        },
        18 => match dice.below(3) {
            0 => format!("digest({}, 'SHA-256')", text(dice, reach, d)),
            1 => format!("concat({}, {})", text(dice, reach, d), date(dice, reach)),
            _ => "format-date-time(now(), '%H:%M')".to_string(),
        },
        19 => "instance('l1')/root/item[name = 'b']/kind".to_owned(),
        20 => match reach.single(dice, Holds::One) {
            Some(field) => format!("jr:itext(instance('l1')/root/item[name = {field}]/itextId)"),
            None => text(dice, reach, d),
        },
        _ => text(dice, reach, d),
    }
}

pub(crate) fn date(dice: &mut Dice, reach: &Reach) -> String {
    match dice.below(4) {
        0 => "today()".to_owned(),
        1 => format!("today() - {}", 1 + dice.below(400)),
        2 => format!(
            "'{}'",
            dice.pick(&["2008-02-29", "2010-12-01", "1970-01-01"])
        ),
        _ => reach
            .single(dice, Holds::Date)
            .unwrap_or_else(|| "'2001-05-06'".to_owned()),
    }
}

/// An expression that gives yes or no.
pub fn truth(dice: &mut Dice, reach: &Reach, depth: usize) -> String {
    if reach.rarer && dice.percent(25) {
        return crate::rarer::truth(dice, reach, depth);
    }
    let d = depth.saturating_sub(1);
    match dice.below(20) {
        0..=3 => {
            let sign = *dice.pick(&["=", "!=", "<", "<=", ">", ">="]);
            format!(
                "{} {sign} {}",
                number(dice, reach, d),
                number(dice, reach, d)
            )
        }
        4 | 5 => format!(
            "{} {} {}",
            text(dice, reach, d),
            dice.pick(&["=", "!="]),
            text(dice, reach, d)
        ),
        6..=8 => {
            let held = match dice.below(2) {
                0 => reach.single(dice, Holds::One),
                _ => reach.single(dice, Holds::Several),
            };
            let held = held.unwrap_or_else(|| "'a c'".to_owned());
            format!("selected({held}, '{}')", dice.pick(NAMES))
        }
        9 if depth > 0 => format!("not({})", truth(dice, reach, d)),
        10 | 11 if depth > 0 => {
            format!(
                "{} {} {}",
                truth(dice, reach, d),
                dice.pick(&["and", "or"]),
                truth(dice, reach, d)
            )
        }
        12 => format!("contains({}, 'a')", text(dice, reach, d)),
        13 => format!(
            "{}({}, 'x')",
            dice.pick(&["starts-with", "ends-with"]),
            text(dice, reach, d)
        ),
        14 => format!("regex({}, '[a-z ]+')", text(dice, reach, d)),
        15 => format!("{} {} ''", text(dice, reach, 0), dice.pick(&["=", "!="])),
        16 => format!(
            "{} {} {}",
            date(dice, reach),
            dice.pick(&["<", ">", "="]),
            "today()"
        ),
        17 => format!("boolean-from-string({})", text(dice, reach, d)),
        18 if depth > 0 => format!(
            "checklist(1, 2, {}, {}, {})",
            truth(dice, reach, d),
            truth(dice, reach, d),
            truth(dice, reach, d)
        ),
        _ => match reach.single(dice, Holds::Number) {
            Some(field) => format!("{field} > {}", dice.below(20)),
            None => "true()".to_owned(),
        },
    }
}

//! Values and their coercions: XPath 1.0 §3.4 and §4, with the habits of ODK.

use jiff::civil::DateTime;

use super::dates;

/// A node that an expression can reach: of the interview, or of a list of choices beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Boolean(bool),
    /// A day or a moment, by the clock of the place.
    Moment(DateTime),
    /// Nodes in the order of the form; those not relevant are already left out.
    Nodes(Vec<NodeId>),
}

impl Value {
    pub(crate) fn empty() -> Value {
        Value::Text(String::new())
    }
}

/// Below this a number counts as zero and two numbers as equal, as in JavaRosa.
pub(crate) const TINY: f64 = 1e-12;

/// A number as XPath writes it: no exponent, no trailing `.0`.
pub(crate) fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 {
            "Infinity".to_owned()
        } else {
            "-Infinity".to_owned()
        }
    } else if number.abs() < TINY {
        "0".to_owned()
    } else if (number - number.round()).abs() < TINY {
        number.round().to_string()
    } else {
        number.to_string()
    }
}

/// Text as a number: digits, one point (or comma, as some keyboards have it) and a minus sign; anything else is NaN.
pub(crate) fn text_number(text: &str) -> f64 {
    let text = text.trim();
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b','))
    {
        return f64::NAN;
    }
    text.replace(',', ".").parse().unwrap_or(f64::NAN)
}

/// A moment as a number: whole days since 1 January 1970.
pub(crate) fn moment_number(moment: DateTime) -> f64 {
    dates::days_of(moment).floor()
}

/// Whether text that came from an expression means yes: XPath takes any text for true.
pub(crate) fn text_truth(text: &str) -> bool {
    !text.is_empty()
}

/// Zero and NaN are false.
pub(crate) fn number_truth(number: f64) -> bool {
    number.abs() > TINY && !number.is_nan()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_exponent() {
        for (number, text) in [
            (5.0, "5"),
            (0.1, "0.1"),
            (-0.0, "0"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn only_plain_numbers_are_numbers() {
        assert_eq!(text_number(" -5.5 "), -5.5);
        assert_eq!(text_number("5,5"), 5.5);
        for text in [
            "",
            "1e3",
            "+1",
            "x",
            "1 2",
            "Infinity",
            "2008-12-01",
            "--1",
            "-",
            ".",
        ] {
            assert!(text_number(text).is_nan(), "{text}");
        }
    }
}

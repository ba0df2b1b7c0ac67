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

/// Whole numbers from here on, and from its negative down, are no integers to JavaRosa.
const WHOLE_BELOW: f64 = 2_147_483_648.0;

/// Between these a number is written plainly, and beyond them with an exponent.
const PLAIN: std::ops::Range<f64> = 1e-3..1e7;

/// A number as an ODK instance holds it: whole ones without a point, others as Java writes them, so that `0.0001` is
/// `1.0E-4` and 3,000,000,000 is `3.0E9`. XPath 1.0 would write neither with an exponent; what forms concatenate and compare
/// is what JavaRosa makes of it.
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
    } else if (number - number.round()).abs() < TINY && number.abs() < WHOLE_BELOW {
        number.round().to_string()
    } else if PLAIN.contains(&number.abs()) {
        number.to_string()
    } else {
        with_exponent(number)
    }
}

/// `1.0E-4`, `1.2345678901E10`: the fewest digits that read back as the number, one of them before the point.
fn with_exponent(number: f64) -> String {
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{exponent}")
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
    fn numbers_are_written_as_javarosa_writes_them() {
        for (number, text) in [
            (5.0, "5"),
            (0.1, "0.1"),
            (-0.0, "0"),
            (-3.5, "-3.5"),
            (0.001, "0.001"),
            (0.0005, "5.0E-4"),
            (1e-7, "1.0E-7"),
            (1_234_567.891, "1234567.891"),
            (12_345_678.5, "1.23456785E7"),
            (12_345_678.0, "12345678"),
            (2_147_483_647.0, "2147483647"),
            (2_147_483_648.0, "2.147483648E9"),
            (-12_345_678_901.0, "-1.2345678901E10"),
            (1e21, "1.0E21"),
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

//! Values and their coercions: XPath 1.0 §3.4 and §4, with the habits of ODK.

use super::dates;

/// A node of the form: the root, a group or a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Boolean(bool),
    /// Nodes in the order of the form; those not relevant are already left out.
    Nodes(Vec<NodeId>),
}

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
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// Text as a number; a date is its days since 1 January 1970; anything else is NaN.
pub(crate) fn text_number(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain {
        text.parse().unwrap_or(f64::NAN)
    } else {
        dates::days_of_text(text).unwrap_or(f64::NAN)
    }
}

/// Whether text that came from an expression means yes: XPath takes any text for true.
pub(crate) fn text_truth(text: &str) -> bool {
    !text.is_empty()
}

/// Zero and NaN are false.
pub(crate) fn number_truth(number: f64) -> bool {
    number != 0.0 && !number.is_nan()
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
    fn only_plain_numbers_and_dates_are_numbers() {
        assert_eq!(text_number(" -5.5 "), -5.5);
        assert_eq!(text_number("1970-01-02"), 1.0);
        for text in ["", "1e3", "+1", "x", "1 2", "Infinity", "2008-13-01", "--1"] {
            assert!(text_number(text).is_nan(), "{text}");
        }
    }
}

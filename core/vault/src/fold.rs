//! Folding of text for search: what a person types without marks finds what was written with them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest query looked at, in characters; the rest of a longer one is ignored. No name is longer.
const MAX_QUERY_CHARS: usize = 200;

/// Most words of a query that are looked for; each costs one walk of the index.
const MAX_QUERY_WORDS: usize = 12;

/// Lower case, without tone and vowel marks, and with `đ` as `d`, whether the text came composed (NFC) or not (NFD).
///
/// ```
/// assert_eq!(nuong_vault::fold("Đặng Văn Ước"), "dang van uoc");
/// ```
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        // A stroke is part of the letter, not a mark, so no decomposition takes it off.
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The FTS5 expression for what a person typed: every word must be there, the last one may be unfinished. `None` when
/// there is no word in it.
pub(crate) fn match_expression(typed: &str) -> Option<String> {
    let typed: String = typed.chars().take(MAX_QUERY_CHARS).collect();
    let unfinished = typed.chars().last().is_some_and(char::is_alphanumeric);
    let folded = fold(&typed);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_QUERY_WORDS)
        .collect();
    if words.is_empty() {
        return None;
    }
    // Quoted, and with nothing but letters and digits inside: nothing typed can act as an operator.
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    Some(quoted.join(" ") + if unfinished { " *" } else { "" })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    #[test]
    fn marks_and_the_stroke_fold_alike_composed_or_not() {
        for (written, folded) in [
            ("Nguyễn Thị Hương", "nguyen thi huong"),
            ("ĐỖ ƯỚC", "do uoc"),
            ("Đặng Văn Đạt", "dang van dat"),
            ("Lò Thị Pành", "lo thi panh"),
        ] {
            assert_eq!(fold(&written.nfc().collect::<String>()), folded);
            assert_eq!(fold(&written.nfd().collect::<String>()), folded);
        }
    }

    #[test]
    fn the_last_word_may_be_unfinished_until_a_space_ends_it() {
        assert_eq!(match_expression("Đặng V").unwrap(), "\"dang\" \"v\" *");
        assert_eq!(match_expression("đặng ").unwrap(), "\"dang\"");
        assert_eq!(match_expression(" \"*- "), None);
        assert_eq!(
            match_expression("a\" OR b").unwrap(),
            "\"a\" \"or\" \"b\" *"
        );
    }

    #[test]
    fn a_query_is_cut_at_its_limits() {
        let many = "a ".repeat(MAX_QUERY_WORDS + 1);
        assert_eq!(
            match_expression(&many).unwrap().matches('a').count(),
            MAX_QUERY_WORDS
        );
        let long = "b".repeat(MAX_QUERY_CHARS + 1);
        assert_eq!(
            match_expression(&long).unwrap().matches('b').count(),
            MAX_QUERY_CHARS
        );
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once_and_ignores_the_form(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&text.nfc().collect::<String>()), fold(&text.nfd().collect::<String>()));
            prop_assert!(fold(&once).len() <= once.len() + 8);
        }
    }
}

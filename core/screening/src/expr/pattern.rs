//! The patterns of `regex`.
//!
//! Most are read by an engine whose work grows with the text alone. What it cannot do, references back and looks around as
//! Java's patterns have them, is left to one that tries again and again, within a limit.

use crate::limits::{MAX_REGEX_BYTES, MAX_REGEX_STEPS};

/// A pattern that has to match the whole text.
#[derive(Debug)]
pub(crate) enum Pattern {
    Plain(regex::Regex),
    Backtracking(fancy_regex::Regex),
}

impl Pattern {
    /// Compiles a pattern within a limit of memory; none where it cannot be read.
    pub(crate) fn whole(pattern: &str) -> Option<Pattern> {
        let whole = format!("^(?:{pattern})$");
        let plain = regex::RegexBuilder::new(&whole)
            .size_limit(MAX_REGEX_BYTES)
            .build();
        match plain {
            Ok(plain) => Some(Pattern::Plain(plain)),
            Err(regex::Error::CompiledTooBig(_)) => None,
            Err(_) => fancy_regex::RegexBuilder::new(&whole)
                .delegate_size_limit(MAX_REGEX_BYTES)
                .backtrack_limit(MAX_REGEX_STEPS)
                .build()
                .ok()
                .map(Pattern::Backtracking),
        }
    }

    /// Whether the whole text is as the pattern says; none where that takes more steps than it may.
    pub(crate) fn is_match(&self, text: &str) -> Option<bool> {
        match self {
            Pattern::Plain(pattern) => Some(pattern.is_match(text)),
            Pattern::Backtracking(pattern) => pattern.is_match(text).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> Option<bool> {
        Pattern::whole(pattern)?.is_match(text)
    }

    #[test]
    fn a_pattern_matches_the_whole_text() {
        assert_eq!(matches("[a-z]+", "abc"), Some(true));
        assert_eq!(matches("[a-z]+", "abc1"), Some(false));
        assert_eq!(matches("a|b", "ab"), Some(false));
        assert_eq!(matches("(", ""), None);
    }

    #[test]
    fn looks_around_and_references_back_are_read_as_in_java() {
        assert_eq!(matches("(?!0)[0-9]{2}", "07"), Some(false));
        assert_eq!(matches("(?!0)[0-9]{2}", "70"), Some(true));
        assert_eq!(matches("(?=.*[0-9])[a-z0-9]{3,}", "ab1"), Some(true));
        assert_eq!(matches("(a|b)\\1", "bb"), Some(true));
        assert_eq!(matches("(a|b)\\1", "ab"), Some(false));
    }

    #[test]
    fn a_hostile_pattern_ends() {
        let text = "a".repeat(200);
        assert_eq!(matches("(?:(a+)\\1?)+b", &text), None);
    }
}

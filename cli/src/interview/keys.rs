//! What can be typed at a question. The keys are signs and not letters, so that none of them is ever an answer.

/// The person does not know.
pub(crate) const DOES_NOT_KNOW: &str = "?";
/// The person does not want to say.
pub(crate) const DOES_NOT_WANT_TO_SAY: &str = "-";
/// To the question before.
pub(crate) const BACK: &str = "<";
/// Leaves the interview; all is kept.
pub(crate) const STOP: &str = ".";
/// Takes the answer back.
pub(crate) const TAKE_BACK: &str = "~";

/// Says who is answering.
pub(crate) const WHO: &str = "@";
/// Says in which language the questionnaire is read.
pub(crate) const LANGUAGE: &str = "*";
/// To the first question left without an answer.
pub(crate) const FIRST_GAP: &str = "!";
/// Adds another of what there may be several of.
pub(crate) const ADD: &str = "+";
/// Shows the words to a person who answers alone, or puts them away.
pub(crate) const WORDS: &str = "=";

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Nothing: on to the next question, with or without an answer.
    Forward,
    /// To the question before.
    Back,
    /// Leave the interview.
    Stop,
    /// Take the answer back.
    TakeBack,
    /// Take one of several away, by its number.
    TakeAway(usize),
    /// Say who is answering.
    Who,
    /// Say in which language the questionnaire is read.
    Language,
    /// To the first question left without an answer.
    FirstGap,
    /// Add another.
    Add,
    /// Show the words, or put them away.
    Words,
    /// The person does not know.
    DoesNotKnow,
    /// The person does not want to say.
    DoesNotWantToSay,
    /// Numbers of choices, from 1.
    Numbers(Vec<usize>),
    /// Any other text.
    Text(String),
}

/// Reads a line. The end of the input is a stop: nothing is lost by it.
pub(crate) fn read(line: Option<&str>) -> Typed {
    let Some(line) = line else { return Typed::Stop };
    match line.trim() {
        "" => Typed::Forward,
        BACK => Typed::Back,
        STOP => Typed::Stop,
        TAKE_BACK => Typed::TakeBack,
        WHO => Typed::Who,
        LANGUAGE => Typed::Language,
        FIRST_GAP => Typed::FirstGap,
        ADD => Typed::Add,
        WORDS => Typed::Words,
        DOES_NOT_KNOW => Typed::DoesNotKnow,
        DOES_NOT_WANT_TO_SAY => Typed::DoesNotWantToSay,
        text if taken_away(text).is_some() => Typed::TakeAway(taken_away(text).unwrap_or(0)),
        text => numbers(text).map_or_else(|| Typed::Text(text.to_owned()), Typed::Numbers),
    }
}

/// `~2`: the second of several.
fn taken_away(text: &str) -> Option<usize> {
    text.strip_prefix(TAKE_BACK)?.trim().parse().ok()
}

/// `2`, `1 4` or `1,4`: numbers of choices.
fn numbers(text: &str) -> Option<Vec<usize>> {
    let parts = text.split([' ', ',', ';']).filter(|part| !part.is_empty());
    let numbers: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_input_stops_and_an_empty_line_goes_on() {
        assert_eq!(read(None), Typed::Stop);
        assert_eq!(read(Some("  ")), Typed::Forward);
    }

    #[test]
    fn one_of_several_is_taken_away_by_its_number() {
        assert_eq!(read(Some("~2")), Typed::TakeAway(2));
        assert_eq!(read(Some("~ 12")), Typed::TakeAway(12));
        assert_eq!(read(Some("~")), Typed::TakeBack);
        assert_eq!(read(Some("~ 4 giờ")), Typed::Text("~ 4 giờ".to_owned()));
    }

    #[test]
    fn several_numbers_may_be_parted_as_people_part_them() {
        for text in ["1 4", "1,4", " 1, 4 ", "1;4"] {
            assert_eq!(read(Some(text)), Typed::Numbers(vec![1, 4]), "{text}");
        }
        assert_eq!(read(Some("1 x")), Typed::Text("1 x".to_owned()));
        assert_eq!(read(Some("-1")), Typed::Text("-1".to_owned()));
        assert_eq!(read(Some("12/2008")), Typed::Text("12/2008".to_owned()));
    }
}

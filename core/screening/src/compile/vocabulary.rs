//! The words that our own columns may hold. Unknown ones are a warning, not an error: a pack may be newer than the app.

use crate::problem::Problems;
use crate::question::Marks;
use crate::sheets::Row;

/// Urgent needs that views have words for.
const NEEDS: &[&str] = &[
    "danger",
    "medical",
    "suicide",
    "child-alone",
    "child",
    "pregnant",
    "shelter",
    "food",
    "interpreter",
    "relatives-in-danger",
    "clothes",
    "contact-family",
    "documents",
    "protection",
    "psychological",
    "money",
];

/// The `indicator`, `element` and `urgent` columns of a row of the survey or the choices.
pub(crate) fn marks(row: Row<'_>, problems: &mut Problems) -> Marks {
    let marks = Marks {
        indicators: row.words("indicator"),
        elements: row.words("element"),
        urgent: row.words("urgent"),
    };
    let rules = crate::rules::Rules::shipped();
    for element in &marks.elements {
        if !rules.knows_element(element) {
            let message = format!("no rule counts `{element}`");
            problems.warning("element.unknown", row.at("element"), message);
        }
    }
    for need in marks
        .urgent
        .iter()
        .filter(|need| !NEEDS.contains(&need.as_str()))
    {
        problems.warning(
            "urgent.unknown",
            row.at("urgent"),
            format!("`{need}` is not a known need"),
        );
    }
    marks
}

//! Questions that a sheet asks for without a row of their own, as XLSForm's converter makes them.

use std::collections::BTreeMap;

use super::settings::Settings;
use crate::question::{Choice, Kind, Marks, Question, Text, Written};

/// The name of the choice that stands for what is not among the choices.
pub(super) const OTHER: &str = "other";

/// A question with nothing but its name and kind.
pub(super) fn bare(path: String, name: &str, group: Option<String>, kind: Kind) -> Question {
    Question {
        path,
        name: name.to_owned(),
        kind,
        group,
        label: Text::default(),
        hint: Text::default(),
        audio: Text::default(),
        constraint_message: Text::default(),
        required_message: Text::default(),
        appearance: String::new(),
        observed: false,
        core: false,
        fact: None,
        source: String::new(),
        family: None,
        marks: Marks::default(),
        written: Written::default(),
        media: BTreeMap::new(),
        parameters: BTreeMap::new(),
        choices: std::sync::Arc::default(),
    }
}

/// Where a count is more than another question's answer it is computed in a question of its own.
pub(super) fn count(path: String, name: &str, group: Option<String>, expression: &str) -> Question {
    let mut question = bare(path, name, group, Kind::Calculate);
    question.written.calculation = expression.to_owned();
    question.written.read_only = "true()".to_owned();
    question
}

/// The words for what is not among the choices.
pub(super) fn other(
    path: String,
    name: &str,
    group: Option<String>,
    of: &str,
    settings: &Settings,
) -> Question {
    let mut question = bare(path, name, group, Kind::Text);
    question.label = words(settings, "Ghi rõ.", "Specify other.");
    question.written.relevant = format!("selected(../{of}, '{OTHER}')");
    question
}

/// The choice that stands for what is not among the choices.
pub(super) fn other_choice(settings: &Settings) -> Choice {
    Choice {
        name: OTHER.to_owned(),
        label: words(settings, "Khác", "Other"),
        ..Choice::default()
    }
}

fn words(settings: &Settings, vietnamese: &str, english: &str) -> Text {
    let of = |language: &String| {
        let text = if language == "vi" {
            vietnamese
        } else {
            english
        };
        (language.clone(), text.to_owned())
    };
    Text(settings.languages.iter().map(of).collect())
}

/// Whether a text is one reference and nothing else: `${name}`.
pub(super) fn is_reference(text: &str) -> bool {
    text.trim()
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| !name.is_empty() && !name.contains(['{', '}', '$']))
}

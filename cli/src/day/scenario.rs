//! Scenario files: what happened to one person at one place, as answers in the order they were asked.
//!
//! ```toml
//! title = "A man back from a fishing boat"
//! title_vi = "Một người đàn ông từ tàu cá trở về"
//! device = "guard-a"
//! case = "fishing-boat"
//! time = "06:40"
//! instrument = "border-initial"
//! complete = true
//! [answers]
//! "safety/danger_now" = "no"
//! "person/year_of_birth" = "(does not know)"
//! [[note]]
//! text = "…"
//! [[need]]
//! kind = "shelter"
//! detail = "…"
//! ```

use std::path::{Path, PathBuf};

use nuong_screening::Answer;
use serde::Deserialize;

/// A scenario is a page of text; a larger file is not one.
const MAX_SCENARIO_BYTES: u64 = 256 * 1024;

/// One person's day.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) file: PathBuf,
    pub(crate) title: String,
    pub(crate) title_vi: String,
    pub(crate) device: String,
    pub(crate) case: String,
    pub(crate) time: String,
    pub(crate) instrument: String,
    pub(crate) complete: bool,
    pub(crate) answers: Vec<(String, Answer)>,
    pub(crate) notes: Vec<String>,
    pub(crate) needs: Vec<(String, String)>,
}

/// What is wrong with a scenario file, and where.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub(crate) struct ScenarioError {
    file: String,
    what: String,
}

impl ScenarioError {
    pub(crate) fn new(file: &Path, what: impl Into<String>) -> Self {
        Self { file: file.display().to_string(), what: what.into() }
    }

    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        "scenario.malformed"
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    title_vi: String,
    device: String,
    case: String,
    time: String,
    #[serde(default = "border_initial")]
    instrument: String,
    #[serde(default = "yes")]
    complete: bool,
    #[serde(default)]
    answers: toml::Table,
    #[serde(default)]
    note: Vec<WrittenNote>,
    #[serde(default)]
    need: Vec<WrittenNeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNote {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNeed {
    kind: String,
    #[serde(default)]
    detail: String,
}

fn border_initial() -> String {
    "border-initial".to_owned()
}

fn yes() -> bool {
    true
}

impl Scenario {
    /// Reads one scenario file.
    pub(crate) fn read(file: &Path) -> Result<Self, ScenarioError> {
        let size = std::fs::metadata(file).map_err(|e| ScenarioError::new(file, e.to_string()))?.len();
        if size > MAX_SCENARIO_BYTES {
            return Err(ScenarioError::new(file, format!("{size} bytes is more than a scenario's {MAX_SCENARIO_BYTES}")));
        }
        let text = std::fs::read_to_string(file).map_err(|e| ScenarioError::new(file, e.to_string()))?;
        Self::parse(file, &text)
    }

    pub(crate) fn parse(file: &Path, text: &str) -> Result<Self, ScenarioError> {
        let written: Written = toml::from_str(text).map_err(|e| ScenarioError::new(file, e.to_string()))?;
        let mut answers = Vec::new();
        for (path, value) in written.answers {
            let answer = answer_of(&value).ok_or_else(|| {
                let kind = value.type_str();
                ScenarioError::new(file, format!("answer to \"{path}\" is a {kind}; write it as text in quotes, such as \"yes\" or \"34\""))
            })?;
            answers.push((path, answer));
        }
        Ok(Self {
            file: file.to_owned(),
            title: written.title,
            title_vi: written.title_vi,
            device: written.device,
            case: written.case,
            time: written.time,
            instrument: written.instrument,
            complete: written.complete,
            answers,
            notes: written.note.into_iter().map(|n| n.text).collect(),
            needs: written.need.into_iter().map(|n| (n.kind, n.detail)).collect(),
        })
    }

    /// Reads every `*.toml` of a directory, by time of day.
    pub(crate) fn read_all(directory: &Path) -> Result<Vec<Self>, ScenarioError> {
        let entries = std::fs::read_dir(directory).map_err(|e| ScenarioError::new(directory, e.to_string()))?;
        let mut files: Vec<PathBuf> =
            entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|x| x == "toml")).collect();
        files.sort();
        let mut all = files.iter().map(|f| Self::read(f)).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() {
            return Err(ScenarioError::new(directory, "holds no scenario (*.toml)"));
        }
        all.sort_by(|a, b| a.time.cmp(&b.time));
        Ok(all)
    }
}

fn answer_of(value: &toml::Value) -> Option<Answer> {
    Some(match value.as_str()? {
        "(does not know)" => Answer::DoesNotKnow,
        "(does not want to say)" => Answer::DoesNotWantToSay,
        text => Answer::Value(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
title = "t"
title_vi = "t"
device = "guard-a"
case = "c"
time = "06:40"
[answers]
"b/second" = "2"
"a/first" = "(does not know)"
"#;

    fn parse(text: &str) -> Result<Scenario, ScenarioError> {
        Scenario::parse(Path::new("day/x.toml"), text)
    }

    #[test]
    fn answers_keep_the_order_they_were_asked_in() {
        let scenario = parse(SMALL).unwrap();
        let paths: Vec<&str> = scenario.answers.iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!(paths, ["b/second", "a/first"]);
        assert_eq!(scenario.answers[1].1, Answer::DoesNotKnow);
    }

    #[test]
    fn an_answer_of_the_wrong_type_is_named_with_its_file_and_question() {
        let error = parse(&SMALL.replace("\"2\"", "2")).unwrap_err().to_string();
        assert!(error.contains("day/x.toml") && error.contains("b/second") && error.contains("integer"), "{error}");
    }

    #[test]
    fn a_misspelt_key_and_broken_syntax_are_refused_with_their_line() {
        let error = parse(&SMALL.replace("device", "devise")).unwrap_err().to_string();
        assert!(error.contains("devise"), "{error}");
        let error = parse(&SMALL.replace("[answers]", "[answers")).unwrap_err().to_string();
        assert!(error.contains("line 7"), "{error}");
    }
}

//! Scenario files: what happened to one person at one place, as answers in the order they were asked.
//!
//! ```toml
//! title = "A man back from a fishing boat"
//! title_vi = "Một người đàn ông từ tàu cá trở về"
//! device = "guard-a"
//! case = "fishing-boat"
//! date = "2026-11-20"   # may be left out
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
//!
//! A file named `*.json` says the same in JSON, with the same keys: what the tests of the shells read too.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use nuong_casefile::{CaseId, Command};
use nuong_screening::{Answer, Interview, Pack};
use nuong_station::{Error, InterviewKey, Station, VIET_NAM_OFFSET_MINUTES};
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
    /// When it began, Unix seconds.
    pub(crate) at: i64,
    /// The time of day at the place, for telling.
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
        Self {
            file: file.display().to_string(),
            what: what.into(),
        }
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
    #[serde(default = "the_day")]
    date: String,
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

/// The day that the scenarios tell of, where they name none: ages and journeys in them are reckoned from it.
fn the_day() -> String {
    "2026-11-20".to_owned()
}

fn yes() -> bool {
    true
}

impl Scenario {
    /// Reads one scenario file.
    pub(crate) fn read(file: &Path) -> Result<Self, ScenarioError> {
        let size = std::fs::metadata(file)
            .map_err(|e| ScenarioError::new(file, e.to_string()))?
            .len();
        if size > MAX_SCENARIO_BYTES {
            return Err(ScenarioError::new(
                file,
                format!("{size} bytes is more than a scenario's {MAX_SCENARIO_BYTES}"),
            ));
        }
        let text =
            std::fs::read_to_string(file).map_err(|e| ScenarioError::new(file, e.to_string()))?;
        Self::parse(file, &text)
    }

    pub(crate) fn parse(file: &Path, text: &str) -> Result<Self, ScenarioError> {
        let written: Written = if file.extension().is_some_and(|end| end == "json") {
            serde_json::from_str(text).map_err(|e| ScenarioError::new(file, e.to_string()))?
        } else {
            toml::from_str(text).map_err(|e| ScenarioError::new(file, e.to_string()))?
        };
        let at = moment(&written.date, &written.time).ok_or_else(|| {
            let (date, time) = (&written.date, &written.time);
            ScenarioError::new(file, format!("date \"{date}\" and time \"{time}\" are to be written as \"2026-11-20\" and \"06:40\""))
        })?;
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
            at,
            time: written.time,
            instrument: written.instrument,
            complete: written.complete,
            answers,
            notes: written.note.into_iter().map(|n| n.text).collect(),
            needs: written
                .need
                .into_iter()
                .map(|n| (n.kind, n.detail))
                .collect(),
        })
    }

    /// Reads every `*.toml` of a directory, by time of day.
    pub(crate) fn read_all(directory: &Path) -> Result<Vec<Self>, ScenarioError> {
        let entries = std::fs::read_dir(directory)
            .map_err(|e| ScenarioError::new(directory, e.to_string()))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|x| x == "toml"))
            .collect();
        files.sort();
        let mut all = files
            .iter()
            .map(|f| Self::read(f))
            .collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() {
            return Err(ScenarioError::new(directory, "holds no scenario (*.toml)"));
        }
        all.sort_by_key(|scenario| scenario.at);
        Ok(all)
    }

    /// Tries every answer before any is kept, so that a scenario with a fault in it leaves no half of itself behind.
    fn check(&self, pack: Arc<Pack>) -> Result<()> {
        let day = Timestamp::from_second(self.at)?
            .to_zoned(TimeZone::fixed(offset()))
            .date();
        let mut interview = Interview::new(pack, day);
        for (path, answer) in &self.answers {
            interview
                .answer(path, Some(answer.clone()))
                .map_err(|e| self.refused(path, e.into()))?;
        }
        Ok(())
    }

    fn refused(&self, path: &str, error: Error) -> anyhow::Error {
        anyhow::Error::new(error).context(format!("{}: answer to \"{path}\"", self.file.display()))
    }
}

fn offset() -> Offset {
    Offset::from_seconds(VIET_NAM_OFFSET_MINUTES * 60).unwrap_or(Offset::UTC)
}

/// A date and a time of day in Viet Nam as Unix seconds.
fn moment(date: &str, time: &str) -> Option<i64> {
    let (date, time): (Date, Time) = (date.parse().ok()?, format!("{time}:00").parse().ok()?);
    Some(
        offset()
            .to_timestamp(date.to_datetime(time))
            .ok()?
            .as_second(),
    )
}

/// Plays one scenario at a station, screen by screen: an interview of the given case or of a new one, then notes and needs.
/// `done` is called after each answer.
pub(crate) fn play(
    station: &mut Station,
    scenario: &Scenario,
    case: Option<CaseId>,
    done: &mut dyn FnMut(),
) -> Result<InterviewKey> {
    let pack = station.newest_pack(&scenario.instrument)?;
    scenario.check(station.pack(&pack)?)?;
    let case = match case {
        Some(case) => case,
        None => station.start_case()?,
    };
    let key = station.start_interview(case, &pack)?;
    let mut screen = None;
    for (path, answer) in &scenario.answers {
        let now_at = station.interview(&key)?.screen_of(path);
        if screen.is_some() && screen != now_at {
            station.leave_screen(&key)?;
        }
        screen = now_at;
        station
            .answer(&key, path, Some(answer.clone()))
            .map_err(|e| scenario.refused(path, e))?;
        done();
    }
    end(station, &key, scenario)?;
    Ok(key)
}

fn end(station: &mut Station, key: &InterviewKey, scenario: &Scenario) -> Result<(), Error> {
    station.finish_interview(key, scenario.complete)?;
    let mut commands: Vec<Command> = scenario
        .notes
        .iter()
        .map(|text| Command::AddNote { text: text.clone() })
        .collect();
    for (need, detail) in &scenario.needs {
        commands.push(Command::AddNeed {
            need: need.clone(),
            detail: detail.clone(),
        });
    }
    if commands.is_empty() {
        Ok(())
    } else {
        station.command(key.case, &commands)
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
    fn the_same_in_json_is_the_same() {
        let json = r#"{ "title": "t", "title_vi": "t", "device": "guard-a", "case": "c", "time": "06:40",
            "answers": { "b/second": "2", "a/first": "(does not know)" } }"#;
        let read = Scenario::parse(Path::new("day/x.json"), json).unwrap();
        assert_eq!(read.answers, parse(SMALL).unwrap().answers);
        let error = Scenario::parse(Path::new("day/x.json"), "{").unwrap_err();
        assert!(error.to_string().contains("line 1"), "{error}");
    }

    #[test]
    fn an_answer_of_the_wrong_type_is_named_with_its_file_and_question() {
        let error = parse(&SMALL.replace("\"2\"", "2")).unwrap_err().to_string();
        assert!(
            error.contains("day/x.toml") && error.contains("b/second") && error.contains("integer"),
            "{error}"
        );
    }

    #[test]
    fn a_misspelt_key_and_broken_syntax_are_refused_with_their_line() {
        let error = parse(&SMALL.replace("device", "devise"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("devise"), "{error}");
        let error = parse(&SMALL.replace("[answers]", "[answers"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("line 7"), "{error}");
    }
}

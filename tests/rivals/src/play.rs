//! Both engines at the same questionnaires.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use nuong_screening::play::{PlayClock, Session, evaluate};
use nuong_screening::{Pack, Sheets};
use serde_json::{Value as Json, json};

use crate::compare::{Compared, compare};
use crate::expressions::random_case;
use crate::forms::{RandomForm, random_form};
use crate::scripts::random_script;
use crate::tools::Tools;

/// The moment at which everything is played: 2026-01-02T03:04:05+07:00.
const NOW_MILLIS: u64 = 1_767_297_845_000;

pub(crate) fn clock() -> PlayClock {
    PlayClock::at(jiff::civil::date(2026, 1, 2).at(3, 4, 5, 0), 7 * 3600)
}

/// Plays the forms of these seeds; for each seed what differs. A form that pyxform refuses is left out.
///
/// # Errors
/// When a rival does not run, or a form that pyxform takes is refused here.
pub fn forms(
    tools: &Tools,
    seeds: impl IntoIterator<Item = u64>,
    steps: usize,
) -> Result<Vec<(u64, Compared)>> {
    let folder = tempfile::tempdir()?;
    let seeds = seeds.into_iter();
    let made: Vec<(u64, RandomForm)> = seeds.map(|seed| (seed, random_form(seed))).collect();
    let mut jobs = String::new();
    for (seed, form) in &made {
        let out = folder.path().join(format!("{seed}.xml"));
        writeln!(jobs, "{}", json!({"form": form.as_json(), "out": out}))?;
    }
    let list = folder.path().join("convert.jsonl");
    fs::write(&list, jobs)?;
    let converted = tools.convert(&list)?;
    let mut played = String::new();
    for ((seed, form), said) in made.iter().zip(&converted) {
        if said["error"].is_null() {
            let script = random_script(form, *seed, steps).join("\n");
            fs::write(folder.path().join(format!("{seed}.script")), script)?;
            let file = |ending: &str| folder.path().join(format!("{seed}.{ending}"));
            let job = json!({"form": file("xml"), "script": file("script"), "out": file("out"), "now": NOW_MILLIS});
            writeln!(played, "{job}")?;
        }
    }
    let list = folder.path().join("play.jsonl");
    fs::write(&list, played)?;
    tools.javarosa(&["play", &list.to_string_lossy()])?;
    let mut compared = Vec::new();
    for ((seed, form), said) in made.iter().zip(&converted) {
        if said["error"].is_null() {
            let theirs = fs::read_to_string(folder.path().join(format!("{seed}.out")))?;
            if let Some(one) = compared_form(*seed, form, &theirs, steps)? {
                compared.push((*seed, one));
            }
        }
    }
    Ok(compared)
}

/// One form here, against what JavaRosa said; none where JavaRosa could not load it.
fn compared_form(
    seed: u64,
    form: &RandomForm,
    theirs: &str,
    steps: usize,
) -> Result<Option<Compared>> {
    if theirs.starts_with("{\"failed\"") {
        return Ok(None);
    }
    let standing = Standing::of(form, Json::Null).with_context(|| format!("form {seed}"))?;
    let mut session = Session::new(standing.pack, clock(), 0);
    let mut lines = vec![session.loaded()];
    lines.extend(
        random_script(form, seed, steps)
            .iter()
            .map(|step| session.step(step)),
    );
    let mut compared = Compared::default();
    for (ours, theirs) in lines.iter().zip(theirs.lines()) {
        let (ours, theirs): (Json, Json) =
            (serde_json::from_str(ours)?, serde_json::from_str(theirs)?);
        // It fails where `count-selected` or `selected-at` meets a number or a date that is not yet text, and stays halfway.
        let failed = |error: &str| error.contains("cannot be cast to class java.lang.String");
        if theirs["error"].as_str().is_some_and(failed) {
            break;
        }
        compare(&ours, &theirs, &mut compared);
    }
    Ok(Some(compared))
}

/// How a questionnaire stood here after a step.
pub struct Standing {
    pack: Arc<Pack>,
    values: Json,
}

impl Standing {
    /// How the questionnaire of a seed stood after a step of the script that it is played with.
    ///
    /// # Errors
    /// When the form is refused.
    pub fn after(seed: u64, step: u64, steps: usize) -> Result<Standing> {
        let form = random_form(seed);
        let mut standing = Standing::of(&form, Json::Null)?;
        let mut session = Session::new(Arc::clone(&standing.pack), clock(), 0);
        let mut line = session.loaded();
        for (_, next) in (0..step).zip(random_script(&form, seed, steps)) {
            line = session.step(&next);
        }
        standing.values = serde_json::from_str::<Json>(&line)?["values"].take();
        Ok(standing)
    }

    pub(crate) fn of(form: &RandomForm, values: Json) -> Result<Standing> {
        let [survey, choices, settings] = form.as_csv();
        let sheets = Sheets::from_csv(&survey, &choices, &settings, "");
        let compiled = sheets.and_then(|sheets| Pack::compile(&sheets.foreign("t")));
        let (pack, _) = compiled.map_err(|problems| anyhow::anyhow!("{problems:?}\n{survey}"))?;
        let pack = Arc::new(pack);
        Ok(Standing { pack, values })
    }

    /// The paths that the row of a name had then; the root where it is a group, whose path has no value.
    pub(crate) fn places(&self, name: &str) -> Vec<String> {
        let paths = self.pack.questions().map(|question| question.path.as_str());
        let mut paths = paths.filter(|path| path.rsplit('/').next() == Some(name));
        let Some(path) = paths.next() else {
            return vec![String::new()];
        };
        let bare = |path: &str| {
            let parts = path.split('/');
            let names = parts.map(|part| part.split('[').next().unwrap_or(part));
            names.collect::<Vec<_>>().join("/")
        };
        let values = self.values.as_object().into_iter().flatten();
        let there = values.map(|(there, _)| there.clone());
        let there: Vec<String> = there.filter(|there| bare(there) == path).collect();
        if there.is_empty() {
            vec![path.to_owned()]
        } else {
            there
        }
    }

    /// What an expression came to then, at a path.
    pub(crate) fn evaluate(&self, expression: &str, at: &str) -> Json {
        let at = Some(at).filter(|at| !at.is_empty());
        let case = json!({"expr": expression, "values": self.values, "at": at});
        let said = evaluate(&case.to_string(), Some(&self.pack), clock());
        serde_json::from_str(&said).unwrap_or_default()
    }
}

/// Evaluates the expressions of these seeds.
///
/// # Errors
/// When JavaRosa does not run.
pub fn expressions(tools: &Tools, seeds: Range<u64>) -> Result<Vec<(u64, Compared)>> {
    let cases: Vec<Json> = seeds.map(random_case).collect();
    compared_cases(tools, &cases)
}

/// Evaluates the expressions of a file of cases.
///
/// # Errors
/// When the file cannot be read or JavaRosa does not run.
pub fn cases(tools: &Tools, file: &Path) -> Result<Vec<(u64, Compared)>> {
    let text = fs::read_to_string(file).context("the cases")?;
    let cases: Result<Vec<Json>, _> = text.lines().map(serde_json::from_str).collect();
    compared_cases(tools, &cases?)
}

fn compared_cases(tools: &Tools, cases: &[Json]) -> Result<Vec<(u64, Compared)>> {
    let folder = tempfile::tempdir()?;
    let (from, to) = (folder.path().join("cases"), folder.path().join("out"));
    let lines: Vec<String> = cases.iter().map(Json::to_string).collect();
    fs::write(&from, lines.join("\n"))?;
    tools.javarosa(&["eval", &from.to_string_lossy(), &to.to_string_lossy()])?;
    let theirs = fs::read_to_string(to)?;
    let mut all = Vec::new();
    for ((number, case), theirs) in (0u64..).zip(cases).zip(theirs.lines()) {
        let ours: Json = serde_json::from_str(&evaluate(&case.to_string(), None, clock()))?;
        let theirs: Json = serde_json::from_str(theirs)?;
        let mut compared = Compared {
            values: 1,
            ..Compared::default()
        };
        if !same(&ours, &theirs) {
            let expression = case["expr"].as_str().unwrap_or_default().to_owned();
            compared
                .differing
                .push((0, "eval", expression, ours, theirs));
        }
        all.push((number, compared));
    }
    Ok(all)
}

/// Whether two engines agree on an expression: on the value and its type, a date being its text, or both refusing it.
fn same(ours: &Json, theirs: &Json) -> bool {
    if ours.get("error").is_some() || theirs.get("error").is_some() {
        return ours.get("error").is_some() == theirs.get("error").is_some();
    }
    let kind = |said: &Json| {
        said["type"]
            .as_str()
            .unwrap_or_default()
            .replace("date", "string")
    };
    let number = |said: &Json| match &said["value"] {
        Json::String(text) => text.parse::<f64>().ok(),
        other => other.as_f64(),
    };
    kind(ours) == kind(theirs)
        && match (kind(ours).as_str(), number(ours), number(theirs)) {
            ("number", Some(one), Some(other)) => {
                one.is_nan() && other.is_nan()
                    || one == other
                    || (one - other).abs() <= 1e-9 * one.abs()
            }
            _ => ours["value"] == theirs["value"],
        }
}

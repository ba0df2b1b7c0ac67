//! How long the same large questionnaires take here and on JavaRosa.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nuong_screening::{Answer, Interview, Pack, Sheets};
use serde_json::{Value as Json, json};

use crate::forms::{RandomForm, Rows};
use crate::tools::Tools;

/// One answer in turn: where, and what.
type Script = Vec<(String, String)>;

/// What one run measured.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Questions of the form.
    pub questions: usize,
    /// Choices of the form.
    pub choices: usize,
    /// From an answer to everything that the next screen shows, median, here and there.
    pub answer: (Duration, Duration),
    /// From the stored form to an interview that can be answered, here and there, best of the rounds.
    pub load: (Duration, Duration),
    /// Bytes that JavaRosa's heap holds after loading, its waste collected.
    pub rival_heap: u64,
    /// Expressions evaluated for all answers, and expressions that depend on them, both summed.
    pub evaluated: (usize, usize),
}

/// A form of so many questions, in screens of five under a group of ten, with conditions, computed values and constraints,
/// and one more select over so many choices.
#[must_use]
pub fn large_form(questions: usize, choices: usize) -> RandomForm {
    let mut survey = Rows::new();
    let cell = |column: &'static str, text: &str| (column, text.to_owned());
    for number in 0..questions {
        if number % 10 == 0 {
            survey.push(vec![
                cell("type", "begin group"),
                cell("name", &format!("part{}", number / 10)),
                cell("label", &format!("Phần {}", number / 10)),
            ]);
        }
        if number % 10 == 5 {
            survey.push(vec![
                cell("type", "begin group"),
                cell("name", &format!("screen{}", number / 10)),
                cell("label", "Cùng một màn hình"),
                cell("appearance", "field-list"),
            ]);
        }
        survey.push(question(number));
        if number % 10 == 9 {
            survey.push(vec![cell("type", "end group")]);
            survey.push(vec![cell("type", "end group")]);
        }
    }
    survey.push(vec![
        cell("type", "select_one commune"),
        cell("name", "commune"),
        cell("label", "Xã nào?"),
        cell("choice_filter", "district = ${q1}"),
    ]);
    let mut rows = Rows::new();
    for (name, label) in [("yes", "Có"), ("no", "Không"), ("other", "Khác")] {
        rows.push(vec![
            cell("list_name", "yn"),
            cell("name", name),
            cell("label", label),
            cell("district", ""),
        ]);
    }
    for number in 0..choices {
        rows.push(vec![
            cell("list_name", "commune"),
            cell("name", &format!("c{number}")),
            cell("label", &format!("Xã số {number}")),
            cell("district", &(number % 700).to_string()),
        ]);
    }
    RandomForm {
        survey,
        choices: rows,
        questions: Vec::new(),
        repeats: Vec::new(),
    }
}

fn question(number: usize) -> Vec<(&'static str, String)> {
    let name = format!("q{number}");
    let before = number.saturating_sub(number % 10);
    let mut row = match number % 10 {
        0 | 5 | 8 => vec![("type", "select_one yn".to_owned())],
        1 | 6 => vec![
            ("type", "integer".to_owned()),
            ("constraint", ". >= 0 and . < 200".to_owned()),
        ],
        3 => vec![("type", "calculate".to_owned())],
        _ => vec![("type", "text".to_owned())],
    };
    row.push(("name", name));
    if number % 10 == 3 {
        row.push((
            "calculation",
            format!(
                "if(${{q{before}}} = 'yes', number(${{q{}}}) + 1, 0)",
                before + 1
            ),
        ));
    } else {
        row.push(("label", format!("Câu hỏi số {number}, trả lời thế nào?")));
    }
    if number % 10 == 2 || number % 10 == 7 {
        row.push(("relevant", format!("${{q{before}}} != 'no'")));
    }
    if number % 10 == 4 {
        row.push(("relevant", format!("${{q{}}} > 3", before + 3)));
        row.push(("required", "yes".to_owned()));
    }
    row
}

/// Answers to about two hundred questions from all over the form, none twice.
fn script(questions: usize) -> Script {
    let step = (questions / 200).max(1);
    let mut script = Script::new();
    for number in (0..questions).step_by(step) {
        let group = if number % 10 >= 5 {
            format!("part{0}/screen{0}/q{number}", number / 10)
        } else {
            format!("part{}/q{number}", number / 10)
        };
        match number % 10 {
            0 | 5 | 8 => script.push((group, "yes".to_owned())),
            1 | 6 => script.push((group, "18".to_owned())),
            9 => script.push((group, "Lò Thị Đào".to_owned())),
            _ => {}
        }
    }
    script
}

/// The pack of a form.
///
/// # Errors
/// What is wrong with the sheets.
pub fn compiled(form: &RandomForm) -> Result<Pack> {
    let [survey, choices, settings] = form.as_csv();
    let sheets = Sheets::from_csv(&survey, &choices, &settings, "");
    let compiled = sheets.and_then(|sheets| Pack::compile(&sheets.foreign("t")));
    Ok(compiled
        .map_err(|problems| anyhow::anyhow!("{problems:?}"))?
        .0)
}

/// Measures one form here and on JavaRosa, in turn.
///
/// # Errors
/// When JavaRosa does not run.
pub fn measure(tools: &Tools, questions: usize, choices: usize) -> Result<Measured> {
    let form = large_form(questions, choices);
    let steps = script(questions);
    let (theirs_load, theirs, rival_heap) = rival(tools, &form, &steps)?;
    let stored = compiled(&form)?.canonical().to_vec();
    let mut load = Duration::MAX;
    let mut times = Vec::new();
    let mut evaluated = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let pack = Arc::new(Pack::from_canonical(&stored)?);
        let mut interview = Interview::new(Arc::clone(&pack), jiff::civil::date(2026, 1, 2));
        load = load.min(start.elapsed());
        times.clear();
        evaluated = (0, 0);
        for (path, value) in &steps {
            let start = Instant::now();
            let changed = interview.answer(path, Some(Answer::Value(value.clone())))?;
            let seen = next_view(&interview, path);
            times.push(start.elapsed());
            anyhow::ensure!(seen > 0, "an empty screen after {path}");
            evaluated.0 += changed.evaluated;
            evaluated.1 += pack.dependents(path);
        }
    }
    Ok(Measured {
        questions,
        choices,
        answer: (median(times), median(theirs)),
        load: (load, theirs_load),
        rival_heap,
        evaluated,
    })
}

/// Rounds of each engine; the last one counts, when everything is warm.
const ROUNDS: usize = 5;

/// Everything that the screen after this question shows.
fn next_view(interview: &Interview, path: &str) -> usize {
    let at = interview.screen_of(path).unwrap_or(0) + 1;
    let Some(screen) = interview.screen(at) else {
        return 1;
    };
    let mut seen = 0;
    for path in &screen.questions {
        seen += interview.label(path, "vi").len() + interview.hint(path, "vi").len();
        seen += usize::from(interview.is_required(path));
        seen += interview
            .choices(path)
            .iter()
            .map(|choice| choice.label("vi").len())
            .sum::<usize>();
        seen += interview
            .value(path)
            .map_or(0, |answer| answer.text().len());
    }
    seen
}

fn rival(
    tools: &Tools,
    form: &RandomForm,
    steps: &Script,
) -> Result<(Duration, Vec<Duration>, u64)> {
    let folder = tempfile::tempdir()?;
    let (xml, list, answers) = (
        folder.path().join("f.xml"),
        folder.path().join("jobs"),
        folder.path().join("s.jsonl"),
    );
    fs::write(
        &list,
        json!({"form": form.as_json(), "out": xml}).to_string(),
    )?;
    let said = tools.convert(&list)?;
    anyhow::ensure!(
        said.first().is_some_and(|said| said["error"].is_null()),
        "pyxform: {said:?}"
    );
    let lines: Vec<String> = steps
        .iter()
        .map(|(path, value)| json!({"set": path, "value": value}).to_string())
        .collect();
    fs::write(&answers, lines.join("\n"))?;
    // One round is enough where loading takes a minute.
    let rounds = if form.choices.len() > 1_000 {
        1
    } else {
        ROUNDS
    };
    let rounds = rounds.to_string();
    let (out, heap) = tools.javarosa(&[
        "time",
        &xml.to_string_lossy(),
        &answers.to_string_lossy(),
        &rounds,
    ])?;
    let nanos = |line: &str| {
        line.split(' ')
            .next()
            .and_then(|n| n.parse().ok())
            .map(Duration::from_nanos)
    };
    let mut lines = out.lines();
    let load = lines
        .next()
        .and_then(nanos)
        .context("JavaRosa said nothing")?;
    let heap = heap
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .unwrap_or(0);
    Ok((load, lines.filter_map(nanos).collect(), heap))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Under this name the environment tells a process that it is there to load a pack, and which.
const LOAD: &str = "NUONG_BENCH_LOAD";

/// Whether this process was started to load a pack and has done so; every program that measures asks this first.
///
/// # Errors
/// When the pack cannot be read.
pub fn loads_here() -> Result<bool> {
    let Some(file) = std::env::var_os(LOAD) else {
        return Ok(false);
    };
    let pack = Arc::new(Pack::from_canonical(&fs::read(file)?)?);
    let interview = Interview::new(pack, jiff::civil::date(2026, 1, 2));
    anyhow::ensure!(interview.screen_count() > 0, "no screens");
    Ok(true)
}

/// Bytes that a process held at most while it loaded a form of this size, as the kernel counted them.
///
/// # Errors
/// Where the kernel tells nothing (`/proc` is asked).
pub fn memory_to_load(questions: usize, choices: usize) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("pack");
    fs::write(
        &file,
        compiled(&large_form(questions, choices))?.canonical(),
    )?;
    let mut child = std::process::Command::new(std::env::current_exe()?)
        .env(LOAD, &file)
        .spawn()?;
    // The high-water mark is read until the process is gone; it only grows.
    let mut most = 0;
    let status = format!("/proc/{}/status", child.id());
    while child.try_wait()?.is_none() {
        if let Ok(text) = fs::read_to_string(&status) {
            let line = text.lines().find(|line| line.starts_with("VmHWM"));
            let kilobytes =
                line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
            most = most.max(kilobytes.unwrap_or(0) * 1024);
        }
        std::thread::yield_now();
    }
    anyhow::ensure!(
        child.wait()?.success() && most > 0,
        "the loading process failed"
    );
    Ok(most)
}

/// As a line of JSON.
#[must_use]
pub fn told(measured: &Measured) -> Json {
    json!({
        "questions": measured.questions,
        "choices": measured.choices,
        "answer_us": [measured.answer.0.as_micros(), measured.answer.1.as_micros()],
        "load_ms": [measured.load.0.as_millis(), measured.load.1.as_millis()],
        "rival_heap_mb": measured.rival_heap / 1_000_000,
        "evaluated": [measured.evaluated.0, measured.evaluated.1],
    })
}

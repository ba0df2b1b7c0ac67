//! Questionnaires from the terminal: check the sheets, show the questions.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use nuong_screening::{Pack, Problem, Severity};
use serde_json::{Value, json};

use crate::args::Instrument;
use crate::authoring;
use crate::draw::Page;
use crate::forms::{self, Origin};
use crate::opening::Opening;
use crate::terminal;
use crate::trying;

pub(crate) fn run(opening: &Opening<'_>, command: &Instrument) -> Result<ExitCode> {
    match command {
        Instrument::Lint { forms, indicators } => lint(opening, forms, indicators.as_deref()),
        Instrument::Show {
            instrument,
            languages,
        } => show(opening, instrument, languages),
        Instrument::Play(args) => trying::play(opening, args),
        Instrument::Eval(args) => trying::eval(args),
        Instrument::Author(command) => authoring::run(opening, command),
    }
}

/// One questionnaire with everything there is to say about it.
struct Linted {
    form: PathBuf,
    pack: Option<Pack>,
    problems: Vec<Problem>,
}

impl Linted {
    fn is_sound(&self) -> bool {
        let errors = self
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error);
        self.pack.is_some() && errors.count() == 0
    }

    fn json(&self) -> Value {
        let hash = self.pack.as_ref().map(|pack| pack.hash().to_string());
        json!({ "form": self.form, "ok": self.is_sound(), "hash": hash, "problems": self.problems })
    }
}

fn lint_one(form: &Path, indicators: Option<&Path>) -> Result<Linted> {
    let read = forms::read(form, indicators, Origin::Author)?;
    let (pack, found) = read.sheets.as_ref().map_or((None, Vec::new()), Pack::lint);
    // What is wrong with the files themselves comes first.
    let broken = !read.broken.is_empty();
    let problems = read.broken.into_iter().chain(found).collect();
    Ok(Linted {
        form: form.to_owned(),
        pack: pack.filter(|_| !broken),
        problems,
    })
}

/// Checks one questionnaire or many. Among many, what is no questionnaire is passed over, so that `instruments/*` can be
/// said.
fn lint(opening: &Opening<'_>, forms: &[PathBuf], indicators: Option<&Path>) -> Result<ExitCode> {
    let is_form = |path: &&PathBuf| {
        path.join("survey.csv").exists() || path.extension().is_some_and(|ending| ending == "xlsx")
    };
    let wanted: Vec<&PathBuf> = match forms {
        [_] => forms.iter().collect(),
        many => many.iter().filter(is_form).collect(),
    };
    let mut linted = Vec::new();
    for form in wanted {
        linted.push(lint_one(form, indicators)?);
    }
    let ok = linted.iter().all(Linted::is_sound);
    if opening.json() {
        match (linted.as_slice(), forms.len()) {
            ([only], 1) => terminal::print_json(&only.json())?,
            (all, _) => {
                let all: Vec<Value> = all.iter().map(Linted::json).collect();
                terminal::print_json(&json!({ "ok": ok, "forms": all }))?;
            }
        }
    } else {
        linted
            .iter()
            .for_each(|one| print(opening, one, forms.len() > 1));
    }
    Ok(if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn print(opening: &Opening<'_>, linted: &Linted, named: bool) {
    for problem in &linted.problems {
        if named {
            terminal::print(&format!("{}: {problem}", linted.form.display()));
        } else {
            terminal::print(&problem.to_string());
        }
    }
    if let Some(pack) = &linted.pack {
        let (questions, hash) = (pack.questions().count(), pack.hash().to_string());
        let args = [
            ("id", pack.id().into()),
            ("version", pack.version().into()),
            ("questions", questions.into()),
            ("hash", (&hash).into()),
        ];
        terminal::print(&opening.texts.with("lint-ok", &args));
    }
}

fn show(opening: &Opening<'_>, instrument: &str, languages: &[PathBuf]) -> Result<ExitCode> {
    let form = Path::new(instrument);
    let pack = if form.exists() {
        let linted = lint_one(form, None)?;
        match linted.pack {
            Some(pack) => pack,
            None => return lint(opening, &[form.to_owned()], None),
        }
    } else {
        let station = opening.station()?;
        Arc::unwrap_or_clone(station.pack(&station.newest_pack(instrument)?)?)
    };
    let pack = forms::with_languages(pack, languages)?;
    // The language asked for last is the one to look at.
    let lang = pack.languages().last().filter(|_| !languages.is_empty());
    let lang = lang.map_or(opening.lang.code(), String::as_str);
    if opening.json() {
        let questions: Vec<_> = pack
            .questions()
            .map(|q| json!({ "path": q.path, "label": q.label(lang), "source": q.source, "shown_in": pack.borrowed_from(&q.path, lang) }))
            .collect();
        terminal::print_json(&json!({
            "id": pack.id(), "version": pack.version(), "hash": pack.hash().to_string(), "languages": pack.languages(), "questions": questions
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    terminal::print(&drawn(&pack, lang));
    Ok(ExitCode::SUCCESS)
}

/// The questions with their choices; a text that is missing in the language is marked with the one it is shown in.
fn drawn(pack: &Pack, lang: &str) -> String {
    let mut page = Page::new();
    page.title(&format!(
        "{} · {} {}",
        pack.title(lang),
        pack.id(),
        pack.version()
    ))
    .verbatim(0, &pack.hash().to_string());
    let marked = |text: &str, from: Option<&str>| match from {
        Some(from) if !text.is_empty() => format!("[{from}] {text}"),
        _ => text.to_owned(),
    };
    for question in pack.questions() {
        let label = marked(
            question.label(lang),
            pack.borrowed_from(&question.path, lang),
        );
        page.gap().verbatim(0, &question.path).paragraph(2, &label);
        for choice in question.choices() {
            let list = question.list().unwrap_or_default();
            let from = pack.choice_borrowed_from(list, &choice.name, lang);
            page.item("  – ", &marked(choice.label(lang), from));
        }
    }
    page.finish()
}

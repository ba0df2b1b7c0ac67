//! Languages beside a questionnaire: a translation is a file of its own, so that adding one changes neither the
//! questionnaire nor its hash, and interviews under way gain it too.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::csv;
use crate::limits::MAX_SHEET_BYTES;
use crate::pack::{Content, Pack};
use crate::problem::{At, Problem, Problems};
use crate::question::Text;

/// One language of one questionnaire.
///
/// A CSV file with the columns `sheet,name,column,text`. Rows of the sheet `language` say what it is: `instrument` (the form
/// id), `tag` (BCP 47), `title` (the language's own name) and `fallback` (the language shown where a text is missing).
/// All others hold a text: `survey,safety/alone,label,…`, `choices,yes_no/yes,label,…`, `choices,yes_no/yes,audio,…`,
/// `settings,,form_title,…`, `indicators,D5.documents,label,…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguagePack {
    /// The form id of the questionnaire.
    pub instrument: String,
    /// Its tag (BCP 47): `hnj`.
    pub tag: String,
    /// What its speakers call it.
    pub title: String,
    /// The language shown in its place where a text is missing.
    pub fallback: String,
    texts: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    row: usize,
    sheet: String,
    name: String,
    column: String,
    text: String,
}

const SHEET: &str = "language";

impl LanguagePack {
    /// Reads one.
    ///
    /// # Errors
    /// All that is wrong with it, by row: `csv.quote`, `csv.too_large`, `language.header`, `language.missing` (one of the
    /// four facts), `language.unknown` (a sheet or column that has no texts), `language.duplicate`.
    pub fn from_csv(text: &str) -> Result<LanguagePack, Vec<Problem>> {
        let mut problems = Problems::default();
        let Some(records) = records(text, &mut problems) else {
            return Err(problems.into_sorted());
        };
        let mut pack = LanguagePack {
            instrument: String::new(),
            tag: String::new(),
            title: String::new(),
            fallback: String::new(),
            texts: Vec::new(),
        };
        let mut taken = BTreeMap::new();
        for record in records {
            let [sheet, name, column, text] =
                std::array::from_fn(|at| record.cells.get(at).cloned().unwrap_or_default());
            let row = record.row;
            let entry = Entry {
                row,
                sheet,
                name,
                column,
                text,
            };
            pack.take(entry, &mut taken, &mut problems);
        }
        pack.check_facts(&mut problems);
        if problems.has_errors() {
            return Err(problems.into_sorted());
        }
        Ok(pack)
    }

    fn check_facts(&self, problems: &mut Problems) {
        for (fact, value) in [
            ("instrument", &self.instrument),
            ("tag", &self.tag),
            ("title", &self.title),
            ("fallback", &self.fallback),
        ] {
            if value.is_empty() {
                let at = At {
                    sheet: SHEET,
                    row: 0,
                    column: "column",
                };
                let message = format!("a row `language,,{fact},…` is missing");
                problems.error("language.missing", at, message);
            }
        }
    }

    fn take(
        &mut self,
        entry: Entry,
        taken: &mut BTreeMap<[String; 3], usize>,
        problems: &mut Problems,
    ) {
        let at = At {
            sheet: SHEET,
            row: entry.row,
            column: "column",
        };
        if entry.sheet == SHEET {
            let fact = match entry.column.as_str() {
                "instrument" => &mut self.instrument,
                "tag" => &mut self.tag,
                "title" => &mut self.title,
                "fallback" => &mut self.fallback,
                _ => {
                    return problems.error(
                        "language.unknown",
                        at,
                        "this says nothing about a language",
                    );
                }
            };
            fact.clone_from(&entry.text);
            return;
        }
        let columns: &[&str] = match entry.sheet.as_str() {
            "survey" => &[
                "label",
                "hint",
                "audio",
                "constraint_message",
                "required_message",
            ],
            "choices" => &["label", "audio"],
            "settings" => &["form_title"],
            "indicators" => &["label"],
            _ => &[],
        };
        if !columns.contains(&entry.column.as_str()) {
            let message = format!(
                "the sheet `{}` has no texts `{}`",
                entry.sheet, entry.column
            );
            return problems.error("language.unknown", at, message);
        }
        if entry.text.is_empty() {
            return;
        }
        let place = [&entry.sheet, &entry.name, &entry.column].map(String::clone);
        if let Some(row) = taken.get(&place) {
            let message = format!("row {row} has this text already");
            return problems.error("language.duplicate", at, message);
        }
        taken.insert(place, entry.row);
        self.texts.push(entry);
    }
}

/// The rows below the header; none where the file cannot be read.
fn records(
    text: &str,
    problems: &mut Problems,
) -> Option<impl Iterator<Item = csv::Record> + use<>> {
    let at = |row| At {
        sheet: SHEET,
        row,
        column: "",
    };
    if text.len() > MAX_SHEET_BYTES {
        let message = format!("the file is larger than {MAX_SHEET_BYTES} bytes");
        problems.error("csv.too_large", at(0), message);
        return None;
    }
    let read = csv::read(text);
    for row in read.bad_quotes {
        problems.error("csv.quote", at(row), csv::BAD_QUOTE);
    }
    let mut records = read.records.into_iter();
    let header = records.next().map(|record| record.cells);
    if header.is_none_or(|header| header != ["sheet", "name", "column", "text"]) {
        let message = "the columns are sheet, name, column and text";
        problems.error("language.header", at(1), message);
        return None;
    }
    Some(records)
}

/// What a language has of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Its tag.
    pub language: String,
    /// Texts there are, and texts there would have to be: those that exist in any language.
    pub texts: (usize, usize),
    /// Recordings there are, and would have to be: one for each question that is asked or read out, and each choice.
    pub audio: (usize, usize),
    /// What is missing, in the order of the sheets.
    pub missing: Vec<Missing>,
}

/// One text or recording that a language lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// `survey`, `choices`, `settings` or `indicators`.
    pub sheet: &'static str,
    /// The path of the question, or the list and the choice (`yes_no/yes`).
    pub name: String,
    /// `label`, `hint`, `audio`, …
    pub column: &'static str,
}

impl Pack {
    /// The same questionnaire, of the same hash, with one more language; a language it has already is completed, never
    /// replaced. What the file has and the questionnaire does not is told and left out.
    #[must_use]
    pub fn with_language(&self, language: &LanguagePack) -> (Pack, Vec<Problem>) {
        let mut problems = Problems::default();
        let mut content = self.whole();
        if language.instrument != content.id {
            let at = At {
                sheet: SHEET,
                row: 0,
                column: "instrument",
            };
            let message = format!(
                "this is a language of `{}`, not of `{}`",
                language.instrument, content.id
            );
            problems.error("language.other", at, message);
            return (self.clone(), problems.into_sorted());
        }
        if !content.languages.contains(&language.tag) {
            content.languages.push(language.tag.clone());
        }
        for entry in &language.texts {
            let texts = texts_of(&mut content, entry);
            if texts.is_empty() {
                let at = At {
                    sheet: SHEET,
                    row: entry.row,
                    column: "name",
                };
                let message = format!(
                    "the questionnaire has no `{}` on its {} sheet",
                    entry.name, entry.sheet
                );
                problems.warning("language.unknown", at, message);
            }
            for text in texts {
                text.0.complete(&language.tag, &entry.text);
            }
        }
        let mut fallbacks = (*self.fallbacks).clone();
        fallbacks.insert(language.tag.clone(), language.fallback.clone());
        (
            self.in_more_languages(content, fallbacks),
            problems.into_sorted(),
        )
    }

    /// For each language, what there is of it and what is missing.
    #[must_use]
    pub fn coverage(&self) -> Vec<Coverage> {
        let content = self.whole();
        content
            .languages
            .iter()
            .map(|language| covered(&content, language))
            .collect()
    }
}

/// The texts that an entry is about; several where one indicator is on several lists.
fn texts_of<'a>(content: &'a mut Content, entry: &Entry) -> Vec<&'a mut Text> {
    let name = entry.name.as_str();
    match entry.sheet.as_str() {
        "settings" => vec![&mut content.title],
        "indicators" => {
            let indicators = content.indicators.iter_mut().filter(|one| one.id == name);
            indicators.map(|one| &mut one.label).collect()
        }
        "choices" => {
            let Some((list, choice)) = name.rsplit_once('/') else {
                return Vec::new();
            };
            let choices = content.choices.get_mut(list).into_iter().flatten();
            let choices = choices.filter(|one| one.name == choice);
            let audio = entry.column == "audio";
            choices
                .map(|one| {
                    if audio {
                        &mut one.audio
                    } else {
                        &mut one.label
                    }
                })
                .collect()
        }
        _ => {
            if let Some(group) = content.groups.iter_mut().find(|group| group.path == name) {
                return if entry.column == "label" {
                    vec![&mut group.label]
                } else {
                    Vec::new()
                };
            }
            let questions = content.questions.iter_mut().filter(|one| one.path == name);
            let text = questions.map(|one| match entry.column.as_str() {
                "hint" => &mut one.hint,
                "audio" => &mut one.audio,
                "constraint_message" => &mut one.constraint_message,
                "required_message" => &mut one.required_message,
                _ => &mut one.label,
            });
            text.collect()
        }
    }
}

fn covered(content: &Content, language: &str) -> Coverage {
    let mut coverage = Coverage {
        language: language.to_owned(),
        texts: (0, 0),
        audio: (0, 0),
        missing: Vec::new(),
    };
    coverage.text(&content.title, "settings", "", "form_title");
    for group in &content.groups {
        coverage.text(&group.label, "survey", &group.path, "label");
    }
    for question in &content.questions {
        let path = question.path.as_str();
        coverage.text(&question.label, "survey", path, "label");
        coverage.text(&question.hint, "survey", path, "hint");
        coverage.text(
            &question.constraint_message,
            "survey",
            path,
            "constraint_message",
        );
        coverage.text(
            &question.required_message,
            "survey",
            path,
            "required_message",
        );
        if question.kind.is_shown() && !question.label.is_empty() {
            coverage.recording(&question.audio, "survey", path);
        }
    }
    for (list, choices) in &content.choices {
        for choice in choices {
            let name = format!("{list}/{}", choice.name);
            coverage.text(&choice.label, "choices", &name, "label");
            if !choice.label.is_empty() {
                coverage.recording(&choice.audio, "choices", &name);
            }
        }
    }
    for indicator in &content.indicators {
        coverage.text(&indicator.label, "indicators", &indicator.id, "label");
    }
    coverage
}

impl Coverage {
    fn text(&mut self, text: &Text, sheet: &'static str, name: &str, column: &'static str) {
        if text.is_empty() {
            return;
        }
        self.texts.1 += 1;
        match text.exact(&self.language) {
            Some(_) => self.texts.0 += 1,
            None => self.missing.push(Missing {
                sheet,
                name: name.to_owned(),
                column,
            }),
        }
    }

    fn recording(&mut self, audio: &Text, sheet: &'static str, name: &str) {
        self.audio.1 += 1;
        match audio.exact(&self.language) {
            Some(_) => self.audio.0 += 1,
            None => self.missing.push(Missing {
                sheet,
                name: name.to_owned(),
                column: "audio",
            }),
        }
    }
}

/// The texts that a language lacks and borrows from another, by the place of the text.
pub(crate) type Borrowed = BTreeMap<(String, String), String>;

/// Puts, for each language, the text of its fallback in the place of one that is missing, so that what is shown is the
/// declared language and never just any. What was borrowed is told. Recordings are not borrowed: who cannot read must
/// not be spoken to in a language that was not chosen.
pub(crate) fn borrow(content: &mut Content, fallbacks: &BTreeMap<String, String>) -> Borrowed {
    let mut borrowed = Borrowed::new();
    let languages = content.languages.clone();
    let default = content.default_language.clone();
    let mut each = |text: &mut Text, place: &str| {
        for language in &languages {
            if text.is_empty() || text.exact(language).is_some() {
                continue;
            }
            let wanted = fallbacks.get(language).unwrap_or(&default);
            let found = [wanted, &default].into_iter().find(|tag| {
                text.exact(tag).is_some()
                    && !borrowed.contains_key(&((*tag).clone(), place.to_owned()))
            });
            if let Some(tag) = found.cloned() {
                let words = text.exact(&tag).unwrap_or_default().to_owned();
                text.0.insert(language, &words);
                borrowed.insert((language.clone(), place.to_owned()), tag);
            }
        }
    };
    each_text(content, &mut each);
    borrowed
}

/// Every text that is shown, with its place.
pub(crate) fn each_text(content: &mut Content, each: &mut dyn FnMut(&mut Text, &str)) {
    each(&mut content.title, "settings");
    for group in &mut content.groups {
        each(&mut group.label, &format!("survey/{}", group.path));
    }
    for question in &mut content.questions {
        let path = question.path.clone();
        each(&mut question.label, &format!("survey/{path}"));
        each(&mut question.hint, &format!("hint/{path}"));
        each(
            &mut question.constraint_message,
            &format!("constraint_message/{path}"),
        );
        each(
            &mut question.required_message,
            &format!("required_message/{path}"),
        );
    }
    for (list, choices) in &mut content.choices {
        for choice in choices {
            each(
                &mut choice.label,
                &format!("choices/{list}/{}", choice.name),
            );
        }
    }
    for (number, indicator) in content.indicators.iter_mut().enumerate() {
        each(&mut indicator.label, &format!("indicators/{number}"));
    }
}

//! Sheets to a pack: every problem is found in one go and named by sheet, row and column.

mod cells;
mod conditions;
mod indicators;
mod kinds;
mod lists;
mod made;
mod mend;
mod settings;
mod survey;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::{Content, PACK_FORMAT, Pack};
use crate::problem::{At, Problem, Problems};
use crate::program::{Fault, Owner, Program};
use crate::question::{Choice, Group, Question, Text};
use crate::sheets::{Row, Sheet, Sheets};

use crate::words::Words;
use settings::Settings;

/// See [`Pack::compile`].
pub(crate) fn compile(sheets: &Sheets) -> Result<(Pack, Vec<Problem>), Vec<Problem>> {
    let mut problems = Problems::default();
    match compile_whole(sheets, &mut problems) {
        Some(compiled) => Ok((compiled.pack, problems.into_sorted())),
        None => Err(problems.into_sorted()),
    }
}

/// A pack with the rows that its parts came from.
pub(crate) struct Compiled {
    pub(crate) pack: Pack,
    pub(crate) rows: survey::Rows,
    /// For each list of the choices sheet, the row of each of its choices.
    pub(crate) list_rows: BTreeMap<String, Vec<usize>>,
}

/// Reads everything, noting all problems; none where one of them is an error.
pub(crate) fn compile_whole(sheets: &Sheets, problems: &mut Problems) -> Option<Compiled> {
    let settings = settings::read(sheets, problems);
    let mut lists = lists::read(&sheets.choices, &settings, problems);
    lists.add_tables(&sheets.tables, &settings, problems);
    let survey = survey::read(&sheets.survey, &settings, &mut lists, problems);
    let known = indicators::read(&sheets.indicators, &settings, problems);
    let indicators = indicators::used(known, &survey, &lists, problems);
    lists.warn_unused(&survey, problems);
    let survey::Survey {
        groups,
        questions,
        rows,
    } = survey;
    let mut content = Content {
        format: PACK_FORMAT,
        id: settings.id,
        version: settings.version,
        title: settings.title,
        languages: settings.languages,
        default_language: settings.default_language,
        person_rule: settings.person_rule,
        dimension_rule: settings.dimension_rule,
        family: settings.family,
        groups,
        questions,
        choices: lists.choices,
        indicators,
    };
    content.format = format_of(&content);
    if problems.has_errors() {
        // Expressions are checked even so, in what of the form holds together: an author wants all problems.
        let (content, rows) = mended(content, rows);
        let faults = Program::build(&content).err().unwrap_or_default();
        report(faults, &rows, true, problems);
        return None;
    }
    match Program::build(&content) {
        Ok(program) => Some(Compiled {
            pack: Pack::assemble(content, program),
            rows,
            list_rows: lists.rows,
        }),
        Err(faults) => {
            report(faults, &rows, false, problems);
            None
        }
    }
}

/// The form without what was found to be wrong with its names and lists, so that its expressions can be looked at.
fn mended(mut content: Content, rows: survey::Rows) -> (Content, survey::Rows) {
    let mut taken: BTreeSet<String> = content
        .groups
        .iter()
        .map(|group| group.path.clone())
        .collect();
    let (mut questions, mut kept) = (Vec::new(), Vec::new());
    for (question, row) in content.questions.into_iter().zip(rows.questions) {
        if !question.name.is_empty() && taken.insert(question.path.clone()) {
            if let Some(list) = question.kind.list() {
                content.choices.entry(list.to_owned()).or_default();
            }
            questions.push(question);
            kept.push(row);
        }
    }
    content.questions = questions;
    (
        content,
        survey::Rows {
            groups: rows.groups,
            questions: kept,
        },
    )
}

/// The oldest format that can hold the content: a questionnaire that needs nothing newer keeps its hash.
fn format_of(content: &Content) -> u32 {
    let old_choice = |choice: &Choice| choice.audio.is_empty() && choice.image.is_empty();
    let old_question = |question: &Question| {
        question.kind.is_first_format()
            && question.media.is_empty()
            && question.parameters.is_empty()
            && question.written.read_only.is_empty()
            && question.written.trigger.is_empty()
    };
    let old_group = |group: &Group| !group.repeat && group.read_only.is_empty();
    let old = content.questions.iter().all(old_question)
        && content.groups.iter().all(old_group)
        && content.choices.values().flatten().all(old_choice);
    if old { 1 } else { PACK_FORMAT }
}

/// Says in which row each fault is. Where the sheets already have errors, that the form as a whole does not hold
/// together is their consequence.
fn report(faults: Vec<Fault>, rows: &survey::Rows, known_errors: bool, problems: &mut Problems) {
    for fault in faults {
        let row = match fault.owner {
            Owner::Whole if known_errors => continue,
            Owner::Whole => 0,
            Owner::Group(index) => rows.groups[index],
            Owner::Question(index) => rows.questions[index],
        };
        problems.error(
            fault.code,
            At {
                sheet: "survey",
                row,
                column: fault.column,
            },
            fault.message,
        );
    }
}

/// A translated column of one row: each language's text, a column without language counting for the default one.
fn text(row: Row<'_>, base: &str, settings: &Settings) -> Text {
    let mut found = Words::default();
    for (column, cell) in row.cells().filter(|(column, _)| column.base == base) {
        let language = column
            .language
            .as_deref()
            .unwrap_or(&settings.default_language);
        found.insert(language, cell);
    }
    Text(found)
}

/// Warns where a text exists in one language and not in another.
fn warn_untranslated<'a>(
    row: Row<'a>,
    base: &'a str,
    text: &Text,
    settings: &Settings,
    problems: &mut Problems,
) {
    if text.is_empty() {
        return;
    }
    for language in settings
        .languages
        .iter()
        .filter(|language| text.exact(language).is_none())
    {
        problems.warning(
            "text.untranslated",
            row.at(base),
            format!("there is no text in `{language}`"),
        );
    }
}

/// Warns of columns that nothing reads.
fn warn_unknown_columns(sheet: &Sheet, known: &[&str], problems: &mut Problems) {
    for column in &sheet.columns {
        let base = column.base.as_str();
        if !base.is_empty() && !known.contains(&base) {
            let at = At {
                sheet: sheet.name,
                row: 1,
                column: &column.header,
            };
            problems.warning("column.unknown", at, "nothing reads this column");
        }
    }
}

/// Reads `yes` or nothing.
fn flag<'a>(row: Row<'a>, base: &'a str, problems: &mut Problems) -> bool {
    match row.cell(base) {
        "" | "no" => false,
        "yes" => true,
        _ => {
            problems.error(
                "cell.not_yes",
                row.at(base),
                "only `yes`, `no` or nothing can stand here",
            );
            false
        }
    }
}

/// Names begin with a letter or `_`; letters, digits, `_`, `-` and `.` follow. Choice names may begin with a digit.
fn is_name(name: &str, may_begin_with_digit: bool) -> bool {
    let mut signs = name.chars();
    let begins = signs.next().is_some_and(|first| {
        first.is_alphabetic() || first == '_' || may_begin_with_digit && first.is_ascii_digit()
    });
    begins
        && name.len() <= MAX_NAME_BYTES
        && signs.all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.'))
}

/// Bytes of one name: a path of several stays within what a record holds.
const MAX_NAME_BYTES: usize = 128;

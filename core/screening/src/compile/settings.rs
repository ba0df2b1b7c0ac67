//! The settings sheet, and the languages of the questionnaire.

use std::collections::BTreeSet;

use super::{is_name, warn_unknown_columns};
use crate::problem::{At, Problems};
use crate::question::Text;
use crate::rules::{DEFAULT_DIMENSION_RULE, DEFAULT_PERSON_RULE, Rules};
use crate::sheets::{Row, Sheet, Sheets};
use crate::weights::Family;

pub(crate) struct Settings {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Text,
    /// The default language first.
    pub(crate) languages: Vec<String>,
    pub(crate) default_language: String,
    pub(crate) person_rule: String,
    pub(crate) dimension_rule: String,
    pub(crate) family: Family,
    /// The sheets come from elsewhere: what only our own questionnaires have may be missing.
    pub(crate) foreign: bool,
    /// Groups are not part of paths.
    pub(crate) flat: bool,
    pub(crate) allows_duplicate_choices: bool,
}

const COLUMNS: &[&str] = &[
    "form_title",
    "form_id",
    "version",
    "default_language",
    "person_rule",
    "dimension_rule",
    "list",
    "style",
    "source",
    "note",
    "allow_choice_duplicates",
    "auto_delete",
    "auto_send",
    "clean_text_values",
    "flat",
    "instance_name",
    "instance_xmlns",
    "name",
    "namespaces",
    "omit_instanceid",
    "public_key",
    "submission_url",
];

/// What other tools call the language of texts that name none.
const FOREIGN_LANGUAGE: &str = "default";

/// Language that texts without one are in, where the settings name none.
const FALLBACK_LANGUAGE: &str = "vi";

pub(crate) fn read(sheets: &Sheets, problems: &mut Problems) -> Settings {
    let (sheet, survey) = (&sheets.settings, &sheets.survey);
    let foreign = sheets.foreign.as_deref();
    warn_unknown_columns(sheet, COLUMNS, problems);
    let default_language = default_language(sheets);
    let mut settings = Settings {
        id: foreign.unwrap_or_default().to_owned(),
        version: String::new(),
        title: Text::default(),
        languages: languages(survey, &default_language),
        default_language,
        person_rule: DEFAULT_PERSON_RULE.to_owned(),
        dimension_rule: DEFAULT_DIMENSION_RULE.to_owned(),
        family: Family::Labour,
        foreign: foreign.is_some(),
        flat: false,
        allows_duplicate_choices: false,
    };
    match sheet.rows().next() {
        Some(row) => read_row(row, &mut settings, problems),
        None if foreign.is_none() => {
            let at = At {
                sheet: sheet.name,
                row: 0,
                column: "form_id",
            };
            problems.error(
                "settings.missing",
                at,
                "the settings sheet needs a row with form_id, version and form_title",
            );
        }
        None => {}
    }
    if let Some(extra) = sheet.rows().nth(1).filter(|_| foreign.is_none()) {
        problems.error(
            "settings.extra",
            extra.at(""),
            "the settings sheet has one row",
        );
    }
    if settings.foreign && settings.title.is_empty() {
        let language = settings.default_language.clone();
        settings.title.0.insert(&language, &settings.id);
    }
    settings
}

fn read_row(row: Row<'_>, settings: &mut Settings, problems: &mut Problems) {
    let yes = |column: &str| matches!(row.cell(column), "yes" | "true" | "TRUE");
    settings.flat = yes("flat");
    settings.allows_duplicate_choices = yes("allow_choice_duplicates");
    if settings.foreign {
        let id = row.cell("form_id");
        if !id.is_empty() {
            id.clone_into(&mut settings.id);
        }
        row.cell("version").clone_into(&mut settings.version);
        settings.title = super::text(row, "form_title", settings);
        return rules(row, settings, problems);
    }
    settings.id = needed(row, "form_id", problems);
    settings.version = needed(row, "version", problems);
    if !settings.id.is_empty() && !is_name(&settings.id, false) {
        problems.error(
            "name.invalid",
            row.at("form_id"),
            "a form id is letters, digits, `_`, `-` and `.`",
        );
    }
    settings.title = super::text(row, "form_title", settings);
    if settings.title.is_empty() {
        problems.error(
            "settings.missing",
            row.at("form_title"),
            "the questionnaire needs a title",
        );
    }
    rules(row, settings, problems);
}

fn needed<'a>(row: Row<'a>, column: &'a str, problems: &mut Problems) -> String {
    let cell = row.cell(column);
    if cell.is_empty() {
        problems.error(
            "settings.missing",
            row.at(column),
            format!("the settings need a {column}"),
        );
    }
    cell.to_owned()
}

fn rules(row: Row<'_>, settings: &mut Settings, problems: &mut Problems) {
    let shipped = Rules::shipped();
    let chosen = row.cell("person_rule");
    if !chosen.is_empty() {
        chosen.clone_into(&mut settings.person_rule);
        if shipped.person(chosen).is_none() {
            problems.warning(
                "rule.unknown",
                row.at("person_rule"),
                "this version has no such person rule",
            );
        }
    }
    let chosen = row.cell("dimension_rule");
    if !chosen.is_empty() {
        chosen.clone_into(&mut settings.dimension_rule);
        if shipped.dimension(chosen).is_none() {
            problems.warning(
                "rule.unknown",
                row.at("dimension_rule"),
                "this version has no such dimension rule",
            );
        }
    }
    match row.cell("list") {
        "" => {}
        word => match Family::parse(word) {
            Some(family) => settings.family = family,
            None => problems.error(
                "list.unknown",
                row.at("list"),
                "the list is `labour` or `sexual`",
            ),
        },
    }
}

fn default_language(sheets: &Sheets) -> String {
    let named = sheets
        .settings
        .rows()
        .next()
        .map_or("", |row| row.cell("default_language"));
    let first = || {
        let columns = sheets.survey.columns.iter();
        columns
            .chain(&sheets.choices.columns)
            .find_map(|column| column.language.clone())
    };
    if !named.is_empty() {
        return crate::sheets::tag_of(named);
    }
    match first() {
        // What is in no language is a language of its own there.
        Some(_) if sheets.foreign.is_some() => FOREIGN_LANGUAGE.to_owned(),
        Some(first) => first,
        None => FALLBACK_LANGUAGE.to_owned(),
    }
}

/// The default language, then the others by tag.
fn languages(survey: &Sheet, default: &str) -> Vec<String> {
    let tags: BTreeSet<&String> = survey
        .columns
        .iter()
        .filter_map(|column| column.language.as_ref())
        .collect();
    let others = tags.into_iter().filter(|tag| *tag != default).cloned();
    std::iter::once(default.to_owned()).chain(others).collect()
}

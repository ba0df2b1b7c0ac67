//! The choices sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::settings::Settings;
use super::survey::Survey;
use super::{flag, made, text, vocabulary, warn_untranslated};
use crate::limits::MAX_CHOICES;
use crate::problem::{At, Problems};
use crate::question::Choice;
use crate::sheets::{Row, Sheet};

/// The lists of choices, with the rows that they came from.
pub(crate) struct Lists {
    pub(crate) choices: BTreeMap<String, Vec<Choice>>,
    /// For each list, the row of each of its choices.
    pub(crate) rows: BTreeMap<String, Vec<usize>>,
}

/// Bytes of the name of a choice: several of them fit one answer.
const MAX_CHOICE_NAME: usize = 250;

/// Columns with a meaning; all others are kept for choice filters.
const COLUMNS: &[&str] = &[
    "list_name",
    "list name",
    "name",
    "label",
    "indicator",
    "element",
    "urgent",
    "exclusive",
    "audio",
    "image",
    "big-image",
    "video",
    "note",
    "source",
];

pub(crate) fn read(sheet: &Sheet, settings: &Settings, problems: &mut Problems) -> Lists {
    let mut lists = Lists {
        choices: BTreeMap::new(),
        rows: BTreeMap::new(),
    };
    if sheet.len() > MAX_CHOICES {
        let at = At {
            sheet: sheet.name,
            row: 0,
            column: "",
        };
        problems.error(
            "choices.too_many",
            at,
            format!("there are more than {MAX_CHOICES} choices"),
        );
        return lists;
    }
    let mut seen = BTreeSet::new();
    for row in sheet.rows() {
        let list = if row.cell("list_name").is_empty() {
            row.cell("list name")
        } else {
            row.cell("list_name")
        };
        if list.is_empty() {
            problems.error(
                "list.missing",
                row.at("list_name"),
                "a choice needs the name of its list",
            );
            continue;
        }
        let Some(choice) = choice(row, settings, problems) else {
            continue;
        };
        if !seen.insert((list, row.cell("name"))) && !settings.allows_duplicate_choices {
            let message = format!("the list `{list}` already has a choice of this name");
            problems.error("choice.duplicate", row.at("name"), message);
            continue;
        }
        lists
            .choices
            .entry(list.to_owned())
            .or_default()
            .push(choice);
        lists
            .rows
            .entry(list.to_owned())
            .or_default()
            .push(row.number());
    }
    lists
}

fn choice(row: Row<'_>, settings: &Settings, problems: &mut Problems) -> Option<Choice> {
    let name = row.cell("name");
    if name.is_empty() || name.len() > MAX_CHOICE_NAME || name.contains(char::is_whitespace) {
        let message = "a choice needs a name without blanks";
        problems.error("choice.name_invalid", row.at("name"), message);
        return None;
    }
    let label = text(row, "label", settings);
    if label.is_empty() {
        problems.warning("label.missing", row.at("label"), "the choice has no text");
    }
    warn_untranslated(row, "label", &label, settings, problems);
    let columns = row
        .cells()
        .filter(|(column, _)| !COLUMNS.contains(&column.base.as_str()))
        .map(|(column, cell)| (column.header.as_str(), cell))
        .collect();
    Some(Choice {
        name: name.to_owned(),
        label,
        marks: vocabulary::marks(row, problems),
        exclusive: flag(row, "exclusive", problems),
        columns,
        audio: text(row, "audio", settings),
        image: text(row, "image", settings),
    })
}

/// A row of an attached table: whatever its columns are, expressions may ask for them.
fn table_row(row: Row<'_>, settings: &Settings) -> Choice {
    let kept = |base: &str| matches!(base, "name" | "label");
    Choice {
        name: row.cell("name").to_owned(),
        label: text(row, "label", settings),
        columns: row
            .cells()
            .filter(|(column, _)| !kept(&column.base) || column.header != column.base)
            .map(|(column, cell)| (column.header.as_str(), cell))
            .collect(),
        ..Choice::default()
    }
}

impl Lists {
    /// Adds the attached tables. A list of the choices sheet is not hidden by a file of its name.
    pub(crate) fn add_tables(
        &mut self,
        tables: &[(String, Sheet)],
        settings: &Settings,
        problems: &mut Problems,
    ) {
        let mut rows: usize = self.choices.values().map(Vec::len).sum();
        for (name, table) in tables {
            rows += table.len();
            let at = At {
                sheet: table.name,
                row: 0,
                column: "",
            };
            if rows > MAX_CHOICES {
                let message = format!("with the tables there are more than {MAX_CHOICES} choices");
                problems.error("choices.too_many", at, message);
                return;
            }
            if self.choices.contains_key(name) {
                let message = format!("there is already a list `{name}`");
                problems.error("list.duplicate", at, message);
                continue;
            }
            let choices = table.rows().map(|row| table_row(row, settings)).collect();
            self.choices.insert(name.clone(), choices);
        }
    }

    /// Adds, once, the choice for what is not among the choices.
    pub(crate) fn add_other(&mut self, list: &str, settings: &Settings) {
        if let (Some(choices), Some(rows)) = (self.choices.get_mut(list), self.rows.get_mut(list))
            && choices.iter().all(|choice| choice.name != made::OTHER)
        {
            choices.push(made::other_choice(settings));
            rows.push(rows.last().copied().unwrap_or_default());
        }
    }

    /// Warns of lists that no question uses.
    pub(crate) fn warn_unused(&self, survey: &Survey, problems: &mut Problems) {
        let used: BTreeSet<&str> = survey
            .questions
            .iter()
            .filter_map(|question| question.kind.list())
            .collect();
        for (list, rows) in self
            .rows
            .iter()
            .filter(|(list, _)| !used.contains(list.as_str()))
        {
            let row = rows.first().copied().unwrap_or_default();
            let at = At {
                sheet: "choices",
                row,
                column: "list_name",
            };
            problems.warning(
                "list.unused",
                at,
                format!("no question uses the list `{list}`"),
            );
        }
    }
}

//! What the cells of one row of the survey say.

use std::collections::{BTreeMap, BTreeSet};

use super::settings::Settings;
use super::survey::Survey;
use super::text;
use crate::problem::{At, Problems};
use crate::question::{Kind, Text, Written};
use crate::sheets::Row;

pub(super) fn written(row: Row<'_>, kind: &Kind) -> Written {
    let cell = |base: &str| row.cell(base).to_owned();
    let read_only = truth(row.cell("read_only"));
    let trigger = row.cell("trigger").split(',').filter_map(|one| {
        let name = one.trim().strip_prefix("${")?.strip_suffix('}')?;
        Some(name.trim().to_owned())
    });
    Written {
        relevant: cell("relevant"),
        constraint: cell("constraint"),
        required: truth(row.cell("required")),
        calculation: cell("calculation"),
        choice_filter: cell("choice_filter"),
        default: cell("default"),
        read_only: if read_only.is_empty() && *kind == Kind::Note {
            String::new()
        } else {
            read_only
        },
        trigger: trigger.collect(),
        indicator_when: cell("indicator_when"),
        urgent_when: cell("urgent_when"),
    }
}

/// A condition that holds where two hold.
pub(super) fn both(one: &str, other: &str) -> String {
    match (one, other) {
        ("", single) | (single, "") => single.to_owned(),
        _ => format!("({one}) and ({other})"),
    }
}

/// A column that holds yes, no or an expression; no is nothing.
pub(super) fn truth(cell: &str) -> String {
    match cell {
        "yes" | "Yes" | "YES" | "true" | "TRUE" | "True" | "1" | "true()" => "true()".to_owned(),
        "no" | "No" | "NO" | "false" | "FALSE" | "False" | "0" | "false()" => String::new(),
        expression => expression.to_owned(),
    }
}

/// Pictures, films and hints for whoever is trained, where a row has them.
pub(super) fn media(row: Row<'_>, settings: &Settings) -> BTreeMap<String, Text> {
    ["image", "big-image", "video", "guidance_hint"]
        .into_iter()
        .map(|kind| (kind.to_owned(), text(row, kind, settings)))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Groups without questions have no place on any screen.
pub(super) fn drop_empty_groups(mut survey: Survey, problems: &mut Problems) -> Survey {
    let mut rows = Vec::new();
    let mut groups = Vec::new();
    let mut filled = BTreeSet::new();
    for question in &survey.questions {
        let ends = question.path.match_indices('/').map(|(end, _)| end);
        filled.extend(ends.map(|end| &question.path[..end]));
    }
    for (group, row) in survey.groups.into_iter().zip(survey.rows.groups) {
        if filled.contains(group.path.as_str()) {
            groups.push(group);
            rows.push(row);
        } else {
            let at = At {
                sheet: "survey",
                row,
                column: "type",
            };
            problems.warning(
                "group.empty",
                at,
                "the group has no questions and is left out",
            );
        }
    }
    survey.groups = groups;
    survey.rows.groups = rows;
    survey
}

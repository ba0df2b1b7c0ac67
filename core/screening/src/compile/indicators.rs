//! The indicators sheet, of which a pack takes only what its questions use.

use std::collections::{BTreeMap, BTreeSet};

use super::settings::Settings;
use super::{lists::Lists, survey::Survey, text, warn_unknown_columns, warn_untranslated};
use crate::limits::MAX_INDICATORS;
use crate::pack::Indicator;
use crate::problem::{At, Problems};
use crate::sheets::{Row, Sheet};
use crate::weights::{Dimension, List, Strength, WeightStatus};

const COLUMNS: &[&str] = &[
    "id",
    "list",
    "dimension",
    "strength",
    "weight_status",
    "provisional_strength",
    "label",
    "source",
    "note",
    "membership_status",
];

pub(crate) fn read(sheet: &Sheet, settings: &Settings, problems: &mut Problems) -> Vec<Indicator> {
    warn_unknown_columns(sheet, COLUMNS, problems);
    if sheet.len() > MAX_INDICATORS {
        let at = At {
            sheet: sheet.name,
            row: 0,
            column: "",
        };
        problems.error(
            "indicators.too_many",
            at,
            format!("there are more than {MAX_INDICATORS} indicators"),
        );
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let mut known = Vec::new();
    for row in sheet.rows() {
        let Some(indicator) = indicator(row, settings, problems) else {
            continue;
        };
        if seen.insert((indicator.id.clone(), indicator.lists.clone())) {
            known.push(indicator);
        } else {
            problems.error(
                "indicator.duplicate",
                row.at("id"),
                "this indicator is already on this list",
            );
        }
    }
    known
}

fn indicator(row: Row<'_>, settings: &Settings, problems: &mut Problems) -> Option<Indicator> {
    let written = row.cell("id");
    // `AL.D5.documents` names the list too; the generic id is what follows.
    let id = match written.split_once('.') {
        Some((list, rest)) if List::parse(list).is_some() => rest,
        _ => written,
    };
    if id.is_empty() {
        problems.error(
            "indicator.id_missing",
            row.at("id"),
            "an indicator needs an id",
        );
        return None;
    }
    let label = text(row, "label", settings);
    if label.is_empty() {
        problems.warning(
            "label.missing",
            row.at("label"),
            "the indicator has no text",
        );
    }
    warn_untranslated(row, "label", &label, settings, problems);
    let strength = word(row, "strength", Strength::parse, problems);
    let provisional_strength = word(row, "provisional_strength", Strength::parse, problems);
    let Some(weight_status) = word(row, "weight_status", WeightStatus::parse, problems) else {
        if row.cell("weight_status").is_empty() {
            problems.error(
                "indicator.status_missing",
                row.at("weight_status"),
                "every weight needs its status",
            );
        }
        return None;
    };
    Some(Indicator {
        id: id.to_owned(),
        lists: lists(row, problems),
        dimension: word(row, "dimension", Dimension::parse, problems),
        strength,
        provisional_strength,
        weight_status,
        label,
        source: row.cell("source").to_owned(),
    })
}

/// A cell that holds one of a few words, or nothing.
fn word<'a, T>(
    row: Row<'a>,
    column: &'a str,
    parse: fn(&str) -> Option<T>,
    problems: &mut Problems,
) -> Option<T> {
    let cell = row.cell(column);
    let read = parse(cell);
    if read.is_none() && !cell.is_empty() {
        problems.error(
            "indicator.word_unknown",
            row.at(column),
            format!("`{cell}` has no meaning here"),
        );
    }
    read
}

/// The lists of an indicator; `all` or nothing is every list.
fn lists(row: Row<'_>, problems: &mut Problems) -> Vec<List> {
    let mut lists = Vec::new();
    for word in row
        .cell("list")
        .split_whitespace()
        .filter(|word| !matches!(*word, "all" | "any" | "*"))
    {
        match List::parse(word) {
            Some(list) => lists.push(list),
            None => problems.error(
                "list.unknown",
                row.at("list"),
                "lists are AL, CL, AS and CS",
            ),
        }
    }
    lists.sort_unstable();
    lists.dedup();
    lists
}

/// The indicators that questions and choices name, each of which has to be known.
pub(crate) fn used(
    known: Vec<Indicator>,
    survey: &Survey,
    lists: &Lists,
    problems: &mut Problems,
) -> Vec<Indicator> {
    let mut named: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (question, row) in survey.questions.iter().zip(&survey.rows.questions) {
        for id in &question.marks.indicators {
            named.entry(id).or_default().push(("survey", *row));
        }
    }
    for (list, choices) in &lists.choices {
        for (choice, row) in choices
            .iter()
            .zip(lists.rows.get(list).into_iter().flatten())
        {
            for id in &choice.marks.indicators {
                named.entry(id).or_default().push(("choices", *row));
            }
        }
    }
    let ids: BTreeSet<&str> = known
        .iter()
        .map(|indicator| indicator.id.as_str())
        .collect();
    for (id, places) in named.iter().filter(|(id, _)| !ids.contains(*id)) {
        for (sheet, row) in places {
            let at = At {
                sheet,
                row: *row,
                column: "indicator",
            };
            problems.error(
                "indicator.unknown",
                at,
                format!("the indicators sheet has no `{id}`"),
            );
        }
    }
    let mut used: Vec<Indicator> = known
        .into_iter()
        .filter(|indicator| named.contains_key(indicator.id.as_str()))
        .collect();
    used.sort_by(|a, b| (&a.id, &a.lists).cmp(&(&b.id, &b.lists)));
    used
}

//! Names that clash, or that people take for one another.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::compile::Compiled;
use crate::problem::{At, Problems};

/// Names of questions and groups with where they stand.
pub(super) fn check(compiled: &Compiled, problems: &mut Problems) {
    let content = &compiled.pack.content;
    let questions = content
        .questions
        .iter()
        .enumerate()
        .map(|(index, question)| (question.name.as_str(), compiled.at_question(index, "name")));
    let groups = content.groups.iter().enumerate().map(|(index, group)| {
        let name = group.path.rsplit('/').next().unwrap_or_default();
        (name, compiled.at_group(index, "name"))
    });
    let mut exact: BTreeMap<&str, At<'_>> = BTreeMap::new();
    let mut alike: BTreeMap<String, (&str, At<'_>)> = BTreeMap::new();
    let mut all: Vec<(&str, At<'_>)> = questions.chain(groups).collect();
    all.sort_by_key(|(_, at)| at.row);
    for (name, at) in all {
        if let Some(before) = exact.get(name) {
            let message = format!(
                "row {} has this name too: `${{{name}}}` cannot tell them apart",
                before.row
            );
            problems.warning("name.repeated", at, message);
            continue;
        }
        exact.insert(name, at);
        match alike.get(&folded(name)) {
            Some((other, before)) => {
                let message = format!(
                    "`{name}` and `{other}` of row {} are easily taken for each other",
                    before.row
                );
                problems.warning("name.alike", at, message);
            }
            None => {
                alike.insert(folded(name), (name, at));
            }
        }
    }
}

/// Without capital letters, marks and signs between words.
fn folded(name: &str) -> String {
    let plain = name.nfd().filter(|sign| !is_combining_mark(*sign));
    let plain = plain.filter(|sign| !matches!(sign, '_' | '-' | '.'));
    plain
        .flat_map(char::to_lowercase)
        .map(|sign| if sign == 'đ' { 'd' } else { sign })
        .collect()
}

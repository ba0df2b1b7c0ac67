//! Links in the documentation lead to files, and to headings, that exist.

use std::collections::BTreeSet;

use super::{Finding, Tree};

/// Fails on a relative link in a Markdown file to a file or heading that is not in the repository.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts(".md") {
        for (line, target) in links(text) {
            if let Err(what) = resolve(tree, path, &target) {
                findings.push(Finding::new(
                    path,
                    line,
                    what,
                    "Correct the link, or write what it promises.",
                ));
            }
        }
    }
    findings
}

/// Checks one link from one file.
fn resolve(tree: &Tree, from: &str, target: &str) -> Result<(), String> {
    let is_elsewhere = target.contains("://") || target.starts_with("mailto:");
    if is_elsewhere {
        return Ok(());
    }
    let (file, heading) = target
        .split_once('#')
        .map_or((target, None), |(file, heading)| (file, Some(heading)));
    let path = if file.is_empty() {
        from.to_owned()
    } else {
        joined(from, file).ok_or(format!("{target} leads out of the repository"))?
    };
    if !tree.exists(&path) {
        return Err(format!("{target} does not exist"));
    }
    match (heading, tree.text(&path)) {
        (Some(heading), Some(text))
            if path.ends_with(".md") && !headings(text).contains(heading) =>
        {
            Err(format!("{path} has no heading #{heading}"))
        }
        _ => Ok(()),
    }
}

/// `docs/adr/README.md` and `../protocol.md` give `docs/protocol.md`; `None` above the repository.
fn joined(from: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Targets of `[words](target)` and `[label]: target` outside code, each with its line from 1.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let line = without_code(line);
        if let Some((label, target)) = line
            .trim_start()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]:"))
        {
            if !label.starts_with('^') {
                found.extend(
                    target
                        .split_whitespace()
                        .next()
                        .map(|target| (number, target.to_owned())),
                );
            }
            continue;
        }
        for piece in line.split("](").skip(1) {
            let target = piece.split([')', ' ']).next().unwrap_or("");
            found.push((number, target.trim_matches(['<', '>']).to_owned()));
        }
    }
    found
}

/// The lines outside fenced code, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_fence = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        in_fence ^= fence;
        (!in_fence && !fence).then_some((index + 1, line))
    })
}

/// A line with what stands between backticks taken out.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

/// The anchors a Markdown file's headings get: lower case, words joined by hyphens, other signs dropped.
fn headings(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (_, line) in prose(text).filter(|(_, line)| line.starts_with('#')) {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        let anchor: String = title
            .chars()
            .filter(|c| kept(*c))
            .collect::<String>()
            .replace(' ', "-");
        let mut numbered = anchor.clone();
        let mut count = 0;
        while !anchors.insert(numbered.clone()) {
            count += 1;
            numbered = format!("{anchor}-{count}");
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(text: &str) -> Vec<(usize, String)> {
        let tree = Tree::of([
            ("docs/guide.md", text),
            ("docs/protocol.md", "# The wire\n## Limits, all of them\n"),
            ("README.md", ""),
            ("core/sync/src/lib.rs", ""),
        ]);
        check(&tree)
            .into_iter()
            .map(|finding| (finding.line, finding.what))
            .collect()
    }

    #[test]
    fn links_to_files_folders_headings_and_the_web_resolve() {
        let text = "# Here\n[a](protocol.md) [b](../README.md) ![c](../core/sync/) [d](https://example.org)\n\
            [e](protocol.md#limits-all-of-them) [f](#here)\n[g]: protocol.md\n";
        assert_eq!(whats(text), []);
    }

    #[test]
    fn a_link_to_nothing_fails_with_its_line() {
        assert_eq!(
            whats("text\n\nsee [x](missing.md)\n"),
            [(3, "missing.md does not exist".to_owned())]
        );
        assert_eq!(whats("[x]: missing.md\n").len(), 1);
    }

    #[test]
    fn a_link_to_a_missing_heading_fails() {
        assert_eq!(whats("[x](protocol.md#nothing)").len(), 1);
    }

    #[test]
    fn a_link_out_of_the_repository_fails() {
        assert_eq!(whats("[x](../../other/design.md) [y](/etc/hosts)").len(), 2);
    }

    #[test]
    fn code_is_not_read_for_links() {
        assert_eq!(whats("`[x](missing.md)`\n```\n[y](missing.md)\n```\n"), []);
    }
}

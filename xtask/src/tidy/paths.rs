//! No file may know on which machine it was written.

use super::{Finding, Tree};

/// Beginnings of paths that exist on somebody's machine only, in two halves so that this file has none.
const PLACES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Use", "rs/"),
    concat!("/wo", "rk/"),
    concat!("C:\\Use", "rs\\"),
];

/// Fails on an absolute path into a home or a work folder.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts("") {
        for (index, line) in text.lines().enumerate() {
            if let Some(place) = PLACES.iter().find(|place| names(line, place)) {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("a path of one machine: {place}…"),
                    "Give it relative to the repository, or as an argument.",
                ));
            }
        }
    }
    findings
}

/// True when the place stands in the line as the beginning of a path, not in the middle of one.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let within = |c: char| {
            c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | '~' | '$' | '*' | '>')
        };
        !line[..at].chars().next_back().is_some_and(within)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_or_work_path_fails_in_any_text_with_its_line() {
        for place in PLACES {
            let text = format!("first\nopen(\"{place}someone/x\")\n");
            let findings = check(&Tree::of([("docs/guide.md", text.as_str())]));
            assert_eq!(findings.len(), 1, "{place}");
            assert_eq!(findings[0].line, 2);
        }
    }

    #[test]
    fn the_middle_of_another_path_or_address_is_fine() {
        let text = format!(
            "see https://example.org{0}x, units{0}y, ${{dir}}{0}z",
            PLACES[0]
        );
        assert!(check(&Tree::of([("docs/guide.md", text.as_str())])).is_empty());
    }
}

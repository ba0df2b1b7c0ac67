//! Pure crates: no file, socket, process, environment, clock or randomness, whatever the manifest says, since the
//! standard library needs no manifest line.

use syn::visit::Visit;

use super::edges::PURE;
use super::source::TestLines;
use super::{Finding, Tree};

/// Modules of the standard library that reach outside the process.
const OUTSIDE: &[&str] = &["fs", "net", "process", "env", "thread", "os"];
/// Types whose reading is a clock or randomness.
const CLOCKS: &[&str] = &["SystemTime", "Instant", "RandomState"];

/// Fails on each such name in a pure crate's code outside its tests.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let pure = |path: &str| {
        PURE.iter()
            .any(|folder| path.starts_with(&format!("{folder}/src/")))
    };
    tree.texts(".rs")
        .filter(|(path, _)| pure(path))
        .flat_map(|(path, text)| check_file(path, text))
        .collect()
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    // What cannot be parsed is a finding of the source rule.
    let Ok(file) = syn::parse_file(text) else {
        return Vec::new();
    };
    let mut names = Names::default();
    names.visit_file(&file);
    let tests = TestLines::of(path, &file);
    let outside_tests = names
        .found
        .into_iter()
        .filter(|(line, _)| !tests.hold(*line));
    outside_tests
        .map(|(line, name)| {
            Finding::new(
                path,
                line,
                format!("{name} in a pure crate"),
                "Take the time, the randomness or the bytes as an argument.",
            )
        })
        .collect()
}

/// The impure names of a file, with their lines.
#[derive(Default)]
struct Names {
    found: Vec<(usize, String)>,
}

impl Names {
    fn judge(&mut self, segments: &[String], line: usize) {
        let reaches_out = segments.first().is_some_and(|first| first == "std")
            && segments
                .get(1)
                .is_some_and(|module| OUTSIDE.contains(&module.as_str()));
        let is_clock = segments
            .iter()
            .any(|segment| CLOCKS.contains(&segment.as_str()));
        let asks_now = segments.len() > 1
            && segments.last().is_some_and(|last| last == "now")
            && segments[segments.len() - 2].starts_with(char::is_uppercase);
        if reaches_out || is_clock || asks_now {
            self.found.push((line, segments.join("::")));
        }
    }

    fn judge_use(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.judge_use(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => {
                self.judge(&with(&name.ident), name.ident.span().start().line);
            }
            syn::UseTree::Rename(name) => {
                self.judge(&with(&name.ident), name.ident.span().start().line);
            }
            syn::UseTree::Glob(glob) => self.judge(before, glob.star_token.span.start().line),
            syn::UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|item| self.judge_use(item, before)),
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let line = path
            .segments
            .first()
            .map_or(0, |segment| segment.ident.span().start().line);
        self.judge(&segments, line);
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.judge_use(&item.tree, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of([(path, text)]))
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn files_sockets_and_clocks_fail_however_they_are_named() {
        for text in [
            "use std::fs;",
            "use std::{collections::BTreeMap, net::TcpStream};",
            "use std::fs::*;",
            "use std::env as surroundings;",
            "fn a() { std::process::exit(1) }",
            "fn a() -> std::time::Instant { b() }",
            "fn a() { let t = SystemTime::now(); }",
            "fn a() { let t = jiff::Timestamp::now(); }",
        ] {
            assert!(
                !lines("core/screening/src/lib.rs", text).is_empty(),
                "{text}"
            );
        }
    }

    #[test]
    fn only_pure_crates_are_held_to_it_and_not_their_tests() {
        assert!(lines("core/vault/src/lib.rs", "use std::fs;").is_empty());
        assert!(lines("core/screening/tests/sheets.rs", "use std::fs;").is_empty());
        assert!(
            lines(
                "core/screening/src/lib.rs",
                "#[cfg(test)]\nmod tests {\n use std::fs;\n}"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_function_of_ones_own_called_now_and_reading_from_a_slice_are_fine() {
        let text = "use std::io::Read;\nfn a(now: i64) { functions::now(now); let d = Duration::from_secs(1); }";
        assert!(lines("core/screening/src/lib.rs", text).is_empty());
    }
}

//! What no Rust file may hold: leftovers (`todo!`), printing in libraries, ignored tests, sleeping tests.
//!
//! It reads tokens, not text, so that a word in a comment or a string is not taken for code.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::Visit;

use super::{Finding, Tree};

/// Fails on leftovers, prints, ignored and sleeping tests, and on a file that is not Rust.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.texts(".rs")
        .flat_map(|(path, text)| check_file(path, text))
        .collect()
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    let (stream, file) = match (text.parse::<TokenStream>(), syn::parse_file(text)) {
        (Ok(stream), Ok(file)) => (stream, file),
        (_, Err(error)) => return vec![not_rust(path, error.span().start().line)],
        (Err(error), _) => return vec![not_rust(path, error.span().start().line)],
    };
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    let tests = TestLines::of(path, &file);
    let mut findings = ignored_doctests(path, text);
    for index in 0..tokens.len() {
        findings.extend(finding_at(path, &tokens, index, &tests));
    }
    findings
}

fn not_rust(path: &str, line: usize) -> Finding {
    Finding::new(path, line, "cannot be read as Rust", "Make it compile.")
}

/// What the tokens from `index` on begin, if it is something forbidden.
fn finding_at(path: &str, tokens: &[Token], index: usize, tests: &TestLines) -> Option<Finding> {
    let word = |offset: usize| {
        tokens
            .get(index + offset)
            .map_or("", |token| token.text.as_str())
    };
    let before = |offset: usize| {
        index
            .checked_sub(offset)
            .map_or("", |at| tokens[at].text.as_str())
    };
    let line = tokens[index].line;
    let is_macro = word(1) == "!" && matches!(word(2), "(" | "[" | "{");
    match word(0) {
        name @ ("todo" | "unimplemented") if is_macro => Some(Finding::new(
            path,
            line,
            format!("{name}!"),
            "Finish it, or return a typed error that says what is not there.",
        )),
        // The compiler forbids it everywhere but where generated code needs it; there this does.
        "unsafe" => Some(Finding::new(
            path,
            line,
            "unsafe code",
            "Say it in safe Rust, or take a well-kept crate that does.",
        )),
        "dbg" if is_macro => Some(Finding::new(path, line, "dbg!", "Remove it.")),
        name @ ("println" | "eprintln" | "print" | "eprint") if is_macro && is_library(path) => {
            Some(Finding::new(
                path,
                line,
                format!("{name}! in a library"),
                "Return what is to be said, or trace it; printing is the business of a program.",
            ))
        }
        "#" if word(1) == "[" && word(2) == "ignore" => Some(Finding::new(
            path,
            line,
            "an ignored test",
            "Make it run, or remove it: a test that does not run promises nothing.",
        )),
        "sleep" if word(1) == "(" && !matches!(before(1), "fn" | ".") && tests.hold(line) => {
            let of_a_clock = before(1) != ":" || matches!(before(3), "thread" | "time" | "tokio");
            of_a_clock.then(|| {
                Finding::new(
                    path,
                    line,
                    "a test that sleeps",
                    "Wait for the event itself: a line of output, a channel, a join.",
                )
            })
        }
        _ => None,
    }
}

/// Documentation examples that are switched off.
fn ignored_doctests(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| {
            let comment = line.trim_start();
            let comment = comment
                .strip_prefix("///")
                .or_else(|| comment.strip_prefix("//!"))
                .unwrap_or("")
                .trim_start();
            comment
                .strip_prefix("```")
                .is_some_and(|rest| rest.split(',').any(|word| word.trim() == "ignore"))
        })
        .map(|(index, _)| {
            Finding::new(
                path,
                index + 1,
                "an example that is not compiled",
                "Make it compile (`no_run` if it must not run), or use `text`.",
            )
        })
        .collect()
}

/// True for what other crates link: everything in a `src` folder but programs, and but the crates whose business
/// is a terminal.
fn is_library(path: &str) -> bool {
    let is_terminal = ["cli/", "xtask/", "tests/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    let is_program = path.ends_with("/src/main.rs") || path.contains("/src/bin/");
    path.contains("/src/") && !is_terminal && !is_program
}

/// One token with its line; groups are their brackets.
struct Token {
    text: String,
    line: usize,
}

fn flatten(stream: TokenStream, into: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                into.push(Token {
                    text: open.to_owned(),
                    line,
                });
                flatten(group.stream(), into);
                into.push(Token {
                    text: close.to_owned(),
                    line: group.span_close().start().line,
                });
            }
            TokenTree::Literal(_) => into.push(Token {
                text: "\"".to_owned(),
                line,
            }),
            other => into.push(Token {
                text: other.to_string(),
                line,
            }),
        }
    }
}

/// Which lines of a file are test code.
pub(super) struct TestLines {
    whole_file: bool,
    items: Vec<RangeInclusive<usize>>,
}

impl TestLines {
    /// All of a file in a `tests` folder or named `tests.rs`; elsewhere the items under `#[cfg(test)]`.
    /// Benchmarks may pace themselves and are not tests.
    pub(super) fn of(path: &str, file: &syn::File) -> Self {
        let in_tests = path.split('/').any(|part| part == "tests") || path.ends_with("/tests.rs");
        let mut lines = TestLines {
            whole_file: in_tests && !path.starts_with("tests/bench/"),
            items: Vec::new(),
        };
        lines.visit_file(file);
        lines
    }

    /// True when the line is test code.
    pub(super) fn hold(&self, line: usize) -> bool {
        self.whole_file || self.items.iter().any(|range| range.contains(&line))
    }
}

impl<'ast> Visit<'ast> for TestLines {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.attrs.iter().any(is_for_tests) {
            let end = item
                .content
                .as_ref()
                .map_or(item.ident.span(), |(brace, _)| brace.span.close());
            self.items
                .push(item.ident.span().start().line..=end.end().line);
        } else {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if item
            .attrs
            .iter()
            .any(|attribute| is_for_tests(attribute) || attribute.path().is_ident("test"))
        {
            self.items.push(
                item.sig.ident.span().start().line..=item.block.brace_token.span.close().end().line,
            );
        }
    }
}

/// `#[cfg(test)]`, `#[cfg(all(test, …))]`; not `#[cfg(not(test))]`.
fn is_for_tests(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    let words = list.tokens.to_string();
    let names_test = words
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == "test");
    list.path.is_ident("cfg") && names_test && !words.contains("not")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(path: &str, text: &str) -> Vec<(usize, String)> {
        check_file(path, text)
            .into_iter()
            .map(|finding| (finding.line, finding.what))
            .collect()
    }

    #[test]
    fn leftovers_fail_anywhere_with_their_line() {
        let text =
            "fn a() {\n    todo!()\n}\nfn b() { unimplemented!(\"later\") }\nfn c() { dbg!(1); }\n";
        let expected = [
            (2, "todo!".to_owned()),
            (4, "unimplemented!".to_owned()),
            (5, "dbg!".to_owned()),
        ];
        assert_eq!(whats("cli/src/main.rs", text), expected);
    }

    #[test]
    fn a_leftover_inside_another_macro_is_seen() {
        assert_eq!(
            whats("cli/src/main.rs", "fn a() { select! { x => todo!(), } }").len(),
            1
        );
    }

    #[test]
    fn printing_fails_in_a_library_and_not_in_a_program() {
        let text = "fn a() { println!(\"x\"); eprintln!(\"y\"); }";
        assert_eq!(whats("core/sync/src/lib.rs", text).len(), 2);
        assert_eq!(whats("hub/src/serve.rs", text).len(), 2);
        for program in [
            "hub/src/main.rs",
            "core/trust/src/bin/vectors.rs",
            "cli/src/show.rs",
            "tests/sim/src/lib.rs",
        ] {
            assert!(whats(program, text).is_empty(), "{program}");
        }
    }

    #[test]
    fn words_in_comments_and_strings_are_not_code() {
        let text = "//! todo!() and println!(\"x\")\nfn a() -> &'static str { \"println!(x) #[ignore] thread::sleep(1)\" }";
        assert!(whats("core/sync/src/lib.rs", text).is_empty());
    }

    #[test]
    fn ignored_tests_fail_with_and_without_a_reason() {
        assert_eq!(
            whats("core/sync/tests/a.rs", "#[test]\n#[ignore]\nfn a() {}"),
            [(2, "an ignored test".to_owned())]
        );
        assert_eq!(
            whats(
                "core/sync/tests/a.rs",
                "#[test]\n#[ignore = \"slow\"]\nfn a() {}"
            )
            .len(),
            1
        );
    }

    #[test]
    fn an_example_that_is_switched_off_fails() {
        let text = "/// Does.\n///\n/// ```ignore\n/// x\n/// ```\nfn a() {}\n";
        assert_eq!(whats("core/sync/src/lib.rs", text)[0].0, 3);
        assert!(whats("core/sync/src/lib.rs", &text.replace("ignore", "no_run")).is_empty());
    }

    #[test]
    fn a_test_that_sleeps_fails_wherever_tests_are() {
        let call = "fn a() { std::thread::sleep(D); }";
        assert_eq!(whats("core/sync/tests/a.rs", call).len(), 1);
        assert_eq!(whats("tests/e2e/src/lib.rs", call).len(), 1);
        let within = format!("fn b() {{}}\n#[cfg(test)]\nmod tests {{\n{call}\n}}\n");
        assert_eq!(whats("core/sync/src/lib.rs", &within)[0].0, 4);
        assert_eq!(
            whats(
                "core/sync/tests/a.rs",
                "async fn a() { tokio::time::sleep(D).await }"
            )
            .len(),
            1
        );
        assert_eq!(
            whats(
                "core/sync/tests/a.rs",
                "use std::thread::sleep;\nfn a() { sleep(D) }"
            )
            .len(),
            1
        );
    }

    #[test]
    fn sleeping_outside_tests_and_things_merely_named_so_are_no_finding() {
        assert!(
            whats(
                "core/station/src/retry.rs",
                "fn a() { std::thread::sleep(D); }"
            )
            .is_empty()
        );
        assert!(
            whats(
                "tests/bench/src/link.rs",
                "fn a() { std::thread::sleep(D); }"
            )
            .is_empty()
        );
        assert!(
            whats(
                "core/sync/tests/a.rs",
                "fn sleep() {}\nfn b(c: C) { c.sleep(1) }"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_file_that_is_not_rust_is_a_finding() {
        assert_eq!(
            whats("core/sync/src/lib.rs", "fn {"),
            [(1, "cannot be read as Rust".to_owned())]
        );
    }
}

//! The terminal's own texts: the same in both languages, all used, none missing, none in the core's way.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use nuong_view::{Lang, Texts};
use regex::Regex;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Ids (and `id.attribute`s) of a language with the variables each uses.
fn catalogue(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let source = std::fs::read_to_string(folder("texts").join(format!("{lang}.ftl"))).unwrap();
    let resource = parser::parse(source.as_str()).unwrap_or_else(|(_, e)| panic!("{lang}: {e:?}"));
    let mut ids = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let id = message.id.name;
        let attributes = message
            .attributes
            .iter()
            .map(|a| (format!("{id}.{}", a.id.name), &a.value));
        let value = (id.to_owned(), message.value.as_ref().expect(id));
        for (id, pattern) in std::iter::once(value).chain(attributes) {
            let mut variables = BTreeSet::new();
            collect(pattern, &mut variables);
            assert!(
                ids.insert(id.clone(), variables).is_none(),
                "{id} stands twice in {lang}"
            );
        }
    }
    ids
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    let mut of = |inline: &InlineExpression<&str>| {
        if let InlineExpression::VariableReference { id } = inline {
            variables.insert(id.name.to_owned());
        }
    };
    let mut inside = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable {
                expression: Expression::Inline(inline),
            } => of(inline),
            PatternElement::Placeable {
                expression: Expression::Select { selector, variants },
            } => {
                of(selector);
                inside.extend(variants.iter().map(|variant| &variant.value));
            }
        }
    }
    inside
        .into_iter()
        .for_each(|pattern| collect(pattern, variables));
}

fn code(path: &Path) -> String {
    let entries = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            if path.is_dir() {
                code(&path)
            } else {
                std::fs::read_to_string(path).unwrap()
            }
        })
        .collect()
}

#[test]
fn both_languages_say_the_same_things_about_the_same_variables() {
    assert_eq!(catalogue(Lang::Vi), catalogue(Lang::En));
}

#[test]
fn every_text_asked_for_exists_and_every_text_is_asked_for() {
    let code = code(&folder("src"));
    let known: BTreeSet<String> = catalogue(Lang::Vi)
        .into_keys()
        .filter(|id| !id.contains('.'))
        .collect();
    let calls =
        Regex::new(r#"(?:\.text|\.with|\.step|\.step_of)\(\s*(?:[a-z._]+, )?"([a-z0-9_-]+)""#)
            .unwrap();
    for call in calls.captures_iter(&code) {
        assert!(
            known.contains(&call[1]),
            "{} is asked for and does not exist",
            &call[1]
        );
    }
    // The texts of errors are found by their codes, the others by their ids.
    let asked = |id: &String| {
        let literal = id
            .strip_prefix("error-")
            .map_or_else(|| id.clone(), |code| code.replacen('-', ".", 1));
        code.contains(&format!("\"{literal}\""))
    };
    let idle: Vec<&String> = known.iter().filter(|id| !asked(id)).collect();
    assert!(idle.is_empty(), "nobody asks for {idle:?}");
}

#[test]
fn the_terminal_takes_no_text_of_the_core_away() {
    for lang in Lang::ALL {
        let core = Texts::new(lang);
        for id in catalogue(lang).into_keys().filter(|id| !id.contains('.')) {
            assert_eq!(core.text(&id), id, "{id} is the core's");
        }
    }
}

#[test]
fn no_text_says_what_must_never_be_said() {
    for lang in ["vi", "en"] {
        let source = std::fs::read_to_string(folder("texts").join(format!("{lang}.ftl")))
            .unwrap()
            .to_lowercase();
        for never in [
            "not a victim",
            "không phải là nạn nhân",
            "không phải nạn nhân",
            "%",
        ] {
            assert!(!source.contains(never), "{never} in {lang}");
        }
    }
}

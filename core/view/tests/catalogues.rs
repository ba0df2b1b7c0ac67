//! The catalogues of all languages say the same things, and the code names exactly what is in them.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use nuong_view::{ERROR_CODES, Lang};
use unicode_normalization::is_nfc;

/// Words of other vocabularies that look like ids: needs, appearances and rules as questionnaires name them.
const NOT_IDS: &[&str] = &[
    "child-alone",
    "family-threatened",
    "others-held",
    "contact-family",
    "legal-aid",
    "month-year",
    "vn-law-53-2024",
    "ilo-ec-2009",
];

/// What must never be said, in any language.
const NEVER: &[&str] = &[
    "not a victim",
    "không phải là nạn nhân",
    "không phải nạn nhân",
    "%",
];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(path: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    found.sort();
    found
}

type Variables = BTreeSet<String>;

/// Ids (and `id.attribute`s) of a language with the variables each uses.
fn catalogue(lang: Lang) -> BTreeMap<String, Variables> {
    let mut ids = BTreeMap::new();
    for file in files(&folder("texts").join(lang.code()), "ftl") {
        let source = fs::read_to_string(&file).unwrap();
        let resource = parser::parse(source.as_str())
            .unwrap_or_else(|(_, e)| panic!("{}: {e:?}", file.display()));
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                assert!(
                    !matches!(entry, Entry::Term(_) | Entry::Junk { .. }),
                    "{}",
                    file.display()
                );
                continue;
            };
            let mut add = |id: String, pattern: &Pattern<&str>| {
                let mut variables = Variables::new();
                in_pattern(pattern, &mut variables);
                assert!(
                    ids.insert(id.clone(), variables).is_none(),
                    "{id} stands twice in {lang}"
                );
            };
            add(
                message.id.name.to_owned(),
                message.value.as_ref().expect(message.id.name),
            );
            for attribute in &message.attributes {
                add(
                    format!("{}.{}", message.id.name, attribute.id.name),
                    &attribute.value,
                );
            }
        }
    }
    ids
}

fn in_pattern(pattern: &Pattern<&str>, variables: &mut Variables) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable {
                expression: Expression::Inline(inline),
            } => in_inline(inline, variables),
            PatternElement::Placeable {
                expression: Expression::Select { selector, variants },
            } => {
                in_inline(selector, variables);
                variants
                    .iter()
                    .for_each(|variant| in_pattern(&variant.value, variables));
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, variables: &mut Variables) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("the catalogues use only variables and literals: {other:?}"),
    }
}

/// The string literals of the code, without its tests.
fn literals() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files(&folder("src"), "rs") {
        let source = fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

fn looks_like_an_id(literal: &str) -> bool {
    literal.contains('-')
        && literal.starts_with(|c: char| c.is_ascii_lowercase())
        && literal
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
        && !literal.ends_with('-')
}

#[test]
fn every_language_has_the_same_texts_with_the_same_variables() {
    assert_eq!(catalogue(Lang::Vi), catalogue(Lang::En));
}

#[test]
fn the_code_names_every_text_and_no_other() {
    let there: BTreeSet<String> = catalogue(Lang::Vi)
        .into_keys()
        .filter(|id| !id.contains('.'))
        .collect();
    let mut named: BTreeSet<String> = literals()
        .into_iter()
        .filter(|literal| looks_like_an_id(literal) && !NOT_IDS.contains(&literal.as_str()))
        .collect();
    named.extend(
        ERROR_CODES
            .iter()
            .map(|code| format!("error-{}", code.replace('.', "-"))),
    );
    let missing: Vec<_> = named.difference(&there).collect();
    let unused: Vec<_> = there.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "named in the code, in no catalogue: {missing:?}"
    );
    assert!(
        unused.is_empty(),
        "in the catalogues, never named: {unused:?}"
    );
}

#[test]
fn every_catalogue_file_is_embedded() {
    let code = fs::read_to_string(folder("src/texts.rs")).unwrap();
    for lang in Lang::ALL {
        for file in files(&folder("texts").join(lang.code()), "ftl") {
            let name = file.file_name().unwrap().to_str().unwrap();
            assert!(
                code.contains(&format!("\"/{name}\"")),
                "{name} is not embedded"
            );
        }
    }
}

#[test]
fn texts_are_composed_unicode_and_never_pronounce_somebody_no_victim() {
    for lang in Lang::ALL {
        for file in files(&folder("texts").join(lang.code()), "ftl") {
            let source = fs::read_to_string(&file).unwrap();
            assert!(is_nfc(&source), "{} is not NFC", file.display());
            for phrase in NEVER {
                assert!(
                    !source.to_lowercase().contains(phrase),
                    "{} says {phrase}",
                    file.display()
                );
            }
        }
    }
}

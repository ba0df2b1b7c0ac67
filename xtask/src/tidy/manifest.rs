//! Reading a `Cargo.toml`, and the one rule about its form: every crate takes the workspace's lints.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Finding, Tree};

/// What the rules need to know of one crate's manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    /// Path of the `Cargo.toml`.
    pub(super) path: String,
    /// Its folder: `core/sync`.
    pub(super) folder: String,
    /// The package's name.
    pub(super) name: String,
    /// Dependencies of every kind and target.
    pub(super) dependencies: Vec<Dependency>,
    inherits_lints: bool,
}

/// One line of a dependency table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The package it names, after `package = "…"`.
    pub(super) package: String,
    /// From 1.
    pub(super) line: usize,
    /// True in `[dev-dependencies]`.
    pub(super) only_tests: bool,
}

/// What cannot take the workspace's lints whole and says in its manifest why: `uniffi` generates foreign functions, which
/// `unsafe_code = "forbid"` refuses. Its own code may not say the word: `source.rs` looks for it.
pub(super) const OWN_LINTS: &[&str] = &["bindings/ffi", "tests/bare"];

/// Fails on a manifest that cannot be read or does not say `[lints] workspace = true`.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in manifests(tree) {
        match parse(path, text) {
            Err(problem) => findings.push(Finding::new(path, 1, problem, "Correct the manifest.")),
            Ok(Some(manifest)) if !takes_lints(&manifest) => findings.push(Finding::new(
                path,
                1,
                format!("{} does not take the workspace's lints", manifest.name),
                "Add `[lints]` with `workspace = true`.",
            )),
            Ok(_) => {}
        }
    }
    findings
}

fn takes_lints(manifest: &Manifest) -> bool {
    manifest.inherits_lints || OWN_LINTS.contains(&manifest.folder.as_str())
}

/// Every crate of the tree whose manifest can be read.
pub(super) fn crates(tree: &Tree) -> Vec<Manifest> {
    manifests(tree)
        .filter_map(|(path, text)| parse(path, text).ok().flatten())
        .collect()
}

fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts("Cargo.toml")
        .filter(|(path, _)| *path == "Cargo.toml" || path.ends_with("/Cargo.toml"))
}

/// `None` for a manifest that is only a workspace.
fn parse(path: &str, text: &str) -> Result<Option<Manifest>, String> {
    let document = DeTable::parse(text)
        .map_err(|error| format!("not readable as TOML: {}", error.message()))?;
    let root = document.get_ref();
    let Some(package) = table(root, "package") else {
        return Ok(None);
    };
    let name = string(package, "name").ok_or("the package has no name")?;
    let mut dependencies = Vec::new();
    collect(root, text, &mut dependencies);
    for (_, per_target) in table(root, "target").into_iter().flat_map(DeTable::iter) {
        if let DeValue::Table(tables) = per_target.get_ref() {
            collect(tables, text, &mut dependencies);
        }
    }
    let inherits_lints = table(root, "lints")
        .and_then(|lints| value(lints, "workspace"))
        .is_some_and(|value| matches!(value.get_ref(), DeValue::Boolean(true)));
    let folder = path
        .strip_suffix("Cargo.toml")
        .unwrap_or(path)
        .trim_end_matches('/')
        .to_owned();
    Ok(Some(Manifest {
        path: path.to_owned(),
        folder,
        name,
        dependencies,
        inherits_lints,
    }))
}

/// Adds what the three dependency tables of one target name.
fn collect(tables: &DeTable<'_>, text: &str, into: &mut Vec<Dependency>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (key, value) in table(tables, kind).into_iter().flat_map(DeTable::iter) {
            let renamed = match value.get_ref() {
                DeValue::Table(details) => string(details, "package"),
                _ => None,
            };
            into.push(Dependency {
                package: renamed.unwrap_or_else(|| key.get_ref().to_string()),
                line: line_at(text, key.span().start),
                only_tests: kind == "dev-dependencies",
            });
        }
    }
}

fn value<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table
        .iter()
        .find(|(name, _)| name.get_ref() == key)
        .map(|(_, value)| value)
}

fn table<'t, 'i>(parent: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    match value(parent, key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn string(parent: &DeTable<'_>, key: &str) -> Option<String> {
    match value(parent, key)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

/// The line, from 1, of a byte offset.
fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"nuong-sync\"\n[lints]\nworkspace = true\n\
        [dependencies]\nnuong-trust.workspace = true\nz = { package = \"zstd\", version = \"1\" }\n\
        [dev-dependencies]\nproptest.workspace = true\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n";

    #[test]
    fn dependencies_of_every_kind_are_found_with_their_line_and_real_name() {
        let manifest = parse("core/sync/Cargo.toml", GOOD).unwrap().unwrap();
        let found: Vec<_> = manifest
            .dependencies
            .iter()
            .map(|d| (d.package.as_str(), d.line, d.only_tests))
            .collect();
        assert_eq!(
            found,
            [
                ("nuong-trust", 6, false),
                ("zstd", 7, false),
                ("proptest", 9, true),
                ("libc", 11, false)
            ]
        );
        assert_eq!(
            (manifest.folder.as_str(), manifest.name.as_str()),
            ("core/sync", "nuong-sync")
        );
    }

    #[test]
    fn a_crate_without_the_workspaces_lints_fails() {
        let bad = "[package]\nname = \"nuong-sync\"\n";
        let findings = check(&Tree::of([("core/sync/Cargo.toml", bad)]));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].to_string().contains("[lints]"));
        assert!(check(&Tree::of([("core/sync/Cargo.toml", GOOD)])).is_empty());
    }

    #[test]
    fn lints_that_are_set_but_not_taken_from_the_workspace_fail() {
        let bad = "[package]\nname = \"x\"\n[lints]\nworkspace = false\n";
        assert_eq!(check(&Tree::of([("x/Cargo.toml", bad)])).len(), 1);
    }

    #[test]
    fn a_manifest_that_cannot_be_read_is_a_finding_not_a_crash() {
        let findings = check(&Tree::of([("x/Cargo.toml", "[package\n")]));
        assert!(findings[0].what.contains("TOML"));
    }
}

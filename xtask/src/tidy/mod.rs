//! The rules about this repository that no compiler checks.
//!
//! A rule is a function from the [`Tree`] (every tracked file and its text) to [`Finding`]s, so each is tested on
//! small made-up trees. A finding says where, what, and what to do about it.

mod edges;
mod finding;
mod left_over;
mod length;
mod links;
mod manifest;
mod paths;
mod purity;
mod shells;
mod source;
mod tree;

use std::path::Path;

use anyhow::Result;

pub use finding::Finding;
pub use tree::Tree;

/// Every finding of every rule, by file and line.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let rules: [fn(&Tree) -> Vec<Finding>; 8] = [
        manifest::check,
        edges::check,
        purity::check,
        source::check,
        left_over::check,
        links::check,
        paths::check,
        shells::check,
    ];
    let mut findings: Vec<Finding> = rules.iter().flat_map(|rule| rule(tree)).collect();
    findings.extend(length::check(tree));
    findings.sort();
    findings.dedup();
    findings
}

/// The findings about the shells alone.
#[must_use]
pub fn check_shells(tree: &Tree) -> Vec<Finding> {
    shells::check(tree)
}

/// Lowers the exceptions of the ratchet to today's sizes and removes those no longer needed; never adds or raises
/// one. Returns how many changed.
///
/// # Errors
/// When the ratchet cannot be read or written.
pub fn update_ratchet(tree: &Tree, root: &Path) -> Result<usize> {
    let (text, changed) = length::lowered(tree)?;
    if changed > 0 {
        std::fs::write(root.join(length::RATCHET), text)?;
    }
    Ok(changed)
}

//! Files of code stay under 500 lines and functions under 60: longer is usually two things.
//!
//! It is a ratchet. `xtask/tidy-ratchet.toml` names each exception with its exact size; an exception may shrink,
//! and then has to be lowered (`cargo xtask tidy --update`), but never grow. A new one is written there by hand,
//! where a reviewer sees it.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use syn::visit::Visit;

use super::{Finding, Tree};

/// Where the exceptions are.
pub(super) const RATCHET: &str = "xtask/tidy-ratchet.toml";
/// Lines a file of code may have.
const FILE_LINES: usize = 500;
/// Lines a function may have, from its signature to its closing brace.
const FUNCTION_LINES: usize = 60;
/// Endings of files of code.
const CODE: &[&str] = &[".rs", ".kt", ".swift", ".py", ".sh", ".sql"];
/// What stands above the exceptions when they are written anew.
const PREAMBLE: &str = "# Files over 500 lines and functions over 60, each at its exact size today. They may only shrink:\n\
    # `cargo xtask tidy --update` lowers and removes; a new exception is written by hand, with its reason in the review.\n";

/// Something with a length: where, how long, and how long it may be.
#[derive(Debug)]
struct Measured {
    path: String,
    line: usize,
    /// Key in the ratchet; for a function `path::Type::name`.
    key: String,
    lines: usize,
}

type Exceptions = BTreeMap<String, usize>;

/// Fails on what is too long and not excepted, what has grown, and exceptions larger than what they except.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (files, functions) = match exceptions(tree) {
        Ok(both) => both,
        Err(error) => {
            return vec![Finding::new(
                RATCHET,
                1,
                error.to_string(),
                "Correct it by hand.",
            )];
        }
    };
    let mut findings = judge(&measured_files(tree), &files, "file", FILE_LINES);
    findings.extend(judge(
        &measured_functions(tree),
        &functions,
        "function",
        FUNCTION_LINES,
    ));
    findings
}

/// The ratchet's new text, and how many exceptions it lowers or removes.
pub(super) fn lowered(tree: &Tree) -> Result<(String, usize)> {
    let (files, functions) = exceptions(tree)?;
    let (files, some) = lower(files, &measured_files(tree), FILE_LINES);
    let (functions, more) = lower(functions, &measured_functions(tree), FUNCTION_LINES);
    let table = |name: &str, entries: Exceptions| {
        let lines: String = entries
            .iter()
            .map(|(key, lines)| format!("{key:?} = {lines}\n"))
            .collect();
        format!("\n[{name}]\n{lines}")
    };
    Ok((
        format!(
            "{PREAMBLE}{}{}",
            table("files", files),
            table("functions", functions)
        ),
        some + more,
    ))
}

fn lower(mut exceptions: Exceptions, measured: &[Measured], limit: usize) -> (Exceptions, usize) {
    let sizes = sizes(measured);
    let before = exceptions.clone();
    exceptions.retain(|key, _| sizes.get(key.as_str()).is_some_and(|lines| *lines > limit));
    for (key, allowed) in &mut exceptions {
        *allowed = (*allowed).min(sizes[key.as_str()]);
    }
    let changed = before
        .iter()
        .filter(|(key, lines)| exceptions.get(*key) != Some(lines))
        .count();
    (exceptions, changed)
}

fn judge(measured: &[Measured], exceptions: &Exceptions, kind: &str, limit: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for item in measured.iter().filter(|item| item.lines > limit) {
        let remedy = match exceptions.get(&item.key) {
            Some(allowed) if item.lines <= *allowed => continue,
            Some(allowed) => {
                format!("It may only shrink from {allowed}. Split it: it is two things.")
            }
            None => format!("The limit is {limit}. Split it: it is usually two things."),
        };
        let what = format!("{kind} {} has {} lines", item.key, item.lines);
        findings.push(Finding::new(&item.path, item.line, what, remedy));
    }
    let sizes = sizes(measured);
    for (key, allowed) in exceptions {
        let lines = sizes.get(key.as_str()).copied().unwrap_or(0);
        if lines < *allowed || lines <= limit {
            let what =
                format!("the exception for {kind} {key} says {allowed} lines, and it has {lines}");
            findings.push(Finding::new(
                RATCHET,
                1,
                what,
                "Keep what was won: cargo xtask tidy --update",
            ));
        }
    }
    findings
}

/// The largest size under each key: two implementations of one trait for a type may share one.
fn sizes(measured: &[Measured]) -> BTreeMap<&str, usize> {
    let mut sizes = BTreeMap::new();
    for item in measured {
        let size = sizes.entry(item.key.as_str()).or_insert(0);
        *size = item.lines.max(*size);
    }
    sizes
}

fn exceptions(tree: &Tree) -> Result<(Exceptions, Exceptions)> {
    let text = tree.text(RATCHET).unwrap_or("");
    let table: toml::Table = text.parse().map_err(|_| anyhow!("not readable as TOML"))?;
    let read = |name: &str| -> Result<Exceptions> {
        let Some(value) = table.get(name) else {
            return Ok(Exceptions::new());
        };
        let entries = value
            .as_table()
            .ok_or_else(|| anyhow!("[{name}] is not a table"))?;
        let size = |value: &toml::Value| {
            value
                .as_integer()
                .and_then(|lines| usize::try_from(lines).ok())
        };
        entries
            .iter()
            .map(|(key, value)| {
                Ok((
                    key.clone(),
                    size(value).ok_or_else(|| anyhow!("{key} has no size"))?,
                ))
            })
            .collect()
    };
    Ok((read("files")?, read("functions")?))
}

fn measured_files(tree: &Tree) -> Vec<Measured> {
    let code = tree
        .texts("")
        .filter(|(path, _)| CODE.iter().any(|ending| path.ends_with(ending)));
    code.map(|(path, text)| Measured {
        path: path.to_owned(),
        line: 1,
        key: path.to_owned(),
        lines: text.lines().count(),
    })
    .collect()
}

fn measured_functions(tree: &Tree) -> Vec<Measured> {
    let mut all = Vec::new();
    for (path, text) in tree.texts(".rs") {
        if let Ok(file) = syn::parse_file(text) {
            let mut functions = Functions {
                path,
                within: Vec::new(),
                found: Vec::new(),
            };
            functions.visit_file(&file);
            all.extend(functions.found);
        }
    }
    all
}

/// Walks a file and measures each function, named by the modules, types and functions it is in.
struct Functions<'p> {
    path: &'p str,
    within: Vec<String>,
    found: Vec<Measured>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.fn_token.span.start().line;
        let last = block.brace_token.span.close().end().line;
        let name = [self.within.as_slice(), &[signature.ident.to_string()]]
            .concat()
            .join("::");
        self.found.push(Measured {
            path: self.path.to_owned(),
            line: first,
            key: format!("{}::{name}", self.path),
            lines: last - first + 1,
        });
    }

    fn inside(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        self.within.push(name);
        visit(self);
        self.within.pop();
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, &item.block);
        self.inside(item.sig.ident.to_string(), |this| {
            syn::visit::visit_item_fn(this, item);
        });
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, &item.block);
        self.inside(item.sig.ident.to_string(), |this| {
            syn::visit::visit_impl_item_fn(this, item);
        });
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        self.inside(item.sig.ident.to_string(), |this| {
            syn::visit::visit_trait_item_fn(this, item);
        });
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.inside(item.ident.to_string(), |this| {
            syn::visit::visit_item_mod(this, item);
        });
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.inside(item.ident.to_string(), |this| {
            syn::visit::visit_item_trait(this, item);
        });
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let name = match item.self_ty.as_ref() {
            syn::Type::Path(path) => path
                .path
                .segments
                .last()
                .map(|segment| segment.ident.to_string()),
            _ => None,
        };
        self.inside(name.unwrap_or_else(|| "impl".to_owned()), |this| {
            syn::visit::visit_item_impl(this, item);
        });
    }
}

#[cfg(test)]
mod tests;

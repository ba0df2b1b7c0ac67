//! The facade's public API as text, one line an item, kept in the repository: a change of it is seen in a review and not only
//! by a shell that no longer builds.

use std::path::Path;

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, Visibility};

/// Where the snapshot is.
pub const SNAPSHOT: &str = "bindings/ffi/api.txt";

/// Compares the facade with its snapshot; with `update`, writes the snapshot anew. Gives what differs, a line each.
///
/// # Errors
/// When a file cannot be read or is not Rust.
pub fn compare(root: &Path, update: bool) -> Result<Vec<String>> {
    let now = api(root)?;
    let file = root.join(SNAPSHOT);
    if update {
        std::fs::write(&file, &now).with_context(|| format!("cannot write {SNAPSHOT}"))?;
        return Ok(Vec::new());
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let gone = known
        .lines()
        .filter(|line| !now.lines().any(|l| l == *line));
    let new = now
        .lines()
        .filter(|line| !known.lines().any(|l| l == *line));
    Ok(gone
        .map(|line| format!("- {line}"))
        .chain(new.map(|line| format!("+ {line}")))
        .collect())
}

/// The API: every exported function, method, record, enum, error and port, sorted.
fn api(root: &Path) -> Result<String> {
    let mut files = Vec::new();
    let source = root.join("bindings/ffi/src");
    for folder in [source.join("views"), source] {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read {}", folder.display()))?;
        files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    let mut lines = Vec::new();
    for file in files
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "rs"))
        // Built for measuring alone, by a feature that nothing which ships has.
        .filter(|f| !f.ends_with("bare.rs"))
    {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let parsed =
            syn::parse_file(&text).with_context(|| format!("{} is not Rust", file.display()))?;
        for item in &parsed.items {
            describe(item, &mut lines);
        }
    }
    lines.sort();
    let mut text = String::from(
        "# The facade as Kotlin and Swift see it. `cargo xtask api --update` writes it; a line that goes or changes breaks shells.\n",
    );
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

fn describe(item: &Item, lines: &mut Vec<String>) {
    match item {
        Item::Fn(function) if crosses(&function.attrs) => {
            lines.push(words(&function.sig));
        }
        Item::Trait(port) if crosses(&port.attrs) => {
            for method in &port.items {
                if let TraitItem::Fn(method) = method {
                    lines.push(format!("port {}: {}", port.ident, words(&method.sig)));
                }
            }
        }
        Item::Impl(block) if crosses(&block.attrs) => {
            let of = words(&block.self_ty);
            for method in &block.items {
                if let ImplItem::Fn(method) = method
                    && matches!(method.vis, Visibility::Public(_))
                {
                    lines.push(format!("{of}: {}", spelled_out(words(&method.sig))));
                }
            }
        }
        Item::Struct(record) if crosses(&record.attrs) => match &record.fields {
            Fields::Named(fields) if !is_object(&record.attrs) => {
                let fields = fields.named.iter();
                lines.extend(fields.map(|field| {
                    let name = field.ident.as_ref().map(ToString::to_string);
                    let name = name.unwrap_or_default();
                    format!("record {}: {name}: {}", record.ident, words(&field.ty))
                }));
            }
            _ => lines.push(format!("object {}", record.ident)),
        },
        Item::Enum(list) if crosses(&list.attrs) => {
            lines.extend(list.variants.iter().map(|variant| {
                let fields: Vec<String> = variant
                    .fields
                    .iter()
                    .map(|field| {
                        let name = field.ident.as_ref();
                        let name = name.map_or_else(String::new, |name| format!("{name}: "));
                        name + &words(&field.ty)
                    })
                    .collect();
                format!(
                    "enum {}: {}({})",
                    list.ident,
                    variant.ident,
                    fields.join(", ")
                )
            }));
        }
        _ => {}
    }
}

/// Whether an item is said to cross to other languages: `#[uniffi::export]`, `#[uniffi::remote(…)]`, `derive(uniffi::…)`.
fn crosses(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute
            .meta
            .to_token_stream()
            .to_string()
            .contains("uniffi ::")
    })
}

/// Whether a struct crosses as a handle, so that its fields are nobody's business.
fn is_object(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let said = attribute.meta.to_token_stream().to_string();
        said.contains("uniffi :: Object")
    })
}

/// A signature whose `Told<T>`, the facade's own short form, is spelled out.
fn spelled_out(signature: String) -> String {
    match signature
        .strip_suffix('>')
        .and_then(|signature| signature.split_once("-> Told<"))
    {
        Some((before, told)) => format!("{before}-> Result<{told}, NuongError>"),
        None => signature,
    }
}

/// Tokens as a person would write them.
fn words(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, close) in [
        (" < ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" :: ", "::"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" : ", ": "),
    ] {
        text = text.replace(spaced, close);
    }
    text.replace(",)", ")").replace("- >", "->")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for item in &syn::parse_file(source).unwrap().items {
            describe(item, &mut lines);
        }
        lines
    }

    #[test]
    fn what_crosses_is_described_and_nothing_else() {
        let source = "
            #[uniffi::export] impl Core { pub fn list(&self, skip: u32) -> Told<Vec<Row>> {} fn own(&self) {} }
            impl Core { pub fn inner(&self) {} }
            #[uniffi::remote(Enum)] pub enum Lang { Vi, Other(String) }
            #[derive(uniffi::Record)] pub struct Row { pub title: Option<String> }
            pub struct Hidden { pub x: u32 }
        ";
        assert_eq!(
            lines(source),
            [
                "Core: fn list(&self, skip: u32) -> Result<Vec<Row>, NuongError>",
                "enum Lang: Vi()",
                "enum Lang: Other(String)",
                "record Row: title: Option<String>",
            ]
        );
    }
}

//! The facade's public API as text, one line an item, kept in the repository: a change of it is seen in a review and not only
//! by a shell that no longer builds.

use std::path::Path;

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, Visibility};

/// Where the snapshot is.
pub const SNAPSHOT: &str = "bindings/ffi/api.txt";

/// Compares the facade with its snapshot; with `update`, writes the snapshot anew. Gives what differs, a line each, and what
/// has no words of its own: what is generated for Kotlin and Swift takes its documentation from here.
///
/// # Errors
/// When a file cannot be read or is not Rust.
pub fn compare(root: &Path, update: bool) -> Result<Vec<String>> {
    let items = items(root)?;
    let bare = items.iter().filter(|item| !item.documented);
    let bare: Vec<String> = bare
        .map(|item| format!("{} has no documentation", item.line))
        .collect();
    let now = text(&items);
    let file = root.join(SNAPSHOT);
    if update {
        std::fs::write(&file, &now).with_context(|| format!("cannot write {SNAPSHOT}"))?;
        return Ok(bare);
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
        .chain(bare)
        .collect())
}

/// A line of the snapshot.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Described {
    line: String,
    /// Whether it says what it is, and so does what it belongs to.
    documented: bool,
}

/// The API: every exported function, method, record, enum, error and port, sorted.
fn items(root: &Path) -> Result<Vec<Described>> {
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
    Ok(lines)
}

fn text(items: &[Described]) -> String {
    let mut text = String::from(
        "# The facade as Kotlin and Swift see it. `cargo xtask api --update` writes it; a line that goes or changes breaks shells.\n",
    );
    for item in items {
        text.push_str(&item.line);
        text.push('\n');
    }
    text
}

fn describe(item: &Item, lines: &mut Vec<Described>) {
    let mut add = |line: String, attributes: &[&[Attribute]]| {
        let documented = attributes.iter().all(|of| is_documented(of));
        lines.push(Described { line, documented });
    };
    match item {
        Item::Fn(function) if crosses(&function.attrs) => {
            add(words(&function.sig), &[&function.attrs]);
        }
        Item::Trait(port) if crosses(&port.attrs) => {
            for method in &port.items {
                if let TraitItem::Fn(method) = method {
                    let line = format!("port {}: {}", port.ident, words(&method.sig));
                    add(line, &[&port.attrs, &method.attrs]);
                }
            }
        }
        Item::Impl(block) if crosses(&block.attrs) => {
            let of = words(&block.self_ty);
            for method in &block.items {
                if let ImplItem::Fn(method) = method
                    && matches!(method.vis, Visibility::Public(_))
                {
                    let line = format!("{of}: {}", spelled_out(words(&method.sig)));
                    add(line, &[&method.attrs]);
                }
            }
        }
        Item::Struct(record) if crosses(&record.attrs) => match &record.fields {
            Fields::Named(fields) if !is_object(&record.attrs) => {
                for field in &fields.named {
                    let name = field.ident.as_ref().map(ToString::to_string);
                    let name = name.unwrap_or_default();
                    let line = format!("record {}: {name}: {}", record.ident, words(&field.ty));
                    add(line, &[&record.attrs, &field.attrs]);
                }
            }
            _ => add(format!("object {}", record.ident), &[&record.attrs]),
        },
        Item::Enum(list) if crosses(&list.attrs) => {
            for variant in &list.variants {
                let fields: Vec<String> = variant
                    .fields
                    .iter()
                    .map(|field| {
                        let name = field.ident.as_ref();
                        let name = name.map_or_else(String::new, |name| format!("{name}: "));
                        name + &words(&field.ty)
                    })
                    .collect();
                let (name, fields) = (&variant.ident, fields.join(", "));
                let line = format!("enum {}: {name}({fields})", list.ident);
                add(line, &[&list.attrs, &variant.attrs]);
            }
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

/// Whether a comment says what an item is.
fn is_documented(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"))
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

    fn described(source: &str) -> Vec<Described> {
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
        let lines: Vec<String> = described(source).into_iter().map(|d| d.line).collect();
        assert_eq!(
            lines,
            [
                "Core: fn list(&self, skip: u32) -> Result<Vec<Row>, NuongError>",
                "enum Lang: Vi()",
                "enum Lang: Other(String)",
                "record Row: title: Option<String>",
            ]
        );
    }

    #[test]
    fn what_says_nothing_of_itself_is_found() {
        let source = "
            /// A row.
            #[uniffi::remote(Record)] pub struct Row { /// Its title.
                pub title: String, pub place: String }
            #[uniffi::remote(Enum)] pub enum Lang { /// Vietnamese.
                Vi }
            #[uniffi::export] impl Core { /// The list.
                pub fn list(&self) {} pub fn case(&self) {} }
        ";
        let bare = described(source).into_iter().filter(|d| !d.documented);
        let bare: Vec<String> = bare.map(|d| d.line).collect();
        assert_eq!(
            bare,
            [
                "record Row: place: String",
                "enum Lang: Vi()",
                "Core: fn case(&self)"
            ]
        );
    }
}

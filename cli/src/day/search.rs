//! Looks for what people said in the files that must not hold it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::Result;
use regex::bytes::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Finds any of a set of texts in any form in which it could stand in a file.
pub(crate) struct Search {
    pattern: Regex,
    texts: BTreeMap<Vec<u8>, String>,
}

/// UTF-8 composed and decomposed, UTF-16, and folded as an index for searching would hold it.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let nfc: String = text.nfc().collect();
    let nfd: String = text.nfd().collect();
    let utf16 = nfc.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folded: String = nfd.chars().filter(|c| !is_combining_mark(*c)).collect();
    let folded = folded.to_lowercase().replace('đ', "d");
    vec![
        nfc.into_bytes(),
        nfd.into_bytes(),
        utf16,
        folded.into_bytes(),
    ]
}

impl Search {
    /// A search for these texts.
    pub(crate) fn new(texts: &[String]) -> Result<Self> {
        let texts: BTreeMap<Vec<u8>, String> = texts
            .iter()
            .flat_map(|text| {
                forms(text)
                    .into_iter()
                    .map(move |form| (form, text.clone()))
            })
            .collect();
        let escaped = texts.keys().map(|form| {
            form.iter().fold(String::new(), |mut pattern, byte| {
                let _ = write!(pattern, "\\x{byte:02x}");
                pattern
            })
        });
        let pattern = Regex::new(&format!(
            "(?s-u)(?:{})",
            escaped.collect::<Vec<_>>().join("|")
        ))?;
        Ok(Self { pattern, texts })
    }

    /// What is found in a file, or in any file below a directory: each text with the file it is in.
    pub(crate) fn find(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        if path.is_dir() {
            for entry in fs::read_dir(path)? {
                found.extend(self.find(&entry?.path())?);
            }
            return Ok(found);
        }
        let bytes = fs::read(path)?;
        for hit in self.pattern.find_iter(&bytes) {
            let text = self.texts.get(hit.as_bytes()).map_or("?", String::as_str);
            let line = format!("{text} in {}", path.display());
            if !found.contains(&line) {
                found.push(line);
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_found_in_the_clear_in_any_form() {
        let dir = tempfile::tempdir().unwrap();
        let name = "Lò Thị Đào".to_owned();
        let search = Search::new(&["Sùng Thị Dợ".to_owned(), name.clone()]).unwrap();
        assert!(search.find(dir.path()).unwrap().is_empty());
        for form in forms(&name).into_iter().chain([b"lo thi dao".to_vec()]) {
            let inside = dir.path().join("deep");
            fs::create_dir_all(&inside).unwrap();
            fs::write(
                inside.join("x"),
                [b"\xff\0..".as_slice(), &form, b"..", &form].concat(),
            )
            .unwrap();
            let found = search.find(dir.path()).unwrap();
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(&name));
        }
    }
}

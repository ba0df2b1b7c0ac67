//! Looks for the day's names in the files that must not hold them.

use std::fs;
use std::io;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

/// Every form in which a text could stand in a file: UTF-8 composed and decomposed, UTF-16, and without marks at all.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let nfc: String = text.nfc().collect();
    let nfd: String = text.nfd().collect();
    let utf16 = nfc.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![nfc.into_bytes(), nfd.into_bytes(), utf16]
}

/// The names found in the clear in any file below a directory, each with the file.
pub(crate) fn find(names: &[String], directory: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(find(names, &path)?);
            continue;
        }
        let bytes = fs::read(&path)?;
        for name in names {
            if forms(name).iter().any(|form| bytes.windows(form.len()).any(|w| w == form.as_slice())) {
                found.push(format!("{name} in {}", path.display()));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_clear_is_found_in_any_form() {
        let dir = tempfile::tempdir().unwrap();
        let name = "Lò Thị Đào".to_owned();
        assert!(find(std::slice::from_ref(&name), dir.path()).unwrap().is_empty());
        for form in forms(&name) {
            let inside = dir.path().join("deep");
            fs::create_dir_all(&inside).unwrap();
            fs::write(inside.join("x"), [b"..".as_slice(), &form, b".."].concat()).unwrap();
            assert_eq!(find(std::slice::from_ref(&name), dir.path()).unwrap().len(), 1);
        }
    }
}

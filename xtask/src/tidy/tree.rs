//! The repository as the rules see it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// The tracked files (and those not yet added, unless ignored), each with its text if it is text.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// Reads a working copy; without git (an unpacked archive) every file outside `target`.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn read(root: &Path) -> Result<Tree> {
        let listed = listed_by_git(root).or_else(|_| walked(root))?;
        let mut files = BTreeMap::new();
        for path in listed {
            let full = root.join(&path);
            // A file deleted but not yet staged is still listed; a link is read as what it points at.
            if full.is_file() {
                let bytes = std::fs::read(&full).with_context(|| format!("reading {path}"))?;
                files.insert(path, String::from_utf8(bytes).ok());
            }
        }
        Ok(Tree { files })
    }

    /// A tree made up of paths and texts.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Tree {
        let own = |(path, text): (&str, &str)| (path.to_owned(), Some(text.to_owned()));
        Tree {
            files: files.into_iter().map(own).collect(),
        }
    }

    /// Every path, text or not.
    #[must_use]
    pub fn files(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// Every text file whose path ends so (`""` for all), with its text.
    pub fn texts<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let of_that_ending =
            move |(path, _): &(&'a String, &'a Option<String>)| path.ends_with(ending);
        self.files
            .iter()
            .filter(of_that_ending)
            .filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// The text of one file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// True for a file, and for a folder that holds one.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        path.is_empty()
            || self.files.contains_key(path)
            || self.files.keys().any(|file| {
                file.strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('/'))
            })
    }
}

fn listed_by_git(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()?;
    anyhow::ensure!(output.status.success(), "git ls-files failed");
    let text = String::from_utf8(output.stdout)?;
    Ok(text
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect())
}

fn walked(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            match path.is_dir() {
                true if name == "target" || name == ".git" => {}
                true => folders.push(path),
                false => found.push(name),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_exists_when_it_holds_a_file() {
        let tree = Tree::of([("docs/adr/README.md", "")]);
        assert!(
            tree.exists("docs/adr")
                && tree.exists("docs/adr/")
                && tree.exists("docs/adr/README.md")
        );
        assert!(!tree.exists("docs/ad") && !tree.exists("docs/adr/0001.md"));
    }

    #[test]
    fn an_unpacked_archive_without_git_is_walked_and_its_build_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["core/a.rs", "target/debug/b.rs", "run"] {
            let full = folder.path().join(path);
            std::fs::create_dir_all(full.parent().unwrap()).unwrap();
            std::fs::write(full, "x").unwrap();
        }
        let mut found = walked(folder.path()).unwrap();
        found.sort();
        assert_eq!(found, ["core/a.rs", "run"]);
    }

    #[test]
    fn a_file_that_is_not_text_is_listed_without_text() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("picture.png"), [0x89, 0xff, 0x00]).unwrap();
        let tree = Tree::read(folder.path()).unwrap();
        assert_eq!(tree.files(), ["picture.png"]);
        assert_eq!(tree.text("picture.png"), None);
    }
}

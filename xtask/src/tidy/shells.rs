//! What a shell may not do, as far as its text shows it: the screens know no Android, a view model stays small, and what Gradle
//! builds is what Maven tests.

use std::collections::BTreeMap;

use super::{Finding, Tree};

/// The screens, which run on a phone and in a window.
const SCREENS: &str = "android/ui/";

/// What the sources of a module may not name, not even in passing: a module that runs on a phone knows no window of a computer, and
/// the other way round.
const BORDERS: &[(&str, &[&str])] = &[
    (SCREENS, &["android.", "java.awt.", "javax.swing."]),
    ("android/desktop/", &["android."]),
    ("android/app/", &["java.awt.", "javax.swing."]),
    (
        "bindings/kotlin/src/main/",
        &["android.", "java.awt.", "javax.swing."],
    ),
];

/// What Gradle builds with.
const CATALOGUE: &str = "android/gradle/libs.versions.toml";

/// The longest a file of view models may be, in lines; what needs more is doing the core's work.
const MODEL_LINES: usize = 100;

/// A version of the catalogue, and where Maven's stands: the file, and what stands before it.
const SAME: &[(&str, &str, &str)] = &[
    ("kotlin", "android/pom.xml", "<kotlin.version>"),
    ("kotlin", "android/maven/pom.xml", "<kotlin.version>"),
    ("coroutines", "android/pom.xml", "<coroutines.version>"),
    ("jna", "android/pom.xml", "<jna.version>"),
    ("jna", "android/maven/pom.xml", "<jna.version>"),
    (
        "compose-multiplatform",
        "android/pom.xml",
        "<compose.version>",
    ),
    ("lifecycle", "android/pom.xml", "<jb.lifecycle.version>"),
    (
        "compose",
        "android/maven/libs/pom.xml",
        "<artifactId>ui-android</artifactId><version>",
    ),
    (
        "material3",
        "android/maven/libs/pom.xml",
        "<artifactId>material3-android</artifactId><version>",
    ),
    (
        "lifecycle",
        "android/maven/libs/pom.xml",
        "<artifactId>lifecycle-viewmodel-compose-android</artifactId><version>",
    ),
    (
        "activity",
        "android/maven/libs/pom.xml",
        "<artifactId>activity-compose</artifactId><version>",
    ),
    (
        "work",
        "android/maven/libs/pom.xml",
        "<artifactId>work-runtime</artifactId><version>",
    ),
    (
        "coroutines",
        "android/maven/libs/pom.xml",
        "<artifactId>kotlinx-coroutines-android</artifactId><version>",
    ),
    (
        "compose",
        "android/maven/libs-test/pom.xml",
        "<artifactId>ui-test-junit4-android</artifactId><version>",
    ),
    (
        "work",
        "android/maven/libs-test/pom.xml",
        "<artifactId>work-testing</artifactId><version>",
    ),
    (
        "robolectric",
        "android/maven/pom.xml",
        "<robolectric.version>",
    ),
    ("zxing", "android/pom.xml", "<zxing.version>"),
    ("zxing", "android/maven/pom.xml", "<zxing.version>"),
    (
        "minSdk",
        "android/maven/tools/android.py",
        "LOWEST_API, TARGET_API = \"",
    ),
    (
        "targetSdk",
        "android/maven/tools/android.py",
        "LOWEST_API, TARGET_API = \"26\", \"",
    ),
];

/// Fails on a screen that names Android, on a long view model, and on versions that differ.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = borders(tree);
    findings.extend(models(tree));
    findings.extend(versions(tree));
    findings
}

fn borders(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts(".kt") {
        let forbidden = BORDERS
            .iter()
            .filter(|(module, _)| path.starts_with(module));
        for name in forbidden.flat_map(|(_, names)| *names) {
            for (index, line) in text.lines().enumerate() {
                if names(line, name) {
                    findings.push(Finding::new(
                        path,
                        index + 1,
                        format!("a module that knows another machine: {}", line.trim()),
                        "Ask for it through `Shell`, which the phone and the window each have their own of.",
                    ));
                }
            }
        }
    }
    findings
}

/// Whether a line of code, and not of prose, has a package in it by its whole name.
fn names(line: &str, package: &str) -> bool {
    let prose = ["//", "*", "/*"]
        .iter()
        .any(|sign| line.trim_start().starts_with(sign));
    let whole =
        |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    !prose && line.match_indices(package).any(|(at, _)| whole(at))
}

fn models(tree: &Tree) -> Vec<Finding> {
    tree.texts("Model.kt")
        .chain(tree.texts("Models.kt"))
        .filter(|(path, text)| path.starts_with(SCREENS) && lines_of_code(text) > MODEL_LINES)
        .map(|(path, text)| {
            Finding::new(
                path,
                0,
                format!("view models of {} lines", lines_of_code(text)),
                "Let the core's view say what is worked out here.",
            )
        })
        .collect()
}

/// Lines that are neither empty nor an import.
fn lines_of_code(text: &str) -> usize {
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("import "))
        .count()
}

fn versions(tree: &Tree) -> Vec<Finding> {
    let Some(catalogue) = tree.text(CATALOGUE) else {
        return Vec::new();
    };
    let known = catalogued(catalogue);
    let mut findings = Vec::new();
    for (name, path, before) in SAME {
        let ours = tree.text(path).and_then(|text| after(text, before));
        let theirs = known.get(*name).copied();
        if ours.is_none() || ours != theirs {
            findings.push(Finding::new(
                CATALOGUE,
                0,
                format!(
                    "{name} is {} here and {} in {path}",
                    theirs.unwrap_or("not there"),
                    ours.unwrap_or("not there")
                ),
                "What ships must be what was tested: give both the same version.",
            ));
        }
    }
    findings
}

/// The `[versions]` of a catalogue.
fn catalogued(text: &str) -> BTreeMap<&str, &str> {
    text.lines()
        .skip_while(|line| *line != "[versions]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, version)| (name, version.trim_matches('"')))
        .collect()
}

/// What follows in a text, up to the next sign that cannot be in a version.
fn after<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.split(['<', '"']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_that_names_android_fails_with_its_line() {
        let tree = Tree::of([
            (
                "android/ui/src/main/kotlin/A.kt",
                "package a\n\nimport android.os.Bundle\n",
            ),
            (
                "android/app/src/main/kotlin/B.kt",
                "import android.os.Bundle\n",
            ),
            (
                "android/ui/src/main/kotlin/C.kt",
                "import androidx.compose.ui.Modifier\n// no android.* here\nval a = nuong.android.b\n",
            ),
        ]);
        let findings = borders(&tree);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 3);
    }

    #[test]
    fn no_module_names_the_machine_of_another_not_even_without_an_import() {
        let tree = Tree::of([
            (
                "android/desktop/src/main/kotlin/A.kt",
                "fun a() = android.os.Process.myPid()\n",
            ),
            (
                "android/app/src/main/kotlin/B.kt",
                "val b = java.awt.Color.RED\n",
            ),
        ]);
        assert_eq!(borders(&tree).len(), 2);
    }

    #[test]
    fn a_view_model_may_have_a_hundred_lines_and_no_more() {
        let lines = |count: usize| "import x\n\n".to_owned() + &"val a = 1\n".repeat(count);
        let (fits, long) = (lines(MODEL_LINES), lines(MODEL_LINES + 1));
        let tree = Tree::of([
            ("android/ui/a/OneModel.kt", fits.as_str()),
            ("android/ui/a/OtherModels.kt", long.as_str()),
        ]);
        let findings = models(&tree);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].path.ends_with("OtherModels.kt"));
    }

    #[test]
    fn versions_that_differ_or_are_missing_fail() {
        let catalogue = "[versions]\nkotlin = \"2.4.21\"\n\n[libraries]\n";
        let tree = Tree::of([
            (CATALOGUE, catalogue),
            ("android/pom.xml", "<kotlin.version>2.4.21</kotlin.version>"),
            (
                "android/maven/pom.xml",
                "<kotlin.version>2.4.20</kotlin.version>",
            ),
        ]);
        let said: Vec<String> = versions(&tree).into_iter().map(|it| it.what).collect();
        let kotlin: Vec<&String> = said
            .iter()
            .filter(|it| it.starts_with("kotlin is"))
            .collect();
        assert_eq!(
            kotlin,
            ["kotlin is 2.4.21 here and 2.4.20 in android/maven/pom.xml"]
        );
        assert!(said.iter().any(|it| it.starts_with("jna is not there")));
    }

    #[test]
    fn a_repository_without_the_app_has_nothing_to_compare() {
        assert!(check(&Tree::of([("README.md", "x")])).is_empty());
    }
}

//! The drawing of who may depend on whom, and which outside crates are kept in one place.
//!
//! A crate may use what is reachable along the arrows. What is not drawn is forbidden, also for tests inside a
//! crate: a test that needs more than the crate may know belongs in `tests/`.

use std::collections::BTreeSet;

use super::manifest::{self, Manifest};
use super::{Finding, Tree};

/// Crate, and what its arrows point at. `tests/*` and `xtask` are not drawn: they may use anything, and nothing
/// uses them.
const ARROWS: &[(&str, &[&str])] = &[
    ("nuong-screening", &[]),
    ("nuong-casefile", &["nuong-screening"]),
    ("nuong-matching", &["nuong-casefile"]),
    ("nuong-pathway", &["nuong-casefile"]),
    ("nuong-report", &["nuong-casefile"]),
    (
        "nuong-view",
        &[
            "nuong-matching",
            "nuong-pathway",
            "nuong-report",
            "nuong-casefile",
        ],
    ),
    ("nuong-trust", &[]),
    ("nuong-sync", &["nuong-trust"]),
    ("nuong-vault", &["nuong-casefile"]),
    (
        "nuong-station",
        &["nuong-vault", "nuong-view", "nuong-sync"],
    ),
    ("nuong-hub", &["nuong-sync"]),
    ("nuong-cli", &["nuong-station"]),
    ("nuong-ffi", &["nuong-station"]),
    ("nuong-bindgen", &[]),
];

/// Crates without IO: what they may name outside their tests is a list, so that a new name is a decision.
pub(super) const PURE: &[&str] = &[
    "core/screening",
    "core/casefile",
    "core/matching",
    "core/pathway",
    "core/report",
    "core/view",
    "core/sync",
];

/// Outside crates known to touch no file, socket, clock or randomness in the way we use them.
const FREE_OF_IO: &[&str] = &[
    "automerge",
    "calamine",
    "csv",
    "data-encoding",
    "ed25519-dalek",
    "fancy-regex",
    "fluent-bundle",
    "fluent-syntax",
    "hex",
    "jiff",
    "md-5",
    "minicbor",
    "regex",
    "serde",
    "serde_json",
    "sha1",
    "sha2",
    "thiserror",
    "unic-langid",
    "unicode-normalization",
    "unicode-width",
    "zeroize",
    "zip",
    "zstd",
];

/// Where an outside crate may be named.
struct Confined {
    crates: &'static [&'static str],
    /// Folders that may name them; `tests/*` always may.
    folders: &'static [&'static str],
    /// True when the rule only speaks of `core/`.
    in_core_only: bool,
    reason: &'static str,
}

const CONFINED: &[Confined] = &[
    Confined {
        crates: &[
            "ring",
            "hpke",
            "argon2",
            "aes-gcm",
            "chacha20poly1305",
            "x25519-dalek",
        ],
        folders: &["core/trust"],
        in_core_only: false,
        reason: "cryptography is called in one place, where it is tested against the RFCs' vectors",
    },
    Confined {
        crates: &["ed25519-dalek"],
        folders: &["core/screening"],
        in_core_only: false,
        reason: "it is there for what questionnaires compute; what protects us is core/trust's",
    },
    Confined {
        crates: &["rusqlite", "libsqlite3-sys"],
        folders: &["core/vault", "hub"],
        in_core_only: false,
        reason: "storage is behind the vault, or is the hub's own",
    },
    Confined {
        crates: &["reqwest", "tokio", "hyper", "axum", "rustls"],
        folders: &["core/station"],
        in_core_only: true,
        reason: "sockets and the runtime are the station's; the rest of the core is synchronous",
    },
];

/// Fails on an arrow that is not drawn, an outside crate out of its place, and IO named by a pure crate.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let crates = manifest::crates(tree);
    let ours: BTreeSet<&str> = crates
        .iter()
        .map(|manifest| manifest.name.as_str())
        .collect();
    crates
        .iter()
        .filter(|manifest| !is_outside_the_drawing(&manifest.folder))
        .flat_map(|manifest| {
            let mut findings = arrows(manifest, &ours, &crates);
            findings.extend(confinement(manifest));
            findings.extend(names_of_pure_crates(manifest, &ours));
            findings
        })
        .collect()
}

fn is_outside_the_drawing(folder: &str) -> bool {
    folder == "xtask" || folder.starts_with("tests/")
}

fn arrows(manifest: &Manifest, ours: &BTreeSet<&str>, crates: &[Manifest]) -> Vec<Finding> {
    let Some(allowed) = reachable(&manifest.name) else {
        return vec![Finding::new(
            &manifest.path,
            1,
            format!("{} is not in the drawing of crates", manifest.name),
            "Write an ADR for the new crate and draw its arrows in xtask/src/tidy/edges.rs.",
        )];
    };
    let ours_used = manifest
        .dependencies
        .iter()
        .filter(|dependency| ours.contains(dependency.package.as_str()));
    ours_used
        .filter(|dependency| !allowed.contains(dependency.package.as_str()))
        .map(|dependency| {
            let outside = crates
                .iter()
                .any(|other| other.name == dependency.package && is_outside_the_drawing(&other.folder));
            let remedy = if outside {
                "Tests and chores use crates; no crate uses them.".to_owned()
            } else {
                format!("Allowed: {}. Move the code to where both may see it, or change the drawing by an ADR.", list(&allowed))
            };
            let what = format!("no arrow leads from {} to {}", manifest.name, dependency.package);
            Finding::new(&manifest.path, dependency.line, what, remedy)
        })
        .collect()
}

/// Everything along the arrows from a crate; `None` for a crate not drawn.
fn reachable(name: &str) -> Option<BTreeSet<&'static str>> {
    let (_, direct) = ARROWS.iter().find(|(from, _)| *from == name)?;
    let mut all: BTreeSet<&'static str> = direct.iter().copied().collect();
    for next in *direct {
        all.extend(reachable(next)?);
    }
    Some(all)
}

fn list(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.iter().copied().collect::<Vec<_>>().join(", ")
    }
}

fn confinement(manifest: &Manifest) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in CONFINED {
        let applies = !rule.in_core_only || manifest.folder.starts_with("core/");
        if !applies || rule.folders.contains(&manifest.folder.as_str()) {
            continue;
        }
        for dependency in &manifest.dependencies {
            if rule.crates.contains(&dependency.package.as_str()) {
                findings.push(Finding::new(
                    &manifest.path,
                    dependency.line,
                    format!(
                        "{} names {}: {}",
                        manifest.name, dependency.package, rule.reason
                    ),
                    format!(
                        "Only {} (and tests/*) may name it; go through its interface.",
                        rule.folders.join(" and ")
                    ),
                ));
            }
        }
    }
    findings
}

fn names_of_pure_crates(manifest: &Manifest, ours: &BTreeSet<&str>) -> Vec<Finding> {
    if !PURE.contains(&manifest.folder.as_str()) {
        return Vec::new();
    }
    let unknown = manifest.dependencies.iter().filter(|dependency| {
        let name = dependency.package.as_str();
        !dependency.only_tests && !ours.contains(name) && !FREE_OF_IO.contains(&name)
    });
    unknown
        .map(|dependency| {
            Finding::new(
                &manifest.path,
                dependency.line,
                format!("{} is pure, and {} is not known to be free of IO", manifest.name, dependency.package),
                "Take what it gives as an argument; or, if it does no IO, add it to FREE_OF_IO in xtask/src/tidy/edges.rs.",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace of crates at folders, each with dependency lines.
    fn findings(crates: &[(&str, &str, &str)]) -> Vec<String> {
        let texts: Vec<(String, String)> = crates
            .iter()
            .map(|(folder, name, lines)| {
                let text =
                    format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{lines}");
                (format!("{folder}/Cargo.toml"), text)
            })
            .collect();
        let tree = Tree::of(
            texts
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        );
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_drawing_shows_is_allowed_also_two_arrows_away() {
        let found = findings(&[
            ("core/screening", "nuong-screening", ""),
            (
                "core/casefile",
                "nuong-casefile",
                "[dependencies]\nnuong-screening.workspace = true\n",
            ),
            (
                "core/vault",
                "nuong-vault",
                "[dependencies]\nnuong-casefile.workspace = true\nnuong-screening.workspace = true\nrusqlite = \"1\"\n",
            ),
            (
                "core/trust",
                "nuong-trust",
                "[dependencies]\nring = \"1\"\n",
            ),
            (
                "core/sync",
                "nuong-sync",
                "[dependencies]\nnuong-trust.workspace = true\nzstd = \"1\"\n",
            ),
            (
                "hub",
                "nuong-hub",
                "[dependencies]\nnuong-trust.workspace = true\nrusqlite = \"1\"\ntokio = \"1\"\n",
            ),
            (
                "tests/sim",
                "nuong-sim",
                "[dependencies]\nnuong-hub.workspace = true\nring = \"1\"\n",
            ),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn an_arrow_that_is_not_drawn_fails_with_its_line() {
        let found = findings(&[
            ("core/trust", "nuong-trust", ""),
            (
                "core/vault",
                "nuong-vault",
                "[dependencies]\nnuong-trust.workspace = true\n",
            ),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with(
            "core/vault/Cargo.toml:6: no arrow leads from nuong-vault to nuong-trust"
        ));
    }

    #[test]
    fn an_arrow_for_tests_only_counts_too() {
        let found = findings(&[
            ("core/trust", "nuong-trust", ""),
            (
                "core/casefile",
                "nuong-casefile",
                "[dev-dependencies]\nnuong-trust.workspace = true\n",
            ),
        ]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn nothing_uses_the_tests_or_the_chores() {
        let found = findings(&[
            ("tests/sim", "nuong-sim", ""),
            (
                "hub",
                "nuong-hub",
                "[dev-dependencies]\nnuong-sim.workspace = true\n",
            ),
        ]);
        assert!(found[0].contains("no crate uses them"));
    }

    #[test]
    fn a_crate_nobody_has_drawn_fails() {
        assert!(findings(&[("core/extra", "nuong-extra", "")])[0].contains("not in the drawing"));
    }

    #[test]
    fn cryptography_is_named_by_trust_alone() {
        for (folder, name) in [
            ("hub", "nuong-hub"),
            ("core/sync", "nuong-sync"),
            ("cli", "nuong-cli"),
        ] {
            let found = findings(&[(folder, name, "[dependencies]\nring = \"1\"\n")]);
            assert!(found[0].contains("names ring"), "{folder}");
        }
    }

    #[test]
    fn storage_is_named_by_the_vault_and_the_hub_alone() {
        let found = findings(&[(
            "core/station",
            "nuong-station",
            "[dev-dependencies]\nrusqlite = \"1\"\n",
        )]);
        assert!(found[0].contains("names rusqlite"));
    }

    #[test]
    fn sockets_are_named_by_the_station_alone_in_the_core() {
        let bad = findings(&[(
            "core/vault",
            "nuong-vault",
            "[dependencies]\ntokio = \"1\"\n",
        )]);
        assert!(bad[0].contains("names tokio"));
        let good = findings(&[(
            "core/station",
            "nuong-station",
            "[dependencies]\ntokio = \"1\"\nreqwest = \"1\"\n",
        )]);
        assert!(good.is_empty());
    }

    #[test]
    fn a_pure_crate_names_only_what_is_known_to_be_free_of_io_outside_its_tests() {
        let bad = findings(&[(
            "core/view",
            "nuong-view",
            "[dependencies]\ntempfile = \"3\"\n",
        )]);
        assert!(bad[0].contains("not known to be free of IO"));
        let good = findings(&[(
            "core/view",
            "nuong-view",
            "[dev-dependencies]\ntempfile = \"3\"\n",
        )]);
        assert!(good.is_empty());
    }
}

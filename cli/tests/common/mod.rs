//! Drives the real program with real vaults.

#![allow(clippy::unwrap_used, dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The passphrase of every vault here.
pub(crate) const PASSPHRASE: &str = "bốn từ liền nhau";

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The one JSON object it printed.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The stable code of the error it ended with.
    pub(crate) fn error(&self) -> String {
        assert_ne!(self.code, 0, "{self:?}");
        let error = &self.json()["error"];
        assert!(error["text"].as_str().is_none_or(|text| !text.is_empty()));
        error["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// A directory of vaults, and the program to use on them.
pub(crate) struct Desk {
    dir: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A desk with an authority of two posts and a province, and devices enrolled: `a` and `b` at the posts, `s` and the administrator's `p` for the province.
    pub(crate) fn with_devices(names: &[&str]) -> Self {
        let desk = Self::new();
        let units = ["--unit", "post-a", "--unit", "post-b", "--unit", "province"];
        desk.run(
            "a",
            &[
                &["authority", "init", "--quick", "--dir", "authority"],
                &units[..],
            ]
            .concat(),
        )
        .ok();
        for name in names {
            desk.run(name, &["init", "--quick"]).ok();
            desk.enrol(name);
        }
        desk
    }

    fn enrol(&self, name: &str) {
        let (request, grant) = (format!("{name}.request"), format!("{name}.grant"));
        self.run(
            name,
            &[
                "enroll",
                "request",
                "--name",
                &format!("Officer {name}"),
                "--out",
                &request,
            ],
        )
        .ok();
        let appointment: &[&str] = match name {
            "s" => &["--role", "supervisor", "--unit", "province"],
            "p" => &["--role", "administrator", "--unit", "province"],
            "b" => &[
                "--role",
                "officer",
                "--unit",
                "post-b",
                "--share-with",
                "province",
            ],
            _ => &[
                "--role",
                "officer",
                "--unit",
                "post-a",
                "--share-with",
                "province",
            ],
        };
        let approve = [
            "enroll",
            "approve",
            "--dir",
            "authority",
            &request,
            "--out",
            &grant,
        ];
        self.run(name, &[&approve[..], appointment].concat()).ok();
        self.run(name, &["enroll", "accept", &grant]).ok();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs a command on a vault, in English, with JSON out.
    pub(crate) fn run(&self, vault: &str, args: &[&str]) -> Ran {
        self.start(
            &[&["--vault", vault, "--json", "--lang", "en"], args].concat(),
            Some(PASSPHRASE),
            "",
        )
    }

    /// Runs a command on a vault and gives its text.
    pub(crate) fn text(&self, vault: &str, args: &[&str]) -> String {
        self.start(
            &[&["--vault", vault, "--lang", "en"], args].concat(),
            Some(PASSPHRASE),
            "",
        )
        .ok()
        .out
    }

    /// Holds an interview over a pipe: each line is typed.
    pub(crate) fn talk(&self, vault: &str, args: &[&str], typed: &[&str]) -> String {
        let args = [&["--vault", vault, "--lang", "en", "screen"], args].concat();
        self.start(
            &args,
            Some(PASSPHRASE),
            &typed
                .iter()
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        )
        .ok()
        .out
    }

    /// Runs the program as it is told to.
    pub(crate) fn start(&self, args: &[&str], passphrase: Option<&str>, typed: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nuong"));
        command.args(args).current_dir(self.dir.path()).env_clear();
        if let Some(passphrase) = passphrase {
            command.env("NUONG_PASSPHRASE", passphrase);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read what it is told ends before it is all written.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let ended = child.wait_with_output().unwrap();
        Ran {
            code: ended.status.code().unwrap_or(-1),
            out: String::from_utf8(ended.stdout).unwrap(),
            err: String::from_utf8(ended.stderr).unwrap(),
        }
    }

    /// The ids of the cases a vault lists, in their order.
    pub(crate) fn cases(&self, vault: &str) -> Vec<String> {
        let list = self.run(vault, &["cases"]).ok().json();
        let rows = list["groups"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|group| group["rows"].as_array().unwrap());
        rows.map(|row| row["case"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Opens a case by a short interview that is stopped after the name was told; gives its id.
    pub(crate) fn met(&self, vault: &str, name: &str) -> String {
        let scenario = format!(
            "title = \"t\"\ntitle_vi = \"t\"\ndevice = \"a\"\ncase = \"c\"\ntime = \"08:00\"\ncomplete = false\n\
             [answers]\n\"consent/agrees\" = \"yes\"\n\"person/name\" = \"{name}\"\n"
        );
        let file = self.write("met.toml", &scenario);
        let told = self
            .run(vault, &["screen", "--scenario", file.to_str().unwrap()])
            .ok()
            .json();
        told["case"].as_str().unwrap().to_owned()
    }
}

/// The folder of the questionnaire that comes with the program.
pub(crate) fn border_initial() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../instruments/border-initial")
}

//! One person's device: a profile on disk, worked on by `nuong` processes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::{Hub, Said, plain, programs};

/// The passphrase of every profile in these tests.
pub const PASSPHRASE: &str = "mưa rừng trên núi";

/// A profile in a directory of its own.
#[derive(Debug, Clone)]
pub struct Device {
    directory: PathBuf,
}

impl Device {
    /// The profile in this directory, whether it is there yet or not.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
        }
    }

    /// Where the profile is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The vault's file.
    pub fn vault(&self) -> PathBuf {
        self.directory.join("vault.db")
    }

    /// A command on this profile, ready to be given arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&programs().nuong);
        command.env("NUONG_PASSPHRASE", PASSPHRASE);
        command.env("NUONG_LANG", "en").env_remove("NUONG_VAULT");
        command.arg("--vault").arg(&self.directory);
        command
    }

    /// Runs a command with `--json` to its end.
    ///
    /// # Panics
    /// When the program cannot be started.
    #[track_caller]
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Said {
        let output = self.command().arg("--json").args(args).output();
        Said::of(&output.expect("nuong runs"))
    }

    /// Makes the profile, with a key derivation that is quick and therefore for tests.
    #[track_caller]
    pub fn init(&self) -> Value {
        self.run(["init", "--quick"]).well()
    }

    /// Exchanges with a hub.
    #[track_caller]
    pub fn sync(&self, url: &str) -> Said {
        self.run(["sync", "--hub", url])
    }

    /// Exchanges with a hub; it must go well. Returns the report.
    #[track_caller]
    pub fn sync_well(&self, hub: &Hub) -> Value {
        self.sync(&hub.url()).well()["report"].take()
    }

    /// Plays a scenario of the field day at this device; returns the id of its new case.
    #[track_caller]
    pub fn screen(&self, scenario: &Path) -> String {
        let done = self.run(["screen", "--scenario", plain(scenario)]).well();
        done["case"].as_str().unwrap_or_default().to_owned()
    }

    /// The ids of the cases it holds, sorted.
    #[track_caller]
    pub fn cases(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .rows()
            .iter()
            .filter_map(|row| row["case"].as_str().map(str::to_owned))
            .collect();
        ids.sort();
        ids
    }

    /// Whether anything written here has no receipt of a hub yet.
    #[track_caller]
    pub fn has_something_to_send(&self) -> bool {
        self.rows()
            .iter()
            .any(|row| row["sending"]["waits"] == json!(true))
    }

    #[track_caller]
    fn rows(&self) -> Vec<Value> {
        let list = self.run(["cases", "--limit", "1000"]).well();
        let groups = list["groups"].as_array().cloned().unwrap_or_default();
        let rows = groups
            .into_iter()
            .filter_map(|group| group["rows"].as_array().cloned());
        rows.flatten().collect()
    }

    /// A case with every answer, as people read it.
    #[track_caller]
    pub fn case(&self, id: &str) -> Value {
        self.run(["case", id, "--answers"]).well()
    }

    /// What is written in all cases here: the parts that read the same on every device that holds a case.
    #[track_caller]
    pub fn contents(&self) -> Vec<Value> {
        let parts = [
            "case",
            "title",
            "stage",
            "opened",
            "updated",
            "assessment",
            "conflicts",
            "person",
            "needs",
            "custody",
            "interviews",
            "timeline",
            "notes",
        ];
        let read = |id: &String| {
            let case = self.case(id);
            parts
                .iter()
                .map(|part| ((*part).to_owned(), case[*part].clone()))
                .collect()
        };
        self.cases().iter().map(read).map(Value::Object).collect()
    }

    /// Adds a note to a case.
    #[track_caller]
    pub fn note(&self, case: &str, text: &str) {
        self.run(["note", case, text]).well();
    }
}

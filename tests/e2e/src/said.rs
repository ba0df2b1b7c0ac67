//! What a command of `nuong` came to.

use std::process::Output;

use serde_json::Value;

/// The outcome of one run with `--json`.
#[derive(Debug)]
pub struct Said {
    /// Whether it exited with 0.
    pub well: bool,
    /// The one JSON object it printed; null when there is none.
    pub json: Value,
    /// What it wrote for people.
    pub aside: String,
}

impl Said {
    /// Reads what a process printed.
    pub fn of(output: &Output) -> Self {
        let printed = String::from_utf8_lossy(&output.stdout);
        let mut lines = printed.lines().filter(|line| !line.trim().is_empty());
        let json = match (lines.next(), lines.next()) {
            (Some(line), None) => serde_json::from_str(line).unwrap_or_default(),
            _ => Value::Null,
        };
        Self {
            well: output.status.success(),
            json,
            aside: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The result of a command that must go well.
    ///
    /// # Panics
    /// When it did not.
    #[track_caller]
    pub fn well(self) -> Value {
        assert!(self.well && !self.json.is_null(), "{self:?}");
        self.json
    }

    /// The stable code of a command that must be refused in an orderly way: not zero, one object with a code, a text to read
    /// and what to do, and no word of a panic.
    ///
    /// # Panics
    /// When it was not.
    #[track_caller]
    pub fn refused(&self) -> &str {
        let error = &self.json["error"];
        let told = |name: &str| error[name].as_str().is_some_and(|text| !text.is_empty());
        let orderly =
            !self.well && told("text") && told("todo") && !self.aside.contains("panicked");
        assert!(orderly, "{self:?}");
        error["code"].as_str().unwrap_or_default()
    }

    /// The detail beside the code.
    pub fn detail(&self) -> &str {
        self.json["error"]["detail"].as_str().unwrap_or_default()
    }
}

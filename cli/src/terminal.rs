//! The terminal: texts in the chosen language, live progress, passphrases, questions and answers.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use nuong_view::{Arg, Lang, Texts};

use crate::refusal::Refusal;

/// The terminal's own texts; those of the domain are the core's.
pub(crate) fn texts(lang: Lang) -> Texts {
    let own = match lang {
        Lang::Vi => include_str!("../texts/vi.ftl"),
        Lang::En => include_str!("../texts/en.ftl"),
    };
    Texts::extended(lang, own)
}

/// Prints a line of the result. An output that ends early (`nuong cases | head`) is not an error.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}

/// Prints a value as one JSON object on one line.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print(&serde_json::to_string(value)?);
    Ok(())
}

/// Something for the person at the terminal that is not the result.
pub(crate) fn note(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Live progress of the field day: a line for each thing done, and on a terminal a moving one for what is being done.
pub(crate) struct Progress {
    bar: ProgressBar,
    texts: Texts,
    quiet: bool,
}

impl Progress {
    pub(crate) fn new(lang: Lang, json: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = if terminal {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise}  {msg}") {
            bar.set_style(style);
        }
        if terminal {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self {
            bar,
            texts: texts(lang),
            quiet: json && !terminal,
        }
    }

    /// A new part begins.
    pub(crate) fn step(&self, id: &str) {
        self.tell(&self.texts.text(id));
    }

    /// A device does something, as the text `id` says with its `$person`.
    pub(crate) fn step_of(&self, id: &str, person: &str) {
        self.tell(&self.texts.with(id, &[("person", Arg::Text(person))]));
    }

    pub(crate) fn tell(&self, text: &str) {
        self.bar.set_message(text.to_owned());
        if !self.quiet {
            self.bar.suspend(|| note(&format!("  · {text}")));
        }
    }

    /// Something small was done.
    pub(crate) fn tick(&self) {
        self.bar.tick();
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The passphrase: from a file, from `NUONG_PASSPHRASE`, or asked for without showing it.
pub(crate) fn passphrase(file: Option<&Path>, prompt: &str, twice: Option<&str>) -> Result<String> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).map_err(|e| Refusal::file(file, &e))?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    if let Ok(passphrase) = std::env::var("NUONG_PASSPHRASE") {
        return Ok(passphrase);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Refusal::NoPassphrase.into());
    }
    let first = rpassword::prompt_password(format!("{prompt}: "))?;
    if let Some(again) = twice
        && rpassword::prompt_password(format!("{again}: "))? != first
    {
        return Err(Refusal::PassphrasesDiffer.into());
    }
    Ok(first)
}

/// Says something and waits for a line, on a terminal or over a pipe.
pub(crate) struct Asker {
    /// Whether the result goes to the standard output, so that the conversation must not.
    apart: bool,
    /// Whether an earlier screen is taken away, so that nobody reads over a shoulder what was said before.
    clears: bool,
}

impl Asker {
    /// With `apart`, the conversation goes to the standard error.
    pub(crate) fn new(apart: bool) -> Self {
        let terminal = if apart {
            std::io::stderr().is_terminal()
        } else {
            std::io::stdout().is_terminal()
        };
        Self {
            apart,
            clears: terminal && std::io::stdin().is_terminal(),
        }
    }

    /// Makes room for the next screen.
    pub(crate) fn clear(&self) {
        self.write(if self.clears {
            "\u{1b}[2J\u{1b}[H"
        } else {
            "\n"
        });
    }

    pub(crate) fn say(&self, text: &str) {
        self.write(text);
        self.write("\n");
    }

    /// Reads one line; `None` at the end of the input.
    pub(crate) fn line(&self) -> Result<Option<String>> {
        self.write("> ");
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line)?;
        if !self.clears {
            self.write("\n");
        }
        Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
    }

    fn write(&self, text: &str) {
        let write = |out: &mut dyn Write| {
            let _ = out.write_all(text.as_bytes());
            let _ = out.flush();
        };
        if self.apart {
            write(&mut std::io::stderr().lock());
        } else {
            write(&mut std::io::stdout().lock());
        }
    }
}

//! The terminal: texts in the chosen language, live progress, passphrases.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use nuong_view::{Arg, Lang, Texts};

/// The terminal's own texts; those of the domain are the core's.
pub(crate) fn texts(lang: Lang) -> Texts {
    Texts::extended(lang, match lang {
        Lang::Vi => include_str!("../texts/vi.ftl"),
        Lang::En => include_str!("../texts/en.ftl"),
    })
}

/// Lets an output stream end early (`nuong cases | head`) without that being an error.
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

/// Live progress of the field day: lines that stay on a plain output, and a moving line on a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    texts: Texts,
    quiet: bool,
}

impl Progress {
    pub(crate) fn new(lang: Lang, json: bool) -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise}  {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, texts: texts(lang), quiet: json && !std::io::stderr().is_terminal() }
    }

    /// A new part begins.
    pub(crate) fn step(&self, id: &str) {
        self.tell(&self.texts.text(id));
    }

    /// A device exchanges with the hub.
    pub(crate) fn sync(&self, device: &str) {
        self.tell(&self.texts.with("day-syncing", &[("device", Arg::Text(device))]));
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
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    if let Ok(passphrase) = std::env::var("NUONG_PASSPHRASE") {
        return Ok(passphrase);
    }
    if !std::io::stdin().is_terminal() {
        bail!("no terminal to ask for the passphrase: use --passphrase-file or NUONG_PASSPHRASE");
    }
    let first = rpassword::prompt_password(format!("{prompt}: "))?;
    if let Some(again) = twice
        && rpassword::prompt_password(format!("{again}: "))? != first
    {
        bail!("the two passphrases differ");
    }
    Ok(first)
}

/// Reads one line; `None` at the end of the input.
pub(crate) fn read_line(prompt: &str) -> Result<Option<String>> {
    let mut err = std::io::stdout().lock();
    write!(err, "{prompt}")?;
    err.flush()?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
}

//! Opening the profile a command works on.

use std::path::Path;

use anyhow::Result;
use nuong_station::trust::KdfParams;
use nuong_station::{Environment, Error, Station};
use nuong_view::{Lang, Texts};
use serde_json::json;

use crate::args::Global;
use crate::{draw, terminal};

/// How a new passphrase is turned into a key: slowly, but for tests.
pub(crate) fn kdf(quick: bool) -> KdfParams {
    if quick {
        KdfParams::for_tests()
    } else {
        KdfParams::default()
    }
}

/// What every command is told on the command line.
pub(crate) struct Opening<'a> {
    global: &'a Global,
    pub(crate) lang: Lang,
    pub(crate) texts: Texts,
}

impl<'a> Opening<'a> {
    pub(crate) fn new(global: &'a Global, lang: Lang) -> Self {
        Self {
            global,
            lang,
            texts: terminal::texts(lang),
        }
    }

    pub(crate) fn json(&self) -> bool {
        self.global.json
    }

    fn vault(&self) -> &Path {
        &self.global.vault
    }

    /// The passphrase of the profile; asked for twice where it is being set.
    pub(crate) fn passphrase(&self, new: bool) -> Result<String> {
        let again = self.texts.text("passphrase-again");
        let prompt = self
            .texts
            .text(if new { "passphrase-new" } else { "passphrase" });
        terminal::passphrase(
            self.global.passphrase_file.as_deref(),
            &prompt,
            new.then_some(again.as_str()),
        )
    }

    /// Whether a wrong passphrase can be asked for again: somebody is there, and it is not given in another way.
    pub(crate) fn can_ask_again(&self) -> bool {
        self.global.passphrase_file.is_none()
            && std::env::var_os("NUONG_PASSPHRASE").is_none()
            && std::io::IsTerminal::is_terminal(&std::io::stdin())
    }

    /// The station of this profile, unlocked.
    pub(crate) fn station(&self) -> Result<Station> {
        if !Station::exists(self.vault()) {
            return Err(Error::ProfileMissing.into());
        }
        Ok(Station::unlock(
            self.vault(),
            &self.passphrase(false)?,
            Environment::system(),
        )?)
    }

    pub(crate) fn init(&self, quick: bool) -> Result<()> {
        if Station::exists(self.vault()) {
            return Err(Error::ProfileExists.into());
        }
        let station = Station::create(
            self.vault(),
            &self.passphrase(true)?,
            kdf(quick),
            Environment::system(),
        )?;
        let device = station.device().to_string();
        self.tell(&json!({ "vault": self.vault(), "device": device }), || {
            let vault = self.vault().display().to_string();
            self.texts.with(
                "init-done",
                &[("vault", (&vault).into()), ("device", (&device).into())],
            )
        })
    }

    /// Says whose device this is.
    pub(crate) fn tell_profile(&self, station: &Station) -> Result<()> {
        match station.profile(self.lang) {
            Ok(view) if self.json() => terminal::print_json(&view),
            Ok(view) => {
                terminal::print(&draw::profile(&view));
                Ok(())
            }
            Err(Error::NotEnrolled) => {
                let device = station.device().to_string();
                self.tell(&json!({ "device": device, "enrolled": false }), || {
                    self.texts
                        .with("unlock-not-enrolled", &[("device", (&device).into())])
                })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Prints a result: the JSON, or the text.
    pub(crate) fn tell(
        &self,
        value: &serde_json::Value,
        text: impl FnOnce() -> String,
    ) -> Result<()> {
        if self.json() {
            return terminal::print_json(value);
        }
        terminal::print(&text());
        Ok(())
    }
}

//! The first screen: who am I, and my passphrase. It names nobody unless its owner chose that, and
//! says nothing of what the app is for.

use serde::Serialize;

use crate::action::Action;
use crate::choosing::OptionView;
use crate::viewer::Viewer;

/// What the station knows before a vault is open.
#[derive(Clone, Debug, Default)]
pub struct LockFacts {
    /// The profiles on this phone, in the order they were made.
    pub profiles: Vec<LockProfile>,
    /// The id of the profile chosen; none while there is none.
    pub chosen: Option<String>,
    /// Seconds until the next try is allowed; 0 when it is allowed now.
    pub wait_seconds: u64,
    /// The stable code of what went wrong at the last try.
    pub problem: Option<String>,
}

/// A profile that can be unlocked.
#[derive(Clone, Debug)]
pub struct LockProfile {
    /// How the station knows it.
    pub id: String,
    /// The name its owner chose to show before unlocking; by default there is none.
    pub shown_name: Option<String>,
}

/// The unlock screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LockView {
    /// The neutral name of the app.
    pub title: String,
    /// What is asked now.
    pub heading: String,
    /// What this means, in a sentence; not always there.
    pub text: Option<String>,
    /// Whose vault: shown only where there is more than one.
    pub profiles: Vec<OptionView>,
    /// The label of the passphrase field.
    pub passphrase_label: String,
    /// What stands under the field.
    pub passphrase_hint: String,
    /// What was wrong with the last try and what to do, beside the field.
    pub passphrase_error: Option<String>,
    /// Opens the vault.
    pub unlock: Action,
    /// Hides the screen at once.
    pub cover: Action,
    /// Starts enrolment; there only while the phone has no profile.
    pub set_up: Option<Action>,
}

impl Viewer<'_> {
    /// The unlock screen.
    pub fn lock(&self, facts: &LockFacts) -> LockView {
        let empty = facts.profiles.is_empty();
        let label = self.text("lock-unlock");
        let unlock = if empty {
            Action::off(label, self.text("lock-not-set-up"))
        } else if facts.wait_seconds > 0 {
            Action::off(label, self.lock_wait(facts.wait_seconds))
        } else {
            Action::on(label)
        };
        LockView {
            title: self.text("app-name"),
            heading: self.text(if empty {
                "lock-not-set-up"
            } else {
                "lock-heading"
            }),
            text: empty.then(|| self.text("lock-set-up-text")),
            profiles: self.lock_choices(facts),
            passphrase_label: self.text("lock-passphrase"),
            passphrase_hint: self.text("lock-passphrase-hint"),
            passphrase_error: facts
                .problem
                .as_deref()
                .map(|code| self.error(code).in_one_line()),
            unlock,
            cover: Action::on(self.text("lock-cover")),
            set_up: empty.then(|| Action::on(self.text("lock-set-up"))),
        }
    }

    fn lock_wait(&self, seconds: u64) -> String {
        let time = self.duration(seconds);
        self.with("lock-wait", &[("time", (&time).into())])
    }

    fn lock_choices(&self, facts: &LockFacts) -> Vec<OptionView> {
        if facts.profiles.len() < 2 {
            return Vec::new();
        }
        facts
            .profiles
            .iter()
            .enumerate()
            .map(|(at, profile)| OptionView {
                value: profile.id.clone(),
                label: profile
                    .shown_name
                    .clone()
                    .unwrap_or_else(|| self.with("lock-profile", &[("number", (at + 1).into())])),
                chosen: facts.chosen.as_ref() == Some(&profile.id),
            })
            .collect()
    }
}

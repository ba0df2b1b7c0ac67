//! Settings of a phone and its person.

use serde::Serialize;

use crate::action::Action;
use crate::choosing::OptionView;
use crate::lang::Lang;
use crate::profile::ProfileView;
use crate::viewer::Viewer;

/// What the station knows of the settings.
#[derive(Clone, Debug, Default)]
pub struct SettingsFacts {
    /// The device's membership, where it has one.
    pub profile: Option<ProfileView>,
    /// Whether names are hidden in the list until a tap.
    pub names_hidden: bool,
    /// The name shown before unlocking, where its owner chose one.
    pub shown_name: Option<String>,
    /// How long the app may be out of sight before the records close, in seconds.
    pub lock_after: u32,
}

/// How long the app may be out of sight before the records close, in seconds: what can be chosen.
pub const LOCK_AFTER: [u32; 4] = [0, 60, 300, 900];

/// The settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingsView {
    /// The heading.
    pub title: String,
    /// Who this phone works for, and until when.
    pub profile: Option<ProfileView>,
    /// That it works for nobody yet.
    pub not_enrolled: Option<String>,
    /// Opens the screen on which it becomes a member.
    pub enrol: Action,
    /// The label before the languages.
    pub language_label: String,
    /// The languages of the app.
    pub languages: Vec<LanguageChoice>,
    /// The label of the switch that hides names in the list.
    pub names_label: String,
    /// What the switch does.
    pub names_hint: String,
    /// Whether the switch is on.
    pub names_hidden: bool,
    /// The label of the field for a name shown before unlocking.
    pub shown_name_label: String,
    /// What showing it means.
    pub shown_name_hint: String,
    /// That name; empty where none is shown.
    pub shown_name: String,
    /// The label before the times after which the records close.
    pub lock_after_label: String,
    /// What such a time means.
    pub lock_after_hint: String,
    /// The times to choose from.
    pub lock_times: Vec<OptionView>,
    /// Hides the screen at once.
    pub cover: Action,
    /// Closes the records.
    pub lock: Action,
}

/// A language to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageChoice {
    /// What to send back.
    pub language: Lang,
    /// What it is called by those who speak it.
    pub label: String,
    /// Whether it is the one in use.
    pub chosen: bool,
}

impl Viewer<'_> {
    /// The settings.
    pub fn settings(&self, facts: &SettingsFacts) -> SettingsView {
        SettingsView {
            title: self.text("settings-title"),
            not_enrolled: facts
                .profile
                .is_none()
                .then(|| self.error("device.not_enrolled").in_one_line()),
            profile: facts.profile.clone(),
            enrol: Action::on(self.text("settings-enrol")),
            language_label: self.text("settings-language"),
            languages: self.languages(),
            names_label: self.text("settings-names"),
            names_hint: self.text("settings-names-hint"),
            names_hidden: facts.names_hidden,
            shown_name_label: self.text("settings-shown-name"),
            shown_name_hint: self.text("settings-shown-name-hint"),
            shown_name: facts.shown_name.clone().unwrap_or_default(),
            lock_after_label: self.text("settings-lock-after"),
            lock_after_hint: self.text("settings-lock-after-hint"),
            lock_times: LOCK_AFTER
                .into_iter()
                .map(|seconds| OptionView {
                    value: seconds.to_string(),
                    label: match seconds {
                        0 => self.text("settings-lock-at-once"),
                        _ => self.duration(seconds.into()),
                    },
                    chosen: seconds == facts.lock_after,
                })
                .collect(),
            cover: Action::on(self.text("lock-cover")),
            lock: Action::on(self.text("settings-lock")),
        }
    }

    /// The languages of the app, each by its own name.
    pub fn languages(&self) -> Vec<LanguageChoice> {
        Lang::ALL
            .into_iter()
            .map(|language| LanguageChoice {
                language,
                label: language.own_name().to_owned(),
                chosen: language == self.texts.lang(),
            })
            .collect()
    }
}

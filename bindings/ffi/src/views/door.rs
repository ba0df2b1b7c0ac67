//! The unlock screen, setting up, joining, settings, and words of every screen.

use nuong_station::phone::Standing;
use nuong_station::view::{
    Action, EnrolRequestView, EnrolView, Lang, LanguageChoice, LockView, OptionView, ProfileView,
    SetUpView, SettingsView, WordsView,
};

/// The unlock screen.
#[uniffi::remote(Record)]
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

/// The screen on which a profile is made.
#[uniffi::remote(Record)]
pub struct SetUpView {
    /// The heading.
    pub title: String,
    /// What happens here.
    pub text: String,
    /// The label of the field for a new passphrase.
    pub passphrase_label: String,
    /// What a good passphrase is.
    pub passphrase_hint: String,
    /// The label of the field for the same again.
    pub again_label: String,
    /// What was wrong with the last try and what to do, beside the field.
    pub passphrase_error: Option<String>,
    /// That there is no way to find out a forgotten passphrase.
    pub caution: String,
    /// That the records will open on this phone only, where it keeps a key of its own.
    pub bound: Option<String>,
    /// Makes the profile.
    pub create: Action,
}

/// The screen on which a device becomes a member of an authority: a request out, the answer in.
#[uniffi::remote(Record)]
pub struct EnrolView {
    /// The heading.
    pub title: String,
    /// What happens here.
    pub text: String,
    /// That the device is a member already, and what another answer would do.
    pub enrolled: Option<String>,
    /// The label of the field for the person's name.
    pub person_label: String,
    /// Which name is meant.
    pub person_hint: String,
    /// The name as given.
    pub person: String,
    /// Makes the request.
    pub make_request: Action,
    /// The request, once it was made.
    pub request: Option<EnrolRequestView>,
    /// The label before the words to compare.
    pub fingerprint_label: String,
    /// What to do with the words.
    pub fingerprint_hint: String,
    /// The label of the field for the administrator's answer as text.
    pub answer_label: String,
    /// Takes the answer from the field.
    pub accept: Action,
    /// Takes the answer from a file.
    pub accept_file: Action,
    /// Writes the request to a file.
    pub write_file: Action,
}

/// A request to an administrator.
#[uniffi::remote(Record)]
pub struct EnrolRequestView {
    /// The request as text, to be shown as a QR code, copied or sent: capitals and digits only.
    pub text: String,
    /// Words that both sides read to each other, so that nobody stands between.
    pub fingerprint: String,
}

/// The settings.
#[uniffi::remote(Record)]
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

/// The device as it is shown.
#[uniffi::remote(Record)]
pub struct ProfileView {
    /// The heading.
    pub title: String,
    /// The person's name.
    pub person: String,
    /// The role in words.
    pub role: String,
    /// The label before the units.
    pub units_label: String,
    /// The units.
    pub units: Vec<String>,
    /// The label before the device's number.
    pub device_label: String,
    /// The device's number in groups of four, to be read aloud.
    pub device: String,
    /// Until when access holds, or that it ended, and what to do.
    pub access: String,
    /// Whether access has ended or is about to.
    pub access_needs_care: bool,
}

/// A language to choose.
#[uniffi::remote(Record)]
pub struct LanguageChoice {
    /// What to send back.
    pub language: Lang,
    /// What it is called by those who speak it.
    pub label: String,
    /// Whether it is the one in use.
    pub chosen: bool,
}

/// A language of the app. Questionnaires may hold more; what a questionnaire lacks is its own matter.
#[uniffi::remote(Enum)]
pub enum Lang {
    /// Vietnamese, as spoken in the north of the country.
    Vi,
    /// English.
    En,
}

/// Labels that belong to no single view.
#[uniffi::remote(Record)]
pub struct WordsView {
    /// The neutral name of the app.
    pub app: String,
    /// The tab of the worklist.
    pub today: String,
    /// The tab for sending and receiving.
    pub send: String,
    /// The tab of the settings.
    pub settings: String,
    /// Back to the screen before.
    pub back: String,
    /// Takes over what was written.
    pub save: String,
    /// Leaves without doing it.
    pub cancel: String,
    /// Closes what lies over the screen.
    pub close: String,
    /// Empties the search field.
    pub clear: String,
    /// Opens a list, a date or more of a text.
    pub more: String,
    /// Said while the records are opened.
    pub opening: String,
    /// Said while an answer is taken down or a screen is fetched.
    pub working: String,
    /// Said on the cover that hides a screen.
    pub covered: String,
    /// The label of the field for a note.
    pub note: String,
    /// The label of the field for a reason.
    pub reason: String,
    /// The label of the field for a service that a person is referred to.
    pub service: String,
    /// The heading before urgent needs.
    pub urgent: String,
    /// The heading before the reasons of an assessment.
    pub reasons: String,
    /// The heading before what is not yet known.
    pub unasked: String,
    /// The heading before differing answers.
    pub conflicts: String,
    /// The heading before facts about the person.
    pub person: String,
    /// The heading before the timeline.
    pub timeline: String,
    /// The heading before notes.
    pub notes: String,
    /// The heading before interviews with their answers.
    pub interviews: String,
    /// Plays a recording.
    pub listen: String,
    /// Puts a text where other apps can take it from.
    pub copy: String,
}

/// Where a phone stands.
#[uniffi::remote(Enum)]
pub enum Standing {
    /// There is no profile yet.
    NotSetUp,
    /// Profiles are here, and none is open.
    Locked,
    /// A profile is open and belongs to no authority yet.
    NotEnrolled,
    /// A profile is open.
    Open,
    /// A profile is open, and the person holds the device to answer alone.
    HandedOver,
    /// A profile is open and every handle is closed.
    Paused,
}

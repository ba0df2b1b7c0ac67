//! Setting a phone up: a profile under a passphrase, then membership of an authority, with no network.

use serde::Serialize;

use crate::action::Action;
use crate::viewer::Viewer;

/// What the station knows while a profile is being made.
#[derive(Clone, Debug, Default)]
pub struct SetUpFacts {
    /// The stable code of what was refused at the last try.
    pub problem: Option<String>,
    /// Whether this device can keep a key of its own, without which its records do not open.
    pub keystore: bool,
}

/// The screen on which a profile is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// What the station knows while the device is no member of an authority.
#[derive(Clone, Debug, Default)]
pub struct EnrolFacts {
    /// The name the person gave for the request.
    pub person: String,
    /// The request, once it was made.
    pub request: Option<EnrolRequestView>,
    /// Whether the device is a member already.
    pub enrolled: bool,
}

/// The screen on which a device becomes a member of an authority: a request out, the answer in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnrolRequestView {
    /// The request as text, to be shown as a QR code, copied or sent: capitals and digits only.
    pub text: String,
    /// Words that both sides read to each other, so that nobody stands between.
    pub fingerprint: String,
}

impl Viewer<'_> {
    /// The screen on which a profile is made.
    pub fn set_up(&self, facts: &SetUpFacts) -> SetUpView {
        SetUpView {
            title: self.text("setup-title"),
            text: self.text("lock-set-up-text"),
            passphrase_label: self.text("setup-passphrase"),
            passphrase_hint: self.text("setup-passphrase-hint"),
            again_label: self.text("setup-again"),
            passphrase_error: facts
                .problem
                .as_deref()
                .map(|code| self.error(code).in_one_line()),
            caution: self.text("setup-caution"),
            bound: facts.keystore.then(|| self.text("setup-bound")),
            create: Action::on(self.text("setup-create")),
        }
    }

    /// The screen on which a device becomes a member of an authority.
    pub fn enrol(&self, facts: &EnrolFacts) -> EnrolView {
        let no_request = facts
            .request
            .is_none()
            .then(|| self.text("enrol-no-request"));
        EnrolView {
            title: self.text("enrol-title"),
            text: self.text("enrol-text"),
            enrolled: facts.enrolled.then(|| self.text("enrol-enrolled")),
            person_label: self.text("enrol-person"),
            person_hint: self.text("enrol-person-hint"),
            person: facts.person.clone(),
            make_request: Action::on(self.text("enrol-make-request")),
            request: facts.request.clone(),
            fingerprint_label: self.text("enrol-fingerprint"),
            fingerprint_hint: self.text("enrol-fingerprint-hint"),
            answer_label: self.text("enrol-answer"),
            accept: Action::on(self.text("enrol-accept")),
            accept_file: Action::on(self.text("enrol-accept-file")),
            write_file: Action::unless(self.text("enrol-write-file"), no_request),
        }
    }
}

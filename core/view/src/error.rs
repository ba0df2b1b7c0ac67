//! What went wrong, in a person's words, from the stable code of an error.
//!
//! A code is a promise to other programs: it never changes its meaning. Its text may be improved at any time.

use serde::Serialize;

use crate::texts::Texts;
use crate::viewer::Viewer;

/// Every code that has a text of its own. A code `a.b_c` has the text `error-a-b_c` in the catalogues.
pub const ERROR_CODES: &[&str] = &[
    "passphrase.wrong",
    "passphrase.weak",
    "vault.missing",
    "vault.exists",
    "vault.keyring_missing",
    "vault.damaged",
    "vault.newer",
    "vault.wrong_key",
    "vault.full",
    "vault.io",
    "vault.busy",
    "pack.unknown",
    "pack.malformed",
    "pack.unsigned",
    "sheet.malformed",
    "scenario.malformed",
    "answer.type",
    "answer.constraint",
    "answer.unknown_question",
    "answer.unknown_choice",
    "answer.too_long",
    "case.unknown",
    "case.read_only",
    "case.damaged",
    "conflict.unknown",
    "role.not_allowed",
    "device.not_enrolled",
    "device.revoked",
    "device.unknown",
    "certificate.expired",
    "certificate.not_yet_valid",
    "certificate.foreign",
    "certificate.invalid",
    "parcel.truncated",
    "parcel.altered",
    "parcel.foreign",
    "parcel.oversized",
    "parcel.fork",
    "parcel.unknown_author",
    "parcel.newer",
    "file.unreadable",
    "hub.wrong_certificate",
    "hub.unreachable",
    "hub.cut",
    "hub.refused",
    "hub.lied",
    "hub.not_set",
    "hub.bad_address",
    "hub.not_understood",
    "answer.not_integer",
    "answer.not_decimal",
    "answer.not_date",
    "answer.exclusive",
    "answer.not_time",
    "answer.not_a_place",
    "answer.not_a_file",
    "answer.not_in_range",
    "repeat.unknown",
    "repeat.counted",
    "repeat.too_many",
    "self_answer.not_suited",
    "self_answer.no_recordings",
    "casefile.in_conflict",
    "casefile.empty",
    "casefile.bad_form",
    "casefile.bad_time",
    "casefile.no_such_consent",
    "casefile.no_such_link",
    "conflict.not_a_value",
    "interview.unknown",
    "unit.unknown",
    "trust.unit_exists",
    "trust.invalid_unit",
    "trust.invalid_terms",
    "trust.wrong_device",
    "trust.cannot_open",
    "trust.out_of_memory",
    "passphrase.too_long",
    "pack.newer",
    "passphrase.differ",
    "passphrase.wait",
    "interview.no_language",
    "profile.locked",
    "profile.unknown",
    "app.paused",
    "device.handed_over",
    "keystore.refused",
    "keystore.lost",
    "keystore.failed",
    "keystore.needed",
    "sync.running",
    "enrol.not_an_answer",
    "internal",
];

/// Codes of single crates that mean to a person what another code says: the first is shown with the
/// text of the second.
const SAME_AS: &[(&str, &str)] = &[
    ("answer.not_a_choice", "answer.unknown_choice"),
    ("answer.not_answerable", "answer.unknown_question"),
    ("casefile.bad_id", "casefile.bad_form"),
    ("casefile.change_too_large", "answer.too_long"),
    ("casefile.damaged", "case.damaged"),
    ("casefile.engine", "case.damaged"),
    ("casefile.forked_author", "parcel.fork"),
    ("casefile.malformed", "case.damaged"),
    ("casefile.missing_dependencies", "case.damaged"),
    ("casefile.newer_schema", "case.read_only"),
    ("casefile.no_beginning", "case.damaged"),
    ("casefile.not_in_conflict", "conflict.unknown"),
    ("casefile.too_large", "case.damaged"),
    ("casefile.too_long", "answer.too_long"),
    ("casefile.unknown_interview", "interview.unknown"),
    ("change.not_its_own", "parcel.altered"),
    ("frame.after_end", "file.unreadable"),
    ("frame.malformed", "file.unreadable"),
    ("frame.oversized", "parcel.oversized"),
    ("frame.truncated", "parcel.truncated"),
    ("frame.unknown", "file.unreadable"),
    ("frame.version", "parcel.newer"),
    ("hub.foreign", "certificate.foreign"),
    ("hub.hello_forged", "certificate.invalid"),
    ("hub.none", "hub.not_set"),
    ("hub.not_certified", "device.not_enrolled"),
    ("hub.not_this_hub", "hub.wrong_certificate"),
    ("hub.other_authority", "certificate.foreign"),
    ("hub.revoked", "device.revoked"),
    ("hub.stopping", "hub.unreachable"),
    ("hub.store", "hub.unreachable"),
    ("hub.too_large", "parcel.oversized"),
    ("hub.unavailable", "hub.unreachable"),
    ("hub.unknown_device", "device.unknown"),
    ("pack.inconsistent", "pack.malformed"),
    ("pack.not_canonical", "pack.malformed"),
    ("pack.too_large", "pack.malformed"),
    ("parcel.cannot_open", "trust.cannot_open"),
    ("parcel.change_too_large", "parcel.oversized"),
    ("parcel.content", "parcel.altered"),
    ("parcel.content_too_large", "parcel.oversized"),
    ("parcel.incomplete", "parcel.truncated"),
    ("parcel.malformed", "parcel.altered"),
    ("parcel.newer_content", "parcel.newer"),
    ("parcel.revoked", "device.revoked"),
    ("parcel.signature", "parcel.altered"),
    ("parcel.wrong_author", "parcel.altered"),
    ("receipt.false", "hub.lied"),
    ("receipt.forged", "hub.lied"),
    ("receipt.missing", "hub.cut"),
    ("sync.cut", "hub.cut"),
    ("sync.not_a_hub", "hub.wrong_certificate"),
    ("sync.out_of_place", "hub.lied"),
    ("sync.too_much", "hub.lied"),
    ("trust.bad_signature", "certificate.invalid"),
    ("trust.chain_too_deep", "certificate.invalid"),
    ("trust.damaged", "vault.damaged"),
    ("trust.escalation", "certificate.invalid"),
    ("trust.expired", "certificate.expired"),
    ("trust.foreign_authority", "certificate.foreign"),
    ("trust.invalid_id", "casefile.bad_form"),
    ("trust.invalid_unit_name", "trust.invalid_unit"),
    ("trust.issuer_not_administrator", "certificate.invalid"),
    ("trust.kdf_out_of_range", "vault.damaged"),
    ("trust.malformed", "file.unreadable"),
    ("trust.newer", "parcel.newer"),
    ("trust.not_canonical", "file.unreadable"),
    ("trust.not_yet_valid", "certificate.not_yet_valid"),
    ("trust.passphrase_too_long", "passphrase.too_long"),
    ("trust.passphrase_too_short", "passphrase.weak"),
    ("trust.revoked", "device.revoked"),
    ("trust.too_large", "file.unreadable"),
    ("trust.truncated", "file.unreadable"),
    ("trust.unknown_device", "device.unknown"),
    ("trust.unknown_unit", "unit.unknown"),
    ("trust.wrong_passphrase", "passphrase.wrong"),
    ("vault.db", "vault.io"),
    ("vault.engine", "vault.io"),
];

/// An error as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorView {
    /// The stable code, for a person on the telephone and for programs.
    pub code: String,
    /// What happened.
    pub text: String,
    /// What to do about it.
    pub todo: String,
}

impl ErrorView {
    /// The text and what to do, as one paragraph beside a field.
    pub fn in_one_line(&self) -> String {
        format!("{} {}", self.text, self.todo)
    }
}

impl Texts {
    /// The error with this code. A code without a text of its own gives a general one that shows the code.
    pub fn error(&self, code: &str) -> ErrorView {
        let means = meaning(code);
        let own = text_id(means);
        let id = if self.has(&own) {
            own.as_str()
        } else {
            "error-other"
        };
        let args = [("code", code.into())];
        ErrorView {
            code: code.to_owned(),
            text: self.with(id, &args),
            todo: self.attribute(id, "todo", &args).unwrap_or_default(),
        }
    }
}

impl Viewer<'_> {
    /// The error with this code.
    pub fn error(&self, code: &str) -> ErrorView {
        self.texts.error(code)
    }
}

/// The code with a text of its own that says to a person what this one says.
pub(crate) fn meaning(code: &str) -> &str {
    SAME_AS
        .iter()
        .find(|(own, _)| *own == code)
        .map_or(code, |(_, same)| same)
}

pub(crate) fn text_id(code: &str) -> String {
    format!("error-{}", code.replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn every_code_has_its_own_text_and_what_to_do_in_every_language() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for code in ERROR_CODES {
                let view = texts.error(code);
                assert!(texts.has(&text_id(code)), "{code} has no text in {lang}");
                assert!(!view.todo.is_empty(), "{code} says nothing to do in {lang}");
            }
        }
    }

    #[test]
    fn an_unknown_code_gives_a_text_that_shows_it() {
        for lang in Lang::ALL {
            let view = Texts::new(lang).error("moon.eclipsed");
            assert!(view.text.contains("moon.eclipsed"));
            assert!(!view.todo.is_empty());
            assert_eq!(view.code, "moon.eclipsed");
        }
    }

    #[test]
    fn a_code_that_means_the_same_has_the_same_words_and_keeps_its_name() {
        let texts = Texts::new(Lang::Vi);
        for (own, same) in SAME_AS {
            assert!(ERROR_CODES.contains(same), "{same} has no text of its own");
            assert!(!ERROR_CODES.contains(own), "{own} has a text of its own");
            assert_eq!(texts.error(own).text, texts.error(same).text);
            assert_eq!(texts.error(own).code, *own);
        }
    }

    #[test]
    fn codes_are_listed_once() {
        let own = SAME_AS.iter().map(|(own, _)| own);
        let mut codes: Vec<&str> = ERROR_CODES.iter().chain(own).copied().collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}

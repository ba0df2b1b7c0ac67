//! What an app does next about an error.

use crate::error::meaning;

/// The one thing a shell does about an error, whatever its code. Every code has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextStep {
    /// Asks for the passphrase again, with the text beside the field.
    AskPassphrase,
    /// Shows the unlock screen.
    Unlock,
    /// Resumes the station and does it again.
    Resume,
    /// Shows the screen on which the device joins a unit.
    Enrol,
    /// Shows why this is not allowed, and stays.
    Refuse,
    /// Draws the screen anew: what it shows is no longer so.
    DrawAnew,
    /// Shows the text beside the field it speaks of.
    Correct,
    /// Offers to try later, or to use a file.
    TryLater,
    /// Offers another file.
    OtherFile,
    /// Shows what is wrong with the records on this phone, and keeps them.
    Storage,
    /// Asks the person to unlock the phone itself, then tries again.
    Keystore,
    /// Says so, with the code, and goes on.
    Tell,
}

/// Codes, or what stands before their first dot, and what to do; the longest that fits counts.
const STEPS: &[(&str, NextStep)] = &[
    ("answer", NextStep::Correct),
    ("answer.unknown_question", NextStep::DrawAnew),
    ("app.paused", NextStep::Resume),
    ("case", NextStep::DrawAnew),
    ("case.damaged", NextStep::Storage),
    ("case.read_only", NextStep::Refuse),
    ("casefile", NextStep::Correct),
    ("casefile.in_conflict", NextStep::DrawAnew),
    ("casefile.no_such_consent", NextStep::DrawAnew),
    ("casefile.no_such_link", NextStep::DrawAnew),
    ("certificate", NextStep::Refuse),
    ("conflict", NextStep::DrawAnew),
    ("device", NextStep::Refuse),
    ("device.handed_over", NextStep::DrawAnew),
    ("device.not_enrolled", NextStep::Enrol),
    ("enrol", NextStep::Correct),
    ("file", NextStep::OtherFile),
    ("hub", NextStep::TryLater),
    ("hub.bad_address", NextStep::Correct),
    ("interview", NextStep::DrawAnew),
    ("keystore", NextStep::Keystore),
    ("pack", NextStep::DrawAnew),
    ("pack.malformed", NextStep::OtherFile),
    ("pack.newer", NextStep::OtherFile),
    ("parcel", NextStep::OtherFile),
    ("passphrase", NextStep::AskPassphrase),
    ("profile.locked", NextStep::Unlock),
    ("profile.unknown", NextStep::DrawAnew),
    ("repeat", NextStep::DrawAnew),
    ("role", NextStep::Refuse),
    ("self_answer", NextStep::Refuse),
    ("sheet", NextStep::OtherFile),
    ("sync.running", NextStep::DrawAnew),
    ("trust", NextStep::OtherFile),
    ("trust.invalid_terms", NextStep::Correct),
    ("trust.out_of_memory", NextStep::Storage),
    ("unit", NextStep::DrawAnew),
    ("vault", NextStep::Storage),
    ("vault.missing", NextStep::DrawAnew),
    ("vault.exists", NextStep::DrawAnew),
];

impl NextStep {
    /// What to do about the error with this code.
    pub fn about(code: &str) -> NextStep {
        let means = meaning(code);
        let kind = means.split('.').next().unwrap_or_default();
        let step = |name| STEPS.iter().find(|(known, _)| *known == name);
        step(means)
            .or_else(|| step(kind))
            .map_or(NextStep::Tell, |(_, step)| *step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ERROR_CODES;

    #[test]
    fn what_only_a_programmer_can_mend_is_told_and_all_else_has_its_own_step() {
        let told: Vec<&str> = ERROR_CODES
            .iter()
            .copied()
            .filter(|code| NextStep::about(code) == NextStep::Tell)
            .collect();
        assert_eq!(told, ["scenario.malformed", "internal"]);
    }

    #[test]
    fn a_code_goes_before_its_kind_and_one_that_means_the_same_does_the_same() {
        assert_eq!(NextStep::about("device.not_enrolled"), NextStep::Enrol);
        assert_eq!(NextStep::about("device.revoked"), NextStep::Refuse);
        assert_eq!(
            NextStep::about("trust.wrong_passphrase"),
            NextStep::AskPassphrase
        );
        assert_eq!(NextStep::about("hub.none"), NextStep::TryLater);
        assert_eq!(NextStep::about("moon.eclipsed"), NextStep::Tell);
    }
}

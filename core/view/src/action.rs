//! Controls.

use serde::Serialize;

/// Something a person can do on a screen. It is drawn even when it cannot be done now, with the
/// reason beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What the control says.
    pub label: String,
    /// Whether it can be done now.
    pub enabled: bool,
    /// Why it cannot be done now; present exactly when `enabled` is false.
    pub why_not: Option<String>,
}

impl Action {
    pub(crate) fn on(label: String) -> Action {
        Action {
            label,
            enabled: true,
            why_not: None,
        }
    }

    pub(crate) fn off(label: String, why_not: String) -> Action {
        Action {
            label,
            enabled: false,
            why_not: Some(why_not),
        }
    }

    /// Possible unless there is a reason against it.
    pub(crate) fn unless(label: String, why_not: Option<String>) -> Action {
        match why_not {
            Some(reason) => Action::off(label, reason),
            None => Action::on(label),
        }
    }
}

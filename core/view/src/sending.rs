//! How far a record has come on its way to others, in honest words.

use serde::Serialize;

use crate::viewer::Viewer;

/// Where the newest of what was written here about a case has got to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// On this phone only.
    Here,
    /// A colleague's phone or card carries it towards the hub.
    Carried {
        /// Who carries it.
        by: String,
        /// Since when, Unix seconds.
        at: i64,
    },
    /// The hub has given a receipt for it.
    AtHub {
        /// When the receipt was given, Unix seconds.
        at: i64,
    },
    /// A colleague it is meant for has it.
    Read {
        /// Who read it.
        by: String,
        /// When, Unix seconds.
        at: i64,
    },
    /// Nothing about this case was written here.
    Received,
}

/// [`Sending`] as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SendingView {
    /// The state in words.
    pub text: String,
    /// Whether something still waits on this phone; a shell may draw it with another shape.
    pub waits: bool,
}

impl Viewer<'_> {
    pub(crate) fn sending(&self, sending: &Sending, now: i64) -> SendingView {
        let when = |at: &i64| self.recent(*at, now);
        let text = match sending {
            Sending::Here => self.text("sending-here"),
            Sending::Carried { by, at } => self.with(
                "sending-carried",
                &[("name", by.into()), ("when", (&when(at)).into())],
            ),
            Sending::AtHub { at } => self.with("sending-hub", &[("when", (&when(at)).into())]),
            Sending::Read { by, at } => self.with(
                "sending-read",
                &[("name", by.into()), ("when", (&when(at)).into())],
            ),
            Sending::Received => self.text("sending-received"),
        };
        SendingView {
            text,
            waits: matches!(sending, Sending::Here | Sending::Carried { .. }),
        }
    }
}

//! Sending and receiving, controls, errors and notices.

use nuong_station::phone::Change;
use nuong_station::view::{
    Action, ArrivedView, AsideItemView, AsideView, ErrorView, HubView, SendingView, SyncView,
    WrittenView,
};

/// The screen for sending and receiving.
#[uniffi::remote(Record)]
pub struct SyncView {
    /// The heading.
    pub title: String,
    /// The state, in one calm sentence.
    pub state: String,
    /// What waits to be sent.
    pub waiting: String,
    /// What is carried for others.
    pub carried: Option<String>,
    /// How far the exchange under way has got, line by line.
    pub progress: Vec<String>,
    /// What the last exchange brought.
    pub arrived: Option<String>,
    /// What it cost: bytes and round trips.
    pub cost: Vec<String>,
    /// What ended it early.
    pub problem: Option<ErrorView>,
    /// That something was kept aside; then each kind of it.
    pub aside: Option<AsideView>,
    /// The field for the hub's address; there only where the authority has a hub, since no other is believed.
    pub hub: Option<HubView>,
    /// Starts an exchange with the hub.
    pub send: Action,
    /// Stops the one under way.
    pub stop: Action,
    /// Writes what waits to a file.
    pub write_file: Action,
    /// Reads a file of a colleague.
    pub read_file: Action,
}

/// The field for the hub's address.
#[uniffi::remote(Record)]
pub struct HubView {
    /// What it is called.
    pub label: String,
    /// When to change it, and that no other hub than the authority's is believed.
    pub hint: String,
    /// The address in use.
    pub address: String,
}

/// What a parcel file brought.
#[uniffi::remote(Record)]
pub struct ArrivedView {
    /// For how many cases something new came.
    pub text: String,
    /// That parcels are carried which this phone cannot read.
    pub sealed: Option<String>,
    /// What was kept aside.
    pub aside: Option<AsideView>,
}

/// What was written to a parcel file.
#[uniffi::remote(Record)]
pub struct WrittenView {
    /// How much.
    pub text: String,
}

/// What was kept aside and has no effect.
#[uniffi::remote(Record)]
pub struct AsideView {
    /// How many things.
    pub heading: String,
    /// Each kind: how many, what happened.
    pub items: Vec<AsideItemView>,
}

/// One kind of thing kept aside.
#[uniffi::remote(Record)]
pub struct AsideItemView {
    /// The stable code.
    pub code: String,
    /// How many and what happened.
    pub text: String,
    /// What to do.
    pub todo: String,
}

/// `Sending` as it is shown.
#[uniffi::remote(Record)]
pub struct SendingView {
    /// The state in words.
    pub text: String,
    /// Whether something still waits on this phone; a shell may draw it with another shape.
    pub waits: bool,
}

/// Something a person can do on a screen. It is drawn even when it cannot be done now, with the
/// reason beside it.
#[uniffi::remote(Record)]
pub struct Action {
    /// What the control says.
    pub label: String,
    /// Whether it can be done now.
    pub enabled: bool,
    /// Why it cannot be done now; present exactly when `enabled` is false.
    pub why_not: Option<String>,
}

/// An error as it is shown.
#[uniffi::remote(Record)]
pub struct ErrorView {
    /// The stable code, for a person on the telephone and for programs.
    pub code: String,
    /// What happened.
    pub text: String,
    /// What to do about it.
    pub todo: String,
}

/// What is to be drawn anew.
#[uniffi::remote(Enum)]
pub enum Change {
    /// The unlock screen: a profile was opened, closed or made.
    Lock,
    /// The worklist.
    List,
    /// A case, and what is shown of it.
    Case {
        /// Its id.
        case: String,
    },
    /// What waits, what arrived, what runs.
    Sync,
    /// Settings and membership.
    Settings,
    /// Every text: another language.
    Language,
}

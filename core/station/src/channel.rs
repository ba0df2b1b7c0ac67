//! What carries an exchange, and who watches it.

use serde::Serialize;

/// A way to a hub: one request, one answer.
pub trait Channel {
    /// Sends a whole request and gives the answer to `answer` piece by piece as it comes; `false` from it ends the exchange.
    ///
    /// # Errors
    /// [`ChannelError`] where the answer did not come to its end. What was given to `answer` until then is used.
    fn exchange(
        &mut self,
        request: &[u8],
        answer: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), ChannelError>;
}

/// Why a channel did not carry an answer to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// No connection came about.
    #[error("not reached: {0}")]
    Unreachable(String),
    /// The other end could not prove to be the hub.
    #[error("not our hub: {0}")]
    WrongHub(String),
    /// The address is none of a hub.
    #[error("not an address: {0}")]
    BadAddress(String),
    /// The connection broke.
    #[error("cut: {0}")]
    Cut(String),
    /// The other end answered with an error of HTTP.
    #[error("refused: {0}")]
    Refused(String),
}

impl ChannelError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "hub.unreachable",
            Self::WrongHub(_) => "hub.wrong_certificate",
            Self::BadAddress(_) => "hub.bad_address",
            Self::Cut(_) => "hub.cut",
            Self::Refused(_) => "hub.refused",
        }
    }
}

/// How far an exchange is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SyncProgress {
    /// Bytes sent so far.
    pub bytes_sent: u64,
    /// Bytes received so far.
    pub bytes_received: u64,
    /// Parcels taken in so far.
    pub parcels_received: u64,
    /// Parcels there were to bring when it began.
    pub parcels_to_send: u64,
    /// Parcels the hub has given a receipt for so far.
    pub parcels_acknowledged: u64,
}

/// Is told how far an exchange is, and may stop it.
pub trait SyncObserver {
    /// Called after each piece; `false` stops the exchange where it is. What was received is kept.
    fn progress(&mut self, progress: &SyncProgress) -> bool;
}

/// Lets an exchange run to its end.
pub struct NoObserver;

impl SyncObserver for NoObserver {
    fn progress(&mut self, _: &SyncProgress) -> bool {
        true
    }
}

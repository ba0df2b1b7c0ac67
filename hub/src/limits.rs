//! What one client may take of a hub.

use std::time::Duration;

/// Limits on what comes from outside. The protocol's own limits (lengths of frames, of a request) are those of `nuong_sync`.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Exchanges at one time; more are told to come back. Each holds a few frames in memory, so 256 take some 50 MB.
    pub exchanges: usize,
    /// Connections at one time, those still shaking hands included.
    pub connections: usize,
    /// The longest a request may take from its first byte to its last: the longest request the protocol allows, at
    /// 50 kbit/s, and half as long again.
    pub request: Duration,
    /// The longest pause between two pieces of a request, or between accepting pieces of the answer. 2G drops out for
    /// some tens of seconds and comes back.
    pub pause: Duration,
    /// After this long a request must have come at [`Limits::bytes_a_second`] on average.
    pub grace: Duration,
    /// The slowest average worth serving: a hundredth of a 50 kbit/s link.
    pub bytes_a_second: u64,
    /// How long the head of a request and the TLS handshake may take.
    pub head: Duration,
    /// How long exchanges that are under way may still take when the hub is told to stop.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            exchanges: 256,
            connections: 1024,
            request: Duration::from_secs(33 * 60),
            pause: Duration::from_secs(60),
            grace: Duration::from_secs(60),
            bytes_a_second: 64,
            head: Duration::from_secs(20),
            stop: Duration::from_secs(30),
        }
    }
}

/// Most header fields of a request; ours have eight.
pub(crate) const MAX_HEADERS: usize = 64;

/// Longest head of a request, in bytes.
pub(crate) const MAX_HEAD: usize = 16 * 1024;

/// Most requests at one time on one HTTP/2 connection; a device makes one.
pub(crate) const MAX_STREAMS: u32 = 8;

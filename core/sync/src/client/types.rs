use std::collections::BTreeMap;

use nuong_trust::{Bulletin, Certificate, DeviceId};

use crate::{Cursor, Directory, EXCHANGE_BYTES, LogHead, Parcel, ParcelName, SyncError};

/// What a session starts from: all that the device knows of itself and of the hub.
#[derive(Debug, Clone)]
pub struct ClientFacts {
    /// Root, known certificates and bulletin.
    pub directory: Directory,
    /// The hub's certificate, from enrolment.
    pub hub: Certificate,
    /// The device's own certificate.
    pub certificate: Certificate,
    /// Whether this very certificate was brought to this hub before ([`Effect::HubKnows`]).
    pub certificate_at_hub: bool,
    /// The number of the hub's latest bulletin, as it last said; 0 if never.
    pub bulletin_at_hub: u64,
    /// How far this hub's log was read. A hub with another certificate is read from [`Cursor::START`], and so is every hub
    /// after the units of the device have changed.
    pub cursor: Cursor,
    /// Parcels that the hub has given no receipt for, own and carried, in the order to send them: any that builds on another
    /// after it, the most urgent first.
    pub outgoing: Vec<Outgoing>,
    /// The last parcel of the device's own log.
    pub own_head: LogHead,
    /// For each author of parcels here, up to which number the hub has given receipts.
    pub acknowledged: BTreeMap<DeviceId, u64>,
    /// About how many bytes of parcels to put into one exchange; [`EXCHANGE_BYTES`] unless there is a reason.
    pub exchange_bytes: usize,
}

impl ClientFacts {
    /// The facts of a device that never met the hub and has nothing to bring.
    pub fn new(directory: Directory, hub: Certificate, certificate: Certificate) -> Self {
        Self {
            directory,
            hub,
            certificate,
            certificate_at_hub: false,
            bulletin_at_hub: 0,
            cursor: Cursor::START,
            outgoing: Vec::new(),
            own_head: LogHead::START,
            acknowledged: BTreeMap::new(),
            exchange_bytes: EXCHANGE_BYTES,
        }
    }
}

/// A parcel that waits to be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing {
    /// Its author.
    pub author: DeviceId,
    /// Its number.
    pub seq: u64,
    /// Its name.
    pub name: ParcelName,
    /// The length of its encoding, in bytes.
    pub length: usize,
}

/// What happened outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// Begin.
    Start,
    /// Bytes of the answer came.
    Received(&'a [u8]),
    /// The answer ended and the channel says that it is whole.
    Closed,
    /// The channel broke, or gave up waiting.
    Cut,
}

/// What is to be done outside, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Store these bytes durably before going on: the state for [`ClientSession::new`](crate::ClientSession::new) after a crash.
    Persist(Vec<u8>),
    /// Begin a request to the hub.
    Open,
    /// Send these bytes.
    Send(Vec<u8>),
    /// Send [`crate::parcel_frame`] of the parcel with this name.
    SendParcel(ParcelName),
    /// The request is whole: send nothing more, wait for the answer.
    CloseRequest,
    /// Keep a certificate that was not known. It was verified.
    KeepCertificate(Certificate),
    /// Keep a bulletin in place of the one before. It was verified.
    KeepBulletin(Bulletin),
    /// Keep a parcel and, in the same transaction, the cursor. Author and signature were checked. It may be known already,
    /// or fill sections that were missing ([`Parcel::fill`]).
    Keep {
        /// The parcel.
        parcel: Parcel,
        /// How far the log is read with it.
        cursor: Cursor,
    },
    /// Keep bytes aside that are no good parcel, with the cursor, so that they block nothing.
    SetAside {
        /// As they came.
        bytes: Vec<u8>,
        /// What is wrong: a stable code.
        code: &'static str,
        /// How far the log is read with it.
        cursor: Cursor,
    },
    /// Keep the cursor: the log is read so far.
    Advance(Cursor),
    /// The hub has given a receipt for all parcels of an author up to a number.
    Acknowledged {
        /// The author.
        author: DeviceId,
        /// The number.
        upto: u64,
    },
    /// The hub has given a receipt for one parcel after a gap.
    AcknowledgedAlone {
        /// The author.
        author: DeviceId,
        /// The number.
        seq: u64,
    },
    /// The hub has less than it gave receipts for: what is after `upto` must be brought again, from the next session on.
    Forgotten {
        /// The author.
        author: DeviceId,
        /// The number.
        upto: u64,
    },
    /// The hub did not take a parcel. It should not be brought again before a person or a program has looked at why.
    Rejected {
        /// Which.
        parcel: Outgoing,
        /// Why: a stable code of the hub.
        code: String,
    },
    /// The hub has the device's certificate, and this bulletin.
    HubKnows {
        /// The number of its latest bulletin.
        bulletin: u64,
    },
    /// All is done.
    Done(Report),
    /// The session ended before all was done. What was kept and acknowledged stands.
    Failed {
        /// Why.
        error: SyncError,
        /// The hub's own code, where it is one that this version does not know.
        refusal: Option<String>,
        /// What was done until then.
        report: Report,
    },
}

/// What a session did, over all its exchanges and over those before that ended in a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Bytes sent, with all framing of this protocol.
    pub sent: u64,
    /// Bytes received, likewise.
    pub received: u64,
    /// Requests made.
    pub round_trips: u64,
    /// Parcels sent, counting each time.
    pub parcels_sent: u64,
    /// Good parcels received.
    pub parcels_received: u64,
    /// Parcels that the hub has given a receipt for.
    pub acknowledged: u64,
    /// Parcels that the hub did not take.
    pub rejected: u64,
    /// Parcels, certificates and bulletins received that were not good.
    pub refused: u64,
    /// Authors of whom the hub has less than it gave receipts for.
    pub forgotten: u64,
}

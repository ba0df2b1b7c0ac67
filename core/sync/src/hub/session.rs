use std::sync::Arc;

use nuong_trust::{AuthorityId, DeviceId, DeviceKeys, RootPublic, TrustError, UnitId};

use super::{HubStore, StoreError, delivery::Delivery, intake::Intake};
use crate::{
    Cursor, Directory, EXCHANGE_BYTES, Frame, FrameReader, Hello, MAX_ASKED, MAX_BEYOND,
    MAX_CERTIFICATES, MAX_REQUEST, Receipt, STREAM_VERSION, SyncError, receipt::Held,
};

/// Who the hub is: its keys, and the authority it serves.
pub struct HubIdentity {
    pub(super) keys: DeviceKeys,
    pub(super) root: RootPublic,
    pub(super) exchange_bytes: usize,
}

impl HubIdentity {
    /// A hub with `keys`, certified by the authority of `root`.
    pub fn new(keys: DeviceKeys, root: RootPublic) -> Self {
        Self {
            keys,
            root,
            exchange_bytes: EXCHANGE_BYTES,
        }
    }

    /// The same, sending at most about `bytes` of parcels in one answer.
    #[must_use]
    pub fn with_exchange_bytes(mut self, bytes: usize) -> Self {
        self.exchange_bytes = bytes;
        self
    }

    /// The hub's name.
    pub fn device_id(&self) -> DeviceId {
        self.keys.device_id()
    }

    /// The authority it serves.
    pub fn authority(&self) -> AuthorityId {
        self.root.authority_id()
    }
}

/// What the hub should do after a piece of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Read on.
    More,
    /// Stop reading, and send what [`HubSession::respond`] gives until it gives nothing.
    Answer,
}

/// What became of one parcel of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Which parcel frame it was, from 0.
    pub index: u64,
    /// `parcel.accepted`, `parcel.early` (accepted, but parcels before it are missing), `parcel.duplicate`, or why not.
    pub code: &'static str,
    /// The position it got in the log.
    pub position: Option<u64>,
}

/// One exchange at the hub. Whole parcels are in the store as soon as they have been received, so a request that is cut off
/// is simply dropped.
pub struct HubSession {
    pub(super) identity: Arc<HubIdentity>,
    pub(super) directory: Directory,
    frames: FrameReader,
    received: usize,
    certificates: usize,
    stage: Stage,
    hello: Option<Hello>,
    pub(super) intake: Intake,
    refused: Option<SyncError>,
}

enum Stage {
    Hello,
    Certificate,
    Parcels,
    Answer,
    Deliver(Delivery),
    Done,
}

/// Why a request is not read further.
pub(super) enum Stop {
    Store(StoreError),
    Refuse(SyncError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SyncError> for Stop {
    fn from(error: SyncError) -> Self {
        Self::Refuse(error)
    }
}

impl From<TrustError> for Stop {
    fn from(error: TrustError) -> Self {
        Self::Refuse(SyncError::Trust(error))
    }
}

impl HubSession {
    /// At the start of a request.
    pub fn new(identity: Arc<HubIdentity>) -> Self {
        let directory = Directory::new(identity.root);
        Self {
            identity,
            directory,
            frames: FrameReader::new(),
            received: 0,
            certificates: 0,
            stage: Stage::Hello,
            hello: None,
            intake: Intake::default(),
            refused: None,
        }
    }

    /// Takes the next bytes of the request, at `now` by the hub's clock (Unix seconds).
    ///
    /// # Errors
    /// [`StoreError`]: nothing more can be done in this exchange; answer with [`HubSession::unavailable`].
    pub fn receive(
        &mut self,
        now: i64,
        store: &mut dyn HubStore,
        bytes: &[u8],
    ) -> Result<Flow, StoreError> {
        self.received = self.received.saturating_add(bytes.len());
        if self.received > MAX_REQUEST {
            return Ok(self.refuse(SyncError::TooMuch));
        }
        self.frames.push(bytes);
        while self.is_reading() {
            match self.frames.next_frame() {
                Ok(None) => return Ok(Flow::More),
                Err(error) => return Ok(self.refuse(SyncError::Frame(error))),
                Ok(Some(frame)) => match self.frame(now, store, frame) {
                    Ok(()) => {}
                    Err(Stop::Store(error)) => return Err(error),
                    Err(Stop::Refuse(error)) => return Ok(self.refuse(error)),
                },
            }
        }
        Ok(Flow::Answer)
    }

    /// The next bytes of the answer, or none when it is whole.
    ///
    /// # Errors
    /// [`StoreError`]: end the answer here; the device takes it as cut off.
    pub fn respond(&mut self, store: &dyn HubStore) -> Result<Option<Vec<u8>>, StoreError> {
        let mut out = Vec::new();
        match &mut self.stage {
            Stage::Deliver(delivery) => {
                let frames = delivery.next(store)?;
                frames.iter().for_each(|frame| frame.write(&mut out));
                if frames
                    .last()
                    .is_none_or(|frame| matches!(frame, Frame::End(_)))
                {
                    self.stage = Stage::Done;
                }
                Ok((!out.is_empty()).then_some(out))
            }
            Stage::Done => Ok(None),
            _ => {
                self.stage = Stage::Done;
                self.begin_answer(store, &mut out)?;
                Ok(Some(out))
            }
        }
    }

    /// The whole answer when the store fails before one was begun.
    pub fn unavailable() -> Vec<u8> {
        let mut out = vec![STREAM_VERSION];
        Frame::Refusal {
            code: SyncError::Unavailable.code().to_owned(),
        }
        .write(&mut out);
        out
    }

    /// The device that asks, once its hello was verified.
    pub fn device(&self) -> Option<DeviceId> {
        let verified = matches!(
            self.stage,
            Stage::Parcels | Stage::Answer | Stage::Deliver(_) | Stage::Done
        );
        self.hello
            .as_ref()
            .filter(|_| verified && self.refused.is_none())
            .map(|hello| hello.device)
    }

    /// Why the request was refused, if it was.
    pub fn refusal(&self) -> Option<SyncError> {
        self.refused
    }

    /// What became of the parcels of the request so far.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.intake.outcomes
    }

    fn is_reading(&self) -> bool {
        matches!(
            self.stage,
            Stage::Hello | Stage::Certificate | Stage::Parcels
        )
    }

    fn refuse(&mut self, error: SyncError) -> Flow {
        self.refused = Some(error);
        self.stage = Stage::Answer;
        Flow::Answer
    }

    fn frame(&mut self, now: i64, store: &mut dyn HubStore, frame: Frame) -> Result<(), Stop> {
        match (&self.stage, frame) {
            (Stage::Hello, Frame::Hello(hello)) => self.hello(now, store, hello),
            (Stage::Certificate, Frame::Certificate(bytes)) => {
                self.own_certificate(now, store, &bytes)
            }
            (Stage::Parcels, Frame::Certificate(bytes)) => self.carried_certificate(store, &bytes),
            (Stage::Parcels, Frame::Bulletin(bytes)) => self.bulletin(now, store, &bytes),
            (Stage::Parcels, Frame::Parcel(bytes)) => {
                self.intake.parcel(now, store, &mut self.directory, &bytes)
            }
            (Stage::Parcels, Frame::Oversized) => self.intake.oversized(),
            (Stage::Parcels, Frame::End(_)) => {
                self.stage = Stage::Answer;
                Ok(())
            }
            _ => Err(Stop::Refuse(SyncError::OutOfPlace)),
        }
    }

    fn hello(&mut self, now: i64, store: &dyn HubStore, hello: Hello) -> Result<(), Stop> {
        if hello.authority != self.identity.authority() {
            return Err(SyncError::Foreign.into());
        }
        if let Some(bytes) = store.bulletin()? {
            self.directory.admit_bulletin(&bytes)?;
        }
        let (follows, device) = (hello.certificate_follows, hello.device);
        self.hello = Some(hello);
        if follows {
            self.stage = Stage::Certificate;
            return Ok(());
        }
        load(store, &mut self.directory, &device)?;
        self.welcome(now)
    }

    fn own_certificate(
        &mut self,
        now: i64,
        store: &mut dyn HubStore,
        bytes: &[u8],
    ) -> Result<(), Stop> {
        let device = self.hello.as_ref().map(|hello| hello.device);
        if let Some(device) = &device {
            load(store, &mut self.directory, device)?;
        }
        let admitted = self.directory.admit_certificate(bytes)?;
        self.welcome(now)?;
        match admitted {
            Some(certificate) => Ok(store.put_certificate(&certificate.device_id(), bytes)?),
            None => Ok(()),
        }
    }

    /// Lets the device in if its certificate is known, valid and not revoked, and its hello is its own.
    fn welcome(&mut self, now: i64) -> Result<(), Stop> {
        let hello = self.hello.as_ref().ok_or(SyncError::OutOfPlace)?;
        let certificate = self
            .directory
            .certificate(&hello.device)
            .ok_or(SyncError::UnknownDevice)?;
        hello.verify(&certificate.terms().device, &self.identity.device_id())?;
        self.directory
            .check_standing(certificate)
            .map_err(|_| SyncError::Revoked)?;
        certificate.verify(&self.identity.root, now)?;
        self.stage = Stage::Parcels;
        Ok(())
    }

    /// A certificate of an author whose parcels follow. One that is not good only means that those are not accepted.
    fn carried_certificate(&mut self, store: &mut dyn HubStore, bytes: &[u8]) -> Result<(), Stop> {
        self.certificates += 1;
        if self.certificates > MAX_CERTIFICATES {
            return Err(SyncError::TooMuch.into());
        }
        let Ok(claimed) = nuong_trust::Certificate::decode(bytes) else {
            return Ok(());
        };
        load(store, &mut self.directory, &claimed.device_id())?;
        match self.directory.admit_certificate(bytes) {
            Ok(Some(certificate)) => Ok(store.put_certificate(&certificate.device_id(), bytes)?),
            _ => Ok(()),
        }
    }

    fn bulletin(&mut self, now: i64, store: &mut dyn HubStore, bytes: &[u8]) -> Result<(), Stop> {
        if let Ok(Some(bulletin)) = self.directory.admit_bulletin(bytes) {
            store.put_bulletin(bulletin.number(), bytes)?;
            // It may be about the very device that brought it.
            self.welcome(now)?;
        }
        Ok(())
    }

    /// Everything before the parcels: bulletin, rejections, receipt; or the refusal.
    fn begin_answer(&mut self, store: &dyn HubStore, out: &mut Vec<u8>) -> Result<(), StoreError> {
        out.push(STREAM_VERSION);
        let known = self.hello.as_ref().map(|hello| hello.bulletin);
        let newer = self
            .directory
            .bulletin()
            .filter(|bulletin| known.is_some_and(|known| known < bulletin.number()));
        if let Some(bulletin) = newer {
            Frame::Bulletin(bulletin.encode()).write(out);
        }
        if let Some(error) = self.refused {
            Frame::Refusal {
                code: error.code().to_owned(),
            }
            .write(out);
            return Ok(());
        }
        let Some(hello) = self.hello.clone() else {
            return Ok(());
        };
        for (index, code) in &self.intake.rejected {
            Frame::Rejected {
                index: *index,
                code: (*code).to_owned(),
            }
            .write(out);
        }
        let mut authors = self.intake.brought.clone();
        authors.extend(&hello.asked);
        if !authors.is_empty() || self.intake.count > 0 {
            let (authority, device) = (self.identity.authority(), hello.device);
            let held = held(store, authors)?;
            let receipt =
                Receipt::signed(held, &authority, &device, &hello.nonce, &self.identity.keys);
            Frame::Receipt(receipt).write(out);
        }
        let cursor = sound(hello.cursor, store.last_position()?);
        let units = self.units(&hello.device);
        let (bulletin, budget) = (
            self.directory.bulletin_number(),
            self.identity.exchange_bytes,
        );
        self.stage = Stage::Deliver(Delivery::new(hello.device, units, cursor, bulletin, budget));
        Ok(())
    }

    fn units(&self, device: &DeviceId) -> Vec<UnitId> {
        self.directory
            .certificate(device)
            .map(|certificate| certificate.terms().units.clone())
            .unwrap_or_default()
    }
}

/// Puts the stored certificate of a device into the directory, if there is one.
pub(super) fn load(
    store: &dyn HubStore,
    directory: &mut Directory,
    device: &DeviceId,
) -> Result<(), Stop> {
    if directory.certificate(device).is_none()
        && let Some(stored) = store.certificate(device)?
    {
        directory.admit_certificate(&stored.bytes)?;
    }
    Ok(())
}

/// The cursor, or the start if the log does not reach that far: the hub lost its log, and the device should have it anew.
fn sound(cursor: Cursor, last: u64) -> Cursor {
    if cursor.pos > last {
        Cursor::START
    } else {
        Cursor {
            pos: cursor.pos,
            sub: cursor.sub.min(cursor.pos),
        }
    }
}

fn held(
    store: &dyn HubStore,
    authors: impl IntoIterator<Item = DeviceId>,
) -> Result<Vec<Held>, StoreError> {
    let mut left = MAX_BEYOND;
    let mut all = Vec::new();
    for author in authors.into_iter().take(2 * MAX_ASKED) {
        let (upto, name) = store
            .contiguous(&author)?
            .unwrap_or((0, crate::ParcelName::NONE));
        let beyond = store.beyond(&author, upto, left)?;
        left -= beyond.len();
        all.push(Held {
            author,
            upto,
            name,
            beyond,
        });
    }
    Ok(all)
}

use nuong_trust::{
    AuthorityId, Bulletin, Certificate, DeviceId, DeviceKeys, Random, Role, Signature,
};

use super::{ClientFacts, Effect, Event, acknowledge::Waiting, state::State};
use crate::{
    Cursor, Directory, End, Frame, FrameReader, Hello, MAX_ASKED, MAX_PARCELS, Parcel, ParcelError,
    Receipt, STREAM_VERSION, SyncError, wire::varint_length,
};

/// One meeting of a device with a hub: as many exchanges as it takes to bring everything and fetch everything.
///
/// Each [`Effect::Open`] begins an exchange; bytes that come back go in as [`Event::Received`]. After [`Effect::Done`] or
/// [`Effect::Failed`] the session is over; the next one is made with fresh facts and the state stored last. After a cut it
/// first asks what the hub holds, so that at most the one parcel that was under way is sent again.
pub struct ClientSession {
    directory: Directory,
    hub: Certificate,
    certificate: Certificate,
    bring_certificate: bool,
    bulletin_at_hub: u64,
    cursor: Cursor,
    exchange_bytes: usize,
    waiting: Waiting,
    state: State,
    frames: FrameReader,
    exchange: Exchange,
    phase: Phase,
}

/// The exchange under way.
#[derive(Default)]
struct Exchange {
    nonce: [u8; 16],
    asked: Vec<DeviceId>,
    with_certificate: bool,
    owes_receipt: bool,
    began_at: Cursor,
    began_in_doubt: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Answer,
    /// The answer is whole; another exchange follows if it says so.
    Ended {
        more: bool,
    },
    Refused(SyncError),
    Over,
}

/// What a session needs from outside to take a step.
struct Step<'a> {
    now: i64,
    keys: &'a DeviceKeys,
    random: &'a mut dyn Random,
    effects: Vec<Effect>,
}

impl ClientSession {
    /// Goes on from `state` as it was last persisted for this hub, or from none.
    ///
    /// # Errors
    /// [`SyncError::State`] if the state is damaged; going on from none is then safe.
    pub fn new(facts: ClientFacts, state: Option<&[u8]>) -> Result<Self, SyncError> {
        let state = state.map(State::decode).transpose()?.unwrap_or_default();
        let mut directory = facts.directory;
        directory.admit_certificate(&facts.certificate.encode())?;
        Ok(Self {
            waiting: Waiting::new(
                facts.certificate.device_id(),
                facts.own_head,
                facts.outgoing,
                facts.acknowledged,
            ),
            directory,
            hub: facts.hub,
            certificate: facts.certificate,
            bring_certificate: !facts.certificate_at_hub,
            bulletin_at_hub: facts.bulletin_at_hub,
            cursor: facts.cursor,
            exchange_bytes: facts.exchange_bytes,
            state,
            frames: FrameReader::new(),
            exchange: Exchange::default(),
            phase: Phase::New,
        })
    }

    /// Takes one step: at `now` (Unix seconds), with the device's keys and randomness.
    pub fn handle(
        &mut self,
        now: i64,
        keys: &DeviceKeys,
        random: &mut dyn Random,
        event: Event<'_>,
    ) -> Vec<Effect> {
        let mut step = Step {
            now,
            keys,
            random,
            effects: Vec::new(),
        };
        if let Err(error) = self.step(&mut step, event) {
            self.fail(&mut step, error, None);
        }
        step.effects
    }

    /// The state as bytes; the same as in the last [`Effect::Persist`], with newer counts.
    pub fn state(&self) -> Vec<u8> {
        self.state.encode()
    }

    fn step(&mut self, step: &mut Step<'_>, event: Event<'_>) -> Result<(), SyncError> {
        match (self.phase, event) {
            (Phase::New, Event::Start) => {
                self.check_hub(step.now)?;
                self.begin(step)
            }
            (Phase::Answer, Event::Received(bytes)) => self.received(step, bytes),
            (Phase::Answer, Event::Closed | Event::Cut) => Err(SyncError::Cut),
            // The answer is whole: whether the channel then ended well is no matter.
            (Phase::Ended { more }, Event::Closed | Event::Cut) => self.next(step, more),
            (Phase::Refused(error), Event::Closed | Event::Cut) => self.refused(step, error),
            (Phase::Ended { .. } | Phase::Refused(_), Event::Received(bytes)) => {
                self.received(step, bytes)
            }
            (Phase::New, Event::Cut) => Err(SyncError::Cut),
            (Phase::Over, _) => Ok(()),
            (_, Event::Start) | (Phase::New, _) => Err(SyncError::OutOfPlace),
        }
    }

    fn check_hub(&self, now: i64) -> Result<(), SyncError> {
        let verified = self.hub.verify(self.directory.root(), now)?;
        self.directory.check_standing(&self.hub)?;
        if verified.role() == Role::Hub {
            Ok(())
        } else {
            Err(SyncError::NotAHub)
        }
    }

    fn begin(&mut self, step: &mut Step<'_>) -> Result<(), SyncError> {
        let authors = self.waiting.authors(MAX_ASKED);
        let probe = self.state.in_doubt && !authors.is_empty();
        let brought = if probe {
            self.waiting.choose_nothing();
            Vec::new()
        } else {
            self.waiting
                .choose(self.exchange_bytes, MAX_PARCELS, MAX_ASKED)
                .to_vec()
        };
        self.exchange = Exchange {
            nonce: [0; 16],
            asked: if probe { authors } else { Vec::new() },
            with_certificate: self.bring_certificate,
            owes_receipt: probe || !brought.is_empty(),
            began_at: self.cursor,
            began_in_doubt: self.state.in_doubt,
        };
        self.frames = FrameReader::new();
        let start = self.request_start(step, &brought)?;
        if !brought.is_empty() {
            self.state.in_doubt = true;
        }
        self.state.report.round_trips += 1;
        step.effects.push(Effect::Persist(self.state.encode()));
        step.effects.push(Effect::Open);
        self.send(step, start);
        for parcel in &brought {
            let frame = 1 + varint_length(parcel.length as u64) + parcel.length;
            self.state.report.sent += frame as u64;
            self.state.report.parcels_sent += 1;
            step.effects.push(Effect::SendParcel(parcel.name));
        }
        self.send(step, Frame::End(End::default()).encode());
        step.effects.push(Effect::CloseRequest);
        self.phase = Phase::Answer;
        Ok(())
    }

    fn send(&mut self, step: &mut Step<'_>, bytes: Vec<u8>) {
        self.state.report.sent += bytes.len() as u64;
        step.effects.push(Effect::Send(bytes));
    }

    /// Everything of a request before its parcels.
    fn request_start(
        &mut self,
        step: &mut Step<'_>,
        brought: &[super::Outgoing],
    ) -> Result<Vec<u8>, SyncError> {
        let hello = Hello {
            device: self.certificate.device_id(),
            authority: self.authority(),
            certificate_follows: self.exchange.with_certificate,
            cursor: self.cursor,
            bulletin: self.directory.bulletin_number(),
            asked: self.exchange.asked.clone(),
            nonce: [0; 16],
            signature: Signature::new([0; 64]),
        };
        let hello = hello.signed(&self.hub.device_id(), step.keys, step.random)?;
        self.exchange.nonce = hello.nonce;
        let mut out = vec![STREAM_VERSION];
        Frame::Hello(hello).write(&mut out);
        if self.exchange.with_certificate {
            Frame::Certificate(self.certificate.encode()).write(&mut out);
        }
        if let Some(bulletin) = self
            .directory
            .bulletin()
            .filter(|mine| mine.number() > self.bulletin_at_hub)
        {
            Frame::Bulletin(bulletin.encode()).write(&mut out);
        }
        let mut carried: Vec<DeviceId> = brought.iter().map(|parcel| parcel.author).collect();
        carried.sort_unstable();
        carried.dedup();
        for author in carried
            .iter()
            .filter(|author| **author != self.certificate.device_id())
        {
            if let Some(certificate) = self.directory.certificate(author) {
                Frame::Certificate(certificate.encode()).write(&mut out);
            }
        }
        Ok(out)
    }

    fn received(&mut self, step: &mut Step<'_>, bytes: &[u8]) -> Result<(), SyncError> {
        self.state.report.received += bytes.len() as u64;
        self.frames.push(bytes);
        while let Some(frame) = self.frames.next_frame()? {
            self.frame(step, frame)?;
        }
        Ok(())
    }

    fn frame(&mut self, step: &mut Step<'_>, frame: Frame) -> Result<(), SyncError> {
        match frame {
            Frame::Certificate(bytes) => match self.directory.admit_certificate(&bytes) {
                Ok(certificate) => step
                    .effects
                    .extend(certificate.map(Effect::KeepCertificate)),
                Err(_) => self.state.report.refused += 1,
            },
            Frame::Bulletin(bytes) => match self.directory.admit_bulletin(&bytes) {
                Ok(bulletin) => self.bulletin(step, bulletin)?,
                Err(_) => self.state.report.refused += 1,
            },
            Frame::Rejected { index, code } => {
                let parcel = self.waiting.reject(index)?;
                self.state.report.rejected += 1;
                step.effects.push(Effect::Rejected { parcel, code });
            }
            Frame::Receipt(receipt) => self.receipt(step, &receipt)?,
            Frame::Delivered { cursor, parcel } => self.delivered(step, cursor, parcel),
            Frame::Oversized => self.state.report.refused += 1,
            Frame::End(end) => self.end(step, end)?,
            Frame::Refusal { code } => self.refusal(step, code),
            Frame::Hello(_) | Frame::Parcel(_) => return Err(SyncError::OutOfPlace),
        }
        Ok(())
    }

    fn bulletin(
        &mut self,
        step: &mut Step<'_>,
        bulletin: Option<Bulletin>,
    ) -> Result<(), SyncError> {
        let Some(bulletin) = bulletin else {
            return Ok(());
        };
        step.effects.push(Effect::KeepBulletin(bulletin));
        // It may be about the very hub that sent it.
        Ok(self.directory.check_standing(&self.hub)?)
    }

    fn receipt(&mut self, step: &mut Step<'_>, receipt: &Receipt) -> Result<(), SyncError> {
        if !self.exchange.owes_receipt {
            return Err(SyncError::OutOfPlace);
        }
        let (authority, device) = (self.authority(), self.certificate.device_id());
        receipt.verify(
            &authority,
            &device,
            &self.exchange.nonce,
            &self.hub.terms().device,
        )?;
        let effects =
            self.waiting
                .receive(receipt, &self.exchange.asked, &mut self.state.report)?;
        step.effects.extend(effects);
        self.exchange.owes_receipt = false;
        self.state.in_doubt = false;
        step.effects.push(Effect::Persist(self.state.encode()));
        Ok(())
    }

    fn delivered(&mut self, step: &mut Step<'_>, cursor: Cursor, bytes: Vec<u8>) {
        self.cursor = cursor;
        let good = Parcel::decode(&bytes)
            .and_then(|parcel| self.directory.check_parcel(&parcel).map(|()| parcel));
        step.effects.push(match good {
            Ok(parcel) => {
                self.state.report.parcels_received += 1;
                Effect::Keep { parcel, cursor }
            }
            Err(error) => {
                self.state.report.refused += 1;
                Effect::SetAside {
                    bytes,
                    code: ParcelError::code(&error),
                    cursor,
                }
            }
        });
    }

    fn end(&mut self, step: &mut Step<'_>, end: End) -> Result<(), SyncError> {
        if self.exchange.owes_receipt {
            return Err(SyncError::ReceiptMissing);
        }
        if end.more && end.cursor == self.exchange.began_at {
            // More is promised for ever and nothing comes.
            return Err(SyncError::OutOfPlace);
        }
        self.cursor = end.cursor;
        self.bring_certificate = false;
        self.bulletin_at_hub = end.bulletin;
        step.effects.push(Effect::Advance(end.cursor));
        step.effects.push(Effect::HubKnows {
            bulletin: end.bulletin,
        });
        self.phase = Phase::Ended { more: end.more };
        Ok(())
    }

    fn next(&mut self, step: &mut Step<'_>, more: bool) -> Result<(), SyncError> {
        if more || self.waiting.has_unsent() {
            return self.begin(step);
        }
        // The next meeting counts from nothing.
        step.effects
            .push(Effect::Persist(State::default().encode()));
        step.effects.push(Effect::Done(self.state.report));
        self.phase = Phase::Over;
        Ok(())
    }

    /// Keeps a refusal until the channel has closed. A code that is not known ends the session with it.
    fn refusal(&mut self, step: &mut Step<'_>, code: String) {
        match known_refusal(&code) {
            Some(error) => self.phase = Phase::Refused(error),
            None => self.fail(step, SyncError::Refused, Some(code)),
        }
    }

    /// A hub that does not know the device is brought the certificate, once. It took nothing of the refused request.
    fn refused(&mut self, step: &mut Step<'_>, error: SyncError) -> Result<(), SyncError> {
        if error != SyncError::UnknownDevice || self.exchange.with_certificate {
            return Err(error);
        }
        self.bring_certificate = true;
        self.state.in_doubt = self.exchange.began_in_doubt;
        self.waiting.take_back();
        self.begin(step)
    }

    fn fail(&mut self, step: &mut Step<'_>, error: SyncError, refusal: Option<String>) {
        self.phase = Phase::Over;
        step.effects.push(Effect::Persist(self.state.encode()));
        step.effects.push(Effect::Failed {
            error,
            refusal,
            report: self.state.report,
        });
    }

    fn authority(&self) -> AuthorityId {
        self.directory.authority()
    }
}

/// The hub's refusals by their codes. Those of trust and of frames are the hub's word about what this device sent.
fn known_refusal(code: &str) -> Option<SyncError> {
    use nuong_trust::TrustError;
    let known = [
        SyncError::UnknownDevice,
        SyncError::Revoked,
        SyncError::HelloForged,
        SyncError::Foreign,
        SyncError::Unavailable,
        SyncError::TooMuch,
        SyncError::OutOfPlace,
        SyncError::Trust(TrustError::Expired),
        SyncError::Trust(TrustError::NotYetValid),
        SyncError::Trust(TrustError::ForeignAuthority),
        SyncError::Trust(TrustError::BadSignature),
    ];
    known.into_iter().find(|error| error.code() == code)
}

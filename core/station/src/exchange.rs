//! Bringing together what this station has and what the hub has, over any channel that carries bytes there and back.

use nuong_sync::{
    ClientFacts, ClientSession, Cursor, Directory, Effect, Event, LogHead, Outgoing, ParcelName,
    SyncError, parcel_frame,
};
use nuong_trust::{Bulletin, Certificate, DeviceId, sha256};
use serde::{Deserialize, Serialize};

use crate::Station;
use crate::act::Act;
use crate::channel::{Channel, ChannelError, SyncObserver, SyncProgress};
use crate::error::Error;
use crate::inbox::Received;

/// What an exchange did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SyncReport {
    /// When it ended, Unix seconds.
    pub at: i64,
    /// Bytes sent, with the framing of the protocol and without that of HTTP and TLS.
    pub bytes_sent: u64,
    /// Bytes received, likewise.
    pub bytes_received: u64,
    /// Requests made.
    pub round_trips: u64,
    /// Parcels sent.
    pub parcels_sent: u64,
    /// Own and carried parcels the hub gave a receipt for.
    pub acknowledged: u64,
    /// Parcels the hub did not take, with its reasons.
    pub rejected: Vec<String>,
    /// What came of the parcels received.
    pub received: Received,
}

/// What this station knows of one hub.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct HubState {
    session: Option<Vec<u8>>,
    cursor: (u64, u64),
    units: Vec<String>,
    certificate: Option<[u8; 32]>,
    bulletin: u64,
    last_at: Option<i64>,
    /// What the exchanges that did not come to their end had counted; the session goes on from there.
    counted: Counted,
}

/// The session's own counts: sent, received, round trips, parcels sent, parcels acknowledged.
type Counted = [u64; 5];

/// An exchange under way.
struct Exchange<'a> {
    station: &'a mut Station,
    hub: DeviceId,
    state: HubState,
    report: SyncReport,
    progress: SyncProgress,
    /// What is still to be acknowledged of what there was to bring.
    bringing: Vec<(DeviceId, u64)>,
    request: Vec<u8>,
    failed: Option<(SyncError, Option<String>)>,
}

impl Station {
    /// Exchanges with the hub over a channel until neither has anything for the other. What is new is sealed first.
    ///
    /// # Errors
    /// `device.not_enrolled`, `hub.*` where the exchange did not come to its end (what was received is kept, and the next
    /// exchange goes on from there), or the vault's.
    pub fn sync_over(
        &mut self,
        channel: &mut dyn Channel,
        observer: &mut dyn SyncObserver,
    ) -> Result<SyncReport, Error> {
        self.recover_drafts()?;
        self.seal_outbox()?;
        let hub = self.identity()?.hub.clone().ok_or(Error::NoHub)?;
        let mut state = self.hub_state(hub.device_id())?;
        let facts = self.facts(&hub, &mut state)?;
        let stored = state.session.clone();
        let bringing: Vec<_> = facts.outgoing.iter().map(|o| (o.author, o.seq)).collect();
        let mut session = match ClientSession::new(facts.clone(), stored.as_deref()) {
            Err(SyncError::State) => {
                ClientSession::new(facts, None).map_err(|e| sync_error(e, None))?
            }
            other => other.map_err(|e| sync_error(e, None))?,
        };
        let mut exchange = Exchange {
            station: self,
            hub: hub.device_id(),
            state,
            report: SyncReport::default(),
            progress: SyncProgress {
                parcels_to_send: bringing.len() as u64,
                ..SyncProgress::default()
            },
            bringing,
            request: Vec::new(),
            failed: None,
        };
        let mut ready = exchange.step(&mut session, Event::Start)?;
        while ready {
            ready = exchange.round_trip(&mut session, channel, observer)?;
        }
        exchange.finish()
    }

    fn hub_state(&self, hub: DeviceId) -> Result<HubState, Error> {
        match self.vault.state(&state_key(hub))? {
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| Error::Internal("hub state")),
            None => Ok(HubState::default()),
        }
    }

    fn facts(&self, hub: &Certificate, state: &mut HubState) -> Result<ClientFacts, Error> {
        let identity = self.identity()?;
        let mut directory = Directory::new(identity.root);
        for (_, bytes) in self.vault.certificates()? {
            directory.admit_certificate(&bytes)?;
        }
        directory.admit_bulletin(&identity.bulletin.encode())?;
        let certificate = identity.certificate.clone();
        let units: Vec<String> = certificate
            .terms()
            .units
            .iter()
            .map(ToString::to_string)
            .collect();
        if state.units != units {
            // Another unit may read what was passed over before.
            state.units = units;
            state.cursor = (0, 0);
        }
        let mut facts = ClientFacts::new(directory, hub.clone(), certificate.clone());
        facts.certificate_at_hub = state.certificate == Some(sha256(&certificate.encode()));
        facts.bulletin_at_hub = state.bulletin;
        facts.cursor = Cursor {
            pos: state.cursor.0,
            sub: state.cursor.1,
        };
        if let Some((seq, name)) = self.vault.own_log_head()? {
            facts.own_head = LogHead {
                seq,
                name: ParcelName::new(name),
            };
        }
        facts.outgoing = self.outgoing()?;
        let acknowledged = self.vault.acknowledged()?.into_iter();
        facts.acknowledged = acknowledged
            .map(|(author, upto)| (DeviceId::new(author), upto))
            .collect();
        Ok(facts)
    }

    /// Parcels the hub has given no receipt for, in the order they came to be here: each builds on those before. Copies
    /// that came without some of their sections are not among them: a hub takes whole parcels only.
    pub(crate) fn to_bring(&self) -> Result<Vec<nuong_vault::ParcelRef>, Error> {
        let mut waiting = Vec::new();
        for about in self.vault.parcels_not_at_hub()? {
            let whole = about.own
                || match self.vault.parcel(about.name)? {
                    Some(held) => nuong_sync::Parcel::decode(&held.bytes)?.is_complete(),
                    None => false,
                };
            if whole {
                waiting.push(about);
            }
        }
        Ok(waiting)
    }

    fn outgoing(&self) -> Result<Vec<Outgoing>, Error> {
        let outgoing = |p: &nuong_vault::ParcelRef| Outgoing {
            author: DeviceId::new(p.author),
            seq: p.seq,
            name: ParcelName::new(p.name),
            length: usize::try_from(p.len).unwrap_or(usize::MAX),
        };
        Ok(self.to_bring()?.iter().map(outgoing).collect())
    }

    /// When the last exchange with the hub ended well, Unix seconds.
    pub(crate) fn last_exchange(&self) -> Result<Option<i64>, Error> {
        match &self.identity()?.hub {
            Some(hub) => Ok(self.hub_state(hub.device_id())?.last_at),
            None => Ok(None),
        }
    }

    /// How many parcels wait for the hub, and their bytes.
    ///
    /// # Errors
    /// The vault's.
    pub fn waiting_for_hub(&self) -> Result<(usize, u64), Error> {
        let waiting = self.to_bring()?;
        Ok((waiting.len(), waiting.iter().map(|p| p.len).sum()))
    }
}

impl Exchange<'_> {
    /// Sends the request that is ready and takes the answer. `true` when another request is ready.
    fn round_trip(
        &mut self,
        session: &mut ClientSession,
        channel: &mut dyn Channel,
        observer: &mut dyn SyncObserver,
    ) -> Result<bool, Error> {
        let request = std::mem::take(&mut self.request);
        let mut problem = None;
        self.progress.bytes_sent += request.len() as u64;
        let begun = observer.progress(&self.progress);
        let mut answer = |bytes: &[u8]| {
            self.progress.bytes_received += bytes.len() as u64;
            match self.step(session, Event::Received(bytes)) {
                Ok(_) => observer.progress(&self.progress),
                Err(error) => {
                    problem = Some(error);
                    false
                }
            }
        };
        let carried = if begun {
            channel.exchange(&request, &mut answer)
        } else {
            Err(ChannelError::Cut("stopped here".to_owned()))
        };
        if let Some(error) = problem {
            return Err(error);
        }
        match carried {
            Ok(()) => self.step(session, Event::Closed),
            Err(error) => {
                let again = self.step(session, Event::Cut)?;
                if self.failed.is_some() {
                    self.save()?;
                    return Err(Error::Hub {
                        code: error.code(),
                        reason: error.to_string(),
                    });
                }
                Ok(again)
            }
        }
    }

    /// Gives the session an event and does what it asks for. `true` when a request is ready to go.
    fn step(&mut self, session: &mut ClientSession, event: Event<'_>) -> Result<bool, Error> {
        let (now, me) = (self.station.env.now(), &self.station.me);
        let effects = session.handle(now, &me.keys, self.station.env.random.as_mut(), event);
        let mut ready = false;
        for effect in effects {
            match effect {
                Effect::Open => self.request.clear(),
                Effect::Send(bytes) => self.request.extend_from_slice(&bytes),
                Effect::SendParcel(name) => {
                    let held = self
                        .station
                        .vault
                        .parcel(*name.as_bytes())?
                        .ok_or(Error::Internal("outgoing parcel"))?;
                    self.request.extend_from_slice(&parcel_frame(&held.bytes));
                }
                Effect::CloseRequest => ready = true,
                Effect::Done(report) => self.count(&report),
                Effect::Failed {
                    error,
                    refusal,
                    report,
                } => {
                    self.count(&report);
                    self.failed = Some((error, refusal));
                }
                lasting => self.keep(lasting)?,
            }
        }
        Ok(ready && self.failed.is_none())
    }

    /// Takes over the session's counts, less what earlier exchanges have reported.
    fn count(&mut self, report: &nuong_sync::Report) {
        let now: Counted = [
            report.sent,
            report.received,
            report.round_trips,
            report.parcels_sent,
            report.acknowledged,
        ];
        let before = self.state.counted;
        let [sent, received, round_trips, parcels_sent, acknowledged] =
            std::array::from_fn(|i| now[i].saturating_sub(before[i]));
        self.report.bytes_sent = sent;
        self.report.bytes_received = received;
        self.report.round_trips = round_trips;
        self.report.parcels_sent = parcels_sent;
        self.report.acknowledged = acknowledged;
        self.state.counted = now;
    }

    /// Does what must outlast this exchange, together with what is known of the hub after it, as one act.
    fn keep(&mut self, effect: Effect) -> Result<(), Error> {
        let (hub, state) = (self.hub, &mut self.state);
        match &effect {
            Effect::Acknowledged { author, upto } => {
                self.bringing.retain(|(by, seq)| by != author || seq > upto);
            }
            Effect::AcknowledgedAlone { author, seq } => {
                self.bringing.retain(|parcel| *parcel != (*author, *seq));
            }
            _ => {}
        }
        self.progress.parcels_acknowledged =
            self.progress.parcels_to_send - self.bringing.len() as u64;
        if let Effect::Rejected { code, .. } = &effect {
            self.report.rejected.push(code.clone());
        }
        let known = state.clone();
        let result = self.station.act(|act| {
            let received = act.keep_effect(effect, state)?;
            act.put_hub_state(hub, state)?;
            Ok(received)
        });
        let received = match result {
            Ok(received) => received,
            Err(error) => {
                self.state = known;
                return Err(error);
            }
        };
        self.progress.parcels_received += received.parcels as u64;
        self.station.forget_interviews(&received);
        self.report.received.add(received);
        Ok(())
    }

    fn save(&mut self) -> Result<(), Error> {
        let (hub, state) = (self.hub, &self.state);
        self.station.act(|act| act.put_hub_state(hub, state))
    }

    fn finish(mut self) -> Result<SyncReport, Error> {
        if let Some((error, refusal)) = self.failed.take() {
            self.save()?;
            return Err(sync_error(error, refusal));
        }
        self.report.at = self.station.env.now();
        self.state.last_at = Some(self.report.at);
        self.state.counted = Counted::default();
        self.save()?;
        Ok(self.report)
    }
}

impl Act<'_, '_> {
    fn put_hub_state(&mut self, hub: DeviceId, state: &HubState) -> Result<(), Error> {
        let bytes = serde_json::to_vec(state).map_err(|_| Error::Internal("hub state"))?;
        Ok(self.tx.put_state(&state_key(hub), &bytes)?)
    }

    fn keep_effect(&mut self, effect: Effect, state: &mut HubState) -> Result<Received, Error> {
        let mut received = Received::default();
        match effect {
            Effect::Persist(bytes) => state.session = Some(bytes),
            Effect::KeepCertificate(certificate) => {
                received.add(self.receive_certificate(&certificate.encode())?);
            }
            Effect::KeepBulletin(bulletin) => received.add(self.keep_bulletin(&bulletin)?),
            Effect::Keep { parcel, cursor } => {
                received.add(self.take_in(parcel, true)?);
                state.cursor = (cursor.pos, cursor.sub);
            }
            Effect::SetAside {
                bytes,
                code,
                cursor,
            } => {
                received.add(self.set_aside("parcel", code, &bytes)?);
                state.cursor = (cursor.pos, cursor.sub);
            }
            Effect::Advance(cursor) => state.cursor = (cursor.pos, cursor.sub),
            Effect::Acknowledged { author, upto } => {
                self.tx.mark_at_hub(*author.as_bytes(), upto)?;
            }
            Effect::AcknowledgedAlone { author, seq } => {
                self.tx.mark_one_at_hub(*author.as_bytes(), seq)?;
            }
            Effect::Forgotten { author, upto } => {
                self.tx.forget_at_hub(*author.as_bytes(), upto)?;
            }
            Effect::HubKnows { bulletin } => {
                state.certificate = Some(sha256(&self.identity()?.certificate.encode()));
                state.bulletin = bulletin;
            }
            Effect::Rejected { parcel, code } => {
                self.tx.mark_refused(*parcel.name.as_bytes(), Some(&code))?;
            }
            // Those for the channel are done where they are met.
            _ => return Err(Error::Internal("effect")),
        }
        Ok(received)
    }

    fn keep_bulletin(&mut self, bulletin: &Bulletin) -> Result<Received, Error> {
        Ok(self
            .receive_bulletin(&bulletin.encode())?
            .unwrap_or_default())
    }
}

fn state_key(hub: DeviceId) -> String {
    format!("hub/{hub}")
}

fn sync_error(error: SyncError, refusal: Option<String>) -> Error {
    let code = match error {
        SyncError::Cut => "hub.cut",
        SyncError::Frame(_) | SyncError::OutOfPlace => "hub.not_understood",
        SyncError::ReceiptForged | SyncError::ReceiptFalse | SyncError::ReceiptMissing => {
            "hub.lied"
        }
        SyncError::NotAHub => "hub.wrong_certificate",
        SyncError::Revoked => "device.revoked",
        SyncError::UnknownDevice => "device.unknown",
        SyncError::Trust(error) => error.code(),
        other => other.code(),
    };
    Error::Hub {
        code,
        reason: refusal.unwrap_or_else(|| error.to_string()),
    }
}

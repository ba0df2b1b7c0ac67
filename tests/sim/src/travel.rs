//! What goes from one place to another: exchanges with the hub over a bad line, and parcel files on memory cards.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use nuong_station::casefile::CaseId;
use nuong_station::sync::{End, Frame, FrameReader, ParcelName, STREAM_VERSION};
use nuong_station::{Error, Received, Scope, Station, SyncObserver, SyncProgress, SyncReport};

use crate::broken::{Broken, Checked, Invariant};
use crate::dice::Dice;
use crate::evidence::Knew;
use crate::line::{Killed, Line};
use crate::local::Done;
use crate::needles::MARK;
use crate::options::Sabotage;
use crate::world::{ParcelFile, Stopped, World};

/// So many memory cards are about; older ones are lost.
const FILES: usize = 8;

/// A person who gives up after so many bytes.
struct Patience(u64);

impl SyncObserver for Patience {
    fn progress(&mut self, progress: &SyncProgress) -> bool {
        progress.bytes_received <= self.0
    }
}

impl World {
    /// Lets a station exchange with the hub. None where the exchange did not come to its end.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn sync(&mut self, place: usize, faulty: bool) -> Checked<Option<SyncReport>> {
        self.seal(place)?;
        if self.is_sabotaged(Sabotage::OpenLine) {
            self.evidence
                .look_at("a request", format!("name={MARK}").as_bytes())?;
        }
        let heads: BTreeMap<CaseId, Vec<[u8; 32]>> = if faulty {
            self.remember(place)?;
            self.stopped
                .take()
                .map(|stopped| stopped.heads)
                .unwrap_or_default()
        } else {
            BTreeMap::new()
        };
        let impatient = faulty && self.dice.chance(8);
        let mut patience = Patience(if impatient {
            self.dice.below(8000) as u64
        } else {
            u64::MAX
        });
        let (now, disk) = (self.now, self.places[place].directory());
        let mut line = Line {
            hub: &mut self.hub,
            dice: &mut self.dice,
            evidence: &mut self.evidence,
            now,
            faulty,
            disk,
            log: Vec::new(),
            lied: false,
            broken: None,
        };
        let station = self.places[place].station(now);
        let result = catch_unwind(AssertUnwindSafe(|| {
            station.sync_over(&mut line, &mut patience)
        }));
        let (log, lied, broken) = (line.log, line.lied, line.broken);
        self.places[place].misled |= lied;
        self.trace.met("lies of the hub", usize::from(lied));
        self.trace.met(
            "broken exchanges",
            usize::from(log.iter().any(|one| !one.starts_with("None"))),
        );
        self.trace.note(format!(
            "{} at the hub: {}",
            self.places[place].name,
            log.join(", ")
        ));
        if let Some(broken) = broken {
            return Err(broken);
        }
        self.exchanged(place, heads, result)
    }

    /// What came of an exchange: a report, an error, or the death of the station.
    fn exchanged(
        &mut self,
        place: usize,
        heads: BTreeMap<CaseId, Vec<[u8; 32]>>,
        result: std::thread::Result<Result<SyncReport, Error>>,
    ) -> Checked<Option<SyncReport>> {
        match result {
            Ok(result) => {
                let report = self.outcome(place, "exchanges", result)?;
                if let Some(report) = &report {
                    self.trace.note(format!("{report:?}"));
                    self.count(&report.received);
                    self.trace.met("exchanges", 1);
                }
                Ok(report)
            }
            Err(thrown) => match thrown.downcast::<Killed>() {
                Ok(killed) => {
                    self.trace.met("deaths on the line", 1);
                    self.trace
                        .note(format!("{} dies on the line", self.places[place].name));
                    self.stopped = Some(Stopped { place, heads });
                    self.come_back(place, &killed.0)?;
                    Ok(None)
                }
                Err(panic) => resume_unwind(panic),
            },
        }
    }

    /// Seals what a station has for others, so that it is known which bulletin it knew then.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn seal(&mut self, place: usize) -> Checked {
        // A station folds its drafts before it seals; so must the books.
        self.leave_all(place)?;
        let now = self.now;
        let station = self.places[place].station(now);
        let bulletin = match self.options.sabotage {
            // As far as the simulator knows, the bulletin arrived.
            Some(Sabotage::DeafStation) => self.revoked_by.unwrap_or_default(),
            _ => station
                .identity()
                .map_or(0, |identity| identity.bulletin.number()),
        };
        let sealed = self.places[place].station(now).seal_outbox();
        let sealed = self.outcome(place, "seals", sealed)?.unwrap_or_default();
        if sealed > 0 {
            let name = &self.places[place].name;
            self.trace.note(format!(
                "{name} sealed {sealed} parcels under bulletin {bulletin}"
            ));
        }
        let device = self.places[place].keys.device_id();
        // Only of those who know of a revocation it is asked later whom they wrote for.
        let informed = sealed > 0 && self.revoked_by.is_some_and(|number| bulletin >= number);
        let parcels = if informed {
            self.parcels_at(place)?
        } else {
            BTreeSet::new()
        };
        let parcels = Rc::new(parcels);
        self.evidence
            .sealed(device, sealed, &Knew { bulletin, parcels });
        Ok(())
    }

    fn parcels_at(&self, place: usize) -> Checked<BTreeSet<ParcelName>> {
        let parcels = self.places[place].vault()?.parcels();
        let parcels = parcels.map_err(|e| Broken::new(Invariant::Unexpected, e.code()))?;
        Ok(parcels
            .iter()
            .map(|parcel| ParcelName::new(parcel.name))
            .collect())
    }

    /// Writes a parcel file.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn export(&mut self, place: usize) -> Checked {
        self.seal(place)?;
        let scope = match self.some_case(place)? {
            Some(case) if self.dice.chance(50) => Scope::Cases(vec![case]),
            _ => Scope::Everything,
        };
        let (path, now) = (self.root().join("card"), self.now);
        let written = self.places[place]
            .station(now)
            .export_parcels(&path, &scope);
        let Some(written) = self.outcome(place, "writes a card", written)? else {
            return Ok(());
        };
        let bytes = std::fs::read(&path).unwrap_or_default();
        self.evidence.look_at("a parcel file", &bytes)?;
        let about = format!(
            "{}'s of {} parcels",
            self.places[place].name, written.parcels
        );
        let late = self.places[place].revoked;
        self.lay_down_file(ParcelFile { bytes, about, late });
        Ok(())
    }

    /// Leaves a parcel file for others to find.
    pub fn lay_down_file(&mut self, file: ParcelFile) {
        self.trace.note(format!(
            "a card, {}, {} bytes",
            file.about,
            file.bytes.len()
        ));
        if self.files.len() == FILES {
            let lost = self.dice.below(FILES);
            self.files.remove(lost);
        }
        self.files.push(file);
    }

    /// Takes in a parcel file, whole or as it came through the rain.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn import(&mut self, place: usize) -> Checked {
        if self.files.is_empty() {
            return Ok(());
        }
        let file = self.dice.below(self.files.len());
        let late = self.files[file].late && !self.options.late_parcels;
        if late && !self.knows_of_revocation(place) {
            return Ok(());
        }
        let (how, bytes) = tamper(&mut self.dice, &self.files[file].bytes);
        self.trace.met("damaged cards", usize::from(how != "whole"));
        let about = format!("reads a card, {} ({how})", self.files[file].about);
        let path = self.root().join("card");
        if std::fs::write(&path, &bytes).is_err() {
            return Err(Broken::new(
                Invariant::Unexpected,
                "writing to the simulator's directory",
            ));
        }
        let done = self.act(place, &about, |station| station.import_parcels(&path))?;
        if let Done::Saved(received) | Done::InDoubt(received) = done {
            self.trace.note(format!("{received:?}"));
            self.count(&received);
        }
        Ok(())
    }

    fn count(&mut self, received: &Received) {
        self.trace
            .met("changes applied elsewhere", received.applied);
        self.trace
            .met("changes that waited for others", received.waiting);
        self.trace
            .met("changes without right put aside", received.aside);
        self.trace
            .met("things put in quarantine", received.quarantined.len());
        self.trace.met("sections carried blind", received.sealed);
    }

    /// Whether a station has heard of the revocation there was.
    pub fn knows_of_revocation(&mut self, place: usize) -> bool {
        let now = self.now;
        let known = bulletin_of(self.places[place].station(now));
        self.revoked_by.is_none_or(|number| known >= number)
    }

    /// Brings the authority's latest bulletin to a station by hand.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn bring_bulletin(&mut self, place: usize) -> Checked {
        if self.is_sabotaged(Sabotage::DeafStation) {
            return Ok(());
        }
        let (now, bulletin) = (self.now, self.latest_bulletin());
        let taken = self.places[place]
            .station(now)
            .receive_bulletin(&bulletin.encode());
        self.outcome(
            place,
            &format!("is brought bulletin {}", bulletin.number()),
            taken.map(drop),
        )?;
        Ok(())
    }
}

/// The number of the bulletin that a station knows.
pub fn bulletin_of(station: &Station) -> u64 {
    let identity: Result<_, Error> = station.identity();
    identity.map_or(0, |identity| identity.bulletin.number())
}

/// A file as it might arrive.
fn tamper(dice: &mut Dice, bytes: &[u8]) -> (&'static str, Vec<u8>) {
    match dice.weighted(&[45, 12, 16, 13, 14]) {
        0 => ("whole", bytes.to_vec()),
        1 => {
            let frames = frames(bytes);
            ("twice over", stream(frames.iter().chain(&frames)))
        }
        2 => {
            let mut frames = frames(bytes);
            dice.shuffle(&mut frames);
            ("out of order", stream(frames.iter()))
        }
        3 => ("cut short", bytes[..dice.below(bytes.len())].to_vec()),
        _ => {
            let mut wrong = bytes.to_vec();
            if let Some(byte) = wrong.get_mut(dice.below(bytes.len())) {
                *byte ^= 1 << dice.below(8);
            }
            ("a bit wrong", wrong)
        }
    }
}

/// The frames of a file but for its end.
fn frames(bytes: &[u8]) -> Vec<Frame> {
    let mut reader = FrameReader::new();
    reader.push(bytes);
    let mut frames = Vec::new();
    while let Ok(Some(frame)) = reader.next_frame() {
        if !matches!(frame, Frame::End(_)) {
            frames.push(frame);
        }
    }
    frames
}

/// A file of these frames.
pub fn stream<'a>(frames: impl Iterator<Item = &'a Frame>) -> Vec<u8> {
    let mut bytes = vec![STREAM_VERSION];
    frames.for_each(|frame| frame.write(&mut bytes));
    Frame::End(End::default()).write(&mut bytes);
    bytes
}

//! An enrolled device that keeps to no rule: it writes changes its role may not make, changes in another's name, two
//! changes under one number, grants of cases it does not have, and sections that nobody can open. Signed all the same.

use std::collections::BTreeSet;

use nuong_station::casefile::{Author, Case, CaseId, ChangeHash, Command, Decision, RawChange};
use nuong_station::sync::{
    CaseChanges, ClientFacts, ClientSession, Directory, Effect, Event, Frame, HubStore as _,
    LogHead, Outgoing, Parcel, pack, parcel_frame, seal_all,
};
use nuong_station::trust::{
    CaseGrant, CaseKey, CaseTag, Certificate, DeviceKeys, Random as _, SymmetricKey, UnitId,
    case_tag,
};

use crate::broken::{Broken, Checked, Invariant};
use crate::spy::Spy;
use crate::travel::stream;
use crate::world::{ParcelFile, World};

/// The device.
pub struct Rogue {
    keys: DeviceKeys,
    certificate: Certificate,
    spy: Spy,
    head: LogHead,
    parcels: Vec<Parcel>,
    /// Changes it wrote that must take effect nowhere.
    pub forbidden: BTreeSet<ChangeHash>,
    /// Cases in which a number of its own is used up by a change without effect. Another under the same number would take
    /// effect where it comes first, and only there: a device that gives a number twice in different parcels can set the
    /// others apart, and nothing but its discovery is promised about that.
    spoiled: BTreeSet<CaseId>,
}

/// What one act of the rogue puts into the world.
struct Mischief {
    changes: Vec<RawChange>,
    forbidden: BTreeSet<ChangeHash>,
    grants: Vec<CaseGrant>,
    about: &'static str,
}

impl Rogue {
    /// An enrolled one.
    pub fn new(keys: DeviceKeys, certificate: Certificate) -> Self {
        Self {
            spy: Spy::new(keys.clone()),
            keys,
            certificate,
            head: LogHead::START,
            parcels: Vec::new(),
            forbidden: BTreeSet::new(),
            spoiled: BTreeSet::new(),
        }
    }

    /// Its keys, for the spy.
    pub fn keys(&self) -> &DeviceKeys {
        &self.keys
    }

    /// The units it belongs to.
    pub fn units(&self) -> &[UnitId] {
        &self.certificate.terms().units
    }

    fn author(&self) -> Author {
        Author(*self.keys.device_id().as_bytes())
    }

    /// A case as an honest member of its unit would have it.
    fn read_case<'a>(&self, id: CaseId, parcels: impl Iterator<Item = &'a Parcel>) -> Option<Case> {
        let mut changes = Vec::new();
        for parcel in parcels {
            for (case, read) in self.spy.read(parcel) {
                if case == id {
                    changes.extend(read.iter().filter_map(|bytes| RawChange::parse(bytes).ok()));
                }
            }
        }
        changes.retain(|change| !self.forbidden.contains(&change.hash));
        let (case, _) = Case::receive(&changes, |_, _| true).ok()?;
        Some(case)
    }

    /// Its certificate and what it wrote, as a file.
    fn file(&self) -> Vec<u8> {
        let certificate = Frame::Certificate(self.certificate.encode());
        let parcels = self
            .parcels
            .iter()
            .map(|parcel| Frame::Parcel(parcel.encode()));
        let frames: Vec<Frame> = std::iter::once(certificate).chain(parcels).collect();
        stream(frames.iter())
    }
}

impl World {
    /// Lets the rogue do something to a case.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn rogue_acts(&mut self) -> Checked {
        let Some(mut rogue) = self.rogue.take() else {
            return Ok(());
        };
        let result = self.mischief(&mut rogue);
        self.rogue = Some(rogue);
        result
    }

    fn mischief(&mut self, rogue: &mut Rogue) -> Checked {
        self.evidence.look_at_hub(&self.hub.store)?;
        rogue
            .spy
            .learn(&self.bulletins, self.evidence.parcels.iter());
        let cases: Vec<CaseId> = rogue.spy.cases().into_iter().collect();
        let Some(id) = self.dice.pick(&cases).copied() else {
            return Ok(());
        };
        let Some(mut case) = rogue.read_case(id, self.evidence.parcels.values()) else {
            return Ok(());
        };
        let mischief = self.some_mischief(rogue, &mut case)?;
        let own = |change: &RawChange| {
            change.author == rogue.author() && mischief.forbidden.contains(&change.hash)
        };
        if mischief.changes.iter().any(own) {
            rogue.spoiled.insert(id);
        }
        self.trace
            .note(format!("rogue {} on case {id}", mischief.about));
        rogue.forbidden.extend(&mischief.forbidden);
        self.trace.met("acts of a rogue", 1);
        self.seal_mischief(rogue, case_tag(id.as_bytes()), &mischief)?;
        let file = ParcelFile {
            bytes: rogue.file(),
            about: "the rogue's".to_owned(),
            late: false,
        };
        self.evidence.look_at("the rogue's file", &file.bytes)?;
        self.lay_down_file(file);
        if self.dice.chance(60) {
            self.rogue_uploads(rogue)?;
        }
        Ok(())
    }

    fn some_mischief(&mut self, rogue: &Rogue, case: &mut Case) -> Checked<Mischief> {
        let (author, at) = (rogue.author(), self.now);
        let kind = match self.dice.below(6) {
            2 | 3 if rogue.spoiled.contains(&case.id()) => 1,
            kind => kind,
        };
        let note = |text: String| vec![Command::AddNote { text }];
        let (mut changes, mut forbidden, mut grants) = (Vec::new(), BTreeSet::new(), Vec::new());
        let about = match kind {
            0 => {
                let (decision, reason) = (Decision::CloseNoFurtherAction, self.word());
                changes = commit(case, author, at, &[Command::Decide { decision, reason }]);
                forbidden = hashes(&changes);
                "decides without the right"
            }
            1 => {
                let victim = self.dice.below(self.places.len());
                let victim = Author(*self.places[victim].keys.device_id().as_bytes());
                changes = commit(case, victim, at, &note(self.word()));
                forbidden = hashes(&changes);
                "writes in another's name"
            }
            2 => {
                let mut other = case.clone();
                changes = commit(case, author, at, &note(self.word()));
                let second = commit(&mut other, author, at, &note(self.word()));
                // The first of one number counts; the second is kept aside everywhere.
                forbidden = hashes(&second);
                changes.extend(second);
                "writes two under one number"
            }
            3 => {
                changes = commit(case, author, at, &note(self.word()));
                "writes an honest note"
            }
            4 => "writes what nobody can open",
            _ => {
                grants = self.stolen_grants(rogue)?;
                "grants itself another's case"
            }
        };
        Ok(Mischief {
            changes,
            forbidden,
            grants,
            about,
        })
    }

    /// Grants to its own unit of cases it only knows the tags of.
    fn stolen_grants(&mut self, rogue: &Rogue) -> Checked<Vec<CaseGrant>> {
        let tags: BTreeSet<CaseTag> = self
            .evidence
            .parcels
            .values()
            .flat_map(Parcel::tags)
            .collect();
        let mut foreign: Vec<CaseTag> = tags
            .into_iter()
            .filter(|tag| rogue.spy.newest_key(tag).is_none())
            .collect();
        // Best those that the hub has not heard of: there it may be the first to say whose they are.
        let unheard = |tag: &CaseTag| {
            self.hub
                .store
                .granted(tag)
                .is_ok_and(|granted| granted.is_empty())
        };
        if foreign.iter().any(unheard) {
            foreign.retain(unheard);
        }
        let Some(tag) = self.dice.pick(&foreign).copied() else {
            return Ok(Vec::new());
        };
        let forged = self.forged_grant(rogue, tag)?;
        // Another's grant, word for word, proves nothing of who repeats it.
        let seen = self.evidence.parcels.values();
        let seen = seen.flat_map(|parcel| parcel.grants().unwrap_or_default().proven);
        let repeated = seen.filter(|grant| grant.tag() == tag);
        Ok(repeated.take(1).chain(forged).collect())
    }

    /// A grant of a case that the rogue made up itself, with this case's tag in its place.
    fn forged_grant(&mut self, rogue: &Rogue, tag: CaseTag) -> Checked<Option<CaseGrant>> {
        let (bulletin, unit) = (self.bulletins.last(), rogue.units().first());
        let epoch = bulletin
            .zip(unit)
            .and_then(|(bulletin, unit)| bulletin.current_epoch(unit));
        let Some(epoch) = epoch else {
            return Ok(None);
        };
        let (authority, by) = (self.authority.root().authority_id(), rogue.keys.device_id());
        let mut own = [0; 16];
        self.random.fill(&mut own).map_err(rogue_failed)?;
        let key = CaseKey::generate(&mut self.random).map_err(rogue_failed)?;
        let (to, none, random) = ([epoch], Vec::new(), &mut self.random);
        let grant = CaseGrant::create(&authority, &by, &own, &key, 1, &to, none, random);
        let mut bytes = grant.map_err(rogue_failed)?.to_bytes();
        let mine = case_tag(&own);
        let at = bytes.windows(16).position(|bytes| bytes == mine.as_bytes());
        if let Some(at) = at {
            bytes[at..at + 16].copy_from_slice(tag.as_bytes());
        }
        Ok(CaseGrant::from_bytes(&bytes).ok())
    }

    fn seal_mischief(&mut self, rogue: &mut Rogue, tag: CaseTag, mischief: &Mischief) -> Checked {
        let garbage = CaseKey::generate(&mut self.random).map_err(rogue_failed)?;
        let _: &SymmetricKey = garbage.symmetric();
        let nothing = mischief.changes.is_empty() && mischief.grants.is_empty();
        let (generation, key) = match rogue.spy.newest_key(&tag) {
            Some(newest) if !nothing => newest,
            _ => (1, &garbage),
        };
        let changes = if nothing {
            vec![vec![0; 64]]
        } else {
            mischief.changes.iter().map(|c| c.bytes.clone()).collect()
        };
        let one = CaseChanges {
            tag,
            generation,
            key,
            grants: mischief.grants.clone(),
            changes,
        };
        let contents = pack(vec![one]).map_err(|e| rogue_failed_words(e.code()))?;
        let authority = self.authority.root().authority_id();
        let sealed = seal_all(
            contents,
            authority,
            &rogue.keys,
            &mut rogue.head,
            self.now,
            &mut self.random,
        );
        rogue
            .parcels
            .extend(sealed.map_err(|e| rogue_failed_words(e.code()))?);
        Ok(())
    }

    /// Brings everything the rogue wrote to the hub.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn rogue_syncs(&mut self) -> Checked {
        let Some(mut rogue) = self.rogue.take() else {
            return Ok(());
        };
        let result = self.rogue_uploads(&mut rogue);
        self.rogue = Some(rogue);
        result
    }

    fn rogue_uploads(&mut self, rogue: &mut Rogue) -> Checked {
        let mut directory = Directory::new(self.authority.root());
        if let Some(bulletin) = self.bulletins.last() {
            directory
                .admit_bulletin(&bulletin.encode())
                .map_err(rogue_failed)?;
        }
        let mut facts = ClientFacts::new(
            directory,
            self.hub_certificate.clone(),
            rogue.certificate.clone(),
        );
        facts.outgoing = rogue.parcels.iter().map(outgoing).collect();
        let mut session =
            ClientSession::new(facts, None).map_err(|e| rogue_failed_words(e.code()))?;
        let mut effects = session.handle(self.now, &rogue.keys, &mut self.random, Event::Start);
        loop {
            let mut request = Vec::new();
            let mut ready = false;
            for effect in effects.drain(..) {
                match effect {
                    Effect::Open => request.clear(),
                    Effect::Send(bytes) => request.extend(bytes),
                    Effect::SendParcel(name) => {
                        let parcel = rogue.parcels.iter().find(|parcel| parcel.name() == name);
                        request.extend(
                            parcel
                                .map(|parcel| parcel_frame(&parcel.encode()))
                                .unwrap_or_default(),
                        );
                    }
                    Effect::CloseRequest => ready = true,
                    _ => {}
                }
            }
            if !ready {
                self.trace.note("rogue was at the hub".to_owned());
                return Ok(());
            }
            self.evidence.look_at("the rogue's request", &request)?;
            let answer = self
                .hub
                .serve(self.now, &request, 4096)?
                .unwrap_or_default();
            effects = session.handle(
                self.now,
                &rogue.keys,
                &mut self.random,
                Event::Received(&answer),
            );
            effects.extend(session.handle(self.now, &rogue.keys, &mut self.random, Event::Closed));
        }
    }
}

fn commit(case: &mut Case, author: Author, at: i64, commands: &[Command]) -> Vec<RawChange> {
    case.commit(author, at, commands)
        .ok()
        .flatten()
        .into_iter()
        .collect()
}

fn hashes(changes: &[RawChange]) -> BTreeSet<ChangeHash> {
    changes.iter().map(|change| change.hash).collect()
}

fn outgoing(parcel: &Parcel) -> Outgoing {
    let header = parcel.header();
    Outgoing {
        author: header.author,
        seq: header.seq,
        name: parcel.name(),
        length: parcel.encode().len(),
    }
}

fn rogue_failed(error: nuong_station::trust::TrustError) -> Broken {
    rogue_failed_words(error.code())
}

fn rogue_failed_words(code: &str) -> Broken {
    Broken::new(Invariant::Unexpected, format!("the rogue: {code}"))
}

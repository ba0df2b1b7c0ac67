//! A world made from a seed: an authority, stations with their vaults, a hub, and the simulator's own books about them.

use std::collections::BTreeMap;
use std::path::Path;

use nuong_station::Error;
use nuong_station::casefile::CaseId;
use nuong_station::trust::{
    Appointment, Authority, Bulletin, Certificate, DeviceKeys, EnrolRequest, Role, SeededRandom,
    UnitId, Validity,
};
use tempfile::TempDir;

use crate::broken::{Broken, Checked, Invariant, ensure};
use crate::dice::Dice;
use crate::evidence::{Evidence, Knew};
use crate::hub::Hub;
use crate::ledger::Ledger;
use crate::needles::MARK;
use crate::options::{Options, Sabotage};
use crate::place::Place;
use crate::rogue::Rogue;
use crate::trace::Trace;

/// When every world begins: an afternoon in November 2026, Unix seconds.
const BEGINNING: i64 = 1_795_000_000;

/// Certificates are valid so long; no run lasts it out.
const VALID_DAYS: u32 = 365;

/// A parcel file somebody has on a memory card.
pub struct ParcelFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is, for the trace.
    pub about: String,
    /// It holds what a revoked device wrote later; only stations that know of the revocation may be handed it.
    pub late: bool,
}

/// Everything there is in a run.
pub struct World {
    /// All choices.
    pub dice: Dice,
    /// The story.
    pub trace: Trace,
    /// The true time, Unix seconds.
    pub now: i64,
    /// The root of trust.
    pub authority: Authority,
    /// What is random at the authority and in the rogue.
    pub random: SeededRandom,
    /// Every bulletin ever issued, oldest first.
    pub bulletins: Vec<Bulletin>,
    /// The stations.
    pub places: Vec<Place>,
    /// The station that will be revoked, if one will.
    pub to_be_revoked: Option<usize>,
    /// The number of the bulletin that revoked it.
    pub revoked_by: Option<u64>,
    /// An enrolled device that keeps to no rule.
    pub rogue: Option<Rogue>,
    /// The hub.
    pub hub: Hub,
    /// The hub's certificate.
    pub hub_certificate: Certificate,
    /// Parcel files lying about.
    pub files: Vec<ParcelFile>,
    /// What was acknowledged.
    pub ledger: Ledger,
    /// What left the stations.
    pub evidence: Evidence,
    /// A station that was stopped in this step, to be looked at when the step is over.
    pub stopped: Option<Stopped>,
    /// How the run is to be.
    pub options: Options,
    words: u64,
    disk: TempDir,
}

/// What is to be found at a station that was stopped.
pub struct Stopped {
    /// Which.
    pub place: usize,
    /// The heads of its documents before.
    pub heads: BTreeMap<CaseId, Vec<[u8; 32]>>,
}

impl World {
    /// Makes the world of a seed.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`]: making it disturbs nothing, so nothing may fail.
    pub fn new(seed: u64, options: Options) -> Checked<Self> {
        let mut dice = Dice::new(seed, 0);
        let mut random = SeededRandom::for_simulation(seed);
        let mut authority = Authority::create(&mut random).map_err(setting_up)?;
        let units = units(&mut dice)?;
        for unit in &units {
            authority
                .add_unit(unit.clone(), &mut random)
                .map_err(setting_up)?;
        }
        let hub_keys = DeviceKeys::generate(&mut random).map_err(setting_up)?;
        let hub_certificate = certify_hub(&mut authority, &hub_keys)?;
        // Often so little that one exchange does not carry all there is.
        let exchange_bytes = [1, 3000, 20_000, 4 << 20][dice.below(4)];
        let hub = Hub::new(hub_keys, authority.root(), exchange_bytes);
        let mut world = Self {
            dice,
            trace: Trace::new(options.aloud),
            now: BEGINNING,
            authority,
            random,
            bulletins: Vec::new(),
            places: Vec::new(),
            to_be_revoked: None,
            revoked_by: None,
            rogue: None,
            hub,
            hub_certificate,
            files: Vec::new(),
            ledger: Ledger::default(),
            evidence: Evidence::default(),
            stopped: None,
            options,
            words: 0,
            disk: disk()?,
        };
        world.people(seed, &units)?;
        Ok(world)
    }

    /// Where files are.
    pub fn root(&self) -> &Path {
        self.disk.path()
    }

    /// A text that nobody has written before, to be found again wherever it goes.
    pub fn word(&mut self) -> String {
        self.words += 1;
        format!("{MARK}-{} lời kể", self.words)
    }

    /// Notes what came of an act of a station. None where the station refused it.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`] for an error that no act here can cause, [`Invariant::Sealed`] for one that repeats what
    /// was said.
    pub fn outcome<T>(
        &mut self,
        place: usize,
        what: &str,
        result: Result<T, Error>,
    ) -> Checked<Option<T>> {
        let name = &self.places[place].name;
        match result {
            Ok(value) => {
                self.trace.note(format!("{name} {what}"));
                Ok(Some(value))
            }
            Err(error) => {
                let code = error.code();
                self.trace.note(format!("{name} {what}: {code}"));
                let words = format!("{error} {error:?}");
                ensure(!words.contains(MARK), Invariant::Sealed, || {
                    format!("the error {code} repeats what was said")
                })?;
                let fault =
                    code == "internal" || code == "casefile.engine" || code.starts_with("vault.");
                ensure(!fault, Invariant::Unexpected, || {
                    format!("{name} {what}: {words}")
                })?;
                Ok(None)
            }
        }
    }

    /// Whether this fault was built in.
    pub fn is_sabotaged(&self, by: Sabotage) -> bool {
        self.options.sabotage == Some(by)
    }

    /// Stations that are not revoked.
    pub fn live(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.places.len()).filter(|place| !self.places[*place].revoked)
    }

    /// The authority's latest word as it is now.
    pub fn latest_bulletin(&mut self) -> Bulletin {
        let bulletin = self.authority.bulletin(self.now);
        if self
            .bulletins
            .last()
            .is_none_or(|last| last.number() < bulletin.number())
        {
            self.bulletins.push(bulletin.clone());
        }
        bulletin
    }

    /// Enrols everyone.
    fn people(&mut self, seed: u64, units: &[UnitId]) -> Checked {
        let count = 2 + self.dice.below(4);
        for index in 0..count {
            self.enrol_station(index, seed, units)?;
        }
        if self.dice.chance(50) || self.is_sabotaged(Sabotage::LaxStation) {
            let keys = DeviceKeys::generate(&mut self.random).map_err(setting_up)?;
            let units = self.places[self.dice.below(count)].units.clone();
            if !units.is_empty() {
                let request = EnrolRequest::create(&keys, "Kẻ lạ", self.now).map_err(setting_up)?;
                let certificate = self
                    .certify(&request, Role::Officer, units, Vec::new())?
                    .certificate;
                self.rogue = Some(Rogue::new(keys, certificate));
            }
        }
        let revokes = self.dice.chance(40) || self.is_sabotaged(Sabotage::DeafStation);
        if count > 2 && revokes {
            self.to_be_revoked =
                Some(self.dice.below(count)).filter(|place| self.places[*place].role.reads_cases());
        }
        self.silence_the_hub();
        // Those enrolled first have not heard of the units' later members; they hear of it from the hub, or never.
        self.latest_bulletin();
        Ok(())
    }

    fn silence_the_hub(&mut self) {
        if self.is_sabotaged(Sabotage::SilentHub) {
            self.hub.silent_about = Some(self.places[0].keys.device_id());
        }
    }

    fn enrol_station(&mut self, index: usize, seed: u64, units: &[UnitId]) -> Checked {
        let (role, own, shares) = self.post(index, units);
        let name = format!("{}{index}", role_name(role));
        let seed = Dice::new(seed, 1000 + index as u64).roll();
        let mut place = Place::set_up(name, self.disk.path(), seed, self.now)?;
        let now = self.now;
        let person = format!("Cán bộ {index}");
        let request = place
            .station(now)
            .enrol_request(&person)
            .map_err(|e| failed(e.code()))?;
        let grant = self.certify(&request, role, own.clone(), shares.clone())?;
        place
            .station(now)
            .accept_grant(&grant.encode())
            .map_err(|e| failed(e.code()))?;
        (place.role, place.units, place.shares_with) = (role, own, shares);
        let about = format!(
            "{} of {:?} sharing with {:?}",
            place.name, place.units, place.shares_with
        );
        self.trace
            .note(format!("{about} device {}", place.keys.device_id()));
        self.evidence
            .sealed(place.keys.device_id(), 0, &Knew::default());
        self.places.push(place);
        Ok(())
    }

    /// Role, units and whom cases are shared with.
    fn post(&mut self, index: usize, units: &[UnitId]) -> (Role, Vec<UnitId>, Vec<UnitId>) {
        let role = match (index, self.dice.weighted(&[45, 20, 28, 7])) {
            (0, _) | (_, 0) => Role::Officer,
            (_, 1) => Role::Outreach,
            (_, 2) => Role::Supervisor,
            _ => Role::Administrator,
        };
        let (province, posts) = (units[units.len() - 1].clone(), &units[..units.len() - 1]);
        let own = match role {
            Role::Supervisor => vec![province.clone()],
            Role::Administrator => Vec::new(),
            _ => {
                // Most at one post: colleagues meet over the same cases.
                let usual = if self.dice.chance(60) {
                    0
                } else {
                    self.dice.below(posts.len())
                };
                let mut own = vec![posts[usual].clone()];
                if self.dice.chance(15) {
                    own.push(posts[self.dice.below(posts.len())].clone());
                }
                own.sort();
                own.dedup();
                own
            }
        };
        let shares = match role {
            Role::Officer | Role::Outreach if self.dice.chance(60) => vec![province],
            _ => Vec::new(),
        };
        (role, own, shares)
    }

    fn certify(
        &mut self,
        request: &EnrolRequest,
        role: Role,
        units: Vec<UnitId>,
        shares_with: Vec<UnitId>,
    ) -> Checked<nuong_station::trust::EnrolGrant> {
        let validity = Validity::for_days(self.now, VALID_DAYS);
        let appointment = Appointment {
            role,
            units,
            shares_with,
            validity,
        };
        let grant = self
            .authority
            .approve(request, appointment, self.now, &mut self.random)
            .map_err(setting_up)?;
        self.latest_bulletin();
        Ok(grant)
    }
}

fn units(dice: &mut Dice) -> Checked<Vec<UnitId>> {
    let mut names = vec!["post-a", "post-b", "commune"];
    names.truncate(1 + dice.below(3));
    names.push("province");
    names
        .into_iter()
        .map(|name| UnitId::new(name).map_err(setting_up))
        .collect()
}

fn certify_hub(authority: &mut Authority, keys: &DeviceKeys) -> Checked<Certificate> {
    let request = EnrolRequest::create(keys, "hub", BEGINNING).map_err(setting_up)?;
    let urls = vec!["https://hub.example".to_owned()];
    let validity = Validity::for_days(BEGINNING, VALID_DAYS);
    // The line here is no TLS; any bytes stand for its certificate.
    authority
        .certify_hub(&request, vec![0x30], urls, validity)
        .map_err(setting_up)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Officer => "officer",
        Role::Outreach => "outreach",
        Role::Supervisor => "supervisor",
        Role::Administrator => "administrator",
        Role::Hub => "hub",
    }
}

/// A place for the vaults: memory where there is such a disk, since every write is synced.
fn disk() -> Checked<TempDir> {
    let memory = Path::new("/dev/shm");
    let builder = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix("nuong-sim-");
        builder
    };
    builder()
        .tempdir_in(memory)
        .or_else(|_| builder().tempdir())
        .map_err(|error| failed(&format!("no place for vaults: {error}")))
}

fn setting_up(error: nuong_station::trust::TrustError) -> Broken {
    failed(error.code())
}

fn failed(what: &str) -> Broken {
    Broken::new(Invariant::Unexpected, format!("setting up a world: {what}"))
}

//! Founding an authority, and making devices members of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nuong_station::trust::{Authority, DeviceId, EnrolRequest, KdfParams, Keyring, ProfileKey, Role, SystemRandom, Terms, UnitId, Validity};
use nuong_station::trust::{context, unwrap, wrap};
use nuong_station::{Clock, SystemClock, write_durably};
use serde_json::json;

use crate::args::{Authority as AuthorityCommand, Enroll, RoleArg};
use crate::opening::Opening;
use crate::terminal;

const DAY: i64 = 86_400;

/// The largest request or grant read from a file.
const MAX_FILE: u64 = 1024 * 1024;

/// An authority's secrets in a directory: a keyring under a passphrase, and the state wrapped by its key.
struct Safe {
    directory: PathBuf,
    key: ProfileKey,
}

/// What the wrapping of an authority's secrets is bound to.
fn purpose() -> Vec<u8> {
    b"nuong/1 authority file".to_vec()
}

impl Safe {
    fn create(directory: &Path, passphrase: &str, random: &mut SystemRandom) -> Result<Self> {
        let keyring = directory.join("keyring");
        anyhow::ensure!(!keyring.exists(), "{} holds an authority already", directory.display());
        fs::create_dir_all(directory).with_context(|| format!("making {}", directory.display()))?;
        let key = ProfileKey::generate(random)?;
        write_durably(&keyring, &Keyring::create(passphrase, &key, KdfParams::default(), random)?.encode())?;
        Ok(Self { directory: directory.to_owned(), key })
    }

    fn open(directory: &Path, passphrase: &str) -> Result<Self> {
        let keyring = read(&directory.join("keyring"))?;
        Ok(Self { directory: directory.to_owned(), key: Keyring::decode(&keyring)?.open(passphrase)? })
    }

    fn load(&self) -> Result<Authority> {
        let wrapped = read(&self.directory.join("authority"))?;
        let secret = unwrap(self.key.symmetric(), &purpose(), &wrapped)?;
        Ok(Authority::from_secret_bytes(&secret)?)
    }

    fn save(&self, authority: &Authority, random: &mut SystemRandom) -> Result<()> {
        let wrapped = wrap(self.key.symmetric(), &purpose(), &authority.to_secret_bytes(), random)?;
        Ok(write_durably(&self.directory.join("authority"), &wrapped)?)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).with_context(|| format!("reading {}", path.display()))?.len();
    anyhow::ensure!(size <= MAX_FILE, "{}: {size} bytes is more than such a file can have", path.display());
    fs::read(path).with_context(|| format!("reading {}", path.display()))
}

pub(crate) fn authority(opening: &Opening<'_>, command: &AuthorityCommand) -> Result<()> {
    let mut random = SystemRandom::new();
    match command {
        AuthorityCommand::Init { dir, units } => {
            let mut authority = Authority::create(&mut random)?;
            for unit in units {
                authority.add_unit(&UnitId::new(unit.as_str())?, &mut random)?;
            }
            let safe = Safe::create(dir, &opening.passphrase(true)?, &mut random)?;
            safe.save(&authority, &mut random)?;
            let id = authority.id().to_string();
            opening.tell(&json!({ "authority": id, "dir": dir, "units": units }), || {
                opening.texts.with("authority-done", &[("authority", (&id).into()), ("dir", dir.display().to_string().as_str().into())])
            })
        }
        AuthorityCommand::List { dir } => {
            let authority = Safe::open(dir, &opening.passphrase(false)?)?.load()?;
            list(opening, &authority)
        }
        AuthorityCommand::Revoke { dir, device, out } => {
            let safe = Safe::open(dir, &opening.passphrase(false)?)?;
            let mut authority = safe.load()?;
            let device: DeviceId = device.parse()?;
            let bulletin = authority.revoke(device, SystemClock.now(), &mut random)?;
            safe.save(&authority, &mut random)?;
            write_durably(out, &nuong_station::bulletin_file(&bulletin))?;
            wrote(opening, out)
        }
        AuthorityCommand::CertifyHub { dir, request, urls, out } => {
            let safe = Safe::open(dir, &opening.passphrase(false)?)?;
            let mut authority = safe.load()?;
            let request = EnrolRequest::decode(&read(request)?)?;
            let now = SystemClock.now();
            let grant = authority.certify_hub(&request, urls, &validity(now, 3650), now, &mut random)?;
            safe.save(&authority, &mut random)?;
            write_durably(out, &grant.encode())?;
            wrote(opening, out)
        }
    }
}

fn list(opening: &Opening<'_>, authority: &Authority) -> Result<()> {
    let members: Vec<_> = authority
        .members()
        .map(|m| json!({ "device": m.device.to_string(), "person": m.person, "units": m.units.iter().map(ToString::to_string).collect::<Vec<_>>(), "revoked": m.revoked }))
        .collect();
    opening.tell(&json!({ "authority": authority.id().to_string(), "devices": members }), || {
        let line = |m: &serde_json::Value| format!("{}  {}  {}", m["device"].as_str().unwrap_or(""), m["person"].as_str().unwrap_or(""), m["units"]);
        members.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

pub(crate) fn enroll(opening: &Opening<'_>, command: &Enroll) -> Result<()> {
    match command {
        Enroll::Request { name, out } => {
            let request = opening.station()?.enrol_request(name)?;
            write_durably(out, &request.encode())?;
            let words = request.fingerprint();
            opening.tell(&json!({ "file": out, "fingerprint": words }), || {
                opening.texts.with("enroll-requested", &[("file", out.display().to_string().as_str().into()), ("fingerprint", words.as_str().into())])
            })
        }
        Enroll::Approve { dir, request, role, units, shares_with, days, out } => {
            let request = EnrolRequest::decode(&read(request)?)?;
            let fingerprint = request.fingerprint();
            terminal::note(&opening.texts.with("enroll-compare", &[("fingerprint", fingerprint.as_str().into())]));
            let now = SystemClock.now();
            let terms = Terms {
                role: role_of(*role),
                units: units_of(units)?,
                shares_with: units_of(shares_with)?,
                validity: validity(now, *days),
            };
            let mut random = SystemRandom::new();
            let safe = Safe::open(dir, &opening.passphrase(false)?)?;
            let mut authority = safe.load()?;
            let grant = authority.approve(&request, &terms, now, &mut random)?;
            safe.save(&authority, &mut random)?;
            write_durably(out, &grant.encode())?;
            wrote(opening, out)
        }
        Enroll::Accept { grant } => {
            let mut station = opening.station()?;
            station.accept_grant(&read(grant)?)?;
            opening.unlock_and_tell_of(&station)
        }
    }
}

fn wrote(opening: &Opening<'_>, out: &Path) -> Result<()> {
    opening.tell(&json!({ "file": out }), || opening.texts.with("file-written", &[("file", out.display().to_string().as_str().into())]))
}

fn units_of(names: &[String]) -> Result<Vec<UnitId>> {
    Ok(names.iter().map(|n| UnitId::new(n.as_str())).collect::<Result<_, _>>()?)
}

fn validity(now: i64, days: u32) -> Validity {
    Validity { not_before: now - DAY, not_after: now + i64::from(days) * DAY }
}

fn role_of(role: RoleArg) -> Role {
    match role {
        RoleArg::Officer => Role::Officer,
        RoleArg::Outreach => Role::Outreach,
        RoleArg::Supervisor => Role::Supervisor,
        RoleArg::Administrator => Role::Administrator,
    }
}

//! Founding an authority, and making devices members of it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Result;
use nuong_station::trust::{
    Appointment, Authority, DeviceId, EnrolGrant, EnrolRequest, KdfParams, Keyring, MAX_AUTHORITY,
    Member, ProfileKey, Published, Role, SystemRandom, UnitId, Validity, unwrap, wrap,
};
use nuong_station::{Clock, SystemClock, write_durably};
use serde_json::json;

use crate::args::{Approve, Authority as AuthorityCommand, CertifyHub, Enroll, RoleArg};
use crate::opening::{Opening, kdf};
use crate::refusal::Refusal;

/// The largest file read here: an authority's state, with what wrapping adds.
const MAX_FILE: u64 = MAX_AUTHORITY as u64 + 1024;

/// How long a hub's certificate holds; whoever runs the hub is at hand to renew it.
const HUB_DAYS: u32 = 5 * 365;

/// An authority's secrets in a directory: a keyring under a passphrase, and the state wrapped by its key.
struct Safe {
    directory: PathBuf,
    key: ProfileKey,
}

/// What the wrapping of an authority's secrets is bound to.
const PURPOSE: &[u8] = b"nuong/1 authority file";

impl Safe {
    fn create(
        directory: &Path,
        passphrase: &str,
        kdf: KdfParams,
        random: &mut SystemRandom,
    ) -> Result<Self> {
        let keyring = directory.join("keyring");
        fs::create_dir_all(directory).map_err(|e| Refusal::file(directory, &e))?;
        let key = ProfileKey::generate(random)?;
        write_durably(
            &keyring,
            &Keyring::create(passphrase, &key, kdf, random)?.encode(),
        )?;
        Ok(Self {
            directory: directory.to_owned(),
            key,
        })
    }

    fn open(directory: &Path, opening: &Opening<'_>) -> Result<Self> {
        let keyring = directory.join("keyring");
        if !keyring.exists() {
            return Err(Refusal::AuthorityMissing(directory.display().to_string()).into());
        }
        let keyring = Keyring::decode(&read(&keyring)?)?;
        Ok(Self {
            directory: directory.to_owned(),
            key: keyring.open(&opening.passphrase(false)?)?,
        })
    }

    fn load(&self) -> Result<Authority> {
        let wrapped = read(&self.directory.join("authority"))?;
        let secret = unwrap(self.key.symmetric(), PURPOSE, &wrapped)?;
        Ok(Authority::from_secret_bytes(&secret)?)
    }

    fn save(&self, authority: &Authority, random: &mut SystemRandom) -> Result<()> {
        let wrapped = wrap(
            self.key.symmetric(),
            PURPOSE,
            &authority.to_secret_bytes(),
            random,
        )?;
        Ok(write_durably(&self.directory.join("authority"), &wrapped)?)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?
            .take(MAX_FILE + 1)
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(std::io::Error::other("larger than such a file can be"));
        }
        Ok(bytes)
    };
    Ok(read().map_err(|e| Refusal::file(path, &e))?)
}

pub(crate) fn authority(opening: &Opening<'_>, command: &AuthorityCommand) -> Result<()> {
    match command {
        AuthorityCommand::Init { dir, units, quick } => found(opening, dir, units, kdf(*quick)),
        AuthorityCommand::NameUnit {
            dir,
            unit,
            name,
            out,
        } => {
            let (safe, mut random) = (Safe::open(dir, opening)?, SystemRandom::new());
            let mut authority = safe.load()?;
            authority.name_unit(&UnitId::new(unit.as_str())?, name.as_deref())?;
            let bulletin = authority.bulletin(SystemClock.now());
            safe.save(&authority, &mut random)?;
            write_durably(out, &nuong_station::bulletin_file(&bulletin))?;
            wrote(opening, out)
        }
        AuthorityCommand::List { dir } => list(opening, &Safe::open(dir, opening)?.load()?),
        AuthorityCommand::Revoke { dir, device, out } => {
            let device: DeviceId = device.parse()?;
            let (safe, mut random) = (Safe::open(dir, opening)?, SystemRandom::new());
            let mut authority = safe.load()?;
            let bulletin = authority.revoke(device, SystemClock.now(), &mut random)?;
            safe.save(&authority, &mut random)?;
            write_durably(out, &nuong_station::bulletin_file(&bulletin))?;
            wrote(opening, out)
        }
        AuthorityCommand::CertifyHub(hub) => certify_hub(opening, hub),
    }
}

/// Signs a questionnaire, or a language of one, with the authority's root.
pub(crate) fn publish(
    opening: &Opening<'_>,
    directory: &Path,
    kind: Published,
    content: &[u8],
    now: i64,
) -> Result<Vec<u8>> {
    let authority = Safe::open(directory, opening)?.load()?;
    Ok(authority.publish(kind, content, now).file(kind, content))
}

fn found(opening: &Opening<'_>, directory: &Path, units: &[String], kdf: KdfParams) -> Result<()> {
    if directory.join("keyring").exists() {
        return Err(Refusal::AuthorityExists(directory.display().to_string()).into());
    }
    let mut random = SystemRandom::new();
    let mut authority = Authority::create(&mut random)?;
    for unit in units {
        let (short, name) = match unit.split_once('=') {
            Some((short, name)) => (short, Some(name)),
            None => (unit.as_str(), None),
        };
        let unit = UnitId::new(short)?;
        authority.add_unit(unit.clone(), &mut random)?;
        authority.name_unit(&unit, name)?;
    }
    let safe = Safe::create(directory, &opening.passphrase(true)?, kdf, &mut random)?;
    safe.save(&authority, &mut random)?;
    let id = authority.root().authority_id().to_string();
    let units: Vec<&str> = authority.units().map(UnitId::as_str).collect();
    opening.tell(
        &json!({ "authority": id, "dir": directory, "units": units }),
        || {
            let dir = directory.display().to_string();
            opening.texts.with(
                "authority-done",
                &[("authority", (&id).into()), ("dir", (&dir).into())],
            )
        },
    )
}

/// Certifies a hub, and writes what `nuong-hub certify` takes.
fn certify_hub(opening: &Opening<'_>, hub: &CertifyHub) -> Result<()> {
    let request = EnrolRequest::decode(&read(&hub.request)?)?;
    let beside = hub.request.with_file_name("tls.der");
    let tls = read(hub.tls.as_deref().unwrap_or(&beside))?;
    let (safe, mut random) = (Safe::open(&hub.dir, opening)?, SystemRandom::new());
    let mut authority = safe.load()?;
    let now = SystemClock.now();
    let certificate = authority.certify_hub(
        &request,
        tls,
        hub.urls.clone(),
        Validity::for_days(now, HUB_DAYS),
    )?;
    let grant = EnrolGrant {
        root: authority.root(),
        certificate,
        bulletin: authority.bulletin(now),
        hub: None,
    };
    safe.save(&authority, &mut random)?;
    write_durably(&hub.out, &grant.encode())?;
    wrote(opening, &hub.out)
}

fn list(opening: &Opening<'_>, authority: &Authority) -> Result<()> {
    let device = |member: &Member| {
        let terms = member.certificate().terms();
        let units: Vec<&str> = terms.units.iter().map(UnitId::as_str).collect();
        json!({
            "device": member.device_id().to_string(), "person": terms.person, "role": format!("{:?}", terms.role).to_lowercase(),
            "units": units, "valid_until": terms.validity.not_after, "revoked_at": member.revoked_at()
        })
    };
    let devices: Vec<_> = authority.members().iter().map(device).collect();
    let units: Vec<&str> = authority.units().map(UnitId::as_str).collect();
    let id = authority.root().authority_id().to_string();
    opening.tell(
        &json!({ "authority": id, "units": units, "devices": devices }),
        || {
            let line = |member: &Member| {
                let terms = member.certificate().terms();
                let units: Vec<&str> = terms.units.iter().map(UnitId::as_str).collect();
                let revoked = member.revoked_at().map_or_else(String::new, |_| {
                    format!("  {}", opening.texts.text("authority-revoked"))
                });
                format!(
                    "{}  {}  {}{revoked}",
                    member.device_id(),
                    terms.person,
                    units.join(", ")
                )
            };
            let members: Vec<String> = authority.members().iter().map(line).collect();
            if members.is_empty() {
                opening.texts.text("authority-no-devices")
            } else {
                members.join("\n")
            }
        },
    )
}

pub(crate) fn enroll(opening: &Opening<'_>, command: &Enroll) -> Result<()> {
    match command {
        Enroll::Request { name, out } => {
            let request = opening.station()?.enrol_request(name)?;
            write_durably(out, &request.encode())?;
            let words = request.fingerprint();
            opening.tell(&json!({ "file": out, "fingerprint": words }), || {
                let file = out.display().to_string();
                opening.texts.with(
                    "enroll-requested",
                    &[("file", (&file).into()), ("fingerprint", (&words).into())],
                )
            })
        }
        Enroll::Approve(approve) => approve_request(opening, approve),
        Enroll::Accept { grant } => {
            let grant = read(grant)?;
            let mut station = opening.station()?;
            station.accept_grant(&grant)?;
            opening.tell_profile(&station)
        }
    }
}

fn approve_request(opening: &Opening<'_>, approve: &Approve) -> Result<()> {
    let request = EnrolRequest::read(&read(&approve.request)?)?;
    let now = SystemClock.now();
    let appointment = Appointment {
        role: role_of(approve.role),
        units: units_of(&approve.units)?,
        shares_with: units_of(&approve.shares_with)?,
        validity: Validity::for_days(now, approve.days),
    };
    let (safe, mut random) = (Safe::open(&approve.dir, opening)?, SystemRandom::new());
    let mut authority = safe.load()?;
    let grant = authority.approve(&request, appointment, now, &mut random)?;
    safe.save(&authority, &mut random)?;
    let answer = if approve.text {
        grant.to_text().into_bytes()
    } else {
        grant.encode()
    };
    write_durably(&approve.out, &answer)?;
    let (person, words) = (request.person(), request.fingerprint());
    opening.tell(
        &json!({ "file": approve.out, "person": person, "fingerprint": words }),
        || {
            let file = approve.out.display().to_string();
            let args = [
                ("person", person.into()),
                ("fingerprint", (&words).into()),
                ("file", (&file).into()),
            ];
            opening.texts.with("enroll-approved", &args)
        },
    )
}

fn wrote(opening: &Opening<'_>, out: &Path) -> Result<()> {
    let file = out.display().to_string();
    opening.tell(&json!({ "file": out }), || {
        opening
            .texts
            .with("file-written", &[("file", (&file).into())])
    })
}

fn units_of(names: &[String]) -> Result<Vec<UnitId>> {
    Ok(names
        .iter()
        .map(|n| UnitId::new(n.as_str()))
        .collect::<Result<_, _>>()?)
}

fn role_of(role: RoleArg) -> Role {
    match role {
        RoleArg::Officer => Role::Officer,
        RoleArg::Outreach => Role::Outreach,
        RoleArg::Supervisor => Role::Supervisor,
        RoleArg::Administrator => Role::Administrator,
    }
}

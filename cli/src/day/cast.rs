//! Who is in the field day: the authority, four devices with their own vaults, and the hub.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nuong_station::trust::{Authority, Certificate, EnrolRequest, KdfParams, Role, SystemRandom, Terms, UnitId, Validity};
use nuong_station::{Environment, Station};

/// One device of the day.
pub(crate) struct Device {
    pub(crate) name: &'static str,
    pub(crate) person: &'static str,
    pub(crate) directory: PathBuf,
    pub(crate) station: Station,
}

/// name, person, passphrase, role, unit
const DEVICES: [(&str, &str, &str, Role, &str); 4] = [
    ("guard-a", "Trung úy Vàng A Páo", "mưa rừng trên đồn A", Role::Officer, "post-a"),
    ("guard-b", "Thiếu úy Lò Văn Hặc", "suối cạn dưới đồn B", Role::Officer, "post-b"),
    ("outreach", "Sùng Thị Mỷ", "nương ngô sau mùa gặt", Role::Outreach, "commune"),
    ("supervisor", "Thượng tá Hoàng Thị Nhung", "bàn làm việc ở tỉnh", Role::Supervisor, "province"),
];

/// The unit that every case of the day is shared with.
const PROVINCE: &str = "province";

const DAY_SECONDS: i64 = 86_400;

/// The authority of the day and what it has certified.
pub(crate) struct Founded {
    authority: Authority,
    random: SystemRandom,
    now: i64,
}

impl Founded {
    pub(crate) fn new(now: i64) -> Result<Self> {
        let mut random = SystemRandom::new();
        let mut authority = Authority::create(&mut random)?;
        for (_, _, _, _, unit) in DEVICES {
            authority.add_unit(&UnitId::new(unit)?, &mut random)?;
        }
        Ok(Self { authority, random, now })
    }

    fn validity(&self) -> Validity {
        Validity { not_before: self.now - DAY_SECONDS, not_after: self.now + 365 * DAY_SECONDS }
    }

    /// Makes a device's profile and enrols it: request out, grant back.
    pub(crate) fn enrol(&mut self, index: usize, root: &Path) -> Result<Device> {
        let (name, person, passphrase, role, unit) = DEVICES[index];
        let directory = root.join(name);
        let mut station = Station::create(&directory, passphrase, KdfParams::default(), Environment::system())?;
        let request = EnrolRequest::decode(&station.enrol_request(person)?.encode())?;
        let units = vec![UnitId::new(unit)?];
        let shares_with = if unit == PROVINCE { Vec::new() } else { vec![UnitId::new(PROVINCE)?] };
        let terms = Terms { role, units, shares_with, validity: self.validity() };
        let grant = self.authority.approve(&request, &terms, self.now, &mut self.random)?;
        station.accept_grant(&grant.encode())?;
        Ok(Device { name, person, directory, station })
    }

    /// Certifies the hub whose request lies in its directory.
    pub(crate) fn certify(&mut self, request: &[u8], urls: &[String]) -> Result<Certificate> {
        let request = EnrolRequest::decode(request)?;
        let validity = self.validity();
        Ok(self.authority.certify_hub(&request, urls, &validity, self.now, &mut self.random)?)
    }
}

/// How many devices there are.
pub(crate) const COUNT: usize = DEVICES.len();

/// The passphrase of a device, to open its vault again.
pub(crate) fn passphrase(name: &str) -> &'static str {
    DEVICES.iter().find(|d| d.0 == name).map_or("", |d| d.2)
}

/// The hub, running as a process of its own until this is dropped.
pub(crate) struct RunningHub {
    child: Child,
    pub(crate) address: std::net::SocketAddr,
}

impl RunningHub {
    /// Starts the hub on a free port of loopback and waits until it says it listens.
    pub(crate) fn start(program: &Path, directory: &Path) -> Result<Self> {
        let port_file = directory.join("port");
        let _ = std::fs::remove_file(&port_file);
        let mut command = Command::new(program);
        command.arg("serve").arg("--dir").arg(directory).args(["--listen", "127.0.0.1:0"]).arg("--port-file").arg(&port_file);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            if let Ok(text) = std::fs::read_to_string(&port_file)
                && let Ok(port) = text.trim().parse::<u16>()
            {
                return Ok(Self { child, address: ([127, 0, 0, 1], port).into() });
            }
            if let Some(status) = child.try_wait()? {
                bail!("the hub ended with {status} before it listened");
            }
            if Instant::now() > patience {
                let _ = child.kill();
                bail!("the hub did not start listening within 20 seconds");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for RunningHub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

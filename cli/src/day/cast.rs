//! Who is in the field day: the authority, four devices with their own vaults, and the hub.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nuong_station::trust::{
    Appointment, Authority, EnrolGrant, EnrolRequest, KdfParams, Role, SystemRandom, UnitId,
    Validity,
};
use nuong_station::{Clock, Environment, Station, SystemClock};

/// The clock of the day: every look at it is a second later.
#[derive(Debug, Clone)]
pub(crate) struct DayClock(Arc<AtomicI64>);

impl DayClock {
    pub(crate) fn new(at: i64) -> Self {
        Self(Arc::new(AtomicI64::new(at)))
    }

    /// Lets time pass until then. It never goes back.
    pub(crate) fn pass_until(&self, at: i64) {
        self.0.fetch_max(at, Ordering::SeqCst);
    }

    /// Lets so many minutes pass.
    pub(crate) fn pass(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60, Ordering::SeqCst);
    }

    fn environment(&self) -> Environment {
        Environment {
            clock: Box::new(self.clone()),
            ..Environment::system()
        }
    }
}

impl Clock for DayClock {
    fn now(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

/// One device of the day.
pub(crate) struct Device {
    pub(crate) name: &'static str,
    pub(crate) person: &'static str,
    pub(crate) directory: PathBuf,
    pub(crate) station: Station,
}

/// name, person, passphrase, role, unit
const DEVICES: [(&str, &str, &str, Role, &str); 4] = [
    (
        "guard-a",
        "Trung úy Vàng A Páo",
        "mưa rừng trên đồn A",
        Role::Officer,
        "post-a",
    ),
    (
        "guard-b",
        "Thiếu úy Lò Văn Hặc",
        "suối cạn dưới đồn B",
        Role::Officer,
        "post-b",
    ),
    (
        "outreach",
        "Sùng Thị Mỷ",
        "nương ngô sau mùa gặt",
        Role::Outreach,
        "commune",
    ),
    (
        "supervisor",
        "Thượng tá Hoàng Thị Nhung",
        "bàn làm việc ở tỉnh",
        Role::Supervisor,
        "province",
    ),
];

/// What the units are called.
const UNITS: [(&str, &str); 4] = [
    ("post-a", "Đồn A"),
    ("post-b", "Đồn B"),
    ("commune", "Nhóm cộng đồng xã"),
    ("province", "Bộ phận cấp tỉnh"),
];

/// The unit that every case of the day is shared with.
const PROVINCE: &str = "province";

/// How many devices there are.
pub(crate) const COUNT: usize = DEVICES.len();

/// The person who holds a device.
pub(crate) fn person(index: usize) -> &'static str {
    DEVICES[index].1
}

/// The passphrase of a device, to open its vault again.
pub(crate) fn passphrase(name: &str) -> &'static str {
    DEVICES.iter().find(|d| d.0 == name).map_or("", |d| d.2)
}

/// The authority of the day and what it has certified.
pub(crate) struct Founded {
    authority: Authority,
    random: SystemRandom,
    clock: DayClock,
}

impl Founded {
    pub(crate) fn new(clock: DayClock) -> Result<Self> {
        let mut random = SystemRandom::new();
        let mut authority = Authority::create(&mut random)?;
        for (unit, name) in UNITS {
            let unit = UnitId::new(unit)?;
            authority.add_unit(unit.clone(), &mut random)?;
            authority.name_unit(&unit, Some(name))?;
        }
        Ok(Self {
            authority,
            random,
            clock,
        })
    }

    /// A year from the day, and today as well: the hub's clock is the machine's.
    fn validity(&self) -> Validity {
        let (day, today) = (
            Validity::for_days(self.clock.now(), 365),
            Validity::for_days(SystemClock.now(), 365),
        );
        Validity {
            not_before: day.not_before.min(today.not_before),
            not_after: day.not_after.max(today.not_after),
        }
    }

    /// Makes a device's profile and enrols it: request out, grant back.
    pub(crate) fn enrol(&mut self, index: usize, root: &Path) -> Result<Device> {
        let (name, person, passphrase, role, unit) = DEVICES[index];
        let directory = root.join(name);
        let mut station = Station::create(
            &directory,
            passphrase,
            KdfParams::default(),
            self.clock.environment(),
        )?;
        let request = EnrolRequest::decode(&station.enrol_request(person)?.encode())?;
        let units = vec![UnitId::new(unit)?];
        let shares_with = if unit == PROVINCE {
            Vec::new()
        } else {
            vec![UnitId::new(PROVINCE)?]
        };
        let appointment = Appointment {
            role,
            units,
            shares_with,
            validity: self.validity(),
        };
        let grant =
            self.authority
                .approve(&request, appointment, self.clock.now(), &mut self.random)?;
        station.accept_grant(&grant.encode())?;
        Ok(Device {
            name,
            person,
            directory,
            station,
        })
    }

    /// Certifies a hub by its request and TLS certificate; gives what `nuong-hub certify` takes.
    pub(crate) fn certify(&mut self, request: &[u8], tls: Vec<u8>, url: &str) -> Result<Vec<u8>> {
        let request = EnrolRequest::decode(request)?;
        let certificate =
            self.authority
                .certify_hub(&request, tls, vec![url.to_owned()], self.validity())?;
        let (root, bulletin) = (
            self.authority.root(),
            self.authority.bulletin(self.clock.now()),
        );
        Ok(EnrolGrant {
            root,
            certificate,
            bulletin,
            hub: None,
        }
        .encode())
    }
}

/// The hub, running as a process of its own until this is dropped.
pub(crate) struct RunningHub {
    child: Child,
    pub(crate) address: std::net::SocketAddr,
}

impl RunningHub {
    /// Starts the hub on a free port of loopback, writing its log to a file, and waits until it listens.
    pub(crate) fn start(program: &Path, directory: &Path, log: &Path) -> Result<Self> {
        let port_file = directory.join("port");
        let mut command = Command::new(program);
        command
            .arg("serve")
            .arg("--dir")
            .arg(directory)
            .args(["--listen", "127.0.0.1:0"])
            .arg("--port-file")
            .arg(&port_file);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(log)?);
        let child = command
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        // From here on dropping it ends the process, whichever way this goes.
        let mut hub = Self {
            child,
            address: ([127, 0, 0, 1], 0).into(),
        };
        let patience = Instant::now() + Duration::from_secs(20);
        while Instant::now() < patience {
            if let Ok(text) = std::fs::read_to_string(&port_file)
                && let Ok(port) = text.trim().parse::<u16>()
            {
                hub.address.set_port(port);
                return Ok(hub);
            }
            if let Some(status) = hub.child.try_wait()? {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!(
                    "the hub ended with {status} before it listened: {}",
                    said.trim_end()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the hub did not start listening within 20 seconds");
    }
}

impl Drop for RunningHub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! An authority, one enrolled station and a hub on loopback.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::Result;
use nuong_hub::{HubFolder, HubState, Limits, SqliteStore, serve};
use nuong_station::trust::{
    Appointment, Authority, EnrolRequest, Role, SystemRandom, UnitId, Validity,
};
use nuong_station::{Clock, Environment, Station, SystemClock};
use tempfile::TempDir;

/// A moving clock, one second a reading, from a fixed start: sizes must not depend on the day.
pub(crate) struct Ticking(std::cell::Cell<i64>);

impl Clock for Ticking {
    fn now(&self) -> i64 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

pub(crate) struct World {
    directory: TempDir,
    authority: Authority,
    random: SystemRandom,
    now: i64,
}

impl World {
    /// In memory where the machine has a memory file system, so that the disk is not what is measured.
    pub(crate) fn in_memory() -> Result<Self> {
        let shm = Path::new("/dev/shm");
        Self::at(if shm.is_dir() {
            tempfile::tempdir_in(shm)?
        } else {
            tempfile::tempdir()?
        })
    }

    /// On the disk of the current directory.
    pub(crate) fn on_disk() -> Result<Self> {
        Self::at(tempfile::tempdir_in(".")?)
    }

    fn at(directory: TempDir) -> Result<Self> {
        let mut random = SystemRandom::new();
        let mut authority = Authority::create(&mut random)?;
        for unit in ["post-a", "province"] {
            authority.add_unit(UnitId::new(unit)?, &mut random)?;
        }
        Ok(Self {
            directory,
            authority,
            random,
            now: SystemClock.now(),
        })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn validity(&self) -> Validity {
        Validity::for_days(self.now, 365)
    }

    pub(crate) fn station(&mut self, name: &str, role: Role, unit: &str) -> Result<Station> {
        let mut env = Environment::system();
        env.clock = Box::new(Ticking(std::cell::Cell::new(self.now)));
        let (mut station, _) = Station::create_keyed(&self.path(name), env)?;
        let request = station.enrol_request(name)?;
        let province = UnitId::new("province")?;
        let appointment = Appointment {
            role,
            units: vec![UnitId::new(unit)?],
            shares_with: if unit == province.as_str() {
                vec![]
            } else {
                vec![province]
            },
            validity: self.validity(),
        };
        let grant = self
            .authority
            .approve(&request, appointment, self.now, &mut self.random)?;
        station.accept_grant(&grant.encode())?;
        Ok(station)
    }

    /// Certifies a hub and serves it on a thread for as long as the program runs.
    pub(crate) fn hub(&mut self) -> Result<SocketAddr> {
        let folder = HubFolder::new(self.path("hub"));
        folder.init("hub", &["localhost".to_owned()], self.now, &mut self.random)?;
        let request =
            EnrolRequest::decode(&std::fs::read(self.path("hub").join("enrol-request"))?)?;
        let tls = std::fs::read(self.path("hub").join("tls.der"))?;
        let urls = vec!["https://localhost".to_owned()];
        let certificate = self
            .authority
            .certify_hub(&request, tls, urls, self.validity())?;
        let grant = nuong_station::trust::EnrolGrant {
            root: self.authority.root(),
            certificate,
            bulletin: self.authority.bulletin(self.now),
            hub: None,
        };
        folder.certify(&grant.encode(), None, self.now)?;
        let identity = folder.identity(self.now)?;
        let state = HubState::new(
            &identity,
            SqliteStore::open(&folder.store_path())?,
            Limits::default(),
            || SystemClock.now(),
        )?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        std::thread::spawn(move || {
            runtime.block_on(serve(state, listener, &identity, std::future::pending()))
        });
        Ok(address)
    }
}

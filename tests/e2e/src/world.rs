//! An authority, its hub and its devices, all made by the programs themselves.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::{Device, Hub, make_hub, plain, repository};

/// One authority with four units and a hub, in a temporary directory.
#[derive(Debug)]
pub struct World {
    directory: TempDir,
}

impl World {
    /// Founds the authority and makes its hub.
    ///
    /// # Panics
    /// When a program refuses.
    #[track_caller]
    pub fn found() -> Self {
        let directory = TempDir::with_prefix("nuong-e2e-").expect("there is room for files");
        let world = Self { directory };
        let dir = world.authority();
        let mut init = vec!["authority", "init", "--quick", "--dir", plain(&dir)];
        for unit in ["post-a", "post-b", "commune", "province"] {
            init.extend(["--unit", unit]);
        }
        world.clerk().run(init).well();
        make_hub(&world.hub_directory(), &dir, None);
        world
    }

    /// A path in the world's directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Where the authority's secrets are.
    pub fn authority(&self) -> PathBuf {
        self.path("authority")
    }

    /// Where the hub's files are.
    pub fn hub_directory(&self) -> PathBuf {
        self.path("hub")
    }

    /// Serves the hub.
    #[track_caller]
    pub fn hub(&self) -> Hub {
        Hub::serve(&self.hub_directory())
    }

    /// Runs the authority's commands; has no profile.
    pub fn clerk(&self) -> Device {
        Device::at(self.path("no-profile"))
    }

    /// A scenario of the field day.
    pub fn scenario(name: &str) -> PathBuf {
        repository()
            .join("examples/field-day")
            .join(name)
            .with_extension("toml")
    }

    /// Makes a device and enrols it; what it writes is shared with the province.
    #[track_caller]
    pub fn device(&self, name: &str, role: &str, unit: &str) -> Device {
        let device = Device::at(self.path(name));
        device.init();
        self.enrol(&device, role, unit);
        device
    }

    /// Enrols a profile in the name of its directory: request out, grant back.
    #[track_caller]
    pub fn enrol(&self, device: &Device, role: &str, unit: &str) {
        let name = plain(device.directory());
        let name = name.rsplit('/').next().unwrap_or(name);
        let (dir, request) = (self.authority(), self.path(&format!("{name}.request")));
        let grant = self.path(&format!("{name}.grant"));
        let (dir, request, grant) = (plain(&dir), plain(&request), plain(&grant));
        device
            .run(["enroll", "request", "--name", name, "--out", request])
            .well();
        let mut approve = vec!["enroll", "approve", "--dir", dir, request, "--out", grant];
        approve.extend(["--role", role, "--unit", unit]);
        if unit != "province" {
            approve.extend(["--share-with", "province"]);
        }
        self.clerk().run(approve).well();
        device.run(["enroll", "accept", grant]).well();
    }

    /// Revokes the device of a person; returns the bulletin file that tells the others.
    ///
    /// # Panics
    /// When there is no such person.
    #[track_caller]
    pub fn revoke(&self, person: &str) -> PathBuf {
        let (dir, out) = (self.authority(), self.path("revoked.nuong"));
        let (clerk, dir) = (self.clerk(), plain(&dir));
        let list = clerk.run(["authority", "list", "--dir", dir]).well();
        let mut devices = list["devices"].as_array().into_iter().flatten();
        let lost = devices.find(|device| device["person"] == *person);
        let id = lost.and_then(|device| device["device"].as_str());
        let id = id.expect("a device of that person");
        let act = [
            "authority",
            "revoke",
            "--dir",
            dir,
            id,
            "--out",
            plain(&out),
        ];
        clerk.run(act).well();
        out
    }
}

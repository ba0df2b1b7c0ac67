//! A province with two posts, as the tests need it.

use nuong_trust::{
    Appointment, Authority, DeviceKeys, EnrolGrant, EnrolRequest, KdfParams, Keyring, ProfileKey,
    Role, SeededRandom, UnitId, Validity,
};

pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const PASSPHRASE: &str = "cơm lam ống nứa";

pub(crate) fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

pub(crate) fn appointment(role: Role, units: &[&str], shares_with: &[&str]) -> Appointment {
    Appointment {
        role,
        units: units.iter().map(|name| unit(name)).collect(),
        shares_with: shares_with.iter().map(|name| unit(name)).collect(),
        validity: Validity::for_days(NOW, 365),
    }
}

pub(crate) struct Province {
    pub(crate) authority: Authority,
    pub(crate) random: SeededRandom,
}

impl Province {
    pub(crate) fn new() -> Self {
        let mut random = SeededRandom::for_simulation(1);
        let mut authority = Authority::create(&mut random).unwrap();
        for name in ["post-a", "post-b", "province"] {
            authority.add_unit(unit(name), &mut random).unwrap();
        }
        Self { authority, random }
    }

    pub(crate) fn device(&mut self) -> DeviceKeys {
        DeviceKeys::generate(&mut self.random).unwrap()
    }

    /// Enrols a new device.
    pub(crate) fn enrol(&mut self, role: Role, units: &[&str]) -> (DeviceKeys, EnrolGrant) {
        let keys = self.device();
        let grant = self.approve(&keys, role, units);
        (keys, grant)
    }

    pub(crate) fn approve(&mut self, keys: &DeviceKeys, role: Role, units: &[&str]) -> EnrolGrant {
        let request = EnrolRequest::create(keys, "Lò Thị Mai", NOW).unwrap();
        let shares_with: &[&str] = if role.reads_cases() && !units.contains(&"province") {
            &["province"]
        } else {
            &[]
        };
        self.authority
            .approve(
                &request,
                appointment(role, units, shares_with),
                NOW,
                &mut self.random,
            )
            .unwrap()
    }

    pub(crate) fn certify_hub(&mut self) -> nuong_trust::Certificate {
        let keys = self.device();
        let request = EnrolRequest::create(&keys, "hub", NOW).unwrap();
        let urls = vec!["https://hub.example:8443".to_owned()];
        self.authority
            .certify_hub(
                &request,
                vec![0x30; 300],
                urls,
                Validity::for_days(NOW, 365),
            )
            .unwrap()
    }
}

pub(crate) fn keyring() -> Keyring {
    let mut random = SeededRandom::for_simulation(2);
    let profile = ProfileKey::generate(&mut random).unwrap();
    Keyring::create(PASSPHRASE, &profile, KdfParams::for_tests(), &mut random).unwrap()
}

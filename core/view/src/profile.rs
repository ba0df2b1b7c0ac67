//! Who this phone works for, and until when.

use serde::Serialize;

use crate::viewer::Viewer;

/// How many seconds before the end of access the person is told: 30 days, enough to meet an administrator.
pub const WARN_BEFORE_END: i64 = 30 * 86_400;

/// The role a certificate gives, as far as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleFact {
    /// A border guard officer.
    Officer,
    /// An outreach worker of a commune.
    Outreach,
    /// A supervisor of a province.
    Supervisor,
    /// An administrator.
    Administrator,
    /// A hub.
    Hub,
}

/// What the station knows of its own device.
#[derive(Clone, Debug)]
pub struct ProfileFacts {
    /// The person's name as certified.
    pub person: String,
    /// The certified role.
    pub role: RoleFact,
    /// The units, by their short names.
    pub units: Vec<String>,
    /// The device's id, 32 hexadecimal digits.
    pub device: String,
    /// When the certificate ends, Unix seconds.
    pub valid_until: i64,
    /// Whether the last bulletin revoked this device.
    pub revoked: bool,
    /// The time now, Unix seconds.
    pub now: i64,
}

/// The device as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileView {
    /// The heading.
    pub title: String,
    /// The person's name.
    pub person: String,
    /// The role in words.
    pub role: String,
    /// The label before the units.
    pub units_label: String,
    /// The units.
    pub units: Vec<String>,
    /// The label before the device's number.
    pub device_label: String,
    /// The device's number in groups of four, to be read aloud.
    pub device: String,
    /// Until when access holds, or that it ended, and what to do.
    pub access: String,
    /// Whether access has ended or is about to.
    pub access_needs_care: bool,
}

impl Viewer<'_> {
    /// The role in words.
    pub fn role(&self, role: RoleFact) -> String {
        self.text(match role {
            RoleFact::Officer => "role-officer",
            RoleFact::Outreach => "role-outreach",
            RoleFact::Supervisor => "role-supervisor",
            RoleFact::Administrator => "role-administrator",
            RoleFact::Hub => "role-hub",
        })
    }

    /// This device and its person.
    pub fn profile(&self, facts: &ProfileFacts) -> ProfileView {
        let date = self.date(facts.valid_until);
        let left = facts.valid_until.saturating_sub(facts.now);
        let access = if facts.revoked {
            "profile-revoked"
        } else if left <= 0 {
            "profile-ended"
        } else if left <= WARN_BEFORE_END {
            "profile-ends-soon"
        } else {
            "profile-valid"
        };
        ProfileView {
            title: self.text("profile-title"),
            person: facts.person.clone(),
            role: self.role(facts.role),
            units_label: self.text("profile-units"),
            units: facts.units.iter().map(|unit| self.unit(unit)).collect(),
            device_label: self.text("profile-device"),
            device: grouped(&facts.device),
            access: self.with(access, &[("date", (&date).into())]),
            access_needs_care: access != "profile-valid",
        }
    }
}

fn grouped(device: &str) -> String {
    let digits: Vec<char> = device.chars().collect();
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

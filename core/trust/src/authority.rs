use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::{
    Bulletin, Certificate, DeviceId, DevicePublic, EnrolGrant, EnrolRequest, Issuer, MAX_BULLETIN,
    Publication, Published, Random, Revocation, Role, RootKey, RootPublic, Terms, TrustError,
    UnitEpoch, UnitId, UnitKey, Validity, bulletin::Body, codec,
};

mod naming;

/// The most bytes of an authority's secret state: its bulletin, and a certificate for each device.
pub const MAX_AUTHORITY: usize = 4 * 1024 * 1024;

/// What a device's holder is to be: the administrator's part of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// What the holder may do.
    pub role: Role,
    /// The units whose cases the device reads and writes.
    pub units: Vec<UnitId>,
    /// The units to which every case the device opens is granted too.
    pub shares_with: Vec<UnitId>,
    /// When the certificate is valid.
    pub validity: Validity,
}

/// An authority: the root's key, the units and their keys, and every device it certified.
///
/// All of it is secret and is kept offline. It changes only as a whole: an act that fails leaves it as it was.
#[derive(Clone, Encode, Decode)]
pub struct Authority {
    #[n(0)]
    root: RootKey,
    /// Of the last bulletin issued.
    #[n(1)]
    number: u64,
    #[n(2)]
    issued_at: i64,
    /// Whether something changed since, so that the next bulletin is a new one.
    #[n(3)]
    changed: bool,
    /// Ascending by unit.
    #[n(4)]
    units: Vec<Unit>,
    /// Ascending by device.
    #[n(5)]
    members: Vec<Member>,
    #[n(6)]
    hub: Option<DeviceId>,
}

#[derive(Clone, Encode, Decode)]
struct Unit {
    #[n(0)]
    id: UnitId,
    /// Of the last epoch; it opens those before.
    #[n(1)]
    key: UnitKey,
    /// From 1 on, never empty.
    #[n(2)]
    epochs: Vec<UnitEpoch>,
    #[n(3)]
    name: Option<String>,
}

/// A device the authority certified.
#[derive(Debug, Clone, Encode, Decode)]
pub struct Member {
    #[n(0)]
    certificate: Certificate,
    #[n(1)]
    revoked_at: Option<i64>,
}

impl Member {
    /// The device's name.
    pub fn device_id(&self) -> DeviceId {
        self.certificate.device_id()
    }

    /// Its latest certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// When it was revoked, if it was, in Unix seconds.
    pub fn revoked_at(&self) -> Option<i64> {
        self.revoked_at
    }
}

impl Authority {
    /// A new authority, with no units and no devices.
    ///
    /// # Errors
    /// [`TrustError::Random`].
    pub fn create(random: &mut dyn Random) -> Result<Self, TrustError> {
        Ok(Self {
            root: RootKey::generate(random)?,
            number: 0,
            issued_at: i64::MIN,
            changed: true,
            units: Vec::new(),
            members: Vec::new(),
            hub: None,
        })
    }

    /// What devices trust.
    pub fn root(&self) -> RootPublic {
        self.root.public()
    }

    /// The units, ascending.
    pub fn units(&self) -> impl Iterator<Item = &UnitId> {
        self.units.iter().map(|unit| &unit.id)
    }

    /// Every device it certified, revoked ones too, ascending by device.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Makes a unit, with its first key.
    ///
    /// # Errors
    /// [`TrustError::UnitExists`], [`TrustError::TooLarge`] if the bulletin would be, [`TrustError::Random`].
    pub fn add_unit(&mut self, id: UnitId, random: &mut dyn Random) -> Result<(), TrustError> {
        self.act(|authority| {
            let Err(at) = authority.units.binary_search_by(|unit| unit.id.cmp(&id)) else {
                return Err(TrustError::UnitExists);
            };
            let key = UnitKey::generate(random)?;
            let epoch =
                UnitEpoch::begin(&authority.root().authority_id(), &id, &key, None, random)?;
            authority.units.insert(
                at,
                Unit {
                    id,
                    key,
                    epochs: vec![epoch],
                    name: None,
                },
            );
            Ok(())
        })
    }

    /// Certifies the device that asks, and seals the keys of its units to it. A device certified before is certified anew: a
    /// unit it leaves begins a new epoch.
    ///
    /// # Errors
    /// [`TrustError::BadSignature`] for a request whose maker does not hold the keys, [`TrustError::UnknownUnit`],
    /// [`TrustError::InvalidTerms`], [`TrustError::Revoked`], [`TrustError::CannotSeal`], [`TrustError::TooLarge`],
    /// [`TrustError::Random`].
    pub fn approve(
        &mut self,
        request: &EnrolRequest,
        appointment: Appointment,
        now: i64,
        random: &mut dyn Random,
    ) -> Result<EnrolGrant, TrustError> {
        request.verify()?;
        let Appointment {
            role,
            units,
            shares_with,
            validity,
        } = appointment;
        let (device, person) = (*request.device(), request.person().to_owned());
        let terms = Terms {
            device,
            person,
            role,
            units,
            shares_with,
            validity,
            tls: None,
            urls: Vec::new(),
        };
        let certificate = Certificate::issue(terms, &self.root)?;
        self.act(|authority| authority.place(certificate.clone(), now, random))?;
        Ok(EnrolGrant {
            root: self.root(),
            certificate,
            bulletin: self.bulletin(now),
            hub: self.hub(now).cloned(),
        })
    }

    /// Takes in a device that an administrator certified in the field, and seals the keys of its units to it.
    ///
    /// # Errors
    /// As [`Certificate::verify`]; [`TrustError::Revoked`] if it or its administrator is; as [`Self::approve`].
    pub fn admit(
        &mut self,
        certificate: &Certificate,
        now: i64,
        random: &mut dyn Random,
    ) -> Result<Bulletin, TrustError> {
        certificate.verify(&self.root(), now)?;
        self.bulletin(now).check_standing(certificate)?;
        self.act(|authority| authority.place(certificate.clone(), now, random))?;
        Ok(self.bulletin(now))
    }

    /// Certifies a hub: its keys, its TLS certificate (DER) and its addresses. Devices enrolled afterwards are told of it.
    ///
    /// # Errors
    /// As [`Self::approve`].
    pub fn certify_hub(
        &mut self,
        request: &EnrolRequest,
        tls: Vec<u8>,
        urls: Vec<String>,
        validity: Validity,
    ) -> Result<Certificate, TrustError> {
        request.verify()?;
        let (device, person) = (*request.device(), request.person().to_owned());
        let (units, shares_with) = (Vec::new(), Vec::new());
        let terms = Terms {
            device,
            person,
            role: Role::Hub,
            units,
            shares_with,
            validity,
            tls: Some(tls),
            urls,
        };
        let certificate = Certificate::issue(terms, &self.root)?;
        self.act(|authority| {
            authority.enter(certificate.clone())?;
            authority.hub = Some(certificate.device_id());
            Ok(())
        })?;
        Ok(certificate)
    }

    /// Revokes a device from `now` on: each of its units begins a new epoch, whose key it is not given. With an administrator
    /// fall the devices it certified, until they are certified anew. Revoking again changes nothing.
    ///
    /// # Errors
    /// [`TrustError::UnknownDevice`], [`TrustError::TooLarge`], [`TrustError::Random`].
    pub fn revoke(
        &mut self,
        device: DeviceId,
        now: i64,
        random: &mut dyn Random,
    ) -> Result<Bulletin, TrustError> {
        let at = self
            .position(&device)
            .map_err(|_| TrustError::UnknownDevice)?;
        if self.members[at].revoked_at.is_none() {
            self.act(|authority| {
                authority.members[at].revoked_at = Some(now);
                authority.unseal_revoked(now, random)
            })?;
        }
        Ok(self.bulletin(now))
    }

    /// The root's word that a questionnaire, or a language of one, is to be used.
    pub fn publish(&self, kind: Published, content: &[u8], now: i64) -> Publication {
        Publication::by_root(kind, content, now, &self.root)
    }

    /// The latest bulletin. It has a new number and the time `now` if something changed since the last, and is the same again
    /// if nothing did.
    pub fn bulletin(&mut self, now: i64) -> Bulletin {
        if self.changed {
            self.number += 1;
            self.issued_at = self.issued_at.max(now);
            self.changed = false;
        }
        Bulletin::sign(self.bulletin_body(), &self.root)
    }

    /// All of it, to be stored where it is itself encrypted.
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(codec::encode_versioned(self))
    }

    /// Reads what [`Self::to_secret_bytes`] gave.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_AUTHORITY`], [`TrustError::Newer`], [`TrustError::Truncated`],
    /// [`TrustError::Malformed`], [`TrustError::NotCanonical`].
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, TrustError> {
        let authority: Self = codec::decode_versioned(bytes, MAX_AUTHORITY)?;
        let in_order = authority
            .units
            .windows(2)
            .all(|pair| pair[0].id < pair[1].id)
            && authority.units.iter().all(|unit| !unit.epochs.is_empty())
            && authority
                .members
                .windows(2)
                .all(|pair| pair[0].device_id() < pair[1].device_id());
        if in_order {
            Ok(authority)
        } else {
            Err(TrustError::Malformed)
        }
    }

    /// Does all of an act or none of it.
    fn act(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<(), TrustError>,
    ) -> Result<(), TrustError> {
        let mut next = self.clone();
        act(&mut next)?;
        next.changed = true;
        let too_large = codec::length(&next.bulletin_body()) + 128 > MAX_BULLETIN;
        if too_large || codec::length(&next) + 8 > MAX_AUTHORITY {
            return Err(TrustError::TooLarge);
        }
        *self = next;
        Ok(())
    }

    /// Enters a device, and makes its units be exactly those its certificate says.
    fn place(
        &mut self,
        certificate: Certificate,
        now: i64,
        random: &mut dyn Random,
    ) -> Result<(), TrustError> {
        let terms = certificate.terms().clone();
        let known = |unit: &UnitId| self.units.iter().any(|known| known.id == *unit);
        if !terms.units.iter().chain(&terms.shares_with).all(known) {
            return Err(TrustError::UnknownUnit);
        }
        self.enter(certificate)?;
        for at in 0..self.units.len() {
            if terms.role.reads_cases() && terms.units.contains(&self.units[at].id) {
                self.seal(at, &terms.device, random)?;
            } else if self.units[at].holds(&terms.device_id()) {
                self.begin_epoch(at, now, random)?;
            }
        }
        Ok(())
    }

    fn enter(&mut self, certificate: Certificate) -> Result<(), TrustError> {
        let member = Member {
            certificate,
            revoked_at: None,
        };
        match self.position(&member.device_id()) {
            Ok(at) if self.members[at].revoked_at.is_some() => return Err(TrustError::Revoked),
            Ok(at) => self.members[at] = member,
            Err(at) => self.members.insert(at, member),
        }
        Ok(())
    }

    fn position(&self, device: &DeviceId) -> Result<usize, usize> {
        self.members
            .binary_search_by(|member| member.device_id().cmp(device))
    }

    fn seal(
        &mut self,
        at: usize,
        device: &DevicePublic,
        random: &mut dyn Random,
    ) -> Result<(), TrustError> {
        let authority = self.root().authority_id();
        let unit = &mut self.units[at];
        match unit.epochs.last_mut() {
            Some(epoch) => epoch.seal_to(&authority, device, &unit.key, random),
            None => Err(TrustError::UnknownUnit),
        }
    }

    /// Gives every unit that a revoked device has the key of a new one.
    fn unseal_revoked(&mut self, now: i64, random: &mut dyn Random) -> Result<(), TrustError> {
        for at in 0..self.units.len() {
            let revoked = self.members.iter().filter(|member| self.is_revoked(member));
            if revoked
                .map(Member::device_id)
                .any(|device| self.units[at].holds(&device))
            {
                self.begin_epoch(at, now, random)?;
            }
        }
        Ok(())
    }

    /// Begins an epoch of a unit, for the members that are still to have its key.
    fn begin_epoch(
        &mut self,
        at: usize,
        now: i64,
        random: &mut dyn Random,
    ) -> Result<(), TrustError> {
        let authority = self.root().authority_id();
        let key = UnitKey::generate(random)?;
        let remaining: Vec<DevicePublic> = self
            .members
            .iter()
            .filter(|member| {
                let terms = member.certificate.terms();
                let belongs = terms.role.reads_cases() && terms.units.contains(&self.units[at].id);
                belongs && now < terms.validity.not_after && !self.is_revoked(member)
            })
            .map(|member| member.certificate.terms().device)
            .collect();
        let unit = &mut self.units[at];
        let before = unit.epochs.last_mut().ok_or(TrustError::UnknownUnit)?;
        before.boxes.clear();
        let mut epoch = UnitEpoch::begin(
            &authority,
            &unit.id,
            &key,
            Some((before, &unit.key)),
            random,
        )?;
        for device in &remaining {
            epoch.seal_to(&authority, device, &key, random)?;
        }
        unit.epochs.push(epoch);
        unit.key = key;
        Ok(())
    }

    /// By itself, or with the administrator who certified it.
    fn is_revoked(&self, member: &Member) -> bool {
        let revoked = |device: DeviceId| {
            self.position(&device)
                .is_ok_and(|at| self.members[at].revoked_at.is_some())
        };
        member.revoked_at.is_some()
            || match member.certificate.issuer() {
                Issuer::Root => false,
                Issuer::Administrator(administrator) => revoked(administrator.device_id()),
            }
    }

    fn hub(&self, now: i64) -> Option<&Certificate> {
        let member = &self.members[self.position(&self.hub?).ok()?];
        let valid =
            member.revoked_at.is_none() && member.certificate.terms().validity.check(now).is_ok();
        valid.then_some(&member.certificate)
    }

    fn bulletin_body(&self) -> Body {
        let revocation = |member: &Member| {
            member.revoked_at.map(|at| Revocation {
                device: member.device_id(),
                at,
            })
        };
        Body {
            names: self.names(),
            authority: self.root().authority_id(),
            number: self.number,
            issued_at: self.issued_at,
            revoked: self.members.iter().filter_map(revocation).collect(),
            epochs: self
                .units
                .iter()
                .flat_map(|unit| unit.epochs.iter().cloned())
                .collect(),
        }
    }
}

impl Unit {
    /// Whether the device has the unit's present key.
    fn holds(&self, device: &DeviceId) -> bool {
        self.epochs
            .last()
            .is_some_and(|epoch| epoch.boxes.iter().any(|sealed| sealed.device == *device))
    }
}

#[cfg(test)]
mod tests;

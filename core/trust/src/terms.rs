use std::{collections::BTreeSet, fmt};

use minicbor::{Decode, Encode};

use crate::{DeviceId, DevicePublic, Role, TrustError, UnitId};

/// The most characters of a person's display name.
pub const MAX_PERSON_CHARS: usize = 120;
/// The most units in each of the two lists of a certificate: a person belongs to few, and certificates travel by QR code.
pub const MAX_UNITS: usize = 8;
/// The most bytes of a hub's TLS certificate: an EC certificate has well under 1 KiB, an RSA-2048 one under 1.5 KiB.
pub const MAX_TLS: usize = 2048;
/// The most addresses of a hub.
pub const MAX_URLS: usize = 4;
/// The most bytes of one address.
pub const MAX_URL: usize = 200;

/// From when until when, in Unix seconds: from `not_before` on, and no longer from `not_after` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Validity {
    /// The first second in which it is valid.
    #[n(0)]
    pub not_before: i64,
    /// The first second in which it is no longer valid.
    #[n(1)]
    pub not_after: i64,
}

impl Validity {
    const DAY: i64 = 86_400;

    /// `days` from `now`, and the day before, because phones that are long without a network have clocks that are off.
    pub fn for_days(now: i64, days: u32) -> Self {
        Self {
            not_before: now.saturating_sub(Self::DAY),
            not_after: now.saturating_add(Self::DAY.saturating_mul(i64::from(days))),
        }
    }

    /// Whether `now` is within it.
    ///
    /// # Errors
    /// [`TrustError::NotYetValid`] or [`TrustError::Expired`].
    pub fn check(&self, now: i64) -> Result<(), TrustError> {
        if now < self.not_before {
            Err(TrustError::NotYetValid)
        } else if now >= self.not_after {
            Err(TrustError::Expired)
        } else {
            Ok(())
        }
    }

    pub(crate) fn is_within(&self, outer: &Self) -> bool {
        outer.not_before <= self.not_before && self.not_after <= outer.not_after
    }
}

/// What a certificate says of its device.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Terms {
    /// The device's public keys.
    #[n(0)]
    pub device: DevicePublic,
    /// The name its holder is shown by to colleagues: 1 to [`MAX_PERSON_CHARS`] characters, no control characters.
    #[n(1)]
    pub person: String,
    /// What the holder may do.
    #[n(2)]
    pub role: Role,
    /// The units whose cases the device reads and writes, ascending. For an administrator: the units it may certify for.
    #[n(3)]
    pub units: Vec<UnitId>,
    /// The units to which every case this device opens is granted too, ascending; for example the province.
    #[n(4)]
    pub shares_with: Vec<UnitId>,
    /// When the certificate is valid.
    #[n(5)]
    pub validity: Validity,
    /// A hub's TLS certificate (DER), which devices pin; nobody else has one.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub tls: Option<Vec<u8>>,
    /// A hub's addresses, `https://`, the one to try first first; nobody else has any.
    #[n(7)]
    pub urls: Vec<String>,
}

impl Terms {
    /// The device's name.
    pub fn device_id(&self) -> DeviceId {
        self.device.device_id()
    }

    /// Puts the lists of units in their one order, each unit in one list once.
    pub(crate) fn in_order(mut self) -> Self {
        let units: BTreeSet<UnitId> = self.units.into_iter().collect();
        let shares_with: BTreeSet<UnitId> = self
            .shares_with
            .into_iter()
            .filter(|unit| !units.contains(unit))
            .collect();
        self.units = units.into_iter().collect();
        self.shares_with = shares_with.into_iter().collect();
        self
    }

    /// Checks what holds for every certificate, whoever issues it.
    pub(crate) fn check(&self) -> Result<(), TrustError> {
        let good = self.has_a_name() && self.has_ordered_units() && self.has_what_its_role_needs();
        if good && self.validity.not_before < self.validity.not_after {
            Ok(())
        } else {
            Err(TrustError::InvalidTerms)
        }
    }

    fn has_a_name(&self) -> bool {
        let length = self.person.chars().count();
        (1..=MAX_PERSON_CHARS).contains(&length) && !self.person.chars().any(char::is_control)
    }

    fn has_ordered_units(&self) -> bool {
        let ordered = |units: &[UnitId]| {
            units.len() <= MAX_UNITS && units.windows(2).all(|pair| pair[0] < pair[1])
        };
        ordered(&self.units)
            && ordered(&self.shares_with)
            && !self
                .shares_with
                .iter()
                .any(|unit| self.units.contains(unit))
    }

    fn has_what_its_role_needs(&self) -> bool {
        if self.role == Role::Hub {
            let tls = self
                .tls
                .as_ref()
                .is_some_and(|der| (1..=MAX_TLS).contains(&der.len()));
            let urls = (1..=MAX_URLS).contains(&self.urls.len())
                && self.urls.iter().all(|url| is_hub_address(url));
            return tls && urls && self.units.is_empty() && self.shares_with.is_empty();
        }
        let has_a_unit = !self.units.is_empty() || !self.role.reads_cases();
        has_a_unit && self.tls.is_none() && self.urls.is_empty()
    }
}

/// Shows no name: a certificate may reach a log.
impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terms")
            .field("device", &self.device_id())
            .field("role", &self.role)
            .field("units", &self.units)
            .field("shares_with", &self.shares_with)
            .field("validity", &self.validity)
            .finish_non_exhaustive()
    }
}

/// Whether a text has the form of a hub's address: HTTPS, visible ASCII, at most [`MAX_URL`] bytes.
pub fn is_hub_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://");
    url.len() <= MAX_URL
        && rest.is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic())
        })
}

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

use crate::{
    AuthorityId, Certificate, DeviceId, DeviceKeys, Issuer, RootKey, RootPublic, Signature,
    TrustError, UnitEpoch, UnitId, UnitKey,
    codec::{self, Envelope},
    context,
};

/// The most bytes of a bulletin: room for about 2,000 memberships. A larger authority is several authorities.
pub const MAX_BULLETIN: usize = 256 * 1024;

/// The most characters of what a unit is called.
pub const MAX_UNIT_NAME_CHARS: usize = 60;

const PURPOSE: &str = "bulletin";

/// An authority's latest word to all: who is revoked, and the units' keys sealed to their members.
///
/// It is cumulative: one with a higher number replaces one with a lower, and nothing is lost by missing some between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    body: Body,
    signature: Signature,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Body {
    #[n(0)]
    pub(crate) authority: AuthorityId,
    #[n(1)]
    pub(crate) number: u64,
    #[n(2)]
    pub(crate) issued_at: i64,
    #[n(3)]
    pub(crate) revoked: Vec<Revocation>,
    #[n(4)]
    pub(crate) epochs: Vec<UnitEpoch>,
    /// Ascending by unit, never empty; where no unit has a name nothing is written at all.
    #[n(5)]
    pub(crate) names: Option<Vec<UnitName>>,
}

/// What a unit is called by those who work there, beside the short name that certificates hold.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct UnitName {
    #[n(0)]
    pub(crate) unit: UnitId,
    /// 1 to [`MAX_UNIT_NAME_CHARS`] characters, no control characters.
    #[n(1)]
    pub(crate) name: String,
}

impl UnitName {
    pub(crate) fn is_valid(&self) -> bool {
        let length = self.name.chars().count();
        (1..=MAX_UNIT_NAME_CHARS).contains(&length) && !self.name.chars().any(char::is_control)
    }
}

/// A device that may no longer read or write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Revocation {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// From when, in Unix seconds. What it wrote before, or in this very second, stays valid.
    #[n(1)]
    pub at: i64,
}

impl Bulletin {
    pub(crate) fn sign(body: Body, root: &RootKey) -> Self {
        let signature = root.sign(&context(PURPOSE, &body.authority), &codec::encode(&body));
        Self { body, signature }
    }

    /// The authority it says it is of.
    pub fn authority(&self) -> AuthorityId {
        self.body.authority
    }

    /// Its number, from 1: a higher one replaces a lower.
    pub fn number(&self) -> u64 {
        self.body.number
    }

    /// When it was issued, in Unix seconds.
    pub fn issued_at(&self) -> i64 {
        self.body.issued_at
    }

    /// Every revocation there ever was, ascending by device.
    pub fn revoked(&self) -> &[Revocation] {
        &self.body.revoked
    }

    /// Every epoch of every unit, ascending by unit and epoch.
    pub fn epochs(&self) -> &[UnitEpoch] {
        &self.body.epochs
    }

    /// What the unit is called, where the authority has said so.
    pub fn unit_name(&self, unit: &UnitId) -> Option<&str> {
        let names = self.body.names.as_deref().unwrap_or_default();
        let at = names.binary_search_by(|named| named.unit.cmp(unit)).ok()?;
        Some(&names[at].name)
    }

    /// The unit's epoch now, which is the one to grant cases to.
    pub fn current_epoch(&self, unit: &UnitId) -> Option<&UnitEpoch> {
        self.body.epochs.iter().rfind(|epoch| epoch.unit == *unit)
    }

    /// When a device was revoked, if it was.
    pub fn revoked_at(&self, device: &DeviceId) -> Option<i64> {
        let at = self
            .body
            .revoked
            .binary_search_by(|revocation| revocation.device.cmp(device))
            .ok()?;
        Some(self.body.revoked[at].at)
    }

    /// Whether what the certificate's device wrote at `at` (Unix seconds) counts: not if it was revoked earlier than that.
    /// What it wrote in the second of its revocation does, since times are told no finer and a record lost costs more than
    /// a second.
    ///
    /// With an administrator fall the certificates it signed, since a stolen administrator's key could sign others and
    /// date them back. Certifying their devices anew restores them.
    ///
    /// # Errors
    /// [`TrustError::Revoked`].
    pub fn check_written(&self, certificate: &Certificate, at: i64) -> Result<(), TrustError> {
        self.refuse_if(certificate, |revoked_at| revoked_at < at)
    }

    /// Whether the certificate's device is one to deal with now: not if it was ever revoked, whatever any clock says. As
    /// with what was written, those certified by a revoked administrator are not.
    ///
    /// # Errors
    /// [`TrustError::Revoked`].
    pub fn check_standing(&self, certificate: &Certificate) -> Result<(), TrustError> {
        self.refuse_if(certificate, |_| true)
    }

    fn refuse_if(
        &self,
        certificate: &Certificate,
        counts: impl Fn(i64) -> bool,
    ) -> Result<(), TrustError> {
        let revoked = |certificate: &Certificate| {
            self.revoked_at(&certificate.device_id())
                .is_some_and(&counts)
        };
        let by_issuer = match certificate.issuer() {
            Issuer::Root => false,
            Issuer::Administrator(administrator) => revoked(administrator),
        };
        if by_issuer || revoked(certificate) {
            Err(TrustError::Revoked)
        } else {
            Ok(())
        }
    }

    /// Opens every key of every unit this device is a member of, past epochs too: unit, epoch and key.
    ///
    /// # Errors
    /// [`TrustError::CannotOpen`] if something in it meant for this device does not open.
    pub fn unit_keys(&self, keys: &DeviceKeys) -> Result<Vec<(UnitId, u32, UnitKey)>, TrustError> {
        let mut opened = Vec::new();
        // From the newest back, each key opening the one before it.
        let mut before: Option<(&UnitId, UnitKey)> = None;
        for epoch in self.body.epochs.iter().rev() {
            let by_next = before
                .take()
                .filter(|(unit, _)| **unit == epoch.unit)
                .map(|(_, key)| key);
            let key = match by_next {
                Some(key) if key.sealing_public() == epoch.sealing => Some(key),
                Some(_) => return Err(TrustError::CannotOpen),
                None => epoch.open(&self.body.authority, keys)?,
            };
            if let Some(key) = key {
                before = epoch
                    .open_previous(&self.body.authority, &key)?
                    .map(|previous| (&epoch.unit, previous));
                opened.push((epoch.unit.clone(), epoch.epoch, key));
            }
        }
        opened.reverse();
        Ok(opened)
    }

    /// Checks that the authority trusted here issued it.
    ///
    /// # Errors
    /// [`TrustError::ForeignAuthority`], [`TrustError::BadSignature`].
    pub fn verify(&self, root: &RootPublic) -> Result<(), TrustError> {
        if self.body.authority != root.authority_id() {
            return Err(TrustError::ForeignAuthority);
        }
        root.verify(
            &context(PURPOSE, &self.body.authority),
            &codec::encode(&self.body),
            &self.signature,
        )
    }

    /// Its one encoding: CBOR `[1, body, signature]`, the body a byte string, so that exactly what was signed travels.
    pub fn encode(&self) -> Vec<u8> {
        Envelope::encode(&self.body, self.signature)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_BULLETIN`], [`TrustError::Newer`], [`TrustError::Truncated`],
    /// [`TrustError::Malformed`] (also when its lists are not in order), [`TrustError::NotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        let (body, signature) = Envelope::decode::<Body>(bytes, MAX_BULLETIN)?;
        if body.is_in_order() {
            Ok(Self { body, signature })
        } else {
            Err(TrustError::Malformed)
        }
    }
}

impl Body {
    /// The searches above need the orders; the walk back through epochs needs them whole, from 1 on.
    fn is_in_order(&self) -> bool {
        let follows = |pair: &[UnitEpoch]| {
            let same_unit =
                pair[0].unit == pair[1].unit && pair[0].epoch.checked_add(1) == Some(pair[1].epoch);
            same_unit || (pair[0].unit < pair[1].unit && pair[1].epoch == 1)
        };
        let named = self.names.as_ref().is_none_or(|names| {
            !names.is_empty()
                && names.iter().all(UnitName::is_valid)
                && names.windows(2).all(|pair| pair[0].unit < pair[1].unit)
        });
        named
            && self
                .revoked
                .windows(2)
                .all(|pair| pair[0].device < pair[1].device)
            && self.epochs.first().is_none_or(|first| first.epoch == 1)
            && self.epochs.windows(2).all(follows)
            && self.epochs.iter().all(|epoch| {
                (epoch.epoch == 1) == epoch.previous.is_none()
                    && epoch
                        .boxes
                        .windows(2)
                        .all(|pair| pair[0].device < pair[1].device)
            })
    }
}

/// Inside something else a bulletin is a byte string holding its encoding.
impl<C> Encode<C> for Bulletin {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.encode())?.ok()
    }
}

impl<C> Decode<'_, C> for Bulletin {
    fn decode(d: &mut Decoder<'_>, _: &mut C) -> Result<Self, decode::Error> {
        Self::decode(d.bytes()?).map_err(decode::Error::message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    fn named(unit: UnitId, name: &str) -> UnitName {
        let name = name.to_owned();
        UnitName { unit, name }
    }

    fn names(body: &mut Body) -> &mut Vec<UnitName> {
        body.names.as_mut().unwrap()
    }

    fn body() -> Body {
        let mut random = SeededRandom::for_simulation(1);
        let authority = AuthorityId::new([1; 16]);
        let (a, b) = (UnitId::new("a").unwrap(), UnitId::new("b").unwrap());
        let key = || UnitKey::generate(&mut SeededRandom::for_simulation(2)).unwrap();
        let first = UnitEpoch::begin(&authority, &a, &key(), None, &mut random).unwrap();
        let mut second =
            UnitEpoch::begin(&authority, &a, &key(), Some((&first, &key())), &mut random).unwrap();
        let other = UnitEpoch::begin(&authority, &b, &key(), None, &mut random).unwrap();
        for _ in 0..2 {
            let member = DeviceKeys::generate(&mut random).unwrap();
            second
                .seal_to(&authority, member.public(), &key(), &mut random)
                .unwrap();
        }
        let revoked = [1, 2]
            .map(|id| Revocation {
                device: DeviceId::new([id; 16]),
                at: 5,
            })
            .to_vec();
        Body {
            authority,
            number: 1,
            issued_at: 0,
            revoked,
            epochs: vec![first, second, other],
            names: Some(vec![named(a, "Đồn Biên phòng A"), named(b, "b")]),
        }
    }

    #[test]
    fn lists_out_of_order_are_refused_before_they_are_searched() {
        let root = RootKey::generate(&mut SeededRandom::for_simulation(1)).unwrap();
        let read = |body: Body| Bulletin::decode(&Bulletin::sign(body, &root).encode()).err();
        assert_eq!(read(body()), None);
        let disorder: [fn(&mut Body); 13] = [
            |body| body.revoked.swap(0, 1),
            |body| body.revoked[1].device = body.revoked[0].device,
            |body| body.epochs.swap(0, 1),
            |body| body.epochs.swap(1, 2),
            |body| drop(body.epochs.remove(0)),
            |body| body.epochs[1].epoch = 3,
            |body| body.epochs[1].previous = None,
            |body| body.epochs[1].boxes.swap(0, 1),
            |body| names(body).swap(0, 1),
            |body| names(body).clear(),
            |body| names(body)[0].name.clear(),
            |body| names(body)[0].name = "a\u{7}".to_owned(),
            |body| names(body)[0].name = "ă".repeat(MAX_UNIT_NAME_CHARS + 1),
        ];
        for (at, disorder) in disorder.into_iter().enumerate() {
            let mut body = body();
            disorder(&mut body);
            assert_eq!(read(body), Some(TrustError::Malformed), "{at}");
        }
    }
}

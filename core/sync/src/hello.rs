use nuong_trust::{
    AuthorityId, DeviceId, DeviceKeys, DevicePublic, Random, Signature, TrustError, context,
};

use crate::{
    FrameError, MAX_ASKED, SyncError,
    wire::{Reader, put_varint},
};

/// How far a device has read a hub's log.
///
/// The hub numbers the parcels it accepts 1, 2, 3, …: that is `pos`. Where a parcel grants a case to a unit of the device,
/// the older parcels of that case follow it; `sub` is the number of the last of those that was sent, or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cursor {
    /// The number of the last parcel read, or passed over.
    pub pos: u64,
    /// The number of the last older parcel sent after it because of a grant in it.
    pub sub: u64,
}

impl Cursor {
    /// Before everything.
    pub const START: Self = Self { pos: 0, sub: 0 };

    /// After parcel `pos`, before any older ones that it opens.
    pub const fn at(pos: u64) -> Self {
        Self { pos, sub: 0 }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, FrameError> {
        Ok(Self {
            pos: reader.varint()?,
            sub: reader.varint()?,
        })
    }

    pub(crate) fn write(self, out: &mut Vec<u8>) {
        put_varint(out, self.pos);
        put_varint(out, self.sub);
    }
}

/// The first frame of a request: who asks, what it has, and what it wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// The device.
    pub device: DeviceId,
    /// The authority it belongs to.
    pub authority: AuthorityId,
    /// Whether its certificate follows, because the hub may not know it.
    pub certificate_follows: bool,
    /// How far it has read this hub's log.
    pub cursor: Cursor,
    /// The number of the latest bulletin it has; 0 for none.
    pub bulletin: u64,
    /// Authors of whom it wants to know what the hub holds, at most [`MAX_ASKED`].
    pub asked: Vec<DeviceId>,
    /// Random; ties the receipt to this exchange.
    pub nonce: [u8; 16],
    /// The device's, over all of it and the hub's name.
    pub signature: Signature,
}

const CERTIFICATE_FOLLOWS: u8 = 1;

impl Hello {
    /// Signs a hello to the hub `hub`; the rest is taken as it is in `self`, but for nonce and signature.
    pub(crate) fn signed(
        mut self,
        hub: &DeviceId,
        keys: &DeviceKeys,
        random: &mut dyn Random,
    ) -> Result<Self, TrustError> {
        random.fill(&mut self.nonce)?;
        self.signature = keys.sign(&self.context(hub), &self.unsigned());
        Ok(self)
    }

    /// Checks that `device` signed it for the hub `hub`.
    ///
    /// # Errors
    /// [`SyncError::HelloForged`].
    pub fn verify(&self, device: &DevicePublic, hub: &DeviceId) -> Result<(), SyncError> {
        let ours = self.device == device.device_id();
        let held = device
            .verifying
            .verify(&self.context(hub), &self.unsigned(), &self.signature);
        if ours && held.is_ok() {
            Ok(())
        } else {
            Err(SyncError::HelloForged)
        }
    }

    fn context(&self, hub: &DeviceId) -> Vec<u8> {
        let mut context = context("hello", &self.authority);
        context.extend_from_slice(hub.as_bytes());
        context
    }

    fn unsigned(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(128 + 16 * self.asked.len());
        out.extend_from_slice(self.device.as_bytes());
        out.extend_from_slice(self.authority.as_bytes());
        out.push(if self.certificate_follows {
            CERTIFICATE_FOLLOWS
        } else {
            0
        });
        self.cursor.write(&mut out);
        put_varint(&mut out, self.bulletin);
        put_varint(&mut out, self.asked.len() as u64);
        for author in &self.asked {
            out.extend_from_slice(author.as_bytes());
        }
        out.extend_from_slice(&self.nonce);
        out
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.unsigned());
        out.extend_from_slice(self.signature.as_bytes());
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, FrameError> {
        let mut reader = Reader::new(body);
        let device = DeviceId::new(reader.array()?);
        let authority = AuthorityId::new(reader.array()?);
        let flags = reader.byte()?;
        if flags & !CERTIFICATE_FOLLOWS != 0 {
            return Err(FrameError::Malformed);
        }
        let cursor = Cursor::read(&mut reader)?;
        let bulletin = reader.varint()?;
        let count = reader.count(MAX_ASKED)?;
        let asked = (0..count)
            .map(|_| reader.array().map(DeviceId::new))
            .collect::<Result<_, _>>()?;
        let nonce = reader.array()?;
        let signature = Signature::new(reader.array()?);
        reader.end()?;
        let certificate_follows = flags & CERTIFICATE_FOLLOWS != 0;
        Ok(Self {
            device,
            authority,
            certificate_follows,
            cursor,
            bulletin,
            asked,
            nonce,
            signature,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(count: usize) -> Vec<u8> {
        let hello = Hello {
            device: DeviceId::new([1; 16]),
            authority: AuthorityId::new([2; 16]),
            certificate_follows: true,
            cursor: Cursor {
                pos: u64::MAX,
                sub: u64::MAX,
            },
            bulletin: u64::MAX,
            asked: vec![DeviceId::new([3; 16]); count],
            nonce: [4; 16],
            signature: Signature::new([5; 64]),
        };
        let mut out = Vec::new();
        hello.write(&mut out);
        if count <= MAX_ASKED {
            assert_eq!(Hello::read(&out), Ok(hello));
        }
        out
    }

    #[test]
    fn one_author_past_the_limit_is_refused() {
        assert!(asking(MAX_ASKED).len() <= crate::MAX_HELLO);
        assert_eq!(
            Hello::read(&asking(MAX_ASKED + 1)),
            Err(FrameError::Malformed)
        );
    }

    #[test]
    fn flags_of_a_later_version_are_refused() {
        let mut bytes = asking(0);
        bytes[32] = 2;
        assert_eq!(Hello::read(&bytes), Err(FrameError::Malformed));
    }
}

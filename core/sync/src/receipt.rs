use nuong_trust::{AuthorityId, DeviceId, DeviceKeys, DevicePublic, Signature, context};

use crate::{
    FrameError, MAX_ASKED, MAX_BEYOND, ParcelName, SyncError,
    wire::{Reader, put_varint},
};

/// What a hub holds of one author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The author.
    pub author: DeviceId,
    /// It holds the author's parcels 1 to this, each naming the one before it; 0 for none.
    pub upto: u64,
    /// The name of parcel `upto`; [`ParcelName::NONE`] if there is none.
    pub name: ParcelName,
    /// Parcels that it holds after the first gap: numbers and names, ascending. The list may stop short of the last.
    pub beyond: Vec<(u64, ParcelName)>,
}

/// The hub's signed word of what it holds, so that the device may forget to send it and nobody between can pretend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// One entry for each author brought or asked about, ascending by author.
    pub held: Vec<Held>,
    /// The hub's, over the entries, the device, and the nonce of the device's hello.
    pub signature: Signature,
}

impl Receipt {
    /// Signs what the hub holds, for `device` and this exchange only.
    pub(crate) fn signed(
        held: Vec<Held>,
        authority: &AuthorityId,
        device: &DeviceId,
        nonce: &[u8; 16],
        hub: &DeviceKeys,
    ) -> Self {
        let signature = hub.sign(&receipt_context(authority, device, nonce), &entries(&held));
        Self { held, signature }
    }

    /// Checks that the hub certified with `hub` gave it to `device` in the exchange of `nonce`.
    ///
    /// # Errors
    /// [`SyncError::ReceiptForged`].
    pub fn verify(
        &self,
        authority: &AuthorityId,
        device: &DeviceId,
        nonce: &[u8; 16],
        hub: &DevicePublic,
    ) -> Result<(), SyncError> {
        hub.verifying
            .verify(
                &receipt_context(authority, device, nonce),
                &entries(&self.held),
                &self.signature,
            )
            .map_err(|_| SyncError::ReceiptForged)
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&entries(&self.held));
        out.extend_from_slice(self.signature.as_bytes());
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, FrameError> {
        let mut reader = Reader::new(body);
        let count = reader.count(2 * MAX_ASKED)?;
        let mut left = MAX_BEYOND;
        let held = (0..count)
            .map(|_| read_entry(&mut reader, &mut left))
            .collect::<Result<Vec<_>, _>>()?;
        let signature = Signature::new(reader.array()?);
        reader.end()?;
        let ascending = held.windows(2).all(|pair| pair[0].author < pair[1].author);
        if ascending {
            Ok(Self { held, signature })
        } else {
            Err(FrameError::Malformed)
        }
    }
}

fn receipt_context(authority: &AuthorityId, device: &DeviceId, nonce: &[u8; 16]) -> Vec<u8> {
    let mut context = context("receipt", authority);
    context.extend_from_slice(device.as_bytes());
    context.extend_from_slice(nonce);
    context
}

fn entries(held: &[Held]) -> Vec<u8> {
    let mut out = Vec::new();
    put_varint(&mut out, held.len() as u64);
    for one in held {
        out.extend_from_slice(one.author.as_bytes());
        put_varint(&mut out, one.upto);
        if one.upto > 0 {
            out.extend_from_slice(one.name.as_bytes());
        }
        put_varint(&mut out, one.beyond.len() as u64);
        for (seq, name) in &one.beyond {
            put_varint(&mut out, *seq);
            out.extend_from_slice(name.as_bytes());
        }
    }
    out
}

fn read_entry(reader: &mut Reader<'_>, left: &mut usize) -> Result<Held, FrameError> {
    let author = DeviceId::new(reader.array()?);
    let upto = reader.varint()?;
    let name = if upto > 0 {
        ParcelName::new(reader.array()?)
    } else {
        ParcelName::NONE
    };
    let count = reader.count(*left)?;
    *left -= count;
    let mut beyond = Vec::new();
    let mut last = upto;
    for _ in 0..count {
        let seq = reader.varint()?;
        if seq <= last {
            return Err(FrameError::Malformed);
        }
        last = seq;
        beyond.push((seq, ParcelName::new(reader.array()?)));
    }
    Ok(Held {
        author,
        upto,
        name,
        beyond,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(authors: usize, beyond: usize) -> Vec<u8> {
        let mut held: Vec<Held> = (0..authors as u128)
            .map(|index| Held {
                author: DeviceId::new(index.to_be_bytes()),
                upto: 1 << 62,
                name: ParcelName::new([7; 32]),
                beyond: Vec::new(),
            })
            .collect();
        held[0].beyond = (1..=beyond as u64)
            .map(|seq| ((1 << 62) + seq, ParcelName::new([8; 32])))
            .collect();
        let mut out = Vec::new();
        Receipt {
            held,
            signature: Signature::new([0; 64]),
        }
        .write(&mut out);
        out
    }

    #[test]
    fn the_largest_receipt_fits_and_one_past_either_limit_is_refused() {
        let largest = receipt(2 * MAX_ASKED, MAX_BEYOND);
        assert!(largest.len() <= crate::MAX_RECEIPT);
        assert!(Receipt::read(&largest).is_ok());
        assert_eq!(
            Receipt::read(&receipt(2 * MAX_ASKED + 1, 0)),
            Err(FrameError::Malformed)
        );
        assert_eq!(
            Receipt::read(&receipt(1, MAX_BEYOND + 1)),
            Err(FrameError::Malformed)
        );
    }

    #[test]
    fn entries_out_of_order_are_refused() {
        let mut bytes = receipt(2, 0);
        bytes[1..17].fill(9);
        assert_eq!(Receipt::read(&bytes), Err(FrameError::Malformed));
    }
}

//! The control section: a CBOR array of records, each a pair of a kind and its content, so that an older program can pass
//! over kinds it does not know.

use minicbor::{Decoder, Encode, Encoder};
use nuong_trust::CaseGrant;

use crate::ParcelError;

/// A case key wrapped for a unit.
const GRANT: u8 = 1;

pub(super) fn write(grants: &[CaseGrant]) -> Result<Vec<u8>, ParcelError> {
    let mut encoder = Encoder::new(Vec::new());
    let written = encoder.array(grants.len() as u64).and_then(|encoder| {
        grants.iter().try_for_each(|grant| {
            encoder.array(2)?.u8(GRANT)?;
            grant.encode(encoder, &mut ())
        })
    });
    written.map_err(|_| ParcelError::Draft)?;
    Ok(encoder.into_writer())
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<CaseGrant>, ParcelError> {
    records(bytes).map_err(|_| ParcelError::Malformed)
}

fn records(bytes: &[u8]) -> Result<Vec<CaseGrant>, minicbor::decode::Error> {
    let malformed = || minicbor::decode::Error::message("control section");
    let mut decoder = Decoder::new(bytes);
    let count = decoder.array()?.ok_or_else(malformed)?;
    let mut grants = Vec::new();
    for _ in 0..count {
        if decoder.array()? != Some(2) {
            return Err(malformed());
        }
        match decoder.u8()? {
            GRANT => grants.push(decoder.decode()?),
            _ => decoder.skip()?,
        }
    }
    if decoder.position() != bytes.len() {
        return Err(malformed());
    }
    Ok(grants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_an_unknown_kind_are_passed_over() {
        let bytes = [0x81, 0x82, 0x18, 0x63, 0x43, 1, 2, 3];
        assert!(read(&bytes).unwrap().is_empty());
    }

    #[test]
    fn a_count_that_no_bytes_back_is_malformed() {
        let bytes = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(read(&bytes).unwrap_err(), ParcelError::Malformed);
        assert_eq!(read(&[0x80, 0x00]).unwrap_err(), ParcelError::Malformed);
    }
}

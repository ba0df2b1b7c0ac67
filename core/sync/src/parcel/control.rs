//! The control section: a CBOR array of records, each a pair of a kind and its content, so that an older program can pass
//! over kinds it does not know.

use minicbor::{Decoder, Encode, Encoder};
use nuong_trust::CaseGrant;

use super::FilePiece;
use crate::ParcelError;

/// A case key wrapped for a unit.
const GRANT: u8 = 1;

/// A piece of a published file.
const PIECE: u8 = 2;

/// What a control section says.
#[derive(Default)]
pub(super) struct Control {
    pub(super) grants: Vec<CaseGrant>,
    pub(super) pieces: Vec<FilePiece>,
}

type Failed = minicbor::encode::Error<std::convert::Infallible>;

pub(super) fn write(grants: &[CaseGrant], pieces: &[FilePiece]) -> Result<Vec<u8>, ParcelError> {
    let mut encoder = Encoder::new(Vec::new());
    let mut written = || -> Result<(), Failed> {
        encoder.array((grants.len() + pieces.len()) as u64)?;
        for grant in grants {
            encoder.array(2)?.u8(GRANT)?;
            grant.encode(&mut encoder, &mut ())?;
        }
        for piece in pieces {
            encoder.array(2)?.u8(PIECE)?;
            piece.encode(&mut encoder, &mut ())?;
        }
        Ok(())
    };
    written().map_err(|_| ParcelError::Draft)?;
    Ok(encoder.into_writer())
}

pub(super) fn read(bytes: &[u8]) -> Result<Control, ParcelError> {
    records(bytes).map_err(|_| ParcelError::Malformed)
}

fn records(bytes: &[u8]) -> Result<Control, minicbor::decode::Error> {
    let malformed = || minicbor::decode::Error::message("control section");
    let mut decoder = Decoder::new(bytes);
    let count = decoder.array()?.ok_or_else(malformed)?;
    let mut control = Control::default();
    for _ in 0..count {
        if decoder.array()? != Some(2) {
            return Err(malformed());
        }
        match decoder.u8()? {
            GRANT => control.grants.push(decoder.decode()?),
            PIECE => control.pieces.push(decoder.decode()?),
            _ => decoder.skip()?,
        }
    }
    if decoder.position() != bytes.len() {
        return Err(malformed());
    }
    Ok(control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_an_unknown_kind_are_passed_over() {
        let bytes = [0x81, 0x82, 0x18, 0x63, 0x43, 1, 2, 3];
        let control = read(&bytes).unwrap();
        assert!(control.grants.is_empty() && control.pieces.is_empty());
    }

    #[test]
    fn a_count_that_no_bytes_back_is_malformed() {
        let bytes = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(read(&bytes).err(), Some(ParcelError::Malformed));
        assert_eq!(read(&[0x80, 0x00]).err(), Some(ParcelError::Malformed));
    }
}

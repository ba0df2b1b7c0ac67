//! How values become bytes: CBOR arrays by field number, exactly one form for each value, limits before anything else.

use std::convert::Infallible;

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::{Signature, TrustError};

/// The version that starts every encoding. A device that meets a later one keeps the bytes and says so.
const VERSION: u8 = 1;

/// A value in its one form.
pub(crate) fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length(value));
    match minicbor::encode(value, &mut bytes) {
        Ok(()) => bytes,
        // Writing to a Vec cannot fail and no Encode here makes errors of its own.
        Err(_) => unreachable!("encoding to memory does not fail"),
    }
}

/// How long the encoding will be. It is written into memory of just that size, so that a secret in it is not left behind
/// where a growing buffer was.
pub(crate) fn length<T: Encode<()>>(value: &T) -> usize {
    struct Count(usize);
    impl minicbor::encode::Write for &mut Count {
        type Error = Infallible;

        fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
            self.0 += bytes.len();
            Ok(())
        }
    }
    let mut count = Count(0);
    match minicbor::encode(value, &mut count) {
        Ok(()) => count.0,
        Err(_) => unreachable!("counting does not fail"),
    }
}

/// Reads a value and refuses any form but the one [`encode`] gives.
pub(crate) fn decode<T>(bytes: &[u8], limit: usize) -> Result<T, TrustError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    if bytes.len() > limit {
        return Err(TrustError::TooLarge);
    }
    let value: T = minicbor::decode(bytes).map_err(|error| from_cbor(&error))?;
    if *Zeroizing::new(encode(&value)) != bytes {
        return Err(TrustError::NotCanonical);
    }
    Ok(value)
}

fn from_cbor(error: &minicbor::decode::Error) -> TrustError {
    if error.is_end_of_input() {
        TrustError::Truncated
    } else {
        TrustError::Malformed
    }
}

/// Something signed, as it travels: version, the exact bytes that were signed, the signature.
#[derive(Encode, Decode)]
pub(crate) struct Envelope {
    #[n(0)]
    version: u8,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    body: Vec<u8>,
    #[n(2)]
    signature: Signature,
}

impl Envelope {
    pub(crate) fn encode<T: Encode<()>>(body: &T, signature: Signature) -> Vec<u8> {
        encode(&Self {
            version: VERSION,
            body: encode(body),
            signature,
        })
    }

    pub(crate) fn decode<T>(bytes: &[u8], limit: usize) -> Result<(T, Signature), TrustError>
    where
        T: Encode<()> + for<'b> Decode<'b, ()>,
    {
        check_version(bytes, limit)?;
        let envelope: Self = decode(bytes, limit)?;
        // Inside a whole envelope a body that ends early was made so: malformed, not cut on the way.
        let body = decode(&envelope.body, limit).map_err(|error| match error {
            TrustError::Truncated => TrustError::Malformed,
            other => other,
        })?;
        Ok((body, envelope.signature))
    }
}

/// Something not signed, as it is stored: version, value.
pub(crate) fn encode_versioned<T: Encode<()>>(value: &T) -> Vec<u8> {
    encode(&(VERSION, value))
}

pub(crate) fn decode_versioned<T>(bytes: &[u8], limit: usize) -> Result<T, TrustError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    check_version(bytes, limit)?;
    decode::<(u8, T)>(bytes, limit).map(|(_, value)| value)
}

/// Every encoding is an array that starts with its version, so that a newer one is told from a broken one.
fn check_version(bytes: &[u8], limit: usize) -> Result<(), TrustError> {
    if bytes.len() > limit {
        return Err(TrustError::TooLarge);
    }
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.array().map_err(|error| from_cbor(&error))?;
    match decoder.u8().map_err(|error| from_cbor(&error))? {
        VERSION => Ok(()),
        0 => Err(TrustError::Malformed),
        _ => Err(TrustError::Newer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_form() {
        assert_eq!(
            decode::<(u8, u32)>(&encode(&(1u8, 5u32)), 16).ok(),
            Some((1, 5))
        );
        let long_integer = [0x82, 0x01, 0x18, 0x05];
        assert_eq!(
            decode::<(u8, u32)>(&long_integer, 16),
            Err(TrustError::NotCanonical)
        );
        let indefinite_array = [0x9f, 0x01, 0x05, 0xff];
        assert!(decode::<(u8, u32)>(&indefinite_array, 16).is_err());
        let trailing = [0x82, 0x01, 0x05, 0x00];
        assert_eq!(
            decode::<(u8, u32)>(&trailing, 16),
            Err(TrustError::NotCanonical)
        );
    }

    #[test]
    fn a_limit_holds_and_not_one_byte_past_it() {
        let bytes = encode_versioned(&[7u8; 3]);
        assert!(decode_versioned::<[u8; 3]>(&bytes, bytes.len()).is_ok());
        assert_eq!(
            decode_versioned::<[u8; 3]>(&bytes, bytes.len() - 1),
            Err(TrustError::TooLarge)
        );
    }

    #[test]
    fn newer_cut_and_broken_are_told_apart() {
        assert_eq!(
            decode_versioned::<u8>(&[0x82, 0x02, 0x05], 16),
            Err(TrustError::Newer)
        );
        assert_eq!(
            decode_versioned::<u8>(&[0x82, 0x01], 16),
            Err(TrustError::Truncated)
        );
        assert_eq!(decode_versioned::<u8>(&[], 16), Err(TrustError::Truncated));
        assert_eq!(
            decode_versioned::<u8>(&[0x60], 16),
            Err(TrustError::Malformed)
        );
        assert_eq!(
            decode_versioned::<u8>(&[0x82, 0x00, 0x05], 16),
            Err(TrustError::Malformed)
        );
    }
}

//! The bytes under everything: a reader that cannot run past its end, and numbers of variable length.

/// Why bytes could not be read. Each format gives these its own code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WireError {
    /// The bytes end before the value does.
    Truncated,
    /// A value that no writer produces.
    Malformed,
}

/// Reads values from the front of a slice; never looks past its end, never allocates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let (front, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(WireError::Truncated)?;
        self.rest = rest;
        Ok(front)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (front, rest) = self.rest.split_first_chunk().ok_or(WireError::Truncated)?;
        self.rest = rest;
        Ok(*front)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, WireError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// An unsigned LEB128 number in its shortest form; any longer form is malformed, so that each value has one encoding.
    pub(crate) fn varint(&mut self) -> Result<u64, WireError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            let last = byte & 0x80 == 0;
            if (shift == 63 && bits > 1) || (last && bits == 0 && shift > 0) {
                return Err(WireError::Malformed);
            }
            value |= bits << shift;
            if last {
                return Ok(value);
            }
        }
        Err(WireError::Malformed)
    }

    /// A varint that counts something of which at most `most` are allowed.
    pub(crate) fn count(&mut self, most: usize) -> Result<usize, WireError> {
        match usize::try_from(self.varint()?) {
            Ok(count) if count <= most => Ok(count),
            _ => Err(WireError::Malformed),
        }
    }

    /// A signed number: a zig-zag varint (0, -1, 1, -2, … as 0, 1, 2, 3, …).
    pub(crate) fn signed(&mut self) -> Result<i64, WireError> {
        let folded = self.varint()?;
        Ok((folded >> 1) as i64 ^ -((folded & 1) as i64))
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Refuses bytes after the last value.
    pub(crate) fn end(&self) -> Result<(), WireError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(WireError::Malformed)
        }
    }
}

pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(crate) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_varint(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// How many bytes `value` takes as a varint.
pub(crate) fn varint_length(value: u64) -> usize {
    (64 - (value | 1).leading_zeros() as usize).div_ceil(7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(value: u64, signed: i64) {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, value);
            prop_assert_eq!(bytes.len(), varint_length(value));
            put_signed(&mut bytes, signed);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.varint(), Ok(value));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert_eq!(reader.end(), Ok(()));
        }

        #[test]
        fn a_number_has_one_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
            let mut reader = Reader::new(&bytes);
            if let Ok(value) = reader.varint() {
                let mut again = Vec::new();
                put_varint(&mut again, value);
                prop_assert_eq!(again.as_slice(), &bytes[..bytes.len() - reader.rest().len()]);
            }
        }
    }

    #[test]
    fn a_longer_form_or_a_number_past_64_bits_is_malformed() {
        assert_eq!(
            Reader::new(&[0x80, 0x00]).varint(),
            Err(WireError::Malformed)
        );
        let mut past = [0xff; 10];
        past[9] = 0x02;
        assert_eq!(Reader::new(&past).varint(), Err(WireError::Malformed));
        past[9] = 0x01;
        assert_eq!(Reader::new(&past).varint(), Ok(u64::MAX));
        assert_eq!(Reader::new(&[0xff; 3]).varint(), Err(WireError::Truncated));
    }

    #[test]
    fn a_count_is_refused_one_past_its_limit() {
        assert_eq!(Reader::new(&[7]).count(7), Ok(7));
        assert_eq!(Reader::new(&[8]).count(7), Err(WireError::Malformed));
    }
}

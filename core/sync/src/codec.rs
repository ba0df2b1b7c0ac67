//! How the changes of one case become the content of a section, and back. This is the one place that knows.
//!
//! The first byte says which codec follows. Codec 1 is a zstd frame of a CBOR array of byte strings, each a change as the
//! case layer wrote it. Later codecs (a shared dictionary, changes without what can be derived) get numbers of their own;
//! this one stays readable for ever.

use std::io::Read;

use minicbor::{Decoder, Encoder};

use crate::{MAX_CHANGE, MAX_SECTION_CONTENT, ParcelError};

const ZSTD: u8 = 1;

/// The highest ordinary level: 2 to 6 ms a case, and a tenth fewer bytes than level 9 on links where bytes are minutes.
const LEVEL: i32 = 19;

/// The largest window a reader allows, as a power of two: [`MAX_SECTION_CONTENT`] itself.
const WINDOW_LOG: u32 = MAX_SECTION_CONTENT.ilog2();

/// The content of a section, compressed and not yet sealed.
pub(crate) struct Packed(Vec<u8>);

impl Packed {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Compresses the changes of one case, in order.
pub(crate) fn compress(changes: &[Vec<u8>]) -> Result<Packed, ParcelError> {
    if changes.is_empty() {
        return Err(ParcelError::Draft);
    }
    if changes.iter().any(|change| change.len() > MAX_CHANGE) {
        return Err(ParcelError::ChangeTooLarge);
    }
    let list = write_list(changes).map_err(|_| ParcelError::Draft)?;
    if list.len() > MAX_SECTION_CONTENT {
        return Err(ParcelError::ContentTooLarge);
    }
    let mut bytes = vec![ZSTD];
    bytes.extend(zstd::bulk::compress(&list, LEVEL).map_err(|_| ParcelError::Draft)?);
    Ok(Packed(bytes))
}

/// The changes again. Never holds more than [`MAX_SECTION_CONTENT`] of decompressed bytes, whatever the content claims.
pub(crate) fn expand(content: &[u8]) -> Result<Vec<Vec<u8>>, ParcelError> {
    match content.split_first() {
        Some((&ZSTD, frame)) => read_list(&decompress(frame)?),
        Some((&later, _)) if later > ZSTD => Err(ParcelError::NewerContent),
        _ => Err(ParcelError::Content),
    }
}

fn decompress(frame: &[u8]) -> Result<Vec<u8>, ParcelError> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(frame)
        .map_err(|_| ParcelError::Content)?
        .single_frame();
    decoder
        .window_log_max(WINDOW_LOG)
        .map_err(|_| ParcelError::Content)?;
    let mut list = Vec::new();
    let limit = MAX_SECTION_CONTENT as u64 + 1;
    decoder
        .by_ref()
        .take(limit)
        .read_to_end(&mut list)
        .map_err(|_| ParcelError::Content)?;
    if list.len() > MAX_SECTION_CONTENT {
        return Err(ParcelError::ContentTooLarge);
    }
    if !decoder.finish().is_empty() {
        return Err(ParcelError::Content);
    }
    Ok(list)
}

fn write_list(
    changes: &[Vec<u8>],
) -> Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.array(changes.len() as u64)?;
    for change in changes {
        encoder.bytes(change)?;
    }
    Ok(encoder.into_writer())
}

fn read_list(list: &[u8]) -> Result<Vec<Vec<u8>>, ParcelError> {
    let mut decoder = Decoder::new(list);
    let count = decoder.array().ok().flatten().ok_or(ParcelError::Content)?;
    let mut changes = Vec::new();
    for _ in 0..count {
        let change = decoder.bytes().map_err(|_| ParcelError::Content)?;
        if change.len() > MAX_CHANGE {
            return Err(ParcelError::ChangeTooLarge);
        }
        changes.push(change.to_vec());
    }
    if changes.is_empty() || decoder.position() != list.len() {
        return Err(ParcelError::Content);
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zstd_of(list: &[u8]) -> Vec<u8> {
        let mut content = vec![ZSTD];
        content.extend(zstd::bulk::compress(list, 1).unwrap());
        content
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn changes_come_back(changes in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 1..20)) {
            let packed = compress(&changes).unwrap();
            prop_assert_eq!(expand(packed.as_bytes()).unwrap(), changes);
        }

        #[test]
        fn no_content_makes_the_reader_panic(content in proptest::collection::vec(any::<u8>(), 0..300), list: bool) {
            let _ = expand(&content);
            if list {
                let _ = expand(&zstd_of(&content));
            }
        }
    }

    #[test]
    fn a_change_is_refused_one_byte_past_its_limit() {
        assert!(compress(&[vec![7; MAX_CHANGE]]).is_ok());
        assert_eq!(
            compress(&[vec![7; MAX_CHANGE + 1]]).err(),
            Some(ParcelError::ChangeTooLarge)
        );
        let list = write_list(&[vec![7; MAX_CHANGE + 1]]).unwrap();
        assert_eq!(expand(&zstd_of(&list)), Err(ParcelError::ChangeTooLarge));
    }

    #[test]
    fn a_decompression_bomb_stops_at_the_limit() {
        assert_eq!(
            expand(&zstd_of(&vec![0; 64 * MAX_SECTION_CONTENT])),
            Err(ParcelError::ContentTooLarge)
        );
        assert_eq!(
            expand(&zstd_of(&vec![0; MAX_SECTION_CONTENT + 1])),
            Err(ParcelError::ContentTooLarge)
        );
        assert_eq!(
            expand(&zstd_of(&vec![0; MAX_SECTION_CONTENT])),
            Err(ParcelError::Content)
        );
    }

    #[test]
    fn other_codecs_and_trailing_bytes_are_told_apart() {
        let mut content = compress(&[vec![1]]).unwrap().0;
        content.push(0);
        assert_eq!(expand(&content), Err(ParcelError::Content));
        assert_eq!(expand(&[2, 0, 0]), Err(ParcelError::NewerContent));
        assert_eq!(expand(&[0]), Err(ParcelError::Content));
        assert_eq!(expand(&[]), Err(ParcelError::Content));
    }
}

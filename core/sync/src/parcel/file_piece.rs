//! Published files in parcels: a file is compressed, cut into pieces, and each piece is a record of a control section, so
//! that it travels every way that parcels do. `docs/protocol.md` §3.2, ADR 0012.

use std::io::Read as _;

use minicbor::{Decode, Encode};
use nuong_trust::sha256;

use super::pack::Contents;
use crate::{MAX_FILE_PIECE, MAX_FILE_PIECES, MAX_PUBLISHED_FILE, ParcelError};

const ZSTD: u8 = 1;

/// As for the content of sections: bytes are minutes on slow links, and a file is packed once.
const LEVEL: i32 = 19;

/// One piece of a published file.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct FilePiece {
    /// SHA-256 of the packed file.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub file: [u8; 32],
    /// How many pieces the file has, 1 to [`MAX_FILE_PIECES`].
    #[n(1)]
    pub count: u32,
    /// Which of them this is, from 0.
    #[n(2)]
    pub place: u32,
    /// At most [`MAX_FILE_PIECE`] bytes.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl FilePiece {
    /// Whether it may be a piece of any file.
    pub fn is_sound(&self) -> bool {
        (1..=MAX_FILE_PIECES).contains(&self.count)
            && self.place < self.count
            && self.bytes.len() <= MAX_FILE_PIECE
    }

    /// Packs a file and cuts it into pieces, in order.
    ///
    /// # Errors
    /// [`ParcelError::ContentTooLarge`] past [`MAX_PUBLISHED_FILE`] or [`MAX_FILE_PIECES`].
    pub fn of_file(file: &[u8]) -> Result<Vec<FilePiece>, ParcelError> {
        if file.len() > MAX_PUBLISHED_FILE {
            return Err(ParcelError::ContentTooLarge);
        }
        let mut packed = vec![ZSTD];
        packed.extend(zstd::bulk::compress(file, LEVEL).map_err(|_| ParcelError::Draft)?);
        let hash = sha256(&packed);
        let count = u32::try_from(packed.len().div_ceil(MAX_FILE_PIECE))
            .ok()
            .filter(|count| *count <= MAX_FILE_PIECES)
            .ok_or(ParcelError::ContentTooLarge)?;
        let pieces = (0u32..).zip(packed.chunks(MAX_FILE_PIECE));
        Ok(pieces
            .map(|(place, bytes)| FilePiece {
                file: hash,
                count,
                place,
                bytes: bytes.to_vec(),
            })
            .collect())
    }

    /// The file again, of all its pieces joined in order.
    ///
    /// # Errors
    /// [`ParcelError::Content`] where they are not the pieces of the file with this hash, [`ParcelError::NewerContent`],
    /// [`ParcelError::ContentTooLarge`].
    pub fn join(file: &[u8; 32], joined: &[u8]) -> Result<Vec<u8>, ParcelError> {
        if sha256(joined) != *file {
            return Err(ParcelError::Content);
        }
        let frame = match joined.split_first() {
            Some((&ZSTD, frame)) => frame,
            Some((&later, _)) if later > ZSTD => return Err(ParcelError::NewerContent),
            _ => return Err(ParcelError::Content),
        };
        let decoder = zstd::stream::read::Decoder::with_buffer(frame);
        let mut bytes = Vec::new();
        decoder
            .map_err(|_| ParcelError::Content)?
            .take(MAX_PUBLISHED_FILE as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ParcelError::Content)?;
        if bytes.len() > MAX_PUBLISHED_FILE {
            return Err(ParcelError::ContentTooLarge);
        }
        Ok(bytes)
    }
}

/// What parcels will hold that carry a file: a piece each, and nothing of any case.
///
/// # Errors
/// As [`FilePiece::of_file`].
pub fn pack_file(file: &[u8]) -> Result<Vec<Contents<'static>>, ParcelError> {
    let pieces = FilePiece::of_file(file)?;
    Ok(pieces.into_iter().map(Contents::of_piece).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(pieces: &[FilePiece]) -> Vec<u8> {
        let bytes = pieces.iter().map(|piece| piece.bytes.as_slice());
        bytes.collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_file_is_cut_into_pieces_and_joined_again() {
        // Not to be compressed, so that it takes several.
        let file: Vec<u8> = (0..3_000u32)
            .flat_map(|at| sha256(&at.to_be_bytes()))
            .collect();
        let pieces = FilePiece::of_file(&file).unwrap();
        assert!(pieces.len() > 2 && pieces.iter().all(FilePiece::is_sound));
        let hash = pieces[0].file;
        assert_eq!(FilePiece::join(&hash, &joined(&pieces)).unwrap(), file);
        assert_eq!(
            FilePiece::join(&hash, &joined(&pieces[1..])).unwrap_err(),
            ParcelError::Content
        );
    }

    #[test]
    fn a_file_past_the_limit_is_not_packed_and_not_unpacked() {
        let long = vec![0; MAX_PUBLISHED_FILE + 1];
        assert_eq!(
            FilePiece::of_file(&long).unwrap_err(),
            ParcelError::ContentTooLarge
        );
        let mut packed = vec![ZSTD];
        packed.extend(zstd::bulk::compress(&long, 1).unwrap());
        assert_eq!(
            FilePiece::join(&sha256(&packed), &packed).unwrap_err(),
            ParcelError::ContentTooLarge
        );
        assert!(FilePiece::of_file(&long[1..]).is_ok());
    }

    #[test]
    fn a_piece_out_of_its_limits_is_not_sound() {
        let sound = FilePiece {
            file: [0; 32],
            count: 2,
            place: 1,
            bytes: vec![0; MAX_FILE_PIECE],
        };
        assert!(sound.is_sound());
        for wrong in [
            FilePiece {
                place: 2,
                ..sound.clone()
            },
            FilePiece {
                count: 0,
                place: 0,
                ..sound.clone()
            },
            FilePiece {
                count: MAX_FILE_PIECES + 1,
                ..sound.clone()
            },
            FilePiece {
                bytes: vec![0; MAX_FILE_PIECE + 1],
                ..sound.clone()
            },
        ] {
            assert!(!wrong.is_sound());
        }
    }
}

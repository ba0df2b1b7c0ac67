//! A parcel file (`.nuong`): the same stream as in an exchange, without a hello. A memory card carries it, or another phone.

use nuong_trust::{Bulletin, Certificate};

use crate::{
    Directory, End, Frame, FrameReader, Parcel, ParcelError, STREAM_VERSION, SyncError,
    parcel_frame,
};

/// Writes a parcel file: certificates of the parcels' authors first, then a bulletin, then the parcels, then the end.
///
/// Each call returns the next bytes of the file, so that a large one need not be held in memory.
#[derive(Debug)]
pub struct FileWriter(());

impl FileWriter {
    /// The start of the file: all that a reader needs to know before the parcels.
    pub fn start<'a>(
        certificates: impl IntoIterator<Item = &'a Certificate>,
        bulletin: Option<&Bulletin>,
    ) -> (Self, Vec<u8>) {
        let mut out = vec![STREAM_VERSION];
        for certificate in certificates {
            Frame::Certificate(certificate.encode()).write(&mut out);
        }
        if let Some(bulletin) = bulletin {
            Frame::Bulletin(bulletin.encode()).write(&mut out);
        }
        (Self(()), out)
    }

    /// The next parcel, encoded.
    pub fn parcel(&mut self, parcel: &[u8]) -> Vec<u8> {
        parcel_frame(parcel)
    }

    /// The end of the file. Without it a reader says that the file is cut short.
    pub fn finish(self) -> Vec<u8> {
        Frame::End(End::default()).encode()
    }
}

/// What a parcel file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileItem {
    /// A certificate that was not known.
    Certificate(Certificate),
    /// A bulletin later than the one known.
    Bulletin(Bulletin),
    /// A parcel whose author and signature were checked.
    Parcel(Parcel),
    /// Something that was not accepted; the rest of the file is not touched by it.
    Refused {
        /// Why: a stable code.
        code: &'static str,
        /// The bytes, to be kept aside; empty where they were too many to read.
        bytes: Vec<u8>,
    },
}

/// Reads a parcel file as its bytes come.
#[derive(Debug)]
pub struct FileReader {
    frames: FrameReader,
    directory: Directory,
}

impl FileReader {
    /// Reads with what is known: what the file tells of certificates and bulletins is added.
    pub fn new(directory: Directory) -> Self {
        Self {
            frames: FrameReader::new(),
            directory,
        }
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.frames.push(bytes);
    }

    /// The next thing in the file, or none until more bytes are pushed. What is known already is passed over.
    ///
    /// # Errors
    /// [`SyncError::Frame`] or [`SyncError::OutOfPlace`] if the file cannot be read further. What came before it stands.
    pub fn next_item(&mut self) -> Result<Option<FileItem>, SyncError> {
        while let Some(frame) = self.frames.next_frame()? {
            match frame {
                Frame::Certificate(bytes) => match self.directory.admit_certificate(&bytes) {
                    Ok(None) => {}
                    Ok(Some(certificate)) => return Ok(Some(FileItem::Certificate(certificate))),
                    Err(error) => {
                        return Ok(Some(FileItem::Refused {
                            code: error.code(),
                            bytes,
                        }));
                    }
                },
                Frame::Bulletin(bytes) => match self.directory.admit_bulletin(&bytes) {
                    Ok(None) => {}
                    Ok(Some(bulletin)) => return Ok(Some(FileItem::Bulletin(bulletin))),
                    Err(error) => {
                        return Ok(Some(FileItem::Refused {
                            code: error.code(),
                            bytes,
                        }));
                    }
                },
                Frame::Parcel(bytes) => {
                    let checked = Parcel::decode(&bytes)
                        .and_then(|parcel| self.directory.check_parcel(&parcel).map(|()| parcel));
                    return Ok(Some(match checked {
                        Ok(parcel) => FileItem::Parcel(parcel),
                        Err(error) => FileItem::Refused {
                            code: error.code(),
                            bytes,
                        },
                    }));
                }
                Frame::Oversized => {
                    let code = ParcelError::Oversized.code();
                    return Ok(Some(FileItem::Refused {
                        code,
                        bytes: Vec::new(),
                    }));
                }
                Frame::End(_) => {}
                _ => return Err(SyncError::OutOfPlace),
            }
        }
        Ok(None)
    }

    /// Checks that the file came to its end, now that no more bytes follow, and gives back what is known now.
    ///
    /// # Errors
    /// [`SyncError::Frame`]: the file is cut short, or could not be read to its end.
    pub fn finish(self) -> Result<Directory, SyncError> {
        self.frames.finish()?;
        Ok(self.directory)
    }
}

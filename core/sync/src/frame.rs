//! What travels: a version byte, then frames of a type, a length and a body, until an end frame. The same stream goes over
//! HTTPS, into a file, or through any other byte channel.

use nuong_trust::{MAX_BULLETIN, MAX_CERTIFICATE};

use crate::{
    Cursor, FrameError, Hello, MAX_CODE, MAX_HELLO, MAX_PARCEL, MAX_RECEIPT, MAX_REFUSAL, Receipt,
    wire::{Reader, put_varint},
};

/// The version of the stream, its first byte.
pub const STREAM_VERSION: u8 = 1;

/// One frame of a stream. Certificates, bulletins and parcels stay bytes here: what is wrong inside one of them is no fault
/// of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Opens a request.
    Hello(Hello),
    /// A device's certificate, encoded.
    Certificate(Vec<u8>),
    /// An authority's bulletin, encoded.
    Bulletin(Vec<u8>),
    /// A parcel brought to a hub, or in a file, encoded.
    Parcel(Vec<u8>),
    /// A parcel from a hub's log, encoded, and how far the log is read with it.
    Delivered {
        /// The cursor to keep together with the parcel.
        cursor: Cursor,
        /// The parcel, without the sections that the device has no right to.
        parcel: Vec<u8>,
    },
    /// What the hub holds, signed.
    Receipt(Receipt),
    /// The hub did not take a parcel.
    Rejected {
        /// Which parcel frame of the request it was, from 0.
        index: u64,
        /// Why: a stable code.
        code: String,
    },
    /// The end of the stream.
    End(End),
    /// In place of the rest of the answer: the hub does not serve this request.
    Refusal {
        /// Why: a stable code.
        code: String,
    },
    /// The place of a parcel that was longer than any may be, and was not kept. No stream has such a frame; the reader
    /// makes it, so that one bad parcel does not block the others.
    Oversized,
}

/// The end of a stream. In a request or a file all of it is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct End {
    /// Whether the hub has more for the device: it should ask again.
    pub more: bool,
    /// How far the log was read, over parcels that hold nothing for the device too.
    pub cursor: Cursor,
    /// The number of the latest bulletin at the hub.
    pub bulletin: u64,
}

const HELLO: u8 = 1;
const CERTIFICATE: u8 = 2;
const BULLETIN: u8 = 3;
const PARCEL: u8 = 4;
const DELIVERED: u8 = 5;
const RECEIPT: u8 = 6;
const REJECTED: u8 = 7;
const END: u8 = 8;
const REFUSAL: u8 = 9;

/// Two numbers of up to ten bytes.
const MAX_CURSOR: usize = 20;

impl Frame {
    /// Appends the frame to a stream.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut body = Vec::new();
        let kind = match self {
            Self::Hello(hello) => {
                hello.write(&mut body);
                HELLO
            }
            Self::Certificate(bytes) => return write_frame(out, CERTIFICATE, bytes),
            Self::Bulletin(bytes) => return write_frame(out, BULLETIN, bytes),
            Self::Parcel(bytes) => return write_frame(out, PARCEL, bytes),
            Self::Delivered { cursor, parcel } => {
                cursor.write(&mut body);
                body.extend_from_slice(parcel);
                DELIVERED
            }
            Self::Receipt(receipt) => {
                receipt.write(&mut body);
                RECEIPT
            }
            Self::Rejected { index, code } => {
                put_varint(&mut body, *index);
                body.extend_from_slice(code.as_bytes());
                REJECTED
            }
            Self::End(end) => {
                body.push(u8::from(end.more));
                end.cursor.write(&mut body);
                put_varint(&mut body, end.bulletin);
                END
            }
            Self::Refusal { code } => return write_frame(out, REFUSAL, code.as_bytes()),
            Self::Oversized => return,
        };
        write_frame(out, kind, &body);
    }

    /// The frame's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn read(kind: u8, body: &[u8]) -> Result<Self, FrameError> {
        let mut reader = Reader::new(body);
        match kind {
            HELLO => Hello::read(body).map(Self::Hello),
            CERTIFICATE => Ok(Self::Certificate(body.to_vec())),
            BULLETIN => Ok(Self::Bulletin(body.to_vec())),
            PARCEL => Ok(Self::Parcel(body.to_vec())),
            DELIVERED => {
                let cursor = Cursor::read(&mut reader)?;
                Ok(Self::Delivered {
                    cursor,
                    parcel: reader.rest().to_vec(),
                })
            }
            RECEIPT => Receipt::read(body).map(Self::Receipt),
            REJECTED => {
                let index = reader.varint()?;
                Ok(Self::Rejected {
                    index,
                    code: read_code(reader.rest())?,
                })
            }
            END => {
                let more = reader.byte()?;
                let end = End {
                    more: more == 1,
                    cursor: Cursor::read(&mut reader)?,
                    bulletin: reader.varint()?,
                };
                reader.end()?;
                if more > 1 {
                    Err(FrameError::Malformed)
                } else {
                    Ok(Self::End(end))
                }
            }
            REFUSAL => Ok(Self::Refusal {
                code: read_code(body)?,
            }),
            _ => Err(FrameError::Unknown),
        }
    }
}

/// The frame around a parcel, for a sender that holds its bytes.
pub fn parcel_frame(parcel: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parcel.len() + 4);
    write_frame(&mut out, PARCEL, parcel);
    out
}

fn write_frame(out: &mut Vec<u8>, kind: u8, body: &[u8]) {
    out.push(kind);
    put_varint(out, body.len() as u64);
    out.extend_from_slice(body);
}

/// A code is 1 to [`MAX_CODE`] of `a-z`, `0-9`, `.` and `_`: it may go into a log as it is.
fn read_code(bytes: &[u8]) -> Result<String, FrameError> {
    let allowed = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_');
    if !(1..=MAX_CODE).contains(&bytes.len()) || !bytes.iter().all(allowed) {
        return Err(FrameError::Malformed);
    }
    String::from_utf8(bytes.to_vec()).map_err(|_| FrameError::Malformed)
}

/// The longest body of each type of frame.
pub(crate) fn limit(kind: u8) -> Result<usize, FrameError> {
    match kind {
        HELLO => Ok(MAX_HELLO),
        CERTIFICATE => Ok(MAX_CERTIFICATE),
        BULLETIN => Ok(MAX_BULLETIN),
        PARCEL => Ok(MAX_PARCEL),
        DELIVERED => Ok(MAX_PARCEL + MAX_CURSOR),
        RECEIPT => Ok(MAX_RECEIPT),
        REJECTED | REFUSAL => Ok(MAX_REFUSAL),
        END => Ok(1 + MAX_CURSOR + 10),
        _ => Err(FrameError::Unknown),
    }
}

/// Whether a body past its limit is skipped: a parcel's, whose sender says nothing by it of the frames that follow.
pub(crate) fn is_skippable(kind: u8) -> bool {
    matches!(kind, PARCEL | DELIVERED)
}

pub(crate) fn read_body(kind: u8, body: &[u8]) -> Result<Frame, FrameError> {
    Frame::read(kind, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_one_byte_past_its_limit_or_of_other_characters_is_refused() {
        assert!(read_code(&[b'a'; MAX_CODE]).is_ok());
        let (long, empty): (&[u8], &[u8]) = (&[b'a'; MAX_CODE + 1], b"");
        for bytes in [long, empty, b"hub.Revoked", b"a b", b"\xff"] {
            assert_eq!(read_code(bytes), Err(FrameError::Malformed));
        }
    }
}

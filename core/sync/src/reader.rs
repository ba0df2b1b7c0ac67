use crate::{
    Frame, FrameError, MAX_SKIPPED, STREAM_VERSION,
    frame::{self, is_skippable},
    wire::{Reader, WireError},
};

/// Reads frames from a stream as its bytes come, in pieces of any size.
///
/// It keeps the bytes of at most one frame and of what was pushed last, and checks each length before it waits for that
/// many bytes. After an error it gives nothing more.
#[derive(Debug, Default)]
pub struct FrameReader {
    /// Bytes pushed and not yet used, from `start`.
    buffer: Vec<u8>,
    start: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Version,
    Frame,
    /// So many bytes of a parcel that is too long are still to be passed over.
    Skipping(usize),
    Ended,
    Failed(FrameError),
}

impl FrameReader {
    /// At the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes of the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        if !matches!(self.state, State::Failed(_)) {
            self.buffer.drain(..self.start);
            self.start = 0;
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// The next whole frame, or none until more bytes are pushed.
    ///
    /// # Errors
    /// A [`FrameError`], the same again at every later call.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        self.step().inspect_err(|error| {
            self.state = State::Failed(*error);
            self.buffer = Vec::new();
            self.start = 0;
        })
    }

    /// Checks that the stream came to its end, now that no more bytes follow.
    ///
    /// # Errors
    /// [`FrameError::Truncated`], or the error met before.
    pub fn finish(&self) -> Result<(), FrameError> {
        match self.state {
            State::Ended => Ok(()),
            State::Failed(error) => Err(error),
            _ => Err(FrameError::Truncated),
        }
    }

    fn step(&mut self) -> Result<Option<Frame>, FrameError> {
        loop {
            let rest = &self.buffer[self.start..];
            match self.state {
                State::Failed(error) => return Err(error),
                State::Ended if rest.is_empty() => return Ok(None),
                State::Ended => return Err(FrameError::AfterEnd),
                _ if rest.is_empty() => return Ok(None),
                State::Version if rest[0] != STREAM_VERSION => return Err(FrameError::Version),
                State::Version => {
                    self.start += 1;
                    self.state = State::Frame;
                }
                State::Skipping(left) => {
                    let passed = left.min(rest.len());
                    self.start += passed;
                    if passed < left {
                        self.state = State::Skipping(left - passed);
                        return Ok(None);
                    }
                    self.state = State::Frame;
                    return Ok(Some(Frame::Oversized));
                }
                State::Frame => match self.frame()? {
                    Next::Frame(frame) => return Ok(Some(frame)),
                    Next::Wait => return Ok(None),
                    Next::Skip => {}
                },
            }
        }
    }

    fn frame(&mut self) -> Result<Next, FrameError> {
        let mut reader = Reader::new(&self.buffer[self.start..]);
        let before = reader.rest().len();
        let Ok(kind) = reader.byte() else {
            return Ok(Next::Wait);
        };
        let limit = frame::limit(kind)?;
        let length = match reader.varint() {
            Ok(length) => usize::try_from(length).map_err(|_| FrameError::Oversized)?,
            Err(WireError::Truncated) => return Ok(Next::Wait),
            Err(WireError::Malformed) => return Err(FrameError::Malformed),
        };
        if length > limit {
            if !is_skippable(kind) || length > MAX_SKIPPED {
                return Err(FrameError::Oversized);
            }
            self.start += before - reader.rest().len();
            self.state = State::Skipping(length);
            return Ok(Next::Skip);
        }
        let Ok(body) = reader.take(length) else {
            return Ok(Next::Wait);
        };
        let frame = frame::read_body(kind, body)?;
        self.start += before - reader.rest().len();
        if matches!(frame, Frame::End(_) | Frame::Refusal { .. }) {
            self.state = State::Ended;
        }
        Ok(Next::Frame(frame))
    }
}

enum Next {
    Frame(Frame),
    Wait,
    Skip,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Cursor, End, MAX_PARCEL};

    fn stream(frames: &[Frame]) -> Vec<u8> {
        let mut out = vec![STREAM_VERSION];
        frames.iter().for_each(|frame| frame.write(&mut out));
        out
    }

    fn read_all(reader: &mut FrameReader) -> Result<Vec<Frame>, FrameError> {
        let mut frames = Vec::new();
        while let Some(frame) = reader.next_frame()? {
            frames.push(frame);
        }
        Ok(frames)
    }

    fn some_frames() -> Vec<Frame> {
        let cursor = Cursor { pos: 300, sub: 7 };
        vec![
            Frame::Certificate(vec![1; 200]),
            Frame::Parcel(vec![2; 70]),
            Frame::Delivered {
                cursor,
                parcel: vec![3; 9],
            },
            Frame::Rejected {
                index: 1,
                code: "parcel.signature".into(),
            },
            Frame::End(End {
                more: true,
                cursor,
                bulletin: 2,
            }),
        ]
    }

    #[test]
    fn frames_come_whole_however_the_stream_is_cut_into_pieces() {
        let bytes = stream(&some_frames());
        for size in 1..=bytes.len() {
            let mut reader = FrameReader::new();
            let mut frames = Vec::new();
            for piece in bytes.chunks(size) {
                reader.push(piece);
                frames.extend(read_all(&mut reader).unwrap());
            }
            assert_eq!(frames, some_frames());
            assert_eq!(reader.finish(), Ok(()));
        }
    }

    #[test]
    fn a_stream_cut_at_any_byte_gives_the_whole_frames_before_the_cut_and_says_so() {
        let bytes = stream(&some_frames());
        for cut in 0..bytes.len() {
            let mut reader = FrameReader::new();
            reader.push(&bytes[..cut]);
            let frames = read_all(&mut reader).unwrap();
            assert_eq!(frames, some_frames()[..frames.len()]);
            assert_eq!(reader.finish(), Err(FrameError::Truncated));
        }
    }

    #[test]
    fn a_parcel_past_its_limit_is_passed_over_and_the_next_frame_still_comes() {
        let frames = [
            Frame::Parcel(vec![0; MAX_PARCEL]),
            Frame::Parcel(vec![0; MAX_PARCEL + 1]),
            Frame::Parcel(vec![5]),
        ];
        let bytes = stream(&frames);
        let mut reader = FrameReader::new();
        let mut seen = Vec::new();
        for piece in bytes.chunks(1000) {
            reader.push(piece);
            seen.extend(read_all(&mut reader).unwrap());
            assert!(reader.buffer.len() <= MAX_PARCEL + 2000);
        }
        assert_eq!(
            seen,
            [frames[0].clone(), Frame::Oversized, frames[2].clone()]
        );
    }

    #[test]
    fn any_other_frame_past_its_limit_ends_the_stream_before_its_bytes_come() {
        for (kind, limit) in (1..=9).map(|kind| (kind, frame::limit(kind).unwrap())) {
            let mut start = vec![STREAM_VERSION, kind];
            let past = if is_skippable(kind) {
                MAX_SKIPPED
            } else {
                limit
            };
            crate::wire::put_varint(&mut start, past as u64 + 1);
            let mut reader = FrameReader::new();
            reader.push(&start);
            assert_eq!(
                reader.next_frame(),
                Err(FrameError::Oversized),
                "type {kind}"
            );
            reader.push(&[0; 100]);
            assert_eq!(reader.next_frame(), Err(FrameError::Oversized));
        }
    }

    #[test]
    fn another_version_an_unknown_type_and_bytes_after_the_end_are_refused() {
        let refused = |bytes: &[u8]| {
            let mut reader = FrameReader::new();
            reader.push(bytes);
            read_all(&mut reader).unwrap_err()
        };
        assert_eq!(refused(&[2]), FrameError::Version);
        assert_eq!(refused(b"<html>"), FrameError::Version);
        assert_eq!(refused(&[1, 77]), FrameError::Unknown);
        assert_eq!(refused(&[1, 7, 2, 0, b'A']), FrameError::Malformed);
        let mut bytes = stream(&[Frame::End(End::default())]);
        bytes.push(0);
        assert_eq!(refused(&bytes), FrameError::AfterEnd);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0u8..12) {
            let mut reader = FrameReader::new();
            reader.push(&[STREAM_VERSION, kind]);
            reader.push(&bytes);
            let _ = read_all(&mut reader);
            let _ = reader.finish();
        }
    }
}

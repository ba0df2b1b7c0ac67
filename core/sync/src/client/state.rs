use super::Report;
use crate::{
    SyncError,
    wire::{Reader, WireError, put_varint},
};

const VERSION: u8 = 1;

/// What of a session must survive a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// Parcels were sent and no receipt for them was seen: what the hub holds is in doubt, and asked before more is sent.
    pub(super) in_doubt: bool,
    pub(super) report: Report,
}

impl State {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION, u8::from(self.in_doubt)];
        for number in fields(&self.report) {
            put_varint(&mut out, number);
        }
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, SyncError> {
        Self::read(bytes).map_err(|_| SyncError::State)
    }

    fn read(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        let (version, in_doubt) = (reader.byte()?, reader.byte()?);
        if version != VERSION || in_doubt > 1 {
            return Err(WireError::Malformed);
        }
        let report = Report {
            sent: reader.varint()?,
            received: reader.varint()?,
            round_trips: reader.varint()?,
            parcels_sent: reader.varint()?,
            parcels_received: reader.varint()?,
            acknowledged: reader.varint()?,
            rejected: reader.varint()?,
            refused: reader.varint()?,
            forgotten: reader.varint()?,
        };
        reader.end()?;
        Ok(Self {
            in_doubt: in_doubt == 1,
            report,
        })
    }
}

fn fields(report: &Report) -> [u64; 9] {
    [
        report.sent,
        report.received,
        report.round_trips,
        report.parcels_sent,
        report.parcels_received,
        report.acknowledged,
        report.rejected,
        report.refused,
        report.forgotten,
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_state_comes_back(in_doubt: bool, sent: u64, round_trips: u64, forgotten: u64) {
            let report = Report { sent, round_trips, forgotten, ..Report::default() };
            let state = State { in_doubt, report };
            prop_assert_eq!(State::decode(&state.encode()), Ok(state));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(state) = State::decode(&bytes) {
                prop_assert_eq!(state.encode(), bytes);
            }
        }
    }
}

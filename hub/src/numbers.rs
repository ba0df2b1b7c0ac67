//! Numbers of the protocol as SQLite keeps them, which has signed ones only.

/// An author's number as it is stored: any 64-bit number, in the same order.
pub(crate) fn ordered(seq: u64) -> i64 {
    (seq ^ (1 << 63)).cast_signed()
}

pub(crate) fn unordered(stored: i64) -> u64 {
    stored.cast_unsigned() ^ (1 << 63)
}

/// A position from a device, which may be any number; no log reaches past the highest signed one.
pub(crate) fn signed(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

pub(crate) fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_order_and_come_back() {
        for pair in [0, 1, 2, (1 << 63) - 1, 1 << 63, u64::MAX].windows(2) {
            assert!(ordered(pair[0]) < ordered(pair[1]));
            assert_eq!(unordered(ordered(pair[1])), pair[1]);
        }
    }
}

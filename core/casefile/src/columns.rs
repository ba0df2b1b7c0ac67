//! Bounded readers for the pieces of Automerge's binary format: integers, run-length and
//! boolean columns (<https://automerge.org/automerge-binary-format-spec/>).
//!
//! A run-length column can claim 2^60 rows in three bytes. These readers never allocate or
//! loop by a claimed length; who drives them counts the rows.

use crate::error::CaseError;

/// The error for bytes that are not in the form they should be.
pub(crate) fn malformed(reason: &'static str) -> CaseError {
    CaseError::Malformed { reason }
}

/// Reads through a byte slice; every read is checked against what is left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], CaseError> {
        let (head, rest) = self.0.split_at_checked(len).ok_or(malformed("cut short"))?;
        self.0 = rest;
        Ok(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], CaseError> {
        let (head, rest) = self.0.split_first_chunk().ok_or(malformed("cut short"))?;
        self.0 = rest;
        Ok(*head)
    }

    /// An unsigned LEB128 integer of at most 64 bits.
    pub(crate) fn uleb(&mut self) -> Result<u64, CaseError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(malformed("integer over 64 bits"))
    }

    /// A signed LEB128 integer of at most 64 bits.
    pub(crate) fn sleb(&mut self) -> Result<i64, CaseError> {
        let mut value = 0i64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            if shift == 63 && !matches!(byte, 0x00 | 0x7f) {
                break;
            }
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let signed = byte & 0x40 != 0 && shift + 7 < 64;
                return Ok(if signed {
                    value | (-1i64 << (shift + 7))
                } else {
                    value
                });
            }
        }
        Err(malformed("integer over 64 bits"))
    }

    /// A length or count that must fit `limit`.
    pub(crate) fn count(&mut self, limit: usize) -> Result<usize, CaseError> {
        let count = usize::try_from(self.uleb()?).map_err(|_| malformed("count over limit"))?;
        if count > limit {
            Err(malformed("count over limit"))
        } else {
            Ok(count)
        }
    }

    /// Bytes after their length.
    pub(crate) fn prefixed(&mut self, limit: usize) -> Result<&'a [u8], CaseError> {
        let len = self.count(limit)?;
        self.take(len)
    }

    /// Text after its length in bytes.
    pub(crate) fn text(&mut self, limit: usize) -> Result<&'a str, CaseError> {
        std::str::from_utf8(self.prefixed(limit)?).map_err(|_| malformed("text is not UTF-8"))
    }
}

/// What a run-length column holds.
pub(crate) trait Cell<'a>: Copy {
    fn read(bytes: &mut Bytes<'a>) -> Result<Self, CaseError>;
}

impl Cell<'_> for u64 {
    fn read(bytes: &mut Bytes<'_>) -> Result<Self, CaseError> {
        bytes.uleb()
    }
}

impl Cell<'_> for i64 {
    fn read(bytes: &mut Bytes<'_>) -> Result<Self, CaseError> {
        bytes.sleb()
    }
}

impl<'a> Cell<'a> for &'a str {
    fn read(bytes: &mut Bytes<'a>) -> Result<Self, CaseError> {
        bytes.text(bytes.0.len())
    }
}

/// A run-length encoded column; past its end every row is null.
#[derive(Debug)]
pub(crate) struct Runs<'a, T> {
    bytes: Bytes<'a>,
    run: Run<T>,
}

#[derive(Debug, Clone, Copy)]
enum Run<T> {
    Nulls(u64),
    Same(u64, T),
    Literal(u64),
}

impl<'a, T: Cell<'a>> Runs<'a, T> {
    pub(crate) fn new(column: &'a [u8]) -> Self {
        Self {
            bytes: Bytes(column),
            run: Run::Nulls(0),
        }
    }

    /// Whether no row is left.
    pub(crate) fn is_done(&self) -> bool {
        let (Run::Nulls(left) | Run::Same(left, _) | Run::Literal(left)) = self.run;
        left == 0 && self.bytes.is_empty()
    }

    /// The next row, `None` for null.
    pub(crate) fn next(&mut self) -> Result<Option<T>, CaseError> {
        if self.is_done() {
            return Ok(None);
        }
        if self.left() == 0 {
            self.run = self.next_run()?;
        }
        match &mut self.run {
            Run::Nulls(left) => {
                *left -= 1;
                Ok(None)
            }
            Run::Same(left, value) => {
                *left -= 1;
                Ok(Some(*value))
            }
            Run::Literal(left) => {
                *left -= 1;
                T::read(&mut self.bytes).map(Some)
            }
        }
    }

    /// Reads to the end, never row by row through a run, and adds up what each row weighs.
    pub(crate) fn weigh(mut self, weight: impl Fn(Option<T>) -> u64) -> Result<u64, CaseError> {
        let mut total = 0u64;
        while !self.bytes.is_empty() {
            let run = self.next_run()?;
            let (rows, each) = match run {
                Run::Nulls(rows) => (rows, weight(None)),
                Run::Same(rows, value) => (rows, weight(Some(value))),
                Run::Literal(_) => (0, 0),
            };
            let mut add = |rows: u64, each: u64| -> Result<(), CaseError> {
                let sum = rows
                    .checked_mul(each)
                    .and_then(|weight| total.checked_add(weight));
                total = sum.ok_or(malformed("too many rows"))?;
                Ok(())
            };
            add(rows, each)?;
            if let Run::Literal(rows) = run {
                for _ in 0..rows {
                    add(1, weight(Some(T::read(&mut self.bytes)?)))?;
                }
            }
        }
        Ok(total)
    }

    fn left(&self) -> u64 {
        let (Run::Nulls(left) | Run::Same(left, _) | Run::Literal(left)) = self.run;
        left
    }

    fn next_run(&mut self) -> Result<Run<T>, CaseError> {
        let run = match self.bytes.sleb()? {
            0 => Run::Nulls(self.bytes.uleb()?),
            n if n > 0 => Run::Same(n.unsigned_abs(), T::read(&mut self.bytes)?),
            n => Run::Literal(n.unsigned_abs()),
        };
        if matches!(run, Run::Nulls(0)) {
            Err(malformed("empty run"))
        } else {
            Ok(run)
        }
    }
}

/// A column of integers, each stored as the difference from the one before.
#[derive(Debug)]
pub(crate) struct Deltas<'a> {
    runs: Runs<'a, i64>,
    last: i64,
}

impl<'a> Deltas<'a> {
    pub(crate) fn new(column: &'a [u8]) -> Self {
        Self {
            runs: Runs::new(column),
            last: 0,
        }
    }

    /// The next row, `None` for null.
    pub(crate) fn next(&mut self) -> Result<Option<i64>, CaseError> {
        let Some(delta) = self.runs.next()? else {
            return Ok(None);
        };
        self.last = self
            .last
            .checked_add(delta)
            .ok_or(malformed("counter overflow"))?;
        Ok(Some(self.last))
    }
}

/// A column of booleans: lengths of alternating runs, false first.
#[derive(Debug)]
pub(crate) struct Flags<'a> {
    bytes: Bytes<'a>,
    left: u64,
    value: bool,
}

impl<'a> Flags<'a> {
    pub(crate) fn new(column: &'a [u8]) -> Self {
        Self {
            bytes: Bytes(column),
            left: 0,
            value: true,
        }
    }

    /// The next row; past the end of the column it is false.
    pub(crate) fn next(&mut self) -> Result<bool, CaseError> {
        while self.left == 0 {
            if self.bytes.is_empty() {
                return Ok(false);
            }
            self.left = self.bytes.uleb()?;
            self.value = !self.value;
        }
        self.left -= 1;
        Ok(self.value)
    }

    /// How many rows the column has.
    pub(crate) fn total(mut self) -> Result<u64, CaseError> {
        let mut total = 0u64;
        while !self.bytes.is_empty() {
            let run = self.bytes.uleb()?;
            total = total.checked_add(run).ok_or(malformed("too many rows"))?;
        }
        Ok(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_read_at_their_limits_and_not_past_them() {
        assert_eq!(
            Bytes(&[0xff; 9]).uleb().unwrap_err().code(),
            "casefile.malformed"
        );
        let mut max = [0xff; 10];
        max[9] = 1;
        assert_eq!(Bytes(&max).uleb(), Ok(u64::MAX));
        max[9] = 2;
        assert!(Bytes(&max).uleb().is_err());
        let mut least = [0x80; 10];
        least[9] = 0x7f;
        assert_eq!(Bytes(&least).sleb(), Ok(i64::MIN));
        assert_eq!(Bytes(&[0x7f]).sleb(), Ok(-1));
        assert_eq!(Bytes(&[0x3f]).sleb(), Ok(63));
    }

    #[test]
    fn runs_give_repeats_literals_and_nulls() {
        let mut runs = Runs::<u64>::new(&[2, 7, 0x7e, 1, 2, 0, 1]);
        let mut rows = vec![];
        while !runs.is_done() {
            rows.push(runs.next().unwrap());
        }
        assert_eq!(rows, [Some(7), Some(7), Some(1), Some(2), None]);
        let weigh = |weight: fn(Option<u64>) -> u64| {
            Runs::<u64>::new(&[2, 7, 0x7e, 1, 2, 0, 1]).weigh(weight)
        };
        assert_eq!(weigh(|_| 1), Ok(5));
        assert_eq!(weigh(Option::unwrap_or_default), Ok(17));
        assert_eq!(runs.next(), Ok(None));
    }

    #[test]
    fn a_run_that_claims_too_much_costs_nothing() {
        let mut claim = vec![];
        claim.extend([0xff; 8]);
        claim.extend([0x3f, 1]);
        assert_eq!(Runs::<u64>::new(&claim).weigh(|_| 1), Ok((1 << 62) - 1));
        let literal = [0x80, 0x80, 0x80, 0x40];
        assert!(Runs::<u64>::new(&literal).weigh(|_| 1).is_err());
    }
}

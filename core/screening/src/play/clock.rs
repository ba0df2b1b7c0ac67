//! The clock that a trial goes by.

use jiff::civil::{Date, DateTime, Time};

use crate::expr::{Clock, dates};
use crate::interview::{Circumstances, HOME_OFFSET};

/// A moment and how far its place is ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlayClock(pub(super) Clock);

/// A date or moment that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a date is written 2026-01-02, a moment 2026-01-02T03:04:05+07:00")]
pub struct ClockError;

impl PlayClock {
    /// The clock at `now`, `offset` seconds ahead of UTC.
    #[must_use]
    pub fn at(now: DateTime, offset: i32) -> PlayClock {
        PlayClock(Clock { now, offset })
    }

    /// The clock on a day, as it begins.
    #[must_use]
    pub fn on(today: Date) -> PlayClock {
        PlayClock::at(today.to_datetime(Time::midnight()), HOME_OFFSET)
    }

    /// Of an interview that is held at this moment, with what is left to chance drawn from a seed.
    #[must_use]
    pub fn circumstances(self, seed: u64) -> Circumstances {
        Circumstances {
            offset: self.0.offset,
            ..Circumstances::from(self.0.now).with_seed(seed)
        }
    }

    /// The same clock on the day and at the moment that are asked for: `2026-01-02`, `2026-01-02T03:04:05+07:00`. A day
    /// without a moment is its beginning.
    ///
    /// # Errors
    /// A text that is no date or no moment.
    pub fn set(self, today: Option<&str>, now: Option<&str>) -> Result<PlayClock, ClockError> {
        let mut clock = self.0;
        if let Some(now) = now {
            if let Some(offset) = offset_of(now) {
                clock.offset = offset;
            }
            clock.now = dates::parse_moment(now, clock.offset).ok_or(ClockError)?;
        }
        if let Some(today) = today {
            let day = dates::parse_date(today).ok_or(ClockError)?;
            let time = now.map_or(Time::midnight(), |_| clock.now.time());
            clock.now = day.to_datetime(time);
        }
        Ok(PlayClock(clock))
    }
}

/// The zone that a moment names, in seconds ahead of UTC.
fn offset_of(moment: &str) -> Option<i32> {
    let (_, time) = moment.split_once('T')?;
    dates::split_zone(time)?.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_set_by_day_or_by_moment() {
        let clock = PlayClock::on(jiff::civil::date(2026, 11, 22));
        let seen = |today, now| {
            clock
                .set(today, now)
                .map(|set| (set.0.now.to_string(), set.0.offset))
        };
        let home = 7 * 3600;
        assert_eq!(
            seen(None, None),
            Ok(("2026-11-22T00:00:00".to_owned(), home))
        );
        assert_eq!(
            seen(Some("2026-01-02"), None),
            Ok(("2026-01-02T00:00:00".to_owned(), home))
        );
        assert_eq!(
            seen(None, Some("2026-01-02T03:04:05+09:00")),
            Ok(("2026-01-02T03:04:05".to_owned(), 9 * 3600))
        );
        assert_eq!(
            seen(Some("2026-02-03"), Some("2026-01-02T03:04:05")),
            Ok(("2026-02-03T03:04:05".to_owned(), home))
        );
        assert_eq!(seen(Some("tomorrow"), None), Err(ClockError));
        assert_eq!(seen(None, Some("noon")), Err(ClockError));
    }
}

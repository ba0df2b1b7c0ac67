//! When, where and by what chance an interview is held.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Seconds that the clock of Viet Nam is ahead of UTC.
pub(crate) const HOME_OFFSET: i32 = 7 * 3600;

/// What a questionnaire can ask of an interview beside its answers. The same circumstances and answers make the same
/// interview, on whatever device and day it is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Date and time of the place when it began: `start`, and where `now()` and `today()` stand.
    pub began: DateTime,
    /// How far that place's clock is ahead of UTC, in seconds.
    pub offset: i32,
    /// From which what is left to chance is drawn: orders of choices, `random()`, `uuid()`.
    pub seed: u64,
    /// What `deviceid` says: the device it was begun on. Empty where that is not known.
    pub device: String,
    /// Date and time of the place when it ended: `end`.
    pub ended: Option<DateTime>,
}

impl Circumstances {
    /// Those of an interview that began at a Unix time, in seconds, where the clock is so many minutes ahead of UTC.
    #[must_use]
    pub fn at(began: i64, offset_minutes: i32) -> Circumstances {
        Circumstances {
            offset: offset_minutes * 60,
            ..Circumstances::from(local(began, offset_minutes * 60))
        }
    }

    /// The same, ended at a Unix time, in seconds.
    #[must_use]
    pub fn ended(self, at: Option<i64>) -> Circumstances {
        Circumstances {
            ended: at.map(|at| local(at, self.offset)),
            ..self
        }
    }

    /// The same with what is left to chance drawn from a seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Circumstances {
        Circumstances { seed, ..self }
    }

    /// The same on a device.
    #[must_use]
    pub fn on_device(self, device: impl Into<String>) -> Circumstances {
        Circumstances {
            device: device.into(),
            ..self
        }
    }
}

/// Date and time of a place. A time that no calendar reaches is the beginning of ours.
fn local(at: i64, offset: i32) -> DateTime {
    let offset = Offset::from_seconds(offset).unwrap_or(Offset::UTC);
    offset.to_datetime(Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH))
}

impl From<DateTime> for Circumstances {
    fn from(began: DateTime) -> Circumstances {
        Circumstances {
            began,
            offset: HOME_OFFSET,
            seed: 0,
            device: String::new(),
            ended: None,
        }
    }
}

impl From<Date> for Circumstances {
    fn from(day: Date) -> Circumstances {
        Circumstances::from(day.to_datetime(Time::midnight()))
    }
}

//! Times and dates as they are shown: the place's own clock, `dd/mm/yyyy hh:mm` in both languages.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::texts::Texts;

/// A place's clock: how far it stands from UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    offset: Offset,
}

impl Clock {
    /// A clock `minutes` ahead of UTC (+420 in Việt Nam). Beyond what any place on earth uses, UTC is taken.
    pub(crate) fn new(minutes: i32) -> Clock {
        let offset = minutes
            .checked_mul(60)
            .and_then(|seconds| Offset::from_seconds(seconds).ok())
            .unwrap_or(Offset::UTC);
        Clock { offset }
    }

    /// How far it stands ahead of UTC.
    pub(crate) fn offset_minutes(self) -> i32 {
        self.offset.seconds() / 60
    }

    fn local(self, at: i64) -> Option<DateTime> {
        let at = Timestamp::from_second(at).ok()?;
        // Beyond the year 9999 or before -9999 no local time exists; such a moment comes from a
        // broken clock only.
        (at > Timestamp::MIN && at < Timestamp::MAX).then(|| self.offset.to_datetime(at))
    }

    /// `21/11/2026 14:05`.
    pub(crate) fn moment(self, texts: &Texts, at: i64) -> String {
        match self.local(at) {
            Some(local) => format!(
                "{} {:02}:{:02}",
                day(local.date()),
                local.hour(),
                local.minute()
            ),
            None => texts.text("time-unknown"),
        }
    }

    /// `21/11/2026`.
    pub(crate) fn date(self, texts: &Texts, at: i64) -> String {
        match self.local(at) {
            Some(local) => day(local.date()),
            None => texts.text("time-unknown"),
        }
    }

    /// `14:05` when that is today, else `20/11/2026 14:05`.
    pub(crate) fn recent(self, texts: &Texts, at: i64, now: i64) -> String {
        match (self.local(at), self.local(now)) {
            (Some(local), Some(today)) if local.date() == today.date() => {
                format!("{:02}:{:02}", local.hour(), local.minute())
            }
            _ => self.moment(texts, at),
        }
    }

    /// How long ago a day was, in words: today, yesterday, 5 days ago, 3 months ago, 2 years ago. A
    /// moment still to come, from a clock that runs ahead, counts as today.
    pub(crate) fn age(self, texts: &Texts, at: i64, now: i64) -> String {
        let (Some(then), Some(today)) = (self.local(at), self.local(now)) else {
            return texts.text("time-unknown");
        };
        let days = (today.date() - then.date())
            .get_days()
            .max(0)
            .unsigned_abs();
        match days {
            0 => texts.text("age-today"),
            1 => texts.text("age-yesterday"),
            2..=60 => texts.with("age-days", &[("count", days.into())]),
            61..=729 => texts.with("age-months", &[("count", (days / 30).into())]),
            _ => texts.with("age-years", &[("count", (days / 365).into())]),
        }
    }
}

/// A waiting time in words, rounded up: 45 seconds, 1 minute, 5 minutes, 2 hours.
pub(crate) fn duration(texts: &Texts, seconds: u64) -> String {
    match seconds {
        60 | 91..=5_400 => texts.with("unit-minutes", &[("count", seconds.div_ceil(60).into())]),
        0..=90 => texts.with("unit-seconds", &[("count", seconds.into())]),
        5_401..=172_800 => texts.with("unit-hours", &[("count", seconds.div_ceil(3_600).into())]),
        _ => texts.with("unit-days", &[("count", seconds.div_ceil(86_400).into())]),
    }
}

/// A date as an instance holds it (`2010-03-01`) as people write it (`01/03/2010`); what is no
/// whole date is given back as it is.
pub(crate) fn iso_date(iso: &str) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_owned(), day)
}

fn day(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    const NOON: i64 = 1_795_323_900; // 2026-11-22T05:05:00Z

    #[test]
    fn a_moment_is_shown_on_the_clock_of_the_place() {
        let vi = Texts::new(Lang::Vi);
        assert_eq!(Clock::new(420).moment(&vi, NOON), "22/11/2026 12:05");
        assert_eq!(Clock::new(0).moment(&vi, NOON), "22/11/2026 05:05");
        assert_eq!(Clock::new(-360).date(&vi, NOON), "21/11/2026");
        assert_eq!(Clock::new(420).recent(&vi, NOON, NOON + 60), "12:05");
        assert_eq!(
            Clock::new(420).recent(&vi, NOON, NOON + 86_400),
            "22/11/2026 12:05"
        );
    }

    #[test]
    fn days_are_counted_at_midnight_of_the_place_and_never_below_zero() {
        let en = Texts::new(Lang::En);
        let clock = Clock::new(420);
        assert_eq!(clock.age(&en, NOON, NOON), "today");
        assert_eq!(clock.age(&en, NOON + 500_000, NOON), "today");
        assert_eq!(clock.age(&en, NOON, NOON + 12 * 3_600), "yesterday");
        assert_eq!(clock.age(&en, NOON, NOON + 5 * 86_400), "5 days ago");
        assert_eq!(clock.age(&en, NOON, NOON + 91 * 86_400), "3 months ago");
        assert_eq!(clock.age(&en, NOON, NOON + 800 * 86_400), "2 years ago");
    }

    #[test]
    fn a_broken_clock_is_said_and_does_not_panic() {
        let en = Texts::new(Lang::En);
        for at in [i64::MIN, i64::MAX, -400_000_000_000, 253_402_300_799] {
            for minutes in [i32::MIN, -1_439, 0, 1_439, i32::MAX] {
                let clock = Clock::new(minutes);
                let _ = (
                    clock.moment(&en, at),
                    clock.age(&en, at, NOON),
                    clock.age(&en, NOON, at),
                );
            }
        }
        assert_eq!(Clock::new(420).moment(&en, i64::MAX), "time not known");
    }

    #[test]
    fn waiting_times_round_up() {
        let en = Texts::new(Lang::En);
        assert_eq!(duration(&en, 1), "1 second");
        assert_eq!(duration(&en, 60), "1 minute");
        assert_eq!(duration(&en, 90), "90 seconds");
        assert_eq!(duration(&en, 91), "2 minutes");
        assert_eq!(duration(&en, 5_401), "2 hours");
        assert_eq!(duration(&en, 200_000), "3 days");
    }

    #[test]
    fn only_whole_dates_are_turned_round() {
        assert_eq!(iso_date("2010-03-01"), "01/03/2010");
        assert_eq!(iso_date("2010"), "2010");
        assert_eq!(iso_date("hôm qua"), "hôm qua");
    }
}

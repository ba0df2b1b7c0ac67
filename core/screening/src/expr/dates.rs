//! Dates in expressions: ISO text, days since 1 January 1970, and the patterns of `format-date`.

use jiff::civil::{Date, DateTime, Time};

/// Midnight at the start of 1970, from which days are counted.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

pub(crate) const SECONDS_A_DAY: f64 = 86_400.0;

/// Reads exactly `YYYY-MM-DD`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    text.parse().ok()
}

/// Reads a date as JavaRosa does in expressions: year, month and day, zeros in front left out or not.
fn parse_loose_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| {
        (!part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then_some(())
    };
    digits(year).and(digits(month)).and(digits(day))?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads a date or a date with time (`2026-01-02T03:04:05.678+07:00`). A moment of another zone is told by the clock of
/// the place, which is `offset` seconds ahead of UTC.
pub(crate) fn parse_moment(text: &str, offset: i32) -> Option<DateTime> {
    let Some((date, time)) = text.split_once('T') else {
        return parse_loose_date(text).map(|date| date.to_datetime(Time::midnight()));
    };
    let (clock, zone) = split_zone(time)?;
    let moment = parse_loose_date(date)?.to_datetime(clock);
    let Some(zone) = zone else {
        return Some(moment);
    };
    let ahead = jiff::Span::new()
        .try_seconds(i64::from(offset) - i64::from(zone))
        .ok()?;
    moment.checked_add(ahead).ok()
}

/// Reads a time of the day, its zone left aside.
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    split_zone(text).map(|(clock, _)| clock)
}

/// A time and how many seconds its zone is ahead of UTC, if it names one.
pub(crate) fn split_zone(text: &str) -> Option<(Time, Option<i32>)> {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(end)?;
    let clock = parse_clock(clock)?;
    let sign = match zone.as_bytes() {
        [] => return Some((clock, None)),
        [b'Z'] => return Some((clock, Some(0))),
        [b'-', ..] => -1,
        _ => 1,
    };
    let zone = zone.get(1..)?;
    let (hours, minutes) = match zone.split_once(':') {
        Some(parts) => parts,
        None if zone.len() == 4 => zone.split_at_checked(2)?,
        None => (zone, "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=18).contains(&hours) && (0..60).contains(&minutes))
        .then_some((clock, Some(sign * (hours * 3600 + minutes * 60))))
}

/// `3:04`, `03:04:05`, `03:04:05.678`.
fn parse_clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    if parts.next().is_some() {
        return None;
    }
    let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let digits: String = fraction
        .chars()
        .take_while(char::is_ascii_digit)
        .chain("000".chars())
        .take(3)
        .collect();
    let milliseconds: i32 = digits.parse().ok()?;
    Time::new(hour, minute, second.parse().ok()?, milliseconds * 1_000_000).ok()
}

/// Days since 1970.
pub(crate) fn days_of(moment: DateTime) -> f64 {
    let days = f64::from(days_between(EPOCH, moment.date()));
    let time = moment.time();
    let seconds = f64::from(time.hour()) * 3600.0
        + f64::from(time.minute()) * 60.0
        + f64::from(time.second())
        + f64::from(time.millisecond()) / 1000.0;
    days + seconds / SECONDS_A_DAY
}

/// Days since 1970 began in UTC, of a moment told by a clock that is now `offset` seconds ahead of it.
pub(crate) fn utc_days_of(moment: DateTime, offset: i32) -> f64 {
    days_of(moment) - f64::from(offset_then(moment, offset)) / SECONDS_A_DAY
}

/// Days since 1970 began here.
pub(crate) fn local_days_of(moment: DateTime, offset: i32) -> f64 {
    utc_days_of(moment, offset) - utc_days_of(EPOCH.to_datetime(Time::midnight()), offset)
}

/// How many seconds the clock was ahead of UTC at a moment, where it is `offset` now. Clocks seven hours ahead are taken for
/// those of Vietnam, whose people are asked for years of birth before 1975: Saigon's were changed often (IANA time zone
/// database, Asia/Ho_Chi_Minh).
fn offset_then(moment: DateTime, offset: i32) -> i32 {
    if offset != HOUR * 7 || moment.date() >= jiff::civil::date(1975, 6, 13) {
        return offset;
    }
    let began = SAIGON
        .iter()
        .rev()
        .find(|(year, month, day, _)| moment.date() >= jiff::civil::date(*year, *month, *day));
    began.map_or(offset, |(.., ahead)| *ahead)
}

const HOUR: i32 = 3_600;

/// From which day on Saigon's clocks were so many seconds ahead of UTC.
const SAIGON: [(i16, i8, i8, i32); 6] = [
    (1943, 1, 1, HOUR * 8),
    (1945, 3, 15, HOUR * 9),
    (1945, 9, 2, HOUR * 7),
    (1947, 4, 1, HOUR * 8),
    (1955, 7, 1, HOUR * 7),
    (1960, 1, 1, HOUR * 8),
];

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The moment so many days after 1970 began; none outside the years −9999 to 9999.
pub(crate) fn moment_of_days(days: f64) -> Option<DateTime> {
    if !days.is_finite() || days.abs() > 3_700_000.0 {
        return None;
    }
    let whole = days.floor();
    let milliseconds = ((days - whole) * SECONDS_A_DAY * 1000.0).round();
    // Within ±3.7 million days and one day of seconds the casts are exact.
    #[allow(clippy::cast_possible_truncation)]
    let span = jiff::Span::new().try_days(whole as i64).ok()?;
    #[allow(clippy::cast_possible_truncation)]
    let clock = jiff::Span::new()
        .try_milliseconds(milliseconds as i64)
        .ok()?;
    EPOCH
        .checked_add(span)
        .ok()?
        .to_datetime(Time::midnight())
        .checked_add(clock)
        .ok()
}

/// ODK's `format-date`: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a %W %%`; none where another sign follows a `%`, as in JavaRosa.
pub(crate) fn format(moment: DateTime, pattern: &str) -> Option<String> {
    let mut out = String::new();
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        if sign != '%' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('Y') => out.push_str(&format!("{:04}", moment.year())),
            Some('y') => out.push_str(&format!("{:02}", moment.year().rem_euclid(100))),
            Some('m') => out.push_str(&format!("{:02}", moment.month())),
            Some('n') => out.push_str(&moment.month().to_string()),
            Some('b') => out.push_str(
                MONTHS[usize::from(moment.month().unsigned_abs()).saturating_sub(1) % 12],
            ),
            Some('d') => out.push_str(&format!("{:02}", moment.day())),
            Some('e') => out.push_str(&moment.day().to_string()),
            Some('H') => out.push_str(&format!("{:02}", moment.hour())),
            Some('h') => out.push_str(&moment.hour().to_string()),
            Some('M') => out.push_str(&format!("{:02}", moment.minute())),
            Some('S') => out.push_str(&format!("{:02}", moment.second())),
            Some('3') => out.push_str(&format!("{:03}", moment.millisecond())),
            Some('a') => {
                out.push_str(
                    WEEKDAYS
                        [usize::from(moment.weekday().to_sunday_zero_offset().unsigned_abs()) % 7],
                );
            }
            Some('W') => out.push_str(&week_of(moment.date()).to_string()),
            Some('%') => out.push('%'),
            _ => return None,
        }
    }
    Some(out)
}

/// The week of the year, weeks beginning on Sundays: the first is the one with 1 January in it, as Java counts them where
/// no country is set.
fn week_of(date: Date) -> i32 {
    let sunday = |date: Date| {
        let into = i32::from(date.weekday().to_sunday_zero_offset());
        days_between(EPOCH, date) - into
    };
    let begun = |year: i16| Date::new(year, 1, 1).map_or(i32::MAX, sunday);
    let own = sunday(date);
    if own >= begun(date.year().saturating_add(1)) {
        return 1;
    }
    (own - begun(date.year())) / 7 + 1
}

/// Short names, as JavaRosa writes them in its default language.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

#[cfg(test)]
mod tests {
    use super::*;

    fn days_of_text(text: &str) -> Option<f64> {
        parse_moment(text, 7 * 3600).map(days_of)
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for text in [
            "1970-01-01",
            "1969-12-31",
            "2000-02-29",
            "2026-11-22",
            "1900-03-01",
        ] {
            let days = days_of_text(text).unwrap();
            assert_eq!(moment_of_days(days).unwrap().date().to_string(), text);
        }
        assert_eq!(days_of_text("1970-01-02T12:00:00.000+07:00"), Some(1.5));
        assert_eq!(days_of_text("1970-01-02T12:00"), Some(1.5));
        assert_eq!(days_of_text("1970-01-01T23:00:00Z"), Some(1.25));
        assert_eq!(days_of_text("1970-1-2"), Some(1.0));
    }

    #[test]
    fn what_is_not_a_whole_date_is_none() {
        for text in [
            "2008",
            "2008-02",
            "2009-02-29",
            "2009-02-01x",
            "2009-02-01-01",
            "T",
            "2009-02-01T",
            "2009-02-01T25:00",
            "2009-02-01T01:00+99:00",
            "",
        ] {
            assert_eq!(days_of_text(text), None, "{text}");
        }
        assert_eq!(moment_of_days(f64::NAN), None);
        assert_eq!(moment_of_days(1e18), None);
    }

    #[test]
    fn dates_are_written_by_pattern() {
        let moment = parse_moment("2026-01-02T03:04:05", 0).unwrap();
        let written = |pattern| format(moment, pattern);
        assert_eq!(written("%d/%m/%Y %H:%M").unwrap(), "02/01/2026 03:04");
        assert_eq!(
            written("%a %e %b %y %n %h %S %3 %%").unwrap(),
            "Fri 2 Jan 26 1 3 05 000 %"
        );
        assert_eq!(written("%B"), None);
        assert_eq!(written("%"), None);
    }

    #[test]
    fn weeks_begin_on_sundays_and_the_first_has_new_year_in_it() {
        for (text, week) in [
            ("2026-01-02", 1),
            ("2019-06-29", 26),
            ("2019-06-30", 27),
            ("2025-12-27", 52),
            ("2025-12-28", 1),
        ] {
            assert_eq!(week_of(parse_date(text).unwrap()), week, "{text}");
        }
    }

    #[test]
    fn saigons_clocks_were_an_hour_ahead_in_1970() {
        let days = |text: &str, offset| utc_days_of(parse_moment(text, offset).unwrap(), offset);
        assert_eq!(days("1970-01-01", 0), 0.0);
        assert_eq!(days("1970-01-01", 7 * HOUR), -8.0 / 24.0);
        assert_eq!(days("1976-01-01", 7 * HOUR), 2191.0 - 7.0 / 24.0);
        assert_eq!(days("1970-01-01", 8 * HOUR), -8.0 / 24.0);
    }
}

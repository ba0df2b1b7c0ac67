//! The youngest age consistent with what is known.
//!
//! Source: Criminal Procedure Code 2015 art. 417 and Joint circular 06/2018 art. 6 (Viet Nam). Where only a part of the
//! birth date is known, the last day of the known month, quarter, half-year or year counts; where an age is known as a
//! range, its lowest age. The rule binds the prosecuting bodies, not who screens at a border; reading "perhaps under 18"
//! as a child is in line with it, and an age that is not known at all is treated as a child's until it is settled.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::answer::Answer;
use crate::assessment::{ChildReason, ChildStatus};

/// Fact that holds a birth date, whole or in part.
pub(crate) const BIRTH_DATE: &str = "birth_date";
/// Fact that holds an age in years, or a range of them.
pub(crate) const AGE_YEARS: &str = "age_years";
/// Fact that holds `yes` where the officer sees a child, whatever was told.
pub(crate) const CHILD_APPARENT: &str = "child_apparent";
/// Fact of the case that holds `yes` once somebody has settled the age: then only the case's own facts about it count,
/// and no longer what was told in interviews.
pub(crate) const AGE_SETTLED: &str = "age_settled";

/// No one is older; larger numbers are mistakes and tell nothing of the age.
const MAX_YEARS: u32 = 130;

/// A birth date of which a part may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// `2008-02-14`.
    Day(Date),
    /// `2008-02`.
    Month {
        /// Year.
        year: i16,
        /// Month, 1 to 12.
        month: i8,
    },
    /// `2008-Q1`.
    Quarter {
        /// Year.
        year: i16,
        /// Quarter, 1 to 4.
        quarter: i8,
    },
    /// `2008-H1`.
    Half {
        /// Year.
        year: i16,
        /// Half, 1 or 2.
        half: i8,
    },
    /// `2008`.
    Year {
        /// Year.
        year: i16,
    },
}

impl PartialDate {
    /// Reads `2008-02-14`, `2008-02`, `2008-Q1`, `2008-H1` or `2008`.
    #[must_use]
    pub fn parse(text: &str) -> Option<PartialDate> {
        if !text.is_ascii() || text.len() < 4 {
            return None;
        }
        let (year, rest) = text.split_at(4);
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i16 = year.parse().ok()?;
        let part = |text: &str, last: i8| {
            text.parse::<i8>()
                .ok()
                .filter(|part| (1..=last).contains(part))
        };
        match rest.as_bytes() {
            [] => Some(PartialDate::Year { year }),
            [b'-', b'Q' | b'q', _] => Some(PartialDate::Quarter {
                year,
                quarter: part(&rest[2..], 4)?,
            }),
            [b'-', b'H' | b'h', _] => Some(PartialDate::Half {
                year,
                half: part(&rest[2..], 2)?,
            }),
            [b'-', b'0'..=b'9', b'0'..=b'9'] => Some(PartialDate::Month {
                year,
                month: part(&rest[1..], 12)?,
            }),
            _ => crate::expr::dates::parse_date(text).map(PartialDate::Day),
        }
    }

    /// The last day that it can be: whoever was born on it is the youngest that fits.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        let (year, month) = match self {
            PartialDate::Day(date) => return Some(date),
            PartialDate::Month { year, month } => (year, month),
            PartialDate::Quarter { year, quarter } => (year, quarter * 3),
            PartialDate::Half { year, half } => (year, half * 6),
            PartialDate::Year { year } => (year, 12),
        };
        Date::new(year, month, 1).ok().map(Date::last_of_month)
    }

    /// Completed years on `on` of the youngest person that fits; none for a day after `on`.
    #[must_use]
    pub fn youngest_years(self, on: Date) -> Option<u32> {
        let born = match self {
            PartialDate::Day(date) => date,
            // What is left of the period lies ahead: whoever was born in it by now is at least just born.
            partial => partial.last_day()?.min(on.max(partial.first_day()?)),
        };
        completed_years(born, on)
    }

    /// Completed years on `on` of the oldest person that fits; none for a day after `on`.
    #[must_use]
    pub fn oldest_years(self, on: Date) -> Option<u32> {
        completed_years(self.first_day()?, on)
    }

    /// The first day that it can be.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        let (year, month) = match self {
            PartialDate::Day(date) => return Some(date),
            PartialDate::Month { year, month } => (year, month),
            PartialDate::Quarter { year, quarter } => (year, quarter * 3 - 2),
            PartialDate::Half { year, half } => (year, half * 6 - 5),
            PartialDate::Year { year } => (year, 1),
        };
        Date::new(year, month, 1).ok()
    }
}

fn completed_years(born: Date, on: Date) -> Option<u32> {
    if born > on {
        return None;
    }
    let mut years = i32::from(on.year()) - i32::from(born.year());
    if (on.month(), on.day()) < (born.month(), born.day()) {
        years -= 1;
    }
    u32::try_from(years)
        .ok()
        .filter(|years| *years <= MAX_YEARS)
}

/// An age as it is told or assessed: years, and months where a forensic assessment gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatedAge {
    /// Completed years.
    pub years: u32,
    /// Months beyond them, 0 to 11.
    pub months: u32,
}

impl StatedAge {
    /// Reads an age (`16`, `13y6m`) or a range (`16-18`, `13y6m-14y2m`), of which the lowest age counts.
    #[must_use]
    pub fn lowest(text: &str) -> Option<StatedAge> {
        StatedAge::range(text).map(|(lowest, _)| lowest)
    }

    /// The lowest and the highest age of what [`StatedAge::lowest`] reads; the same twice where it is one age.
    #[must_use]
    pub fn range(text: &str) -> Option<(StatedAge, StatedAge)> {
        let ages: Option<Vec<StatedAge>> = text
            .split(['-', '–'])
            .map(|age| StatedAge::single(age.trim()))
            .collect();
        let ages = ages.filter(|ages| ages.len() <= 2)?;
        Some((*ages.iter().min()?, *ages.iter().max()?))
    }

    fn single(text: &str) -> Option<StatedAge> {
        let (years, months) = match text.split_once('y') {
            Some((years, "")) => (years, "0"),
            Some((years, months)) => (years, months.strip_suffix('m')?),
            None => (text, "0"),
        };
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(years) || !digits(months) {
            return None;
        }
        let (years, months) = (years.parse().ok()?, months.parse().ok()?);
        (years <= MAX_YEARS && months < 12).then_some(StatedAge { years, months })
    }
}

/// What is known of the age, over every reading of differing facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgeReading {
    /// The reading that protects the person.
    pub(crate) status: ChildStatus,
    /// Whether some reading leaves it open that the person is an adult; the indicators are then weighed by whichever of the child's
    /// and the adult's list weighs more.
    pub(crate) may_be_adult: bool,
}

/// What one source (one interview, or the case) tells of each fact, a fact having several values where answers differ.
pub(crate) type Told = BTreeMap<String, Vec<Answer>>;

/// The youngest and the oldest age, in completed years, that fit one value.
type Ages = (u32, u32);

/// Reads what all sources tell about the age on the day `on`. Where it is `settled`, somebody with the right to do so has
/// decided on what the sources say, and the lowest age that fits is the person's age; otherwise it is only treated as such.
pub(crate) fn read(sources: &[&Told], on: Date, child_below: u32, settled: bool) -> AgeReading {
    // Each of them is a place where an age is told, with the values it may have: `None` is a value that tells no age.
    let births = told(sources, BIRTH_DATE, |text| {
        let date = PartialDate::parse(text)?;
        Some((date.youngest_years(on)?, date.oldest_years(on)?))
    });
    let stated = told(sources, AGE_YEARS, |text| {
        StatedAge::range(text).map(|(lowest, highest)| (lowest.years, highest.years))
    });
    let places: Vec<Vec<Option<Ages>>> = births.into_iter().chain(stated).collect();
    // One reading takes one value at each place. The age is unknown in some reading only if it can be at every place.
    let may_be_unknown = places.iter().all(|values| values.contains(&None));
    let may_be_adult = places.iter().all(|values| {
        values
            .iter()
            .any(|ages| ages.is_none_or(|(_, oldest)| oldest >= child_below))
    });
    let looks_like_a_child = sources
        .iter()
        .filter_map(|source| source.get(CHILD_APPARENT))
        .flatten()
        .any(Answer::is_yes);
    let told = places.iter().flatten().flatten();
    // Told elsewhere to be older: not every value leaves room for the age that is taken.
    let disputed = told.clone().any(|(youngest, _)| *youngest >= child_below);
    let treated = |reason| ChildStatus::TreatedAsChild { reason };
    let status = match told.map(|(youngest, _)| *youngest).min() {
        Some(age) if age < child_below => {
            if settled || !(may_be_adult || disputed) {
                ChildStatus::Child { age }
            } else {
                treated(ChildReason::YoungestThatFits { age })
            }
        }
        Some(age) if !may_be_unknown && !looks_like_a_child => ChildStatus::Adult { age },
        Some(_) if !may_be_unknown => treated(ChildReason::LooksLikeAChild),
        _ => treated(ChildReason::AgeUnknown),
    };
    AgeReading {
        status,
        may_be_adult,
    }
}

/// The values of one fact at each source that has it.
fn told(
    sources: &[&Told],
    fact: &str,
    ages_of: impl Fn(&str) -> Option<Ages>,
) -> Vec<Vec<Option<Ages>>> {
    let values = sources
        .iter()
        .filter_map(|source| source.get(fact))
        .filter(|values| !values.is_empty());
    values
        .map(|values| {
            values
                .iter()
                .map(|answer| ages_of(answer.text().trim()))
                .collect()
        })
        .collect()
}

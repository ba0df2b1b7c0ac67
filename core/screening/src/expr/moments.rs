//! The functions of dates and times.

use jiff::civil::{DateTime, Time};

use super::ast::Expr;
use super::dates;
use super::eval::{Evaluator, Fault};
use super::functions::Function;
use super::value::{Value, moment_number};

impl Evaluator<'_> {
    pub(super) fn moment_call(&self, function: Function, arguments: &[Expr]) -> Value {
        match function {
            Function::Today => Value::Moment(midnight(self.scope.clock().now)),
            Function::Now => Value::Moment(self.scope.clock().now),
            Function::Date => match self.moment(&arguments[0], false) {
                Some(moment) => Value::Moment(midnight(moment)),
                None => Value::empty(),
            },
            _ => self
                .moment(&arguments[0], true)
                .map_or_else(Value::empty, Value::Moment),
        }
    }

    pub(super) fn format_date(&self, arguments: &[Expr]) -> String {
        let pattern = self.text(&arguments[1]);
        let Some(moment) = self.moment(&arguments[0], true) else {
            return String::new();
        };
        dates::format(moment, &pattern).unwrap_or_else(|| {
            self.note(Fault::DatePattern);
            String::new()
        })
    }

    /// Days since 1970 in UTC, or the fraction of the day that has passed here.
    pub(super) fn decimal_moment(&self, function: Function, arguments: &[Expr]) -> Value {
        let whole = function == Function::DecimalDateTime;
        let value = self.single(&arguments[0]);
        let moment = match &value {
            Value::Number(number) if number.abs() > MOST_DAYS => {
                self.note(Fault::NotADate);
                return Value::empty();
            }
            Value::Number(number) if whole => return Value::Number(*number),
            Value::Number(number) => return Value::Number(number - number.floor()),
            Value::Moment(moment) => Some(*moment),
            other => {
                let text = self.as_text(other);
                if text.is_empty() {
                    return Value::empty();
                }
                let read = dates::parse_moment(&text, self.scope.clock().offset);
                if read.is_none() && dates::parse_time(&text).is_some() {
                    let today = self.scope.clock().now.date();
                    dates::parse_time(&text).map(|time| today.to_datetime(time))
                } else {
                    read
                }
            }
        };
        let offset = self.scope.clock().offset;
        match moment.map(|moment| dates::utc_days_of(moment, offset)) {
            Some(days) if whole => Value::Number(days),
            // The part of the day by the clock of today, as in JavaRosa.
            Some(days) => {
                let here = days + f64::from(offset) / dates::SECONDS_A_DAY;
                Value::Number(here - here.floor())
            }
            None => {
                self.note(Fault::NotADate);
                Value::empty()
            }
        }
    }

    /// A moment from its text or from days since 1970; none where there is nothing or nothing that makes sense.
    fn moment(&self, expr: &Expr, with_time: bool) -> Option<DateTime> {
        let offset = self.scope.clock().offset;
        let moment = match self.single(expr) {
            Value::Moment(moment) => return Some(moment),
            Value::Number(days) if days.is_nan() => return None,
            Value::Number(days) if with_time => {
                dates::moment_of_days(days + f64::from(offset) / dates::SECONDS_A_DAY)
            }
            Value::Number(days) => dates::moment_of_days(days.trunc()),
            Value::Text(text) if text.is_empty() => return None,
            other => dates::parse_moment(self.as_text(&other).trim(), offset),
        };
        if moment.is_none() {
            self.note(Fault::NotADate);
        }
        moment
    }
}

/// Days that JavaRosa takes for a date: what an `int` holds.
const MOST_DAYS: f64 = 2_147_483_647.0;

fn midnight(moment: DateTime) -> DateTime {
    debug_assert!(moment_number(moment).is_finite());
    moment.date().to_datetime(Time::midnight())
}

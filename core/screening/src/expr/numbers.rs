//! The functions that give numbers.

use super::ast::Expr;
use super::dates;
use super::eval::{Evaluator, Fault};
use super::functions::Function;
use super::geo;
use super::value::{NodeId, Value};

impl Evaluator<'_> {
    pub(super) fn numeric(&self, function: Function, arguments: &[Expr]) -> Option<f64> {
        if let Some(number) = self.arithmetic(function, arguments) {
            return Some(number);
        }
        Some(match function {
            Function::CountSelected => count(
                self.text(&arguments[0])
                    .split(' ')
                    .filter(|w| !w.is_empty())
                    .count(),
            ),
            Function::Number => self.as_number(&self.own_or(arguments)),
            Function::Int => self.number(&arguments[0]).trunc(),
            Function::Round => {
                let places = arguments.get(1).map_or(0.0, |places| self.number(places));
                round(self.number(&arguments[0]), places)
            }
            Function::StringLength => count(self.as_text(&self.own_or(arguments)).chars().count()),
            Function::Count => count(self.nodes_of(&arguments[0]).len()),
            Function::CountNonEmpty => {
                let nodes = self.nodes_of(&arguments[0]);
                count(nodes.iter().filter(|node| self.is_filled(**node)).count())
            }
            Function::Sum => match self.value(&arguments[0]) {
                Value::Nodes(nodes) => self.numbers(&nodes).into_iter().sum(),
                _ => {
                    self.note(Fault::NotNodes);
                    f64::NAN
                }
            },
            Function::Min => self.extreme(arguments, f64::min),
            Function::Max => self.extreme(arguments, f64::max),
            Function::Position => self.position(arguments),
            Function::Last => self.frame.place.map_or(1.0, |(_, size)| count(size)),
            Function::Distance => self.measured(arguments, geo::distance),
            Function::Area => self.measured(arguments, geo::area),
            Function::Random => self.scope.chance(),
            _ => return None,
        })
    }

    /// The functions of one or two numbers, and π.
    fn arithmetic(&self, function: Function, arguments: &[Expr]) -> Option<f64> {
        let of: fn(f64) -> f64 = match function {
            Function::Abs => f64::abs,
            Function::Acos => f64::acos,
            Function::Asin => f64::asin,
            Function::Atan => f64::atan,
            Function::Ceiling => f64::ceil,
            Function::Cos => f64::cos,
            Function::Exp => f64::exp,
            Function::Exp10 => |power| 10f64.powf(power),
            Function::Floor => f64::floor,
            Function::Log => f64::ln,
            Function::Log10 => f64::log10,
            Function::Sin => f64::sin,
            Function::Sqrt => f64::sqrt,
            Function::Tan => f64::tan,
            Function::Pi => return Some(std::f64::consts::PI),
            Function::Atan2 => {
                return Some(self.exact(&arguments[0]).atan2(self.exact(&arguments[1])));
            }
            Function::Pow => {
                return Some(power(self.exact(&arguments[0]), self.exact(&arguments[1])));
            }
            _ => return None,
        };
        Some(of(self.exact(&arguments[0])))
    }

    /// A number; of a moment, with the time of the day as a fraction.
    fn exact(&self, expr: &Expr) -> f64 {
        match self.single(expr) {
            Value::Moment(moment) => dates::local_days_of(moment, self.scope.clock().offset),
            value => self.as_number(&value),
        }
    }

    /// The only argument; where there is none, what the node at hand holds.
    pub(super) fn own_or(&self, arguments: &[Expr]) -> Value {
        arguments.first().map_or_else(
            || self.scope.content(self.frame.node),
            |argument| self.value(argument),
        )
    }

    /// A group is filled when it has anything in it.
    fn is_filled(&self, node: NodeId) -> bool {
        let mut children = Vec::new();
        self.scope.children(node, None, &mut children);
        !children.is_empty() || !self.as_text(&self.scope.content(node)).is_empty()
    }

    /// What is a number among the contents of some nodes.
    fn numbers(&self, nodes: &[NodeId]) -> Vec<f64> {
        let numbers = nodes
            .iter()
            .map(|node| self.as_number(&self.scope.content(*node)));
        numbers.filter(|number| !number.is_nan()).collect()
    }

    /// The least or greatest of what is a number; NaN where nothing is.
    fn extreme(&self, arguments: &[Expr], choose: fn(f64, f64) -> f64) -> f64 {
        let values = self.taken_apart(arguments);
        let numbers = values.iter().map(|value| self.as_number(value));
        numbers
            .filter(|number| !number.is_nan())
            .reduce(choose)
            .unwrap_or(f64::NAN)
    }

    /// The place of a node among its namesakes; within a predicate, of the node asked about.
    fn position(&self, arguments: &[Expr]) -> f64 {
        let Some(argument) = arguments.first() else {
            return count(
                self.frame
                    .place
                    .map_or_else(|| self.scope.position(self.frame.node), |(place, _)| place),
            );
        };
        match self.value(argument) {
            Value::Nodes(nodes) => nodes
                .first()
                .map_or(0.0, |node| count(self.scope.position(*node))),
            _ => {
                self.note(Fault::NotNodes);
                f64::NAN
            }
        }
    }

    /// A measure of the places that all arguments name.
    fn measured(&self, arguments: &[Expr], measure: fn(&[String]) -> f64) -> f64 {
        let texts = self.texts(arguments);
        if texts.iter().any(|text| !geo::is_places(text)) {
            self.note(Fault::NotAPlace);
        }
        measure(&texts)
    }

    /// The texts of all arguments, sets of nodes taken apart.
    pub(super) fn texts(&self, arguments: &[Expr]) -> Vec<String> {
        self.taken_apart(arguments)
            .iter()
            .map(|value| self.as_text(value))
            .collect()
    }
}

/// A power as Java has it: IEEE 754 makes 1 of any power of 1, Java does not.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    base.powf(exponent)
}

/// Counts are far below 2^53.
#[allow(clippy::cast_precision_loss)]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}

/// A whole, non-negative number as an index.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn index_of(number: f64) -> Option<usize> {
    (0.0..1e9).contains(&number).then_some(number as usize)
}

/// More places than this make no sense.
const MAX_PLACES: f64 = 30.0;

/// Half upwards, as XPath does, on the number as it is written (so that 2.675 becomes 2.68); negative places round to
/// tens and hundreds.
fn round(number: f64, places: f64) -> f64 {
    if !number.is_finite() {
        return number;
    }
    let places = if places.is_nan() { 0.0 } else { places.trunc() };
    if places.abs() > MAX_PLACES {
        return f64::NAN;
    }
    if places < 0.0 {
        let scale = 10f64.powf(-places);
        return (number / scale + 0.5).trunc() * scale;
    }
    // The shortest text that reads back as the number; `{}` never uses an exponent.
    let text = number.abs().to_string();
    let Some((whole, fraction)) = text.split_once('.') else {
        return number;
    };
    let Some(places) = index_of(places).filter(|places| *places < fraction.len()) else {
        return number;
    };
    let (kept, rest) = fraction.split_at(places);
    let up = match rest.as_bytes() {
        [b'5', more @ ..] if number < 0.0 => more.iter().any(|digit| *digit != b'0'),
        [digit, ..] => *digit >= b'5',
        [] => false,
    };
    let cut: f64 = format!("{whole}.{kept}0").parse().unwrap_or(f64::NAN);
    let rounded = if up { step_up(whole, kept) } else { cut };
    rounded.copysign(number)
}

/// The decimal number `whole.kept` with one added to its last digit.
fn step_up(whole: &str, kept: &str) -> f64 {
    let mut digits: Vec<u8> = whole.bytes().chain(kept.bytes()).collect();
    let mut carry = true;
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit += 1;
            carry = false;
            break;
        }
    }
    let mut text = if carry { "1".to_owned() } else { String::new() };
    for (place, digit) in digits.into_iter().enumerate() {
        if place == whole.len() {
            text.push('.');
        }
        text.push(char::from(digit));
    }
    text.parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_done_on_the_number_as_written() {
        for (number, places, rounded) in [
            (2.5, 0.0, 3.0),
            (-2.5, 0.0, -2.0),
            (-2.51, 0.0, -3.0),
            (2.675, 2.0, 2.68),
            (1.005, 2.0, 1.01),
            (9.995, 2.0, 10.0),
            (0.5, 0.0, 1.0),
            (1234.0, -2.0, 1200.0),
            (1250.0, -2.0, 1300.0),
            (7.0, 3.0, 7.0),
            (1e300, 2.0, 1e300),
        ] {
            assert_eq!(round(number, places), rounded, "{number} {places}");
        }
        assert!(round(1.5, 31.0).is_nan());
        assert!(round(f64::NAN, 0.0).is_nan());
    }
}

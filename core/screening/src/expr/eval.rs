//! A tree to a value. Evaluation always ends and never fails: what makes no sense is NaN or the empty string.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::{Date, DateTime};

use super::ast::{Expr, Node, Operator, Path};
use super::dates;
use super::functions::Function;
use super::value::{NodeId, Value, number_text, number_truth, text_number, text_truth};
use crate::limits::MAX_REGEX_BYTES;

/// What an expression can see.
pub(crate) trait Scope {
    /// The nodes a path of this expression leads to, not-relevant ones left out; or, in a choice filter, the text of
    /// the choice's column.
    fn path(&self, path: &Path) -> Value;
    /// The text of a node's answer; empty where there is none.
    fn text(&self, node: NodeId) -> Cow<'_, str>;
    /// The text of the question that the expression belongs to (for `once`).
    fn own_text(&self) -> Cow<'_, str>;
    /// The label of the choice `name` of the select question at this path.
    fn choice_label(&self, path: &Path, name: &str) -> String;
    fn today(&self) -> Date;
    fn now(&self) -> DateTime;
}

/// The value of an expression.
pub(crate) fn evaluate(expr: &Expr, scope: &dyn Scope) -> Value {
    Evaluator { scope }.value(expr)
}

/// The value as text.
pub(crate) fn evaluate_text(expr: &Expr, scope: &dyn Scope) -> String {
    let evaluator = Evaluator { scope };
    let value = evaluator.value(expr);
    evaluator.as_text(&value)
}

/// The value as a condition.
pub(crate) fn evaluate_truth(expr: &Expr, scope: &dyn Scope) -> bool {
    let evaluator = Evaluator { scope };
    let value = evaluator.value(expr);
    evaluator.as_truth(&value)
}

struct Evaluator<'a> {
    scope: &'a dyn Scope,
}

impl Evaluator<'_> {
    fn value(&self, expr: &Expr) -> Value {
        match &expr.node {
            Node::Number(number) => Value::Number(*number),
            Node::Literal(text) => Value::Text(text.clone()),
            Node::Path(path) => self.scope.path(path),
            Node::Negate(inner) => Value::Number(-self.number(inner)),
            Node::Call {
                function,
                arguments,
            } => self.call(*function, arguments),
            Node::Chain { first, rest } => self.chain(first, rest),
        }
    }

    fn chain(&self, first: &Expr, rest: &[(Operator, Expr)]) -> Value {
        let mut left = self.value(first);
        for (operator, operand) in rest {
            left = match operator {
                Operator::Or => Value::Boolean(self.as_truth(&left) || self.truth(operand)),
                Operator::And => Value::Boolean(self.as_truth(&left) && self.truth(operand)),
                Operator::Union => self.union(left, self.value(operand)),
                Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Modulo => Value::Number(calculate(
                    *operator,
                    self.as_number(&left),
                    self.number(operand),
                )),
                _ => Value::Boolean(self.compare(*operator, &left, &self.value(operand))),
            };
        }
        left
    }

    fn union(&self, left: Value, right: Value) -> Value {
        let (Value::Nodes(mut nodes), Value::Nodes(more)) = (left, right) else {
            return Value::Nodes(Vec::new());
        };
        nodes.extend(more);
        nodes.sort_unstable();
        nodes.dedup();
        Value::Nodes(nodes)
    }

    // --- coercions ------------------------------------------------------------------------------------------------

    fn as_text(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number_text(*number),
            Value::Boolean(true) => "true".to_owned(),
            Value::Boolean(false) => "false".to_owned(),
            Value::Nodes(nodes) => self.first_text(nodes).into_owned(),
        }
    }

    fn as_number(&self, value: &Value) -> f64 {
        match value {
            Value::Text(text) => text_number(text),
            Value::Number(number) => *number,
            Value::Boolean(yes) => f64::from(u8::from(*yes)),
            Value::Nodes(nodes) => text_number(&self.first_text(nodes)),
        }
    }

    fn as_truth(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) => text_truth(text),
            Value::Number(number) => number_truth(*number),
            Value::Boolean(yes) => *yes,
            // As ODK does: a lone question is true when it is answered, not because it exists.
            Value::Nodes(nodes) => text_truth(&self.first_text(nodes)),
        }
    }

    fn first_text(&self, nodes: &[NodeId]) -> Cow<'_, str> {
        nodes
            .first()
            .map_or(Cow::Borrowed(""), |node| self.scope.text(*node))
    }

    fn text(&self, expr: &Expr) -> String {
        self.as_text(&self.value(expr))
    }

    fn number(&self, expr: &Expr) -> f64 {
        self.as_number(&self.value(expr))
    }

    fn truth(&self, expr: &Expr) -> bool {
        self.as_truth(&self.value(expr))
    }

    // --- comparisons ----------------------------------------------------------------------------------------------

    /// XPath 1.0 §3.4, except that a path to nothing compares as the empty string, as ODK does: forms rely on
    /// `${x} = ''` where x is not relevant. Several nodes compare if one of them does.
    fn compare(&self, operator: Operator, left: &Value, right: &Value) -> bool {
        for one in self.members(left) {
            for other in self.members(right) {
                if self.compare_single(operator, &one, &other) {
                    return true;
                }
            }
        }
        false
    }

    fn members(&self, value: &Value) -> Vec<Value> {
        match value {
            Value::Nodes(nodes) if nodes.is_empty() => vec![Value::Text(String::new())],
            Value::Nodes(nodes) => nodes
                .iter()
                .map(|node| Value::Text(self.scope.text(*node).into_owned()))
                .collect(),
            single => vec![single.clone()],
        }
    }

    fn compare_single(&self, operator: Operator, left: &Value, right: &Value) -> bool {
        let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        if equality {
            let equal = match (left, right) {
                (Value::Boolean(_), _) | (_, Value::Boolean(_)) => {
                    self.as_truth(left) == self.as_truth(right)
                }
                (Value::Number(_), _) | (_, Value::Number(_)) => {
                    self.as_number(left) == self.as_number(right)
                }
                _ => self.as_text(left) == self.as_text(right),
            };
            return equal == (operator == Operator::Equal);
        }
        match (
            self.as_number(left).partial_cmp(&self.as_number(right)),
            operator,
        ) {
            (Some(order), Operator::Less) => order == Ordering::Less,
            (Some(order), Operator::LessOrEqual) => order != Ordering::Greater,
            (Some(order), Operator::Greater) => order == Ordering::Greater,
            (Some(order), Operator::GreaterOrEqual) => order != Ordering::Less,
            _ => false,
        }
    }

    // --- functions ------------------------------------------------------------------------------------------------

    fn call(&self, function: Function, arguments: &[Expr]) -> Value {
        match function {
            Function::If => {
                let branch = if self.truth(&arguments[0]) { 1 } else { 2 };
                self.value(&arguments[branch])
            }
            Function::Coalesce => {
                let first = self.value(&arguments[0]);
                if self.as_text(&first).is_empty() {
                    self.value(&arguments[1])
                } else {
                    first
                }
            }
            Function::Once => match self.scope.own_text() {
                own if own.is_empty() => self.value(&arguments[0]),
                own => Value::Text(own.into_owned()),
            },
            Function::Selected
            | Function::Not
            | Function::True
            | Function::False
            | Function::Boolean
            | Function::BooleanFromString
            | Function::Contains
            | Function::StartsWith
            | Function::EndsWith
            | Function::Regex => Value::Boolean(self.condition(function, arguments)),
            Function::CountSelected
            | Function::Number
            | Function::Int
            | Function::Round
            | Function::StringLength
            | Function::DecimalDateTime
            | Function::Count
            | Function::CountNonEmpty
            | Function::Sum
            | Function::Min
            | Function::Max
            | Function::Position => Value::Number(self.numeric(function, arguments)),
            _ => Value::Text(self.textual(function, arguments)),
        }
    }

    fn condition(&self, function: Function, arguments: &[Expr]) -> bool {
        let text = |index: usize| self.text(&arguments[index]);
        match function {
            Function::Selected => {
                let name = text(1);
                let name = name.trim();
                !name.is_empty() && text(0).split_whitespace().any(|taken| taken == name)
            }
            Function::Not => !self.truth(&arguments[0]),
            Function::True => true,
            Function::Boolean => self.truth(&arguments[0]),
            Function::BooleanFromString => matches!(text(0).as_str(), "1" | "true"),
            Function::Contains => text(0).contains(&text(1)),
            Function::StartsWith => text(0).starts_with(&text(1)),
            Function::EndsWith => text(0).ends_with(&text(1)),
            Function::Regex => matches_whole(&text(0), &text(1)),
            _ => false,
        }
    }

    fn numeric(&self, function: Function, arguments: &[Expr]) -> f64 {
        match function {
            Function::CountSelected => count(self.text(&arguments[0]).split_whitespace().count()),
            Function::Number => self.number(&arguments[0]),
            Function::Int => self.number(&arguments[0]).trunc(),
            Function::Round => {
                let places = arguments.get(1).map_or(0.0, |places| self.number(places));
                round(self.number(&arguments[0]), places)
            }
            Function::StringLength => count(self.text(&arguments[0]).chars().count()),
            Function::DecimalDateTime => {
                self.moment(&arguments[0]).map_or(f64::NAN, dates::days_of)
            }
            Function::Count => match self.value(&arguments[0]) {
                Value::Nodes(nodes) => count(nodes.len()),
                _ => f64::NAN,
            },
            Function::CountNonEmpty => match self.value(&arguments[0]) {
                Value::Nodes(nodes) => count(
                    nodes
                        .iter()
                        .filter(|node| !self.scope.text(**node).is_empty())
                        .count(),
                ),
                _ => f64::NAN,
            },
            Function::Sum => self.numbers(arguments).into_iter().sum(),
            Function::Min => extreme(self.numbers(arguments), f64::min),
            Function::Max => extreme(self.numbers(arguments), f64::max),
            // Without repeats everything is the first of its kind.
            Function::Position => 1.0,
            _ => f64::NAN,
        }
    }

    fn textual(&self, function: Function, arguments: &[Expr]) -> String {
        let text = |index: usize| self.text(&arguments[index]);
        match function {
            Function::String => text(0),
            Function::Concat => arguments
                .iter()
                .map(|argument| self.joined(argument))
                .collect(),
            Function::SelectedAt => {
                let list = text(0);
                index_of(self.number(&arguments[1]))
                    .and_then(|at| list.split_whitespace().nth(at))
                    .unwrap_or_default()
                    .to_owned()
            }
            Function::Substr => {
                let end = arguments.get(2).map(|end| self.number(end));
                substr(&text(0), self.number(&arguments[1]), end)
            }
            Function::Translate => translate(&text(0), &text(1), &text(2)),
            Function::NormalizeSpace => {
                let whole = arguments
                    .first()
                    .map_or_else(|| self.scope.own_text().into_owned(), |a| self.text(a));
                whole.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Function::Today => self.scope.today().to_string(),
            Function::Now => self.scope.now().to_string(),
            Function::Date => self
                .moment(&arguments[0])
                .map_or_else(String::new, |moment| moment.date().to_string()),
            Function::FormatDate => {
                let pattern = text(1);
                self.moment(&arguments[0])
                    .map_or_else(String::new, |moment| dates::format(moment, &pattern))
            }
            Function::ChoiceName => match &arguments[1].node {
                Node::Path(path) => self.scope.choice_label(path, &text(0)),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// All nodes' texts joined, or the single value's.
    fn joined(&self, expr: &Expr) -> String {
        match self.value(expr) {
            Value::Nodes(nodes) => nodes.iter().map(|node| self.scope.text(*node)).collect(),
            single => self.as_text(&single),
        }
    }

    /// The numbers of all arguments, node sets taken apart; empty answers are left out.
    fn numbers(&self, arguments: &[Expr]) -> Vec<f64> {
        let mut found = Vec::new();
        for argument in arguments {
            match self.value(argument) {
                Value::Nodes(nodes) => {
                    let texts = nodes.iter().map(|node| self.scope.text(*node));
                    found.extend(
                        texts
                            .filter(|text| !text.is_empty())
                            .map(|text| text_number(&text)),
                    );
                }
                single => found.push(self.as_number(&single)),
            }
        }
        found
    }

    /// A date from its text or from days since 1970.
    fn moment(&self, expr: &Expr) -> Option<DateTime> {
        match self.value(expr) {
            Value::Number(days) => dates::moment_of_days(days),
            other => {
                let text = self.as_text(&other);
                let text = text.trim();
                dates::parse_moment(text).or_else(|| dates::moment_of_days(text_number(text)))
            }
        }
    }
}

fn calculate(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    }
}

/// Counts are far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn count(number: usize) -> f64 {
    number as f64
}

/// A whole, non-negative number as an index.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn index_of(number: f64) -> Option<usize> {
    (0.0..1e9).contains(&number).then_some(number as usize)
}

/// Half away from zero upwards, as XPath does; negative places round to tens and hundreds.
fn round(number: f64, places: f64) -> f64 {
    if places == 0.0 || !places.is_finite() {
        return (number + 0.5).floor();
    }
    let scale = 10f64.powf(places.trunc().clamp(-300.0, 300.0));
    let scaled = number * scale;
    if scaled.is_finite() {
        (scaled + 0.5).floor() / scale
    } else {
        number
    }
}

fn extreme(numbers: Vec<f64>, choose: fn(f64, f64) -> f64) -> f64 {
    if numbers.iter().any(|number| number.is_nan()) {
        return f64::NAN;
    }
    numbers.into_iter().reduce(choose).unwrap_or(f64::NAN)
}

/// From `start` up to and without `end`, counted in characters from 0; negative ones count from the end.
fn substr(text: &str, start: f64, end: Option<f64>) -> String {
    let length = count(text.chars().count());
    let place = |at: f64| {
        let at = if at < 0.0 { at + length } else { at };
        index_of(at.clamp(0.0, length)).unwrap_or(0)
    };
    let (start, end) = (place(start), end.map_or_else(|| place(length), place));
    text.chars()
        .skip(start)
        .take(end.saturating_sub(start))
        .collect()
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    text.chars()
        .filter_map(
            |sign| match from.chars().position(|candidate| candidate == sign) {
                Some(at) => to.get(at).copied(),
                None => Some(sign),
            },
        )
        .collect()
}

/// Compiles a pattern that has to match the whole text, within a limit of memory.
pub(crate) fn whole_pattern(pattern: &str) -> Option<regex::Regex> {
    regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(MAX_REGEX_BYTES)
        .build()
        .ok()
}

fn matches_whole(text: &str, pattern: &str) -> bool {
    whole_pattern(pattern).is_some_and(|regex| regex.is_match(text))
}

//! The functions that give text.

use super::ast::Expr;
use super::digest;
use super::eval::{Evaluator, Fault};
use super::functions::Function;
use super::numbers::{count, index_of};
use super::value::Value;

impl Evaluator<'_> {
    pub(super) fn textual(&self, function: Function, arguments: &[Expr]) -> Value {
        if function == Function::DecimalDateTime || function == Function::DecimalTime {
            return self.decimal_moment(function, arguments);
        }
        Value::Text(self.text_call(function, arguments))
    }

    fn text_call(&self, function: Function, arguments: &[Expr]) -> String {
        let text = |index: usize| self.text(&arguments[index]);
        match function {
            Function::String => self.as_text(&self.own_or(arguments)),
            Function::Concat => self.texts(arguments).concat(),
            Function::Join => self.texts(&arguments[1..]).join(&text(0)),
            Function::SelectedAt => {
                let list = text(0);
                let at = self.number(&arguments[1]).trunc();
                let at = if at.is_nan() { 0.0 } else { at };
                let mut taken = list.split(' ').filter(|word| !word.is_empty());
                index_of(at)
                    .and_then(|at| taken.nth(at))
                    .unwrap_or_default()
                    .to_owned()
            }
            Function::Substr => {
                let end = arguments.get(2).map(|end| self.number(end));
                substr(&text(0), self.number(&arguments[1]), end)
            }
            Function::Substring => {
                let length = arguments.get(2).map(|length| self.number(length));
                substring(&text(0), self.number(&arguments[1]), length)
            }
            Function::SubstringBefore => {
                let whole = text(0);
                let found = whole.split_once(text(1).as_str());
                found.map_or("", |(before, _)| before).to_owned()
            }
            Function::SubstringAfter => {
                let whole = text(0);
                let found = whole.split_once(text(1).as_str());
                found.map_or("", |(_, after)| after).to_owned()
            }
            Function::Translate => translate(&text(0), &text(1), &text(2)),
            Function::NormalizeSpace => {
                let whole = self.as_text(&self.own_or(arguments));
                whole.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Function::FormatDate => self.format_date(arguments),
            Function::ChoiceName => self.choice_name(arguments),
            Function::Itext => self.scope.itext(&text(0)),
            Function::LocalName => self.local_name(arguments),
            Function::Digest => self.digest(arguments),
            Function::Base64Decode => digest::from_base64(&text(0)),
            Function::ExtractSigned => digest::signed_text(&text(0), &text(1)),
            Function::Uuid => self.uuid(arguments),
            Function::Version => self.scope.property("version"),
            Function::Property => self.scope.property(&text(0)),
            Function::Pulldata => {
                self.scope
                    .pulldata(&text(0), &text(1), &text(2), text(3).as_str())
            }
            _ => String::new(),
        }
    }

    fn local_name(&self, arguments: &[Expr]) -> String {
        let node = match arguments.first() {
            Some(argument) => self.nodes_of(argument).first().copied(),
            None => Some(self.frame.node),
        };
        node.map_or_else(String::new, |node| self.scope.name(node).into_owned())
    }

    fn digest(&self, arguments: &[Expr]) -> String {
        let written = arguments
            .get(2)
            .map_or_else(|| "base64".to_owned(), |way| self.text(way));
        let (text, method) = (self.text(&arguments[0]), self.text(&arguments[1]));
        digest::digest(&text, &method, &written).unwrap_or_else(|| {
            self.note(Fault::Method);
            String::new()
        })
    }

    /// A random UUID (RFC 9562, version 4), or so many random letters and digits.
    fn uuid(&self, arguments: &[Expr]) -> String {
        const SIGNS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let pick = |of: usize| {
            let at = (self.scope.chance() * count(of)).floor();
            char::from(SIGNS[index_of(at).unwrap_or(0).min(of - 1)])
        };
        if let Some(length) = arguments.first() {
            let length = index_of(self.number(length)).unwrap_or(0).min(MAX_UUID);
            return (0..length).map(|_| pick(36)).collect();
        }
        "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx"
            .chars()
            .map(|sign| match sign {
                'x' => pick(16),
                // The two highest bits are 1 and 0.
                'y' => match pick(4) {
                    '0' => '8',
                    '1' => '9',
                    '2' => 'a',
                    _ => 'b',
                },
                other => other,
            })
            .collect()
    }
}

/// Signs that `uuid(length)` gives at most.
const MAX_UUID: usize = 1_000;

/// From `start` up to and without `end`, counted in characters from 0; negative ones count from the end.
fn substr(text: &str, start: f64, end: Option<f64>) -> String {
    let length = count(text.chars().count());
    let place = |at: f64| {
        let at = if at.is_nan() { 0.0 } else { at.trunc() };
        let at = if at < 0.0 { at + length } else { at };
        index_of(at.clamp(0.0, length)).unwrap_or(0)
    };
    let (start, end) = (place(start), end.map_or_else(|| place(length), place));
    text.chars()
        .skip(start)
        .take(end.saturating_sub(start))
        .collect()
}

/// XPath 1.0 §4.2: characters from place `start`, the first being 1, both numbers rounded.
fn substring(text: &str, start: f64, length: Option<f64>) -> String {
    let rounded = |number: f64| (number + 0.5).floor();
    let from = rounded(start);
    let to = length.map_or(f64::INFINITY, |length| from + rounded(length));
    let places = (1..).map(count);
    text.chars()
        .zip(places)
        .filter(|(_, place)| *place >= from && *place < to)
        .map(|(sign, _)| sign)
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

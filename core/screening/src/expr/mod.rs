//! The expression language of XLSForm: XPath 1.0 with the functions of ODK.
//!
//! Text becomes tokens ([`token`]), tokens a tree ([`parser`], [`ast`]), and a tree a value ([`eval`]) in a [`Scope`] that
//! knows the answers. Names are bound to nodes of the form before anything is evaluated, so evaluation cannot fail.

pub(crate) mod ast;
mod calls;
pub(crate) mod dates;
mod digest;
pub(crate) mod eval;
pub(crate) mod functions;
mod geo;
mod moments;
mod numbers;
pub(crate) mod parser;
pub(crate) mod pattern;
pub(crate) mod plain;
pub(crate) mod shuffle;
mod steps;
mod texts;
pub(crate) mod token;
pub(crate) mod value;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use eval::{Clock, Frame, Scope};
pub(crate) use parser::parse;
pub(crate) use value::{NodeId, Value};

/// Where in an expression something is: bytes from the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn to(self, other: Span) -> Span {
        Span {
            start: self.start,
            end: other.end,
        }
    }
}

/// Why an expression is not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExprError {
    /// Stable dotted code.
    pub(crate) code: &'static str,
    pub(crate) span: Span,
    pub(crate) message: String,
}

impl ExprError {
    pub(crate) fn new(code: &'static str, span: Span, message: impl Into<String>) -> ExprError {
        ExprError {
            code,
            span,
            message: message.into(),
        }
    }

    /// The message with the piece of text it is about.
    pub(crate) fn describe(&self, text: &str) -> String {
        match text.get(self.span.start..self.span.end) {
            Some(piece) if !piece.is_empty() => {
                let column = text[..self.span.start].chars().count() + 1;
                format!("{} (`{piece}`, character {column})", self.message)
            }
            _ => self.message.clone(),
        }
    }
}

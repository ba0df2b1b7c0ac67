//! Tokens to paths: the part of the parser that reads steps and predicates.

use super::ast::{Expr, Path, Start, Step, StepKind};
use super::parser::{Parser, is_node_test};
use super::token::Token;
use super::{ExprError, Span};

impl Parser {
    pub(super) fn path(&mut self) -> Result<Path, ExprError> {
        let span = self.span();
        let mut steps = Vec::new();
        let start = match self.peek().clone() {
            Token::Reference(name) => {
                self.advance();
                self.own_predicates(&mut steps)?;
                Start::Named(name)
            }
            Token::Slash => {
                self.advance();
                steps.push(self.step()?);
                Start::Root
            }
            Token::DoubleSlash => {
                self.advance();
                steps.push(Step::plain(StepKind::Below));
                steps.push(self.step()?);
                Start::Root
            }
            Token::Name(name) if name == "current" && self.next_is(&Token::Open) => {
                self.advance();
                self.advance();
                self.close()?;
                self.own_predicates(&mut steps)?;
                Start::Current
            }
            Token::Name(name) if name == "instance" && self.next_is(&Token::Open) => {
                self.instance()?
            }
            Token::Dot => {
                self.advance();
                self.own_predicates(&mut steps)?;
                Start::Context
            }
            Token::DotDot | Token::Name(_) | Token::Star | Token::At => {
                steps.push(self.step()?);
                Start::Context
            }
            _ => {
                return Err(ExprError::new(
                    "expr.syntax",
                    span,
                    "a value is expected here",
                ));
            }
        };
        self.steps(&mut steps)?;
        Ok(self.numbered(span, start, steps))
    }

    pub(super) fn numbered(&mut self, span: Span, start: Start, steps: Vec<Step>) -> Path {
        let index = self.paths;
        self.paths += 1;
        Path {
            span: span.to(self.behind()),
            start,
            steps,
            index,
        }
    }

    /// `instance('name')`.
    fn instance(&mut self) -> Result<Start, ExprError> {
        self.advance();
        self.advance();
        let Token::Literal(name) = self.advance() else {
            return Err(self.unexpected("instance() takes the name of a list in quotes"));
        };
        self.close()?;
        Ok(Start::Instance(name))
    }

    /// All steps that follow.
    pub(super) fn steps(&mut self, steps: &mut Vec<Step>) -> Result<(), ExprError> {
        loop {
            if self.take(&Token::DoubleSlash) {
                steps.push(Step::plain(StepKind::Below));
            } else if !self.take(&Token::Slash) {
                return Ok(());
            }
            steps.push(self.step()?);
        }
    }

    /// Predicates right after a start: `${repeat}[2]`.
    fn own_predicates(&mut self, steps: &mut Vec<Step>) -> Result<(), ExprError> {
        if *self.peek() == Token::OpenSquare {
            steps.push(Step {
                kind: StepKind::Itself,
                predicates: self.predicates()?,
            });
        }
        Ok(())
    }

    pub(super) fn predicates(&mut self) -> Result<Vec<Expr>, ExprError> {
        let mut predicates = Vec::new();
        while self.take(&Token::OpenSquare) {
            predicates.push(self.expression(0)?);
            if !self.take(&Token::CloseSquare) {
                return Err(self.unexpected("a closing square bracket is missing"));
            }
        }
        Ok(predicates)
    }

    fn step(&mut self) -> Result<Step, ExprError> {
        let kind = match self.advance() {
            Token::Name(axis) if *self.peek() == Token::Axis => self.axis(&axis)?,
            Token::Name(name) if *self.peek() == Token::Open && is_node_test(&name) => {
                self.advance();
                self.close()?;
                StepKind::AnyChild
            }
            Token::Name(name) => StepKind::Child(name),
            Token::Star => StepKind::AnyChild,
            Token::DotDot => StepKind::Parent,
            Token::Dot => StepKind::Itself,
            Token::At => match self.advance() {
                Token::Name(name) => StepKind::Attribute(name),
                _ => return Err(self.unexpected("a name is expected after @")),
            },
            _ => {
                let span = self.behind();
                return Err(ExprError::new(
                    "expr.syntax",
                    span,
                    "a name is expected after /",
                ));
            }
        };
        Ok(Step {
            kind,
            predicates: self.predicates()?,
        })
    }

    /// `child::name`, `parent::node()`, `self::node()`, `descendant-or-self::node()`: the axes that forms have a use for.
    fn axis(&mut self, axis: &str) -> Result<StepKind, ExprError> {
        self.advance();
        let test = self.advance();
        let any = match &test {
            Token::Star => true,
            Token::Name(name) if is_node_test(name) && self.take(&Token::Open) => {
                self.close()?;
                true
            }
            _ => false,
        };
        match (axis, test) {
            ("child", _) if any => Ok(StepKind::AnyChild),
            ("child", Token::Name(name)) => Ok(StepKind::Child(name)),
            ("attribute", Token::Name(name)) => Ok(StepKind::Attribute(name)),
            ("self", _) if any => Ok(StepKind::Itself),
            ("parent", _) if any => Ok(StepKind::Parent),
            ("descendant-or-self", _) if any => Ok(StepKind::Below),
            _ => Err(ExprError::new(
                "expr.syntax",
                self.behind(),
                "this axis is not understood in forms",
            )),
        }
    }
}

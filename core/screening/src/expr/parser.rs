//! Tokens to a tree: a Pratt parser.

use super::ast::{Expr, NEGATE_RANK, Node, Operator, Path, Start, Step, StepKind};
use super::functions::Function;
use super::token::{Token, tokens};
use super::{ExprError, Span};
use crate::limits::{MAX_EXPRESSION_CHARS, MAX_EXPRESSION_DEPTH};

/// Reads one expression.
pub(crate) fn parse(text: &str) -> Result<Expr, ExprError> {
    if text.chars().count() > MAX_EXPRESSION_CHARS {
        let message = format!("the expression is longer than {MAX_EXPRESSION_CHARS} characters");
        return Err(ExprError::new("expr.too_long", Span::default(), message));
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        paths: 0,
        depth: 0,
    };
    let expr = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(expr),
        _ => Err(parser.unexpected("something is left over")),
    }
}

pub(super) struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    pub(super) paths: usize,
    depth: usize,
}

impl Parser {
    pub(super) fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    pub(super) fn span(&self) -> Span {
        self.tokens[self.at].1
    }

    /// Where the token before this one ended.
    pub(super) fn behind(&self) -> Span {
        self.tokens[self.at.saturating_sub(1)].1
    }

    pub(super) fn advance(&mut self) -> Token {
        let token = self.tokens[self.at].0.clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        token
    }

    pub(super) fn take(&mut self, wanted: &Token) -> bool {
        let found = self.peek() == wanted;
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn unexpected(&self, message: &str) -> ExprError {
        ExprError::new("expr.syntax", self.span(), message)
    }

    /// An expression whose operators all bind tighter than `above`.
    pub(super) fn expression(&mut self, above: u8) -> Result<Expr, ExprError> {
        self.depth += 1;
        if self.depth > MAX_EXPRESSION_DEPTH {
            let message = format!("the expression is nested deeper than {MAX_EXPRESSION_DEPTH}");
            return Err(ExprError::new("expr.too_deep", self.span(), message));
        }
        let mut left = self.operand()?;
        while let Some(operator) = self.operator().filter(|operator| operator.rank() > above) {
            self.advance();
            let right = self.expression(operator.rank())?;
            left = chain(left, operator, right);
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operator at this place, where an operator is due.
    fn operator(&self) -> Option<Operator> {
        Some(match self.peek() {
            Token::Name(name) => match name.as_str() {
                "or" => Operator::Or,
                "and" => Operator::And,
                "div" => Operator::Divide,
                "mod" => Operator::Modulo,
                _ => return None,
            },
            Token::Equal => Operator::Equal,
            Token::NotEqual => Operator::NotEqual,
            Token::Less => Operator::Less,
            Token::LessOrEqual => Operator::LessOrEqual,
            Token::Greater => Operator::Greater,
            Token::GreaterOrEqual => Operator::GreaterOrEqual,
            Token::Plus => Operator::Add,
            Token::Minus => Operator::Subtract,
            Token::Star => Operator::Multiply,
            Token::Pipe => Operator::Union,
            _ => return None,
        })
    }

    fn operand(&mut self) -> Result<Expr, ExprError> {
        let span = self.span();
        let node = match self.peek().clone() {
            Token::Number(number) => {
                self.advance();
                Node::Number(number)
            }
            Token::Literal(text) => {
                self.advance();
                Node::Literal(text)
            }
            Token::Minus => {
                self.advance();
                Node::Negate(Box::new(self.expression(NEGATE_RANK)?))
            }
            Token::Open => {
                self.advance();
                let inner = self.expression(0)?;
                self.close()?;
                let node = inner.node.clone();
                self.continued(span, inner, node)?
            }
            Token::Name(name) if self.next_is(&Token::Open) && !is_node_test(&name) => {
                if matches!(name.as_str(), "current" | "instance") {
                    Node::Path(self.path()?)
                } else {
                    let node = self.call(&name)?;
                    let whole = Expr {
                        span: span.to(self.behind()),
                        node: node.clone(),
                    };
                    self.continued(span, whole, node)?
                }
            }
            Token::End => return Err(self.unexpected("the expression ends too early")),
            _ => Node::Path(self.path()?),
        };
        Ok(Expr {
            span: span.to(self.behind()),
            node,
        })
    }

    /// What stands in brackets or is called may go on as a path: `(a | b)[1]/c`.
    fn continued(&mut self, span: Span, inner: Expr, plain: Node) -> Result<Node, ExprError> {
        if !matches!(
            self.peek(),
            Token::OpenSquare | Token::Slash | Token::DoubleSlash
        ) {
            return Ok(plain);
        }
        let mut steps = Vec::new();
        if *self.peek() == Token::OpenSquare {
            steps.push(Step {
                kind: StepKind::Itself,
                predicates: self.predicates()?,
            });
        }
        self.steps(&mut steps)?;
        Ok(Node::Path(self.numbered(
            span,
            Start::Nodes(Box::new(inner)),
            steps,
        )))
    }

    pub(super) fn next_is(&self, wanted: &Token) -> bool {
        self.tokens
            .get(self.at + 1)
            .is_some_and(|next| next.0 == *wanted)
    }

    pub(super) fn close(&mut self) -> Result<(), ExprError> {
        if self.take(&Token::Close) {
            return Ok(());
        }
        Err(self.unexpected("a closing bracket is missing"))
    }

    fn call(&mut self, name: &str) -> Result<Node, ExprError> {
        let span = self.span();
        let function = Function::named(name).ok_or_else(|| {
            ExprError::new(
                "expr.function_unknown",
                span,
                "there is no function of this name",
            )
        })?;
        self.advance();
        self.advance();
        let mut arguments = Vec::new();
        if !self.take(&Token::Close) {
            loop {
                let quoted = function == Function::ChoiceName && arguments.len() == 1;
                arguments.push(if quoted {
                    self.quoted_path()?
                } else {
                    self.expression(0)?
                });
                if !self.take(&Token::Comma) {
                    break;
                }
            }
            self.close()?;
        }
        let (least, most) = function.arity();
        if !function.takes(arguments.len()) {
            let message = format!(
                "{name} takes {}, not {}",
                arity_words(least, most),
                arguments.len()
            );
            return Err(ExprError::new(
                "expr.arguments",
                span.to(self.behind()),
                message,
            ));
        }
        Ok(Node::Call {
            function,
            arguments,
        })
    }

    /// `jr:choice-name(value, '${question}')` quotes its path; without the quotes it is understood too.
    fn quoted_path(&mut self) -> Result<Expr, ExprError> {
        let Token::Literal(text) = self.peek().clone() else {
            return self.expression(0);
        };
        let span = self.span();
        self.advance();
        let wrong = || {
            ExprError::new(
                "expr.syntax",
                span,
                "a question is expected, as in '${name}'",
            )
        };
        let inner = tokens(&text).map_err(|_| wrong())?;
        let outer = std::mem::replace(&mut self.tokens, inner);
        let at = std::mem::take(&mut self.at);
        let path = self.path();
        let whole = *self.peek() == Token::End;
        self.tokens = outer;
        self.at = at;
        match path {
            Ok(path) if whole => Ok(Expr {
                span,
                node: Node::Path(Path { span, ..path }),
            }),
            _ => Err(wrong()),
        }
    }
}

pub(super) fn is_node_test(name: &str) -> bool {
    matches!(name, "node" | "text")
}

/// Joins `left operator right`, keeping operators of one rank flat.
fn chain(left: Expr, operator: Operator, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    // Brackets around a chain end before the operator does, so `(a - b) - c` and `a - b - c` are the same chain; but
    // `(a or b) and c` has another rank and nests.
    match left.node {
        Node::Chain { first, mut rest }
            if rest
                .iter()
                .all(|(before, _)| before.rank() == operator.rank()) =>
        {
            rest.push((operator, right));
            Expr {
                span,
                node: Node::Chain { first, rest },
            }
        }
        node => {
            let first = Box::new(Expr {
                span: left.span,
                node,
            });
            Expr {
                span,
                node: Node::Chain {
                    first,
                    rest: vec![(operator, right)],
                },
            }
        }
    }
}

fn arity_words(least: usize, most: usize) -> String {
    match (least, most) {
        (least, most) if least == most => format!("{least} argument(s)"),
        (least, usize::MAX) => format!("at least {least} argument(s)"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        parse(text).unwrap_err().code
    }

    #[test]
    fn operators_bind_as_in_xpath() {
        for (text, same) in [
            ("1 + 2 * 3", "1 + (2 * 3)"),
            ("1 - 2 - 3", "(1 - 2) - 3"),
            (
                "1 = 2 or 3 < 4 and 5 != 6",
                "(1 = 2) or ((3 < 4) and (5 != 6))",
            ),
            ("-1 * 2", "(-1) * 2"),
            ("1 < 2 = 3", "(1 < 2) = 3"),
        ] {
            assert_eq!(
                shape(&parse(text).unwrap()),
                shape(&parse(same).unwrap()),
                "{text}"
            );
        }
        assert_ne!(
            shape(&parse("1 - (2 - 3)").unwrap()),
            shape(&parse("1 - 2 - 3").unwrap())
        );
    }

    fn shape(expr: &Expr) -> String {
        match &expr.node {
            Node::Number(number) => number.to_string(),
            Node::Negate(inner) => format!("(-{})", shape(inner)),
            Node::Chain { first, rest } => {
                let rest: Vec<_> = rest
                    .iter()
                    .map(|(op, e)| format!("{op:?} {}", shape(e)))
                    .collect();
                format!("({} {})", shape(first), rest.join(" "))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn words_are_operators_only_where_one_is_due() {
        assert!(parse("/data/and div /data/div").is_ok());
        assert!(parse("${a} and ${or}").is_ok());
        assert_eq!(code("${a} and"), "expr.syntax");
    }

    #[test]
    fn mistakes_have_codes() {
        assert_eq!(code("nothing-like-it(1)"), "expr.function_unknown");
        assert_eq!(code("not()"), "expr.arguments");
        assert_eq!(code("if(1, 2)"), "expr.arguments");
        assert_eq!(code("(1"), "expr.syntax");
        assert_eq!(code("1 2"), "expr.syntax");
        assert_eq!(code(""), "expr.syntax");
        assert_eq!(code("/data/g[1"), "expr.syntax");
        assert_eq!(code("following::x"), "expr.syntax");
        assert_eq!(code("indexed-repeat(${a}, ${b})"), "expr.arguments");
    }

    #[test]
    fn depth_is_allowed_to_the_limit_and_refused_one_past_it() {
        let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
        assert!(parse(&nested(MAX_EXPRESSION_DEPTH - 1)).is_ok());
        assert_eq!(code(&nested(MAX_EXPRESSION_DEPTH)), "expr.too_deep");
    }

    #[test]
    fn length_is_allowed_to_the_limit_and_refused_one_past_it() {
        let long = |length: usize| format!("'{}'", "ộ".repeat(length - 2));
        assert!(parse(&long(MAX_EXPRESSION_CHARS)).is_ok());
        assert_eq!(code(&long(MAX_EXPRESSION_CHARS + 1)), "expr.too_long");
    }

    #[test]
    fn long_chains_need_no_depth() {
        let text = vec!["1"; 4_000].join(" + ");
        assert!(parse(&text).is_ok());
    }
}

//! Text to tokens.

use super::{ExprError, Span};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Number(f64),
    Literal(String),
    /// A name, or an operator spelled as one (`and`, `div`): the parser knows which by its place.
    Name(String),
    /// `${name}`.
    Reference(String),
    Dot,
    DotDot,
    Slash,
    /// `//`.
    DoubleSlash,
    /// `::` after the name of an axis.
    Axis,
    At,
    OpenSquare,
    CloseSquare,
    Open,
    Close,
    Comma,
    Pipe,
    Plus,
    Minus,
    Star,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    End,
}

/// All tokens with their places, [`Token::End`] last.
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, ExprError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.skip_blanks();
        let start = lexer.at;
        let token = lexer.next()?;
        let last = token == Token::End;
        found.push((
            token,
            Span {
                start,
                end: lexer.at,
            },
        ));
        if last {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn peek_second(&self) -> Option<char> {
        self.text[self.at..].chars().nth(1)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &str {
        let start = self.at;
        while let Some(next) = self.peek().filter(|next| wanted(*next)) {
            self.at += next.len_utf8();
        }
        &self.text[start..self.at]
    }

    fn skip_blanks(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn next(&mut self) -> Result<Token, ExprError> {
        let Some(first) = self.peek() else {
            return Ok(Token::End);
        };
        match first {
            '\'' | '"' => self.literal(first),
            '$' => self.reference(),
            '0'..='9' => self.number(),
            '.' if self.peek_second().is_some_and(|next| next.is_ascii_digit()) => self.number(),
            first if is_name_start(first) => Ok(self.name()),
            first => self.sign(first),
        }
    }

    fn literal(&mut self, quote: char) -> Result<Token, ExprError> {
        let start = self.at;
        self.at += 1;
        let content = self.take_while(|next| next != quote).to_owned();
        if self.peek().is_none() {
            let span = Span {
                start,
                end: self.at,
            };
            return Err(ExprError::new(
                "expr.syntax",
                span,
                "the quotation mark is not closed",
            ));
        }
        self.at += 1;
        Ok(Token::Literal(content))
    }

    fn reference(&mut self) -> Result<Token, ExprError> {
        let start = self.at;
        self.at += 1;
        if self.peek() == Some('{') {
            self.at += 1;
            let name = self.take_while(|next| next != '}').trim().to_owned();
            if self.peek().is_some() && !name.is_empty() {
                self.at += 1;
                return Ok(Token::Reference(name));
            }
        }
        let span = Span {
            start,
            end: self.at,
        };
        Err(ExprError::new(
            "expr.syntax",
            span,
            "a reference is written ${name}",
        ))
    }

    fn number(&mut self) -> Result<Token, ExprError> {
        let start = self.at;
        self.take_while(|next| next.is_ascii_digit());
        if self.peek() == Some('.') {
            self.at += 1;
            self.take_while(|next| next.is_ascii_digit());
        }
        let span = Span {
            start,
            end: self.at,
        };
        self.text[start..self.at]
            .parse()
            .map(Token::Number)
            .map_err(|_| ExprError::new("expr.syntax", span, "not a number"))
    }

    fn name(&mut self) -> Token {
        let start = self.at;
        self.take_while(is_name_part);
        // A prefix, as in `jr:choice-name`; `::` would be an axis.
        if self.peek() == Some(':') && self.peek_second().is_some_and(is_name_start) {
            self.at += 1;
            self.take_while(is_name_part);
        }
        Token::Name(self.text[start..self.at].to_owned())
    }

    fn sign(&mut self, first: char) -> Result<Token, ExprError> {
        let start = self.at;
        let second = self.peek_second();
        let (token, length) = match (first, second) {
            ('!', Some('=')) => (Token::NotEqual, 2),
            ('<', Some('=')) => (Token::LessOrEqual, 2),
            ('>', Some('=')) => (Token::GreaterOrEqual, 2),
            ('.', Some('.')) => (Token::DotDot, 2),
            ('/', Some('/')) => (Token::DoubleSlash, 2),
            (':', Some(':')) => (Token::Axis, 2),
            ('@', _) => (Token::At, 1),
            ('[', _) => (Token::OpenSquare, 1),
            (']', _) => (Token::CloseSquare, 1),
            ('<', _) => (Token::Less, 1),
            ('>', _) => (Token::Greater, 1),
            ('=', _) => (Token::Equal, 1),
            ('.', _) => (Token::Dot, 1),
            ('/', _) => (Token::Slash, 1),
            ('(', _) => (Token::Open, 1),
            (')', _) => (Token::Close, 1),
            (',', _) => (Token::Comma, 1),
            ('|', _) => (Token::Pipe, 1),
            ('+', _) => (Token::Plus, 1),
            ('-', _) => (Token::Minus, 1),
            ('*', _) => (Token::Star, 1),
            _ => {
                let span = Span {
                    start,
                    end: start + first.len_utf8(),
                };
                return Err(ExprError::new("expr.syntax", span, unexpected(first)));
            }
        };
        self.at += length;
        Ok(token)
    }
}

fn unexpected(sign: char) -> &'static str {
    match sign {
        '‘' | '’' | '“' | '”' => "use straight quotation marks (' or \")",
        '−' | '–' => "use a plain minus sign",
        _ => "this sign has no meaning here",
    }
}

fn is_name_start(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_'
}

fn is_name_part(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Token> {
        tokens(text)
            .unwrap()
            .into_iter()
            .map(|(token, _)| token)
            .collect()
    }

    #[test]
    fn a_minus_within_a_name_belongs_to_it() {
        assert_eq!(
            kinds("count-selected"),
            [Token::Name("count-selected".into()), Token::End]
        );
        assert_eq!(
            kinds("${a}-1"),
            [
                Token::Reference("a".into()),
                Token::Minus,
                Token::Number(1.0),
                Token::End
            ]
        );
    }

    #[test]
    fn dots_are_told_from_numbers() {
        assert_eq!(
            kinds(". >.5 ../x"),
            [
                Token::Dot,
                Token::Greater,
                Token::Number(0.5),
                Token::DotDot,
                Token::Slash,
                Token::Name("x".into()),
                Token::End
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_located() {
        for (text, start) in [("a = ‘b’", 4), ("1 + 'b", 4), ("1 ${", 2), ("1 ; 2", 2)] {
            assert_eq!(tokens(text).unwrap_err().span.start, start, "{text}");
        }
    }
}

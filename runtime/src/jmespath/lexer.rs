//! From text to tokens.

use super::{ExpressionError, ExpressionErrorKind};
use crate::document::Document;
use crate::json;

/// The most tokens an expression may have: what is left to the parser and the evaluation is
/// bounded by it.
const MAX_TOKENS: usize = 1000;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Identifier(String),
    /// An identifier in quotes, which is never a function's name.
    Quoted(String),
    Number(i64),
    Literal(Document),
    /// Any other, as it is written: `.`, `[?`, `||` and so on.
    Sign(&'static str),
}

/// What consists of signs; of several that fit, the longest stands first.
const SIGNS: [&str; 24] = [
    "||", "&&", "==", "!=", "<=", ">=", "[?", "[]", "|", "&", "!", "<", ">", "[", "]", "{", "}",
    "(", ")", ".", ",", ":", "*", "@",
];

/// The tokens of an expression, each with the byte at which it begins.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ExpressionError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.take_while(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
        let start = lexer.at;
        let Some(token) = lexer.token()? else {
            return Ok(tokens);
        };
        if tokens.len() == MAX_TOKENS {
            let problem = format!("an expression of more than {MAX_TOKENS} tokens");
            return Err(ExpressionError::new(ExpressionErrorKind::Limit, problem));
        }
        tokens.push((start, token));
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take_while(&mut self, fits: fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn token(&mut self) -> Result<Option<Token>, ExpressionError> {
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        Ok(Some(match first {
            'a'..='z' | 'A'..='Z' | '_' => {
                let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
                Token::Identifier(name.to_owned())
            }
            '0'..='9' | '-' => self.number()?,
            '"' => Token::Quoted(self.quoted()?),
            '\'' => Token::Literal(Document::String(self.delimited('\'')?)),
            '`' => {
                let (start, json) = (self.at, self.delimited('`')?);
                let literal = json::read_document(json.as_bytes());
                Token::Literal(literal.map_err(|error| syntax(start, &error.to_string()))?)
            }
            _ => self.sign()?,
        }))
    }

    fn number(&mut self) -> Result<Token, ExpressionError> {
        let start = self.at;
        self.take_while(|c| c == '-');
        self.take_while(|c| c.is_ascii_digit());
        let number = self.text.get(start..self.at).unwrap_or_default().parse();
        number.map(Token::Number).map_err(|_| syntax(start, "an invalid number"))
    }

    /// A JSON string.
    fn quoted(&mut self) -> Result<String, ExpressionError> {
        let start = self.at;
        let mut escaped = false;
        let end = self.rest().char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let (length, _) = end.ok_or_else(|| syntax(start, "quotes that are not closed"))?;
        self.at += length + 1;
        let json = self.text.get(start..self.at).unwrap_or_default();
        match json::read_document(json.as_bytes()) {
            Ok(Document::String(text)) => Ok(text),
            _ => Err(syntax(start, "an invalid string")),
        }
    }

    /// What stands between two of these characters, which are escaped by a backslash inside.
    fn delimited(&mut self, delimiter: char) -> Result<String, ExpressionError> {
        let start = self.at;
        let mut content = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((index, character)) = characters.next() {
            if character == delimiter {
                self.at += index + delimiter.len_utf8();
                return Ok(content);
            }
            if character == '\\' {
                // A backslash before anything else stands for itself, and so does what follows.
                let next = characters.next().map(|(_, next)| next);
                content.extend((next != Some(delimiter)).then_some('\\').into_iter().chain(next));
            } else {
                content.push(character);
            }
        }
        Err(syntax(start, &format!("{delimiter} that is not closed")))
    }

    fn sign(&mut self) -> Result<Token, ExpressionError> {
        let sign = SIGNS.into_iter().find(|sign| self.rest().starts_with(sign));
        let sign = sign.ok_or_else(|| syntax(self.at, "an unknown character"))?;
        self.at += sign.len();
        Ok(Token::Sign(sign))
    }
}

/// An error about the text at that byte.
pub(super) fn syntax(at: usize, problem: &str) -> ExpressionError {
    ExpressionError::new(ExpressionErrorKind::Syntax, format!("{problem} at byte {at}"))
}

//! The JSON tokenizer: a cursor over text that knows RFC 8259 and nothing of shapes.

use std::borrow::Cow;

use crate::codec::{MAX_DEPTH, ReadError};
use crate::document::Number;

/// A cursor over JSON text.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Tokens<'a> {
    /// A cursor at the start of these bytes.
    ///
    /// The whole input is validated as UTF-8 once, here: one pass of the standard library's
    /// validator is cheaper than one call per string.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { text, at: 0, depth: 0 }),
            Err(error) => Err(ReadError::new("invalid UTF-8").at(error.valid_up_to())),
        }
    }

    /// The byte that the next token starts with; none at the end of the text.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// An error at the current place that says what was expected and what stands there.
    pub(crate) fn expected(&mut self, what: &str) -> ReadError {
        let found = match self.peek() {
            None => "the end of the text",
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b'"') => "string",
            Some(b't' | b'f') => "boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "number",
            Some(_) => "something that is not JSON",
        };
        ReadError::new(format!("expected {what}, found {found}")).at(self.at)
    }

    /// The position of the cursor, in bytes.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Nothing but white space may follow.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end of the text")),
        }
    }

    /// Enters an object or array.
    pub(crate) fn open(&mut self, bracket: u8, what: &str) -> Result<(), ReadError> {
        if self.peek() != Some(bracket) {
            return Err(self.expected(what));
        }
        if self.depth == MAX_DEPTH {
            return Err(ReadError::too_deep().at(self.at));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Whether another element follows; leaves the object or array if none does.
    pub(crate) fn more(&mut self, close: u8, first: bool) -> Result<bool, ReadError> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.at += 1;
                if self.peek() == Some(close) {
                    return Err(ReadError::new("a comma before the closing bracket").at(self.at));
                }
                Ok(true)
            }
            _ if close == b'}' => Err(self.expected("a comma or the end of the object")),
            _ => Err(self.expected("a comma or the end of the array")),
        }
    }

    /// Passes over the key of an object's entry, and the colon behind it, if it is that one and
    /// stands here without escapes or white space; tells whether it did.
    ///
    /// To compare a key that is likely is cheaper than to look for its end.
    #[inline]
    pub(crate) fn likely_key(&mut self, key: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_here = rest
            .strip_prefix(b"\"")
            .and_then(|rest| rest.strip_prefix(key.as_bytes()))
            .is_some_and(|rest| rest.starts_with(b"\":"));
        if is_here {
            self.at += key.len() + 3;
        }
        is_here
    }

    /// The key of an object's entry, and the colon behind it.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let key = self.string("a key")?;
        if self.peek() != Some(b':') {
            return Err(self.expected("a colon"));
        }
        self.at += 1;
        Ok(key)
    }

    /// Passes over a null if one stands here; tells whether it did.
    #[inline]
    pub(crate) fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.expected("boolean")),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), ReadError> {
        if !self.rest().starts_with(word) {
            return Err(ReadError::new(format!("expected {word}")).at(self.at));
        }
        self.at += word.len();
        Ok(())
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over a string that has no escapes, if such a one stands here.
    #[inline]
    pub(crate) fn plain_string(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let end = self.plain_end(start);
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// A string; borrowed from the text unless it has escapes.
    pub(crate) fn string(&mut self, what: &str) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.expected(what));
        }
        let start = self.at + 1;
        let end = self.plain_end(start);
        let plain = self.text.get(start..end).unwrap_or_default();
        match self.text.as_bytes().get(end) {
            Some(b'"') => {
                self.at = end + 1;
                Ok(Cow::Borrowed(plain))
            }
            Some(b'\\') => self.escaped_string(plain, end).map(Cow::Owned),
            Some(_) => Err(ReadError::new("a control character in a string").at(end)),
            None => Err(ReadError::new("the text ends within a string").at(end)),
        }
    }

    /// The first byte from `start` on that ends a run of plain characters.
    #[inline]
    fn plain_end(&self, start: usize) -> usize {
        start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default())
    }

    /// The rest of a string whose first escape stands at `at`.
    fn escaped_string(&mut self, plain: &str, at: usize) -> Result<String, ReadError> {
        let mut out = String::with_capacity(plain.len() + 16);
        out.push_str(plain);
        self.at = at;
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(0..=0x1f) => {
                    return Err(ReadError::new("a control character in a string").at(self.at));
                }
                Some(_) => {
                    let end = self.plain_end(self.at);
                    out.push_str(self.text.get(self.at..end).unwrap_or_default());
                    self.at = end;
                }
                None => return Err(ReadError::new("the text ends within a string").at(self.at)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let at = self.at;
        let escaped = self.text.as_bytes().get(at + 1).copied();
        self.at += 2;
        Ok(match escaped {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(at),
            _ => return Err(ReadError::new("an unknown escape in a string").at(at)),
        })
    }

    /// The character of `\uXXXX`, or of a surrogate pair of two such escapes.
    fn unicode_escape(&mut self, at: usize) -> Result<char, ReadError> {
        let invalid = || ReadError::new("an invalid \\u escape in a string").at(at);
        let first = self.four_digits().ok_or_else(invalid)?;
        let code = if (0xd800..0xdc00).contains(&first) {
            if !self.rest().starts_with("\\u") {
                return Err(invalid());
            }
            self.at += 2;
            let second = self.four_digits().ok_or_else(invalid)?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400);
            0x1_0000 + ((first - 0xd800) << 10) + low.ok_or_else(invalid)?
        } else {
            first
        };
        char::from_u32(code).ok_or_else(invalid)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok()
    }

    /// A number, as it is written.
    pub(crate) fn number(&mut self, what: &str) -> Result<&'a str, ReadError> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.expected(what));
        }
        let bytes = self.rest().as_bytes();
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = bytes.iter().position(|byte| !part(byte)).unwrap_or(bytes.len());
        let number = self.rest().get(..length).unwrap_or_default();
        if !is_number(number.as_bytes()) {
            return Err(ReadError::new("an invalid number").at(self.at));
        }
        self.at += length;
        Ok(number)
    }

    /// An error about the number that was just read.
    pub(super) fn unfit(&self, text: &str, what: &str) -> ReadError {
        let shown: String = text.chars().take(40).collect();
        ReadError::new(format!("expected {what}, found {shown}")).at(self.at - text.len())
    }

    /// Passes over a value of any kind.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            Some(b'{') => {
                self.open(b'{', "object")?;
                let mut first = true;
                while self.more(b'}', first)? {
                    first = false;
                    self.key()?;
                    self.skip()?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.open(b'[', "array")?;
                let mut first = true;
                while self.more(b']', first)? {
                    first = false;
                    self.skip()?;
                }
                Ok(())
            }
            Some(b'"') => self.string("string").map(drop),
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') => self.null().map(drop),
            _ => self.number("a value").map(drop),
        }
    }
}

/// How many bytes at the start can stand in a string as they are: all before the first quote,
/// backslash or control character.
#[inline]
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        if let Some(found) = first_special(*word) {
            return index * 8 + found;
        }
    }
    // The last word begins with bytes that are known to be plain.
    let found = match bytes.last_chunk() {
        Some(last) if !rest.is_empty() => first_special(*last).map(|at| bytes.len() - 8 + at),
        Some(_) => None,
        None => rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)),
    };
    found.unwrap_or(bytes.len())
}

/// Where the first quote, backslash or control character of eight bytes stands.
///
/// Of bytes below 128, those that are less than what is subtracted have their highest bit set
/// afterwards. A quote is moved behind the control characters for that, by its second bit. A borrow
/// can only set bits above the first that is meant.
#[inline]
fn first_special(word: [u8; 8]) -> Option<usize> {
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let word = u64::from_le_bytes(word);
    let quote_or_control = (word ^ each(0x02)).wrapping_sub(each(0x21));
    let backslash = (word ^ each(b'\\')).wrapping_sub(each(1));
    let found = (quote_or_control | backslash) & !word & each(0x80);
    (found != 0).then(|| (found.trailing_zeros() / 8) as usize)
}

/// Whether these bytes are a number by the grammar of RFC 8259 section 6.
pub(super) fn is_number(bytes: &[u8]) -> bool {
    let digits = |bytes: &mut &[u8]| {
        let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        *bytes = bytes.get(count..).unwrap_or_default();
        count
    };
    let mut rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let leading_zero = rest.first() == Some(&b'0');
    let whole = digits(&mut rest);
    if whole == 0 || (leading_zero && whole > 1) {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        rest = fraction;
        if digits(&mut rest) == 0 {
            return false;
        }
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        rest =
            exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        if digits(&mut rest) == 0 {
            return false;
        }
    }
    rest.is_empty()
}

/// The number that such text stands for.
pub(super) fn parse_number(text: &str) -> Option<Number> {
    match text.parse() {
        // Only a float has a zero with a sign.
        Ok(0) if text.starts_with('-') => return Some(Number::Float(-0.0)),
        Ok(integer) => return Some(Number::Integer(integer)),
        Err(_) => {}
    }
    if let Ok(unsigned) = text.parse() {
        return Some(Number::Unsigned(unsigned));
    }
    text.parse().ok().filter(|float: &f64| float.is_finite()).map(Number::Float)
}

/// The whole number that such text stands for, if it is one; `1.0` and `1e3` are.
pub(super) fn parse_integer(text: &str) -> Option<i64> {
    // Beyond 2^53 not every whole number is a double: what is written as one may have lost digits.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Ok(integer) = text.parse() {
        return Some(integer);
    }
    let float: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn plain_text_ends_at_quotes_backslashes_and_control_characters() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                // What stands behind the first such byte does not matter.
                for behind in [b'a', b'"', 0, 0x80, 0xff] {
                    let mut bytes = [b'a'; 24];
                    bytes[place] = byte;
                    bytes[place + 1..].fill(behind);
                    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
                    let expected = bytes.iter().take_while(|byte| is_plain(byte)).count();
                    assert_eq!(plain_length(&bytes), expected, "{byte:#x} at {place}");
                }
            }
        }
    }
}

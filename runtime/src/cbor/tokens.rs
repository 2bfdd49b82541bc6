//! A cursor over CBOR: minicbor's decoder, with what is ours around it: the limit of nesting,
//! lengths of either kind, half floats, and errors that say what was expected and where.

use std::borrow::Cow;

use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};

use super::number::from_half;
use crate::codec::{MAX_DEPTH, Orders, ReadError};

/// Major types (RFC 8949 section 3.1).
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

/// The ends of arrays and maps of indefinite length, null and undefined, by their only byte.
const BREAK: u8 = 0xff;
const NULL: u8 = 0xf6;
const UNDEFINED: u8 = 0xf7;

/// A cursor over CBOR.
pub(super) struct Tokens<'a> {
    decoder: Decoder<'a>,
    depth: usize,
    pub(super) orders: Orders,
}

/// How many elements of an array, or entries of a map, are still to come. None: a break ends
/// them. Nothing is ever allocated by this number, which may be a lie.
pub(super) type Remaining = Option<u64>;

impl<'a> Tokens<'a> {
    /// A cursor at the start of these bytes.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { decoder: Decoder::new(bytes), depth: 0, orders: Orders::default() }
    }

    /// The position of the cursor, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.decoder.position()
    }

    /// The byte that the next item starts with; none at the end.
    #[inline]
    fn initial(&self) -> Option<u8> {
        self.decoder.input().get(self.offset()).copied()
    }

    /// Passes over the head of an item of that major type (RFC 8949 section 3.1) and a definite
    /// length below 2^16, and gives the length; none, and nothing is passed over, if something
    /// else stands here.
    ///
    /// Nearly all heads are of this kind. The decoder, which knows all of them, asks for each
    /// three times: what stands here, whether that is meant, and how long it is.
    #[inline]
    fn short_head(&mut self, major: u8) -> Option<usize> {
        let rest = self.decoder.input().get(self.offset()..)?;
        let (initial, rest) = rest.split_first()?;
        let (length, head) = match (initial ^ (major << 5), rest) {
            (short @ 0..=23, _) => (usize::from(short), 1),
            (24, [length, ..]) => (usize::from(*length), 2),
            (25, [high, low, ..]) => (usize::from(u16::from_be_bytes([*high, *low])), 3),
            _ => return None,
        };
        self.decoder.set_position(self.offset() + head);
        Some(length)
    }

    /// The same, and passes over so many bytes behind the head as well, and gives these.
    #[inline]
    fn short_bytes(&mut self, major: u8) -> Option<&'a [u8]> {
        let start = self.offset();
        let length = self.short_head(major)?;
        let bytes = self.decoder.input().get(self.offset()..)?.get(..length);
        let end = bytes.map_or(start, |bytes| self.offset() + bytes.len());
        self.decoder.set_position(end);
        bytes
    }

    /// The kind of the next item.
    fn peek(&self) -> Result<Type, ReadError> {
        self.decoder.datatype().map_err(|error| self.broken(&error))
    }

    /// An error at the current place that says what was expected and what stands there.
    pub(super) fn expected(&self, what: &str) -> ReadError {
        match self.peek() {
            Ok(found) => {
                let problem = format!("expected {what}, found {}", name(found));
                ReadError::new(problem).at(self.offset())
            }
            Err(error) => error,
        }
    }

    /// What the decoder says of bytes that are not CBOR.
    fn broken(&self, error: &Error) -> ReadError {
        let problem = if error.is_end_of_input() {
            "the bytes end within a value".to_owned()
        } else {
            error.to_string()
        };
        ReadError::new(problem).at(self.offset())
    }

    /// Carries out one step of the decoder if the next item is of the right kind.
    fn take<T>(
        &mut self,
        what: &str,
        fits: fn(Type) -> bool,
        step: impl FnOnce(&mut Decoder<'a>) -> Result<T, Error>,
    ) -> Result<T, ReadError> {
        self.tags()?;
        if !fits(self.peek()?) {
            return Err(self.expected(what));
        }
        let start = self.offset();
        step(&mut self.decoder).map_err(|error| self.broken(&error).at(start))
    }

    /// Passes over the tags before an item: what they say, the schema says as well.
    fn tags(&mut self) -> Result<(), ReadError> {
        while self.tag()?.is_some() {}
        Ok(())
    }

    /// The tag that stands here, if one does.
    pub(super) fn tag(&mut self) -> Result<Option<u64>, ReadError> {
        if self.initial().is_some_and(|initial| initial >> 5 != TAG) || self.peek()? != Type::Tag {
            return Ok(None);
        }
        let tag = self.decoder.tag().map_err(|error| self.broken(&error))?;
        Ok(Some(tag.as_u64()))
    }

    /// Nothing may follow.
    pub(super) fn end(&self) -> Result<(), ReadError> {
        if self.offset() == self.decoder.input().len() {
            return Ok(());
        }
        Err(ReadError::new("bytes behind the value").at(self.offset()))
    }

    /// Enters a map.
    pub(super) fn map(&mut self) -> Result<Remaining, ReadError> {
        if let Some(count) = self.short_head(MAP) {
            return self.deeper().map(|()| Some(count as u64));
        }
        let fits = |found| matches!(found, Type::Map | Type::MapIndef);
        let remaining = self.take("map", fits, Decoder::map)?;
        self.deeper().map(|()| remaining)
    }

    /// Enters an array.
    pub(super) fn array(&mut self) -> Result<Remaining, ReadError> {
        if let Some(count) = self.short_head(ARRAY) {
            return self.deeper().map(|()| Some(count as u64));
        }
        let fits = |found| matches!(found, Type::Array | Type::ArrayIndef);
        let remaining = self.take("array", fits, Decoder::array)?;
        self.deeper().map(|()| remaining)
    }

    fn deeper(&mut self) -> Result<(), ReadError> {
        if self.depth == MAX_DEPTH {
            return Err(ReadError::too_deep().at(self.offset()));
        }
        self.depth += 1;
        Ok(())
    }

    /// Whether another element or entry follows; leaves the array or map if none does.
    #[inline]
    pub(super) fn more(&mut self, remaining: &mut Remaining) -> Result<bool, ReadError> {
        let more = match remaining {
            Some(0) => false,
            Some(count) => {
                *count -= 1;
                true
            }
            None => match self.initial() {
                Some(initial) => initial != BREAK,
                None => self.peek()? != Type::Break,
            },
        };
        if !more {
            if remaining.is_none() {
                self.decoder.set_position(self.offset() + 1);
            }
            self.depth -= 1;
        }
        Ok(more)
    }

    /// Passes over a null or undefined if one stands here; tells whether it did.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, ReadError> {
        match self.initial() {
            Some(NULL | UNDEFINED) => self.decoder.set_position(self.offset() + 1),
            Some(_) => return Ok(false),
            None => return Err(self.expected("a value")),
        }
        Ok(true)
    }

    pub(super) fn boolean(&mut self) -> Result<bool, ReadError> {
        self.take("boolean", |found| found == Type::Bool, Decoder::bool)
    }

    /// A whole number: CBOR has 64 bits and a sign.
    pub(super) fn integer(&mut self) -> Result<i128, ReadError> {
        self.take("integer", is_integer, Decoder::int).map(i128::from)
    }

    /// A floating-point number of any size, or a whole one.
    pub(super) fn number(&mut self) -> Result<f64, ReadError> {
        self.tags()?;
        match self.peek()? {
            Type::F16 => self.half(),
            Type::F32 | Type::F64 => self.take("number", |_| true, Decoder::f64),
            found if is_integer(found) =>
            {
                #[expect(clippy::cast_precision_loss, reason = "the nearest number is wanted")]
                self.integer().map(|integer| integer as f64)
            }
            _ => Err(self.expected("number")),
        }
    }

    /// A half float, which minicbor reads only with eight crates more.
    fn half(&mut self) -> Result<f64, ReadError> {
        let start = self.offset();
        let bytes = self.decoder.input().get(start + 1..start + 3);
        let bits = bytes.and_then(|bytes| bytes.try_into().ok()).map(u16::from_be_bytes);
        self.decoder.set_position(start + 3);
        let bits = bits.ok_or_else(|| self.broken(&Error::end_of_input()).at(start))?;
        Ok(from_half(bits))
    }

    /// Whether a whole number stands here, or a float.
    pub(super) fn is_integer(&self) -> Result<bool, ReadError> {
        self.peek().map(is_integer)
    }

    /// Whether bytes stand here.
    pub(super) fn is_bytes(&self) -> Result<bool, ReadError> {
        self.peek().map(is_bytes)
    }

    /// Passes over the key of a map's entry if it is that one, in short form; tells whether it did.
    #[inline]
    pub(super) fn likely_key(&mut self, key: &str) -> bool {
        let start = self.offset();
        let is_here = self.short_bytes(TEXT).is_some_and(|found| found == key.as_bytes());
        if !is_here {
            self.decoder.set_position(start);
        }
        is_here
    }

    /// Text; borrowed unless it comes in pieces.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let start = self.offset();
        if let Some(bytes) = self.short_bytes(TEXT) {
            let text = std::str::from_utf8(bytes).map(Cow::Borrowed);
            return text.or_else(|_| {
                self.decoder.set_position(start);
                self.any_string()
            });
        }
        self.any_string()
    }

    fn any_string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        self.take(
            "string",
            |found| matches!(found, Type::String | Type::StringIndef),
            |decoder| {
                if decoder.datatype()? == Type::String {
                    return decoder.str().map(Cow::Borrowed);
                }
                decoder.str_iter()?.collect::<Result<String, _>>().map(Cow::Owned)
            },
        )
    }

    /// Bytes; borrowed unless they come in pieces.
    pub(super) fn bytes(&mut self) -> Result<Cow<'a, [u8]>, ReadError> {
        if let Some(bytes) = self.short_bytes(BYTES) {
            return Ok(Cow::Borrowed(bytes));
        }
        self.take("bytes", is_bytes, |decoder| {
            if decoder.datatype()? == Type::Bytes {
                return decoder.bytes().map(Cow::Borrowed);
            }
            let pieces = decoder.bytes_iter()?.collect::<Result<Vec<_>, _>>()?;
            Ok(Cow::Owned(pieces.concat()))
        })
    }

    /// Passes over a value of any kind.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        self.tags()?;
        match self.peek()? {
            Type::Map | Type::MapIndef => {
                let mut remaining = self.map()?;
                while self.more(&mut remaining)? {
                    self.skip()?;
                    self.skip()?;
                }
                Ok(())
            }
            Type::Array | Type::ArrayIndef => {
                let mut remaining = self.array()?;
                while self.more(&mut remaining)? {
                    self.skip()?;
                }
                Ok(())
            }
            Type::String | Type::StringIndef => self.string().map(drop),
            Type::Bytes | Type::BytesIndef => self.bytes().map(drop),
            Type::Bool => self.boolean().map(drop),
            Type::Null | Type::Undefined => self.null().map(drop),
            Type::Simple => self.take("simple value", |_| true, Decoder::simple).map(drop),
            Type::Break | Type::Tag | Type::Unknown(_) => Err(self.expected("a value")),
            _ => self.number().map(drop),
        }
    }
}

fn is_integer(found: Type) -> bool {
    use Type::{I8, I16, I32, I64, Int, U8, U16, U32, U64};
    matches!(found, U8 | U16 | U32 | U64 | I8 | I16 | I32 | I64 | Int)
}

fn is_bytes(found: Type) -> bool {
    matches!(found, Type::Bytes | Type::BytesIndef)
}

fn name(found: Type) -> &'static str {
    match found {
        Type::Bool => "boolean",
        Type::Null => "null",
        Type::Undefined => "undefined",
        Type::F16 | Type::F32 | Type::F64 => "float",
        Type::Simple => "simple value",
        Type::Bytes | Type::BytesIndef => "bytes",
        Type::String | Type::StringIndef => "string",
        Type::Array | Type::ArrayIndef => "array",
        Type::Map | Type::MapIndef => "map",
        Type::Tag => "tag",
        Type::Break => "the end of an array or map",
        Type::Unknown(_) => "something that is not CBOR",
        _ => "integer",
    }
}

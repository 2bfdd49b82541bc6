//! Writing shapes as JSON.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Json;
use super::tokens::{is_number, plain_length};
use crate::codec::{MAX_DEPTH, WriteError};
use crate::document::{Document, Number};
use crate::schema::{Member, SchemaKind, Target};
use crate::shape::{List, Map, Ref, Shape};
use crate::timestamp::{Timestamp, TimestampFormat};

/// Appends a structure or union as a JSON object.
///
/// # Errors
/// A union without a known member, or nesting deeper than [`MAX_DEPTH`].
pub fn write(shape: &dyn Shape, out: &mut Vec<u8>) -> Result<(), WriteError> {
    write_in(Json::default(), shape, out)
}

pub(super) fn write_in(form: Json, shape: &dyn Shape, out: &mut Vec<u8>) -> Result<(), WriteError> {
    Writer { form, out, depth: 0 }.shape(shape)
}

/// Appends any JSON value.
///
/// # Errors
/// Nesting deeper than [`MAX_DEPTH`].
pub fn write_document(document: &Document, out: &mut Vec<u8>) -> Result<(), WriteError> {
    Writer { form: Json::default(), out, depth: 0 }.document(document)
}

/// Appends text as a JSON string.
pub(super) fn write_text(text: &str, out: &mut Vec<u8>) {
    Writer { form: Json::default(), out, depth: 0 }.string(text);
}

struct Writer<'a> {
    form: Json,
    out: &'a mut Vec<u8>,
    depth: usize,
}

impl Writer<'_> {
    fn shape(&mut self, shape: &dyn Shape) -> Result<(), WriteError> {
        self.open(b'{')?;
        let schema = shape.schema();
        let mut empty = true;
        for (index, member) in schema.members.iter().enumerate() {
            let value = shape.get(index);
            if !matches!(value, Ref::Absent) {
                self.key(self.form.name(member), empty);
                self.value(value, member)?;
                empty = false;
            }
        }
        if empty && schema.kind == SchemaKind::Union {
            return Err(WriteError::unknown_variant(schema));
        }
        self.close(b'}');
        Ok(())
    }

    fn open(&mut self, bracket: u8) -> Result<(), WriteError> {
        if self.depth == MAX_DEPTH {
            return Err(WriteError::too_deep());
        }
        self.depth += 1;
        self.out.push(bracket);
        Ok(())
    }

    fn close(&mut self, bracket: u8) {
        self.depth -= 1;
        self.out.push(bracket);
    }

    fn key(&mut self, key: &str, first: bool) {
        if !first {
            self.out.push(b',');
        }
        self.string(key);
        self.out.push(b':');
    }

    fn value(&mut self, value: Ref<'_>, member: &Member) -> Result<(), WriteError> {
        match value {
            Ref::Absent => self.text("null"),
            Ref::Boolean(value) => self.text(if value { "true" } else { "false" }),
            Ref::Byte(value) => self.integer(value.into()),
            Ref::Short(value) => self.integer(value.into()),
            Ref::Integer(value) => self.integer(value.into()),
            Ref::Long(value) => self.integer(value),
            Ref::Float(value) if value.is_finite() => self.float(value),
            Ref::Float(value) => self.special(value.into()),
            Ref::Double(value) => self.double(value),
            Ref::String(value) => match member.target() {
                Target::BigInteger | Target::BigDecimal => self.big_number(value)?,
                _ => self.string(value),
            },
            Ref::Blob(value) => self.blob(value)?,
            Ref::Timestamp(value) => {
                self.timestamp(value, self.form.timestamp_format(member))?;
            }
            Ref::Document(value) => self.document(value)?,
            Ref::Stream(_) | Ref::Events(_) => {
                return Err(WriteError::of_stream());
            }
            Ref::Shape(value) => self.shape(value)?,
            Ref::List(list) => self.list(list, member)?,
            Ref::Map(map) => self.map(map, member)?,
        }
        Ok(())
    }

    fn list(&mut self, list: &dyn List, member: &Member) -> Result<(), WriteError> {
        let Target::List(element) = member.target() else {
            return Err(WriteError::new("the schema has no list here"));
        };
        let element = &element.member();
        self.open(b'[')?;
        for index in 0..list.len() {
            if index > 0 {
                self.out.push(b',');
            }
            self.value(list.at(index), element)?;
        }
        self.close(b']');
        Ok(())
    }

    fn map(&mut self, map: &dyn Map, member: &Member) -> Result<(), WriteError> {
        let Target::Map((_, element)) = member.target() else {
            return Err(WriteError::new("the schema has no map here"));
        };
        self.open(b'{')?;
        for (index, (key, value)) in map.entries().enumerate() {
            self.key(key, index == 0);
            self.value(value, element)?;
        }
        self.close(b'}');
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn integer(&mut self, value: i64) {
        self.text(itoa::Buffer::new().format(value));
    }

    fn double(&mut self, value: f64) {
        if value.is_finite() { self.float(value) } else { self.special(value) }
    }

    fn float(&mut self, value: impl std::fmt::Debug) {
        // `{:?}` is the shortest text that reads back as the same number, as JSON has it.
        // Writing to a vector cannot fail.
        let _ = write!(self.out, "{value:?}");
    }

    fn special(&mut self, value: f64) {
        self.text(match value {
            f64::INFINITY => "\"Infinity\"",
            f64::NEG_INFINITY => "\"-Infinity\"",
            _ => "\"NaN\"",
        });
    }

    /// The digits come from a caller: only a number is written as one.
    fn big_number(&mut self, digits: &str) -> Result<(), WriteError> {
        if !is_number(digits.as_bytes()) {
            return Err(WriteError::new(format!("{digits:?} is not a number")));
        }
        if self.form.big_numbers_as_text {
            self.string(digits);
        } else {
            self.text(digits);
        }
        Ok(())
    }

    fn blob(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        let too_long = || WriteError::new("a blob too long for base64");
        self.out.push(b'"');
        let start = self.out.len();
        let length = base64::encoded_len(bytes.len(), true).ok_or_else(too_long)?;
        self.out.resize(start + length, 0);
        let place = self.out.get_mut(start..).unwrap_or_default();
        BASE64.encode_slice(bytes, place).map_err(|_| too_long())?;
        self.out.push(b'"');
        Ok(())
    }

    fn timestamp(&mut self, value: Timestamp, format: TimestampFormat) -> Result<(), WriteError> {
        if format == TimestampFormat::EpochSeconds && value.subsecond_nanos() == 0 {
            self.integer(value.seconds());
            return Ok(());
        }
        let text = value.format(format).map_err(|error| WriteError::new(error.to_string()))?;
        match format {
            TimestampFormat::EpochSeconds => self.text(&text),
            TimestampFormat::DateTime | TimestampFormat::HttpDate => self.string(&text),
        }
        Ok(())
    }

    fn string(&mut self, text: &str) {
        self.out.push(b'"');
        let mut rest = text.as_bytes();
        while let Some((plain, behind)) = rest.split_at_checked(plain_length(rest)) {
            self.out.extend_from_slice(plain);
            let Some((byte, behind)) = behind.split_first() else { break };
            self.escape(*byte);
            rest = behind;
        }
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.text("\\\""),
            b'\\' => self.text("\\\\"),
            b'\n' => self.text("\\n"),
            b'\r' => self.text("\\r"),
            b'\t' => self.text("\\t"),
            _ => {
                // Writing to a vector cannot fail.
                let _ = write!(self.out, "\\u{byte:04x}");
            }
        }
    }

    fn document(&mut self, document: &Document) -> Result<(), WriteError> {
        match document {
            Document::Null => self.text("null"),
            Document::Boolean(value) => self.text(if *value { "true" } else { "false" }),
            Document::Number(Number::Integer(value)) => self.integer(*value),
            Document::Number(Number::Unsigned(value)) => {
                self.text(itoa::Buffer::new().format(*value));
            }
            Document::Number(Number::Float(value)) => self.double(*value),
            Document::String(text) => self.string(text),
            Document::List(values) => {
                self.open(b'[')?;
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.document(value)?;
                }
                self.close(b']');
            }
            Document::Map(entries) => {
                self.open(b'{')?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    self.key(key, index == 0);
                    self.document(value)?;
                }
                self.close(b'}');
            }
        }
        Ok(())
    }
}

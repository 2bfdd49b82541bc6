//! Simple values as text: in XML, in queries, in the path, in headers.
//!
//! The forms are those of the Smithy specification's "XML binding traits" and "HTTP protocol
//! bindings", which agree but for the default format of timestamps.

use std::borrow::Cow;
use std::fmt::Debug;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::codec::{ReadError, WriteError};
use crate::schema::Member;
use crate::shape::{Ref, Slot};
use crate::timestamp::{Timestamp, TimestampFormat};

/// The text of a simple value, timestamps in `format` unless the member has one of its own.
///
/// # Errors
/// A value that is not simple, or a timestamp that the format cannot express.
pub(crate) fn write<'a>(
    value: Ref<'a>,
    member: &Member,
    format: TimestampFormat,
) -> Result<Cow<'a, str>, WriteError> {
    Ok(match value {
        Ref::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Ref::Byte(value) => integer(value.into()),
        Ref::Short(value) => integer(value.into()),
        Ref::Integer(value) => integer(value.into()),
        Ref::Long(value) => integer(value),
        Ref::Float(value) => float(value, value.into()),
        Ref::Double(value) => float(value, value),
        Ref::String(value) => Cow::Borrowed(value),
        Ref::Blob(value) => Cow::Owned(BASE64.encode(value)),
        Ref::Timestamp(value) => {
            let text = value.format(member.timestamp_format(format));
            Cow::Owned(text.map_err(|error| WriteError::new(error.to_string()))?)
        }
        Ref::Stream(_) | Ref::Events(_) => {
            return Err(WriteError::of_stream());
        }
        Ref::Document(_) => return Err(WriteError::new("a document can only stand in JSON")),
        Ref::Absent | Ref::Shape(_) | Ref::List(_) | Ref::Map(_) => {
            return Err(WriteError::new("the schema has a simple value here"));
        }
    })
}

fn integer(value: i64) -> Cow<'static, str> {
    Cow::Owned(itoa::Buffer::new().format(value).to_owned())
}

/// The shortest text that reads back as the same number of its own size.
fn float(value: impl Debug, wide: f64) -> Cow<'static, str> {
    if wide.is_finite() {
        return Cow::Owned(format!("{value:?}"));
    }
    Cow::Borrowed(match wide {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    })
}

/// Reads a simple value from its text, timestamps in `format` unless the member has one of its
/// own. `strictly` is as services read: times in exactly that format.
///
/// # Errors
/// Text that is no such value, or a place of a value that is not simple.
pub(crate) fn read(
    text: Cow<'_, str>,
    slot: Slot<'_>,
    member: &Member,
    format: TimestampFormat,
    strictly: bool,
) -> Result<(), ReadError> {
    match slot {
        Slot::Unknown => {}
        Slot::Boolean(place) => {
            *place = match &*text {
                "true" => true,
                "false" => false,
                _ => return Err(unfit("true or false", &text)),
            }
        }
        Slot::Byte(place) => *place = number(&text, "an integer of 8 bits")?,
        Slot::Short(place) => *place = number(&text, "an integer of 16 bits")?,
        Slot::Integer(place) => *place = number(&text, "an integer of 32 bits")?,
        Slot::Long(place) => *place = number(&text, "an integer of 64 bits")?,
        Slot::Float(place) => *place = parse_float(&text, "a number of 32 bits", f32::is_finite)?,
        Slot::Double(place) => *place = parse_float(&text, "a number of 64 bits", f64::is_finite)?,
        Slot::String(place) => *place = text.into_owned(),
        Slot::Enum(place) => place.set(&text),
        Slot::Blob(place) => *place = blob(&text)?.into(),
        Slot::Timestamp(place) => {
            let format = member.timestamp_format(format);
            let time = if strictly {
                Timestamp::parse_strictly(&text, format)
            } else {
                Timestamp::parse_tolerantly(&text, format)
            };
            *place = time.map_err(|_| unfit("a timestamp", &text))?;
        }
        Slot::Stream(_) | Slot::Events(_) => {
            return Err(ReadError::of_stream());
        }
        Slot::Document(_) => return Err(ReadError::new("a document can only stand in JSON")),
        Slot::Shape(_) | Slot::List(_) | Slot::Map(_) => {
            return Err(ReadError::new("the schema has a simple value here"));
        }
    }
    Ok(())
}

fn number<T: FromStr>(text: &str, what: &str) -> Result<T, ReadError> {
    text.parse().map_err(|_| unfit(what, text))
}

/// A float of either size. The special ones have exactly these names: the standard library knows
/// them by others, too.
fn parse_float<T: FromStr + Copy>(
    text: &str,
    what: &str,
    is_finite: fn(T) -> bool,
) -> Result<T, ReadError> {
    if matches!(text, "NaN" | "Infinity" | "-Infinity") {
        return number(text, what);
    }
    let of_number = |byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E');
    let parsed = text.parse().ok().filter(|_| text.bytes().all(of_number));
    parsed.filter(|float| is_finite(*float)).ok_or_else(|| unfit(what, text))
}

/// The bytes of base64, which may be broken into lines.
///
/// # Errors
/// Text that is no base64.
pub(crate) fn blob(text: &str) -> Result<Vec<u8>, ReadError> {
    let decoded = BASE64.decode(text).or_else(|_| {
        let unbroken: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        BASE64.decode(unbroken)
    });
    decoded.map_err(|_| unfit("base64", text))
}

fn unfit(what: &str, text: &str) -> ReadError {
    let shown: String = text.chars().take(40).collect();
    ReadError::new(format!("expected {what}, found {shown:?}"))
}

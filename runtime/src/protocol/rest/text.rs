//! Single values as text: in labels, query strings and headers.
//!
//! The forms are those of the Smithy specification "HTTP binding traits": numbers as in JSON,
//! the special floats by name, bytes as base64, timestamps in a format that depends on the place.

use std::borrow::Cow;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::codec::{ReadError, WriteError};
use crate::schema::{Member, Trait};
use crate::shape::{Ref, Slot};
use crate::timestamp::{Timestamp, TimestampFormat};

/// Where the text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a label or in the query string.
    Uri,
    /// In a header.
    Header,
}

impl Place {
    /// How timestamps are written here, where the model is silent.
    fn timestamps(self) -> TimestampFormat {
        match self {
            Self::Uri => TimestampFormat::DateTime,
            Self::Header => TimestampFormat::HttpDate,
        }
    }

    /// How timestamps of that member are written here.
    pub(super) fn timestamp_format(self, member: &Member) -> TimestampFormat {
        member.timestamp_format(self.timestamps())
    }

    /// Whether a string is written as base64: it may hold what no header can.
    fn hides(self, member: &Member) -> bool {
        let has_media_type = |t: &Trait| matches!(t, Trait::MediaType(_));
        self == Self::Header && member.traits.iter().any(has_media_type)
    }
}

/// The text of a value that is no list, map or shape; none if it is absent.
pub(super) fn write<'a>(
    value: Ref<'a>,
    member: &Member,
    place: Place,
) -> Result<Option<Cow<'a, str>>, WriteError> {
    Ok(Some(match value {
        Ref::Absent => return Ok(None),
        Ref::Boolean(value) => if value { "true" } else { "false" }.into(),
        Ref::Byte(value) => value.to_string().into(),
        Ref::Short(value) => value.to_string().into(),
        Ref::Integer(value) => value.to_string().into(),
        Ref::Long(value) => value.to_string().into(),
        Ref::Float(value) if value.is_finite() => format!("{value:?}").into(),
        Ref::Float(value) => special(value.into()).into(),
        Ref::Double(value) if value.is_finite() => format!("{value:?}").into(),
        Ref::Double(value) => special(value).into(),
        Ref::String(value) if place.hides(member) => BASE64.encode(value).into(),
        Ref::String(value) => value.into(),
        Ref::Blob(value) => BASE64.encode(value).into(),
        Ref::Timestamp(value) => {
            let text = value.format(place.timestamp_format(member));
            text.map_err(|error| WriteError::new(error.to_string()))?.into()
        }
        Ref::Document(_) | Ref::Stream(_) | Ref::Shape(_) | Ref::List(_) | Ref::Map(_) => {
            return Err(WriteError::new("the value cannot stand outside the body"));
        }
    }))
}

fn special(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// Reads a value that is no list, map or shape. `strictly` is as services read: times in exactly
/// the format that the model says.
pub(super) fn read(
    text: &str,
    slot: Slot<'_>,
    member: &Member,
    place: Place,
    strictly: bool,
) -> Result<(), ReadError> {
    match slot {
        Slot::Unknown => {}
        Slot::Boolean(out) => *out = boolean(text)?,
        Slot::Byte(out) => *out = integer(text, "an integer of 8 bits")?,
        Slot::Short(out) => *out = integer(text, "an integer of 16 bits")?,
        Slot::Integer(out) => *out = integer(text, "an integer of 32 bits")?,
        Slot::Long(out) => *out = integer(text, "an integer of 64 bits")?,
        Slot::Float(out) => *out = float(text, f32::is_finite)?,
        Slot::Double(out) => *out = float(text, f64::is_finite)?,
        Slot::String(out) if place.hides(member) => *out = hidden(text)?,
        Slot::String(out) => *out = text.to_owned(),
        Slot::Enum(out) => out.set(text),
        Slot::Blob(out) => *out = base64(text)?.into(),
        Slot::Timestamp(out) => {
            let format = place.timestamp_format(member);
            let time = if strictly {
                Timestamp::parse_strictly(text, format)
            } else {
                Timestamp::parse_tolerantly(text, format)
            };
            *out = time.map_err(|_| unfit("a timestamp", text))?;
        }
        Slot::Document(_) | Slot::Stream(_) | Slot::Shape(_) | Slot::List(_) | Slot::Map(_) => {
            return Err(ReadError::new("the value cannot stand outside the body"));
        }
    }
    Ok(())
}

fn unfit(expected: &str, found: &str) -> ReadError {
    let found: String = found.chars().take(40).collect();
    ReadError::new(format!("expected {expected}, found {found:?}"))
}

fn boolean(text: &str) -> Result<bool, ReadError> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(unfit("true or false", text)),
    }
}

fn integer<T: FromStr>(text: &str, what: &str) -> Result<T, ReadError> {
    text.parse().map_err(|_| unfit(what, text))
}

/// The standard library reads the special floats in any case of letters; only these are theirs.
fn float<T: FromStr + Copy>(text: &str, is_finite: fn(T) -> bool) -> Result<T, ReadError> {
    let is_special = matches!(text, "NaN" | "Infinity" | "-Infinity");
    let float = text.parse().ok().filter(|float: &T| is_special || is_finite(*float));
    float.ok_or_else(|| unfit("a number", text))
}

fn base64(text: &str) -> Result<Vec<u8>, ReadError> {
    BASE64.decode(text).map_err(|_| unfit("base64", text))
}

fn hidden(text: &str) -> Result<String, ReadError> {
    String::from_utf8(base64(text)?).map_err(|_| unfit("base64 of text", text))
}

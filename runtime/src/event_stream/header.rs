//! The headers of messages, by the specification's "Headers Format".

use bytes::{Buf, Bytes};

use crate::codec::{ReadError, WriteError};

/// The longest text or bytes that a header may hold.
const MAX_VALUE: usize = i16::MAX as usize;

/// A header of a message. Within a message, names are unique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name, of 1 to 255 bytes.
    pub name: String,
    /// Its value.
    pub value: HeaderValue,
}

/// The value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// Types 0 and 1.
    Boolean(bool),
    /// Type 2.
    Byte(i8),
    /// Type 3.
    Short(i16),
    /// Type 4.
    Integer(i32),
    /// Type 5.
    Long(i64),
    /// Type 6, at most 32767 bytes.
    Bytes(Bytes),
    /// Type 7, at most 32767 bytes.
    String(String),
    /// Type 8, in milliseconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
    /// Type 9.
    Uuid([u8; 16]),
}

impl Header {
    /// A header with text.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: HeaderValue::String(value.into()) }
    }

    /// Appends the header.
    ///
    /// # Errors
    /// If name or value are too long.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let Some(length) = u8::try_from(self.name.len()).ok().filter(|length| *length > 0) else {
            let problem = format!("{:?}: a header's name has 1 to 255 bytes", self.name);
            return Err(WriteError::new(problem));
        };
        out.push(length);
        out.extend_from_slice(self.name.as_bytes());
        match &self.value {
            HeaderValue::Boolean(true) => out.push(0),
            HeaderValue::Boolean(false) => out.push(1),
            HeaderValue::Byte(value) => tagged(2, &value.to_be_bytes(), out),
            HeaderValue::Short(value) => tagged(3, &value.to_be_bytes(), out),
            HeaderValue::Integer(value) => tagged(4, &value.to_be_bytes(), out),
            HeaderValue::Long(value) => tagged(5, &value.to_be_bytes(), out),
            HeaderValue::Bytes(value) => self.sized(6, value, out)?,
            HeaderValue::String(value) => self.sized(7, value.as_bytes(), out)?,
            HeaderValue::Timestamp(value) => tagged(8, &value.to_be_bytes(), out),
            HeaderValue::Uuid(value) => tagged(9, value, out),
        }
        Ok(())
    }

    fn sized(&self, tag: u8, value: &[u8], out: &mut Vec<u8>) -> Result<(), WriteError> {
        let length = u16::try_from(value.len()).ok().filter(|_| value.len() <= MAX_VALUE);
        let Some(length) = length else {
            let problem = format!("{}: a header's value has at most {MAX_VALUE} bytes", self.name);
            return Err(WriteError::new(problem));
        };
        tagged(tag, &length.to_be_bytes(), out);
        out.extend_from_slice(value);
        Ok(())
    }

    /// Reads the next header off the front of `bytes`.
    ///
    /// # Errors
    /// If it is cut off, or of no known type.
    pub(super) fn read(bytes: &mut Bytes) -> Result<Self, ReadError> {
        let length = bytes.try_get_u8().map_err(cut_off)?;
        if length == 0 {
            return Err(ReadError::new("a header has no name"));
        }
        let name = text(take(bytes, length.into())?)?;
        let value = match bytes.try_get_u8().map_err(cut_off)? {
            0 => HeaderValue::Boolean(true),
            1 => HeaderValue::Boolean(false),
            2 => HeaderValue::Byte(bytes.try_get_i8().map_err(cut_off)?),
            3 => HeaderValue::Short(bytes.try_get_i16().map_err(cut_off)?),
            4 => HeaderValue::Integer(bytes.try_get_i32().map_err(cut_off)?),
            5 => HeaderValue::Long(bytes.try_get_i64().map_err(cut_off)?),
            6 => HeaderValue::Bytes(sized(bytes)?),
            7 => HeaderValue::String(text(sized(bytes)?)?),
            8 => HeaderValue::Timestamp(bytes.try_get_i64().map_err(cut_off)?),
            9 => HeaderValue::Uuid(bytes.try_get_u128().map_err(cut_off)?.to_be_bytes()),
            other => {
                let problem = format!("header {name:?}: {other} is no type of a header");
                return Err(ReadError::new(problem));
            }
        };
        Ok(Self { name, value })
    }
}

fn tagged(tag: u8, value: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend_from_slice(value);
}

fn sized(bytes: &mut Bytes) -> Result<Bytes, ReadError> {
    let length = bytes.try_get_u16().map_err(cut_off)?;
    take(bytes, length.into())
}

fn take(bytes: &mut Bytes, length: usize) -> Result<Bytes, ReadError> {
    if bytes.len() < length {
        return Err(cut_off(()));
    }
    Ok(bytes.split_to(length))
}

fn text(bytes: Bytes) -> Result<String, ReadError> {
    String::from_utf8(bytes.into()).map_err(|_| ReadError::new("a header's text is not UTF-8"))
}

fn cut_off<T>(_: T) -> ReadError {
    ReadError::new("a header is cut off")
}

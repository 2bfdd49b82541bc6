//! The JSON codec: shapes to bytes and back, without a tree between.
//!
//! The rules are those of RFC 8259 for the text and of the AWS JSON protocols for shapes: absent
//! members are not written, null means absent, blobs are base64, timestamps are seconds unless
//! the model says otherwise, and the special floats are the strings `NaN`, `Infinity` and
//! `-Infinity`.

mod read;
mod tokens;
mod write;

pub use self::read::{read, read_document};
pub use self::write::{write, write_document};
use crate::codec::{Codec, ReadError, WriteError};
use crate::schema::Member;
use crate::shape::Shape;
use crate::timestamp::TimestampFormat;

/// The codec in the form that a protocol has it in; by default that of awsJson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json {
    /// Members have the names of `smithy.api#jsonName`.
    pub names: bool,
    /// Numbers of any size are written as strings. Both forms are read.
    pub big_numbers_as_text: bool,
    /// Timestamps are seconds since 1970, whatever the model says.
    pub epoch_seconds: bool,
    /// Reads as services do: what a client would overlook, such as null in a list that has no
    /// place for it, is an error.
    pub strict: bool,
}

impl Json {
    /// A member's name.
    #[inline]
    fn name(self, member: &Member) -> &'static str {
        if self.names { member.json_name() } else { member.name() }
    }

    /// How a timestamp in that place is written.
    fn timestamp_format(self, member: &Member) -> TimestampFormat {
        let default = TimestampFormat::EpochSeconds;
        if self.epoch_seconds { default } else { member.timestamp_format(default) }
    }
}

impl Codec for Json {
    fn content_type(&self) -> &'static str {
        "application/json"
    }

    /// The member that a payload is does not matter: JSON has no names at the root.
    fn write(
        &self,
        shape: &dyn Shape,
        _member: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        write::write_in(*self, shape, out)
    }

    fn read(&self, bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
        read::read_in(*self, bytes, shape)
    }
}

/// A structure that was written as JSON, with `__type` before its members.
pub(crate) fn named(name: &str, structure: &[u8]) -> Vec<u8> {
    let mut out = b"{\"__type\":".to_vec();
    write::write_text(name, &mut out);
    let members = structure.strip_prefix(b"{").unwrap_or(structure);
    if members != b"}" {
        out.push(b',');
    }
    out.extend_from_slice(members);
    out
}

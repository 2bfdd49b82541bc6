//! Single values as text in labels, query strings and headers: what differs from place to place.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::codec::{ReadError, WriteError};
use crate::schema::{Member, Trait};
use crate::shape::{Ref, Slot};
use crate::text;
use crate::timestamp::TimestampFormat;

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
        self == Self::Header && member.traits().iter().any(has_media_type)
    }
}

/// The text of a value that is no list, map or shape; none if it is absent.
pub(super) fn write<'a>(
    value: Ref<'a>,
    member: &Member,
    place: Place,
) -> Result<Option<Cow<'a, str>>, WriteError> {
    match value {
        Ref::Absent => Ok(None),
        Ref::String(value) if place.hides(member) => Ok(Some(BASE64.encode(value).into())),
        value => text::write(value, member, place.timestamps()).map(Some),
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
        Slot::String(out) if place.hides(member) => {
            *out = String::from_utf8(text::blob(text)?)
                .map_err(|_| ReadError::new("expected base64 of text"))?;
            Ok(())
        }
        slot => text::read(Cow::Borrowed(text), slot, member, place.timestamps(), strictly),
    }
}

//! Events in messages, by the specification's "Amazon Event Semantics".

use std::fmt;
use std::io;

use bytes::Bytes;

use super::frame::Message;
use super::header::{Header, HeaderValue};
use crate::Timestamp;
use crate::codec::{Codec, ReadError, WriteError};
use crate::schema::{Member, Schema, SchemaKind, Trait};
use crate::shape::{Ref, Shape, Slot};

const MESSAGE_TYPE: &str = ":message-type";
const EVENT_TYPE: &str = ":event-type";
const EXCEPTION_TYPE: &str = ":exception-type";
const ERROR_CODE: &str = ":error-code";
const ERROR_MESSAGE: &str = ":error-message";
const CONTENT_TYPE: &str = ":content-type";

/// The type of the event that holds an input's members beside the stream.
pub const INITIAL_REQUEST: &str = "initial-request";

/// The type of the event that holds an output's members beside the stream.
pub const INITIAL_RESPONSE: &str = "initial-response";

/// Why there is no event.
#[derive(Debug)]
#[non_exhaustive]
pub enum EventError<T> {
    /// The other side ended its stream with an error that the model names: a variant of the
    /// stream's union.
    Exception(T),
    /// The other side ended its stream with an error that the model does not name.
    Unmodelled {
        /// What kind of error it is.
        code: String,
        /// What it says to people, or empty.
        message: String,
    },
    /// What came is no event of the stream.
    Invalid(ReadError),
    /// The connection broke, or nothing came in time.
    Connection(io::Error),
}

impl<T> EventError<T> {
    /// The same with another form of the event.
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> EventError<U> {
        match self {
            Self::Exception(event) => EventError::Exception(change(event)),
            Self::Unmodelled { code, message } => EventError::Unmodelled { code, message },
            Self::Invalid(error) => EventError::Invalid(error),
            Self::Connection(error) => EventError::Connection(error),
        }
    }
}

/// A stream of messages that broke, or what came in it.
impl<T> From<io::Error> for EventError<T> {
    fn from(error: io::Error) -> Self {
        match error.downcast() {
            Ok(error) => Self::Invalid(error),
            Err(error) => Self::Connection(error),
        }
    }
}

impl<T> From<ReadError> for EventError<T> {
    fn from(error: ReadError) -> Self {
        Self::Invalid(error)
    }
}

impl<T: Shape> fmt::Display for EventError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exception(event) => {
                let name =
                    variant(event).map_or("an exception", |(_, _, event)| event.schema().name);
                write!(f, "the stream ended with {name}")
            }
            Self::Unmodelled { code, message } if message.is_empty() => {
                write!(f, "the stream ended with {code}")
            }
            Self::Unmodelled { code, message } => {
                write!(f, "the stream ended with {code}: {message}")
            }
            Self::Invalid(error) => write!(f, "the event cannot be read: {error}"),
            Self::Connection(error) => error.fmt(f),
        }
    }
}

impl<T: Shape + fmt::Debug> std::error::Error for EventError<T> {}

/// The variant that a union is: its index, its member and its value.
fn variant(union: &dyn Shape) -> Option<(usize, &'static Member, &dyn Shape)> {
    let members = union.schema().members.iter().enumerate();
    members.into_iter().find_map(|(index, member)| match union.get(index) {
        Ref::Shape(event) => Some((index, member, event)),
        _ => None,
    })
}

/// The message of an event, which is a variant of its stream's union: an exception, if the
/// variant is an error.
///
/// # Errors
/// If it is of no known variant, or cannot be written.
pub fn write_event(codec: &dyn Codec, event: &dyn Shape) -> Result<Message, WriteError> {
    let Some((_, member, event)) = variant(event) else {
        return Err(WriteError::new("an event of no known type cannot be sent"));
    };
    let (kind, name) = match event.schema().kind {
        SchemaKind::Error => ("exception", EXCEPTION_TYPE),
        SchemaKind::Structure | SchemaKind::Union => ("event", EVENT_TYPE),
    };
    let mut message = Message {
        headers: vec![Header::text(MESSAGE_TYPE, kind), Header::text(name, member.name())],
        payload: Bytes::new(),
    };
    if let Some((content_type, payload)) = payload(codec, event)? {
        message.headers.push(Header::text(CONTENT_TYPE, content_type));
        message.payload = payload;
    }
    for (index, member) in event.schema().members.iter().enumerate() {
        if member.has(&Trait::EventHeader)
            && let Some(value) = header_value(event.get(index), member)?
        {
            message.headers.push(Header { name: member.name().to_owned(), value });
        }
    }
    Ok(message)
}

/// The media type and the payload of an event, if it has any.
fn payload(
    codec: &dyn Codec,
    event: &dyn Shape,
) -> Result<Option<(&'static str, Bytes)>, WriteError> {
    let members = event.schema().members;
    let Some(index) = members.iter().position(|member| member.has(&Trait::EventPayload)) else {
        if !has_document(event.schema()) {
            return Ok(None);
        }
        let mut out = Vec::new();
        codec.write(&WithoutHeaders(event), None, &mut out)?;
        return Ok(Some((codec.content_type(), out.into())));
    };
    Ok(Some(match event.get(index) {
        Ref::Absent => return Ok(None),
        Ref::Blob(blob) => ("application/octet-stream", blob.clone().into_bytes()),
        Ref::String(text) => ("text/plain", text.to_owned().into()),
        Ref::Shape(shape) => {
            let mut out = Vec::new();
            codec.write(shape, members.get(index), &mut out)?;
            (codec.content_type(), out.into())
        }
        _ => return Err(WriteError::new(NO_PAYLOAD)),
    }))
}

const NO_PAYLOAD: &str = "the payload of an event is bytes, text, a structure or a union";

/// Whether members that are neither headers nor the payload make up a document.
fn has_document(event: &Schema) -> bool {
    event.members.iter().any(|member| !member.has(&Trait::EventHeader))
}

fn header_value(value: Ref<'_>, member: &Member) -> Result<Option<HeaderValue>, WriteError> {
    Ok(Some(match value {
        Ref::Absent => return Ok(None),
        Ref::Boolean(value) => HeaderValue::Boolean(value),
        Ref::Byte(value) => HeaderValue::Byte(value),
        Ref::Short(value) => HeaderValue::Short(value),
        Ref::Integer(value) => HeaderValue::Integer(value),
        Ref::Long(value) => HeaderValue::Long(value),
        Ref::String(value) => HeaderValue::String(value.to_owned()),
        Ref::Blob(value) => HeaderValue::Bytes(value.clone().into_bytes()),
        Ref::Timestamp(value) => {
            let millis = i64::from(value.subsecond_nanos() / 1_000_000);
            HeaderValue::Timestamp(value.seconds().saturating_mul(1000).saturating_add(millis))
        }
        _ => {
            let problem = format!("{}: such a value cannot be a header", member.name());
            return Err(WriteError::new(problem));
        }
    }))
}

/// The first message of a stream in protocols without HTTP bindings: `body` is what the protocol
/// would have sent without the stream. The type is [`INITIAL_REQUEST`] or [`INITIAL_RESPONSE`].
#[must_use]
pub fn initial_message(event_type: &'static str, codec: &dyn Codec, body: Bytes) -> Message {
    let headers = vec![
        Header::text(MESSAGE_TYPE, "event"),
        Header::text(EVENT_TYPE, event_type),
        Header::text(CONTENT_TYPE, codec.content_type()),
    ];
    Message { headers, payload: body }
}

/// Whether a message is the first of a stream, before the events.
pub(crate) fn is_initial(message: &Message) -> bool {
    message.text(MESSAGE_TYPE) == Some("event")
        && matches!(message.text(EVENT_TYPE), Some(INITIAL_REQUEST | INITIAL_RESPONSE))
}

/// The event that a message holds, a variant of the union `T`; its default for an event that
/// the model does not name.
///
/// # Errors
/// Why the message is no event: it is an error of the other side, or cannot be read.
pub fn read_event<T: Shape + Default>(
    codec: &dyn Codec,
    message: &Message,
) -> Result<T, EventError<T>> {
    let mut event = T::default();
    match text(message, MESSAGE_TYPE)? {
        "event" => {
            read_variant(codec, message, text(message, EVENT_TYPE)?, &mut event)?;
            Ok(event)
        }
        "exception" => {
            let name = text(message, EXCEPTION_TYPE)?;
            if read_variant(codec, message, name, &mut event)? {
                return Err(EventError::Exception(event));
            }
            Err(EventError::Unmodelled { code: name.to_owned(), message: String::new() })
        }
        "error" => Err(EventError::Unmodelled {
            code: text(message, ERROR_CODE)?.to_owned(),
            message: message.text(ERROR_MESSAGE).unwrap_or_default().to_owned(),
        }),
        other => Err(ReadError::new(format!("{other:?} is no type of a message")).into()),
    }
}

/// The text of a header that has to be there.
fn text<'a>(message: &'a Message, name: &str) -> Result<&'a str, ReadError> {
    match message.header(name) {
        Some(HeaderValue::String(text)) => Ok(text),
        Some(_) => Err(ReadError::new(format!("the header {name} is no text"))),
        None => Err(ReadError::new(format!("the message has no header {name}"))),
    }
}

/// Makes the union the variant of that name; tells whether it has one.
fn read_variant(
    codec: &dyn Codec,
    message: &Message,
    name: &str,
    union: &mut dyn Shape,
) -> Result<bool, ReadError> {
    let members = union.schema().members;
    let Some(index) = members.iter().position(|member| member.name() == name) else {
        return Ok(false);
    };
    let Slot::Shape(event) = union.slot(index) else {
        return Ok(false);
    };
    read_members(codec, message, event).map_err(|error| error.in_member(name))?;
    Ok(true)
}

fn read_members(
    codec: &dyn Codec,
    message: &Message,
    event: &mut dyn Shape,
) -> Result<(), ReadError> {
    let schema = event.schema();
    let mut has_payload = false;
    for (index, member) in schema.members.iter().enumerate() {
        let read = if member.has(&Trait::EventPayload) {
            has_payload = true;
            read_payload(codec, message, index, event)
        } else if let Some(value) = message.header(member.name())
            && member.has(&Trait::EventHeader)
        {
            read_header(value, event.slot(index))
        } else {
            Ok(())
        };
        read.map_err(|error| error.in_member(member.name()))?;
    }
    if has_payload || message.payload.is_empty() || !has_document(schema) {
        return Ok(());
    }
    codec.read(&message.payload, event)
}

fn read_payload(
    codec: &dyn Codec,
    message: &Message,
    index: usize,
    event: &mut dyn Shape,
) -> Result<(), ReadError> {
    let payload = &message.payload;
    // Nothing of no media type is no payload, nothing of a media type is an empty one.
    if payload.is_empty() && message.header(CONTENT_TYPE).is_none() {
        return Ok(());
    }
    let text = || {
        let text = std::str::from_utf8(payload);
        text.map_err(|error| ReadError::new("the text is not UTF-8").at(error.valid_up_to()))
    };
    match event.slot(index) {
        Slot::Blob(place) => *place = payload.clone().into(),
        Slot::String(place) => text()?.clone_into(place),
        Slot::Enum(place) => place.set(text()?),
        Slot::Shape(_) if payload.is_empty() => {}
        Slot::Shape(shape) => codec.read(payload, shape)?,
        _ => return Err(ReadError::new(NO_PAYLOAD)),
    }
    Ok(())
}

fn read_header(value: &HeaderValue, place: Slot<'_>) -> Result<(), ReadError> {
    match (place, value) {
        (Slot::Boolean(place), HeaderValue::Boolean(value)) => *place = *value,
        (Slot::Byte(place), HeaderValue::Byte(value)) => *place = *value,
        (Slot::Short(place), HeaderValue::Short(value)) => *place = *value,
        (Slot::Integer(place), HeaderValue::Integer(value)) => *place = *value,
        (Slot::Long(place), HeaderValue::Long(value)) => *place = *value,
        (Slot::String(place), HeaderValue::String(value)) => place.clone_from(value),
        (Slot::Enum(place), HeaderValue::String(value)) => place.set(value),
        (Slot::Blob(place), HeaderValue::Bytes(value)) => *place = value.clone().into(),
        (Slot::Timestamp(place), HeaderValue::Timestamp(millis)) => {
            let nanos = u32::try_from(millis.rem_euclid(1000)).unwrap_or_default() * 1_000_000;
            let time = Timestamp::from_epoch(millis.div_euclid(1000), nanos);
            *place = time.ok_or_else(|| ReadError::new("the time is out of range"))?;
        }
        _ => return Err(ReadError::new("the header is of another type than the member")),
    }
    Ok(())
}

/// An event without the members that are headers.
struct WithoutHeaders<'a>(&'a dyn Shape);

impl Shape for WithoutHeaders<'_> {
    fn schema(&self) -> &'static Schema {
        self.0.schema()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match self.schema().members.get(member) {
            Some(member) if member.has(&Trait::EventHeader) => Ref::Absent,
            _ => self.0.get(member),
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

//! Frames in pieces and out of shape, and events of every form.

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::Blob;
use crate::codec::{Codec, ReadError, WriteError};
use crate::schema::{Member, NONE, Schema, Target, Trait};
use crate::shape::{self, Ref, Shape, Slot};

/// A codec for structures of one text: the text itself.
struct Plain;

impl Codec for Plain {
    fn content_type(&self) -> &'static str {
        "text/x-plain"
    }

    fn write(
        &self,
        shape: &dyn Shape,
        _: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        for member in 0..shape.schema().members.len() {
            if let Ref::String(text) = shape.get(member) {
                out.extend_from_slice(text.as_bytes());
            }
        }
        Ok(())
    }

    fn read(&self, bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::new("no text"))?;
        let members = shape.schema().members.iter();
        let index = members.into_iter().position(|member| member.traits().is_empty());
        if let Some(Slot::String(place)) = index.map(|index| shape.slot(index)) {
            *place = text;
        }
        Ok(())
    }
}

/// An event with a header, and text as a document; or an error.
#[derive(Debug, Default, PartialEq)]
struct Note {
    count: Option<i32>,
    text: Option<String>,
}

static NOTE: Schema = Schema::structure("Note", MEMBERS);
static FAILURE: Schema = Schema::error("Failure", MEMBERS);
const MEMBERS: &[Member] = &[
    Member("count", "count", Target::Integer, &[Trait::EventHeader]),
    Member("text", "text", Target::String, NONE),
];

macro_rules! shape_of {
    ($name:ident, $schema:ident, $($field:ident),*) => {
        impl Shape for $name {
            fn schema(&self) -> &'static Schema {
                &$schema
            }

            fn get(&self, member: usize) -> Ref<'_> {
                let fields = [$(shape::get(&self.$field)),*];
                fields.get(member).copied().unwrap_or(Ref::Absent)
            }

            fn slot(&mut self, member: usize) -> Slot<'_> {
                let mut index = 0;
                $(
                    if index == member {
                        return shape::slot(&mut self.$field);
                    }
                    index += 1;
                )*
                let _ = index;
                Slot::Unknown
            }
        }
    };
}

shape_of!(Note, NOTE, count, text);

#[derive(Debug, Default, PartialEq)]
struct Failure {
    count: Option<i32>,
    text: Option<String>,
}

shape_of!(Failure, FAILURE, count, text);

/// An event that is all payload.
#[derive(Debug, Default, PartialEq)]
struct Chunk {
    bytes: Option<Blob>,
}

static CHUNK: Schema =
    Schema::structure("Chunk", &[Member("bytes", "bytes", Target::Blob, &[Trait::EventPayload])]);

shape_of!(Chunk, CHUNK, bytes);

#[derive(Debug, Default, PartialEq)]
enum Events {
    Note(Note),
    Chunk(Chunk),
    Failure(Failure),
    #[default]
    Unknown,
}

static EVENTS: Schema = Schema::union(
    "Events",
    &[
        Member("Note", "note", Target::Shape(&NOTE), NONE),
        Member("Chunk", "chunk", Target::Shape(&CHUNK), NONE),
        Member("Failure", "failure", Target::Shape(&FAILURE), NONE),
    ],
);

impl Shape for Events {
    fn schema(&self) -> &'static Schema {
        &EVENTS
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match (self, member) {
            (Self::Note(value), 0) => Ref::Shape(value),
            (Self::Chunk(value), 1) => Ref::Shape(value),
            (Self::Failure(value), 2) => Ref::Shape(value),
            _ => Ref::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        *self = match member {
            0 => Self::Note(Note::default()),
            1 => Self::Chunk(Chunk::default()),
            2 => Self::Failure(Failure::default()),
            _ => return Slot::Unknown,
        };
        match self {
            Self::Note(value) => Slot::Shape(value),
            Self::Chunk(value) => Slot::Shape(value),
            Self::Failure(value) => Slot::Shape(value),
            Self::Unknown => Slot::Unknown,
        }
    }
}

fn message(headers: &[(&str, &str)], payload: &'static str) -> Message {
    let headers = headers.iter().map(|(name, value)| Header::text(*name, *value)).collect();
    Message { headers, payload: payload.into() }
}

fn read(message: &Message) -> Result<Events, String> {
    read_event(&Plain, message).map_err(|error: EventError<Events>| error.to_string())
}

fn note() -> Events {
    Events::Note(Note { count: Some(7), text: Some("hello".to_owned()) })
}

#[test]
fn an_event_is_headers_and_a_document() {
    let written = write_event(&Plain, &note()).unwrap();
    let mut expected = message(
        &[(":message-type", "event"), (":event-type", "note"), (":content-type", "text/x-plain")],
        "hello",
    );
    expected.headers.push(Header { name: "count".to_owned(), value: HeaderValue::Integer(7) });
    assert_eq!(written, expected);
    assert_eq!(read(&written).unwrap(), note());
}

#[test]
fn a_payload_is_the_whole_payload() {
    let chunk = Events::Chunk(Chunk { bytes: Some("\u{1}bytes".into()) });
    let written = write_event(&Plain, &chunk).unwrap();
    assert_eq!(written.text(":content-type"), Some("application/octet-stream"));
    assert_eq!(written.payload, "\u{1}bytes");
    assert_eq!(read(&written).unwrap(), chunk);
}

#[test]
fn an_absent_payload_differs_from_an_empty_one() {
    for bytes in [None, Some(Blob::default())] {
        let chunk = Events::Chunk(Chunk { bytes });
        assert_eq!(read(&write_event(&Plain, &chunk).unwrap()).unwrap(), chunk);
    }
}

#[test]
fn an_error_of_the_model_is_an_exception() {
    let failure = || Failure { count: None, text: Some("no".to_owned()) };
    let written = write_event(&Plain, &Events::Failure(failure())).unwrap();
    assert_eq!(written.text(":message-type"), Some("exception"));
    assert_eq!(written.text(":exception-type"), Some("failure"));
    match read_event::<Events>(&Plain, &written) {
        Err(EventError::Exception(Events::Failure(read))) => assert_eq!(read, failure()),
        other => panic!("{other:?}"),
    }
    assert_eq!(read(&written).unwrap_err(), "the stream ended with Failure");
}

#[test]
fn errors_beyond_the_model_have_code_and_message() {
    let error = message(
        &[(":message-type", "error"), (":error-code", "Busy"), (":error-message", "later")],
        "",
    );
    assert_eq!(read(&error).unwrap_err(), "the stream ended with Busy: later");
    let exception = message(&[(":message-type", "exception"), (":exception-type", "Odd")], "");
    assert_eq!(read(&exception).unwrap_err(), "the stream ended with Odd");
}

#[test]
fn events_of_other_versions_are_unknown() {
    let event = message(&[(":message-type", "event"), (":event-type", "newer")], "x");
    assert_eq!(read(&event).unwrap(), Events::Unknown);
    assert!(write_event(&Plain, &Events::Unknown).is_err());
}

#[test]
fn what_is_no_event_is_named() {
    let problem = |message: &Message| match read_event::<Events>(&Plain, message) {
        Err(EventError::Invalid(error)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    let of = |headers: &[_]| problem(&message(headers, ""));
    assert_eq!(of(&[(":event-type", "note")]), "the message has no header :message-type");
    assert_eq!(of(&[(":message-type", "event")]), "the message has no header :event-type");
    assert_eq!(of(&[(":message-type", "odd")]), "\"odd\" is no type of a message");
    let mut untyped = message(&[(":message-type", "event")], "");
    untyped.headers.push(Header { name: ":event-type".to_owned(), value: HeaderValue::Byte(1) });
    assert_eq!(problem(&untyped), "the header :event-type is no text");
    let mut mistyped = message(&[(":message-type", "event"), (":event-type", "note")], "");
    mistyped.headers.push(Header::text("count", "7"));
    let expected = "note.count: the header is of another type than the member";
    assert_eq!(problem(&mistyped), expected);
}

#[test]
fn what_no_frame_can_hold_is_refused() {
    let named = |name: String| Message {
        headers: vec![Header { name, value: HeaderValue::Boolean(true) }],
        payload: Bytes::new(),
    };
    assert!(named("n".repeat(255)).to_bytes().is_ok());
    assert!(named("n".repeat(256)).to_bytes().is_err());
    assert!(named(String::new()).to_bytes().is_err());
    let valued = |length| Message {
        headers: vec![Header::text("n", "v".repeat(length))],
        payload: Bytes::new(),
    };
    assert!(valued(32767).to_bytes().is_ok());
    assert!(valued(32768).to_bytes().is_err());
    let large = Message { headers: Vec::new(), payload: vec![0; MAX_PAYLOAD + 1].into() };
    assert!(large.to_bytes().is_err());
}

#[test]
fn a_length_is_judged_before_anything_is_gathered() {
    let mut prelude = Vec::new();
    prelude.extend_from_slice(&u32::MAX.to_be_bytes());
    prelude.extend_from_slice(&0_u32.to_be_bytes());
    prelude.extend_from_slice(&crc32fast::hash(&prelude).to_be_bytes());
    let mut decoder = Decoder::default();
    decoder.push(&prelude);
    let problem = decoder.next_message().unwrap_err().to_string();
    assert_eq!(problem, "the message is too large: 0 bytes of headers, 4294967279 of payload");
}

#[test]
fn names_are_unique() {
    let twice = message(&[("a", "1"), ("a", "2")], "");
    assert!(Message::read(&twice.to_bytes().unwrap()).is_err());
}

#[test]
fn a_stream_ends_with_a_whole_message() {
    let frame = write_event(&Plain, &note()).unwrap().to_bytes().unwrap();
    let mut decoder = Decoder::default();
    decoder.push(&frame[..frame.len() - 1]);
    assert_eq!(decoder.next_message().unwrap(), None);
    assert!(decoder.finish().is_err());
    decoder.push(&frame[frame.len() - 1..]);
    assert!(decoder.next_message().unwrap().is_some());
    assert!(decoder.finish().is_ok());
}

fn header_value() -> impl Strategy<Value = HeaderValue> {
    prop_oneof![
        any::<bool>().prop_map(HeaderValue::Boolean),
        any::<i8>().prop_map(HeaderValue::Byte),
        any::<i16>().prop_map(HeaderValue::Short),
        any::<i32>().prop_map(HeaderValue::Integer),
        any::<i64>().prop_map(HeaderValue::Long),
        any::<Vec<u8>>().prop_map(|bytes| HeaderValue::Bytes(bytes.into())),
        any::<String>().prop_map(HeaderValue::String),
        any::<i64>().prop_map(HeaderValue::Timestamp),
        any::<[u8; 16]>().prop_map(HeaderValue::Uuid),
    ]
}

fn any_message() -> impl Strategy<Value = Message> {
    let headers = prop::collection::btree_map("[a-z:-]{1,8}", header_value(), 0..4);
    (headers, any::<Vec<u8>>()).prop_map(|(headers, payload)| Message {
        headers: headers.into_iter().map(|(name, value)| Header { name, value }).collect(),
        payload: payload.into(),
    })
}

proptest! {
    #[test]
    fn messages_survive_any_cutting(
        messages in prop::collection::vec(any_message(), 0..4),
        piece in 1_usize..64,
    ) {
        let mut bytes = Vec::new();
        for message in &messages {
            message.write(&mut bytes).unwrap();
        }
        let (mut decoder, mut read) = (Decoder::default(), Vec::new());
        for piece in bytes.chunks(piece) {
            decoder.push(piece);
            while let Some(message) = decoder.next_message().unwrap() {
                read.push(message);
            }
        }
        prop_assert!(decoder.finish().is_ok());
        prop_assert_eq!(read, messages);
    }

    #[test]
    fn a_changed_bit_is_noticed(message in any_message(), bit in any::<prop::sample::Index>()) {
        let mut bytes = message.to_bytes().unwrap().to_vec();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(Message::read(&bytes).is_err());
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in any::<Vec<u8>>()) {
        let mut headers: Bytes = bytes.clone().into();
        while header::Header::read(&mut headers).is_ok() {}
        let _ = Message::read(&bytes);
    }
}

//! Cases of event streams: the side that has the stream writes it, the other reads it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use serde_json::Value;
use shapewright_runtime::ByteStream;
use shapewright_runtime::event_stream::{EventError, Header, MAX_PAYLOAD, Message, Messages};
use shapewright_runtime::schema::{Member, Target};
use shapewright_runtime::shape::{Events, Shape, Slot};

use super::client::Client;
use super::difference::differences;
use super::operation::Fill;
use super::run::{Run, filled, identity, sent};
use super::values::fill;
use super::{body, message};
use crate::case::{
    Body, ClientSettings, Content, Difference, Differences, EventTest, EventsTest, Format, Head,
    Outcome, Request, Response, Side,
};

/// Why a stream ended, and which of the model's errors that is.
struct Failure {
    error: Option<&'static str>,
    shown: String,
}

impl Run<'_> {
    /// What differs in the stream that this side writes or reads.
    pub(super) fn events(&self, test: &EventsTest, side: Side) -> Result<Differences, Difference> {
        let fill: Fill<'_> = &|shape| with_events(shape, test);
        match (&test.head, side) {
            (Head::Request(head), Side::Client) => {
                let request = self.request(fill)?;
                let found = message::request_differences(head, &request);
                Ok([found, message_differences(&test.events, request.body())?].concat())
            }
            (Head::Response(head), Side::Server) => {
                let request = self.request(&|_| Ok(()))?;
                let response = sent(self.operation.answer(self.protocol, request, fill)?);
                let found = message::response_differences(head, &response);
                Ok([found, message_differences(&test.events, response.body())?].concat())
            }
            (Head::Request(head), Side::Server) => {
                let content = with_frames(&head.content, &test.events)?;
                let request = message::request(&Request { content, ..head.clone() })?;
                let read = self.operation.read_request(self.protocol, &request);
                let read = read.map_err(|error| Failure { error: None, shown: error.to_string() });
                compare(test, self.operation.input(), read)
            }
            (Head::Response(head), Side::Client) => {
                let content = with_frames(&head.content, &test.events)?;
                let response = message::response(&Response { content, ..head.clone() })?;
                let read = self.operation.read_response(self.protocol, &response);
                let read = read.map_err(|failed| Failure {
                    error: identity(&*failed.error),
                    shown: failed.shown,
                });
                compare(test, self.operation.output(), read)
            }
        }
    }

    /// The request of a client.
    fn request(&self, fill: Fill<'_>) -> Result<http::Request<Bytes>, Difference> {
        let endpoint = Some("https://example.com".to_owned());
        let settings = ClientSettings { endpoint, ..ClientSettings::default() };
        self.operation.send(&Client::new(&settings, self.protocol)?, fill)
    }
}

/// Fills an input or output with the members of a case and a stream of its events.
fn with_events(shape: &mut dyn Shape, test: &EventsTest) -> Result<(), Difference> {
    filled(shape, &test.params)?;
    let params: Vec<Value> = test.events.iter().filter_map(|event| event.params.clone()).collect();
    if params.is_empty() {
        return Ok(());
    }
    let mut params = params.into_iter();
    // One that does not fit ends the stream, and is missed there.
    let next = move |event: &mut dyn Shape| params.next().is_some_and(|p| fill(event, &p).is_ok());
    match stream(shape) {
        Some(stream) => stream.fill(Box::new(next)),
        None => return Err(Difference::new("the type", "a stream of events", "none")),
    }
    Ok(())
}

/// The member that is a stream of events.
fn stream(shape: &mut dyn Shape) -> Option<&mut dyn Events> {
    let is_stream = |member: &Member| matches!(member.target(), Target::Events(_));
    let index = shape.schema().members.iter().position(is_stream)?;
    match shape.slot(index) {
        Slot::Events(stream) => Some(stream),
        _ => None,
    }
}

/// The content of a message with the messages of events at the end of its body.
fn with_frames(content: &Content, events: &[EventTest]) -> Result<Content, Difference> {
    let mut whole = body::bytes(content.body.as_ref())?.to_vec();
    for event in events {
        whole.extend_from_slice(&event.frame()?);
    }
    let body = Body { text: BASE64_STANDARD.encode(whole), format: Format::Base64 };
    Ok(Content { body: Some(body), ..content.clone() })
}

impl EventTest {
    fn frame(&self) -> Result<Bytes, Difference> {
        body::bytes(Some(&Body { text: self.message.clone(), format: Format::Base64 }))
    }
}

/// What differs in the messages of a body from those of a case.
fn message_differences(expected: &[EventTest], body: &Bytes) -> Result<Differences, Difference> {
    let mut found = Vec::new();
    if expected.is_empty() {
        return Ok(found);
    }
    let mut actual = Messages::new(ByteStream::from(body.clone()), MAX_PAYLOAD);
    for event in expected {
        let wanted = Message::read(&event.frame()?).map_err(|error| unread("the case", &error))?;
        let Some(came) = actual.read_message() else {
            return Err(Difference::new("the stream", "another message", "its end"));
        };
        let came = came.map_err(|error| unread("the stream", &error))?;
        found.extend(header_difference(&wanted, &came));
        let text = String::from_utf8_lossy(&wanted.payload).into_owned();
        found.extend(body::difference(&Body { text, format: event.format }, &came.payload));
    }
    match actual.read_message() {
        None => Ok(found),
        Some(_) => Err(Difference::new("the stream", "its end", "another message")),
    }
}

fn unread(what: &str, error: &dyn std::error::Error) -> Difference {
    Difference::new(what, "messages", error.to_string())
}

/// What differs between the headers of two messages, whose order means nothing.
fn header_difference(expected: &Message, actual: &Message) -> Option<Difference> {
    let sorted = |message: &Message| {
        let mut headers: Vec<Header> = message.headers.clone();
        headers.sort_by(|a, b| a.name.cmp(&b.name));
        headers
    };
    let (expected, actual) = (sorted(expected), sorted(actual));
    let shown = |headers: &[Header]| format!("{headers:?}");
    (expected != actual)
        .then(|| Difference::new("the message's headers", shown(&expected), shown(&actual)))
}

/// What differs between what was read and what a case expects, of which `expected` is to be made.
fn compare(
    test: &EventsTest,
    mut expected: Box<dyn Shape>,
    read: Result<Box<dyn Shape>, Failure>,
) -> Result<Differences, Difference> {
    let read = read.and_then(|mut value| Ok((drained(&mut *value)?, value)));
    match (&test.outcome, read) {
        (Outcome::Events, Ok((events, value))) => {
            with_events(&mut *expected, test)?;
            let wanted = drained(&mut *expected).unwrap_or_default();
            let mut found = differences(&*expected, &*value);
            if wanted.len() != events.len() {
                let (wanted, events) = (wanted.len().to_string(), events.len().to_string());
                found.push(Difference::new("the number of events", wanted, events));
            }
            for (wanted, event) in wanted.iter().zip(&events) {
                found.extend(differences(&**wanted, &**event));
            }
            Ok(found)
        }
        (Outcome::Events, Err(failure)) => {
            Err(Difference::new("the stream", "events", failure.shown))
        }
        (Outcome::Failure(_), Ok(_)) => Err(Difference::new("the stream", "a failure", "events")),
        (Outcome::Failure(Some(name)), Err(failure)) if failure.error != Some(name) => {
            let shown = format!("{:?}: {}", failure.error, failure.shown);
            Err(Difference::new("the failure", name, shown))
        }
        (Outcome::Failure(_), Err(_)) => Ok(Vec::new()),
    }
}

/// The events of a value's stream.
fn drained(value: &mut dyn Shape) -> Result<Vec<Box<dyn Shape>>, Failure> {
    let mut events = Vec::new();
    if let Some(stream) = stream(value) {
        while let Some(event) = stream.read() {
            events.push(event.map_err(failure)?);
        }
    }
    Ok(events)
}

fn failure(error: EventError<Box<dyn Shape>>) -> Failure {
    let shown = error.to_string();
    match error {
        EventError::Exception(event) => Failure { error: identity(&*event), shown },
        _ => Failure { error: None, shown },
    }
}

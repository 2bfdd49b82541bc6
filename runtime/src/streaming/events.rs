//! Members that are streams of events.

use std::io;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};

use crate::codec::{ReadError, WriteError};
#[cfg(feature = "sign")]
use crate::event_stream::INITIAL_REQUEST;
use crate::event_stream::{
    self, INITIAL_RESPONSE, Message, Messages, Seal, initial_message, is_initial,
};
use crate::protocol::{EventFormat, Protocol};
#[cfg(feature = "sign")]
use crate::request::Signing;
use crate::schema::{Schema, Target};
use crate::shape::Events;
use crate::stream::ByteStream;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static(event_stream::CONTENT_TYPE);

/// A request with the events behind its head. Clients sign them.
#[cfg(feature = "sign")]
pub(super) fn send_request(
    protocol: &dyn Protocol,
    mut request: http::Request<Bytes>,
    events: &mut dyn Events,
) -> Result<http::Request<ByteStream>, WriteError> {
    let format = format(protocol)?;
    request.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
    let seal = seal(&mut request);
    Ok(request.map(|body| send(format, events, INITIAL_REQUEST, body, seal)))
}

/// A response with the events behind its head.
pub(super) fn send_response(
    protocol: &dyn Protocol,
    mut response: http::Response<Bytes>,
    events: &mut dyn Events,
) -> Result<http::Response<ByteStream>, WriteError> {
    let format = format(protocol)?;
    response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
    let seal = event_stream::unsigned();
    Ok(response.map(|body| send(format, events, INITIAL_RESPONSE, body, seal)))
}

/// The bytes of events, after the message that holds what else is in the value, if the protocol has it
/// there.
fn send(
    format: EventFormat,
    events: &mut dyn Events,
    initial: &'static str,
    body: Bytes,
    seal: Seal,
) -> ByteStream {
    let first = format.initial_messages.then(|| initial_message(initial, format.codec, body));
    events.send(format.codec, first, seal)
}

fn format(protocol: &dyn Protocol) -> Result<EventFormat, WriteError> {
    protocol.events().ok_or_else(|| WriteError::new(no_events(protocol)))
}

fn no_events(protocol: &dyn Protocol) -> String {
    format!("{} has no streams of events", protocol.id())
}

/// What makes the bytes of a request's messages.
#[cfg(feature = "sign")]
fn seal(request: &mut http::Request<Bytes>) -> Seal {
    if request.extensions().get() == Some(&Signing::Not) {
        return event_stream::unsigned();
    }
    let signer = crate::client::EventSigner::default();
    let seal = signer.seal();
    request.extensions_mut().insert(Signing::Events);
    request.extensions_mut().insert(signer);
    seal
}

/// The body of a message that has come.
pub(crate) struct Opening {
    messages: Messages,
    format: EventFormat,
    /// The stream's first message holds members.
    has_head: bool,
}

impl Opening {
    pub(super) fn new(
        protocol: &dyn Protocol,
        schema: &Schema,
        body: ByteStream,
        limit: usize,
    ) -> Result<Self, ReadError> {
        let format = protocol.events().ok_or_else(|| ReadError::new(no_events(protocol)))?;
        let has_members =
            schema.members.iter().any(|member| !matches!(member.target(), Target::Events(_)));
        let has_head = format.initial_messages && has_members;
        Ok(Self { messages: Messages::new(body, limit), format, has_head })
    }

    #[cfg(feature = "sign")]
    pub(super) async fn head(&mut self) -> io::Result<Bytes> {
        let message = if self.has_head { self.messages.next_message().await? } else { None };
        Ok(self.payload(message))
    }

    pub(super) fn read_head(&mut self) -> io::Result<Bytes> {
        let message = if self.has_head { self.messages.read_message().transpose()? } else { None };
        Ok(self.payload(message))
    }

    /// The payload of the initial message. Any other is an event: some services send no initial one.
    fn payload(&mut self, message: Option<Message>) -> Bytes {
        match message {
            Some(message) if is_initial(&message) => message.payload,
            other => {
                self.messages.unread(other);
                Bytes::new()
            }
        }
    }

    pub(super) fn put(self, place: &mut dyn Events) {
        place.receive(self.messages, self.format.codec);
    }
}

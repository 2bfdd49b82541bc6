//! Members that are streams. Protocols leave them alone: they are put behind a message's head once
//! that is written, and into the value once the head is read.

#[cfg(feature = "event-stream")]
mod events;

use std::io;

use bytes::Bytes;
#[cfg(feature = "sign")]
use http::header::CONTENT_LENGTH;

#[cfg(feature = "event-stream")]
use self::events::Opening;
use crate::codec::{ReadError, WriteError};
use crate::operation::OperationSchema;
use crate::protocol::Protocol;
#[cfg(feature = "sign")]
use crate::request::{self, RequestOptions};
#[cfg(feature = "sign")]
use crate::schema::Trait;
use crate::schema::{Member, Schema, Target};
use crate::shape::{Ref, Shape, Slot};
use crate::stream::ByteStream;

/// The member of an input or output that is a stream, if there is one.
pub(crate) fn member(schema: &Schema) -> Option<(usize, &Member)> {
    let is_stream = |member: &Member| matches!(member.target(), Target::Stream | Target::Events(_));
    schema.members.iter().enumerate().find(|(_, member)| is_stream(member))
}

/// Refuses values whose stream would be lost, because the message is to be in memory.
pub(crate) fn refuse(shape: &dyn Shape) -> Result<(), WriteError> {
    let Some((index, member)) = member(shape.schema()) else {
        return Ok(());
    };
    match shape.get(index) {
        Ref::Stream(stream) if stream.as_bytes().is_none() => {}
        Ref::Events(_) => {}
        _ => return Ok(()),
    }
    Err(WriteError::new(format!("{} is a stream, which only clients send", member.name())))
}

/// The request of a call, with its stream, which is taken out of the input.
#[cfg(feature = "sign")]
pub(crate) fn write_request(
    operation: &OperationSchema,
    input: &mut dyn Shape,
    options: &RequestOptions,
) -> Result<http::Request<ByteStream>, WriteError> {
    let request = request::write(operation, &Still(input), options)?;
    let Some((index, member)) = member(operation.input) else {
        return Ok(request.map(ByteStream::from));
    };
    match input.slot(index) {
        Slot::Stream(stream) if stream.as_bytes().is_none() => {
            let stream = std::mem::take(stream);
            let is_known =
                stream.length().is_some() || request.headers().contains_key(CONTENT_LENGTH);
            if member.has(&Trait::RequiresLength) && !is_known {
                let problem = format!("the length of the stream {} must be known", member.name());
                return Err(WriteError::new(problem));
            }
            Ok(request.map(|_| stream))
        }
        #[cfg(feature = "event-stream")]
        Slot::Events(stream) => {
            events::send_request(options.protocol_of(operation), request, stream)
        }
        _ => Ok(request.map(ByteStream::from)),
    }
}

/// The response of a service, with its stream, which is taken out of the output.
pub(crate) fn write_response(
    operation: &OperationSchema,
    output: &mut dyn Shape,
    protocol: &dyn Protocol,
) -> Result<http::Response<ByteStream>, WriteError> {
    let response = protocol.write_response(operation, &Still(output))?;
    let Some((index, _)) = member(operation.output) else {
        return Ok(response.map(ByteStream::from));
    };
    match output.slot(index) {
        Slot::Stream(stream) if stream.as_bytes().is_none() => {
            let stream = std::mem::take(stream);
            Ok(response.map(|_| stream))
        }
        #[cfg(feature = "event-stream")]
        Slot::Events(stream) => events::send_response(protocol, response, stream),
        _ => Ok(response.map(ByteStream::from)),
    }
}

/// A value whose events are out of sight.
struct Still<'a>(&'a dyn Shape);

impl Shape for Still<'_> {
    fn schema(&self) -> &'static Schema {
        self.0.schema()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match self.0.get(member) {
            Ref::Events(_) => Ref::Absent,
            value => value,
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// Reads a response that is in memory, its stream included.
pub(crate) fn read_response(
    protocol: &dyn Protocol,
    operation: &OperationSchema,
    response: &http::Response<Bytes>,
    output: &mut dyn Shape,
) -> Result<(), ReadError> {
    let Some((body, head)) = events_in(protocol, operation.output, response.body())? else {
        return protocol.read_response(operation, response, output);
    };
    protocol.read_response(operation, &response.clone().map(|_| head), output)?;
    body.put(output);
    Ok(())
}

/// Reads a request that is in memory, its stream included.
pub(crate) fn read_request(
    protocol: &dyn Protocol,
    operation: &OperationSchema,
    request: &http::Request<Bytes>,
    input: &mut dyn Shape,
) -> Result<(), ReadError> {
    let Some((body, head)) = events_in(protocol, operation.input, request.body())? else {
        return protocol.read_request(operation, request, input);
    };
    protocol.read_request(operation, &request.clone().map(|_| head), input)?;
    body.put(input);
    Ok(())
}

/// The stream of events in a body, and what comes before them; none if the value has none.
fn events_in(
    protocol: &dyn Protocol,
    schema: &Schema,
    body: &Bytes,
) -> Result<Option<(Body, Bytes)>, ReadError> {
    // Nothing is a stream without events, which is as good as none.
    let Some((_, Member(_, _, Target::Events(_), _))) = member(schema).filter(|_| !body.is_empty())
    else {
        return Ok(None);
    };
    let mut body = Body::new(protocol, schema, body.clone().into(), body.len())?;
    let head = body.read_head().map_err(|error| match error.downcast() {
        Ok(error) => error,
        Err(error) => ReadError::new(error.to_string()),
    })?;
    Ok(Some((body, head)))
}

/// The body of a message whose value has a stream.
pub(crate) enum Body {
    /// The stream is the body.
    Bytes(ByteStream),
    /// The stream of events is in the body.
    #[cfg(feature = "event-stream")]
    Events(Opening),
}

impl Body {
    /// What a body is to a value of that schema; `limit` is the largest payload of an event.
    pub(crate) fn new(
        protocol: &dyn Protocol,
        schema: &Schema,
        body: ByteStream,
        limit: usize,
    ) -> Result<Self, ReadError> {
        match member(schema) {
            #[cfg(feature = "event-stream")]
            Some((_, Member(_, _, Target::Events(_), _))) => {
                Ok(Self::Events(Opening::new(protocol, schema, body, limit)?))
            }
            _ => {
                #[cfg(not(feature = "event-stream"))]
                let _ = (protocol, limit);
                Ok(Self::Bytes(body))
            }
        }
    }

    /// What of the body the protocol is to read: the members that come before the stream.
    ///
    /// # Errors
    /// If the stream breaks; with a [`ReadError`] inside, if it holds something else.
    #[cfg(feature = "sign")]
    pub(crate) async fn head(&mut self) -> io::Result<Bytes> {
        match self {
            Self::Bytes(_) => Ok(Bytes::new()),
            #[cfg(feature = "event-stream")]
            Self::Events(opening) => opening.head().await,
        }
    }

    /// The same, waiting in the thread.
    pub(crate) fn read_head(&mut self) -> io::Result<Bytes> {
        match self {
            Self::Bytes(_) => Ok(Bytes::new()),
            #[cfg(feature = "event-stream")]
            Self::Events(opening) => opening.read_head(),
        }
    }

    /// Puts the stream into a value.
    pub(crate) fn put(self, value: &mut dyn Shape) {
        let Some((index, _)) = member(value.schema()) else {
            return;
        };
        match (value.slot(index), self) {
            (Slot::Stream(place), Self::Bytes(stream)) => *place = stream,
            #[cfg(feature = "event-stream")]
            (Slot::Events(place), Self::Events(opening)) => opening.put(place),
            _ => {}
        }
    }
}

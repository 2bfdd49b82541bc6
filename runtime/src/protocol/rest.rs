//! Protocols with HTTP bindings: restJson1 and restXml.
//!
//! What they share, by the Smithy specification "HTTP binding traits", stands here: which member
//! goes into which part of a message, and in what form. What they differ in is a [`Dialect`].

mod body;
mod headers;
mod media;
mod query;
mod text;
mod uri;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri};

use self::body::Members;
use super::{EventFormat, Protocol};
use crate::buckets;
use crate::codec::{Codec, ReadError, WriteError};
use crate::document::Document;
use crate::error::Answer;
use crate::operation::OperationSchema;
use crate::schema::{Location, Member};
use crate::shape::{Ref, Shape, Slot};

/// What the protocols with HTTP bindings differ in: the format of bodies, and where errors say
/// which they are.
pub(super) trait Dialect: Send + Sync {
    /// The protocol's absolute Smithy id.
    fn id(&self) -> &'static str;

    /// The media type of bodies in this format.
    fn media_type(&self) -> &'static str;

    /// A structure without members, such as `{}`; empty if the format leaves such a body out.
    fn empty(&self) -> &'static [u8];

    /// Whether a body without members is written all the same.
    fn writes_empty(&self) -> bool {
        !self.empty().is_empty()
    }

    /// Appends a structure or union: the members of a message's body, or its payload, which
    /// `member` is.
    fn write_body(
        &self,
        operation: &OperationSchema,
        shape: &dyn Shape,
        member: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError>;

    /// Reads what [`write_body`](Self::write_body) writes. The members of an error's body are
    /// read from where that format has them.
    fn read_body(
        &self,
        operation: &OperationSchema,
        side: Side,
        body: &[u8],
        shape: &mut dyn Shape,
    ) -> Result<(), ReadError>;

    /// The format of events.
    fn events(&self) -> &'static dyn Codec;

    /// Appends untyped data.
    fn write_document(&self, document: &Document, out: &mut Vec<u8>) -> Result<(), WriteError>;

    /// Reads untyped data.
    fn read_document(&self, body: &[u8]) -> Result<Document, ReadError>;

    /// Whether the body of a success is an error all the same.
    fn is_error(&self, _operation: &OperationSchema, _body: &[u8]) -> bool {
        false
    }

    /// Reads what every error response says.
    fn read_answer(&self, operation: &OperationSchema, response: &Response<Bytes>) -> Answer;

    /// Adds to a response what says which error it is. Its body is that of the modelled error
    /// `error`, if there is one, of which only the members of the body are present.
    fn write_answer(
        &self,
        operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
        response: &mut Response<Bytes>,
    ) -> Result<(), WriteError>;
}

/// Requests or responses: not all bindings mean something in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// From a client to a service.
    Request,
    /// From a service to a client, errors included.
    Response,
}

impl Side {
    /// Where a member stands; none if it is a member of the body.
    fn location(self, member: &Member) -> Option<Location> {
        member.location().filter(|location| match (self, location) {
            (_, Location::Header(_) | Location::PrefixHeaders(_) | Location::Payload) => true,
            (Self::Request, Location::StatusCode) => false,
            (Self::Response, Location::StatusCode) => true,
            (_, Location::Label(_) | Location::Query(_) | Location::QueryParams) => {
                self == Self::Request
            }
        })
    }
}

/// A protocol with HTTP bindings.
pub struct Rest(pub(super) &'static dyn Dialect);

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Rest").field(&self.0.id()).finish()
    }
}

impl Protocol for Rest {
    fn id(&self) -> &'static str {
        self.0.id()
    }

    fn events(&self) -> Option<EventFormat> {
        Some(EventFormat { codec: self.0.events(), initial_messages: false })
    }

    fn write_request(
        &self,
        operation: &OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Bytes>, WriteError> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method(operation)?;
        *request.uri_mut() = uri(operation, input)?;
        headers::write(Side::Request, input, request.headers_mut())?;
        let body = body::write(self.0, Side::Request, operation, input)?;
        set_media_type(request.headers_mut(), body.media_type);
        *request.body_mut() = body.bytes;
        Ok(request)
    }

    fn read_response(
        &self,
        operation: &OperationSchema,
        response: &Response<Bytes>,
        output: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        for (index, member) in output.schema().members.iter().enumerate() {
            if Side::Response.location(member) == Some(Location::StatusCode)
                && let Slot::Integer(status) = output.slot(index)
            {
                *status = response.status().as_u16().into();
            }
        }
        headers::read(Side::Response, response.headers(), output)?;
        body::read(self.0, Side::Response, operation, response.body(), output)
    }

    fn is_error(&self, operation: &OperationSchema, response: &Response<Bytes>) -> bool {
        !response.status().is_success() || self.0.is_error(operation, response.body())
    }

    fn read_answer(&self, operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        self.0.read_answer(operation, response)
    }

    fn read_error(
        &self,
        operation: &OperationSchema,
        response: &Response<Bytes>,
        error: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        self.read_response(operation, response, error)
    }

    fn is_call(&self, operation: &OperationSchema, request: &Request<Bytes>) -> bool {
        let (path, literal) = uri::split(operation.uri);
        request.method().as_str() == operation.method
            && uri::labels(path, &buckets::whole_path(operation, request)).is_some()
            && query::has(request.uri().query().unwrap_or_default(), literal)
    }

    fn precedence(&self, operation: &OperationSchema) -> Vec<u8> {
        uri::precedence(operation.uri)
    }

    fn read_request(
        &self,
        operation: &OperationSchema,
        request: &Request<Bytes>,
        input: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        media::check(self.0, operation, request.headers(), !request.body().is_empty())?;
        let (path, _) = uri::split(operation.uri);
        uri::read(path, &buckets::whole_path(operation, request), input)?;
        query::read(request.uri().query().unwrap_or_default(), input)?;
        headers::read(Side::Request, request.headers(), input)?;
        body::read(self.0, Side::Request, operation, request.body(), input)
    }

    fn write_response(
        &self,
        operation: &OperationSchema,
        output: &dyn Shape,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut response = self.respond(operation, output)?;
        *response.status_mut() =
            status(chosen_status(output).unwrap_or(operation.status().into()))?;
        Ok(response)
    }

    fn write_error(
        &self,
        operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut response = match error {
            Some(error) => self.respond(operation, error)?,
            None => Response::new(Bytes::new()),
        };
        *response.status_mut() = status(answer.status.into())?;
        let error = error.map(|shape| Members { side: Side::Response, shape });
        let error = error.as_ref().map(|error| error as &dyn Shape);
        self.0.write_answer(operation, answer, error, &mut response)?;
        Ok(response)
    }
}

impl Rest {
    /// A response with headers and body, but not yet its status.
    fn respond(
        &self,
        operation: &OperationSchema,
        shape: &dyn Shape,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut response = Response::new(Bytes::new());
        headers::write(Side::Response, shape, response.headers_mut())?;
        let body = body::write(self.0, Side::Response, operation, shape)?;
        set_media_type(response.headers_mut(), body.media_type);
        *response.body_mut() = body.bytes;
        Ok(response)
    }
}

fn method(operation: &OperationSchema) -> Result<Method, WriteError> {
    let method = Method::from_bytes(operation.method.as_bytes());
    method.map_err(|_| WriteError::new(format!("{:?} is no HTTP method", operation.method)))
}

/// Path and query string of a call.
fn uri(operation: &OperationSchema, input: &dyn Shape) -> Result<Uri, WriteError> {
    let (path, literal) = uri::split(operation.uri);
    let mut uri = uri::write(path, input)?;
    let query = query::write(literal, input)?;
    if !query.is_empty() {
        uri.extend(["?", &query]);
    }
    Uri::try_from(uri).map_err(|error| WriteError::new(format!("the URI: {error}")))
}

/// Says what the body is, unless a member has said it.
fn set_media_type(headers: &mut HeaderMap, media_type: Option<&'static str>) {
    if let Some(media_type) = media_type {
        let value = || HeaderValue::from_static(media_type);
        headers.entry(CONTENT_TYPE).or_insert_with(value);
    }
}

/// The status code that a member of the output asks for.
fn chosen_status(output: &dyn Shape) -> Option<i32> {
    let is_status = |member: &Member| member.location() == Some(Location::StatusCode);
    let index = output.schema().members.iter().position(is_status)?;
    match output.get(index) {
        // A required member that nobody has set.
        Ref::Integer(0) => None,
        Ref::Integer(status) => Some(status),
        _ => None,
    }
}

fn status(status: i32) -> Result<StatusCode, WriteError> {
    let code = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    code.ok_or_else(|| WriteError::new(format!("{status} is no HTTP status code")))
}

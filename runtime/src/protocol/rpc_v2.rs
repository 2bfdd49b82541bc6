//! rpcv2Cbor and rpcv2Json.
//!
//! Every call is a POST; service and operation stand in the path, the input in the body. The two
//! differ in the format alone. The rules are those of the Smithy specifications "Smithy RPC v2
//! CBOR protocol" and "Smithy RPC v2 JSON protocol".

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName};
use http::{Method, Request, Response, StatusCode};

use super::json_errors::{REQUEST_ID, header, sanitized};
use super::{EventFormat, Protocol, query_compatible};
#[cfg(feature = "cbor")]
use crate::cbor;
use crate::codec::{Codec, ReadError, WriteError};
use crate::error::Answer;
use crate::json::{self, Json};
use crate::operation::{OperationSchema, OperationTrait};
use crate::schema::{Member, NONE, Schema, Target};
use crate::shape::{Field, Ref, Shape, Slot};

/// The media type of event streams.
const EVENTS: &str = "application/vnd.amazon.eventstream";

const PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");

/// Headers that no request of the protocol has: a server that heeds them would run another
/// operation than the path names.
const FORBIDDEN: [&str; 2] = ["x-amz-target", "x-amzn-target"];

/// `smithy.protocols#rpcv2Cbor`
#[cfg(feature = "cbor")]
pub static RPC_V2_CBOR: RpcV2 = RpcV2 {
    id: "smithy.protocols#rpcv2Cbor",
    name: "rpc-v2-cbor",
    codec: &cbor::Cbor,
    named: cbor::named,
};

/// `smithy.protocols#rpcv2Json`
pub static RPC_V2_JSON: RpcV2 = RpcV2 {
    id: "smithy.protocols#rpcv2Json",
    name: "rpc-v2-json",
    codec: &Json { names: false, big_numbers_as_text: true, epoch_seconds: true, strict: false },
    named: json::named,
};

/// One of the two formats of the protocol.
pub struct RpcV2 {
    id: &'static str,
    /// The protocol's name in headers.
    name: &'static str,
    codec: &'static dyn Codec,
    /// Puts `__type` before the members of a structure in the codec's format.
    named: fn(&str, &[u8]) -> Vec<u8>,
}

impl std::fmt::Debug for RpcV2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("RpcV2").field(&self.id).finish()
    }
}

impl Protocol for RpcV2 {
    fn id(&self) -> &'static str {
        self.id
    }

    fn events(&self) -> Option<EventFormat> {
        Some(EventFormat { codec: self.codec, initial_messages: true })
    }

    fn write_request(
        &self,
        operation: &OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Bytes>, WriteError> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path(operation))
            .header(PROTOCOL, self.name)
            .header(ACCEPT, self.accepted(operation));
        let mut body = Vec::new();
        if !operation.has(&OperationTrait::NoInput) {
            request = request.header(CONTENT_TYPE, self.codec.content_type());
            self.codec.write(input, None, &mut body)?;
        }
        query_compatible::mark(operation, request)
            .body(Bytes::from(body))
            .map_err(|error| WriteError::new(error.to_string()))
    }

    fn read_response(
        &self,
        operation: &OperationSchema,
        response: &Response<Bytes>,
        output: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        if !self.speaks(response) {
            return Err(ReadError::new(format!("the response is not of {}", self.name)));
        }
        let nothing = operation.has(&OperationTrait::NoOutput);
        if nothing { Ok(()) } else { self.read_body(response.body(), output) }
    }

    fn read_answer(&self, operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        if !self.speaks(response) {
            return Answer::new(response.status(), None);
        }
        let name = self.text(response.body(), &TYPE);
        let answer = Answer {
            message: self.text(response.body(), &MESSAGE),
            request_id: header(response, REQUEST_ID).map(str::to_owned),
            ..Answer::new(response.status(), name.map(|name| sanitized(&name).to_owned()))
        };
        query_compatible::recoded(operation, response, answer)
    }

    fn read_error(
        &self,
        _operation: &OperationSchema,
        response: &Response<Bytes>,
        error: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        self.read_body(response.body(), error)
    }

    fn is_call(&self, operation: &OperationSchema, request: &Request<Bytes>) -> bool {
        // Whatever comes before, as the path of a base URL does, is not the protocol's.
        request.method() == Method::POST
            && request.headers().get(PROTOCOL).is_some_and(|name| name == self.name)
            && request.uri().path().ends_with(&path(operation))
    }

    fn read_request(
        &self,
        operation: &OperationSchema,
        request: &Request<Bytes>,
        input: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        if let Some(name) = FORBIDDEN.iter().find(|name| request.headers().contains_key(**name)) {
            return Err(ReadError::new(format!("a request with the header {name}")));
        }
        let nothing = operation.has(&OperationTrait::NoInput);
        if nothing { Ok(()) } else { self.read_body(request.body(), input) }
    }

    fn write_response(
        &self,
        operation: &OperationSchema,
        output: &dyn Shape,
    ) -> Result<Response<Bytes>, WriteError> {
        let response = Response::builder().header(PROTOCOL, self.name);
        if operation.has(&OperationTrait::NoOutput) {
            return finished(response, Vec::new());
        }
        let mut body = Vec::new();
        self.codec.write(output, None, &mut body)?;
        finished(response.header(CONTENT_TYPE, self.codec.content_type()), body)
    }

    fn write_error(
        &self,
        operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
    ) -> Result<Response<Bytes>, WriteError> {
        let message = Text { schema: &MESSAGE, text: answer.message.clone() };
        let mut body = Vec::new();
        self.codec.write(error.unwrap_or(&message), None, &mut body)?;
        if let Some(name) = query_compatible::name(operation, answer, error) {
            body = (self.named)(&operation.service.absolute(name), &body);
        }
        let status = StatusCode::from_u16(answer.status);
        let response = Response::builder()
            .status(status.map_err(|error| WriteError::new(error.to_string()))?)
            .header(PROTOCOL, self.name)
            .header(CONTENT_TYPE, self.codec.content_type());
        finished(query_compatible::tell(operation, answer, response), body)
    }
}

impl RpcV2 {
    /// Whether a response is of this protocol: of any other one, only the status counts.
    fn speaks(&self, response: &Response<Bytes>) -> bool {
        header(response, PROTOCOL.as_str()) == Some(self.name)
    }

    /// The media type of the operation's response.
    fn accepted(&self, operation: &OperationSchema) -> &'static str {
        let is_stream = |member: &Member| matches!(member.target(), Target::Events(_));
        if operation.output.members.iter().any(is_stream) {
            return EVENTS;
        }
        self.codec.content_type()
    }

    /// An empty body is an empty structure: servers and clients may leave it out.
    fn read_body(&self, body: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
        if body.is_empty() { Ok(()) } else { self.codec.read(body, shape) }
    }

    /// The one text of that schema in a body, as far as it can be read.
    fn text(&self, body: &[u8], schema: &'static Schema) -> Option<String> {
        let mut text = Text { schema, text: None };
        let _ = self.read_body(body, &mut text);
        text.text
    }
}

fn path(operation: &OperationSchema) -> String {
    format!("/service/{}/operation/{}", operation.service.target_prefix, operation.name)
}

fn finished(
    response: http::response::Builder,
    body: Vec<u8>,
) -> Result<Response<Bytes>, WriteError> {
    response.body(Bytes::from(body)).map_err(|error| WriteError::new(error.to_string()))
}

static TYPE: Schema = Schema::structure("Error", &[Member("type", "__type", Target::String, NONE)]);

/// Models spell it either way; it is written in the first.
static MESSAGE: Schema = Schema::structure(
    "Error",
    &[
        Member("message", "message", Target::String, NONE),
        Member("message", "Message", Target::String, NONE),
    ],
);

/// One text of every error's body, whatever the model says of the error.
struct Text {
    schema: &'static Schema,
    text: Option<String>,
}

impl Shape for Text {
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn get(&self, member: usize) -> Ref<'_> {
        if member == 0 { self.text.get() } else { Ref::Absent }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        self.text.slot()
    }
}

//! Protocols: how operations become HTTP messages.
//!
//! Each protocol is an interpreter of the schemas of [`crate::schema`], in both directions. It is
//! a `static` that the service's description names, so that a program holds only the protocols
//! that it speaks.

mod aws_json;
mod json_errors;
#[cfg(feature = "xml")]
mod query;
mod query_compatible;
mod rest;
mod rest_json;
#[cfg(feature = "xml")]
mod rest_xml;
mod rpc_v2;
#[cfg(feature = "xml")]
mod xml_errors;

use bytes::Bytes;

pub use self::aws_json::{AWS_JSON_1_0, AWS_JSON_1_1, AwsJson};
#[cfg(feature = "xml")]
pub use self::query::{AWS_QUERY, EC2_QUERY, Query};
pub use self::rest::Rest;
pub use self::rest_json::REST_JSON_1;
#[cfg(feature = "xml")]
pub use self::rest_xml::REST_XML;
#[cfg(feature = "cbor")]
pub use self::rpc_v2::RPC_V2_CBOR;
pub use self::rpc_v2::{RPC_V2_JSON, RpcV2};
use crate::codec::{Codec, ReadError, WriteError};
use crate::error::Answer;
use crate::operation::OperationSchema;
use crate::shape::Shape;

/// How a protocol has event streams.
#[derive(Clone, Copy)]
pub struct EventFormat {
    /// The format of events' payloads.
    pub codec: &'static dyn Codec,
    /// The members beside the stream are the payload of its first message, because the protocol
    /// has no HTTP bindings.
    pub initial_messages: bool,
}

/// A protocol, in both directions: the client's (request out, response and errors in) and the
/// service's (request in, response and errors out), the latter for fakes and tests.
pub trait Protocol: Send + Sync {
    /// Its absolute Smithy id, such as `aws.protocols#awsJson1_1`.
    fn id(&self) -> &'static str;

    /// How it has event streams, if it has them.
    fn events(&self) -> Option<EventFormat> {
        None
    }

    /// Writes the request of a call. Its URI is a path, perhaps with a query.
    ///
    /// # Errors
    /// If the input cannot be written.
    fn write_request(
        &self,
        operation: &OperationSchema,
        input: &dyn Shape,
    ) -> Result<http::Request<Bytes>, WriteError>;

    /// Reads the response of a successful call.
    ///
    /// # Errors
    /// What is wrong with the response.
    fn read_response(
        &self,
        operation: &OperationSchema,
        response: &http::Response<Bytes>,
        output: &mut dyn Shape,
    ) -> Result<(), ReadError>;

    /// Whether a response is an error, which not every service says in the status.
    fn is_error(&self, _operation: &OperationSchema, response: &http::Response<Bytes>) -> bool {
        !response.status().is_success()
    }

    /// Reads what every error response says, whatever the model knows of the error.
    ///
    /// An unreadable body is not an error here: status and headers remain.
    fn read_answer(&self, operation: &OperationSchema, response: &http::Response<Bytes>) -> Answer;

    /// Reads the members of a modelled error.
    ///
    /// # Errors
    /// What is wrong with the response.
    fn read_error(
        &self,
        operation: &OperationSchema,
        response: &http::Response<Bytes>,
        error: &mut dyn Shape,
    ) -> Result<(), ReadError>;

    /// Whether a request is a call of that operation.
    fn is_call(&self, operation: &OperationSchema, request: &http::Request<Bytes>) -> bool;

    /// How specific the calls of an operation are: of several operations that a request is a
    /// call of, the one with the greatest of these is meant.
    fn precedence(&self, _operation: &OperationSchema) -> Vec<u8> {
        Vec::new()
    }

    /// Reads the input of a call.
    ///
    /// # Errors
    /// What is wrong with the request.
    fn read_request(
        &self,
        operation: &OperationSchema,
        request: &http::Request<Bytes>,
        input: &mut dyn Shape,
    ) -> Result<(), ReadError>;

    /// Writes the response of a successful call.
    ///
    /// # Errors
    /// If the output cannot be written.
    fn write_response(
        &self,
        operation: &OperationSchema,
        output: &dyn Shape,
    ) -> Result<http::Response<Bytes>, WriteError>;

    /// Writes an error response, with the members of a modelled error if there is one.
    ///
    /// # Errors
    /// If the error cannot be written.
    fn write_error(
        &self,
        operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
    ) -> Result<http::Response<Bytes>, WriteError>;
}

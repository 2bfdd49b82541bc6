//! Operations as values: a request out, a response in, no IO.

use bytes::Bytes;

use crate::codec::{ReadError, WriteError};
use crate::error::{Error, ServiceError};
use crate::schema::Schema;
use crate::service::ServiceSchema;
use crate::shape::Shape;

/// What a generated crate knows about an operation.
#[derive(Debug)]
pub struct OperationSchema {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The service that offers it.
    pub service: &'static ServiceSchema,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with labels in braces.
    pub uri: &'static str,
    /// The members of the input.
    pub input: &'static Schema,
    /// The members of the output.
    pub output: &'static Schema,
    /// The errors that the model names for it.
    pub errors: &'static [&'static Schema],
}

/// The input of an operation, and with it the operation.
///
/// The provided methods are the whole operation without IO: with any HTTP library, in any
/// runtime, [`to_request`](Self::to_request) makes what to send and
/// [`read_response`](Self::read_response) reads what came back. The other direction, for servers
/// that stand in for the real one, is [`from_request`](Self::from_request) and
/// [`write_result`](Self::write_result).
pub trait Operation: Shape + Default + 'static {
    /// What the operation gives.
    type Output: Shape + Default + 'static;

    /// The errors that its service answers with.
    type Error: ServiceError;

    /// Its description.
    const SCHEMA: &'static OperationSchema;

    /// The HTTP request of this call, unsigned. Its URI is a path, without scheme and host.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) if the input cannot be written.
    fn to_request(&self) -> Result<http::Request<Bytes>, Error<Self::Error>> {
        let schema = Self::SCHEMA;
        let written = schema.service.protocol.write_request(schema, self);
        written.map_err(|error| Error::request(schema, error))
    }

    /// The output that a response holds.
    ///
    /// # Errors
    /// [`ErrorKind::Service`](crate::ErrorKind::Service) if the response is an error of the
    /// service, [`ErrorKind::Response`](crate::ErrorKind::Response) if it cannot be read.
    fn read_response(response: &http::Response<Bytes>) -> Result<Self::Output, Error<Self::Error>> {
        let schema = Self::SCHEMA;
        if !response.status().is_success() {
            return Err(Error::from_response(schema, response));
        }
        let mut output = Self::Output::default();
        match schema.service.protocol.read_response(schema, response, &mut output) {
            Ok(()) => Ok(output),
            Err(error) => Err(Error::response(schema, error)),
        }
    }

    /// The input that a request holds.
    ///
    /// # Errors
    /// What is wrong with the request.
    fn from_request(request: &http::Request<Bytes>) -> Result<Self, ReadError> {
        let schema = Self::SCHEMA;
        let mut input = Self::default();
        schema.service.protocol.read_request(schema, request, &mut input)?;
        Ok(input)
    }

    /// The response that a service gives for this output or error.
    ///
    /// # Errors
    /// If the output or the error cannot be written.
    fn write_result(
        result: &Result<Self::Output, Error<Self::Error>>,
    ) -> Result<http::Response<Bytes>, WriteError> {
        let schema = Self::SCHEMA;
        match result {
            Ok(output) => schema.service.protocol.write_response(schema, output),
            Err(error) => error.to_response(schema),
        }
    }
}

//! Operations as values: a request out, a response in, no IO.

use bytes::Bytes;

use crate::codec::{ReadError, WriteError};
use crate::error::{Error, ServiceError};
use crate::json;
use crate::protocol::Protocol;
use crate::request::{self, RequestOptions};
use crate::schema::Schema;
use crate::service::ServiceSchema;
use crate::shape::Shape;
use crate::streaming;

/// What a generated crate knows about an operation.
#[derive(Debug)]
pub struct OperationSchema {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The service that offers it.
    pub service: &'static ServiceSchema,
    /// The HTTP method, in protocols with HTTP bindings.
    pub method: &'static str,
    /// The path, with labels in braces, and perhaps a query string, in protocols with HTTP
    /// bindings.
    pub uri: &'static str,
    /// The members of the input.
    pub input: &'static Schema,
    /// The members of the output.
    pub output: &'static Schema,
    /// The errors that the model names for it.
    pub errors: &'static [&'static Schema],
    /// What else the model says about the operation that matters at run time.
    pub traits: &'static [OperationTrait],
}

/// What a model says about an operation beside its types, as far as it matters at run time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OperationTrait {
    /// The status code of success where it is not 200, in protocols with HTTP bindings.
    Status(u16),
    /// What stands before the endpoint's host name, with labels in braces.
    HostPrefix(&'static str),
    /// The element around the result in awsQuery, where it is not the operation's name and
    /// `Result`.
    ResultWrapper(&'static str),
    /// The input's member of that name is a bucket's name and the first label of the path; it may
    /// stand in the host's name instead.
    Bucket(&'static str),
    /// The output's only member is the root of the response's document
    /// (`aws.customizations#s3UnwrappedXmlOutput`).
    UnwrappedXmlOutput,
    /// Requests have the header `Content-MD5` (`aws.protocols#httpChecksumRequired`).
    ContentMd5,
    /// Requests and responses may have checksums (`aws.protocols#httpChecksum`).
    Checksum(&'static Checksum),
    /// Requests may be compressed, by the first of these that the client has
    /// (`smithy.api#requestCompression`).
    Compression(&'static [&'static str]),
    /// Signatures leave the body out (`aws.auth#unsignedPayload`).
    UnsignedPayload,
    /// Requests are not signed (`smithy.api#auth` without a scheme).
    NoAuth,
    /// Requests have a header of that name, in lower case, and value.
    Header(&'static str, &'static str),
    /// Requests have the hashes of Amazon S3 Glacier.
    TreeHash,
    /// The member of the input that names the endpoint, as a URL.
    EndpointMember(&'static str),
    /// The members of the input that the service fills in where a client leaves them out, as a
    /// JSON object (`smithy.api#default` of members that are `smithy.api#clientOptional`).
    InputDefaults(&'static str),
    /// The operation takes no input, not even one without members (`smithy.api#Unit`).
    NoInput,
    /// The operation gives no output, not even one without members.
    NoOutput,
}

/// The checksums of an operation (`aws.protocols#httpChecksum`); members by their names in the
/// model.
#[derive(Debug, PartialEq, Eq)]
pub struct Checksum {
    /// Whether a request without a checksum is refused.
    pub required: bool,
    /// The member of the input that names the request's algorithm, or empty.
    pub algorithm_member: &'static str,
    /// The member of the input that asks for checksums of the response, or empty.
    pub mode_member: &'static str,
    /// The algorithms that the service may use in responses.
    pub response_algorithms: &'static [&'static str],
}

impl OperationSchema {
    /// Whether the operation carries this trait.
    #[must_use]
    pub fn has(&self, wanted: &OperationTrait) -> bool {
        self.traits.contains(wanted)
    }

    /// The members of the input that the service fills in, as JSON.
    fn input_defaults(&self) -> Option<&'static str> {
        self.traits.iter().find_map(|t| match t {
            OperationTrait::InputDefaults(json) => Some(*json),
            _ => None,
        })
    }

    /// The status code of success, in protocols with HTTP bindings.
    #[must_use]
    pub fn status(&self) -> u16 {
        let status = self.traits.iter().find_map(|t| match t {
            OperationTrait::Status(status) => Some(*status),
            _ => None,
        });
        status.unwrap_or(200)
    }
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

    /// The HTTP request of this call, unsigned. Its URI is a path, without scheme and host; a
    /// prefix of the host's name stands in its extensions, as [`HostPrefix`](crate::HostPrefix).
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) if the input cannot be written.
    fn to_request(&self) -> Result<http::Request<Bytes>, Error<Self::Error>> {
        self.to_request_with(&RequestOptions::default())
    }

    /// The same, with choices.
    ///
    /// # Errors
    /// Those of [`to_request`](Self::to_request).
    fn to_request_with(
        &self,
        options: &RequestOptions,
    ) -> Result<http::Request<Bytes>, Error<Self::Error>> {
        let written = streaming::refuse(self);
        let written = written.and_then(|()| request::write(Self::SCHEMA, self, options));
        written.map_err(|error| Error::request(Self::SCHEMA, error))
    }

    /// The output that a response holds.
    ///
    /// # Errors
    /// [`ErrorKind::Service`](crate::ErrorKind::Service) if the response is an error of the
    /// service, [`ErrorKind::Response`](crate::ErrorKind::Response) if it cannot be read.
    fn read_response(response: &http::Response<Bytes>) -> Result<Self::Output, Error<Self::Error>> {
        Self::read_response_in(Self::SCHEMA.service.protocol, response)
    }

    /// The same, in another protocol than the one that the service prefers.
    ///
    /// # Errors
    /// Those of [`read_response`](Self::read_response).
    fn read_response_in(
        protocol: &dyn Protocol,
        response: &http::Response<Bytes>,
    ) -> Result<Self::Output, Error<Self::Error>> {
        let schema = Self::SCHEMA;
        if protocol.is_error(schema, response) {
            return Err(Error::from_response(schema, protocol, response));
        }
        let mut output = Self::Output::default();
        let verified = request::verify(schema, response);
        let read = verified
            .and_then(|()| streaming::read_response(protocol, schema, response, &mut output));
        read.map_err(|error| Error::response(schema, error))?;
        Ok(output)
    }

    /// The input that a request holds.
    ///
    /// # Errors
    /// What is wrong with the request.
    fn from_request(request: &http::Request<Bytes>) -> Result<Self, ReadError> {
        Self::from_request_in(Self::SCHEMA.service.protocol, request)
    }

    /// The same, in another protocol than the one that the service prefers.
    ///
    /// # Errors
    /// What is wrong with the request.
    fn from_request_in(
        protocol: &dyn Protocol,
        request: &http::Request<Bytes>,
    ) -> Result<Self, ReadError> {
        let mut input = Self::default();
        let opened = request::opened(Self::SCHEMA, request)?;
        // What the request says comes after it.
        if let Some(defaults) = Self::SCHEMA.input_defaults() {
            json::read(defaults.as_bytes(), &mut input)?;
        }
        let request = opened.as_ref().unwrap_or(request);
        streaming::read_request(protocol, Self::SCHEMA, request, &mut input)?;
        Ok(input)
    }

    /// The response that a service gives for this output or error.
    ///
    /// # Errors
    /// If the output or the error cannot be written.
    fn write_result(
        result: &Result<Self::Output, Error<Self::Error>>,
    ) -> Result<http::Response<Bytes>, WriteError> {
        Self::write_result_in(Self::SCHEMA.service.protocol, result)
    }

    /// The same, in another protocol than the one that the service prefers.
    ///
    /// # Errors
    /// If the output or the error cannot be written.
    fn write_result_in(
        protocol: &dyn Protocol,
        result: &Result<Self::Output, Error<Self::Error>>,
    ) -> Result<http::Response<Bytes>, WriteError> {
        match result {
            Ok(output) => {
                streaming::refuse(output)?;
                protocol.write_response(Self::SCHEMA, output)
            }
            Err(error) => error.to_response(Self::SCHEMA, protocol),
        }
    }
}

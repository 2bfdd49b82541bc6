//! From an input to a request: what every protocol has in common.

#[cfg(feature = "checksums")]
mod checksums;
#[cfg(feature = "compression")]
mod compression;
mod host;
mod input;

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};

use self::input::Completed;
use crate::buckets;
use crate::codec::{ReadError, WriteError};
use crate::operation::{OperationSchema, OperationTrait};
use crate::protocol::Protocol;
use crate::shape::Shape;

/// How inputs become requests, where that is the caller's choice.
#[derive(Clone, Copy)]
pub struct RequestOptions {
    protocol: Option<&'static dyn Protocol>,
    idempotency_token: fn() -> String,
    /// The least size of a body that is worth compressing; none is, if absent.
    compressed_from: Option<usize>,
    /// Whether requests get checksums that their service supports, but does not require.
    adds_checksums: bool,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self {
            protocol: None,
            idempotency_token: random_uuid,
            compressed_from: Some(10_240),
            adds_checksums: true,
        }
    }
}

impl RequestOptions {
    /// Another protocol than the one that the service prefers. It must be among those that the
    /// service speaks.
    #[must_use]
    pub fn protocol(mut self, protocol: &'static dyn Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// What makes the idempotency tokens of calls that come without one; random UUIDs otherwise.
    #[must_use]
    pub fn idempotency_token(mut self, token: fn() -> String) -> Self {
        self.idempotency_token = token;
        self
    }

    /// The least size, in bytes, of a body that is compressed, where the operation has requests
    /// compressed at all; none is, if `None`. Without this it is 10,240, as in other clients.
    #[must_use]
    pub fn compressed_from(mut self, size: impl Into<Option<usize>>) -> Self {
        self.compressed_from = size.into();
        self
    }

    /// Leaves out checksums that the service does not require and the caller does not ask for:
    /// stand-ins for a service may not know them.
    #[must_use]
    pub fn only_required_checksums(mut self) -> Self {
        self.adds_checksums = false;
        self
    }

    /// The protocol in which to talk about that operation.
    pub(crate) fn protocol_of(&self, operation: &OperationSchema) -> &'static dyn Protocol {
        self.protocol.unwrap_or(operation.service.protocol)
    }
}

impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = self.protocol.map(Protocol::id);
        f.debug_struct("RequestOptions").field("protocol", &protocol).finish_non_exhaustive()
    }
}

/// What a request's URI wants before the endpoint's host name, such as `data.`: an extension of
/// requests, because their URIs are paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPrefix(pub String);

/// The endpoint that a request's input names, in the place of the service's own: an extension of
/// requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointUrl(pub String);
/// How a request is signed: an extension of requests, by what the model says of their operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    /// With its body.
    #[default]
    Body,
    /// Without its body (`aws.auth#unsignedPayload`).
    UnsignedBody,
    /// Without its body, which is a stream of events; each of them is signed.
    Events,
    /// Not at all (`smithy.api#auth` without a scheme).
    Not,
}

impl Signing {
    fn of(operation: &OperationSchema) -> Self {
        if operation.has(&OperationTrait::NoAuth) {
            Self::Not
        } else if operation.has(&OperationTrait::UnsignedPayload) {
            Self::UnsignedBody
        } else {
            Self::Body
        }
    }
}

/// The request of a call.
pub(crate) fn write(
    operation: &OperationSchema,
    input: &dyn Shape,
    options: &RequestOptions,
) -> Result<Request<Bytes>, WriteError> {
    let input = Completed::new(operation, input, options);
    let mut request = options.protocol_of(operation).write_request(operation, &input)?;
    if let Some(bucket) = buckets::of(operation, &input) {
        request.extensions_mut().insert(bucket);
    }
    if let Some(prefix) = host::prefix(operation, &input)? {
        request.extensions_mut().insert(HostPrefix(prefix));
    }
    request.extensions_mut().insert(Signing::of(operation));
    if let Some(url) = host::endpoint(operation, &input) {
        request.extensions_mut().insert(EndpointUrl(url.to_owned()));
    }
    add_headers(operation, &mut request);
    #[cfg(feature = "compression")]
    compression::compress(operation, options, &mut request)?;
    #[cfg(feature = "checksums")]
    checksums::add(operation, &input, &mut request)?;
    Ok(request)
}

/// The request that a service reads: decompressed.
///
/// # Errors
/// If that fails.
pub(crate) fn opened(
    operation: &OperationSchema,
    request: &Request<Bytes>,
) -> Result<Option<Request<Bytes>>, ReadError> {
    #[cfg(feature = "compression")]
    return compression::decompress(operation, request);
    #[cfg(not(feature = "compression"))]
    {
        let _ = (operation, request);
        Ok(None)
    }
}

/// Checks the checksums that a response comes with.
///
/// # Errors
/// If the body is not what was sent.
pub(crate) fn verify(
    operation: &OperationSchema,
    response: &http::Response<Bytes>,
) -> Result<(), ReadError> {
    #[cfg(feature = "checksums")]
    return checksums::verify(operation, response);
    #[cfg(not(feature = "checksums"))]
    {
        let _ = (operation, response);
        Ok(())
    }
}

/// Adds the headers that all requests of the operation have, unless a member has set them.
fn add_headers(operation: &OperationSchema, request: &mut Request<Bytes>) {
    for t in operation.traits {
        if let OperationTrait::Header(name, value) = t {
            let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
            request.headers_mut().entry(name).or_insert(value);
        }
    }
}

/// A random UUID (RFC 9562, version 4). It is no secret, so that it may come from a simple
/// generator.
pub(crate) fn random_uuid() -> String {
    let random = fastrand::u128(..);
    let uuid = random & !(0xf << 76 | 0b11 << 62) | 4 << 76 | 0b10 << 62;
    let digits = format!("{uuid:032x}");
    let (a, rest) = digits.split_at(8);
    let (b, rest) = rest.split_at(4);
    let (c, rest) = rest.split_at(4);
    let (d, e) = rest.split_at(4);
    [a, b, c, d, e].join("-")
}

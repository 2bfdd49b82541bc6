//! From an input to a request: what every protocol has in common.

use std::fmt;

use bytes::Bytes;

use crate::codec::WriteError;
use crate::operation::{OperationSchema, OperationTrait};
use crate::protocol::Protocol;
use crate::schema::{Schema, Trait};
use crate::shape::{Ref, Shape, Slot};

/// How inputs become requests, where that is the caller's choice.
#[derive(Clone, Copy)]
pub struct RequestOptions {
    protocol: Option<&'static dyn Protocol>,
    idempotency_token: fn() -> String,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self { protocol: None, idempotency_token: random_uuid }
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

/// The request of a call.
pub(crate) fn write(
    operation: &OperationSchema,
    input: &dyn Shape,
    options: &RequestOptions,
) -> Result<http::Request<Bytes>, WriteError> {
    let input = Identified::new(input, options.idempotency_token);
    let mut request = options.protocol_of(operation).write_request(operation, &input)?;
    if let Some(prefix) = host_prefix(operation, &input)? {
        request.extensions_mut().insert(HostPrefix(prefix));
    }
    Ok(request)
}

/// An input whose idempotency token is there (`smithy.api#idempotencyToken`).
struct Identified<'a> {
    input: &'a dyn Shape,
    /// The member that the caller has left out, and its value.
    token: Option<(usize, String)>,
}

impl<'a> Identified<'a> {
    fn new(input: &'a dyn Shape, token: fn() -> String) -> Self {
        let members = input.schema().members.iter();
        let index = members.into_iter().position(|member| member.has(&Trait::IdempotencyToken));
        let absent = index.filter(|index| match input.get(*index) {
            Ref::Absent => true,
            // A required token is never absent; empty is what nobody has set.
            Ref::String(text) => text.is_empty(),
            _ => false,
        });
        Self { input, token: absent.map(|index| (index, token())) }
    }
}

impl Shape for Identified<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match &self.token {
            Some((index, token)) if *index == member => Ref::String(token),
            _ => self.input.get(member),
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// The host prefix of a call, its labels filled in (`smithy.api#endpoint`,
/// `smithy.api#hostLabel`).
fn host_prefix(
    operation: &OperationSchema,
    input: &dyn Shape,
) -> Result<Option<String>, WriteError> {
    let template = operation.traits.iter().find_map(|t| match t {
        OperationTrait::HostPrefix(template) => Some(*template),
        _ => None,
    });
    let Some(mut rest) = template else {
        return Ok(None);
    };
    let mut prefix = String::new();
    while let Some((before, label)) = rest.split_once('{') {
        let (name, after) = label.split_once('}').unwrap_or((label, ""));
        prefix.push_str(before);
        prefix.push_str(host_label(input, name)?);
        rest = after;
    }
    prefix.push_str(rest);
    Ok(Some(prefix))
}

/// The value of the member of that name, which is to be a label of a host name (RFC 1123
/// section 2.1).
fn host_label<'a>(input: &'a dyn Shape, name: &str) -> Result<&'a str, WriteError> {
    let members = input.schema().members;
    let index = members.iter().position(|m| m.name == name && m.has(&Trait::HostLabel));
    let value = match index.map(|index| input.get(index)) {
        Some(Ref::String(value)) => value,
        _ => "",
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if value.is_empty() || value.len() > 63 || !value.chars().all(fits) || value.starts_with('-') {
        let problem = format!("{name} must be a label of a host name: letters, digits and hyphens");
        return Err(WriteError::new(problem));
    }
    Ok(value)
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

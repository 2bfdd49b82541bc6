//! Media types: what bodies are, and which a service takes and gives.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName};

use super::body::Content;
use super::{Dialect, Side};
use crate::codec::{ReadError, Refusal};
use crate::operation::{OperationSchema, OperationTrait};
use crate::schema::{Location, Member, Target, Trait};

/// The media type of a payload.
pub(super) fn of_payload(dialect: &dyn Dialect, member: &Member) -> &'static str {
    match member.target() {
        Target::Shape(_) | Target::Document => dialect.media_type(),
        _ => of_bytes(member),
    }
}

/// The media type of a payload that is text or bytes.
pub(super) fn of_bytes(member: &Member) -> &'static str {
    let by_kind = match member.target() {
        Target::String => "text/plain",
        _ => "application/octet-stream",
    };
    said(member).unwrap_or(by_kind)
}

fn said(member: &Member) -> Option<&'static str> {
    member.traits().iter().find_map(|t| match t {
        Trait::MediaType(media_type) => Some(*media_type),
        _ => None,
    })
}

/// The media type that a payload has to have; none if any will do.
fn demanded(dialect: &dyn Dialect, member: &Member) -> Option<&'static str> {
    match member.target() {
        Target::Blob | Target::Stream => said(member),
        _ => Some(of_payload(dialect, member)),
    }
}

/// Refuses a request whose body is of another media type than the model says, or that does not
/// accept the one of the response.
pub(super) fn check(
    dialect: &dyn Dialect,
    operation: &OperationSchema,
    headers: &HeaderMap,
    has_body: bool,
) -> Result<(), ReadError> {
    if has_body {
        check_body(dialect, operation, headers)?;
    }
    check_accepted(dialect, operation, headers)
}

fn check_body(
    dialect: &dyn Dialect,
    operation: &OperationSchema,
    headers: &HeaderMap,
) -> Result<(), ReadError> {
    let actual = header(headers, CONTENT_TYPE).map(essence);
    let members = operation.input.members;
    let is_right = match Content::of(Side::Request, operation.input) {
        // The caller says what the body is.
        _ if members.iter().any(is_content_type) => true,
        Content::Members => actual.is_some_and(|actual| is_same(actual, dialect.media_type())),
        Content::Payload(_, member) => match (demanded(dialect, member), actual) {
            (None, _) => true,
            (Some(demanded), actual) => actual.is_some_and(|actual| is_same(actual, demanded)),
        },
        // A structure without members may be written as one.
        Content::Nothing if members.is_empty() && !operation.has(&OperationTrait::NoInput) => {
            actual.is_none_or(|actual| is_same(actual, dialect.media_type()))
        }
        Content::Nothing => actual.is_none(),
    };
    let problem = || format!("a body of the media type {}", actual.unwrap_or("of no name"));
    refuse_unless(is_right, Refusal::UnsupportedMediaType, problem)
}

fn check_accepted(
    dialect: &dyn Dialect,
    operation: &OperationSchema,
    headers: &HeaderMap,
) -> Result<(), ReadError> {
    let given = match Content::of(Side::Response, operation.output) {
        _ if operation.has(&OperationTrait::NoOutput) => None,
        Content::Nothing | Content::Members => Some(dialect.media_type()),
        Content::Payload(_, member) => demanded(dialect, member),
    };
    let accepted = header(headers, ACCEPT);
    let is_accepted = match (given, accepted) {
        (Some(given), Some(accepted)) => accepted.split(',').any(|range| includes(range, given)),
        _ => true,
    };
    let problem =
        || format!("a response of the media type {} is not accepted", given.unwrap_or(""));
    refuse_unless(is_accepted, Refusal::NotAcceptable, problem)
}

fn refuse_unless(
    is_right: bool,
    refusal: Refusal,
    problem: impl FnOnce() -> String,
) -> Result<(), ReadError> {
    if is_right { Ok(()) } else { Err(ReadError::new(problem()).refusing(refusal)) }
}

fn is_content_type(member: &Member) -> bool {
    matches!(member.location(), Some(Location::Header(name)) if CONTENT_TYPE == *name)
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn is_same(one: &str, other: &str) -> bool {
    essence(one).eq_ignore_ascii_case(essence(other))
}

/// Whether a media type is among those of a range, such as `text/*` (RFC 9110 section 12.5.1).
fn includes(range: &str, media_type: &str) -> bool {
    let range = essence(range);
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => {
            media_type.split('/').next().is_some_and(|own| own.eq_ignore_ascii_case(kind))
        }
        None => is_same(range, media_type),
    }
}

//! The checksums of requests and responses: `aws.protocols#httpChecksum`,
//! `aws.protocols#httpChecksumRequired`, and what single services have instead.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use super::RequestOptions;
use crate::checksum::{self, Algorithm};
use crate::codec::{ReadError, WriteError};
use crate::operation::{Checksum, OperationSchema, OperationTrait};
use crate::schema::{Location, Member, Target};
use crate::shape::{Ref, Shape};

/// The algorithm of whoever does not choose one.
const DEFAULT: Algorithm = Algorithm::Crc32;

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const TREE_HASH: HeaderName = HeaderName::from_static("x-amz-sha256-tree-hash");

fn checksum_of(operation: &OperationSchema) -> Option<&'static Checksum> {
    operation.traits.iter().find_map(|t| match t {
        OperationTrait::Checksum(checksum) => Some(*checksum),
        _ => None,
    })
}

/// What the client chooses about checksums where the caller does not.
pub(super) struct Choice {
    checksum: Option<&'static Checksum>,
    /// Whether the request gets a checksum that nobody has asked for.
    adds: bool,
    /// Whether the service is asked for one with the response.
    asks: bool,
}

impl Choice {
    pub(super) fn of(
        operation: &OperationSchema,
        input: &dyn Shape,
        options: &RequestOptions,
    ) -> Self {
        let checksum = checksum_of(operation);
        let required = checksum.is_some_and(|checksum| checksum.required);
        let wanted = required || options.adds_checksums && is_in_memory(input);
        Self { checksum, adds: wanted && !has_checksum(input), asks: options.adds_checksums }
    }

    /// What stands in a member that the caller has left out.
    pub(super) fn filler(&self, member: &Member) -> Option<&'static str> {
        let checksum = self.checksum?;
        if self.adds && member.name() == checksum.algorithm_member {
            return Some(DEFAULT.name());
        }
        (self.asks && member.name() == checksum.mode_member).then_some("ENABLED")
    }
}

/// Whether the caller has computed a checksum already.
fn has_checksum(input: &dyn Shape) -> bool {
    let is_checksum = |member: &Member| match member.location() {
        Some(Location::Header(name)) => Algorithm::of_header(name).is_some(),
        _ => false,
    };
    let mut members = input.schema().members.iter().enumerate();
    members.any(|(index, member)| is_checksum(member) && !matches!(input.get(index), Ref::Absent))
}

/// Whether all of the body is in memory when the request is written.
fn is_in_memory(input: &dyn Shape) -> bool {
    let streams = |member: &Member| matches!(member.target(), Target::Stream);
    match input.schema().members.iter().position(streams).map(|index| input.get(index)) {
        Some(Ref::Stream(stream)) => stream.as_bytes().is_some(),
        _ => true,
    }
}

/// Adds the checksums of the body.
pub(super) fn add(
    operation: &OperationSchema,
    input: &dyn Shape,
    request: &mut Request<Bytes>,
) -> Result<(), WriteError> {
    for t in operation.traits {
        let headers = match t {
            OperationTrait::ContentMd5 => {
                vec![(CONTENT_MD5, Algorithm::Md5.checksum(request.body()))]
            }
            OperationTrait::TreeHash => vec![
                (CONTENT_SHA256, checksum::sha256_hex(request.body())),
                (TREE_HASH, checksum::tree_hash_hex(request.body())),
            ],
            OperationTrait::Checksum(checksum) => flexible(checksum, input, request)?,
            _ => continue,
        };
        if !headers.is_empty() && !is_in_memory(input) {
            return Err(WriteError::new("the checksum of a stream that is not in memory"));
        }
        for (name, value) in headers {
            let value = HeaderValue::try_from(value);
            let value = value.map_err(|error| WriteError::new(error.to_string()))?;
            request.headers_mut().entry(name).or_insert(value);
        }
    }
    Ok(())
}

/// The checksum by the algorithm that the input names, unless the caller has computed one.
fn flexible(
    checksum: &Checksum,
    input: &dyn Shape,
    request: &Request<Bytes>,
) -> Result<Vec<(HeaderName, String)>, WriteError> {
    if has_checksum(input) {
        return Ok(Vec::new());
    }
    let algorithm = match named_algorithm(checksum, input)? {
        Some(algorithm) => algorithm,
        None if checksum.required => DEFAULT,
        None => return Ok(Vec::new()),
    };
    let name = HeaderName::from_static(algorithm.header());
    Ok(vec![(name, algorithm.checksum(request.body()))])
}

fn named_algorithm(
    checksum: &Checksum,
    input: &dyn Shape,
) -> Result<Option<Algorithm>, WriteError> {
    let is_meant = |member: &Member| member.name() == checksum.algorithm_member;
    let index = input.schema().members.iter().position(is_meant);
    match index.map(|index| input.get(index)) {
        Some(Ref::String(name)) => match Algorithm::of_name(name) {
            Some(algorithm) => Ok(Some(algorithm)),
            None => Err(WriteError::new(format!("{name} is no known checksum algorithm"))),
        },
        _ => Ok(None),
    }
}

/// Checks a response against the checksum that it comes with.
///
/// # Errors
/// If the body is another than the one that the checksum was made of.
pub(super) fn verify(
    operation: &OperationSchema,
    response: &Response<Bytes>,
) -> Result<(), ReadError> {
    let Some((algorithm, expected)) = response_checksum(operation, response) else {
        return Ok(());
    };
    let actual = algorithm.checksum(response.body());
    if actual == expected {
        return Ok(());
    }
    let name = algorithm.name();
    Err(ReadError::new(format!("the body's {name} is {actual}, but {expected} was announced")))
}

/// The checksum that a response comes with; none if its body is streamed: it is not there yet.
fn response_checksum<'a>(
    operation: &OperationSchema,
    response: &'a Response<Bytes>,
) -> Option<(Algorithm, &'a str)> {
    let streams = |member: &Member| matches!(member.target(), Target::Stream);
    let checksum =
        checksum_of(operation).filter(|_| !operation.output.members.iter().any(streams))?;
    checksum.response_algorithms.iter().find_map(|name| {
        let algorithm = Algorithm::of_name(name)?;
        let value = response.headers().get(algorithm.header())?.to_str().ok()?;
        // That of an object which was uploaded in parts is one of the parts' checksums.
        (!value.contains('-')).then_some((algorithm, value))
    })
}

//! Compressed requests (`smithy.api#requestCompression`). gzip is the only coding that the
//! specification has.

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http::header::{CONTENT_ENCODING, HeaderValue};
use http::{HeaderMap, Request};

use super::RequestOptions;
use crate::codec::{ReadError, WriteError};
use crate::operation::{OperationSchema, OperationTrait};

const GZIP: &str = "gzip";

/// The largest request that a service makes of a compressed one: a few kilobytes must not become
/// gigabytes.
const MAX_SIZE: u64 = 64 << 20;

fn is_compressible(operation: &OperationSchema) -> bool {
    let has_gzip =
        |t: &OperationTrait| matches!(t, OperationTrait::Compression(all) if all.contains(&GZIP));
    operation.traits.iter().any(has_gzip)
}

/// Compresses the body, if that is worth it, and adds it to the codings that the caller names.
pub(super) fn compress(
    operation: &OperationSchema,
    options: &RequestOptions,
    request: &mut Request<Bytes>,
) -> Result<(), WriteError> {
    let is_worth_it = options.compressed_from.is_some_and(|size| request.body().len() >= size);
    if !is_worth_it || request.body().is_empty() || !is_compressible(operation) {
        return Ok(());
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(request.body()).and_then(|()| encoder.finish());
    *request.body_mut() = written.map_err(|error| WriteError::new(error.to_string()))?.into();
    let mut codings = codings(request.headers());
    codings.push(GZIP.to_owned());
    set_codings(request.headers_mut(), &codings)
}

/// The request without its compression, if it has any.
pub(super) fn decompress(
    operation: &OperationSchema,
    request: &Request<Bytes>,
) -> Result<Option<Request<Bytes>>, ReadError> {
    let mut codings = codings(request.headers());
    if !is_compressible(operation) || codings.pop().is_none_or(|last| last != GZIP) {
        return Ok(None);
    }
    let mut body = Vec::new();
    let read = GzDecoder::new(&**request.body()).take(MAX_SIZE + 1).read_to_end(&mut body);
    read.map_err(|error| ReadError::new(format!("the body is not gzip: {error}")))?;
    if body.len() as u64 > MAX_SIZE {
        return Err(ReadError::new(format!("a body of more than {MAX_SIZE} bytes")));
    }
    let mut opened = request.clone();
    *opened.body_mut() = body.into();
    let set = set_codings(opened.headers_mut(), &codings);
    set.map_err(|error| ReadError::new(error.to_string()))?;
    Ok(Some(opened))
}

/// The codings of a body in the order in which they were applied (RFC 9110 section 8.4).
fn codings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let codings = values.flat_map(|value| value.split(','));
    codings.map(|coding| coding.trim().to_owned()).filter(|coding| !coding.is_empty()).collect()
}

fn set_codings(headers: &mut HeaderMap, codings: &[String]) -> Result<(), WriteError> {
    headers.remove(CONTENT_ENCODING);
    if !codings.is_empty() {
        let value = HeaderValue::try_from(codings.join(", "));
        let value = value.map_err(|error| WriteError::new(error.to_string()))?;
        headers.insert(CONTENT_ENCODING, value);
    }
    Ok(())
}

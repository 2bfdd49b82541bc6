//! Signatures, made by `aws-sigv4`.

use std::fmt;
use std::time::SystemTime;

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign as signature,
};
use aws_sigv4::sign::v4::SigningParams;
use bytes::Bytes;
use http::header::{HOST, ToStrError};

use super::payload::CONTENT_SHA256;
use crate::config::Credentials;
use crate::stream::ByteStream;

/// Signs a request with AWS Signature Version 4, in its headers: adds `x-amz-date`, `authorization`, and
/// with a session token `x-amz-security-token`.
///
/// The request's URI is absolute or it has a `host` header. `region` and `service` are the names in
/// the signature, `time` is the time that it is valid from, for some minutes. A header
/// `x-amz-content-sha256` that is already there is taken for the body's hash, such as
/// `UNSIGNED-PAYLOAD`; otherwise the body is hashed. For the service `s3`, its own rules hold: a path is
/// signed as it is, and the hash is sent along.
///
/// # Errors
/// [`SignError`] when the request has neither host nor `host` header, or a header value with other
/// characters than visible ASCII.
pub fn sign(
    request: &mut http::Request<Bytes>,
    credentials: &Credentials,
    region: &str,
    service: &str,
    time: SystemTime,
) -> Result<(), SignError> {
    let body = request.body().clone();
    sign_as(request, Some(&body), credentials, region, service, time)?;
    Ok(())
}

/// The same for a body that may be a stream: one that is not in memory must have its hash, or what
/// stands in its place, in the header. Gives the signature.
pub(super) fn sign_stream(
    request: &mut http::Request<ByteStream>,
    credentials: &Credentials,
    region: &str,
    service: &str,
    time: SystemTime,
) -> Result<String, SignError> {
    let body = request.body().as_bytes().cloned();
    sign_as(request, body.as_ref(), credentials, region, service, time)
}

fn sign_as<B>(
    request: &mut http::Request<B>,
    body: Option<&Bytes>,
    credentials: &Credentials,
    region: &str,
    service: &str,
    time: SystemTime,
) -> Result<String, SignError> {
    if request.uri().host().is_none() && !request.headers().contains_key(HOST) {
        return Err(SignError("it has no host".to_owned()));
    }
    let identity = for_library(credentials).into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(time)
        .settings(settings(service))
        .build()
        .map_err(SignError::new)?
        .into();
    let (instructions, signature) =
        signature(signable(request, body)?, &params).map_err(SignError::new)?.into_parts();
    instructions.apply_to_request_http1x(request);
    Ok(signature)
}

/// The credentials as the library has them.
pub(super) fn for_library(credentials: &Credentials) -> aws_credential_types::Credentials {
    aws_credential_types::Credentials::new(
        credentials.access_key_id(),
        credentials.secret_access_key(),
        credentials.session_token().map(str::to_owned),
        credentials.expires_at(),
        "shapewright",
    )
}

fn signable<'a, B>(
    request: &'a http::Request<B>,
    body: Option<&'a Bytes>,
) -> Result<SignableRequest<'a>, SignError> {
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| Ok((name.as_str(), value.to_str()?)))
        .collect::<Result<Vec<_>, ToStrError>>()
        .map_err(SignError::new)?;
    let hash = headers.iter().find(|(name, _)| *name == CONTENT_SHA256.as_str());
    let body = match (hash, body) {
        (Some((_, hash)), _) => SignableBody::Precomputed((*hash).to_owned()),
        (None, Some(body)) => SignableBody::Bytes(body),
        (None, None) => return Err(SignError("the hash of its body is not known".to_owned())),
    };
    let uri = request.uri().to_string();
    SignableRequest::new(request.method().as_str(), uri, headers.into_iter(), body)
        .map_err(SignError::new)
}

fn settings(service: &str) -> SigningSettings {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    settings
}

/// Why a request cannot be signed. Never contains a secret.
#[derive(Debug)]
pub struct SignError(String);

impl SignError {
    /// Keeps the text only: the library's error types are no part of this one's interface.
    pub(super) fn new(error: impl std::error::Error) -> Self {
        let mut text = error.to_string();
        let mut next = error.source();
        while let Some(error) = next {
            text.push_str(&format!(": {error}"));
            next = error.source();
        }
        Self(text)
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it cannot be signed: {}", self.0)
    }
}

impl std::error::Error for SignError {}

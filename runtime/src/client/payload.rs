//! What a request's signature says of its body.

use std::fmt::Write;

use http::HeaderValue;
use http::header::HeaderName;
use http::uri::{Scheme, Uri};
use sha2::{Digest, Sha256};

use super::CallError;
use super::call::unsendable;
use crate::request::Signing;
use crate::service::ServiceSchema;
use crate::stream::ByteStream;

/// The header that holds the body's hash, or says what stands in its place.
pub(super) const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// What a request's signature says of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payload {
    /// Its hash, which is found while signing; or what the header says already.
    Known,
    /// Its hash, for which the stream has to be read once more.
    ToHash,
    /// Nothing.
    Unsigned,
    /// That each of its messages is signed for itself.
    Events,
}

impl Payload {
    /// Decides by what the body is, and what the service allows.
    ///
    /// A body may go unsigned if the model says so (`aws.auth#unsignedPayload`), and streams to S3
    /// may, but only where nobody between here and the service can change it: over TLS, or on one
    /// machine. Other streams are read twice, which only files can be.
    pub(super) fn of(
        request: &http::Request<ByteStream>,
        service: &ServiceSchema,
        signing: Signing,
    ) -> Result<Self, CallError> {
        let body = request.body();
        let is_stream = body.as_bytes().is_none();
        let is_allowed = match signing {
            Signing::Not => return Ok(Self::Known),
            Signing::Events => return Ok(Self::Events),
            Signing::UnsignedBody => true,
            Signing::Body => is_stream && service.signing_name.starts_with("s3"),
        };
        if request.headers().contains_key(CONTENT_SHA256) {
            return Ok(Self::Known);
        }
        if is_allowed && is_safe(request.uri()) {
            return Ok(Self::Unsigned);
        }
        match is_stream {
            false => Ok(Self::Known),
            true if body.try_clone().is_some() => Ok(Self::ToHash),
            true => Err(CallError::Request(
                "its body is signed, for which a stream would have to be read twice: \
                 send bytes or a file"
                    .into(),
            )),
        }
    }

    /// The value of the header.
    pub(super) fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Known | Self::ToHash => None,
            Self::Unsigned => Some(HeaderValue::from_static("UNSIGNED-PAYLOAD")),
            Self::Events => Some(HeaderValue::from_static("STREAMING-AWS4-HMAC-SHA256-EVENTS")),
        }
    }
}

/// Whether nobody can change what is sent there.
fn is_safe(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let is_here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    is_here || uri.scheme() == Some(&Scheme::HTTPS)
}

/// The hash of a stream, as a header has it.
#[derive(Default)]
pub(super) struct Hash(Sha256);

impl Hash {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(self) -> Result<HeaderValue, CallError> {
        HeaderValue::try_from(hex(&self.0.finalize())).map_err(unsendable)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing into text cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

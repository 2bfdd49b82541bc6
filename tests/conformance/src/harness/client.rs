//! A client that sends nothing: the requests of cases are those that a transport is given.
//!
//! Below that there is nothing left but the connection. A step earlier, in
//! `Operation::to_request`, a request has neither host nor base path, and cases ask for both.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};
use shapewright_runtime::client::blocking::{Core, Transport};
use shapewright_runtime::client::{Limits, TransportError};
use shapewright_runtime::config::{Config, Credentials};
use shapewright_runtime::protocol::Protocol;
use shapewright_runtime::{BucketAddressing, Operation, RequestOptions};

use crate::case::{Buckets, ClientSettings, Difference};

/// The idempotency token of all cases.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// A client of any service.
pub(super) struct Client(Config);

impl Client {
    /// A client with these settings that speaks that protocol.
    pub(super) fn new(
        settings: &ClientSettings,
        protocol: &'static dyn Protocol,
    ) -> Result<Self, Difference> {
        let options =
            RequestOptions::default().protocol(protocol).idempotency_token(|| TOKEN.to_owned());
        let mut config = Config::builder()
            .region(settings.region.as_deref().unwrap_or("us-east-1"))
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .max_attempts(1)
            .bucket_addressing(addressing(settings.s3))
            .request_options(options);
        if let Some(url) = &settings.endpoint {
            config = config.endpoint_url(url);
        }
        let config = config.build();
        Ok(Self(config.map_err(|error| unsent(&error))?))
    }

    /// The request that the client sends.
    pub(super) fn send<O: Operation>(&self, input: O) -> Result<http::Request<Bytes>, Difference> {
        let recorder = Arc::new(Recorder::default());
        let transport = Arc::clone(&recorder) as Arc<dyn Transport>;
        let core = Core::with_transport(O::SCHEMA.service, self.0.clone(), transport);
        let result = core.send(input);
        match (recorder.take(), result) {
            (Some(request), _) => Ok(request),
            (None, Err(error)) => Err(unsent(&error)),
            (None, Ok(_)) => Err(unsent(&"an output, though nothing was sent")),
        }
    }
}

fn addressing(buckets: Buckets) -> BucketAddressing {
    match buckets {
        Buckets { in_path: true, .. } => BucketAddressing::Path,
        Buckets { accelerated: true, dual_stack: true, .. } => {
            BucketAddressing::AcceleratedDualStack
        }
        Buckets { accelerated: true, .. } => BucketAddressing::Accelerated,
        Buckets { .. } => BucketAddressing::Auto,
    }
}

fn unsent(problem: &dyn std::fmt::Display) -> Difference {
    Difference::new("the client", "a request", problem.to_string())
}

/// Keeps the request that it is given.
#[derive(Default)]
struct Recorder(Mutex<Option<http::Request<Bytes>>>);

impl Recorder {
    fn take(&self) -> Option<http::Request<Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Transport for Recorder {
    fn exchange(
        &self,
        mut request: http::Request<Bytes>,
        _: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        add_length(&mut request);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        Err(TransportError::Other("the request is recorded".into()))
    }

    fn sleep(&self, _: Duration) {}
}

/// Says how long the body is, as transports are to do (RFC 9110, section 8.6): always where the
/// method gives a meaning to a body, otherwise if there is one.
fn add_length(request: &mut http::Request<Bytes>) {
    let expects_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    let length = request.body().len();
    if expects_body || length > 0 {
        request.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
}

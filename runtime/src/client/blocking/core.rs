//! The blocking client.

use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use http::HeaderValue;

use super::Transport;
use crate::client::call::{Classify, Client, Outcome, Reply, Step, unsendable};
use crate::client::payload::Hash;
use crate::client::{CallError, Limits, TransportError, Verdict};
use crate::config::Config;
use crate::service::ServiceSchema;
use crate::stream::ByteStream;

/// The blocking client beneath every generated one. Cheap to clone: clones share connections and the
/// budget of retries.
#[derive(Clone)]
pub struct Core {
    client: Arc<Client>,
    transport: Arc<dyn Transport>,
}

impl Core {
    /// A client with connections of its own, made by ureq.
    #[cfg(feature = "blocking")]
    pub fn new(service: &'static ServiceSchema, config: Config) -> Self {
        let transport = super::UreqTransport::new(config.connect_timeout());
        Self::with_transport(service, config, Arc::new(transport))
    }

    /// A client over a given transport, which clients of several services may share.
    pub fn with_transport(
        service: &'static ServiceSchema,
        config: Config,
        transport: Arc<dyn Transport>,
    ) -> Self {
        Self { client: Arc::new(Client::new(service, config)), transport }
    }

    /// The client's settings.
    pub fn config(&self) -> &Config {
        self.client.config()
    }

    /// Sends a request whose URI is a path, perhaps with a query, and gives the response, whatever its
    /// status: signed, with the endpoint's host, again while `classify` says so and the rules of
    /// [the module](crate::client) allow it. The last response counts, even one that could have been
    /// retried.
    ///
    /// # Errors
    /// [`CallError`]; a missing region or missing credentials are found before anything is sent.
    pub fn call(
        &self,
        request: http::Request<Bytes>,
        classify: &(dyn Fn(&http::Response<Bytes>) -> Verdict + Sync),
    ) -> Result<http::Response<Bytes>, CallError> {
        Ok(self.run(request, false, classify)?.whole())
    }

    /// The same with bodies that may be streams; `streaming` tells that the response is to be one.
    pub(crate) fn run(
        &self,
        request: http::Request<impl Into<ByteStream>>,
        streaming: bool,
        classify: Classify<'_>,
    ) -> Result<Reply, CallError> {
        let mut call = self.client.begin(request, Instant::now())?;
        if let Some(body) = call.unhashed() {
            call.hashed(hash(body)?);
        }
        loop {
            let credentials = match call.is_signed() {
                true => Some(self.config().credentials().credentials()?),
                false => None,
            };
            let (request, limits) =
                call.attempt(credentials.as_ref(), SystemTime::now(), Instant::now())?;
            let outcome = self.exchange(request, limits, streaming);
            match call.judge(outcome, classify, Instant::now(), fastrand::f64()) {
                Step::Return(result) => return result,
                Step::Wait(time) => self.transport.sleep(time),
            }
        }
    }

    /// One exchange: with streams only where there are any.
    fn exchange(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
        streaming: bool,
    ) -> Outcome {
        let (head, body) = request.into_parts();
        if let (Some(body), false) = (body.as_bytes(), streaming) {
            let request = http::Request::from_parts(head, body.clone());
            return self.transport.exchange(request, limits).map(Reply::Whole);
        }
        let request = http::Request::from_parts(head, body);
        let response = self.transport.exchange_streams(request, limits)?;
        if streaming && response.status().is_success() {
            return Ok(Reply::Streaming(response));
        }
        let (head, body) = response.into_parts();
        let body = body.read_all(limits.body).map_err(TransportError::of_body)?;
        Ok(Reply::Whole(http::Response::from_parts(head, body)))
    }
}

/// The hash of a body.
fn hash(mut body: ByteStream) -> Result<HeaderValue, CallError> {
    let mut hash = Hash::default();
    while let Some(chunk) = body.read_chunk().map_err(unsendable)? {
        hash.add(&chunk);
    }
    hash.finish()
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Core").field(&self.client).finish()
    }
}

//! The transport of async clients: hyper over rustls, in tokio.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::pace::{Given, Taken, unblocked};
use super::tls::{NeedsRoots, Roots};
use super::{
    ExchangeFuture, Limits, SleepFuture, StreamsFuture, Timeout, Transport, TransportError,
};
use crate::stream::ByteStream;

/// How long an unused connection is kept. Servers close theirs sooner or later, and a request on a
/// connection that is just being closed is lost; ureq keeps its connections as long.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// HTTP/1.1 over TCP and TLS, for `https` and `http`, with connections kept for later exchanges. Trusts
/// the machine's root certificates. Uses no proxies, follows no redirects.
///
/// To be used within a tokio runtime that has IO and time enabled. Cheap to clone; clones share
/// connections.
#[derive(Debug, Clone)]
pub struct HyperTransport {
    client: Result<HttpClient, rustls::Error>,
    roots: NeedsRoots,
}

type HttpClient = Client<HttpsConnector<HttpConnector>, Taken>;

impl HyperTransport {
    /// A transport without connections yet. Reads the machine's root certificates; that there are none
    /// is reported by the first exchange that needs them.
    ///
    /// `connect_timeout` limits the time that a TCP connection takes; the TLS handshake on it counts as
    /// part of the exchange.
    pub fn new(connect_timeout: Duration) -> Self {
        Self::with_roots(connect_timeout, Roots::load())
    }

    pub(super) fn with_roots(connect_timeout: Duration, roots: Roots) -> Self {
        Self { client: http_client(connect_timeout, roots.certificates), roots: roots.needed }
    }

    /// Sends a request; the response is there with its head.
    async fn request(
        &self,
        request: http::Request<Taken>,
    ) -> Result<http::Response<Incoming>, TransportError> {
        self.roots.check(request.uri())?;
        let client =
            self.client.as_ref().map_err(|error| TransportError::Tls(Box::new(error.clone())))?;
        client.request(request).await.map_err(of_client)
    }

    async fn unlimited(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = request.map(|body| Taken::watched(body.into()).0);
        let (head, body) = self.request(request).await?.into_parts();
        let body = ByteStream::from_body(Given::new(body, limits.timeout));
        let body = body.collect(limits.body).await.map_err(TransportError::of_body)?;
        Ok(http::Response::from_parts(head, body))
    }
}

impl Transport for HyperTransport {
    fn exchange(&self, request: http::Request<Bytes>, limits: Limits) -> ExchangeFuture<'_> {
        Box::pin(within(limits.timeout, self.unlimited(request, limits)))
    }

    fn exchange_streams(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> StreamsFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let (body, watch) = Taken::watched(unblocked(body));
            let response = self.request(http::Request::from_parts(head, body));
            let response = within(limits.call, watch.limit(response, limits.timeout)).await?;
            Ok(response.map(|body| ByteStream::from_body(Given::new(body, limits.timeout))))
        })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What the future gives within that time.
async fn within<T>(
    time: Duration,
    future: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    match tokio::time::timeout(time, future).await {
        Ok(outcome) => outcome,
        Err(_) => Err(TransportError::Timeout(Timeout::Attempt)),
    }
}

fn http_client(
    connect_timeout: Duration,
    certificates: Vec<CertificateDer<'static>>,
) -> Result<HttpClient, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(connect_timeout));
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp);
    Ok(Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .build(connector))
}

/// The meaning of an error before the response's head was there.
fn of_client(error: ClientError) -> TransportError {
    let timed_out =
        || find::<io::Error>(&error).is_some_and(|it| it.kind() == io::ErrorKind::TimedOut);
    if !error.is_connect() {
        return of_exchange(Box::new(error));
    }
    if find::<rustls::Error>(&error).is_some() {
        TransportError::Tls(Box::new(error))
    } else if timed_out() {
        TransportError::Timeout(Timeout::Connect)
    } else {
        TransportError::Connect(Box::new(error))
    }
}

/// The meaning of an error of an exchange that has begun.
pub(super) fn of_exchange(error: Box<dyn Error + Send + Sync>) -> TransportError {
    match find::<hyper::Error>(&*error) {
        Some(cause) if cause.is_user() => TransportError::Other(error),
        Some(cause) if cause.is_parse() => TransportError::InvalidResponse(error),
        _ => TransportError::Closed(error),
    }
}

/// The first error of a type in a chain of causes, one wrapped into an `io::Error` included.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(inner) = wrapped
            && let Some(found) = find(inner)
        {
            return Some(found);
        }
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

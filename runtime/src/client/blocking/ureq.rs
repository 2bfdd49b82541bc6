//! The transport of blocking clients: ureq over rustls.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::CONTENT_LENGTH;
use rustls::crypto::ring;
use ureq::config::AutoHeaderValue;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, BodyReader, SendBody};

use super::Transport;
use crate::client::tls::{NeedsRoots, Roots};
use crate::client::{Limits, Timeout, TransportError};
use crate::stream::ByteStream;

/// HTTP/1.1 over TCP and TLS, for `https` and `http`, with connections kept for later exchanges. Trusts
/// the machine's root certificates. Uses no proxies, follows no redirects.
///
/// Cheap to clone; clones share connections.
#[derive(Debug, Clone)]
pub struct UreqTransport {
    agent: Agent,
    roots: NeedsRoots,
}

impl UreqTransport {
    /// A transport without connections yet. Reads the machine's root certificates; that there are none
    /// is reported by the first exchange that needs them.
    ///
    /// `connect_timeout` limits the time that a connection takes, the TLS handshake included.
    pub fn new(connect_timeout: Duration) -> Self {
        Self::with_roots(connect_timeout, Roots::load())
    }

    pub(in crate::client) fn with_roots(connect_timeout: Duration, roots: Roots) -> Self {
        let certificates: Vec<_> = roots
            .certificates
            .iter()
            .map(|certificate| Certificate::from_der(certificate).to_owned())
            .collect();
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(RootCerts::new_with_certs(&certificates))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .timeout_connect(Some(connect_timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .build();
        Self { agent: config.new_agent(), roots: roots.needed }
    }

    /// Sends a request; the response is there with its head.
    fn request(
        &self,
        request: http::Request<ByteStream>,
        times: Times,
    ) -> Result<http::Response<ByteStream>, TransportError> {
        self.roots.check(request.uri())?;
        let (mut head, body) = request.into_parts();
        let sends_none =
            body.is_empty() && !matches!(head.method, Method::POST | Method::PUT | Method::PATCH);
        let response = match body.as_bytes() {
            Some(_) if sends_none => self.run(http::Request::from_parts(head, ()), times),
            Some(body) => self.run(http::Request::from_parts(head, &**body), times),
            None => {
                if let Some(length) = body.length() {
                    head.headers.insert(CONTENT_LENGTH, length.into());
                }
                let body = SendBody::from_owned_reader(body);
                self.run(http::Request::from_parts(head, body), times)
            }
        };
        Ok(response.map_err(of_error)?.map(|body| {
            let length = body.content_length();
            let stream = ByteStream::from_reader(Given(body.into_reader()));
            match length {
                Some(length) => stream.with_length(length),
                None => stream,
            }
        }))
    }

    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        times: Times,
    ) -> Result<http::Response<Body>, ureq::Error> {
        let request = self.agent.configure_request(request);
        let request = request
            .timeout_global(times.whole)
            .timeout_send_body(times.call)
            .timeout_recv_response(times.call)
            .timeout_per_read(times.pause)
            .timeout_per_write(times.pause);
        self.agent.run(request.build())
    }
}

/// How long what may take.
#[derive(Clone, Copy)]
struct Times {
    /// All of the exchange.
    whole: Option<Duration>,
    /// Sending the body, and waiting for the head of the response.
    call: Option<Duration>,
    /// Each read from and write to the connection.
    pause: Option<Duration>,
}

/// A response's body, with our errors.
struct Given(BodyReader<'static>);

impl Read for Given {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| io::Error::other(of_error(error.into())))
    }
}

impl Transport for UreqTransport {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let times = Times { whole: Some(limits.timeout), call: None, pause: None };
        let (head, body) = self.request(request.map(Into::into), times)?.into_parts();
        let body = body.read_all(limits.body).map_err(TransportError::of_body)?;
        Ok(http::Response::from_parts(head, body))
    }

    fn exchange_streams(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> Result<http::Response<ByteStream>, TransportError> {
        let call = Some(limits.call).filter(|call| *call < Duration::MAX);
        self.request(request, Times { whole: None, call, pause: Some(limits.timeout) })
    }
}

fn of_error(error: ureq::Error) -> TransportError {
    use ureq::Error as E;
    match error {
        E::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            TransportError::Timeout(Timeout::Connect)
        }
        E::Timeout(_) => TransportError::Timeout(Timeout::Attempt),
        E::HostNotFound | E::ConnectionFailed => TransportError::Connect(Box::new(error)),
        E::Tls(_) | E::Rustls(_) | E::TlsRequired => TransportError::Tls(Box::new(error)),
        E::Io(error) => of_io(error),
        E::Protocol(_) | E::LargeResponseHeader(..) => {
            TransportError::InvalidResponse(Box::new(error))
        }
        error => TransportError::Other(Box::new(error)),
    }
}

/// Connecting and exchanging both fail with IO errors; their kinds tell them apart.
fn of_io(error: io::Error) -> TransportError {
    use io::ErrorKind as Kind;
    let inner = error.get_ref();
    if inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
        return TransportError::Tls(Box::new(error));
    }
    match error.kind() {
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::AddrNotAvailable => TransportError::Connect(Box::new(error)),
        _ => TransportError::Closed(Box::new(error)),
    }
}

//! The transport of blocking clients: ureq over rustls.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use rustls::crypto::ring;
use ureq::config::AutoHeaderValue;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body};

use super::Transport;
use crate::client::tls::{NeedsRoots, Roots};
use crate::client::{Limits, Timeout, TransportError};

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

    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        timeout: Duration,
    ) -> Result<http::Response<Body>, ureq::Error> {
        let request = self.agent.configure_request(request);
        self.agent.run(request.timeout_global(Some(timeout)).build())
    }
}

impl Transport for UreqTransport {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.roots.check(request.uri())?;
        let (head, body) = request.into_parts();
        let sends_none =
            body.is_empty() && !matches!(head.method, Method::POST | Method::PUT | Method::PATCH);
        let response = if sends_none {
            self.run(http::Request::from_parts(head, ()), limits.timeout)
        } else {
            self.run(http::Request::from_parts(head, &*body), limits.timeout)
        };
        let meaning = |error| of_error(error, limits.body);
        // ureq's limit is the size that is too large.
        let too_large = (limits.body as u64).saturating_add(1);
        let (head, body) = response.map_err(meaning)?.into_parts();
        let body = body.into_with_config().limit(too_large).read_to_vec().map_err(meaning)?;
        Ok(http::Response::from_parts(head, body.into()))
    }
}

fn of_error(error: ureq::Error, limit: usize) -> TransportError {
    use ureq::Error as E;
    match error {
        E::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            TransportError::Timeout(Timeout::Connect)
        }
        E::Timeout(_) => TransportError::Timeout(Timeout::Attempt),
        E::BodyExceedsLimit(_) => TransportError::BodyTooLarge { limit },
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

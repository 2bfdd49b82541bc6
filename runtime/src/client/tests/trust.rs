//! Which servers are trusted, by both transports.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::server::Server;
use crate::client::tls::Roots;
use crate::client::{Limits, TransportError};

type Exchanged = Result<http::Response<Bytes>, TransportError>;

/// A server as `localhost`, and its certificate, which only it has signed.
fn server() -> (Server, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (Server::start_tls(Arc::new(config)), cert.der().clone())
}

/// What comes of an exchange by each transport that trusts these certificates only.
fn exchange(url: &str, trusted: &[CertificateDer<'static>]) -> Vec<Exchanged> {
    let request = || http::Request::get(url).body(Bytes::new()).unwrap();
    let roots = || Roots::of(trusted.to_vec(), &["none are set".to_owned()]);
    let timeout = Duration::from_secs(30);
    let limits = Limits { timeout, call: timeout, body: 100 };
    vec![
        #[cfg(feature = "client")]
        {
            use crate::client::{HyperTransport, Transport};
            let transport = HyperTransport::with_roots(timeout, roots());
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async { transport.exchange(request(), limits).await })
        },
        #[cfg(feature = "blocking")]
        {
            use crate::client::blocking::{Transport, UreqTransport};
            UreqTransport::with_roots(timeout, roots()).exchange(request(), limits)
        },
    ]
}

#[test]
fn a_trusted_server_is_spoken_to() {
    let (server, certificate) = server();
    for exchanged in exchange(&server.url, &[certificate]) {
        assert_eq!(exchanged.unwrap().body(), "ok");
    }
}

#[test]
fn another_server_is_not() {
    let (server, certificate) = server();
    let (_, other) = self::server();
    let by_address = server.url.replace("localhost", "127.0.0.1");
    for (url, trusted) in [(&server.url, other), (&by_address, certificate)] {
        for exchanged in exchange(url, &[trusted]) {
            let error = exchanged.unwrap_err();
            assert!(matches!(error, TransportError::Tls(_)), "{url}: {error:?}");
        }
    }
    assert!(server.requests().is_empty());
}

#[test]
fn without_root_certificates_the_error_says_so() {
    for exchanged in exchange("https://localhost:1", &[]) {
        let error = exchanged.unwrap_err().to_string();
        let reason = "this machine has no root certificates: none are set";
        assert_eq!(error, format!("no secure connection: {reason}"));
    }
}

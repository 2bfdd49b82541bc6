//! Whom to trust.

use http::Uri;
use http::uri::Scheme;
use rustls::pki_types::CertificateDer;

use super::TransportError;

/// The machine's root certificates: those of its trust store, or of `SSL_CERT_FILE` and `SSL_CERT_DIR`.
/// Whom to trust is for the machine's owner to decide, companies' own authorities included.
pub(super) struct Roots {
    pub(super) certificates: Vec<CertificateDer<'static>>,
    pub(super) needed: NeedsRoots,
}

impl Roots {
    /// Reads them. That there are none is an error only for who needs them: plain `http`, to a server on
    /// the same machine, works without.
    pub(super) fn load() -> Self {
        let found = rustls_native_certs::load_native_certs();
        let reasons: Vec<String> = found.errors.iter().map(ToString::to_string).collect();
        Self::of(found.certs, &reasons)
    }

    /// Just these; `reasons` say why there are no others.
    pub(super) fn of(certificates: Vec<CertificateDer<'static>>, reasons: &[String]) -> Self {
        let missing = certificates.is_empty().then(|| {
            let nothing = "this machine has no root certificates";
            [&[nothing.to_owned()], reasons].concat().join(": ")
        });
        Self { certificates, needed: NeedsRoots { missing } }
    }
}

/// Whether a server's identity can be established at all.
#[derive(Debug, Clone)]
pub(super) struct NeedsRoots {
    missing: Option<String>,
}

impl NeedsRoots {
    /// Refuses `https` without root certificates, with a better reason than that the server's issuer is
    /// unknown.
    pub(super) fn check(&self, uri: &Uri) -> Result<(), TransportError> {
        match &self.missing {
            Some(reason) if uri.scheme() == Some(&Scheme::HTTPS) => {
                Err(TransportError::Tls(reason.clone().into()))
            }
            _ => Ok(()),
        }
    }
}

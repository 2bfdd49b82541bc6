//! The client against rules, published signatures, and servers on this machine.

#[cfg(feature = "sign")]
mod rules;
#[cfg(feature = "sign")]
mod signing;

#[cfg(feature = "client")]
mod cancellation;
#[cfg(any(feature = "client", feature = "blocking"))]
mod exchanges;
#[cfg(any(feature = "client", feature = "blocking"))]
mod server;
#[cfg(any(feature = "client", feature = "blocking"))]
mod trust;

#[cfg(feature = "sign")]
mod common {
    use bytes::Bytes;

    use crate::client::Verdict;
    use crate::config::{Config, ConfigBuilder, Credentials};

    /// Settings for a server, with credentials, that never wait.
    pub(super) fn config(url: &str) -> ConfigBuilder {
        Config::builder()
            .region("us-east-1")
            .credentials(Credentials::new("AKID", "secret"))
            .endpoint_url(url)
            .no_backoff()
    }

    pub(super) fn request() -> http::Request<Bytes> {
        http::Request::post("/")
            .header("content-type", "application/x-amz-json-1.1")
            .body(Bytes::from_static(b"{}"))
            .unwrap()
    }

    pub(super) fn by_status(response: &http::Response<Bytes>) -> Verdict {
        Verdict::of(response.status(), None)
    }
}

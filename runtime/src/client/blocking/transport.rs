//! One HTTP exchange, waited for.

use std::time::Duration;

use bytes::Bytes;

use crate::client::{Limits, TransportError};

/// What a blocking client needs of the world; the counterpart of [`crate::client::Transport`].
pub trait Transport: Send + Sync {
    /// Sends a request and receives the whole response, whatever its status; follows no redirects and
    /// tries once. The request's URI is absolute, its headers are complete and signed: none may be
    /// changed, and none added but those that say how long the body is and how the connection is used.
    ///
    /// # Errors
    /// [`TransportError`]; those that [`is_unsent`](TransportError::is_unsent) says are tried again.
    fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Waits before another attempt; by default, the thread sleeps.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

//! One HTTP exchange, waited for.

use std::time::Duration;

use bytes::Bytes;

use crate::client::{Limits, TransportError};
use crate::stream::ByteStream;

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

    /// The same with bodies that are streamed: the response is there with its head. Dropping its body
    /// abandons the exchange.
    ///
    /// A transport that has no streams need not have this: by default, bodies are held in memory, if
    /// they are not larger than `limits` say.
    ///
    /// # Errors
    /// [`TransportError`]. Where the body breaks later, its [`io::Error`](std::io::Error) has one inside.
    fn exchange_streams(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> Result<http::Response<ByteStream>, TransportError> {
        let (head, body) = request.into_parts();
        let body = body.read_all(limits.body).map_err(TransportError::of_body)?;
        let response = self.exchange(http::Request::from_parts(head, body), limits)?;
        Ok(response.map(ByteStream::from))
    }

    /// Waits before another attempt; by default, the thread sleeps.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

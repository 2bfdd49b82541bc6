//! One HTTP exchange, whoever carries it out.

use std::error::Error;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::stream::ByteStream;

/// What one exchange may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The time from the start to the last byte of the response. Of streams, which may take any time as
    /// a whole, the time that nothing moves: that the server takes no byte and gives none.
    pub timeout: Duration,
    /// The time that is left to the call until the head of the response.
    pub call: Duration,
    /// The size of a body in bytes that is held in memory.
    pub body: usize,
}

/// The result of [`Transport::exchange`].
pub type ExchangeFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// The result of [`Transport::exchange_streams`].
pub type StreamsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<ByteStream>, TransportError>> + Send + 'a>>;

/// The result of [`Transport::sleep`].
pub type SleepFuture<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What an async client needs of the world. One's own transport can stand in for proxies, recordings,
/// fakes, or another runtime than tokio.
pub trait Transport: Send + Sync {
    /// Sends a request and receives the whole response, whatever its status; follows no redirects and
    /// tries once. The request's URI is absolute, its headers are complete and signed: none may be
    /// changed, and none added but those that say how long the body is and how the connection is used.
    ///
    /// Dropping the future abandons the exchange; later exchanges are not affected.
    ///
    /// # Errors
    /// [`TransportError`]; those that [`is_unsent`](TransportError::is_unsent) says are tried again.
    fn exchange(&self, request: http::Request<Bytes>, limits: Limits) -> ExchangeFuture<'_>;

    /// The same with bodies that are streamed: the response is there with its head. Dropping its body
    /// abandons the exchange.
    ///
    /// A transport that has no streams need not have this: by default, bodies are held in memory, if
    /// they are not larger than `limits` say.
    ///
    /// # Errors
    /// [`TransportError`]. Where the body breaks later, its [`io::Error`] has one inside.
    fn exchange_streams(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> StreamsFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect(limits.body).await.map_err(TransportError::of_body)?;
            let response = self.exchange(http::Request::from_parts(head, body), limits).await?;
            Ok(response.map(ByteStream::from))
        })
    }

    /// Waits before another attempt.
    fn sleep(&self, duration: Duration) -> SleepFuture<'_>;
}

/// Which time limit ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timeout {
    /// That of making a connection. Nothing was sent.
    Connect,
    /// That of one attempt.
    Attempt,
    /// That of the whole call.
    Call,
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection within the time limit",
            Self::Attempt => "no whole response within the time limit of an attempt",
            Self::Call => "no whole response within the time limit of the call",
        })
    }
}

type BoxError = Box<dyn Error + Send + Sync>;

/// Why an exchange failed. `Display` gives all the reasons down to the first.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection could be made. Nothing was sent.
    Connect(BoxError),
    /// The server's identity could not be established, or no secure connection agreed upon.
    Tls(BoxError),
    /// A time limit ran out.
    Timeout(Timeout),
    /// The connection ended before the whole response was there.
    Closed(BoxError),
    /// What came is no HTTP response.
    InvalidResponse(BoxError),
    /// A body is larger than allowed.
    BodyTooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// Anything else, such as the error of a transport of one's own.
    Other(BoxError),
}

impl TransportError {
    /// Whether surely nothing of the request reached the server, and another attempt may succeed.
    pub fn is_unsent(&self) -> bool {
        matches!(self, Self::Connect(_) | Self::Timeout(Timeout::Connect))
    }

    /// What broke a body.
    pub(crate) fn of_body(error: io::Error) -> Self {
        match error.downcast() {
            Ok(error) => error,
            Err(error) => Self::Other(error.into()),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, error) = match self {
            Self::Connect(error) => ("cannot connect", error),
            Self::Tls(error) => ("no secure connection", error),
            Self::Closed(error) => ("the connection ended before the whole response", error),
            Self::InvalidResponse(error) => ("the response is no HTTP", error),
            Self::Other(error) => ("the exchange failed", error),
            Self::Timeout(timeout) => return timeout.fmt(f),
            Self::BodyTooLarge { limit } => {
                return write!(f, "the body is larger than the {limit} bytes allowed");
            }
        };
        f.write_str(what)?;
        let mut next: Option<&dyn Error> = Some(&**error);
        while let Some(error) = next {
            write!(f, ": {error}")?;
            next = error.source();
        }
        Ok(())
    }
}

/// There is no `source()`: `Display` has said it all.
impl Error for TransportError {}

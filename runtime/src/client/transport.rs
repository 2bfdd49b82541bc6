//! One HTTP exchange, whoever carries it out.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

/// What one exchange may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The time from the start to the last byte of the response.
    pub timeout: Duration,
    /// The size of the response's body in bytes.
    pub body: usize,
}

/// The result of [`Transport::exchange`].
pub type ExchangeFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

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
    /// The response's body is larger than allowed.
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
                return write!(f, "the response is larger than the {limit} bytes allowed");
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

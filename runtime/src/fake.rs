//! A stand-in for a service: closures behind the real wire format.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use crate::client::{self, ExchangeFuture, Limits, SleepFuture, TransportError};
use crate::codec::{ReadError, WriteError};
use crate::error::Error;
use crate::operation::{Operation, OperationSchema};
use crate::protocol::Protocol;
#[cfg(feature = "sign")]
use crate::request::RequestOptions;
use crate::streaming;

/// A service made of closures, one per operation that a test needs.
///
/// What a client sends to it is written by the service's protocol, read back into the
/// operation's input, given to the closure, and the closure's answer travels the same way: a
/// test with a fake tests the serialization too, without a socket.
///
/// A request that no closure answers is answered with status 501 and says which operations the
/// fake knows.
///
/// A clone shares the list of requests: a test that keeps one can look at them after a client has
/// taken the other.
#[derive(Clone, Default)]
pub struct Fake {
    protocol: Option<&'static dyn Protocol>,
    handlers: Vec<Handler>,
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

#[derive(Clone)]
struct Handler {
    operation: &'static OperationSchema,
    answer: Arc<Answering>,
}

type Answering =
    dyn Fn(&dyn Protocol, &http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync;

impl Fake {
    /// A service that knows no operation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Speaks another protocol than the one that the service prefers.
    #[must_use]
    pub fn speaking(mut self, protocol: &'static dyn Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// Answers calls of the operation that `answer` takes. Of several for one operation the
    /// last counts.
    #[must_use]
    pub fn on<O: Operation>(
        mut self,
        answer: impl Fn(O) -> Result<O::Output, Error<O::Error>> + Send + Sync + 'static,
    ) -> Self {
        let answer = move |protocol: &dyn Protocol, request: &http::Request<Bytes>| {
            match O::from_request_in(protocol, request) {
                Ok(input) => match respond::<O>(protocol, answer(input)) {
                    Ok(response) => response,
                    Err(error) => refuse(500, &format!("the fake's answer: {error}")),
                },
                Err(error) => refuse_unread::<O>(protocol, &error),
            }
        };
        self.handlers.push(Handler { operation: O::SCHEMA, answer: Arc::new(answer) });
        self
    }

    /// Answers a request.
    #[must_use]
    pub fn respond(&self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        let is_call =
            |handler: &&Handler| self.protocol_of(handler).is_call(handler.operation, &request);
        // Of several that are as specific `max_by_key` gives the last.
        let handlers = self.handlers.iter().filter(is_call);
        let handler =
            handlers.max_by_key(|handler| self.protocol_of(handler).precedence(handler.operation));
        let response = match handler {
            Some(handler) => (handler.answer)(self.protocol_of(handler), &request),
            None => refuse(501, &format!("the fake answers only {}", self.known())),
        };
        self.lock().push(request);
        response
    }

    /// The requests so far, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.lock().clone()
    }

    /// How clients of this fake write their requests.
    #[cfg(feature = "sign")]
    pub(crate) fn request_options(&self) -> RequestOptions {
        let options = RequestOptions::default();
        self.protocol.map_or(options, |protocol| options.protocol(protocol))
    }

    fn protocol_of(&self, handler: &Handler) -> &'static dyn Protocol {
        self.protocol.unwrap_or(handler.operation.service.protocol)
    }

    fn known(&self) -> String {
        let names: Vec<_> = self.handlers.iter().map(|handler| handler.operation.name).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<http::Request<Bytes>>> {
        // A panic in another thread of the test leaves the list whole.
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer to a request that cannot be read.
fn refuse_unread<O: Operation>(
    protocol: &dyn Protocol,
    error: &ReadError,
) -> http::Response<Bytes> {
    let answer = crate::error::Answer::refusal(error);
    let written = protocol.write_error(O::SCHEMA, &answer, None);
    written.unwrap_or_else(|error| refuse(500, &error.to_string()))
}

/// The response of a result; streams are read into memory.
fn respond<O: Operation>(
    protocol: &dyn Protocol,
    result: Result<O::Output, Error<O::Error>>,
) -> Result<http::Response<Bytes>, WriteError> {
    match result {
        Ok(mut output) => {
            let response = streaming::write_response(O::SCHEMA, &mut output, protocol)?;
            let (head, body) = response.into_parts();
            let body = body.read_all(usize::MAX).map_err(|e| WriteError::new(e.to_string()))?;
            Ok(http::Response::from_parts(head, body))
        }
        Err(error) => error.to_response(O::SCHEMA, protocol),
    }
}

/// An error response that is no service's own.
fn refuse(status: u16, message: &str) -> http::Response<Bytes> {
    let body = crate::Document::from_iter([("__type", "Fake"), ("message", message)]);
    let mut bytes = Vec::new();
    let written = crate::json::write_document(&body, &mut bytes);
    let mut response = http::Response::new(Bytes::from(bytes));
    *response.status_mut() = match (http::StatusCode::from_u16(status), written) {
        (Ok(status), Ok(())) => status,
        _ => http::StatusCode::INTERNAL_SERVER_ERROR,
    };
    response
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fake({})", self.known())
    }
}

impl client::Transport for Fake {
    fn exchange(&self, request: http::Request<Bytes>, _: Limits) -> ExchangeFuture<'_> {
        Box::pin(std::future::ready(Ok(self.respond(request))))
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}

impl client::blocking::Transport for Fake {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        Ok(self.respond(request))
    }

    fn sleep(&self, _: Duration) {}
}

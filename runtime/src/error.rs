//! What a call fails with: one type for every way, with the service's own errors inside.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::StatusCode;

use crate::client::Verdict;
#[cfg(feature = "event-stream")]
use crate::client::{CallError, TransportError};
use crate::codec::{ReadError, WriteError};
use crate::config::ConfigError;
#[cfg(feature = "event-stream")]
use crate::event_stream::EventError;
use crate::operation::OperationSchema;
use crate::protocol::Protocol;
#[cfg(feature = "event-stream")]
use crate::reflect;
use crate::schema::{Schema, Target, Trait};
use crate::shape::{Ref, Shape, Slot};

/// The errors that the model of a service names: an enum with a variant each.
///
/// Generated crates implement it for the enum that they call `ServiceError`. Its default stands
/// for an error that the model does not name.
pub trait ServiceError: Shape + Default + fmt::Debug + 'static {}

/// The failure of a call.
///
/// It tells what failed ([`kind`](Self::kind)) and, if the service answered with an error, what
/// it said ([`code`](Self::code), [`message`](Self::message)). It dereferences to the service's
/// own error enum `E`, so that its `is_…` methods can be called on it and `match &*error` reaches
/// the members of a modelled error.
pub struct Error<E>(Box<Content<E>>);

struct Content<E> {
    operation: &'static str,
    service_error: E,
    cause: Cause,
}

enum Cause {
    Request(WriteError),
    Send(SendError),
    Response(ReadError),
    Service(Answer),
}

/// What an error response says beside its modelled members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// The error's code.
    pub code: Option<String>,
    /// The name of the error's shape, where the protocol tells it beside the code.
    pub shape: Option<String>,
    /// Whose fault the error is, where the protocol tells.
    pub fault: Option<Fault>,
    /// What the service says to people.
    pub message: Option<String>,
    /// The id to give to the service's support.
    pub request_id: Option<String>,
    /// Whether status, code or model say that the call was throttled.
    pub throttled: bool,
    /// Whether status, code or model say that the call may succeed later.
    pub retryable: bool,
}

/// Whose fault an error is, in the words of awsQuery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The client's.
    Sender,
    /// The service's.
    Receiver,
}

/// A request that was not answered: what a client reports of it.
#[derive(Debug)]
pub struct SendError {
    /// What failed.
    pub kind: ErrorKind,
    /// Why.
    pub source: Box<dyn StdError + Send + Sync>,
}

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Region, credentials or endpoint are missing or wrong; nothing was sent.
    Configuration,
    /// The input cannot be written as a request; nothing was sent.
    Request,
    /// The service was not reached, or the connection broke.
    Connection,
    /// There was no answer in time.
    Timeout,
    /// The service answered with something that cannot be read.
    Response,
    /// The service answered with an error.
    Service,
}

impl<E> Error<E> {
    /// What failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.cause {
            Cause::Request(_) => ErrorKind::Request,
            Cause::Send(error) => error.kind,
            Cause::Response(_) => ErrorKind::Response,
            Cause::Service(_) => ErrorKind::Service,
        }
    }

    /// The operation that failed; empty for an error that a test made itself.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The code of the error that the service answered with, such as `ClusterNotFoundException`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.answer().and_then(|answer| answer.code.as_deref())
    }

    /// What the service says about the error; none if the model calls it sensitive.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.answer().and_then(|answer| answer.message.as_deref())
    }

    /// The id of the request, to give to the service's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.answer().and_then(|answer| answer.request_id.as_deref())
    }

    /// The HTTP status code of the service's answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer().map(|answer| answer.status)
    }

    /// Whether the same call may succeed later: the service was not reached, did not answer in
    /// time, was too busy or failed on its side.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match &self.0.cause {
            Cause::Service(answer) => answer.retryable,
            _ => matches!(self.kind(), ErrorKind::Connection | ErrorKind::Timeout),
        }
    }

    /// All that the service's error response says, if there was one.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match &self.0.cause {
            Cause::Service(answer) => Some(answer),
            _ => None,
        }
    }

    /// The service's own error; its default if this is another failure or the model does not
    /// name the error.
    #[must_use]
    pub fn service_error(&self) -> &E {
        &self.0.service_error
    }

    /// The service's own error, by value.
    #[must_use]
    pub fn into_service_error(self) -> E {
        self.0.service_error
    }
}

impl<E: ServiceError> Error<E> {
    /// An input of that operation that cannot be written.
    #[must_use]
    pub fn request(operation: &OperationSchema, error: WriteError) -> Self {
        Self::new(operation.name, E::default(), Cause::Request(error))
    }

    /// A request of that operation that was not answered.
    #[must_use]
    pub fn send(operation: &OperationSchema, error: SendError) -> Self {
        Self::new(operation.name, E::default(), Cause::Send(error))
    }

    /// A response to that operation that cannot be read.
    #[must_use]
    pub fn response(operation: &OperationSchema, error: ReadError) -> Self {
        Self::new(operation.name, E::default(), Cause::Response(error))
    }

    /// The error that a service answered that operation with.
    ///
    /// Which error it is does not depend on its members: those that cannot be read, say because
    /// the body is the page of a proxy, are left out.
    #[must_use]
    pub fn from_response(
        operation: &OperationSchema,
        protocol: &dyn Protocol,
        response: &http::Response<Bytes>,
    ) -> Self {
        let mut answer = protocol.read_answer(operation, response);
        let mut service_error = E::default();
        // The shape is exact, where a service tells it; several errors may have the same code.
        let names = answer.shape.iter().chain(&answer.code);
        let errors = service_error.schema();
        if let Some(index) = names.into_iter().find_map(|name| error_index(errors, name))
            && let Slot::Shape(shape) = service_error.slot(index)
        {
            let _ = protocol.read_error(operation, response, shape);
            fill_in_message(shape, answer.message.as_deref());
            answer.add(shape.schema());
        }
        Self::new(operation.name, service_error, Cause::Service(answer))
    }

    /// The response that this error stands for, as a service would give it.
    ///
    /// # Errors
    /// If the error cannot be written.
    pub fn to_response(
        &self,
        operation: &OperationSchema,
        protocol: &dyn Protocol,
    ) -> Result<http::Response<Bytes>, WriteError> {
        let Some(answer) = self.answer() else {
            let problem = format!("{self}: a service cannot answer with this kind of error");
            return Err(WriteError::new(problem));
        };
        let modelled = modelled(&self.0.service_error);
        protocol.write_error(operation, answer, modelled)
    }

    fn new(operation: &'static str, service_error: E, cause: Cause) -> Self {
        Self(Box::new(Content { operation, service_error, cause }))
    }
}

impl Answer {
    /// What a response with that status and code says.
    #[must_use]
    pub fn new(status: StatusCode, code: Option<String>) -> Self {
        let (throttled, retryable) = match Verdict::of(status, code.as_deref()) {
            Verdict::Done => (false, false),
            Verdict::Retry { throttled } => (throttled, true),
        };
        let status = status.as_u16();
        Self { status, code, throttled, retryable, ..Self::default() }
    }

    /// What a service says of a request that it cannot read.
    #[must_use]
    pub fn refusal(error: &ReadError) -> Self {
        let refusal = error.refusal();
        let message = Some(format!("the request: {error}"));
        Self { message, ..Self::new(refusal.status(), Some(refusal.code().to_owned())) }
    }

    /// What a response with that modelled error says.
    fn of(error: &dyn Shape) -> Self {
        let schema = error.schema();
        let status = schema.http_status().and_then(|code| StatusCode::from_u16(code).ok());
        let status = status.unwrap_or(StatusCode::BAD_REQUEST);
        let mut answer = Self::new(status, Some(schema.error_code().to_owned()));
        answer.message = message(error).map(str::to_owned);
        answer.add(schema);
        answer
    }

    /// Adds what the model says of the error.
    fn add(&mut self, error: &Schema) {
        self.throttled |= error.has(&Trait::Throttling);
        self.retryable |= self.throttled || error.has(&Trait::Retryable);
        if hides_message(error) {
            self.message = None;
        }
    }
}

impl Fault {
    /// The fault of that name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Sender, Self::Receiver].into_iter().find(|fault| fault.as_str() == text)
    }

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sender => "Sender",
            Self::Receiver => "Receiver",
        }
    }
}

/// The variant of a service's errors that has that code.
fn error_index(errors: &Schema, code: &str) -> Option<usize> {
    errors.members.iter().position(|member| match member.target() {
        // Query protocols have the code, others the shape's name.
        Target::Shape(error) => error.name == code || error.error_code() == code,
        _ => false,
    })
}

/// The modelled error that the enum holds, if any.
fn modelled(error: &dyn Shape) -> Option<&dyn Shape> {
    (0..error.schema().members.len()).find_map(|index| match error.get(index) {
        Ref::Shape(shape) => Some(shape),
        _ => None,
    })
}

/// An error as a service would answer with it: for fakes and tests.
impl<E: ServiceError> From<E> for Error<E> {
    fn from(service_error: E) -> Self {
        let answer = modelled(&service_error).map(Answer::of);
        let answer = answer.unwrap_or_else(|| Answer::new(StatusCode::BAD_REQUEST, None));
        Self::new("", service_error, Cause::Service(answer))
    }
}

/// Settings that cannot be used: found before any call.
impl<E: ServiceError> From<ConfigError> for Error<E> {
    fn from(error: ConfigError) -> Self {
        let error = SendError { kind: ErrorKind::Configuration, source: Box::new(error) };
        Self::new("", E::default(), Cause::Send(error))
    }
}

/// The end of a stream of events, as the failure of its call.
#[cfg(feature = "event-stream")]
impl<T: Shape, E: ServiceError> From<EventError<T>> for Error<E> {
    fn from(error: EventError<T>) -> Self {
        let mut service_error = E::default();
        let cause = match error {
            EventError::Exception(event) => {
                let exception = modelled(&event);
                if let Some(exception) = exception {
                    copy_error(exception, &mut service_error);
                }
                Cause::Service(exception.map(Answer::of).unwrap_or_default())
            }
            EventError::Unmodelled { code, message } => Cause::Service(Answer {
                message: Some(message).filter(|message| !message.is_empty()),
                ..Answer::new(StatusCode::BAD_REQUEST, Some(code))
            }),
            EventError::Invalid(error) => Cause::Response(error),
            EventError::Connection(error) => {
                let error = TransportError::of_body(error);
                Cause::Send(CallError::Transport { error, attempts: 1 }.into())
            }
        };
        Self::new("", service_error, cause)
    }
}

/// Makes a service's error the one of the same shape.
#[cfg(feature = "event-stream")]
fn copy_error(error: &dyn Shape, service_error: &mut dyn Shape) {
    if let Some(index) = error_index(service_error.schema(), error.schema().name)
        && let Slot::Shape(place) = service_error.slot(index)
    {
        reflect::copy_members(error, place);
    }
}

/// The index of the member that holds an error's message.
fn message_index(error: &Schema) -> Option<usize> {
    error.members.iter().position(|member| member.name().eq_ignore_ascii_case("message"))
}

/// Gives an error the message that every error response has, if it stands there under another
/// name than the model's: services and models disagree on its first letter.
fn fill_in_message(error: &mut dyn Shape, message: Option<&str>) {
    let Some(index) = message_index(error.schema()) else { return };
    if let (Some(message), Ref::Absent | Ref::String("")) = (message, error.get(index))
        && let Slot::String(place) = error.slot(index)
    {
        message.clone_into(place);
    }
}

/// Whether the message of an error is not to be shown.
fn hides_message(error: &Schema) -> bool {
    let member = message_index(error).and_then(|index| error.members.get(index));
    error.has(&Trait::Sensitive) || member.is_some_and(|member| member.has(&Trait::Sensitive))
}

/// The message among an error's members.
fn message(error: &dyn Shape) -> Option<&str> {
    match error.get(message_index(error.schema())?) {
        Ref::String(message) => Some(message),
        _ => None,
    }
}

impl<E> Deref for Error<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0.service_error
    }
}

/// On one line: the operation, what failed, and of a service's answer its code, message and
/// request id.
impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.operation.is_empty() {
            write!(f, "{}: ", self.0.operation)?;
        }
        match &self.0.cause {
            Cause::Request(error) => write!(f, "the input cannot be sent: {error}"),
            Cause::Send(error) => error.source.fmt(f),
            Cause::Response(error) => write!(f, "the response cannot be read: {error}"),
            Cause::Service(answer) => answer.fmt(f),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => f.write_str(code)?,
            None => write!(f, "HTTP status {}", self.status)?,
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("operation", &self.0.operation);
        match &self.0.cause {
            Cause::Request(error) => out.field("request", error),
            Cause::Send(error) => out.field("send", error),
            Cause::Response(error) => out.field("response", error),
            Cause::Service(answer) => {
                out.field("answer", answer).field("service_error", &self.0.service_error)
            }
        };
        out.finish()
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.cause {
            Cause::Send(error) => error.source.source(),
            // Display shows these in full: reporters that print the chain need not repeat them.
            Cause::Request(_) | Cause::Response(_) | Cause::Service(_) => None,
        }
    }
}

//! Operations sent by clients: where values without IO meet those who do it.

use std::io;
use std::sync::Arc;

use bytes::Bytes;

use crate::client::{self, CallError, Reply, TransportError, Verdict, blocking};
use crate::config::Config;
use crate::error::Error;
use crate::fake::Fake;
use crate::operation::Operation;
use crate::protocol::Protocol;
use crate::service::ServiceSchema;
use crate::stream::ByteStream;
use crate::streaming::{self, Body};

impl client::Core {
    /// Sends an input and waits for the output.
    ///
    /// # Errors
    /// [`Error`] tells what failed.
    pub async fn send<O: Operation>(&self, mut input: O) -> Result<O::Output, Error<O::Error>> {
        let options = self.config().request_options();
        let protocol = options.protocol_of(O::SCHEMA);
        let request = streaming::write_request(O::SCHEMA, &mut input, options);
        let request = request.map_err(|error| Error::request(O::SCHEMA, error))?;
        let classify = |response: &_| verdict::<O>(protocol, response);
        match self.run(request, streams::<O>(), &classify).await.map_err(failed::<O>)? {
            Reply::Whole(response) => O::read_response_in(protocol, &response),
            Reply::Streaming(response) => {
                let (mut response, mut body) = opened::<O>(protocol, response, self.config())?;
                *response.body_mut() = body.head().await.map_err(broken::<O>)?;
                output::<O>(protocol, &response, body)
            }
        }
    }

    /// A client of a stand-in, in a region and with credentials that mean nothing.
    #[must_use]
    pub fn of_fake(service: &'static ServiceSchema, fake: Fake) -> Self {
        Self::with_transport(service, Config::of_fake(fake.request_options()), Arc::new(fake))
    }
}

impl blocking::Core {
    /// Sends an input and waits for the output.
    ///
    /// # Errors
    /// [`Error`] tells what failed.
    pub fn send<O: Operation>(&self, mut input: O) -> Result<O::Output, Error<O::Error>> {
        let options = self.config().request_options();
        let protocol = options.protocol_of(O::SCHEMA);
        let request = streaming::write_request(O::SCHEMA, &mut input, options);
        let request = request.map_err(|error| Error::request(O::SCHEMA, error))?;
        let classify = |response: &_| verdict::<O>(protocol, response);
        match self.run(request, streams::<O>(), &classify).map_err(failed::<O>)? {
            Reply::Whole(response) => O::read_response_in(protocol, &response),
            Reply::Streaming(response) => {
                let (mut response, mut body) = opened::<O>(protocol, response, self.config())?;
                *response.body_mut() = body.read_head().map_err(broken::<O>)?;
                output::<O>(protocol, &response, body)
            }
        }
    }

    /// A client of a stand-in, in a region and with credentials that mean nothing.
    #[must_use]
    pub fn of_fake(service: &'static ServiceSchema, fake: Fake) -> Self {
        Self::with_transport(service, Config::of_fake(fake.request_options()), Arc::new(fake))
    }
}

/// Whether the output is to be a stream.
fn streams<O: Operation>() -> bool {
    streaming::member(O::SCHEMA.output).is_some()
}

/// A response whose body is yet to come: its head, and what the body is.
fn opened<O: Operation>(
    protocol: &dyn Protocol,
    response: http::Response<ByteStream>,
    config: &Config,
) -> Result<(http::Response<Bytes>, Body), Error<O::Error>> {
    let (head, body) = response.into_parts();
    let body = Body::new(protocol, O::SCHEMA.output, body, config.max_response_body());
    let body = body.map_err(|error| Error::response(O::SCHEMA, error))?;
    Ok((http::Response::from_parts(head, Bytes::new()), body))
}

/// The output with its stream.
fn output<O: Operation>(
    protocol: &dyn Protocol,
    response: &http::Response<Bytes>,
    body: Body,
) -> Result<O::Output, Error<O::Error>> {
    let mut output = O::Output::default();
    let read = protocol.read_response(O::SCHEMA, response, &mut output);
    read.map_err(|error| Error::response(O::SCHEMA, error))?;
    body.put(&mut output);
    Ok(output)
}

fn failed<O: Operation>(error: CallError) -> Error<O::Error> {
    Error::send(O::SCHEMA, error.into())
}

/// The error of a stream that broke before anything was given to the caller.
fn broken<O: Operation>(error: io::Error) -> Error<O::Error> {
    match error.downcast() {
        Ok(error) => Error::response(O::SCHEMA, error),
        Err(error) => {
            let error = TransportError::of_body(error);
            failed::<O>(CallError::Transport { error, attempts: 1 })
        }
    }
}

/// Whether the response to an operation calls for another attempt: by its status and code, or
/// because the model says so of the error.
fn verdict<O: Operation>(protocol: &dyn Protocol, response: &http::Response<Bytes>) -> Verdict {
    if !protocol.is_error(O::SCHEMA, response) {
        return Verdict::Done;
    }
    match Error::<O::Error>::from_response(O::SCHEMA, protocol, response).answer() {
        Some(answer) if answer.retryable => Verdict::Retry { throttled: answer.throttled },
        Some(_) => Verdict::Done,
        None => Verdict::of(response.status(), None),
    }
}

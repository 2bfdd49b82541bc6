//! Operations sent by clients: where values without IO meet those who do it.

use std::sync::Arc;

use bytes::Bytes;

use crate::client::{self, CallError, Verdict, blocking};
use crate::config::Config;
use crate::error::Error;
use crate::fake::Fake;
use crate::operation::Operation;
use crate::protocol::Protocol;
use crate::service::ServiceSchema;

impl client::Core {
    /// Sends an input and waits for the output.
    ///
    /// # Errors
    /// [`Error`] tells what failed.
    pub async fn send<O: Operation>(&self, input: &O) -> Result<O::Output, Error<O::Error>> {
        let options = self.config().request_options();
        let protocol = options.protocol_of(O::SCHEMA);
        let request = input.to_request_with(options)?;
        let response = self.call(request, &|response| verdict::<O>(protocol, response)).await;
        finish::<O>(protocol, response)
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
    pub fn send<O: Operation>(&self, input: &O) -> Result<O::Output, Error<O::Error>> {
        let options = self.config().request_options();
        let protocol = options.protocol_of(O::SCHEMA);
        let request = input.to_request_with(options)?;
        let response = self.call(request, &|response| verdict::<O>(protocol, response));
        finish::<O>(protocol, response)
    }

    /// A client of a stand-in, in a region and with credentials that mean nothing.
    #[must_use]
    pub fn of_fake(service: &'static ServiceSchema, fake: Fake) -> Self {
        Self::with_transport(service, Config::of_fake(fake.request_options()), Arc::new(fake))
    }
}

fn finish<O: Operation>(
    protocol: &dyn Protocol,
    response: Result<http::Response<Bytes>, CallError>,
) -> Result<O::Output, Error<O::Error>> {
    let response = response.map_err(|error| Error::send(O::SCHEMA, error.into()))?;
    O::read_response_in(protocol, &response)
}

/// Whether the response to an operation calls for another attempt: by its status and code, or
/// because the model says so of the error.
fn verdict<O: Operation>(protocol: &dyn Protocol, response: &http::Response<Bytes>) -> Verdict {
    if response.status().is_success() {
        return Verdict::Done;
    }
    match Error::<O::Error>::from_response(O::SCHEMA, protocol, response).answer() {
        Some(answer) if answer.retryable => Verdict::Retry { throttled: answer.throttled },
        Some(_) => Verdict::Done,
        None => Verdict::of(response.status(), None),
    }
}

//! Operations of generated crates, their types forgotten.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use shapewright_runtime::codec::{ReadError, WriteError};
use shapewright_runtime::protocol::Protocol;
use shapewright_runtime::shape::Shape;
use shapewright_runtime::{Error, Fake, OperationSchema, ServiceError};

use super::client::Client;
use crate::case::Difference;

/// An operation of a generated crate, whichever it is.
pub struct Operation(Box<dyn Erased>);

/// The operation of that input.
#[must_use]
pub fn operation<O: shapewright_runtime::Operation>() -> Operation {
    Operation(Box::new(Typed::<O>(PhantomData)))
}

impl Operation {
    /// Its description.
    #[must_use]
    pub fn schema(&self) -> &'static OperationSchema {
        self.0.schema()
    }

    /// What it can do.
    pub(super) fn erased(&self) -> &dyn Erased {
        &*self.0
    }
}

/// Fills a new value.
pub(super) type Fill<'a> = &'a dyn Fn(&mut dyn Shape) -> Result<(), Difference>;

/// What a failed call tells its caller.
pub(super) struct Failed {
    /// The enum of the service's errors.
    pub(super) error: Box<dyn Shape>,
    /// The error's code.
    pub(super) code: Option<String>,
    /// What the service says to people.
    pub(super) message: Option<String>,
    /// All of it, in one line.
    pub(super) shown: String,
}

/// An operation without its types.
pub(super) trait Erased {
    fn schema(&self) -> &'static OperationSchema;

    /// A new input.
    fn input(&self) -> Box<dyn Shape>;

    /// A new output.
    fn output(&self) -> Box<dyn Shape>;

    /// A new error, not identified yet.
    fn error(&self) -> Box<dyn Shape>;

    /// The request that a client sends.
    fn send(&self, client: &Client, fill: Fill<'_>) -> Result<http::Request<Bytes>, Difference>;

    /// What a client makes of a response.
    fn read_response(
        &self,
        protocol: &dyn Protocol,
        response: &http::Response<Bytes>,
    ) -> Result<Box<dyn Shape>, Failed>;

    /// What a server makes of a request.
    fn read_request(
        &self,
        protocol: &dyn Protocol,
        request: &http::Request<Bytes>,
    ) -> Result<Box<dyn Shape>, ReadError>;

    /// The response of a server that offers the operation; none if it accepts the request.
    fn serve(
        &self,
        protocol: &'static dyn Protocol,
        request: http::Request<Bytes>,
    ) -> Option<http::Response<Bytes>>;

    /// The response of a server that answers a request with an output, its stream included.
    fn answer(
        &self,
        protocol: &'static dyn Protocol,
        request: http::Request<Bytes>,
        fill: Fill<'_>,
    ) -> Result<http::Response<Bytes>, Difference>;

    /// The response that a server gives for an output.
    fn write_output(
        &self,
        protocol: &dyn Protocol,
        fill: Fill<'_>,
    ) -> Result<Result<http::Response<Bytes>, WriteError>, Difference>;

    /// The response that a server gives for an error.
    fn write_error(
        &self,
        protocol: &dyn Protocol,
        fill: Fill<'_>,
    ) -> Result<Result<http::Response<Bytes>, WriteError>, Difference>;
}

struct Typed<O>(PhantomData<fn() -> O>);

impl<O: shapewright_runtime::Operation> Erased for Typed<O> {
    fn schema(&self) -> &'static OperationSchema {
        O::SCHEMA
    }

    fn input(&self) -> Box<dyn Shape> {
        Box::new(O::default())
    }

    fn output(&self) -> Box<dyn Shape> {
        Box::new(O::Output::default())
    }

    fn error(&self) -> Box<dyn Shape> {
        Box::new(O::Error::default())
    }

    fn send(&self, client: &Client, fill: Fill<'_>) -> Result<http::Request<Bytes>, Difference> {
        client.send(filled::<O>(fill)?)
    }

    fn read_response(
        &self,
        protocol: &dyn Protocol,
        response: &http::Response<Bytes>,
    ) -> Result<Box<dyn Shape>, Failed> {
        match O::read_response_in(protocol, response) {
            Ok(output) => Ok(Box::new(output)),
            Err(error) => Err(failed(error)),
        }
    }

    fn read_request(
        &self,
        protocol: &dyn Protocol,
        request: &http::Request<Bytes>,
    ) -> Result<Box<dyn Shape>, ReadError> {
        Ok(Box::new(O::from_request_in(protocol, request)?))
    }

    fn serve(
        &self,
        protocol: &'static dyn Protocol,
        request: http::Request<Bytes>,
    ) -> Option<http::Response<Bytes>> {
        let accepted = Arc::new(AtomicBool::new(false));
        let accept = Arc::clone(&accepted);
        let fake = Fake::new().speaking(protocol).on(move |_: O| {
            accept.store(true, Ordering::Relaxed);
            Ok(O::Output::default())
        });
        let response = fake.respond(request);
        (!accepted.load(Ordering::Relaxed)).then_some(response)
    }

    fn answer(
        &self,
        protocol: &'static dyn Protocol,
        request: http::Request<Bytes>,
        fill: Fill<'_>,
    ) -> Result<http::Response<Bytes>, Difference> {
        let output = Mutex::new(filled::<O::Output>(fill)?);
        let fake = Fake::new().speaking(protocol).on(move |_: O| {
            Ok(std::mem::take(&mut *output.lock().unwrap_or_else(PoisonError::into_inner)))
        });
        Ok(fake.respond(request))
    }

    fn write_output(
        &self,
        protocol: &dyn Protocol,
        fill: Fill<'_>,
    ) -> Result<Result<http::Response<Bytes>, WriteError>, Difference> {
        Ok(O::write_result_in(protocol, &Ok(filled(fill)?)))
    }

    fn write_error(
        &self,
        protocol: &dyn Protocol,
        fill: Fill<'_>,
    ) -> Result<Result<http::Response<Bytes>, WriteError>, Difference> {
        let error: O::Error = filled(fill)?;
        Ok(O::write_result_in(protocol, &Err(error.into())))
    }
}

fn filled<T: Shape + Default>(fill: Fill<'_>) -> Result<T, Difference> {
    let mut value = T::default();
    fill(&mut value)?;
    Ok(value)
}

fn failed<E: ServiceError>(error: Error<E>) -> Failed {
    Failed {
        code: error.code().map(str::to_owned),
        message: error.message().map(str::to_owned),
        shown: error.to_string(),
        error: Box::new(error.into_service_error()),
    }
}

//! The ways of running a case: what is written is compared with the message, what is read with
//! the values.

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use serde_json::Value;
use shapewright_runtime::protocol::Protocol;
use shapewright_runtime::schema::Target;
use shapewright_runtime::shape::{Ref, Shape, Slot};

use super::client::Client;
use super::difference::differences;
use super::message;
use super::operation::{Erased, Operation};
use super::values::fill;
use crate::case::{
    ClientSettings, Difference, Differences, ErrorTest, Request, Response, Side, Test,
};

/// An operation in a protocol.
pub(super) struct Run<'a> {
    pub(super) operation: &'a dyn Erased,
    pub(super) protocol: &'static dyn Protocol,
}

impl<'a> Run<'a> {
    pub(super) fn new(operation: &'a Operation, protocol: &'static dyn Protocol) -> Self {
        Self { operation: operation.erased(), protocol }
    }

    /// What differs from what the test expects of that side. The error is what keeps the test
    /// from being made.
    pub(super) fn test(&self, test: &Test, side: Side) -> Result<Differences, Difference> {
        match (test, side) {
            (Test::Request { params, client, request }, Side::Client) => {
                self.writes_request(params, client, request)
            }
            (Test::Request { params, request, .. }, Side::Server) => {
                self.reads_request(params, request)
            }
            (Test::Response { params, response }, Side::Client) => {
                self.reads_response(params, response)
            }
            (Test::Response { params, response }, Side::Server) => {
                self.writes_response(params, response)
            }
            (Test::Error { error, response }, Side::Client) => self.reads_error(error, response),
            (Test::Error { error, response }, Side::Server) => self.writes_error(error, response),
            (Test::Events(test), side) => self.events(test, side),
            (Test::Malformed { request, response }, _) => self.refuses_request(request, response),
        }
    }

    fn writes_request(
        &self,
        params: &Value,
        client: &ClientSettings,
        expected: &Request,
    ) -> Result<Differences, Difference> {
        let client = Client::new(client, self.protocol)?;
        let request = self.operation.send(&client, &|input| filled(input, params))?;
        Ok(message::request_differences(expected, &request))
    }

    fn reads_request(&self, params: &Value, request: &Request) -> Result<Differences, Difference> {
        let request = message::request(request)?;
        if self.says_operation(&request)
            && !self.protocol.is_call(self.operation.schema(), &request)
        {
            return Err(Difference::new(
                "the request",
                "a call of the operation",
                "not taken for one",
            ));
        }
        let mut expected = self.operation.input();
        filled(&mut *expected, params)?;
        match self.operation.read_request(self.protocol, &request) {
            Ok(input) => Ok(differences(&*expected, &*input)),
            Err(error) => Err(Difference::new("the request", "an input", error.to_string())),
        }
    }

    /// Whether the request says which operation is meant. Some cases of awsJson leave out the
    /// header that does.
    fn says_operation(&self, request: &http::Request<Bytes>) -> bool {
        !self.protocol.id().starts_with("aws.protocols#awsJson")
            || request.headers().contains_key("x-amz-target")
    }

    fn refuses_request(
        &self,
        request: &Request,
        expected: &Response,
    ) -> Result<Differences, Difference> {
        let request = message::request(request)?;
        match self.operation.serve(self.protocol, request) {
            Some(response) => Ok(message::response_differences(expected, &response)),
            None => Err(Difference::new("the request", "to be refused", "accepted")),
        }
    }

    fn reads_response(
        &self,
        params: &Value,
        response: &Response,
    ) -> Result<Differences, Difference> {
        let mut expected = self.operation.output();
        filled(&mut *expected, params)?;
        match self.operation.read_response(self.protocol, &message::response(response)?) {
            Ok(output) => Ok(differences(&*expected, &*output)),
            Err(failed) => Err(Difference::new("the response", "an output", failed.shown)),
        }
    }

    fn writes_response(
        &self,
        params: &Value,
        expected: &Response,
    ) -> Result<Differences, Difference> {
        let written =
            self.operation.write_output(self.protocol, &|output| filled(output, params))?;
        match written {
            Ok(response) => Ok(message::response_differences(expected, &sent(response))),
            Err(error) => Err(Difference::new("the output", "a response", error.to_string())),
        }
    }

    fn reads_error(
        &self,
        test: &ErrorTest,
        response: &Response,
    ) -> Result<Differences, Difference> {
        let mut expected = self.operation.error();
        filled_error(&mut *expected, test)?;
        let read = self.operation.read_response(self.protocol, &message::response(response)?);
        let Err(failed) = read else {
            return Err(Difference::new("the response", "an error", "an output"));
        };
        let mut found = Vec::new();
        if let Some(code) = &test.code
            && failed.code.as_ref() != Some(code)
        {
            found.push(Difference::new("the code", code, failed.code.unwrap_or_default()));
        }
        if let Some(text) = &test.message
            && failed.message.as_ref() != Some(text)
        {
            found.push(Difference::new("the message", text, failed.message.unwrap_or_default()));
        }
        match (identity(&*expected), identity(&*failed.error)) {
            (expected, actual) if expected != actual => {
                let shown = format!("{actual:?}: {}", failed.shown);
                found.push(Difference::new("the error", format!("{expected:?}"), shown));
            }
            _ => found.extend(differences(&*expected, &*failed.error)),
        }
        Ok(found)
    }

    fn writes_error(
        &self,
        test: &ErrorTest,
        expected: &Response,
    ) -> Result<Differences, Difference> {
        let written =
            self.operation.write_error(self.protocol, &|error| filled_error(error, test))?;
        match written {
            Ok(response) => Ok(message::response_differences(expected, &sent(response))),
            Err(error) => Err(Difference::new("the error", "a response", error.to_string())),
        }
    }
}

/// The response with its length, which servers add as they send it.
pub(super) fn sent(mut response: http::Response<Bytes>) -> http::Response<Bytes> {
    let length = response.body().len().into();
    response.headers_mut().entry(CONTENT_LENGTH).or_insert(length);
    response
}

pub(super) fn filled(shape: &mut dyn Shape, params: &Value) -> Result<(), Difference> {
    let result = fill(shape, params);
    result.map_err(|problem| Difference::new("the case's values", "to fit the type", problem))
}

/// Fills the enum of a service's errors: with no error if the test expects none of them.
fn filled_error(errors: &mut dyn Shape, test: &ErrorTest) -> Result<(), Difference> {
    let Some(name) = &test.shape else {
        return Ok(());
    };
    let members = errors.schema().members;
    let is_meant = |target: Target| matches!(target, Target::Shape(error) if error.name == name);
    let index = members.iter().position(|member| is_meant(member.target()));
    match index.map(|index| errors.slot(index)) {
        Some(Slot::Shape(error)) => filled(error, &test.params),
        _ => Err(Difference::new("the crate", name, "no such error")),
    }
}

/// The name of the error that the enum of a service's errors holds, if any.
pub(super) fn identity(errors: &dyn Shape) -> Option<&'static str> {
    (0..errors.schema().members.len()).find_map(|index| match errors.get(index) {
        Ref::Shape(error) => Some(error.schema().name),
        _ => None,
    })
}

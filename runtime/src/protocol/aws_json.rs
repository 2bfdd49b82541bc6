//! awsJson 1.0 and 1.1.
//!
//! Every call is a POST to `/`; the operation stands in `X-Amz-Target`, the input in a JSON body.
//! The rules are those of the Smithy specifications "AWS JSON 1.0 protocol" and "AWS JSON 1.1
//! protocol", which differ in the content type alone.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};

use super::{EventFormat, Protocol, json_errors, query_compatible};
use crate::codec::{Codec, ReadError, WriteError};
use crate::document::Document;
use crate::error::Answer;
use crate::json::{self, Json};
use crate::operation::{OperationSchema, OperationTrait};
use crate::shape::Shape;

const TARGET: &str = "x-amz-target";

/// `aws.protocols#awsJson1_0`
pub static AWS_JSON_1_0: AwsJson =
    AwsJson { id: "aws.protocols#awsJson1_0", content_type: "application/x-amz-json-1.0" };

/// `aws.protocols#awsJson1_1`
pub static AWS_JSON_1_1: AwsJson =
    AwsJson { id: "aws.protocols#awsJson1_1", content_type: "application/x-amz-json-1.1" };

static JSON: Json =
    Json { names: false, big_numbers_as_text: false, epoch_seconds: false, strict: false };

/// One of the two versions of the protocol.
#[derive(Debug)]
pub struct AwsJson {
    id: &'static str,
    content_type: &'static str,
}

impl Protocol for AwsJson {
    fn id(&self) -> &'static str {
        self.id
    }

    fn events(&self) -> Option<EventFormat> {
        Some(EventFormat { codec: &JSON, initial_messages: true })
    }

    fn write_request(
        &self,
        operation: &OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Bytes>, WriteError> {
        let mut body = Vec::new();
        json::write(input, &mut body)?;
        let request = Request::builder()
            .method(Method::POST)
            .uri("/")
            .header(CONTENT_TYPE, self.content_type)
            .header(TARGET, target(operation));
        query_compatible::mark(operation, request)
            .body(Bytes::from(body))
            .map_err(|error| WriteError::new(error.to_string()))
    }

    fn read_response(
        &self,
        _operation: &OperationSchema,
        response: &Response<Bytes>,
        output: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        read_body(Json::default(), response.body(), output)
    }

    fn read_answer(&self, operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        query_compatible::recoded(operation, response, json_errors::answer(response))
    }

    fn read_error(
        &self,
        _operation: &OperationSchema,
        response: &Response<Bytes>,
        error: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        read_body(Json::default(), response.body(), error)
    }

    fn is_call(&self, operation: &OperationSchema, request: &Request<Bytes>) -> bool {
        request.headers().get(TARGET).is_some_and(|value| *value == *target(operation))
    }

    fn read_request(
        &self,
        _operation: &OperationSchema,
        request: &Request<Bytes>,
        input: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        read_body(Json { strict: true, ..Json::default() }, request.body(), input)
    }

    fn write_response(
        &self,
        operation: &OperationSchema,
        output: &dyn Shape,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut body = Vec::new();
        if !operation.has(&OperationTrait::NoOutput) {
            json::write(output, &mut body)?;
        }
        self.finished(Response::builder(), body)
    }

    fn write_error(
        &self,
        operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut body = Vec::new();
        match error {
            Some(error) => json::write(error, &mut body)?,
            None => {
                let message = answer.message.as_deref().map(|message| ("message", message));
                json::write_document(&Document::from_iter(message), &mut body)?;
            }
        }
        if let Some(name) = query_compatible::name(operation, answer, error) {
            body = json::named(&operation.service.absolute(name), &body);
        }
        let status = StatusCode::from_u16(answer.status);
        let status = status.map_err(|error| WriteError::new(error.to_string()))?;
        let response = Response::builder().status(status);
        self.finished(query_compatible::tell(operation, answer, response), body)
    }
}

impl AwsJson {
    fn finished(
        &self,
        response: http::response::Builder,
        body: Vec<u8>,
    ) -> Result<Response<Bytes>, WriteError> {
        response
            .header(CONTENT_TYPE, self.content_type)
            .body(Bytes::from(body))
            .map_err(|error| WriteError::new(error.to_string()))
    }
}

fn target(operation: &OperationSchema) -> String {
    format!("{}.{}", operation.service.target_prefix, operation.name)
}

/// An empty body is an empty object: services leave out what says nothing.
fn read_body(json: Json, body: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
    if body.is_empty() {
        return Ok(());
    }
    json.read(body, shape)
}

//! awsJson 1.0 and 1.1.
//!
//! Every call is a POST to `/`; the operation stands in `X-Amz-Target`, the input in a JSON body.
//! The rules are those of the Smithy specifications "AWS JSON 1.0 protocol" and "AWS JSON 1.1
//! protocol", which differ in the content type alone.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};

use super::Protocol;
use crate::codec::{ReadError, WriteError};
use crate::document::Document;
use crate::error::Answer;
use crate::json;
use crate::operation::OperationSchema;
use crate::shape::Shape;

const TARGET: &str = "x-amz-target";
const ERROR_TYPE: &str = "x-amzn-errortype";
const REQUEST_ID: &str = "x-amzn-requestid";

/// `aws.protocols#awsJson1_0`
pub static AWS_JSON_1_0: AwsJson =
    AwsJson { id: "aws.protocols#awsJson1_0", content_type: "application/x-amz-json-1.0" };

/// `aws.protocols#awsJson1_1`
pub static AWS_JSON_1_1: AwsJson =
    AwsJson { id: "aws.protocols#awsJson1_1", content_type: "application/x-amz-json-1.1" };

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

    fn write_request(
        &self,
        operation: &OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Bytes>, WriteError> {
        let mut body = Vec::new();
        json::write(input, &mut body)?;
        Request::builder()
            .method(Method::POST)
            .uri("/")
            .header(CONTENT_TYPE, self.content_type)
            .header(TARGET, target(operation))
            .body(Bytes::from(body))
            .map_err(|error| WriteError::new(error.to_string()))
    }

    fn read_response(
        &self,
        _operation: &OperationSchema,
        response: &Response<Bytes>,
        output: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        read_body(response.body(), output)
    }

    fn read_answer(&self, _operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        let body = json::read_document(response.body()).unwrap_or_default();
        let code = header(response, ERROR_TYPE)
            .or_else(|| text(&body, "__type"))
            .or_else(|| text(&body, "code"))
            .map(|code| sanitized(code).to_owned());
        let message = text(&body, "message").or_else(|| text(&body, "Message"));
        Answer {
            message: message.map(str::to_owned),
            request_id: header(response, REQUEST_ID).map(str::to_owned),
            ..Answer::new(response.status(), code)
        }
    }

    fn read_error(
        &self,
        _operation: &OperationSchema,
        response: &Response<Bytes>,
        error: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        read_body(response.body(), error)
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
        read_body(request.body(), input)
    }

    fn write_response(
        &self,
        _operation: &OperationSchema,
        output: &dyn Shape,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut body = Vec::new();
        json::write(output, &mut body)?;
        self.respond(StatusCode::OK, body)
    }

    fn write_error(
        &self,
        _operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
    ) -> Result<Response<Bytes>, WriteError> {
        let mut members = Document::default();
        if let Some(error) = error {
            let mut body = Vec::new();
            json::write(error, &mut body)?;
            members = json::read_document(&body).map_err(|e| WriteError::new(e.to_string()))?;
        }
        let mut entries = match members {
            Document::Map(entries) => entries,
            _ => std::collections::BTreeMap::new(),
        };
        if let Some(code) = &answer.code {
            entries.insert("__type".to_owned(), code.as_str().into());
        }
        if let (Some(message), None) = (&answer.message, error) {
            entries.insert("message".to_owned(), message.as_str().into());
        }
        let mut body = Vec::new();
        json::write_document(&Document::Map(entries), &mut body)?;
        let status = StatusCode::from_u16(answer.status);
        self.respond(status.map_err(|error| WriteError::new(error.to_string()))?, body)
    }
}

impl AwsJson {
    fn respond(&self, status: StatusCode, body: Vec<u8>) -> Result<Response<Bytes>, WriteError> {
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, self.content_type)
            .body(Bytes::from(body))
            .map_err(|error| WriteError::new(error.to_string()))
    }
}

fn target(operation: &OperationSchema) -> String {
    format!("{}.{}", operation.service.target_prefix, operation.name)
}

/// An empty body is an empty object: services leave out what says nothing.
fn read_body(body: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
    if body.is_empty() {
        return Ok(());
    }
    json::read(body, shape)
}

fn header<'a>(response: &'a Response<Bytes>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

fn text<'a>(body: &'a Document, key: &str) -> Option<&'a str> {
    match body {
        Document::Map(entries) => match entries.get(key) {
            Some(Document::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The code without the namespace before it and the URI behind it: of
/// `aws.protocoltests.json#FooError:http://internal.amazon.com/coral/` what stands between `#`
/// and `:`, as the specification's "Operation error serialization" demands.
fn sanitized(code: &str) -> &str {
    let code = code.split_once(':').map_or(code, |(code, _)| code);
    code.rsplit_once('#').map_or(code, |(_, code)| code).trim()
}

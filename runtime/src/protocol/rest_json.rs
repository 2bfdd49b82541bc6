//! restJson1, by the Smithy specification "AWS restJson1 protocol".

use bytes::Bytes;
use http::Response;
use http::header::HeaderValue;

use super::json_errors::{self, ERROR_TYPE};
use super::rest::{Dialect, Rest, Side};
use crate::codec::{Codec, ReadError, WriteError};
use crate::document::Document;
use crate::error::Answer;
use crate::json::{self, Json};
use crate::operation::OperationSchema;
use crate::schema::Member;
use crate::shape::Shape;

/// `aws.protocols#restJson1`
pub static REST_JSON_1: Rest = Rest(&RestJson);

struct RestJson;

/// Alone among the JSON protocols this one heeds `smithy.api#jsonName`.
static JSON: Json =
    Json { names: true, big_numbers_as_text: false, epoch_seconds: false, strict: false };

impl Dialect for RestJson {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn events(&self) -> &'static dyn Codec {
        &JSON
    }

    fn empty(&self) -> &'static [u8] {
        b"{}"
    }

    fn write_body(
        &self,
        _operation: &OperationSchema,
        shape: &dyn Shape,
        _member: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        JSON.write(shape, None, out)
    }

    fn read_body(
        &self,
        _operation: &OperationSchema,
        side: Side,
        body: &[u8],
        shape: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        Json { strict: side == Side::Request, ..JSON }.read(body, shape)
    }

    fn write_document(&self, document: &Document, out: &mut Vec<u8>) -> Result<(), WriteError> {
        json::write_document(document, out)
    }

    fn read_document(&self, body: &[u8]) -> Result<Document, ReadError> {
        json::read_document(body)
    }

    fn read_answer(&self, _operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        json_errors::answer(response)
    }

    fn write_answer(
        &self,
        _operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
        response: &mut Response<Bytes>,
    ) -> Result<(), WriteError> {
        if let Some(code) = &answer.code {
            let value = HeaderValue::try_from(code);
            let value = value.map_err(|error| WriteError::new(error.to_string()))?;
            response.headers_mut().insert(ERROR_TYPE, value);
        }
        if error.is_none() {
            json_errors::write_message(answer, self.media_type(), response)?;
        }
        Ok(())
    }
}

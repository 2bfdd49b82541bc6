//! restXml, by the Smithy specification "AWS restXml protocol".

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::rest::{Dialect, Rest, Side};
use super::xml_errors::{self, Wrapping};
use crate::codec::{Codec, ReadError, WriteError};
use crate::document::Document;
use crate::error::Answer;
use crate::operation::{OperationSchema, OperationTrait};
use crate::schema::{Location, Member, Schema, SchemaKind, Target};
use crate::service::ServiceTrait;
use crate::shape::Shape;
use crate::xml::{Place, Reader, Writer, Xml};

const MEDIA_TYPE: &str = "application/xml";

/// `aws.protocols#restXml`
pub static REST_XML: Rest = Rest(&RestXml);

struct RestXml;

/// The payloads of events are documents without the service's namespace.
static EVENTS: Xml = Xml { namespace: None };

impl Dialect for RestXml {
    fn id(&self) -> &'static str {
        "aws.protocols#restXml"
    }

    fn media_type(&self) -> &'static str {
        MEDIA_TYPE
    }

    fn events(&self) -> &'static dyn Codec {
        &EVENTS
    }

    fn empty(&self) -> &'static [u8] {
        b""
    }

    fn write_body(
        &self,
        operation: &OperationSchema,
        shape: &dyn Shape,
        member: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        let namespace = operation.service.xml_namespace();
        match unwrapped(operation, shape.schema()) {
            Some((index, member)) => {
                let name = member.xml_name().unwrap_or(member.name());
                Writer::new(out).value(name, namespace, shape.get(index), member)
            }
            None => Xml { namespace }.write(shape, member, out),
        }
    }

    fn read_body(
        &self,
        operation: &OperationSchema,
        _side: Side,
        body: &[u8],
        shape: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        if shape.schema().kind == SchemaKind::Error {
            return xml_errors::read(body, shape);
        }
        let Some((index, member)) = unwrapped(operation, shape.schema()) else {
            return Xml::default().read(body, shape);
        };
        let mut reader = Reader::new(body);
        let root = reader.root()?;
        reader
            .value(&root, Place::Member(shape, index), member)
            .map_err(|error| error.of_member(member))?;
        reader.end()
    }

    fn write_document(&self, _document: &Document, _out: &mut Vec<u8>) -> Result<(), WriteError> {
        Err(WriteError::new("a document can only stand in JSON"))
    }

    fn read_document(&self, _body: &[u8]) -> Result<Document, ReadError> {
        Err(ReadError::new("a document can only stand in JSON"))
    }

    /// S3 answers before it is done where that takes long (CopyObject, CompleteMultipartUpload), and
    /// cannot take the status back. Its errors are not wrapped, so that their root tells them from
    /// every result; a payload of bytes or text is the caller's own.
    fn is_error(&self, operation: &OperationSchema, body: &[u8]) -> bool {
        let is_own = |member: &Member| {
            member.location() == Some(Location::Payload)
                && !matches!(member.target(), Target::Shape(_))
        };
        operation.service.has(&ServiceTrait::NoErrorWrapping)
            && !operation.output.members.iter().any(is_own)
            && Reader::new(body).root().is_ok_and(|root| root.name() == "Error")
    }

    fn read_answer(&self, operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        let answer = xml_errors::answer(response);
        if answer.code.is_none() && response.body().is_empty() {
            let code = code_of_status(operation, answer.status).map(str::to_owned);
            return Answer { code, ..answer };
        }
        answer
    }

    fn write_answer(
        &self,
        operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
        response: &mut Response<Bytes>,
    ) -> Result<(), WriteError> {
        let wrapping = match operation.service.has(&ServiceTrait::NoErrorWrapping) {
            true => Wrapping::None,
            false => Wrapping::Response,
        };
        *response.body_mut() = xml_errors::write(wrapping, answer, error)?.into();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        Ok(())
    }
}

/// The member of an operation's output that is the root of its document
/// (`aws.customizations#s3UnwrappedXmlOutput`), where `schema` is that output.
fn unwrapped(operation: &OperationSchema, schema: &Schema) -> Option<(usize, &'static Member)> {
    let is_unwrapped = operation.has(&OperationTrait::UnwrappedXmlOutput);
    if !is_unwrapped || !std::ptr::eq(schema, operation.output) {
        return None;
    }
    operation.output.members.iter().enumerate().find(|(_, member)| member.location().is_none())
}

/// The code of the only error of an operation that has that status: a response to HEAD has no
/// body to say it.
fn code_of_status(operation: &OperationSchema, status: u16) -> Option<&'static str> {
    let mut errors = operation.errors.iter().filter(|error| error.http_status() == Some(status));
    match (errors.next(), errors.next()) {
        (Some(error), None) => Some(error.error_code()),
        _ => None,
    }
}

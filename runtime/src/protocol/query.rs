//! awsQuery and ec2Query.
//!
//! Every call is a POST to `/` whose body is a form, with the operation's name as the parameter
//! `Action`; responses are XML. The rules are those of the Smithy specifications "AWS query
//! protocol" and "AWS EC2 query protocol".

mod read;
mod write;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};

use self::read::Form;
use self::write::FormWriter;
use super::Protocol;
use super::xml_errors::{self, Wrapping};
use crate::codec::{ReadError, WriteError};
use crate::error::Answer;
use crate::operation::{OperationSchema, OperationTrait};
use crate::schema::{Member, Trait};
use crate::shape::Shape;
use crate::xml::{Reader, Writer};

const FORM: &str = "application/x-www-form-urlencoded";

/// `aws.protocols#awsQuery`
pub static AWS_QUERY: Query = Query(Dialect::Aws);

/// `aws.protocols#ec2Query`
pub static EC2_QUERY: Query = Query(Dialect::Ec2);

/// One of the two query protocols.
#[derive(Debug)]
pub struct Query(Dialect);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Aws,
    Ec2,
}

impl Protocol for Query {
    fn id(&self) -> &'static str {
        match self.0 {
            Dialect::Aws => "aws.protocols#awsQuery",
            Dialect::Ec2 => "aws.protocols#ec2Query",
        }
    }

    fn write_request(
        &self,
        operation: &OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Bytes>, WriteError> {
        let mut form = FormWriter::new(self.0);
        form.parameter("Action", operation.name);
        form.parameter("Version", operation.service.version);
        form.members(input)?;
        Request::builder()
            .method(Method::POST)
            .uri("/")
            .header(CONTENT_TYPE, FORM)
            .body(Bytes::from(form.finish()))
            .map_err(|error| WriteError::new(error.to_string()))
    }

    fn read_response(
        &self,
        operation: &OperationSchema,
        response: &Response<Bytes>,
        output: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        // Services leave out what says nothing.
        if response.body().is_empty() {
            return Ok(());
        }
        let mut reader = Reader::new(response.body());
        let root = reader.root()?;
        if self.0 == Dialect::Ec2 {
            reader.members(&root, output)?;
            return reader.end();
        }
        let wrapper = result_wrapper(operation);
        while let Some(child) = reader.child()? {
            if child.is(&wrapper) {
                reader.members(&child, output)?;
            } else {
                reader.skip()?;
            }
        }
        reader.end()
    }

    fn read_answer(&self, _operation: &OperationSchema, response: &Response<Bytes>) -> Answer {
        xml_errors::answer(response)
    }

    fn read_error(
        &self,
        _operation: &OperationSchema,
        response: &Response<Bytes>,
        error: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        xml_errors::read(response.body(), error)
    }

    fn is_call(&self, operation: &OperationSchema, request: &Request<Bytes>) -> bool {
        let form = Form::parse(self.0, request.body());
        request.method() == Method::POST
            && form.is_ok_and(|form| form.parameter("Action") == Some(operation.name))
    }

    fn read_request(
        &self,
        _operation: &OperationSchema,
        request: &Request<Bytes>,
        input: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        Form::parse(self.0, request.body())?.read(input)
    }

    fn write_response(
        &self,
        operation: &OperationSchema,
        output: &dyn Shape,
    ) -> Result<Response<Bytes>, WriteError> {
        let root = format!("{}Response", operation.name);
        let namespace = operation.service.xml_namespace();
        let mut body = Vec::new();
        let mut writer = Writer::new(&mut body);
        match self.0 {
            Dialect::Ec2 => writer.shape(&root, namespace, output)?,
            Dialect::Aws if operation.has(&OperationTrait::NoOutput) => {
                writer.element(&root, namespace, |_| Ok(()))?;
            }
            Dialect::Aws => writer.element(&root, namespace, |writer| {
                writer.shape(&result_wrapper(operation), None, output)
            })?,
        }
        self.respond(StatusCode::OK, body)
    }

    fn write_error(
        &self,
        _operation: &OperationSchema,
        answer: &Answer,
        error: Option<&dyn Shape>,
    ) -> Result<Response<Bytes>, WriteError> {
        let (wrapping, status) = match self.0 {
            Dialect::Ec2 => (Wrapping::Errors, answer.status),
            Dialect::Aws => {
                let status = error.and_then(|error| query_status(error.schema().traits));
                (Wrapping::Response, status.unwrap_or(answer.status))
            }
        };
        let body = xml_errors::write(wrapping, answer, error)?;
        let status = StatusCode::from_u16(status);
        self.respond(status.map_err(|error| WriteError::new(error.to_string()))?, body)
    }
}

impl Query {
    fn respond(&self, status: StatusCode, body: Vec<u8>) -> Result<Response<Bytes>, WriteError> {
        let media_type = match self.0 {
            Dialect::Aws => "text/xml",
            Dialect::Ec2 => "text/xml;charset=UTF-8",
        };
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, media_type)
            .body(Bytes::from(body))
            .map_err(|error| WriteError::new(error.to_string()))
    }
}

impl Dialect {
    /// The name of a member's parameter.
    fn name(self, member: &Member) -> String {
        let name = member.xml_name().unwrap_or(member.name());
        if self == Self::Aws {
            return name.to_owned();
        }
        let query_name = member.traits().iter().find_map(|t| match t {
            Trait::Ec2Name(name) => Some((*name).to_owned()),
            _ => None,
        });
        query_name.unwrap_or_else(|| capitalized(name))
    }

    /// What stands between a list's name and the numbers of its elements, if anything.
    fn list_infix(self, list: &Member, element: &Member) -> Option<&'static str> {
        let is_flat = self == Self::Ec2 || list.has(&Trait::Flattened);
        (!is_flat).then(|| element.xml_name().unwrap_or("member"))
    }

    /// What stands between a map's name and the numbers of its entries, if anything.
    fn map_infix(self, map: &Member) -> Option<&'static str> {
        (!map.has(&Trait::Flattened)).then_some("entry")
    }
}

fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The element around the members of an output.
fn result_wrapper(operation: &OperationSchema) -> String {
    let wrapper = operation.traits.iter().find_map(|t| match t {
        OperationTrait::ResultWrapper(wrapper) => Some((*wrapper).to_owned()),
        _ => None,
    });
    wrapper.unwrap_or_else(|| format!("{}Result", operation.name))
}

/// The status of an error in awsQuery, where it differs (`aws.protocols#awsQueryError`).
fn query_status(traits: &[Trait]) -> Option<u16> {
    traits.iter().find_map(|t| match t {
        Trait::QueryStatus(status) => Some(*status),
        _ => None,
    })
}

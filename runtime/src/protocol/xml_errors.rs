//! Errors in XML: those of restXml, awsQuery and ec2Query, which differ in what stands around
//! them.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use crate::codec::{ReadError, WriteError};
use crate::error::Answer;
use crate::schema::Member;
use crate::shape::Shape;
use crate::xml::{Reader, Writer};

/// The headers in which services repeat the id of a request.
const REQUEST_IDS: [&str; 2] = ["x-amzn-requestid", "x-amz-request-id"];

/// What stands around an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// `<ErrorResponse><Error>…</Error></ErrorResponse>`: awsQuery and restXml.
    Response,
    /// `<Error>…</Error>`: restXml with `noErrorWrapping`.
    None,
    /// `<Response><Errors><Error>…</Error></Errors></Response>`: ec2Query.
    Errors,
}

/// Reads what every error response says, in whatever wrapping. One whose status says success is
/// the service's fault, for it would have refused what is wrong before.
pub(super) fn answer(response: &Response<Bytes>) -> Answer {
    let mut said = Answer::default();
    // What stands before something unreadable still counts.
    let _ = collect_all(response.body(), &mut said);
    let status = match response.status() {
        status if status.is_success() => StatusCode::INTERNAL_SERVER_ERROR,
        status => status,
    };
    Answer {
        message: said.message,
        request_id: said.request_id.or_else(|| request_id(response.headers())),
        ..Answer::new(status, said.code)
    }
}

fn collect_all(body: &[u8], said: &mut Answer) -> Result<(), ReadError> {
    let mut reader = Reader::new(body);
    reader.root()?;
    collect(&mut reader, said)
}

/// Collects code, message and request id from the current element, and leaves it.
fn collect(reader: &mut Reader<'_>, said: &mut Answer) -> Result<(), ReadError> {
    while let Some(child) = reader.child()? {
        let place = match child.name() {
            "Code" => &mut said.code,
            "Message" | "message" => &mut said.message,
            "RequestId" | "RequestID" => &mut said.request_id,
            name => {
                if is_wrapper(name) {
                    collect(reader, said)?;
                } else {
                    reader.skip()?;
                }
                continue;
            }
        };
        let text = reader.text()?;
        place.get_or_insert_with(|| text.trim_ascii().to_owned());
    }
    Ok(())
}

fn is_wrapper(name: &str) -> bool {
    matches!(name, "Error" | "Errors")
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    let values = REQUEST_IDS.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
    values.map(str::to_owned).next()
}

/// Reads the members of an error, in whatever wrapping.
///
/// # Errors
/// What is wrong with the body. One that is empty, or has no error in it, has no members.
pub(super) fn read(body: &[u8], error: &mut dyn Shape) -> Result<(), ReadError> {
    if body.is_empty() {
        return Ok(());
    }
    let mut reader = Reader::new(body);
    let mut current = reader.root()?;
    while current.name() != "Error" {
        match reader.child()? {
            Some(child) if is_wrapper(child.name()) => current = child,
            Some(_) => reader.skip()?,
            None => return Ok(()),
        }
    }
    reader.members(&current, error)
}

/// The body of an error response, with the members of a modelled error if there is one.
///
/// # Errors
/// If the error cannot be written.
pub(super) fn write(
    wrapping: Wrapping,
    answer: &Answer,
    error: Option<&dyn Shape>,
) -> Result<Vec<u8>, WriteError> {
    let mut body = Vec::new();
    let request_id = answer.request_id.as_deref();
    let mut writer = Writer::new(&mut body);
    match wrapping {
        Wrapping::Response => writer.element("ErrorResponse", None, |writer| {
            writer.element("Error", None, |writer| {
                side(writer, answer)?;
                members(writer, answer, error)
            })?;
            optional(writer, "RequestId", request_id)
        }),
        Wrapping::None => writer.element("Error", None, |writer| {
            side(writer, answer)?;
            members(writer, answer, error)?;
            optional(writer, "RequestId", request_id)
        }),
        Wrapping::Errors => writer.element("Response", None, |writer| {
            writer.element("Errors", None, |writer| {
                writer.element("Error", None, |writer| members(writer, answer, error))
            })?;
            optional(writer, "RequestID", request_id)
        }),
    }?;
    Ok(body)
}

/// On which side the error is.
fn side(writer: &mut Writer<'_>, answer: &Answer) -> Result<(), WriteError> {
    writer.text_element("Type", if answer.status < 500 { "Sender" } else { "Receiver" })
}

/// What every error says, and its members but for the message, which they all call the same.
fn members(
    writer: &mut Writer<'_>,
    answer: &Answer,
    error: Option<&dyn Shape>,
) -> Result<(), WriteError> {
    optional(writer, "Code", answer.code.as_deref())?;
    optional(writer, "Message", answer.message.as_deref())?;
    let is_said =
        |member: &Member| answer.message.is_some() && member.name().eq_ignore_ascii_case("message");
    match error {
        Some(error) => writer.members(error, |member| !is_said(member)),
        None => Ok(()),
    }
}

fn optional(writer: &mut Writer<'_>, name: &str, text: Option<&str>) -> Result<(), WriteError> {
    text.map_or(Ok(()), |text| writer.text_element(name, text))
}

//! Services that spoke awsQuery before (`aws.protocols#awsQueryCompatible`): their errors keep
//! the codes that they had there, in a header, and their clients ask for it.

use bytes::Bytes;
use http::{Response, request, response};

use super::json_errors::header;
use crate::error::{Answer, Fault};
use crate::operation::OperationSchema;
use crate::service::ServiceTrait;
use crate::shape::Shape;

const MODE: &str = "x-amzn-query-mode";
const ERROR: &str = "x-amzn-query-error";

/// Asks for the earlier protocol's codes.
pub(super) fn mark(operation: &OperationSchema, request: request::Builder) -> request::Builder {
    if is_compatible(operation) { request.header(MODE, "true") } else { request }
}

/// What an error response says, with the earlier protocol's code in the place of the shape's
/// name, if it tells one.
pub(super) fn recoded(
    operation: &OperationSchema,
    response: &Response<Bytes>,
    answer: Answer,
) -> Answer {
    let earlier = header(response, ERROR).filter(|_| is_compatible(operation));
    let Some((code, fault)) = earlier.and_then(|value| value.split_once(';')) else {
        return answer;
    };
    let recoded = Answer::new(response.status(), Some(code.to_owned()));
    Answer {
        code: recoded.code,
        shape: answer.code,
        fault: Fault::from_text(fault),
        throttled: answer.throttled || recoded.throttled,
        retryable: answer.retryable || recoded.retryable,
        ..answer
    }
}

/// The name that an error has in bodies: its code, unless that stands in the header.
pub(super) fn name<'a>(
    operation: &OperationSchema,
    answer: &'a Answer,
    error: Option<&dyn Shape>,
) -> Option<&'a str> {
    match error {
        Some(error) if is_compatible(operation) => Some(error.schema().name),
        _ => answer.code.as_deref(),
    }
}

/// Tells the earlier protocol's code.
pub(super) fn tell(
    operation: &OperationSchema,
    answer: &Answer,
    response: response::Builder,
) -> response::Builder {
    match &answer.code {
        Some(code) if is_compatible(operation) => {
            let by_status = if answer.status < 500 { Fault::Sender } else { Fault::Receiver };
            let fault = answer.fault.unwrap_or(by_status).as_str();
            response.header(ERROR, format!("{code};{fault}"))
        }
        _ => response,
    }
}

fn is_compatible(operation: &OperationSchema) -> bool {
    operation.service.has(&ServiceTrait::QueryCompatible)
}

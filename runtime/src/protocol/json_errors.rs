//! What error responses of the JSON protocols say, by the Smithy specifications' sections
//! "Operation error serialization".

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};

use crate::codec::WriteError;
use crate::document::Document;
use crate::error::Answer;
use crate::json;

/// The header that names the error.
pub(super) const ERROR_TYPE: &str = "x-amzn-errortype";

/// The header with the request's id.
pub(super) const REQUEST_ID: &str = "x-amzn-requestid";

/// Reads what every error response says. The code stands in a header, or in the body under one
/// of two keys; an unreadable body says nothing.
pub(super) fn answer(response: &Response<Bytes>) -> Answer {
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

/// The text of a header.
pub(super) fn header<'a>(response: &'a Response<Bytes>, name: &str) -> Option<&'a str> {
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
/// and `:`.
pub(super) fn sanitized(code: &str) -> &str {
    let code = code.split_once(':').map_or(code, |(code, _)| code);
    code.rsplit_once('#').map_or(code, |(_, code)| code).trim()
}

/// Gives the response of an error without a model a body with its message.
pub(super) fn write_message(
    answer: &Answer,
    media_type: &'static str,
    response: &mut Response<Bytes>,
) -> Result<(), WriteError> {
    let message = answer.message.as_deref().map(|message| ("message", message));
    let mut body = Vec::new();
    json::write_document(&Document::from_iter(message), &mut body)?;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    *response.body_mut() = body.into();
    Ok(())
}

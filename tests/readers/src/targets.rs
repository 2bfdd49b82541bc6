//! The targets.

use bytes::Bytes;
use http::{Request, Response};
use shapewright_runtime::cbor::Cbor;
use shapewright_runtime::codec::Codec;
use shapewright_runtime::event_stream::{
    Decoder, Message as EventMessage, read_event, write_event,
};
use shapewright_runtime::json::{self, Json};
use shapewright_runtime::protocol::{
    AWS_JSON_1_0, AWS_QUERY, EC2_QUERY, Protocol, REST_JSON_1, REST_XML, RPC_V2_CBOR,
};
use shapewright_runtime::shape::{Ref, Shape};
use shapewright_runtime::xml::Xml;

use crate::bound::{CALL, EXCHANGE};
use crate::{Choice, Message, Sample, model};

/// A reader, and what its input is.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, that of the fuzz target.
    pub name: &'static str,
    /// Reads the bytes.
    ///
    /// # Panics
    /// If what was read is not written as it was written before.
    pub run: fn(&[u8]),
    /// Something that it reads without an error.
    pub input: fn() -> Vec<u8>,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "json", run: json, input: || body(&Json::default()) },
    Target { name: "xml", run: xml, input: || body(&XML) },
    Target { name: "cbor", run: cbor, input: || body(&Cbor) },
    Target { name: "query", run: query, input: form },
    Target { name: "request", run: request, input: || REQUEST.into() },
    Target { name: "response", run: response, input: || RESPONSE.into() },
    Target { name: "event_stream", run: event_stream, input: frame },
    Target { name: "jmespath", run: jmespath, input: || EXPRESSION.into() },
    Target { name: "model", run: model, input: || MODEL.into() },
];

const XML: Xml = Xml { namespace: None };

const REQUEST: &str = "/messages/a/b/c?fixed=1&query=1&queries=2017-06-15T08:30:00Z&other=a&other=b
x-header: 0.5
x-headers: Thu, 15 Jun 2017 08:30:00 GMT, Thu, 15 Jun 2017 08:30:01 GMT
x-kinds: a, \"b, c\"
x-media: e30=
x-meta-a: b
content-type: application/json

{\"body\": {\"integer\": 1}}";

const RESPONSE: &str = "404
x-amzn-errortype: aws#Missing:http://example.com/
x-amzn-query-error: Missing;Sender
x-amzn-requestid: a
x-header: NaN

{\"__type\": \"aws#Missing\", \"message\": \"none\", \"integer\": 1}";

const MODEL: &str = include_str!("../../../examples/workspace/model/parcels.json");

const EXPRESSION: &str =
    "list[?integer == `1` && !string].{a: @, b: [map.*.kind, 'c']} | [-1:].\"a\"[] || length(@)";

/// The value in that format.
fn body(codec: &dyn Codec) -> Vec<u8> {
    written(codec, &Sample::full()).unwrap_or_default()
}

/// The value as the body of a query.
fn form() -> Vec<u8> {
    let request = AWS_QUERY.write_request(&CALL, &Sample::full());
    request.map(|request| request.into_body().into()).unwrap_or_default()
}

/// An event in its frame.
fn frame() -> Vec<u8> {
    let event = Choice::Sample(Box::new(Sample::full()));
    let message = write_event(&Json::default(), &event);
    message.and_then(|message| message.to_bytes()).map(Into::into).unwrap_or_default()
}

/// Reads a structure. If that can be written, reading it again gives what is written the same.
fn settles(codec: &dyn Codec, bytes: &[u8]) {
    let mut value = Sample::default();
    if let Err(error) = codec.read(bytes, &mut value) {
        // Showing an error walks its path.
        let _ = error.to_string();
        return;
    }
    let Some(written) = written(codec, &value) else { return };
    let mut again = Sample::default();
    let read = codec.read(&written, &mut again);
    assert_eq!(read, Ok(()), "{}", written.escape_ascii());
    assert_eq!(self::written(codec, &again), Some(written));
}

/// The bytes of a value; none if there is no such value in the format.
fn written(codec: &dyn Codec, value: &dyn Shape) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    codec.write(value, None, &mut out).ok().map(|()| out)
}

/// A structure in JSON, as a client and as a service reads it, and a document.
pub fn json(bytes: &[u8]) {
    settles(&Json::default(), bytes);
    let strict = Json { names: true, big_numbers_as_text: true, epoch_seconds: true, strict: true };
    settles(&strict, bytes);
    if let Ok(document) = json::read_document(bytes) {
        let mut out = Vec::new();
        assert_eq!(json::write_document(&document, &mut out), Ok(()));
        assert_eq!(json::read_document(&out), Ok(document));
    }
}

/// A structure in XML.
pub fn xml(bytes: &[u8]) {
    settles(&XML, bytes);
}

/// A structure in CBOR.
pub fn cbor(bytes: &[u8]) {
    settles(&Cbor, bytes);
}

/// The bodies of awsQuery and ec2Query, as a service reads them.
pub fn query(bytes: &[u8]) {
    let request = Request::new(Bytes::copy_from_slice(bytes));
    call(&AWS_QUERY, &request);
    call(&EC2_QUERY, &request);
}

/// Reads the input of a call. If that can be written, reading it again gives what is written the
/// same.
fn call(protocol: &dyn Protocol, request: &Request<Bytes>) {
    let mut value = Sample::default();
    if protocol.read_request(&CALL, request, &mut value).is_err() {
        return;
    }
    let Ok(written) = protocol.write_request(&CALL, &value) else { return };
    let mut again = Sample::default();
    let read = protocol.read_request(&CALL, &written, &mut again);
    assert_eq!(read, Ok(()), "{written:?}");
    let rewritten = protocol.write_request(&CALL, &again).map(http::Request::into_body);
    assert_eq!(rewritten.as_ref(), Ok(written.body()));
}

/// A request of restJson1 or restXml: a line with the path and the query, lines with headers, an
/// empty line, the body.
pub fn request(bytes: &[u8]) {
    let (uri, headers, body) = parts(bytes);
    let mut builder = Request::put(uri);
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    let Ok(request) = builder.body(Bytes::copy_from_slice(body)) else { return };
    for protocol in [&REST_JSON_1 as &dyn Protocol, &REST_XML] {
        let _ = protocol.is_call(&EXCHANGE, &request);
        let mut value = Message::default();
        if protocol.read_request(&EXCHANGE, &request, &mut value).is_ok() {
            let Ok(written) = protocol.write_request(&EXCHANGE, &value) else { continue };
            let mut again = Message::default();
            let read = protocol.read_request(&EXCHANGE, &written, &mut again);
            assert_eq!(read, Ok(()), "{written:?}");
        }
    }
}

/// A response of several protocols: a line with the status, lines with headers, an empty line, the
/// body.
pub fn response(bytes: &[u8]) {
    let (status, headers, body) = parts(bytes);
    let mut builder = Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    let Ok(response) = builder.body(Bytes::copy_from_slice(body)) else { return };
    for protocol in [&REST_JSON_1 as &dyn Protocol, &REST_XML] {
        let _ = protocol.read_answer(&EXCHANGE, &response);
        let _ = protocol.read_error(&EXCHANGE, &response, &mut Message::default());
        let _ = protocol.read_response(&EXCHANGE, &response, &mut Message::default());
    }
    for protocol in [&AWS_JSON_1_0 as &dyn Protocol, &RPC_V2_CBOR, &AWS_QUERY, &EC2_QUERY] {
        let _ = protocol.read_answer(&CALL, &response);
        let _ = protocol.read_error(&CALL, &response, &mut Sample::default());
        let _ = protocol.read_response(&CALL, &response, &mut Sample::default());
    }
}

/// The name and the value of a header.
type Header<'a> = (&'a [u8], &'a [u8]);

/// The first line, the headers and the body of a message.
fn parts(bytes: &[u8]) -> (&[u8], Vec<Header<'_>>, &[u8]) {
    let (first, mut rest) = line(bytes);
    let mut headers = Vec::new();
    while !rest.is_empty() {
        let (header, behind) = line(rest);
        rest = behind;
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|byte| *byte == b':').unwrap_or(header.len());
        let (name, value) = header.split_at(colon);
        headers.push((name, value.get(1..).unwrap_or_default().trim_ascii()));
    }
    (first, headers, rest)
}

fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    (line, rest.get(1..).unwrap_or_default())
}

/// Frames, in two pieces, and the events in them.
pub fn event_stream(bytes: &[u8]) {
    let mut decoder = Decoder::default();
    let (first, second) = bytes.split_at(bytes.len() / 2);
    for piece in [first, second] {
        decoder.push(piece);
        while let Ok(Some(message)) = decoder.next_message() {
            let frame = message.to_bytes();
            let again = frame.map(|frame| EventMessage::read(&frame));
            assert_eq!(again, Ok(Ok(message.clone())));
            for codec in [&Json::default() as &dyn Codec, &Cbor, &XML] {
                let _ = read_event::<Choice>(codec, &message);
            }
        }
    }
    let _ = decoder.finish();
}

/// An expression, evaluated on a value that has its like inside.
pub fn jmespath(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(expression) = shapewright_runtime::jmespath::Expression::parse(text) else { return };
    let inner = || Sample { integer: 1, list: Some(Vec::new()), ..Sample::default() };
    let outer = Sample {
        sample: Some(Box::new(inner())),
        list: Some(vec![inner(), inner()]),
        map: Some([("a".to_owned(), inner())].into()),
        ..Sample::default()
    };
    let _ = expression.search(Ref::Shape(&outer));
}

//! What there is for each target: our own models, and of the public conformance suites the models,
//! and the bodies and messages of the cases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use shapewright_conformance::case::{Body, Content, Format, Head, Request, Response, Test};
use shapewright_conformance::suite::{Suite, SuiteError};

use crate::TARGETS;

/// Inputs by the name of their target.
pub type Seeds = BTreeMap<&'static str, BTreeSet<Vec<u8>>>;

/// Where the tests have models, below the folder `tests`: sound ones and broken ones.
const MODELS: [&str; 3] = ["features", "../model/tests/complete", "../model/tests/fixtures"];

/// The inputs that there are without a suite: one for each target, and the models of the tests.
#[must_use]
pub fn own() -> Seeds {
    let mut seeds: Seeds =
        TARGETS.iter().map(|target| (target.name, [(target.input)()].into())).collect();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let models = MODELS.iter().flat_map(|folder| files(&tests.join(folder)));
    seeds.entry("model").or_default().extend(models);
    seeds
}

/// The JSON files below a folder.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.extend(std::fs::read(path).ok());
        }
    }
    found
}

/// The inputs in a folder with `protocol-tests` and `vectors`.
///
/// # Errors
/// If the protocol tests cannot be read; vectors that are missing or of another form are left out.
pub fn from_folder(folder: &Path) -> Result<Seeds, SuiteError> {
    let mut seeds = own();
    for case in Suite::read(&folder.join("protocol-tests"))?.cases {
        match &case.test {
            Test::Request { request, .. } => add_request(&mut seeds, request),
            Test::Response { response, .. } | Test::Error { response, .. } => {
                add_response(&mut seeds, response);
            }
            Test::Events(test) => {
                match &test.head {
                    Head::Request(request) => add_request(&mut seeds, request),
                    Head::Response(response) => add_response(&mut seeds, response),
                }
                let messages = test.events.iter().map(|event| BASE64.decode(&event.message));
                seeds.entry("event_stream").or_default().extend(messages.flatten());
            }
            Test::Malformed { request, response } => {
                add_request(&mut seeds, request);
                add_response(&mut seeds, response);
            }
        }
    }
    seeds.entry("model").or_default().extend(files(&folder.join("protocol-tests")));
    let vectors = folder.join("vectors");
    for file in ["cbor/decode-success-tests.json", "cbor/decode-error-tests.json"] {
        let inputs = texts(&vectors.join(file), "input");
        // The readers expect a structure; its member is of a kind that takes most inputs.
        let inputs = inputs.iter().filter_map(|input| from_hex(input));
        let inputs = inputs.map(|input| [b"\xa1\x6abigDecimal".as_slice(), &input].concat());
        seeds.entry("cbor").or_default().extend(inputs);
    }
    for entry in std::fs::read_dir(vectors.join("jmespath")).into_iter().flatten().flatten() {
        let expressions = texts(&entry.path(), "expression").into_iter().map(String::into_bytes);
        seeds.entry("jmespath").or_default().extend(expressions);
    }
    let frames = texts(&vectors.join("eventstream/eventstream-vectors.json"), "bytes_base64");
    let frames = frames.iter().filter_map(|frame| BASE64.decode(frame).ok());
    seeds.entry("event_stream").or_default().extend(frames);
    Ok(seeds)
}

fn add_request(seeds: &mut Seeds, request: &Request) {
    let mut uri = request.path.clone();
    if !request.query.is_empty() {
        uri.push('?');
        uri.push_str(&request.query.join("&"));
    }
    add_message(seeds, "request", &uri, &request.content);
}

fn add_response(seeds: &mut Seeds, response: &Response) {
    add_message(seeds, "response", &response.status.to_string(), &response.content);
}

/// Adds the message, and its body for the reader of its format.
fn add_message(seeds: &mut Seeds, target: &'static str, first: &str, content: &Content) {
    let body = content.body.as_ref().map(bytes).unwrap_or_default();
    let headers = content.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
    let head = format!("{first}\n{}\n", headers.collect::<String>());
    let message = [head.as_bytes(), &body].concat();
    seeds.entry(target).or_default().insert(message);
    let reader = match content.body.as_ref().map(|body| body.format) {
        Some(Format::Json) => "json",
        Some(Format::Xml) => "xml",
        Some(Format::Cbor) => "cbor",
        Some(Format::Form) => "query",
        Some(Format::Bytes | Format::Base64) | None => return,
    };
    seeds.entry(reader).or_default().insert(body);
}

fn bytes(body: &Body) -> Vec<u8> {
    match body.format {
        Format::Cbor | Format::Base64 => BASE64.decode(&body.text).unwrap_or_default(),
        Format::Bytes | Format::Json | Format::Xml | Format::Form => body.text.clone().into_bytes(),
    }
}

/// The texts under that key anywhere in a JSON file; none if it cannot be read.
fn texts(file: &Path, key: &str) -> Vec<String> {
    let value = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut found = Vec::new();
    let mut left: Vec<Value> = value.into_iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::Object(entries) => {
                found.extend(entries.get(key).and_then(Value::as_str).map(str::to_owned));
                left.extend(entries.into_iter().map(|(_, value)| value));
            }
            Value::Array(values) => left.extend(values),
            _ => {}
        }
    }
    found
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let pairs = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    pairs.collect()
}

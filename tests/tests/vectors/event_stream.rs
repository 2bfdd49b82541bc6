//! Messages of event streams that other implementations hold themselves against: each reads as
//! the table says and is written the same again, or is refused.

#![allow(clippy::expect_used, clippy::panic, reason = "a helper of tests is a test")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use shapewright_runtime::event_stream::{Header, HeaderValue, Message};
use shapewright_tests::conformance_data;

#[derive(Deserialize)]
struct Case {
    name: String,
    bytes_base64: Option<String>,
    bytes_recipe: Option<Recipe>,
    message: Option<Expected>,
}

/// Bytes that are mostly the same.
#[derive(Deserialize)]
struct Recipe {
    prefix_hex: String,
    fill_hex: String,
    fill_count: usize,
    suffix_hex: String,
}

#[derive(Deserialize)]
struct Expected {
    headers: Vec<Value>,
    payload_base64: String,
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        if let Some(bytes) = &self.bytes_base64 {
            return STANDARD.decode(bytes).expect("base64");
        }
        let recipe = self.bytes_recipe.as_ref().expect("bytes or a recipe");
        let fill = unhex(&recipe.fill_hex).repeat(recipe.fill_count);
        [unhex(&recipe.prefix_hex), fill, unhex(&recipe.suffix_hex)].concat()
    }
}

fn unhex(digits: &str) -> Vec<u8> {
    let bytes = (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16));
    bytes.collect::<Result<_, _>>().expect("hexadecimal digits")
}

/// A header as the table has it.
fn row(header: &Header) -> Value {
    let (kind, value) = match &header.value {
        HeaderValue::Boolean(value) => (u8::from(!value), json!(value)),
        HeaderValue::Byte(value) => (2, json!(value)),
        HeaderValue::Short(value) => (3, json!(value)),
        HeaderValue::Integer(value) => (4, json!(value)),
        HeaderValue::Long(value) => (5, json!(value)),
        HeaderValue::Bytes(value) => (6, json!({ "base64": STANDARD.encode(value) })),
        HeaderValue::String(value) => (7, json!(value)),
        HeaderValue::Timestamp(value) => (8, json!({ "timestamp_ms": value })),
        HeaderValue::Uuid(value) => {
            let digits: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
            (9, json!({ "uuid_hex": digits }))
        }
    };
    json!({ "name": header.name, "type": kind, "value": value })
}

#[test]
fn messages_read_as_the_suite_says() {
    let path = "vectors/eventstream/eventstream-vectors.json";
    let Some(cases) = conformance_data::json::<Vec<Case>>(path) else { return };
    for case in cases {
        let bytes = case.bytes();
        let read = Message::read(&bytes);
        let Some(expected) = &case.message else {
            assert!(read.is_err(), "{}: {read:?}", case.name);
            continue;
        };
        let message = read.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let headers: Vec<_> = message.headers.iter().map(row).collect();
        assert_eq!(headers, expected.headers, "{}", case.name);
        assert_eq!(STANDARD.encode(&message.payload), expected.payload_base64, "{}", case.name);
        assert_eq!(message.to_bytes().expect("a message"), bytes, "{}", case.name);
    }
}

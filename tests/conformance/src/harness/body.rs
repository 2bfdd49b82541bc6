//! Bodies by their formats. The libraries that read them are not those of the runtime, so that
//! an error there is not made twice.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use ciborium::Value as Cbor;
use roxmltree::{Document, Node};
use serde_json::Value;

use crate::case::{Body, Difference, Format};

/// The bytes of a case's body; none is empty.
pub(super) fn bytes(body: Option<&Body>) -> Result<Bytes, Difference> {
    match body {
        None => Ok(Bytes::new()),
        Some(Body { text, format: Format::Cbor | Format::Base64 }) => {
            let decoded = BASE64_STANDARD.decode(text.trim());
            let decoded =
                decoded.map_err(|e| Difference::new("the case's body", "base64", e.to_string()));
            Ok(decoded?.into())
        }
        Some(Body { text, .. }) => Ok(text.clone().into()),
    }
}

/// What differs between a body and what is expected.
pub(super) fn difference(expected: &Body, actual: &[u8]) -> Option<Difference> {
    let wanted = match bytes(Some(expected)) {
        Ok(wanted) => wanted,
        Err(problem) => return Some(problem),
    };
    // An empty body is none of any format's values, and differs from all of them.
    if wanted.is_empty() || actual.is_empty() {
        return (*wanted != *actual).then(|| shown(expected, actual, text));
    }
    let (is_same, show): (bool, fn(&[u8]) -> String) = match expected.format {
        Format::Bytes | Format::Base64 => (*wanted == *actual, text),
        Format::Json => (same_parsed(&wanted, actual, json), text),
        Format::Xml => (same_parsed(&wanted, actual, xml), text),
        Format::Form => (form(&wanted) == form(actual), text),
        Format::Cbor => (same_parsed(&wanted, actual, cbor), show_cbor),
    };
    (!is_same).then(|| shown(expected, actual, show))
}

fn shown(expected: &Body, actual: &[u8], show: fn(&[u8]) -> String) -> Difference {
    let expected = bytes(Some(expected)).unwrap_or_default();
    Difference::new("the body", show(&expected), show(actual))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether two bodies are the same once they are parsed, or byte by byte if the expected one is
/// nothing that can be parsed.
fn same_parsed<T: PartialEq>(
    expected: &[u8],
    actual: &[u8],
    parse: impl Fn(&[u8]) -> Option<T>,
) -> bool {
    match parse(expected) {
        Some(expected) => parse(actual).is_some_and(|actual| actual == expected),
        None => expected == actual,
    }
}

fn json(bytes: &[u8]) -> Option<Json> {
    serde_json::from_slice(bytes).ok().map(Json)
}

/// A JSON value where 1 and 1.0 are the same.
struct Json(Value);

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        same_json(&self.0, &other.0)
    }
}

fn same_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let same = |(key, a)| b.get(key).is_some_and(|b| same_json(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => a == b,
    }
}

/// The parameters of a form, sorted.
fn form(bytes: &[u8]) -> Vec<String> {
    let mut parameters: Vec<_> =
        text(bytes).split('&').map(|part| part.trim().to_owned()).collect();
    parameters.sort_unstable();
    parameters
}

/// What counts of an XML element.
#[derive(PartialEq)]
struct Element {
    name: (Option<String>, String),
    /// The namespaces that names can use here, with their prefixes.
    namespaces: Vec<(Option<String>, String)>,
    attributes: Vec<(Option<String>, String, String)>,
    content: Vec<Content>,
}

#[derive(PartialEq)]
enum Content {
    Element(Element),
    Text(String),
}

fn xml(bytes: &[u8]) -> Option<Element> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(element(Document::parse(text).ok()?.root_element()))
}

/// The element with attributes and namespaces in order, and with the white space at the ends of
/// texts trimmed.
fn element(node: Node<'_, '_>) -> Element {
    let owned = |namespace: Option<&str>| namespace.map(str::to_owned);
    let name = node.tag_name();
    let attributes = node.attributes().map(|attribute| {
        let (name, value) = (attribute.name().to_owned(), attribute.value().to_owned());
        (owned(attribute.namespace()), name, value)
    });
    let mut attributes: Vec<_> = attributes.collect();
    attributes.sort_unstable();
    let namespaces = node.namespaces().map(|space| (owned(space.name()), space.uri().to_owned()));
    let mut namespaces: Vec<_> = namespaces.collect();
    namespaces.sort_unstable();
    let content = node.children().filter_map(|child| match child.text().map(str::trim) {
        _ if child.is_element() => Some(Content::Element(element(child))),
        Some(text) if child.is_text() && !text.is_empty() => Some(Content::Text(text.to_owned())),
        _ => None,
    });
    Element {
        name: (owned(name.namespace()), name.name().to_owned()),
        namespaces,
        attributes,
        content: content.collect(),
    }
}

fn cbor(bytes: &[u8]) -> Option<Cbor> {
    ciborium::from_reader(bytes).ok().map(normal)
}

/// The value with the entries of maps in the order of their keys, and one NaN.
fn normal(value: Cbor) -> Cbor {
    match value {
        Cbor::Map(entries) => {
            let mut entries: Vec<_> =
                entries.into_iter().map(|(key, value)| (key, normal(value))).collect();
            entries.sort_by_key(|(key, _)| format!("{key:?}"));
            Cbor::Map(entries)
        }
        Cbor::Array(elements) => Cbor::Array(elements.into_iter().map(normal).collect()),
        Cbor::Tag(tag, value) => Cbor::Tag(tag, Box::new(normal(*value))),
        Cbor::Float(number) if number.is_nan() => Cbor::Text("NaN".to_owned()),
        other => other,
    }
}

fn show_cbor(bytes: &[u8]) -> String {
    match cbor(bytes) {
        Some(value) => format!("{value:?}"),
        None => format!("no CBOR: {}", BASE64_STANDARD.encode(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_compared_by_their_formats() {
        for (format, expected, actual, is_same) in [
            (Format::Bytes, "a", "a", true),
            (Format::Bytes, "a ", "a", false),
            (Format::Json, r#"{"a": 1.0, "b": [true]}"#, r#"{"b":[true],"a":1}"#, true),
            (Format::Json, r#"{"a": 1}"#, r#"{"a":1,"b":null}"#, false),
            (Format::Json, "[1, 2]", "[2, 1]", false),
            (Format::Json, "no JSON", "no JSON", true),
            (Format::Json, "", "{}", false),
            (Format::Xml, "<a x='1' y='2'> b </a>", "<a y='2' x='1'>b</a>", true),
            (Format::Xml, "<a>\n  <b/>\n</a>", "<a><b></b></a>", true),
            (Format::Xml, "<a><b/><c/></a>", "<a><c/><b/></a>", false),
            (Format::Xml, "<a xmlns='u'/>", "<a/>", false),
            (Format::Xml, "<a xmlns:p='u'/>", "<a xmlns:q='u'/>", false),
            (Format::Form, "A=1\n&B=2\n&B=2", "B=2&A=1&B=2", true),
            (Format::Form, "A=1&B=2&B=2", "A=1&B=2", false),
            // {"a": 1} of unknown and of known length.
            (Format::Cbor, "v2FhAf8=", "oWFhAQ==", true),
            (Format::Cbor, "oWFhAQ==", "oWFhAg==", false),
        ] {
            let expected = Body { text: expected.to_owned(), format };
            let actual = Body { text: actual.to_owned(), ..expected.clone() };
            let actual = bytes(Some(&actual)).unwrap();
            assert_eq!(difference(&expected, &actual).is_none(), is_same, "{expected:?}");
        }
    }
}

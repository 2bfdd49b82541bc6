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
#[derive(Debug, PartialEq)]
struct Element {
    name: (Option<String>, String),
    /// The namespaces that names can use here, with their prefixes.
    namespaces: Vec<(Option<String>, String)>,
    attributes: Vec<(Option<String>, String, String)>,
    content: Vec<Content>,
}

#[derive(Debug, PartialEq)]
enum Content {
    Element(Element),
    Text(String),
}

fn xml(bytes: &[u8]) -> Option<Element> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut root = element(Document::parse(text).ok()?.root_element());
    root.content.retain(|content| !is_request_id(content));
    Some(root)
}

/// Whether that is the id that a service gives a request: no case can know it.
fn is_request_id(content: &Content) -> bool {
    const NAMES: [&str; 4] = ["RequestId", "RequestID", "requestId", "ResponseMetadata"];
    matches!(content, Content::Element(element) if NAMES.contains(&&*element.name.1))
}

/// The element with attributes and namespaces in order, with the white space at the ends of
/// texts trimmed, and with its content in the order that it has if that counts: members of
/// structures and entries of maps may come in any.
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
    let mut content: Vec<_> = content.collect();
    content.sort_by_key(|content| match content {
        // The sort is stable: elements of one name, which may be those of a list, stay in order.
        Content::Element(element) if is_entry(element) => Some(format!("{element:?}")),
        Content::Element(element) => Some(element.name.1.clone()),
        Content::Text(_) => None,
    });
    Element {
        name: (owned(name.namespace()), name.name().to_owned()),
        namespaces,
        attributes,
        content,
    }
}

/// Whether an element looks like the entry of a map: it holds two elements of different names.
fn is_entry(element: &Element) -> bool {
    match &*element.content {
        [Content::Element(key), Content::Element(value)] => key.name != value.name,
        _ => false,
    }
}

fn cbor(bytes: &[u8]) -> Option<Cbor> {
    ciborium::from_reader(bytes).ok().map(normal)
}

/// Below 2^53, each whole number is a float as well.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value with the entries of maps in the order of their keys, one NaN, and one kind of whole
/// number: the protocol leaves it to the writer whether that is an integer or a float.
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
        Cbor::Float(number) if number.fract() == 0.0 && number.abs() < EXACT =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
            Cbor::Integer((number as i64).into())
        }
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
            (Format::Xml, "<a><b/><c/></a>", "<a><c/><b/></a>", true),
            (Format::Xml, "<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>", false),
            (
                Format::Xml,
                "<a><e><k>1</k><v/></e><e><k>2</k><v/></e></a>",
                "<a><e><k>2</k><v/></e><e><k>1</k><v/></e></a>",
                true,
            ),
            (Format::Xml, "<a><b/><requestId>1</requestId></a>", "<a><b/></a>", true),
            (Format::Xml, "<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>", false),
            (
                Format::Xml,
                "<a><e><k>1</k><v/></e><e><k>2</k><v/></e></a>",
                "<a><e><k>2</k><v/></e><e><k>1</k><v/></e></a>",
                true,
            ),
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

//! Compares two service models of the same JSON format, documentation aside,
//! and reports every difference with its JSON pointer.
//!
//! The order of names counts, in objects as well as in lists: generated code
//! and reference pages follow the order of the model. `serde_json`'s own
//! [`Value`] does not keep it, hence [`Json`].

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The key whose text is left out of the comparison.
const DOCUMENTATION: &str = "documentation";

/// A JSON value whose objects keep the order of their keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// Anything but an array or an object.
    Scalar(Value),
    /// An array.
    Array(Vec<Json>),
    /// An object. No key occurs twice.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a JSON text. A key that occurs twice in one object is an error.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The value of a key, if this is an object that has the key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|entry| entry.0 == key).map(|entry| &entry.1)
            }
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(value) => value.as_str(),
            _ => None,
        }
    }

    /// The elements, if this is an array, or the values of an object.
    fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::Scalar(_) => Box::new(std::iter::empty()),
            Self::Array(elements) => Box::new(elements.iter()),
            Self::Object(entries) => Box::new(entries.iter().map(|entry| &entry.1)),
        }
    }

    /// The same value with only those entries of the object under `table`
    /// that `keep` accepts.
    fn with_entries_kept(&self, table: &str, keep: impl Fn(&str) -> bool) -> Self {
        let mut copy = self.clone();
        if let Self::Object(tables) = &mut copy {
            for (name, entries) in tables {
                if let (true, Self::Object(entries)) = (name == table, entries) {
                    entries.retain(|entry| keep(&entry.0));
                }
            }
        }
        copy
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(value) => value.fmt(f),
            Self::Array(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    element.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Object(_) => {
                f.write_str("{")?;
                for (index, (key, value)) in facts(self).enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    write!(f, "{key:?}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Json, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = array.next_element()? {
            elements.push(element);
        }
        Ok(Json::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some((key, value)) = object.next_entry::<String, Json>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key {key:?} occurs twice")));
            }
            entries.push((key, value));
        }
        Ok(Json::Object(entries))
    }
}

/// A model that cannot be cut down: something that it should have is not there.
#[derive(Debug, PartialEq)]
pub struct Absent {
    /// Where it should be, as a JSON pointer.
    pub pointer: String,
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the model has nothing at {}", self.pointer)
    }
}

impl Error for Absent {}

/// Cuts a model down to some of its operations and the shapes they reach, in
/// the order of the model.
pub fn prune(model: &Json, operations: &[&str]) -> Result<Json, Absent> {
    let mut reached = BTreeSet::new();
    let mut waiting = Vec::new();
    for operation in operations {
        let operation = entry(model, "operations", operation)?;
        waiting.extend(references(operation));
    }
    while let Some(name) = waiting.pop() {
        if reached.insert(name) {
            waiting.extend(references(entry(model, "shapes", name)?));
        }
    }
    Ok(model
        .with_entries_kept("operations", |name| operations.contains(&name))
        .with_entries_kept("shapes", |name| reached.contains(name)))
}

/// Cuts the waiters of a service down to some of them, in the order of the file.
pub fn prune_waiters(waiters: &Json, names: &[&str]) -> Result<Json, Absent> {
    for name in names {
        entry(waiters, "waiters", name)?;
    }
    Ok(waiters.with_entries_kept("waiters", |name| names.contains(&name)))
}

/// One entry of one of the tables that a model consists of.
fn entry<'a>(model: &'a Json, table: &str, name: &str) -> Result<&'a Json, Absent> {
    model
        .get(table)
        .and_then(|table| table.get(name))
        .ok_or_else(|| Absent { pointer: below(&below("", table), name) })
}

/// The names of the shapes that an operation or a shape refers to directly.
fn references(from: &Json) -> Vec<&str> {
    let mut found = Vec::new();
    for child in from.children() {
        // A member may itself be called `shape`: its value is then an object.
        match child.get("shape").and_then(Json::as_str) {
            Some(name) => found.push(name),
            None => found.extend(references(child)),
        }
    }
    found
}

/// A place where two models differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The place, as a JSON pointer: into the expected model for what is
    /// missing, into the actual one for all else.
    pub pointer: String,
    /// What is different there.
    pub kind: Kind,
}

/// In which way two models differ at one place.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Only the expected model has something here.
    Missing(Json),
    /// Only the actual model has something here.
    Extra(Json),
    /// Both have something here, but not the same.
    Changed {
        /// What the expected model has.
        expected: Json,
        /// What the actual model has.
        actual: Json,
    },
    /// Both have the same elements or keys here, but in different order.
    Reordered {
        /// The order in the expected model.
        expected: Vec<String>,
        /// The order in the actual model.
        actual: Vec<String>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.pointer)?;
        match &self.kind {
            Kind::Missing(expected) => write!(f, "missing, expected {expected}"),
            Kind::Extra(actual) => write!(f, "not expected, found {actual}"),
            Kind::Changed { expected, actual } => write!(f, "expected {expected}, found {actual}"),
            Kind::Reordered { expected, actual } => {
                write!(f, "expected the order {}, found {}", expected.join(", "), actual.join(", "))
            }
        }
    }
}

/// Every difference between two models, documentation aside.
pub fn differences(expected: &Json, actual: &Json) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(expected, actual, "", &mut found);
    found
}

/// Pointers to everything that is documented in the expected model and stands
/// in the actual one without documentation.
pub fn undocumented(expected: &Json, actual: &Json) -> Vec<String> {
    fn visit(expected: &Json, actual: &Json, pointer: &str, found: &mut Vec<String>) {
        let text = |json: &Json| {
            json.get(DOCUMENTATION).and_then(Json::as_str).is_some_and(|text| !text.is_empty())
        };
        if text(expected) && !text(actual) {
            found.push(pointer.to_owned());
        }
        for (key, value) in facts(expected) {
            if let Some(other) = actual.get(key) {
                visit(value, other, &below(pointer, key), found);
            }
        }
    }
    let mut found = Vec::new();
    visit(expected, actual, "", &mut found);
    found
}

fn compare(expected: &Json, actual: &Json, pointer: &str, found: &mut Vec<Difference>) {
    match (expected, actual) {
        (Json::Object(_), Json::Object(_)) => compare_objects(expected, actual, pointer, found),
        (Json::Array(expected), Json::Array(actual)) => {
            compare_arrays(expected, actual, pointer, found);
        }
        _ if expected == actual => {}
        _ => found.push(Difference {
            pointer: pointer.to_owned(),
            kind: Kind::Changed { expected: expected.clone(), actual: actual.clone() },
        }),
    }
}

fn compare_objects(expected: &Json, actual: &Json, pointer: &str, found: &mut Vec<Difference>) {
    let mut common = Vec::new();
    for (key, value) in facts(expected) {
        let pointer = below(pointer, key);
        match actual.get(key) {
            Some(other) => {
                common.push(key.to_owned());
                compare(value, other, &pointer, found);
            }
            None => found.push(Difference { pointer, kind: Kind::Missing(value.clone()) }),
        }
    }
    let mut common_in_actual = Vec::new();
    for (key, value) in facts(actual) {
        if expected.get(key).is_some() {
            common_in_actual.push(key.to_owned());
        } else {
            found.push(Difference {
                pointer: below(pointer, key),
                kind: Kind::Extra(value.clone()),
            });
        }
    }
    compare_order(common, common_in_actual, pointer, found);
}

/// Arrays of objects of equal length are compared element by element. All
/// others are lists of names in the end, where the question is which are
/// missing, which are extra, and whether the others are in order.
fn compare_arrays(expected: &[Json], actual: &[Json], pointer: &str, found: &mut Vec<Difference>) {
    let is_object = |json: &Json| matches!(json, Json::Object(_));
    if expected.len() == actual.len() && expected.iter().chain(actual).all(is_object) {
        for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
            compare(expected, actual, &below(pointer, &index.to_string()), found);
        }
        return;
    }
    // Each element of one side is paired with one of the other at most, so that
    // repeated elements are counted.
    let mut partners: Vec<Option<usize>> = vec![None; actual.len()];
    for (index, element) in expected.iter().enumerate() {
        let partner = (0..actual.len()).find(|&other| {
            partners[other].is_none() && differences(element, &actual[other]).is_empty()
        });
        match partner {
            Some(other) => partners[other] = Some(index),
            None => found.push(Difference {
                pointer: below(pointer, &index.to_string()),
                kind: Kind::Missing(element.clone()),
            }),
        }
    }
    for (index, element) in actual.iter().enumerate() {
        if partners[index].is_none() {
            found.push(Difference {
                pointer: below(pointer, &index.to_string()),
                kind: Kind::Extra(element.clone()),
            });
        }
    }
    let paired: Vec<usize> = partners.into_iter().flatten().collect();
    let mut sorted = paired.clone();
    sorted.sort_unstable();
    let texts = |indices: Vec<usize>| {
        indices.into_iter().map(|index| expected[index].to_string()).collect()
    };
    compare_order(texts(sorted), texts(paired), pointer, found);
}

fn compare_order(
    expected: Vec<String>,
    actual: Vec<String>,
    pointer: &str,
    found: &mut Vec<Difference>,
) {
    if expected != actual {
        found.push(Difference {
            pointer: pointer.to_owned(),
            kind: Kind::Reordered { expected, actual },
        });
    }
}

/// The entries of an object without its documentation, which is a string: a
/// member that happens to be called `documentation` has an object as its value.
fn facts(json: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let entries = match json {
        Json::Object(entries) => entries.as_slice(),
        _ => &[],
    };
    entries
        .iter()
        .filter(|(key, value)| key != DOCUMENTATION || value.as_str().is_none())
        .map(|(key, value)| (key.as_str(), value))
}

/// Appends a key or an index to a JSON pointer.
fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r#"{
        "version": "2.0",
        "metadata": {"apiVersion": "2024-02-29", "protocol": "json"},
        "operations": {
            "Open": {
                "name": "Open",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Door"},
                "errors": [{"shape": "Stuck"}, {"shape": "Locked"}],
                "documentation": "<p>Opens.</p>"
            },
            "Paint": {"name": "Paint", "input": {"shape": "Brush"}}
        },
        "shapes": {
            "Brush": {"type": "structure", "members": {}},
            "Colour": {"type": "string", "enum": ["red", "green", "blue"]},
            "Door": {
                "type": "structure",
                "required": ["colour"],
                "members": {
                    "colour": {"shape": "Colour", "documentation": "<p>Its colour.</p>"},
                    "width": {"shape": "Width"},
                    "shape": {"shape": "Text"},
                    "documentation": {"shape": "Text"}
                },
                "documentation": "<p>A door.</p>"
            },
            "Locked": {"type": "structure", "members": {}, "exception": true},
            "Stuck": {"type": "structure", "members": {}, "exception": true},
            "Text": {"type": "string"},
            "Width": {"type": "integer", "box": true}
        }
    }"#;

    fn model() -> Json {
        Json::parse(MODEL).unwrap()
    }

    /// The messages for a model in which some text has been replaced.
    fn messages_after(changes: &[(&str, &str)]) -> Vec<String> {
        let mut text = MODEL.to_owned();
        for (from, to) in changes {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text = text.replace(from, to);
        }
        let changed = Json::parse(&text).unwrap();
        differences(&model(), &changed).iter().map(Difference::to_string).collect()
    }

    #[test]
    fn a_model_agrees_with_itself() {
        assert_eq!(messages_after(&[]), [""; 0]);
    }

    #[test]
    fn documentation_does_not_count() {
        assert_eq!(messages_after(&[("<p>Its colour.</p>", "<p>How it is painted.</p>")]), [""; 0]);
        assert_eq!(messages_after(&[(r#", "documentation": "<p>Its colour.</p>""#, "")]), [""; 0]);
    }

    #[test]
    fn a_member_called_documentation_does_count() {
        assert_eq!(
            messages_after(&[(
                r#""documentation": {"shape": "Text"}"#,
                r#""documentation": {"shape": "Width"}"#
            )]),
            [r#"/shapes/Door/members/documentation/shape: expected "Text", found "Width""#]
        );
    }

    #[test]
    fn a_changed_type_is_reported() {
        assert_eq!(
            messages_after(&[(r#""type": "integer""#, r#""type": "long""#)]),
            [r#"/shapes/Width/type: expected "integer", found "long""#]
        );
    }

    #[test]
    fn a_lost_box_is_reported() {
        assert_eq!(
            messages_after(&[(r#", "box": true"#, "")]),
            ["/shapes/Width/box: missing, expected true"]
        );
    }

    #[test]
    fn a_missing_member_is_reported() {
        assert_eq!(
            messages_after(&[(r#""width": {"shape": "Width"},"#, "")]),
            [r#"/shapes/Door/members/width: missing, expected {"shape": "Width"}"#]
        );
    }

    #[test]
    fn a_missing_shape_is_reported() {
        assert_eq!(
            messages_after(&[(r#""Brush": {"type": "structure", "members": {}},"#, "")]),
            [r#"/shapes/Brush: missing, expected {"type": "structure", "members": {}}"#]
        );
    }

    #[test]
    fn an_extra_enum_value_is_reported() {
        assert_eq!(
            messages_after(&[(r#""red", "green""#, r#""red", "grey", "green""#)]),
            [r#"/shapes/Colour/enum/1: not expected, found "grey""#]
        );
    }

    #[test]
    fn a_repeated_enum_value_is_reported() {
        assert_eq!(
            messages_after(&[(r#""red", "green""#, r#""red", "red", "green""#)]),
            [r#"/shapes/Colour/enum/1: not expected, found "red""#]
        );
    }

    #[test]
    fn reordered_enum_values_are_reported() {
        assert_eq!(
            messages_after(&[(r#""red", "green""#, r#""green", "red""#)]),
            [
                r#"/shapes/Colour/enum: expected the order "red", "green", "blue", found "green", "red", "blue""#
            ]
        );
    }

    #[test]
    fn reordered_members_are_reported() {
        assert_eq!(
            messages_after(&[
                (r#""width": {"shape": "Width"},"#, ""),
                (
                    r#""documentation": {"shape": "Text"}"#,
                    r#""documentation": {"shape": "Text"}, "width": {"shape": "Width"}"#
                ),
            ]),
            ["/shapes/Door/members: expected the order colour, width, shape, documentation, \
              found colour, shape, documentation, width"]
        );
    }

    #[test]
    fn a_member_that_is_no_longer_required_is_reported() {
        assert_eq!(
            messages_after(&[(r#"["colour"]"#, "[]")]),
            [r#"/shapes/Door/required/0: missing, expected "colour""#]
        );
    }

    #[test]
    fn errors_are_compared() {
        assert_eq!(
            messages_after(&[(r#", {"shape": "Locked"}"#, "")]),
            [r#"/operations/Open/errors/1: missing, expected {"shape": "Locked"}"#]
        );
        assert_eq!(
            messages_after(&[(
                r#"{"shape": "Stuck"}, {"shape": "Locked"}"#,
                r#"{"shape": "Locked"}, {"shape": "Stuck"}"#
            )]),
            [
                r#"/operations/Open/errors/0/shape: expected "Stuck", found "Locked""#,
                r#"/operations/Open/errors/1/shape: expected "Locked", found "Stuck""#
            ]
        );
    }

    #[test]
    fn all_differences_are_reported() {
        assert_eq!(
            messages_after(&[
                (r#""requestUri": "/""#, r#""requestUri": "/open""#),
                (r#""protocol": "json""#, r#""protocol": "query""#),
                (r#""version": "2.0","#, r#""version": "2.0", "a/b~c": 1,"#),
                (r#""Text": {"type": "string"}"#, r#""Text": {"type": []}"#),
            ]),
            [
                r#"/metadata/protocol: expected "json", found "query""#,
                r#"/operations/Open/http/requestUri: expected "/", found "/open""#,
                r#"/shapes/Text/type: expected "string", found []"#,
                "/a~1b~0c: not expected, found 1",
            ]
        );
    }

    #[test]
    fn pruning_keeps_what_the_operations_reach() {
        let pruned = prune(&model(), &["Open"]).unwrap();
        let found: Vec<_> = differences(&model(), &pruned)
            .into_iter()
            .map(|difference| difference.pointer)
            .collect();
        assert_eq!(found, ["/operations/Paint", "/shapes/Brush"]);
    }

    #[test]
    fn pruning_notices_what_is_absent() {
        let error = prune(&model(), &["Close"]).unwrap_err();
        assert_eq!(error.pointer, "/operations/Close");
        let broken = MODEL.replace(r#""Text": {"type": "string"},"#, "");
        let error = prune(&Json::parse(&broken).unwrap(), &["Open"]).unwrap_err();
        assert_eq!(error.pointer, "/shapes/Text");
    }

    #[test]
    fn missing_documentation_is_found() {
        let bare = MODEL.replace(r#", "documentation": "<p>Its colour.</p>""#, "");
        let bare = bare.replace("<p>A door.</p>", "");
        assert_eq!(
            undocumented(&model(), &Json::parse(&bare).unwrap()),
            ["/shapes/Door", "/shapes/Door/members/colour"]
        );
        assert_eq!(undocumented(&model(), &model()), [""; 0]);
    }

    #[test]
    fn repeated_keys_are_refused() {
        let error = Json::parse(r#"{"a": 1, "a": 2}"#).unwrap_err();
        assert!(error.to_string().contains(r#"the key "a" occurs twice"#), "{error}");
    }
}

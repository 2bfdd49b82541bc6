//! Comparing typed values member by member.

use serde_json::Value;
use shapewright_runtime::reflect;
use shapewright_runtime::schema::{Member, Target, Trait};
use shapewright_runtime::shape::{List, Map, Ref, Shape};

use crate::case::{Difference, Differences};

/// What differs between two values of the same type.
pub(super) fn differences(expected: &dyn Shape, actual: &dyn Shape) -> Differences {
    let mut found = Vec::new();
    compare_shapes(String::new(), expected, actual, &mut found);
    found
}

fn compare_shapes(path: String, expected: &dyn Shape, actual: &dyn Shape, found: &mut Differences) {
    for (index, member) in expected.schema().members.iter().enumerate() {
        let separator = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{separator}{}", member.name());
        compare(path, member, expected.get(index), actual.get(index), found);
    }
}

fn compare(
    path: String,
    member: &Member,
    expected: Ref<'_>,
    actual: Ref<'_>,
    found: &mut Differences,
) {
    match (expected, actual, member.target()) {
        (Ref::Shape(expected), Ref::Shape(actual), _) => {
            compare_shapes(path, expected, actual, found);
        }
        (Ref::List(expected), Ref::List(actual), Target::List(element)) => {
            compare_lists(&path, &element.member(), expected, actual, found);
        }
        (Ref::Map(expected), Ref::Map(actual), Target::Map(entry)) => {
            compare_maps(&path, &entry.1, expected, actual, found);
        }
        _ if is_same(member, expected, actual) => {}
        _ => found.push(Difference::new(path, show(expected), show(actual))),
    }
}

fn compare_lists(
    path: &str,
    element: &Member,
    expected: &dyn List,
    actual: &dyn List,
    found: &mut Differences,
) {
    for index in 0..expected.len().max(actual.len()) {
        let path = format!("{path}[{index}]");
        compare(path, element, expected.at(index), actual.at(index), found);
    }
    // A null at the end looks like no element.
    if expected.len() != actual.len() {
        let (expected, actual) = (expected.len().to_string(), actual.len().to_string());
        found.push(Difference::new(format!("the length of {path}"), expected, actual));
    }
}

fn compare_maps(
    path: &str,
    value: &Member,
    expected: &dyn Map,
    actual: &dyn Map,
    found: &mut Differences,
) {
    let keys = |map: &dyn Map| map.entries().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
    if keys(expected) != keys(actual) {
        let shown = |map: &dyn Map| format!("{:?}", keys(map));
        let what = format!("the keys of {path}");
        found.push(Difference::new(what, shown(expected), shown(actual)));
        return;
    }
    for ((key, expected), (_, actual)) in expected.entries().zip(actual.entries()) {
        compare(format!("{path}[{key:?}]"), value, expected, actual, found);
    }
}

/// Whether two values without parts are the same. All that is not a number is the same number.
fn is_same(member: &Member, expected: Ref<'_>, actual: Ref<'_>) -> bool {
    match (expected, actual) {
        (Ref::Float(a), Ref::Float(b)) => a == b || a.is_nan() && b.is_nan(),
        (Ref::Double(a), Ref::Double(b)) => a == b || a.is_nan() && b.is_nan(),
        (Ref::String(a), Ref::String(b)) if member.has(&Trait::MediaType("application/json")) => {
            let parsed = |text| serde_json::from_str::<Value>(text).ok();
            a == b || parsed(a).is_some_and(|a| Some(a) == parsed(b))
        }
        (Ref::Stream(a), Ref::Stream(b)) => a.as_bytes() == b.as_bytes(),
        (expected, actual) => reflect::equal_values(expected, actual),
    }
}

/// A value as text.
fn show(value: Ref<'_>) -> String {
    match value {
        Ref::Absent => "nothing".to_owned(),
        Ref::Boolean(value) => value.to_string(),
        Ref::Byte(value) => value.to_string(),
        Ref::Short(value) => value.to_string(),
        Ref::Integer(value) => value.to_string(),
        Ref::Long(value) => value.to_string(),
        Ref::Float(value) => value.to_string(),
        Ref::Double(value) => value.to_string(),
        Ref::String(value) => format!("{value:?}"),
        Ref::Blob(value) => format!("{value:?}"),
        Ref::Timestamp(value) => value.to_string(),
        Ref::Document(value) => format!("{value:?}"),
        Ref::Stream(value) => format!("{:?}", value.as_bytes()),
        Ref::Events(_) => "events".to_owned(),
        Ref::Shape(value) => show_shape(value),
        Ref::List(value) => {
            let elements: Vec<_> = (0..value.len()).map(|index| show(value.at(index))).collect();
            format!("[{}]", elements.join(", "))
        }
        Ref::Map(value) => {
            let entries = value.entries().map(|(key, value)| format!("{key:?}: {}", show(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn show_shape(shape: &dyn Shape) -> String {
    let schema = shape.schema();
    let members = schema.members.iter().enumerate();
    let present = members.filter_map(|(index, member)| match shape.get(index) {
        Ref::Absent => None,
        value => Some(format!("{}: {}", member.name(), show(value))),
    });
    format!("{} {{{}}}", schema.name, present.collect::<Vec<_>>().join(", "))
}

//! From Smithy node values to typed values, by reflection.

use serde_json::{Map, Number, Value};
use shapewright_runtime::shape::{List, Shape, Slot};
use shapewright_runtime::{Document, Timestamp, TimestampFormat};

/// What a value cannot be read for: the path to it, the innermost part first, and the problem.
type Problem = (Vec<String>, String);

/// Fills a structure or union with the members of an object.
///
/// # Errors
/// Where the object does not fit, and why.
pub(super) fn fill(shape: &mut dyn Shape, value: &Value) -> Result<(), String> {
    fill_shape(shape, value).map_err(|(mut path, problem)| {
        path.reverse();
        format!("{}: {problem}", path.join("."))
    })
}

fn fill_shape(shape: &mut dyn Shape, value: &Value) -> Result<(), Problem> {
    let Value::Object(members) = value else {
        return Err(unfit("an object", value));
    };
    for (name, value) in members {
        // A member without value is no member.
        if value.is_null() {
            continue;
        }
        fill_member(shape, name, value).map_err(|(mut path, problem)| {
            path.push(name.clone());
            (path, problem)
        })?;
    }
    Ok(())
}

fn fill_member(shape: &mut dyn Shape, name: &str, value: &Value) -> Result<(), Problem> {
    let index = shape.schema().members.iter().position(|member| member.name() == name);
    let Some(index) = index else {
        return Err(problem(format!("{} has no such member", shape.schema().name)));
    };
    fill_slot(shape.slot(index), value)
}

fn fill_slot(slot: Slot<'_>, value: &Value) -> Result<(), Problem> {
    match slot {
        Slot::Unknown => return Err(problem("the generated type lends no place".to_owned())),
        Slot::Boolean(place) => {
            *place = value.as_bool().ok_or_else(|| unfit("a boolean", value))?
        }
        Slot::Byte(place) => *place = whole(value)?,
        Slot::Short(place) => *place = whole(value)?,
        Slot::Integer(place) => *place = whole(value)?,
        Slot::Long(place) => *place = whole(value)?,
        Slot::Float(place) => *place = number(value)?,
        Slot::Double(place) => *place = number(value)?,
        Slot::String(place) => *place = text(value),
        Slot::Enum(place) => place.set(&text(value)),
        Slot::Blob(place) => *place = text(value).into(),
        Slot::Stream(place) => *place = text(value).into(),
        Slot::Events(_) => return Err(unfit("no stream of events", value)),
        Slot::Timestamp(place) => *place = timestamp(value)?,
        Slot::Document(place) => *place = document(value),
        Slot::Shape(place) => fill_shape(place, value)?,
        Slot::List(place) => fill_list(place, value)?,
        Slot::Map(place) => {
            let Value::Object(entries) = value else {
                return Err(unfit("an object", value));
            };
            for (key, value) in entries {
                if !(value.is_null() && place.insert_null(key.clone())) {
                    fill_slot(place.insert(key.clone()), value)?;
                }
            }
        }
    }
    Ok(())
}

fn fill_list(list: &mut dyn List, value: &Value) -> Result<(), Problem> {
    let Value::Array(elements) = value else {
        return Err(unfit("an array", value));
    };
    for element in elements {
        if !(element.is_null() && list.push_null()) {
            fill_slot(list.push(), element)?;
        }
    }
    Ok(())
}

fn problem(problem: String) -> Problem {
    (Vec::new(), problem)
}

fn unfit(expected: &str, value: &Value) -> Problem {
    problem(format!("the case has {value}, the type is {expected}"))
}

/// A whole number of the place's type.
fn whole<T: TryFrom<i64>>(value: &Value) -> Result<T, Problem> {
    let number = value.as_i64().and_then(|number| number.try_into().ok());
    number.ok_or_else(|| unfit("a whole number", value))
}

/// A number, or the name of one that is none: `NaN`, `Infinity`, `-Infinity`.
fn number<T: std::str::FromStr>(value: &Value) -> Result<T, Problem> {
    text(value).parse().map_err(|_| unfit("a number", value))
}

/// Text; of other values their JSON, which is what members with JSON in them are to hold, and of
/// numbers their digits.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A point in time: seconds since 1970, perhaps with a fraction, or a date and time.
fn timestamp(value: &Value) -> Result<Timestamp, Problem> {
    let parsed = match value {
        Value::String(text) if text.contains('T') => {
            Timestamp::parse(text, TimestampFormat::DateTime)
        }
        other => Timestamp::parse(&text(other), TimestampFormat::EpochSeconds),
    };
    parsed.map_err(|_| unfit("a timestamp", value))
}

/// The same as a document.
pub(super) fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => document_number(number),
        Value::String(text) => text.as_str().into(),
        Value::Array(elements) => Document::List(elements.iter().map(document).collect()),
        Value::Object(entries) => document_map(entries),
    }
}

fn document_map(entries: &Map<String, Value>) -> Document {
    entries.iter().map(|(key, value)| (key.clone(), document(value))).collect()
}

fn document_number(number: &Number) -> Document {
    match (number.as_i64(), number.as_f64()) {
        (Some(number), _) => number.into(),
        (None, Some(number)) => number.into(),
        (None, None) => Document::Null,
    }
}

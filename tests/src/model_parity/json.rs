//! JSON as it stands in the file: objects with their order.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The key whose text is left out of the comparison.
pub(super) const DOCUMENTATION: &str = "documentation";

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
    pub(super) fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::Scalar(_) => Box::new(std::iter::empty()),
            Self::Array(elements) => Box::new(elements.iter()),
            Self::Object(entries) => Box::new(entries.iter().map(|entry| &entry.1)),
        }
    }

    /// The same value with only those entries of the object under `table`
    /// that `keep` accepts.
    pub(super) fn with_entries_kept(&self, table: &str, keep: impl Fn(&str) -> bool) -> Self {
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

/// The entries of an object without its documentation, which is a string: a
/// member that happens to be called `documentation` has an object as its value.
pub(super) fn facts(json: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let entries = match json {
        Json::Object(entries) => entries.as_slice(),
        _ => &[],
    };
    entries
        .iter()
        .filter(|(key, value)| key != DOCUMENTATION || value.as_str().is_none())
        .map(|(key, value)| (key.as_str(), value))
}

//! What expressions are evaluated on, and what they find: borrowed values, and lists and objects
//! of such that an expression makes.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::document::{Document, Number};
use crate::shape::{self, Ref, Shape};

/// A value in the data model of JSON, borrowed as far as possible.
#[derive(Clone)]
pub enum Value<'a> {
    /// Nothing: an absent member, an index beyond the end.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// Text, an enum's value and the digits of numbers of any size included.
    String(&'a str),
    /// A list.
    List(List<'a>),
    /// A structure, a union or a map.
    Object(Object<'a>),
    /// What JSON has no kind for: bytes or a time. It equals nothing.
    Other(Ref<'a>),
}

/// A list, wherever its elements are.
#[derive(Clone)]
pub enum List<'a> {
    /// In a member.
    Member(&'a dyn shape::List),
    /// In a document.
    Document(&'a [Document]),
    /// In what an expression has made. Shared, so that a clone costs nothing.
    Made(Rc<[Value<'a>]>),
}

/// A structure, a union or a map, wherever its entries are.
#[derive(Clone)]
pub enum Object<'a> {
    /// A structure or union; its members have the names of the model.
    Shape(&'a dyn Shape),
    /// A map.
    Map(&'a dyn shape::Map),
    /// A map in a document.
    Document(&'a BTreeMap<String, Document>),
    /// What an expression has made.
    Made(Rc<[(&'a str, Value<'a>)]>),
}

impl<'a> From<Ref<'a>> for Value<'a> {
    fn from(value: Ref<'a>) -> Self {
        match value {
            Ref::Absent => Self::Null,
            Ref::Boolean(value) => Self::Boolean(value),
            Ref::Byte(value) => Self::Number(Number::Integer(value.into())),
            Ref::Short(value) => Self::Number(Number::Integer(value.into())),
            Ref::Integer(value) => Self::Number(Number::Integer(value.into())),
            Ref::Long(value) => Self::Number(Number::Integer(value)),
            Ref::Float(value) => Self::Number(Number::Float(value.into())),
            Ref::Double(value) => Self::Number(Number::Float(value)),
            Ref::String(value) => Self::String(value),
            Ref::Document(value) => value.into(),
            Ref::Shape(value) => Self::Object(Object::Shape(value)),
            Ref::List(value) => Self::List(List::Member(value)),
            Ref::Map(value) => Self::Object(Object::Map(value)),
            Ref::Blob(_) | Ref::Timestamp(_) | Ref::Stream(_) | Ref::Events(_) => {
                Self::Other(value)
            }
        }
    }
}

impl<'a> From<&'a Document> for Value<'a> {
    fn from(document: &'a Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Boolean(value) => Self::Boolean(*value),
            Document::Number(value) => Self::Number(*value),
            Document::String(value) => Self::String(value),
            Document::List(values) => Self::List(List::Document(values)),
            Document::Map(entries) => Self::Object(Object::Document(entries)),
        }
    }
}

/// A list of these.
impl<'a> FromIterator<Value<'a>> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = Value<'a>>>(values: I) -> Self {
        Self::List(List::Made(values.into_iter().collect()))
    }
}

impl<'a> Value<'a> {
    /// Whether the value counts as true: neither null nor false, and not empty.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null | Self::Boolean(false) => false,
            Self::Boolean(true) | Self::Number(_) | Self::Other(_) => true,
            Self::String(_) | Self::List(_) | Self::Object(_) => self.length() != Some(0),
        }
    }

    /// The number of characters, elements or entries.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::String(text) => Some(text.chars().count()),
            Self::List(list) => Some(list.len()),
            Self::Object(object) => Some(object.entries().count()),
            Self::Null | Self::Boolean(_) | Self::Number(_) | Self::Other(_) => None,
        }
    }

    /// How two numbers compare; none if either is not a number.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => match (whole(*a), whole(*b)) {
                (Some(a), Some(b)) => Some(a.cmp(&b)),
                _ => float(*a).partial_cmp(&float(*b)),
            },
            _ => None,
        }
    }
}

/// Equality of JSON: the same kind, the same content. Objects have their entries in any order.
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Number(_), Self::Number(_)) => self.compare(other) == Some(Ordering::Equal),
            (Self::String(a), Self::String(b)) => a == b,
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().eq(b.iter()),
            (Self::Object(a), Self::Object(b)) => {
                a.entries().count() == b.entries().count()
                    && a.entries().all(|(key, value)| b.get(key) == value)
            }
            _ => false,
        }
    }
}

fn whole(number: Number) -> Option<i128> {
    match number {
        Number::Integer(value) => Some(value.into()),
        Number::Unsigned(value) => Some(value.into()),
        Number::Float(_) => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "against a float only a float can be compared")]
fn float(number: Number) -> f64 {
    match number {
        Number::Integer(value) => value as f64,
        Number::Unsigned(value) => value as f64,
        Number::Float(value) => value,
    }
}

impl<'a> List<'a> {
    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Member(list) => list.len(),
            Self::Document(values) => values.len(),
            Self::Made(values) => values.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at that index; null beyond the end.
    #[must_use]
    pub fn at(&self, index: usize) -> Value<'a> {
        match self {
            Self::Member(list) => list.at(index).into(),
            Self::Document(values) => values.get(index).map_or(Value::Null, Value::from),
            Self::Made(values) => values.get(index).cloned().unwrap_or(Value::Null),
        }
    }

    /// The elements.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> {
        (0..self.len()).map(|index| self.at(index))
    }
}

impl<'a> Object<'a> {
    /// The value under that name; null if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Value<'a> {
        let found = match self {
            Self::Shape(shape) => {
                let index = shape.schema().members.iter().position(|member| member.name() == name);
                return index.map_or(Value::Null, |index| shape.get(index).into());
            }
            Self::Document(entries) => return entries.get(name).map_or(Value::Null, Value::from),
            Self::Map(_) | Self::Made(_) => self.entries().find(|(key, _)| *key == name),
        };
        found.map_or(Value::Null, |(_, value)| value)
    }

    /// The entries; of structures and unions the members that are present.
    pub fn entries(&self) -> Box<dyn Iterator<Item = (&'a str, Value<'a>)> + '_> {
        match self {
            Self::Shape(shape) => {
                let members = shape.schema().members.iter().enumerate();
                let values = members.map(|(index, member)| (member.name(), shape.get(index)));
                let present = values.filter(|(_, value)| !matches!(value, Ref::Absent));
                Box::new(present.map(|(name, value)| (name, value.into())))
            }
            Self::Map(map) => Box::new(map.entries().map(|(key, value)| (key, value.into()))),
            Self::Document(entries) => {
                Box::new(entries.iter().map(|(key, value)| (key.as_str(), value.into())))
            }
            Self::Made(entries) => Box::new(entries.iter().cloned()),
        }
    }
}

//! A JSON tree that borrows from its text, keeps the order of keys and notices repeated ones.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::Pointer;
use crate::source::{Place, Source};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'s> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text, borrowed unless it has escapes.
    String(Cow<'s, str>),
    /// A sequence.
    Array(Vec<Node<'s>>),
    /// Keys and values in the order of the text; a repeated key stands there repeatedly.
    Object(Vec<(Cow<'s, str>, Node<'s>)>),
}

impl<'s> Node<'s> {
    /// What kind of value it is, with its article, for messages.
    #[must_use]
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The value below the first `key` of an object.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => {
                entries.iter().find_map(|(name, value)| (name == key).then_some(value))
            }
            _ => None,
        }
    }

    /// The same, without the rest of the object.
    pub(crate) fn into_get(self, key: &str) -> Option<Self> {
        match self {
            Self::Object(entries) => {
                entries.into_iter().find_map(|(name, value)| (name == key).then_some(value))
            }
            _ => None,
        }
    }

    /// Adds the entries of `other`, and those of objects in it to the objects that are there;
    /// anything else replaces what was there (`deep_merge` in `botocore/utils.py`).
    pub(crate) fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Object(entries), Self::Object(others)) => {
                for (key, value) in others {
                    match entries.iter_mut().find(|(name, _)| *name == key) {
                        Some((_, node)) => node.merge(value),
                        None => entries.push((key, value)),
                    }
                }
            }
            (node, other) => *node = other,
        }
    }

    /// About how many bytes the value takes in memory.
    #[must_use]
    pub(crate) fn size(&self) -> usize {
        let content = match self {
            Self::Null | Self::Bool(_) | Self::Number(_) => 0,
            Self::String(text) => text.len(),
            Self::Array(items) => items.iter().map(Self::size).sum(),
            Self::Object(entries) => {
                entries.iter().map(|(key, value)| key.len() + value.size()).sum()
            }
        };
        size_of::<Self>() + content
    }

    /// The same as an owned tree of `serde_json`.
    #[must_use]
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(value) => Value::Number(value),
            Self::String(value) => Value::String(value.into_owned()),
            Self::Array(items) => items.into_iter().map(Node::into_value).collect(),
            Self::Object(entries) => entries
                .into_iter()
                .map(|(key, value)| (key.into_owned(), value.into_value()))
                .collect(),
        }
    }

    /// Reports every text below this node that is too long, and every key.
    fn report_too_long(&self, at: &Pointer, report: &Report) {
        let too_long = |what: &str, text: &str, at: &Pointer| {
            let message = format!("{what} has {} bytes, which is too long", text.len());
            let place = Place::Value(at.clone());
            report.add(
                Diagnostic::new(&codes::TOO_LONG, message).label(place, "at most 1 MiB is read"),
            );
        };
        match self {
            Self::String(text) if text.len() > LONGEST => too_long("a text", text, at),
            Self::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.report_too_long(&at.join(&index.to_string()), report);
                }
            }
            Self::Object(entries) => {
                for (key, value) in entries {
                    match key.len() {
                        ..=LONGEST => value.report_too_long(&at.join(key), report),
                        _ => too_long("a key", key, at),
                    }
                }
            }
            _ => {}
        }
    }

    /// Reports every repeated key below this node, which stands at `at`.
    fn report_repeated(&self, at: &Pointer, report: &Report) {
        match self {
            Self::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.report_repeated(&at.join(&index.to_string()), report);
                }
            }
            Self::Object(entries) => {
                let mut seen = HashMap::new();
                for (key, value) in entries {
                    let below = at.join(key);
                    let count = *seen.entry(key).and_modify(|count| *count += 1).or_insert(0);
                    if count > 0 {
                        report.add(
                            Diagnostic::new(
                                &codes::REPEATED_KEY,
                                format!("the key `{key}` is defined twice"),
                            )
                            .label(Place::Key(below.clone()), "first here")
                            .label(Place::Repeated(below.clone(), count), "and again here")
                            .help("remove one of the two, or give one of them another name"),
                        );
                    }
                    value.report_repeated(&below, report);
                }
            }
            _ => {}
        }
    }
}

/// How long a text may be, in bytes: ten times what the longest of public models has.
const LONGEST: usize = 1 << 20;

/// Parses the text of a source.
pub(crate) fn parse<'s>(source: &'s Source, report: &Report) -> Option<Node<'s>> {
    let text = source.text_without_mark();
    if text.len() < source.text().len() {
        report.add(
            Diagnostic::new(&codes::BYTE_ORDER_MARK, "the file begins with a byte order mark")
                .label(Place::Bytes(0..0), "ignored")
                .help("save the file as UTF-8 without a byte order mark"),
        );
    }
    let (repeated, too_long) = (Cell::new(false), Cell::new(false));
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = NodeSeed { repeated: &repeated, too_long: &too_long };
    let parsed =
        seed.deserialize(&mut deserializer).and_then(|node| deserializer.end().map(|()| node));
    match parsed {
        Ok(node) => {
            if too_long.get() {
                node.report_too_long(&Pointer::default(), report);
                return None;
            }
            // Few texts repeat a key, so that only those pay for finding out where.
            if repeated.get() {
                node.report_repeated(&Pointer::default(), report);
            }
            Some(node)
        }
        Err(error) => {
            report.add(syntax_error(source, &error));
            None
        }
    }
}

fn syntax_error(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let text = source.text();
    if error.is_eof() {
        let last = text.trim_end().char_indices().next_back();
        let Some((start, last)) = last else {
            return Diagnostic::new(&codes::TRUNCATED, "the file is empty")
                .label(Place::Bytes(0..0), "a model should stand here");
        };
        return Diagnostic::new(&codes::TRUNCATED, "the file ends in the middle of a value")
            .label(Place::Bytes(start..start + last.len_utf8()), "more should follow")
            .help("the file may have been cut off while it was copied or downloaded");
    }
    // Its positions count from what it was given, which lacks the mark.
    let mark = text.len() - source.text_without_mark().len();
    let skipped = if error.line() == 1 { mark } else { 0 };
    let start = source.line_start(error.line()) + skipped + error.column().saturating_sub(1);
    let width = text.get(start..).and_then(|rest| rest.chars().next());
    let place = Place::Bytes(start..start + width.map_or(0, char::len_utf8));
    // The position is in the label; serde_json appends it to the message.
    let full = error.to_string();
    let message = match full.split(" at line ").next().unwrap_or(&full) {
        "expected ident" => "expected `null`, `true` or `false`",
        message => message,
    };
    if message.contains("recursion limit") {
        return Diagnostic::new(&codes::TOO_DEEP, "the values are nested too deeply to be a model")
            .label(place, "at most 127 levels are read");
    }
    Diagnostic::new(&codes::SYNTAX, "the file is not valid JSON").label(place, message)
}

struct NodeSeed<'c> {
    repeated: &'c Cell<bool>,
    too_long: &'c Cell<bool>,
}

impl NodeSeed<'_> {
    /// Takes note of the length of a text.
    fn note(&self, text: &str) {
        if text.len() > LONGEST {
            self.too_long.set(true);
        }
    }
}

impl<'de> DeserializeSeed<'de> for &NodeSeed<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &NodeSeed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node<'de>, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("number out of range"))?;
        Ok(Node::Number(number))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        self.note(value);
        Ok(Node::String(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        self.note(value);
        Ok(Node::String(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Node::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            self.note(&key);
            entries.push((key, map.next_value_seed(self)?));
        }
        if has_repeated_key(&entries) {
            self.repeated.set(true);
        }
        Ok(Node::Object(entries))
    }
}

/// Small objects, which are nearly all, are cheaper to compare than to hash.
fn has_repeated_key(entries: &[(Cow<'_, str>, Node<'_>)]) -> bool {
    if entries.len() <= 8 {
        let mut rest = entries;
        while let [(key, _), tail @ ..] = rest {
            if tail.iter().any(|(other, _)| other == key) {
                return true;
            }
            rest = tail;
        }
        return false;
    }
    let mut seen = HashSet::with_capacity(entries.len());
    !entries.iter().all(|(key, _)| seen.insert(key))
}

/// A key, borrowed where possible.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }
}

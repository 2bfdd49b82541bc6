//! Paths: labels filled in, and found again.
//!
//! The rules are those of `smithy.api#http`, "Uri" and "Greedy labels": labels are whole segments
//! of the path, and one of them may be greedy, which is to span several.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::text::{self, Place};
use crate::codec::{ReadError, WriteError};
use crate::schema::{Location, Schema};
use crate::shape::Shape;

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, but for the slashes of greedy labels.
const RESERVED_IN_GREEDY: &AsciiSet = &RESERVED.remove(b'/');

/// The text with all but unreserved characters escaped.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// The text of escapes.
pub(super) fn unescaped(text: &str) -> Result<Cow<'_, str>, ReadError> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_err(|_| ReadError::new("invalid UTF-8 in the URI"))
}

/// A segment of an operation's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Segment<'a> {
    Literal(&'a str),
    Label(&'a str),
    Greedy(&'a str),
}

/// The path and the literal query string of an operation's URI.
pub(super) fn split(uri: &str) -> (&str, &str) {
    uri.split_once('?').unwrap_or((uri, ""))
}

fn segments(path: &str) -> impl Iterator<Item = Segment<'_>> {
    path.strip_prefix('/').unwrap_or(path).split('/').map(|segment| {
        let label = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match label.map(|label| (label, label.strip_suffix('+'))) {
            None => Segment::Literal(segment),
            Some((_, Some(label))) => Segment::Greedy(label),
            Some((label, None)) => Segment::Label(label),
        }
    })
}

/// The path of a call.
pub(super) fn write(path: &str, input: &dyn Shape) -> Result<String, WriteError> {
    let mut written = String::new();
    for segment in segments(path) {
        written.push('/');
        match segment {
            Segment::Literal(text) => written.push_str(text),
            Segment::Label(name) => {
                written.extend(utf8_percent_encode(&label(input, name)?, RESERVED))
            }
            Segment::Greedy(name) => {
                written.extend(utf8_percent_encode(&label(input, name)?, RESERVED_IN_GREEDY));
            }
        }
    }
    Ok(written)
}

/// The text of a label, which must not be empty: the path would be another operation's.
fn label<'a>(input: &'a dyn Shape, name: &str) -> Result<Cow<'a, str>, WriteError> {
    let schema = input.schema();
    let missing = || WriteError::new(format!("{name}, a part of the path, must not be empty"));
    let index = label_index(schema, name).ok_or_else(missing)?;
    let member = schema.members.get(index).ok_or_else(missing)?;
    let text = text::write(input.get(index), member, Place::Uri)?;
    text.filter(|text| !text.is_empty()).ok_or_else(missing)
}

fn label_index(schema: &Schema, name: &str) -> Option<usize> {
    let wanted = |location| matches!(location, Some(Location::Label(label)) if label == name);
    schema.members.iter().position(|member| wanted(member.location()))
}

/// Reads the labels of a path.
pub(super) fn read(template: &str, path: &str, input: &mut dyn Shape) -> Result<(), ReadError> {
    let labels = labels(template, path)
        .ok_or_else(|| ReadError::new(format!("the path is not of the form {template}")))?;
    let schema = input.schema();
    for (name, value) in labels {
        let Some(index) = label_index(schema, name) else { continue };
        let Some(member) = schema.members.get(index) else { continue };
        let value = unescaped(value)?;
        text::read(&value, input.slot(index), member, Place::Uri, true)
            .map_err(|error| error.of_member(member))?;
    }
    Ok(())
}

/// The labels of a path, still escaped, if it is of that form.
pub(super) fn labels<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let wanted: Vec<_> = segments(template).collect();
    let mut rest = path.strip_prefix('/')?;
    let mut labels = Vec::new();
    for (index, segment) in wanted.iter().enumerate() {
        let behind = wanted.len() - index - 1;
        let (found, after) = match segment {
            // What a greedy label leaves to the segments behind it is as many as they are.
            Segment::Greedy(_) => split_before_last(rest, behind)?,
            _ if behind == 0 => (rest, ""),
            _ => rest.split_once('/')?,
        };
        match *segment {
            Segment::Literal(text) if *text == *found => {}
            Segment::Label(name) if !found.is_empty() && !found.contains('/') => {
                labels.push((name, found));
            }
            Segment::Greedy(name) if !found.is_empty() => labels.push((name, found)),
            _ => return None,
        }
        rest = after;
    }
    Some(labels)
}

/// Splits off the last segments, `count` of them.
fn split_before_last(path: &str, count: usize) -> Option<(&str, &str)> {
    match count.checked_sub(1) {
        None => Some((path, "")),
        Some(skipped) => {
            let (slash, _) = path.rmatch_indices('/').nth(skipped)?;
            Some((path.get(..slash)?, path.get(slash + 1..)?))
        }
    }
}

/// What makes one path more specific than another that the same request has: literals before
/// labels before greedy labels, from left to right, then more segments, then more of the query
/// string (Smithy's "URI conflict resolution"... the greater wins).
pub(super) fn precedence(uri: &str) -> Vec<u8> {
    let (path, query) = split(uri);
    let mut precedence: Vec<u8> = segments(path)
        .map(|segment| match segment {
            Segment::Literal(_) => 3,
            Segment::Label(_) => 2,
            Segment::Greedy(_) => 1,
        })
        .collect();
    precedence.push(0);
    precedence.extend(query.split('&').filter(|part| !part.is_empty()).map(|_| 1));
    precedence
}

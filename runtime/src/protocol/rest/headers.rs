//! Headers (`smithy.api#httpHeader`, `smithy.api#httpPrefixHeaders`).

use std::borrow::Cow;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Side;
use super::text::{self, Place};
use crate::codec::{ReadError, WriteError};
use crate::schema::{Location, Member, Target, Trait};
use crate::shape::{List, Map, Ref, Shape, Slot};
use crate::timestamp::TimestampFormat;

/// Adds the headers of a message.
pub(super) fn write(
    side: Side,
    shape: &dyn Shape,
    headers: &mut HeaderMap,
) -> Result<(), WriteError> {
    let members = shape.schema().members;
    // Those of a map come first: a member with a header of its own takes the place of an entry.
    for (index, member) in members.iter().enumerate() {
        if let (Some(Location::PrefixHeaders(prefix)), Ref::Map(map)) =
            (side.location(member), shape.get(index))
            && let Target::Map((_, element)) = &member.target()
        {
            for (key, value) in map.entries() {
                insert(headers, &format!("{prefix}{key}"), value, element)?;
            }
        }
    }
    for (index, member) in members.iter().enumerate() {
        if let Some(Location::Header(name)) = side.location(member) {
            insert(headers, name, shape.get(index), member)?;
        }
    }
    Ok(())
}

fn insert(
    headers: &mut HeaderMap,
    name: &str,
    value: Ref<'_>,
    member: &Member,
) -> Result<(), WriteError> {
    let text = match (value, &member.target()) {
        (Ref::List(list), Target::List(element)) => {
            Some(write_list(list, &element.member())?.into())
        }
        _ => text::write(value, member, Place::Header)?,
    };
    let Some(text) = text else { return Ok(()) };
    let invalid = || WriteError::new(format!("the header {name} cannot have that name or value"));
    let name = HeaderName::try_from(name).map_err(|_| invalid())?;
    let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| invalid())?;
    headers.insert(name, value);
    Ok(())
}

/// The elements with commas between them.
fn write_list(list: &dyn List, element: &Member) -> Result<String, WriteError> {
    let mut written = String::new();
    for index in 0..list.len() {
        let value = list.at(index);
        let Some(text) = text::write(value, element, Place::Header)? else { continue };
        if !written.is_empty() {
            written.push_str(", ");
        }
        match value {
            Ref::String(_) => written.push_str(&quoted(&text)),
            _ => written.push_str(&text),
        }
    }
    Ok(written)
}

/// The text, in quotes if it would not be read as one element otherwise (RFC 9110 section 5.6.4).
fn quoted(text: &str) -> Cow<'_, str> {
    let is_plain = !text.is_empty() && !text.contains([',', '"']) && text.trim() == text;
    if is_plain {
        return text.into();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")).into()
}

/// Reads the headers of a message. A required one may be missing in a response that is whole, for
/// clients have to bear that; what comes after it, a stream of events, would be taken for what it
/// is not.
pub(super) fn read(
    side: Side,
    headers: &HeaderMap,
    shape: &mut dyn Shape,
) -> Result<(), ReadError> {
    let members = shape.schema().members;
    let is_strict = side == Side::Request
        || members.iter().any(|member| matches!(member.target(), Target::Events(_)));
    for (index, member) in members.iter().enumerate() {
        match side.location(member) {
            Some(Location::Header(name)) => {
                let value = value(headers, name).map_err(|e| e.of_member(member))?;
                match value {
                    Some(value) => read_value(&value, shape.slot(index), member, side)
                        .map_err(|error| error.of_member(member))?,
                    None if is_strict && member.has(&Trait::Required) => {
                        let problem = format!("the header {name} is missing");
                        return Err(ReadError::new(problem).of_member(member));
                    }
                    None => {}
                }
            }
            Some(Location::PrefixHeaders(prefix)) => {
                if let (Slot::Map(map), Target::Map((_, element))) =
                    (shape.slot(index), &member.target())
                {
                    read_prefixed(headers, prefix, map, element, side)
                        .map_err(|error| error.of_member(member))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The value of a header; of several of that name, all with commas between them (RFC 9110
/// section 5.3).
fn value<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<Cow<'a, str>>, ReadError> {
    let mut whole: Option<Cow<'_, str>> = None;
    for value in headers.get_all(name) {
        let text = std::str::from_utf8(value.as_bytes());
        let text = text.map_err(|_| ReadError::new(format!("invalid UTF-8 in header {name}")))?;
        whole = Some(match whole {
            None => text.into(),
            Some(before) => format!("{before}, {text}").into(),
        });
    }
    Ok(whole)
}

fn read_value(text: &str, slot: Slot<'_>, member: &Member, side: Side) -> Result<(), ReadError> {
    let strictly = side == Side::Request;
    match (slot, &member.target()) {
        (Slot::List(list), Target::List(element)) => {
            list.clear();
            let element = &element.member();
            for (index, text) in elements(text, element)?.iter().enumerate() {
                text::read(text, list.push(), element, Place::Header, strictly)
                    .map_err(|error| error.in_element(index))?;
            }
            Ok(())
        }
        (slot, _) => text::read(text, slot, member, Place::Header, strictly),
    }
}

/// The elements of a list.
fn elements<'a>(text: &'a str, element: &Member) -> Result<Vec<Cow<'a, str>>, ReadError> {
    // A date has a comma of its own and no quotes around it.
    let is_date = matches!(element.target(), Target::Timestamp)
        && Place::Header.timestamp_format(element) == TimestampFormat::HttpDate;
    let mut elements = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (element, after) = match rest.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => plain(rest, if is_date { 1 } else { 0 }),
        };
        elements.push(element);
        rest = after.trim_start();
        if !rest.is_empty() {
            let behind = rest.strip_prefix(',');
            rest = behind.ok_or_else(|| ReadError::new("expected a comma"))?.trim_start();
        }
    }
    Ok(elements)
}

/// What stands before the next comma, so many commas passed over, and the rest.
fn plain(text: &str, commas: usize) -> (Cow<'_, str>, &str) {
    let end = text.match_indices(',').nth(commas).map_or(text.len(), |(comma, _)| comma);
    let (element, rest) = text.split_at(end);
    (element.trim_end().into(), rest)
}

/// What stands before the closing quote, and the rest (RFC 9110 section 5.6.4).
fn unquoted(text: &str) -> Result<(Cow<'_, str>, &str), ReadError> {
    let mut element = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Ok((element.into(), text.get(index + 1..).unwrap_or_default())),
            '\\' => element.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => element.push(character),
        }
    }
    Err(ReadError::new("a quote without its end"))
}

/// The headers whose names begin like that; their keys are in lower case, as they are in HTTP/2.
fn read_prefixed(
    headers: &HeaderMap,
    prefix: &str,
    map: &mut dyn Map,
    element: &Member,
    side: Side,
) -> Result<(), ReadError> {
    let prefix = prefix.to_ascii_lowercase();
    for name in headers.keys() {
        let Some(key) = name.as_str().strip_prefix(&*prefix) else { continue };
        if let Some(value) = value(headers, name.as_str())? {
            read_value(&value, map.insert(key.to_owned()), element, side)
                .map_err(|error| error.in_entry(key))?;
        }
    }
    Ok(())
}

//! Query strings (`smithy.api#httpQuery`, `smithy.api#httpQueryParams`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::text::{self, Place};
use super::uri::{escaped, unescaped};
use crate::codec::{ReadError, WriteError};
use crate::schema::{Location, Member, Schema, Target};
use crate::shape::{Ref, Shape, Slot};

/// The query string of a call, beginning with what every call of the operation has.
pub(super) fn write(literal: &str, input: &dyn Shape) -> Result<String, WriteError> {
    let mut query = Query(literal.to_owned());
    let members = input.schema().members;
    for (index, member) in members.iter().enumerate() {
        match member.location() {
            Some(Location::Query(key)) => query.values(key, input.get(index), member)?,
            Some(Location::QueryParams) => {
                query.parameters(input.get(index), member, literal, input.schema())?;
            }
            _ => {}
        }
    }
    Ok(query.0)
}

struct Query(String);

impl Query {
    /// One value, or each element of a list.
    fn values(&mut self, key: &str, value: Ref<'_>, member: &Member) -> Result<(), WriteError> {
        match (value, &member.target()) {
            (Ref::List(list), Target::List(element)) => {
                let element = &element.member();
                for index in 0..list.len() {
                    self.value(key, list.at(index), element)?;
                }
                Ok(())
            }
            _ => self.value(key, value, member),
        }
    }

    fn value(&mut self, key: &str, value: Ref<'_>, member: &Member) -> Result<(), WriteError> {
        if let Some(text) = text::write(value, member, Place::Uri)? {
            if !self.0.is_empty() {
                self.0.push('&');
            }
            self.0.extend([&*escaped(key), "=", &*escaped(&text)]);
        }
        Ok(())
    }

    /// The entries of a map, but for keys that the model itself gives a meaning.
    fn parameters(
        &mut self,
        value: Ref<'_>,
        member: &Member,
        literal: &str,
        input: &Schema,
    ) -> Result<(), WriteError> {
        let (Ref::Map(map), Target::Map((_, element))) = (value, &member.target()) else {
            return Ok(());
        };
        for (key, value) in map.entries() {
            if !is_bound(key, input) && pairs(literal).all(|(other, _)| other != key) {
                self.values(key, value, element)?;
            }
        }
        Ok(())
    }
}

/// Whether a member is bound to that key.
fn is_bound(key: &str, schema: &Schema) -> bool {
    let bound =
        |member: &Member| matches!(member.location(), Some(Location::Query(name)) if name == key);
    schema.members.iter().any(bound)
}

/// The keys and values of a query string, still escaped. A key alone has an empty value.
fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, "")))
}

/// Whether a query string has all that every call of the operation has.
pub(super) fn has(query: &str, literal: &str) -> bool {
    pairs(literal).all(|wanted| pairs(query).any(|pair| pair == wanted))
}

/// The values of each key.
type Parameters<'a> = BTreeMap<Cow<'a, str>, Vec<Cow<'a, str>>>;

fn parameters(query: &str) -> Result<Parameters<'_>, ReadError> {
    let mut parameters = Parameters::new();
    for (key, value) in pairs(query) {
        parameters.entry(unescaped(key)?).or_default().push(unescaped(value)?);
    }
    Ok(parameters)
}

/// Reads the members in the query string.
pub(super) fn read(query: &str, input: &mut dyn Shape) -> Result<(), ReadError> {
    let parameters = parameters(query)?;
    for (index, member) in input.schema().members.iter().enumerate() {
        let read = match member.location() {
            Some(Location::Query(key)) => match parameters.get(key) {
                Some(values) => read_values(values, input.slot(index), member),
                None => continue,
            },
            Some(Location::QueryParams) => read_parameters(&parameters, input.slot(index), member),
            _ => continue,
        };
        read.map_err(|error| error.of_member(member))?;
    }
    Ok(())
}

/// Reads the values of one key: all into a list, otherwise the first.
fn read_values(values: &[Cow<'_, str>], slot: Slot<'_>, member: &Member) -> Result<(), ReadError> {
    match (slot, &member.target(), values.first()) {
        (Slot::List(list), Target::List(element), _) => {
            list.clear();
            let element = &element.member();
            for (index, value) in values.iter().enumerate() {
                text::read(value, list.push(), element, Place::Uri, true)
                    .map_err(|error| error.in_element(index))?;
            }
            Ok(())
        }
        (slot, _, Some(first)) => text::read(first, slot, member, Place::Uri, true),
        (_, _, None) => Ok(()),
    }
}

/// All keys of the query string, those that other members are bound to included.
fn read_parameters(
    parameters: &Parameters<'_>,
    slot: Slot<'_>,
    member: &Member,
) -> Result<(), ReadError> {
    if let (Slot::Map(map), Target::Map((_, value))) = (slot, &member.target()) {
        for (key, values) in parameters {
            read_values(values, map.insert(key.clone().into_owned()), value)
                .map_err(|error| error.in_entry(key))?;
        }
    }
    Ok(())
}

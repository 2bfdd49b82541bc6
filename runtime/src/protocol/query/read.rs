//! Reading shapes from forms.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::Dialect;
use crate::codec::{MAX_DEPTH, ReadError};
use crate::schema::{Member, Target};
use crate::shape::{List, Map, Shape, Slot};
use crate::text;
use crate::timestamp::TimestampFormat;

/// The parameters of a form, sorted by their names, so that those below a name stand together.
pub(super) struct Form {
    dialect: Dialect,
    parameters: Vec<(String, String)>,
}

impl Form {
    /// The form that a body holds (`application/x-www-form-urlencoded` in the WHATWG's "URL",
    /// section 5.1).
    ///
    /// # Errors
    /// Text that is not UTF-8, escaped or not.
    pub(super) fn parse(dialect: Dialect, body: &[u8]) -> Result<Self, ReadError> {
        let body = std::str::from_utf8(body)
            .map_err(|error| ReadError::new("invalid UTF-8").at(error.valid_up_to()))?;
        let pairs = body.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        });
        let mut parameters = pairs.collect::<Result<Vec<_>, ReadError>>()?;
        parameters.sort();
        Ok(Self { dialect, parameters })
    }

    /// The value of the parameter of that name.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let index = self.parameters.partition_point(|(other, _)| **other < *name);
        self.parameters.get(index).filter(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    /// Reads the members of an input. Unknown parameters are passed over.
    ///
    /// # Errors
    /// Values of another kind than the members', with their place.
    pub(super) fn read(&self, input: &mut dyn Shape) -> Result<(), ReadError> {
        self.members("", input, 0)
    }

    /// The parameters whose names go on behind that one and a dot.
    fn below(&self, name: &str) -> &[(String, String)] {
        let start = format!("{name}.");
        let first = self.parameters.partition_point(|(other, _)| *other < start);
        let rest = self.parameters.get(first..).unwrap_or_default();
        let count = rest.partition_point(|(other, _)| other.starts_with(&start));
        rest.get(..count).unwrap_or_default()
    }

    /// Whether there is a value of that name.
    fn has(&self, name: &str) -> bool {
        self.parameter(name).is_some() || !self.below(name).is_empty()
    }

    fn members(&self, name: &str, shape: &mut dyn Shape, depth: usize) -> Result<(), ReadError> {
        for (index, member) in shape.schema().members.iter().enumerate() {
            let below = joined(name, &self.dialect.name(member));
            if self.has(&below) {
                self.value(&below, shape.slot(index), member, depth)
                    .map_err(|error| error.of_member(member))?;
            }
        }
        Ok(())
    }

    fn value(
        &self,
        name: &str,
        slot: Slot<'_>,
        member: &Member,
        depth: usize,
    ) -> Result<(), ReadError> {
        if depth == MAX_DEPTH {
            return Err(ReadError::too_deep());
        }
        match (slot, member.target()) {
            (Slot::Shape(shape), _) => self.members(name, shape, depth + 1),
            (Slot::List(list), Target::List(element)) => {
                let element = &element.member();
                let name = with_infix(name, self.dialect.list_infix(member, element));
                self.list(&name, list, element, depth + 1)
            }
            (Slot::Map(map), Target::Map(entry)) => {
                let name = with_infix(name, self.dialect.map_infix(member));
                self.map(&name, map, entry, depth + 1)
            }
            (slot, _) => {
                let value = self.parameter(name).unwrap_or_default();
                text::read(Cow::Borrowed(value), slot, member, TimestampFormat::DateTime, false)
            }
        }
    }

    fn list(
        &self,
        name: &str,
        list: &mut dyn List,
        element: &Member,
        depth: usize,
    ) -> Result<(), ReadError> {
        for (index, number) in self.numbers(name).into_iter().enumerate() {
            self.value(&joined(name, number), list.push(), element, depth)
                .map_err(|error| error.in_element(index))?;
        }
        Ok(())
    }

    fn map(
        &self,
        name: &str,
        map: &mut dyn Map,
        (key_member, value_member): &(Member, Member),
        depth: usize,
    ) -> Result<(), ReadError> {
        for number in self.numbers(name) {
            let name = joined(name, number);
            let key_name = joined(&name, key_member.xml_name().unwrap_or("key"));
            let Some(key) = self.parameter(&key_name) else {
                return Err(ReadError::new(format!("{key_name} is missing")));
            };
            let value_name = joined(&name, value_member.xml_name().unwrap_or("value"));
            self.value(&value_name, map.insert(key.to_owned()), value_member, depth)
                .map_err(|error| error.in_entry(key))?;
        }
        Ok(())
    }

    /// The numbers that stand behind that name and a dot, in their order. Gaps between them mean
    /// nothing.
    fn numbers(&self, name: &str) -> impl IntoIterator<Item = &str> {
        let behind = self.below(name).iter().filter_map(|(below, _)| below.get(name.len() + 1..));
        let numbers = behind.filter_map(|rest| {
            let text = rest.split_once('.').map_or(rest, |(number, _)| number);
            text.parse::<u32>().ok().map(|number| (number, text))
        });
        let sorted: BTreeSet<_> = numbers.collect();
        sorted.into_iter().map(|(_, text)| text)
    }
}

fn joined(name: &str, part: &str) -> String {
    if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") }
}

fn with_infix<'a>(name: &'a str, infix: Option<&str>) -> Cow<'a, str> {
    match infix {
        Some(part) => Cow::Owned(joined(name, part)),
        None => Cow::Borrowed(name),
    }
}

/// The text of an escaped name or value.
fn decoded(text: &str) -> Result<String, ReadError> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(Cow::into_owned).map_err(|_| ReadError::new("invalid UTF-8 in the form"))
}

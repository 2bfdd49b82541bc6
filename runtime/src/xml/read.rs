//! Reading shapes from XML.

use std::borrow::Cow;

use super::tokens::{Element, Tokens, is_local};
use crate::codec::{Between, Orders, ReadError};
use crate::schema::{Member, SchemaKind, Target, Trait};
use crate::shape::{List, Map, Shape, Slot};
use crate::text;
use crate::timestamp::TimestampFormat;

/// Reads the elements of one document into shapes.
///
/// Unknown elements and attributes are passed over. Of a repeated member the last counts, unless
/// it is a flattened list or map: the elements of those add up, whatever stands between them.
/// Empty elements in the place of numbers, booleans and timestamps are absent members, as some
/// services write them.
pub(crate) struct Reader<'a> {
    tokens: Tokens<'a>,
    orders: Orders,
}

/// A place that becomes present when its slot is asked for.
pub(crate) enum Place<'s> {
    /// A member of a structure or union.
    Member(&'s mut dyn Shape, usize),
    /// The next element of a list.
    Element(&'s mut dyn List),
    /// The value of that key.
    Value(&'s mut dyn Map, String),
}

impl<'s> Place<'s> {
    fn slot(self) -> Slot<'s> {
        match self {
            Self::Member(shape, index) => shape.slot(index),
            Self::Element(list) => list.push(),
            Self::Value(map, key) => map.insert(key),
        }
    }

    /// Leaves the place absent: in sparse lists and maps with a null.
    fn leave_absent(self) {
        match self {
            Self::Member(..) => {}
            Self::Element(list) => {
                list.push_null();
            }
            Self::Value(map, key) => {
                map.insert_null(key);
            }
        }
    }
}

impl<'a> Reader<'a> {
    /// A reader at the start of a document.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { tokens: Tokens::new(bytes), orders: Orders::default() }
    }

    /// Enters the root of the document.
    pub(crate) fn root(&mut self) -> Result<Element<'a>, ReadError> {
        self.tokens.root()
    }

    /// Enters the next element in the current one, or leaves that if there are no more.
    pub(crate) fn child(&mut self) -> Result<Option<Element<'a>>, ReadError> {
        self.tokens.child()
    }

    /// The text of the current element, and leaves it.
    pub(crate) fn text(&mut self) -> Result<Cow<'a, str>, ReadError> {
        self.tokens.text()
    }

    /// Leaves the current element, whatever it holds.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        self.tokens.skip()
    }

    /// Checks that nothing follows the root.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        self.tokens.end()
    }

    /// Reads the members of a structure or union from the current element, and leaves it.
    pub(crate) fn members(
        &mut self,
        element: &Element<'_>,
        shape: &mut dyn Shape,
    ) -> Result<(), ReadError> {
        attributes(element, shape)?;
        let schema = shape.schema();
        let mut place = self.orders.start(schema);
        let mut found = 0_usize;
        let mut next = self.tokens.child()?;
        while let Some(child) = next {
            let Some((index, member)) = self.find_member(&child, &mut place) else {
                self.tokens.skip()?;
                next = self.tokens.child()?;
                continue;
            };
            found += 1;
            let offset = child.offset;
            if schema.kind == SchemaKind::Union && found > 1 {
                let problem = format!("a second member of the union {}", schema.name);
                return Err(ReadError::new(problem).at(offset).in_member(member.name()));
            }
            next = self
                .member(child, Place::Member(shape, index), member)
                .map_err(|error| error.of_member(member))?;
        }
        Ok(())
    }

    /// The member that an element in that place stands for, and its index.
    fn find_member(
        &mut self,
        element: &Element<'_>,
        place: &mut Between,
    ) -> Option<(usize, &'static Member)> {
        let name = element.name();
        let is_meant = |member: &Member| goes_by(member, name) && !is_attribute(member);
        match self.orders.likely(place) {
            Some((index, member)) if is_meant(member) => {
                place.pass(index);
                Some((index, member))
            }
            _ => self.orders.search(place, is_meant),
        }
    }

    /// Reads one member, and enters the next child of its structure.
    fn member(
        &mut self,
        child: Element<'a>,
        place: Place<'_>,
        member: &Member,
    ) -> Result<Option<Element<'a>>, ReadError> {
        if !member.traits().iter().any(|t| matches!(t, Trait::Flattened)) {
            self.value(&child, place, member)?;
            return self.tokens.child();
        }
        match (place.slot(), member.target()) {
            (Slot::List(list), Target::List(element)) => {
                self.flat_list(child, list, &element.member())
            }
            (Slot::Map(map), Target::Map(entry)) => {
                self.entry(map, entry)?;
                self.tokens.child()
            }
            _ => Err(ReadError::new("the schema has no list or map here").at(child.offset)),
        }
    }

    /// Reads the elements of a flattened list that directly follow each other, and enters the
    /// child behind them.
    fn flat_list(
        &mut self,
        first: Element<'a>,
        list: &mut dyn List,
        element: &Member,
    ) -> Result<Option<Element<'a>>, ReadError> {
        let mut next = first;
        loop {
            let index = list.len();
            self.value(&next, Place::Element(list), element)
                .map_err(|error| error.in_element(index))?;
            match self.tokens.child()? {
                Some(child) if child.name() == next.name() => next = child,
                other => return Ok(other),
            }
        }
    }

    /// Reads a value from the current element, and leaves it.
    pub(crate) fn value(
        &mut self,
        current: &Element<'_>,
        place: Place<'_>,
        member: &Member,
    ) -> Result<(), ReadError> {
        match member.target() {
            Target::Shape(_) => match place.slot() {
                Slot::Shape(shape) => self.members(current, shape),
                _ => self.tokens.skip(),
            },
            Target::List(element) => match place.slot() {
                Slot::List(list) => self.list(list, &element.member()),
                _ => self.tokens.skip(),
            },
            Target::Map(entry) => match place.slot() {
                Slot::Map(map) => {
                    map.clear();
                    while self.tokens.child()?.is_some() {
                        self.entry(map, entry)?;
                    }
                    Ok(())
                }
                _ => self.tokens.skip(),
            },
            _ => self.simple(place, member),
        }
    }

    fn simple(&mut self, place: Place<'_>, member: &Member) -> Result<(), ReadError> {
        let offset = self.tokens.offset();
        let mut value = self.tokens.text()?;
        if !matches!(member.target(), Target::String) {
            value = match value {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii()),
                Cow::Owned(text) => Cow::Owned(text.trim_ascii().to_owned()),
            };
            if value.is_empty() && !matches!(member.target(), Target::Blob) {
                place.leave_absent();
                return Ok(());
            }
        }
        text::read(value, place.slot(), member, TimestampFormat::DateTime, false)
            .map_err(|error| error.at(offset))
    }

    /// Reads a list whose elements stand in the current element. What these are called does not
    /// matter: there is nothing else.
    fn list(&mut self, list: &mut dyn List, element: &Member) -> Result<(), ReadError> {
        list.clear();
        let mut index = 0;
        while let Some(child) = self.tokens.child()? {
            self.value(&child, Place::Element(list), element)
                .map_err(|error| error.in_element(index))?;
            index += 1;
        }
        Ok(())
    }

    /// Reads the entry of a map from the current element, and leaves it.
    fn entry(
        &mut self,
        map: &mut dyn Map,
        (key_member, value_member): &(Member, Member),
    ) -> Result<(), ReadError> {
        let offset = self.tokens.offset();
        let mut key: Option<String> = None;
        let mut is_read = false;
        // A value before its key is read once the key is known.
        let mut early = None;
        while let Some(child) = self.tokens.child()? {
            if child.is(key_member.xml_name().unwrap_or("key")) {
                key = Some(self.tokens.text()?.into_owned());
            } else if !child.is(value_member.xml_name().unwrap_or("value")) {
                self.tokens.skip()?;
            } else if let Some(key) = &key {
                self.entry_value(map, key, &child, value_member)?;
                is_read = true;
            } else {
                early = Some((child, self.tokens.clone()));
                self.tokens.skip()?;
            }
        }
        let Some(key) = key else {
            return Err(ReadError::new("a map entry without a key").at(offset));
        };
        match early {
            _ if is_read => {}
            Some((child, tokens)) => {
                let behind = std::mem::replace(&mut self.tokens, tokens);
                self.entry_value(map, &key, &child, value_member)?;
                self.tokens = behind;
            }
            None => Place::Value(map, key).leave_absent(),
        }
        Ok(())
    }

    fn entry_value(
        &mut self,
        map: &mut dyn Map,
        key: &str,
        current: &Element<'_>,
        member: &Member,
    ) -> Result<(), ReadError> {
        let place = Place::Value(map, key.to_owned());
        self.value(current, place, member).map_err(|error| error.in_entry(key))
    }
}

/// Reads the members that are attributes of their structure's element.
fn attributes(element: &Element<'_>, shape: &mut dyn Shape) -> Result<(), ReadError> {
    let schema = shape.schema();
    for attribute in element.attributes() {
        let (name, value) = attribute?;
        let is_meant = |member: &Member| is_attribute(member) && goes_by(member, name);
        if let Some((index, member)) =
            schema.members.iter().enumerate().find(|(_, member)| is_meant(member))
        {
            text::read(value, shape.slot(index), member, TimestampFormat::DateTime, false)
                .map_err(|error| error.at(element.offset).of_member(member))?;
        }
    }
    Ok(())
}

/// Whether a member is an attribute of its structure's element.
fn is_attribute(member: &Member) -> bool {
    member.traits().iter().any(|t| matches!(t, Trait::XmlAttribute))
}

/// Whether a member's element or attribute has that name, prefixes aside.
fn goes_by(member: &Member, local: &str) -> bool {
    is_local(member.xml_name().unwrap_or(member.name()), local)
}

//! Writing shapes as XML.

use std::io::Write;

use crate::codec::{MAX_DEPTH, WriteError};
use crate::schema::{Member, SchemaKind, Target, Trait};
use crate::shape::{List, Map, Ref, Shape};
use crate::text;
use crate::timestamp::TimestampFormat;

/// A namespace: its prefix, or empty, and its URI.
pub(crate) type Namespace = (&'static str, &'static str);

/// Appends elements to a document.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
}

impl<'a> Writer<'a> {
    /// A writer at the end of what is there already.
    pub(crate) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, depth: 0 }
    }

    /// Appends an element with whatever `content` writes.
    pub(crate) fn element(
        &mut self,
        name: &str,
        namespace: Option<Namespace>,
        content: impl FnOnce(&mut Self) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        self.open(name, namespace)?;
        self.out.push(b'>');
        content(self)?;
        self.close(name);
        Ok(())
    }

    /// Appends an element with that text.
    pub(crate) fn text_element(&mut self, name: &str, text: &str) -> Result<(), WriteError> {
        self.element(name, None, |writer| writer.escaped(text, false))
    }

    /// Appends a structure or union as an element.
    pub(crate) fn shape(
        &mut self,
        name: &str,
        namespace: Option<Namespace>,
        shape: &dyn Shape,
    ) -> Result<(), WriteError> {
        self.open(name, namespace)?;
        self.attributes(shape)?;
        self.out.push(b'>');
        self.members(shape, |_| true)?;
        self.close(name);
        Ok(())
    }

    /// Appends the wanted members of a structure or union that are elements.
    pub(crate) fn members(
        &mut self,
        shape: &dyn Shape,
        is_wanted: impl Fn(&Member) -> bool,
    ) -> Result<(), WriteError> {
        let schema = shape.schema();
        let mut is_empty = true;
        for (index, member) in schema.members.iter().enumerate() {
            let value = shape.get(index);
            if matches!(value, Ref::Absent) {
                continue;
            }
            is_empty = false;
            if is_wanted(member) && !member.has(&Trait::XmlAttribute) {
                self.member(value, member)?;
            }
        }
        if is_empty && schema.kind == SchemaKind::Union {
            return Err(WriteError::unknown_variant(schema));
        }
        Ok(())
    }

    /// Appends a member of a structure or union: an element, or several if it is flattened.
    pub(crate) fn member(&mut self, value: Ref<'_>, member: &Member) -> Result<(), WriteError> {
        let name = member.xml_name().unwrap_or(member.name());
        let namespace = member.xml_namespace();
        if !member.has(&Trait::Flattened) {
            return self.value(name, namespace, value, member);
        }
        match (value, member.target()) {
            (Ref::List(list), Target::List(element)) => {
                let element = &element.member();
                self.list(name, namespace.or(element.xml_namespace()), list, element)
            }
            (Ref::Map(map), Target::Map(entry)) => self.map(name, namespace, map, entry),
            _ => Err(WriteError::new("the schema has no list or map here")),
        }
    }

    /// Appends a value as an element.
    pub(crate) fn value(
        &mut self,
        name: &str,
        namespace: Option<Namespace>,
        value: Ref<'_>,
        member: &Member,
    ) -> Result<(), WriteError> {
        match (value, member.target()) {
            (Ref::Shape(shape), _) => self.shape(name, namespace, shape),
            (Ref::List(list), Target::List(element)) => self.element(name, namespace, |writer| {
                let element = &element.member();
                let name = element.xml_name().unwrap_or("member");
                writer.list(name, element.xml_namespace(), list, element)
            }),
            (Ref::Map(map), Target::Map(entry)) => {
                self.element(name, namespace, |writer| writer.map("entry", None, map, entry))
            }
            // A null of a sparse list or map.
            (Ref::Absent, _) => self.element(name, namespace, |_| Ok(())),
            (value, _) => {
                let text = text::write(value, member, TimestampFormat::DateTime)?;
                self.element(name, namespace, |writer| writer.escaped(&text, false))
            }
        }
    }

    /// The elements of a list, each of that name.
    fn list(
        &mut self,
        name: &str,
        namespace: Option<Namespace>,
        list: &dyn List,
        element: &Member,
    ) -> Result<(), WriteError> {
        for index in 0..list.len() {
            self.value(name, namespace, list.at(index), element)?;
        }
        Ok(())
    }

    /// The entries of a map, each of that name.
    fn map(
        &mut self,
        name: &str,
        namespace: Option<Namespace>,
        map: &dyn Map,
        (key_member, value_member): &(Member, Member),
    ) -> Result<(), WriteError> {
        let key_name = key_member.xml_name().unwrap_or("key");
        let value_name = value_member.xml_name().unwrap_or("value");
        for (key, value) in map.entries() {
            self.element(name, namespace, |writer| {
                let namespace = key_member.xml_namespace();
                writer.value(key_name, namespace, Ref::String(key), key_member)?;
                writer.value(value_name, value_member.xml_namespace(), value, value_member)
            })?;
        }
        Ok(())
    }

    fn open(&mut self, name: &str, namespace: Option<Namespace>) -> Result<(), WriteError> {
        if self.depth == MAX_DEPTH {
            return Err(WriteError::too_deep());
        }
        self.depth += 1;
        self.raw("<");
        self.raw(name);
        match namespace {
            Some(("", uri)) => self.attribute("xmlns", uri)?,
            Some((prefix, uri)) => self.attribute(&format!("xmlns:{prefix}"), uri)?,
            None => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    /// The members that are attributes.
    fn attributes(&mut self, shape: &dyn Shape) -> Result<(), WriteError> {
        for (index, member) in shape.schema().members.iter().enumerate() {
            if member.has(&Trait::XmlAttribute) {
                match shape.get(index) {
                    Ref::Absent => {}
                    value => {
                        let text = text::write(value, member, TimestampFormat::DateTime)?;
                        self.attribute(member.xml_name().unwrap_or(member.name()), &text)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<(), WriteError> {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.escaped(value, true)?;
        self.raw("\"");
        Ok(())
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Text with all escaped that would be markup, or that a reader would take for another
    /// character: line ends, and in attributes all white space (XML 1.0 sections 2.11 and 3.3.3).
    /// Other control characters have no place in XML 1.0, but services accept references to them.
    fn escaped(&mut self, text: &str, in_attribute: bool) -> Result<(), WriteError> {
        let bytes = text.as_bytes();
        let mut written = 0;
        for (index, byte) in bytes.iter().enumerate() {
            let entity = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' if in_attribute => "&quot;",
                b'\n' | b'\t' if !in_attribute => continue,
                0 => return Err(WriteError::new("XML has no way to write the character U+0000")),
                0x01..=0x1f => "",
                _ => continue,
            };
            self.out.extend_from_slice(bytes.get(written..index).unwrap_or_default());
            if entity.is_empty() {
                // Writing to a vector cannot fail.
                let _ = write!(self.out, "&#x{byte:X};");
            } else {
                self.raw(entity);
            }
            written = index + 1;
        }
        self.out.extend_from_slice(bytes.get(written..).unwrap_or_default());
        Ok(())
    }
}

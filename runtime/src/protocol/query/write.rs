//! Writing shapes as forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Dialect;
use crate::codec::{MAX_DEPTH, WriteError};
use crate::schema::{Member, SchemaKind, Target};
use crate::shape::{List, Map, Ref, Shape};
use crate::text;
use crate::timestamp::TimestampFormat;

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends parameters to a form.
pub(super) struct FormWriter {
    dialect: Dialect,
    form: String,
    /// The name of the value that is being written.
    name: String,
    depth: usize,
}

impl FormWriter {
    /// An empty form.
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, form: String::new(), name: String::new(), depth: 0 }
    }

    /// The form.
    pub(super) fn finish(self) -> String {
        self.form
    }

    /// Appends a parameter.
    pub(super) fn parameter(&mut self, name: &str, value: &str) {
        if !self.form.is_empty() {
            self.form.push('&');
        }
        self.form.extend(utf8_percent_encode(name, RESERVED));
        self.form.push('=');
        self.form.extend(utf8_percent_encode(value, RESERVED));
    }

    /// Appends the members of a structure or union.
    ///
    /// # Errors
    /// A union without a known member, nesting deeper than [`MAX_DEPTH`], or a value that cannot
    /// stand in a form.
    pub(super) fn members(&mut self, shape: &dyn Shape) -> Result<(), WriteError> {
        let schema = shape.schema();
        let mut is_empty = true;
        for (index, member) in schema.members.iter().enumerate() {
            let value = shape.get(index);
            if !matches!(value, Ref::Absent) {
                is_empty = false;
                let name = self.dialect.name(member);
                self.below(&name, |form| form.value(value, member))?;
            }
        }
        if is_empty && schema.kind == SchemaKind::Union {
            return Err(WriteError::unknown_variant(schema));
        }
        Ok(())
    }

    /// Writes something whose name is longer by that part.
    fn below(
        &mut self,
        part: &str,
        write: impl FnOnce(&mut Self) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        if self.depth == MAX_DEPTH {
            return Err(WriteError::too_deep());
        }
        self.depth += 1;
        let length = self.name.len();
        if length > 0 {
            self.name.push('.');
        }
        self.name.push_str(part);
        let written = write(self);
        self.name.truncate(length);
        self.depth -= 1;
        written
    }

    /// The same, if there is such a part.
    fn below_infix(
        &mut self,
        infix: Option<&str>,
        write: impl FnOnce(&mut Self) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        match infix {
            Some(part) => self.below(part, write),
            None => write(self),
        }
    }

    fn value(&mut self, value: Ref<'_>, member: &Member) -> Result<(), WriteError> {
        match (value, member.target()) {
            (Ref::Shape(shape), _) => self.members(shape),
            // The two protocols differ in this: EC2 refuses what awsQuery demands.
            (Ref::List(list), Target::List(_)) if list.is_empty() => {
                if self.dialect == Dialect::Aws {
                    self.text("");
                }
                Ok(())
            }
            (Ref::List(list), Target::List(element)) => {
                let element = &element.member();
                let infix = self.dialect.list_infix(member, element);
                self.below_infix(infix, |form| form.list(list, element))
            }
            (Ref::Map(map), Target::Map(entry)) => {
                let infix = self.dialect.map_infix(member);
                self.below_infix(infix, |form| form.map(map, entry))
            }
            // A null of a sparse list or map.
            (Ref::Absent, _) => {
                self.text("");
                Ok(())
            }
            (value, _) => {
                let text = text::write(value, member, TimestampFormat::DateTime)?;
                self.text(&text);
                Ok(())
            }
        }
    }

    fn list(&mut self, list: &dyn List, element: &Member) -> Result<(), WriteError> {
        for index in 0..list.len() {
            self.below(itoa::Buffer::new().format(index + 1), |form| {
                form.value(list.at(index), element)
            })?;
        }
        Ok(())
    }

    fn map(
        &mut self,
        map: &dyn Map,
        (key_member, value_member): &(Member, Member),
    ) -> Result<(), WriteError> {
        let key_name = key_member.xml_name().unwrap_or("key");
        let value_name = value_member.xml_name().unwrap_or("value");
        for (index, (key, value)) in map.entries().enumerate() {
            self.below(itoa::Buffer::new().format(index + 1), |form| {
                form.below(key_name, |form| form.value(Ref::String(key), key_member))?;
                form.below(value_name, |form| form.value(value, value_member))
            })?;
        }
        Ok(())
    }

    /// Appends the parameter of the current name.
    fn text(&mut self, value: &str) {
        let name = std::mem::take(&mut self.name);
        self.parameter(&name, value);
        self.name = name;
    }
}

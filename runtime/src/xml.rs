//! The XML codec: shapes to bytes and back, without a tree between.
//!
//! The rules are those of the Smithy specification "XML binding traits": a member is an element
//! of its name, or an attribute; a list is an element around elements called `member`, a map one
//! around elements called `entry` that hold a `key` and a `value`, unless they are flattened. The
//! text itself is XML 1.0 in UTF-8. A reader passes over prefixes of names, comments and
//! processing instructions, and refuses document types, so that no entity is defined.

mod read;
mod tokens;
mod write;

use crate::codec::{Codec, ReadError, WriteError};
use crate::schema::Member;
use crate::shape::Shape;

pub(crate) use self::read::{Place, Reader};
pub(crate) use self::write::Writer;

/// Documents of XML.
#[derive(Clone, Copy, Debug, Default)]
pub struct Xml {
    /// The namespace of documents whose root has none of its own: its prefix, or empty, and its
    /// URI.
    pub namespace: Option<(&'static str, &'static str)>,
}

impl Codec for Xml {
    fn content_type(&self) -> &'static str {
        "application/xml"
    }

    fn write(
        &self,
        shape: &dyn Shape,
        member: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        let schema = shape.schema();
        let name = member.and_then(Member::xml_name).unwrap_or(schema.xml_name());
        let namespace = member.and_then(Member::xml_namespace).or(schema.xml_namespace());
        Writer::new(out).shape(name, namespace.or(self.namespace), shape)
    }

    fn read(&self, bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
        let mut reader = Reader::new(bytes);
        let root = reader.root()?;
        reader.members(&root, shape)?;
        reader.end()
    }
}

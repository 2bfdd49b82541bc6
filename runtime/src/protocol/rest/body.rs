//! Bodies: the members that stand nowhere else, or the one that is the whole body
//! (`smithy.api#httpPayload`).

use bytes::Bytes;

use super::{Dialect, Side, media};
use crate::codec::{ReadError, WriteError};
use crate::operation::{OperationSchema, OperationTrait};
use crate::schema::{Location, Member, Schema, SchemaKind, Target};
use crate::shape::{Ref, Shape, Slot};

/// A body and its media type; of an empty body perhaps none.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    pub(super) media_type: Option<&'static str>,
}

impl Body {
    const NONE: Self = Self { bytes: Bytes::new(), media_type: None };
}

/// What the body of a message is by its model.
pub(super) enum Content {
    /// There is none, or what there is says nothing.
    Nothing,
    /// The members that stand nowhere else.
    Members,
    /// The member at that index.
    Payload(usize, &'static Member),
}

impl Content {
    pub(super) fn of(side: Side, schema: &'static Schema) -> Self {
        let is_payload = |member: &Member| side.location(member) == Some(Location::Payload);
        let mut members = schema.members.iter().enumerate();
        if let Some((index, member)) = members.find(|(_, member)| is_payload(member)) {
            return Self::Payload(index, member);
        }
        if schema.members.iter().all(|member| side.location(member).is_some()) {
            return Self::Nothing;
        }
        Self::Members
    }
}

/// The body of a message.
pub(super) fn write(
    dialect: &dyn Dialect,
    side: Side,
    operation: &OperationSchema,
    shape: &dyn Shape,
) -> Result<Body, WriteError> {
    // An output without members may get some: it is written as if it had them already.
    let is_something = match side {
        Side::Request => false,
        Side::Response => {
            shape.schema().kind == SchemaKind::Error || !operation.has(&OperationTrait::NoOutput)
        }
    };
    match Content::of(side, shape.schema()) {
        Content::Nothing if !is_something => Ok(Body::NONE),
        Content::Nothing | Content::Members => write_members(dialect, side, operation, shape),
        Content::Payload(index, member) => {
            write_payload(dialect, side, operation, shape.get(index), member)
        }
    }
}

fn write_members(
    dialect: &dyn Dialect,
    side: Side,
    operation: &OperationSchema,
    shape: &dyn Shape,
) -> Result<Body, WriteError> {
    let members = Members { side, shape };
    let mut out = Vec::new();
    let is_empty =
        || (0..shape.schema().members.len()).all(|i| matches!(members.get(i), Ref::Absent));
    if dialect.writes_empty() || !is_empty() {
        dialect.write_body(operation, &members, None, &mut out)?;
    }
    let is_said = side == Side::Response || !out.is_empty();
    Ok(Body { bytes: out.into(), media_type: is_said.then(|| dialect.media_type()) })
}

fn write_payload(
    dialect: &dyn Dialect,
    side: Side,
    operation: &OperationSchema,
    value: Ref<'_>,
    member: &Member,
) -> Result<Body, WriteError> {
    let mut out = Vec::new();
    match value {
        Ref::Absent => return Ok(absent_payload(dialect, side, member)),
        Ref::Shape(shape) => dialect.write_body(operation, shape, Some(member), &mut out)?,
        Ref::Document(document) => dialect.write_document(document, &mut out)?,
        Ref::String(text) => out.extend_from_slice(text.as_bytes()),
        Ref::Blob(blob) => return Ok(raw(blob.clone().into_bytes(), member)),
        // What is not in memory is attached by whoever sends the message.
        Ref::Stream(stream) => {
            return Ok(raw(stream.as_bytes().cloned().unwrap_or_default(), member));
        }
        _ => return Err(WriteError::new(format!("{} cannot be a whole body", member.name()))),
    }
    Ok(Body { bytes: out.into(), media_type: Some(media::of_payload(dialect, member)) })
}

fn raw(bytes: Bytes, member: &Member) -> Body {
    Body { bytes, media_type: Some(media::of_bytes(member)) }
}

/// The body in the place of a payload that is absent: that of a structure says so in some
/// formats, by an empty structure.
fn absent_payload(dialect: &dyn Dialect, side: Side, member: &Member) -> Body {
    let is_structure =
        matches!(member.target(), Target::Shape(schema) if schema.kind == SchemaKind::Structure);
    if side == Side::Request && is_structure && dialect.writes_empty() {
        let bytes = Bytes::from_static(dialect.empty());
        return Body { bytes, media_type: Some(dialect.media_type()) };
    }
    Body::NONE
}

/// Reads the body of a message. An empty one leaves all of it absent.
pub(super) fn read(
    dialect: &dyn Dialect,
    side: Side,
    operation: &OperationSchema,
    body: &Bytes,
    shape: &mut dyn Shape,
) -> Result<(), ReadError> {
    match Content::of(side, shape.schema()) {
        Content::Nothing => Ok(()),
        _ if body.is_empty() => Ok(()),
        Content::Members => {
            dialect.read_body(operation, side, body, &mut MembersMut { side, shape })
        }
        Content::Payload(index, member) => {
            let is_absent = side == Side::Request && body.trim_ascii() == dialect.empty();
            if is_absent && matches!(member.target(), Target::Shape(_)) {
                return Ok(());
            }
            read_payload(dialect, side, operation, body, shape.slot(index))
                .map_err(|error| error.of_member(member))
        }
    }
}

fn read_payload(
    dialect: &dyn Dialect,
    side: Side,
    operation: &OperationSchema,
    body: &Bytes,
    slot: Slot<'_>,
) -> Result<(), ReadError> {
    match slot {
        Slot::Shape(shape) => dialect.read_body(operation, side, body, shape)?,
        Slot::Document(document) => *document = dialect.read_document(body)?,
        Slot::String(text) => *text = utf8(body)?.to_owned(),
        Slot::Enum(value) => value.set(utf8(body)?),
        Slot::Blob(blob) => *blob = body.clone().into(),
        Slot::Stream(stream) => *stream = body.clone().into(),
        _ => return Err(ReadError::new("the member cannot be a whole body")),
    }
    Ok(())
}

fn utf8(body: &[u8]) -> Result<&str, ReadError> {
    let text = std::str::from_utf8(body);
    text.map_err(|error| ReadError::new("invalid UTF-8").at(error.valid_up_to()))
}

/// The members of a shape that stand in the body; the others are as good as absent.
pub(super) struct Members<'a> {
    pub(super) side: Side,
    pub(super) shape: &'a dyn Shape,
}

impl Shape for Members<'_> {
    fn schema(&self) -> &'static Schema {
        self.shape.schema()
    }

    fn get(&self, index: usize) -> Ref<'_> {
        match self.schema().members.get(index) {
            Some(member) if self.side.location(member).is_none() => self.shape.get(index),
            _ => Ref::Absent,
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// The same, to read into.
struct MembersMut<'a> {
    side: Side,
    shape: &'a mut dyn Shape,
}

impl Shape for MembersMut<'_> {
    fn schema(&self) -> &'static Schema {
        self.shape.schema()
    }

    fn get(&self, index: usize) -> Ref<'_> {
        self.shape.get(index)
    }

    fn slot(&mut self, index: usize) -> Slot<'_> {
        match self.schema().members.get(index) {
            Some(member) if self.side.location(member).is_none() => self.shape.slot(index),
            _ => Slot::Unknown,
        }
    }
}

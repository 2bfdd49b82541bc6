//! The intermediate representation: what a service model says, whichever format it was written in.
//!
//! Loaders produce it, nothing downstream of them knows their formats. Order is that of the
//! source file where it carries meaning for a reader (members, enum values) and sorted where it
//! does not (shapes, operations).

use std::collections::BTreeMap;

mod needs;
mod service;
mod traits;
mod waiter;

pub use self::needs::Needs;
pub use self::service::{
    Auth, Checksum, Example, Examples, Http, Operation, OperationError, OperationTraits, Paginator,
    Protocol, Service,
};
pub use self::traits::{Deprecation, ErrorTraits, Fault, Location, TimestampFormat, Traits};
pub use self::waiter::{Acceptor, Comparator, Expectation, Matcher, Waiter, WaiterState};

/// A service model: the service, its operations, and every shape they may reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The service itself.
    pub service: Service,
    /// The operations by name.
    pub operations: BTreeMap<String, Operation>,
    /// The shapes by id.
    pub shapes: BTreeMap<ShapeId, Shape>,
    /// The waiters by name.
    pub waiters: BTreeMap<String, Waiter>,
}

/// The name of a shape, unique in its model.
///
/// For botocore models the shape's key, for Smithy models the part of the absolute id after `#`,
/// or the name that the service's `rename` gives. Where two namespaces define the same name, only
/// one of the service's own namespace has it, and the others keep their absolute ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(pub String);

/// Where in its file a part of the model stands, as an RFC 6901 JSON pointer.
///
/// The pointer is the position: [`crate::source::Source::locate`] turns it into bytes, line and
/// column when a diagnostic needs them, which is rare, so that loading never pays for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(pub String);

impl Pointer {
    /// This pointer, then those of what it stands in, up to the whole file's.
    pub(crate) fn upwards(&self) -> impl Iterator<Item = Self> + use<> {
        std::iter::successors(Some(self.clone()), |Self(pointer)| {
            pointer.rsplit_once('/').map(|(above, _)| Self(above.to_owned()))
        })
    }
}

/// A shape: a named type of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its name.
    pub id: ShapeId,
    /// What kind of value it describes.
    pub kind: ShapeKind,
    /// What the model says about values of this shape wherever they occur.
    pub traits: Traits,
    /// Its documentation as the model has it (HTML in AWS models), or empty.
    pub docs: String,
    /// Where it stands.
    pub at: Pointer,
}

/// The kinds of shapes.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeKind {
    /// `true` or `false`.
    Boolean,
    /// 8 bits, signed.
    Byte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// An integer of any size.
    BigInteger,
    /// IEEE 754, 32 bits.
    Float,
    /// IEEE 754, 64 bits.
    Double,
    /// A decimal number of any precision.
    BigDecimal,
    /// UTF-8 text.
    String,
    /// Text of which the model names some values.
    Enum(Vec<EnumValue>),
    /// A 32-bit integer of which the model names some values.
    IntEnum(Vec<IntEnumValue>),
    /// Bytes.
    Blob,
    /// A point in time.
    Timestamp,
    /// Untyped, JSON-like data.
    Document,
    /// A sequence.
    List(Box<List>),
    /// A dictionary with text as keys.
    Map(Box<Map>),
    /// Named members.
    Structure(Structure),
    /// Exactly one of its members.
    Union(Structure),
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The name that the model gives it, if the format has names.
    pub name: Option<String>,
    /// What stands on the wire.
    pub value: String,
    /// Its documentation, or empty.
    pub docs: String,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// Traits that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where it stands.
    pub at: Pointer,
}

/// A value of an integer enum.
#[derive(Clone, Debug, PartialEq)]
pub struct IntEnumValue {
    /// The name that the model gives it.
    pub name: String,
    /// What stands on the wire.
    pub value: i32,
    /// Its documentation, or empty.
    pub docs: String,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// Traits that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where it stands.
    pub at: Pointer,
}

/// The content of a list shape.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its elements; the member's name is `member`.
    pub member: Member,
    /// Whether elements may be null.
    pub sparse: bool,
}

/// The content of a map shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Its keys; the member's name is `key`.
    pub key: Member,
    /// Its values; the member's name is `value`.
    pub value: Member,
    /// Whether values may be null.
    pub sparse: bool,
}

/// The content of a structure or union shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The members in the order of the file.
    pub members: Vec<Member>,
    /// Present if the structure is an error.
    pub error: Option<ErrorTraits>,
    /// The structure is made for the input of one operation (Smithy's `input`).
    pub is_input: bool,
    /// The structure is made for the output of one operation (Smithy's `output`).
    pub is_output: bool,
}

/// A member of a structure, union, list or map.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name in the model.
    pub name: String,
    /// The shape of its values.
    pub target: ShapeId,
    /// Whether the service requires or guarantees it.
    pub required: bool,
    /// The value that stands for its absence (Smithy's `default`), its own or its target's.
    ///
    /// Never null: a member with the default null has none. Of documents, lists and maps the
    /// value may be structured; bytes are text in base64, timestamps text or a number.
    pub default: Option<serde_json::Value>,
    /// The default was added after the member was published (Smithy's `addedDefault`).
    pub added_default: bool,
    /// Clients treat the member as optional whatever `required` and `default` say: it has
    /// Smithy's `clientOptional`, or its structure is made for the input of one operation.
    pub client_optional: bool,
    /// What the model says about the member; where both say something, the member wins over
    /// its target (see [`Model::member_traits`]).
    pub traits: Traits,
    /// Its documentation, or empty.
    pub docs: String,
    /// Where it stands.
    pub at: Pointer,
}

impl Model {
    /// The shape of that id, if the model has it. Loaders guarantee that every target exists.
    #[must_use]
    pub fn shape(&self, id: &ShapeId) -> Option<&Shape> {
        self.shapes.get(id)
    }

    /// What holds for a value in the place of `member`: its own traits over its target's.
    #[must_use]
    pub fn member_traits(&self, member: &Member) -> Traits {
        match self.shape(&member.target) {
            Some(target) => member.traits.over(&target.traits),
            None => member.traits.clone(),
        }
    }
}

impl ShapeKind {
    /// The members of a structure or union, or those of a list or map.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        let (named, first, second) = match self {
            Self::Structure(structure) | Self::Union(structure) => {
                (structure.members.as_slice(), None, None)
            }
            Self::List(list) => (&[][..], Some(&list.member), None),
            Self::Map(map) => (&[][..], Some(&map.key), Some(&map.value)),
            _ => (&[][..], None, None),
        };
        named.iter().chain(first).chain(second)
    }

    /// The same members, to change them.
    pub(crate) fn members_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        let (named, first, second) = match self {
            Self::Structure(structure) | Self::Union(structure) => {
                (structure.members.as_mut_slice(), None, None)
            }
            Self::List(list) => (&mut [][..], Some(&mut list.member), None),
            Self::Map(map) => (&mut [][..], Some(&mut map.key), Some(&mut map.value)),
            _ => (&mut [][..], None, None),
        };
        named.iter_mut().chain(first).chain(second)
    }

    /// What it is, with its article, for messages.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Byte => "a byte",
            Self::Short => "a short integer",
            Self::Integer => "an integer",
            Self::Long => "a long integer",
            Self::BigInteger => "a big integer",
            Self::Float => "a float",
            Self::Double => "a double",
            Self::BigDecimal => "a big decimal",
            Self::String => "a string",
            Self::Enum(_) => "an enum",
            Self::IntEnum(_) => "an integer enum",
            Self::Blob => "a blob",
            Self::Timestamp => "a timestamp",
            Self::Document => "a document",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Structure(_) => "a structure",
            Self::Union(_) => "a union",
        }
    }
}

impl std::fmt::Display for ShapeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Pointer {
    /// The pointer to the member `key` below this one, escaped as RFC 6901 section 3 demands.
    #[must_use]
    pub fn join(&self, key: &str) -> Self {
        // Hardly a key needs an escape, and a large model has very many.
        if key.contains('~') || key.contains('/') {
            return self.join_escaped(&key.replace('~', "~0").replace('/', "~1"));
        }
        self.join_escaped(key)
    }

    fn join_escaped(&self, key: &str) -> Self {
        Self([&self.0, "/", key].concat())
    }
}

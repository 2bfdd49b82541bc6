//! Static descriptions of shapes: what a generated crate knows about the wire.
//!
//! A schema stands beside each generated type as a `static` table. Codecs, protocols, `Debug`,
//! equality and fakes are interpreters of these tables; see [`crate::shape`] for the values that
//! go with them.

use crate::timestamp::TimestampFormat;

/// The description of a structure, a union or an error.
#[derive(Debug)]
pub struct Schema {
    /// The shape's name in the model.
    pub name: &'static str,
    /// The kind of the shape.
    pub kind: SchemaKind,
    /// Its members; a member's index is its position here.
    pub members: &'static [Member],
    /// What the model says about every value of the shape.
    pub traits: &'static [Trait],
}

/// The kinds of shapes that have members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaKind {
    /// Any of its members may be present.
    Structure,
    /// Exactly one of its members is present.
    Union,
    /// A structure that a service answers with instead of an output.
    Error,
}

/// The description of a member of a structure or union, or of the elements of a list or map: its
/// field, its name, its target and its traits, for which there are methods.
///
/// A tuple, since generated crates consist of such tables, and literals cost the compiler less than
/// calls of constructors (the measurement is in ARCHITECTURE.md).
#[derive(Clone, Copy, Debug)]
pub struct Member(
    /// [`Member::field`]
    pub &'static str,
    /// [`Member::name`]
    pub &'static str,
    /// [`Member::target`]
    pub Target,
    /// [`Member::traits`]
    pub &'static [Trait],
);

/// The elements of a list of text, without traits.
pub const STRINGS: Element = Element::Member(&Member::of(Target::String));

/// The traits of a member that has none.
pub const NONE: &[Trait] = &[];

/// The traits of a member that is required, and nothing else.
pub const REQUIRED: &[Trait] = &[Trait::Required];

/// The kind of a member's values.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// `bool`
    Boolean,
    /// `i8`
    Byte,
    /// `i16`
    Short,
    /// `i32`
    Integer,
    /// `i64`
    Long,
    /// `f32`
    Float,
    /// `f64`
    Double,
    /// `String`, or an enum over text
    String,
    /// [`Blob`](crate::Blob)
    Blob,
    /// [`Timestamp`](crate::Timestamp)
    Timestamp,
    /// [`Document`](crate::Document)
    Document,
    /// The digits of a whole number of any size, in a `String`.
    BigInteger,
    /// The digits of a decimal number of any precision, in a `String`.
    BigDecimal,
    /// [`ByteStream`](crate::ByteStream)
    Stream,
    /// A stream of events, which are variants of that union.
    Events(&'static Schema),
    /// A structure or union.
    Shape(&'static Schema),
    /// A list of such elements.
    List(Element),
    /// A map from text to such values: key and value.
    Map(&'static (Member, Member)),
}

/// What the elements of a list are.
///
/// Two forms, since a reference to a table within a table costs the compiler more than one to a
/// static, and most lists are of structures of which the model says nothing else.
#[derive(Clone, Copy, Debug)]
pub enum Element {
    /// Structures or unions, without traits.
    Shape(&'static Schema),
    /// Any other.
    Member(&'static Member),
}

impl Element {
    /// The description of an element.
    #[must_use]
    #[inline]
    pub const fn member(self) -> Member {
        match self {
            Self::Shape(schema) => Member::of(Target::Shape(schema)),
            Self::Member(member) => *member,
        }
    }
}

/// What a model says about a member or a shape, as far as it matters at run time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trait {
    /// The member is always written.
    Required,
    /// The value never appears in `Debug` output.
    Sensitive,
    /// The client fills the member with a UUID if the caller does not.
    IdempotencyToken,
    /// What is written in the place of nothing or of empty text.
    WhenEmpty(&'static str),
    /// The member's name in JSON, where it differs.
    JsonName(&'static str),
    /// How the timestamp is written, where it differs from the protocol's default.
    TimestampFormat(TimestampFormat),
    /// The error's code in query protocols, where it differs from the shape's name.
    ErrorCode(&'static str),
    /// The error's HTTP status code.
    HttpStatus(u16),
    /// The error's HTTP status code in awsQuery, where it differs.
    QueryStatus(u16),
    /// The failed call may be repeated.
    Retryable,
    /// The failed call was throttled, and may be repeated after a pause.
    Throttling,
    /// The member of an operation's input or output, or of an error, stands outside the body in
    /// protocols with HTTP bindings; elsewhere it is an ordinary member.
    Http(Location),
    /// The member is a label of the host name as well.
    HostLabel,
    /// A stream whose length must be known before it is sent.
    RequiresLength,
    /// The element's name in XML and in queries, where it differs: of a member, a list's
    /// elements, a map's keys or values, or a structure at the root of a document.
    XmlName(&'static str),
    /// The namespace of the element: its prefix, or empty, and its URI.
    XmlNamespace(&'static str, &'static str),
    /// The member is an attribute of its structure's element.
    XmlAttribute,
    /// The entries of the list or map stand in the structure's element, without one around them.
    Flattened,
    /// The member's name in requests of ec2Query, where it differs.
    Ec2Name(&'static str),
    /// The string holds text of that media type. In headers it is written as base64; JSON in the
    /// form of botocore's `jsonvalue` is the media type `application/json`.
    MediaType(&'static str),
    /// The member is the whole payload of its event.
    EventPayload,
    /// The member is a header of its event.
    EventHeader,
}

/// Where in an HTTP message a member stands, by the Smithy specification "HTTP bindings".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path, in the place of the label of that name.
    Label(&'static str),
    /// In the query string, under that key; a list once for each element.
    Query(&'static str),
    /// The entries of a map, in the query string.
    QueryParams,
    /// In the header of that name.
    Header(&'static str),
    /// The entries of a map, in headers whose names begin like that.
    PrefixHeaders(&'static str),
    /// In the status code of the response.
    StatusCode,
    /// The member is the whole body.
    Payload,
}

impl Schema {
    /// The schema of a structure.
    #[must_use]
    pub const fn structure(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, kind: SchemaKind::Structure, members, traits: &[] }
    }

    /// The schema of a union.
    #[must_use]
    pub const fn union(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, kind: SchemaKind::Union, members, traits: &[] }
    }

    /// The schema of an error.
    #[must_use]
    pub const fn error(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, kind: SchemaKind::Error, members, traits: &[] }
    }

    /// This schema, with traits.
    #[must_use]
    pub const fn with(mut self, traits: &'static [Trait]) -> Self {
        self.traits = traits;
        self
    }

    /// The code that stands for this error on the wire.
    #[must_use]
    pub fn error_code(&self) -> &'static str {
        let code = self.traits.iter().find_map(|t| match t {
            Trait::ErrorCode(code) => Some(*code),
            _ => None,
        });
        code.unwrap_or(self.name)
    }

    /// The HTTP status code that goes with this error, if the model has one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.traits.iter().find_map(|t| match t {
            Trait::HttpStatus(status) => Some(*status),
            _ => None,
        })
    }

    /// The name of the element that is the root of a document, without a member that says
    /// otherwise.
    #[must_use]
    pub fn xml_name(&self) -> &'static str {
        let name = self.traits.iter().find_map(|t| match t {
            Trait::XmlName(name) => Some(*name),
            _ => None,
        });
        name.unwrap_or(self.name)
    }

    /// The namespace of documents of which the shape is the root: its prefix, or empty, and its
    /// URI.
    #[must_use]
    pub fn xml_namespace(&self) -> Option<(&'static str, &'static str)> {
        xml_namespace(self.traits)
    }

    /// Whether the shape carries this trait.
    #[must_use]
    pub fn has(&self, wanted: &Trait) -> bool {
        self.traits.contains(wanted)
    }
}

fn xml_namespace(traits: &'static [Trait]) -> Option<(&'static str, &'static str)> {
    traits.iter().find_map(|t| match t {
        Trait::XmlNamespace(prefix, uri) => Some((*prefix, *uri)),
        _ => None,
    })
}

impl Member {
    /// The elements of a list, or the keys or values of a map, without traits.
    #[must_use]
    pub const fn of(target: Target) -> Self {
        Self("", "", target, NONE)
    }

    /// The field or variant in Rust, as `Debug` shows it; empty for the elements of lists and maps.
    #[must_use]
    #[inline]
    pub const fn field(&self) -> &'static str {
        self.0
    }

    /// The member's name in the model; empty for the elements of lists and maps.
    #[must_use]
    #[inline]
    pub const fn name(&self) -> &'static str {
        self.1
    }

    /// The kind of its values.
    #[must_use]
    #[inline]
    pub const fn target(&self) -> Target {
        self.2
    }

    /// What the model says about it, its target's traits included.
    #[must_use]
    #[inline]
    pub const fn traits(&self) -> &'static [Trait] {
        self.3
    }

    /// Whether the member carries this trait.
    #[must_use]
    #[inline]
    pub fn has(&self, wanted: &Trait) -> bool {
        self.traits().contains(wanted)
    }

    /// The member's name in JSON.
    #[must_use]
    #[inline]
    pub fn json_name(&self) -> &'static str {
        for t in self.traits() {
            if let Trait::JsonName(name) = t {
                return name;
            }
        }
        self.name()
    }

    /// The name of the member's element or attribute in XML and of its parameter in queries, if
    /// the model has one.
    #[must_use]
    #[inline]
    pub fn xml_name(&self) -> Option<&'static str> {
        self.traits().iter().find_map(|t| match t {
            Trait::XmlName(name) => Some(*name),
            _ => None,
        })
    }

    /// The namespace that the member's element declares: its prefix, or empty, and its URI.
    #[must_use]
    #[inline]
    pub fn xml_namespace(&self) -> Option<(&'static str, &'static str)> {
        xml_namespace(self.traits())
    }

    /// Where in an HTTP message the member stands, if not in the body among others.
    #[must_use]
    #[inline]
    pub fn location(&self) -> Option<Location> {
        self.traits().iter().find_map(|t| match t {
            Trait::Http(location) => Some(*location),
            _ => None,
        })
    }

    /// How timestamps in this place are written, or `default` where the model is silent.
    #[must_use]
    #[inline]
    pub fn timestamp_format(&self, default: TimestampFormat) -> TimestampFormat {
        for t in self.traits() {
            if let Trait::TimestampFormat(format) = t {
                return *format;
            }
        }
        default
    }
}

//! What the generated crate will hold: Rust items with their types, but not yet their text.
//!
//! A plan is complete (emitting it needs no look at the model) and plain data, so that two plans
//! can be compared item by item.

mod build;
mod customizations;
mod defaults;
mod protocols;
mod recursion;
mod traits;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use shapewright_model::ir::{Checksum, Deprecation, ShapeId, TimestampFormat};

pub use self::build::{plan, referenced_shapes};
pub use self::defaults::DefaultPlan;
pub use self::protocols::{Spoken, spoken};

/// A crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The service.
    pub service: ServicePlan,
    /// Structures and unions that are data, by Rust name.
    pub shapes: BTreeMap<String, ShapePlan>,
    /// Enums, by Rust name.
    pub enums: BTreeMap<String, EnumPlan>,
    /// Enums over integers, by Rust name.
    pub int_enums: BTreeMap<String, IntEnumPlan>,
    /// Structures that are errors, by Rust name.
    pub errors: BTreeMap<String, ShapePlan>,
    /// Operations, by Rust name.
    pub operations: BTreeMap<String, OperationPlan>,
}

/// The service of a crate.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePlan {
    /// The id in configuration, such as `ECS`.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// The version of its API.
    pub version: String,
    /// The prefix of its host name.
    pub endpoint_prefix: String,
    /// The name in signatures.
    pub signing_name: String,
    /// What stands before an operation's name in `X-Amz-Target`.
    pub target_prefix: String,
    /// The protocol to speak.
    pub protocol: Spoken,
    /// What the model says about it that matters at run time.
    pub traits: Vec<TraitPlan>,
    /// The model's documentation.
    pub docs: String,
}

/// A structure or union.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapePlan {
    /// The Rust type.
    pub name: String,
    /// The shape in the model.
    pub shape: String,
    /// The static that describes it.
    pub schema: String,
    /// Whether it is a struct, an enum, or a struct that is an error.
    pub kind: ShapeKind,
    /// Fields or variants.
    pub members: Vec<MemberPlan>,
    /// What the model says about it that matters at run time.
    pub traits: Vec<TraitPlan>,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
    /// Whether callers send values of it: if not, they make them for tests alone.
    pub is_input: bool,
    /// Whether callers read values of it: then it has methods that borrow its members.
    pub is_output: bool,
    /// Whether it is the input or output of an operation.
    pub is_operation: bool,
}

/// What becomes of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// A struct.
    Structure,
    /// An enum with a variant per member.
    Union,
    /// A struct that a service answers with instead of an output.
    Error,
}

/// A field of a struct, or a variant of a union's enum.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberPlan {
    /// The field or variant.
    pub name: String,
    /// The member in the model.
    pub member: String,
    /// The type of its values, without the `Option` around a field that may be absent.
    pub ty: Type,
    /// Whether the field may be absent.
    pub optional: bool,
    /// What a field that is always present holds before anybody sets it. A constructor takes the
    /// values of those that have no such default.
    pub default: Option<DefaultPlan>,
    /// The schema of its values.
    pub target: TargetPlan,
    /// What the model says about it that matters at run time.
    pub traits: Vec<TraitPlan>,
    /// What the service asks of its values.
    pub limits: Limits,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
}

/// What a service asks of values beside their type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// The least number, or the least length of what has one.
    pub least: Option<f64>,
    /// The greatest number or length.
    pub greatest: Option<f64>,
    /// No two elements are equal.
    pub unique: bool,
    /// The regular expression of texts.
    pub pattern: Option<String>,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
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
    /// `String`
    String,
    /// The runtime's `Blob`.
    Blob,
    /// The runtime's `Timestamp`.
    Timestamp,
    /// The runtime's `Document`.
    Document,
    /// The runtime's `ByteStream`.
    Stream,
    /// The runtime's `EventStream` of that union.
    Events(TypePath),
    /// A structure or union of the crate.
    Shape(TypePath),
    /// An enum of the crate.
    Enum(TypePath),
    /// An enum over integers of the crate.
    IntEnum(TypePath),
    /// `Vec<…>`
    List(Box<Type>),
    /// `BTreeMap<…, …>`
    Map(Box<Type>, Box<Type>),
    /// `Option<…>`, as an element of a sparse list or map.
    Optional(Box<Type>),
    /// `Box<…>`, where a type would otherwise contain itself.
    Boxed(Box<Type>),
}

/// Where in the crate a type stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypePath {
    /// Its module.
    pub module: TypeModule,
    /// Its name.
    pub name: String,
}

/// The modules that hold types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeModule {
    /// `crate::types`
    Types,
    /// `crate::error`
    Error,
}

/// The schema of a value, as `runtime::schema::Target` has it.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetPlan {
    /// A variant without content, by name.
    Scalar(&'static str),
    /// The schema of a structure or union.
    Shape {
        /// The module of its type.
        module: TypeModule,
        /// Its static.
        schema: String,
    },
    /// A stream of events that are variants of a union.
    Events {
        /// The union's static.
        schema: String,
    },
    /// A list of such elements.
    List(Box<ElementPlan>),
    /// A map of such keys and values.
    Map(Box<(ElementPlan, ElementPlan)>),
}

/// The schema of list elements, map keys or map values.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementPlan {
    /// The schema of the value.
    pub target: TargetPlan,
    /// What the model says about it that matters at run time.
    pub traits: Vec<TraitPlan>,
}

/// A trait that matters at run time, as `runtime::schema::Trait` and its like for operations and
/// services have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraitPlan {
    /// A variant without content, by name.
    Flag(&'static str),
    /// A variant with text, by name.
    Text(&'static str, String),
    /// A variant with two texts, by name.
    Texts(&'static str, String, String),
    /// A variant with a list of texts, by name.
    List(&'static str, Vec<String>),
    /// A variant with a number, by name.
    Number(&'static str, u16),
    /// `Checksum`
    Checksum(Checksum),
    /// `TimestampFormat`
    TimestampFormat(TimestampFormat),
    /// `Http` with that variant of `Location`, which may have text.
    Http(&'static str, Option<String>),
}

/// An enum over text.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumPlan {
    /// The Rust type.
    pub name: String,
    /// The shape in the model.
    pub shape: String,
    /// The values in the order of the model.
    pub variants: Vec<VariantPlan>,
    /// Whether it is the key of a map, and so needs an order.
    pub is_key: bool,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantPlan {
    /// The variant.
    pub name: String,
    /// The value on the wire.
    pub value: String,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
}

/// An enum over integers.
#[derive(Clone, Debug, PartialEq)]
pub struct IntEnumPlan {
    /// The Rust type.
    pub name: String,
    /// The shape in the model.
    pub shape: String,
    /// The values in the order of the model.
    pub constants: Vec<ConstantPlan>,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
}

/// A value of an enum over integers.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstantPlan {
    /// The constant.
    pub name: String,
    /// Its name in the model.
    pub member: String,
    /// The value on the wire.
    pub value: i32,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
}

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationPlan {
    /// The name in the model.
    pub operation: String,
    /// The method of the client, which is the name of its module too.
    pub method: String,
    /// The HTTP method.
    pub http_method: String,
    /// The path.
    pub uri: String,
    /// Its input; the struct's name is the operation's.
    pub input: ShapePlan,
    /// Its output.
    pub output: ShapePlan,
    /// What the model says about it that matters at run time.
    pub traits: Vec<TraitPlan>,
    /// The Rust names of its errors.
    pub errors: Vec<String>,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The model's documentation.
    pub docs: String,
}

/// What cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanError {
    /// The service speaks no protocol, as only a model may that did not come from a file.
    NoProtocol {
        /// Where the service stands.
        at: shapewright_model::ir::Pointer,
    },
    /// The default of a member is none of its values.
    Default {
        /// The member.
        member: String,
        /// What its values are, with an article.
        target: &'static str,
        /// Where the member stands.
        at: shapewright_model::ir::Pointer,
    },
    /// A member's target does not exist or cannot stand there.
    Target {
        /// The target.
        target: ShapeId,
        /// Where it is named.
        at: shapewright_model::ir::Pointer,
    },
}

impl Plan {
    /// The features of the runtime that the crate cannot do without.
    #[must_use]
    pub fn runtime_features(&self) -> BTreeSet<&'static str> {
        let traits = self.operations.values().flat_map(|operation| &operation.traits);
        let events = self.has_events().then_some("event-stream");
        let features = traits.filter_map(TraitPlan::feature).chain(events);
        features.chain(self.service.protocol.feature).collect()
    }

    /// Whether an input or output has a stream of events.
    #[must_use]
    pub fn has_events(&self) -> bool {
        self.has_member(|ty| matches!(ty, Type::Events(_)))
    }

    /// Whether an input or output has a member of such a type.
    pub fn has_member(&self, is_such: impl Fn(&Type) -> bool) -> bool {
        let mut sides = self.operations.values().flat_map(|plan| [&plan.input, &plan.output]);
        sides.any(|side| side.members.iter().any(|member| is_such(&member.ty)))
    }
}

impl Type {
    /// Whether Rust has literals of this type that could be of another.
    #[must_use]
    pub fn is_primitive(&self) -> bool {
        matches!(
            self,
            Self::Boolean
                | Self::Byte
                | Self::Short
                | Self::Integer
                | Self::Long
                | Self::Float
                | Self::Double
        )
    }
}

/// As it stands in the code of programs, with paths from the crate's root.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("bool"),
            Self::Byte => f.write_str("i8"),
            Self::Short => f.write_str("i16"),
            Self::Integer => f.write_str("i32"),
            Self::Long => f.write_str("i64"),
            Self::Float => f.write_str("f32"),
            Self::Double => f.write_str("f64"),
            Self::String => f.write_str("String"),
            Self::Blob => f.write_str("Blob"),
            Self::Timestamp => f.write_str("Timestamp"),
            Self::Document => f.write_str("Document"),
            Self::Stream => f.write_str("ByteStream"),
            Self::Events(path) => write!(f, "EventStream<{path}>"),
            Self::Shape(path) | Self::Enum(path) | Self::IntEnum(path) => path.fmt(f),
            Self::List(element) => write!(f, "Vec<{element}>"),
            Self::Map(key, value) => write!(f, "BTreeMap<{key}, {value}>"),
            Self::Optional(inner) => write!(f, "Option<{inner}>"),
            Self::Boxed(inner) => write!(f, "Box<{inner}>"),
        }
    }
}

impl fmt::Display for TypePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let module = match self.module {
            TypeModule::Types => "types",
            TypeModule::Error => "error",
        };
        write!(f, "{module}::{}", self.name)
    }
}

impl MemberPlan {
    /// Whether it has a value, or none, without anybody setting it.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        self.optional || self.default.is_some()
    }

    /// The type of the elements, if there is a method that borrows them: of a list that may be
    /// absent, where an empty slice says as much.
    #[must_use]
    pub fn lends(&self) -> Option<&Type> {
        match &self.ty {
            Type::List(element) if self.optional => Some(element),
            _ => None,
        }
    }
}

impl Type {
    /// Whether values of it are streams, which are there once: they have neither copies nor
    /// equals.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self, Self::Stream | Self::Events(_))
    }
}

impl TraitPlan {
    /// The feature of the runtime that interprets it, if it stands behind one.
    fn feature(&self) -> Option<&'static str> {
        match self {
            Self::Checksum(_) | Self::Flag("ContentMd5" | "TreeHash") => Some("checksums"),
            Self::List("Compression", _) => Some("compression"),
            _ => None,
        }
    }

    /// A variant with text.
    fn text(variant: &'static str, text: &str) -> Self {
        Self::Text(variant, text.to_owned())
    }
}

impl ShapePlan {
    /// Whether one of its members is a stream.
    #[must_use]
    pub fn holds_stream(&self) -> bool {
        self.members.iter().any(|member| member.ty.is_stream())
    }

    /// Whether values of it are parts of inputs: programs make them one by one, and compare what
    /// they want with what they find. Everything else is made and compared in tests alone, but for
    /// whole inputs, which calls make.
    #[must_use]
    pub fn is_input_part(&self) -> bool {
        self.is_input && !self.is_operation
    }

    /// The members that a constructor takes.
    pub fn required(&self) -> impl Iterator<Item = &MemberPlan> {
        self.members.iter().filter(|member| !member.is_settable())
    }
}

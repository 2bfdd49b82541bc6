//! Formats of bodies, and what reading and writing values can fail with, whatever the format.

mod order;

use std::fmt;

use http::StatusCode;

pub(crate) use self::order::{Between, Orders};
use crate::schema::{Member, Schema, Trait};
use crate::shape::Shape;

/// The deepest nesting that readers and writers follow.
///
/// Deeper input is refused: a few kilobytes of opening brackets must not exhaust the stack.
pub const MAX_DEPTH: usize = 128;

fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}

/// Why a stream is neither written nor read among other members.
const NO_PLACE_FOR_STREAM: &str = "a stream can only be a whole body";

/// A format in which a structure or union is a body: what protocols with HTTP bindings and event
/// streams need to know of JSON, XML or CBOR.
pub trait Codec: Send + Sync {
    /// The media type of bodies in this format.
    fn content_type(&self) -> &'static str;

    /// Appends a structure or union. As the payload of a member, that member may rename the
    /// root of the document.
    ///
    /// # Errors
    /// A union without a known member, or nesting deeper than [`MAX_DEPTH`].
    fn write(
        &self,
        shape: &dyn Shape,
        member: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError>;

    /// Reads a structure or union.
    ///
    /// # Errors
    /// What is wrong with the bytes, and where.
    fn read(&self, bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError>;
}

/// A value that could not be read: what was wrong, where in the value, and at which byte.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<ReadErrorContent>);

#[derive(Clone, PartialEq, Eq)]
struct ReadErrorContent {
    /// The innermost part first: errors gather their path on the way out.
    path: Vec<Segment>,
    problem: String,
    offset: Option<usize>,
    refusal: Refusal,
}

/// What a service says of a request that it cannot read, by the Smithy specification's
/// "HTTP protocol compliance tests" for malformed requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refusal {
    /// It is not what the model says.
    #[default]
    Malformed,
    /// Its body is of another media type than the model says.
    UnsupportedMediaType,
    /// It accepts only responses of other media types than the model says.
    NotAcceptable,
}

impl Refusal {
    /// The HTTP status code of the answer.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        }
    }

    /// The code of the error.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "SerializationException",
            Self::UnsupportedMediaType => "UnsupportedMediaTypeException",
            Self::NotAcceptable => "NotAcceptableException",
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Segment {
    Member(String),
    Index(usize),
    Key(String),
}

impl ReadError {
    /// An error with that description.
    #[must_use]
    pub fn new(problem: impl Into<String>) -> Self {
        Self(Box::new(ReadErrorContent {
            path: Vec::new(),
            problem: problem.into(),
            offset: None,
            refusal: Refusal::default(),
        }))
    }

    /// The error of values below [`MAX_DEPTH`] others.
    pub(crate) fn too_deep() -> Self {
        Self::new(too_deep())
    }

    /// The error of a stream among other members.
    pub(crate) fn of_stream() -> Self {
        Self::new(NO_PLACE_FOR_STREAM)
    }

    /// This error, as a reason to refuse a request.
    #[must_use]
    pub fn refusing(mut self, refusal: Refusal) -> Self {
        self.0.refusal = refusal;
        self
    }

    /// What a service says of a request with this error.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        self.0.refusal
    }

    /// This error, at that byte of the input, counted from zero.
    #[must_use]
    pub fn at(mut self, offset: usize) -> Self {
        self.0.offset = Some(offset);
        self
    }

    /// This error, inside the member of that name.
    #[must_use]
    pub fn in_member(self, name: &str) -> Self {
        self.inside(Segment::Member(name.to_owned()))
    }

    /// This error, inside the list element of that index.
    #[must_use]
    pub fn in_element(self, index: usize) -> Self {
        self.inside(Segment::Index(index))
    }

    /// This error, inside the map entry of that key.
    #[must_use]
    pub fn in_entry(self, key: &str) -> Self {
        self.inside(Segment::Key(key.to_owned()))
    }

    /// This error, inside that member, without what it says of a sensitive value.
    #[must_use]
    pub fn of_member(self, member: &Member) -> Self {
        if !member.has(&Trait::Sensitive) {
            return self.in_member(member.name());
        }
        let error = Self::new("the sensitive value is not of the expected kind");
        let error = match self.offset() {
            Some(offset) => error.at(offset),
            None => error,
        };
        error.in_member(member.name())
    }

    fn inside(mut self, segment: Segment) -> Self {
        self.0.path.push(segment);
        self
    }

    /// The place in the value, such as `tasks[3].containers[0].exitCode`; empty for the whole.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Member(name) if path.is_empty() => path.push_str(name),
                Segment::Member(name) => path.extend([".", name]),
                Segment::Index(index) => path.push_str(&format!("[{index}]")),
                Segment::Key(key) => path.push_str(&format!("[{key:?}]")),
            }
        }
        path
    }

    /// The byte of the input where the problem is, counted from zero, if there is such a place.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.0.problem)?;
        match self.0.offset {
            Some(offset) => write!(f, " at byte {offset}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}

/// A value that could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError(String);

impl WriteError {
    /// An error with that description.
    #[must_use]
    pub fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }

    /// The error of values below [`MAX_DEPTH`] others.
    pub(crate) fn too_deep() -> Self {
        Self::new(too_deep())
    }

    /// The error of a stream among other members.
    pub(crate) fn of_stream() -> Self {
        Self::new(NO_PLACE_FOR_STREAM)
    }

    /// The error of a union that holds what this version of its model does not know.
    pub(crate) fn unknown_variant(union: &Schema) -> Self {
        Self::new(format!("the union {} has no known member", union.name))
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

//! One case of a suite, whichever suite it comes from, and what came of it.
//!
//! Cases are data: they are read by the command and run by a program that is compiled in between,
//! because it holds the generated crates.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// What the suite calls it.
    pub id: String,
    /// The protocol by its absolute Smithy id, such as `aws.protocols#restJson1`.
    pub protocol: String,
    /// What it is about.
    pub kind: Kind,
    /// Whose part is tested.
    pub side: Side,
    /// The crate that has the operation.
    pub model: String,
    /// The operation's name in the model.
    pub operation: String,
    /// What to do, and what should come of it.
    pub test: Test,
}

/// What cases are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The request of a call.
    Request,
    /// The response of a successful call.
    Response,
    /// The response of a failed call.
    Error,
    /// Messages of an event stream.
    EventStream,
    /// A request that a server refuses.
    Malformed,
}

/// The two parties of a call. Each writes what the other reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Writes requests, reads responses.
    Client,
    /// Reads requests, writes responses.
    Server,
}

/// What to do in a case: from values to a message, or from a message to values, depending on the
/// side.
///
/// Values (`params`) are Smithy node values by member name, as the suites have them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// An input and its request.
    Request {
        /// The input.
        params: Value,
        /// How the client is set up.
        client: ClientSettings,
        /// The request.
        request: Request,
    },
    /// An output and its response.
    Response {
        /// The output.
        params: Value,
        /// The response.
        response: Response,
    },
    /// An error and its response.
    Error {
        /// The error.
        error: ErrorTest,
        /// The response.
        response: Response,
    },
    /// A stream of events, and the message that it is the body of.
    Events(EventsTest),
    /// A request that is none, and the response that refuses it.
    Malformed {
        /// The request.
        request: Request,
        /// The response.
        response: Response,
    },
}

/// How a client is set up for a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSettings {
    /// The URL of the endpoint; none leaves the choice to the client.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Where the names of buckets stand.
    pub s3: Buckets,
}

/// What a client of S3 is told about the names of buckets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buckets {
    /// They stand in the path, not in the host's name.
    pub in_path: bool,
    /// The host is the one for accelerated transfers.
    pub accelerated: bool,
    /// The host has addresses of IPv6 as well.
    pub dual_stack: bool,
}

/// An error as a caller is to see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorTest {
    /// The shape that it must be identified as, if the model has it.
    pub shape: Option<String>,
    /// The code that it must have, if that is tested.
    pub code: Option<String>,
    /// The message that it must have, if that is tested.
    pub message: Option<String>,
    /// The members.
    pub params: Value,
}

/// A stream of events in a request or response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventsTest {
    /// The members beside the stream.
    pub params: Value,
    /// The message that the stream is the body of. What it has for a body comes before the events.
    pub head: Head,
    /// The events.
    pub events: Vec<EventTest>,
    /// What reading it gives.
    pub outcome: Outcome,
}

/// What reading a stream gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The events.
    Events,
    /// A failure: the error of that name, or of none that the model knows.
    Failure(Option<String>),
}

/// A message whose body is a stream of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Head {
    /// The stream is a client's.
    Request(Request),
    /// The stream is a server's.
    Response(Response),
}

/// An event and its message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventTest {
    /// The event; none if the message holds none of the model's.
    pub params: Option<Value>,
    /// The message, in base64; empty if it is part of the body that is there already.
    pub message: String,
    /// How its payload is compared.
    pub format: Format,
}

/// A request: to be read, or what a written one is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The method; none is not compared.
    pub method: Option<String>,
    /// The path.
    pub path: String,
    /// Pieces of the query string, as `key=value` or `key`.
    pub query: Vec<String>,
    /// Whether these pieces are all that there are.
    pub whole_query: bool,
    /// Keys that the query string must not have.
    pub forbid_query: Vec<String>,
    /// Keys that the query string must have.
    pub require_query: Vec<String>,
    /// The value of the header `host`; none is not compared.
    pub host: Option<String>,
    /// Headers and body.
    pub content: Content,
}

/// A response: to be read, or what a written one is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Headers and body.
    pub content: Content,
}

/// Headers and body of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Headers by name.
    pub headers: BTreeMap<String, String>,
    /// Headers that there must not be.
    pub forbid_headers: Vec<String>,
    /// Headers that there must be.
    pub require_headers: Vec<String>,
    /// Whether blanks behind commas in the values of headers count.
    pub loose_lists: bool,
    /// The body; none is not compared, and empty when it is read.
    pub body: Option<Body>,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The text; base64 if it is [`Format::Cbor`] or [`Format::Base64`].
    pub text: String,
    /// How bodies are compared.
    pub format: Format,
}

/// How bodies are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Byte by byte.
    #[default]
    Bytes,
    /// Byte by byte; the text is base64.
    Base64,
    /// By value.
    Json,
    /// By elements, attributes and text, white space at the ends of texts trimmed.
    Xml,
    /// As parameters in any order.
    Form,
    /// By value; the text is base64.
    Cbor,
}

impl Format {
    /// How a body of that media type is compared.
    #[must_use]
    pub fn of(media_type: Option<&str>) -> Self {
        match media_type {
            Some("application/json") => Self::Json,
            Some("application/xml") => Self::Xml,
            Some("application/x-www-form-urlencoded") => Self::Form,
            Some("application/cbor") => Self::Cbor,
            _ => Self::Bytes,
        }
    }
}

/// What came of a case: nothing if all was as expected.
pub type Differences = Vec<Difference>;

/// Something that was not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What was compared, such as a header or a member.
    pub what: String,
    /// What should have come.
    pub expected: String,
    /// What came.
    pub actual: String,
}

impl Difference {
    /// A difference between two texts.
    pub fn new(
        what: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Self {
        Self { what: what.into(), expected: expected.into(), actual: actual.into() }
    }
}

impl Kind {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 5] =
        [Self::Request, Self::Response, Self::Error, Self::EventStream, Self::Malformed];

    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Error => "error",
            Self::EventStream => "eventstream",
            Self::Malformed => "malformed",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Case {
    /// The id in reports, where the server's part is marked if there is a client's as well.
    #[must_use]
    pub fn shown_id(&self) -> String {
        match (self.side, self.kind) {
            (Side::Client, _) | (_, Kind::Malformed) => self.id.clone(),
            (Side::Server, _) => format!("{} (server)", self.id),
        }
    }

    /// The protocol's name without its namespace, such as `restJson1`.
    #[must_use]
    pub fn protocol_name(&self) -> &str {
        self.protocol.rsplit_once('#').map_or(&*self.protocol, |(_, name)| name)
    }
}

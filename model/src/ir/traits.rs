//! What a model says about a shape or a member beside its type.

use std::collections::BTreeMap;

/// The traits of a shape or a member that a generator or a codec may need.
///
/// One type for both, since most traits may stand on either. Absent means that the model says
/// nothing, not that it says no.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// The place in the HTTP message that the member is bound to.
    pub location: Option<Location>,
    /// The name on the wire: botocore's `locationName`, Smithy's `jsonName` or `xmlName`.
    pub wire_name: Option<String>,
    /// The name in EC2 query requests, if it differs from what `wire_name` yields.
    pub query_name: Option<String>,
    /// How timestamps are written.
    pub timestamp_format: Option<TimestampFormat>,
    /// Values must not be logged.
    pub sensitive: bool,
    /// The bytes are streamed, not held in memory.
    pub streaming: bool,
    /// A stream whose length must be known before it is sent.
    pub requires_length: bool,
    /// List or map entries stand in the parent element, without a wrapper.
    pub flattened: bool,
    /// The member is an attribute of the parent's XML element.
    pub xml_attribute: bool,
    /// The XML namespace: prefix (or empty) and URI.
    pub xml_namespace: Option<(String, String)>,
    /// The client fills the member with a UUID if the caller does not.
    pub idempotency_token: bool,
    /// The string holds JSON text.
    pub json_value: bool,
    /// The media type of the blob or string.
    pub media_type: Option<String>,
    /// The member is a label of the host name.
    pub host_label: bool,
    /// A number or boolean that may be absent.
    pub boxed: bool,
    /// The union or structure is a stream of events.
    pub event_stream: bool,
    /// The structure is one event of a stream.
    pub event: bool,
    /// The member is the payload of its event.
    pub event_payload: bool,
    /// The member is a header of its event.
    pub event_header: bool,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The least and the greatest length or value.
    pub range: Option<(Option<f64>, Option<f64>)>,
    /// The regular expression that values match.
    pub pattern: Option<String>,
    /// Traits that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
}

/// Where in an HTTP message a member is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path of the URI, under this label.
    Label(String),
    /// In the query string, under this key.
    Query(String),
    /// All entries of a map, in the query string.
    QueryParams,
    /// In this header.
    Header(String),
    /// All entries of a map, in headers with this prefix.
    PrefixHeaders(String),
    /// The status code of the response.
    StatusCode,
    /// The whole body.
    Payload,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// RFC 3339 in UTC, `1985-04-12T23:20:50.520Z`.
    DateTime,
    /// The IMF-fixdate of RFC 9110, `Fri, 12 Apr 1985 23:20:50 GMT`.
    HttpDate,
    /// Seconds since 1970-01-01T00:00:00Z, with a fraction if need be.
    EpochSeconds,
}

/// That something is deprecated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// What to use instead, or why.
    pub message: Option<String>,
    /// Since which version or day.
    pub since: Option<String>,
}

/// What makes a structure an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorTraits {
    /// The code on the wire where it differs from the shape's name.
    pub code: Option<String>,
    /// The HTTP status code.
    pub status: Option<u16>,
    /// Whose fault it is, if the model says so.
    pub fault: Option<Fault>,
    /// Present if the call may be repeated; true if it was throttled.
    pub retryable: Option<bool>,
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The caller's.
    Client,
    /// The service's.
    Server,
}

impl Traits {
    /// These traits, with `target`'s where these are silent.
    #[must_use]
    pub fn over(&self, target: &Self) -> Self {
        let mut other = target.other.clone();
        other.extend(self.other.clone());
        Self {
            location: self.location.clone().or_else(|| target.location.clone()),
            wire_name: self.wire_name.clone().or_else(|| target.wire_name.clone()),
            query_name: self.query_name.clone().or_else(|| target.query_name.clone()),
            timestamp_format: self.timestamp_format.or(target.timestamp_format),
            sensitive: self.sensitive || target.sensitive,
            streaming: self.streaming || target.streaming,
            requires_length: self.requires_length || target.requires_length,
            flattened: self.flattened || target.flattened,
            xml_attribute: self.xml_attribute || target.xml_attribute,
            xml_namespace: self.xml_namespace.clone().or_else(|| target.xml_namespace.clone()),
            idempotency_token: self.idempotency_token || target.idempotency_token,
            json_value: self.json_value || target.json_value,
            media_type: self.media_type.clone().or_else(|| target.media_type.clone()),
            host_label: self.host_label || target.host_label,
            boxed: self.boxed || target.boxed,
            event_stream: self.event_stream || target.event_stream,
            event: self.event || target.event,
            event_payload: self.event_payload || target.event_payload,
            event_header: self.event_header || target.event_header,
            deprecated: self.deprecated.clone().or_else(|| target.deprecated.clone()),
            range: self.range.or(target.range),
            pattern: self.pattern.clone().or_else(|| target.pattern.clone()),
            other,
        }
    }
}

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
    /// The member's name in the JSON of restJson1: Smithy's `jsonName`, botocore's
    /// `locationName`. The other protocols over JSON and CBOR use the member's own name.
    pub json_name: Option<String>,
    /// Smithy's `xmlName`, botocore's `locationName`: of a member, the name of its element or
    /// attribute, and of its parameter in the query protocols; of a structure or union, the name
    /// of its element where it is the root of a document, and nowhere else.
    pub xml_name: Option<String>,
    /// The member's name in requests of ec2Query (`ec2QueryName`); without it, `xml_name` or the
    /// member's own name, begun with a capital letter.
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
    /// The XML namespace that the element declares: prefix (or empty) and URI. That of a
    /// structure or union counts where it is the root of a document, and nowhere else.
    pub xml_namespace: Option<(String, String)>,
    /// The client fills the member with a UUID if the caller does not.
    pub idempotency_token: bool,
    /// The media type of the blob or string, `application/json` for botocore's `jsonvalue`.
    /// Strings that have one stand in headers in base64.
    pub media_type: Option<String>,
    /// The member is a label of the host name.
    pub host_label: bool,
    /// A number or boolean that may be absent, as botocore and Smithy 1.0 say it.
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
    /// No two elements of the list are equal.
    pub unique_items: bool,
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
    /// The code that the query protocols have on the wire, and that comes in
    /// `x-amzn-query-error`, where it differs from the shape's name.
    pub code: Option<String>,
    /// The HTTP status code; without it, 400 or 500 by `fault`.
    pub status: Option<u16>,
    /// The HTTP status code in awsQuery, where it differs from `status`.
    pub query_status: Option<u16>,
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
    /// These traits, those of a member, with those of its target where these are silent.
    ///
    /// Names and namespaces are not taken over: those of a target are about documents of which it
    /// is the root.
    #[must_use]
    pub fn over(&self, target: &Self) -> Self {
        let mut other = target.other.clone();
        other.extend(self.other.clone());
        Self {
            location: self.location.clone().or_else(|| target.location.clone()),
            json_name: self.json_name.clone(),
            xml_name: self.xml_name.clone(),
            query_name: self.query_name.clone(),
            timestamp_format: self.timestamp_format.or(target.timestamp_format),
            sensitive: self.sensitive || target.sensitive,
            streaming: self.streaming || target.streaming,
            requires_length: self.requires_length || target.requires_length,
            flattened: self.flattened || target.flattened,
            xml_attribute: self.xml_attribute || target.xml_attribute,
            xml_namespace: self.xml_namespace.clone(),
            idempotency_token: self.idempotency_token || target.idempotency_token,
            media_type: self.media_type.clone().or_else(|| target.media_type.clone()),
            host_label: self.host_label || target.host_label,
            boxed: self.boxed || target.boxed,
            event_stream: self.event_stream || target.event_stream,
            event: self.event || target.event,
            event_payload: self.event_payload || target.event_payload,
            event_header: self.event_header || target.event_header,
            deprecated: self.deprecated.clone().or_else(|| target.deprecated.clone()),
            range: self.range.or(target.range),
            unique_items: self.unique_items || target.unique_items,
            pattern: self.pattern.clone().or_else(|| target.pattern.clone()),
            other,
        }
    }
}

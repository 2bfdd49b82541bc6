//! Members, and the traits that members and shapes share.

use crate::common::range;
use crate::diagnostic::Report;
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{Deprecation, Location, Member, Pointer, ShapeId, TimestampFormat, Traits};
use crate::json::Node;
use crate::source::Place;

/// A member of that name; `None` if it is not even an object.
pub(super) fn member(name: &str, node: Node<'_>, at: Pointer, report: &Report) -> Option<Member> {
    let mut fields = Fields::open(node, at, report)?;
    let target = fields.required("shape").text("shape")?;
    let location = location(name, &mut fields);
    let mut traits = traits(&mut fields);
    traits.location = location;
    Some(Member {
        name: name.to_owned(),
        target: ShapeId(target),
        required: false,
        default: None,
        added_default: false,
        client_optional: false,
        docs: fields.docs(),
        at: fields.at.clone(),
        traits: Traits { other: fields.rest(), ..traits },
    })
}

/// The place in the HTTP message, named by `locationName` or else by the member itself.
///
/// `querystring` also stands for a whole map of parameters; which of the two depends on the
/// target and is told apart once all shapes are known.
fn location(name: &str, fields: &mut Fields<'_, '_>) -> Option<Location> {
    let location = fields.text("location")?;
    if location == "statusCode" {
        return Some(Location::StatusCode);
    }
    let (bind, grammar): (fn(String) -> Location, _) = match location.as_str() {
        "uri" => (Location::Label, &grammar::LABEL),
        "querystring" => (Location::Query, &grammar::PARAMETER),
        "header" => (Location::Header, &grammar::HEADER),
        "headers" => (Location::PrefixHeaders, &grammar::HEADER_PREFIX),
        _ => {
            let known = "uri, querystring, header, headers or statusCode";
            fields.unknown("location", &location, known);
            return None;
        }
    };
    let wire_name = fields.formed("locationName", grammar);
    Some(bind(match (wire_name, location.as_str()) {
        (Some(wire_name), _) => wire_name,
        // A prefix may be empty, which takes in all headers.
        (None, "headers") => String::new(),
        (None, _) => {
            grammar.check(name, || Place::Key(fields.at.clone()), fields.report);
            name.to_owned()
        }
    }))
}

/// The traits that may stand on shapes and members alike.
pub(super) fn traits(fields: &mut Fields<'_, '_>) -> Traits {
    let name = fields.formed("locationName", &grammar::LINE);
    let json = fields.flag("jsonvalue").then(|| "application/json".to_owned());
    Traits {
        location: None,
        json_name: name.clone(),
        xml_name: name,
        query_name: fields.formed("queryName", &grammar::XML_NAME),
        timestamp_format: timestamp_format(fields),
        sensitive: fields.flag("sensitive"),
        streaming: fields.flag("streaming"),
        requires_length: fields.flag("requiresLength"),
        flattened: fields.flag("flattened"),
        xml_attribute: fields.flag("xmlAttribute"),
        xml_namespace: xml_namespace(fields),
        idempotency_token: fields.flag("idempotencyToken"),
        media_type: fields.formed("mediaType", &grammar::MEDIA_TYPE).or(json),
        host_label: fields.flag("hostLabel"),
        boxed: fields.flag("box"),
        event_stream: fields.flag("eventstream"),
        event: fields.flag("event"),
        event_payload: fields.flag("eventpayload"),
        event_header: fields.flag("eventheader"),
        deprecated: deprecation(fields),
        range: range(fields),
        unique_items: false,
        pattern: fields.text("pattern"),
        other: Default::default(),
    }
}

/// `deprecated` with its message and its date.
pub(super) fn deprecation(fields: &mut Fields<'_, '_>) -> Option<Deprecation> {
    if !fields.flag("deprecated") {
        return None;
    }
    let message = fields.text("deprecatedMessage");
    let since = fields.text("deprecatedSince");
    Some(Deprecation { message, since })
}

/// `xmlNamespace`: an object, or just the URI.
pub(super) fn xml_namespace(fields: &mut Fields<'_, '_>) -> Option<(String, String)> {
    if matches!(fields.peek("xmlNamespace")?, Node::String(_)) {
        return Some((String::new(), fields.formed("xmlNamespace", &grammar::NAMESPACE)?));
    }
    let mut namespace = fields.object("xmlNamespace")?;
    let uri = namespace.required("uri").formed("uri", &grammar::NAMESPACE)?;
    let prefix = namespace.formed("prefix", &grammar::XML_PREFIX).unwrap_or_default();
    fields.keep("xmlNamespace", namespace);
    Some((prefix, uri))
}

/// `timestampFormat`, in botocore's names (`TIMESTAMP_FORMAT` in `botocore/serialize.py`).
fn timestamp_format(fields: &mut Fields<'_, '_>) -> Option<TimestampFormat> {
    match fields.text("timestampFormat")?.as_str() {
        "iso8601" => Some(TimestampFormat::DateTime),
        "rfc822" => Some(TimestampFormat::HttpDate),
        "unixTimestamp" => Some(TimestampFormat::EpochSeconds),
        other => {
            fields.unknown("timestampFormat", other, "iso8601, rfc822 or unixTimestamp");
            None
        }
    }
}

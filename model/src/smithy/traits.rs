//! The traits that shapes and members share, by the specification's chapters on traits.

use crate::codes;
use crate::common;
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{Deprecation, Location, TimestampFormat, Traits};
use crate::source::Place;

/// What the traits in `fields` say, without bindings to HTTP messages; what nothing reads stays.
pub(super) fn traits(fields: &mut Fields<'_, '_>) -> Traits {
    Traits {
        location: None,
        json_name: fields.formed("smithy.api#jsonName", &grammar::LINE),
        xml_name: fields.formed("smithy.api#xmlName", &grammar::XML_NAME),
        query_name: fields.formed("aws.protocols#ec2QueryName", &grammar::XML_NAME),
        timestamp_format: timestamp_format(fields),
        sensitive: fields.annotation("smithy.api#sensitive"),
        streaming: fields.annotation("smithy.api#streaming"),
        requires_length: fields.annotation("smithy.api#requiresLength"),
        flattened: fields.annotation("smithy.api#xmlFlattened"),
        xml_attribute: fields.annotation("smithy.api#xmlAttribute"),
        xml_namespace: xml_namespace(fields),
        idempotency_token: fields.annotation("smithy.api#idempotencyToken"),
        media_type: fields.formed("smithy.api#mediaType", &grammar::MEDIA_TYPE),
        host_label: fields.annotation("smithy.api#hostLabel"),
        boxed: fields.annotation("smithy.api#box"),
        event_stream: false,
        event: false,
        event_payload: fields.annotation("smithy.api#eventPayload"),
        event_header: fields.annotation("smithy.api#eventHeader"),
        deprecated: deprecation(fields),
        range: range(fields),
        unique_items: fields.annotation("smithy.api#uniqueItems"),
        pattern: fields.text("smithy.api#pattern"),
        other: Default::default(),
    }
}

/// The place in the HTTP message that a member of that name is bound to (specification "HTTP
/// bindings").
pub(super) fn location(name: &str, fields: &mut Fields<'_, '_>) -> Option<Location> {
    let mut bound: Vec<(&str, Location)> = Vec::new();
    let mut bind = |key, location: Option<Location>| {
        bound.extend(location.map(|location| (key, location)));
    };
    let annotations = [
        ("smithy.api#httpLabel", Location::Label(name.to_owned())),
        ("smithy.api#httpQueryParams", Location::QueryParams),
        ("smithy.api#httpResponseCode", Location::StatusCode),
        ("smithy.api#httpPayload", Location::Payload),
    ];
    for (key, location) in annotations {
        bind(key, fields.annotation(key).then_some(location));
    }
    let key = "smithy.api#httpQuery";
    bind(key, fields.formed(key, &grammar::PARAMETER).map(Location::Query));
    let key = "smithy.api#httpHeader";
    bind(key, fields.formed(key, &grammar::HEADER).map(Location::Header));
    let key = "smithy.api#httpPrefixHeaders";
    bind(key, fields.formed(key, &grammar::HEADER_PREFIX).map(Location::PrefixHeaders));

    if let [(first, _), (second, _), ..] = bound.as_slice() {
        fields.report.add(
            Diagnostic::new(
                &codes::IMPOSSIBLE_LOCATION,
                format!("`{name}` is bound to two places"),
            )
            .label(Place::Key(fields.below(first)), "one here")
            .label(Place::Key(fields.below(second)), "and another here"),
        );
    }
    bound.into_iter().next().map(|(_, location)| location)
}

/// `deprecated` with its message and version.
pub(super) fn deprecation(fields: &mut Fields<'_, '_>) -> Option<Deprecation> {
    let mut deprecated = fields.object("smithy.api#deprecated")?;
    let (message, since) = (deprecated.text("message"), deprecated.text("since"));
    fields.keep("smithy.api#deprecated", deprecated);
    Some(Deprecation { message, since })
}

pub(super) fn docs(fields: &mut Fields<'_, '_>) -> String {
    fields.text("smithy.api#documentation").unwrap_or_default()
}

/// `xmlNamespace`: prefix, or empty, and URI.
pub(super) fn xml_namespace(fields: &mut Fields<'_, '_>) -> Option<(String, String)> {
    let mut namespace = fields.object("smithy.api#xmlNamespace")?;
    let uri = namespace.required("uri").formed("uri", &grammar::NAMESPACE)?;
    let prefix = namespace.formed("prefix", &grammar::XML_PREFIX).unwrap_or_default();
    fields.keep("smithy.api#xmlNamespace", namespace);
    Some((prefix, uri))
}

fn timestamp_format(fields: &mut Fields<'_, '_>) -> Option<TimestampFormat> {
    let key = "smithy.api#timestampFormat";
    match fields.text(key)?.as_str() {
        "date-time" => Some(TimestampFormat::DateTime),
        "http-date" => Some(TimestampFormat::HttpDate),
        "epoch-seconds" => Some(TimestampFormat::EpochSeconds),
        other => {
            fields.unknown(key, other, "date-time, http-date or epoch-seconds");
            None
        }
    }
}

/// The bounds of `length` or of `range`, of which a shape has at most one.
fn range(fields: &mut Fields<'_, '_>) -> Option<(Option<f64>, Option<f64>)> {
    let key = ["smithy.api#length", "smithy.api#range"].into_iter().find(|key| fields.has(key))?;
    let mut bounds = fields.object(key)?;
    let range = common::range(&mut bounds);
    fields.keep(key, bounds);
    range
}

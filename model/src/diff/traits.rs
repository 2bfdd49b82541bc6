//! What differs in the traits of a shape or member.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::constraints::constraints;
use super::formats::Formats;
use super::rules::{self, Rule};
use crate::ir::{Deprecation, ErrorTraits, Fault, Location, Needs, TimestampFormat, Traits};

/// A difference of one trait.
pub(super) struct Differing {
    pub(super) what: String,
    pub(super) old: Value,
    pub(super) new: Value,
    pub(super) rule: &'static Rule,
}

impl Differing {
    /// The difference of two values, if they differ.
    pub(super) fn of(what: &str, old: Value, new: Value, rule: &'static Rule) -> Option<Self> {
        (old != new).then(|| Self { what: what.to_owned(), old, new, rule })
    }
}

/// What the traits of two shapes or members have to be seen with.
#[derive(Clone, Copy)]
pub(super) struct Frame<'m> {
    /// What the protocols read.
    pub(super) needs: Needs,
    pub(super) formats: Formats,
    /// The lowest value or length that there is.
    pub(super) least: f64,
    /// The name that a member has on the wire if no trait gives it another.
    pub(super) name: Option<&'m str>,
}

/// What differs in the traits of two shapes or members that say what values mean.
pub(super) fn meant(old: &Traits, new: &Traits, frame: Frame<'_>) -> Vec<Differing> {
    let mut found: Vec<_> = behaviour(old, new, frame.formats).collect();
    found.extend(constraints(old, new, frame.least));
    found.extend(others(&old.other, &new.other));
    found
}

/// How to get at the value of a trait.
type Get = fn(&Traits) -> Value;

/// What differs in the traits that say where and how a value stands in messages.
pub(super) fn written(
    old: &Traits,
    new: &Traits,
    Frame { needs, name, .. }: Frame<'_>,
) -> Vec<Differing> {
    let rows: [(&str, bool, Get); 14] = [
        ("location", needs.http, |traits| traits.location.as_ref().map(location).into()),
        ("jsonName", needs.json_names, |traits| traits.json_name.clone().into()),
        ("xmlName", needs.xml, |traits| traits.xml_name.clone().into()),
        ("ec2QueryName", needs.ec2, |traits| traits.query_name.clone().into()),
        ("xmlFlattened", needs.xml, |traits| traits.flattened.into()),
        ("xmlAttribute", needs.xml, |traits| traits.xml_attribute.into()),
        ("xmlNamespace", needs.xml, |traits| namespace(traits.xml_namespace.as_ref())),
        ("timestampFormat", true, |traits| traits.timestamp_format.map(timestamp_format).into()),
        ("mediaType", true, |traits| traits.media_type.clone().into()),
        ("streaming", true, |traits| traits.streaming.into()),
        ("requiresLength", true, |traits| traits.requires_length.into()),
        ("hostLabel", true, |traits| traits.host_label.into()),
        ("eventStream", true, |traits| (traits.event_stream || traits.event).into()),
        ("eventMember", true, |traits| event_member(traits).into()),
    ];
    let mut found: Vec<Differing> = Vec::new();
    let (read, unread): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.1);
    let rules = [(read, &rules::WIRE_FORM_CHANGED), (unread, &rules::UNREAD_TRAIT_CHANGED)];
    for (rows, rule) in rules {
        for (what, _, get) in rows {
            let Some(differing) = Differing::of(what, get(old), get(new), rule) else { continue };
            let is_own = |value: &Value| value.is_null() || value.as_str() == name;
            if is_name(what) && is_own(&differing.old) && is_own(&differing.new) {
                continue;
            }
            // A `locationName` of botocore is the name of the member in all protocols.
            let is_known = |known: &Differing| {
                is_name(what)
                    && is_name(&known.what)
                    && (&known.old, &known.new) == (&differing.old, &differing.new)
            };
            if !found.iter().any(is_known) {
                found.push(differing);
            }
        }
    }
    found
}

/// Whether a trait gives a member its name; `ec2QueryName` gives one that is written otherwise.
fn is_name(what: &str) -> bool {
    matches!(what, "jsonName" | "xmlName")
}

/// The traits that say what clients do.
fn behaviour(old: &Traits, new: &Traits, formats: Formats) -> impl Iterator<Item = Differing> {
    let flag = |what: &str, old: bool, new: bool, added, removed| {
        Differing::of(what, old.into(), new.into(), if new { added } else { removed })
    };
    let sensitive = flag(
        "sensitive",
        old.sensitive,
        new.sensitive,
        &rules::SENSITIVE_ADDED,
        &rules::SENSITIVE_REMOVED,
    );
    let token = flag(
        "idempotencyToken",
        old.idempotency_token,
        new.idempotency_token,
        &rules::IDEMPOTENCY_TOKEN_ADDED,
        &rules::IDEMPOTENCY_TOKEN_REMOVED,
    );
    let nullability = &rules::NULLABILITY_CHANGED;
    let boxed = flag("box", old.boxed, new.boxed, nullability, nullability);
    let boxed = boxed.filter(|_| formats.has_boxes());
    let deprecated = deprecation(old.deprecated.as_ref(), new.deprecated.as_ref());
    [sensitive, token, boxed, deprecated].into_iter().flatten()
}

/// What differs in a deprecation.
pub(super) fn deprecation(
    old: Option<&Deprecation>,
    new: Option<&Deprecation>,
) -> Option<Differing> {
    let shown = |deprecation: &Deprecation| {
        let Deprecation { message, since } = deprecation;
        json!({ "message": message, "since": since })
    };
    let (old, new) = (old.map(shown).into(), new.map(shown).into());
    Differing::of("deprecated", old, new, &rules::DEPRECATION_CHANGED)
}

/// What differs in what makes a structure an error.
///
/// Smithy always says whose fault an error is, botocore only if it is the service's; the status
/// that both may leave out follows from it.
pub(super) fn error(old: &ErrorTraits, new: &ErrorTraits, formats: Formats) -> Vec<Differing> {
    let is_server = |traits: &ErrorTraits| match (traits.status, traits.fault) {
        (Some(status), _) => status >= 500,
        (None, fault) => fault == Some(Fault::Server),
    };
    let is_kept = is_server(old) == is_server(new);
    let rule = |is_open: bool| match is_open && is_kept {
        true => &rules::ERROR_STATED,
        false => &rules::ERROR_TRAIT_CHANGED,
    };
    let is_told = formats != Formats::Mixed;
    let fault = |traits: &ErrorTraits| match traits.fault {
        Some(Fault::Server) => Value::from("server"),
        None if is_told => Value::Null,
        Some(Fault::Client) | None => "client".into(),
    };
    let status = |traits: &ErrorTraits| match (traits.status, traits.fault) {
        (None, Some(Fault::Server)) if !is_told => Value::from(500),
        (None, _) if !is_told => 400.into(),
        (status, _) => status.into(),
    };
    let retryable = |traits: &ErrorTraits| match traits.retryable {
        Some(true) => Value::from("throttling"),
        Some(false) => Value::from("retryable"),
        None => Value::Null,
    };
    let code = &rules::ERROR_CODE_CHANGED;
    let other = &rules::ERROR_TRAIT_CHANGED;
    let differing = [
        Differing::of("errorCode", old.code.clone().into(), new.code.clone().into(), code),
        Differing::of(
            "httpError",
            status(old),
            status(new),
            rule(old.status.is_none() || new.status.is_none()),
        ),
        Differing::of("queryStatus", old.query_status.into(), new.query_status.into(), other),
        Differing::of(
            "fault",
            fault(old),
            fault(new),
            rule(old.fault.is_none() || new.fault.is_none()),
        ),
        Differing::of("retryable", retryable(old), retryable(new), other),
    ];
    differing.into_iter().flatten().collect()
}

/// What differs in traits that nothing reads.
pub(super) fn others(
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
) -> Vec<Differing> {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let value = |traits: &BTreeMap<String, Value>, key| traits.get(key).cloned().into();
    keys.into_iter()
        .filter_map(|key| {
            let rule = &rules::UNREAD_TRAIT_CHANGED;
            Differing::of(key, value(old, key), value(new, key), rule)
        })
        .collect()
}

/// An XML namespace: its prefix (or empty) and URI.
pub(super) fn namespace(namespace: Option<&(String, String)>) -> Value {
    namespace.map(|(prefix, uri)| json!({ "prefix": prefix, "uri": uri })).into()
}

fn event_member(traits: &Traits) -> Option<&'static str> {
    match (traits.event_payload, traits.event_header) {
        (true, _) => Some("payload"),
        (false, true) => Some("header"),
        (false, false) => None,
    }
}

fn location(location: &Location) -> Value {
    match location {
        // Which one is the path's affair.
        Location::Label(_) => "label".to_owned(),
        Location::Query(key) => format!("query {key}"),
        Location::QueryParams => "query parameters".to_owned(),
        Location::Header(name) => format!("header {name}"),
        Location::PrefixHeaders(prefix) => format!("headers {prefix}*"),
        Location::StatusCode => "status code".to_owned(),
        Location::Payload => "payload".to_owned(),
    }
    .into()
}

fn timestamp_format(format: TimestampFormat) -> Value {
    match format {
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::HttpDate => "http-date",
        TimestampFormat::EpochSeconds => "epoch-seconds",
    }
    .into()
}

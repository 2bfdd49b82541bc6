//! The `shapes` of a model.

use std::collections::{BTreeMap, HashSet};

use super::members::{member, traits};
use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::enums::without_repeated;
use crate::fields::{Entry, Fields};
use crate::grammar::{self, LONGEST_NAME};
use crate::ir::{
    EnumValue, ErrorTraits, Fault, List, Location, Map, Member, Shape, ShapeId, ShapeKind,
    Structure, Traits,
};
use crate::json::Node;
use crate::source::Place;

/// The types of shapes that botocore's parsers know.
const TYPES: [&str; 12] = [
    "blob",
    "boolean",
    "character",
    "double",
    "float",
    "integer",
    "list",
    "long",
    "map",
    "string",
    "structure",
    "timestamp",
];

/// All shapes by id.
pub(super) fn shapes(entries: Vec<Entry<'_>>, report: &Report) -> BTreeMap<ShapeId, Shape> {
    entries
        .into_iter()
        .filter_map(|(name, node, at)| {
            check_name("a shape", &name, || Place::Key(at.clone()), report);
            let fields = Fields::open(node, at, report)?;
            let id = ShapeId(name.into_owned());
            Some((id.clone(), shape(id, fields)?))
        })
        .collect()
}

fn shape(id: ShapeId, mut fields: Fields<'_, '_>) -> Option<Shape> {
    let kind = fields.required("type").text("type")?;
    let mut traits = traits(&mut fields);
    let kind = match kind.as_str() {
        "blob" => ShapeKind::Blob,
        "boolean" => ShapeKind::Boolean,
        "double" => ShapeKind::Double,
        "float" => ShapeKind::Float,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "timestamp" => ShapeKind::Timestamp,
        "string" if fields.has("enum") => ShapeKind::Enum(enum_values(&mut fields)),
        "string" | "character" => ShapeKind::String,
        "list" => ShapeKind::List(Box::new(List {
            member: fixed_member("member", &mut fields)?,
            sparse: fields.flag("sparse"),
        })),
        "map" => ShapeKind::Map(Box::new(Map {
            key: fixed_member("key", &mut fields)?,
            value: fixed_member("value", &mut fields)?,
            sparse: fields.flag("sparse"),
        })),
        "structure" => structure(&mut fields, &traits),
        unknown => {
            unknown_type(unknown, &fields);
            return None;
        }
    };
    let (docs, at) = (fields.docs(), fields.at.clone());
    traits.other = fields.rest();
    Some(Shape { id, kind, traits, docs, at })
}

/// The `member` of a list, the `key` or `value` of a map.
fn fixed_member(name: &str, fields: &mut Fields<'_, '_>) -> Option<Member> {
    let at = fields.below(name);
    let node = fields.required(name).take(name)?;
    member(name, node, at, fields.report)
}

fn enum_values(fields: &mut Fields<'_, '_>) -> Vec<EnumValue> {
    let values =
        fields.all_formed("enum", &grammar::LINE).into_iter().map(|(value, at)| EnumValue {
            name: None,
            value,
            docs: String::new(),
            deprecated: None,
            other: BTreeMap::new(),
            at,
        });
    without_repeated(values, |value| (value.value.clone(), value.at.clone()), fields.report)
}

/// A structure, union, stream of events or document: all have the type `structure`.
fn structure(fields: &mut Fields<'_, '_>, traits: &Traits) -> ShapeKind {
    if fields.flag("document") {
        // Members would say nothing about free-form data; if there are any, they stay with the
        // traits that nothing reads.
        if matches!(fields.peek("members"), Some(Node::Object(members)) if members.is_empty()) {
            fields.take("members");
        }
        return ShapeKind::Document;
    }
    let is_union = fields.flag("union");
    fields.required("members");
    let report = fields.report;
    let entries = fields.table("members");
    // Of all members, also those that are dropped because something is wrong with them.
    let names: HashSet<String> = entries.iter().map(|(name, ..)| name.to_string()).collect();
    let mut members: Vec<Member> = entries
        .into_iter()
        .filter_map(|(name, node, at)| {
            check_name("a member", &name, || Place::Key(at.clone()), report);
            member(&name, node, at, report)
        })
        .collect();

    let mut required = HashSet::new();
    for (name, at) in fields.texts("required") {
        if names.contains(&name) {
            required.insert(name);
        } else {
            unknown_member("required", &name, Place::Value(at), &names, report);
        }
    }
    for member in &mut members {
        member.required = required.contains(&member.name);
    }
    if let Some(name) = fields.text("payload") {
        let at = Place::Value(fields.below("payload"));
        match members.iter_mut().find(|member| member.name == name) {
            Some(member) if member.traits.location.is_some() => {
                let bound = Place::Value(member.at.join("location"));
                report.add(
                    Diagnostic::new(
                        &codes::IMPOSSIBLE_LOCATION,
                        format!("the payload `{name}` is also bound to another place"),
                    )
                    .label(at, "the whole body here")
                    .label(bound, "and another place here"),
                );
            }
            Some(member) => member.traits.location = Some(Location::Payload),
            None if names.contains(&name) => {}
            None => unknown_member("payload", &name, at, &names, report),
        }
    }

    let error = error_traits(fields);
    let structure = Structure { members, error, ..Structure::default() };
    // botocore marks a stream of events as such only, but each message is exactly one member.
    if is_union || traits.event_stream {
        ShapeKind::Union(structure)
    } else {
        ShapeKind::Structure(structure)
    }
}

/// `error`, `exception` and `fault`, any of which makes an error; `retryable` of errors.
fn error_traits(fields: &mut Fields<'_, '_>) -> Option<ErrorTraits> {
    let mut is_error = fields.flag("exception");
    let mut is_server_fault = fields.flag("fault");
    let mut traits = ErrorTraits::default();
    if let Some(mut error) = fields.object("error") {
        is_error = true;
        traits.code = error.formed("code", &grammar::CODE);
        traits.status = error.status("httpStatusCode");
        is_server_fault |= error.flag("fault");
        if error.flag("senderFault") {
            traits.fault = Some(Fault::Client);
        }
        fields.keep("error", error);
    }
    if is_server_fault {
        is_error = true;
        traits.fault = Some(Fault::Server);
    }
    if !is_error {
        return None;
    }
    if let Some(mut retryable) = fields.object("retryable") {
        traits.retryable = Some(retryable.flag("throttling"));
        fields.keep("retryable", retryable);
    }
    Some(traits)
}

fn unknown_member(key: &str, name: &str, place: Place, names: &HashSet<String>, report: &Report) {
    let diagnostic = Diagnostic::new(
        &codes::UNKNOWN_MEMBER,
        format!("`{key}` names `{name}`, which is no member"),
    )
    .label(place, "not a member of this structure");
    let names = names.iter().map(String::as_str);
    report.add(diagnostic.did_you_mean(name, names, &report.guesses));
}

fn unknown_type(name: &str, fields: &Fields<'_, '_>) {
    let diagnostic =
        Diagnostic::new(&codes::UNKNOWN_SHAPE_TYPE, format!("`{name}` is no type of shapes"))
            .label(Place::Value(fields.below("type")), "unknown type")
            .help(format!("known are {}", TYPES.join(", ")));
    let guesses = &fields.report.guesses;
    fields.report.add(diagnostic.did_you_mean(name, TYPES, guesses));
}

/// Whether a name begins with a letter or underscore and goes on with what real names contain;
/// `what` it names comes with its article.
pub(super) fn check_name(what: &str, name: &str, place: impl FnOnce() -> Place, report: &Report) {
    let good_start = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_good = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'#' | b':' | b'-')
    };
    if good_start && name.len() <= LONGEST_NAME && name.as_bytes().iter().all(is_good) {
        return;
    }
    let message = if name.is_empty() {
        format!("the name of {what} is empty")
    } else {
        format!("`{}` cannot be the name of {what}", name.escape_debug())
    };
    report.add(Diagnostic::new(&codes::INVALID_NAME, message).label(place(), "this name").help(
        "a name begins with a letter or an underscore and continues with letters, digits and any \
         of `_ . # : -`; it has at most 160 characters",
    ));
}

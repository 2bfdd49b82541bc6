//! From definitions to shapes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::definitions::{Definition, MemberDefinition};
use super::enums::{integers, strings, strings_of_trait};
use super::prelude;
use super::traits::{docs, location, traits};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{
    ErrorTraits, Fault, List, Map, Member, Shape, ShapeId, ShapeKind, Structure, Traits,
};
use crate::json::Node;
use crate::source::Place;

/// All shapes of a file and of the prelude.
pub(super) struct Shapes {
    /// The shapes under their absolute ids.
    pub(super) shapes: BTreeMap<ShapeId, Shape>,
    /// The values that stand for the absence of members with those targets.
    defaults: BTreeMap<ShapeId, Value>,
    /// The model is of version 1 of the format.
    is_old: bool,
}

impl Shapes {
    /// The shapes of the prelude.
    pub(super) fn new(is_old: bool) -> Self {
        let mut shapes = Self { shapes: BTreeMap::new(), defaults: BTreeMap::new(), is_old };
        for (id, kind) in prelude::SHAPES {
            let kind = simple(kind).unwrap_or(ShapeKind::Structure(Structure::default()));
            let zero = if id.starts_with(prelude::PRIMITIVE) { zero(&kind) } else { None };
            let id = ShapeId(id.to_owned());
            shapes.defaults.extend(zero.map(|zero| (id.clone(), zero)));
            let (traits, docs, at) = Default::default();
            shapes.shapes.insert(id.clone(), Shape { id, kind, traits, docs, at });
        }
        shapes
    }

    /// Adds what is defined under that id.
    pub(super) fn add(&mut self, id: String, definition: Definition<'_, '_>) {
        let id = ShapeId(id);
        let Definition { kind, members, traits: mut fields, fields: other, .. } = definition;
        let at = other.at.clone();
        let default = fields.take("smithy.api#default").map(Node::into_value);
        let mut traits = traits(&mut fields);
        traits.unique_items |= kind == "set";
        let Some(kind) = content(kind, members, &mut fields, &other) else {
            return;
        };
        if matches!(kind, ShapeKind::Union(_)) && traits.streaming {
            // Of a union, `streaming` says something else than of a blob.
            traits.streaming = false;
            traits.event_stream = true;
        }
        // Version 1 has no `default`: what is not boxed begins as zero or false.
        let zero = if self.is_old && !traits.boxed { zero(&kind) } else { None };
        self.defaults.extend(default.or(zero).map(|default| (id.clone(), default)));
        let docs = docs(&mut fields);
        fields.overlay(other);
        traits.other = fields.rest();
        self.shapes.insert(id.clone(), Shape { id, kind, traits, docs, at });
    }

    /// Completes what depends on the targets of members.
    pub(super) fn finish(mut self) -> BTreeMap<ShapeId, Shape> {
        let mut events = Vec::new();
        for shape in self.shapes.values_mut() {
            let is_structure = matches!(shape.kind, ShapeKind::Structure(_));
            for member in shape.kind.members_mut() {
                let boxed = self.is_old && member.traits.boxed;
                let of_target = self.defaults.get(&member.target).filter(|_| !boxed);
                let default = member.default.take().or_else(|| of_target.cloned());
                // Only members of structures can be absent.
                member.default = default.filter(|default| is_structure && !default.is_null());
            }
            if shape.traits.event_stream {
                events.extend(shape.kind.members().map(|member| member.target.clone()));
            }
        }
        for event in events {
            if let Some(Shape { kind: ShapeKind::Structure(structure), traits, .. }) =
                self.shapes.get_mut(&event)
            {
                traits.event = structure.error.is_none();
            }
        }
        self.shapes
    }
}

/// What a shape of that type consists of; `None` for shapes that describe no values.
fn content<'r, 's>(
    kind: &str,
    members: Vec<MemberDefinition<'r, 's>>,
    traits: &mut Fields<'r, 's>,
    definition: &Fields<'r, 's>,
) -> Option<ShapeKind> {
    Some(match kind {
        "enum" => ShapeKind::Enum(strings(members)),
        "intEnum" => ShapeKind::IntEnum(integers(members)),
        "list" | "set" => {
            let sparse = traits.annotation("smithy.api#sparse");
            let [member] = fixed_members(["member"], members, definition)?;
            ShapeKind::List(Box::new(List { member, sparse }))
        }
        "map" => {
            let sparse = traits.annotation("smithy.api#sparse");
            let [key, value] = fixed_members(["key", "value"], members, definition)?;
            ShapeKind::Map(Box::new(Map { key, value, sparse }))
        }
        "string" if traits.has("smithy.api#enum") => ShapeKind::Enum(strings_of_trait(traits)),
        "structure" => ShapeKind::Structure(structure(members, traits)),
        "union" => ShapeKind::Union(structure(members, traits)),
        kind => return simple(kind),
    })
}

/// The kind of a shape whose type says all.
fn simple(kind: &str) -> Option<ShapeKind> {
    Some(match kind {
        "bigDecimal" => ShapeKind::BigDecimal,
        "bigInteger" => ShapeKind::BigInteger,
        "blob" => ShapeKind::Blob,
        "boolean" => ShapeKind::Boolean,
        "byte" => ShapeKind::Byte,
        "document" => ShapeKind::Document,
        "double" => ShapeKind::Double,
        "float" => ShapeKind::Float,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "short" => ShapeKind::Short,
        "string" => ShapeKind::String,
        "timestamp" => ShapeKind::Timestamp,
        _ => return None,
    })
}

/// Zero or false, for numbers and booleans.
fn zero(kind: &ShapeKind) -> Option<Value> {
    match kind {
        ShapeKind::Boolean => Some(false.into()),
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::Float
        | ShapeKind::Double => Some(0.into()),
        _ => None,
    }
}

/// The members of a list or map, in the order of `names`; those that are missing are reported.
fn fixed_members<'r, 's, const N: usize>(
    names: [&str; N],
    members: Vec<MemberDefinition<'r, 's>>,
    definition: &Fields<'r, 's>,
) -> Option<[Member; N]> {
    let mut members: BTreeMap<String, Member> = members
        .into_iter()
        .map(|definition| (definition.name.clone(), member(definition)))
        .collect();
    let found = names.map(|name| {
        let member = members.remove(name);
        if member.is_none() {
            definition.report.add(
                Diagnostic::new(&codes::MISSING_KEY, format!("the key `{name}` is missing"))
                    .label(Place::Key(definition.at.clone()), "in this object"),
            );
        }
        member
    });
    let found: Vec<Member> = found.into_iter().flatten().collect();
    found.try_into().ok()
}

fn structure<'r, 's>(
    members: Vec<MemberDefinition<'r, 's>>,
    traits: &mut Fields<'r, 's>,
) -> Structure {
    let is_input = traits.annotation("smithy.api#input");
    let mut members: Vec<Member> = members.into_iter().map(member).collect();
    for member in &mut members {
        member.client_optional |= is_input;
    }
    Structure {
        members,
        error: error(traits),
        is_input,
        is_output: traits.annotation("smithy.api#output"),
    }
}

fn member(definition: MemberDefinition<'_, '_>) -> Member {
    let MemberDefinition { name, target, traits: mut fields, at } = definition;
    let location = location(&name, &mut fields);
    let traits = traits(&mut fields);
    Member {
        target: ShapeId(target.id),
        required: fields.annotation("smithy.api#required"),
        default: fields.take("smithy.api#default").map(Node::into_value),
        added_default: fields.annotation("smithy.api#addedDefault"),
        client_optional: fields.annotation("smithy.api#clientOptional"),
        docs: docs(&mut fields),
        traits: Traits { location, other: fields.rest(), ..traits },
        name,
        at,
    }
}

/// What makes a structure an error: `error`, and the traits that only errors have.
fn error(fields: &mut Fields<'_, '_>) -> Option<ErrorTraits> {
    let key = "smithy.api#error";
    let fault = match fields.text(key)?.as_str() {
        "client" => Some(Fault::Client),
        "server" => Some(Fault::Server),
        other => {
            fields.unknown(key, other, "client or server");
            None
        }
    };
    let mut error = ErrorTraits {
        fault,
        status: fields.status("smithy.api#httpError"),
        ..ErrorTraits::default()
    };
    if let Some(mut retryable) = fields.object("smithy.api#retryable") {
        error.retryable = Some(retryable.flag("throttling"));
        fields.keep("smithy.api#retryable", retryable);
    }
    if let Some(mut query) = fields.object("aws.protocols#awsQueryError") {
        error.code = query.required("code").formed("code", &grammar::CODE);
        let status = query.status("httpResponseCode");
        error.query_status = status.filter(|_| status != error.status);
        fields.keep("aws.protocols#awsQueryError", query);
    }
    Some(error)
}

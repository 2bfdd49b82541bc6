//! The `shapes` of the file as they stand there, before anything is made of them.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::fields::{Entry, Fields};
use crate::grammar::LONGEST_NAME;
use crate::ir::Pointer;
use crate::source::Place;

/// The types of shapes (specification "JSON AST", section "Shapes").
const TYPES: [&str; 24] = [
    "apply",
    "bigDecimal",
    "bigInteger",
    "blob",
    "boolean",
    "byte",
    "document",
    "double",
    "enum",
    "float",
    "intEnum",
    "integer",
    "list",
    "long",
    "map",
    "operation",
    "resource",
    "service",
    "set",
    "short",
    "string",
    "structure",
    "timestamp",
    "union",
];

/// A key under which shapes of a type refer to shapes of a type.
pub(super) struct Link {
    pub(super) from: &'static str,
    pub(super) key: &'static str,
    is_list: bool,
    pub(super) to: &'static str,
}

/// The references of operations, resources and services.
pub(super) const LINKS: [Link; 15] = [
    Link { from: "operation", key: "input", is_list: false, to: "structure" },
    Link { from: "operation", key: "output", is_list: false, to: "structure" },
    Link { from: "operation", key: "errors", is_list: true, to: "structure" },
    Link { from: "resource", key: "create", is_list: false, to: "operation" },
    Link { from: "resource", key: "put", is_list: false, to: "operation" },
    Link { from: "resource", key: "read", is_list: false, to: "operation" },
    Link { from: "resource", key: "update", is_list: false, to: "operation" },
    Link { from: "resource", key: "delete", is_list: false, to: "operation" },
    Link { from: "resource", key: "list", is_list: false, to: "operation" },
    Link { from: "resource", key: "operations", is_list: true, to: "operation" },
    Link { from: "resource", key: "collectionOperations", is_list: true, to: "operation" },
    Link { from: "resource", key: "resources", is_list: true, to: "resource" },
    Link { from: "service", key: "operations", is_list: true, to: "operation" },
    Link { from: "service", key: "resources", is_list: true, to: "resource" },
    Link { from: "service", key: "errors", is_list: true, to: "structure" },
];

/// Everything that `shapes` defines.
pub(super) struct Definitions<'r, 's> {
    /// The shapes by their absolute ids.
    pub(super) shapes: BTreeMap<String, Definition<'r, 's>>,
    /// The traits that are applied to shapes and members from outside of them.
    pub(super) applied: Vec<Application<'r, 's>>,
    /// All ids, also those of shapes that were dropped because something is wrong with them.
    pub(super) ids: HashSet<String>,
}

/// A shape as the file has it.
#[derive(Clone)]
pub(super) struct Definition<'r, 's> {
    /// One of the types that the format knows.
    pub(super) kind: &'static str,
    /// The shapes that it takes members and traits from.
    pub(super) mixins: Vec<Reference>,
    /// Its members; those of a list or map have the names of their keys.
    pub(super) members: Vec<MemberDefinition<'r, 's>>,
    /// The shapes that a service, resource or operation refers to, by the keys of [`LINKS`].
    pub(super) links: BTreeMap<&'static str, Vec<Reference>>,
    /// Its traits by their absolute ids.
    pub(super) traits: Fields<'r, 's>,
    /// The other keys, which depend on the type.
    pub(super) fields: Fields<'r, 's>,
}

/// A member as the file has it.
#[derive(Clone)]
pub(super) struct MemberDefinition<'r, 's> {
    /// Its name.
    pub(super) name: String,
    /// The shape of its values.
    pub(super) target: Reference,
    /// Its traits by their absolute ids.
    pub(super) traits: Fields<'r, 's>,
    /// Where it stands.
    pub(super) at: Pointer,
}

/// The id of a shape, where another one refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The absolute id.
    pub(super) id: String,
    /// Where the id stands.
    pub(super) at: Pointer,
}

/// Traits that are applied to a shape or member from outside of it.
pub(super) struct Application<'r, 's> {
    /// The absolute id of the shape.
    pub(super) shape: String,
    /// The name of the member, if they are applied to one.
    pub(super) member: Option<String>,
    /// The traits.
    pub(super) traits: Fields<'r, 's>,
    /// Where it stands.
    pub(super) at: Pointer,
}

/// Reads the entries of `shapes`.
pub(super) fn read<'r, 's>(entries: Vec<Entry<'s>>, report: &'r Report) -> Definitions<'r, 's> {
    let mut definitions =
        Definitions { shapes: BTreeMap::new(), applied: Vec::new(), ids: HashSet::new() };
    for (id, node, at) in entries {
        let fields = Fields::open(node, at.clone(), report);
        let kind = fields.and_then(|mut fields| Some((kind(&mut fields)?, fields)));
        match kind {
            Some(("apply", mut fields)) => {
                let (shape, member) = match id.split_once('$') {
                    Some((shape, member)) => (shape, Some(member.to_owned())),
                    None => (&*id, None),
                };
                let traits = traits(&mut fields);
                let shape = shape.to_owned();
                definitions.applied.push(Application { shape, member, traits, at });
                continue;
            }
            Some((kind, fields)) => {
                definitions.shapes.insert(id.to_string(), definition(kind, fields));
            }
            None => {}
        }
        check_id(&id, &at, report);
        definitions.ids.insert(id.into_owned());
    }
    definitions
}

fn kind(fields: &mut Fields<'_, '_>) -> Option<&'static str> {
    let name = fields.required("type").text("type")?;
    let kind = TYPES.into_iter().find(|kind| *kind == name);
    if kind.is_none() {
        let diagnostic =
            Diagnostic::new(&codes::UNKNOWN_SHAPE_TYPE, format!("`{name}` is no type of shapes"))
                .label(Place::Value(fields.below("type")), "unknown type")
                .help(format!("known are {}", TYPES.join(", ")));
        let guesses = &fields.report.guesses;
        fields.report.add(diagnostic.did_you_mean(&name, TYPES, guesses));
    }
    kind
}

fn definition<'r, 's>(kind: &'static str, mut fields: Fields<'r, 's>) -> Definition<'r, 's> {
    let members = match kind {
        "list" | "set" => fixed_members(&["member"], &mut fields),
        "map" => fixed_members(&["key", "value"], &mut fields),
        "structure" | "union" | "enum" | "intEnum" => fields.table("members"),
        _ => Vec::new(),
    };
    let report = fields.report;
    Definition {
        kind,
        mixins: list(&mut fields, "mixins"),
        members: members.into_iter().filter_map(|entry| member(entry, report)).collect(),
        links: links(kind, &mut fields),
        traits: traits(&mut fields),
        fields,
    }
}

/// The entries of those keys that are there; what is missing may come from a mixin.
fn fixed_members<'s>(names: &[&'static str], fields: &mut Fields<'_, 's>) -> Vec<Entry<'s>> {
    names
        .iter()
        .filter_map(|name| {
            let at = fields.below(name);
            Some(((*name).into(), fields.take(name)?, at))
        })
        .collect()
}

fn member<'r, 's>(entry: Entry<'s>, report: &'r Report) -> Option<MemberDefinition<'r, 's>> {
    let (name, node, at) = entry;
    check_identifier("a member", &name, Place::Key(at.clone()), report);
    let mut fields = Fields::open(node, at.clone(), report)?;
    let target = target(&mut fields)?;
    let mut traits = traits(&mut fields);
    // What else the member says is no trait, but kept with them.
    traits.overlay(fields);
    Some(MemberDefinition { name: name.into_owned(), target, traits, at })
}

fn traits<'r, 's>(fields: &mut Fields<'r, 's>) -> Fields<'r, 's> {
    let (at, report) = (fields.below("traits"), fields.report);
    fields.object("traits").unwrap_or_else(|| Fields::empty(at, report))
}

/// The id below `target` of such an object as all references are.
fn target(fields: &mut Fields<'_, '_>) -> Option<Reference> {
    let at = fields.below("target");
    let id = fields.required("target").text("target")?;
    Some(Reference { id, at })
}

fn links(kind: &str, fields: &mut Fields<'_, '_>) -> BTreeMap<&'static str, Vec<Reference>> {
    LINKS
        .iter()
        .filter(|link| link.from == kind)
        .map(|link| {
            let references = if link.is_list {
                list(fields, link.key)
            } else {
                let reference = fields.object(link.key);
                reference.and_then(|mut reference| target(&mut reference)).into_iter().collect()
            };
            (link.key, references)
        })
        .filter(|(_, references)| !references.is_empty())
        .collect()
}

/// The references in the array below `key`; none if it is absent.
fn list(fields: &mut Fields<'_, '_>, key: &str) -> Vec<Reference> {
    let report = fields.report;
    fields
        .list(key)
        .into_iter()
        .filter_map(|(node, at)| target(&mut Fields::open(node, at, report)?))
        .collect()
}

/// Checks that an id is absolute (specification "Smithy model", section "Shape ID").
fn check_id(id: &str, at: &Pointer, report: &Report) {
    let is_absolute = id.split_once('#').is_some_and(|(namespace, name)| {
        namespace.split('.').all(is_identifier) && is_identifier(name)
    });
    if !is_absolute {
        invalid_name("a shape", id, Place::Key(at.clone()), report);
    }
}

/// Checks that the name of `what`, with its article, is an identifier of the same section.
pub(super) fn check_identifier(what: &str, name: &str, place: Place, report: &Report) {
    if !is_identifier(name) {
        invalid_name(what, name, place, report);
    }
}

impl<'r, 's> Definition<'r, 's> {
    /// Where the shape stands.
    pub(super) fn at(&self) -> &Pointer {
        &self.fields.at
    }

    /// The shapes that it refers to under one of the keys of [`LINKS`].
    pub(super) fn linked(&self, key: &str) -> &[Reference] {
        self.links.get(key).map_or(&[], Vec::as_slice)
    }
}

impl From<Definition<'_, '_>> for Value {
    /// What is kept of a shape that nothing reads.
    fn from(definition: Definition<'_, '_>) -> Self {
        let Definition { links, traits, fields, .. } = definition;
        let mut value: Map<String, Self> = fields.rest().into_iter().collect();
        value.extend(links.into_iter().map(|(key, references)| {
            let ids = references.into_iter().map(|reference| Self::from(reference.id));
            (key.to_owned(), ids.collect())
        }));
        value.insert("traits".to_owned(), traits.rest().into_iter().collect());
        Self::Object(value)
    }
}

/// Whether shapes of that type describe values.
pub(super) fn is_data(kind: &str) -> bool {
    !matches!(kind, "service" | "resource" | "operation")
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    name.len() <= LONGEST_NAME
        && chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn invalid_name(what: &str, name: &str, place: Place, report: &Report) {
    report.add(
        Diagnostic::new(
            &codes::INVALID_NAME,
            format!("`{}` cannot be the name of {what}", name.escape_debug()),
        )
        .label(place, "this name")
        .help(
            "names consist of at most 160 letters, digits and underscores, and begin with no digit; \
             those of shapes follow a namespace, as in `example.weather#Forecast`",
        ),
    );
}

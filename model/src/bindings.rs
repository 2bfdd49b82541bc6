//! Whether members fit the places in the HTTP message that they are bound to.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Location, Member, Model, Operation, Pointer, Protocol, ShapeKind};
use crate::source::Place;

/// The keys below an operation, one in the other, under which a format has templates.
pub(crate) struct Templates {
    /// The path with its labels.
    pub(crate) path: &'static [&'static str],
    /// The prefix of the host name with its labels.
    pub(crate) host_prefix: &'static [&'static str],
}

/// Checks the bindings of all members and operations.
pub(crate) fn check(model: &Model, templates: &Templates, report: &Report) {
    for shape in model.shapes.values() {
        for member in shape.kind.members() {
            check_location(model, member, report);
        }
    }
    let is_rest = model
        .service
        .protocols
        .iter()
        .any(|protocol| matches!(protocol, Protocol::RestJson1 | Protocol::RestXml));
    for operation in model.operations.values() {
        if is_rest {
            check_path(model, operation, place(operation, templates.path), report);
        }
        check_host(model, operation, place(operation, templates.host_prefix), report);
    }
}

fn place(operation: &Operation, keys: &[&str]) -> Place {
    Place::Value(keys.iter().fold(operation.at.clone(), |at, key| at.join(key)))
}

fn check_location(model: &Model, member: &Member, report: &Report) {
    let Some(location) = &member.traits.location else {
        return;
    };
    let Some(target) = model.shape(&member.target) else {
        return;
    };
    let fits = match location {
        Location::Label(_) => is_simple(&target.kind),
        Location::Query(_) | Location::Header(_) => is_simple_or_list(model, &target.kind),
        Location::QueryParams | Location::PrefixHeaders(_) => match &target.kind {
            ShapeKind::Map(map) => {
                kind_of(model, &map.value).is_none_or(|kind| is_simple_or_list(model, kind))
            }
            _ => false,
        },
        Location::StatusCode => matches!(target.kind, ShapeKind::Integer),
        Location::Payload => matches!(
            target.kind,
            ShapeKind::Blob
                | ShapeKind::String
                | ShapeKind::Enum(_)
                | ShapeKind::Document
                | ShapeKind::Structure(_)
                | ShapeKind::Union(_)
                | ShapeKind::List(_)
                | ShapeKind::Map(_)
        ),
    };
    if fits {
        return;
    }
    let message = format!(
        "`{}` is {}, which cannot stand in {}",
        member.name,
        target.kind.describe(),
        describe(location),
    );
    let mut diagnostic = Diagnostic::new(&codes::IMPOSSIBLE_LOCATION, message)
        .label(Place::Key(member.at.clone()), "bound here");
    // Shapes that every model has stand nowhere.
    if target.at != Pointer::default() {
        diagnostic = diagnostic.label(Place::Key(target.at.clone()), "its type");
    }
    report.add(diagnostic);
}

fn describe(location: &Location) -> &'static str {
    match location {
        Location::Label(_) => "the path",
        Location::Query(_) | Location::QueryParams => "the query string",
        Location::Header(_) => "a header",
        Location::PrefixHeaders(_) => "headers with a prefix",
        Location::StatusCode => "the status code",
        Location::Payload => "the body on its own",
    }
}

fn kind_of<'m>(model: &'m Model, member: &Member) -> Option<&'m ShapeKind> {
    model.shape(&member.target).map(|shape| &shape.kind)
}

/// Whether a value is written as one piece of text.
fn is_simple(kind: &ShapeKind) -> bool {
    !matches!(
        kind,
        ShapeKind::Blob
            | ShapeKind::Document
            | ShapeKind::List(_)
            | ShapeKind::Map(_)
            | ShapeKind::Structure(_)
            | ShapeKind::Union(_)
    )
}

fn is_simple_or_list(model: &Model, kind: &ShapeKind) -> bool {
    match kind {
        ShapeKind::List(list) => kind_of(model, &list.member).is_none_or(is_simple),
        kind => is_simple(kind),
    }
}

/// Checks that the labels of the path are the members that are bound to them.
fn check_path(model: &Model, operation: &Operation, at: Place, report: &Report) {
    let labels = labels(&operation.http.uri);
    let mut bound = BTreeSet::new();
    for member in inputs(model, operation) {
        let Some(Location::Label(label)) = &member.traits.location else {
            continue;
        };
        bound.insert(label.as_str());
        if !labels.contains(label.as_str()) {
            report.add(
                Diagnostic::new(
                    &codes::UNBOUND_LABEL,
                    format!("the path of `{}` has no label `{{{label}}}`", operation.name),
                )
                .label(Place::Key(member.at.clone()), "this member has no place")
                .label(at.clone(), "in this path"),
            );
        }
    }
    for label in labels.difference(&bound) {
        report.add(
            Diagnostic::new(
                &codes::UNBOUND_LABEL,
                format!("no member of the input fills the label `{{{label}}}`"),
            )
            .label(at.clone(), "in this path"),
        );
    }
}

/// Checks that the labels of the host prefix are members of the input with `hostLabel`.
fn check_host(model: &Model, operation: &Operation, at: Place, report: &Report) {
    let Some(prefix) = &operation.traits.host_prefix else {
        return;
    };
    let bound: BTreeSet<&str> = inputs(model, operation)
        .filter(|member| member.traits.host_label)
        .map(|member| member.name.as_str())
        .collect();
    for label in labels(prefix).difference(&bound) {
        report.add(
            Diagnostic::new(
                &codes::UNBOUND_LABEL,
                format!("no member of the input fills the label `{{{label}}}`"),
            )
            .label(at.clone(), "in this prefix of the host name"),
        );
    }
}

fn inputs<'m>(model: &'m Model, operation: &Operation) -> impl Iterator<Item = &'m Member> {
    let input = operation.input.as_ref().and_then(|id| model.shape(id));
    input.into_iter().flat_map(|shape| shape.kind.members())
}

/// The names in braces, without the `+` of those that may span several segments.
fn labels(template: &str) -> BTreeSet<&str> {
    template
        .split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap_or(rest))
        .map(|label| label.strip_suffix('+').unwrap_or(label))
        .collect()
}

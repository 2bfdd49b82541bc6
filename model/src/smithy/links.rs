//! Whether references lead somewhere, and to the right type of shape.

use super::definitions::{Definition, Definitions, LINKS, MemberDefinition, Reference, is_data};
use super::mixins::MIXIN;
use super::prelude;
use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Report};
use crate::json::Node;
use crate::references::References;
use crate::source::Place;

/// Checks all references of the file, whether or not the service reaches them.
pub(super) fn check(definitions: &Definitions<'_, '_>, report: &Report) {
    let mut defined = definitions.ids.clone();
    defined.extend(prelude::SHAPES.iter().map(|(id, _)| (*id).to_owned()));
    let mut references = References::new(&defined, report);
    let checker = Checker { definitions, report };
    for shape in definitions.shapes.values() {
        for reference in shape.links.values().flatten().chain(&shape.mixins) {
            references.check(&reference.id, || Place::Value(reference.at.clone()));
        }
        for member in &shape.members {
            references.check(&member.target.id, || Place::Value(member.target.at.clone()));
            checker.check_member(shape, member);
        }
        for (target, place) in resource_members(shape) {
            references.check(target, || place);
        }
        for (id, place) in renamed(shape) {
            references.check(id, || place);
        }
        checker.check_links(shape);
        checker.check_mixins(shape);
    }
    for application in &definitions.applied {
        references.check(&application.shape, || Place::Key(application.at.clone()));
    }
    references.report_dangling();
}

/// The targets of a resource's identifiers and properties.
fn resource_members<'d>(
    resource: &'d Definition<'_, '_>,
) -> impl Iterator<Item = (&'d str, Place)> {
    let keys = if resource.kind == "resource" { &["identifiers", "properties"][..] } else { &[] };
    keys.iter().flat_map(|key| {
        let members = match resource.fields.peek(key) {
            Some(Node::Object(members)) => members.as_slice(),
            _ => &[],
        };
        members.iter().filter_map(|(name, member)| match member.get("target") {
            Some(Node::String(target)) => {
                let at = resource.fields.below(key).join(name).join("target");
                Some((&**target, Place::Value(at)))
            }
            _ => None,
        })
    })
}

/// The shapes that a service gives new names to.
fn renamed<'d>(service: &'d Definition<'_, '_>) -> impl Iterator<Item = (&'d str, Place)> {
    let renames = match service.fields.peek("rename") {
        Some(Node::Object(renames)) => renames.as_slice(),
        _ => &[],
    };
    let at = service.fields.below("rename");
    renames.iter().map(move |(id, _)| (&**id, Place::Key(at.join(id))))
}

struct Checker<'a, 'r, 's> {
    definitions: &'a Definitions<'r, 's>,
    report: &'a Report,
}

impl Checker<'_, '_, '_> {
    /// The type of the shape that is referred to.
    fn kind(&self, reference: &Reference) -> Option<&'static str> {
        match self.definitions.shapes.get(&reference.id) {
            Some(target) => Some(target.kind),
            None => prelude::kind(&reference.id),
        }
    }

    fn check_links(&self, shape: &Definition<'_, '_>) {
        for link in LINKS.iter().filter(|link| link.from == shape.kind) {
            for reference in shape.linked(link.key) {
                if self.kind(reference).is_some_and(|kind| kind != link.to) {
                    let code = match link.to {
                        "structure" => &codes::NOT_A_STRUCTURE,
                        _ => &codes::WRONG_SHAPE,
                    };
                    self.mismatch(code, reference, with_article(link.to));
                }
            }
        }
    }

    /// The targets of members are shapes that describe values, those of keys strings.
    fn check_member(&self, shape: &Definition<'_, '_>, member: &MemberDefinition<'_, '_>) {
        let Some(kind) = self.kind(&member.target) else {
            return;
        };
        if !is_data(kind) {
            self.mismatch(&codes::WRONG_SHAPE, &member.target, "a shape of values".to_owned());
        } else if shape.kind == "map" && member.name == "key" && !["string", "enum"].contains(&kind)
        {
            self.mismatch(&codes::MAP_KEY_NOT_STRING, &member.target, "a string".to_owned());
        }
    }

    fn check_mixins(&self, shape: &Definition<'_, '_>) {
        for reference in &shape.mixins {
            let Some(mixin) = self.definitions.shapes.get(&reference.id) else {
                continue;
            };
            if mixin.kind != shape.kind {
                self.mismatch(&codes::WRONG_SHAPE, reference, with_article(shape.kind));
            } else if !mixin.traits.has(MIXIN) {
                self.report.add(
                    Diagnostic::new(&codes::NOT_A_MIXIN, format!("`{}` is no mixin", reference.id))
                        .label(Place::Value(reference.at.clone()), "mixed in here")
                        .label(
                            Place::Key(mixin.at().clone()),
                            "lacks the trait `smithy.api#mixin`",
                        ),
                );
            }
        }
    }

    fn mismatch(&self, code: &'static Code, reference: &Reference, expected: String) {
        let kind = self.kind(reference).unwrap_or_default();
        let message = format!("`{}` is {}", reference.id, with_article(kind));
        let mut diagnostic = Diagnostic::new(code, message)
            .label(Place::Value(reference.at.clone()), format!("should be {expected}"));
        if let Some(target) = self.definitions.shapes.get(&reference.id) {
            diagnostic = diagnostic.label(Place::Key(target.at().clone()), "defined here");
        }
        self.report.add(diagnostic);
    }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {kind}")
}

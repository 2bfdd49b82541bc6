//! What holds of references between shapes in every format.

use std::collections::{BTreeMap, HashSet};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{ErrorTraits, Model, ShapeKind};
use crate::source::Place;
use crate::suggest::closest;

/// How many references to a shape that does not exist are shown.
const SHOWN_REFERENCES: usize = 3;

/// Collects the references to shapes that do not exist.
pub(crate) struct References<'a> {
    defined: &'a HashSet<String>,
    report: &'a Report,
    /// The shapes that do not exist, each with the places that refer to it.
    dangling: BTreeMap<String, Vec<Place>>,
}

impl<'a> References<'a> {
    /// `defined` holds the names of all shapes, also of those that were dropped because something
    /// is wrong with them.
    pub(crate) fn new(defined: &'a HashSet<String>, report: &'a Report) -> Self {
        Self { defined, report, dangling: BTreeMap::new() }
    }

    /// Takes note of a reference.
    pub(crate) fn check(&mut self, target: &str, place: Place) {
        if !self.defined.contains(target) {
            self.dangling.entry(target.to_owned()).or_default().push(place);
        }
    }

    /// Reports each missing shape once, however many refer to it.
    pub(crate) fn report_dangling(&self) {
        for (target, places) in &self.dangling {
            let mut diagnostic = Diagnostic::new(
                &codes::DANGLING_REFERENCE,
                match places.len() {
                    ..=SHOWN_REFERENCES => format!("the shape `{target}` is not defined"),
                    all => format!("the shape `{target}` is not defined; {all} places refer to it"),
                },
            );
            for place in places.iter().take(SHOWN_REFERENCES) {
                diagnostic = diagnostic.label(place.clone(), "referenced here");
            }
            if let Some(known) = self.similar(target) {
                diagnostic = diagnostic.help(format!("did you mean `{known}`?"));
            }
            self.report.add(diagnostic);
        }
    }

    /// A shape of the same namespace that is called similarly, or one of another namespace that is
    /// called the same. In botocore's format all names are of one namespace.
    fn similar(&self, target: &str) -> Option<&str> {
        let (namespace, name) = split(target);
        let names = self.defined.iter().map(|id| (id.as_str(), split(id)));
        let siblings: BTreeMap<&str, &str> = names
            .clone()
            .filter(|(_, (other, _))| *other == namespace)
            .map(|(id, (_, name))| (name, id))
            .collect();
        let sibling = closest(name, siblings.keys().copied());
        let namesakes = names.filter(|(_, (_, other))| *other == name).map(|(id, _)| id);
        sibling.and_then(|name| siblings.get(name).copied()).or_else(|| namesakes.min())
    }
}

/// The namespace, if there is one, and the name of an id.
fn split(id: &str) -> (&str, &str) {
    id.rsplit_once('#').unwrap_or(("", id))
}

/// Makes errors of all structures that operations and the service list as such, whether or not
/// they say so.
pub(crate) fn mark_errors(model: &mut Model) {
    let errors = model.operations.values().flat_map(|operation| &operation.errors);
    for error in errors.chain(&model.service.errors) {
        if let Some(shape) = model.shapes.get_mut(&error.target)
            && let ShapeKind::Structure(structure) = &mut shape.kind
        {
            structure.error.get_or_insert_with(ErrorTraits::default);
        }
    }
}

//! What holds of references between shapes in every format.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{ErrorTraits, Model, ShapeKind};
use crate::source::Place;
use crate::suggest::Guesses;

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
    pub(crate) fn check(&mut self, target: &str, place: impl FnOnce() -> Place) {
        if !self.defined.contains(target) {
            self.dangling.entry(target.to_owned()).or_default().push(place());
        }
    }

    /// Reports each missing shape once, however many refer to it.
    pub(crate) fn report_dangling(&self) {
        let names = Names::new(self.defined);
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
            if let Some(known) = names.similar(target, &self.report.guesses) {
                diagnostic = diagnostic.help(format!("did you mean `{known}`?"));
            }
            self.report.add(diagnostic);
        }
    }
}

/// The names of shapes, to find one that may have been meant. In botocore's format all are of one
/// namespace.
struct Names<'a> {
    namespaces: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
    /// The ids of each name, whatever its namespace; of several the least.
    ids: HashMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    fn new(ids: &'a HashSet<String>) -> Self {
        let mut namespaces: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        let mut by_name: HashMap<&str, &str> = HashMap::new();
        for id in ids {
            let (namespace, name) = split(id);
            namespaces.entry(namespace).or_default().insert(name, id);
            let least = by_name.entry(name).or_insert(id);
            *least = (*least).min(id);
        }
        Self { namespaces, ids: by_name }
    }

    /// A shape of the same namespace that is called similarly, or one of another namespace that is
    /// called the same.
    fn similar(&self, id: &str, guesses: &Guesses) -> Option<&'a str> {
        let (namespace, name) = split(id);
        let sibling = self.namespaces.get(namespace).and_then(|names| {
            let name = guesses.closest(name, names.keys().copied())?;
            names.get(name).copied()
        });
        sibling.or_else(|| self.ids.get(name).copied())
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

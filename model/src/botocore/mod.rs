//! Loads the models that botocore ships: `service-2.json` and the files beside it.
//!
//! The format has no specification of its own; the rules here are those by which botocore
//! (`botocore/model.py`, `serialize.py`, `parsers.py`, `paginate.py`, `waiter.py`, version 1.44)
//! reads it. Keys that nothing reads yet are kept in the `other` tables of the IR, so that a
//! model with newer keys loads and nothing of it is lost. What is left of an object of which
//! some keys were read stands there under the object's key.

mod beside;
mod customizations;
mod members;
mod metadata;
mod operations;
mod resolve;
mod shapes;
mod waiters;

use std::collections::{BTreeMap, HashSet};

use crate::bindings::{self, Templates};
use crate::diagnostic::Report;
use crate::fields::Fields;
use crate::ir::{Model, Pointer};
use crate::json::Node;
use crate::recursion;

pub(crate) use self::beside::{examples, paginators};
pub(crate) use self::waiters::waiters;

const TEMPLATES: Templates =
    Templates { path: &["http", "requestUri"], host_prefix: &["endpoint", "hostPrefix"] };

/// The model in `root`, as far as it can be read; problems go to `report`.
pub(crate) fn load(root: Node<'_>, report: &Report) -> Option<Model> {
    let mut root = Fields::open(root, Pointer::default(), report)?;
    root.required("metadata").required("operations").required("shapes");
    let metadata = root.object("metadata");
    let operations = root.table("operations");
    let shapes = root.table("shapes");
    let defined: HashSet<String> = shapes.iter().map(|(name, ..)| name.to_string()).collect();

    let service = metadata.map(|metadata| metadata::service(metadata, root));
    let shapes = shapes::shapes(shapes, report);
    let operations = operations::operations(operations, report);
    let mut model = Model { service: service?, operations, shapes, waiters: BTreeMap::new() };
    resolve::resolve(&mut model, &defined, report);
    customizations::apply(&mut model);
    bindings::check(&model, &TEMPLATES, report);
    recursion::check(&model, report);
    Some(model)
}

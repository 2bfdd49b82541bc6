//! What a configuration says about a model, held against the model.

use shapewright_model::ir::{Model, ShapeId, ShapeKind};
use toml::Spanned;

use super::file::CrateTable;
use super::problem::Problem;

/// The operations, shapes and members that the table names and the model does not have.
pub(super) fn check(table: &CrateTable, model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in table.operations.iter().flat_map(Spanned::get_ref) {
        if !model.operations.contains_key(name.get_ref()) {
            let known = model.operations.keys().map(String::as_str);
            let message = format!("the model has no operation `{}`", name.get_ref());
            let problem = Problem::new(name.span(), message);
            problems.push(problem.did_you_mean(name.get_ref(), known));
        }
    }
    problems.extend(table.rename.keys().filter_map(|key| rename(key, model)));
    problems
}

/// What is wrong with the left side of a renaming, if anything.
fn rename(key: &Spanned<String>, model: &Model) -> Option<Problem> {
    let (shape, member) = match key.get_ref().split_once('$') {
        Some((shape, member)) => (shape, Some(member)),
        None => (key.get_ref().as_str(), None),
    };
    let Some(found) = model.shape(&ShapeId(shape.to_owned())) else {
        if member.is_none() && model.operations.contains_key(shape) {
            return None;
        }
        let shapes = model.shapes.keys().map(|id| &*id.0);
        let known = shapes.chain(model.operations.keys().map(String::as_str));
        let problem = Problem::new(key.span(), format!("the model has no shape `{shape}`"));
        return Some(problem.did_you_mean(shape, known));
    };
    let member = member?;
    let known = member_names(&found.kind);
    if known.contains(&member) {
        return None;
    }
    let message = format!("the shape `{shape}` has no member `{member}`");
    Some(Problem::new(key.span(), message).did_you_mean(member, known))
}

/// What can be renamed in a shape: members, or values of an enum.
fn member_names(kind: &ShapeKind) -> Vec<&str> {
    match kind {
        ShapeKind::Structure(structure) | ShapeKind::Union(structure) => {
            let members = structure.members.iter();
            members.map(|member| &*member.name).collect()
        }
        ShapeKind::Enum(values) => values.iter().map(|value| &*value.value).collect(),
        ShapeKind::IntEnum(values) => values.iter().map(|value| &*value.name).collect(),
        _ => Vec::new(),
    }
}

//! The whole way from a model to the files of a crate.

use std::collections::BTreeMap;

use shapewright_model::closure::UnknownOperation;
use shapewright_model::codes::UNKNOWN_PROTOCOL;
use shapewright_model::ir::{Model, Pointer};
use shapewright_model::source::Place;
use shapewright_model::{Diagnostic, Diagnostics};

use crate::codes;
use crate::docs::clean;
use crate::emit::{Crate, emit};
use crate::format::{FormatError, format};
use crate::module::{Spot, module};
use crate::names::{Collision, Names, is_identifier};
use crate::plan::{Plan, PlanError, plan, referenced_shapes};
use crate::settings::Settings;
use crate::tree::{MARKER, PathError, Tree};

/// What keeps `cargo fmt` from the crate: it would format the files in another way than the
/// generator, which would then find each of them changed. The attribute `rustfmt::skip` is not for
/// whole files, and rustfmt's option for what is marked as generated is not in its stable releases.
const UNFORMATTED: &str = "disable_all_formatting = true\n";

/// Makes the files of a crate.
///
/// The same model and settings give the same bytes, on every machine.
///
/// # Errors
/// All that keeps the model from becoming a crate. The diagnostics point into the model; whoever
/// loaded it gives them the file with [`Diagnostic::of`].
pub fn generate(model: &Model, settings: &Settings) -> Result<Tree, Diagnostics> {
    let plan = planned(model, settings)?;
    Ok(tree(&emit(&plan, settings), settings)?)
}

/// Makes the text of a module that has what the crate would have.
///
/// # Errors
/// Those of [`generate`].
pub(crate) fn generate_module(
    model: &Model,
    settings: &Settings,
    place: Spot<'_>,
) -> Result<String, Diagnostics> {
    let plan = planned(model, settings)?;
    Ok(module(&emit(&plan, settings), place).map_err(unformatted)?)
}

/// Plans the crate that [`generate`] makes.
///
/// # Errors
/// Those of [`generate`].
pub fn planned(model: &Model, settings: &Settings) -> Result<Plan, Diagnostics> {
    check_renames(&settings.renames)?;
    let pruned;
    let model = match &settings.operations {
        Some(operations) => {
            pruned = model.retain_operations(operations).map_err(unknown_operation)?;
            &pruned
        }
        None => model,
    };
    let names = Names::new(&settings.renames);
    let collisions = names.collisions(model, &referenced_shapes(model));
    let errors = match plan(model, &names) {
        Ok(plan) if collisions.is_empty() => return Ok(plan),
        Ok(_) => Vec::new(),
        Err(errors) => errors,
    };
    Err(collisions.iter().map(collision).chain(errors.iter().map(unplanned)).collect())
}

fn tree(krate: &Crate, settings: &Settings) -> Result<Tree, Diagnostic> {
    // A line is all that it may take, whatever somebody has called a file.
    let header = format!("{MARKER} from {}; do not edit", clean(&settings.source));
    let mut tree = Tree::new();
    let manifest = format!("# {header}\n\n{}", krate.manifest);
    tree.insert("Cargo.toml", manifest).map_err(misplaced)?;
    tree.insert("rustfmt.toml", format!("# {header}\n\n{UNFORMATTED}")).map_err(misplaced)?;
    for file in &krate.files {
        let text = format(file).map_err(unformatted)?;
        tree.insert(&file.path, format!("// {header}\n\n{text}")).map_err(misplaced)?;
    }
    Ok(tree)
}

fn check_renames(renames: &BTreeMap<String, String>) -> Result<(), Diagnostics> {
    let wrong = renames.iter().filter(|(_, name)| !is_identifier(name)).map(|(key, name)| {
        let message = format!("{name:?}, the new name of `{key}`, is not a Rust identifier");
        Diagnostic::new(&codes::INVALID_RENAME, message)
    });
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

fn unknown_operation(error: UnknownOperation) -> Diagnostics {
    let diagnostic = Diagnostic::new(&codes::NO_SUCH_OPERATION, error.to_string());
    diagnostic.into()
}

fn collision(collision: &Collision) -> Diagnostic {
    let Collision { name, what, key, first, second } = collision;
    let help = |whom| format!("choose a name for {whom}: `rename = {{ \"{key}\" = \"…\" }}`");
    match first {
        Some(first) => {
            let message = format!("two {what} would be called `{name}` in Rust");
            Diagnostic::new(&codes::COLLISION, message)
                .label(place(second), "the second")
                .label(place(first), "the first")
                .help(help("one of them"))
        }
        None => {
            let message = format!("one of the {what} is called `{name}`, as every crate's own is");
            Diagnostic::new(&codes::COLLISION, message)
                .label(place(second), "this one")
                .help(help("it"))
        }
    }
}

fn unplanned(error: &PlanError) -> Diagnostic {
    match error {
        PlanError::NoProtocol { at } => {
            let message = "the service speaks no protocol";
            Diagnostic::new(&UNKNOWN_PROTOCOL, message).label(place(at), "this service")
        }
        PlanError::Default { member, target, at } => {
            let message = format!("the default of `{member}` is none that {target} can have");
            Diagnostic::new(&codes::UNFIT_DEFAULT, message).label(place(at), "this member")
        }
        PlanError::Target { target, at } => {
            let message = format!("values of `{target}` cannot stand here");
            Diagnostic::new(&codes::UNFIT_TARGET, message)
                .label(place(at), "named here")
                .help("keys of maps are strings, and lists and maps nest at most 32 deep")
        }
    }
}

fn unformatted(error: FormatError) -> Diagnostic {
    let message = format!("{} is not Rust: {}", error.path, error.problem);
    Diagnostic::new(&codes::DEFECT, message)
}

fn misplaced(error: PathError) -> Diagnostic {
    Diagnostic::new(&codes::DEFECT, error.to_string())
}

fn place(pointer: &Pointer) -> Place {
    Place::Key(pointer.clone())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::emit::SourceFile;

    /// The problem of a crate with these files, each of one item.
    fn defect(paths: &[&str], item: &proc_macro2::TokenStream) -> String {
        let files = paths.iter().map(|path| SourceFile {
            path: (*path).to_owned(),
            docs: String::new(),
            attributes: Vec::new(),
            sections: vec![item.clone()],
        });
        let krate = Crate { manifest: String::new(), files: files.collect() };
        let problem = tree(&krate, &Settings::new("parcels")).unwrap_err();
        format!("{}: {problem}", problem.code().id)
    }

    #[test]
    fn what_is_not_rust_is_a_defect() {
        let found = defect(&["src/lib.rs"], &quote!(struct));
        assert!(found.starts_with("SW0599: src/lib.rs is not Rust: "), "{found}");
    }

    #[test]
    fn two_files_of_one_path_are_a_defect() {
        let found = defect(
            &["src/a.rs", "src/A.rs"],
            &quote!(
                struct S;
            ),
        );
        assert_eq!(found, "SW0599: `src/A.rs` cannot stand beside `src/a.rs` in one tree");
    }
}

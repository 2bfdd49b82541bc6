//! From a plan to the files of a crate, as tokens.

mod client;
mod defaults;
mod docs;
mod enums;
mod errors;
mod features;
mod limits;
mod links;
mod members;
mod operations;
mod root;
mod schemas;
mod scope;
mod shapes;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use self::docs::Docs;
use self::scope::{Scope, ident, type_names};
use crate::plan::{Plan, ShapeKind, ShapePlan, TypeModule};
use crate::settings::Settings;

/// A crate whose Rust is not formatted yet.
#[derive(Debug)]
pub struct Crate {
    /// The text of `Cargo.toml`, without a header.
    pub manifest: String,
    /// The Rust files.
    pub files: Vec<SourceFile>,
}

/// A Rust file.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path from the crate's folder.
    pub path: String,
    /// Its documentation.
    pub docs: String,
    /// Inner attributes.
    pub attributes: Vec<TokenStream>,
    /// Its items, in sections with a blank line between.
    pub sections: Vec<TokenStream>,
}

/// Emits the crate of a plan.
#[must_use]
pub fn emit(plan: &Plan, settings: &Settings) -> Crate {
    let emitter = Emitter { plan, types: type_names(plan), docs: Docs::new(plan, settings.docs) };
    let mut files = vec![emitter.client(), emitter.errors(), emitter.service()];
    files.extend(emitter.operations());
    files.extend(emitter.types());
    files.extend(emitter.calls());
    files.extend(emitter.inputs());
    files.extend(emitter.fake());
    files.push(emitter.root(settings, &files));
    Crate { manifest: root::manifest(plan, settings), files }
}

struct Emitter<'a> {
    plan: &'a Plan,
    types: BTreeSet<String>,
    docs: Docs,
}

impl Emitter<'_> {
    fn scope(
        &self,
        home: impl Into<Option<TypeModule>>,
        local: impl IntoIterator<Item = String>,
    ) -> Scope<'_> {
        Scope::new(&self.types, home.into(), local.into_iter().collect())
    }

    fn root(&self, settings: &Settings, others: &[SourceFile]) -> SourceFile {
        let has = |path: &str| others.iter().any(|file| file.path == path);
        let modules = [("calls", "sign"), ("fake", "fake"), ("inputs", "inputs")];
        let behind = modules.into_iter().filter(|(name, _)| has(&format!("src/{name}.rs")));
        let docs = root::crate_docs(&self.docs, self.plan, settings);
        SourceFile {
            attributes: vec![
                quote!(#![forbid(unsafe_code)]),
                // What is deprecated for others is what the crate itself consists of.
                // Documentation links by full path; in a module that imports the type, the path
                // is redundant.
                quote!(#![allow(deprecated, rustdoc::redundant_explicit_links)]),
            ],
            ..file("src/lib.rs", docs, root::modules(self.plan, behind))
        }
    }

    fn client(&self) -> SourceFile {
        let scope = self.scope(None, []).qualified();
        let items = client::client(&scope, &self.docs, self.plan);
        let docs = format!("Clients of {}.", self.docs.service());
        file("src/client.rs", docs, with_uses(&scope, items))
    }

    fn service(&self) -> SourceFile {
        let scope = self.scope(None, []);
        let item = client::service(&scope, &self.docs, self.plan);
        file("src/service.rs", "The description of the service.", with_uses(&scope, vec![item]))
    }

    fn errors(&self) -> SourceFile {
        let errors = self.plan.errors.values();
        let own = ["Error", "ServiceError", "SERVICE_ERROR"].map(str::to_owned);
        let scope = self.scope(TypeModule::Error, errors.clone().flat_map(defined).chain(own));
        let mut items = errors::service_error(&scope, &self.docs, self.plan);
        items.extend(errors.flat_map(|error| shapes::shape(&scope, &self.docs, error)));
        let names = self.plan.errors.keys().map(String::as_str);
        items.extend(shapes::reflected(names.chain(["ServiceError"])));
        let docs = format!("What calls to {} fail with.", self.docs.service());
        file("src/error.rs", docs, with_uses(&scope, items))
    }

    fn operations(&self) -> Vec<SourceFile> {
        let operations = self.plan.operations.values();
        let modules = operations.clone().map(|operation| ident(&operation.method));
        let exports = operations.clone().map(|operation| {
            let module = ident(&operation.method);
            let (input, output) = (ident(&operation.input.name), ident(&operation.output.name));
            quote!(pub use self::#module::{#input, #output};)
        });
        let index = vec![quote!(#(mod #modules;)*), quote!(#(#exports)*)];
        let docs = format!("The operations of {}.", self.docs.service());
        let mut files = vec![file("src/operations.rs", docs, index)];
        files.extend(operations.map(|operation| {
            let sides = [&operation.input, &operation.output];
            let scope = self.scope(None, sides.into_iter().flat_map(defined));
            let items = operations::operation(&scope, &self.docs, operation);
            let module = operation.method.trim_start_matches("r#");
            let path = format!("src/operations/{module}.rs");
            file(&path, format!("`{}`", operation.operation), with_uses(&scope, items))
        }));
        files
    }

    fn calls(&self) -> Option<SourceFile> {
        let scope = self.scope(None, []).qualified();
        let operations = self.plan.operations.values();
        let setters =
            operations.filter_map(|plan| operations::call_setters(&scope, &self.docs, plan));
        let setters: Vec<_> = setters.collect();
        (!setters.is_empty())
            .then(|| file("src/calls.rs", "Setters of calls.", with_uses(&scope, setters)))
    }

    fn inputs(&self) -> Option<SourceFile> {
        let scope = self.scope(None, []).qualified();
        let items = features::inputs(&scope, self.plan);
        let docs = "Setters of operations' inputs, for callers without a client.";
        (!items.is_empty()).then(|| file("src/inputs.rs", docs, with_uses(&scope, items)))
    }

    fn fake(&self) -> Option<SourceFile> {
        let scope = self.scope(None, []).qualified();
        let items = features::fake(&scope, self.plan);
        let docs = "What tests need: how to make what services make, and how to compare it.";
        (!items.is_empty()).then(|| file("src/fake.rs", docs, with_uses(&scope, items)))
    }

    fn types(&self) -> Vec<SourceFile> {
        let of_kind = |kind| {
            let plans = self.plan.shapes.values().filter(move |shape| shape.kind == kind);
            plans.collect::<Vec<_>>()
        };
        let mut files = Vec::new();
        files.extend(self.shapes("structures", "Structures.", &of_kind(ShapeKind::Structure)));
        files.extend(self.shapes("unions", "Unions.", &of_kind(ShapeKind::Union)));
        files.extend(self.enums());
        let modules = files.iter().filter_map(|file| {
            Some(ident(file.path.strip_prefix("src/types/")?.strip_suffix(".rs")?))
        });
        let mut modules: Vec<_> = modules.collect();
        modules.sort();
        let index = vec![quote!(#(mod #modules;)*), quote!(#(pub use self::#modules::*;)*)];
        let docs = format!("The types of the data of {}.", self.docs.service());
        files.push(file("src/types.rs", docs, index));
        files
    }

    fn shapes(&self, module: &str, docs: &str, plans: &[&ShapePlan]) -> Option<SourceFile> {
        let scope = self.scope(TypeModule::Types, plans.iter().copied().flat_map(defined));
        let items = plans.iter().flat_map(|plan| shapes::shape(&scope, &self.docs, plan));
        let mut items: Vec<_> = items.collect();
        items.extend(shapes::reflected(plans.iter().map(|plan| plan.name.as_str())));
        let compared = plans.iter().filter(|plan| plan.is_input_part());
        items.extend(shapes::comparable(compared.map(|plan| ident(&plan.name).to_token_stream())));
        let path = format!("src/types/{module}.rs");
        (!plans.is_empty()).then(|| file(&path, docs, with_uses(&scope, items)))
    }

    fn enums(&self) -> Option<SourceFile> {
        let enums = self.plan.enums.values();
        let int_enums = self.plan.int_enums.values();
        let names = self.plan.enums.keys().chain(self.plan.int_enums.keys());
        let scope = self.scope(TypeModule::Types, names.cloned());
        let items = enums.clone().flat_map(|plan| enums::enumeration(&scope, &self.docs, plan));
        let mut items: Vec<_> = items.collect();
        let of_integers = int_enums.clone();
        items.extend(of_integers.flat_map(|plan| enums::int_enum(&self.docs, plan)));
        items.extend(enums::open_enums(enums));
        items.extend(enums::int_enums(int_enums));
        let docs = "Enums. Each keeps values that it does not know.";
        (!items.is_empty()).then(|| file("src/types/enums.rs", docs, with_uses(&scope, items)))
    }
}

/// The names that a shape's items define.
fn defined(plan: &ShapePlan) -> [String; 2] {
    [plan.name.clone(), plan.schema.clone()]
}

fn with_uses(scope: &Scope<'_>, items: Vec<TokenStream>) -> Vec<TokenStream> {
    let uses = scope.uses().into_iter().map(|group| quote!(#(#group)*));
    uses.chain(items).collect()
}

fn file(path: &str, docs: impl Into<String>, sections: Vec<TokenStream>) -> SourceFile {
    SourceFile { path: path.to_owned(), docs: docs.into(), attributes: Vec::new(), sections }
}

//! The names that one file of a generated crate uses from elsewhere.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan::{Plan, Type, TypeModule, TypePath};

/// Hands out the names that a file may use, and notes what it has to import for them.
pub(super) struct Scope<'a> {
    /// The model's types and the statics beside them, which may be called like anything else.
    types: &'a BTreeSet<String>,
    /// The module whose types the file defines, if it defines any that others refer to.
    home: Option<TypeModule>,
    /// The types and statics that the file defines.
    local: BTreeSet<String>,
    /// Whether types stand behind the name of their module, so that none can hide another name.
    qualified: bool,
    /// What to import: by module the name there and the name here.
    imports: RefCell<BTreeMap<String, BTreeSet<(String, String)>>>,
}

/// The names of all types that a plan defines, and of the statics that describe them.
pub(super) fn type_names(plan: &Plan) -> BTreeSet<String> {
    let operations = plan.operations.values();
    let sides = operations.flat_map(|operation| [&operation.input.name, &operation.output.name]);
    let enums = plan.enums.keys().chain(plan.int_enums.keys());
    let keys = plan.shapes.keys().chain(enums).chain(plan.errors.keys());
    let statics = plan.shapes.values().chain(plan.errors.values()).map(|shape| &shape.schema);
    keys.chain(sides).chain(statics).cloned().collect()
}

impl<'a> Scope<'a> {
    /// The scope of a file that defines the types and statics `local`, which belong to the
    /// module `home`.
    pub(super) fn new(
        types: &'a BTreeSet<String>,
        home: Option<TypeModule>,
        local: BTreeSet<String>,
    ) -> Self {
        Self { types, home, local, qualified: false, imports: RefCell::default() }
    }

    /// This scope, with types behind the names of their modules.
    pub(super) fn qualified(self) -> Self {
        Self { qualified: true, ..self }
    }

    /// Whether a type of the model can hide that name.
    fn is_taken(&self, name: &str) -> bool {
        !self.qualified && self.types.contains(name)
    }

    /// An item of the runtime, such as `schema::Member`, under its own name; or with as many
    /// `Runtime` before it as it takes, if the model has a type or static of that name.
    pub(super) fn runtime(&self, path: &str) -> Ident {
        let (module, name) = match path.rsplit_once("::") {
            Some((module, name)) => (format!("shapewright_runtime::{module}"), name),
            None => ("shapewright_runtime".to_owned(), path),
        };
        let is_constant = name.chars().all(|c| c.is_ascii_uppercase());
        let prefix = if is_constant { "RUNTIME_" } else { "Runtime" };
        let mut here = name.to_owned();
        while self.is_taken(&here) {
            here.insert_str(0, prefix);
        }
        self.import(&module, name, &here)
    }

    /// An item of the standard library that needs an import, such as `std::fmt`.
    pub(super) fn std(&self, path: &str) -> TokenStream {
        let (module, name) = path.rsplit_once("::").unwrap_or(("std", path));
        if self.is_taken(name) {
            return absolute(path);
        }
        let name = self.import(module, name, name);
        quote!(#name)
    }

    /// An item of the prelude, by its path; spelled out if the model has a type of that name.
    pub(super) fn prelude(&self, path: &str) -> TokenStream {
        let name = path.rsplit("::").next().unwrap_or(path);
        if self.is_taken(name) {
            return absolute(path);
        }
        let name = ident(name);
        quote!(#name)
    }

    /// A type of this crate, or the static beside it.
    pub(super) fn local(&self, path: &TypePath) -> TokenStream {
        let name = ident(&path.name);
        let is_local = self.local.contains(&path.name);
        match path.module {
            module if is_local && self.home == Some(module) => quote!(#name),
            TypeModule::Error if self.qualified => {
                let module = self.import("crate", "error", "error");
                quote!(#module::#name)
            }
            TypeModule::Error => quote!(crate::error::#name),
            TypeModule::Types if self.qualified => {
                let module = self.import("crate", "types", "types");
                quote!(#module::#name)
            }
            // The file has something else of that name.
            TypeModule::Types if is_local => quote!(crate::types::#name),
            TypeModule::Types => {
                self.import("crate::types", &path.name, &path.name);
                quote!(#name)
            }
        }
    }

    /// An item of this crate that is not a model's type, by module and name.
    pub(super) fn item(&self, module: &str, name: &str) -> Ident {
        self.import(module, name, name)
    }

    fn import(&self, module: &str, name: &str, here: &str) -> Ident {
        let mut imports = self.imports.borrow_mut();
        let names = imports.entry(module.to_owned()).or_default();
        names.insert((name.to_owned(), here.to_owned()));
        ident(here)
    }

    /// The `use` items of the file, in groups: the standard library, then other crates, then
    /// this one.
    pub(super) fn uses(&self) -> Vec<Vec<TokenStream>> {
        let imports = self.imports.borrow();
        let group = |wanted: fn(&str) -> bool| {
            let modules = imports.iter().filter(|(module, _)| wanted(module));
            let mut items: Vec<_> =
                modules.map(|(module, names)| use_item(module, names)).collect();
            items.sort_by_cached_key(ToString::to_string);
            items
        };
        let is_std = |module: &str| module == "std" || module.starts_with("std::");
        let is_crate = |module: &str| module == "crate" || module.starts_with("crate::");
        let groups = [
            group(is_std),
            group(|module| module.starts_with("shapewright_runtime")),
            group(is_crate),
        ];
        groups.into_iter().filter(|group| !group.is_empty()).collect()
    }

    /// The Rust type of values.
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Boolean => quote!(bool),
            Type::Byte => quote!(i8),
            Type::Short => quote!(i16),
            Type::Integer => quote!(i32),
            Type::Long => quote!(i64),
            Type::Float => quote!(f32),
            Type::Double => quote!(f64),
            Type::String => self.prelude("std::string::String"),
            Type::Blob => ident_tokens(&self.runtime("Blob")),
            Type::Timestamp => ident_tokens(&self.runtime("Timestamp")),
            Type::Document => ident_tokens(&self.runtime("Document")),
            Type::Stream => ident_tokens(&self.runtime("ByteStream")),
            Type::Events(path) => {
                let stream = self.runtime("event_stream::EventStream");
                let event = self.local(path);
                quote!(#stream<#event>)
            }
            Type::Shape(path) | Type::Enum(path) | Type::IntEnum(path) => self.local(path),
            Type::List(element) => {
                let (vec, element) = (self.prelude("std::vec::Vec"), self.ty(element));
                quote!(#vec<#element>)
            }
            Type::Map(key, value) => {
                let map = self.std("std::collections::BTreeMap");
                let (key, value) = (self.ty(key), self.ty(value));
                quote!(#map<#key, #value>)
            }
            Type::Optional(inner) => self.option(&self.ty(inner)),
            Type::Boxed(inner) => {
                let (boxed, inner) = (self.prelude("std::boxed::Box"), self.ty(inner));
                quote!(#boxed<#inner>)
            }
        }
    }

    /// `Option` of that type.
    pub(super) fn option(&self, inner: &TokenStream) -> TokenStream {
        let option = self.prelude("std::option::Option");
        quote!(#option<#inner>)
    }
}

fn use_item(module: &str, names: &BTreeSet<(String, String)>) -> TokenStream {
    let module = module.split("::").map(ident);
    let names = names.iter().map(|(there, here)| {
        let (there_ident, here_ident) = (ident(there), ident(here));
        if there == here { quote!(#there_ident) } else { quote!(#there_ident as #here_ident) }
    });
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [name] => quote!(use #(#module)::*::#name;),
        _ => quote!(use #(#module)::*::{#(#names),*};),
    }
}

/// A path from the root: nothing a model defines can shadow it.
fn absolute(path: &str) -> TokenStream {
    let parts = path.split("::").map(ident);
    quote!(#(::#parts)*)
}

fn ident_tokens(ident: &Ident) -> TokenStream {
    quote!(#ident)
}

/// An identifier; `r#` before it makes it raw. Names come from [`crate::names`], which makes
/// nothing else.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

//! The error module: the modelled errors, and the enum of all of them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{Docs, comment};
use super::schemas::schema;
use super::scope::{Scope, ident};
use super::shapes::{union_enum, union_reflection};
use crate::names::snake_name;
use crate::plan::{MemberPlan, Plan, ShapeKind, ShapePlan, TargetPlan, Type, TypeModule, TypePath};

/// The enum of a service's errors, and the alias that calls fail with.
pub(super) fn service_error(scope: &Scope<'_>, docs: &Docs, plan: &Plan) -> Vec<TokenStream> {
    let union = union_plan(plan);
    let service = &plan.service.name;
    let alias_docs = comment(&format!(
        "The failure of a call to {service}: of the service itself, or on the way to it.\n\n\
         Its methods tell the operation, the code and the message; it dereferences to \
         [`ServiceError`], whose methods tell which of the modelled errors it is."
    ));
    let runtime_error = quote!(shapewright_runtime::Error);
    let head = comment(&format!("The errors that {service} answers with."));
    let unknown = "Another failure, or an error that this version of the crate does not know.";
    let marker = quote!(shapewright_runtime::ServiceError);
    let mut items = vec![
        quote!(#alias_docs pub type Error = #runtime_error<ServiceError>;),
        union_enum(scope, docs, &union, &head, unknown),
        predicates(plan).unwrap_or_default(),
        schema(scope, &union),
        union_reflection(scope, &union),
        quote!(impl #marker for ServiceError {}),
    ];
    items.extend(plan.errors.keys().map(|name| conversion(scope, name)));
    items
}

/// The errors of a service as a union, so that they are read and written as one.
fn union_plan(plan: &Plan) -> ShapePlan {
    let members = plan.errors.values().map(|error| MemberPlan {
        name: error.name.clone(),
        member: error.shape.clone(),
        ty: Type::Shape(TypePath { module: TypeModule::Error, name: error.name.clone() }),
        optional: false,
        default: None,
        target: TargetPlan::Shape { module: TypeModule::Error, schema: error.schema.clone() },
        traits: Vec::new(),
        deprecated: None,
        docs: error.docs.clone(),
    });
    ShapePlan {
        name: "ServiceError".to_owned(),
        shape: "ServiceError".to_owned(),
        schema: "SERVICE_ERROR".to_owned(),
        kind: ShapeKind::Union,
        members: members.collect(),
        traits: Vec::new(),
        deprecated: None,
        docs: String::new(),
        is_output: true,
        is_operation: false,
    }
}

/// The `is_…` methods.
fn predicates(plan: &Plan) -> Option<TokenStream> {
    let mut by_predicate: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in plan.errors.keys() {
        by_predicate.entry(short_name(name)).or_default().push(name);
    }
    let methods = by_predicate.into_iter().flat_map(|(short, names)| {
        // Two errors with one short name are told apart by their full names.
        let unique = names.len() == 1;
        names.into_iter().map(move |name| {
            let short = if unique { short.clone() } else { snake_name(name) };
            let method = format_ident!("is_{}", short.trim_start_matches("r#"));
            let docs = comment(&format!("Whether this is [`{name}`](struct@{name})."));
            let name = ident(name);
            quote! {
                #docs
                #[inline]
                pub fn #method(&self) -> bool {
                    matches!(self, Self::#name(_))
                }
            }
        })
    });
    let methods: Vec<_> = methods.collect();
    (!methods.is_empty()).then(|| quote!(impl ServiceError { #(#methods)* }))
}

/// The name of an error without the ending that only says that it is one.
fn short_name(name: &str) -> String {
    let endings = ["Exception", "Error", "Fault"];
    let short = endings.iter().find_map(|ending| name.strip_suffix(ending));
    snake_name(short.filter(|short| !short.is_empty()).unwrap_or(name))
}

fn conversion(scope: &Scope<'_>, name: &str) -> TokenStream {
    let (name, from) = (ident(name), scope.prelude("std::convert::From"));
    quote! {
        impl #from<#name> for Error {
            #[inline]
            fn from(error: #name) -> Self {
                ServiceError::#name(error).into()
            }
        }
    }
}

//! The error module: the modelled errors, and the enum of all of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, sentences};
use super::schemas::schema;
use super::scope::{Scope, ident};
use super::shapes::{union_enum, union_reflection};
use crate::names;
use crate::plan::{
    Limits, MemberPlan, Plan, ShapeKind, ShapePlan, TargetPlan, Type, TypeModule, TypePath,
};

/// The enum of a service's errors, and the alias that calls fail with.
pub(super) fn service_error(scope: &Scope<'_>, docs: &Docs, plan: &Plan) -> Vec<TokenStream> {
    let union = union_plan(plan);
    let service = docs.service();
    let alias_docs = sentences(&format!(
        "The failure of a call to {service}: of the service itself, or on the way to it.\n\n\
         Its methods tell the operation, the code and the message; it dereferences to \
         [`ServiceError`], whose methods tell which of the modelled errors it is."
    ));
    let runtime_error = quote!(shapewright_runtime::Error);
    let head = sentences(&format!("The errors that {service} answers with."));
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
        limits: Limits::default(),
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
        is_input: false,
        is_output: true,
        is_operation: false,
    }
}

/// The `is_…` methods.
fn predicates(plan: &Plan) -> Option<TokenStream> {
    let methods = names::predicates(plan.errors.keys()).into_iter().map(|(method, name)| {
        let docs = sentences(&format!("Whether this is [`struct@{name}`]."));
        let (method, name) = (ident(&method), ident(name));
        quote! {
            #docs
            #[inline]
            pub fn #method(&self) -> bool {
                matches!(self, Self::#name(_))
            }
        }
    });
    let methods: Vec<_> = methods.collect();
    (!methods.is_empty()).then(|| quote!(impl ServiceError { #(#methods)* }))
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

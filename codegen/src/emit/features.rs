//! What few builds need: modules behind features, which cost other builds nothing.

use proc_macro2::TokenStream;
use quote::quote;

use super::members::{making, setters};
use super::scope::{Scope, ident};
use super::shapes::comparable;
use crate::plan::{Plan, ShapeKind, ShapePlan, TypeModule, TypePath};

/// The setters of operations' inputs. Calls have their own, so only who makes inputs without a
/// client needs these.
pub(super) fn inputs(scope: &Scope<'_>, plan: &Plan) -> Vec<TokenStream> {
    let inputs = plan.operations.values().map(|operation| &operation.input);
    let with_setters = inputs.filter_map(|input| {
        let (path, setters) = (path(scope, input), setters(scope, input)?);
        Some(quote!(impl #path { #setters }))
    });
    with_setters.collect()
}

/// The constructors and setters of what only the service makes; tests make it too. And the equality
/// of what programs take apart rather than compare; tests compare it.
pub(super) fn fake(scope: &Scope<'_>, plan: &Plan) -> Vec<TokenStream> {
    let operations = plan.operations.values();
    let inputs = operations.clone().map(|operation| &operation.input);
    let outputs = operations.map(|operation| &operation.output);
    let others = outputs.chain(plan.shapes.values()).chain(plan.errors.values());
    let made = others.clone().filter(|shape| !shape.is_input && shape.kind != ShapeKind::Union);
    let made = made.map(|shape| {
        let (path, methods) = (path(scope, shape), making(scope, shape));
        quote!(impl #path { #methods })
    });
    let compared =
        inputs.chain(others).filter(|shape| !shape.is_input_part() && !shape.holds_stream());
    let error = TypePath { module: TypeModule::Error, name: "ServiceError".to_owned() };
    let compared = compared.map(|shape| path(scope, shape)).chain([scope.local(&error)]);
    made.chain(comparable(compared)).collect()
}

fn path(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    if plan.is_operation {
        let (operations, name) = (scope.item("crate", "operations"), ident(&plan.name));
        return quote!(#operations::#name);
    }
    let module = match plan.kind {
        ShapeKind::Error => TypeModule::Error,
        ShapeKind::Structure | ShapeKind::Union => TypeModule::Types,
    };
    scope.local(&TypePath { module, name: plan.name.clone() })
}

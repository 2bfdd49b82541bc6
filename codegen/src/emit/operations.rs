//! Operations: input, output, description; methods of clients, setters of calls.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, comment, deprecation};
use super::links::Page;
use super::members::{own_name, parameter_type, set_value, value_of};
use super::schemas::traits;
use super::scope::{Scope, ident};
use super::shapes::{reflected, reflected_streams, shape};
use crate::plan::{MemberPlan, OperationPlan, TypeModule, TypePath};

/// All items of an operation's file.
pub(super) fn operation(scope: &Scope<'_>, docs: &Docs, plan: &OperationPlan) -> Vec<TokenStream> {
    let mut input = plan.input.clone();
    input.docs.clone_from(&plan.docs);
    input.deprecated.clone_from(&plan.deprecated);
    let mut items = shape(scope, docs, &input);
    items.push(description(scope, plan));
    let mut output = plan.output.clone();
    if output.docs.is_empty() {
        output.docs = format!("<p>The output of <a>{}</a>.</p>", plan.input.name);
    }
    items.extend(shape(scope, docs, &output));
    let (streaming, plain): (Vec<_>, Vec<_>) =
        [&plan.input, &plan.output].into_iter().partition(|side| side.holds_stream());
    items.extend(reflected(plain.into_iter().map(|side| side.name.as_str())));
    items.extend(reflected_streams(streaming.into_iter().map(|side| side.name.as_str())));
    items
}

/// The `Operation` impl.
fn description(scope: &Scope<'_>, plan: &OperationPlan) -> TokenStream {
    let (input, output) = (ident(&plan.input.name), ident(&plan.output.name));
    let (name, method, uri) = (&plan.operation, &plan.http_method, &plan.uri);
    let (operation, schema) = (scope.runtime("Operation"), scope.runtime("OperationSchema"));
    let errors = plan.errors.iter().map(|error| {
        let path = TypePath { module: TypeModule::Error, name: crate::names::static_name(error) };
        let schema = scope.local(&path);
        quote!(&#schema)
    });
    let traits = traits(scope, "OperationTrait", &plan.traits);
    quote! {
        impl #operation for #input {
            type Output = #output;
            type Error = crate::error::ServiceError;

            const SCHEMA: &'static #schema = &#schema {
                name: #name,
                service: &crate::SERVICE,
                method: #method,
                uri: #uri,
                input: &INPUT_SCHEMA,
                output: &OUTPUT_SCHEMA,
                errors: &[#(#errors),*],
                traits: #traits,
            };
        }
    }
}

/// The setters of a call that is not sent yet.
pub(super) fn call_setters(
    scope: &Scope<'_>,
    docs: &Docs,
    plan: &OperationPlan,
) -> Option<TokenStream> {
    let optional: Vec<_> =
        plan.input.members.iter().filter(|member| member.is_settable()).collect();
    if optional.is_empty() {
        return None;
    }
    let (operations, input) = (scope.item("crate", "operations"), ident(&plan.input.name));
    let call = scope.item("crate::client", "Call");
    let page = Page::of("operations", &plan.input.name);
    let setters = optional.iter().map(|member| {
        let comment = setter_docs(docs, &page, member);
        let method = setter_name(member, &optional);
        call_setter(scope, &comment, member, &method)
    });
    Some(quote! {
        impl<C> #call<'_, C, #operations::#input> {
            #(#setters)*
        }
    })
}

fn call_setter(
    scope: &Scope<'_>,
    comment: &TokenStream,
    member: &MemberPlan,
    method: &Ident,
) -> TokenStream {
    let name = ident(&member.name);
    let ty = parameter_type(scope, &member.ty);
    let value = value_of(scope, member, &own_name(member));
    let allow = is_operator(&member.name).then(|| quote!(#[allow(clippy::should_implement_trait)]));
    let value = set_value(scope, member, value);
    let deprecated = deprecation(member.deprecated.as_ref());
    quote! {
        #comment
        #deprecated
        #allow
        #[inline]
        pub fn #method(mut self, #name: #ty) -> Self {
            self.input.#name = #value;
            self
        }
    }
}

/// Whether a setter of that name looks like an operator of the standard library.
fn is_operator(name: &str) -> bool {
    const OPERATORS: [&str; 10] =
        ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];
    OPERATORS.contains(&name)
}

/// The first sentence of a member's documentation; the field has the rest.
fn setter_docs(docs: &Docs, page: &Page<'_>, member: &MemberPlan) -> TokenStream {
    match docs.sentence(page, "", &member.docs).as_str() {
        "" => comment(&format!("Sets `{}`.", member.name.trim_start_matches("r#"))),
        sentence => comment(sentence),
    }
}

/// The setter of a member; it must not hide a call's own methods, nor be another's.
fn setter_name(member: &MemberPlan, members: &[&MemberPlan]) -> Ident {
    const TAKEN: [&str; 5] = ["send", "into_input", "clone", "fmt", "into"];
    if !TAKEN.contains(&member.name.as_str()) {
        return ident(&member.name);
    }
    let mut name = format!("with_{}", member.name);
    while members.iter().any(|other| other.name == name) {
        name.insert_str(0, "with_");
    }
    ident(&name)
}

/// The client's method for an operation.
pub(super) fn client_method(scope: &Scope<'_>, docs: &Docs, plan: &OperationPlan) -> TokenStream {
    let method = ident(&plan.method);
    let (operations, input) = (scope.item("crate", "operations"), ident(&plan.input.name));
    let names: Vec<_> = plan.input.required().map(|member| ident(&member.name)).collect();
    let types = plan.input.required().map(|member| parameter_type(scope, &member.ty));
    let allow = (names.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let otherwise = format!("Calls [`operations::{}`].", plan.input.name);
    let page = Page::of("operations", &plan.input.name);
    let text = docs.sentence(&page, "", &plan.docs);
    let text = if text.is_empty() { otherwise } else { format!("{text}\n\n{otherwise}") };
    let docs = comment(&text);
    let deprecated = deprecation(plan.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #method(&self, #(#names: #types),*) -> Call<'_, C, #operations::#input> {
            Call { client: self, input: #operations::#input::new(#(#names),*) }
        }
    }
}

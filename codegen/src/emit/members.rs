//! Constructors and the methods that read and set members.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::comment;
use super::scope::{Scope, ident};
use crate::plan::{MemberPlan, ShapePlan, Type};

/// What a method takes to set a member: the parameter's type, and the value made of it.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// The argument that sets a member of that type, for a parameter of that name.
pub(super) fn argument(scope: &Scope<'_>, ty: &Type, parameter: &Ident) -> Argument {
    let into = scope.prelude("std::convert::Into");
    match ty {
        Type::String | Type::Enum(_) | Type::Blob | Type::Timestamp | Type::Document => {
            let ty = scope.ty(ty);
            Argument { ty: quote!(impl #into<#ty>), value: quote!(#parameter.into()) }
        }
        Type::List(element) => {
            let (element, list) = (scope.ty(element), scope.runtime("shape::list"));
            Argument {
                ty: quote!(impl IntoIterator<Item = impl #into<#element>>),
                value: quote!(#list(#parameter)),
            }
        }
        Type::Map(key, value) => {
            let (key, value, map) = (scope.ty(key), scope.ty(value), scope.runtime("shape::map"));
            Argument {
                ty: quote!(impl IntoIterator<Item = (impl #into<#key>, impl #into<#value>)>),
                value: quote!(#map(#parameter)),
            }
        }
        Type::Boxed(inner) => {
            let boxed = scope.prelude("std::boxed::Box");
            Argument { ty: scope.ty(inner), value: quote!(#boxed::new(#parameter)) }
        }
        _ => Argument { ty: scope.ty(ty), value: quote!(#parameter) },
    }
}

/// The `impl` of a struct's constructor, readers and setters.
pub(super) fn methods(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    let name = ident(&plan.name);
    let constructor = constructor(scope, plan);
    let readers = plan.members.iter().filter_map(|member| reader(scope, plan, member));
    let optional = plan.members.iter().filter(|member| member.optional);
    let setters = optional.map(|member| setter(scope, member));
    quote! {
        impl #name {
            #constructor
            #(#readers)*
            #(#setters)*
        }
    }
}

fn constructor(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    let required: Vec<_> = plan.required().collect();
    if required.is_empty() {
        let docs = comment("A value without members.");
        return quote! {
            #docs
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let names = required.iter().map(|member| ident(&member.name));
    let arguments = required.iter().map(|member| {
        let name = ident(&member.name);
        (argument(scope, &member.ty, &name), name)
    });
    let (arguments, parameters): (Vec<_>, Vec<_>) = arguments.unzip();
    let fields = names.zip(&arguments).map(|(name, argument)| field(&name, &argument.value));
    let types = arguments.iter().map(|argument| &argument.ty);
    let rest = (required.len() < plan.members.len()).then(|| quote!(..Self::default()));
    let allow = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = comment("A value with its required members.");
    quote! {
        #docs
        #allow
        #[inline]
        pub fn new(#(#parameters: #types),*) -> Self {
            Self { #(#fields,)* #rest }
        }
    }
}

/// A field of a struct literal, in short form where the value is the variable of its name.
fn field(name: &Ident, value: &TokenStream) -> TokenStream {
    if value.to_string() == name.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// The method that borrows a member's value, where that spares callers an `as_deref`.
fn reader(scope: &Scope<'_>, plan: &ShapePlan, member: &MemberPlan) -> Option<TokenStream> {
    let shadowed = member.name == "new" || setter_names(plan).any(|name| name == member.name);
    if !plan.is_output || !member.optional || !member.ty.is_borrowed() || shadowed {
        return None;
    }
    let name = ident(&member.name);
    let (ty, value) = match &member.ty {
        Type::String => (scope.option(&quote!(&str)), quote!(as_deref())),
        Type::Blob => (scope.option(&quote!(&[u8])), quote!(as_deref())),
        Type::List(element) => {
            let element = scope.ty(element);
            (quote!(&[#element]), quote!(as_deref().unwrap_or_default()))
        }
        Type::Boxed(inner) => {
            let inner = scope.ty(inner);
            (scope.option(&quote!(&#inner)), quote!(as_deref()))
        }
        other => {
            let ty = scope.ty(other);
            (scope.option(&quote!(&#ty)), quote!(as_ref()))
        }
    };
    let what = if matches!(member.ty, Type::List(_)) { ", empty if absent" } else { "" };
    let docs = comment(&format!("Borrows [`{name}`](field@Self::{name}){what}."));
    Some(quote! {
        #docs
        #[inline]
        pub fn #name(&self) -> #ty {
            self.#name.#value
        }
    })
}

/// The names of a struct's setters.
fn setter_names(plan: &ShapePlan) -> impl Iterator<Item = String> {
    let optional = plan.members.iter().filter(|member| member.optional);
    optional.map(|member| setter_name(member).to_string())
}

fn setter_name(member: &MemberPlan) -> Ident {
    format_ident!("with_{}", member.name.strip_prefix("r#").unwrap_or(&member.name))
}

fn setter(scope: &Scope<'_>, member: &MemberPlan) -> TokenStream {
    let (name, method) = (ident(&member.name), setter_name(member));
    let Argument { ty, value } = argument(scope, &member.ty, &name);
    let some = scope.prelude("std::option::Option::Some");
    let docs = comment(&format!("Sets [`{name}`](field@Self::{name})."));
    quote! {
        #docs
        #[inline]
        pub fn #method(mut self, #name: #ty) -> Self {
            self.#name = #some(#value);
            self
        }
    }
}

//! Constructors and the methods that read and set members.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::{comment, deprecation};
use super::scope::{Scope, ident};
use crate::plan::{MemberPlan, ShapePlan, Type};

/// The type of the parameter that sets a member of that type.
pub(super) fn parameter_type(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    let into = scope.prelude("std::convert::Into");
    match ty {
        Type::String
        | Type::Enum(_)
        | Type::IntEnum(_)
        | Type::Blob
        | Type::Timestamp
        | Type::Document
        | Type::Stream
        | Type::Events(_) => {
            let ty = scope.ty(ty);
            quote!(impl #into<#ty>)
        }
        Type::List(element) => {
            let (iterator, element) = (into_iterator(scope), element_type(scope, element));
            quote!(impl #iterator<Item = #element>)
        }
        Type::Map(key, value) => {
            let (iterator, value) = (into_iterator(scope), element_type(scope, value));
            let key = scope.ty(key);
            quote!(impl #iterator<Item = (impl #into<#key>, #value)>)
        }
        Type::Boxed(inner) => scope.ty(inner),
        _ => scope.ty(ty),
    }
}

fn into_iterator(scope: &Scope<'_>) -> TokenStream {
    scope.prelude("std::iter::IntoIterator")
}

/// What the elements of a list or map are set from. Of a number its very type, because literals
/// take on no type that they only convert into; of a shape likewise, since nothing converts into
/// one.
fn element_type(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    let element = scope.ty(ty);
    if ty.is_primitive() || matches!(ty, Type::Shape(_)) {
        return element;
    }
    let into = scope.prelude("std::convert::Into");
    quote!(impl #into<#element>)
}

/// The value of a member, made of the parameter of its name; `parameters` are the names of all
/// that the function takes.
pub(super) fn value_of(
    scope: &Scope<'_>,
    member: &MemberPlan,
    parameters: &HashSet<&str>,
) -> TokenStream {
    let parameter = ident(&member.name);
    match &member.ty {
        Type::String
        | Type::Enum(_)
        | Type::IntEnum(_)
        | Type::Blob
        | Type::Timestamp
        | Type::Document
        | Type::Stream
        | Type::Events(_) => {
            quote!(#parameter.into())
        }
        Type::List(_) => {
            let list = function(scope, "list", parameters);
            quote!(#list(#parameter))
        }
        Type::Map(..) => {
            let map = function(scope, "map", parameters);
            quote!(#map(#parameter))
        }
        Type::Boxed(_) => {
            let boxed = scope.prelude("std::boxed::Box");
            quote!(#boxed::new(#parameter))
        }
        _ => quote!(#parameter),
    }
}

/// A function of the runtime's `shape`, by its path also where a parameter hides its name.
fn function(scope: &Scope<'_>, name: &str, parameters: &HashSet<&str>) -> TokenStream {
    if parameters.contains(name) {
        let name = ident(name);
        return quote!(shapewright_runtime::shape::#name);
    }
    let name = scope.runtime(&format!("shape::{name}"));
    quote!(#name)
}

/// The methods that stand beside a struct: readers of what services make, a constructor and
/// setters of what callers make. What few builds need is not among them, see
/// [`features`](super::features).
pub(super) fn methods(scope: &Scope<'_>, plan: &ShapePlan) -> Option<TokenStream> {
    let (name, readers) = (ident(&plan.name), readers(scope, plan));
    let constructor = plan.is_input.then(|| constructor(scope, plan));
    let setters = plan.is_input_part().then(|| setters(scope, plan)).flatten();
    if constructor.is_none() && readers.is_empty() {
        return None;
    }
    Some(quote!(impl #name { #constructor #(#readers)* #setters }))
}

/// The constructor and setters of a struct.
pub(super) fn making(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    let (constructor, setters) = (constructor(scope, plan), setters(scope, plan));
    quote!(#constructor #setters)
}

/// The setters of a struct, if it has any.
pub(super) fn setters(scope: &Scope<'_>, plan: &ShapePlan) -> Option<TokenStream> {
    let setters: Vec<_> = settable(plan).map(|member| setter(scope, member)).collect();
    (!setters.is_empty()).then(|| quote!(#(#setters)*))
}

fn readers(scope: &Scope<'_>, plan: &ShapePlan) -> Vec<TokenStream> {
    let set: HashSet<&str> = settable(plan).map(plain_name).collect();
    let is_setter = |name: &str| name.strip_prefix(SETTER).is_some_and(|name| set.contains(name));
    let readable = plan.members.iter().filter(|member| plan.is_output && !is_setter(&member.name));
    readable.filter_map(|member| reader(scope, member)).collect()
}

fn settable(plan: &ShapePlan) -> impl Iterator<Item = &MemberPlan> {
    plan.members.iter().filter(|member| member.is_settable())
}

fn constructor(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    let required: Vec<_> = plan.required().collect();
    let allow_name =
        (plan.name == "New").then(|| quote!(#[allow(clippy::self_named_constructors)]));
    if required.is_empty() {
        let docs = comment("A value without members.");
        return quote! {
            #docs
            #allow_name
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let parameters = required.iter().map(|member| {
        let (name, ty) = (ident(&member.name), parameter_type(scope, &member.ty));
        quote!(#name: #ty)
    });
    let taken = required.iter().map(|member| member.name.as_str()).collect();
    let fields = required.iter().map(|member| {
        let name = ident(&member.name);
        field(&name, &value_of(scope, member, &taken))
    });
    let rest = (required.len() < plan.members.len()).then(|| quote!(..Self::default()));
    let allow = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = comment("A value with its required members.");
    quote! {
        #docs
        #allow_name
        #allow
        #[inline]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#fields,)* #rest }
        }
    }
}

/// A field of a struct literal, in short form where the value is the variable of its name.
fn field(name: &Ident, value: &TokenStream) -> TokenStream {
    if *name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// The method that borrows a list as a slice, for which an absent one is empty. Of other members
/// there are the fields.
fn reader(scope: &Scope<'_>, member: &MemberPlan) -> Option<TokenStream> {
    // Methods that callers, or the code around, mean by that name.
    const TAKEN: [&str; 9] =
        ["new", "default", "clone", "eq", "fmt", "into", "as_ref", "borrow", "deref"];
    let element = scope.ty(member.lends()?);
    if TAKEN.contains(&member.name.as_str()) {
        return None;
    }
    let (name, slice) = (ident(&member.name), scope.runtime("shape::slice"));
    let docs = comment(&format!("Borrows `{}`, empty if absent.", plain_name(member)));
    let deprecated = deprecation(member.deprecated.as_ref());
    Some(quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(&self) -> &[#element] {
            #slice(&self.#name)
        }
    })
}

/// The name without the `r#` of a raw identifier.
fn plain_name(member: &MemberPlan) -> &str {
    member.name.strip_prefix("r#").unwrap_or(&member.name)
}

/// What the names of setters begin with.
const SETTER: &str = "with_";

fn setter_name(member: &MemberPlan) -> Ident {
    format_ident!("{SETTER}{}", plain_name(member))
}

/// What a setter assigns to the field of a member.
pub(super) fn set_value(scope: &Scope<'_>, member: &MemberPlan, value: TokenStream) -> TokenStream {
    if !member.optional {
        return value;
    }
    let some = scope.prelude("std::option::Option::Some");
    quote!(#some(#value))
}

/// The names of the parameters of a function that takes one member's value.
pub(super) fn own_name(member: &MemberPlan) -> HashSet<&str> {
    HashSet::from([member.name.as_str()])
}

fn setter(scope: &Scope<'_>, member: &MemberPlan) -> TokenStream {
    let (name, method) = (ident(&member.name), setter_name(member));
    let (ty, value) =
        (parameter_type(scope, &member.ty), value_of(scope, member, &own_name(member)));
    let value = set_value(scope, member, value);
    let docs = comment(&format!("Sets `{}`.", plain_name(member)));
    let deprecated = deprecation(member.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #method(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

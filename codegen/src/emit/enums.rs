//! Enums that keep values they do not know.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Docs, comment};
use super::links::Page;
use super::scope::{Scope, ident};
use crate::plan::{EnumPlan, IntEnumPlan};

/// All items of an enum.
pub(super) fn enumeration(scope: &Scope<'_>, docs: &Docs, plan: &EnumPlan) -> Vec<TokenStream> {
    vec![definition(scope, docs, plan), values(plan)]
}

fn definition(scope: &Scope<'_>, docs: &Docs, plan: &EnumPlan) -> TokenStream {
    let name = ident(&plan.name);
    let otherwise = format!("`{}`", plan.shape);
    let page = Page::of("types", &plan.name);
    let head = docs.item(&page, &plan.docs, &otherwise, plan.deprecated.as_ref());
    let variants = plan.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let otherwise = code_span(&variant.value);
        let comment = docs.item(&page, &variant.docs, &otherwise, variant.deprecated.as_ref());
        quote!(#comment #name)
    });
    let unknown = comment("A value that this version of the crate does not know.");
    let string = scope.prelude("std::string::String");
    quote! {
        #head
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(#string),
        }
    }
}

/// A value as Markdown code, whatever characters it has.
fn code_span(value: &str) -> String {
    let shown: String = value.chars().filter(|c| !c.is_control()).collect();
    if shown.trim().is_empty() || shown.contains('`') {
        return format!("The value {:?}.", shown).replace('`', "'");
    }
    format!("`{shown}`")
}

fn values(plan: &EnumPlan) -> TokenStream {
    let name = ident(&plan.name);
    let names: Vec<_> = plan.variants.iter().map(|variant| ident(&variant.name)).collect();
    let texts: Vec<_> = plan.variants.iter().map(|variant| &variant.value).collect();
    let mut sorted: Vec<_> = plan.variants.iter().collect();
    sorted.sort_by(|a, b| a.value.cmp(&b.value));
    sorted.dedup_by(|a, b| a.value == b.value);
    let sorted = sorted.iter().map(|variant| ident(&variant.name));
    quote! {
        impl #name {
            /// The values that the model names, sorted by what stands on the wire.
            pub const VALUES: &'static [Self] = &[#(Self::#sorted),*];

            /// What stands on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::Unknown(value) => value,
                }
            }
        }
    }
}

/// All items of an enum over integers: a number, and constants for the values that the model
/// names.
pub(super) fn int_enum(docs: &Docs, plan: &IntEnumPlan) -> Vec<TokenStream> {
    let name = ident(&plan.name);
    let otherwise = format!("`{}`", plan.shape);
    let page = Page::of("types", &plan.name);
    let head = docs.item(&page, &plan.docs, &otherwise, plan.deprecated.as_ref());
    let constants = plan.constants.iter().map(|constant| {
        let name = ident(&constant.name);
        let otherwise = format!("`{}`", constant.member);
        let comment = docs.item(&page, &constant.docs, &otherwise, constant.deprecated.as_ref());
        let value = Literal::i32_unsuffixed(constant.value);
        quote!(#comment pub const #name: Self = Self(#value);)
    });
    let definition = quote! {
        #head
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(pub i32);
    };
    vec![definition, quote!(impl #name { #(#constants)* })]
}

/// The line that gives enums over integers what all of them have: `Debug`, `Display` and the
/// conversions from and to integers.
pub(super) fn int_enums<'a>(plans: impl Iterator<Item = &'a IntEnumPlan>) -> Option<TokenStream> {
    let names: Vec<_> = plans.map(|plan| ident(&plan.name)).collect();
    (!names.is_empty()).then(|| quote!(shapewright_runtime::int_enums!(#(#names),*);))
}

/// The line that gives enums what all of them have: `Default`, `Debug`, `Display` and the
/// conversions from text.
pub(super) fn open_enums<'a>(plans: impl Iterator<Item = &'a EnumPlan>) -> Vec<TokenStream> {
    let (keys, plain): (Vec<_>, Vec<_>) = plans.partition(|plan| plan.is_key);
    let names =
        |plans: &[&EnumPlan]| plans.iter().map(|plan| ident(&plan.name)).collect::<Vec<_>>();
    let mut lines = Vec::new();
    let all: Vec<_> = plain.iter().chain(&keys).copied().collect();
    if !all.is_empty() {
        let mut all = names(&all);
        all.sort();
        lines.push(quote!(shapewright_runtime::open_enums!(#(#all),*);));
    }
    if !keys.is_empty() {
        let keys = names(&keys);
        lines.push(quote!(shapewright_runtime::enum_keys!(#(#keys),*);));
    }
    lines
}

//! Structures, unions and errors: the type, its schema, and how the two meet.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::defaults::{default_impl, is_derived};
use super::docs::{Docs, comment};
use super::links::Page;
use super::members::methods;
use super::schemas::schema;
use super::scope::{Scope, ident};
use crate::plan::{ShapeKind, ShapePlan};

/// All items of a structure, union or error.
pub(super) fn shape(scope: &Scope<'_>, docs: &Docs, plan: &ShapePlan) -> Vec<TokenStream> {
    match plan.kind {
        ShapeKind::Structure | ShapeKind::Error => {
            let default = default_impl(scope, plan);
            [structure(scope, docs, plan)]
                .into_iter()
                .chain(default)
                .chain(methods(scope, plan))
                .chain([schema(scope, plan), structure_reflection(scope, plan)])
                .collect()
        }
        ShapeKind::Union => union(scope, docs, plan),
    }
}

fn structure(scope: &Scope<'_>, docs: &Docs, plan: &ShapePlan) -> TokenStream {
    let name = ident(&plan.name);
    let page = Page::of_shape(plan);
    let otherwise = format!("`{}`", plan.shape);
    let comment = docs.item(&page, &plan.docs, &otherwise, plan.deprecated.as_ref());
    let fields = plan.members.iter().map(|member| {
        let (name, comment) = (ident(&member.name), docs.member(&page, member));
        let ty = scope.ty(&member.ty);
        let ty = if member.optional { scope.option(&ty) } else { ty };
        quote!(#comment pub #name: #ty)
    });
    let derive = is_derived(plan).then(|| quote!(#[derive(Default)]));
    quote! {
        #comment
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    }
}

fn structure_reflection(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    if plan.members.is_empty() {
        return reflection(scope, plan, Vec::new(), Vec::new());
    }
    let (get, slot) = (scope.runtime("shape::get"), scope.runtime("shape::slot"));
    let fields = plan.members.iter().map(|member| ident(&member.name));
    let get_arms = fields.clone().map(|field| quote!(#get(&self.#field)));
    let slot_arms = fields.map(|field| quote!(#slot(&mut self.#field)));
    reflection(scope, plan, get_arms.collect(), slot_arms.collect())
}

/// The `Shape` impl of a struct, with the expression of each member.
fn reflection(
    scope: &Scope<'_>,
    plan: &ShapePlan,
    get: Vec<TokenStream>,
    slot: Vec<TokenStream>,
) -> TokenStream {
    let reference = scope.runtime("shape::Ref");
    let place = scope.runtime("shape::Slot");
    let get = by_index(&get, &quote!(#reference::Absent));
    let slot = by_index(&slot, &quote!(#place::Unknown));
    let member = ident(if plan.members.is_empty() { "_member" } else { "member" });
    shape_impl(
        scope,
        plan,
        &quote!(fn get(&self, #member: usize) -> #reference<'_> { #get }),
        &quote!(fn slot(&mut self, #member: usize) -> #place<'_> { #slot }),
    )
}

/// The `Shape` impl with these two methods.
fn shape_impl(
    scope: &Scope<'_>,
    plan: &ShapePlan,
    get: &TokenStream,
    slot: &TokenStream,
) -> TokenStream {
    let (name, table) = (ident(&plan.name), ident(&plan.schema));
    let (shape, schema) = (scope.runtime("shape::Shape"), scope.runtime("schema::Schema"));
    quote! {
        impl #shape for #name {
            #[inline]
            fn schema(&self) -> &'static #schema {
                &#table
            }
            #[inline]
            #get
            #[inline]
            #slot
        }
    }
}

/// A choice among expressions by the index of a member.
fn by_index(expressions: &[TokenStream], otherwise: &TokenStream) -> TokenStream {
    if expressions.is_empty() {
        return otherwise.clone();
    }
    let arms = expressions.iter().enumerate().map(|(index, expression)| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #expression)
    });
    quote!(match member { #(#arms,)* _ => #otherwise, })
}

fn union(scope: &Scope<'_>, docs: &Docs, plan: &ShapePlan) -> Vec<TokenStream> {
    let otherwise = format!("`{}`", plan.shape);
    let head = docs.item(&Page::of_shape(plan), &plan.docs, &otherwise, plan.deprecated.as_ref());
    let unknown = "A member that this version of the crate does not know. It cannot be sent.";
    vec![
        union_enum(scope, docs, plan, &head, unknown),
        schema(scope, plan),
        union_reflection(scope, plan),
    ]
}

/// The enum of a union: a variant per member, and `Unknown`.
pub(super) fn union_enum(
    scope: &Scope<'_>,
    docs: &Docs,
    plan: &ShapePlan,
    head: &TokenStream,
    unknown: &str,
) -> TokenStream {
    let name = ident(&plan.name);
    let page = Page::of_shape(plan);
    let variants = plan.members.iter().map(|member| {
        let (name, comment) = (ident(&member.name), docs.member(&page, member));
        let ty = scope.ty(&member.ty);
        quote!(#comment #name(#ty))
    });
    let unknown = comment(unknown);
    quote! {
        #head
        #[derive(Default)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            #[default]
            Unknown,
        }
    }
}

pub(super) fn union_reflection(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    let reference = scope.runtime("shape::Ref");
    let place = scope.runtime("shape::Slot");
    if plan.members.is_empty() {
        return reflection(scope, plan, Vec::new(), Vec::new());
    }
    let (get, slot) = (scope.runtime("shape::get"), scope.runtime("shape::slot"));
    let default = scope.prelude("std::default::Default");
    let variants: Vec<_> = plan.members.iter().map(|member| ident(&member.name)).collect();
    let indexes: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    shape_impl(
        scope,
        plan,
        &quote! {
            fn get(&self, member: usize) -> #reference<'_> {
                match (self, member) {
                    #((Self::#variants(value), #indexes) => #get(value),)*
                    _ => #reference::Absent,
                }
            }
        },
        &quote! {
            fn slot(&mut self, member: usize) -> #place<'_> {
                *self = match member {
                    #(#indexes => Self::#variants(#default::default()),)*
                    _ => return #place::Unknown,
                };
                match self {
                    #(Self::#variants(value) => #slot(value),)*
                    Self::Unknown => #place::Unknown,
                }
            }
        },
    )
}

/// The line that gives shapes their `Clone` and `Debug`, by reflection.
pub(super) fn reflected<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<TokenStream> {
    let names: Vec<_> = names.into_iter().map(ident).collect();
    (!names.is_empty()).then(|| quote!(shapewright_runtime::reflected!(#(#names),*);))
}

/// The line that gives shapes that hold streams their `Debug`, by reflection: there are no two of
/// a stream.
pub(super) fn reflected_streams<'a>(
    names: impl IntoIterator<Item = &'a str>,
) -> Option<TokenStream> {
    let names: Vec<_> = names.into_iter().map(ident).collect();
    (!names.is_empty()).then(|| quote!(shapewright_runtime::reflected_streams!(#(#names),*);))
}

/// The line that gives shapes, by their paths, their `PartialEq`, by reflection.
pub(super) fn comparable(paths: impl IntoIterator<Item = TokenStream>) -> Option<TokenStream> {
    let paths: Vec<_> = paths.into_iter().collect();
    (!paths.is_empty()).then(|| quote!(shapewright_runtime::comparable!(#(#paths),*);))
}

//! The static tables beside types.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use shapewright_model::ir::{Checksum, TimestampFormat};

use super::scope::{Scope, ident};
use crate::plan::{
    ElementPlan, MemberPlan, ShapeKind, ShapePlan, TargetPlan, TraitPlan, TypeModule, TypePath,
};

/// The static that describes a shape.
pub(super) fn schema(scope: &Scope<'_>, plan: &ShapePlan) -> TokenStream {
    let (name, shape) = (ident(&plan.schema), &plan.shape);
    let schema = scope.runtime("schema::Schema");
    let constructor = ident(match plan.kind {
        ShapeKind::Structure => "structure",
        ShapeKind::Union => "union",
        ShapeKind::Error => "error",
    });
    let members = plan.members.iter().map(|member| self::member(scope, member));
    let traits = with_traits(scope, &plan.traits);
    // An operation's own are used nowhere else.
    let visibility = (!plan.is_operation).then(|| quote!(pub(crate)));
    quote! {
        #visibility static #name: #schema = #schema::#constructor(#shape, &[#(#members),*]) #traits;
    }
}

fn member(scope: &Scope<'_>, plan: &MemberPlan) -> TokenStream {
    let field = plan.name.strip_prefix("r#").unwrap_or(&plan.name);
    let (member, name) = (scope.runtime("schema::Member"), &plan.member);
    let (target, traits) = (target(scope, &plan.target), member_traits(scope, &plan.traits));
    quote!(#member(#field, #name, #target, #traits))
}

/// The traits of a member. The commonest tables stand in the runtime once, since each costs the
/// compiler something.
fn member_traits(scope: &Scope<'_>, plan: &[TraitPlan]) -> TokenStream {
    let common = match plan {
        [] => "schema::NONE",
        [TraitPlan::Flag("Required")] => "schema::REQUIRED",
        _ => return traits(scope, "schema::Trait", plan),
    };
    scope.runtime(common).into_token_stream()
}

fn element(scope: &Scope<'_>, plan: &ElementPlan) -> TokenStream {
    let member = scope.runtime("schema::Member");
    let (target, traits) = (target(scope, &plan.target), member_traits(scope, &plan.traits));
    quote!(#member("", "", #target, #traits))
}

fn target(scope: &Scope<'_>, plan: &TargetPlan) -> TokenStream {
    let target = scope.runtime("schema::Target");
    match plan {
        TargetPlan::Scalar(variant) => {
            let variant = ident(variant);
            quote!(#target::#variant)
        }
        TargetPlan::Shape { module, schema } => {
            let schema = shape_schema(scope, *module, schema);
            quote!(#target::Shape(&#schema))
        }
        TargetPlan::Events { schema } => {
            let schema = shape_schema(scope, TypeModule::Types, schema);
            quote!(#target::Events(&#schema))
        }
        TargetPlan::List(list) => {
            let elements = elements(scope, list);
            quote!(#target::List(#elements))
        }
        TargetPlan::Map(map) => {
            let (key, value) = (element(scope, &map.0), element(scope, &map.1));
            quote!(#target::Map(&(#key, #value)))
        }
    }
}

/// The elements of a list. Those of which the model says nothing else have short forms.
fn elements(scope: &Scope<'_>, plan: &ElementPlan) -> TokenStream {
    match &plan.target {
        TargetPlan::Scalar("String") if plan.traits.is_empty() => {
            scope.runtime("schema::STRINGS").into_token_stream()
        }
        TargetPlan::Shape { module, schema } if plan.traits.is_empty() => {
            let element = scope.runtime("schema::Element");
            let schema = shape_schema(scope, *module, schema);
            quote!(#element::Shape(&#schema))
        }
        _ => {
            let (elements, element) = (scope.runtime("schema::Element"), element(scope, plan));
            quote!(#elements::Member(&#element))
        }
    }
}

/// The static that describes a structure or union.
fn shape_schema(scope: &Scope<'_>, module: TypeModule, schema: &str) -> TokenStream {
    scope.local(&TypePath { module, name: schema.to_owned() })
}

fn with_traits(scope: &Scope<'_>, traits: &[TraitPlan]) -> TokenStream {
    if traits.is_empty() {
        return TokenStream::new();
    }
    let traits = self::traits(scope, "schema::Trait", traits);
    quote!(.with(#traits))
}

/// A table of traits, of that enum of the runtime.
pub(super) fn traits(scope: &Scope<'_>, of: &str, traits: &[TraitPlan]) -> TokenStream {
    if traits.is_empty() {
        return quote!(&[]);
    }
    let name = scope.runtime(of);
    let traits = traits.iter().map(|plan| variant(scope, plan));
    quote!(&[#(#name::#traits),*])
}

fn variant(scope: &Scope<'_>, plan: &TraitPlan) -> TokenStream {
    match plan {
        TraitPlan::Flag(variant) => ident(variant).into_token_stream(),
        TraitPlan::Text(variant, text) => {
            let variant = ident(variant);
            quote!(#variant(#text))
        }
        TraitPlan::Texts(variant, first, second) => {
            let variant = ident(variant);
            quote!(#variant(#first, #second))
        }
        TraitPlan::List(variant, texts) => {
            let variant = ident(variant);
            quote!(#variant(&[#(#texts),*]))
        }
        TraitPlan::Checksum(checksum) => {
            let checksum = self::checksum(scope, checksum);
            quote!(Checksum(#checksum))
        }
        TraitPlan::Number(variant, number) => {
            let (variant, number) = (ident(variant), Literal::u16_unsuffixed(*number));
            quote!(#variant(#number))
        }
        TraitPlan::TimestampFormat(format) => {
            let format_type = scope.runtime("TimestampFormat");
            let variant = ident(match format {
                TimestampFormat::DateTime => "DateTime",
                TimestampFormat::HttpDate => "HttpDate",
                TimestampFormat::EpochSeconds => "EpochSeconds",
            });
            quote!(TimestampFormat(#format_type::#variant))
        }
        TraitPlan::Http(variant, text) => {
            let (location, variant) = (scope.runtime("schema::Location"), ident(variant));
            let text = text.as_ref().map(|text| quote!((#text)));
            quote!(Http(#location::#variant #text))
        }
    }
}

fn checksum(scope: &Scope<'_>, plan: &Checksum) -> TokenStream {
    let checksum = scope.runtime("Checksum");
    let required = plan.request_required;
    let algorithm = plan.request_algorithm_member.as_deref().unwrap_or_default();
    let mode = plan.request_validation_mode_member.as_deref().unwrap_or_default();
    let algorithms = &plan.response_algorithms;
    quote! {
        &#checksum {
            required: #required,
            algorithm_member: #algorithm,
            mode_member: #mode,
            response_algorithms: &[#(#algorithms),*],
        }
    }
}

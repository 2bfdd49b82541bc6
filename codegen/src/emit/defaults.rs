//! Structs whose members have defaults of their own.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::scope::{Scope, ident};
use crate::plan::{DefaultPlan, MemberPlan, ShapePlan, Type};

/// Whether the defaults of the fields' types are those of the model.
pub(super) fn is_derived(plan: &ShapePlan) -> bool {
    let defaults = plan.members.iter().filter_map(|member| member.default.as_ref());
    defaults.into_iter().all(|default| *default == DefaultPlan::Zero)
}

/// The `Default` impl of a struct that has other defaults than its fields' types.
pub(super) fn default_impl(scope: &Scope<'_>, plan: &ShapePlan) -> Option<TokenStream> {
    if is_derived(plan) {
        return None;
    }
    let (name, default) = (ident(&plan.name), scope.prelude("std::default::Default"));
    let fields = plan.members.iter().map(|member| {
        let (name, value) = (ident(&member.name), value(scope, member));
        quote!(#name: #value)
    });
    Some(quote! {
        impl #default for #name {
            #[inline]
            fn default() -> Self {
                Self { #(#fields,)* }
            }
        }
    })
}

fn value(scope: &Scope<'_>, member: &MemberPlan) -> TokenStream {
    let default = scope.prelude("std::default::Default");
    match &member.default {
        _ if member.optional => scope.prelude("std::option::Option::None"),
        None | Some(DefaultPlan::Zero) => match &member.ty {
            Type::Boolean => quote!(false),
            Type::Byte | Type::Short | Type::Integer | Type::Long => quote!(0),
            Type::Float | Type::Double => quote!(0.0),
            _ => quote!(#default::default()),
        },
        Some(DefaultPlan::True) => quote!(true),
        Some(DefaultPlan::Integer(number)) => {
            let number = Literal::i64_unsuffixed(*number);
            match &member.ty {
                Type::IntEnum(path) => {
                    let name = scope.local(path);
                    quote!(#name(#number))
                }
                _ => quote!(#number),
            }
        }
        Some(DefaultPlan::Float(number)) => {
            let number = Literal::f64_unsuffixed(*number);
            quote!(#number)
        }
        Some(DefaultPlan::Text(text)) => quote!(#text.into()),
        Some(DefaultPlan::Bytes(bytes)) => {
            let bytes = Literal::byte_string(bytes);
            quote!((#bytes as &[u8]).into())
        }
        Some(DefaultPlan::Epoch(seconds, nanos)) => {
            let (seconds, nanos) =
                (Literal::i64_unsuffixed(*seconds), Literal::u32_unsuffixed(*nanos));
            let timestamp = scope.runtime("Timestamp");
            quote!(#timestamp::from_epoch(#seconds, #nanos).unwrap_or_default())
        }
        Some(DefaultPlan::DateTime(text)) => {
            let timestamp = scope.runtime("Timestamp");
            quote!(#timestamp::parse_date_time(#text).unwrap_or_default())
        }
        Some(DefaultPlan::Document(value)) => document(scope, value),
    }
}

fn document(scope: &Scope<'_>, value: &Value) -> TokenStream {
    let name = scope.runtime("Document");
    match value {
        Value::Null => quote!(#name::Null),
        Value::Bool(value) => quote!(#name::from(#value)),
        Value::String(text) => quote!(#name::from(#text)),
        Value::Number(number) => {
            let number = match number.as_i64() {
                Some(integer) => Literal::i64_suffixed(integer),
                None => Literal::f64_suffixed(number.as_f64().unwrap_or_default()),
            };
            quote!(#name::from(#number))
        }
        Value::Array(elements) => {
            let vec = scope.prelude("std::vec::Vec");
            let elements = elements.iter().map(|element| document(scope, element));
            quote!(#name::List(#vec::from([#(#elements),*])))
        }
        Value::Object(entries) => {
            let map = scope.std("std::collections::BTreeMap");
            let entries = entries.iter().map(|(key, value)| {
                let value = document(scope, value);
                quote!((#key.into(), #value))
            });
            quote!(#name::Map(#map::from([#(#entries),*])))
        }
    }
}

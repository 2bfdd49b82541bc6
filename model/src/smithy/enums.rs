//! The values of enums.

use super::definitions::MemberDefinition;
use super::traits::{deprecation, docs};
use crate::enums::without_repeated;
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{Deprecation, EnumValue, IntEnumValue};

const VALUE: &str = "smithy.api#enumValue";

/// The values of an `enum`; a member without a value has its name for one.
pub(super) fn strings(members: Vec<MemberDefinition<'_, '_>>) -> Vec<EnumValue> {
    let Some(report) = members.first().map(|member| member.traits.report) else {
        return Vec::new();
    };
    let values =
        members.into_iter().map(|MemberDefinition { name, mut traits, at, .. }| EnumValue {
            value: traits.formed(VALUE, &grammar::LINE).unwrap_or_else(|| name.clone()),
            name: Some(name),
            docs: docs(&mut traits),
            deprecated: deprecation(&mut traits),
            other: traits.rest(),
            at,
        });
    without_repeated(values, |value| (value.value.clone(), value.at.clone()), report)
}

/// The values of an `intEnum`, whose members all have one.
pub(super) fn integers(members: Vec<MemberDefinition<'_, '_>>) -> Vec<IntEnumValue> {
    let Some(report) = members.first().map(|member| member.traits.report) else {
        return Vec::new();
    };
    let values =
        members.into_iter().filter_map(|MemberDefinition { name, mut traits, at, .. }| {
            Some(IntEnumValue {
                value: traits.required(VALUE).integer(VALUE)?,
                name,
                docs: docs(&mut traits),
                deprecated: deprecation(&mut traits),
                other: traits.rest(),
                at,
            })
        });
    without_repeated(values, |value| (value.value, value.at.clone()), report)
}

/// The values that the trait `enum` gives to a string, as version 1 of the format has it.
pub(super) fn strings_of_trait(traits: &mut Fields<'_, '_>) -> Vec<EnumValue> {
    let report = traits.report;
    let values = traits.list("smithy.api#enum").into_iter().filter_map(|(node, at)| {
        let mut fields = Fields::open(node, at.clone(), report)?;
        Some(EnumValue {
            value: fields.required("value").formed("value", &grammar::LINE)?,
            name: fields.text("name"),
            docs: fields.docs(),
            deprecated: fields.flag("deprecated").then(Deprecation::default),
            other: fields.rest(),
            at,
        })
    });
    without_repeated(values, |value| (value.value.clone(), value.at.clone()), report)
}

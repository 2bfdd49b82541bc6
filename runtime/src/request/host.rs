//! What a call wants of the host that it goes to.

use crate::codec::WriteError;
use crate::operation::{OperationSchema, OperationTrait};
use crate::schema::Trait;
use crate::shape::{Ref, Shape};

/// The host prefix of a call, its labels filled in (`smithy.api#endpoint`,
/// `smithy.api#hostLabel`).
pub(super) fn prefix(
    operation: &OperationSchema,
    input: &dyn Shape,
) -> Result<Option<String>, WriteError> {
    let template = operation.traits.iter().find_map(|t| match t {
        OperationTrait::HostPrefix(template) => Some(*template),
        _ => None,
    });
    let Some(mut rest) = template else {
        return Ok(None);
    };
    let mut prefix = String::new();
    while let Some((before, label)) = rest.split_once('{') {
        let (name, after) = label.split_once('}').unwrap_or((label, ""));
        prefix.push_str(before);
        prefix.push_str(host_label(input, name)?);
        rest = after;
    }
    prefix.push_str(rest);
    Ok(Some(prefix))
}

/// The value of the member of that name, which is to be a label of a host name (RFC 1123
/// section 2.1).
fn host_label<'a>(input: &'a dyn Shape, name: &str) -> Result<&'a str, WriteError> {
    let members = input.schema().members;
    let index = members.iter().position(|m| m.name() == name && m.has(&Trait::HostLabel));
    let value = match index.map(|index| input.get(index)) {
        Some(Ref::String(value)) => value,
        _ => "",
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if value.is_empty() || value.len() > 63 || !value.chars().all(fits) || value.starts_with('-') {
        let problem = format!("{name} must be a label of a host name: letters, digits and hyphens");
        return Err(WriteError::new(problem));
    }
    Ok(value)
}

/// The endpoint that the input itself names, if the operation has a member for that.
pub(super) fn endpoint<'a>(operation: &OperationSchema, input: &'a dyn Shape) -> Option<&'a str> {
    let name = operation.traits.iter().find_map(|t| match t {
        OperationTrait::EndpointMember(name) => Some(*name),
        _ => None,
    })?;
    let index = input.schema().members.iter().position(|member| member.name() == name)?;
    match input.get(index) {
        Ref::String(url) => Some(url),
        _ => None,
    }
}

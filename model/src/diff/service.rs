//! What differs in the service as a whole.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Both;
use super::change::Scope;
use super::found::{Found, Place};
use super::rules::{self, Rule};
use super::traits::{Differing, namespace, others};
use crate::ir::{Auth, OperationError, Protocol, Service};

/// Adds what differs.
pub(super) fn compare(both: Both<'_>, found: &mut Found) {
    let (old, new) = (&both.old.service, &both.new.service);
    let place = Place {
        scope: Scope::Service,
        at: new.id.clone(),
        old_at: Some(&old.at),
        new_at: Some(&new.at),
    };
    found.add_all(&place, metadata(both, old, new));
    for (rule, name) in errors(&old.errors, &new.errors) {
        let is_new = std::ptr::eq(rule, &raw const rules::ERROR_ADDED);
        let (old, new) = if is_new {
            (Value::Null, name.as_str().into())
        } else {
            (name.as_str().into(), Value::Null)
        };
        found.add(&place, rule, Some(name), old, new);
    }
    found.add_docs(&place, &old.docs, &new.docs);
}

fn metadata(both: Both<'_>, old: &Service, new: &Service) -> Vec<Differing> {
    let text = |text: &str| Value::from(text);
    let unread = &rules::UNREAD_METADATA_CHANGED;
    let read = |is_read, rule| if is_read { rule } else { unread };
    let form = read(both.needs.xml, &rules::SERVICE_WIRE_FORM_CHANGED);
    let (endpoint, signing) = (&rules::ENDPOINT_CHANGED, &rules::SIGNING_CHANGED);
    let target = read(both.needs.target, endpoint);
    let version = read(both.needs.version, &rules::VERSION_CHANGED);
    let namespace_of_ids = read(both.needs.namespace, &rules::NAMESPACE_CHANGED);
    let rows: [(&str, Value, Value, &'static Rule); 13] = [
        (
            "protocols",
            protocols(&old.protocols),
            protocols(&new.protocols),
            protocol_rule(&old.protocols, &new.protocols),
        ),
        ("endpointPrefix", text(&old.endpoint_prefix), text(&new.endpoint_prefix), endpoint),
        ("targetPrefix", text(&old.target_prefix), text(&new.target_prefix), target),
        ("signingName", text(&old.signing_name), text(&new.signing_name), signing),
        ("auth", auth(&old.auth).into(), auth(&new.auth).into(), signing),
        ("version", text(&old.version), text(&new.version), version),
        (
            "xmlNamespace",
            namespace(old.xml_namespace.as_ref()),
            namespace(new.xml_namespace.as_ref()),
            form,
        ),
        ("noErrorWrapping", old.no_error_wrapping.into(), new.no_error_wrapping.into(), form),
        (
            "awsQueryCompatible",
            old.query_compatible.into(),
            new.query_compatible.into(),
            &rules::QUERY_COMPATIBILITY_CHANGED,
        ),
        ("namespace", text(&old.namespace), text(&new.namespace), namespace_of_ids),
        ("id", text(&old.id), text(&new.id), &rules::SERVICE_ID_CHANGED),
        ("fullName", text(&old.full_name), text(&new.full_name), unread),
        ("abbreviation", old.abbreviation.clone().into(), new.abbreviation.clone().into(), unread),
    ];
    let rows =
        rows.into_iter().filter_map(|(what, old, new, rule)| Differing::of(what, old, new, rule));
    let others = others(&old.other, &new.other).into_iter();
    rows.chain(others.map(|differing| Differing { rule: unread, ..differing })).collect()
}

/// The rule for other protocols; their order does not come from models.
fn protocol_rule(old: &[Protocol], new: &[Protocol]) -> &'static Rule {
    let is_spoken = old.iter().all(|protocol| new.contains(protocol));
    if is_spoken { &rules::PROTOCOL_ADDED } else { &rules::PROTOCOL_REPLACED }
}

fn protocols(protocols: &[Protocol]) -> Value {
    let name = |protocol: &Protocol| match protocol {
        Protocol::AwsJson1_0 => "awsJson1_0",
        Protocol::AwsJson1_1 => "awsJson1_1",
        Protocol::RestJson1 => "restJson1",
        Protocol::RestXml => "restXml",
        Protocol::AwsQuery => "awsQuery",
        Protocol::Ec2Query => "ec2Query",
        Protocol::RpcV2Cbor => "rpcv2Cbor",
        Protocol::RpcV2Json => "rpcv2Json",
    };
    protocols.iter().map(name).collect::<Vec<_>>().into()
}

/// The names of ways to prove who sends a request.
pub(super) fn auth(schemes: &[Auth]) -> Vec<String> {
    let name = |scheme: &Auth| match scheme {
        Auth::SigV4 => "sigv4".to_owned(),
        Auth::SigV4a => "sigv4a".to_owned(),
        Auth::Bearer => "bearer".to_owned(),
        Auth::None => "none".to_owned(),
        Auth::Other(name) => name.clone(),
    };
    schemes.iter().map(name).collect()
}

/// The errors of the service that came or went.
fn errors(old: &[OperationError], new: &[OperationError]) -> Vec<(&'static Rule, String)> {
    let targets = |errors: &[OperationError]| -> BTreeSet<String> {
        errors.iter().map(|error| error.target.0.clone()).collect()
    };
    let (old, new) = (targets(old), targets(new));
    let added = new.difference(&old).map(|name| (&rules::ERROR_ADDED, name.clone()));
    let removed = old.difference(&new).map(|name| (&rules::ERROR_REMOVED, name.clone()));
    added.chain(removed).collect()
}

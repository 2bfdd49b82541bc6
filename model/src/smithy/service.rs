//! The service.

use std::collections::{BTreeMap, BTreeSet};

use super::definitions::{Definition, check_identifier};
use super::names::{Renames, bare};
use super::operations::{auth, errors};
use super::traits::{docs, xml_namespace};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::fields::{Fields, wrong_type};
use crate::grammar;
use crate::ir::{Auth, Protocol, Service};
use crate::json::Node;
use crate::source::Place;

/// The traits of protocols, in the order in which they are preferred if a service has several:
/// botocore's order, so that a service speaks the same whichever format its model has.
const PROTOCOLS: [(&str, Protocol); 8] = [
    ("aws.protocols#awsJson1_0", Protocol::AwsJson1_0),
    ("aws.protocols#awsJson1_1", Protocol::AwsJson1_1),
    ("aws.protocols#restJson1", Protocol::RestJson1),
    ("aws.protocols#restXml", Protocol::RestXml),
    ("smithy.protocols#rpcv2Cbor", Protocol::RpcV2Cbor),
    ("smithy.protocols#rpcv2Json", Protocol::RpcV2Json),
    ("aws.protocols#awsQuery", Protocol::AwsQuery),
    ("aws.protocols#ec2Query", Protocol::Ec2Query),
];

/// The traits of authentication schemes that need no definition in the file.
const AUTH: [&str; 6] = [
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// A service with what completes its operations and shapes.
pub(super) struct ServiceParts<'r, 's> {
    pub(super) service: Service,
    pub(super) renames: Renames,
    pub(super) paginated: Option<Fields<'r, 's>>,
}

/// What a definition says of a service. `schemes` are the traits that the file itself defines as
/// authentication schemes.
pub(super) fn service<'r, 's>(
    id: &str,
    definition: Definition<'r, 's>,
    schemes: &BTreeSet<String>,
) -> ServiceParts<'r, 's> {
    let name = bare(id);
    let errors = errors(definition.linked("errors"));
    let Definition { mut traits, mut fields, .. } = definition;
    let paginated = traits.object("smithy.api#paginated");
    let (protocols, no_error_wrapping) = protocols(&mut traits);
    if protocols.is_empty() {
        report_no_protocol(name, &fields);
    }
    let arn_namespace = arn_namespace(&traits).unwrap_or_else(|| name.to_lowercase());
    let auth = auth(&mut traits).unwrap_or_else(|| schemes_of(&traits, schemes));
    let (sdk_id, endpoint_prefix) = identity(&mut traits);
    let sdk_id = sdk_id.unwrap_or_else(|| name.to_owned());
    let service = Service {
        full_name: traits
            .formed("smithy.api#title", &grammar::LINE)
            .unwrap_or_else(|| sdk_id.clone()),
        id: sdk_id,
        abbreviation: None,
        version: fields.formed("version", &grammar::LINE).unwrap_or_default(),
        protocols,
        endpoint_prefix: endpoint_prefix.unwrap_or_else(|| arn_namespace.clone()),
        signing_name: signing_name(&mut traits).unwrap_or(arn_namespace),
        target_prefix: name.to_owned(),
        namespace: id
            .split_once('#')
            .map(|(namespace, _)| namespace.to_owned())
            .unwrap_or_default(),
        auth,
        query_compatible: traits.annotation("aws.protocols#awsQueryCompatible"),
        xml_namespace: xml_namespace(&mut traits),
        no_error_wrapping,
        errors,
        docs: docs(&mut traits),
        at: fields.at.clone(),
        other: BTreeMap::new(),
    };
    let renames = renames(&mut fields);
    traits.overlay(fields);
    let other = traits.rest();
    ServiceParts { service: Service { other, ..service }, renames, paginated }
}

/// The protocols, and whether restXml leaves out the wrapping of errors.
fn protocols(traits: &mut Fields<'_, '_>) -> (Vec<Protocol>, bool) {
    let mut found = Vec::new();
    let mut no_error_wrapping = false;
    for (id, protocol) in PROTOCOLS {
        if let Some(mut settings) = traits.object(id) {
            found.push(protocol);
            no_error_wrapping |= settings.flag("noErrorWrapping");
            traits.keep(id, settings);
        }
    }
    (found, no_error_wrapping)
}

fn report_no_protocol(name: &str, definition: &Fields<'_, '_>) {
    let message = format!("the service `{name}` has none of the known protocols");
    let known = PROTOCOLS.map(|(id, _)| id).join(", ");
    definition.report.add(
        Diagnostic::new(&codes::UNKNOWN_PROTOCOL, message)
            .label(Place::Key(definition.at.clone()), "no trait of a known protocol")
            .help(format!("known are {known}")),
    );
}

/// `sdkId` and `endpointPrefix` of the trait `service`.
fn identity(traits: &mut Fields<'_, '_>) -> (Option<String>, Option<String>) {
    let key = "aws.api#service";
    let Some(mut service) = traits.object(key) else {
        return (None, None);
    };
    let read = (
        service.formed("sdkId", &grammar::SERVICE_ID),
        service.formed("endpointPrefix", &grammar::HOST),
    );
    traits.keep(key, service);
    read
}

/// The service's part of resource names, which other names default to (specification "AWS core",
/// trait `service`). It is looked at only, and so also kept.
fn arn_namespace(traits: &Fields<'_, '_>) -> Option<String> {
    match traits.peek("aws.api#service")?.get("arnNamespace")? {
        Node::String(namespace) => {
            let at = traits.below("aws.api#service").join("arnNamespace");
            grammar::HOST.check(namespace, || Place::Value(at), traits.report);
            Some(namespace.to_string())
        }
        _ => None,
    }
}

/// The `name` of the schemes that sign.
fn signing_name(traits: &mut Fields<'_, '_>) -> Option<String> {
    let names = ["aws.auth#sigv4", "aws.auth#sigv4a"].map(|key| {
        let mut scheme = traits.object(key)?;
        let name = scheme.required("name").formed("name", &grammar::SIGNING_NAME);
        traits.keep(key, scheme);
        name
    });
    names.into_iter().flatten().next()
}

/// All schemes that the service has, in the order of their ids (specification "Authentication",
/// trait `auth`), or that of none.
fn schemes_of(traits: &Fields<'_, '_>, defined: &BTreeSet<String>) -> Vec<Auth> {
    let known = AUTH.iter().copied().chain(defined.iter().map(String::as_str));
    let present: BTreeSet<&str> = known.filter(|id| traits.has(id)).collect();
    match present.is_empty() {
        true => vec![Auth::None],
        false => present.into_iter().map(Auth::of_id).collect(),
    }
}

fn renames(fields: &mut Fields<'_, '_>) -> Renames {
    let report = fields.report;
    fields
        .table("rename")
        .into_iter()
        .filter_map(|(id, node, at)| match node {
            Node::String(name) => {
                check_identifier("a shape", &name, Place::Value(at), report);
                Some((id.into_owned(), name.into_owned()))
            }
            other => {
                wrong_type(report, &at, "a string", &other);
                None
            }
        })
        .collect()
}

/// The operations of a service, and the resources that lead to them.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) operations: BTreeSet<String>,
    pub(super) resources: BTreeSet<String>,
}

/// Walks the resources below the service of that id (specification "Service types").
pub(super) fn tree(service: &str, shapes: &BTreeMap<String, Definition<'_, '_>>) -> Tree {
    let mut tree = Tree::default();
    let mut pending = vec![service];
    while let Some(id) = pending.pop() {
        for (key, references) in shapes.get(id).map(|shape| &shape.links).into_iter().flatten() {
            let ids = references.iter().map(|reference| reference.id.as_str());
            match *key {
                "errors" => {}
                "resources" => pending.extend(ids.filter(|id| tree.resources.insert((*id).into()))),
                _ => tree.operations.extend(ids.map(str::to_owned)),
            }
        }
    }
    tree
}

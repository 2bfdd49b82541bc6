//! The service: `metadata` and what stands beside it at the top of the file.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{Auth, Pointer, Protocol, Service};
use crate::source::Place;

/// The names of protocols, in the order in which botocore prefers them if a service speaks
/// several (`PRIORITY_ORDERED_SUPPORTED_PROTOCOLS` in `botocore/model.py`).
const PROTOCOLS: [&str; 6] =
    ["json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2"];

/// The service, from `metadata` and from the other keys of `root`.
pub(super) fn service(mut metadata: Fields<'_, '_>, mut root: Fields<'_, '_>) -> Service {
    let at = metadata.at.clone();
    let protocols = protocols(&mut metadata);
    if protocols.iter().any(|protocol| has_target(*protocol)) {
        metadata.required("targetPrefix");
    }
    let endpoint_prefix =
        metadata.required("endpointPrefix").formed("endpointPrefix", &grammar::HOST);
    let endpoint_prefix = endpoint_prefix.unwrap_or_default();
    let abbreviation = metadata.formed("serviceAbbreviation", &grammar::LINE);
    let full_name = metadata.formed("serviceFullName", &grammar::LINE);
    let id = match abbreviation.as_deref().or(full_name.as_deref()) {
        // Models of before 2018 have no ids.
        Some(name) if !metadata.has("serviceId") => Some(short_name(name)),
        _ => metadata.required("serviceId").formed("serviceId", &grammar::SERVICE_ID),
    };
    let id = id.unwrap_or_default();
    let version = metadata.required("apiVersion").formed("apiVersion", &grammar::VERSION);
    let signing_name = metadata.formed("signingName", &grammar::SIGNING_NAME);
    let target_prefix = metadata.formed("targetPrefix", &grammar::TARGET);
    let xml_namespace = metadata.formed("xmlNamespace", &grammar::NAMESPACE);
    let mut service = Service {
        // `serviceFullName` only serves documentation, which can do without.
        full_name: full_name.unwrap_or_else(|| id.clone()),
        id,
        abbreviation,
        version: version.unwrap_or_default(),
        protocols,
        // `signing_name` of `botocore.model.ServiceModel`.
        signing_name: signing_name.unwrap_or_else(|| endpoint_prefix.clone()),
        endpoint_prefix,
        target_prefix: target_prefix.unwrap_or_default(),
        namespace: String::new(),
        auth: service_auth(&mut metadata),
        query_compatible: metadata.take("awsQueryCompatible").is_some(),
        no_error_wrapping: false,
        xml_namespace: xml_namespace.map(|uri| (String::new(), uri)),
        errors: Vec::new(),
        docs: root.docs(),
        other: Default::default(),
        at,
    };
    // The two have no key in common in any known model; if they do, metadata's gets a prefix.
    service.other = root.rest();
    for (key, value) in metadata.rest() {
        if service.other.contains_key(&key) {
            service.other.insert(format!("metadata.{key}"), value);
        } else {
            service.other.insert(key, value);
        }
    }
    service
}

/// What is left of a service's name without that of its maker: `ECS` of `Amazon ECS`, as
/// `get_service_module_name` in `botocore/utils.py` has it.
fn short_name(name: &str) -> String {
    let makers = ["Amazon ", "AWS "];
    makers.iter().find_map(|maker| name.strip_prefix(maker)).unwrap_or(name).to_owned()
}

/// Whether requests name their target by `targetPrefix`: in a header (JSON) or the path (CBOR).
fn has_target(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::RpcV2Cbor)
}

/// `protocol` and `protocols`, the one to prefer first.
fn protocols(metadata: &mut Fields<'_, '_>) -> Vec<Protocol> {
    let mut names = metadata.texts("protocols");
    if names.is_empty() {
        metadata.required("protocol");
    }
    if let Some(name) = metadata.text("protocol")
        && !names.iter().any(|(other, _)| *other == name)
    {
        names.push((name, metadata.below("protocol")));
    }

    let known = |name: &str| PROTOCOLS.contains(&name);
    let speaks_known = names.iter().any(|(name, _)| known(name));
    for (name, at) in names.iter().filter(|(name, _)| !known(name)) {
        let unknown =
            Diagnostic::new(&codes::UNKNOWN_PROTOCOL, format!("`{name}` is no known protocol"))
                .label(Place::Value(at.clone()), "unknown protocol")
                .help(format!("known are {}", PROTOCOLS.join(", ")));
        // botocore, too, ignores what it does not know as long as it knows one.
        metadata.report.add(if speaks_known { unknown.warning() } else { unknown });
    }

    PROTOCOLS
        .iter()
        .filter(|known| names.iter().any(|(name, _)| name == *known))
        .map(|name| match *name {
            "json" => json_version(metadata),
            "rest-json" => Protocol::RestJson1,
            "rest-xml" => Protocol::RestXml,
            "smithy-rpc-v2-cbor" => Protocol::RpcV2Cbor,
            "query" => Protocol::AwsQuery,
            _ => Protocol::Ec2Query,
        })
        .collect()
}

/// The JSON protocol of `jsonVersion`; other protocols ignore that key.
fn json_version(metadata: &mut Fields<'_, '_>) -> Protocol {
    match metadata.required("jsonVersion").text("jsonVersion").as_deref() {
        Some("1.0") => Protocol::AwsJson1_0,
        Some("1.1") | None => Protocol::AwsJson1_1,
        Some(version) => {
            metadata.unknown("jsonVersion", version, "1.0 or 1.1");
            Protocol::AwsJson1_1
        }
    }
}

/// `auth`, or what the older `signatureVersion` says.
fn service_auth(metadata: &mut Fields<'_, '_>) -> Vec<Auth> {
    if metadata.has("auth") {
        return auth_list(metadata);
    }
    let version = metadata.required("signatureVersion").text("signatureVersion");
    version.iter().map(|name| auth_scheme(name)).collect()
}

/// The schemes that `auth` lists.
pub(super) fn auth_list(fields: &mut Fields<'_, '_>) -> Vec<Auth> {
    fields.texts("auth").iter().map(|(name, _): &(String, Pointer)| auth_scheme(name)).collect()
}

/// A scheme by its name in `auth`, `authtype` or `signatureVersion`.
///
/// `s3` and `s3v4` are botocore's names for its variants of version 4 (`botocore/auth.py`).
pub(super) fn auth_scheme(name: &str) -> Auth {
    match name {
        "v4" | "s3" | "s3v4" => Auth::SigV4,
        "v4a" => Auth::SigV4a,
        "bearer" => Auth::Bearer,
        "none" => Auth::None,
        id => Auth::of_id(id),
    }
}

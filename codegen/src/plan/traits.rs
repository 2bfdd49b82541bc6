//! Which traits of the model the tables of the runtime carry.

use shapewright_model::ir::{self, Auth, Location, Needs, Operation, Service, Traits};

use super::TraitPlan;

/// The traits of a member, or of the elements of a list or map. `is_top` tells that its
/// structure is an operation's input or output, or an error: others have no HTTP bindings.
pub(super) fn of_member(traits: &Traits, needs: Needs, is_top: bool) -> Vec<TraitPlan> {
    let mut planned = of_value(traits);
    if is_top && needs.http {
        planned.extend(traits.location.as_ref().map(location));
    }
    if needs.json_names
        && let Some(name) = &traits.json_name
    {
        planned.push(TraitPlan::text("JsonName", name));
    }
    if needs.xml {
        planned.extend(of_element(traits));
    }
    if needs.ec2
        && let Some(name) = &traits.query_name
    {
        planned.push(TraitPlan::text("Ec2Name", name));
    }
    planned
}

/// What matters in every protocol.
fn of_value(traits: &Traits) -> Vec<TraitPlan> {
    let flags = [
        ("Sensitive", traits.sensitive),
        ("IdempotencyToken", traits.idempotency_token),
        ("HostLabel", traits.host_label),
        ("RequiresLength", traits.requires_length),
        ("EventPayload", traits.event_payload),
        ("EventHeader", traits.event_header),
    ];
    let flags = flags.into_iter().filter(|(_, is_set)| *is_set);
    let mut planned: Vec<_> = flags.map(|(name, _)| TraitPlan::Flag(name)).collect();
    planned.extend(traits.timestamp_format.map(TraitPlan::TimestampFormat));
    planned.extend(traits.media_type.as_ref().map(|ty| TraitPlan::text("MediaType", ty)));
    planned
}

/// The form of the XML element.
fn of_element(traits: &Traits) -> Vec<TraitPlan> {
    let mut planned = Vec::new();
    planned.extend(traits.xml_name.as_ref().map(|name| TraitPlan::text("XmlName", name)));
    if traits.flattened {
        planned.push(TraitPlan::Flag("Flattened"));
    }
    if traits.xml_attribute {
        planned.push(TraitPlan::Flag("XmlAttribute"));
    }
    planned.extend(traits.xml_namespace.as_ref().map(namespace));
    planned
}

fn location(location: &Location) -> TraitPlan {
    let (variant, text) = match location {
        Location::Label(name) => ("Label", Some(name)),
        Location::Query(name) => ("Query", Some(name)),
        Location::QueryParams => ("QueryParams", None),
        Location::Header(name) => ("Header", Some(name)),
        Location::PrefixHeaders(prefix) => ("PrefixHeaders", Some(prefix)),
        Location::StatusCode => ("StatusCode", None),
        Location::Payload => ("Payload", None),
    };
    TraitPlan::Http(variant, text.cloned())
}

fn namespace((prefix, uri): &(String, String)) -> TraitPlan {
    TraitPlan::Texts("XmlNamespace", prefix.clone(), uri.clone())
}

/// The traits of a structure, union or error; its members have those of their own.
pub(super) fn of_shape(traits: &Traits, needs: Needs) -> Vec<TraitPlan> {
    let mut planned = Vec::new();
    if traits.sensitive {
        planned.push(TraitPlan::Flag("Sensitive"));
    }
    if needs.xml {
        planned.extend(traits.xml_name.as_ref().map(|name| TraitPlan::text("XmlName", name)));
        planned.extend(traits.xml_namespace.as_ref().map(namespace));
    }
    planned
}

/// What makes a structure an error.
pub(super) fn of_error(error: &ir::ErrorTraits) -> Vec<TraitPlan> {
    let code = error.code.as_ref().map(|code| TraitPlan::text("ErrorCode", code));
    let status = error.status.map(|status| TraitPlan::Number("HttpStatus", status));
    let query_status = error.query_status.map(|status| TraitPlan::Number("QueryStatus", status));
    let retryable = match error.retryable {
        Some(true) => Some(TraitPlan::Flag("Throttling")),
        Some(false) => Some(TraitPlan::Flag("Retryable")),
        None => None,
    };
    [code, status, query_status, retryable].into_iter().flatten().collect()
}

/// The traits of an input at the root of an XML document, which botocore gives the operation.
pub(super) fn of_root(operation: &Operation, needs: Needs) -> Vec<TraitPlan> {
    if !needs.xml {
        return Vec::new();
    }
    let traits = &operation.traits;
    let name = traits.input_xml_name.as_ref().map(|name| TraitPlan::text("XmlName", name));
    let namespace = traits.input_xml_namespace.as_ref().map(namespace);
    name.into_iter().chain(namespace).collect()
}

/// The traits of an operation.
pub(super) fn of_operation(operation: &Operation, needs: Needs) -> Vec<TraitPlan> {
    let traits = &operation.traits;
    let mut planned = Vec::new();
    if needs.http && operation.http.status != 200 {
        planned.push(TraitPlan::Number("Status", operation.http.status));
    }
    planned.extend(traits.host_prefix.as_ref().map(|host| TraitPlan::text("HostPrefix", host)));
    if needs.xml
        && let Some(wrapper) = &traits.result_wrapper
        && *wrapper != format!("{}Result", operation.name)
    {
        planned.push(TraitPlan::text("ResultWrapper", wrapper));
    }
    if needs.xml && traits.unwrapped_xml_output {
        planned.push(TraitPlan::Flag("UnwrappedXmlOutput"));
    }
    if traits.checksum_required {
        planned.push(TraitPlan::Flag("ContentMd5"));
    }
    planned.extend(traits.checksum.clone().map(TraitPlan::Checksum));
    if !traits.compression.is_empty() {
        planned.push(TraitPlan::List("Compression", traits.compression.clone()));
    }
    if traits.unsigned_payload {
        planned.push(TraitPlan::Flag("UnsignedPayload"));
    }
    if traits.auth.as_deref().is_some_and(|auth| auth == [Auth::None]) {
        planned.push(TraitPlan::Flag("NoAuth"));
    }
    if needs.presence {
        let sides = [("NoInput", &operation.input), ("NoOutput", &operation.output)];
        let absent = sides.into_iter().filter(|(_, side)| side.is_none());
        planned.extend(absent.map(|(name, _)| TraitPlan::Flag(name)));
    }
    planned
}

/// The traits of a service.
pub(super) fn of_service(service: &Service, needs: Needs) -> Vec<TraitPlan> {
    let mut planned = Vec::new();
    if needs.xml {
        planned.extend(service.xml_namespace.as_ref().map(namespace));
    }
    if service.query_compatible {
        planned.push(TraitPlan::Flag("QueryCompatible"));
    }
    if needs.namespace && !service.namespace.is_empty() {
        planned.push(TraitPlan::text("Namespace", &service.namespace));
    }
    if needs.xml && service.no_error_wrapping {
        planned.push(TraitPlan::Flag("NoErrorWrapping"));
    }
    planned
}

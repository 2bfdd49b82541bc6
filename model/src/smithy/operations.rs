//! Operations.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::definitions::{Definition, Reference};
use super::names::bare;
use super::prelude::UNIT;
use super::traits::{deprecation, docs};
use super::waiters::waiters;
use crate::common::{checksum, compression};
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{
    Auth, Example, Http, Operation, OperationError, OperationTraits, Paginator, Protocol, Service,
    ShapeId, Waiter,
};
use crate::json::Node;

/// An operation before its service has been looked at.
pub(super) struct Draft<'r, 's> {
    operation: Operation,
    pub(super) waiters: BTreeMap<String, Waiter>,
    paginated: Option<Fields<'r, 's>>,
    is_auth_optional: bool,
}

const PAGINATED: &str = "smithy.api#paginated";

/// What the definition says of the operation of that id.
pub(super) fn draft<'r, 's>(id: &str, definition: Definition<'r, 's>) -> Draft<'r, 's> {
    let target = |key| {
        // What a mixin says comes first, the operation's own word last.
        let target = definition.linked(key).last().map(|reference| ShapeId(reference.id.clone()));
        target.filter(|target| target.0 != UNIT)
    };
    let (input, output) = (target("input"), target("output"));
    let errors = errors(definition.linked("errors"));
    let Definition { mut traits, fields, .. } = definition;
    let at = fields.at.clone();
    let waiters = waiters(bare(id), &mut traits);
    let paginated = traits.object(PAGINATED);
    let is_auth_optional = traits.annotation("smithy.api#optionalAuth");
    let operation = Operation {
        name: bare(id).to_owned(),
        http: http(&mut traits),
        input,
        output,
        errors,
        paginator: None,
        examples: examples(&mut traits),
        docs: docs(&mut traits),
        traits: OperationTraits {
            auth: auth(&mut traits),
            host_prefix: host_prefix(&mut traits),
            deprecated: deprecation(&mut traits),
            unsigned_payload: traits.annotation("aws.auth#unsignedPayload"),
            unwrapped_xml_output: traits.annotation("aws.customizations#s3UnwrappedXmlOutput"),
            checksum: checksum(&mut traits, "aws.protocols#httpChecksum"),
            checksum_required: traits.annotation("smithy.api#httpChecksumRequired"),
            compression: compression(&mut traits, "smithy.api#requestCompression"),
            other: {
                traits.overlay(fields);
                traits.rest()
            },
            ..OperationTraits::default()
        },
        at,
    };
    Draft { operation, waiters, paginated, is_auth_optional }
}

/// The errors of an operation or service, each once.
pub(super) fn errors(references: &[Reference]) -> Vec<OperationError> {
    let mut seen = HashSet::new();
    references
        .iter()
        .filter(|reference| seen.insert(reference.id.as_str()))
        .map(|reference| OperationError {
            target: ShapeId(reference.id.clone()),
            docs: String::new(),
            other: BTreeMap::new(),
            at: reference.at.clone(),
        })
        .collect()
}

/// `http`; protocols without bindings need none, and have what botocore gives them.
fn http(traits: &mut Fields<'_, '_>) -> Http {
    let mut http = Http { method: "POST".to_owned(), uri: "/".to_owned(), status: 200 };
    let key = "smithy.api#http";
    if let Some(mut binding) = traits.object(key) {
        binding.required("method").required("uri");
        if let Some(method) = binding.formed("method", &grammar::METHOD) {
            http.method = method;
        }
        if let Some(uri) = binding.formed("uri", &grammar::PATH) {
            http.uri = uri;
        }
        if let Some(status) = binding.status("code") {
            http.status = status;
        }
        traits.keep(key, binding);
    }
    http
}

fn host_prefix(traits: &mut Fields<'_, '_>) -> Option<String> {
    let key = "smithy.api#endpoint";
    let mut endpoint = traits.object(key)?;
    let prefix = endpoint.required("hostPrefix").formed("hostPrefix", &grammar::HOST_PREFIX);
    traits.keep(key, endpoint);
    prefix
}

/// The schemes that `auth` lists; an empty list is that of no scheme.
pub(super) fn auth(traits: &mut Fields<'_, '_>) -> Option<Vec<Auth>> {
    let key = "smithy.api#auth";
    if !traits.has(key) {
        return None;
    }
    let schemes: Vec<Auth> = traits.texts(key).iter().map(|(id, _)| Auth::of_id(id)).collect();
    Some(if schemes.is_empty() { vec![Auth::None] } else { schemes })
}

fn examples(traits: &mut Fields<'_, '_>) -> Vec<Example> {
    let report = traits.report;
    traits
        .list("smithy.api#examples")
        .into_iter()
        .filter_map(|(node, at)| {
            let mut fields = Fields::open(node, at, report)?;
            let mut value = |key| fields.take(key).map_or(Value::Null, Node::into_value);
            Some(Example {
                input: value("input"),
                output: value("output"),
                title: fields.required("title").text("title").unwrap_or_default(),
                description: fields.docs(),
                other: fields.rest(),
            })
        })
        .collect()
}

impl<'r, 's> Draft<'r, 's> {
    /// The operation as one of `service`, whose trait `paginated` completes its own.
    pub(super) fn complete(
        self,
        service: &Service,
        paginated: Option<&Fields<'r, 's>>,
    ) -> Operation {
        let Self { mut operation, paginated: own, is_auth_optional, .. } = self;
        operation.paginator = own.map(|own| paginator(own, paginated));
        let traits = &mut operation.traits;
        if is_auth_optional {
            // Specification "Authentication", trait `optionalAuth`.
            traits.auth.get_or_insert_with(|| service.auth.clone()).push(Auth::None);
        }
        // Specification "AWS query protocol", section "Response serialization".
        if service.protocols.contains(&Protocol::AwsQuery) {
            traits.result_wrapper = Some(format!("{}Result", operation.name));
        }
        operation
    }
}

/// The trait `paginated` of an operation over that of its service (specification "Pagination").
fn paginator<'r, 's>(own: Fields<'r, 's>, service: Option<&Fields<'r, 's>>) -> Paginator {
    let at = own.at.clone();
    let mut fields = Fields::empty(at.clone(), own.report);
    if let Some(service) = service {
        fields.overlay(service.clone());
    }
    fields.overlay(own);
    fields.required("inputToken").required("outputToken");
    let mut texts = |key| fields.text(key).into_iter().collect();
    Paginator {
        input_tokens: texts("inputToken"),
        output_tokens: texts("outputToken"),
        result_keys: texts("items"),
        limit_key: fields.text("pageSize"),
        more_results: None,
        non_aggregate_keys: Vec::new(),
        other: fields.rest(),
        at,
    }
}

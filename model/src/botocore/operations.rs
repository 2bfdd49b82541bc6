//! The `operations` of a model.

use std::collections::{BTreeMap, HashMap};

use super::members::{deprecation, xml_namespace};
use super::metadata::{auth_list, auth_scheme};
use super::shapes::check_name;
use crate::codes;
use crate::common::{checksum, compression};
use crate::diagnostic::{Diagnostic, Report};
use crate::fields::{Entry, Fields};
use crate::grammar;
use crate::ir::{Auth, Http, Operation, OperationError, OperationTraits, ShapeId};
use crate::source::Place;

/// All operations by the key under which the file has them.
pub(super) fn operations(entries: Vec<Entry<'_>>, report: &Report) -> BTreeMap<String, Operation> {
    let operations: BTreeMap<String, Operation> = entries
        .into_iter()
        .filter_map(|(key, node, at)| {
            check_name("an operation", &key, || Place::Key(at.clone()), report);
            let fields = Fields::open(node, at, report)?;
            Some((key.clone().into_owned(), operation(&key, fields)))
        })
        .collect();
    warn_of_copies(operations.values(), report);
    operations
}

/// Warns of operations that have the `name` of another one.
fn warn_of_copies<'m>(operations: impl Iterator<Item = &'m Operation>, report: &Report) {
    let mut named: HashMap<&str, &Operation> = HashMap::new();
    for operation in operations {
        let name = operation.traits.wire_name.as_deref().unwrap_or(&operation.name);
        if let Some(first) = named.insert(name, operation) {
            let message = format!("`{}` and `{}` have the same `name`", first.name, operation.name);
            let [first, second] = [first, operation].map(|it| Place::Value(it.at.join("name")));
            report.add(
                Diagnostic::new(&codes::COPIED_OPERATION, message)
                    .label(second, "again here")
                    .label(first, "first here"),
            );
        }
    }
}

fn operation(key: &str, mut fields: Fields<'_, '_>) -> Operation {
    let http = http(&mut fields);
    let mut traits = OperationTraits {
        deprecated: deprecation(&mut fields),
        host_prefix: host_prefix(&mut fields),
        wire_name: wire_name(key, &mut fields),
        unsigned_payload: fields.flag("unsignedPayload"),
        checksum: checksum(&mut fields, "httpChecksum"),
        checksum_required: fields.flag("httpChecksumRequired"),
        compression: compression(&mut fields, "requestcompression"),
        ..OperationTraits::default()
    };
    auth(&mut fields, &mut traits);
    let input = input(&mut fields, &mut traits);
    let output = output(&mut fields, &mut traits);
    Operation {
        name: key.to_owned(),
        http,
        input,
        output,
        errors: errors(&mut fields),
        paginator: None,
        examples: Vec::new(),
        docs: fields.docs(),
        at: fields.at.clone(),
        traits: OperationTraits { other: fields.rest(), ..traits },
    }
}

/// `name`, if it differs: botocore calls operations by their keys and sends those, too.
fn wire_name(key: &str, fields: &mut Fields<'_, '_>) -> Option<String> {
    let name = fields.text("name").filter(|name| name != key)?;
    check_name("an operation", &name, || Place::Value(fields.below("name")), fields.report);
    Some(name)
}

/// `http`, by default what botocore assumes (`OperationModel.http`).
fn http(fields: &mut Fields<'_, '_>) -> Http {
    let mut http = Http { method: "POST".to_owned(), uri: "/".to_owned(), status: 200 };
    if let Some(mut binding) = fields.required("http").object("http") {
        if let Some(method) = binding.formed("method", &grammar::METHOD) {
            http.method = method;
        }
        if let Some(uri) = binding.formed("requestUri", &grammar::PATH) {
            http.uri = uri;
        }
        if let Some(status) = binding.status("responseCode") {
            http.status = status;
        }
        fields.keep("http", binding);
    }
    http
}

fn host_prefix(fields: &mut Fields<'_, '_>) -> Option<String> {
    let mut endpoint = fields.object("endpoint")?;
    let prefix = endpoint.formed("hostPrefix", &grammar::HOST_PREFIX);
    fields.keep("endpoint", endpoint);
    prefix
}

/// `auth`, or the older `authtype`, one value of which also says that the body is not signed.
fn auth(fields: &mut Fields<'_, '_>, traits: &mut OperationTraits) {
    if fields.has("auth") {
        traits.auth = Some(auth_list(fields));
    }
    let Some(authtype) = fields.text("authtype") else {
        return;
    };
    let scheme = if authtype == "v4-unsigned-body" {
        traits.unsigned_payload = true;
        Auth::SigV4
    } else {
        auth_scheme(&authtype)
    };
    // `auth` wins where both stand (`ClientArgsCreator` and `botocore/signers.py`).
    traits.auth.get_or_insert_with(|| vec![scheme]);
}

fn input(fields: &mut Fields<'_, '_>, traits: &mut OperationTraits) -> Option<ShapeId> {
    let mut reference = fields.object("input")?;
    traits.input_xml_name = reference.formed("locationName", &grammar::XML_NAME);
    traits.input_xml_namespace = xml_namespace(&mut reference);
    let shape = reference.required("shape").text("shape");
    fields.keep("input", reference);
    shape.map(ShapeId)
}

fn output(fields: &mut Fields<'_, '_>, traits: &mut OperationTraits) -> Option<ShapeId> {
    let mut reference = fields.object("output")?;
    traits.result_wrapper = reference.formed("resultWrapper", &grammar::XML_NAME);
    let shape = reference.required("shape").text("shape");
    fields.keep("output", reference);
    shape.map(ShapeId)
}

fn errors(fields: &mut Fields<'_, '_>) -> Vec<OperationError> {
    let report = fields.report;
    fields
        .list("errors")
        .into_iter()
        .filter_map(|(node, at)| {
            let mut reference = Fields::open(node, at, report)?;
            let target = reference.required("shape").text("shape")?;
            Some(OperationError {
                target: ShapeId(target),
                at: reference.at.clone(),
                docs: reference.docs(),
                other: reference.rest(),
            })
        })
        .collect()
}

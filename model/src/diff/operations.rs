//! What differs in an operation itself, and the pairs of shapes that it leads to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Both;
use super::change::{Kind, Scope, Side, Status};
use super::formats::Formats;
use super::found::{Entry, Found, Place};
use super::rules::{self, Rule};
use super::service::auth;
use super::shapes::Pairs;
use super::traits::{Differing, deprecation, namespace, others};
use super::tree::type_tree;
use crate::ir::{
    Checksum, Location, Matcher, Member, Model, Operation, OperationError, Paginator, Shape,
    ShapeId, ShapeKind, Waiter,
};

/// What was found in an operation so far.
pub(super) struct Compared {
    pub(super) status: Status,
    /// What differs in the operation itself, or stands at the root of a side.
    pub(super) own: Vec<Own>,
    /// The pairs of shapes at the roots of its sides.
    pub(super) roots: Vec<Root>,
}

/// Something at the root of a side, or one member below.
pub(super) struct Own {
    pub(super) side: Side,
    pub(super) error: Option<String>,
    pub(super) path: String,
    pub(super) entry: Entry,
}

/// The pair of shapes at the root of a side.
pub(super) struct Root {
    pub(super) side: Side,
    pub(super) error: Option<String>,
    pub(super) pair: usize,
}

/// Compares the operation of that name.
pub(super) fn compare<'m>(both: Both<'m>, name: &str, pairs: &mut Pairs<'m>) -> Compared {
    match (both.old.operations.get(name), both.new.operations.get(name)) {
        (Some(old), Some(new)) => updated(both, old, new, pairs),
        (None, Some(new)) => alone(both.new, new, Status::New, &mut pairs.found),
        (Some(old), None) => alone(both.old, old, Status::Removed, &mut pairs.found),
        (None, None) => Compared { status: Status::Updated, own: Vec::new(), roots: Vec::new() },
    }
}

/// An operation that only one of the models has: the fact, and the members at its roots.
fn alone(model: &Model, operation: &Operation, status: Status, found: &mut Found) -> Compared {
    let is_new = status == Status::New;
    let at = |pointer| if is_new { (None, Some(pointer)) } else { (Some(pointer), None) };
    let (old_at, new_at) = at(&operation.at);
    let place = Place { scope: Scope::Operation, at: operation.name.clone(), old_at, new_at };
    let rule = if is_new { &rules::OPERATION_ADDED } else { &rules::OPERATION_REMOVED };
    let entry = found.add(&place, rule, None, Value::Null, Value::Null);
    let mut own = vec![Own { side: Side::Operation, error: None, path: String::new(), entry }];
    let (kind, rule) = match is_new {
        true => (Kind::MemberAdded, &rules::OPERATION_ADDED),
        false => (Kind::MemberRemoved, &rules::OPERATION_REMOVED),
    };
    for (side, root) in [(Side::Request, &operation.input), (Side::Response, &operation.output)] {
        let Some(shape) = root.as_ref().and_then(|id| model.shape(id)) else { continue };
        for member in root_members(shape) {
            let (old_at, new_at) = at(&member.at);
            let at = format!("{}${}", shape.id, member.name);
            let place = Place { scope: Scope::Operation, at, old_at, new_at };
            let tree = type_tree(model, &member.target);
            let (old, new) = if is_new { (Value::Null, tree) } else { (tree, Value::Null) };
            let entry = found.add_detail(&place, kind, rule, old, new);
            own.push(Own { side, error: None, path: member.name.clone(), entry });
        }
    }
    Compared { status, own, roots: Vec::new() }
}

fn root_members(shape: &Shape) -> impl Iterator<Item = &Member> {
    let is_named = matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
    shape.kind.members().filter(move |_| is_named)
}

fn updated<'m>(
    both: Both<'m>,
    old: &'m Operation,
    new: &'m Operation,
    pairs: &mut Pairs<'m>,
) -> Compared {
    let place = Place {
        scope: Scope::Operation,
        at: new.name.clone(),
        old_at: Some(&old.at),
        new_at: Some(&new.at),
    };
    let mut entries = pairs.found.add_all(&place, http(both, old, new));
    entries.extend(pairs.found.add_all(&place, traits(both, old, new)));
    let waiters = waiters(both, &new.name);
    entries.extend(pairs.found.add_all(&place, waiters));
    entries.extend(pairs.found.add_docs(&place, &old.docs, &new.docs));
    entries.extend(examples(&mut pairs.found, old, new));
    let of_operation =
        |entry| Own { side: Side::Operation, error: None, path: String::new(), entry };
    let mut compared = Compared {
        status: Status::Updated,
        own: entries.into_iter().map(of_operation).collect(),
        roots: Vec::new(),
    };
    let sides = [
        (Side::Request, old.input.as_ref(), new.input.as_ref()),
        (Side::Response, old.output.as_ref(), new.output.as_ref()),
    ];
    for (side, before, after) in sides {
        compare_side(both, side, &place, (before, after), pairs, &mut compared);
    }
    errors(both, &place, (&old.errors, &new.errors), pairs, &mut compared);
    compared
}

fn compare_side<'m>(
    both: Both<'m>,
    side: Side,
    place: &Place<'_>,
    (old, new): (Option<&'m ShapeId>, Option<&'m ShapeId>),
    pairs: &mut Pairs<'m>,
    compared: &mut Compared,
) {
    let is_input = side == Side::Request;
    let (rule, before, after) = match (old, new) {
        (Some(old), Some(new)) => {
            let pair = pairs.pair(old, new);
            compared.roots.extend(pair.map(|pair| Root { side, error: None, pair }));
            if old == new {
                return;
            }
            (&rules::TARGET_RENAMED, old.0.as_str().into(), new.0.as_str().into())
        }
        (None, Some(new)) => {
            let rule = match is_input {
                true if requires_something(both.new, new) => &rules::REQUIRED_INPUT_ADDED,
                true => &rules::INPUT_ADDED,
                false => &rules::OUTPUT_ADDED,
            };
            (rule, Value::Null, type_tree(both.new, new))
        }
        (Some(old), None) => {
            let rule = if is_input { &rules::INPUT_REMOVED } else { &rules::OUTPUT_REMOVED };
            (rule, type_tree(both.old, old), Value::Null)
        }
        (None, None) => return,
    };
    let entry = pairs.found.add(place, rule, None, before, after);
    compared.own.push(Own { side, error: None, path: String::new(), entry });
}

fn requires_something(model: &Model, id: &ShapeId) -> bool {
    model.shape(id).is_some_and(|shape| root_members(shape).any(|member| member.required))
}

/// Errors are known by their names, and those of the service are errors of every operation.
fn errors<'m>(
    both: Both<'m>,
    place: &Place<'_>,
    (old, new): (&'m [OperationError], &'m [OperationError]),
    pairs: &mut Pairs<'m>,
    compared: &mut Compared,
) {
    let by_name = |own: &'m [OperationError]| -> BTreeMap<&'m ShapeId, &'m OperationError> {
        own.iter().map(|error| (&error.target, error)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    let side = Side::Error;
    let names: BTreeSet<&ShapeId> = before.keys().chain(after.keys()).copied().collect();
    for id in names {
        let (old, new) = (before.get(id).copied(), after.get(id).copied());
        let error = Some(id.0.clone());
        let place = Place { at: format!("{}${id}", place.at), ..*place };
        let name = Value::from(id.0.as_str());
        let (rule, before, after) = match (old, new) {
            (None, _) => (&rules::ERROR_ADDED, Value::Null, name),
            (_, None) => (&rules::ERROR_REMOVED, name, Value::Null),
            (Some(old), Some(new)) => {
                let pair = pairs.pair(id, id);
                compared.roots.extend(pair.map(|pair| Root { side, error: error.clone(), pair }));
                let entry = pairs.found.add_docs(&place, &old.docs, &new.docs);
                let path = String::new();
                compared.own.extend(entry.map(|entry| Own { side, error, path, entry }));
                continue;
            }
        };
        let what = error.clone();
        let entry = pairs.found.add(&place, rule, what, before, after);
        compared.own.push(Own { side, error, path: String::new(), entry });
    }
    let of_service = |model: &'m Model| model.service.errors.iter().map(|error| &error.target);
    let kept: BTreeSet<_> = of_service(both.old).collect();
    let is_own = |id: &ShapeId| before.contains_key(id) && after.contains_key(id);
    for id in of_service(both.new).filter(|id| kept.contains(id) && !is_own(id)) {
        let pair = pairs.pair(id, id);
        let error = Some(id.0.clone());
        compared.roots.extend(pair.map(|pair| Root { side, error, pair }));
    }
}

fn http(both: Both<'_>, old: &Operation, new: &Operation) -> Vec<Differing> {
    let is_same_path = path(both.old, old) == path(both.new, new);
    let uri = if is_same_path { &rules::LABEL_RENAMED } else { &rules::URI_CHANGED };
    let (old, new) = (&old.http, &new.http);
    let row = |what, old: Value, new: Value, rule: &'static Rule| {
        let rule = if both.needs.http { rule } else { &rules::UNREAD_HTTP_CHANGED };
        Differing::of(what, old, new, rule)
    };
    let method = &rules::HTTP_METHOD_CHANGED;
    let rows = [
        row("method", old.method.as_str().into(), new.method.as_str().into(), method),
        row("uri", old.uri.as_str().into(), new.uri.as_str().into(), uri),
        row("status", old.status.into(), new.status.into(), &rules::HTTP_STATUS_CHANGED),
    ];
    rows.into_iter().flatten().collect()
}

/// The path of an operation, each label by the member that it stands for.
fn path(model: &Model, operation: &Operation) -> String {
    let mut path = operation.http.uri.clone();
    let input = operation.input.as_ref().and_then(|id| model.shape(id));
    for member in input.into_iter().flat_map(root_members) {
        if let Some(Location::Label(label)) = &member.traits.location {
            for end in ["}", "+}"] {
                let by_member = format!("{{ {}{end}", member.name);
                path = path.replace(&format!("{{{label}{end}"), &by_member);
            }
        }
    }
    path
}

fn traits(both: Both<'_>, old: &Operation, new: &Operation) -> Vec<Differing> {
    let (before, after) = (&old.traits, &new.traits);
    let schemes = |auth_of: Option<&[_]>| Value::from(auth_of.map(auth));
    let root = |traits: &crate::ir::OperationTraits| {
        let namespace = namespace(traits.input_xml_namespace.as_ref());
        json!({ "name": traits.input_xml_name, "namespace": namespace })
    };
    let read = |is_read, rule| if is_read { rule } else { &rules::UNREAD_TRAIT_CHANGED };
    let xml = both.needs.xml;
    let rows: [(&str, Value, Value, &'static Rule); 9] = [
        (
            "auth",
            schemes(before.auth.as_deref()),
            schemes(after.auth.as_deref()),
            &rules::AUTH_CHANGED,
        ),
        (
            "hostPrefix",
            before.host_prefix.clone().into(),
            after.host_prefix.clone().into(),
            &rules::HOST_PREFIX_CHANGED,
        ),
        (
            "name",
            before.wire_name.clone().into(),
            after.wire_name.clone().into(),
            read(both.needs.operation_names, &rules::WIRE_NAME_CHANGED),
        ),
        (
            "resultWrapper",
            before.result_wrapper.clone().into(),
            after.result_wrapper.clone().into(),
            read(xml, &rules::RESULT_WRAPPER_CHANGED),
        ),
        ("xmlRoot", root(before), root(after), read(xml, &rules::ROOT_ELEMENT_CHANGED)),
        (
            "unwrappedXmlOutput",
            before.unwrapped_xml_output.into(),
            after.unwrapped_xml_output.into(),
            read(xml, &rules::ROOT_ELEMENT_CHANGED),
        ),
        (
            "httpChecksum",
            checksum(before.checksum.as_ref(), before.checksum_required),
            checksum(after.checksum.as_ref(), after.checksum_required),
            &rules::CHECKSUM_CHANGED,
        ),
        (
            "requestCompression",
            before.compression.clone().into(),
            after.compression.clone().into(),
            &rules::COMPRESSION_CHANGED,
        ),
        (
            "unsignedPayload",
            before.unsigned_payload.into(),
            after.unsigned_payload.into(),
            &rules::PAYLOAD_SIGNING_CHANGED,
        ),
    ];
    let rows =
        rows.into_iter().filter_map(|(what, old, new, rule)| Differing::of(what, old, new, rule));
    rows.chain(deprecation(before.deprecated.as_ref(), after.deprecated.as_ref()))
        .chain(pagination(both.formats, old.paginator.as_ref(), new.paginator.as_ref()))
        .chain(others(&before.other, &after.other))
        .collect()
}

fn checksum(checksum: Option<&Checksum>, is_required: bool) -> Value {
    match checksum {
        None if !is_required => Value::Null,
        None => json!({ "required": true }),
        Some(checksum) => json!({
            "required": is_required || checksum.request_required,
            "requestAlgorithmMember": checksum.request_algorithm_member,
            "requestValidationModeMember": checksum.request_validation_mode_member,
            "responseAlgorithms": checksum.response_algorithms,
        }),
    }
}

fn pagination(
    formats: Formats,
    old: Option<&Paginator>,
    new: Option<&Paginator>,
) -> Option<Differing> {
    let shown = |paginator: &Paginator| {
        let mut shown = json!({
            "inputTokens": paginator.input_tokens,
            "outputTokens": paginator.output_tokens,
            "resultKeys": paginator.result_keys,
            "limitKey": paginator.limit_key,
        });
        // Smithy has no words for these.
        if formats != Formats::Mixed {
            shown["moreResults"] = paginator.more_results.clone().into();
            shown["nonAggregateKeys"] = paginator.non_aggregate_keys.clone().into();
        }
        shown
    };
    let rule = if old.is_none() { &rules::PAGINATION_ADDED } else { &rules::PAGINATION_CHANGED };
    Differing::of("paginated", old.map(shown).into(), new.map(shown).into(), rule)
}

/// What differs in the waiters that poll an operation.
fn waiters(both: Both<'_>, operation: &str) -> Vec<Differing> {
    let polling = |model: &'_ Model| -> BTreeMap<String, Value> {
        let waiters = model.waiters.iter().filter(|(_, waiter)| waiter.operation == operation);
        waiters.map(|(name, waiter)| (name.clone(), shown(both.formats, waiter))).collect()
    };
    let (old, new) = (polling(both.old), polling(both.new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = names.into_iter().filter_map(|name| {
        let is_new = !old.contains_key(name);
        let rule = if is_new { &rules::WAITER_ADDED } else { &rules::WAITER_CHANGED };
        let (old, new) = (old.get(name).cloned().into(), new.get(name).cloned().into());
        Differing::of(&format!("waiter {name}"), old, new, rule)
    });
    differing.collect()
}

fn shown(formats: Formats, waiter: &Waiter) -> Value {
    let acceptors = waiter.acceptors.iter().map(|acceptor| {
        let matcher = match &acceptor.matcher {
            Matcher::Success(success) => json!({ "success": success }),
            Matcher::Error(error) => json!({ "error": error }),
            Matcher::Status(status) => json!({ "status": status }),
            Matcher::Output(expected) => json!({ "output": expectation(expected) }),
            Matcher::InputOutput(expected) => json!({ "inputOutput": expectation(expected) }),
        };
        json!({ "state": format!("{:?}", acceptor.state).to_lowercase(), "matcher": matcher })
    });
    let mut shown =
        json!({ "minDelay": waiter.min_delay, "acceptors": acceptors.collect::<Vec<_>>() });
    // botocore has one delay, and Smithy leaves to the caller how often to try.
    if formats != Formats::Mixed {
        shown["maxDelay"] = waiter.max_delay.into();
        shown["maxAttempts"] = waiter.max_attempts.into();
    }
    shown
}

fn expectation(expected: &crate::ir::Expectation) -> Value {
    let comparator = format!("{:?}", expected.comparator).to_lowercase();
    json!({ "path": expected.path, "comparator": comparator, "expected": expected.expected })
}

/// Examples are documentation.
fn examples(found: &mut Found, old: &Operation, new: &Operation) -> Option<Entry> {
    let shown = |operation: &Operation| -> String {
        let examples = operation.examples.iter().map(|example| {
            format!(
                "{}: {}\n{}\n{}",
                example.title, example.description, example.input, example.output
            )
        });
        examples.collect::<Vec<_>>().join("\n\n")
    };
    let place = Place {
        scope: Scope::Operation,
        at: format!("{} examples", new.name),
        old_at: Some(&old.at),
        new_at: Some(&new.at),
    };
    found.add_docs(&place, &shown(old), &shown(new))
}

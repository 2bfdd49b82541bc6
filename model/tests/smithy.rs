//! How the shapes and traits of Smithy models are represented.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::path::Path;

use serde_json::{Value, json};
use shapewright_model::ir::{
    Auth, Comparator, ErrorTraits, Expectation, Fault, Location, Matcher, Member, Model, Operation,
    Protocol, Shape, ShapeId, ShapeKind, Structure, TimestampFormat, WaiterState,
};
use shapewright_model::{load, load_str};

fn complete() -> Model {
    load(Path::new("tests/complete/smithy.json")).unwrap().model
}

/// A model of one service, `a#S`, and one operation, `a#Get`, whose output is `a#Out`.
fn with_shapes(version: &str, service: Value, shapes: Value) -> Model {
    let mut all = json!({
        "a#S": {"type": "service", "operations": [{"target": "a#Get"}], "traits": service},
        "a#Get": {"type": "operation", "output": {"target": "a#Out"}},
    });
    let entries = shapes.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(entries);
    let traits = all["a#S"]["traits"].as_object_mut().unwrap();
    traits.insert("smithy.protocols#rpcv2Cbor".to_owned(), json!({}));
    load_str("smithy.json", &json!({"smithy": version, "shapes": all}).to_string()).unwrap().model
}

/// A model whose output has those members.
fn with_members(version: &str, members: Value, shapes: Value) -> Model {
    let mut shapes = shapes;
    shapes["a#Out"] = json!({"type": "structure", "members": members});
    with_shapes(version, json!({}), shapes)
}

fn shape<'m>(model: &'m Model, name: &str) -> &'m Shape {
    model.shape(&ShapeId(name.to_owned())).unwrap()
}

fn structure<'m>(model: &'m Model, name: &str) -> &'m Structure {
    match &shape(model, name).kind {
        ShapeKind::Structure(structure) | ShapeKind::Union(structure) => structure,
        other => panic!("{name} is {}", other.describe()),
    }
}

fn member<'m>(model: &'m Model, shape: &str, name: &str) -> &'m Member {
    let members = &structure(model, shape).members;
    members.iter().find(|member| member.name == name).unwrap()
}

fn member_names<'m>(model: &'m Model, shape: &str) -> Vec<&'m str> {
    structure(model, shape).members.iter().map(|member| member.name.as_str()).collect()
}

fn errors(operation: &Operation) -> Vec<&str> {
    operation.errors.iter().map(|error| error.target.0.as_str()).collect()
}

#[test]
fn services_have_names_and_protocols() {
    let service = complete().service;
    assert_eq!(service.id, "Parcel Service");
    assert_eq!(service.full_name, "Example Parcel Service");
    assert_eq!(service.endpoint_prefix, "parcels");
    assert_eq!(service.signing_name, "parcel-signing");
    assert_eq!(service.target_prefix, "Parcels");
    assert_eq!(
        service.protocols,
        [Protocol::RestXml, Protocol::RpcV2Cbor, Protocol::AwsQuery],
        "in botocore's order"
    );
    assert!(service.no_error_wrapping && service.query_compatible);
    assert_eq!(service.auth, [Auth::SigV4, Auth::Other("example.parcels#stamp".to_owned())]);
    assert_eq!(service.at.0, "/shapes/example.parcels#Parcels");
    assert_eq!(service.other["smithy.rules#endpointRuleSet"]["version"], "1.0");
    assert_eq!(
        service.other["resources"]["example.parcels#Shelf"]["operations"][0],
        "example.parcels#CountShelf"
    );
}

#[test]
fn services_have_defaults() {
    let out = json!({"a#Out": {"type": "structure"}});
    let service = with_shapes("2.0", json!({}), out.clone()).service;
    assert_eq!((service.id.as_str(), service.full_name.as_str()), ("S", "S"));
    assert_eq!((service.endpoint_prefix.as_str(), service.signing_name.as_str()), ("s", "s"));
    assert_eq!(service.auth, [Auth::None]);
    let named = json!({"aws.api#service": {"arnNamespace": "arn"}});
    let service = with_shapes("2.0", named, out).service;
    assert_eq!((service.endpoint_prefix.as_str(), service.signing_name.as_str()), ("arn", "arn"));
}

#[test]
fn operations_come_from_resources_and_mixins() {
    let model = complete();
    let names: Vec<&str> = model.operations.keys().map(String::as_str).collect();
    assert_eq!(names, ["CountShelf", "ListDepots", "PutDepot", "Send"]);
    let send = &model.operations["Send"];
    assert_eq!(errors(send), ["Closed", "TooHeavy"]);
    let of_service: Vec<&str> =
        model.service.errors.iter().map(|error| error.target.0.as_str()).collect();
    assert_eq!(of_service, ["Lost", "Closed"]);
    assert_eq!(
        (&send.http.method[..], &send.http.uri[..], send.http.status),
        ("PUT", "/parcels/{id}", 201)
    );
    assert_eq!(model.operations["PutDepot"].input, None, "Unit");
    assert_eq!(model.operations["PutDepot"].output, None, "Unit");
}

#[test]
fn operations_have_traits() {
    let send = complete().operations.remove("Send").unwrap();
    assert_eq!(send.traits.auth, Some(vec![Auth::SigV4, Auth::None]), "optionalAuth");
    assert_eq!(send.traits.host_prefix.as_deref(), Some("{account}."));
    assert_eq!(send.traits.result_wrapper.as_deref(), Some("SendResult"));
    assert_eq!(send.traits.input_xml_name.as_deref(), Some("SendBody"));
    let namespace = (String::new(), "http://parcels.example.com/send".to_owned());
    assert_eq!(send.traits.input_xml_namespace, Some(namespace));
    assert!(send.traits.unsigned_payload && send.traits.unwrapped_xml_output);
    assert!(send.traits.checksum_required && send.traits.checksum.unwrap().request_required);
    assert_eq!(send.traits.compression, ["gzip"]);
    assert_eq!(send.traits.other["smithy.api#idempotent"], json!({}));
    let example = &send.examples[0];
    assert_eq!((example.title.as_str(), &example.input), ("A book", &json!({"id": "1"})));
}

#[test]
fn paginators_have_the_defaults_of_the_service() {
    let model = complete();
    let paginator = model.operations["ListDepots"].paginator.as_ref().unwrap();
    assert_eq!(paginator.input_tokens, ["next"]);
    assert_eq!(paginator.output_tokens, ["page.next"]);
    assert_eq!(paginator.result_keys, ["page.depots"]);
    assert_eq!(paginator.limit_key.as_deref(), Some("count"));
    assert_eq!(model.operations["Send"].paginator, None);
}

#[test]
fn waiters_have_acceptors() {
    let model = complete();
    let waiter = &model.waiters["ParcelSent"];
    assert_eq!(waiter.operation, "Send");
    assert_eq!((waiter.min_delay, waiter.max_delay, waiter.max_attempts), (5, 50, None));
    let lost = Expectation {
        path: "state.lost".to_owned(),
        comparator: Comparator::Any,
        expected: "yes".into(),
    };
    let same = Expectation {
        path: "input.id == output.id".to_owned(),
        comparator: Comparator::Equals,
        expected: true.into(),
    };
    let acceptors = waiter.acceptors.iter().map(|acceptor| (acceptor.state, &acceptor.matcher));
    assert_eq!(
        acceptors.collect::<Vec<_>>(),
        [
            (WaiterState::Success, &Matcher::Success(true)),
            (WaiterState::Retry, &Matcher::Error("Lost".to_owned())),
            (WaiterState::Failure, &Matcher::Output(lost)),
            (WaiterState::Failure, &Matcher::InputOutput(same)),
        ]
    );
}

#[test]
fn members_have_locations() {
    let model = complete();
    let location = |name| member(&model, "SendInput", name).traits.location.clone();
    assert_eq!(location("id"), Some(Location::Label("id".to_owned())));
    assert_eq!(location("dryRun"), Some(Location::Query("dry-run".to_owned())));
    assert_eq!(location("others"), Some(Location::QueryParams));
    assert_eq!(location("labels"), Some(Location::PrefixHeaders("x-label-".to_owned())));
    assert_eq!(location("size"), Some(Location::Header("X-Size".to_owned())));
    assert_eq!(location("content"), Some(Location::Payload));
    assert_eq!(location("account"), None);
    let status = member(&model, "SendOutput", "status");
    assert_eq!(status.traits.location, Some(Location::StatusCode));
}

#[test]
fn names_in_json_and_xml_differ() {
    let model = complete();
    let kind = &member(&model, "SendOutput", "kind").traits;
    assert_eq!(kind.json_name.as_deref(), Some("Kind"));
    assert_eq!(kind.xml_name.as_deref(), Some("xsi:kind"));
    assert!(kind.xml_attribute);
}

#[test]
fn traits_of_the_member_win() {
    let model = complete();
    let when = member(&model, "SendOutput", "when");
    assert_eq!(model.member_traits(when).timestamp_format, Some(TimestampFormat::HttpDate));
    let id = model.member_traits(member(&model, "SendInput", "id"));
    assert!(id.sensitive);
    assert_eq!(id.pattern.as_deref(), Some("[a-z]+"));
    assert_eq!(id.range, Some((Some(1.0), Some(10.0))));
}

#[test]
fn errors_have_codes_for_each_protocol() {
    let model = complete();
    let too_heavy = ErrorTraits {
        code: Some("Parcel.TooHeavy".to_owned()),
        status: Some(409),
        query_status: Some(413),
        fault: Some(Fault::Client),
        retryable: Some(true),
    };
    assert_eq!(structure(&model, "TooHeavy").error, Some(too_heavy));
    let closed = ErrorTraits { fault: Some(Fault::Server), ..ErrorTraits::default() };
    assert_eq!(structure(&model, "Closed").error, Some(closed));
}

#[test]
fn streams_are_told_apart() {
    let model = complete();
    let events = &shape(&model, "Events").traits;
    assert!(events.event_stream && !events.streaming);
    let content = &shape(&model, "Content").traits;
    assert!(content.streaming && content.requires_length && !content.event_stream);
    assert!(shape(&model, "Moved").traits.event);
    assert!(!shape(&model, "Lost").traits.event, "an error of the stream is no event");
    assert!(member(&model, "Moved", "to").traits.event_header);
    assert!(member(&model, "Moved", "photo").traits.event_payload);
}

#[test]
fn enums_have_names_and_documentation() {
    let model = complete();
    let ShapeKind::Enum(kinds) = &shape(&model, "Kind").kind else {
        panic!("Kind is an enum");
    };
    assert_eq!(kinds[0].name.as_deref(), Some("BOOK"));
    assert_eq!((kinds[0].value.as_str(), kinds[0].docs.as_str()), ("book", "Printed."));
    assert!(kinds[0].deprecated.is_some());
    assert_eq!(kinds[1].value, "LETTER", "the name, without a value");
    let ShapeKind::Enum(colours) = &shape(&model, "Colour").kind else {
        panic!("Colour is an enum");
    };
    assert_eq!((colours[0].name.as_deref(), colours[0].value.as_str()), (Some("RED"), "red"));
    let ShapeKind::IntEnum(stages) = &shape(&model, "Stage").kind else {
        panic!("Stage is an integer enum");
    };
    assert_eq!((stages[0].name.as_str(), stages[0].value), ("FIRST", 1));
}

#[test]
fn collections_may_be_sparse_or_sets() {
    let model = complete();
    assert!(matches!(&shape(&model, "SparseMap").kind, ShapeKind::Map(map) if map.sparse));
    assert!(matches!(&shape(&model, "SparseList").kind, ShapeKind::List(list) if list.sparse));
    assert!(matches!(&shape(&model, "Set").kind, ShapeKind::List(list) if !list.sparse));
    assert!(shape(&model, "Set").traits.unique_items && shape(&model, "Names").traits.unique_items);
}

#[test]
fn defaults_are_those_of_the_member_or_its_target() {
    let members = json!({
        "own": {"target": "a#Five", "traits": {"smithy.api#default": 6}},
        "targets": {"target": "a#Five"},
        "none": {"target": "a#Five", "traits": {"smithy.api#default": null}},
        "primitive": {"target": "smithy.api#PrimitiveBoolean"},
        "plain": {"target": "smithy.api#Boolean"},
        "number": {"target": "a#Number"},
        "list": {"target": "a#List"},
    });
    let shapes = json!({
        "a#Five": {"type": "integer", "traits": {"smithy.api#default": 5}},
        "a#Number": {"type": "integer"},
        "a#List": {"type": "list", "member": {"target": "a#Five"}},
    });
    let model = with_members("2.0", members.clone(), shapes.clone());
    let default = |name| member(&model, "Out", name).default.clone();
    assert_eq!(default("own"), Some(json!(6)));
    assert_eq!(default("targets"), Some(json!(5)));
    assert_eq!(default("none"), None);
    assert_eq!(default("primitive"), Some(json!(false)));
    assert_eq!(default("plain"), None);
    assert_eq!(default("number"), None);
    assert!(shape(&model, "List").kind.members().all(|member| member.default.is_none()));

    let old = with_members("1.0", members, shapes);
    assert_eq!(member(&old, "Out", "number").default, Some(json!(0)), "not boxed");
    assert_eq!(member(&old, "Out", "plain").default, None);
}

#[test]
fn clients_may_leave_out_members_of_inputs() {
    let model = complete();
    let input = structure(&model, "ListDepotsInput");
    assert!(input.is_input && !input.is_output);
    assert!(input.members.iter().all(|member| member.client_optional));
    assert!(structure(&model, "ListDepotsOutput").is_output);
    let status = member(&model, "SendOutput", "status");
    assert!(status.client_optional && !status.added_default);
    assert!(member(&model, "SendOutput", "tags").added_default);
}

#[test]
fn members_and_traits_are_mixed_in() {
    let model = complete();
    assert_eq!(member_names(&model, "SendInput")[..2], ["account", "id"], "mixins come first");
    let account = member(&model, "SendInput", "account");
    assert!(account.required && account.traits.host_label);
    assert_eq!(account.docs, "Who pays.", "applied");
    assert_eq!(account.at.0, "/shapes/example.parcels#Account/members/account");
    let input = &shape(&model, "SendInput").traits;
    assert!(input.sensitive);
    assert!(!input.other.contains_key("smithy.api#internal"), "local to the mixin");
    assert!(!input.other.contains_key("smithy.api#mixin"));
}

#[test]
fn what_several_mixins_say_is_merged() {
    let mixin = |docs: &str, pattern: &str| {
        json!({
            "type": "structure",
            "members": {
                "both": {
                    "target": "smithy.api#String",
                    "traits": {"smithy.api#documentation": docs, "smithy.api#pattern": pattern}
                },
                docs: {"target": "smithy.api#String"}
            },
            "traits": {"smithy.api#mixin": {}, "smithy.api#documentation": docs}
        })
    };
    let shapes = json!({
        "a#One": mixin("one", "1"),
        "a#Two": mixin("two", "2"),
        "a#Three": {
            "type": "structure",
            "mixins": [{"target": "a#One"}, {"target": "a#Two"}],
            "members": {},
            "traits": {"smithy.api#mixin": {}}
        },
        "a#Out": {
            "type": "structure",
            "mixins": [{"target": "a#Three"}],
            "members": {
                "both": {
                    "target": "smithy.api#String",
                    "traits": {"smithy.api#documentation": "mine"}
                },
                "own": {"target": "a#List"}
            }
        },
        "a#AnyList": {
            "type": "list",
            "member": {"target": "smithy.api#String"},
            "traits": {"smithy.api#mixin": {}}
        },
        "a#List": {"type": "list", "mixins": [{"target": "a#AnyList"}]},
        "a#List$member": {"type": "apply", "traits": {"smithy.api#xmlName": "item"}}
    });
    let model = with_shapes("2.0", json!({}), shapes);
    assert_eq!(member_names(&model, "Out"), ["both", "one", "two", "own"]);
    let both = member(&model, "Out", "both");
    assert_eq!((both.docs.as_str(), both.traits.pattern.as_deref()), ("mine", Some("2")));
    assert_eq!(shape(&model, "Out").docs, "two", "the last mixin counts");
    let ShapeKind::List(list) = &shape(&model, "List").kind else {
        panic!("List is a list");
    };
    assert_eq!(list.member.traits.xml_name.as_deref(), Some("item"));
}

#[test]
fn names_are_short_where_they_can_be() {
    let text = json!({"target": "smithy.api#String"});
    let named = |docs: &str| json!({"type": "structure", "members": {}, "traits": {"smithy.api#documentation": docs}});
    let mut shapes = json!({
        "a#Out": {
            "type": "structure",
            "members": {
                "text": text,
                "own": {"target": "a#Same"},
                "other": {"target": "b#Same"},
                "b": {"target": "b#Foreign"},
                "c": {"target": "c#Foreign"},
                "string": {"target": "a#String"},
                "new": {"target": "c#Old"},
            }
        },
        "a#String": {"type": "string"},
        "unreached#Shape": named("nobody"),
    });
    for id in ["a#Same", "b#Same", "b#Foreign", "c#Foreign", "c#Old"] {
        shapes[id] = named(id);
    }
    shapes["c#Old"]["traits"]["smithy.api#error"] = json!("client");
    let mut file = json!({
        "smithy": "2.0",
        "shapes": {
            "a#S": {
                "type": "service",
                "operations": [{"target": "a#Get"}],
                "rename": {"c#Old": "New"},
                "traits": {"smithy.protocols#rpcv2Cbor": {}}
            },
            "a#Get": {"type": "operation", "output": {"target": "a#Out"}},
        }
    });
    file["shapes"].as_object_mut().unwrap().extend(shapes.as_object().unwrap().clone());
    let model = load_str("smithy.json", &file.to_string()).unwrap().model;
    let names: Vec<&str> = model.shapes.keys().map(|id| id.0.as_str()).collect();
    assert_eq!(
        names,
        ["New", "Out", "Same", "String", "b#Foreign", "b#Same", "c#Foreign", "smithy.api#String"]
    );
    assert_eq!(shape(&model, "Same").docs, "a#Same");
    assert_eq!(member(&model, "Out", "other").target.0, "b#Same");
    let new = shape(&model, "New");
    assert_eq!(new.traits.xml_name.as_deref(), Some("Old"), "as before on the wire");
    assert_eq!(structure(&model, "New").error.as_ref().unwrap().code.as_deref(), Some("Old"));
}

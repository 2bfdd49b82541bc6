//! How the keys of botocore models are represented.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::path::Path;

use shapewright_model::ir::{
    Auth, Comparator, ErrorTraits, Expectation, Fault, Location, Matcher, Member, Model, Protocol,
    ShapeId, ShapeKind, Structure, TimestampFormat, WaiterState,
};
use shapewright_model::{load, load_bytes, load_str};

fn complete() -> Model {
    load(Path::new("tests/complete/service-2.json")).unwrap().model
}

fn kind<'m>(model: &'m Model, name: &str) -> &'m ShapeKind {
    &model.shape(&ShapeId(name.to_owned())).unwrap().kind
}

fn structure<'m>(model: &'m Model, name: &str) -> &'m Structure {
    match kind(model, name) {
        ShapeKind::Structure(structure) | ShapeKind::Union(structure) => structure,
        other => panic!("{name} is {}", other.describe()),
    }
}

fn member<'m>(model: &'m Model, shape: &str, name: &str) -> &'m Member {
    let members = &structure(model, shape).members;
    members.iter().find(|member| member.name == name).unwrap()
}

fn with_metadata(metadata: &str) -> Model {
    let text = format!(
        r#"{{"metadata": {{"apiVersion": "1", "endpointPrefix": "a", "serviceId": "A", {metadata}}},
            "operations": {{}}, "shapes": {{}}}}"#
    );
    load_str("service-2.json", &text).unwrap().model
}

#[test]
fn protocols_come_in_the_order_of_preference() {
    let protocols = |metadata: &str| {
        let rest = r#", "signatureVersion": "v4", "targetPrefix": "A""#;
        with_metadata(&format!("{metadata}{rest}")).service.protocols
    };
    let json = r#""protocol": "json", "jsonVersion""#;
    assert_eq!(protocols(&format!(r#"{json}: "1.0""#)), [Protocol::AwsJson1_0]);
    assert_eq!(protocols(&format!(r#"{json}: "1.1""#)), [Protocol::AwsJson1_1]);
    assert_eq!(protocols(r#""protocol": "rest-json""#), [Protocol::RestJson1]);
    assert_eq!(protocols(r#""protocol": "rest-xml""#), [Protocol::RestXml]);
    assert_eq!(protocols(r#""protocol": "query""#), [Protocol::AwsQuery]);
    assert_eq!(protocols(r#""protocol": "ec2""#), [Protocol::Ec2Query]);
    assert_eq!(
        protocols(
            r#""protocol": "smithy-rpc-v2-cbor", "jsonVersion": "1.0",
               "protocols": ["smithy-rpc-v2-cbor", "json", "query"]"#
        ),
        [Protocol::AwsJson1_0, Protocol::RpcV2Cbor, Protocol::AwsQuery]
    );
}

#[test]
fn auth_falls_back_to_the_signature_version() {
    let auth =
        |metadata: &str| with_metadata(&format!(r#""protocol": "query", {metadata}"#)).service.auth;
    assert_eq!(auth(r#""signatureVersion": "s3v4""#), [Auth::SigV4]);
    assert_eq!(auth(r#""signatureVersion": "bearer""#), [Auth::Bearer]);
    assert_eq!(auth(r#""signatureVersion": "v2""#), [Auth::Other("v2".to_owned())]);
    assert_eq!(auth(r#""signatureVersion": "v4", "auth": ["aws.auth#sigv4a"]"#), [Auth::SigV4a]);

    let model = complete();
    let send = &model.operations["Send"].traits;
    assert_eq!(send.auth, Some(vec![Auth::None]));
    assert!(send.unsigned_payload);
    assert_eq!(model.operations["Stamp"].traits.auth, Some(vec![Auth::None]));
}

#[test]
fn members_have_locations() {
    let model = complete();
    let location = |name| member(&model, "SendRequest", name).traits.location.clone();
    assert_eq!(location("id"), Some(Location::Label("parcelId".to_owned())));
    assert_eq!(location("dryRun"), Some(Location::Query("dry-run".to_owned())));
    assert_eq!(location("filters"), Some(Location::Query("filters".to_owned())));
    assert_eq!(location("others"), Some(Location::QueryParams));
    assert_eq!(location("labels"), Some(Location::PrefixHeaders("x-label-".to_owned())));
    assert_eq!(location("size"), Some(Location::Header("X-Size".to_owned())));
    assert_eq!(location("content"), Some(Location::Payload));
    assert_eq!(location("token"), None);
    let status = member(&model, "SendResponse", "status");
    assert_eq!(status.traits.location, Some(Location::StatusCode));
}

#[test]
fn structures_may_be_unions_streams_and_documents() {
    let model = complete();
    assert!(matches!(kind(&model, "State"), ShapeKind::Union(_)));
    assert!(matches!(kind(&model, "Events"), ShapeKind::Union(_)));
    assert!(matches!(kind(&model, "Free"), ShapeKind::Document));
    let traits = |name: &str| &model.shape(&ShapeId(name.to_owned())).unwrap().traits;
    assert!(traits("Events").event_stream && !traits("State").event_stream);
    assert!(traits("Moved").event);
}

#[test]
fn errors_are_told_by_any_of_several_keys() {
    let model = complete();
    let error = |name| structure(&model, name).error.clone();
    let too_heavy = ErrorTraits {
        code: Some("Parcel.TooHeavy".to_owned()),
        status: Some(413),
        query_status: None,
        fault: Some(Fault::Client),
        retryable: Some(true),
    };
    assert_eq!(error("TooHeavy"), Some(too_heavy));
    let faulty = ErrorTraits { fault: Some(Fault::Server), ..ErrorTraits::default() };
    assert_eq!(error("Broken"), Some(faulty.clone()));
    assert_eq!(error("Faulty"), Some(faulty));
    assert_eq!(error("Unlisted"), Some(ErrorTraits::default()));
    assert_eq!(error("Plain"), Some(ErrorTraits::default()), "an operation lists it");
    assert_eq!(error("SendRequest"), None);
}

#[test]
fn traits_of_the_member_win() {
    let model = complete();
    let kind = member(&model, "SendRequest", "kind");
    assert_eq!(kind.traits.pattern, None);
    let traits = model.member_traits(kind);
    assert_eq!(traits.pattern.as_deref(), Some("[a-z]+"));
    assert_eq!(traits.xml_name.as_deref(), Some("xsi:type"));
    assert_eq!(traits.range, Some((Some(1.0), Some(10.0))));
    assert_eq!(member(&model, "SendRequest", "colour").traits.other["enum"][1], "GREEN");
}

#[test]
fn names_of_shapes_become_those_of_their_members() {
    let model = complete();
    let ShapeKind::List(several) = kind(&model, "Several") else {
        panic!("Several is a list");
    };
    assert_eq!(several.member.traits.xml_name.as_deref(), Some("item"));
    let tags = member(&model, "SendRequest", "tags");
    assert_eq!(tags.traits.xml_name.as_deref(), Some("Tag"), "its own name wins");
    assert_eq!(tags.traits.json_name.as_deref(), Some("Tag"));
}

/// The names that two flattened lists get: one whose list is flattened wherever it is used, and
/// one that has a name of its own.
#[test]
fn flattened_lists_are_called_like_their_elements() {
    let text = r#"{
        "metadata": {"apiVersion": "1", "endpointPrefix": "a", "serviceId": "A", "protocol": "query",
            "signatureVersion": "v4"},
        "operations": {},
        "shapes": {
            "Text": {"type": "string"},
            "Plain": {"type": "list", "member": {"shape": "Text", "locationName": "One"}},
            "Flat": {
                "type": "list",
                "member": {"shape": "Text", "locationName": "One"},
                "flattened": true
            },
            "Thing": {"type": "structure", "members": {
                "flat": {"shape": "Flat"},
                "named": {"shape": "Flat", "locationName": "Mine"},
                "here": {"shape": "Plain", "flattened": true},
                "plain": {"shape": "Plain"}
            }}
        }
    }"#;
    let model = load_str("service-2.json", text).unwrap().model;
    let name = |member_name| member(&model, "Thing", member_name).traits.xml_name.as_deref();
    assert_eq!(name("flat"), Some("One"));
    assert_eq!(name("named"), Some("Mine"));
    assert_eq!(name("here"), Some("One"));
    assert_eq!(name("plain"), None);
}

#[test]
fn what_botocore_knows_of_s3_by_its_code_is_added() {
    let model = |id: &str| {
        let text = r#"{
            "metadata": {"apiVersion": "1", "endpointPrefix": "a", "serviceId": "ID", "protocol": "rest-xml",
                "signatureVersion": "v4"},
            "operations": {"GetBucketLocation": {"name": "GetBucketLocation", "http": {}}},
            "shapes": {}
        }"#;
        load_str("service-2.json", &text.replace("ID", id)).unwrap().model
    };
    for (id, expected) in [("S3", true), ("S3 Control", false)] {
        let model = model(id);
        assert_eq!(model.service.no_error_wrapping, expected);
        let operation = &model.operations["GetBucketLocation"];
        assert_eq!(operation.traits.unwrapped_xml_output, expected);
    }
}

#[test]
fn waiters_have_acceptors() {
    let model = complete();
    let waiter = &model.waiters["ParcelSent"];
    assert_eq!((waiter.min_delay, waiter.max_delay, waiter.max_attempts), (5, 5, Some(40)));
    let all = Expectation {
        path: "state.sent".to_owned(),
        comparator: Comparator::All,
        expected: true.into(),
    };
    let any = Expectation { comparator: Comparator::Any, ..all.clone() };
    let equals =
        Expectation { comparator: Comparator::Equals, expected: "yes".into(), ..all.clone() };
    let acceptors = waiter.acceptors.iter().map(|acceptor| (acceptor.state, &acceptor.matcher));
    assert_eq!(
        acceptors.collect::<Vec<_>>(),
        [
            (WaiterState::Success, &Matcher::Output(equals)),
            (WaiterState::Success, &Matcher::Output(all)),
            (WaiterState::Failure, &Matcher::Output(any)),
            (WaiterState::Retry, &Matcher::Status(404)),
            (WaiterState::Failure, &Matcher::Error("Parcel.TooHeavy".to_owned())),
            (WaiterState::Failure, &Matcher::Success(false)),
        ]
    );
}

#[test]
fn operations_have_checksums_and_codings() {
    let send = &complete().operations["Send"].traits;
    let checksum = send.checksum.as_ref().unwrap();
    assert_eq!(checksum.request_algorithm_member.as_deref(), Some("algorithm"));
    assert_eq!(checksum.response_algorithms, ["CRC32"]);
    assert!(send.checksum_required);
    assert_eq!(send.compression, ["gzip"]);
}

#[test]
fn timestamps_have_formats() {
    let text = std::fs::read_to_string("tests/complete/service-2.json").unwrap();
    for (name, format) in [
        ("iso8601", TimestampFormat::DateTime),
        ("rfc822", TimestampFormat::HttpDate),
        ("unixTimestamp", TimestampFormat::EpochSeconds),
    ] {
        let model = load_str("model", &text.replace("iso8601", name)).unwrap().model;
        let when = model.shape(&ShapeId("When".to_owned())).unwrap();
        assert_eq!(when.traits.timestamp_format, Some(format));
    }
}

#[test]
fn compressed_models_load() {
    use std::io::Write;

    let text = std::fs::read("tests/complete/service-2.json").unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&text).unwrap();
    let compressed = load_bytes("model", &encoder.finish().unwrap()).unwrap().model;
    assert_eq!(compressed, load_bytes("model", &text).unwrap().model);
}

//! The hazards for names that real models hold, each with the name that comes of it.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use shapewright_codegen::names::{Names, Reason};
use shapewright_codegen::plan::{plan, referenced_shapes};
use shapewright_model::ir::Model;
use shapewright_model::load_str;

/// A model with these shapes and operations; each operation takes `Input` and may fail with all
/// errors.
fn model(operations: &[&str], mut shapes: Value) -> Model {
    let is_error = |shape: &Value| shape.get("exception").is_some();
    let object = shapes.as_object_mut().unwrap();
    let errors: Vec<_> = object.iter().filter(|(_, shape)| is_error(shape)).collect();
    let errors: Vec<_> = errors.iter().map(|(name, _)| json!({"shape": name})).collect();
    let members = object.iter().filter(|(name, shape)| *name != "Input" && !is_error(shape));
    let members: BTreeMap<_, _> =
        members.map(|(name, _)| (format!("of{name}"), json!({"shape": name}))).collect();
    object.entry("Input").or_insert(json!({"type": "structure", "members": members}));
    object.entry("Text").or_insert(json!({"type": "string"}));
    let operations: BTreeMap<_, _> = operations
        .iter()
        .map(|name| {
            let http = json!({"method": "POST", "requestUri": "/"});
            (
                name,
                json!({"name": name, "http": http, "input": {"shape": "Input"}, "errors": errors}),
            )
        })
        .collect();
    let model = json!({
        "version": "2.0",
        "metadata": {
            "apiVersion": "2020-01-01",
            "endpointPrefix": "names",
            "jsonVersion": "1.1",
            "protocol": "json",
            "serviceFullName": "Names",
            "serviceId": "Names",
            "signatureVersion": "v4",
            "targetPrefix": "Names",
        },
        "operations": operations,
        "shapes": shapes,
    });
    load_str("names.json", &model.to_string()).unwrap().model
}

/// A structure with members of these names, all text.
fn structure(members: &[&str]) -> Value {
    let members: BTreeMap<_, _> =
        members.iter().map(|name| (name, json!({"shape": "Text"}))).collect();
    json!({"type": "structure", "members": members})
}

fn fields(members: &[&str]) -> Vec<String> {
    let model = model(&["Put"], json!({"Thing": structure(members)}));
    let renames = BTreeMap::new();
    let plan = plan(&model, &Names::new(&renames)).unwrap();
    let name = |wanted: &&str| {
        let mut of_thing = plan.shapes["Thing"].members.iter();
        of_thing.find(|member| member.member == *wanted).unwrap().name.clone()
    };
    members.iter().map(name).collect()
}

fn variants(values: &[&str]) -> Vec<String> {
    let model = model(&["Put"], json!({"Kind": {"type": "string", "enum": values}}));
    let renames = BTreeMap::new();
    let plan = plan(&model, &Names::new(&renames)).unwrap();
    plan.enums["Kind"].variants.iter().map(|variant| variant.name.clone()).collect()
}

/// What each of the names becomes.
fn check(table: &[(&str, &str)], names: impl Fn(&[&str]) -> Vec<String>) {
    let (given, expected): (Vec<_>, Vec<_>) = table.iter().copied().unzip();
    let named = names(&given);
    let difference = given.iter().zip(&named).zip(&expected).fold(
        String::new(),
        |mut text, ((given, named), expected)| {
            if named != expected {
                writeln!(text, "{given:?} is {named}, not {expected}").unwrap();
            }
            text
        },
    );
    assert!(difference.is_empty(), "{difference}");
}

#[test]
fn members() {
    let table = [
        // Acronyms, in the plural and in mixed case.
        ("jobIDs", "job_ids"),
        ("SizeInMiB", "size_in_mib"),
        ("TargetGroupARNs", "target_group_arns"),
        ("WebACLs", "web_acls"),
        ("DBClusterIdentifier", "db_cluster_identifier"),
        ("VPCId", "vpc_id"),
        ("SSEKMSKeyId", "sse_kms_key_id"),
        ("ETag", "etag"),
        ("ClusterJDBCURL", "cluster_jdbc_url"),
        ("requireMMDSV2", "require_mmds_v2"),
        ("IpV6Addresses", "ipv6_addresses"),
        // Numbers.
        ("Route53HealthCheckId", "route53_health_check_id"),
        ("sha256", "sha256"),
        ("SentLast24Hours", "sent_last_24_hours"),
        ("HTTPCode4XXCount", "http_code_4xx_count"),
        ("Use2DSolver", "use_2d_solver"),
        // Keywords of Rust.
        ("type", "r#type"),
        ("return", "r#return"),
        ("match", "r#match"),
        ("override", "r#override"),
        ("in", "r#in"),
        ("virtual", "r#virtual"),
        ("ref", "r#ref"),
        ("static", "r#static"),
        ("enum", "r#enum"),
        ("trait", "r#trait"),
        ("else", "r#else"),
        ("loop", "r#loop"),
        ("struct", "r#struct"),
        ("async", "r#async"),
        ("gen", "r#gen"),
        ("self", "self_"),
        ("super", "super_"),
        ("crate", "crate_"),
        // Names of methods: fields have names of their own.
        ("from", "from"),
        ("config", "config"),
        ("next", "next"),
        ("hash", "hash"),
        ("default", "default"),
        ("eq", "eq"),
        ("drop", "drop"),
        ("builder", "builder"),
        ("is_empty", "is_empty"),
        // What errors know of themselves.
        ("requestId", "request_id"),
        ("retryable", "retryable"),
        ("status", "status"),
        // Digits and punctuation.
        ("_4kVideo", "n4k_video"),
        ("_", "unnamed"),
        ("x-amz-meta", "x_amz_meta"),
    ];
    check(&table, fields);
}

#[test]
fn values_of_enums() {
    let table = [
        ("INVALID_REQUEST", "InvalidRequest"),
        ("invalid_request", "InvalidRequest2"),
        ("0.5", "V0_5"),
        ("5.6.1", "V5_6_1"),
        ("56.1", "V56_1"),
        ("Self", "SelfValue"),
        ("Unknown", "UnknownValue"),
        ("None", "None"),
        ("Some", "Some"),
        ("Ok", "Ok"),
        ("Linux/UNIX (Amazon VPC)", "LinuxUnixAmazonVpc"),
        ("s3:ObjectCreated:*", "S3ObjectCreated"),
        ("LunAlreadyAllocated ", "LunAlreadyAllocated"),
        ("", "Empty"),
        ("*", "Symbol"),
        ("<", "Symbol2"),
        ("type", "Type"),
    ];
    check(&table, variants);
}

#[test]
fn operations() {
    let table = [
        ("DescribeACLs", "describe_acls"),
        ("Match", "r#match"),
        ("Mod", "call_mod"),
        ("New", "call_new"),
        ("Send", "call_send"),
        ("FromEnv", "call_from_env"),
        ("Clone", "call_clone"),
        ("Operations", "call_operations"),
    ];
    check(&table, |names| {
        let model = model(names, json!({"Thing": structure(&["a"])}));
        let renames = BTreeMap::new();
        let plan = plan(&model, &Names::new(&renames)).unwrap();
        let method = |wanted: &&str| {
            let mut plans = plan.operations.values();
            plans.find(|plan| plan.operation == *wanted).unwrap().method.clone()
        };
        names.iter().map(method).collect()
    });
}

/// Types that are called like what a generator makes up keep their names, since that stands in
/// modules of its own; those that are called like what every Rust file knows do not.
#[test]
fn types() {
    let error = json!({"type": "structure", "members": {}, "exception": true});
    let mut shapes = json!({
        "Failure": error,
        // As an error of the same name would be, and as an operation's input and output are.
        "CreateChannelError": structure(&["a"]),
        "CreateChannelInput": structure(&["a"]),
        "CreateChannelOutput": structure(&["a"]),
        "CreateChannel": structure(&["a"]),
        "ServiceError": structure(&["a"]),
    });
    let prelude = [
        "Box", "Clone", "Default", "Err", "None", "Ok", "Option", "Result", "Some", "String", "Vec",
    ];
    let imported = ["BTreeMap", "Debug", "Hash", "HashMap"];
    for name in prelude.into_iter().chain(imported) {
        shapes[name] = structure(&["a"]);
    }
    shapes["Self"] = structure(&["a"]);
    let model = model(&["CreateChannel"], shapes);
    let renames = BTreeMap::new();
    let names = Names::new(&renames);
    assert_eq!(names.collisions(&model, &referenced_shapes(&model)), []);
    let plan = plan(&model, &names).unwrap();
    let types: Vec<_> = plan.shapes.values().map(|shape| (&*shape.shape, &*shape.name)).collect();
    let kept = |name| (name, name);
    let mut expected = vec![("Self", "SelfValue")];
    expected.extend(prelude.map(|name| (name, &*format!("{name}Value").leak())));
    expected.extend(imported.map(kept));
    expected.extend(["", "Error", "Input", "Output"].map(|ending| {
        let name: &str = format!("CreateChannel{ending}").leak();
        kept(name)
    }));
    expected.push(kept("ServiceError"));
    expected.sort_by_key(|(shape, _)| *shape);
    assert_eq!(types, expected);
    let operation = &plan.operations["CreateChannel"];
    assert_eq!(operation.input.name, "CreateChannel");
    assert_eq!(operation.output.name, "CreateChannelOutput");
    assert_eq!(plan.errors.keys().collect::<Vec<_>>(), ["Failure"]);
}

/// What cannot be told apart is never guessed at.
#[test]
fn collisions() {
    let shapes = json!({
        "Thing": structure(&["jobId", "JobID"]),
        "thing": structure(&["a"]),
        "Error": {"type": "structure", "members": {}, "exception": true},
    });
    let model = model(&["Get", "get"], shapes);
    let collisions = |renames: &BTreeMap<String, String>| {
        let found = Names::new(renames).collisions(&model, &referenced_shapes(&model));
        found.into_iter().map(|c| format!("{} {}: {}", c.what, c.name, c.key)).collect::<Vec<_>>()
    };
    assert_eq!(
        collisions(&BTreeMap::new()),
        [
            "types Thing: thing",
            "errors Error: Error",
            "operations Get: get",
            "members job_id: Thing$jobId",
        ]
    );
    let renames = [
        ("thing", "OtherThing"),
        ("Error", "Failure"),
        ("get", "GetOne"),
        ("Thing$jobId", "old_job_id"),
    ];
    let renames = renames.map(|(key, name)| (key.to_owned(), name.to_owned())).into();
    assert_eq!(collisions(&renames), [""; 0]);
}

#[test]
fn decisions_are_reported() {
    let shapes = json!({
        "Option": structure(&["type", "plain", "_4k", "self"]),
        "Renamed": structure(&["a"]),
        "Put": structure(&["a"]),
        "Choice": {
            "type": "structure",
            "union": true,
            "members": {"unknown": {"shape": "Text"}, "known": {"shape": "Text"}},
        },
        "Kind": {"type": "string", "enum": ["A", "a", "", "*", "2", "Self", "unknown"]},
    });
    let model = model(&["Put", "New", "PutOutput"], shapes);
    let renames = BTreeMap::from([("Renamed".to_owned(), "Name".to_owned())]);
    let decisions = Names::new(&renames).decisions(&model, &referenced_shapes(&model));
    let decisions: Vec<_> = decisions.iter().map(|d| (&*d.key, &*d.name, d.reason)).collect();
    assert_eq!(
        decisions,
        [
            ("Choice$unknown", "UnknownValue", Reason::Taken),
            ("Kind$", "Empty", Reason::Empty),
            ("Kind$*", "Symbol", Reason::Symbols),
            ("Kind$2", "V2", Reason::Digit),
            ("Kind$Self", "SelfValue", Reason::Keyword),
            ("Kind$a", "A2", Reason::Numbered),
            ("Kind$unknown", "UnknownValue", Reason::Taken),
            ("New", "call_new", Reason::Taken),
            ("Option", "OptionValue", Reason::Prelude),
            ("Option$_4k", "n4k", Reason::Digit),
            ("Option$self", "self_", Reason::Keyword),
            ("Option$type", "r#type", Reason::Keyword),
            ("Put", "Put", Reason::Operation),
            ("PutOutput", "PutResponse", Reason::Taken),
            ("Renamed", "Name", Reason::Renamed),
        ]
    );
}

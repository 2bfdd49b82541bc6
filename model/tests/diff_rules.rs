//! Every rule that judges changes is found: what the snapshots of `diff.rs` do not show is here, one
//! change each, on a Smithy model and on one of botocore.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use shapewright_model::diff::{diff, rules};
use shapewright_model::load_str;

/// A change, and the rules for it and for its reverse.
type Case = (&'static [&'static str], fn(&mut Value));

fn smithy() -> Value {
    json!({
        "smithy": "2.0",
        "shapes": {
            "example#Echo": {
                "type": "service",
                "version": "2020-01-01",
                "operations": [{"target": "example#Call"}],
                "traits": {
                    "aws.protocols#restXml": {},
                    "aws.auth#sigv4": {"name": "echo"},
                    "aws.api#service": {"sdkId": "Echo"},
                },
            },
            "example#Call": {
                "type": "operation",
                "input": {"target": "example#CallInput"},
                "output": {"target": "example#CallOutput"},
                "traits": {"smithy.api#http": {"method": "POST", "uri": "/call"}},
            },
            "example#CallInput": {
                "type": "structure",
                "members": {
                    "name": {
                        "target": "smithy.api#String",
                        "traits": {"smithy.api#pattern": "^a$"},
                    },
                    "count": {
                        "target": "smithy.api#Integer",
                        "traits": {"smithy.api#range": {"min": 1, "max": 5}},
                    },
                    "choice": {"target": "example#Choice"},
                },
            },
            "example#CallOutput": {
                "type": "structure",
                "members": {"next": {"target": "smithy.api#String"}},
            },
            "example#Choice": {
                "type": "union",
                "members": {"text": {"target": "smithy.api#String"}},
            },
        },
    })
}

const OF_SMITHY: &[Case] = &[
    (&["pagination-added", "pagination-changed"], |model| {
        traits(model, "Call")["smithy.api#paginated"] =
            json!({"inputToken": "name", "outputToken": "next"});
    }),
    (&["waiter-added", "waiter-changed"], |model| {
        let acceptors = json!([{"state": "success", "matcher": {"success": true}}]);
        traits(model, "Call")["smithy.waiters#waitable"] =
            json!({"Called": {"acceptors": acceptors}});
    }),
    (&["checksum-changed"], |model| {
        traits(model, "Call")["smithy.api#httpChecksumRequired"] = json!({});
    }),
    (&["compression-changed"], |model| {
        traits(model, "Call")["smithy.api#requestCompression"] = json!({"encodings": ["gzip"]});
    }),
    (&["payload-signing-changed"], |model| {
        traits(model, "Call")["aws.auth#unsignedPayload"] = json!({});
    }),
    (&["member-removed", "union-member-added"], |model| {
        model["shapes"]["example#Choice"]["members"]["blob"] = json!({"target": "smithy.api#Blob"});
    }),
    (&["default-added", "default-changed"], |model| {
        member(model, "count")["traits"]["smithy.api#default"] = json!(3);
    }),
    (&["idempotency-token-added", "idempotency-token-removed"], |model| {
        member(model, "name")["traits"]["smithy.api#idempotencyToken"] = json!({});
    }),
    (&["constraint-moved"], |model| {
        member(model, "count")["traits"]["smithy.api#range"] = json!({"min": 2, "max": 6});
    }),
    (&["pattern-changed"], |model| {
        member(model, "name")["traits"]["smithy.api#pattern"] = json!("^b$");
    }),
    (&["protocol-added", "protocol-replaced"], |model| {
        traits(model, "Echo")["aws.protocols#restJson1"] = json!({});
    }),
    (&["service-wire-form-changed"], |model| {
        traits(model, "Echo")["aws.protocols#restXml"] = json!({"noErrorWrapping": true});
    }),
    (&["query-compatibility-changed"], |model| {
        traits(model, "Echo")["aws.protocols#awsQueryCompatible"] = json!({});
    }),
    // No protocol that sends it along.
    (&["unread-metadata-changed"], |model| {
        model["shapes"]["example#Echo"]["version"] = json!("2021-01-01");
    }),
];

fn traits<'m>(model: &'m mut Value, shape: &str) -> &'m mut Value {
    &mut model["shapes"][format!("example#{shape}")]["traits"]
}

fn member<'m>(model: &'m mut Value, name: &str) -> &'m mut Value {
    &mut model["shapes"]["example#CallInput"]["members"][name]
}

fn botocore() -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "echo", "serviceId": "Echo",
            "protocol": "query", "signatureVersion": "v4", "serviceFullName": "Echo",
        },
        "operations": {
            "Call": {
                "name": "Call",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Request"},
                "output": {"shape": "Response", "resultWrapper": "CallResult"},
            },
            "Ping": {
                "name": "Ping",
                "http": {"method": "POST", "requestUri": "/"},
                "errors": [{"shape": "Refused"}],
            },
        },
        "shapes": {
            "Refused": {"type": "structure", "members": {}, "exception": true},
            "Request": {"type": "structure", "members": {"count": {"shape": "Count"}}},
            "Response": {"type": "structure", "members": {"count": {"shape": "Count"}}},
            "Count": {"type": "integer"},
        },
    })
}

const OF_BOTOCORE: &[Case] = &[
    (&["unread-http-changed"], |model| {
        model["operations"]["Call"]["http"]["requestUri"] = json!("/call");
    }),
    (&["operation-name-changed"], |model| {
        model["operations"]["Call"]["name"] = json!("CallAgain");
    }),
    (&["result-wrapper-changed"], |model| {
        model["operations"]["Call"]["output"]["resultWrapper"] = json!("Result");
    }),
    (&["root-element-changed"], |model| {
        model["operations"]["Call"]["input"]["locationName"] = json!("CallRequest");
    }),
    (&["nullability-changed"], |model| {
        model["shapes"]["Count"]["box"] = json!(true);
    }),
    (&["input-added", "input-removed"], |model| {
        model["operations"]["Ping"]["input"] = json!({"shape": "Request"});
    }),
    (&["version-changed"], |model| {
        model["metadata"]["apiVersion"] = json!("2021-01-01");
    }),
    (&["error-stated"], |model| {
        model["shapes"]["Refused"]["error"] = json!({"httpStatusCode": 404, "senderFault": true});
    }),
    (&["error-trait-changed"], |model| {
        model["shapes"]["Refused"]["error"] = json!({"httpStatusCode": 500});
    }),
    (&["service-id-changed"], |model| {
        model["metadata"]["serviceId"] = json!("Echoes");
    }),
    // No protocol that has a target.
    (&["unread-metadata-changed"], |model| {
        model["metadata"]["targetPrefix"] = json!("Echo");
    }),
];

/// The rules for the difference of two models.
fn found(old: &str, new: &str) -> BTreeSet<&'static str> {
    let [old, new] = [old, new].map(|text| load_str("model.json", text).unwrap().model);
    diff(&old, &new).changes.iter().map(|change| change.rule.id).collect()
}

fn assert_found(base: &Value, cases: &[Case]) {
    for (rules, change) in cases {
        let mut changed = base.clone();
        change(&mut changed);
        let (old, new) = (base.to_string(), changed.to_string());
        let both_ways = &found(&old, &new) | &found(&new, &old);
        assert_eq!(both_ways, rules.iter().copied().collect());
    }
}

#[test]
fn changes_of_smithy_models_are_found() {
    assert_found(&smithy(), OF_SMITHY);
}

#[test]
fn changes_of_botocore_models_are_found() {
    assert_found(&botocore(), OF_BOTOCORE);
}

/// [`Value`] sorts its keys, text does not.
#[test]
fn another_order_of_members_is_found() {
    let members = [r#""a":{"shape":"Count"}"#, r#""b":{"shape":"Count"}"#];
    let with = |members: String| {
        let text = botocore().to_string();
        text.replacen(r#""count":{"shape":"Count"}"#, &members, 1)
    };
    let [old, new] = [members.join(","), [members[1], members[0]].join(",")].map(with);
    assert_eq!(found(&old, &new), BTreeSet::from(["members-reordered"]));
}

/// The name of a label is in no request; which member it stands for is.
#[test]
fn another_label_is_found() {
    let model = |label: &str, members: [(&str, &str); 2]| {
        let mut model = botocore();
        model["metadata"]["protocol"] = json!("rest-json");
        model["operations"]["Call"]["http"]["requestUri"] =
            json!(format!("/a/{{{label}}}/b/{{b}}"));
        let members = members.map(|(name, label)| {
            let member = json!({"shape": "Count", "location": "uri", "locationName": label});
            (name.to_owned(), member)
        });
        let request = &mut model["shapes"]["Request"];
        request["members"] = Value::Object(members.into_iter().collect());
        request["required"] = json!(["one", "two"]);
        model.to_string()
    };
    let old = model("a", [("one", "a"), ("two", "b")]);
    let renamed = model("A", [("one", "A"), ("two", "b")]);
    assert_eq!(found(&old, &renamed), BTreeSet::from(["label-renamed"]));
    let swapped = model("A", [("one", "b"), ("two", "A")]);
    assert_eq!(found(&old, &swapped), BTreeSet::from(["uri-changed"]));
}

/// Protocols whose errors have absolute ids read the namespace, others do not.
#[test]
fn another_namespace_is_found() {
    let models = |protocol: &str| {
        ["example#", "sample#"].map(|namespace| {
            let text = smithy().to_string().replace("example#", namespace);
            text.replace("aws.protocols#restXml", protocol)
        })
    };
    let [old, new] = models("smithy.protocols#rpcv2Cbor");
    assert_eq!(found(&old, &new), BTreeSet::from(["namespace-changed"]));
    let [old, new] = models("aws.protocols#restXml");
    assert_eq!(found(&old, &new), BTreeSet::from(["unread-metadata-changed"]));
}

/// Words are no change (`documentation_is_apart` in `diff.rs`).
#[test]
fn no_rule_is_without_a_test() {
    let mut tested =
        BTreeSet::from(["docs-changed", "label-renamed", "members-reordered", "namespace-changed"]);
    tested.extend(OF_SMITHY.iter().chain(OF_BOTOCORE).flat_map(|case| case.0));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of_diff =
        files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("diff__"));
    let shown: String = of_diff.map(|path| fs::read_to_string(path).unwrap()).collect();
    let is_shown = |id: &str| shown.contains(&format!(" | {id} "));
    let all = rules::ALL.iter().map(|rule| rule.id);
    let untested: Vec<_> = all.filter(|id| !tested.contains(id) && !is_shown(id)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}

//! One service in both formats does not differ, and what differs is found across formats, too.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use shapewright_model::diff::{Difference, diff};
use shapewright_model::ir::Model;
use shapewright_model::load;

const NAMESPACE: &str = "com.example.ecs";

/// The model of this repository, read with sorted keys, so that it has the order of its twin.
fn ours(file: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ecs/2014-11-13");
    serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

fn loaded(files: &[(&str, &Value)]) -> Model {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in files {
        fs::write(folder.path().join(name), value.to_string()).unwrap();
    }
    load(&folder.path().join(files[0].0)).unwrap().model
}

fn absolute(name: &str) -> String {
    format!("{NAMESPACE}#{name}")
}

fn target(reference: &Value) -> Value {
    json!({ "target": absolute(reference["shape"].as_str().unwrap()) })
}

/// A model of botocore as Smithy has it, with those traits that are in published models.
fn twin(model: &Value, waiters: &Value) -> Value {
    let metadata = &model["metadata"];
    let mut shapes = Map::new();
    let operations = model["operations"].as_object().unwrap();
    let targets: Vec<_> = operations.keys().map(|name| json!({"target": absolute(name)})).collect();
    let service = json!({
        "type": "service",
        "version": metadata["apiVersion"],
        "operations": targets,
        "traits": {
            "aws.api#service": {
                "sdkId": metadata["serviceId"],
                "arnNamespace": "ecs",
                "cloudFormationName": "ECS",
                "endpointPrefix": metadata["endpointPrefix"],
            },
            "aws.auth#sigv4": {"name": "ecs"},
            "aws.protocols#awsJson1_1": {},
            "smithy.api#documentation": model["documentation"],
            "smithy.api#title": metadata["serviceFullName"],
            "smithy.api#xmlNamespace": {"uri": "http://ecs.example.com/"},
        },
    });
    shapes.insert(absolute(metadata["targetPrefix"].as_str().unwrap()), service);
    let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
    for (name, operation) in operations {
        inputs.push(operation["input"]["shape"].as_str().unwrap());
        outputs.push(operation["output"]["shape"].as_str().unwrap());
        let errors: Vec<_> = operation["errors"].as_array().unwrap().iter().map(target).collect();
        let polling = waiters["waiters"].as_object().unwrap().iter();
        let polling = polling.filter(|(_, waiter)| waiter["operation"] == **name);
        let polling: Map<_, _> =
            polling.map(|(name, waiter)| (name.clone(), waitable(waiter))).collect();
        let mut traits = json!({ "smithy.api#documentation": operation["documentation"] });
        if !polling.is_empty() {
            traits["smithy.waiters#waitable"] = polling.into();
        }
        let twin = json!({
            "type": "operation",
            "input": target(&operation["input"]),
            "output": target(&operation["output"]),
            "errors": errors,
            "traits": traits,
        });
        shapes.insert(absolute(name), twin);
    }
    for (name, shape) in model["shapes"].as_object().unwrap() {
        let mut twin = shape_twin(shape);
        if inputs.contains(&name.as_str()) {
            twin["traits"]["smithy.api#input"] = json!({});
        }
        if outputs.contains(&name.as_str()) {
            twin["traits"]["smithy.api#output"] = json!({});
        }
        shapes.insert(absolute(name), twin);
    }
    json!({ "smithy": "2.0", "shapes": shapes })
}

fn waitable(waiter: &Value) -> Value {
    let acceptors = waiter["acceptors"].as_array().unwrap().iter().map(|acceptor| {
        let is_all = acceptor["matcher"] == "pathAll";
        let comparator = if is_all { "allStringEquals" } else { "anyStringEquals" };
        let output = json!({
            "path": acceptor["argument"],
            "expected": acceptor["expected"],
            "comparator": comparator,
        });
        json!({ "state": acceptor["state"], "matcher": {"output": output} })
    });
    let acceptors: Vec<_> = acceptors.collect();
    json!({ "minDelay": waiter["delay"], "maxDelay": 120, "acceptors": acceptors })
}

fn shape_twin(shape: &Value) -> Value {
    let mut traits = Map::new();
    if let Some(docs) = shape.get("documentation") {
        traits.insert("smithy.api#documentation".to_owned(), docs.clone());
    }
    if shape["exception"] == true {
        let fault = if shape["fault"] == true { "server" } else { "client" };
        traits.insert("smithy.api#error".to_owned(), fault.into());
    }
    let mut twin = match shape["type"].as_str().unwrap() {
        "structure" => structure_twin(shape),
        "list" => json!({ "type": "list", "member": target(&shape["member"]) }),
        "map" => json!({
            "type": "map", "key": target(&shape["key"]), "value": target(&shape["value"]),
        }),
        "string" if shape.get("enum").is_some() => {
            let values = shape["enum"].as_array().unwrap().iter().enumerate();
            let member = |(index, value): (usize, &Value)| {
                let traits = json!({ "smithy.api#enumValue": value });
                (format!("V{index:03}"), json!({ "target": "smithy.api#Unit", "traits": traits }))
            };
            json!({ "type": "enum", "members": values.map(member).collect::<Map<_, _>>() })
        }
        kind => json!({ "type": kind }),
    };
    twin["traits"] = traits.into();
    twin
}

fn structure_twin(shape: &Value) -> Value {
    let required: Vec<_> = shape["required"].as_array().into_iter().flatten().collect();
    let members = shape["members"].as_object().unwrap().iter().map(|(name, member)| {
        let mut twin = target(member);
        let mut traits = Map::new();
        if let Some(docs) = member.get("documentation") {
            traits.insert("smithy.api#documentation".to_owned(), docs.clone());
        }
        if required.contains(&&Value::from(name.as_str())) {
            traits.insert("smithy.api#required".to_owned(), json!({}));
        }
        twin["traits"] = traits.into();
        (name.clone(), twin)
    });
    json!({ "type": "structure", "members": members.collect::<Map<_, _>>() })
}

/// What differs, a line each.
fn lines(difference: &Difference) -> Vec<String> {
    let changes = difference.changes.iter().map(|change| {
        let what = change.what.as_deref().unwrap_or_default();
        format!("{} {what} {} -> {} {}", change.at, change.old, change.new, change.rule.id)
    });
    let docs = difference.docs.iter().map(|docs| format!("{} docs", docs.at));
    changes.chain(docs).collect()
}

fn both_ways(botocore: &Model, smithy: &Model) -> Vec<String> {
    let (there, back) = (diff(botocore, smithy), diff(smithy, botocore));
    lines(&there).into_iter().chain(lines(&back)).collect()
}

#[test]
fn our_model_and_its_twin_do_not_differ() {
    let (model, waiters) = (ours("service-2.json"), ours("waiters-2.json"));
    let botocore = loaded(&[("service-2.json", &model), ("waiters-2.json", &waiters)]);
    let smithy = loaded(&[("smithy.json", &twin(&model, &waiters))]);
    assert_eq!(smithy.operations.len(), 4);
    assert_eq!(smithy.waiters.len(), 2);
    assert_eq!(both_ways(&botocore, &smithy), Vec::<String>::new());
}

/// Not even where there is more to say: bindings, names in XML, streams, several protocols.
#[test]
fn a_model_of_many_traits_does_not_differ_from_itself() {
    let [botocore, smithy] = ["service-2.json", "smithy.json"].map(|file| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity");
        load(&folder.join(file)).unwrap().model
    });
    assert_eq!(both_ways(&botocore, &smithy), Vec::<String>::new());
}

#[test]
fn what_differs_is_found_across_formats() {
    let (mut model, waiters) = (ours("service-2.json"), ours("waiters-2.json"));
    let smithy = loaded(&[("smithy.json", &twin(&model, &waiters))]);
    model["metadata"]["targetPrefix"] = json!("Other");
    model["metadata"]["protocol"] = json!("rest-json");
    let shapes = &mut model["shapes"];
    shapes["RunTaskRequest"]["required"] = json!(["cluster"]);
    shapes["Task"]["members"]["group"] = json!({ "shape": "StringList" });
    shapes["ServerException"]["error"] = json!({ "httpStatusCode": 503 });
    shapes["String"]["min"] = json!(1);
    // Where a format may have it on the member or on its target, the member counts.
    shapes["Timestamp"]["timestampFormat"] = json!("iso8601");
    let botocore = loaded(&[("service-2.json", &model), ("waiters-2.json", &waiters)]);
    insta::assert_snapshot!(lines(&diff(&smithy, &botocore)).join("\n"));
}

//! Reviews of real updates: the one that this project began with, and some that are known to
//! be hard.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use shapewright_python::{pip_download, unpack};

/// Runs `diff`, and gives what it prints.
fn diff(old: &Path, new: &Path, format: &str) -> String {
    let mut command = Command::cargo_bin("xtask").unwrap();
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).env("NO_COLOR", "1");
    command.arg("diff").args([old, new]).args(["--format", format, "--fail-on", "never"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn review(old: &Path, new: &Path) -> Value {
    serde_json::from_str(&diff(old, new, "json")).unwrap()
}

/// A service's model in a release of botocore.
fn published(release: &str, model: &str) -> PathBuf {
    let wheel = pip_download(&format!("botocore=={release}")).unwrap();
    unpack(&wheel, &format!("botocore/data/{model}")).unwrap()
}

/// The operations of a status, in their order.
fn operations<'r>(review: &'r Value, status: &str) -> Vec<&'r str> {
    let operations = review["operations"].as_object().unwrap().iter();
    operations.filter(|(_, op)| op["status"] == status).map(|(name, _)| name.as_str()).collect()
}

/// What the update of 2017-06-15 added, as the members of the way to it.
fn overrides(way: &[&str]) -> Value {
    let added = json!({ "cpu": "integer", "memory": "integer", "memoryReservation": "integer" });
    let below = json!({ "overrides": { "containerOverrides": added } });
    way.iter().rev().fold(below, |below, step| json!({ *step: below }))
}

/// The part of a page on an operation.
fn section<'p>(page: &'p str, operation: &str) -> &'p str {
    let start = page.find(&format!("id=\"ECS.{operation}\"")).unwrap();
    let rest = &page[start..];
    let ends = ["<details class=\"operation\"", "<h3>", "</section>"];
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    &rest[..end.unwrap_or(rest.len())]
}

/// What is written, without tags and documentation.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').unwrap().1;
        if tag.starts_with("div class=\"docs\"") {
            rest = rest.split_once("</div>").unwrap().1;
        }
        if tag.starts_with("dt") || tag.starts_with("li") || tag.starts_with("h4") {
            text.push('\n');
        }
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The public page of API changes for ecs on 2017-06-15 has these operations, in this order,
/// with these trees.
fn assert_page_of_2017_06_15(review: &Value) {
    let expected = [
        ("DescribeTasks", json!({ "response": overrides(&["tasks"]) })),
        ("RunTask", json!({ "request": overrides(&[]), "response": overrides(&["tasks"]) })),
        ("StartTask", json!({ "request": overrides(&[]), "response": overrides(&["tasks"]) })),
        ("StopTask", json!({ "response": overrides(&["task"]) })),
    ];
    let names: Vec<_> = expected.iter().map(|(name, _)| *name).collect();
    assert_eq!(operations(review, "updated"), names);
    for (name, deltas) in expected {
        assert_eq!(review["operations"][name]["deltas"], deltas, "{name}");
    }
    let shapes = review["shapes"].as_array().unwrap();
    let at: Vec<_> = shapes.iter().map(|change| change["at"].as_str().unwrap()).collect();
    let expected = ["cpu", "memory", "memoryReservation"];
    assert_eq!(at, expected.map(|member| format!("ContainerOverride${member}")));
    let rust = &review["rust"]["items"];
    assert_eq!(rust[0]["item"], "types::ContainerOverride::cpu: Option<i32>, added");
    assert_eq!(review["summary"]["rust"], "minor");
}

fn ours(state: &str) -> PathBuf {
    Path::new("tests/models/ecs-2017-06-15").join(state).join("service-2.json")
}

#[test]
fn our_ecs_models_of_2017_06_15() {
    assert_page_of_2017_06_15(&review(&ours("before"), &ours("after")));
    insta::assert_snapshot!("ecs-2017-06-15.txt", diff(&ours("before"), &ours("after"), "text"));
    insta::assert_snapshot!("ecs-2017-06-15.md", diff(&ours("before"), &ours("after"), "markdown"));
    insta::assert_snapshot!("ecs-2017-06-15.json", diff(&ours("before"), &ours("after"), "json"));
}

#[test]
fn the_published_ecs_models_of_2017_06_15() {
    let model = "ecs/2014-11-13/service-2.json";
    assert_page_of_2017_06_15(&review(&published("1.5.68", model), &published("1.5.69", model)));
}

/// Syntax, parameters and structures are those of the public page: names and types.
#[test]
fn the_page_of_2017_06_15() {
    let model = "ecs/2014-11-13/service-2.json";
    let page = diff(&published("1.5.68", model), &published("1.5.69", model), "html");
    for operation in ["DescribeTasks", "RunTask", "StartTask", "StopTask"] {
        let section = section(&page, operation);
        let start = section.find("<h4>Request Syntax").unwrap();
        insta::assert_snapshot!(format!("page-{operation}"), text(&section[start..]));
    }
    // Of both models, what stands in the files.
    assert!(page.contains("JSON, new line 856"));
    // What is new is marked.
    assert!(
        page.contains("<ins>&#39;cpu&#39;: 123,</ins>") || page.contains("<ins>'cpu': 123,</ins>")
    );
}

/// A page and a comment say what a hostile model says, and do nothing that it wants.
#[test]
fn hostile_models_are_only_text() {
    let folder = tempfile::tempdir().unwrap();
    let model = |value: &str, docs: &str| {
        json!({
            "metadata": {
                "apiVersion": "2020-01-01", "endpointPrefix": "echo", "serviceId": "Echo",
                "protocol": "json", "jsonVersion": "1.1", "targetPrefix": "Echo",
                "serviceFullName": "<img src=x onerror=alert(1)>", "signatureVersion": "v4",
            },
            "operations": {
                "Call": {
                    "name": "Call",
                    "http": {"method": "POST", "requestUri": "/"},
                    "input": {"shape": "Request"},
                    "documentation": docs,
                },
            },
            "shapes": {
                "Request": {"type": "structure", "members": {"color": {"shape": "Color"}}},
                "Color": {"type": "string", "enum": [value]},
            },
        })
    };
    let (old, new) = (folder.path().join("old.json"), folder.path().join("new.json"));
    std::fs::write(&old, model("red", "").to_string()).unwrap();
    let hostile = model(
        "</code></pre><script>alert(2)</script>``` | [x](javascript:alert(3)) @all",
        "<p><a href=\"javascript:alert(4)\">a</a><script>alert(5)</script><iframe></iframe></p>",
    );
    std::fs::write(&new, hostile.to_string()).unwrap();
    let page = diff(&old, &new, "html");
    for wrong in ["<script>alert", "<img", "<iframe", "href=\"javascript:"] {
        assert!(!page.contains(wrong), "{wrong} in {page}");
    }
    insta::assert_snapshot!(
        "hostile.md",
        diff(&old, &new, "markdown").replace(&folder.path().display().to_string(), "folder")
    );
}

#[test]
#[ignore = "downloads two releases of botocore"]
fn sqs_went_from_query_to_json() {
    let model = "sqs/2012-11-05/service-2.json";
    let review = review(&published("1.31.80", model), &published("1.31.81", model));
    assert_eq!(operations(&review, "updated").len(), 23);
    let service = review["service"].as_array().unwrap();
    let protocols = service.iter().find(|change| change["what"] == "protocols").unwrap();
    assert_eq!(protocols["old"], json!(["awsQuery"]));
    assert_eq!(protocols["new"], json!(["awsJson1_0"]));
    assert_eq!(protocols["rule"], "protocol-replaced");
}

#[test]
#[ignore = "downloads two releases of botocore"]
fn s3_sizes_became_long() {
    let model = "s3/2006-03-01/service-2.json";
    let review = review(&published("1.31.51", model), &published("1.31.52", model));
    assert_eq!(operations(&review, "updated").len(), 5);
    assert_eq!(operations(&review, "docs-only").len(), 32);
    let [change] = review["shapes"].as_array().unwrap().as_slice() else {
        panic!("{}", review["shapes"]);
    };
    assert_eq!((&change["at"], &change["kind"]), (&json!("Size"), &json!("type-changed")));
    assert_eq!((&change["old"], &change["new"]), (&json!("integer"), &json!("long")));
}

/// Beside the model stands an extra that makes the string a timestamp again.
#[test]
#[ignore = "downloads two releases of botocore"]
fn a_timestamp_of_s3_became_a_string() {
    let model = "s3/2006-03-01/service-2.json.gz";
    let review = review(&published("1.40.25", model), &published("1.40.26", model));
    let changes = review["shapes"].as_array().unwrap();
    let expires = changes.iter().find(|change| change["at"] == "Expires").unwrap();
    assert_eq!((&expires["old"], &expires["new"]), (&json!("timestamp"), &json!("string")));
    assert_eq!(expires["api"], "breaking");
}

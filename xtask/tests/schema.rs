//! What `diff` prints as JSON is what `shapewright-review.schema.json` promises, by the word of the
//! Python package `jsonschema`.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};
use shapewright_python::{executable, virtualenv};
use tempfile::TempDir;

/// All of them, so that they do not change with the day of the first run.
const PACKAGES: &[&str] = &[
    "attrs==25.4.0",
    "jsonschema==4.25.1",
    "jsonschema-specifications==2025.9.1",
    "referencing==0.36.2",
    "rpds-py==0.27.1",
    "typing_extensions==4.15.0",
];

/// Reads the schema and the documents, and prints what is wrong with them.
const VALIDATE: &str = r#"
import json, sys
from jsonschema import Draft202012Validator
schema, documents = json.load(sys.stdin)
Draft202012Validator.check_schema(schema)
for name, document in documents.items():
    for error in Draft202012Validator(schema).iter_errors(document):
        print(name, error.json_path, error.message[:500])
"#;

/// What the documents have that the schema does not promise, and the reverse.
fn problems(schema: &Value, documents: &Value) -> String {
    let environment = virtualenv("jsonschema", PACKAGES).unwrap();
    let mut command = Command::new(executable(&environment, "python"));
    command.args(["-I", "-c", VALIDATE]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process
        .stdin
        .take()
        .unwrap()
        .write_all(json!([schema, documents]).to_string().as_bytes())
        .unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The schema, but that keys which it does not have are wrong: readers must put up with those of
/// later versions, but this version has none.
fn schema() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shapewright-review.schema.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    for definition in schema["$defs"].as_object_mut().unwrap().values_mut() {
        definition["unevaluatedProperties"] = json!(false);
    }
    schema
}

/// A folder with models, in which the command runs.
struct Models(TempDir);

impl Models {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, file: &str, text: impl ToString) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.to_string()).unwrap();
    }

    fn diff(&self, old: &Path, new: &Path) -> Value {
        let mut command = assert_cmd::Command::cargo_bin("xtask").unwrap();
        command.current_dir(&self.0).arg("diff").args([old, new]);
        let output = command.args(["--format", "json", "--fail-on", "never"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// A service of one operation, with these shapes below its input.
fn model(id: &str, shapes: Value) -> Value {
    let mut model = json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "echo", "serviceId": id,
            "protocol": "json", "jsonVersion": "1.1", "targetPrefix": "Echo",
            "serviceFullName": id, "signatureVersion": "v4",
        },
        "operations": {
            "Call": {
                "name": "Call",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Level0"},
                "errors": [{"shape": "Refused"}],
            },
        },
        "shapes": {
            "Refused": {"type": "structure", "members": {"why": {"shape": "Last"}}, "exception": true},
        },
    });
    model["shapes"].as_object_mut().unwrap().extend(shapes.as_object().unwrap().clone());
    model
}

/// Structures in each other, more than a review goes down.
fn levels(last: &str) -> Value {
    let mut shapes = Map::new();
    for level in 0..200 {
        let below = if level == 199 { "Last".to_owned() } else { format!("Level{}", level + 1) };
        let members = json!({"below": {"shape": below}});
        shapes.insert(format!("Level{level}"), json!({"type": "structure", "members": members}));
    }
    shapes.insert("Last".to_owned(), json!({"type": last, "documentation": last}));
    shapes.into()
}

fn flat(last: Value) -> Value {
    let members = json!({"first": {"shape": "Last"}, "second": {"shape": "Last"}});
    json!({"Level0": {"type": "structure", "members": members}, "Last": last})
}

#[test]
fn reviews_are_as_their_schema_says() {
    let models = Models::new();
    let (text, number) = (json!({"type": "string", "max": 3}), json!({"type": "integer"}));
    models.write("old/same.json", model("Same", flat(text.clone())));
    models.write("new/same.json", model("Same", flat(text.clone())));
    models.write("old/kept.json", model("Kept", flat(text.clone())));
    models.write("new/kept.json", model("Kept", flat(number.clone())));
    models.write("old/gone.json", model("Gone", flat(text.clone())));
    models.write("new/come.json", model("Come", flat(text)));
    models.write("old/deep.json", model("Deep", levels("string")));
    models.write("new/deep.json", model("Deep", levels("long")));
    let at = |file: &str| models.0.path().join(file);
    let ours = |state: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/models/ecs-2017-06-15");
        folder.join(state).join("service-2.json")
    };
    let mut documents = json!({
        "added members": models.diff(&ours("before"), &ours("after")),
        "removed members": models.diff(&ours("after"), &ours("before")),
        "nothing": models.diff(&at("old/same.json"), &at("new/same.json")),
        "folders": models.diff(&at("old"), &at("new")),
        "too deep": models.diff(&at("old/deep.json"), &at("new/deep.json")),
        "other operations": models.diff(&at("old/kept.json"), &ours("after")),
    });
    models.write(".shapewright-ignore", "type-changed Last Nobody calls.\n");
    documents["ignored"] = models.diff(&at("old/kept.json"), &at("new/kept.json"));
    // They are what they are meant to be.
    assert_eq!(documents["too deep"]["operations"]["Call"]["isCut"], true);
    assert_eq!(documents["ignored"]["shapes"][0]["ignored"], "Nobody calls.");
    assert_eq!(documents["folders"]["removed"], json!(["gone.json"]));
    assert_eq!(problems(&schema(), &documents), "");

    // A test that could not fail would say nothing.
    let wrong = |change: fn(&mut Value)| {
        let mut review = documents["added members"].clone();
        change(&mut review);
        review
    };
    let wrong = json!({
        "value": wrong(|review| review["summary"]["api"] = json!("fine")),
        "more": wrong(|review| review["shapes"][0]["invented"] = json!(1)),
        "less": wrong(|review| drop(review.as_object_mut().unwrap().remove("docs"))),
    });
    let found = problems(&schema(), &wrong);
    let names: Vec<_> = found.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["less", "more", "value"], "{found}");
}

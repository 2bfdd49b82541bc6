//! Generating is a function of model and settings alone.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;
use shapewright_codegen::generate;
use shapewright_model::load_str;
use shapewright_tests::features::FEATURES;

/// Set for the process that only generates.
const CHILD: &str = "SHAPEWRIGHT_GENERATES_ONLY";

/// Every file of every feature.
fn everything() -> String {
    let mut text = String::new();
    for feature in FEATURES {
        for (path, contents) in feature.generate().unwrap().iter() {
            writeln!(text, "=== {} {}\n{contents}", feature.folder, path.as_str()).unwrap();
        }
    }
    text
}

#[test]
fn twice_in_a_process_gives_the_same_bytes() {
    assert!(everything() == everything());
}

/// The text of a JSON value, with the keys of its objects in their order or in the opposite one;
/// but those of `members` keep theirs, which is that of members on the wire.
fn json(value: &Value, are_members: bool, is_reversed: bool) -> String {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = json(value, key == "members", is_reversed);
                format!("{}:{value}", Value::from(key.as_str()))
            });
            let mut entries: Vec<String> = entries.collect();
            if is_reversed && !are_members {
                entries.reverse();
            }
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| json(item, false, is_reversed)).collect();
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn only_the_order_of_members_matters() {
    for feature in FEATURES {
        let folder = feature.path();
        let text = std::fs::read(folder.join("model.json"));
        let text = text.or_else(|_| std::fs::read(folder.with_file_name("model.json"))).unwrap();
        let value: Value = serde_json::from_slice(&text).unwrap();
        let files = |is_reversed| {
            let loaded = load_str("model.json", &json(&value, false, is_reversed)).unwrap();
            let tree = generate(&loaded.model, &feature.settings()).unwrap();
            let files = tree.iter().map(|(path, text)| (path.as_str().to_owned(), text.to_owned()));
            files.collect::<Vec<_>>()
        };
        assert!(files(false) == files(true), "{}", feature.folder);
    }
}

/// What depends on the order of a hash map would differ: each process hashes in its own way.
#[test]
fn two_processes_give_the_same_bytes() {
    if let Some(file) = std::env::var_os(CHILD) {
        std::fs::write(file, everything()).unwrap();
        return;
    }
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism.txt");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "two_processes_give_the_same_bytes"])
        .env(CHILD, &file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(std::fs::read_to_string(file).unwrap() == everything());
}

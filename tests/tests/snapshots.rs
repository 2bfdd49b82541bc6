//! What is emitted, feature by feature.
//!
//! `INSTA_UPDATE=always cargo test -p shapewright-tests --test snapshots` accepts what changed;
//! the difference in version control then shows which features it is.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests is a test"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use miette::{GraphicalReportHandler, GraphicalTheme};
use shapewright_codegen::codes;
use shapewright_model::Diagnostics;
use shapewright_tests::features::{FAILURES, FEATURES, Feature};

fn check(folder: &str) {
    let feature = FEATURES.iter().chain(FAILURES).find(|feature| feature.folder == folder);
    let feature = feature.expect("a feature");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(feature.path().join("expected"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| match feature.generate() {
        Ok(tree) => {
            assert!(!feature.files.is_empty(), "the model should be refused");
            for file in feature.files {
                let text = tree.get(&format!("src/{file}.rs"));
                let text = text.unwrap_or_else(|| panic!("{file}.rs is not emitted"));
                insta::assert_snapshot!(snapshot_name(file), text);
            }
        }
        Err(problems) => {
            assert!(feature.files.is_empty(), "{problems:#?}");
            insta::assert_snapshot!("diagnostics", rendered(&problems));
        }
    });
}

fn snapshot_name(file: &str) -> String {
    file.replace('/', ".")
}

fn rendered(problems: &Diagnostics) -> String {
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    let mut text = String::new();
    for problem in problems {
        handler.render_report(&mut text, problem).unwrap();
        text.push('\n');
    }
    text
}

/// A test per feature, so that each fails for itself.
macro_rules! features {
    ($($name:ident: $folder:literal),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                check($folder);
            }
        )*

        const TESTED: &[&str] = &[$($folder),*];
    };
}

features! {
    blob: "blob",
    checksum: "checksum",
    collision: "collision",
    default: "default",
    deprecated: "deprecated",
    document: "document",
    documentation_full: "documentation/full",
    documentation_none: "documentation/none",
    documentation_summary: "documentation/summary",
    ec2_query: "ec2_query",
    deep_nesting: "deep_nesting",
    r#enum: "enum",
    enum_key: "enum_key",
    error: "error",
    event_stream: "event_stream",
    int_enum: "int_enum",
    json_1_0: "json_1_0",
    keyword: "keyword",
    list: "list",
    map: "map",
    method_names: "method_names",
    number: "number",
    operation: "operation",
    operation_names: "operation_names",
    prelude_names: "prelude_names",
    pruned: "pruned",
    query: "query",
    recursion: "recursion",
    renamed: "renamed",
    required: "required",
    reserved_name: "reserved_name",
    rest_json: "rest_json",
    rest_xml: "rest_xml",
    rpc_v2_cbor: "rpc_v2_cbor",
    rpc_v2_json: "rpc_v2_json",
    runtime_names: "runtime_names",
    sensitive: "sensitive",
    sparse: "sparse",
    streaming: "streaming",
    structure: "structure",
    timestamp: "timestamp",
    unfit_default: "unfit_default",
    unfit_key: "unfit_key",
    unfit_rename: "unfit_rename",
    union: "union",
    unknown_operation: "unknown_operation",
    unsupported_protocol: "unsupported_protocol",
}

/// Every code of the generator but that of defects, which no model is known to show: its tests are
/// beside the generator.
#[test]
fn every_code_has_a_model() {
    let problems = FAILURES.iter().filter_map(|feature| feature.generate().err()).flatten();
    let seen: BTreeSet<_> = problems.map(|problem| problem.code().id).collect();
    for code in codes::ALL.iter().filter(|code| code.id != codes::DEFECT.id) {
        assert!(seen.contains(code.id), "no model has {}", code.id);
    }
}

#[test]
fn every_feature_has_its_test() {
    let tested: BTreeSet<_> = TESTED.iter().copied().collect();
    let features = FEATURES.iter().chain(FAILURES);
    let known: BTreeSet<_> = features.map(|feature| feature.folder).collect();
    assert_eq!(tested, known);
}

#[test]
fn no_snapshot_is_left_over() {
    let expected = |feature: &Feature| -> Vec<PathBuf> {
        let folder = feature.path().join("expected");
        let files = feature.files.iter().map(|file| snapshot_name(file));
        let diagnostics = feature.files.is_empty().then(|| "diagnostics".to_owned());
        files.chain(diagnostics).map(|name| folder.join(format!("{name}.snap"))).collect()
    };
    let features: Vec<_> = FEATURES.iter().chain(FAILURES).collect();
    let wanted: BTreeSet<_> = features.iter().flat_map(|feature| expected(feature)).collect();
    let folders = features.iter().map(|feature| feature.path().join("expected"));
    let found: BTreeSet<_> = folders
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "snap"))
        .collect();
    let left_over: Vec<_> = found.difference(&wanted).collect();
    assert!(left_over.is_empty(), "{left_over:#?}");
}

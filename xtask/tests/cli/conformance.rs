//! `conformance`, as far as nothing needs to be compiled.

use crate::project::Project;

#[test]
fn what_is_no_suite_is_bad_input() {
    let project = Project::new();
    project.write("empty/nothing.txt", "");
    let said = project.run(&["conformance", "empty"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("neither Smithy models nor botocore"), "{said:?}");

    let said = project.run(&["conformance", "missing"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("cannot read missing"), "{said:?}");
}

#[test]
fn a_protocol_without_cases_is_bad_input() {
    let project = Project::new();
    let suite = r#"[{"metadata": {"protocol": "rest-json"}, "shapes": {}, "cases": [
        {"id": "A", "given": {"name": "Op"}, "params": {}, "serialized": {"uri": "/"}}]}]"#;
    project.write("suite/input/rest-json.json", suite);
    project.write("suite/output/rest-json.json", "[]");
    let said = project.run(&["conformance", "suite", "--protocol", "restJson2"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("did you mean `restJson1`"), "{said:?}");
}

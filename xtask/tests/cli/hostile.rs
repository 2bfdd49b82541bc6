//! Models that nobody should be able to harm anybody with, in both formats: each is refused with a
//! diagnostic that shows where, and leaves nothing behind.

use std::fs;
use std::process::Command;

use crate::project::{Project, Said};

const BOTOCORE: &str = include_str!("task.json");
const SMITHY: &str = include_str!("../../../examples/workspace/model/parcels.json");

/// The first `old` in a text replaced by something else.
fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old}");
    text.replacen(old, new, 1)
}

/// Refuses a model, with that code at that place.
fn refused(model: &str, expected: &str) {
    let project = Project::new();
    project.write("model.json", model);
    let said = project.run(&["generate", "--model", "model.json", "--out", "new"]);
    check(&project, &said, expected);
}

fn check(project: &Project, said: &Said, expected: &str) {
    assert_eq!((said.code, &*said.out), (Some(2), ""), "{expected}: {said:?}");
    assert!(said.err.contains(expected), "{expected}: {said:?}");
    assert!(said.err.contains("[model.json:"), "{expected}: {said:?}");
    let mut left: Vec<_> =
        fs::read_dir(project.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["model.json", "shapewright.toml", "task.json"]);
}

#[test]
fn what_is_no_json_is_refused() {
    for model in [BOTOCORE, SMITHY] {
        refused(&with(model, ": {", ": {,"), "SW0003");
        refused(&model[..model.len() / 2], "SW0004");
        refused(&with(model, "{\n", "{\"same\": 1, \"same\": 2,\n"), "SW0006 at /same");
        let deep = format!("{{\"deep\": {}{},\n", "[".repeat(10_000), "]".repeat(10_000));
        refused(&with(model, "{\n", &deep), "SW0005");
    }
}

#[test]
fn what_has_wrong_types_or_references_is_refused() {
    for (old, new, expected) in [
        (
            r#""members": {"name""#,
            r#""members": 1, "x": {"name""#,
            "SW0101 at /shapes/StartRequest/members",
        ),
        (r#""protocol": "json""#, r#""protocol": "soap""#, "SW0105 at /metadata"),
        (
            r#"{"shape": "Reason"}"#,
            r#"{"shape": "Raeson"}"#,
            "SW0103 at /shapes/StopRequest/members/reason",
        ),
        (
            r#""input": {"shape": "StartRequest"}"#,
            r#""input": {"shape": "Name"}"#,
            "SW0201 at /operations/Start/input",
        ),
        (
            r#""members": {"name": {"shape": "Name"}}"#,
            r#""required": ["name"], "members": {"name": {"shape": "StartRequest"}}"#,
            "SW0206 at /shapes/StartRequest/members/name",
        ),
        (
            r#"{"name": {"shape": "Name"}}"#,
            r#"{"aName": {"shape": "Name"}, "AName": {"shape": "Name"}}"#,
            "SW0501 at /shapes/StartRequest/members/AName",
        ),
        (
            r#"{"name": {"shape": "Name"}}"#,
            r#"{"name": {"shape": "StopRequest", "location": "header"}}"#,
            "SW0204 at /shapes/StartRequest/members/name",
        ),
    ] {
        refused(&with(BOTOCORE, old, new), expected);
    }
    let shapes = "/shapes/example.parcels#";
    for (old, new, expected) in [
        (r#""type": "list""#, r#""type": ["list"]"#, "SW0101 at {shapes}Stops/type"),
        ("aws.protocols#restJson1", "example.protocols#soap", "SW0105 at {shapes}Parcels"),
        (
            "example.parcels#Stops\"",
            "example.parcels#Stosp\"",
            "SW0103 at {shapes}TrackOutput/members/stops",
        ),
        (
            r#""input": {"target": "example.parcels#TrackInput"}"#,
            r#""input": {"target": "example.parcels#State"}"#,
            "SW0201 at {shapes}Track/input",
        ),
        (
            r#""example.parcels#State","#,
            r#""example.parcels#Stop", "traits": {"smithy.api#required": {}}}, "x": {"target": "example.parcels#State","#,
            "SW0206 at {shapes}Stop/members/state",
        ),
        (
            r#""city": {"#,
            r#""City": {"target": "smithy.api#String"}, "city": {"#,
            "SW0501 at {shapes}Stop/members/city",
        ),
        (
            r#""smithy.api#String","#,
            r#""example.parcels#Stop","#,
            "SW0204 at {shapes}TrackInput/members/id",
        ),
    ] {
        refused(&with(SMITHY, old, new), &expected.replace("{shapes}", shapes));
    }
}

#[test]
fn names_that_are_more_than_names_are_refused() {
    for name in [
        "../../escaped",
        "/escaped",
        "..\\\\escaped",
        "*/ fn injected() {} /*",
        "a\\\"#; fn injected() {}",
        "a\\n#[injected]",
        "#[injected]",
        "a\\u0000",
        "a\\u202eb",
        "a\u{202e}b",
    ] {
        for (old, new) in [
            ("\"Reason\": {", format!("\"{name}\": {{")),
            ("{\"reason\":", format!("{{\"{name}\":")),
            ("\"Stop\": {", format!("\"{name}\": {{")),
            ("\"Stop\": {", format!("\"Stop\": {{\"name\": \"{name}\", ")),
        ] {
            refused(&with(BOTOCORE, old, &new), "SW0107 at /");
        }
        for (old, new) in [
            ("\"example.parcels#Stop\": {", format!("\"example.parcels#{name}\": {{")),
            ("\"example.parcels#Track\": {", format!("\"{name}#Track\": {{")),
            ("\"city\": {", format!("\"{name}\": {{")),
        ] {
            refused(&with(SMITHY, old, &new), "SW0107 at /");
        }
    }
}

/// What could end a comment or begin an attribute is left out of this: documentation of real
/// services holds that, and it is written so that it does nothing.
#[test]
fn text_that_looks_like_something_else_is_refused() {
    for text in ["a\\u0000", "a\\u001b[2J", "a\\u202eb", "a\u{202e}b", "a\u{2066}b"] {
        let docs = format!("\"Reason\": {{\"documentation\": \"{text}\", ");
        refused(&with(BOTOCORE, "\"Reason\": {", &docs), "SW0013 at /shapes/Reason/documentation");
        refused(
            &with(BOTOCORE, "\"Reason\": {", &format!("\"Reason\": {{\"enum\": [\"{text}\"], ")),
            "SW0013 at /shapes/Reason/enum/0",
        );
        refused(
            &with(BOTOCORE, "\"serviceId\": \"", &format!("\"serviceId\": \"{text}")),
            "SW0013 at /metadata/serviceId",
        );
        let docs = format!("\"traits\": {{\"smithy.api#documentation\": \"{text}\"}}, ");
        let shape = "\"example.parcels#Stops\": {";
        refused(
            &with(SMITHY, shape, &format!("{shape}{docs}")),
            "SW0013 at /shapes/example.parcels#Stops/traits/smithy.api#documentation",
        );
    }
}

/// What becomes part of a request, or of a line, brings nothing else with it.
#[test]
fn text_that_would_break_out_of_its_place_is_refused() {
    let members = r#"{"name": {"shape": "Name"#;
    let member = |rest: &str| format!("{members}\", \"location\": {rest}\"x");
    for hostile in ["a\\r\\nX-Injected: 1", "a\\nb", "\\ta", "a\u{2028}b"] {
        for (old, new, at) in [
            (r#""Task","#, format!("\"{hostile}\","), "/metadata/serviceId"),
            ("Example Task", hostile.to_owned(), "/metadata/serviceFullName"),
            ("2020-01-01", hostile.to_owned(), "/metadata/apiVersion"),
            (r#"Prefix": "task"#, format!("Prefix\": \"{hostile}"), "/metadata/endpointPrefix"),
            (r#"Prefix": "Task"#, format!("Prefix\": \"{hostile}"), "/metadata/targetPrefix"),
            ("\"1.1", format!("\"1.1{hostile}"), "/metadata/jsonVersion"),
            ("POST", hostile.to_owned(), "/operations/Start/http/method"),
            ("\"/\"", format!("\"/{hostile}\""), "/operations/Start/http/requestUri"),
            (
                members,
                member(&format!("\"header\", \"locationName\": \"{hostile}\", \"x\": ")),
                "/shapes/StartRequest/members/name/locationName",
            ),
            (
                r#""Reason": {"#,
                format!("\"Reason\": {{\"enum\": [\"{hostile}\"], "),
                "/shapes/Reason/enum/0",
            ),
        ] {
            let code = if at.ends_with("jsonVersion") { "SW0106" } else { "SW0109" };
            refused(&with(BOTOCORE, old, &new), &format!("{code} at {at}"));
        }
        for (old, new, at) in [
            ("Example Parcels", hostile.to_owned(), "Parcels/traits/smithy.api#title"),
            ("\"GET", format!("\"{hostile}"), "Track/traits/smithy.api#http/method"),
            ("/parcels/", format!("/{hostile}/"), "Track/traits/smithy.api#http/uri"),
            (
                "\"smithy.api#httpLabel\": {}",
                format!("\"smithy.api#httpHeader\": \"{hostile}\""),
                "TrackInput/members/id/traits/smithy.api#httpHeader",
            ),
        ] {
            let place = format!("SW0109 at /shapes/example.parcels#{at}");
            refused(&with(SMITHY, old, &new), &place);
        }
    }
}

#[test]
fn all_problems_are_told_and_of_many_the_first() {
    let project = Project::new();
    let undefined: String = (0..5000)
        .map(|index| format!("\"m{index}\": {{\"shape\": \"Undefined{index}\"}},\n"))
        .collect();
    let members = r#""members": {"name""#;
    let model = with(BOTOCORE, members, &members.replace('{', &format!("{{{undefined}")));
    project.write("model.json", &model);
    let said = project.run(&["generate", "--model", "model.json", "--out", "new"]);
    check(&project, &said, "there are 4970 more problems");
    assert_eq!(said.err.matches("SW0103 at").count(), 30);
}

#[test]
fn what_acts_upon_terminals_is_not_printed() {
    let project = Project::new();
    let hidden = "\u{1b}]0;title\u{7}\u{202e}\u{9b}2J";
    for model in [
        // Where escapes become characters, and where they stand in the file.
        with(BOTOCORE, "\"type\": \"string\"", "\"type\": \"\\u001b[2J\\u202e\""),
        with(BOTOCORE, "{\n", &format!("{{ {hidden}\n")),
    ] {
        project.write("model.json", &model);
        let said = project.run(&["generate", "--model", "model.json", "--out", "new"]);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(!said.err.contains(|c: char| c != '\n' && c.is_control()), "{said:?}");
        assert!(!said.err.contains('\u{202e}'), "{said:?}");
    }
}

/// Memory is limited from outside, to a few times what the file takes.
#[test]
#[cfg(target_os = "linux")]
fn a_text_of_100_megabytes_is_refused_in_bounded_memory() {
    for (model, old, place) in [
        (BOTOCORE, "\"Reason\": {", "/shapes/Reason/documentation"),
        (SMITHY, "\"example.parcels#Stops\": {", "/shapes/example.parcels#Stops/documentation"),
    ] {
        let project = Project::new();
        let text = "x".repeat(100_000_000);
        project.write(
            "model.json",
            &with(model, old, &format!("{old}\"documentation\": \"{text}\",")),
        );
        let limited = "ulimit -v 1000000; exec \"$0\" generate --model model.json --out new";
        let program = env!("CARGO_BIN_EXE_shapewright");
        let output = Command::new("sh")
            .args(["-c", limited, program])
            .current_dir(project.path(""))
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let said =
            Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        check(&project, &said, &format!("SW0012 at {place}"));
    }
}

//! What `diff` finds, prints and exits with.

use std::fs;
use std::process::Command;

use crate::project::{Project, Said, run_in};

const MEMBER: &str = r#""members": {"name": {"shape": "Name"}}"#;
const ADDED: &str = r#""members": {"name": {"shape": "Name"}, "count": {"shape": "Count"}}"#;
const REMOVED: &str = r#""members": {}"#;
const SHAPE: &str = r#""Name": {"type": "string"},"#;
const WITH_COUNT: &str = r#""Name": {"type": "string"}, "Count": {"type": "integer"},"#;
/// A project with a second model, `new.json`, in which texts are replaced.
fn updated(replaced: &[(&str, &str)]) -> Project {
    let project = Project::new();
    let mut model = fs::read_to_string(project.path("task.json")).unwrap();
    for (from, to) in replaced {
        assert!(model.contains(from), "{from} is not in the model");
        model = model.replace(from, to);
    }
    project.write("new.json", &model);
    project
}

fn with_member() -> Project {
    updated(&[(MEMBER, ADDED), (SHAPE, WITH_COUNT)])
}

fn without_member() -> Project {
    updated(&[(MEMBER, REMOVED)])
}

fn diff(project: &Project, more: &[&str]) -> Said {
    project.run(&[&["diff", "task.json", "new.json"], more].concat())
}

#[test]
fn the_same_model_does_not_differ() {
    let said = Project::new().run(&["diff", "task.json", "task.json", "--fail-on", "any"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    assert!(said.out.contains("nothing differs"), "{said:?}");
}

#[test]
fn a_review_is_short_text() {
    let said = diff(&with_member(), &[]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    insta::assert_snapshot!("diff-text", said.out);
}

#[test]
fn a_review_is_data() {
    let said = diff(&with_member(), &["--format", "json"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    insta::assert_snapshot!("diff-json", said.out);
}

#[test]
fn the_gate_is_what_was_asked_for() {
    let code = |project: &Project, gate| diff(project, &["--fail-on", gate]).code;
    let compatible = with_member();
    assert_eq!(code(&compatible, "breaking"), Some(0));
    assert_eq!(code(&compatible, "any"), Some(1));
    let breaking = without_member();
    assert_eq!(diff(&breaking, &[]).code, Some(1));
    assert_eq!(code(&breaking, "never"), Some(0));
}

/// To callers of the API an added error is dangerous at most; what breaks Rust is a field's type.
#[test]
fn what_breaks_rust_is_breaking() {
    let wider = updated(&[
        (MEMBER, r#""members": {"name": {"shape": "Other"}}"#),
        (SHAPE, r#""Name": {"type": "string"}, "Other": {"type": "string", "enum": ["a"]},"#),
    ]);
    let said = diff(&wider, &[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("API dangerous"), "{said:?}");
    assert!(said.out.contains("name: Option<String> → Option<types::Other>"), "{said:?}");
}

#[test]
fn operations_limit_the_review() {
    let said = diff(&with_member(), &["--operations", "Stop", "--fail-on", "any"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let said = diff(&with_member(), &["--operations", "Strat"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("did you mean `Start`?"), "{said:?}");
}

#[test]
fn what_is_ignored_does_not_count() {
    let project = without_member();
    project.write(
        ".shapewright-ignore",
        "# accepted\nmember-removed StartRequest$name Nobody sends it.\n",
    );
    let said = diff(&project, &[]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    assert!(said.out.contains("ignored: Nobody sends it."), "{said:?}");

    let said = project.run(&["diff", "task.json", "task.json"]);
    assert_eq!(said.code, Some(0));
    let expected = ".shapewright-ignore, line 2: nothing changed that `member-removed";
    assert!(said.err.contains(expected), "{said:?}");
}

/// A removed error is nobody else's change: every output tells of it what it tells of others.
#[test]
fn errors_of_operations_are_changes_like_all_others() {
    let output = r#""input": {"shape": "StopRequest"}"#;
    let error = |names: &[&str]| {
        let errors = names.iter().map(|name| format!(r#"{{"shape": "{name}"}}"#));
        format!(r#"{output}, "errors": [{}]"#, errors.collect::<Vec<_>>().join(","))
    };
    let shapes = r#""Name": {"type": "string"},
        "Gone": {"type": "structure", "members": {}, "exception": true},
        "Busy": {"type": "structure", "members": {}, "exception": true},"#;
    let project = updated(&[(output, &error(&[])), (SHAPE, shapes)]);
    let old = fs::read_to_string(project.path("task.json")).unwrap();
    let old = old.replace(output, &error(&["Gone", "Busy"])).replace(SHAPE, shapes);
    project.write("task.json", &old);
    project.write(".shapewright-ignore", "error-removed Stop$Gone It never came.\n");
    let said = diff(&project, &[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    insta::assert_snapshot!("diff-errors-text", said.out);
    insta::assert_snapshot!("diff-errors-markdown", diff(&project, &["--format", "markdown"]).out);
    let page = diff(&project, &["--format", "html"]).out;
    assert_eq!(page.matches("<tr data-verdict=\"dangerous\">").count(), 2, "{page}");
    assert!(page.contains("Ignored: It never came."), "{page}");
    assert!(page.contains("error::Busy: struct, removed"), "{page}");
    // Not only for those who can point at it.
    assert!(page.contains("Callers may wait in vain for the error"), "{page}");
    assert!(page.contains("<code>d83203a8aba503ee</code>") && !page.contains("title="), "{page}");
    let said = diff(&project, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["operations"]["Stop"]["changes"][0]["at"], "Stop$Busy");
}

/// An entry is of no use only if what it is about was compared.
#[test]
fn entries_for_what_was_not_compared_are_left_alone() {
    let project = without_member();
    let entries = "member-removed StartRequest$name Nobody sends it.\n\
                   member-removed Elsewhere$name Nobody sends it.\n";
    project.write("ignored", entries);
    let said = diff(&project, &["--ignore", "ignored", "--operations", "Stop"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    let said = project.run(&["diff", "task.json", "task.json", "--ignore", "ignored"]);
    assert!(said.err.contains("ignored, line 1: nothing changed"), "{said:?}");
    assert!(!said.err.contains("line 2"), "{said:?}");
    // Of two folders everything was.
    project.write("old/task.json", &fs::read_to_string(project.path("task.json")).unwrap());
    let said = project.run(&["diff", "old", "old", "--ignore", "ignored"]);
    assert!(said.err.contains("line 1") && said.err.contains("line 2"), "{said:?}");
}

#[test]
fn an_ignore_file_is_found_as_the_configuration_is() {
    let project = without_member();
    project.write(".shapewright-ignore", "member-removed StartRequest$name Nobody sends it.\n");
    project.write("below/.keep", "");
    let said = run_in(&project.path("below"), &["diff", "../task.json", "../new.json"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    let said = diff(&project, &["--ignore", "nowhere"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("cannot read nowhere"), "{said:?}");
}

#[test]
fn all_that_is_wrong_with_an_ignore_file_is_told() {
    let project = without_member();
    project.write("ignored", "# two\nmember-remove Task$name Why.\nuri-changed Start\n");
    let said = diff(&project, &["--ignore", "ignored"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""), "{said:?}");
    insta::assert_snapshot!("diff-bad-ignore", said.err);
}

/// The verdicts of the summary are those of its changes: no item of the crate differs but by one.
#[test]
fn the_summary_agrees_with_the_changes() {
    let cases: &[&[(&str, &str)]] = &[
        &[(r#""serviceId": "Task""#, r#""serviceId": "Job""#)],
        &[(r#""targetPrefix": "Task""#, r#""targetPrefix": "Job""#)],
        &[(r#""apiVersion": "2020-01-01""#, r#""apiVersion": "2021-01-01""#)],
        &[(r#""protocol": "json""#, r#""protocols": ["json", "smithy-rpc-v2-cbor"]"#)],
        &[(
            MEMBER,
            r#""required": ["a", "b"], "members": {"a": {"shape": "Name"}, "b": {"shape": "Name"}}"#,
        )],
    ];
    let order = ["patch", "minor", "major"];
    let rank = |class: &serde_json::Value| order.iter().position(|known| class == known);
    for case in cases {
        let project = updated(case);
        let said = diff(&project, &["--format", "json", "--fail-on", "never"]);
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let rows = json["service"].as_array().unwrap().iter();
        let rows = rows.chain(json["shapes"].as_array().unwrap());
        let verdicts = rows.map(|row| (rank(&row["rust"]), row["rustRuntime"] == true));
        let (versions, runtime): (Vec<_>, Vec<_>) = verdicts.unzip();
        let worst = versions.into_iter().max().flatten();
        assert_eq!(worst, rank(&json["summary"]["rust"]), "{case:?}: {json:#}");
        let is_runtime = json["summary"]["rustRuntime"] == true;
        assert_eq!(runtime.contains(&true), is_runtime, "{case:?}: {json:#}");
    }
}

/// Several changes touch what an item comes from; it is laid to the one that can have made it so.
#[test]
fn the_verdict_on_rust_is_that_of_the_change_itself() {
    let shape = |more: &str| format!(r#""Name": {{"type": "string", {more}}},"#);
    let verdicts = |old: &str, new: &str, member: &str| {
        let project = updated(&[(SHAPE, &shape(new)), (MEMBER, member)]);
        let model = fs::read_to_string(project.path("task.json")).unwrap();
        project.write("task.json", &model.replace(SHAPE, &shape(old)));
        let said = diff(&project, &["--format", "json", "--fail-on", "never"]);
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let rows = json["shapes"].as_array().unwrap().iter();
        let verdicts: std::collections::BTreeMap<_, _> =
            rows.map(|row| (row["rule"].to_string(), row["rust"].to_string())).collect();
        format!("{verdicts:?}").replace(['\\', '"'], "")
    };
    let (enumeration, reordered) = (r#""enum": ["a", "b"]"#, r#""enum": ["b", "a"]"#);
    let required = r#""required": ["name"], "members": {"name": {"shape": "Name"}}"#;
    assert_eq!(
        verdicts(enumeration, reordered, required),
        "{enum-reordered: patch, required-added: major}"
    );
    assert_eq!(
        verdicts(enumeration, r#""enum": ["a", "b", "c"]"#, required),
        "{enum-value-added: minor, required-added: major}"
    );
    assert_eq!(
        verdicts(r#""max": 5"#, r#""max": 6"#, required),
        "{constraint-loosened: patch, required-added: major}"
    );
    let deprecated = r#""members": {"name": {"shape": "Name", "deprecated": true}}"#;
    assert_eq!(
        verdicts(r#""max": 5"#, enumeration, deprecated),
        "{deprecation-changed: minor, enum-introduced: major}"
    );
}

/// Other behaviour does not hide which version the crate needs, nor does what is ignored.
#[test]
fn the_headline_has_the_version_and_the_behaviour() {
    let target = (r#""targetPrefix": "Task""#, r#""targetPrefix": "Job""#);
    let project = updated(&[target, (MEMBER, ADDED), (SHAPE, WITH_COUNT)]);
    let said = diff(&project, &["--fail-on", "never"]);
    assert!(said.out.contains("· Rust minor, runtime changes ·"), "{said:?}");

    let project = updated(&[(MEMBER, &ADDED.replace("name", "title")), (SHAPE, WITH_COUNT)]);
    project.write(".shapewright-ignore", "member-removed StartRequest$name Never sent.\n");
    for format in ["text", "markdown", "html"] {
        let said = diff(&project, &["--format", format]);
        assert!(said.out.contains("· Rust minor (major ignored) ·"), "{said:?}");
    }
    let said = diff(&project, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let summary = &json["summary"];
    assert_eq!((&summary["rust"], &summary["rustWithIgnored"]), (&"minor".into(), &"major".into()));
}

/// What nothing reads is not what an operation does something else by.
#[test]
fn what_nothing_reads_changes_nothing_for_programs() {
    let input = r#""input": {"shape": "StopRequest"}"#;
    let with = format!(r#"{input}, "alias": "Halt", "errors": [{{"shape": "Busy"}}]"#);
    let busy = r#""Busy": {"type": "structure", "members": {}, "exception": true},"#;
    let said = diff(&updated(&[(input, &with), (SHAPE, &format!("{SHAPE} {busy}"))]), &[]);
    assert!(said.out.contains("Rust minor, runtime changes [error-added]"), "{said:?}");
    assert!(said.out.contains("Rust patch [unread-trait-changed]"), "{said:?}");
}

/// Clients read the status that comes, whatever the model says of it.
#[test]
fn a_status_that_was_open_changes_nothing_for_clients() {
    let input = r#""input": {"shape": "StopRequest"}"#;
    let errors = format!(r#"{input}, "errors": [{{"shape": "Busy"}}]"#);
    let busy = |more: &str| {
        let busy = r#""Busy": {"type": "structure", "members": {}, "exception": true"#;
        format!(r#"{SHAPE} {busy}{more}}},"#)
    };
    let stated = busy(r#", "error": {"httpStatusCode": 409}"#);
    let project = updated(&[(input, &errors), (SHAPE, &stated)]);
    let new = fs::read_to_string(project.path("new.json")).unwrap();
    project.write("task.json", &new.replace(&stated, &busy("")));
    let said = diff(&project, &[]);
    let expected = "HTTP status added: 409: compatible, Rust patch [error-stated]";
    assert!(said.out.contains(expected), "{said:?}");
    assert!(said.out.contains("wire unaffected · Rust patch ·"), "{said:?}");
}

/// Callers give arguments by their order.
#[test]
fn another_order_of_required_members_breaks_rust() {
    let members = |names: [&str; 2]| {
        let members = names.map(|name| format!(r#""{name}": {{"shape": "Name"}}"#)).join(",");
        format!(r#""required": ["a", "b"], "members": {{{members}}}"#)
    };
    let project = updated(&[(MEMBER, &members(["b", "a"]))]);
    let old = fs::read_to_string(project.path("task.json")).unwrap();
    project.write("task.json", &old.replace(MEMBER, &members(["a", "b"])));
    let said = diff(&project, &[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("members in another order: compatible, Rust major"), "{said:?}");
}

/// What goes with a member goes with what is said of it: here the methods that borrow its type's
/// members, of which it was the only one.
#[test]
fn what_is_ignored_does_not_count_in_rust() {
    let project = updated(&[
        (r#""input": {"shape": "StopRequest"}"#, r#""output": {"shape": "StopRequest"}"#),
        (r#""members": {"reason": {"shape": "Reason"}}"#, REMOVED),
    ]);
    let new = fs::read_to_string(project.path("new.json")).unwrap();
    let reason = r#""StopRequest": {"type": "structure", "members": {"#;
    let old = new.replace(reason, &format!(r#"{reason}"reason": {{"shape": "Reason"}}"#));
    project.write("task.json", &old);
    assert_eq!(diff(&project, &[]).code, Some(1));
    project.write(".shapewright-ignore", "member-removed StopRequest$reason Never sent.\n");
    let said = diff(&project, &[]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
}

/// The model of another service.
fn other(project: &Project, id: &str) -> String {
    let model = fs::read_to_string(project.path("task.json")).unwrap();
    model.replace(r#""serviceId": "Task""#, &format!(r#""serviceId": "{id}""#))
}

#[test]
fn folders_are_compared_model_by_model() {
    let project = with_member();
    for (to, from) in [
        ("old/task.json", "task.json"),
        ("old/same.json", "task.json"),
        ("new/task.json", "new.json"),
        ("new/same.json", "task.json"),
    ] {
        project.write(to, &fs::read_to_string(project.path(from)).unwrap());
    }
    project.write("old/gone.json", &other(&project, "Gone"));
    project.write("new/come.json", &other(&project, "Come"));
    let said = project.run(&["diff", "old", "new", "--format", "json"]);
    assert_eq!((said.code, &*said.err), (Some(1), ""), "{said:?}");
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["added"], serde_json::json!(["come.json"]));
    assert_eq!(json["removed"], serde_json::json!(["gone.json"]));
    assert_eq!(json["models"].as_array().unwrap().len(), 1);
    assert_eq!(json["models"][0]["summary"]["new"], "new/task.json");
    assert_eq!(
        (&json["summary"]["api"], &json["summary"]["rust"]),
        (&"breaking".into(), &"major".into())
    );
    for format in ["text", "markdown"] {
        let said = project.run(&["diff", "old", "new", "--format", format]);
        insta::assert_snapshot!(format!("diff-folders-{format}"), said.out);
    }

    let said = project.run(&["diff", "old", "new/task.json"]);
    assert_eq!(said.code, Some(2), "{said:?}");
}

#[test]
fn a_model_that_moved_is_compared_with_itself() {
    let project = with_member();
    project.write("old/2020/task.json", &fs::read_to_string(project.path("task.json")).unwrap());
    project.write("new/task.json", &fs::read_to_string(project.path("new.json")).unwrap());
    let said = project.run(&["diff", "old", "new"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    assert!(said.out.contains("old/2020/task.json → new/task.json"), "{said:?}");
    assert!(said.out.contains("StartRequest$count"), "{said:?}");
    let same = project.run(&["diff", "old/2020", "old"]);
    assert_eq!((same.code, &*same.out), (Some(0), "nothing differs\n"), "{same:?}");
}

#[test]
fn what_is_no_model_is_no_new_model() {
    let project = Project::new();
    project.write("old/task.json", "[]");
    project.write("new/other.json", "{}");
    let said = project.run(&["diff", "old", "new"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""), "{said:?}");
    // Both, not only the first.
    assert!(said.err.contains("old/task.json") && said.err.contains("new/other.json"), "{said:?}");
}

#[test]
fn operations_are_looked_for_in_all_models_of_a_folder() {
    let project = with_member();
    project.write("old/task.json", &fs::read_to_string(project.path("task.json")).unwrap());
    project.write("new/task.json", &fs::read_to_string(project.path("new.json")).unwrap());
    let without = other(&project, "Other").replace("Start", "Begin");
    project.write("old/other.json", &without);
    project.write("new/other.json", &without.replace("Name", "Title"));
    let said = project.run(&["diff", "old", "new", "--operations", "Start"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    assert!(
        said.out.contains("StartRequest$count") && !said.out.contains("other.json"),
        "{said:?}"
    );
    let said = project.run(&["diff", "old", "new", "--operations", "Strat"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("did you mean `Start`?"), "{said:?}");
}

/// However many services break, and however much changes in them.
#[test]
fn a_comment_has_all_verdicts_whatever_there_is_no_room_for() {
    let project = Project::new();
    for service in 0..90 {
        let name = format!("Service{service:02}");
        let model = other(&project, &name).replace("Example Task Service", &name);
        let members = |count: usize, shape: &str| {
            let members = (0..count).map(|n| format!(r#""member{n}": {{"shape": "{shape}"}}"#));
            format!(r#""members": {{{}}}"#, members.collect::<Vec<_>>().join(","))
        };
        let with = |members: String| model.replace(MEMBER, &members);
        project.write(&format!("old/{name}.json"), &with(members(40, "Name")));
        project.write(&format!("new/{name}.json"), &with(members(30, "Reason")));
    }
    let said = project.run(&["diff", "old", "new", "--format", "markdown"]);
    assert_eq!(said.code, Some(1));
    let head: Vec<_> = said.out.lines().take(4).collect();
    assert!(head[2].starts_with("### 🔴") && said.out.contains("API **breaking**"), "{head:?}");
    for service in 0..90 {
        let row = format!("| 🔴 Service{service:02} | breaking |");
        assert!(said.out.contains(&row), "{row}");
    }
    assert!(said.out.contains("details left out"), "nothing is left out");
    // GitHub's limit.
    assert!(said.out.chars().count() < 65_536);
}

/// Details of what breaks come before all that does not, also before its tables.
#[test]
fn a_comment_has_room_for_what_breaks_first() {
    let project = Project::new();
    let members = |count: usize| {
        let members = (0..count).map(|n| format!(r#""member{n}": {{"shape": "Name"}}"#));
        format!(r#""members": {{{}}}"#, members.collect::<Vec<_>>().join(","))
    };
    for service in 0..40 {
        let name = format!("Service{service:02}");
        let model = other(&project, &name).replace("Example Task Service", &name);
        let (old, new) = if service == 30 { (30, 10) } else { (10, 40) };
        project.write(&format!("old/{name}.json"), &model.replace(MEMBER, &members(old)));
        project.write(&format!("new/{name}.json"), &model.replace(MEMBER, &members(new)));
    }
    let said = project.run(&["diff", "old", "new", "--format", "markdown"]);
    assert!(said.out.contains("details left out"), "nothing is left out");
    let (_, breaking) = said
        .out
        .split_once(
            "### 🔴 Service30
",
        )
        .unwrap();
    let (breaking, _) = breaking
        .split_once(
            "
### ",
        )
        .unwrap();
    assert!(breaking.contains("<b>Start</b> updated (request): breaking"), "{breaking}");
    assert!(breaking.contains("Rust: 20 items"), "{breaking}");
}

#[test]
fn a_revision_is_compared_with_what_is_there() {
    let project = with_member();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        let output = command.args(arguments).current_dir(project.path("")).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "first"]);
    fs::copy(project.path("new.json"), project.path("task.json")).unwrap();

    let said = project.run(&["diff", "--git", "HEAD", "task.json"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    assert!(said.out.contains("HEAD:task.json → task.json"), "{said:?}");
    assert!(said.out.contains("StartRequest$count"), "{said:?}");
    // Without a path, the models of the configuration.
    let of_configuration = project.run(&["diff", "--git", "HEAD"]);
    assert_eq!(of_configuration.out, said.out);
    // The whole repository: two models, one of which has changed.
    let of_folder = project.run(&["diff", "--git", "HEAD", "."]);
    assert!(of_folder.out.contains("StartRequest$count"), "{of_folder:?}");

    let said = project.run(&["diff", "--git", "nowhere", "task.json"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("no revision `nowhere`"), "{said:?}");
}

#[test]
fn bad_usage_is_told() {
    let said = Project::new().run(&["diff", "task.json"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""), "{said:?}");
    assert!(said.err.contains("two models are needed"), "{said:?}");
    let said = Project::new().run(&["diff", "task.json", "nothing.json"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(said.err.matches("cannot read nothing.json").count(), 1, "{said:?}");
}

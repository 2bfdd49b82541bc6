//! What `diff` finds, prints and exits with.

use std::fs;
use std::process::Command;

use crate::project::{Project, Said};

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
    assert!(said.err.contains("line 2: nothing changed that `member-removed"), "{said:?}");

    project.write("other", "member-remove Task$name Why.\n");
    let said = diff(&project, &["--ignore", "other"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("did you mean `member-removed`?"), "{said:?}");
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

#[test]
fn folders_are_compared_model_by_model() {
    let project = with_member();
    for (folder, file, from) in [
        ("old", "task.json", "task.json"),
        ("old", "same.json", "task.json"),
        ("old", "gone.json", "task.json"),
        ("new", "task.json", "new.json"),
        ("new", "same.json", "task.json"),
        ("new", "come.json", "task.json"),
    ] {
        fs::create_dir_all(project.path(folder)).unwrap();
        fs::copy(project.path(from), project.path(folder).join(file)).unwrap();
    }
    let said = project.run(&["diff", "old", "new", "--format", "json"]);
    assert_eq!((said.code, &*said.err), (Some(1), ""), "{said:?}");
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["added"], serde_json::json!(["come.json"]));
    assert_eq!(json["removed"], serde_json::json!(["gone.json"]));
    assert_eq!(json["models"].as_array().unwrap().len(), 1);
    assert_eq!(json["models"][0]["summary"]["new"], "new/task.json");

    let said = project.run(&["diff", "old", "new/task.json"]);
    assert_eq!(said.code, Some(2), "{said:?}");
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

//! `test` and `doctor`. The steps themselves are not run here: this is part of one.

use assert_cmd::Command;

use crate::project::Project;

#[test]
fn steps_are_listed() {
    let said = Project::new().run(&["test", "--list"]);
    assert_eq!(said.code, Some(0));
    insta::assert_snapshot!(said.out);
}

#[test]
fn a_step_that_passes_is_counted() {
    let project = Project::new();
    project.run(&["regenerate"]);
    let said = project.run(&["test", "--only", "drift"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.out.lines().last(), Some("1 passed, 0 failed"));
}

#[test]
fn a_step_that_fails_closes_the_gate() {
    let project = Project::new();
    let said = project.run(&["test", "--only", "drift"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(said.out.lines().last(), Some("0 passed, 1 failed"));
}

#[test]
fn a_step_that_cannot_read_its_input_does_not_stop_the_others() {
    let project = Project::new();
    project.write("task.json", "{");
    let said = project.run(&["test", "--only", "drift"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(said.out.lines().last(), Some("0 passed, 1 failed"));
}

/// The command with an environment in which no programs are found.
fn bare(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("xtask").unwrap();
    let output = command.args(arguments).env("PATH", "").env("CARGO", "no-cargo").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_step_without_its_tools_fails_and_says_so() {
    let (code, out, err) = bare(&["test", "--only", "end-to-end"]);
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(err.contains("end-to-end could not be run: it needs python 3"), "{err}");
    assert!(out.contains("not run  end-to-end"), "{out}");
    assert_eq!(out.lines().last(), Some("0 passed, 1 failed"));
}

#[test]
fn the_doctor_names_what_is_missing_and_how_to_get_it() {
    let (code, out, err) = bare(&["doctor"]);
    assert_eq!((code, &*err), (Some(1), ""));
    insta::assert_snapshot!(out);
}

//! Wrong usage and wrong input: exit code 2, nothing on standard output, and advice.

use std::path::Path;

use crate::project::{Project, run_in};

/// Runs commands that must be refused, and gives what they say.
fn refused(project: &Project, arguments: &[&str]) -> String {
    let said = project.run(arguments);
    assert_eq!((said.code, &*said.out), (Some(2), ""), "{arguments:?}: {said:?}");
    said.err
}

#[test]
fn misspelt_names_are_answered_with_the_right_ones() {
    let project = Project::new();
    for (arguments, meant) in [
        (&["regenrate"][..], "'regenerate'"),
        (&["regenerate", "--chekc"], "'--check'"),
        (&["regenerate", "taks"], "`task`"),
        (&["list", "taks"], "`task`"),
        (&["list", "--why", "StartReqest"], "`StartRequest`"),
        (&["test", "--only", "clipy"], "`clippy`"),
        (&["generate", "--model", "task.json", "--out", "new", "--operations", "Strat"], "`Start`"),
        (&["generate", "--model", "task.json", "--out", "new", "--docs", "ful"], "'full'"),
        (&["generate", "--model", "taks.json", "--out", "new"], "`task.json`"),
        (&["generate", "--model", "./taks.json", "--out", "new"], "`./task.json`"),
        (&["diff", "taks.json", "task.json"], "`task.json`"),
    ] {
        let error = refused(&project, arguments);
        assert!(error.contains(meant), "{arguments:?}: {error}");
    }
    assert!(!project.path("new").exists());
}

#[test]
fn mistakes_in_the_configuration_are_shown_in_their_places() {
    let project = Project::new();
    project.write(
        "shapewright.toml",
        "[crates.task]\nmodel = \"task.json\"\npath = \"generated/task\"\nopertions = []\n",
    );
    insta::assert_snapshot!(refused(&project, &["regenerate"]));
}

#[test]
fn operations_that_the_model_does_not_have_are_shown_in_their_places() {
    let project = Project::new();
    project.write(
        "shapewright.toml",
        "[crates.task]\nmodel = \"task.json\"\npath = \"generated/task\"\noperations = [\"Strat\"]\n",
    );
    insta::assert_snapshot!(refused(&project, &["regenerate"]));
    assert!(!project.path("generated").exists());
}

#[test]
fn what_is_wrong_with_the_command_line_is_shown_there() {
    let project = Project::new();
    let model = ["--model", "task.json"];
    for (name, arguments) in [
        ("add-operations", &["add", "Strat", "--operations=Start,Strat", "--operations", "X"][..]),
        ("add-name", &["add", "fn"]),
        ("add-path", &["add", "jobs", "--path", "generated/task/new"]),
        ("generate-operations", &["generate", "--out", "new", "--operations", "Start,Strat"]),
        ("generate-out", &["generate", "--out", "new model"]),
        ("generate-name", &["generate", "--out", "new", "--name", "../new"]),
    ] {
        let arguments = [arguments, &model].concat();
        insta::assert_snapshot!(format!("misuse-{name}"), refused(&project, &arguments));
    }
    assert!(!project.path("new").exists() && !project.path("generated").exists());
}

#[test]
fn a_model_that_cannot_be_read_leaves_the_old_crate() {
    let project = Project::new();
    assert_eq!(project.run(&["regenerate"]).code, Some(0));
    project.write("task.json", "{");
    let error = refused(&project, &["regenerate"]);
    assert!(error.contains("task.json"), "{error}");
    assert!(project.path("generated/task/Cargo.toml").exists());
}

#[test]
fn a_folder_of_others_is_not_overwritten() {
    let project = Project::new();
    std::fs::create_dir_all(project.path("generated/task/src")).unwrap();
    project.write("generated/task/src/lib.rs", "by hand");
    let error = refused(&project, &["regenerate"]);
    assert!(error.contains("not empty"), "{error}");
    let text = std::fs::read_to_string(project.path("generated/task/src/lib.rs")).unwrap();
    assert_eq!(text, "by hand");
}

#[test]
fn the_current_folder_is_not_replaced_under_its_user() {
    let project = Project::new();
    assert_eq!(project.run(&["regenerate"]).code, Some(0));
    let inside = project.path("generated/task/src");
    // As long as nothing changes there is no need to refuse.
    assert_eq!(run_in(&inside, &["regenerate"]).code, Some(0));

    project.write("generated/task/src/lib.rs", "changed");
    let said = run_in(&inside, &["regenerate"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("from the folder above"), "{said:?}");
}

#[test]
fn a_configuration_is_needed() {
    let said = run_in(Path::new("/"), &["regenerate"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("no shapewright.toml"), "{said:?}");
    let error = refused(&Project::new(), &["regenerate", "--config", "none.toml"]);
    assert!(error.contains("none.toml"), "{error}");
}

//! What `add` and `explain` do and print.

use std::fs;

use crate::project::Project;

#[test]
fn adding_writes_the_crate_and_keeps_the_rest_of_the_configuration() {
    let project = Project::new();
    let before = fs::read_to_string(project.path("shapewright.toml")).unwrap();
    let operations = ["--operations", "Stop", "--docs", "summary"];
    let said = project.run(&[&["add", "jobs", "--model", "task.json"], &operations[..]].concat());
    assert_eq!(said.code, Some(0), "{said:?}");
    // It depends on what is not published.
    assert!(said.err.contains("`runtime = { path = \"…\" }`"), "{said:?}");
    assert!(project.path("generated/jobs/src/operations/stop.rs").is_file());

    let after = fs::read_to_string(project.path("shapewright.toml")).unwrap();
    let added = after.strip_prefix(&before).unwrap();
    insta::assert_snapshot!(added.trim(), @r#"
    [crates.jobs]
    model = "task.json"
    path = "generated/jobs"
    operations = ["Stop"]
    docs = "summary"
    "#);
    assert_eq!(project.run(&["regenerate", "--check", "jobs"]).code, Some(0));
}

#[test]
fn adding_begins_a_configuration_where_there_is_none() {
    let project = Project::new();
    fs::remove_file(project.path("shapewright.toml")).unwrap();
    assert_eq!(project.run(&["add", "jobs", "--model", "task.json"]).code, Some(0));
    assert_eq!(project.run(&["regenerate", "--check"]).out, "jobs: up to date\n");
}

#[test]
fn what_cannot_be_added_leaves_the_configuration_as_it_was() {
    let project = Project::new();
    let before = fs::read_to_string(project.path("shapewright.toml")).unwrap();
    for (arguments, reason) in [
        (&["add", "task", "--model", "task.json"][..], "a crate `task` already"),
        (&["add", "a b", "--model", "task.json"], "the name of a package"),
        (&["add", "../jobs", "--model", "task.json"], "the name of a package"),
        (&["add", "fn", "--model", "task.json"], "a keyword of Rust"),
        (&["add", "std", "--model", "task.json"], "another crate has that name"),
        (&["add", "jobs", "--model", "none.json"], "none.json"),
        (&["add", "jobs", "--model", "task.json", "--operations", "Stopp"], "`Stop`"),
        (&["add", "jobs", "--model", "task.json", "--path", "generated/task"], "is that of"),
    ] {
        let said = project.run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert!(said.err.contains(reason), "{arguments:?}: {said:?}");
    }
    assert_eq!(fs::read_to_string(project.path("shapewright.toml")).unwrap(), before);
}

#[test]
fn codes_are_explained() {
    let project = Project::new();
    let said = project.run(&["explain", "sw0206"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""));
    assert!(said.out.starts_with("SW0206: a structure requires itself\n"), "{said:?}");
    let all = project.run(&["explain"]).out;
    assert!(all.contains("SW0504  an operation is chosen that the model does not have"), "{all}");
    for (unknown, help) in [
        ("sw0699", "`cargo xtask explain` lists all codes"),
        ("SW03", "those of its kind are SW0301, SW0302, SW0303"),
        ("é", "lists all codes"),
    ] {
        let said = project.run(&["explain", unknown]);
        assert_eq!((said.code, &*said.out), (Some(2), ""));
        assert!(said.err.contains(help), "{said:?}");
    }
}

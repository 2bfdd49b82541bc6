//! The help texts.

use crate::project::Project;

#[test]
fn help_says_what_each_command_does() {
    let project = Project::new();
    for command in [
        "",
        "regenerate",
        "generate",
        "add",
        "list",
        "diff",
        "explain",
        "sweep",
        "conformance",
        "test",
        "doctor",
    ] {
        let arguments = if command.is_empty() { vec!["--help"] } else { vec![command, "--help"] };
        let said = project.run(&arguments);
        assert_eq!((said.code, &*said.err), (Some(0), ""));
        insta::assert_snapshot!(format!("help-{command}"), said.out);
    }
}

#[test]
fn usage_is_shown_if_no_command_is_given() {
    let said = Project::new().run(&[]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("Usage: cargo xtask"), "{said:?}");
}

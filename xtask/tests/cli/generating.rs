//! What `regenerate`, `generate` and `list` do and print.

use std::fs;

use crate::project::{Project, Said, run_in};

/// The results without what differs from run to run.
fn results(said: &Said) -> String {
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    let words = said.out.split_inclusive(' ').collect::<Vec<_>>();
    // The number before `ms`.
    words
        .iter()
        .enumerate()
        .map(|(index, word)| match words.get(index + 1) {
            Some(next) if next.starts_with("ms") => "N ",
            _ => word,
        })
        .collect()
}

#[test]
fn regenerating_says_what_it_did() {
    let project = Project::new();
    let first = results(&project.run(&["regenerate"]));
    assert!(first.starts_with("task: 1 operation, 2 shapes, "), "{first}");
    assert!(first.ends_with(" written, 0 unchanged, N ms\n"), "{first}");

    let again = results(&project.run(&["regenerate", "task"]));
    assert!(again.starts_with("task: 1 operation, 2 shapes, 0 files written, "), "{again}");
}

#[test]
fn the_configuration_is_found_from_below() {
    let project = Project::new();
    project.run(&["regenerate"]);
    let below = run_in(&project.path("generated"), &["regenerate", "--check"]);
    assert_eq!(below.code, Some(0), "{below:?}");
    assert_eq!(below.out, "task: up to date\n");
}

#[test]
fn drift_is_shown_and_closes_the_gate() {
    let project = Project::new();
    project.run(&["regenerate"]);
    let path = "generated/task/src/lib.rs";
    let text = fs::read_to_string(project.path(path)).unwrap();
    project.write(path, &format!("{text}// added by hand\n"));

    let said = project.run(&["regenerate", "--check"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.starts_with("task: 1 file not up to date\n--- a/src/lib.rs\n"), "{said:?}");
    assert!(said.out.ends_with("\n-// added by hand\n"), "{said:?}");
    assert!(said.err.contains("`cargo xtask regenerate task`"), "{said:?}");
    // Nothing was written.
    assert!(fs::read_to_string(project.path(path)).unwrap().ends_with("// added by hand\n"));

    assert_eq!(project.run(&["regenerate", "task"]).code, Some(0));
    assert_eq!(project.run(&["regenerate", "--check"]).code, Some(0));
    assert_eq!(fs::read_to_string(project.path(path)).unwrap(), text);
}

#[test]
fn services_that_a_sweep_does_not_find_are_told() {
    let project = Project::new();
    let said = project.run(&["sweep", ".", "--services", "task,taks"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""), "{said:?}");
    assert!(said.err.contains("the folder has no service `taks`"), "{said:?}");
    assert!(said.err.contains("did you mean `task`?"), "{said:?}");
}

#[test]
fn colours_are_for_terminals() {
    let project = Project::new();
    let said = project.run(&["regenerate", "--check"]);
    assert!(!said.out.contains('\x1b') && !said.err.contains('\x1b'), "{said:?}");
}

#[test]
fn a_crate_is_generated_without_a_configuration() {
    let project = Project::new();
    fs::remove_file(project.path("shapewright.toml")).unwrap();
    let arguments = ["generate", "--model", "task.json", "--out", "new/small"];
    let all = results(&project.run(&arguments));
    assert!(all.starts_with("small: 2 operations, 4 shapes, "), "{all}");

    let arguments = [&arguments[..], &["--operations", "Start", "--name", "tiny"]].concat();
    let one = results(&project.run(&arguments));
    assert!(one.starts_with("tiny: 1 operation, 2 shapes, "), "{one}");
    let manifest = fs::read_to_string(project.path("new/small/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"tiny\""), "{manifest}");
    assert!(manifest.lines().next().unwrap().contains(" from task.json"), "{manifest}");
}

#[test]
fn lists_say_what_is_generated_and_why() {
    let project = Project::new();
    insta::assert_snapshot!("list", results(&project.run(&["list", "--operations"])));
    insta::assert_snapshot!("list-why", results(&project.run(&["list", "--why", "Name"])));
    let unreached = results(&project.run(&["list", "task", "--why", "Reason"]));
    assert_eq!(unreached, "task: no chosen operation reaches it\n");
}

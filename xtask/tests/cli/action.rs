//! The action for pull requests: its scripts, on a repository with a pull request, and with a
//! stand-in for GitHub.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::project::Project;

const ACTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../.github/actions/review");
const STAND_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/stand_in");

/// A repository whose origin has the base of a pull request, and which has its head checked out.
struct PullRequest {
    project: Project,
    base: String,
}

impl PullRequest {
    fn new() -> Self {
        let project = Project::new();
        for (name, text) in [("temp/.keep", ""), ("comments/1", "Nice work!\n")] {
            project.write(name, text);
        }
        let mut request = Self { project, base: String::new() };
        request.git("", &["init", "--quiet", "--bare", "origin"]);
        request.git("", &["clone", "--quiet", "origin", "clone"]);
        for file in ["shapewright.toml", "task.json"] {
            fs::copy(request.path(file), request.path("clone").join(file)).unwrap();
        }
        request.commit();
        request.git("clone", &["push", "--quiet", "origin", "HEAD:main"]);
        request.base = request.git("clone", &["rev-parse", "HEAD"]).trim().to_owned();
        request
    }

    fn path(&self, name: &str) -> PathBuf {
        self.project.path(name)
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        stdout(&command.args(arguments).current_dir(self.path(folder)).output().unwrap())
    }

    fn commit(&self) {
        self.git("clone", &["add", "."]);
        self.git("clone", &["commit", "--quiet", "--message", "another model"]);
    }

    /// Adds a commit to the head, in which a text of the model is another one.
    fn push(&self, from: &str, to: &str) {
        let file = self.path("clone/task.json");
        let model = fs::read_to_string(&file).unwrap();
        assert!(model.contains(from), "{from} is not in the model");
        fs::write(&file, model.replace(from, to)).unwrap();
        self.commit();
    }

    /// Runs the steps of the action that call scripts, as a runner would; gives the status that
    /// the last step ends with.
    fn review(&self) -> String {
        let output = self.path("output");
        fs::write(&output, "").unwrap();
        for script in ["review.sh", "comment.sh"] {
            let mut command = Command::new(Path::new(ACTION).join(script));
            let path = format!("{STAND_IN}:{}", std::env::var("PATH").unwrap());
            command.current_dir(self.path("clone")).env("PATH", path);
            command.env("RUNNER_TEMP", self.path("temp")).env("GITHUB_OUTPUT", &output);
            command.env("GITHUB_STEP_SUMMARY", self.path("summary"));
            command.env("GITHUB_REPOSITORY", "example/models").env("NUMBER", "7");
            command.env("COMMENTS", self.path("comments")).env("BASE", &self.base);
            command.env("COMMAND", assert_cmd::cargo::cargo_bin("xtask"));
            command.env("FAIL_ON", "breaking").env("MODEL_PATH", "");
            stdout(&command.output().unwrap());
        }
        let output = fs::read_to_string(output).unwrap();
        output.lines().find_map(|line| line.strip_prefix("status=")).unwrap().to_owned()
    }

    fn comment(&self, id: u32) -> Option<String> {
        fs::read_to_string(self.path("comments").join(id.to_string())).ok()
    }
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
#[ignore = "needs bash and jq"]
fn a_pull_request_has_one_comment_that_is_updated() {
    let request = PullRequest::new();
    request.push(
        r#""name": {"shape": "Name"}"#,
        r#""name": {"shape": "Name"}, "label": {"shape": "Name"}"#,
    );
    assert_eq!(request.review(), "0");
    let first = request.comment(2).unwrap();
    assert!(first.contains("StartRequest$label") && first.contains("**compatible**"), "{first}");

    // The comment says what the head as a whole changes, and the check what the gate says of it.
    request.push(r#""name": {"shape": "Name"}, "#, "");
    assert_eq!(request.review(), "1");
    let second = request.comment(2).unwrap();
    assert!(second.contains("StartRequest$name") && second.contains("**breaking**"), "{second}");
    assert!(second.contains("StartRequest$label"), "{second}");

    assert_eq!(request.comment(1).unwrap(), "Nice work!\n");
    assert_eq!(request.comment(3), None);
    let log = fs::read_to_string(request.path("comments.log")).unwrap();
    assert_eq!(log, "made 2\nupdated 2\n");
}

/// What the test above runs is what the action runs.
#[test]
fn the_action_runs_its_scripts() {
    let action = fs::read_to_string(Path::new(ACTION).join("action.yml")).unwrap();
    for script in ["review.sh", "comment.sh"] {
        assert!(action.contains(&format!("run: '\"$GITHUB_ACTION_PATH/{script}\"'")), "{script}");
    }
}

//! `examples/run-task`, which the README shows, run as its users run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use shapewright_tests::server::scripted::{Reply, Server};

use crate::TestResult;
use crate::moto::{account, add_instance};

/// What the program did: its exit code, its output, and its complaints.
#[derive(Debug, PartialEq)]
struct Run {
    code: Option<i32>,
    output: String,
    errors: String,
}

/// Runs the program in a bare environment that leads to the server at that address.
fn run_task(url: &str, arguments: &[&str]) -> TestResult<Run> {
    run(command(program()?, arguments).envs([
        ("AWS_ENDPOINT_URL_ECS", url),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_MAX_ATTEMPTS", "1"),
    ]))
}

/// A command without the settings of the person who runs the tests.
fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    // Windows has no sockets without it.
    let kept = std::env::vars_os().filter(|(name, _)| name.eq_ignore_ascii_case("SystemRoot"));
    command.args(arguments).env_clear().envs(kept);
    command
}

fn run(command: &mut Command) -> TestResult<Run> {
    let Output { status, stdout, stderr } = command.output()?;
    let (output, errors) = (String::from_utf8(stdout)?, String::from_utf8(stderr)?);
    Ok(Run { code: status.code(), output, errors })
}

/// Path of the program, which is built first unless it has been.
fn program() -> TestResult<&'static Path> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| build().map_err(|error| error.to_string()));
    Ok(program.as_deref().map_err(String::as_str)?)
}

fn build() -> TestResult<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--package=run-task", "--message-format=json-render-diagnostics"]);
    let built = run(cargo.current_dir(env!("CARGO_MANIFEST_DIR")))?;
    for line in built.output.lines() {
        let message: Value = serde_json::from_str(line)?;
        if let Some(program) = message["executable"].as_str() {
            return Ok(program.into());
        }
    }
    Err(format!("run-task was not built:\n{}", built.errors).into())
}

const SLEEP: [&str; 4] = ["--cluster", "default", "--task-definition", "sleep360:1"];

/// A task in that state as the server describes it.
fn task(last: &str, desired: &str) -> String {
    format!(
        r#"{{"taskArn": "a-task", "lastStatus": "{last}", "desiredStatus": "{desired}",
            "stoppedReason": "Essential container in task exited",
            "containers": [{{"name": "sleep", "lastStatus": "{last}"}}]}}"#
    )
}

fn tasks(last: &str, desired: &str) -> Reply {
    Reply::new(200, format!(r#"{{"tasks": [{}]}}"#, task(last, desired)))
}

#[test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
fn it_runs_a_task_and_stops_it() -> TestResult {
    let mut moto = account()?;
    add_instance(&mut moto)?;
    let run = run_task(moto.url(), &SLEEP)?;
    assert_eq!((run.code, &*run.errors), (Some(0), ""));
    let is_arn = |word: &&str| word.starts_with("arn:aws:ecs:us-east-1:123456789012:task/default/");
    let arn = run.output.split_whitespace().find(is_arn).ok_or("no ARN")?;
    insta::assert_snapshot!(run.output.replace(arn, "[task]"), @r"
    [task] is RUNNING
      main is PENDING
    [task] is STOPPED
      main is PENDING
    ");
    Ok(())
}

#[test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
fn it_tells_the_error_of_the_service() -> TestResult {
    let moto = account()?;
    let run = run_task(moto.url(), &["--cluster", "nowhere", "--task-definition", "sleep360:1"])?;
    assert_eq!((run.code, &*run.output), (Some(1), ""));
    let text = "run-task: RunTask: ClusterNotFoundException: Cluster not found. (request ";
    assert!(run.errors.starts_with(text), "{}", run.errors);
    assert_eq!(run.errors.lines().count(), 1, "{}", run.errors);
    Ok(())
}

#[test]
fn it_waits_until_the_task_runs() -> TestResult {
    let stopped = Reply::new(200, format!(r#"{{"task": {}}}"#, task("RUNNING", "STOPPED")));
    let server = Server::start([
        tasks("PROVISIONING", "RUNNING"),
        // Not known everywhere yet.
        Reply::new(200, r#"{"tasks": [], "failures": [{"arn": "a-task", "reason": "MISSING"}]}"#),
        tasks("PENDING", "RUNNING"),
        tasks("RUNNING", "RUNNING"),
        stopped,
    ])?;
    let run = run_task(&server.url(), &SLEEP)?;
    assert_eq!((run.code, &*run.errors), (Some(0), ""));
    let requests = server.requests();
    let operations: Vec<_> = requests
        .iter()
        .filter_map(|request| request.lines().find_map(|line| line.strip_prefix("x-amz-target: ")))
        .filter_map(|target| Some(target.split_once('.')?.1))
        .collect();
    let [run, look, stop] = ["RunTask", "DescribeTasks", "StopTask"];
    assert_eq!(operations, [run, look, look, look, stop]);
    Ok(())
}

#[test]
fn it_notices_a_task_that_stops_before_it_runs() -> TestResult {
    let server = Server::start([tasks("PENDING", "RUNNING"), tasks("STOPPED", "STOPPED")])?;
    let run = run_task(&server.url(), &SLEEP)?;
    let text = "run-task: a-task stopped before it ran: Essential container in task exited\n";
    assert_eq!((run.code, &*run.errors, &*run.output), (Some(1), text, ""));
    Ok(())
}

#[test]
fn it_gives_up_a_task_that_takes_too_long() -> TestResult {
    let server = Server::start([tasks("PENDING", "RUNNING")])?;
    let run = run_task(&server.url(), &[&SLEEP[..], &["--timeout", "0"]].concat())?;
    let text = "run-task: a-task does not run after 0ns\n";
    assert_eq!((run.code, &*run.errors, &*run.output), (Some(1), text, ""));
    Ok(())
}

#[test]
fn it_tells_why_no_task_was_placed() -> TestResult {
    let body = r#"{"tasks": [], "failures": [{"arn": "i", "reason": "RESOURCE:MEMORY"}]}"#;
    let server = Server::start([Reply::new(200, body)])?;
    let run = run_task(&server.url(), &SLEEP)?;
    let text = "run-task: no task was started: RESOURCE:MEMORY\n";
    assert_eq!((run.code, &*run.errors), (Some(1), text));
    Ok(())
}

#[test]
fn it_tells_which_setting_is_missing() -> TestResult {
    let run = run(&mut command(program()?, &SLEEP))?;
    let text = "run-task: RunTask: no region is set";
    assert_eq!(run.code, Some(1));
    assert!(run.errors.starts_with(text), "{}", run.errors);
    Ok(())
}

#[test]
fn it_explains_its_options_when_one_is_wrong() -> TestResult {
    for (arguments, problem) in [
        (&[][..], "--task-definition is missing"),
        (&["--cluster"], "--cluster needs a value"),
        (&["--timeout", "soon"], "--timeout: invalid digit found in string"),
        (&["--help"], "there is no option --help"),
    ] {
        let run = run(&mut command(program()?, arguments))?;
        assert_eq!(run.code, Some(2), "{arguments:?}");
        let text = format!("run-task: {problem}\nusage: run-task --task-definition NAME ");
        assert!(run.errors.starts_with(&text), "{}", run.errors);
    }
    Ok(())
}

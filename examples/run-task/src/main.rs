//! Starts a task, waits until it runs, and stops it:
//!
//! ```text
//! run-task --cluster default --task-definition sleep360:1
//! ```
//!
//! Region, credentials and endpoint are found where the AWS tools find them.

mod arguments;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use shapewright_ecs::Client;
use shapewright_ecs::types::Task;
use tokio::time::{sleep, timeout};

use crate::arguments::{Arguments, USAGE};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::parse() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("run-task: {problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("run-task: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(
    Arguments { cluster, task_definition, limit }: &Arguments,
) -> Result<(), Box<dyn Error>> {
    let ecs = Client::from_env().await?;

    let started = ecs.run_task(task_definition).cluster(cluster).send().await?;
    let Some(task) = started.tasks().first() else {
        let reasons: Vec<_> =
            started.failures().iter().filter_map(|it| it.reason.as_deref()).collect();
        return Err(format!("no task was started: {}", reasons.join(", ")).into());
    };
    let arn = task.task_arn.as_deref().unwrap_or_default();

    let waiting = timeout(*limit, until_running(&ecs, cluster, arn, task.clone())).await;
    let running =
        waiting.unwrap_or_else(|_| Err(format!("{arn} does not run after {limit:?}").into()));
    if let Ok(running) = &running {
        show(running);
    }

    // Whatever became of it: what was started is stopped.
    let stopped =
        ecs.stop_task(arn).cluster(cluster).reason("run-task is done with it").send().await;
    running?;
    stopped?.task.as_ref().map(show);
    Ok(())
}

/// Looks at the task, less and less often, until it runs.
async fn until_running(
    ecs: &Client,
    cluster: &str,
    arn: &str,
    mut task: Task,
) -> Result<Task, Box<dyn Error>> {
    let mut pause = Duration::from_millis(250);
    while task.last_status.as_deref() != Some("RUNNING") {
        if task.desired_status.as_deref() == Some("STOPPED") {
            let reason = task.stopped_reason.as_deref().unwrap_or("no reason is given");
            return Err(format!("{arn} stopped before it ran: {reason}").into());
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(10));
        // A task that has just been started may not be known everywhere yet.
        let described = ecs.describe_tasks([arn]).cluster(cluster).send().await?;
        task = described.tasks().first().cloned().unwrap_or(task);
    }
    Ok(task)
}

fn show(task: &Task) {
    println!(
        "{} is {}",
        task.task_arn.as_deref().unwrap_or("?"),
        task.last_status.as_deref().unwrap_or("?")
    );
    for container in task.containers() {
        let (name, status) = (container.name.as_deref(), container.last_status.as_deref());
        println!("  {} is {}", name.unwrap_or("?"), status.unwrap_or("?"));
    }
}

//! Shows tasks of Amazon ECS: `cargo run -p build-script -- CLUSTER TASK…`.
//!
//! The module `ecs` is generated when the program is built; `build.rs` says from what.

mod ecs {
    include!(concat!(env!("OUT_DIR"), "/ecs.rs"));
}

use std::process::ExitCode;

use ecs::{BlockingClient, Error};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(cluster) = arguments.next() else {
        eprintln!("usage: build-script CLUSTER TASK…");
        return ExitCode::from(2);
    };
    match show(&cluster, arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn show(cluster: &str, tasks: impl Iterator<Item = String>) -> Result<(), Error> {
    let ecs = BlockingClient::from_env()?;
    let described = ecs.describe_tasks(tasks).cluster(cluster).send()?;
    for task in described.tasks() {
        let status = task.last_status.as_deref().unwrap_or("in an unknown state");
        println!("{}: {status}", task.task_arn.as_deref().unwrap_or("a task without ARN"));
    }
    for failure in described.failures() {
        let reason = failure.reason.as_deref().unwrap_or("unknown");
        println!("{}: {reason}", failure.arn.as_deref().unwrap_or("a task without ARN"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::ecs::operations::{DescribeTasks, DescribeTasksOutput};
    use super::ecs::types::Task;
    use super::ecs::{BlockingClient, Fake};

    #[test]
    fn the_module_has_what_a_crate_has() {
        let fake = Fake::new().on(|input: DescribeTasks| {
            let task = Task { task_arn: input.tasks.into_iter().next(), ..Task::default() };
            let tasks = Some(vec![task]);
            Ok(DescribeTasksOutput { tasks, ..DescribeTasksOutput::default() })
        });
        let described = BlockingClient::from(fake).describe_tasks(["one"]).send().unwrap();
        assert_eq!(described.tasks()[0].task_arn.as_deref(), Some("one"));
    }
}

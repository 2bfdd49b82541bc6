//! Counts the allocations of the calls that `wire` times, and prints a line of JSON for each.

use std::future::Future;

use allocation_counter::measure;
use peers::payloads;
use peers::{official, official_client, ours, rusoto};
use rusoto_ecs::Ecs;
use tokio::runtime::Builder;

/// Prints how often a call allocates, once its client is warm, and how many bytes at most.
fn count<F: Future>(case: &str, whose: &str, call: impl Fn() -> F) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    for _ in 0..3 {
        runtime.block_on(call());
    }
    let mut output = None;
    let counted = measure(|| output = Some(runtime.block_on(call())));
    drop(output);
    let line = serde_json::json!({
        "case": case,
        "whose": whose,
        "allocations": counted.count_total,
        "peak": counted.bytes_max,
    });
    println!("{line}");
}

fn main() {
    let answer = payloads::no_tasks;
    let client = shapewright_ecs::Client::with_transport(ours::config(), ours::transport(answer()));
    count("write RunTask", "ours", || async { client.send(ours::run_task()).await.is_ok() });
    let client = official_client!(aws_sdk_ecs, answer());
    count("write RunTask", "official", || async {
        official::run_task().send_with(&client).await.is_ok()
    });
    let client = rusoto::client(&answer());
    count("write RunTask", "rusoto", || async {
        client.run_task(rusoto::run_task()).await.is_ok()
    });

    let answer = payloads::tasks;
    let client = shapewright_ecs::Client::with_transport(ours::config(), ours::transport(answer()));
    count("read DescribeTasks", "ours", || async { client.describe_tasks(["task"]).send().await });
    let client = official_client!(aws_sdk_ecs, answer());
    count("read DescribeTasks", "official", || async {
        client.describe_tasks().tasks("task").send().await
    });
    let client = rusoto::client(&answer());
    count("read DescribeTasks", "rusoto", || async {
        let tasks = vec!["task".to_owned()];
        client
            .describe_tasks(rusoto_ecs::DescribeTasksRequest { tasks, ..Default::default() })
            .await
    });
}

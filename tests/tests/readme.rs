//! The Rust of the README: each block of it stands in this file, too, where it is compiled.

use shapewright_codegen::BuildError;
use shapewright_ecs::operations::{RunTask, RunTaskOutput};
use shapewright_ecs::types::Task;
use shapewright_ecs::{Error, Fake};

const README: &str = include_str!("../../README.md");

#[expect(dead_code, reason = "it is only compiled")]
async fn a_call() -> Result<(), Error> {
    use shapewright_ecs::{Client, types::ContainerOverride, types::TaskOverride};

    let ecs = Client::from_env().await?;
    let started = ecs
        .run_task("sleep360:1")
        .cluster("default")
        .count(2)
        .overrides(TaskOverride::new().with_container_overrides([
            ContainerOverride::new().with_name("sleep").with_memory(128),
        ]))
        .send()
        .await?;
    for task in started.tasks() {
        println!("{}", task.task_arn.as_deref().unwrap_or("-"));
    }
    Ok(())
}

#[tokio::test]
async fn a_fake() -> Result<(), Error> {
    use shapewright_ecs::Client;

    let fake = Fake::new().on(|input: RunTask| {
        Ok(RunTaskOutput::new().with_tasks([Task::new().with_group(input.task_definition)]))
    });
    let ecs = Client::from(fake);

    let started = ecs.run_task("sleep360:1").send().await?;
    assert_eq!(started.tasks().first().and_then(|task| task.group.as_deref()), Some("sleep360:1"));
    Ok(())
}

#[expect(dead_code, reason = "it is only compiled")]
fn a_build_script() -> Result<(), BuildError> {
    shapewright_codegen::Build::new("model/sqs/service-2.json", "sqs")
        .operations(["SendMessage"])
        .features(["client"])
        .run()
}

/// The blocks of Rust in a text, without the space before their lines.
fn blocks(markdown: &str) -> Vec<Vec<&str>> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line.starts_with("```rust") {
            blocks.push(lines.by_ref().take_while(|line| *line != "```").collect());
        } else if line.starts_with("```") {
            lines.by_ref().find(|line| *line == "```");
        }
    }
    blocks
}

#[test]
fn every_block_stands_here() {
    let here: Vec<_> = include_str!("readme.rs").lines().map(str::trim).collect();
    let blocks = blocks(README);
    assert!(!blocks.is_empty());
    for block in blocks {
        let stands = here.windows(block.len()).any(|lines| lines == block);
        assert!(stands, "not in this file:\n{}", block.join("\n"));
    }
}

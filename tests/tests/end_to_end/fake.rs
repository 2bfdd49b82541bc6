//! A client of the fake, and operations without any client.

use bytes::Bytes;
use shapewright_ecs::error::ClusterNotFoundException;
use shapewright_ecs::operations::{DescribeTasks, RunTask, RunTaskOutput, StopTask};
use shapewright_ecs::types::{LaunchType, Task};
use shapewright_ecs::{BlockingClient, Client, ErrorKind, Fake, Operation};

use crate::TestResult;

/// A service with the one cluster `default`, where tasks run at once.
fn fake() -> Fake {
    Fake::new().on(|input: RunTask| match input.cluster.as_deref() {
        None | Some("default") => {
            let task = Task::new()
                .with_task_definition_arn(input.task_definition)
                .with_launch_type(input.launch_type.unwrap_or(LaunchType::Ec2))
                .with_last_status("RUNNING");
            Ok(RunTaskOutput::new().with_tasks([task]))
        }
        Some(_) => Err(ClusterNotFoundException::new().into()),
    })
}

#[tokio::test]
async fn the_async_client_of_a_fake_gets_what_the_closure_returns() -> TestResult {
    let ecs = Client::from(fake());
    let started = ecs.run_task("sleep360:1").launch_type(LaunchType::Fargate).send().await?;
    let task = &started.tasks()[0];
    assert_eq!(task.task_definition_arn.as_deref(), Some("sleep360:1"));
    assert_eq!(task.launch_type, Some(LaunchType::Fargate));
    Ok(())
}

#[test]
fn the_blocking_client_of_a_fake_gets_what_the_closure_returns() -> TestResult {
    let ecs = BlockingClient::from(fake());
    let started = ecs.run_task("sleep360:1").cluster("default").send()?;
    assert_eq!(started.tasks()[0].last_status.as_deref(), Some("RUNNING"));
    Ok(())
}

#[test]
fn the_error_of_a_closure_arrives_as_its_type() {
    let ecs = BlockingClient::from(fake());
    let error = ecs.run_task("sleep360:1").cluster("elsewhere").send().unwrap_err();
    assert!(error.is_cluster_not_found());
    assert_eq!(error.to_string(), "RunTask: ClusterNotFoundException");
}

#[test]
fn an_operation_without_a_closure_is_refused_with_a_list_of_the_others() {
    let ecs = BlockingClient::from(fake());
    let error = ecs.stop_task("a").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.to_string(), "StopTask: Fake: the fake answers only RunTask");
}

#[test]
fn a_clone_of_the_fake_tells_which_requests_the_client_has_sent() -> TestResult {
    let fake = fake();
    let ecs = BlockingClient::from(fake.clone());
    ecs.run_task("sleep360:1").count(2).send()?;
    let requests = fake.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(RunTask::from_request(&requests[0])?, RunTask::new("sleep360:1").with_count(2));
    Ok(())
}

#[test]
fn an_input_becomes_a_request_without_a_client() -> TestResult {
    let request = StopTask::new("a-task").with_reason("enough").to_request()?;
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/"));
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let target = "AmazonEC2ContainerServiceV20141113.StopTask";
    assert_eq!(header("x-amz-target"), Some(target));
    assert_eq!(header("content-type"), Some("application/x-amz-json-1.1"));
    assert_eq!(request.body(), r#"{"task":"a-task","reason":"enough"}"#);
    Ok(())
}

#[test]
fn a_response_becomes_an_output_without_a_client() -> TestResult {
    let body = r#"{"failures": [{"arn": "a-task", "reason": "MISSING"}]}"#;
    let output = DescribeTasks::read_response(&http::Response::new(Bytes::from(body)))?;
    assert!(output.tasks().is_empty());
    assert_eq!(output.failures()[0].reason.as_deref(), Some("MISSING"));
    Ok(())
}

#[test]
fn an_error_response_becomes_an_error_without_a_client() -> TestResult {
    let body = r#"{"__type": "ClusterNotFoundException", "message": "no such cluster"}"#;
    let response = http::Response::builder().status(400).body(Bytes::from(body))?;
    let error = StopTask::read_response(&response).unwrap_err();
    assert!(error.is_cluster_not_found());
    assert_eq!(error.to_string(), "StopTask: ClusterNotFoundException: no such cluster");
    Ok(())
}

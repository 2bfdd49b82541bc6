//! Servers that fail, break off, talk nonsense or say nothing.

use std::net::TcpListener;
use std::time::Duration;

use shapewright_ecs::operations::{DescribeTasks, DescribeTasksOutput};
use shapewright_ecs::types::{Connectivity, LaunchType};
use shapewright_ecs::{Client, ErrorKind, Operation};
use shapewright_tests::server::scripted::{Reply, Server};

use crate::TestResult;
use crate::clients::{Attempt, attempts, attempts_with, config};

fn describe() -> DescribeTasks {
    DescribeTasks::new(["a-task"])
}

#[test]
fn a_call_that_met_status_500_is_sent_again() -> TestResult {
    let replies = [Reply::new(500, ""), Reply::new(200, r#"{"tasks": [{"taskArn": "a"}]}"#)];
    for Attempt { client, result, server } in attempts(&describe(), &replies)? {
        assert_eq!(result?.tasks()[0].task_arn.as_deref(), Some("a"), "{client}");
        assert_eq!(server.requests().len(), 2, "{client}");
    }
    Ok(())
}

#[test]
fn a_server_that_always_answers_500_is_given_up_with_a_retryable_error() -> TestResult {
    let replies = vec![Reply::new(500, r#"{"message": "on fire"}"#); 4];
    for Attempt { client, result, server } in attempts(&describe(), &replies)? {
        let error = result.unwrap_err();
        assert_eq!(error.to_string(), "DescribeTasks: HTTP status 500: on fire", "{client}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(500)), "{client}");
        assert!(error.retryable(), "{client}");
        assert_eq!(server.requests().len(), 3, "{client}");
    }
    Ok(())
}

#[test]
fn a_connection_closed_in_mid_body_is_an_error_and_the_call_is_not_repeated() -> TestResult {
    let replies = [Reply::Cut("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"tasks\":")];
    for Attempt { client, result, server } in attempts(&describe(), &replies)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{client}: {error}");
        let text = "DescribeTasks: the connection ended before the whole response";
        assert!(error.to_string().starts_with(text), "{client}: {error}");
        assert_eq!(server.requests().len(), 1, "{client}");
    }
    Ok(())
}

#[test]
fn a_response_that_is_no_http_is_an_unreadable_response() -> TestResult {
    let replies = [Reply::Cut("220 mail.example ESMTP\r\n\r\n")];
    for Attempt { client, result, .. } in attempts(&describe(), &replies)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Response, "{client}: {error}");
    }
    Ok(())
}

#[test]
fn json_that_breaks_off_is_reported_with_its_place() -> TestResult {
    let replies = [Reply::new(200, r#"{"tasks": [{"cpu": "256"}, {"cpu": "2"#)];
    for Attempt { client, result, .. } in attempts(&describe(), &replies)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Response, "{client}");
        let text = "DescribeTasks: the response cannot be read: tasks[1].cpu: ";
        assert!(error.to_string().starts_with(text), "{client}: {error}");
        assert!(!error.retryable(), "{client}");
    }
    Ok(())
}

#[test]
fn a_value_of_the_wrong_kind_is_reported_with_its_place() -> TestResult {
    let replies = [Reply::new(200, r#"{"tasks": [{}, {"containers": [{"exitCode": "one"}]}]}"#)];
    for Attempt { client, result, .. } in attempts(&describe(), &replies)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Response, "{client}");
        let place = "tasks[1].containers[0].exitCode: ";
        assert!(error.to_string().contains(place), "{client}: {error}");
    }
    Ok(())
}

#[test]
fn an_empty_body_is_an_empty_output() -> TestResult {
    for Attempt { client, result, .. } in attempts(&describe(), &[Reply::new(200, "")])? {
        assert_eq!(result?, DescribeTasksOutput::new(), "{client}");
    }
    Ok(())
}

#[test]
fn unknown_members_are_passed_over() -> TestResult {
    let body = r#"{"tasks": [{"mood": {"a": [1, null, {}]}, "taskArn": "a"}], "next": 1e99}"#;
    for Attempt { client, result, .. } in attempts(&describe(), &[Reply::new(200, body)])? {
        assert_eq!(result?.tasks()[0].task_arn.as_deref(), Some("a"), "{client}");
    }
    Ok(())
}

#[test]
fn unknown_enum_values_are_kept_and_written_again() -> TestResult {
    let body = r#"{"tasks": [{"launchType": "MOON", "connectivity": "CONNECTED"}]}"#;
    for Attempt { client, result, .. } in attempts(&describe(), &[Reply::new(200, body)])? {
        let output = result?;
        let task = &output.tasks()[0];
        assert_eq!(task.launch_type, Some(LaunchType::from("MOON")), "{client}");
        assert_eq!(task.connectivity, Some(Connectivity::Connected), "{client}");
        let written = DescribeTasks::write_result(&Ok(output.clone()))?;
        assert_eq!(DescribeTasks::read_response(&written)?, output, "{client}");
    }
    Ok(())
}

#[test]
fn a_server_that_never_answers_runs_into_the_time_limit_of_an_attempt() -> TestResult {
    let settings = |url: &str| config(url).attempt_timeout(Duration::from_millis(200));
    let made = attempts_with(&describe(), &[Reply::Silence], settings)?;
    for Attempt { client, result, server } in made {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{client}: {error}");
        let text = "DescribeTasks: no whole response within the time limit of an attempt";
        assert_eq!(error.to_string(), text, "{client}");
        assert!(error.retryable(), "{client}");
        assert_eq!(server.requests().len(), 1, "{client}");
    }
    Ok(())
}

#[test]
fn a_server_that_never_answers_runs_into_the_time_limit_of_the_call() -> TestResult {
    let settings = |url: &str| config(url).call_timeout(Duration::from_millis(200));
    for Attempt { client, result, .. } in attempts_with(&describe(), &[Reply::Silence], settings)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{client}: {error}");
        let text = "DescribeTasks: no whole response within the time limit of the call";
        assert_eq!(error.to_string(), text, "{client}");
    }
    Ok(())
}

#[test]
fn a_port_where_nobody_listens_is_a_connection_error_after_all_attempts() -> TestResult {
    // Free again at the end of the line.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let settings = |_: &str| config(&format!("http://{address}"));
    for Attempt { client, result, .. } in attempts_with(&describe(), &[], settings)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{client}: {error}");
        assert!(error.to_string().ends_with("(after 3 attempts)"), "{client}: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_client_goes_on_after_a_call_was_dropped() -> TestResult {
    let server = Server::start([Reply::Silence, Reply::new(200, r#"{"tasks": [{}]}"#)])?;
    let client = Client::new(config(&server.url()).build()?);

    let clone = client.clone();
    let call = tokio::spawn(async move { clone.send(describe()).await });
    let server = tokio::task::spawn_blocking(move || server.wait_for_requests(1).then_some(server));
    let server = server.await?.ok_or("the call did not arrive")?;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());

    assert_eq!(client.send(describe()).await?.tasks().len(), 1);
    assert_eq!(server.requests().len(), 2);
    Ok(())
}

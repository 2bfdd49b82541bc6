//! What the ECS crate makes of JSON that a service might send, right or wrong.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use shapewright_ecs::operations::{DescribeTasks, DescribeTasksOutput, RunTask};
use shapewright_ecs::types::{HealthStatus, LaunchType};
use shapewright_ecs::{ErrorKind, Operation};
use shapewright_runtime::codec::{MAX_DEPTH, ReadError};
use shapewright_runtime::json;

fn read(text: &str) -> Result<DescribeTasksOutput, ReadError> {
    let mut output = DescribeTasksOutput::default();
    json::read(text.as_bytes(), &mut output).map(|()| output)
}

fn problem(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn unknown_members_are_passed_over() {
    let plain = read(r#"{"tasks":[{"group":"g"}]}"#).unwrap();
    let more = read(
        r#"{"new":{"a":[1,{"b":null}],"tasks":"no"},"tasks":[{"x":1.5e3,"group":"g","y":"\u00e9"}],
            "z":[[],{}]}"#,
    );
    assert_eq!(more.unwrap(), plain);
}

#[test]
fn what_is_passed_over_has_to_be_json() {
    assert!(problem(r#"{"new":[1,}"#).ends_with("at byte 10"));
    assert!(problem(r#"{"new":01}"#).ends_with("an invalid number at byte 7"));
}

#[test]
fn null_is_absent() {
    let output = read(r#"{"tasks":null,"failures":[{"arn":null,"reason":"MISSING"}]}"#).unwrap();
    assert_eq!(output.tasks, None);
    assert_eq!(output.failures()[0].arn.as_deref(), None);
    assert_eq!(output.failures()[0].reason.as_deref(), Some("MISSING"));
}

#[test]
fn absent_differs_from_empty() {
    assert_eq!(read(r#"{"tasks":[]}"#).unwrap().tasks, Some(Vec::new()));
    assert_eq!(read("{}").unwrap().tasks, None);
}

#[test]
fn nulls_in_lists_are_dropped() {
    let output = read(r#"{"tasks":[null,{"group":"g"},null]}"#).unwrap();
    assert_eq!(output.tasks().len(), 1);
}

#[test]
fn unknown_enum_values_are_kept() {
    let output = read(r#"{"tasks":[{"launchType":"MOON","healthStatus":"UNKNOWN"}]}"#).unwrap();
    let task = &output.tasks()[0];
    assert_eq!(task.launch_type, Some(LaunchType::Unknown("MOON".to_owned())));
    assert_eq!(task.health_status, Some(HealthStatus::UnknownValue));
    let mut bytes = Vec::new();
    json::write(task, &mut bytes).unwrap();
    assert_eq!(bytes, br#"{"launchType":"MOON","healthStatus":"UNKNOWN"}"#);
    assert_eq!(LaunchType::from("FARGATE"), LaunchType::Fargate);
}

#[test]
fn wrong_types_are_named_with_path_and_byte() {
    for (text, expected) in [
        (
            r#"{"tasks":[{},{},{},{"containers":[{"exitCode":"x"}]}]}"#,
            "tasks[3].containers[0].exitCode: expected integer, found string at byte 46",
        ),
        (r#"{"tasks":{}}"#, "tasks: expected array, found object at byte 9"),
        (r#"{"tasks":[1]}"#, "tasks[0]: expected object, found number at byte 10"),
        (
            r#"{"tasks":[{"group":true}]}"#,
            "tasks[0].group: expected string, found boolean at byte 19",
        ),
        (
            r#"{"tasks":[{"version":9223372036854775808}]}"#,
            "tasks[0].version: expected an integer of 64 bits, found 9223372036854775808 at byte 21",
        ),
        (
            r#"{"tasks":[{"containers":[{"exitCode":2147483648}]}]}"#,
            "tasks[0].containers[0].exitCode: expected an integer of 32 bits, found 2147483648 at \
             byte 37",
        ),
        (
            r#"{"tasks":[{"version":1.5}]}"#,
            "tasks[0].version: expected an integer of 64 bits, found 1.5 at byte 21",
        ),
        (
            r#"{"tasks":[{"createdAt":"soon"}]}"#,
            "tasks[0].createdAt: not a valid point in time at byte 23",
        ),
        (
            r#"{"tasks":[{"createdAt":1e300}]}"#,
            "tasks[0].createdAt: expected seconds since 1970, found 1e300 at byte 23",
        ),
        ("[]", "expected object, found array at byte 0"),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn whole_numbers_may_be_written_with_a_fraction() {
    let output = read(r#"{"tasks":[{"version":3.0,"createdAt":1497515400.5}]}"#).unwrap();
    assert_eq!(output.tasks()[0].version, Some(3));
    assert_eq!(output.tasks()[0].created_at.unwrap().subsecond_nanos(), 500_000_000);
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| format!(r#"{{"new":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    read(&nested(MAX_DEPTH - 1)).unwrap();
    assert!(problem(&nested(MAX_DEPTH)).contains("nested more than"));
    assert!(problem(&nested(100_000)).contains("nested more than"));
}

#[test]
fn an_empty_body_is_an_empty_output() {
    let response = http::Response::new(bytes::Bytes::new());
    assert_eq!(DescribeTasks::read_response(&response).unwrap(), DescribeTasksOutput::default());
}

#[test]
fn a_broken_response_is_an_error_of_its_own_kind() {
    let response = http::Response::new(bytes::Bytes::from_static(br#"{"tasks":[{"group":1}]}"#));
    let error = DescribeTasks::read_response(&response).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Response);
    let expected = "DescribeTasks: the response cannot be read: tasks[0].group: expected string, \
                    found number at byte 19";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_error_is_found_by_its_code_with_and_without_its_namespace() {
    let answer = |header: Option<&str>, body: &'static str| {
        let mut response = http::Response::new(bytes::Bytes::from_static(body.as_bytes()));
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        if let Some(header) = header {
            response.headers_mut().insert("x-amzn-errortype", header.parse().unwrap());
        }
        RunTask::read_response(&response).unwrap_err()
    };
    for error in [
        answer(None, r#"{"__type":"ClusterNotFoundException","message":"m"}"#),
        answer(None, r#"{"__type":"com.amazonaws#ClusterNotFoundException","Message":"m"}"#),
        answer(Some("ClusterNotFoundException"), r#"{"message":"m"}"#),
        answer(Some("ClusterNotFoundException:http://x/"), r#"{"message":"m"}"#),
        answer(None, r#"{"code":"ClusterNotFoundException","message":"m"}"#),
    ] {
        assert!(error.is_cluster_not_found(), "{error:?}");
        assert_eq!(error.code(), Some("ClusterNotFoundException"));
        assert_eq!(error.message(), Some("m"));
        assert_eq!(error.status(), Some(400));
    }
    let unknown = answer(None, r#"{"__type":"Novel","message":"m"}"#);
    assert_eq!(unknown.code(), Some("Novel"));
    assert!(!unknown.is_cluster_not_found());
}

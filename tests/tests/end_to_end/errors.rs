//! Errors that a service answers with, in all the ways in which services say which one it is.

use shapewright_ecs::ErrorKind;
use shapewright_ecs::error::ServiceError;
use shapewright_ecs::operations::RunTask;
use shapewright_tests::server::scripted::Reply;

use crate::TestResult;
use crate::clients::{Attempt, attempts};

const HEADER: &str = "x-amzn-errortype";

fn run() -> RunTask {
    RunTask::new("sleep360:1")
}

/// Asserts that both clients take a response for the modelled error `ClusterNotFoundException`.
fn assert_cluster_not_found(reply: Reply) -> TestResult {
    for Attempt { client, result, server } in attempts(&run(), &[reply])? {
        let error = result.err().ok_or("there is no error")?;
        assert_eq!(error.kind(), ErrorKind::Service, "{client}: {error}");
        assert_eq!(error.code(), Some("ClusterNotFoundException"), "{client}: {error}");
        assert!(error.is_cluster_not_found(), "{client}: {error}");
        assert!(!error.retryable(), "{client}: {error}");
        assert_eq!(server.requests().len(), 1, "{client}");
    }
    Ok(())
}

#[test]
fn the_code_may_stand_in_the_body() -> TestResult {
    assert_cluster_not_found(Reply::new(400, r#"{"__type": "ClusterNotFoundException"}"#))
}

#[test]
fn the_code_may_stand_in_the_body_behind_a_namespace() -> TestResult {
    let code = "com.amazonaws.ecs.v20141113#ClusterNotFoundException";
    assert_cluster_not_found(Reply::new(400, format!(r#"{{"__type": "{code}"}}"#)))
}

#[test]
fn the_code_may_stand_in_the_body_before_a_uri() -> TestResult {
    let code = "ecs#ClusterNotFoundException:http://internal.example/coral/";
    assert_cluster_not_found(Reply::new(400, format!(r#"{{"__type": "{code}"}}"#)))
}

#[test]
fn the_code_may_be_called_code() -> TestResult {
    assert_cluster_not_found(Reply::new(400, r#"{"code": "ClusterNotFoundException"}"#))
}

#[test]
fn the_code_may_stand_in_a_header_alone() -> TestResult {
    assert_cluster_not_found(Reply::new(400, "").with_header(HEADER, "ClusterNotFoundException"))
}

#[test]
fn the_code_in_a_header_counts_although_the_body_is_no_json() -> TestResult {
    let reply = Reply::new(400, "<html>").with_header(HEADER, "ClusterNotFoundException");
    assert_cluster_not_found(reply)
}

#[test]
fn an_error_shows_code_message_and_request_id() -> TestResult {
    let body = r#"{"__type": "InvalidParameterException", "message": "no such family"}"#;
    let reply = Reply::new(400, body).with_header("x-amzn-requestid", "b7c1");
    for Attempt { client, result, .. } in attempts(&run(), &[reply])? {
        let error = result.unwrap_err();
        let text = "RunTask: InvalidParameterException: no such family (request b7c1)";
        assert_eq!(error.to_string(), text, "{client}");
        assert_eq!(error.operation(), "RunTask", "{client}");
        assert_eq!(error.message(), Some("no such family"), "{client}");
        assert_eq!(error.request_id(), Some("b7c1"), "{client}");
        assert_eq!(error.status(), Some(400), "{client}");
    }
    Ok(())
}

#[test]
fn the_members_of_a_modelled_error_can_be_reached() -> TestResult {
    let body = r#"{"__type": "ClientException", "message": "not allowed"}"#;
    for Attempt { client, result, .. } in attempts(&run(), &[Reply::new(400, body)])? {
        let ServiceError::ClientException(exception) = result.unwrap_err().into_service_error()
        else {
            return Err(format!("{client}: another error").into());
        };
        assert_eq!(exception.message.as_deref(), Some("not allowed"), "{client}");
    }
    Ok(())
}

#[test]
fn an_error_that_the_model_does_not_name_keeps_its_code() -> TestResult {
    let body = r#"{"__type": "TeapotException", "Message": "short and stout"}"#;
    for Attempt { client, result, .. } in attempts(&run(), &[Reply::new(418, body)])? {
        let error = result.unwrap_err();
        assert_eq!(error.to_string(), "RunTask: TeapotException: short and stout", "{client}");
        assert_eq!(error.service_error(), &ServiceError::Unknown, "{client}");
        assert!(!error.retryable(), "{client}");
    }
    Ok(())
}

#[test]
fn throttling_is_retried() -> TestResult {
    let throttled = Reply::new(400, r#"{"__type": "ThrottlingException"}"#);
    for Attempt { client, result, server } in attempts(&run(), &vec![throttled; 3])? {
        let error = result.unwrap_err();
        assert!(error.retryable(), "{client}");
        assert_eq!(server.requests().len(), 3, "{client}");
    }
    Ok(())
}

#[test]
fn the_error_page_of_a_proxy_is_an_error_by_its_status() -> TestResult {
    let page = Reply::new(403, "<html><h1>Forbidden</h1></html>");
    let page = page.with_header("content-type", "text/html");
    for Attempt { client, result, .. } in attempts(&run(), &[page])? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service, "{client}: {error}");
        assert_eq!((error.code(), error.message()), (None, None), "{client}");
        assert_eq!(error.to_string(), "RunTask: HTTP status 403", "{client}");
    }
    Ok(())
}

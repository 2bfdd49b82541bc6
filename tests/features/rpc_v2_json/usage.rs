//! Calls and errors in JSON, by the rules of RPC v2.

use feature_rpc_v2_json::error::{Missing, ServiceError};
use feature_rpc_v2_json::operations::{Ping, PingOutput, Put};
use feature_rpc_v2_json::{Fake, Operation, Timestamp};

#[test]
fn names_and_formats_are_the_protocols_own() {
    let put = Put::new("n")
        .with_since(Timestamp::from_epoch(1, 500_000_000).unwrap())
        .with_size("9223372036854775808")
        .with_price("0.10");
    let request = put.to_request().unwrap();
    assert_eq!(request.uri(), "/service/FeatureService/operation/Put");
    assert_eq!(request.headers()["smithy-protocol"], "rpc-v2-json");
    assert_eq!(request.headers()["accept"], "application/json");
    let expected = r#"{"name":"n","since":1.5,"size":"9223372036854775808","price":"0.10"}"#;
    assert_eq!(request.body(), expected.as_bytes());
}

#[test]
fn without_an_input_there_is_no_body() {
    let request = Ping::new().to_request().unwrap();
    assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
}

#[test]
fn an_error_is_named_in_its_body() {
    let missing = Missing::new().with_message("none");
    let fake = Fake::new().on(move |_: Put| Err(ServiceError::Missing(missing.clone()).into()));
    let response = fake.respond(Put::new("n").to_request().unwrap());
    assert_eq!(response.status(), 404);
    assert_eq!(response.body(), r#"{"__type":"test.feature#Missing","message":"none"}"#.as_bytes());
    let error = Put::read_response(&response).unwrap_err();
    assert!(error.is_missing());
    assert_eq!(error.message(), Some("none"));
}

#[test]
fn of_another_protocol_only_the_status_counts() {
    let missing = || Err(ServiceError::Missing(Missing::new()).into());
    let fake = Fake::new().on(move |_: Put| missing()).on(|_: Ping| Ok(PingOutput::new()));
    let mut response = fake.respond(Put::new("n").to_request().unwrap());
    response.headers_mut().remove("smithy-protocol");
    let error = Put::read_response(&response).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(404), None));
    let mut response = fake.respond(Ping::new().to_request().unwrap());
    assert!(Ping::read_response(&response).is_ok());
    response.headers_mut().remove("smithy-protocol");
    assert!(Ping::read_response(&response).is_err());
}

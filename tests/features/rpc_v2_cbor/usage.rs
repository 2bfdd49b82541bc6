//! Calls and errors in CBOR, of a service that spoke awsQuery before.

use feature_rpc_v2_cbor::operations::{Ping, Put, PutOutput};
use feature_rpc_v2_cbor::types::{Choice, Thing};
use feature_rpc_v2_cbor::{Fake, Operation, Timestamp};

fn put() -> Put {
    Put::new("n").with_count(1).with_weight(0.5)
}

#[test]
fn service_and_operation_stand_in_the_path() {
    let request = put().to_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "/service/FeatureService/operation/Put");
    let header = |name| request.headers()[name].to_str().unwrap();
    assert_eq!(header("smithy-protocol"), "rpc-v2-cbor");
    assert_eq!(header("content-type"), "application/cbor");
    assert_eq!(header("accept"), "application/cbor");
    assert_eq!(header("x-amzn-query-mode"), "true");
}

#[test]
fn numbers_are_as_short_as_they_can_be() {
    let expected = b"\xbf\x64name\x61n\x65count\x01\x66weight\xfa\x3f\0\0\0\xff";
    assert_eq!(put().to_request().unwrap().body(), expected.as_slice());
}

#[test]
fn without_an_input_there_is_no_body() {
    let request = Ping::new().to_request().unwrap();
    assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
    let response = Fake::new().on(|_: Ping| Ok(Default::default())).respond(request);
    assert!(response.body().is_empty() && !response.headers().contains_key("content-type"));
    assert!(Ping::read_response(&response).is_ok());
}

#[test]
fn what_is_sent_is_received() {
    let since = Timestamp::from_epoch(946_845_296, 123_000_000).unwrap();
    let fake = Fake::new().on(move |input: Put| {
        assert_eq!(input.since, Some(since));
        assert_eq!(input.gaps, Some(vec![Some("a".to_owned()), None]));
        assert_eq!(input.choice, Some(Choice::Number(-1)));
        Ok(PutOutput::new().with_thing(Thing::new().with_name(input.name)).with_until(since))
    });
    let put = Put::new("n")
        .with_since(since)
        .with_gaps([Some("a".to_owned()), None])
        .with_choice(Choice::Number(-1));
    let output = Put::read_response(&fake.respond(put.to_request().unwrap())).unwrap();
    assert_eq!(output.thing.as_ref().and_then(|thing| thing.name.as_deref()), Some("n"));
    assert_eq!(output.until, Some(since));
}

#[test]
fn errors_have_the_codes_of_the_earlier_protocol() {
    use feature_rpc_v2_cbor::error::{ServiceError, ThingMissing};
    use shapewright_runtime::Fault;

    let missing = ThingMissing::new().with_message("none").with_name("n");
    let fake =
        Fake::new().on(move |_: Put| Err(ServiceError::ThingMissing(missing.clone()).into()));
    let response = fake.respond(put().to_request().unwrap());
    assert_eq!(response.headers()["x-amzn-query-error"], "Thing.Missing;Sender");
    assert!(response.body().starts_with(b"\xbf\x66__type\x6cThingMissing"));
    let error = Put::read_response(&response).unwrap_err();
    assert!(error.is_thing_missing());
    assert_eq!(error.code(), Some("Thing.Missing"));
    assert_eq!(error.answer().and_then(|answer| answer.fault), Some(Fault::Sender));
    assert_eq!(error.message(), Some("none"));
}

#[test]
fn a_request_with_a_target_is_refused() {
    let mut request = put().to_request().unwrap();
    request.headers_mut().insert("x-amz-target", "Feature.Ping".parse().unwrap());
    let error = Put::from_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "a request with the header x-amz-target");
}

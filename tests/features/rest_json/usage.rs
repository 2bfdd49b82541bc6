//! The parts of an HTTP message, and what goes where.

use feature_rest_json::operations::{GetThing, Ping, PutBytes, PutThing, Search};
use feature_rest_json::types::Kind;
use feature_rest_json::{Fake, Operation, Timestamp};

#[test]
fn labels_and_keys_are_escaped() {
    let request = GetThing::new(Kind::from("a/b c"), "x/y z")
        .with_names(["é", "a&b"])
        .with_since(Timestamp::from_epoch(0, 0).unwrap())
        .with_limit(3)
        .with_weight(f64::INFINITY)
        .to_request()
        .unwrap();
    assert_eq!(
        request.uri(),
        "/things/a%2Fb%20c/x/y%20z?list-type=2&name=%C3%A9&name=a%26b\
         &since=1970-01-01T00%3A00%3A00Z&limit=3&weight=Infinity"
    );
    assert_eq!(request.method(), "GET");
    assert!(request.body().is_empty());
    assert!(request.headers().is_empty());
}

#[test]
fn an_empty_label_is_refused() {
    let error = GetThing::new(Kind::A, "").to_request().unwrap_err();
    assert!(error.to_string().contains("Path"), "{error}");
}

#[test]
fn members_without_a_place_are_the_body() {
    let request = PutThing::new(7).with_name("n").with_token("t").to_request().unwrap();
    assert_eq!(request.uri(), "/things/7");
    assert_eq!(request.headers()["x-token"], "t");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"theName":"n"}"#.as_bytes());
}

#[test]
fn a_body_of_absent_members_is_an_empty_object() {
    assert_eq!(PutThing::new(7).to_request().unwrap().body(), "{}".as_bytes());
}

#[test]
fn without_an_input_there_is_no_body() {
    let request = Ping::new().to_request().unwrap();
    assert!(request.body().is_empty() && request.headers().is_empty());
}

#[test]
fn bytes_are_the_body_as_they_are() {
    let request = PutBytes::new("a").with_bytes(b"\x00\xff".to_vec()).to_request().unwrap();
    assert_eq!(request.headers()["content-type"], "application/octet-stream");
    assert_eq!(request.body(), b"\x00\xff".as_slice());
}

#[test]
fn a_fake_tells_operations_apart_by_method_and_path() {
    use feature_rest_json::operations::{PutBytesOutput, PutThingOutput, SearchOutput};

    let fake = Fake::new()
        .on(|_: PutThing| Ok(PutThingOutput::new().with_version(1)))
        .on(|_: PutBytes| Ok(PutBytesOutput::new()))
        .on(|_: Search| Ok(SearchOutput::new().with_found("found")));
    let answer = |request| fake.respond(request);
    let put = answer(PutThing::new(7).to_request().unwrap());
    assert_eq!((put.status().as_u16(), put.headers()["x-version"].as_bytes()), (201, &b"1"[..]));
    assert_eq!(answer(PutBytes::new("7").to_request().unwrap()).status(), 200);
    assert_eq!(answer(Search::new().to_request().unwrap()).body(), r#""found""#.as_bytes());
}

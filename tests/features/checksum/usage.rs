//! What is done to bodies on their way.

use feature_checksum::operations::{Compress, Delete, Get, Put};
use feature_checksum::types::Algorithm;
use feature_checksum::{ErrorKind, Operation};
use shapewright_runtime::RequestOptions;

#[test]
fn a_body_has_a_checksum_by_default() {
    let request = Put::new("k").with_body("123456789").to_request().unwrap();
    assert_eq!(request.headers()["x-amz-checksum-crc32"], "y/Q5Jg==");
    assert_eq!(request.headers()["x-amz-sdk-checksum-algorithm"], "CRC32");
}

#[test]
fn a_default_can_be_left_out() {
    let options = RequestOptions::default().only_required_checksums();
    let put = Put::new("k").with_body("123456789").to_request_with(&options).unwrap();
    assert_eq!(put.headers().len(), 1, "only the content type: {:?}", put.headers());
    let get = Get::new("k").to_request_with(&options).unwrap();
    assert!(get.headers().is_empty());
}

#[test]
fn the_caller_chooses_the_algorithm() {
    let put = Put::new("k").with_body("Hello world");
    let request = put.with_checksum_algorithm(Algorithm::Crc32c).to_request().unwrap();
    assert!(request.headers().contains_key("x-amz-checksum-crc32c"));
    assert_eq!(request.headers()["x-amz-sdk-checksum-algorithm"], "CRC32C");
}

#[test]
fn an_algorithm_that_nobody_knows_is_refused() {
    let put = Put::new("k").with_checksum_algorithm(Algorithm::from("ROT13"));
    let error = put.to_request().unwrap_err();
    assert!(error.to_string().contains("ROT13"), "{error}");
}

#[test]
fn a_checksum_of_the_callers_own_is_enough() {
    let request = Put::new("k").with_checksum_sha1("mine").to_request().unwrap();
    assert_eq!(request.headers()["x-amz-checksum-sha1"], "mine");
    assert!(!request.headers().contains_key("x-amz-checksum-crc32"));
    assert!(!request.headers().contains_key("x-amz-sdk-checksum-algorithm"));
}

#[test]
fn older_operations_have_md5() {
    let request = Delete::new().with_keys(["a"]).to_request().unwrap();
    assert_eq!(request.body(), r#"{"Keys":["a"]}"#.as_bytes());
    assert_eq!(request.headers()["content-md5"], "oYmW/FbkMzPGrsPGSRIebg==");
}

fn response(checksum: &str) -> http::Response<bytes::Bytes> {
    let builder = http::Response::builder().header("x-amz-checksum-crc32", checksum);
    builder.body("123456789".into()).unwrap()
}

#[test]
fn responses_are_checked() {
    let output = Get::read_response(&response("y/Q5Jg==")).unwrap();
    assert_eq!(output.body.as_deref(), Some(&b"123456789"[..]));
    let error = Get::read_response(&response("AAAAAA==")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Response);
    assert!(error.to_string().contains("CRC32"), "{error}");
}

#[test]
fn the_checksum_of_an_object_in_parts_is_not_that_of_its_bytes() {
    assert!(Get::read_response(&response("AAAAAA==-2")).is_ok());
}

#[test]
fn long_bodies_are_compressed() {
    let text = "a".repeat(10_240);
    let compress = Compress::new().with_coding("custom").with_text(&text);
    let request = compress.to_request().unwrap();
    assert_eq!(request.headers()["content-encoding"], "custom, gzip");
    assert!(request.body().len() < 1000, "{}", request.body().len());
    assert_eq!(Compress::from_request(&request).unwrap(), compress);
}

#[test]
fn short_bodies_are_compressed_if_they_have_to() {
    let compress = Compress::new().with_text("a");
    assert!(!compress.to_request().unwrap().headers().contains_key("content-encoding"));
    let options = RequestOptions::default().compressed_from(0);
    let request = compress.to_request_with(&options).unwrap();
    assert_eq!(request.headers()["content-encoding"], "gzip");
    let options = RequestOptions::default().compressed_from(None);
    let long = Compress::new().with_text("a".repeat(20_000)).to_request_with(&options).unwrap();
    assert!(!long.headers().contains_key("content-encoding"));
}

#[test]
fn a_body_that_grows_too_large_is_refused() {
    let options = RequestOptions::default();
    let compress = Compress::new().with_text("a".repeat(70 << 20));
    let request = compress.to_request_with(&options).unwrap();
    assert!(Compress::from_request(&request).is_err());
}

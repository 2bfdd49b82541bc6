//! Signatures that AWS has published: its Signature Version 4 test suite (also in botocore's source, below
//! `tests/unit/auth/aws4_testsuite`), from each case the request and the signature.

use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::client::sign;
use crate::config::Credentials;

/// 2015-08-30T12:36:00Z, the time of all cases.
fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

fn signed(mut request: http::Request<Bytes>, credentials: &Credentials) -> http::Request<Bytes> {
    sign(&mut request, credentials, "us-east-1", "service", time()).unwrap();
    request
}

fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &'static str,
) -> http::Request<Bytes> {
    let mut request =
        http::Request::builder().method(method).uri(format!("https://example.amazonaws.com{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Bytes::from_static(body.as_bytes())).unwrap()
}

/// Method, path, headers, signature.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

const CASES: &[Case] = &[
    ("GET", "/", &[], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ("POST", "/", &[], "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    (
        "GET",
        "/?Param2=value2&Param1=value1",
        &[],
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ),
    (
        "GET",
        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        &[],
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
    ),
    ("GET", "//example//", &[], "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
    (
        "POST",
        "/",
        &[("my-header1", "value1")],
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
    ),
    (
        "GET",
        "/",
        &[("my-header1", " value1"), ("my-header2", " \"a   b   c\"")],
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ),
];

#[track_caller]
fn assert_signature(request: &http::Request<Bytes>, signature: &str) {
    let authorization = request.headers()["authorization"].to_str().unwrap();
    assert!(authorization.ends_with(&format!("Signature={signature}")), "{authorization}");
}

#[test]
fn signatures_are_the_published_ones() {
    for (method, path, headers, signature) in CASES {
        let request = signed(request(method, path, headers, ""), &credentials());
        assert_signature(&request, signature);
    }
}

/// Not of the test suite, which has no escaped path: what botocore makes of the same requests.
#[test]
fn bodies_and_escaped_paths_are_signed_as_by_botocore() {
    let body = signed(request("POST", "/", &[], r#"{"a":1}"#), &credentials());
    assert_signature(&body, "6bd630fee2aa37038f4f84f06ababbcf96d2019e5068985ebeb2a3d73906604c");
    let path = "/example%20space/arn%3Aaws?b=%2F&a=x%20y";
    let escaped = signed(request("GET", path, &[], ""), &credentials());
    assert_signature(&escaped, "14a778a1bc5df858b1315758010c5f47cc2232bcba564e2103d0db744ea4592a");
}

#[test]
fn a_hash_that_is_already_there_is_the_bodys() {
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-length", "13"),
        (
            "x-amz-content-sha256",
            "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
        ),
    ];
    let signature = "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b";
    for body in ["Param1=value1", "not looked at"] {
        let request = signed(request("POST", "/", &headers, body), &credentials());
        assert_signature(&request, signature);
    }
}

#[test]
fn a_session_token_is_sent_and_signed() {
    let token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
    let credentials = credentials().with_session_token(token);
    let request = signed(request("GET", "/", &[], ""), &credentials);
    assert_eq!(request.headers()["x-amz-security-token"], token);
    assert_signature(&request, "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8");
}

#[test]
fn the_unsigned_payload_and_s3_have_their_own_rules() {
    let s3 = |path: &str| {
        let mut request = request("PUT", path, &[], "body");
        sign(&mut request, &credentials(), "us-east-1", "s3", time()).unwrap();
        request.headers().clone()
    };
    let hash = "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5";
    assert_eq!(s3("/a")["x-amz-content-sha256"], hash);
    assert_ne!(s3("/a//b")["authorization"], s3("/a/b")["authorization"]);
}

#[test]
fn what_cannot_be_signed_is_an_error() {
    let mut relative = http::Request::get("/").body(Bytes::new()).unwrap();
    let error = sign(&mut relative, &credentials(), "r", "s", time()).unwrap_err();
    assert_eq!(error.to_string(), "it cannot be signed: it has no host");
    let mut header = request("GET", "/", &[("x-name", "J\u{f6}rg")], "");
    assert!(sign(&mut header, &credentials(), "r", "s", time()).is_err());
}

#[test]
fn secrets_stay_out_of_what_requests_show() {
    let request = signed(request("GET", "/", &[], ""), &credentials().with_session_token("sesame"));
    let shown = format!("{request:?}");
    assert!(!shown.contains("sesame") && !shown.contains("wJalr"), "{shown}");
}

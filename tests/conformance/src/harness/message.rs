//! The messages of cases: making them, and comparing them with others.

use bytes::Bytes;
use http::HeaderMap;
use http::header::HOST;

use super::body;
use crate::case::{Content, Difference, Differences, Request, Response};

/// The request that a case describes, its URI a path, perhaps with a query.
pub(super) fn request(case: &Request) -> Result<http::Request<Bytes>, Difference> {
    let separator = if case.query.is_empty() { "" } else { "?" };
    let uri = format!("{}{separator}{}", case.path, case.query.join("&"));
    let method = case.method.as_deref().unwrap_or("POST");
    let mut builder = http::Request::builder().method(method).uri(uri);
    for (name, value) in &case.content.headers {
        builder = builder.header(name, value);
    }
    if let Some(host) = &case.host {
        builder = builder.header(HOST, host);
    }
    builder.body(body::bytes(case.content.body.as_ref())?).map_err(unfit)
}

/// The response that a case describes.
pub(super) fn response(case: &Response) -> Result<http::Response<Bytes>, Difference> {
    let mut builder = http::Response::builder().status(case.status);
    for (name, value) in &case.content.headers {
        builder = builder.header(name, value);
    }
    builder.body(body::bytes(case.content.body.as_ref())?).map_err(unfit)
}

fn unfit(error: http::Error) -> Difference {
    Difference::new("the case's message", "HTTP", error.to_string())
}

/// What differs in a request from what is expected.
pub(super) fn request_differences(
    expected: &Request,
    actual: &http::Request<Bytes>,
) -> Differences {
    let mut found = Vec::new();
    if let Some(method) = &expected.method
        && actual.method() != method.as_str()
    {
        found.push(Difference::new("the method", method, actual.method().as_str()));
    }
    if actual.uri().path() != expected.path {
        found.push(Difference::new("the path", &expected.path, actual.uri().path()));
    }
    compare_query(expected, actual.uri().query().unwrap_or_default(), &mut found);
    if let Some(host) = &expected.host {
        compare_header("host", host, actual.headers(), false, &mut found);
    }
    compare_content(&expected.content, actual.headers(), actual.body(), &mut found);
    found
}

/// What differs in a response from what is expected.
pub(super) fn response_differences(
    expected: &Response,
    actual: &http::Response<Bytes>,
) -> Differences {
    let mut found = Vec::new();
    if actual.status().as_u16() != expected.status {
        let (expected, actual) = (expected.status.to_string(), actual.status().to_string());
        found.push(Difference::new("the status", expected, actual));
    }
    compare_content(&expected.content, actual.headers(), actual.body(), &mut found);
    found
}

/// The pieces of a query string.
fn pieces(query: &str) -> Vec<&str> {
    query.split('&').filter(|piece| !piece.is_empty()).collect()
}

fn key(piece: &str) -> &str {
    piece.split_once('=').map_or(piece, |(key, _)| key)
}

fn compare_query(expected: &Request, query: &str, found: &mut Differences) {
    let actual = pieces(query);
    let mut left = actual.clone();
    for piece in &expected.query {
        match left.iter().position(|candidate| candidate == piece) {
            Some(index) => {
                left.swap_remove(index);
            }
            None => found.push(Difference::new("the query", piece, query)),
        }
    }
    if expected.whole_query && !left.is_empty() {
        let what = "the query";
        found.push(Difference::new(what, format!("nothing but {:?}", expected.query), query));
    }
    let has = |wanted: &String| actual.iter().any(|piece| key(piece) == wanted);
    for forbidden in expected.forbid_query.iter().filter(|key| has(key)) {
        found.push(Difference::new("the query", format!("no {forbidden}"), query));
    }
    for required in expected.require_query.iter().filter(|key| !has(key)) {
        found.push(Difference::new("the query", required, query));
    }
}

fn compare_content(expected: &Content, headers: &HeaderMap, body: &Bytes, found: &mut Differences) {
    for (name, value) in &expected.headers {
        compare_header(name, value, headers, expected.loose_lists, found);
    }
    for name in expected.forbid_headers.iter().filter(|name| headers.contains_key(&***name)) {
        found.push(Difference::new(format!("the header {name}"), "none", joined(headers, name)));
    }
    for name in expected.require_headers.iter().filter(|name| !headers.contains_key(&***name)) {
        found.push(Difference::new(format!("the header {name}"), "any", "none"));
    }
    if let Some(expected) = &expected.body {
        found.extend(body::difference(expected, body));
    }
}

fn compare_header(
    name: &str,
    expected: &str,
    headers: &HeaderMap,
    loose_lists: bool,
    found: &mut Differences,
) {
    let actual = joined(headers, name);
    let tightened = |value: &str| value.replace(", ", ",");
    let is_same = actual == expected || loose_lists && tightened(&actual) == tightened(expected);
    if !headers.contains_key(name) {
        found.push(Difference::new(format!("the header {name}"), expected, "none"));
    } else if !is_same {
        found.push(Difference::new(format!("the header {name}"), expected, actual));
    }
}

/// All values of a header. HTTP lets a list be one header or several (RFC 9110, section 5.3).
fn joined(headers: &HeaderMap, name: &str) -> String {
    let values =
        headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    values.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found of a request with that query and that header.
    fn found(expected: &Request, query: &str, header: (&str, &str)) -> Vec<String> {
        let request = http::Request::builder().uri(format!("/p?{query}"));
        let request = request.header(header.0, header.1).body(Bytes::new()).unwrap();
        let expected = Request { path: "/p".to_owned(), ..expected.clone() };
        let found = request_differences(&expected, &request);
        found.into_iter().map(|difference| difference.what).collect()
    }

    #[test]
    fn the_query_is_compared_piece_by_piece() {
        let expected = Request {
            query: vec!["a=1".to_owned(), "a=1".to_owned()],
            require_query: vec!["b".to_owned()],
            forbid_query: vec!["c".to_owned()],
            ..Request::default()
        };
        let problems = |expected: &Request, query| found(expected, query, ("x", "")).len();
        assert_eq!(problems(&expected, "a=1&b&a=1&d"), 0);
        assert_eq!(problems(&expected, "a=1&b"), 1);
        assert_eq!(problems(&expected, "a=1&a=1&c=2"), 2);
        let whole = Request { whole_query: true, ..expected };
        assert_eq!(problems(&whole, "a=1&b&a=1"), 1);
    }

    #[test]
    fn headers_are_compared_as_a_case_asks() {
        let mut expected = Request::default();
        expected.content.headers.insert("X-A".to_owned(), "1, 2".to_owned());
        expected.content.forbid_headers.push("X-B".to_owned());
        let problems = |expected: &Request, name, value| found(expected, "", (name, value)).len();
        assert_eq!(problems(&expected, "x-a", "1, 2"), 0);
        assert_eq!(problems(&expected, "x-a", "1,2"), 1);
        assert_eq!(problems(&expected, "x-b", "1, 2"), 2);
        expected.content.loose_lists = true;
        assert_eq!(problems(&expected, "x-a", "1,2"), 0);
    }
}

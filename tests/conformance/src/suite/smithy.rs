//! Smithy JSON AST models with the traits of `smithy.test`.

use std::path::Path;

use serde_json::{Map, Value};

use super::{
    Model, Suite, SuiteError, entries, package_part, parameters, parse, read_text, text, texts,
};
use crate::case::{
    Body, Buckets, Case, ClientSettings, Content, ErrorTest, EventTest, EventsTest, Format, Head,
    Kind, Outcome, Request, Response, Side, Test,
};
use crate::suite::text_entries;

const REQUEST_TESTS: &str = "smithy.test#httpRequestTests";
const RESPONSE_TESTS: &str = "smithy.test#httpResponseTests";
const MALFORMED_TESTS: &str = "smithy.test#httpMalformedRequestTests";
const EVENT_STREAM_TESTS: &str = "smithy.test#eventStreamTests";

/// Reads all models in a folder.
pub(super) fn read(folder: &Path) -> Result<Suite, SuiteError> {
    let mut suite = Suite { name: "smithy", ..Suite::default() };
    for file in super::json_files(folder)? {
        let source = read_text(&file)?;
        let ast = parse(&file, &source)?;
        if ast.get("smithy").is_none() {
            continue;
        }
        let name = format!("smithy-{}", package_part(&file));
        suite.cases.extend(Reader { model: &name, ast: &ast }.cases());
        suite.models.push(Model { name, file, text: source });
    }
    Ok(suite)
}

/// The cases of one model.
struct Reader<'a> {
    model: &'a str,
    ast: &'a Value,
}

impl Reader<'_> {
    fn cases(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for (id, shape) in entries(self.ast, "shapes") {
            let name = name_of(id);
            match text(shape, "type") {
                Some("operation") => {
                    for test in tests(shape, REQUEST_TESTS) {
                        self.add(&mut cases, Kind::Request, name, test, request_test(test));
                    }
                    for test in tests(shape, RESPONSE_TESTS) {
                        let case = Test::Response {
                            params: params(test, "params"),
                            response: response(test),
                        };
                        self.add(&mut cases, Kind::Response, name, test, case);
                    }
                    for test in tests(shape, EVENT_STREAM_TESTS) {
                        let case = Test::Events(events_test(shape, test));
                        self.add(&mut cases, Kind::EventStream, name, test, case);
                    }
                    for test in tests(shape, MALFORMED_TESTS) {
                        let cases_of_test = parameters::cases(test).into_iter();
                        cases.extend(cases_of_test.map(|(suffix, test)| {
                            let id = format!("{}{suffix}", text(&test, "id").unwrap_or_default());
                            let malformed = malformed_test(&test);
                            Case {
                                id,
                                ..self.case(Kind::Malformed, Side::Server, name, &test, malformed)
                            }
                        }));
                    }
                }
                Some("structure") if has_trait(shape, "smithy.api#error") => {
                    for test in tests(shape, RESPONSE_TESTS) {
                        let operation = self.operation_with_error(id);
                        self.add(&mut cases, Kind::Error, operation, test, error_test(name, test));
                    }
                }
                _ => {}
            }
        }
        cases
    }

    /// Adds the case for each side that it applies to.
    fn add(&self, cases: &mut Vec<Case>, kind: Kind, operation: &str, case: &Value, test: Test) {
        let applies_to = text(case, "appliesTo");
        for (side, name) in [(Side::Client, "client"), (Side::Server, "server")] {
            if applies_to.is_none_or(|applies_to| applies_to == name) {
                cases.push(self.case(kind, side, operation, case, test.clone()));
            }
        }
    }

    fn case(&self, kind: Kind, side: Side, operation: &str, case: &Value, test: Test) -> Case {
        Case {
            id: text(case, "id").unwrap_or_default().to_owned(),
            protocol: text(case, "protocol").unwrap_or_default().to_owned(),
            kind,
            side,
            model: self.model.to_owned(),
            operation: operation.to_owned(),
            test,
        }
    }

    /// An operation that answers with that error: its own, or any if the error is the service's.
    fn operation_with_error(&self, error: &str) -> &str {
        let lists = |shape: &Value| {
            let errors = shape.get("errors").and_then(Value::as_array);
            errors.is_some_and(|errors| errors.iter().any(|e| text(e, "target") == Some(error)))
        };
        let is = |shape: &Value, kind| text(shape, "type") == Some(kind);
        let shapes = || entries(self.ast, "shapes");
        let of_service = shapes().any(|(_, shape)| is(shape, "service") && lists(shape));
        let fits = |shape: &Value| is(shape, "operation") && (of_service || lists(shape));
        shapes().find(|(_, shape)| fits(shape)).map_or("", |(id, _)| name_of(id))
    }
}

fn name_of(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name)
}

fn has_trait(shape: &Value, name: &str) -> bool {
    shape.get("traits").is_some_and(|traits| traits.get(name).is_some())
}

fn tests<'v>(shape: &'v Value, name: &str) -> &'v [Value] {
    let tests = shape.get("traits").and_then(|traits| traits.get(name)).and_then(Value::as_array);
    tests.map_or(&[], Vec::as_slice)
}

/// The values at a key; none are those of an empty structure.
fn params(test: &Value, key: &str) -> Value {
    test.get(key).cloned().unwrap_or_else(|| Value::Object(Map::new()))
}

fn request_test(test: &Value) -> Test {
    let region = test.pointer("/vendorParams/scopedConfig/client/region").and_then(Value::as_str);
    let settings = |of: &str| test.pointer(&format!("/vendorParams/scopedConfig/{of}/s3"));
    let s3 = settings("operation").or_else(|| settings("client"));
    let host = text(test, "host").unwrap_or("example.com");
    // Cases that choose a region are about how the client finds the endpoint.
    let endpoint = region.is_none().then(|| format!("https://{host}"));
    Test::Request {
        params: params(test, "params"),
        client: ClientSettings {
            endpoint,
            region: region.map(str::to_owned),
            s3: s3.map(buckets).unwrap_or_default(),
        },
        request: Request { host: text(test, "resolvedHost").map(str::to_owned), ..request(test) },
    }
}

fn buckets(s3: &Value) -> Buckets {
    let is_set = |key: &str| s3.get(key).and_then(Value::as_bool).unwrap_or_default();
    Buckets {
        in_path: text(s3, "addressing_style") == Some("path"),
        accelerated: is_set("use_accelerate_endpoint"),
        dual_stack: is_set("use_dualstack_endpoint"),
    }
}

fn request(test: &Value) -> Request {
    Request {
        method: text(test, "method").map(str::to_owned),
        path: text(test, "uri").unwrap_or_default().to_owned(),
        query: texts(test, "queryParams"),
        whole_query: false,
        forbid_query: texts(test, "forbidQueryParams"),
        require_query: texts(test, "requireQueryParams"),
        host: None,
        content: content(test),
    }
}

fn response(test: &Value) -> Response {
    let status = test.get("code").and_then(Value::as_u64);
    Response {
        status: status.and_then(|status| u16::try_from(status).ok()).unwrap_or(200),
        content: content(test),
    }
}

fn content(test: &Value) -> Content {
    let format = Format::of(text(test, "bodyMediaType"));
    Content {
        headers: text_entries(test, "headers"),
        forbid_headers: texts(test, "forbidHeaders"),
        require_headers: texts(test, "requireHeaders"),
        loose_lists: false,
        body: text(test, "body").map(|body| Body { text: body.to_owned(), format }),
    }
}

fn error_test(shape: &str, test: &Value) -> Test {
    let code = test.pointer("/vendorParams/code").and_then(Value::as_str);
    Test::Error {
        error: ErrorTest {
            shape: Some(shape.to_owned()),
            code: code.map(str::to_owned),
            message: None,
            params: params(test, "params"),
        },
        response: response(test),
    }
}

fn events_test(operation: &Value, test: &Value) -> EventsTest {
    let events = test.get("events").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_request = test.get("initialRequest").is_some()
        || events.iter().any(|event| text(event, "type") == Some("request"));
    let (head, members) = if is_request {
        let described = test.get("initialRequest").or_else(|| http(operation));
        (Head::Request(described.map(request).unwrap_or_default()), "initialRequestParams")
    } else {
        let described = test.get("initialResponse").unwrap_or(&Value::Null);
        (Head::Response(response(described)), "initialResponseParams")
    };
    let failure = test.pointer("/expectation/failure");
    let error = |failure| text(failure, "errorId").map(|id| name_of(id).to_owned());
    EventsTest {
        params: params(test, members),
        head,
        events: events.iter().map(event_test).collect(),
        outcome: failure.map_or(Outcome::Events, |failure| Outcome::Failure(error(failure))),
    }
}

/// Method and URI of an operation, where the tests of requests have them too.
fn http(operation: &Value) -> Option<&Value> {
    operation.get("traits")?.get("smithy.api#http")
}

fn event_test(event: &Value) -> EventTest {
    EventTest {
        params: event.get("params").cloned(),
        message: text(event, "bytes").unwrap_or_default().to_owned(),
        format: Format::of(text(event, "bodyMediaType")),
    }
}

fn malformed_test(test: &Value) -> Test {
    let part = |key| test.get(key).unwrap_or(&Value::Null);
    let mut response = response(part("response"));
    let body = part("response").get("body").unwrap_or(&Value::Null);
    let contents = body.pointer("/assertion/contents").and_then(Value::as_str);
    response.content.body = contents.map(|contents| Body {
        text: contents.to_owned(),
        format: Format::of(text(body, "mediaType")),
    });
    Test::Malformed { request: request(part("request")), response }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_case_is_run_for_each_side_that_it_applies_to() {
        let test = |id: &str| json!({ "id": id, "protocol": "p#restJson1", "uri": "/" });
        let mut of_client = test("Client");
        of_client["appliesTo"] = "client".into();
        let ast = json!({ "shapes": {
            "n#Op": { "type": "operation", "errors": [{ "target": "n#Wrong" }], "traits": {
                "smithy.test#httpRequestTests": [test("Both"), of_client] } },
            "n#Wrong": { "type": "structure", "traits": {
                "smithy.api#error": "client", "smithy.test#httpResponseTests": [test("Error")] } },
        } });
        let cases = Reader { model: "m", ast: &ast }.cases();
        let shown: Vec<_> = cases
            .iter()
            .map(|case| format!("{} {} {}", case.operation, case.kind, case.shown_id()))
            .collect();
        assert_eq!(
            shown,
            [
                "Op request Both",
                "Op request Both (server)",
                "Op request Client",
                "Op error Error",
                "Op error Error (server)"
            ]
        );
    }

    #[test]
    fn a_stream_of_events_belongs_to_a_request_or_a_response() {
        let operation =
            json!({ "traits": { "smithy.api#http": { "method": "POST", "uri": "/talk" } } });
        let event = json!({ "type": "request", "params": {}, "bytes": "AA==" });
        let test = events_test(&operation, &json!({ "events": [event] }));
        let method = Some("POST".to_owned());
        let request = Request { method, path: "/talk".to_owned(), ..Request::default() };
        assert_eq!((test.head, test.outcome), (Head::Request(request), Outcome::Events));
        let failure = json!({ "failure": { "errorId": "n#Wrong" } });
        let test = json!({ "initialResponse": { "code": 500 }, "expectation": failure });
        let test = events_test(&operation, &test);
        let response = Response { status: 500, ..Response::default() };
        let wrong = Outcome::Failure(Some("Wrong".to_owned()));
        assert_eq!((test.head, test.outcome), (Head::Response(response), wrong));
    }
}

//! botocore's protocol tests: lists of suites, each with a model of its own in pieces.
//!
//! What they mean is what botocore's `tests/unit/test_protocols.py` makes of them.

mod order;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use self::order::MemberOrder;
use super::{
    Model, Suite, SuiteError, entries, parse, read_text, text, text_entries, texts, unfit,
};
use crate::case::{
    Body, Case, ClientSettings, Content, ErrorTest, EventTest, EventsTest, Format, Head, Kind,
    Outcome, Request, Response, Side, Test,
};

/// The folders with cases: those made from Smithy's, and older ones.
const FOLDERS: [&str; 4] = ["input", "output", "legacy/input", "legacy/output"];

/// Reads the whole suite.
pub(super) fn read(folder: &Path) -> Result<Suite, SuiteError> {
    let ignored = IgnoreList::read(folder)?;
    let mut suite = Suite { name: "botocore", ..Suite::default() };
    for part in FOLDERS {
        let folder = folder.join(part);
        if !folder.is_dir() {
            continue;
        }
        for path in super::json_files(&folder)? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let file = File { path: &path, part, name: format!("{part}/{stem}") };
            file.read(&mut suite, &ignored)?;
        }
    }
    Ok(suite)
}

/// A file of suites.
struct File<'a> {
    path: &'a Path,
    /// Which of [`FOLDERS`] it stands in.
    part: &'static str,
    /// Its name for ids and crates.
    name: String,
}

impl File<'_> {
    fn read(&self, suite: &mut Suite, ignored: &IgnoreList) -> Result<(), SuiteError> {
        let source = read_text(self.path)?;
        let content = parse(self.path, &source)?;
        let orders = order::of_members(&source).map_err(|error| unfit(self.path, error))?;
        let suites = content.as_array().ok_or_else(|| unfit(self.path, "no list of suites"))?;
        let mut merged: Vec<MergedModel<'_>> = Vec::new();
        for (index, (part, order)) in suites.iter().zip(&orders).enumerate() {
            let cases = part.get("cases").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            for (number, case) in cases.iter().enumerate() {
                let given = case.get("given").unwrap_or(&Value::Null);
                let model = MergedModel::place(&mut merged, part, order, given);
                let model = self.package(model);
                let id = match text(case, "id") {
                    Some(id) => id.to_owned(),
                    None => format!("{}/{index}:{number}", self.name),
                };
                let case = Reader { suite: part, case, given }.case(id, model);
                match ignored.reason(&self.file_name(), self.direction(), part, &case.id) {
                    Some(reason) => suite.ignored.push((case, reason)),
                    None => suite.cases.push(case),
                }
            }
        }
        for (number, model) in merged.iter().enumerate() {
            suite.models.push(Model {
                name: self.package(number),
                file: self.path.to_owned(),
                text: model.text(),
            });
        }
        Ok(())
    }

    /// The name of the crate for the file's model of that number.
    fn package(&self, number: usize) -> String {
        format!("botocore-{}-{number}", self.name.replace(['/', '_'], "-"))
    }

    fn file_name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn direction(&self) -> &'static str {
        if self.part.ends_with("input") { "input" } else { "output" }
    }
}

/// The model of several suites: those of a file that do not contradict each other.
///
/// Most suites are one operation of one Smithy model each; a crate for every one of them would
/// multiply the time to compile them and test nothing more.
struct MergedModel<'a> {
    metadata: &'a Value,
    shapes: BTreeMap<&'a str, &'a Value>,
    orders: BTreeMap<&'a str, &'a MemberOrder>,
    operations: BTreeMap<&'a str, &'a Value>,
}

impl<'a> MergedModel<'a> {
    /// Adds an operation of a suite to the first of these models that it fits, or a new one.
    /// Gives that model's index.
    fn place(
        models: &mut Vec<Self>,
        suite: &'a Value,
        orders: &'a BTreeMap<String, MemberOrder>,
        given: &'a Value,
    ) -> usize {
        let metadata = suite.get("metadata").unwrap_or(&Value::Null);
        let name = text(given, "name").unwrap_or_default();
        let fits = |model: &Self| {
            let mut shapes = entries(suite, "shapes");
            model.metadata == metadata
                && model.operations.get(name).is_none_or(|known| *known == given)
                && shapes
                    .all(|(id, shape)| model.shapes.get(&**id).is_none_or(|known| *known == shape))
        };
        let index = models.iter().position(fits).unwrap_or(models.len());
        if index == models.len() {
            let (shapes, operations) = (BTreeMap::new(), BTreeMap::new());
            models.push(Self { metadata, shapes, orders: BTreeMap::new(), operations });
        }
        if let Some(model) = models.get_mut(index) {
            model.shapes.extend(entries(suite, "shapes").map(|(id, shape)| (&**id, shape)));
            model.orders.extend(orders.iter().map(|(id, order)| (&**id, order)));
            model.operations.insert(name, given);
        }
        index
    }

    /// The model with what those of services have and tests leave out.
    fn text(&self) -> String {
        let mut metadata = json!({
            "apiVersion": "2000-01-01",
            "endpointPrefix": "conformance",
            "jsonVersion": "1.0",
            "serviceFullName": "Conformance",
            "serviceId": "Conformance",
            "signatureVersion": "v4",
            "targetPrefix": "Conformance",
        });
        if let (Some(all), Some(own)) = (metadata.as_object_mut(), self.metadata.as_object()) {
            all.extend(own.clone());
        }
        let operations: Map<_, _> = self
            .operations
            .iter()
            .map(|(name, given)| ((*name).to_owned(), self.operation(given)))
            .collect();
        let shapes = self.shapes();
        let shapes: Vec<String> = shapes
            .iter()
            .map(|(name, shape)| {
                let shape = order::text(shape, self.orders.get(name).copied());
                format!("{}:{shape}", Value::from(*name))
            })
            .collect();
        let (operations, shapes) = (Value::Object(operations), shapes.join(","));
        format!(
            r#"{{"version":"2.0","metadata":{metadata},"operations":{operations},"shapes":{{{shapes}}}}}"#
        )
    }

    /// The shapes as models have them. For botocore it is the same whether a shape or a reference
    /// to it says something; the older tests use that, where models are strict.
    fn shapes(&self) -> BTreeMap<&'a str, Value> {
        let mut shapes: BTreeMap<&'a str, Value> =
            self.shapes.iter().map(|(name, shape)| (*name, (*shape).clone())).collect();
        for input in self.operations.values().filter_map(|given| given.get("input")) {
            let shape = text(input, "shape").and_then(|name| shapes.get_mut(name));
            if let (Some(Value::Object(shape)), Some(payload)) = (shape, input.get("payload")) {
                shape.insert("payload".to_owned(), payload.clone());
            }
        }
        for shape in shapes.values_mut() {
            let members = shape.get_mut("members").and_then(Value::as_object_mut);
            members.into_iter().flat_map(Map::values_mut).for_each(|member| self.locate(member));
        }
        shapes
    }

    /// Gives a member the location that its target has.
    fn locate(&self, member: &mut Value) {
        let Value::Object(member) = member else {
            return;
        };
        let target = member.get("shape").and_then(Value::as_str);
        let Some(target) = target.and_then(|name| self.shapes.get(name)) else {
            return;
        };
        if target.get("location").is_some() {
            for key in ["location", "locationName"] {
                if let Some(value) = target.get(key) {
                    member.entry(key).or_insert_with(|| value.clone());
                }
            }
        }
    }

    /// An operation that may answer with every error of the model: botocore does not ask which
    /// ones are an operation's own.
    fn operation(&self, given: &Value) -> Value {
        let mut operation = given.clone();
        let is_error =
            |shape: &&Value| shape.get("exception").is_some_and(|is| *is == Value::Bool(true));
        let errors = self.shapes.iter().filter(|(_, shape)| is_error(shape));
        let errors: Vec<_> = errors.map(|(name, _)| json!({ "shape": name })).collect();
        if let Some(operation) = operation.as_object_mut() {
            operation
                .entry("http")
                .or_insert_with(|| json!({ "method": "POST", "requestUri": "/" }));
            operation.insert("errors".to_owned(), Value::Array(errors));
        }
        operation
    }
}

/// One case.
struct Reader<'a> {
    suite: &'a Value,
    case: &'a Value,
    given: &'a Value,
}

impl Reader<'_> {
    fn case(&self, id: String, model: String) -> Case {
        let (kind, test) = if self.case.get("serialized").is_some() {
            (Kind::Request, self.request_test())
        } else if self.case.get("error").is_some() {
            (Kind::Error, self.error_test())
        } else if let Some(stream) = self.event_stream() {
            (Kind::EventStream, self.events_test(stream))
        } else {
            let params = self.params("result");
            (Kind::Response, Test::Response { params, response: self.response(self.format()) })
        };
        Case {
            id,
            protocol: self.protocol().to_owned(),
            kind,
            side: Side::Client,
            model,
            operation: text(self.given, "name").unwrap_or_default().to_owned(),
            test,
        }
    }

    fn metadata(&self, key: &str) -> Option<&str> {
        text(self.suite.get("metadata")?, key)
    }

    /// The protocol by its Smithy id.
    fn protocol(&self) -> &'static str {
        match (self.metadata("protocol"), self.metadata("jsonVersion")) {
            (Some("json"), Some("1.1")) => "aws.protocols#awsJson1_1",
            (Some("json"), _) => "aws.protocols#awsJson1_0",
            (Some("rest-json"), _) => "aws.protocols#restJson1",
            (Some("rest-xml"), _) => "aws.protocols#restXml",
            (Some("query"), _) => "aws.protocols#awsQuery",
            (Some("ec2"), _) => "aws.protocols#ec2Query",
            (Some("smithy-rpc-v2-cbor"), _) => "smithy.protocols#rpcv2Cbor",
            _ => "",
        }
    }

    /// How bodies in the protocol are compared.
    fn format(&self) -> Format {
        match self.metadata("protocol") {
            Some("json" | "rest-json") => Format::Json,
            Some("rest-xml") => Format::Xml,
            Some("query" | "ec2") => Format::Form,
            Some("smithy-rpc-v2-cbor") => Format::Cbor,
            _ => Format::Bytes,
        }
    }

    fn params(&self, key: &str) -> Value {
        self.case.get(key).map_or_else(|| Value::Object(Map::new()), known_members)
    }

    fn request_test(&self) -> Test {
        let expected = self.case.get("serialized").unwrap_or(&Value::Null);
        let uri = text(expected, "uri").unwrap_or_default();
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let endpoint = text(self.suite, "clientEndpoint").unwrap_or("https://example.com");
        Test::Request {
            params: self.params("params"),
            client: ClientSettings {
                endpoint: Some(endpoint.to_owned()),
                ..ClientSettings::default()
            },
            request: Request {
                method: text(expected, "method").map(str::to_owned),
                path: path.to_owned(),
                query: query
                    .split('&')
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect(),
                whole_query: true,
                host: text(expected, "host").map(str::to_owned),
                content: self.content(expected, self.format()),
                ..Request::default()
            },
        }
    }

    /// The events of a response, whose body has all of their messages.
    fn events_test(&self, stream: &str) -> Test {
        let mut params = self.params("result");
        let events = params.as_object_mut().and_then(|params| params.remove(stream));
        let event = |params: &Value| EventTest {
            params: Some(params.clone()),
            message: String::new(),
            format: self.format(),
        };
        let events = events.as_ref().and_then(Value::as_array).into_iter().flatten();
        Test::Events(EventsTest {
            events: events.map(event).collect(),
            params,
            head: Head::Response(self.response(Format::Base64)),
            outcome: Outcome::Events,
        })
    }

    /// The response, whose body is of that format.
    fn response(&self, format: Format) -> Response {
        let response = self.case.get("response").unwrap_or(&Value::Null);
        let status = response.get("status_code").and_then(Value::as_u64);
        Response {
            status: status.and_then(|status| u16::try_from(status).ok()).unwrap_or(200),
            content: self.content(response, format),
        }
    }

    fn content(&self, message: &Value, format: Format) -> Content {
        let mut headers: BTreeMap<String, String> = text_entries(message, "headers");
        // botocore does not say what its REST payloads are, and its tests do not ask.
        let is_asked = |name: &str, value: &str| match self.metadata("protocol") {
            _ if !name.eq_ignore_ascii_case("content-type") => true,
            Some("rest-xml") => false,
            Some("rest-json") => value == "application/json",
            _ => true,
        };
        if message.get("status_code").is_none() {
            headers.retain(|name, value| is_asked(name, value));
        }
        // botocore's tests take it as said.
        if matches!(self.metadata("protocol"), Some("query" | "ec2")) {
            for value in headers.values_mut() {
                *value = value.replace("; charset=utf-8", "");
            }
        }
        Content {
            headers,
            forbid_headers: Self::forbidden_headers(message),
            require_headers: texts(message, "requireHeaders"),
            loose_lists: true,
            body: text(message, "body").map(|body| Body { text: body.to_owned(), format }),
        }
    }

    /// Headers that there must not be. botocore's tests look at requests before their length is
    /// said.
    fn forbidden_headers(message: &Value) -> Vec<String> {
        let mut names = texts(message, "forbidHeaders");
        names.retain(|name| !name.eq_ignore_ascii_case("content-length"));
        names
    }

    fn error_test(&self) -> Test {
        let code = text(self.case, "errorCode");
        Test::Error {
            error: ErrorTest {
                shape: code.and_then(|code| self.shape_for_code(code)),
                code: code.map(str::to_owned),
                message: text(self.case, "errorMessage").map(str::to_owned),
                params: self.params("error"),
            },
            response: self.response(self.format()),
        }
    }

    /// The error of that code, if the model has one (`ServiceModel.shape_for_error_code`).
    fn shape_for_code(&self, code: &str) -> Option<String> {
        let is_meant = |name: &str, shape: &Value| match shape.pointer("/error/code") {
            Some(own) => own.as_str() == Some(code),
            None => name == code,
        };
        let mut shapes = entries(self.suite, "shapes");
        let found =
            shapes.find(|(name, shape)| shape.get("exception").is_some() && is_meant(name, shape));
        found.map(|(name, _)| name.clone())
    }

    /// The member of the output that is a stream of events.
    fn event_stream(&self) -> Option<&str> {
        let shape = |reference: &Value| self.suite.get("shapes")?.get(text(reference, "shape")?);
        let is_stream =
            |member: &Value| shape(member).is_some_and(|shape| shape.get("eventstream").is_some());
        let output = self.given.get("output").and_then(shape)?;
        let (name, _) = entries(output, "members").find(|(_, member)| is_stream(member))?;
        Some(name)
    }
}

/// The values without the members that botocore makes up for unions of no known member.
fn known_members(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(known_members).collect(),
        Value::Object(entries) => {
            let known = entries.iter().filter(|(name, _)| *name != "SDK_UNKNOWN_MEMBER");
            known.map(|(name, value)| (name.clone(), known_members(value))).collect()
        }
        other => other.clone(),
    }
}

/// The cases that botocore itself knows to fail.
struct IgnoreList(Value);

impl IgnoreList {
    fn read(folder: &Path) -> Result<Self, SuiteError> {
        let path = folder.join("protocol-tests-ignore-list.json");
        if !path.is_file() {
            return Ok(Self(Value::Null));
        }
        Ok(Self(parse(&path, &read_text(&path)?)?))
    }

    /// Why botocore does not run a case, if it does not.
    fn reason(&self, file: &str, direction: &str, suite: &Value, id: &str) -> Option<String> {
        let description = text(suite, "description").unwrap_or_default();
        let general = self.0.get("general");
        let own = self.0.get("protocols").and_then(|protocols| protocols.get(file));
        let is_listed = [general, own].into_iter().flatten().any(|list| {
            let list = list.get(direction).unwrap_or(&Value::Null);
            texts(list, "suites").iter().any(|suite| suite == description)
                || texts(list, "cases").iter().any(|case| case == id)
        });
        is_listed.then(|| "botocore's own list of cases not to run".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The models of suites with these shapes and operations.
    fn merged(suites: &[(Value, Value)]) -> Vec<usize> {
        let suites: Vec<_> =
            suites.iter().map(|(shapes, given)| (json!({ "shapes": shapes }), given)).collect();
        let (mut models, orders) = (Vec::new(), BTreeMap::new());
        let place = |(suite, given)| MergedModel::place(&mut models, suite, &orders, given);
        suites.iter().map(|(suite, given)| (suite, *given)).map(place).collect()
    }

    #[test]
    fn suites_share_a_model_unless_they_contradict() {
        let op = |name: &str, uri: &str| json!({ "name": name, "http": { "requestUri": uri } });
        let text = json!({ "S": { "type": "string" } });
        let number = json!({ "S": { "type": "integer" } });
        let placed = merged(&[
            (text.clone(), op("A", "/")),
            (text.clone(), op("B", "/")),
            (number, op("C", "/")),
            (text.clone(), op("A", "/other")),
            (text, op("A", "/")),
        ]);
        assert_eq!(placed, [0, 0, 1, 2, 0]);
    }

    #[test]
    fn members_have_the_location_of_their_shapes() {
        let suite = json!({ "shapes": {
            "In": { "type": "structure", "members": { "h": { "shape": "H" }, "b": { "shape": "B" } } },
            "H": { "type": "string", "location": "header", "locationName": "X-H" },
            "B": { "type": "blob" },
        } });
        let given = json!({ "name": "A", "input": { "shape": "In", "payload": "b" } });
        let (mut models, orders) = (Vec::new(), BTreeMap::new());
        MergedModel::place(&mut models, &suite, &orders, &given);
        let input = models[0].shapes()["In"].clone();
        assert_eq!(input["payload"], "b");
        let header = json!({ "shape": "H", "location": "header", "locationName": "X-H" });
        assert_eq!(input["members"], json!({ "h": header, "b": { "shape": "B" } }));
    }
}

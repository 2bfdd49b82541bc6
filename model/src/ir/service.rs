//! The service and its operations.

use std::collections::BTreeMap;

use super::{Pointer, ShapeId};

/// The service that a model describes.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The id that names it in configuration, such as `ECS` (botocore `serviceId`).
    pub id: String,
    /// The name for people, such as `Amazon EC2 Container Service`.
    pub full_name: String,
    /// The short name for people, such as `Amazon ECS`, if there is one.
    pub abbreviation: Option<String>,
    /// The version of the API, such as `2014-11-13`.
    pub version: String,
    /// The protocols that it speaks, the one to prefer first.
    pub protocols: Vec<Protocol>,
    /// The prefix of the host name, such as `ecs`.
    pub endpoint_prefix: String,
    /// The name in signatures.
    pub signing_name: String,
    /// What stands before the operation's name in `X-Amz-Target`, or empty.
    pub target_prefix: String,
    /// How requests are signed, the one to prefer first.
    pub auth: Vec<Auth>,
    /// Error codes come from `x-amzn-query-error`.
    pub query_compatible: bool,
    /// The XML namespace of requests, if there is one.
    pub xml_namespace: Option<(String, String)>,
    /// Errors that every operation may answer with.
    pub errors: Vec<OperationError>,
    /// The documentation of the service, or empty.
    pub docs: String,
    /// Metadata that nothing reads yet, kept as it stands in the file.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where it stands.
    pub at: Pointer,
}

/// A protocol, named as in the Smithy AWS protocol specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `aws.protocols#awsJson1_0`.
    AwsJson1_0,
    /// `aws.protocols#awsJson1_1`.
    AwsJson1_1,
    /// `aws.protocols#restJson1`.
    RestJson1,
    /// `aws.protocols#restXml`.
    RestXml,
    /// `aws.protocols#awsQuery`.
    AwsQuery,
    /// `aws.protocols#ec2Query`.
    Ec2Query,
    /// `smithy.protocols#rpcv2Cbor`.
    RpcV2Cbor,
    /// `smithy.protocols#rpcv2Json`.
    RpcV2Json,
}

/// How a request proves who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// AWS Signature Version 4.
    SigV4,
    /// AWS Signature Version 4 for several regions.
    SigV4a,
    /// A bearer token.
    Bearer,
    /// Not at all.
    None,
    /// Another scheme, by its name in the file.
    Other(String),
}

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its name, the key under which the model has it.
    pub name: String,
    /// Method and path.
    pub http: Http,
    /// The structure of its input, if it takes any.
    pub input: Option<ShapeId>,
    /// The structure of its output, if it gives any.
    pub output: Option<ShapeId>,
    /// The errors it may answer with, in the order of the file.
    pub errors: Vec<OperationError>,
    /// What else the model says about it.
    pub traits: OperationTraits,
    /// How its results come in pages, if they do.
    pub paginator: Option<Paginator>,
    /// Worked examples.
    pub examples: Vec<Example>,
    /// Its documentation, or empty.
    pub docs: String,
    /// Where it stands.
    pub at: Pointer,
}

/// One of an operation's errors.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationError {
    /// The error's structure.
    pub target: ShapeId,
    /// What the operation says about when it answers with it, or empty.
    pub docs: String,
    /// Traits that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where the operation names it.
    pub at: Pointer,
}

/// The HTTP binding of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// Such as `POST`.
    pub method: String,
    /// The path, with labels in braces, and perhaps a literal query string.
    pub uri: String,
    /// The status code of success, 200 unless the model says otherwise.
    pub status: u16,
}

/// What a model says about an operation beside its types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OperationTraits {
    /// How requests are signed, if not as the service says.
    pub auth: Option<Vec<Auth>>,
    /// What stands before the endpoint's host name, with labels in braces.
    pub host_prefix: Option<String>,
    /// Whether and why it is deprecated.
    pub deprecated: Option<super::Deprecation>,
    /// The name that the service knows it by, if it differs (botocore's `name`; CloudFront
    /// appends the version to it).
    pub wire_name: Option<String>,
    /// The body's digest is not signed.
    pub unsigned_payload: bool,
    /// The name of the element around the result (query protocols).
    pub result_wrapper: Option<String>,
    /// The name of the request's root element (restXml).
    pub input_wire_name: Option<String>,
    /// The namespace of the request's root element (restXml).
    pub input_xml_namespace: Option<(String, String)>,
    /// Traits that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
}

/// How an operation's results come in pages; expressions are JMESPath.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paginator {
    /// The members of the input that continue the listing.
    pub input_tokens: Vec<String>,
    /// The expressions that find them in the output.
    pub output_tokens: Vec<String>,
    /// The expressions that find the listed items in the output.
    pub result_keys: Vec<String>,
    /// The member of the input that limits a page.
    pub limit_key: Option<String>,
    /// The expression that tells whether more follows.
    pub more_results: Option<String>,
    /// The expressions that find what every page repeats unchanged.
    pub non_aggregate_keys: Vec<String>,
    /// Keys that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where it stands, in the file of the paginators.
    pub at: Pointer,
}

/// Waits until polling an operation shows a state, kept as the file has it until waiters are
/// generated.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// The operation that is polled.
    pub operation: String,
    /// Delay, attempts and acceptors.
    pub definition: serde_json::Value,
    /// Where it stands, in the file of the waiters.
    pub at: Pointer,
}

/// The examples of each operation by its name.
pub type Examples = BTreeMap<String, Vec<Example>>;

/// A worked example of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// A title.
    pub title: String,
    /// What it shows.
    pub description: String,
    /// The input, by member name.
    pub input: serde_json::Value,
    /// The output, by member name.
    pub output: serde_json::Value,
    /// Keys that nothing reads yet, such as comments, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
}

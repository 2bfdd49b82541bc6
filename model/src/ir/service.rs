//! The service and its operations.

use std::collections::BTreeMap;

use super::{Pointer, ShapeId};

/// The service that a model describes.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The id that names it in configuration, such as `ECS` (botocore's `serviceId`, Smithy's
    /// `sdkId`).
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
    /// What stands before the operation's name in the header `X-Amz-Target` (awsJson) or in the
    /// path (rpcv2Cbor, rpcv2Json), or empty. In Smithy the name of the service's shape.
    pub target_prefix: String,
    /// The namespace of the service's shape, or empty: botocore's models have none.
    pub namespace: String,
    /// How requests are signed, the one to prefer first.
    pub auth: Vec<Auth>,
    /// Error codes come from `x-amzn-query-error` (Smithy's `awsQueryCompatible`).
    pub query_compatible: bool,
    /// The XML namespace of requests, if there is one.
    pub xml_namespace: Option<(String, String)>,
    /// Errors stand at the root of their XML document, without an `ErrorResponse` around them
    /// (restXml's `noErrorWrapping`).
    pub no_error_wrapping: bool,
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

impl Auth {
    /// The scheme of that absolute Smithy id, which botocore's models use, too.
    pub(crate) fn of_id(id: &str) -> Self {
        match id {
            "aws.auth#sigv4" => Self::SigV4,
            "aws.auth#sigv4a" => Self::SigV4a,
            "smithy.api#httpBearerAuth" => Self::Bearer,
            "smithy.api#noAuth" => Self::None,
            other => Self::Other(other.to_owned()),
        }
    }
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
    /// How requests are signed, if not as the service says; `Auth::None` is last in the list if
    /// a signature is optional.
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
    /// The name of the request's root element (restXml), unless a member is the body.
    pub input_xml_name: Option<String>,
    /// The namespace of the request's root element (restXml), unless a member is the body.
    pub input_xml_namespace: Option<(String, String)>,
    /// The output stands at the root of its XML document, which has the member's name
    /// (`s3UnwrappedXmlOutput`).
    pub unwrapped_xml_output: bool,
    /// How the client proves the integrity of requests and verifies that of responses.
    pub checksum: Option<Checksum>,
    /// Requests carry a digest of the body (`httpChecksumRequired`).
    pub checksum_required: bool,
    /// The codings that the client may compress the body with, the one to prefer first
    /// (`requestCompression`).
    pub compression: Vec<String>,
    /// Traits that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, serde_json::Value>,
}

/// How checksums are chosen for an operation (`aws.protocols#httpChecksum`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checksum {
    /// The request has a checksum in any case.
    pub request_required: bool,
    /// The member of the input that names the request's algorithm.
    pub request_algorithm_member: Option<String>,
    /// The member of the input that asks for verifying the response.
    pub request_validation_mode_member: Option<String>,
    /// The algorithms that responses may come with.
    pub response_algorithms: Vec<String>,
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
    /// Where it stands; in botocore's format in the file of the paginators.
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

//! What the protocols of a service need: which table of the runtime, and which features of it.

use shapewright_model::ir::Protocol;

/// A protocol that the runtime speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The protocol.
    pub protocol: Protocol,
    /// Its static in the runtime's module `protocol`.
    pub name: &'static str,
    /// The feature of the runtime that it stands behind, if any.
    pub feature: Option<&'static str>,
}

const SPOKEN: &[Spoken] = &[
    Spoken { protocol: Protocol::AwsJson1_0, name: "AWS_JSON_1_0", feature: None },
    Spoken { protocol: Protocol::AwsJson1_1, name: "AWS_JSON_1_1", feature: None },
    Spoken { protocol: Protocol::RestJson1, name: "REST_JSON_1", feature: None },
    Spoken { protocol: Protocol::RestXml, name: "REST_XML", feature: Some("xml") },
    Spoken { protocol: Protocol::AwsQuery, name: "AWS_QUERY", feature: Some("xml") },
    Spoken { protocol: Protocol::Ec2Query, name: "EC2_QUERY", feature: Some("xml") },
    Spoken { protocol: Protocol::RpcV2Cbor, name: "RPC_V2_CBOR", feature: Some("cbor") },
    Spoken { protocol: Protocol::RpcV2Json, name: "RPC_V2_JSON", feature: None },
];

/// The protocols that the runtime speaks.
#[must_use]
pub fn spoken() -> &'static [Spoken] {
    SPOKEN
}

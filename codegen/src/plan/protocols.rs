//! What the protocols of a service need: which table of the runtime, and which features of it.

use shapewright_model::ir::Protocol;

/// How the runtime speaks a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The protocol.
    pub protocol: Protocol,
    /// Its static in the runtime's module `protocol`.
    pub name: &'static str,
    /// The feature of the runtime that it stands behind, if any.
    pub feature: Option<&'static str>,
}

/// How the runtime speaks that protocol.
#[must_use]
pub fn spoken(protocol: Protocol) -> Spoken {
    let (name, feature) = match protocol {
        Protocol::AwsJson1_0 => ("AWS_JSON_1_0", None),
        Protocol::AwsJson1_1 => ("AWS_JSON_1_1", None),
        Protocol::RestJson1 => ("REST_JSON_1", None),
        Protocol::RestXml => ("REST_XML", Some("xml")),
        Protocol::AwsQuery => ("AWS_QUERY", Some("xml")),
        Protocol::Ec2Query => ("EC2_QUERY", Some("xml")),
        Protocol::RpcV2Cbor => ("RPC_V2_CBOR", Some("cbor")),
        Protocol::RpcV2Json => ("RPC_V2_JSON", None),
    };
    Spoken { protocol, name, feature }
}

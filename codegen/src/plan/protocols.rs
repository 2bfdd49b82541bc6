//! What the protocols of a service need: which table of the runtime, which features of it, and
//! which traits of the model.

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
];

/// The protocols that the runtime speaks.
#[must_use]
pub fn spoken() -> &'static [Spoken] {
    SPOKEN
}

/// Which traits of the model mean something in at least one of a service's protocols.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Needs {
    /// The bindings to parts of HTTP messages.
    pub(super) http: bool,
    /// The names of members in JSON.
    pub(super) json_names: bool,
    /// The names, namespaces and forms of XML elements, which queries share.
    pub(super) xml: bool,
    /// The names of members in ec2Query.
    pub(super) ec2: bool,
    /// Whether operations have an input and an output at all: some protocols tell none from one
    /// without members.
    pub(super) presence: bool,
}

impl Needs {
    pub(super) fn of(protocols: &[Protocol]) -> Self {
        let mut needs = Self::default();
        for protocol in protocols {
            match protocol {
                Protocol::RestJson1 => {
                    needs.http = true;
                    needs.presence = true;
                    needs.json_names = true;
                }
                Protocol::RestXml => {
                    needs.http = true;
                    needs.presence = true;
                    needs.xml = true;
                }
                Protocol::AwsQuery => needs.xml = true,
                Protocol::Ec2Query => {
                    needs.xml = true;
                    needs.ec2 = true;
                }
                Protocol::RpcV2Cbor | Protocol::RpcV2Json => needs.presence = true,
                Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {}
            }
        }
        needs
    }
}

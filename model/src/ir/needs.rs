//! What the protocols of a service read of its model.

use super::Protocol;

/// Which traits of a model mean something in at least one of its protocols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The bindings to parts of HTTP messages.
    pub http: bool,
    /// The names of members in JSON.
    pub json_names: bool,
    /// The names, namespaces and forms of XML elements, which queries share.
    pub xml: bool,
    /// The names of members in ec2Query.
    pub ec2: bool,
    /// Whether operations have an input and an output at all: some protocols tell none from one
    /// without members.
    pub presence: bool,
    /// The namespace of the service's shapes.
    pub namespace: bool,
    /// What stands before the names of operations.
    pub target: bool,
    /// The names of operations.
    pub operation_names: bool,
    /// The version of the API.
    pub version: bool,
}

impl Needs {
    /// The needs of the protocols that both of two models speak, or of all if they share none.
    #[must_use]
    pub fn of_both(old: &[Protocol], new: &[Protocol]) -> Self {
        let shared: Vec<_> =
            old.iter().filter(|protocol| new.contains(protocol)).copied().collect();
        if shared.is_empty() { Self::of(&[old, new].concat()) } else { Self::of(&shared) }
    }

    /// The needs of all these protocols together.
    #[must_use]
    pub fn of(protocols: &[Protocol]) -> Self {
        let mut needs = Self::default();
        for protocol in protocols {
            let is_rest = matches!(protocol, Protocol::RestJson1 | Protocol::RestXml);
            needs.operation_names |= !is_rest;
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
                Protocol::AwsQuery => {
                    needs.xml = true;
                    needs.presence = true;
                    needs.version = true;
                }
                Protocol::Ec2Query => {
                    needs.xml = true;
                    needs.ec2 = true;
                    needs.version = true;
                }
                Protocol::AwsJson1_0 | Protocol::RpcV2Cbor | Protocol::RpcV2Json => {
                    needs.presence = true;
                    needs.namespace = true;
                    needs.target = true;
                }
                Protocol::AwsJson1_1 => needs.target = true,
            }
        }
        needs
    }
}

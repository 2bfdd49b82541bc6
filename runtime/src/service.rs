//! The static description of a service.

use crate::protocol::Protocol;

/// What a generated crate knows about its service.
pub struct ServiceSchema {
    /// The id that names the service in configuration, such as `ECS`.
    pub id: &'static str,
    /// The name for people, such as `Amazon ECS`.
    pub name: &'static str,
    /// The version of the API, such as `2014-11-13`.
    pub version: &'static str,
    /// The first label of the host name, such as `ecs`.
    pub endpoint_prefix: &'static str,
    /// The name in signatures.
    pub signing_name: &'static str,
    /// What stands before the operation's name in `X-Amz-Target`, and the service's name in the
    /// paths of rpcv2Cbor and rpcv2Json.
    pub target_prefix: &'static str,
    /// The protocol that the service speaks, unless a client is told another.
    pub protocol: &'static dyn Protocol,
    /// What else the model says about the service that matters at run time.
    pub traits: &'static [ServiceTrait],
}

/// What a model says about a service beside its names, as far as it matters at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceTrait {
    /// The namespace of XML documents: its prefix, or empty, and its URI.
    XmlNamespace(&'static str, &'static str),
    /// Errors have the codes of an earlier protocol, awsQuery, in the header
    /// `x-amzn-query-error` (`aws.protocols#awsQueryCompatible`).
    QueryCompatible,
    /// The namespace of the service's shapes: in awsJson 1.0, rpcv2Cbor and rpcv2Json, errors
    /// have absolute ids.
    Namespace(&'static str),
    /// Errors in XML have no `ErrorResponse` around them (`aws.protocols#restXml`,
    /// `noErrorWrapping`).
    NoErrorWrapping,
}

impl ServiceSchema {
    /// Whether the service carries this trait.
    #[must_use]
    pub fn has(&self, wanted: &ServiceTrait) -> bool {
        self.traits.contains(wanted)
    }

    /// The absolute id of a shape of the service: its name alone if the model has no namespace.
    #[must_use]
    pub fn absolute(&self, name: &str) -> String {
        let namespace = self.traits.iter().find_map(|t| match t {
            ServiceTrait::Namespace(namespace) => Some(namespace),
            _ => None,
        });
        namespace.map_or_else(|| name.to_owned(), |namespace| format!("{namespace}#{name}"))
    }

    /// The namespace of XML documents, prefix and URI, if there is one.
    #[must_use]
    pub fn xml_namespace(&self) -> Option<(&'static str, &'static str)> {
        self.traits.iter().find_map(|t| match t {
            ServiceTrait::XmlNamespace(prefix, uri) => Some((*prefix, *uri)),
            _ => None,
        })
    }
}

impl std::fmt::Debug for ServiceSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServiceSchema").field("id", &self.id).finish_non_exhaustive()
    }
}

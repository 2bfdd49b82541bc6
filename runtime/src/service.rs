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
    /// What stands before the operation's name in `X-Amz-Target`.
    pub target_prefix: &'static str,
    /// The protocol that the service speaks.
    pub protocol: &'static dyn Protocol,
}

impl std::fmt::Debug for ServiceSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServiceSchema").field("id", &self.id).finish_non_exhaustive()
    }
}

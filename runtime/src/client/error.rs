//! Why a call has no response.

use std::fmt;

use super::TransportError;
use crate::config::{ConfigError, CredentialsError};
use crate::{ErrorKind, SendError};

/// Why a call has no response. In all cases but [`Transport`](Self::Transport), nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError {
    /// The region or the endpoint is missing or cannot be used.
    Config(ConfigError),
    /// There are no credentials.
    Credentials(CredentialsError),
    /// The request cannot be sent: it makes no URI together with the endpoint, or cannot be signed.
    Request(Box<dyn std::error::Error + Send + Sync>),
    /// The last exchange failed, or the call's time was up.
    Transport {
        /// Why.
        error: TransportError,
        /// How many times the request was sent, or would have been had there been a connection.
        attempts: u32,
    },
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Request(error) => write!(f, "the request cannot be sent: {error}"),
            Self::Transport { error, attempts: 1 } => error.fmt(f),
            Self::Transport { error, attempts } => write!(f, "{error} (after {attempts} attempts)"),
        }
    }
}

/// There is no `source()`: `Display` has said it all.
impl std::error::Error for CallError {}

impl From<ConfigError> for CallError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<CredentialsError> for CallError {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

/// The same as part of an operation's error.
impl From<CallError> for SendError {
    fn from(error: CallError) -> Self {
        let kind = match &error {
            CallError::Config(_) | CallError::Credentials(_) => ErrorKind::Configuration,
            CallError::Request(_) => ErrorKind::Request,
            CallError::Transport { error, .. } => match error {
                TransportError::Timeout(_) => ErrorKind::Timeout,
                TransportError::InvalidResponse(_) | TransportError::BodyTooLarge { .. } => {
                    ErrorKind::Response
                }
                _ => ErrorKind::Connection,
            },
        };
        Self { kind, source: Box::new(error) }
    }
}

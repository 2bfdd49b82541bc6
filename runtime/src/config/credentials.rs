//! Who calls: credentials, and where they come from.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

/// Credentials of an AWS account.
///
/// `Debug` shows the access key id, which is no secret, and neither the secret key nor the session token.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expires_at: Option<SystemTime>,
}

impl Credentials {
    /// Long-lived credentials: an access key's id and its secret.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expires_at: None,
        }
    }

    /// The same with the session token that belongs to temporary credentials.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// The same, not to be used from this time on.
    #[must_use]
    pub fn with_expiry(mut self, at: SystemTime) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// The access key's id. No secret.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret that requests are signed with.
    pub fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// The session token of temporary credentials. A secret.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// From when on they are not to be used, if that is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The result of asking a [`CredentialsProvider`] without blocking.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// A source of credentials, asked anew before every attempt of every call: one that has to fetch them
/// keeps them until shortly before they expire.
///
/// A plain [`Credentials`] is the simplest one.
pub trait CredentialsProvider: Send + Sync {
    /// The credentials to sign with now. May block; blocking clients ask this way.
    ///
    /// # Errors
    /// Whatever keeps it from giving any; [`CredentialsError::provider`] wraps errors of other libraries.
    fn credentials(&self) -> Result<Credentials, CredentialsError>;

    /// The same without blocking; async clients ask this way. By default it calls
    /// [`credentials`](Self::credentials), which is right for a provider that never waits.
    fn credentials_async(&self) -> CredentialsFuture<'_> {
        Box::pin(ready(self.credentials()))
    }
}

impl CredentialsProvider for Credentials {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        Ok(self.clone())
    }
}

/// What was found when the configuration was loaded: credentials, or why there are none.
impl CredentialsProvider for Result<Credentials, CredentialsError> {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        self.clone()
    }
}

/// A way to come by credentials that the AWS tools know and this library doesn't (yet).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mechanism {
    /// `role_arn`: STS AssumeRole.
    AssumeRole,
    /// `web_identity_token_file`, `AWS_WEB_IDENTITY_TOKEN_FILE`: STS AssumeRoleWithWebIdentity.
    WebIdentity,
    /// `sso_session`, `sso_start_url`: IAM Identity Center.
    Sso,
    /// `login_session`: a console login.
    Login,
    /// `credential_process`: a program that prints them.
    Process,
    /// `AWS_CONTAINER_CREDENTIALS_…`: the agent of ECS or EKS.
    Container,
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AssumeRole => "an assumed role (role_arn)",
            Self::WebIdentity => "a role assumed with a web identity (web_identity_token_file)",
            Self::Sso => "IAM Identity Center (SSO)",
            Self::Login => "a console login (login_session)",
            Self::Process => "a program (credential_process)",
            Self::Container => "the container agent (AWS_CONTAINER_CREDENTIALS_…)",
        })
    }
}

/// Why there are no credentials. Found before anything is sent; never contains a secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum CredentialsError {
    /// There are none in any of the places looked at.
    NotFound {
        /// The profile that was looked at; absent when only code could have given credentials.
        profile: Option<String>,
    },
    /// Half of a pair is set.
    Incomplete {
        /// Where, e.g. ``profile `dev` ``.
        origin: String,
        /// What is missing.
        missing: &'static str,
    },
    /// The environment or the profile asks for a mechanism that isn't supported. A provider of one's
    /// own can stand in: [`CredentialsProvider`].
    Unsupported {
        /// Where it is asked for, e.g. ``profile `dev` ``.
        origin: String,
        /// What it asks for.
        mechanism: Mechanism,
    },
    /// The credentials were no longer valid when a request was to be signed.
    Expired {
        /// Since when.
        at: SystemTime,
    },
    /// A provider of the user's own failed.
    Provider(Arc<dyn std::error::Error + Send + Sync>),
}

impl CredentialsError {
    /// Wraps the error of a provider of one's own.
    pub fn provider(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Provider(Arc::from(error.into()))
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { profile: None } => {
                f.write_str("no credentials are set in code, and nothing else was to be looked at")
            }
            Self::NotFound { profile: Some(profile) } => write!(
                f,
                "no credentials: neither code, nor AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
                 nor the profile `{profile}` has any"
            ),
            Self::Incomplete { origin, missing } => {
                write!(f, "incomplete credentials: {origin} lacks {missing}")
            }
            Self::Unsupported { origin, mechanism } => write!(
                f,
                "{origin} asks for credentials by {mechanism}, which is not supported; \
                 a credentials provider of your own can fetch them"
            ),
            Self::Expired { .. } => f.write_str("the credentials have expired"),
            Self::Provider(error) => write!(f, "the credentials provider failed: {error}"),
        }
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Provider(error) => Some(&**error),
            _ => None,
        }
    }
}

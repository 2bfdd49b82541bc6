//! How a client is set up: region, credentials, endpoint, limits.
//!
//! # Where a setting comes from
//! The first of these that has it:
//! 1. code: [`ConfigBuilder`];
//! 2. the environment;
//! 3. the profile, in `~/.aws/credentials`, then in `~/.aws/config`;
//! 4. a default.
//!
//! [`ConfigBuilder::build`] looks at code and defaults only, [`Config::from_env`] and
//! [`ConfigBuilder::load`] at all of them:
//!
//! | setting | environment | profile | default |
//! |---|---|---|---|
//! | profile | `AWS_PROFILE` | | `default` |
//! | files | `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE` | | `~/.aws/config`, `~/.aws/credentials` |
//! | region | `AWS_REGION`, `AWS_DEFAULT_REGION` | `region` | none |
//! | credentials | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | `aws_access_key_id`, … | none |
//! | endpoint | `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL` | `endpoint_url` in the `services` section, `endpoint_url` | the service's own in the region |
//! | ignoring set endpoints | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` | false |
//! | attempts | `AWS_MAX_ATTEMPTS` | `max_attempts` | 3 |
//! | application name | `AWS_SDK_UA_APP_ID` | `sdk_ua_app_id` | none |
//!
//! A variable or property that is empty is as good as unset. When code chooses the profile, the
//! environment's credentials are not used, as with the AWS tools.
//!
//! The rules are those of the AWS SDKs and Tools Reference Guide and, where it is silent, of botocore.

mod builder;
mod chain;
mod credentials;
mod endpoint;
mod env;
mod error;
mod ini;
mod profiles;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use builder::ConfigBuilder;
pub use credentials::{
    Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, Mechanism,
};
pub use endpoint::Endpoint;
pub use env::Env;
pub use error::ConfigError;

use crate::buckets::BucketAddressing;
use crate::request::RequestOptions;
use crate::service::ServiceSchema;

/// A client's settings. Cheap to clone; clients of several services can share one.
#[derive(Clone)]
pub struct Config(Arc<Settings>);

struct Settings {
    region: Option<String>,
    signing_region: Option<String>,
    credentials: Arc<dyn CredentialsProvider>,
    endpoints: EndpointUrls,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    call_timeout: Option<Duration>,
    max_attempts: u32,
    backoff: bool,
    max_response_body: usize,
    app_name: Option<String>,
    request_options: RequestOptions,
    bucket_addressing: BucketAddressing,
}

impl Config {
    /// The settings of the environment and of the profile, as the AWS tools find them. Reads two files,
    /// once: a change of them is seen by the next call of this.
    ///
    /// # Errors
    /// When something set there cannot be used. That nothing is set is no error here: a missing region
    /// or missing credentials are reported by the first call that needs them, before it sends anything.
    pub fn from_env() -> Result<Self, ConfigError> {
        ConfigBuilder::default().load(&Env::process())
    }

    /// No settings yet, to be made from code.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// The region that requests go to.
    ///
    /// # Errors
    /// [`ConfigError::MissingRegion`] when none is set.
    pub fn region(&self) -> Result<&str, ConfigError> {
        self.0.region.as_deref().ok_or(ConfigError::MissingRegion)
    }

    /// The region that requests are signed for: the one that requests go to, unless set apart.
    ///
    /// # Errors
    /// [`ConfigError::MissingRegion`] when neither is set.
    pub fn signing_region(&self) -> Result<&str, ConfigError> {
        match &self.0.signing_region {
            Some(region) => Ok(region),
            None => self.region(),
        }
    }

    /// Where a service's requests go: what is set for it, or else its own endpoint in the region.
    ///
    /// # Errors
    /// [`ConfigError::MissingRegion`] when neither an endpoint nor a region is set,
    /// [`ConfigError::Invalid`] when what is set for the service is no endpoint.
    pub fn endpoint(&self, service: &ServiceSchema) -> Result<Endpoint, ConfigError> {
        if let Some((setting, url)) = self.0.endpoints.of(service.id) {
            return Endpoint::parse(&url)
                .map_err(|problem| ConfigError::Invalid { setting, problem });
        }
        Endpoint::of_service(service.endpoint_prefix, self.region()?).map_err(|problem| {
            ConfigError::Invalid { setting: format!("the endpoint of {}", service.id), problem }
        })
    }

    /// Whether the endpoint of a service is one that is set, not the service's own.
    #[cfg(feature = "sign")]
    pub(crate) fn has_endpoint_set(&self, service: &ServiceSchema) -> bool {
        self.0.endpoints.of(service.id).is_some()
    }

    /// Where requests to S3 have the names of buckets.
    pub fn bucket_addressing(&self) -> BucketAddressing {
        self.0.bucket_addressing
    }

    /// Where credentials come from.
    pub fn credentials(&self) -> &dyn CredentialsProvider {
        &*self.0.credentials
    }

    /// How long making a TCP connection may take, the TLS handshake on it left out: that counts as part
    /// of the attempt.
    pub fn connect_timeout(&self) -> Duration {
        self.0.connect_timeout
    }

    /// How long one attempt may take, from its start to the last byte of the response.
    pub fn attempt_timeout(&self) -> Duration {
        self.0.attempt_timeout
    }

    /// How long a call may take with all its attempts and the waiting between them. Absent: as long as
    /// they take.
    pub fn call_timeout(&self) -> Option<Duration> {
        self.0.call_timeout
    }

    /// How often a request is sent at most; at least 1.
    pub fn max_attempts(&self) -> u32 {
        self.0.max_attempts
    }

    /// Whether to wait before another attempt.
    pub fn backoff(&self) -> bool {
        self.0.backoff
    }

    /// The largest response body accepted, in bytes.
    pub fn max_response_body(&self) -> usize {
        self.0.max_response_body
    }

    /// How inputs become requests: the protocol, the idempotency tokens.
    pub fn request_options(&self) -> &RequestOptions {
        &self.0.request_options
    }

    /// The application's name for the user agent, made of characters that may stand there.
    pub fn app_name(&self) -> Option<&str> {
        self.0.app_name.as_deref()
    }
}

/// Credentials are left out.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &*self.0;
        f.debug_struct("Config")
            .field("region", &settings.region)
            .field("signing_region", &settings.signing_region)
            .field("connect_timeout", &settings.connect_timeout)
            .field("attempt_timeout", &settings.attempt_timeout)
            .field("call_timeout", &settings.call_timeout)
            .field("max_attempts", &settings.max_attempts)
            .field("max_response_body", &settings.max_response_body)
            .field("app_name", &settings.app_name)
            .finish_non_exhaustive()
    }
}

/// All endpoints that are set, each with the name of its setting.
#[derive(Default)]
struct EndpointUrls {
    code: Option<String>,
    /// `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` by their whole names.
    variables: BTreeMap<String, String>,
    /// What the profile's `services` section says, by the service's key in there.
    services: BTreeMap<String, String>,
    profile: Option<String>,
}

impl EndpointUrls {
    fn of(&self, service_id: &str) -> Option<(String, String)> {
        let key = service_id.replace(' ', "_");
        let specific = format!("AWS_ENDPOINT_URL_{}", key.to_ascii_uppercase());
        let key = key.to_ascii_lowercase();
        let variable = |name: &str| {
            let url = self.variables.get(name)?.clone();
            Some((name.to_owned(), url))
        };
        let named = |name: String, url: Option<&String>| Some((name, url?.clone()));
        named("the endpoint set in code".to_owned(), self.code.as_ref())
            .or_else(|| variable(&specific))
            .or_else(|| variable("AWS_ENDPOINT_URL"))
            .or_else(|| {
                let url = self.services.get(&key);
                named(format!("endpoint_url of `{key}` in the profile's services"), url)
            })
            .or_else(|| named("endpoint_url of the profile".to_owned(), self.profile.as_ref()))
    }
}

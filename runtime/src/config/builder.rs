//! Making a [`Config`].

use std::sync::Arc;
use std::time::Duration;

use super::credentials::{CredentialsError, CredentialsProvider};
use super::endpoint::is_region;
use super::profiles::Profiles;
use super::{Config, ConfigError, EndpointUrls, Env, Settings, chain};
use crate::buckets::BucketAddressing;
use crate::request::RequestOptions;

/// Long enough for a far region, short enough to find a wrong address soon.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// As botocore's `read_timeout`.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);

/// As the AWS tools' `standard` retry mode.
const MAX_ATTEMPTS: u32 = 3;

/// Responses are held in memory as a whole. No API has pages this large (most stop at 1 to 16 MiB); a
/// broken or hostile server must not take all memory. Downloads of large objects need a higher limit.
const MAX_RESPONSE_BODY: usize = 128 << 20;

/// What code sets; see [the module](super) for what else is looked at.
#[derive(Default)]
#[must_use]
pub struct ConfigBuilder {
    profile: Option<String>,
    region: Option<String>,
    signing_region: Option<String>,
    credentials: Option<Arc<dyn CredentialsProvider>>,
    endpoint_url: Option<String>,
    connect_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    call_timeout: Option<Duration>,
    max_attempts: Option<u32>,
    no_backoff: bool,
    max_response_body: Option<usize>,
    app_name: Option<String>,
    request_options: RequestOptions,
    bucket_addressing: BucketAddressing,
}

impl ConfigBuilder {
    /// The profile to read, instead of the one in `AWS_PROFILE`. The environment's credentials are not
    /// used then. Only [`load`](Self::load) reads profiles.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// The region that requests go to, e.g. `eu-central-1`.
    pub fn region(mut self, name: impl Into<String>) -> Self {
        self.region = Some(name.into());
        self
    }

    /// The region to sign for, where it isn't the one that requests go to: services that sit in one
    /// region, endpoints of one's own.
    pub fn signing_region(mut self, name: impl Into<String>) -> Self {
        self.signing_region = Some(name.into());
        self
    }

    /// The credentials, or a provider of them.
    pub fn credentials(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.credentials = Some(Arc::new(provider));
        self
    }

    /// The endpoint of every service, `http` or `https`, perhaps with a path before every request's own.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// See [`Config::connect_timeout`]; 5 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// See [`Config::attempt_timeout`]; 60 seconds by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// See [`Config::call_timeout`]; none by default.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// How often a request is sent at most; 3 by default, 1 to never retry.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Retries at once instead of waiting first: for tests, and for servers of one's own.
    pub fn no_backoff(mut self) -> Self {
        self.no_backoff = true;
        self
    }

    /// The largest response body accepted, in bytes; 128 MiB by default. Bodies are held in memory as a
    /// whole, so that without a limit a broken server could take all of it.
    pub fn max_response_body(mut self, bytes: usize) -> Self {
        self.max_response_body = Some(bytes);
        self
    }

    /// The application's name for the user agent.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// How inputs become requests: in another protocol than the one that the service prefers, with
    /// idempotency tokens of one's own.
    pub fn request_options(mut self, options: RequestOptions) -> Self {
        self.request_options = options;
        self
    }

    /// Where requests to S3 have the names of buckets.
    pub fn bucket_addressing(mut self, addressing: BucketAddressing) -> Self {
        self.bucket_addressing = addressing;
        self
    }

    /// The settings made in code, and defaults; neither the environment nor any file is read.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] when a setting cannot be used.
    pub fn build(self) -> Result<Config, ConfigError> {
        let source =
            Outside { env: Env::empty(), profiles: Profiles::default(), profile: String::new() };
        let none = CredentialsError::NotFound { profile: None };
        self.finish(&source, || Ok(Err(none)))
    }

    /// The settings made in code, and what they leave open from the environment and the profile.
    ///
    /// # Errors
    /// [`ConfigError`] when a setting cannot be used, a file cannot be read, or a profile that was asked
    /// for isn't there.
    pub fn load(self, env: &Env) -> Result<Config, ConfigError> {
        let asked_for = match &self.profile {
            Some(profile) => Some(profile.clone()),
            None => env.get("AWS_PROFILE")?,
        };
        let profiles = Profiles::load(env)?;
        if let Some(profile) = &asked_for
            && profile != "default"
            && profiles.sections(profile).next().is_none()
        {
            return Err(ConfigError::ProfileNotFound { profile: profile.clone() });
        }
        let outside = Outside {
            env: env.clone(),
            profiles,
            profile: asked_for.unwrap_or_else(|| "default".to_owned()),
        };
        let in_code = self.profile.is_some();
        let Outside { profiles, profile, .. } = &outside;
        self.finish(&outside, || chain::find(env, profiles, profile, in_code))
    }

    fn finish(
        self,
        outside: &Outside,
        credentials: impl FnOnce() -> Result<Result<super::Credentials, CredentialsError>, ConfigError>,
    ) -> Result<Config, ConfigError> {
        let region = outside.setting(
            ("the region", self.region),
            &["AWS_REGION", "AWS_DEFAULT_REGION"],
            "region",
        )?;
        let signing_region = self.signing_region.map(|it| ("the signing region".to_owned(), it));
        let max_attempts = outside.setting(
            ("the number of attempts", self.max_attempts.map(|it| it.to_string())),
            &["AWS_MAX_ATTEMPTS"],
            "max_attempts",
        )?;
        let app_name = outside.setting(
            ("the application name", self.app_name),
            &["AWS_SDK_UA_APP_ID"],
            "sdk_ua_app_id",
        )?;
        let credentials: Arc<dyn CredentialsProvider> = match self.credentials {
            Some(provider) => provider,
            None => Arc::new(credentials()?),
        };
        Ok(Config(Arc::new(Settings {
            region: region.map(checked_region).transpose()?,
            signing_region: signing_region.map(checked_region).transpose()?,
            credentials,
            endpoints: outside.endpoints(self.endpoint_url)?,
            connect_timeout: self.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            attempt_timeout: self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
            call_timeout: self.call_timeout,
            max_attempts: max_attempts.map_or(Ok(MAX_ATTEMPTS), attempts)?,
            backoff: !self.no_backoff,
            max_response_body: self.max_response_body.unwrap_or(MAX_RESPONSE_BODY),
            app_name: app_name.map(|(_, name)| user_agent_token(&name)),
            request_options: self.request_options,
            bucket_addressing: self.bucket_addressing,
        })))
    }
}

impl Config {
    /// Settings for a client of a stand-in: a region, an endpoint and credentials that mean nothing,
    /// and one attempt per call, so that each call of a test is one call of its closure.
    #[cfg(feature = "sign")]
    pub(crate) fn of_fake(request_options: RequestOptions) -> Self {
        Self(Arc::new(Settings {
            region: Some("us-east-1".to_owned()),
            signing_region: None,
            credentials: Arc::new(super::Credentials::new("fake", "fake")),
            endpoints: EndpointUrls {
                code: Some("https://fake.invalid".to_owned()),
                ..EndpointUrls::default()
            },
            connect_timeout: CONNECT_TIMEOUT,
            attempt_timeout: ATTEMPT_TIMEOUT,
            call_timeout: None,
            max_attempts: 1,
            backoff: false,
            max_response_body: MAX_RESPONSE_BODY,
            app_name: None,
            request_options,
            bucket_addressing: BucketAddressing::default(),
        }))
    }
}

/// A setting's value and where it was set.
type Set = (String, String);

/// All that isn't code: the environment and the profile.
struct Outside {
    env: Env,
    profiles: Profiles,
    profile: String,
}

impl Outside {
    fn setting(
        &self,
        (what, code): (&str, Option<String>),
        variables: &[&str],
        property: &str,
    ) -> Result<Option<Set>, ConfigError> {
        if let Some(value) = code {
            return Ok(Some((what.to_owned(), value)));
        }
        for variable in variables {
            if let Some(value) = self.env.get(variable)? {
                return Ok(Some(((*variable).to_owned(), value)));
            }
        }
        let value = self.profiles.get(&self.profile, property);
        Ok(value.map(|value| {
            let setting = format!("{property} of profile `{}`", self.profile);
            (setting, value.to_owned())
        }))
    }

    fn endpoints(&self, code: Option<String>) -> Result<EndpointUrls, ConfigError> {
        let ignore = self.setting(
            ("", None),
            &["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"],
            "ignore_configured_endpoint_urls",
        )?;
        if ignore.is_some_and(|(_, value)| value.eq_ignore_ascii_case("true")) {
            return Ok(EndpointUrls { code, ..EndpointUrls::default() });
        }
        let profile = self.profiles.get(&self.profile, "endpoint_url");
        Ok(EndpointUrls {
            code,
            variables: self.env.with_prefix("AWS_ENDPOINT_URL")?,
            services: self.profiles.services(&self.profile, "endpoint_url"),
            profile: profile.map(str::to_owned),
        })
    }
}

fn checked_region((setting, name): Set) -> Result<String, ConfigError> {
    if is_region(&name) {
        return Ok(name);
    }
    Err(ConfigError::Invalid {
        setting,
        problem: "is no region's name: letters, digits and hyphens, e.g. us-east-1",
    })
}

fn attempts((setting, number): Set) -> Result<u32, ConfigError> {
    match number.trim().parse() {
        Ok(number) if number >= 1 => Ok(number),
        _ => Err(ConfigError::Invalid {
            setting,
            problem: "is no number of attempts: a whole number from 1 on",
        }),
    }
}

/// The characters that RFC 9110 allows in a token, others replaced; at most 50, as the AWS tools advise.
fn user_agent_token(name: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    name.chars().take(50).map(|c| if allowed(c) { c } else { '-' }).collect()
}

//! Finding credentials where the AWS tools look for them.

use super::credentials::{Credentials, CredentialsError, Mechanism};
use super::ini::Section;
use super::profiles::Profiles;
use super::{ConfigError, Env};

/// Properties that ask for a mechanism, in botocore's order: each of them beats the profile's own keys,
/// but for `credential_process`.
const BEFORE_KEYS: &[(&str, Mechanism)] = &[
    ("role_arn", Mechanism::AssumeRole),
    ("web_identity_token_file", Mechanism::WebIdentity),
    ("sso_session", Mechanism::Sso),
    ("sso_start_url", Mechanism::Sso),
    ("sso_account_id", Mechanism::Sso),
];
const AFTER_KEYS: &[(&str, Mechanism)] =
    &[("login_session", Mechanism::Login), ("credential_process", Mechanism::Process)];

/// Variables that ask for a mechanism when neither the environment nor the profile has credentials.
const VARIABLES: &[(&str, Mechanism)] = &[
    ("AWS_WEB_IDENTITY_TOKEN_FILE", Mechanism::WebIdentity),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", Mechanism::Container),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", Mechanism::Container),
];

/// What the environment and a profile give: credentials, or why there are none. The environment comes
/// first, unless code has chosen the profile, as with botocore.
///
/// The outer error is about the environment as such: a variable that isn't Unicode.
pub(super) fn find(
    env: &Env,
    profiles: &Profiles,
    profile: &str,
    profile_set_in_code: bool,
) -> Result<Result<Credentials, CredentialsError>, ConfigError> {
    if !profile_set_in_code && let Some(found) = in_environment(env)? {
        return Ok(found);
    }
    if let Some(found) = in_profile(profiles, profile) {
        return Ok(found);
    }
    for (variable, mechanism) in VARIABLES {
        if env.get(variable)?.is_some() {
            return Ok(Err(CredentialsError::Unsupported {
                origin: (*variable).to_owned(),
                mechanism: *mechanism,
            }));
        }
    }
    Ok(Err(CredentialsError::NotFound { profile: Some(profile.to_owned()) }))
}

type Found = Option<Result<Credentials, CredentialsError>>;

fn in_environment(env: &Env) -> Result<Found, ConfigError> {
    let keys = Keys {
        id: env.get("AWS_ACCESS_KEY_ID")?,
        secret: env.get("AWS_SECRET_ACCESS_KEY")?,
        token: env.get("AWS_SESSION_TOKEN")?,
    };
    Ok(keys.credentials(
        || "the environment".to_owned(),
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    ))
}

fn in_profile(profiles: &Profiles, profile: &str) -> Found {
    let origin = || format!("profile `{profile}`");
    let asks_for = |mechanisms: &[(&str, Mechanism)]| {
        let asked = |(property, _): &&(&str, _)| profiles.get(profile, property).is_some();
        mechanisms.iter().find(asked).map(|(_, mechanism)| {
            Err(CredentialsError::Unsupported { origin: origin(), mechanism: *mechanism })
        })
    };
    asks_for(BEFORE_KEYS)
        .or_else(|| {
            let names = ["aws_access_key_id", "aws_secret_access_key"];
            profiles
                .sections(profile)
                .find_map(|section| Keys::of(section).credentials(origin, names))
        })
        .or_else(|| asks_for(AFTER_KEYS))
}

/// A pair of keys, both from one place: halves from two places don't belong together.
struct Keys {
    id: Option<String>,
    secret: Option<String>,
    token: Option<String>,
}

impl Keys {
    fn of(section: &Section) -> Self {
        let get = |name: &str| {
            let text = &section.get(name)?.text;
            (!text.is_empty()).then(|| text.clone())
        };
        Self {
            id: get("aws_access_key_id"),
            secret: get("aws_secret_access_key"),
            token: get("aws_session_token"),
        }
    }

    fn credentials(self, origin: impl Fn() -> String, names: [&'static str; 2]) -> Found {
        let missing = match (self.id, self.secret) {
            (Some(id), Some(secret)) => {
                let credentials = Credentials::new(id, secret);
                return Some(Ok(match self.token {
                    Some(token) => credentials.with_session_token(token),
                    None => credentials,
                }));
            }
            (None, None) => return None,
            (None, Some(_)) => names[0],
            (Some(_), None) => names[1],
        };
        Some(Err(CredentialsError::Incomplete { origin: origin(), missing }))
    }
}

//! Precedence, from code down to defaults.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::protocol::AWS_JSON_1_1;

/// A service to talk to.
pub(crate) fn service() -> &'static ServiceSchema {
    static SERVICE: ServiceSchema = ServiceSchema {
        id: "ECS",
        name: "Amazon ECS",
        version: "2014-11-13",
        endpoint_prefix: "ecs",
        signing_name: "ecs",
        target_prefix: "",
        traits: &[],
        protocol: &AWS_JSON_1_1,
    };
    &SERVICE
}

/// An environment with both profile files in a directory of its own.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new(config: &str, credentials: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(".aws")).unwrap();
        fs::write(dir.path().join(".aws/config"), config).unwrap();
        fs::write(dir.path().join(".aws/credentials"), credentials).unwrap();
        Self { dir }
    }

    fn env<'a>(&'a self, variables: &[(&'a str, &'a str)]) -> Env {
        let home = ("HOME", self.dir.path().to_str().unwrap());
        Env::fixed(variables.iter().copied().chain([home]))
    }

    fn load(&self, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::builder().load(&self.env(variables))
    }

    fn credentials(&self, variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
        self.load(variables).unwrap().credentials().credentials()
    }
}

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "senv")];

fn url(config: &Config) -> String {
    let endpoint = config.endpoint(service()).unwrap();
    endpoint.join(&http::Uri::from_static("/")).unwrap().to_string()
}

#[test]
fn region_comes_from_code_then_environment_then_profile() {
    let home = Home::new("[default]\nregion = profile-1\n[profile dev]\nregion=dev-1\n", "");
    let region = |builder: ConfigBuilder, variables: &[(&str, &str)]| {
        let config = builder.load(&home.env(variables)).unwrap();
        config.region().map(str::to_owned)
    };
    let both = [("AWS_REGION", "env-1"), ("AWS_DEFAULT_REGION", "env-2")];
    assert_eq!(region(Config::builder().region("code-1"), &both).unwrap(), "code-1");
    assert_eq!(region(Config::builder(), &both).unwrap(), "env-1");
    assert_eq!(region(Config::builder(), &both[1..]).unwrap(), "env-2");
    assert_eq!(region(Config::builder(), &[("AWS_REGION", "")]).unwrap(), "profile-1");
    assert_eq!(region(Config::builder(), &[("AWS_PROFILE", "dev")]).unwrap(), "dev-1");
    let dev = || Config::builder().profile("dev");
    assert_eq!(region(dev(), &[("AWS_PROFILE", "default")]).unwrap(), "dev-1");
}

#[test]
fn without_any_region_there_is_a_typed_error() {
    let config = Config::builder().build().unwrap();
    assert!(matches!(config.region(), Err(ConfigError::MissingRegion)));
    assert!(matches!(config.endpoint(service()), Err(ConfigError::MissingRegion)));
    let config = Config::builder().endpoint_url("http://localhost:5000").build().unwrap();
    assert_eq!(url(&config), "http://localhost:5000/");
    assert!(matches!(config.signing_region(), Err(ConfigError::MissingRegion)));
}

#[test]
fn a_region_that_could_lead_elsewhere_is_refused_by_the_name_of_its_setting() {
    let home = Home::new("[default]\nregion = evil.example/\n", "");
    let problem = home.load(&[]).unwrap_err().to_string();
    assert!(problem.starts_with("region of profile `default` is no region"), "{problem}");
    let problem = home.load(&[("AWS_REGION", "a.b")]).unwrap_err().to_string();
    assert!(problem.starts_with("AWS_REGION is no region"), "{problem}");
    assert!(Config::builder().signing_region("a b").build().is_err());
}

#[test]
fn endpoint_and_signing_region_are_apart() {
    let config = Config::builder().region("eu-west-1").signing_region("us-east-1").build().unwrap();
    assert_eq!(url(&config), "https://ecs.eu-west-1.amazonaws.com/");
    assert_eq!(config.signing_region().unwrap(), "us-east-1");
}

#[test]
fn endpoint_comes_from_code_then_environment_then_profile() {
    let home = Home::new(
        "[default]\nregion = us-east-1\nendpoint_url = http://profile\nservices = mine\n\
         [services mine]\necs =\n  endpoint_url = http://services\n\
         [profile plain]\nregion = us-east-1\nendpoint_url = http://plain\n\
         [profile off]\nregion = us-east-1\nignore_configured_endpoint_urls = true\n\
         endpoint_url = http://off\n",
        "",
    );
    let load = |variables: &[(&str, &str)]| url(&home.load(variables).unwrap());
    let all = [
        ("AWS_ENDPOINT_URL", "http://all"),
        ("AWS_ENDPOINT_URL_ECS", "http://env"),
        ("AWS_ENDPOINT_URL_S3", "http://other"),
    ];
    let code = Config::builder().endpoint_url("http://code");
    assert_eq!(url(&code.load(&home.env(&all)).unwrap()), "http://code/");
    assert_eq!(load(&all), "http://env/");
    assert_eq!(load(&all[..1]), "http://all/");
    assert_eq!(load(&all[2..]), "http://services/");
    assert_eq!(load(&[("AWS_PROFILE", "plain")]), "http://plain/");
    let own = "https://ecs.us-east-1.amazonaws.com/";
    assert_eq!(load(&[("AWS_PROFILE", "off")]), own);
    assert_eq!(load(&[all[1], ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE")]), own);
}

#[test]
fn a_broken_endpoint_is_named_and_its_url_is_not_repeated() {
    let home = Home::new("", "");
    let config = home.load(&[("AWS_ENDPOINT_URL_ECS", "http://user:secret@h")]).unwrap();
    let problem = config.endpoint(service()).unwrap_err().to_string();
    assert!(problem.starts_with("AWS_ENDPOINT_URL_ECS is a URL with a user"), "{problem}");
    assert!(!problem.contains("secret"));
}

#[test]
fn credentials_come_from_code_then_environment_then_profile() {
    let home = Home::new(
        "[default]\naws_access_key_id = AKCONF\naws_secret_access_key = sconf\n",
        "[default]\naws_access_key_id = AKCRED\naws_secret_access_key = scred\n\
         aws_session_token = tcred\n[other]\naws_access_key_id=AKO\naws_secret_access_key=so\n",
    );
    let found = home.credentials(&KEYS).unwrap();
    assert_eq!((found.access_key_id(), found.session_token()), ("AKENV", None));
    let found = home.credentials(&[]).unwrap();
    assert_eq!((found.access_key_id(), found.session_token()), ("AKCRED", Some("tcred")));
    let env = home.env(&KEYS);
    let own = Config::builder().credentials(Credentials::new("AKCODE", "s")).load(&env).unwrap();
    assert_eq!(own.credentials().credentials().unwrap().access_key_id(), "AKCODE");
    let other = Config::builder().profile("other").load(&env).unwrap();
    assert_eq!(other.credentials().credentials().unwrap().access_key_id(), "AKO");
}

#[test]
fn half_a_pair_of_keys_is_an_error_and_never_completed_from_elsewhere() {
    let home = Home::new(
        "[default]\naws_secret_access_key = sconf\n",
        "[default]\naws_access_key_id = AKCRED\n",
    );
    let problem = home.credentials(&KEYS[..1]).unwrap_err().to_string();
    assert_eq!(problem, "incomplete credentials: the environment lacks AWS_SECRET_ACCESS_KEY");
    let problem = home.credentials(&[]).unwrap_err().to_string();
    assert_eq!(problem, "incomplete credentials: profile `default` lacks aws_secret_access_key");
}

#[test]
fn what_is_not_supported_is_named() {
    for (properties, mechanism) in [
        ("role_arn = r\nsource_profile = default", Mechanism::AssumeRole),
        ("role_arn = r\naws_access_key_id = a\naws_secret_access_key = s", Mechanism::AssumeRole),
        ("sso_session = s", Mechanism::Sso),
        ("credential_process = cat /dev/null", Mechanism::Process),
        ("login_session = l", Mechanism::Login),
    ] {
        let home = Home::new(&format!("[default]\n{properties}\n"), "");
        let Err(CredentialsError::Unsupported { origin, mechanism: found }) = home.credentials(&[])
        else {
            panic!("{properties}");
        };
        assert_eq!((origin.as_str(), found), ("profile `default`", mechanism));
    }
    let home = Home::new("", "");
    let uri = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost");
    let problem = home.credentials(&[uri]).unwrap_err().to_string();
    assert!(problem.starts_with("AWS_CONTAINER_CREDENTIALS_FULL_URI asks for"), "{problem}");
}

#[test]
fn missing_credentials_are_a_typed_error_of_the_call_and_not_of_loading() {
    let home = Home::new("", "");
    let missing = home.credentials(&[]).unwrap_err();
    assert!(
        matches!(&missing, CredentialsError::NotFound { profile: Some(it) } if it == "default")
    );
    let config = Config::builder().build().unwrap();
    let missing = config.credentials().credentials().unwrap_err();
    assert!(matches!(missing, CredentialsError::NotFound { profile: None }));
}

#[test]
fn profile_default_beats_default_and_quotes_are_allowed() {
    let home = Home::new(
        "[default]\nregion = a-1\n[profile default]\nregion = b-1\n[profile \"my dev\"]\nregion = c-1\n",
        "",
    );
    assert_eq!(home.load(&[]).unwrap().region().unwrap(), "b-1");
    let quoted = home.load(&[("AWS_PROFILE", "my dev")]).unwrap();
    assert_eq!(quoted.region().unwrap(), "c-1");
}

#[test]
fn a_profile_asked_for_has_to_exist_and_the_default_one_has_not() {
    let home = Home::new("[profile dev]\n", "");
    assert!(home.load(&[]).is_ok());
    assert!(home.load(&[("AWS_PROFILE", "dev")]).is_ok());
    let missing = home.load(&[("AWS_PROFILE", "prod")]).unwrap_err();
    assert!(matches!(missing, ConfigError::ProfileNotFound { profile } if profile == "prod"));
}

#[test]
fn files_are_found_by_variable_and_may_be_absent() {
    let home = Home::new("[default]\nregion = a-1\n", "");
    fs::write(home.dir.path().join("mine"), "[default]\nregion = b-1\n").unwrap();
    let region = |variable: &str| {
        let config = home.load(&[("AWS_CONFIG_FILE", variable)]).unwrap();
        config.region().map(str::to_owned)
    };
    assert_eq!(region("~/mine").unwrap(), "b-1");
    assert_eq!(region(home.dir.path().join("mine").to_str().unwrap()).unwrap(), "b-1");
    assert!(matches!(region("~/absent"), Err(ConfigError::MissingRegion)));
    assert!(Config::builder().load(&Env::empty()).is_ok());
}

#[test]
fn files_that_cannot_be_read_are_errors_without_their_content() {
    let home = Home::new("[default]\naws_secret_access_key sesame\n", "");
    let path = Path::new(".aws/config");
    let error = home.load(&[]).unwrap_err();
    assert!(matches!(&error, ConfigError::Syntax { path: at, line: 2, .. } if at.ends_with(path)));
    assert!(!error.to_string().contains("sesame"));

    let file = home.dir.path().join(path);
    fs::write(&file, b"[default]\nregion = \xff\xfe\n").unwrap();
    assert!(matches!(home.load(&[]), Err(ConfigError::Read { .. })));
    fs::write(&file, vec![b'#'; (4 << 20) + 1]).unwrap();
    let error = home.load(&[]).unwrap_err().to_string();
    assert!(error.ends_with("larger than 4194304 bytes"), "{error}");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(matches!(home.load(&[]), Err(ConfigError::Read { .. })));
}

#[test]
fn attempts_and_application_name_have_the_same_order() {
    let home = Home::new("[default]\nmax_attempts = 7\nsdk_ua_app_id = my app/2\n", "");
    let config = home.load(&[]).unwrap();
    assert_eq!((config.max_attempts(), config.app_name()), (7, Some("my-app-2")));
    let config = home.load(&[("AWS_MAX_ATTEMPTS", "2"), ("AWS_SDK_UA_APP_ID", "x")]).unwrap();
    assert_eq!((config.max_attempts(), config.app_name()), (2, Some("x")));
    assert_eq!(Config::builder().build().unwrap().max_attempts(), 3);
    for wrong in ["0", "-1", "many", "99999999999"] {
        let problem = home.load(&[("AWS_MAX_ATTEMPTS", wrong)]).unwrap_err().to_string();
        assert!(problem.starts_with("AWS_MAX_ATTEMPTS is no number of attempts"), "{problem}");
    }
    assert!(Config::builder().max_attempts(0).build().is_err());
}

#[test]
fn timeouts_and_limits_are_codes_alone() {
    let config = Config::builder().build().unwrap();
    assert_eq!(config.connect_timeout(), Duration::from_secs(5));
    assert_eq!(config.attempt_timeout(), Duration::from_secs(60));
    assert_eq!(config.call_timeout(), None);
    assert_eq!(config.max_response_body(), 128 << 20);
    let config = Config::builder()
        .call_timeout(Duration::from_secs(9))
        .max_response_body(10)
        .build()
        .unwrap();
    assert_eq!(config.call_timeout(), Some(Duration::from_secs(9)));
    assert_eq!(config.max_response_body(), 10);
}

#[test]
fn nothing_shows_secrets() {
    let credentials = Credentials::new("AKID", "sesame")
        .with_session_token("sesame")
        .with_expiry(SystemTime::UNIX_EPOCH);
    let env = Env::fixed([("AWS_SECRET_ACCESS_KEY", "sesame")]);
    let config = Config::builder().credentials(credentials.clone()).build().unwrap();
    let shown = format!("{credentials:?} {env:?} {config:?}");
    assert!(shown.contains("AKID") && !shown.contains("sesame"), "{shown}");
}

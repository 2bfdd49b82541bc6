//! Settings that are missing are reported before anything is sent.

use shapewright_ecs::config::{Config, Credentials};
use shapewright_ecs::operations::StopTask;
use shapewright_ecs::{BlockingClient, Client, ErrorKind};

use crate::TestResult;
use crate::clients::{Attempt, attempts_with};

#[test]
fn without_a_region_nothing_is_sent() -> TestResult {
    let settings = |url: &str| {
        Config::builder().endpoint_url(url).credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    };
    for Attempt { client, result, server } in attempts_with(&StopTask::new("a"), &[], settings)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{client}");
        let text = "StopTask: no region is set: ";
        assert!(error.to_string().starts_with(text), "{client}: {error}");
        assert!(!error.retryable(), "{client}");
        assert_eq!(server.connections(), 0, "{client}");
    }
    Ok(())
}

#[test]
fn without_credentials_nothing_is_sent() -> TestResult {
    let settings = |url: &str| Config::builder().endpoint_url(url).region("us-east-1");
    for Attempt { client, result, server } in attempts_with(&StopTask::new("a"), &[], settings)? {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{client}");
        let text = "StopTask: no credentials are set";
        assert!(error.to_string().starts_with(text), "{client}: {error}");
        assert_eq!(server.connections(), 0, "{client}");
    }
    Ok(())
}

#[tokio::test]
async fn clients_can_be_made_and_sent_to_other_threads() -> TestResult {
    let config = Config::builder().build()?;
    fn shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    shareable(&Client::new(config.clone()));
    shareable(&BlockingClient::new(config));
    Ok(())
}

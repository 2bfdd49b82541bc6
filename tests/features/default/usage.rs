//! Members hold their defaults until somebody sets them.

use feature_default::Document;
use feature_default::Operation;
use feature_default::operations::{Put, PutOutput};
use feature_default::types::{Level, Mode, Settings};

#[test]
fn a_new_value_has_the_defaults_of_the_model() {
    let settings = Settings::new("a");
    assert!(settings.enabled);
    assert_eq!((settings.retries, settings.zero, settings.ratio), (5, 0, 0.5));
    assert_eq!((&*settings.label, &*settings.data), ("none", &b"abc"[..]));
    assert_eq!(settings.since.seconds(), 86_400);
    assert_eq!(settings.extra, Document::Map([].into()));
    assert_eq!((settings.mode, settings.level), (Mode::Fast, Level::HIGH));
    assert_eq!(settings.kept, None);
}

#[test]
fn what_a_response_leaves_out_has_its_default() {
    let body = r#"{"settings": {"name": "a", "retries": 7}}"#;
    let response = Put::write_result(&Ok(PutOutput::default())).unwrap().map(|_| body.into());
    let output = Put::read_response(&response).unwrap();
    assert_eq!(output.count, 3);
    assert_eq!(output.settings.retries, 7);
    assert!(output.settings.enabled);
}

#[test]
fn inputs_of_operations_leave_defaults_to_the_service() {
    assert_eq!(Put::new().dry_run, None);
    let request = Put::new().to_request().unwrap();
    assert_eq!(&request.body()[..], b"{}");
    assert_eq!(Put::from_request(&request).unwrap().dry_run, Some(true));
    let chosen = Put::new().with_dry_run(false).to_request().unwrap();
    assert_eq!(Put::from_request(&chosen).unwrap().dry_run, Some(false));
    assert_eq!(PutOutput::new(Settings::new("a")).count, 3);
}

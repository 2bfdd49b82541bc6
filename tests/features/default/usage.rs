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

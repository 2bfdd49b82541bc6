//! Sensitive values are sent, but not shown.

use feature_sensitive::Operation;
use feature_sensitive::operations::Put;
use feature_sensitive::types::{Choice, Login, Secret};

#[test]
fn debug_shows_the_rest() {
    let put = Put::new()
        .with_login(Login::new("ann", "hunter2").with_words(["hunter2"]))
        .with_secret(Secret::new().with_value("hunter2"))
        .with_choice(Choice::Closed("hunter2".to_owned()));
    let shown = format!("{put:?}");
    assert!(shown.contains("\"ann\"") && shown.contains("Closed("), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let request = put.to_request().unwrap();
    assert_eq!(String::from_utf8_lossy(request.body()).matches("hunter2").count(), 4);
}

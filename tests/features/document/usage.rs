//! Untyped data.

use feature_document::operations::Put;
use feature_document::types::Settings;
use feature_document::{Document, Operation};

#[test]
fn documents_are_written_as_they_are() {
    let settings = Settings::new(Document::Null).with_list([Document::Null, 1.into()]);
    let put = Put::new().with_settings(settings).with_any(vec!["a", "b"]);
    let request = put.to_request().unwrap();
    let expected = r#"{"settings":{"any":null,"list":[null,1]},"any":["a","b"]}"#;
    assert_eq!(request.body(), expected);
    assert_eq!(Put::from_request(&request).unwrap(), put);
}

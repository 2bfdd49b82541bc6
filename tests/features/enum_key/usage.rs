//! Enums as the keys of maps.

use feature_enum_key::Operation;
use feature_enum_key::operations::Put;
use feature_enum_key::types::Color;

#[test]
fn keys_are_values_of_the_enum_or_text() {
    let put = Put::new().with_counts([(Color::Red, 1), ("BLUE".into(), 2)]);
    let request = put.to_request().unwrap();
    assert_eq!(request.body(), r#"{"counts":{"BLUE":2,"RED":1}}"#);
    let read = Put::from_request(&request).unwrap();
    assert_eq!(read.counts.unwrap()[&Color::Unknown("BLUE".to_owned())], 2);
}

#[test]
fn values_are_equal_if_they_are_the_same_text() {
    assert_eq!(Color::Unknown("RED".to_owned()), Color::Red);
    assert_ne!(Color::from("red"), Color::Red);
}

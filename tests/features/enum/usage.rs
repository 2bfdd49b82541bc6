//! Enums know the values of the model and keep all others.

use feature_enum::types::{Colliding, Digits, Special};

#[test]
fn every_value_has_a_variant_that_is_written_as_the_value() {
    for (value, text) in [
        (Special::SelfValue, "Self"),
        (Special::UnknownValue, "Unknown"),
        (Special::UnknownValue2, "UNKNOWN"),
        (Special::Empty, ""),
        (Special::None, "None"),
    ] {
        assert_eq!(value.as_str(), text);
        assert_eq!(Special::from(text), value);
    }
    assert_eq!((Digits::V0_5.as_str(), Digits::V56_1.as_str()), ("0.5", "56.1"));
    assert_eq!(Colliding::from("ON"), Colliding::On2);
    assert_eq!(Colliding::VALUES.len(), 4);
}

#[test]
fn other_values_are_kept() {
    let value = Digits::from("7");
    assert_eq!(value, Digits::Unknown("7".to_owned()));
    assert_eq!(value.to_string(), "7");
}

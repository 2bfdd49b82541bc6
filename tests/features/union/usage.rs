//! Unions hold exactly one member.

use feature_union::Operation;
use feature_union::operations::{Put, PutOutput};
use feature_union::types::{Empty, Inner, Single, Value};

fn read(body: &'static str) -> Result<PutOutput, String> {
    let response = Put::write_result(&Ok(PutOutput::new())).unwrap().map(|_| body.into());
    Put::read_response(&response).map_err(|error| error.to_string())
}

#[test]
fn a_union_is_written_as_its_member() {
    let nested = Value::Nested(Single::Only(Inner::new().with_name("n")));
    let put = Put::new().with_value(Value::UnknownValue("u".to_owned())).with_values([nested]);
    let expected = r#"{"value":{"Unknown":"u"},"values":[{"nested":{"only":{"name":"n"}}}]}"#;
    assert_eq!(put.to_request().unwrap().body(), expected);
}

#[test]
fn what_holds_no_known_member_cannot_be_written() {
    for put in [Put::new().with_value(Value::Unknown), Put::new().with_empty(Empty::Unknown)] {
        let error = put.to_request().unwrap_err().to_string();
        assert!(error.contains("has no known member"), "{error}");
    }
}

#[test]
fn unknown_members_and_nulls_are_passed_over() {
    assert_eq!(read(r#"{"value":{"newer":{"a":1}}}"#).unwrap().value, Some(Value::Unknown));
    let read = read(r#"{"value":{"text":null,"number":5,"newer":1}}"#).unwrap();
    assert_eq!(read.value, Some(Value::Number(5)));
}

#[test]
fn two_members_are_one_too_many() {
    let error = read(r#"{"value":{"number":5,"text":"t"}}"#).unwrap_err();
    assert!(error.contains("value.text: a second member of the union Value at byte"), "{error}");
}

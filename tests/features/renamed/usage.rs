//! Names that the settings choose.

use feature_renamed::Operation;
use feature_renamed::operations::Create;
use feature_renamed::types::{LittleThing, ThingKind};

#[test]
fn the_wire_has_the_names_of_the_model() {
    let input = Create::new().with_thing(LittleThing::new().with_a("a")).with_thing_name("b");
    let request = input.to_request().unwrap();
    assert_eq!(request.body(), r#"{"thing":{"a":"a"},"Thing":"b"}"#);
    assert_eq!(request.headers()["x-amz-target"], "Feature.New");
    assert_eq!(ThingKind::Alpha.as_str(), "A");
}

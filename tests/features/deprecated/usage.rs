//! What is deprecated can be used without a warning: it is the service's to say when it ends.

use feature_deprecated::Operation;
use feature_deprecated::operations::Old;
use feature_deprecated::types::OldType;

#[test]
fn it_works_as_before() {
    let old = Old::new().with_gone("g").with_replaced(OldType::new().with_text("t"));
    assert_eq!(old.to_request().unwrap().body(), r#"{"gone":"g","replaced":{"text":"t"}}"#);
}

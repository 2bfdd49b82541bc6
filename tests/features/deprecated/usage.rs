//! What is deprecated works, and the compiler says so where it is used.

use feature_deprecated::Operation;
use feature_deprecated::operations::Young;

#[test]
fn it_works_as_before() {
    #[expect(deprecated)]
    let replaced = feature_deprecated::types::OldType::new().with_text("t");
    #[expect(deprecated)]
    let young = Young::new().with_gone("g").with_replaced(replaced);
    assert_eq!(young.to_request().unwrap().body(), r#"{"gone":"g","replaced":{"text":"t"}}"#);
}

#[test]
fn a_call_says_it_too() {
    #[expect(deprecated)]
    let old = feature_deprecated::operations::Old::new();
    #[expect(deprecated)]
    let gone = &old.gone;
    assert_eq!(*gone, None);
}

#[test]
fn what_is_not_deprecated_is_silent() {
    assert_eq!(Young::new().with_plain("p").plain.as_deref(), Some("p"));
}

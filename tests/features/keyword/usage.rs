//! Members and operations that are keywords of Rust.

use feature_keyword::Operation;
use feature_keyword::operations::Match;
use feature_keyword::types::{AllWords, Choice};

#[test]
fn the_wire_has_the_words_of_the_model() {
    let input = Match::new("m", "s")
        .with_type("t")
        .with_crate_("c")
        .with_gen("g")
        .with_choice(Choice::SelfValue("x".to_owned()))
        .with_all(AllWords::new().with_self_("y").with_super_("z"));
    let expected = concat!(
        r#"{"type":"t","match":"m","self":"s","crate":"c","gen":"g","choice":{"self":"x"},"#,
        r#""all":{"self":"y","super":"z"}}"#
    );
    assert_eq!(input.to_request().unwrap().body(), expected);
    assert_eq!(input.r#match, "m");
}

//! Lists and maps that may hold nulls.

use feature_sparse::Operation;
use feature_sparse::operations::Put;

#[test]
fn nulls_keep_their_place() {
    let put = Put::new()
        .with_texts([Some("a".to_owned()), None])
        .with_numbers([("one", Some(1)), ("none", None)])
        .with_grid([None, Some(vec![None])]);
    let request = put.to_request().unwrap();
    let expected = r#"{"texts":["a",null],"numbers":{"none":null,"one":1},"grid":[null,[null]]}"#;
    assert_eq!(request.body(), expected);
    assert_eq!(Put::from_request(&request).unwrap(), put);
}

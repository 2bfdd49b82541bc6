//! Lists of anything.

use feature_list::Operation;
use feature_list::operations::Put;
use feature_list::types::{Kind, Thing};

#[test]
fn lists_are_set_from_whatever_their_elements_are_made_from() {
    let put = Put::new()
        .with_texts(["a", "b"])
        .with_things([Thing::new().with_list(["x"])])
        .with_grid([vec![1, 2], vec![]])
        .with_cube([vec![vec![3]]])
        .with_kinds(["A"])
        .with_numbers([1, 2])
        .with_ratios([0.5])
        .with_list(vec![String::new()]);
    assert_eq!(put.kinds, Some(vec![Kind::A]));
    let expected = concat!(
        r#"{"texts":["a","b"],"things":[{"list":["x"]}],"grid":[[1,2],[]],"cube":[[[3]]],"#,
        r#""kinds":["A"],"numbers":[1,2],"ratios":[0.5],"list":[""]}"#
    );
    assert_eq!(put.to_request().unwrap().body(), expected);
}

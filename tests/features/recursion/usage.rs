//! Types that contain themselves.

use feature_recursion::Operation;
use feature_recursion::operations::Put;
use feature_recursion::types::{Expression, Node, Pair, Tree};

#[test]
fn boxes_are_not_seen_by_callers() {
    let node = Node::new().with_name("a").with_next(Node::new().with_name("b"));
    assert_eq!(node.next.as_deref().and_then(|next| next.name.as_deref()), Some("b"));
    let pair = Pair::new(Expression::Value("left".to_owned()));
    let leaf = Tree::new().with_name("leaf");
    let put = Put::new()
        .with_node(node)
        .with_expression(Expression::Not(Box::new(Expression::Pair(pair))))
        .with_tree(Tree::new().with_branches([leaf]));
    let request = put.to_request().unwrap();
    let expected = concat!(
        r#"{"node":{"name":"a","next":{"name":"b"}},"#,
        r#""expression":{"not":{"pair":{"left":{"value":"left"}}}},"#,
        r#""tree":{"branches":[{"name":"leaf"}]}}"#
    );
    assert_eq!(request.body(), expected);
    assert_eq!(Put::from_request(&request).unwrap(), put);
}

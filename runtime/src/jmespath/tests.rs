//! Limits, and evaluation on shapes instead of documents.

use super::*;
use crate::codec::MAX_DEPTH;
use crate::document::Document;

fn kind(text: &str) -> Option<ExpressionErrorKind> {
    Expression::parse(text).err().map(|error| error.kind())
}

#[test]
fn expressions_have_limits() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(kind(&nested(MAX_DEPTH - 1)), None);
    assert_eq!(kind(&nested(MAX_DEPTH)), Some(ExpressionErrorKind::Limit));
    assert_eq!(kind(&"(".repeat(100_000)), Some(ExpressionErrorKind::Limit));
    assert_eq!(kind(&"a.".repeat(100_000)), Some(ExpressionErrorKind::Limit));
    assert_eq!(kind(&"![".repeat(400)), Some(ExpressionErrorKind::Limit));
}

#[test]
fn the_deepest_expressions_are_evaluated() {
    let none = Document::Null;
    for link in [".a", "||a", "&&a", "|a", "[0]", "[]", "==a"] {
        let text = format!("a{}", link.repeat(MAX_DEPTH - 1));
        assert_eq!(kind(&format!("{text}{link}")), Some(ExpressionErrorKind::Limit), "{link}");
        let expression = Expression::parse(&text).unwrap();
        assert!(expression.search(Ref::Document(&none)).is_ok(), "{link}");
        assert_eq!(expression.clone(), expression, "{link}");
    }
}

#[test]
fn lists_do_not_grow_without_bounds() {
    let text = format!("[@, @]{}", " | [@, @][]".repeat(60));
    let expression = Expression::parse(&text).unwrap();
    let found = expression.search(Ref::Boolean(true));
    assert_eq!(found.err().map(|error| error.kind()), Some(ExpressionErrorKind::Limit));
}

#[test]
fn problems_are_named_with_their_byte() {
    for (text, expected) in [
        ("", "expected an expression at byte 0"),
        ("a.", "expected a member at byte 2"),
        ("a[b]", "expected an index at byte 2"),
        ("a b", "expected the end of the expression at byte 2"),
        ("a#", "an unknown character at byte 1"),
        ("'a", "' that is not closed at byte 0"),
        ("a[0:1:0]", "the step of a slice cannot be 0"),
        ("sort(a)", "there is no function `sort`"),
        ("length()", "`length` does not take 0 arguments"),
    ] {
        let problem = Expression::parse(text).err().map(|error| error.to_string());
        assert_eq!(problem.as_deref(), Some(expected), "{text}");
    }
}

//! Places in the text of a model.

use shapewright_model::ir::Pointer;
use shapewright_model::source::{Place, Source};

const TEXT: &str = r#"{
  "a": [1, {"b": "x, ]} \" \\"}, [ ], null],
  "käse": {"": -1.5e3, "a/b~c": {}, "\u0064": true},
  "double": 1, "double": 2
}"#;

fn value(pointer: &str) -> Option<&'static str> {
    let source = Source::new("text", TEXT);
    let range = source.locate(&Pointer(pointer.to_owned()))?;
    TEXT.get(range)
}

fn key(pointer: &str) -> Option<&'static str> {
    let source = Source::new("text", TEXT);
    let range = source.locate_key(&Pointer(pointer.to_owned()))?;
    TEXT.get(range)
}

fn place(place: Place) -> &'static str {
    &TEXT[Source::new("text", TEXT).resolve(&place)]
}

#[test]
fn finds_values_and_keys() {
    assert_eq!(value(""), Some(TEXT));
    assert_eq!(value("/a/0"), Some("1"));
    assert_eq!(value("/a/1/b"), Some(r#""x, ]} \" \\""#));
    assert_eq!(key("/a/1/b"), Some(r#""b""#));
    assert_eq!(value("/a/2"), Some("[ ]"));
    assert_eq!(value("/a/3"), Some("null"));
    assert_eq!(key("/a/3"), None);
    assert_eq!(value("/käse/"), Some("-1.5e3"));
    assert_eq!(value("/käse/a~1b~0c"), Some("{}"));
    assert_eq!(key("/käse/d"), Some(r#""\u0064""#));
    assert_eq!(value("/double"), Some("1"));
}

#[test]
fn finds_many_values_at_once() {
    let source = Source::new("text", TEXT);
    let pointers =
        ["", "/a/1/b", "/a/2", "/a/3", "/käse/a~1b~0c", "/käse/d", "/b", "/a/4", "/a/0/b"];
    let pointers = pointers.map(|pointer| Pointer(pointer.to_owned()));
    let found = source.locate_all(&pointers.iter().cloned().collect());
    for pointer in &pointers {
        assert_eq!(found.get(pointer).cloned(), source.locate(pointer), "{pointer}");
    }
}

#[test]
fn finds_nothing_where_nothing_is() {
    for pointer in ["/a/4", "/a/x", "/a/2/0", "/b", "/a/0/b", "/a/1/b/c"] {
        assert_eq!(value(pointer), None, "{pointer}");
    }
}

#[test]
fn falls_back_to_what_exists() {
    let pointer = |text: &str| Pointer(text.to_owned());
    assert_eq!(place(Place::Key(pointer("/käse/none/below"))), "\"käse\"");
    assert_eq!(place(Place::Value(pointer("/a/4"))), "\"a\"");
    assert_eq!(place(Place::Repeated(pointer("/double"), 1)), "\"double\"");
    assert_eq!(place(Place::Bytes(TEXT.len() - 1..TEXT.len() + 9)), "}");
}

#[test]
fn counts_lines_and_characters() {
    let source = Source::new("text", TEXT);
    let range = source.locate(&Pointer("/käse/".to_owned())).expect("it is there");
    assert_eq!(source.position(range.start).to_string(), "3:16");
    assert_eq!(source.position(usize::MAX).line, 5);
}

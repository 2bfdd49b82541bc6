//! The JSON codec on documents: what is JSON and what is not, and what comes out again.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests is a test"
)]

use proptest::prelude::*;
use shapewright_runtime::codec::MAX_DEPTH;
use shapewright_runtime::json::{read_document, write_document};
use shapewright_runtime::{Document, Number};

fn read(text: &str) -> Option<Document> {
    read_document(text.as_bytes()).ok()
}

fn written(document: &Document) -> String {
    let mut out = Vec::new();
    write_document(document, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The message about text that is not JSON.
fn problem(bytes: &[u8]) -> String {
    read_document(bytes).unwrap_err().to_string()
}

#[test]
fn numbers_stay_exact() {
    let integer = |value| Some(Document::Number(Number::Integer(value)));
    let float = |value| Some(Document::Number(Number::Float(value)));
    for (text, expected) in [
        ("0", integer(0)),
        ("-1", integer(-1)),
        ("9223372036854775807", integer(i64::MAX)),
        ("-9223372036854775808", integer(i64::MIN)),
        ("9223372036854775808", Some(Document::Number(Number::Unsigned(1 << 63)))),
        ("18446744073709551615", Some(Document::Number(Number::Unsigned(u64::MAX)))),
        ("18446744073709551616", float(18_446_744_073_709_551_616.0)),
        ("-9223372036854775809", float(-9_223_372_036_854_775_809.0)),
        ("1.0", float(1.0)),
        ("1e3", float(1000.0)),
        ("1E+3", float(1000.0)),
        ("25e-2", float(0.25)),
        ("5e-324", float(5e-324)),
        ("1e-400", float(0.0)),
        ("1.7976931348623157e308", float(f64::MAX)),
        ("1e400", None),
        ("01", None),
        ("-", None),
        ("-01", None),
        ("+1", None),
        (".5", None),
        ("1.", None),
        ("1.e3", None),
        ("1e", None),
        ("1e+", None),
        ("1.2.3", None),
        ("1-2", None),
        ("0x10", None),
        ("NaN", None),
        ("Infinity", None),
        ("\u{661}", None),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn minus_zero_keeps_its_sign() {
    for text in ["-0", "-0.0", "-0e5"] {
        let Some(Document::Number(Number::Float(zero))) = read(text) else {
            panic!("{text} is no float: {:?}", read(text));
        };
        assert!(zero == 0.0 && zero.is_sign_negative(), "{text}");
        assert_eq!(written(&Document::Number(Number::Float(zero))), "-0.0");
    }
}

#[test]
fn strings_are_unescaped() {
    for (text, expected) in [
        (r#""""#, Some("")),
        (r#""plain""#, Some("plain")),
        (r#""\"\\\/\b\f\n\r\t""#, Some("\"\\/\u{8}\u{c}\n\r\t")),
        (r#""a\u0041\u00e9\u65e5z""#, Some("aAé日z")),
        (r#""\ud83d\ude00""#, Some("😀")),
        (r#""\uD83D\uDE00!""#, Some("😀!")),
        (r#""\u0000""#, Some("\0")),
        ("\"\u{7f}\u{2028}\"", Some("\u{7f}\u{2028}")),
        (r#""\ud83d""#, None),
        (r#""\ud83d\n""#, None),
        (r#""\ud83dx\ude00""#, None),
        (r#""\ude00""#, None),
        (r#""\ud83d\ud83d""#, None),
        (r#""\u12""#, None),
        (r#""\u12g4""#, None),
        (r#""\u+123""#, None),
        (r#""\x41""#, None),
        (r#""\"#, None),
        (r#""\u"#, None),
        (r#""open"#, None),
        (r#""\u日1""#, None),
        ("\"a\nb\"", None),
        ("\"\u{1f}\"", None),
        ("'single'", None),
    ] {
        assert_eq!(read(text), expected.map(Document::from), "{text}");
    }
}

#[test]
fn strings_are_escaped_where_they_have_to_be() {
    let text = Document::from("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}é😀");
    let json = written(&text);
    assert_eq!(json, "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u{7f}é😀\"");
    assert_eq!(read(&json), Some(text));
}

#[test]
fn of_a_repeated_key_the_last_value_counts() {
    assert_eq!(read(r#"{"a":1,"b":2,"a":3}"#), read(r#"{"a":3,"b":2}"#));
}

#[test]
fn white_space_may_stand_between_tokens() {
    assert_eq!(read(" \t\r\n{ \"a\" :\n[ 1 , 2 ]\t}\r\n "), read(r#"{"a":[1,2]}"#));
    assert_eq!(read("\u{a0}1"), None);
    assert_eq!(read("\u{feff}1"), None);
    assert_eq!(read("/**/1"), None);
}

#[test]
fn problems_are_named_with_their_byte() {
    for (bytes, expected) in [
        (&b""[..], "expected a value, found the end of the text at byte 0"),
        (b"  ", "expected a value, found the end of the text at byte 2"),
        (b"[1,]", "a comma before the closing bracket at byte 3"),
        (b"[1 2]", "expected a comma or the end of the array, found number at byte 3"),
        (b"{\"a\":1 \"b\":2}", "expected a comma or the end of the object, found string at byte 7"),
        (b"{\"a\" 1}", "expected a colon, found number at byte 5"),
        (b"{a:1}", "expected a key, found something that is not JSON at byte 1"),
        (b"{1:1}", "expected a key, found number at byte 1"),
        (b"nul", "expected null at byte 0"),
        (b"tru", "expected true at byte 0"),
        (b"1 1", "expected the end of the text, found number at byte 2"),
        (b"{} x", "expected the end of the text, found something that is not JSON at byte 3"),
        (b"[1", "expected a comma or the end of the array, found the end of the text at byte 2"),
        (b"\"a", "the text ends within a string at byte 2"),
        (b"\"\\q\"", "an unknown escape in a string at byte 1"),
        (b"\"a\x01\"", "a control character in a string at byte 2"),
        (b"[\"\xff\"]", "invalid UTF-8 at byte 2"),
        (b"[01]", "an invalid number at byte 1"),
    ] {
        assert_eq!(problem(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let deepest = read(&nested(MAX_DEPTH)).unwrap();
    assert_eq!(written(&deepest), nested(MAX_DEPTH));
    assert!(write_document(&Document::List(vec![deepest]), &mut Vec::new()).is_err());
    let expected = format!("nested more than {MAX_DEPTH} levels deep at byte {MAX_DEPTH}");
    assert_eq!(problem(nested(MAX_DEPTH + 1).as_bytes()), expected);
    // What is only passed over counts, too, and so much of it must not exhaust the stack.
    assert_eq!(problem("[".repeat(1_000_000).as_bytes()), expected);
    assert!(read(&"[[]],".repeat(1000)).is_none());
}

/// Text that is JSON more often than chance would have it.
fn nearly_json() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just(",".to_owned()),
        Just(":".to_owned()),
        Just(" ".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("\"k\"".to_owned()),
        Just("\"\\ud83d\\ude00\"".to_owned()),
        "[-+0-9.eE]{1,6}",
        "\"[a-z\\\\u0-9dD\u{1}\u{e9}]{0,8}\"",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

/// A JSON value as `serde_json` writes it.
fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_filter("JSON has no others", |x| x.is_finite()).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// The same value, as `serde_json` has it.
fn as_serde(document: &Document) -> serde_json::Value {
    match document {
        Document::Null => serde_json::Value::Null,
        Document::Boolean(value) => (*value).into(),
        Document::Number(Number::Integer(value)) => (*value).into(),
        Document::Number(Number::Unsigned(value)) => (*value).into(),
        Document::Number(Number::Float(value)) => (*value).into(),
        Document::String(value) => value.as_str().into(),
        Document::List(values) => values.iter().map(as_serde).collect(),
        Document::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), as_serde(value))).collect()
        }
    }
}

proptest! {
    #[test]
    fn accepts_what_serde_json_accepts(text in nearly_json()) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        prop_assert_eq!(read(&text).is_some(), theirs);
    }

    #[test]
    fn reads_bytes_without_panicking(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let theirs = serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
        prop_assert_eq!(read_document(&bytes).is_ok(), theirs);
    }

    #[test]
    fn reads_and_writes_what_serde_json_writes(value in json_value(), pretty in any::<bool>()) {
        let text = if pretty {
            serde_json::to_string_pretty(&value).unwrap()
        } else {
            value.to_string()
        };
        let document = read(&text).unwrap();
        prop_assert_eq!(as_serde(&document), value);
        prop_assert_eq!(read(&written(&document)), Some(document));
    }
}

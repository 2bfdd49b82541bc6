//! What every format has in common: values survive it, and errors say what is wrong and where.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use proptest::prelude::*;
use shapewright_readers::Sample;
use shapewright_runtime::cbor::Cbor;
use shapewright_runtime::codec::{Codec, MAX_DEPTH, ReadError};
use shapewright_runtime::json::Json;
use shapewright_runtime::xml::Xml;
use shapewright_tests::arbitrary::{Choices, fill};

fn written(codec: &dyn Codec, value: &Sample) -> Vec<u8> {
    let mut out = Vec::new();
    codec.write(value, None, &mut out).unwrap();
    out
}

fn read(codec: &dyn Codec, bytes: &[u8]) -> Result<Sample, ReadError> {
    let mut value = Sample::default();
    codec.read(bytes, &mut value).map(|()| value)
}

/// The message about bytes that cannot be read.
fn problem(codec: &dyn Codec, bytes: &[u8]) -> String {
    read(codec, bytes).map_or_else(|error| error.to_string(), |value| format!("{value:?}"))
}

#[test]
fn every_member_survives() {
    for codec in [&Json::default() as &dyn Codec, &Cbor, &Xml::default()] {
        let mut full = Sample::full();
        if codec.content_type() == "application/xml" {
            // XML has no null: these are there, and empty.
            full.sparse_list = None;
            full.sparse_map = None;
        }
        let bytes = written(codec, &full);
        assert_eq!(read(codec, &bytes).as_ref(), Ok(&full), "{}", bytes.escape_ascii());
    }
}

#[test]
fn errors_name_the_place() {
    for (text, expected) in [
        (
            r#"{"list":[{},{"integer":"x"}]}"#,
            "list[1].integer: expected integer, found string at byte 23",
        ),
        (
            r#"{"map":{"a b":{"byte":128}}}"#,
            r#"map["a b"].byte: expected an integer of 8 bits, found 128 at byte 22"#,
        ),
        (
            r#"{"choice":{"text":"a","numbers":[]}}"#,
            "choice.numbers: a second member of the union Choice at byte 22",
        ),
        (r#"{"lists":[["a"],[1]]}"#, "lists[1][0]: expected string, found number at byte 17"),
        (
            r#"{"secret":"hidden"}"#,
            "secret: the sensitive value is not of the expected kind at byte 10",
        ),
        (r#"{"blob":"*"}"#, "blob: invalid base64 at byte 8"),
    ] {
        assert_eq!(problem(&Json::default(), text.as_bytes()), expected, "{text}");
    }
    for (bytes, expected) in [
        (
            &b"\xa1\x64list\x82\xa0\xa1\x67integer\x61x"[..],
            "list[1].integer: expected integer, found string at byte 17",
        ),
        (
            b"\xbf\x63map\xa1\x63a b\xbf\x64byte\x18\x80\xff\xff",
            r#"map["a b"].byte: expected an integer of 8 bits, found 128 at byte 16"#,
        ),
        (
            b"\xa1\x66choice\xa2\x64text\x61a\x67numbers\x80",
            "choice.numbers: a second member of the union Choice at byte 16",
        ),
        (
            b"\xa1\x65lists\x82\x81\x61a\x9f\x01\xff",
            "lists[1][0]: expected string, found integer at byte 12",
        ),
        (
            b"\xa1\x66secret\x66hidden",
            "secret: the sensitive value is not of the expected kind at byte 8",
        ),
        (b"\xa1\x69timestamp\xc1\xf9\x7e\x00", "timestamp: not a valid point in time at byte 11"),
        (
            b"\xa1\x65float\xfb\x7f\xef\xff\xff\xff\xff\xff\xff",
            "float: expected a number of 32 bits, found 1.7976931348623157e308 at byte 7",
        ),
        (
            b"\xa1\x6abigDecimal\xc4\x81\x01",
            "bigDecimal: expected an exponent and a mantissa at byte 13",
        ),
        (b"\xa1\x6abigInteger\x41\x01", "bigInteger: expected integer, found bytes at byte 12"),
        (b"\xa1\x68document\x01", "document: CBOR has no documents at byte 10"),
        (
            b"\xa1\x64blob\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
            "blob: the bytes end within a value at byte 6",
        ),
        (
            b"\xa1\x65lists\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            "lists: the bytes end within a value at byte 16",
        ),
        (b"\xa1\x01\x02", "expected string, found integer at byte 1"),
        (b"\xa0\x00", "bytes behind the value at byte 1"),
        (b"", "the bytes end within a value at byte 0"),
        (b"\xff", "expected map, found the end of an array or map at byte 0"),
        (b"\xa1\x61?\x1c", "expected a value, found something that is not CBOR at byte 3"),
    ] {
        assert_eq!(problem(&Cbor, bytes), expected, "{}", bytes.escape_ascii());
    }
    for (text, expected) in [
        (
            "<S><list><member/><member><integer>x</integer></member></list></S>",
            "list[1].integer: expected an integer of 32 bits",
        ),
        (
            "<S><map><entry><key>a b</key><value><byte>128</byte></value></entry></map></S>",
            r#"map["a b"].byte: expected an integer of 8 bits"#,
        ),
        ("<S><list><member></list></S>", "list[0]"),
    ] {
        let problem = problem(&Xml::default(), text.as_bytes());
        assert!(problem.starts_with(expected), "{text}: {problem}");
        assert!(problem.contains(" at byte "), "{text}: {problem}");
    }
}

#[test]
fn nesting_has_a_limit_in_every_format() {
    let nested = |levels: usize| {
        let mut value = Sample::default();
        for _ in 1..levels {
            value = Sample { sample: Some(Box::new(value)), ..Sample::default() };
        }
        value
    };
    for codec in [&Json::default() as &dyn Codec, &Cbor, &Xml::default()] {
        // In XML, the element of a number is a level of its own.
        let deepest = nested(MAX_DEPTH - 1);
        let bytes = written(codec, &deepest);
        assert_eq!(read(codec, &bytes).as_ref(), Ok(&deepest), "{}", codec.content_type());
        let deeper = nested(MAX_DEPTH + 1);
        assert!(codec.write(&deeper, None, &mut Vec::new()).is_err(), "{}", codec.content_type());
    }
}

proptest! {
    #[test]
    fn values_survive(choices in prop::collection::vec(any::<u64>(), 0..200)) {
        for (codec, protocol) in [
            (&Json::default() as &dyn Codec, "aws.protocols#awsJson1_0"),
            (&Cbor, "smithy.protocols#rpcv2Cbor"),
        ] {
            let mut value = Sample::default();
            fill(&mut value, &mut Choices::new(&choices, protocol));
            if codec.content_type() == "application/cbor" {
                without_documents(&mut value);
            }
            let bytes = written(codec, &value);
            prop_assert_eq!(read(codec, &bytes), Ok(value), "{}", bytes.escape_ascii());
        }
    }
}

/// CBOR has none.
fn without_documents(value: &mut Sample) {
    value.document = None;
    value.sample.iter_mut().for_each(|inner| without_documents(inner));
    value.list.iter_mut().flatten().for_each(without_documents);
    value.map.iter_mut().flat_map(|map| map.values_mut()).for_each(without_documents);
    if let Some(shapewright_readers::Choice::Sample(inner)) = &mut value.choice {
        without_documents(inner);
    }
}

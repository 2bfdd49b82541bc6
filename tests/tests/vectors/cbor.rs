//! The Smithy project's CBOR decoding tests, read as members of the kind that each is about.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::IgnoredAny;
use shapewright_runtime::Blob;
use shapewright_runtime::cbor;
use shapewright_runtime::codec::ReadError;
use shapewright_runtime::schema::{Element, Member, NONE, Schema, Target};
use shapewright_runtime::shape::{Field, Ref, Shape, Slot};
use shapewright_tests::conformance_data;

#[derive(Deserialize)]
struct Case {
    description: String,
    input: String,
    expect: Option<Expected>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Uint(i128),
    Negint(i128),
    Bool(bool),
    Null(IgnoredAny),
    Float32(u32),
    Float64(u64),
    String(String),
    Bytestring(Vec<u8>),
    List([Box<Expected>; 1]),
    Map(BTreeMap<String, Expected>),
    Tag { value: Box<Expected> },
}

impl Case {
    /// A map whose member `value` is the input.
    fn bytes(&self) -> Vec<u8> {
        let digits = self.input.as_bytes().chunks(2);
        let digits = digits.map(|digits| std::str::from_utf8(digits).unwrap());
        let input = digits.map(|digits| u8::from_str_radix(digits, 16).unwrap());
        b"\xa1\x65value".iter().copied().chain(input).collect()
    }
}

/// A structure with one member, whatever its kind.
struct Holder<T> {
    schema: &'static Schema,
    value: T,
}

impl<T: Field> Shape for Holder<T> {
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn get(&self, _: usize) -> Ref<'_> {
        self.value.get()
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        self.value.slot()
    }
}

fn read<T: Field + Default>(bytes: &[u8], target: Target) -> Result<T, ReadError> {
    let members = Box::leak(Box::new([Member("value", "value", target, NONE)]));
    let schema = Box::leak(Box::new(Schema::structure("Holder", members)));
    let mut holder = Holder { schema, value: T::default() };
    cbor::read(bytes, &mut holder).map(|()| holder.value)
}

/// Where the value stands in the case's input.
#[derive(Clone, Copy)]
enum Place {
    Itself,
    List,
    Map,
}

/// Reads a case as a value of that kind, or as a list or map of it.
fn check<T>(case: &Case, place: Place, target: Target, expected: T)
where
    T: Field + Default + PartialEq + Debug,
{
    let (bytes, what) = (case.bytes(), &case.description);
    match place {
        Place::Itself => assert_eq!(read(&bytes, target), Ok(expected), "{what}"),
        Place::List => {
            let target = Target::List(Element::Member(Box::leak(Box::new(Member::of(target)))));
            assert_eq!(read(&bytes, target), Ok(vec![expected]), "{what}");
        }
        Place::Map => {
            let entry = (Member::of(Target::String), Member::of(target));
            let target = Target::Map(Box::leak(Box::new(entry)));
            let expected = BTreeMap::from([("foo".to_owned(), expected)]);
            assert_eq!(read(&bytes, target), Ok(expected), "{what}");
        }
    }
}

fn check_value(case: &Case, place: Place, expected: &Expected) {
    match expected {
        // CBOR has a bit more than `i64` for whole numbers.
        Expected::Uint(value) | Expected::Negint(value) => {
            check(case, place, Target::BigInteger, value.to_string());
        }
        Expected::Bool(value) => check(case, place, Target::Boolean, *value),
        Expected::Null(_) => check(case, place, Target::String, None::<String>),
        Expected::Float32(bits) => check(case, place, Target::Float, f32::from_bits(*bits)),
        Expected::Float64(bits) => check(case, place, Target::Double, f64::from_bits(*bits)),
        Expected::String(text) => check(case, place, Target::String, text.clone()),
        Expected::Bytestring(bytes) => check(case, place, Target::Blob, Blob::from(bytes.clone())),
        Expected::List([value]) => check_value(case, Place::List, value),
        Expected::Map(entries) => check_value(case, Place::Map, &entries["foo"]),
        // What a tag says that means nothing to us is passed over.
        Expected::Tag { value } => check_value(case, place, value),
    }
}

#[test]
fn decodes_what_the_suite_decodes() {
    let Some(cases) = conformance_data::json::<Vec<Case>>("vectors/cbor/decode-success-tests.json")
    else {
        return;
    };
    for case in cases {
        check_value(&case, Place::Itself, case.expect.as_ref().unwrap());
    }
}

#[test]
fn refuses_what_the_suite_refuses() {
    let Some(cases) = conformance_data::json::<Vec<Case>>("vectors/cbor/decode-error-tests.json")
    else {
        return;
    };
    for case in cases {
        let (bytes, what) = (case.bytes(), &case.description);
        assert!(read::<String>(&bytes, Target::String).is_err(), "as a string: {what}");
        assert!(read::<Blob>(&bytes, Target::Blob).is_err(), "as bytes: {what}");
        assert!(read::<String>(&bytes, Target::BigDecimal).is_err(), "as a number: {what}");
        assert!(
            read::<Vec<f64>>(&bytes, Target::List(Element::Member(&DOUBLE))).is_err(),
            "as a list: {what}"
        );
        let mut nothing = Holder { schema: &EMPTY, value: String::new() };
        assert!(cbor::read(&bytes, &mut nothing).is_err(), "passed over: {what}");
    }
}

static DOUBLE: Member = Member::of(Target::Double);
static EMPTY: Schema = Schema::structure("Empty", &[]);

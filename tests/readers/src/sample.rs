//! A structure with a member of every kind.

use std::collections::BTreeMap;

use shapewright_runtime::schema::{Element, Member, NONE, STRINGS, Schema, Target, Trait};
use shapewright_runtime::shape::{Ref, Shape, Slot, get, slot};
use shapewright_runtime::{
    Blob, Document, Timestamp, TimestampFormat, enum_keys, open_enums, reflected,
};

macro_rules! members {
    ($shape:ident, $schema:ident: $($index:literal $field:ident),* $(,)?) => {
        impl Shape for $shape {
            fn schema(&self) -> &'static Schema {
                &$schema
            }

            fn get(&self, member: usize) -> Ref<'_> {
                match member {
                    $($index => get(&self.$field),)*
                    _ => Ref::Absent,
                }
            }

            fn slot(&mut self, member: usize) -> Slot<'_> {
                match member {
                    $($index => slot(&mut self.$field),)*
                    _ => Slot::Unknown,
                }
            }
        }

        reflected!($shape);
        shapewright_runtime::comparable!($shape);
    };
}
pub(crate) use members;

/// A structure with a member of every kind.
#[derive(Default)]
#[expect(missing_docs, reason = "a member of each kind, called by its kind")]
pub struct Sample {
    pub boolean: Option<bool>,
    pub byte: Option<i8>,
    pub short: Option<i16>,
    pub integer: i32,
    pub long: Option<i64>,
    pub float: Option<f32>,
    pub double: Option<f64>,
    pub string: Option<String>,
    pub kind: Option<Kind>,
    pub blob: Option<Blob>,
    pub timestamp: Option<Timestamp>,
    pub date: Option<Timestamp>,
    pub document: Option<Document>,
    pub big_integer: Option<String>,
    pub big_decimal: Option<String>,
    pub sample: Option<Box<Sample>>,
    pub choice: Option<Choice>,
    pub list: Option<Vec<Sample>>,
    pub sparse_list: Option<Vec<Option<i32>>>,
    pub lists: Option<Vec<Vec<String>>>,
    pub flat_list: Option<Vec<Kind>>,
    pub map: Option<BTreeMap<String, Sample>>,
    pub sparse_map: Option<BTreeMap<Kind, Option<Blob>>>,
    pub flat_map: Option<BTreeMap<String, Vec<f64>>>,
    pub secret: Option<i32>,
    pub attribute: Option<String>,
}

impl Sample {
    /// A value of which each member is there, but the document: only JSON has those.
    #[must_use]
    pub fn full() -> Self {
        let kinds = || [Kind::A, Kind::Unknown("b".to_owned())];
        let inner = || Self { integer: 1, string: Some(String::new()), ..Self::default() };
        Self {
            boolean: Some(true),
            byte: Some(-1),
            short: Some(300),
            integer: 70_000,
            long: Some(i64::MIN),
            float: Some(0.5),
            double: Some(f64::NEG_INFINITY),
            string: Some("<é> & \"\u{1f600}\"\n".to_owned()),
            kind: Some(Kind::A),
            blob: Some(Blob::from("\0\u{7f}")),
            timestamp: Timestamp::from_epoch(1_497_515_400, 250_000_000),
            date: Timestamp::from_epoch(-1, 0),
            document: None,
            big_integer: Some("-18446744073709551617".to_owned()),
            big_decimal: Some("0.100000000000000000000001".to_owned()),
            sample: Some(Box::new(inner())),
            choice: Some(Choice::Sample(Box::new(inner()))),
            list: Some(vec![inner(), inner()]),
            sparse_list: Some(vec![Some(1), None]),
            lists: Some(vec![vec!["a".to_owned()], Vec::new()]),
            flat_list: Some(kinds().into()),
            map: Some([("a".to_owned(), inner())].into()),
            sparse_map: Some(kinds().map(|kind| (kind, None)).into()),
            flat_map: Some([("a".to_owned(), vec![1.5])].into()),
            secret: Some(7),
            attribute: Some("a".to_owned()),
        }
    }
}

static NUMBER: Member = Member::of(Target::Integer);

pub(crate) static SAMPLE: Schema = Schema::structure(
    "Sample",
    &[
        Member("boolean", "boolean", Target::Boolean, NONE),
        Member("byte", "byte", Target::Byte, NONE),
        Member("short", "short", Target::Short, NONE),
        Member("integer", "integer", Target::Integer, &[Trait::Required]),
        Member("long", "long", Target::Long, NONE),
        Member("float", "float", Target::Float, NONE),
        Member("double", "double", Target::Double, NONE),
        Member("string", "string", Target::String, &[Trait::JsonName("text")]),
        Member("kind", "kind", Target::String, NONE),
        Member("blob", "blob", Target::Blob, NONE),
        Member("timestamp", "timestamp", Target::Timestamp, NONE),
        Member(
            "date",
            "date",
            Target::Timestamp,
            &[Trait::TimestampFormat(TimestampFormat::HttpDate)],
        ),
        Member("document", "document", Target::Document, NONE),
        Member("big_integer", "bigInteger", Target::BigInteger, NONE),
        Member("big_decimal", "bigDecimal", Target::BigDecimal, NONE),
        Member("sample", "sample", Target::Shape(&SAMPLE), NONE),
        Member("choice", "choice", Target::Shape(&CHOICE), NONE),
        Member("list", "list", Target::List(Element::Shape(&SAMPLE)), NONE),
        Member("sparse_list", "sparseList", Target::List(Element::Member(&NUMBER)), NONE),
        Member(
            "lists",
            "lists",
            Target::List(Element::Member(&Member::of(Target::List(STRINGS)))),
            NONE,
        ),
        Member("flat_list", "flatList", Target::List(STRINGS), &[Trait::Flattened]),
        Member(
            "map",
            "map",
            Target::Map(&(Member::of(Target::String), Member::of(Target::Shape(&SAMPLE)))),
            NONE,
        ),
        Member(
            "sparse_map",
            "sparseMap",
            Target::Map(&(Member::of(Target::String), Member::of(Target::Blob))),
            NONE,
        ),
        Member(
            "flat_map",
            "flatMap",
            Target::Map(&(
                Member("", "", Target::String, &[Trait::XmlName("K")]),
                Member(
                    "",
                    "",
                    Target::List(Element::Member(&Member::of(Target::Double))),
                    &[Trait::XmlName("V")],
                ),
            )),
            &[Trait::Flattened],
        ),
        Member("secret", "secret", Target::Integer, &[Trait::Sensitive]),
        Member("attribute", "attribute", Target::String, &[Trait::XmlAttribute]),
    ],
);

members!(Sample, SAMPLE:
    0 boolean, 1 byte, 2 short, 3 integer, 4 long, 5 float, 6 double, 7 string, 8 kind, 9 blob,
    10 timestamp, 11 date, 12 document, 13 big_integer, 14 big_decimal, 15 sample, 16 choice,
    17 list, 18 sparse_list, 19 lists, 20 flat_list, 21 map, 22 sparse_map, 23 flat_map,
    24 secret, 25 attribute,
);

/// A union.
#[derive(Default)]
pub enum Choice {
    /// Text.
    Text(String),
    /// Numbers.
    Numbers(Vec<i64>),
    /// A structure.
    Sample(Box<Sample>),
    /// None that the model names.
    #[default]
    Unknown,
}

static CHOICE: Schema = Schema::union(
    "Choice",
    &[
        Member("Text", "text", Target::String, NONE),
        Member(
            "Numbers",
            "numbers",
            Target::List(Element::Member(&Member::of(Target::Long))),
            NONE,
        ),
        Member("Sample", "sample", Target::Shape(&SAMPLE), NONE),
    ],
);

impl Shape for Choice {
    fn schema(&self) -> &'static Schema {
        &CHOICE
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match (member, self) {
            (0, Self::Text(value)) => get(value),
            (1, Self::Numbers(value)) => get(value),
            (2, Self::Sample(value)) => get(value),
            _ => Ref::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        *self = match member {
            0 => Self::Text(String::new()),
            1 => Self::Numbers(Vec::new()),
            2 => Self::Sample(Box::default()),
            _ => Self::Unknown,
        };
        match self {
            Self::Text(value) => slot(value),
            Self::Numbers(value) => slot(value),
            Self::Sample(value) => slot(value),
            Self::Unknown => Slot::Unknown,
        }
    }
}

reflected!(Choice);
shapewright_runtime::comparable!(Choice);

/// An enum over text.
#[derive(Clone)]
pub enum Kind {
    /// `a`
    A,
    /// Another.
    Unknown(String),
}

impl Kind {
    /// The values that the model names.
    pub const VALUES: &'static [Self] = &[Self::A];

    /// The value on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Unknown(text) => text,
        }
    }
}

open_enums!(Kind);

enum_keys!(Kind);

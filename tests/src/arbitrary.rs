//! Arbitrary values of any generated type, by reflection.

use shapewright_runtime::schema::{Location, Member, SchemaKind, Target, Trait};
use shapewright_runtime::shape::{List, Map, Shape, Slot};
use shapewright_runtime::{Blob, Document, Number, Timestamp, TimestampFormat};

/// What every sensitive text and blob contains, and nothing else does.
pub const SECRET: &str = "s3cr3t";

/// The deepest nesting of values.
const DEPTH: usize = 4;

/// The choices that a value is made by. When they have run out the simplest is taken, so that a
/// shorter list of choices makes a smaller value.
#[derive(Debug)]
pub struct Choices<'a> {
    choices: std::slice::Iter<'a, u64>,
    /// Where in an HTTP message the value stands that is being made.
    location: Option<Location>,
    /// Whether the value is written as XML or as a form: they cannot tell empty from absent
    /// everywhere, write times as dates, and have no place for the character U+0000.
    is_text: bool,
}

impl<'a> Choices<'a> {
    /// These choices, for values that the protocol of that Smithy id writes.
    #[must_use]
    pub fn new(choices: &'a [u64], protocol: &str) -> Self {
        let is_text = protocol.ends_with("Xml") || protocol.ends_with("Query");
        Self { choices: choices.iter(), location: None, is_text }
    }

    fn next(&mut self) -> u64 {
        self.choices.next().copied().unwrap_or(0)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    fn one<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        match self.below(others.len() + 1).checked_sub(1).and_then(|index| others.get(index)) {
            Some(other) => *other,
            None => first,
        }
    }

    fn small(&mut self) -> i64 {
        i64::try_from(self.next() % 2000).unwrap_or(0) - 1000
    }
}

/// Fills a value that holds its defaults.
pub fn fill(shape: &mut dyn Shape, choices: &mut Choices<'_>) {
    fill_shape(shape, choices, 0, false);
}

fn fill_shape(shape: &mut dyn Shape, choices: &mut Choices<'_>, depth: usize, secret: bool) {
    let schema = shape.schema();
    let secret = secret || schema.has(&Trait::Sensitive);
    let fillable = |member: &Member| is_inhabited(&member.target());
    if schema.kind == SchemaKind::Union {
        let mut members: Vec<_> = (0..schema.members.len())
            .filter(|index| schema.members.get(*index).is_some_and(fillable))
            .collect();
        // Deep down only what does not go on: a union has to have some member.
        members.sort_by_key(|index| schema.members.get(*index).is_some_and(goes_on));
        let wide = if depth < DEPTH { members.len() } else { 1 };
        if let Some(index) = members.get(choices.below(wide)).copied()
            && let Some(member) = schema.members.get(index)
        {
            let secret = secret || member.has(&Trait::Sensitive);
            fill_slot(shape.slot(index), member, choices, depth + 1, secret);
        }
        return;
    }
    for (index, member) in schema.members.iter().enumerate() {
        let wanted = depth < DEPTH && choices.below(3) > 0;
        if fillable(member) && (wanted || is_never_absent(member)) {
            let secret = secret || member.has(&Trait::Sensitive);
            choices.location = member.location();
            fill_slot(shape.slot(index), member, choices, depth + 1, secret);
            choices.location = None;
        }
    }
}

/// Whether there is a value even where nobody has given one.
fn is_never_absent(member: &Member) -> bool {
    let location = member.location();
    // Who reads a map of headers or parameters cannot tell none from no map.
    let is_open = matches!(
        location,
        Some(Location::PrefixHeaders(_) | Location::QueryParams | Location::StatusCode)
    );
    is_open || member.has(&Trait::Required) || member.has(&Trait::IdempotencyToken)
}

/// Whether there are values of that kind: there are none of a union without members.
fn is_inhabited(target: &Target) -> bool {
    match target {
        Target::Shape(schema) => schema.kind != SchemaKind::Union || !schema.members.is_empty(),
        _ => true,
    }
}

/// Whether values of the member may contain others.
fn goes_on(member: &Member) -> bool {
    matches!(member.target(), Target::Shape(_))
}

fn fill_slot(
    slot: Slot<'_>,
    member: &Member,
    choices: &mut Choices<'_>,
    depth: usize,
    secret: bool,
) {
    match slot {
        Slot::Unknown => {}
        Slot::Boolean(place) => *place = choices.one(false, &[true]),
        Slot::Byte(place) => *place = choices.one(0, &[1, i8::MIN, i8::MAX]),
        Slot::Short(place) => *place = choices.one(0, &[-1, i16::MIN, i16::MAX]),
        Slot::Integer(place) if choices.location == Some(Location::StatusCode) => {
            *place = choices.one(200, &[201, 299]);
        }
        Slot::Integer(place) => *place = choices.one(0, &[-1, 42, i32::MIN, i32::MAX]),
        Slot::Long(place) => *place = choices.one(0, &[-1, 1 << 53, i64::MIN, i64::MAX]),
        Slot::Float(place) => {
            let others = [-0.0, 0.1, f32::MIN_POSITIVE, f32::MAX, f32::INFINITY, 16_777_216.0];
            *place = choices.one(0.0, &others);
        }
        Slot::Double(place) => {
            let others = [-0.0, 0.1, 5e-324, f64::MAX, f64::NEG_INFINITY, 1e21, 1.0 / 3.0];
            *place = choices.one(0.0, &others);
        }
        Slot::String(place) => {
            *place = match member.target() {
                Target::BigInteger => big_integer(choices),
                Target::BigDecimal => format!("{}.25", big_integer(choices)),
                _ => text(choices, secret),
            }
        }
        Slot::Enum(place) => place.set(&text(choices, secret)),
        Slot::Blob(place) => *place = blob(choices, secret),
        Slot::Timestamp(place) => *place = timestamp(member, choices),
        Slot::Document(place) => {
            choices.location = None;
            *place = document(choices, depth, secret);
        }
        Slot::Stream(place) => *place = blob(choices, secret).into_bytes().into(),
        // Events come from elsewhere: such a member stays absent.
        Slot::Events(_) => {}
        Slot::Shape(place) => {
            choices.location = None;
            fill_shape(place, choices, depth, secret);
        }
        Slot::List(place) => fill_list(place, member, choices, depth, secret),
        Slot::Map(place) => fill_map(place, member, choices, depth, secret),
    }
}

fn length(choices: &mut Choices<'_>, depth: usize) -> usize {
    match choices.location {
        // What is outside the body, or all of it, is there or is not, but is not empty.
        Some(_) => 1 + choices.below(3),
        None if choices.is_text && depth < DEPTH => 1 + choices.below(3),
        None if choices.is_text => 1,
        None if depth < DEPTH => choices.below(4),
        None => 0,
    }
}

fn fill_list(
    list: &mut dyn List,
    member: &Member,
    choices: &mut Choices<'_>,
    depth: usize,
    secret: bool,
) {
    let Target::List(element) = member.target() else { return };
    let element = &element.member();
    if !is_inhabited(&element.target()) {
        return;
    }
    let secret = secret || element.has(&Trait::Sensitive);
    for _ in 0..length(choices, depth) {
        let null = choices.below(5) == 4 && !matches!(element.target(), Target::Document);
        if !(null && list.push_null()) {
            fill_slot(list.push(), element, choices, depth + 1, secret);
        }
    }
}

fn fill_map(
    map: &mut dyn Map,
    member: &Member,
    choices: &mut Choices<'_>,
    depth: usize,
    secret: bool,
) {
    let Target::Map((key, value)) = member.target() else { return };
    let secret_value = secret || value.has(&Trait::Sensitive);
    for _ in 0..length(choices, depth) {
        let name = text(choices, secret || key.has(&Trait::Sensitive));
        let null = choices.below(5) == 4 && !matches!(value.target(), Target::Document);
        if !(null && map.insert_null(name.clone())) {
            fill_slot(map.insert(name), value, choices, depth + 1, secret_value);
        }
    }
}

fn text(choices: &mut Choices<'_>, secret: bool) -> String {
    if let Some(Location::Header(_) | Location::PrefixHeaders(_)) = choices.location {
        // Header names are lower case, and values have no control characters.
        let text = choices.one("", &["a", "x-y"]);
        let secret = if secret { SECRET } else { "" };
        return format!("{secret}{text}{}", choices.next() % 10);
    }
    let others = [
        "default",
        "FARGATE",
        "A",
        "\"\\/\u{8}\u{c}\n\r\t",
        if choices.is_text { "\u{1}" } else { "\u{0}" },
        "\u{1f}\u{7f}\u{2028}",
        "größe 日本 😀",
        "{\"a\":[null]}",
    ];
    let text = choices.one("", &others);
    if secret { format!("{SECRET}{text}") } else { format!("{text}{}", choices.next() % 10) }
}

fn blob(choices: &mut Choices<'_>, secret: bool) -> Blob {
    let mut bytes = if secret { SECRET.as_bytes().to_vec() } else { Vec::new() };
    let least = usize::from(choices.location.is_some());
    for _ in 0..least + choices.below(5) {
        bytes.push(choices.next().to_le_bytes()[0]);
    }
    Blob::from(bytes)
}

/// The digits of a whole number that may fit no type.
fn big_integer(choices: &mut Choices<'_>) -> String {
    let others = ["1", "-1", "-9223372036854775809", "18446744073709551616"];
    choices.one("7", &others).to_owned()
}

/// A time that every format and protocol has: of the years from 0 to 9999, and no finer than
/// rpcv2Cbor or its own format writes.
fn timestamp(member: &Member, choices: &mut Choices<'_>) -> Timestamp {
    let seconds = choices.one(0, &[1, -1, 1_497_515_400, -62_167_219_200, 253_402_300_799]);
    let default = match choices.location {
        Some(Location::Header(_) | Location::PrefixHeaders(_)) => TimestampFormat::HttpDate,
        None if !choices.is_text => TimestampFormat::EpochSeconds,
        _ => TimestampFormat::DateTime,
    };
    let nanos = match member.timestamp_format(default) {
        TimestampFormat::HttpDate => 0,
        TimestampFormat::DateTime | TimestampFormat::EpochSeconds => {
            choices.one(0, &[1_000_000, 500_000_000, 999_000_000])
        }
    };
    Timestamp::from_epoch(seconds, nanos).unwrap_or_default()
}

/// A document, but not null: in the place of a member that is the same as none.
fn document(choices: &mut Choices<'_>, depth: usize, secret: bool) -> Document {
    let elements = length(choices, depth);
    match choices.below(6) {
        0 => Document::String(text(choices, secret)),
        1 => Document::Boolean(choices.one(false, &[true])),
        2 => Document::Number(Number::Integer(choices.small())),
        3 => Document::Number(choices.one(
            Number::Float(0.5),
            &[Number::Unsigned(u64::MAX), Number::Float(1e300), Number::Integer(i64::MIN)],
        )),
        4 => Document::List((0..elements).map(|_| nullable(choices, depth, secret)).collect()),
        _ => Document::from_iter(
            (0..elements)
                .map(|_| (text(choices, secret), nullable(choices, depth, secret)))
                .collect::<Vec<_>>(),
        ),
    }
}

fn nullable(choices: &mut Choices<'_>, depth: usize, secret: bool) -> Document {
    if choices.below(4) == 3 { Document::Null } else { document(choices, depth + 1, secret) }
}

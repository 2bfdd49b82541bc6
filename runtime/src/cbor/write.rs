//! Writing shapes as CBOR.

use std::convert::Infallible;

use minicbor::data::{IanaTag, Int};
use minicbor::encode::{Encoder, Error};

use super::number::{Decimal, to_bytes};
use crate::codec::{MAX_DEPTH, WriteError};
use crate::schema::{Member, SchemaKind, Target};
use crate::shape::{List, Map, Ref, Shape};
use crate::timestamp::Timestamp;

/// Appends a structure or union as a CBOR map.
///
/// # Errors
/// A union without a known member, a document, a number that is none, or nesting deeper than
/// [`MAX_DEPTH`].
pub fn write(shape: &dyn Shape, out: &mut Vec<u8>) -> Result<(), WriteError> {
    Writer { out: Encoder::new(out), depth: 0 }.shape(shape)
}

/// Begins a structure whose first member is that name.
pub(super) fn start(name: &str, out: &mut Vec<u8>) {
    let mut out = Encoder::new(out);
    done(out.begin_map());
    done(out.str("__type"));
    done(out.str(name));
}

struct Writer<'a> {
    out: Encoder<&'a mut Vec<u8>>,
    depth: usize,
}

impl Writer<'_> {
    /// A structure is a map of indefinite length: how many of its members are present need not
    /// be counted before.
    fn shape(&mut self, shape: &dyn Shape) -> Result<(), WriteError> {
        self.deeper()?;
        done(self.out.begin_map());
        let schema = shape.schema();
        let mut empty = true;
        for (index, member) in schema.members.iter().enumerate() {
            let value = shape.get(index);
            if !matches!(value, Ref::Absent) {
                done(self.out.str(member.name()));
                self.value(value, member)?;
                empty = false;
            }
        }
        if empty && schema.kind == SchemaKind::Union {
            return Err(WriteError::unknown_variant(schema));
        }
        done(self.out.end());
        self.depth -= 1;
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), WriteError> {
        if self.depth == MAX_DEPTH {
            return Err(WriteError::too_deep());
        }
        self.depth += 1;
        Ok(())
    }

    fn value(&mut self, value: Ref<'_>, member: &Member) -> Result<(), WriteError> {
        match value {
            Ref::Absent => done(self.out.null()),
            Ref::Boolean(value) => done(self.out.bool(value)),
            Ref::Byte(value) => done(self.out.i8(value)),
            Ref::Short(value) => done(self.out.i16(value)),
            Ref::Integer(value) => done(self.out.i32(value)),
            Ref::Long(value) => done(self.out.i64(value)),
            Ref::Float(value) => done(self.out.f32(value)),
            Ref::Double(value) => self.double(value),
            Ref::String(value) => match member.target() {
                Target::BigInteger => self.big_integer(value)?,
                Target::BigDecimal => self.big_decimal(value)?,
                _ => done(self.out.str(value)),
            },
            Ref::Blob(value) => done(self.out.bytes(value)),
            Ref::Timestamp(value) => self.timestamp(value),
            Ref::Document(_) => return Err(WriteError::new("CBOR has no documents")),
            Ref::Stream(_) | Ref::Events(_) => {
                return Err(WriteError::of_stream());
            }
            Ref::Shape(value) => self.shape(value)?,
            Ref::List(list) => self.list(list, member)?,
            Ref::Map(map) => self.map(map, member)?,
        }
        Ok(())
    }

    fn list(&mut self, list: &dyn List, member: &Member) -> Result<(), WriteError> {
        let Target::List(element) = member.target() else {
            return Err(WriteError::new("the schema has no list here"));
        };
        let element = &element.member();
        self.deeper()?;
        done(self.out.array(list.len() as u64));
        for index in 0..list.len() {
            self.value(list.at(index), element)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn map(&mut self, map: &dyn Map, member: &Member) -> Result<(), WriteError> {
        let Target::Map((_, element)) = member.target() else {
            return Err(WriteError::new("the schema has no map here"));
        };
        self.deeper()?;
        done(self.out.map(map.len() as u64));
        for (key, value) in map.entries() {
            done(self.out.str(key));
            self.value(value, element)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// In half the bytes where nothing is lost.
    fn double(&mut self, value: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "what loses anything is not used")]
        let short = value as f32;
        if f64::from(short) == value || value.is_nan() {
            done(self.out.f32(short));
        } else {
            done(self.out.f64(value));
        }
    }

    /// The protocol knows milliseconds; what is finer is dropped.
    fn timestamp(&mut self, value: Timestamp) {
        done(self.out.tag(IanaTag::Timestamp));
        let (seconds, millis) = (value.seconds(), value.subsecond_nanos() / 1_000_000);
        if millis == 0 {
            done(self.out.i64(seconds));
        } else {
            #[expect(clippy::cast_precision_loss, reason = "no year that a time has loses any")]
            done(self.out.f64((seconds * 1000 + i64::from(millis)) as f64 / 1000.0));
        }
    }

    fn big_integer(&mut self, text: &str) -> Result<(), WriteError> {
        match Decimal::parse(text) {
            Some(number) if number.exponent == 0 => self.whole(&number),
            _ => return Err(WriteError::new("a number that is not a whole one, or too long")),
        }
        Ok(())
    }

    fn big_decimal(&mut self, text: &str) -> Result<(), WriteError> {
        let Some(number) = Decimal::parse(text) else {
            return Err(WriteError::new("text that is not a decimal number, or too long"));
        };
        done(self.out.tag(IanaTag::Decimal));
        done(self.out.array(2));
        done(self.out.i64(number.exponent));
        self.whole(&number);
        Ok(())
    }

    /// A number without its exponent: an integer of CBOR where it fits one, and a bignum
    /// otherwise, as RFC 8949 section 3.4.3 prefers.
    fn whole(&mut self, number: &Decimal) {
        let sign = if number.is_negative { "-" } else { "" };
        let small = format!("{sign}{}", number.digits).parse::<i128>().ok();
        if let Some(small) = small.and_then(|small| Int::try_from(small).ok()) {
            done(self.out.int(small));
            return;
        }
        let magnitude = to_bytes(&number.digits);
        if number.is_negative {
            done(self.out.tag(IanaTag::NegBignum));
            done(self.out.bytes(&predecessor(magnitude)));
        } else {
            done(self.out.tag(IanaTag::PosBignum));
            done(self.out.bytes(&magnitude));
        }
    }
}

/// The number that is one less, for a negative bignum: -1 - n is written as n.
fn predecessor(mut bytes: Vec<u8>) -> Vec<u8> {
    for byte in bytes.iter_mut().rev() {
        *byte = byte.wrapping_sub(1);
        if *byte != 0xff {
            break;
        }
    }
    bytes
}

/// Writing to a vector cannot fail.
fn done<T>(result: Result<T, Error<Infallible>>) {
    debug_assert!(result.is_ok());
}

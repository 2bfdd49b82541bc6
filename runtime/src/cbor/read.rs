//! Reading shapes from CBOR.

use super::number::{Decimal, MAX_BYTES, to_digits};
use super::tokens::Tokens;
use crate::codec::{Between, ReadError};
use crate::schema::{Member, SchemaKind, Target};
use crate::shape::{List, Map, Shape, Slot};
use crate::timestamp::Timestamp;

/// The tags of numbers that fit no number of CBOR (RFC 8949 section 3.4).
const POSITIVE_BIGNUM: u64 = 2;
const NEGATIVE_BIGNUM: u64 = 3;
const DECIMAL_FRACTION: u64 = 4;

/// Reads the members of a structure or union from a CBOR map.
///
/// Unknown members are passed over, and so are null, undefined, and tags that say nothing that
/// the schema does not say. Of a repeated key the last value counts; repeated maps are merged.
///
/// # Errors
/// Bytes that are not CBOR, or values of another kind than the shape's, with their place.
pub fn read(bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
    let mut tokens = Tokens::new(bytes);
    tokens.shape(shape)?;
    tokens.end()
}

impl Tokens<'_> {
    fn shape(&mut self, shape: &mut dyn Shape) -> Result<(), ReadError> {
        let mut remaining = self.map()?;
        let schema = shape.schema();
        let mut place = self.orders.start(schema);
        let mut found = 0_usize;
        while self.more(&mut remaining)? {
            let start = self.offset();
            let Some((index, member)) = self.member(&mut place)? else {
                self.skip()?;
                continue;
            };
            if self.null()? {
                continue;
            }
            found += 1;
            if schema.kind == SchemaKind::Union && found > 1 {
                let problem = format!("a second member of the union {}", schema.name);
                return Err(ReadError::new(problem).at(start).in_member(member.name()));
            }
            self.value(shape.slot(index), member).map_err(|error| error.of_member(member))?;
        }
        Ok(())
    }

    /// The member whose key stands here, and its index, if the model names one.
    #[inline]
    fn member(
        &mut self,
        place: &mut Between,
    ) -> Result<Option<(usize, &'static Member)>, ReadError> {
        match self.orders.likely(place) {
            Some((index, member)) if self.likely_key(member.name()) => {
                place.pass(index);
                Ok(Some((index, member)))
            }
            _ => {
                let key = self.string()?;
                Ok(self.orders.search(place, |member| member.name() == key))
            }
        }
    }

    fn value(&mut self, slot: Slot<'_>, member: &Member) -> Result<(), ReadError> {
        match slot {
            Slot::Unknown => self.skip()?,
            Slot::Boolean(place) => *place = self.boolean()?,
            Slot::Byte(place) => *place = self.whole("an integer of 8 bits")?,
            Slot::Short(place) => *place = self.whole("an integer of 16 bits")?,
            Slot::Integer(place) => *place = self.whole("an integer of 32 bits")?,
            Slot::Long(place) => *place = self.whole("an integer of 64 bits")?,
            Slot::Float(place) => *place = self.float()?,
            Slot::Double(place) => *place = self.number()?,
            Slot::String(place) => *place = self.text(member)?,
            Slot::Enum(place) => place.set(&self.string()?),
            Slot::Blob(place) => *place = self.bytes()?.into_owned().into(),
            Slot::Timestamp(place) => *place = self.timestamp()?,
            Slot::Document(_) => {
                return Err(ReadError::new("CBOR has no documents").at(self.offset()));
            }
            Slot::Stream(_) | Slot::Events(_) => {
                return Err(ReadError::of_stream().at(self.offset()));
            }
            Slot::Shape(place) => self.shape(place)?,
            Slot::List(place) => self.list(place, member)?,
            Slot::Map(place) => self.entries(place, member)?,
        }
        Ok(())
    }

    fn list(&mut self, list: &mut dyn List, member: &Member) -> Result<(), ReadError> {
        let Target::List(element) = member.target() else {
            return Err(ReadError::new("the schema has no list here").at(self.offset()));
        };
        let element = &element.member();
        let mut remaining = self.array()?;
        list.clear();
        let mut index = 0;
        while self.more(&mut remaining)? {
            if self.null()? {
                // A null in a list that has no place for one is dropped, as other clients do.
                list.push_null();
            } else {
                self.value(list.push(), element).map_err(|error| error.in_element(index))?;
            }
            index += 1;
        }
        Ok(())
    }

    fn entries(&mut self, map: &mut dyn Map, member: &Member) -> Result<(), ReadError> {
        let Target::Map((_, value)) = member.target() else {
            return Err(ReadError::new("the schema has no map here").at(self.offset()));
        };
        let mut remaining = self.map()?;
        map.clear();
        while self.more(&mut remaining)? {
            let key = self.string()?;
            if self.null()? {
                map.insert_null(key.into_owned());
            } else {
                let slot = map.insert(key.as_ref().to_owned());
                self.value(slot, value).map_err(|error| error.in_entry(&key))?;
            }
        }
        Ok(())
    }

    fn whole<T: TryFrom<i128>>(&mut self, what: &str) -> Result<T, ReadError> {
        let start = self.offset();
        let integer = self.integer()?;
        T::try_from(integer)
            .map_err(|_| ReadError::new(format!("expected {what}, found {integer}")).at(start))
    }

    fn float(&mut self) -> Result<f32, ReadError> {
        let start = self.offset();
        let number = self.number()?;
        #[expect(clippy::cast_possible_truncation, reason = "what becomes infinite is refused")]
        let float = number as f32;
        if float.is_infinite() && number.is_finite() {
            let problem = format!("expected a number of 32 bits, found {number:e}");
            return Err(ReadError::new(problem).at(start));
        }
        Ok(float)
    }

    /// Seconds since 1970, to the millisecond: the nearest, since a double has no thousandths.
    fn timestamp(&mut self) -> Result<Timestamp, ReadError> {
        let start = self.offset();
        let millis = Some(self.number()? * 1000.0).filter(|millis| millis.is_finite());
        #[expect(clippy::cast_possible_truncation, reason = "what saturates is beyond all years")]
        let millis = millis.map(|millis| millis.round() as i64);
        let time = millis.and_then(|millis| {
            let nanos = u32::try_from(millis.rem_euclid(1000) * 1_000_000).ok()?;
            Timestamp::from_epoch(millis.div_euclid(1000), nanos)
        });
        time.ok_or_else(|| ReadError::new("not a valid point in time").at(start))
    }

    fn text(&mut self, member: &Member) -> Result<String, ReadError> {
        match member.target() {
            Target::BigInteger => self.big_integer(),
            Target::BigDecimal => self.big_decimal(),
            _ => self.string().map(std::borrow::Cow::into_owned),
        }
    }

    /// The digits of a whole number, however CBOR writes it.
    fn big_integer(&mut self) -> Result<String, ReadError> {
        let mut last = None;
        while let Some(tag) = self.tag()? {
            last = Some(tag);
        }
        self.magnitude(last)
    }

    /// The digits of a whole number behind that tag.
    fn magnitude(&mut self, tag: Option<u64>) -> Result<String, ReadError> {
        let start = self.offset();
        if !self.is_bytes()? {
            return self.integer().map(|integer| integer.to_string());
        }
        let bytes = self.bytes()?;
        if bytes.len() > MAX_BYTES {
            let problem = format!("a number of more than {MAX_BYTES} bytes");
            return Err(ReadError::new(problem).at(start));
        }
        match tag {
            Some(POSITIVE_BIGNUM) => Ok(to_digits(&bytes)),
            Some(NEGATIVE_BIGNUM) => Ok(format!("-{}", to_digits(&successor(&bytes)))),
            _ => Err(ReadError::new("expected integer, found bytes").at(start)),
        }
    }

    fn big_decimal(&mut self) -> Result<String, ReadError> {
        let mut last = None;
        while let Some(tag) = self.tag()? {
            last = Some(tag);
        }
        if last != Some(DECIMAL_FRACTION) {
            if self.is_bytes()? || self.is_integer()? {
                return self.magnitude(last);
            }
            return self.finite();
        }
        let start = self.offset();
        let invalid = || ReadError::new("expected an exponent and a mantissa").at(start);
        let mut remaining = self.array()?;
        if !self.more(&mut remaining)? {
            return Err(invalid());
        }
        let exponent = self.whole("an integer of 64 bits")?;
        if !self.more(&mut remaining)? {
            return Err(invalid());
        }
        let mantissa = self.big_integer()?;
        if self.more(&mut remaining)? {
            return Err(invalid());
        }
        let mut decimal = Decimal::parse(&mantissa).ok_or_else(invalid)?;
        decimal.exponent = exponent;
        Ok(decimal.format())
    }

    fn finite(&mut self) -> Result<String, ReadError> {
        let start = self.offset();
        let number = self.number()?;
        if number.is_finite() {
            return Ok(format!("{number:?}"));
        }
        Err(ReadError::new(format!("expected a decimal number, found {number}")).at(start))
    }
}

/// The number that is one more: a negative bignum of n stands for -1 - n.
fn successor(bytes: &[u8]) -> Vec<u8> {
    let mut sum = bytes.to_vec();
    for byte in sum.iter_mut().rev() {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            return sum;
        }
    }
    sum.insert(0, 1);
    sum
}

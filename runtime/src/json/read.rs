//! Reading shapes from JSON.

use std::collections::BTreeMap;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Json;
use super::tokens::{Tokens, is_number, parse_integer, parse_number};
use crate::codec::{Between, Orders, ReadError};
use crate::document::Document;
use crate::schema::{Member, Schema, SchemaKind, Target, Trait};
use crate::shape::{List, Map, Shape, Slot};
use crate::timestamp::{Timestamp, TimestampFormat};

/// Reads the members of a structure or union from a JSON object.
///
/// Unknown members are passed over, and so is null. Of a repeated key the last value counts;
/// repeated objects are merged.
///
/// # Errors
/// Text that is not JSON, or values of another kind than the shape's, with their place.
pub fn read(bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
    read_in(Json::default(), bytes, shape)
}

pub(super) fn read_in(form: Json, bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
    let mut reader = Reader { form, tokens: Tokens::new(bytes)?, orders: Orders::default() };
    reader.shape(shape)?;
    reader.tokens.end()
}

/// Reads any JSON value.
///
/// # Errors
/// Text that is not JSON, or numbers beyond what 64 bits hold.
pub fn read_document(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut tokens = Tokens::new(bytes)?;
    let document = tokens.document()?;
    tokens.end()?;
    Ok(document)
}

struct Reader<'a> {
    form: Json,
    tokens: Tokens<'a>,
    orders: Orders,
}

impl Reader<'_> {
    fn shape(&mut self, shape: &mut dyn Shape) -> Result<(), ReadError> {
        self.tokens.open(b'{', "object")?;
        let schema = shape.schema();
        let mut place = self.orders.start(schema);
        let mut found = 0_usize;
        let mut first = true;
        while self.tokens.more(b'}', first)? {
            first = false;
            let start = self.tokens.offset();
            let Some((index, member)) = self.member(schema, &mut place)? else { continue };
            if self.tokens.null()? {
                continue;
            }
            found += 1;
            let name = self.form.name(member);
            if schema.kind == SchemaKind::Union && found > 1 {
                let problem = format!("a second member of the union {}", schema.name);
                return Err(ReadError::new(problem).at(start).in_member(name));
            }
            let at = self.tokens.offset();
            self.value(shape.slot(index), member)
                .map_err(|error| redacted(error, member, at).in_member(name))?;
        }
        if schema.kind == SchemaKind::Union && self.form.strict && found != 1 {
            let problem =
                format!("expected one member of the union {}, found {found}", schema.name);
            return Err(ReadError::new(problem).at(self.tokens.offset()));
        }
        Ok(())
    }

    /// The member whose key stands here, and its index. Passes over one that the model does not
    /// name.
    #[inline]
    fn member(
        &mut self,
        schema: &Schema,
        place: &mut Between,
    ) -> Result<Option<(usize, &'static Member)>, ReadError> {
        match self.orders.likely(place) {
            Some((index, member)) if self.tokens.likely_key(self.form.name(member)) => {
                place.pass(index);
                Ok(Some((index, member)))
            }
            _ => self.other_member(schema, place),
        }
    }

    fn other_member(
        &mut self,
        schema: &Schema,
        place: &mut Between,
    ) -> Result<Option<(usize, &'static Member)>, ReadError> {
        let key = self.tokens.key()?;
        let form = self.form;
        let found = self.orders.search(place, |member| form.name(member) == key);
        if found.is_some() {
            return Ok(found);
        }
        // A union's `__type` only repeats what the schema says.
        if self.form.strict && schema.kind == SchemaKind::Union && key != "__type" {
            let problem = format!("the union {} has no such member", schema.name);
            return Err(ReadError::new(problem).at(self.tokens.offset()).in_member(&key));
        }
        self.tokens.skip().map(|()| None)
    }

    fn value(&mut self, slot: Slot<'_>, member: &Member) -> Result<(), ReadError> {
        match slot {
            Slot::Unknown => self.tokens.skip()?,
            Slot::Boolean(place) => *place = self.tokens.boolean()?,
            Slot::Byte(place) => *place = self.integer("an integer of 8 bits")?,
            Slot::Short(place) => *place = self.integer("an integer of 16 bits")?,
            Slot::Integer(place) => *place = self.integer("an integer of 32 bits")?,
            Slot::Long(place) => *place = self.integer("an integer of 64 bits")?,
            Slot::Float(place) => *place = self.float("a number of 32 bits", f32::is_finite)?,
            Slot::Double(place) => *place = self.float("a number of 64 bits", f64::is_finite)?,
            Slot::String(place) => match member.target() {
                Target::BigInteger | Target::BigDecimal => *place = self.big_number()?,
                _ => match self.tokens.plain_string() {
                    Some(text) => *place = text.to_owned(),
                    None => *place = self.tokens.string("string")?.into_owned(),
                },
            },
            Slot::Enum(place) => place.set(&self.tokens.string("string")?),
            Slot::Blob(place) => *place = self.blob()?.into(),
            Slot::Timestamp(place) => {
                *place = self.timestamp(self.form.timestamp_format(member))?;
            }
            Slot::Document(place) => *place = self.tokens.document()?,
            Slot::Stream(_) | Slot::Events(_) => {
                return Err(ReadError::of_stream().at(self.tokens.offset()));
            }
            Slot::Shape(place) => self.shape(place)?,
            Slot::List(place) => self.list(place, member)?,
            Slot::Map(place) => self.map(place, member)?,
        }
        Ok(())
    }

    fn list(&mut self, list: &mut dyn List, member: &Member) -> Result<(), ReadError> {
        let Target::List(element) = member.target() else {
            return Err(ReadError::new("the schema has no list here").at(self.tokens.offset()));
        };
        let element = &element.member();
        self.tokens.open(b'[', "array")?;
        list.clear();
        let mut first = true;
        let mut index = 0;
        while self.tokens.more(b']', first)? {
            first = false;
            if self.tokens.null()? {
                self.kept_null(list.push_null()).map_err(|error| error.in_element(index))?;
            } else {
                self.value(list.push(), element).map_err(|error| error.in_element(index))?;
            }
            index += 1;
        }
        Ok(())
    }

    fn map(&mut self, map: &mut dyn Map, member: &Member) -> Result<(), ReadError> {
        let Target::Map((_, value)) = member.target() else {
            return Err(ReadError::new("the schema has no map here").at(self.tokens.offset()));
        };
        self.tokens.open(b'{', "object")?;
        map.clear();
        let mut first = true;
        while self.tokens.more(b'}', first)? {
            first = false;
            let key = self.tokens.key()?;
            if self.tokens.null()? {
                let kept = map.insert_null(key.as_ref().to_owned());
                self.kept_null(kept).map_err(|error| error.in_entry(&key))?;
            } else {
                let slot = map.insert(key.as_ref().to_owned());
                self.value(slot, value).map_err(|error| error.in_entry(&key))?;
            }
        }
        Ok(())
    }

    /// A null where there is no place for one is dropped, as other clients do.
    fn kept_null(&self, kept: bool) -> Result<(), ReadError> {
        if kept || !self.form.strict {
            return Ok(());
        }
        Err(ReadError::new("null, which has no place here").at(self.tokens.offset()))
    }

    fn integer<T: TryFrom<i64>>(&mut self, what: &str) -> Result<T, ReadError> {
        let text = self.tokens.number("integer")?;
        let integer = parse_integer(text).and_then(|integer| T::try_from(integer).ok());
        integer.ok_or_else(|| self.tokens.unfit(text, what))
    }

    /// A float of either size: read at its own, because rounding twice may miss the nearest.
    fn float<T: FromStr + Copy>(
        &mut self,
        what: &str,
        is_finite: fn(T) -> bool,
    ) -> Result<T, ReadError> {
        if self.tokens.peek() == Some(b'"') {
            let start = self.tokens.offset();
            let special = match &*self.tokens.string("number")? {
                // The standard library reads these, too, but in any case of letters.
                name @ ("NaN" | "Infinity" | "-Infinity") => name.parse().ok(),
                _ => None,
            };
            return special
                .ok_or_else(|| ReadError::new("expected number, found string").at(start));
        }
        let text = self.tokens.number("number")?;
        let float = text.parse().ok().filter(|float: &T| is_finite(*float));
        float.ok_or_else(|| self.tokens.unfit(text, what))
    }

    /// The digits of a number of any size.
    fn big_number(&mut self) -> Result<String, ReadError> {
        if self.tokens.peek() != Some(b'"') {
            return Ok(self.tokens.number("number")?.to_owned());
        }
        let start = self.tokens.offset();
        let text = self.tokens.string("number")?;
        if !is_number(text.as_bytes()) {
            return Err(ReadError::new("expected number, found string").at(start));
        }
        Ok(text.into_owned())
    }

    fn blob(&mut self) -> Result<Vec<u8>, ReadError> {
        let start = {
            self.tokens.peek();
            self.tokens.offset()
        };
        let text = self.tokens.string("string")?;
        BASE64.decode(text.as_bytes()).map_err(|_| ReadError::new("invalid base64").at(start))
    }

    fn timestamp(&mut self, format: TimestampFormat) -> Result<Timestamp, ReadError> {
        if self.tokens.peek() == Some(b'"') {
            let start = self.tokens.offset();
            if self.form.strict && format == TimestampFormat::EpochSeconds {
                return Err(self.tokens.expected("number"));
            }
            let text = self.tokens.string("timestamp")?;
            let time = if self.form.strict {
                Timestamp::parse_strictly(&text, format)
            } else {
                Timestamp::parse_tolerantly(&text, format)
            };
            return time.map_err(|error| ReadError::new(error.to_string()).at(start));
        }
        if self.form.strict && format != TimestampFormat::EpochSeconds {
            return Err(self.tokens.expected("string"));
        }
        let text = self.tokens.number("timestamp")?;
        Timestamp::parse(text, TimestampFormat::EpochSeconds)
            .map_err(|_| self.tokens.unfit(text, "seconds since 1970"))
    }
}

impl Tokens<'_> {
    fn document(&mut self) -> Result<Document, ReadError> {
        Ok(match self.peek() {
            Some(b'n') => {
                self.null()?;
                Document::Null
            }
            Some(b't' | b'f') => Document::Boolean(self.boolean()?),
            Some(b'"') => Document::String(self.string("string")?.into_owned()),
            Some(b'[') => {
                self.open(b'[', "array")?;
                let mut values = Vec::new();
                while self.more(b']', values.is_empty())? {
                    values.push(self.document()?);
                }
                Document::List(values)
            }
            Some(b'{') => {
                self.open(b'{', "object")?;
                let mut entries = BTreeMap::new();
                let mut first = true;
                while self.more(b'}', first)? {
                    first = false;
                    let key = self.key()?.into_owned();
                    entries.insert(key, self.document()?);
                }
                Document::Map(entries)
            }
            _ => {
                let text = self.number("a value")?;
                let number = parse_number(text);
                Document::Number(number.ok_or_else(|| self.unfit(text, "a number of 64 bits"))?)
            }
        })
    }
}

/// The error of a member's value, without what it says of a sensitive one.
fn redacted(error: ReadError, member: &Member, at: usize) -> ReadError {
    if member.has(&Trait::Sensitive) {
        return ReadError::new("the sensitive value is not of the expected kind").at(at);
    }
    error
}

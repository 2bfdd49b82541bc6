//! The values that stand for absent members (Smithy specification "Default trait").

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};
use shapewright_model::ir::{Member, Shape, ShapeKind};

use super::{MemberPlan, Type};

/// A default value, as a field holds it before anybody sets it.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultPlan {
    /// What the type's own `Default` gives: zero, false, or empty.
    Zero,
    /// `true`
    True,
    /// A whole number.
    Integer(i64),
    /// Any number.
    Float(f64),
    /// Text, or an enum's value.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Seconds since 1970-01-01T00:00:00Z, and nanoseconds.
    Epoch(i64, u32),
    /// A time as text, in RFC 3339.
    DateTime(String),
    /// Untyped data.
    Document(Value),
}

/// The default of a member whose values have that type. None if the model gives none, leaves it
/// to the service ([`Member::client_optional`]), or gives one that is no value of the type.
pub(super) fn default_of(member: &Member, ty: &Type) -> Option<DefaultPlan> {
    // A stream without anything in it is as good as none.
    if ty.is_stream() && !member.required {
        return Some(DefaultPlan::Zero);
    }
    value_of(member.default.as_ref().filter(|_| !member.client_optional)?, ty)
}

/// Whether the default that a model gives a member, if any, is a value of that type. Numbers of any
/// size are text in Rust, and have no defaults there.
pub(super) fn is_sound(member: &Member, ty: &Type, target: Option<&Shape>) -> bool {
    let kind = target.map(|shape| &shape.kind);
    match (&member.default, kind) {
        (Some(Value::Number(_)), Some(ShapeKind::BigInteger | ShapeKind::BigDecimal)) => true,
        (Some(default), _) => value_of(default, ty).is_some(),
        (None, _) => true,
    }
}

/// The defaults that a model leaves to the service, of these members of an operation's input, as
/// a JSON object; none if there are none.
pub(super) fn left_to_service(members: &[Member], planned: &[MemberPlan]) -> Option<String> {
    let defaults: Map<String, Value> = members
        .iter()
        .zip(planned)
        // A stream is never absent, and a time of its own format is beyond plain JSON.
        .filter(|(_, plan)| !(plan.ty.is_stream() || plan.ty == Type::Timestamp))
        .filter_map(|(member, plan)| {
            let default = member.default.as_ref().filter(|_| member.client_optional)?;
            value_of(default, &plan.ty)?;
            Some((member.name.clone(), default.clone()))
        })
        .collect();
    (!defaults.is_empty()).then(|| Value::Object(defaults).to_string())
}

/// The value of that type.
fn value_of(default: &Value, ty: &Type) -> Option<DefaultPlan> {
    let plan = match (ty, default) {
        (Type::Boolean, Value::Bool(true)) => DefaultPlan::True,
        (Type::Boolean, Value::Bool(false)) => DefaultPlan::Zero,
        (Type::Byte | Type::Short | Type::Integer | Type::Long | Type::IntEnum(_), value) => {
            DefaultPlan::Integer(value.as_i64().filter(|number| fits(*number, ty))?)
        }
        (Type::Float | Type::Double, value) => DefaultPlan::Float(value.as_f64()?),
        (Type::String | Type::Enum(_), Value::String(text)) => DefaultPlan::Text(text.clone()),
        (Type::Blob | Type::Stream, Value::String(text)) => {
            DefaultPlan::Bytes(BASE64.decode(text).ok()?)
        }
        (Type::Timestamp, Value::String(text)) => DefaultPlan::DateTime(text.clone()),
        (Type::Timestamp, value) => epoch(value)?,
        (Type::Document, value) => DefaultPlan::Document(value.clone()),
        (Type::List(_), Value::Array(elements)) if elements.is_empty() => DefaultPlan::Zero,
        (Type::Map(..), Value::Object(entries)) if entries.is_empty() => DefaultPlan::Zero,
        _ => return None,
    };
    Some(if plan.is_zero(ty) { DefaultPlan::Zero } else { plan })
}

fn fits(number: i64, ty: &Type) -> bool {
    match ty {
        Type::Byte => i8::try_from(number).is_ok(),
        Type::Short => i16::try_from(number).is_ok(),
        Type::Integer | Type::IntEnum(_) => i32::try_from(number).is_ok(),
        _ => true,
    }
}

/// Seconds, to the nanosecond where they are whole or have a short fraction.
fn epoch(value: &Value) -> Option<DefaultPlan> {
    if let Some(seconds) = value.as_i64() {
        return Some(DefaultPlan::Epoch(seconds, 0));
    }
    let seconds = value.as_f64().filter(|seconds| seconds.abs() < 1e15)?;
    #[expect(clippy::cast_possible_truncation, reason = "both are in range")]
    let (whole, fraction) = (seconds.floor() as i64, ((seconds - seconds.floor()) * 1e9) as i64);
    Some(DefaultPlan::Epoch(whole, u32::try_from(fraction).ok()?))
}

impl DefaultPlan {
    /// Whether the type's own default is the same.
    fn is_zero(&self, ty: &Type) -> bool {
        match self {
            Self::Zero | Self::Integer(0) | Self::Epoch(0, 0) => true,
            Self::Float(number) => number.to_bits() == 0,
            // An enum's own default is a value without text as well.
            Self::Text(text) => text.is_empty(),
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::Document(value) => value.is_null() && *ty == Type::Document,
            Self::True | Self::Integer(_) | Self::Epoch(..) | Self::DateTime(_) => false,
        }
    }
}

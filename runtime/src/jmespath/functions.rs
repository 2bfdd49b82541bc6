//! The functions of expressions.

use super::value::Value;
use super::{ExpressionError, ExpressionErrorKind};
use crate::document::Number;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Contains,
    EndsWith,
    Keys,
    Length,
    NotNull,
    StartsWith,
    Values,
}

impl Function {
    /// The function of that name, for so many arguments.
    pub(super) fn of(name: &str, arguments: usize) -> Result<Self, ExpressionError> {
        let (function, arity) = match name {
            "contains" => (Self::Contains, 2..=2),
            "ends_with" => (Self::EndsWith, 2..=2),
            "keys" => (Self::Keys, 1..=1),
            "length" => (Self::Length, 1..=1),
            "not_null" => (Self::NotNull, 1..=usize::MAX),
            "starts_with" => (Self::StartsWith, 2..=2),
            "values" => (Self::Values, 1..=1),
            _ => {
                let problem = format!("there is no function `{name}`");
                return Err(ExpressionError::new(ExpressionErrorKind::UnknownFunction, problem));
            }
        };
        if arity.contains(&arguments) {
            return Ok(function);
        }
        let problem = format!("`{name}` does not take {arguments} arguments");
        Err(ExpressionError::new(ExpressionErrorKind::InvalidArity, problem))
    }

    pub(super) fn call<'a>(self, arguments: &[Value<'a>]) -> Result<Value<'a>, ExpressionError> {
        let result = match (self, arguments) {
            (Self::Contains, [Value::String(text), Value::String(part)]) => {
                Some(Value::Boolean(text.contains(part)))
            }
            (Self::Contains, [Value::String(_), _]) => Some(Value::Boolean(false)),
            (Self::Contains, [Value::List(list), wanted]) => {
                Some(Value::Boolean(list.iter().any(|value| value == *wanted)))
            }
            (Self::EndsWith, [Value::String(text), Value::String(end)]) => {
                Some(Value::Boolean(text.ends_with(end)))
            }
            (Self::StartsWith, [Value::String(text), Value::String(start)]) => {
                Some(Value::Boolean(text.starts_with(start)))
            }
            (Self::Keys, [Value::Object(object)]) => {
                Some(object.entries().map(|(key, _)| Value::String(key)).collect())
            }
            (Self::Values, [Value::Object(object)]) => {
                Some(object.entries().map(|(_, value)| value).collect())
            }
            (Self::Length, [value]) => value.length().map(|length| {
                Value::Number(Number::Unsigned(u64::try_from(length).unwrap_or(u64::MAX)))
            }),
            (Self::NotNull, values) => {
                let first = values.iter().find(|value| !matches!(value, Value::Null));
                Some(first.cloned().unwrap_or(Value::Null))
            }
            _ => None,
        };
        result.ok_or_else(|| {
            let problem = format!("{self:?} does not take such a value");
            ExpressionError::new(ExpressionErrorKind::InvalidType, problem)
        })
    }
}

//! JMESPath, the expressions with which models point into inputs and outputs: of waiters, of
//! paginators, and of the parameters of endpoints.
//!
//! An expression is evaluated on borrowed values, through the same reflection that codecs use:
//! nothing is copied but the lists and objects that an expression itself makes. The rules are
//! those of the JMESPath specification (jmespath.org). Of its functions there are those that need
//! nothing but values: `contains`, `ends_with`, `keys`, `length`, `not_null`, `starts_with` and
//! `values`. Models use `length` and `keys`; the others (arithmetic, sorting, conversions, and
//! all that take expressions) are unknown functions here.

mod eval;
mod functions;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod value;

use std::fmt;

pub use self::value::{List, Object, Value};
use crate::shape::Ref;

/// An expression, ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(parser::Node);

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it, and where. An expression of more than a thousand tokens is refused,
    /// and so is one whose tree is higher than [`MAX_DEPTH`](crate::codec::MAX_DEPTH).
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        parser::parse(text).map(Self)
    }

    /// What the expression finds in a value; members have the names of the model.
    ///
    /// # Errors
    /// If a function is given a kind of value that it does not take, or if lists grow beyond a
    /// million elements in all.
    pub fn search<'a>(&'a self, value: Ref<'a>) -> Result<Value<'a>, ExpressionError> {
        eval::evaluate(&self.0, value.into())
    }
}

/// An expression that cannot be read or evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    kind: ExpressionErrorKind,
    problem: String,
}

/// What is wrong with an expression, in the classes of the JMESPath specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpressionErrorKind {
    /// The text is no expression.
    Syntax,
    /// There is no such function here.
    UnknownFunction,
    /// A function does not take so many arguments.
    InvalidArity,
    /// A function does not take such a value.
    InvalidType,
    /// A number is not allowed where it stands, such as 0 as the step of a slice.
    InvalidValue,
    /// The expression, or what it makes of a value, is too large.
    Limit,
}

impl ExpressionError {
    fn new(kind: ExpressionErrorKind, problem: impl Into<String>) -> Self {
        Self { kind, problem: problem.into() }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ExpressionErrorKind {
        self.kind
    }
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl std::error::Error for ExpressionError {}

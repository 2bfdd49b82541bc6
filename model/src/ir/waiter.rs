//! Waiters: polling an operation until something is in a wanted state.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Deprecation, Pointer};

/// Waits until polling an operation shows a state.
///
/// The source is Smithy's trait `waitable` (specification "Waiters") or botocore's
/// `waiters-2.json` (`botocore/waiter.py`). After each answer the first acceptor that matches
/// decides; if none does, an answer means trying again, and an error failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// The operation that is polled.
    pub operation: String,
    /// The least number of seconds between two attempts.
    pub min_delay: u32,
    /// The greatest number of seconds between two attempts, the same in botocore's format.
    pub max_delay: u32,
    /// After how many attempts to give up. Smithy leaves to the caller how long to wait.
    pub max_attempts: Option<u32>,
    /// What answers mean, in the order in which they are tried.
    pub acceptors: Vec<Acceptor>,
    /// Whether and why it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// Its documentation, or empty.
    pub docs: String,
    /// Keys that nothing reads yet, kept as they stand in the file.
    pub other: BTreeMap<String, Value>,
    /// Where it stands; in botocore's format in the file of the waiters.
    pub at: Pointer,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// What the waiter does if the answer matches.
    pub state: WaiterState,
    /// Which answers match.
    pub matcher: Matcher,
    /// Where it stands.
    pub at: Pointer,
}

/// What a waiter does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiterState {
    /// Ends: the state is reached.
    Success,
    /// Ends: the state will not be reached.
    Failure,
    /// Tries again.
    Retry,
}

/// Which answers an acceptor matches.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// Any answer that is no error (true), or any error (false).
    Success(bool),
    /// The error of that shape or code.
    Error(String),
    /// An answer with that HTTP status code.
    Status(u16),
    /// An answer whose output is as expected.
    Output(Expectation),
    /// An answer that is as expected; the expression finds the input and the output under these
    /// names.
    InputOutput(Expectation),
}

/// What a value of an answer is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The JMESPath expression that finds the value.
    pub path: String,
    /// How it is compared.
    pub comparator: Comparator,
    /// What it is compared with.
    pub expected: Value,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// The value is the expected one.
    Equals,
    /// The value is a list that is not empty, and each element is the expected one.
    All,
    /// The value is a list, and some element is the expected one.
    Any,
}

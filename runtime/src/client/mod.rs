//! Sending requests: endpoint, signature, attempts, timeouts.
//!
//! - `Core` is the client beneath every generated async client, `blocking::Core` that beneath the
//!   blocking ones. Both are loops of a few lines around the same rules, which do no IO.
//! - [`Transport`] and [`blocking::Transport`] carry out one HTTP exchange. The ones that come along are
//!   `HyperTransport` (feature `client`) and `blocking::UreqTransport` (feature `blocking`); others, for
//!   proxies, recordings or fakes, can take their place.
//! - `sign` signs a request, for those who send it by means of their own.
//!
//! The feature `sign` has all but the transports that come along.
//!
//! # Attempts
//! As in the AWS tools' `standard` retry mode: up to 3 attempts, between them a random part of a time that
//! doubles with each attempt (from 50 ms, or 1 s where the service throttles, up to 20 s), or as long as
//! the service asks for, but not over 20 s. All calls of a client share a budget of retries, so that a
//! broken service isn't flooded. Only what is safe for any operation is tried again: connections that
//! weren't made, so that nothing was sent, and responses that the classifier says to retry. A timeout or
//! a connection lost after that is an error: the service may have done what it was asked.

pub mod blocking;
#[cfg(feature = "sign")]
mod budget;
#[cfg(feature = "sign")]
mod call;
#[cfg(feature = "sign")]
mod core;
mod error;
#[cfg(all(feature = "event-stream", feature = "sign"))]
mod events;
#[cfg(feature = "client")]
mod hyper;
#[cfg(feature = "client")]
mod pace;
#[cfg(feature = "sign")]
mod payload;
#[cfg(feature = "sign")]
mod sign;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "client", feature = "blocking"))]
mod tls;
mod transport;
mod verdict;

#[cfg(feature = "sign")]
pub(crate) use self::call::Reply;
#[cfg(feature = "sign")]
pub use self::core::Core;
#[cfg(all(feature = "event-stream", feature = "sign"))]
pub(crate) use self::events::EventSigner;
pub use error::CallError;
#[cfg(feature = "client")]
pub use hyper::HyperTransport;
#[cfg(feature = "sign")]
pub use sign::{SignError, sign};
pub use transport::{
    ExchangeFuture, Limits, SleepFuture, StreamsFuture, Timeout, Transport, TransportError,
};
pub use verdict::Verdict;

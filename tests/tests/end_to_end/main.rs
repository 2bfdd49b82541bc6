//! Generated crates at work, from a call to the socket and back: against moto, which behaves like
//! AWS; against servers that misbehave; and against the fake, without a socket.
//!
//! The tests with moto need Python 3. They are the ignored ones: `cargo xtask test` runs them, and
//! so does `cargo test -- --ignored`.

mod clients;
mod errors;
mod example;
mod fake;
mod misbehaviour;
mod moto;
mod settings;

/// What the tests return; the error says what is missing.
type TestResult<T = ()> = Result<T, Box<dyn std::error::Error>>;

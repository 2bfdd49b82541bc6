//! The command line as its users meet it: help, results, exit codes and messages.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

mod project;

mod action;
mod adding;
mod conformance;
mod errors;
mod generating;
mod help;
mod hostile;
mod reviewing;
mod testing;

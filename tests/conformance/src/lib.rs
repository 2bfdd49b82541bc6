//! The public conformance suites of protocols: the test traits of Smithy models, and botocore's
//! protocol tests.
//!
//! [`suite`] reads a folder of them into models and [`case::Case`]s. Whoever runs them generates
//! a crate for each model, compiles a program that gives their operations to [`harness::run`],
//! and reports with [`report`] what came of it. [`disagreements`] knows the cases that are not
//! run, and why.

pub mod case;
pub mod disagreements;
#[cfg(feature = "harness")]
pub mod harness;
pub mod report;
pub mod suite;

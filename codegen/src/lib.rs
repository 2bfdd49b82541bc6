//! Names, plans, emits and writes Rust crates from service models.
//!
//! Data flows one way: a model is pruned to the operations in use, its parts get Rust names
//! ([`names`]), a [`plan`] says what the crate will hold, [`emit`] turns it into tokens,
//! [`format`](mod@format) into text, and a [`tree`] takes it to disk in one step. A [`Build`] does
//! all of it in a build script.

mod build;
pub mod codes;
pub mod config;
pub mod docs;
pub mod emit;
pub mod format;
mod generate;
mod module;
pub mod names;
pub mod plan;
pub mod rust_effect;
pub mod settings;
pub mod tree;

pub use self::build::{Build, BuildError};
pub use self::generate::{generate, planned};

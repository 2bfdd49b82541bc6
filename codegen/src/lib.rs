//! Names, plans, emits and writes Rust crates from service models.

pub mod config;
pub mod settings;
pub mod suggest;
pub mod tree;

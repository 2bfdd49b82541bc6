//! Names, plans, emits and writes Rust crates from service models.

pub mod settings;
pub mod tree;

//! Reads JSON service models into one intermediate representation, with diagnostics that point
//! into the file.

pub mod ir;

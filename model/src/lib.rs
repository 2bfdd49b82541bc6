//! Reads JSON service models into one intermediate representation, with diagnostics that point
//! into the file.
//!
//! [`load`] reads a model from a file, [`load_str`] from text. Both give a [`Loaded`]: the
//! [`ir::Model`], the sources it came from and what deserves a warning; or [`Diagnostics`] that
//! name every problem of the model, not the first one only.
//!
//! ```
//! # fn main() -> Result<(), shapewright_model::Diagnostics> {
//! let loaded = shapewright_model::load_str(
//!     "echo.json",
//!     r#"{
//!       "metadata": {
//!         "apiVersion": "2020-01-01", "endpointPrefix": "echo", "serviceId": "Echo",
//!         "protocol": "rest-json", "signatureVersion": "v4"
//!       },
//!       "operations": {
//!         "Ping": {"name": "Ping", "http": {"method": "GET", "requestUri": "/ping"}}
//!       },
//!       "shapes": {}
//!     }"#,
//! )?;
//! assert!(loaded.model.operations.contains_key("Ping"));
//! # Ok(())
//! # }
//! ```

mod bindings;
mod botocore;
pub mod closure;
pub mod codes;
mod common;
pub mod diagnostic;
pub mod diff;
mod enums;
mod fields;
mod grammar;
pub mod ir;
mod json;
mod load;
mod recursion;
mod references;
mod smithy;
pub mod source;
pub mod suggest;
pub mod visible;

pub use self::diagnostic::{Diagnostic, Diagnostics};
pub use self::load::{Files, Loaded, Read, load, load_bytes, load_str};

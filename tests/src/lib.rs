//! What the tests of Shapewright share: programs and data from elsewhere, and
//! comparisons that are too large for a single test file.
//!
//! The tests themselves are in `tests/tests`, one file per subject.

pub mod arbitrary;
pub mod conformance_data;
pub mod features;
pub mod model_parity;
pub mod round_trip;
pub mod scratch;
pub mod server;
pub mod services;

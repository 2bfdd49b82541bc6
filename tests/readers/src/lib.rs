//! What a reader must stand: any bytes at all.
//!
//! Each target must not panic, hang or take more memory than the input accounts for. Those of the
//! runtime read their input into [`Sample`] or [`Message`], which between them have every kind of
//! member; what was read is written and read again, and has to be written as before. What the
//! target [`model`](model()) reads becomes a crate, or is refused with reasons.
//!
//! The fuzz targets of the folder `fuzz` are these functions, and so are the tests of this crate,
//! which call them with the bodies of the public conformance suites, and with such bodies after
//! something has happened to them.

mod bound;
mod model;
mod sample;
#[cfg(feature = "seeds")]
pub mod seeds;
mod targets;

pub use self::bound::Message;
pub use self::model::model;
pub use self::sample::{Choice, Kind, Sample};
pub use self::targets::{
    TARGETS, Target, cbor, event_stream, jmespath, json, query, request, response, xml,
};

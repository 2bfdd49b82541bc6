//! What a reader must stand: any bytes at all.
//!
//! Each target reads its input into [`Sample`] or [`Message`], which between them have every kind
//! of member. It must not panic, hang or take more memory than the input accounts for; and what
//! was read is written and read again, and has to be written as before.
//!
//! The fuzz targets of the folder `fuzz` are these functions, and so are the tests of this crate,
//! which call them with the bodies of the public conformance suites, and with such bodies after
//! something has happened to them.

mod bound;
mod sample;
#[cfg(feature = "seeds")]
pub mod seeds;
mod targets;

pub use self::bound::Message;
pub use self::sample::{Choice, Kind, Sample};
pub use self::targets::{
    TARGETS, Target, cbor, event_stream, jmespath, json, query, request, response, xml,
};

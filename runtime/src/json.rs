//! The JSON codec: shapes to bytes and back, without a tree between.
//!
//! The rules are those of RFC 8259 for the text and of the AWS JSON protocols for shapes: absent
//! members are not written, null means absent, blobs are base64, timestamps are seconds unless
//! the model says otherwise, and the special floats are the strings `NaN`, `Infinity` and
//! `-Infinity`.

mod read;
mod tokens;
mod write;

pub use self::read::{read, read_document};
pub use self::write::{write, write_document};

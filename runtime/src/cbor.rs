//! The CBOR codec: shapes to bytes and back, without a tree between.
//!
//! The rules are those of RFC 8949 for the bytes and of the Smithy specification "Smithy RPC v2
//! CBOR protocol", section "Shape serialization", for shapes: absent members are not written,
//! null and undefined mean absent, numbers are as short as their values allow, timestamps are
//! tagged seconds to the millisecond whatever the model says, and documents do not exist.

mod number;
mod read;
mod tokens;
mod write;

use crate::codec::{Codec, ReadError, WriteError};
use crate::schema::Member;
use crate::shape::Shape;

pub use self::read::read;
pub use self::write::write;

/// The format of bodies and event payloads in rpcv2Cbor.
#[derive(Clone, Copy, Debug)]
pub struct Cbor;

impl Codec for Cbor {
    fn content_type(&self) -> &'static str {
        "application/cbor"
    }

    fn write(
        &self,
        shape: &dyn Shape,
        _: Option<&Member>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        write(shape, out)
    }

    fn read(&self, bytes: &[u8], shape: &mut dyn Shape) -> Result<(), ReadError> {
        read(bytes, shape)
    }
}

/// A structure that was written by [`write`], with `__type` before its members.
pub(crate) fn named(name: &str, structure: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    write::start(name, &mut out);
    // Behind the byte that begins the map.
    out.extend_from_slice(structure.get(1..).unwrap_or_default());
    out
}

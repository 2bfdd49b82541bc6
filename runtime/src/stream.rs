//! Bodies that are streamed, not held in memory.

use std::fmt;

use bytes::Bytes;

/// The bytes of a streaming member (`smithy.api#streaming` on a blob).
#[derive(Default)]
pub struct ByteStream(Bytes);

impl ByteStream {
    /// The bytes, if all of them are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        Some(&self.0)
    }
}

impl<T: Into<Bytes>> From<T> for ByteStream {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ByteStream({} bytes)", self.0.len())
    }
}

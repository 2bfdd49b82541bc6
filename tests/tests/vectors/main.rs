//! Public test vectors: what others have agreed on, read by our code.

mod cbor;
mod checksums;
mod date_time;
mod event_stream;
mod jmespath;

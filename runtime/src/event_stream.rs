//! Event streams: messages in frames, and the events of a model in messages.
//!
//! The rules are those of the Smithy specification "Amazon Event Stream Specification"
//! (`application/vnd.amazon.eventstream`). Nothing here does IO:
//!
//! - [`Message`] is a message with its headers; [`Message::write`] gives its frame, and a
//!   [`Decoder`] makes messages of the bytes of a connection, in whatever pieces they come.
//! - [`write_event`] makes a message of an event (a variant of a generated union), and
//!   [`read_event`] an event of a message, or the error that the other side ended its stream
//!   with. Both take the [`Codec`](crate::codec::Codec) of the protocol that the stream belongs
//!   to, and serve clients and services alike.
//! - [`EventStream`] is what members hold that are streams: events to send, or to receive.
//! - [`initial_message`] is the first message of a stream in protocols without HTTP bindings: it
//!   holds the members of the input or output beside the stream.

mod event;
mod frame;
mod header;
mod messages;
mod outgoing;
mod stream;
#[cfg(test)]
mod tests;

pub(crate) use self::event::is_initial;
pub use self::event::{
    EventError, INITIAL_REQUEST, INITIAL_RESPONSE, initial_message, read_event, write_event,
};
pub use self::frame::{Decoder, MAX_HEADERS, MAX_PAYLOAD, Message};
pub use self::header::{Header, HeaderValue};
pub use self::messages::Messages;
pub use self::outgoing::{Seal, unsigned};
pub use self::stream::{EventStream, Next};

/// The media type of event streams.
pub const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";

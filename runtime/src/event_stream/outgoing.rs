//! Events on their way out.

use std::io::{self, Read};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};

use super::event::{EventError, write_event};
use super::frame::Message;
use super::stream::{EventStream, Next};
use crate::codec::{Codec, WriteError};
use crate::shape::Shape;
use crate::stream::ByteStream;

/// Makes the bytes of each message that is sent; and at the end, when there is no message any
/// more, what ends the stream.
pub type Seal = Box<dyn FnMut(Option<Message>) -> Result<Option<Bytes>, WriteError> + Send>;

/// The frames of messages as they are, and nothing at the end.
#[must_use]
pub fn unsigned() -> Seal {
    Box::new(|message| message.map(|message| message.to_bytes()).transpose())
}

/// The frames of a stream's events.
pub(super) struct Frames<T> {
    first: Option<Message>,
    events: EventStream<T>,
    codec: &'static dyn Codec,
    seal: Seal,
    is_done: bool,
}

impl<T: Shape + Default + 'static> Frames<T> {
    pub(super) fn new(
        events: EventStream<T>,
        codec: &'static dyn Codec,
        first: Option<Message>,
        seal: Seal,
    ) -> Self {
        Self { first, events, codec, seal, is_done: false }
    }

    /// The frames one after the other: polled for, or waited for.
    pub(super) fn into_bytes(mut self, is_polled: bool) -> ByteStream {
        if is_polled {
            return ByteStream::from_poll(move |cx| self.poll_frame(cx));
        }
        ByteStream::from_reader(FrameReader { frames: self, rest: Bytes::new() })
    }

    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if let Some(first) = self.first() {
            return Poll::Ready(first);
        }
        let event = ready!(self.events.poll_event(cx));
        Poll::Ready(self.frame(event))
    }

    /// What comes before the events, or after them.
    fn first(&mut self) -> Option<Option<io::Result<Bytes>>> {
        if self.is_done {
            return Some(None);
        }
        let first = self.first.take()?;
        Some(self.sealed(Some(first)))
    }

    /// The frame of an event, or of the end.
    fn frame(&mut self, event: Next<T>) -> Option<io::Result<Bytes>> {
        let event = match event.transpose() {
            Ok(event) => event,
            // A stream that was received, and is sent on.
            Err(EventError::Exception(event)) => Some(event),
            Err(error) => {
                self.is_done = true;
                return Some(Err(io::Error::other(error.to_string())));
            }
        };
        self.is_done = event.is_none();
        match event.map(|event| write_event(self.codec, &event)).transpose() {
            Ok(message) => self.sealed(message),
            Err(error) => Some(Err(io::Error::other(error))),
        }
    }

    fn sealed(&mut self, message: Option<Message>) -> Option<io::Result<Bytes>> {
        (self.seal)(message).map_err(io::Error::other).transpose()
    }
}

/// Frames to be read.
struct FrameReader<T> {
    frames: Frames<T>,
    rest: Bytes,
}

impl<T: Shape + Default + 'static> Read for FrameReader<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            let frame = match self.frames.first() {
                Some(first) => first,
                None => {
                    let event = self.frames.events.next();
                    self.frames.frame(event)
                }
            };
            self.rest = frame.transpose()?.unwrap_or_default();
        }
        let read = self.rest.len().min(buffer.len());
        self.rest.split_to(read).copy_to_slice(&mut buffer[..read]);
        Ok(read)
    }
}

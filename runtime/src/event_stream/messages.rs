//! The messages of a connection.

use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::event::is_initial;
use super::frame::{Decoder, Message};
use crate::codec::ReadError;
use crate::stream::ByteStream;

/// The messages in a stream of bytes.
///
/// Their errors are those of the stream; what is no message is one with a
/// [`ReadError`](crate::codec::ReadError) inside.
#[derive(Debug)]
pub struct Messages {
    bytes: ByteStream,
    decoder: Decoder,
    /// A message that was read, but not used.
    ahead: Option<Message>,
}

type Next = Option<io::Result<Message>>;

impl Messages {
    /// The messages in those bytes, with payloads of at most `limit` bytes.
    #[must_use]
    pub fn new(bytes: ByteStream, limit: usize) -> Self {
        Self { bytes, decoder: Decoder::with_limit(limit), ahead: None }
    }

    /// The next message; none at the end.
    ///
    /// # Errors
    /// If the stream breaks, or holds what is no message.
    pub async fn next_message(&mut self) -> io::Result<Option<Message>> {
        poll_fn(|cx| self.poll_message(cx)).await.transpose()
    }

    /// The same as a function to be polled.
    pub fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Next> {
        self.advance(|bytes| bytes.poll_chunk(cx))
    }

    /// The same, waiting in the thread: for blocking clients.
    pub fn read_message(&mut self) -> Next {
        match self.advance(|bytes| Poll::Ready(bytes.read_chunk().transpose())) {
            Poll::Ready(message) => message,
            Poll::Pending => None,
        }
    }

    /// Gives a message back, to be the next again.
    pub(crate) fn unread(&mut self, message: Option<Message>) {
        self.ahead = message;
    }

    /// The next message that is an event: an initial message that nobody has waited for says
    /// nothing.
    pub(super) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Next> {
        loop {
            match ready!(self.poll_message(cx)) {
                Some(Ok(message)) if is_initial(&message) => {}
                next => return Poll::Ready(next),
            }
        }
    }

    /// The same, waiting in the thread.
    pub(super) fn read_event(&mut self) -> Next {
        loop {
            match self.read_message() {
                Some(Ok(message)) if is_initial(&message) => {}
                next => return next,
            }
        }
    }

    fn advance(
        &mut self,
        mut chunk: impl FnMut(&mut ByteStream) -> Poll<Option<io::Result<Bytes>>>,
    ) -> Poll<Next> {
        if let Some(message) = self.ahead.take() {
            return Poll::Ready(Some(Ok(message)));
        }
        let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
        loop {
            while let Some(message) = self.decoder.next_message().map_err(invalid)? {
                if let Some(message) = unwrapped(message).map_err(invalid)? {
                    return Poll::Ready(Some(Ok(message)));
                }
            }
            match ready!(chunk(&mut self.bytes)) {
                Some(Ok(chunk)) => self.decoder.push(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.decoder.finish().map_err(invalid).err().map(Err)),
            }
        }
    }
}

/// The message in a signed one; none in that at the end of a signed stream. Who stands in for a
/// service takes signatures for what they are.
fn unwrapped(message: Message) -> Result<Option<Message>, ReadError> {
    if message.header(":chunk-signature").is_none() {
        return Ok(Some(message));
    }
    if message.payload.is_empty() {
        return Ok(None);
    }
    Message::read(&message.payload).map(Some)
}

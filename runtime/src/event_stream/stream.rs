//! Streams of events, as members have them.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll, ready};

use super::event::{EventError, read_event};
use super::frame::Message;
use super::messages::Messages;
use super::outgoing::{Frames, Seal};
use crate::codec::Codec;
use crate::exclusive::Exclusive;
use crate::shape::{Events, Field, FillEvent, Ref, Shape, Slot};
use crate::stream::ByteStream;

/// A stream of events, which are variants of the union `T`: to be sent, or received.
///
/// # Into it
/// Lists of events convert into it, and [`new`](Self::new) takes what an iterator gives, be it a
/// channel's receiver; both kinds of clients can send these. `from_stream` (feature `sign`) is for
/// async clients.
///
/// # Out of it
/// Events come from [`recv`](Self::recv) of an async client's stream, and of a blocking client's
/// stream as from any [`Iterator`]. A stream ends with its last event or with an error; nothing
/// comes after either. Dropping one before its end abandons the rest, and its connection.
pub struct EventStream<T>(State<T>);

enum State<T> {
    Empty,
    Iter(Exclusive<Box<dyn Iterator<Item = T> + Send>>),
    Poll(Exclusive<Box<PollFn<T>>>),
    Received(Messages, &'static dyn Codec),
}

type PollFn<T> = dyn FnMut(&mut Context<'_>) -> Poll<Option<T>> + Send;

/// An event, or why there is none; neither at the end.
pub type Next<T> = Option<Result<T, EventError<T>>>;

impl<T> EventStream<T> {
    /// All events that an iterator gives.
    pub fn new<I>(events: I) -> Self
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: Send + 'static,
    {
        Self(State::Iter(Exclusive::new(Box::new(events.into_iter()))))
    }

    /// The events that a function gives when it is polled, without any library's types.
    pub fn from_poll(
        poll: impl FnMut(&mut Context<'_>) -> Poll<Option<T>> + Send + 'static,
    ) -> Self {
        Self(State::Poll(Exclusive::new(Box::new(poll))))
    }

    /// The events of a stream.
    #[cfg(feature = "sign")]
    pub fn from_stream(stream: impl futures_core::Stream<Item = T> + Send + 'static) -> Self {
        let mut stream = Box::pin(stream);
        Self::from_poll(move |cx| stream.as_mut().poll_next(cx))
    }
}

impl<T: Shape + Default + 'static> EventStream<T> {
    /// The next event; none at the end.
    ///
    /// # Errors
    /// Why the stream ended.
    pub async fn recv(&mut self) -> Result<Option<T>, EventError<T>> {
        poll_fn(|cx| self.poll_event(cx)).await.transpose()
    }

    /// The same as a function to be polled.
    pub fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Next<T>> {
        let next = match &mut self.0 {
            State::Empty => None,
            State::Iter(events) => events.get().next().map(Ok),
            State::Poll(poll) => ready!(poll.get()(cx)).map(Ok),
            State::Received(messages, codec) => {
                let message = ready!(messages.poll_event(cx));
                message.map(|message| read_event(*codec, &message?))
            }
        };
        Poll::Ready(self.ended_by(next))
    }

    /// After the end, and after an error, there is nothing.
    fn ended_by(&mut self, next: Next<T>) -> Next<T> {
        if !matches!(next, Some(Ok(_))) {
            self.0 = State::Empty;
        }
        next
    }
}

/// Waits for each event in the thread: for blocking clients.
impl<T: Shape + Default + 'static> Iterator for EventStream<T> {
    type Item = Result<T, EventError<T>>;

    fn next(&mut self) -> Next<T> {
        let next = match &mut self.0 {
            State::Empty => None,
            State::Iter(events) => events.get().next().map(Ok),
            State::Poll(_) => {
                let problem = "an asynchronous stream needs an async client";
                let error = io::Error::new(io::ErrorKind::Unsupported, problem);
                Some(Err(EventError::Connection(error)))
            }
            State::Received(messages, codec) => {
                messages.read_event().map(|message| read_event(*codec, &message?))
            }
        };
        self.ended_by(next)
    }
}

impl<T: Shape + Default + 'static> Events for EventStream<T> {
    fn is_empty(&self) -> bool {
        matches!(self.0, State::Empty)
    }

    fn send(
        &mut self,
        codec: &'static dyn Codec,
        first: Option<Message>,
        seal: Seal,
    ) -> ByteStream {
        let is_polled = matches!(self.0, State::Poll(_));
        Frames::new(std::mem::take(self), codec, first, seal).into_bytes(is_polled)
    }

    fn receive(&mut self, messages: Messages, codec: &'static dyn Codec) {
        self.0 = State::Received(messages, codec);
    }

    fn fill(&mut self, mut next: Box<FillEvent>) {
        *self = Self::new(std::iter::from_fn(move || {
            let mut event = T::default();
            next(&mut event).then_some(event)
        }));
    }

    fn read(&mut self) -> Next<Box<dyn Shape>> {
        let event = self.next()?;
        Some(event.map(boxed).map_err(|error| error.map(boxed)))
    }
}

fn boxed<T: Shape + 'static>(event: T) -> Box<dyn Shape> {
    Box::new(event)
}

/// An empty stream is absent.
impl<T: Shape + Default + 'static> Field for EventStream<T> {
    fn get(&self) -> Ref<'_> {
        if self.is_empty() { Ref::Absent } else { Ref::Events(self) }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Events(self)
    }
}

/// An empty stream.
impl<T> Default for EventStream<T> {
    fn default() -> Self {
        Self(State::Empty)
    }
}

impl<T: Send + 'static> From<Vec<T>> for EventStream<T> {
    fn from(events: Vec<T>) -> Self {
        Self::new(events)
    }
}

impl<T: Send + 'static, const N: usize> From<[T; N]> for EventStream<T> {
    fn from(events: [T; N]) -> Self {
        Self::new(events)
    }
}

/// Says nothing of the events.
impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

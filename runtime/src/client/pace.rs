//! Streams in tokio: how long they may stand still, and where what blocks is read.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, Sleep, sleep};

use super::hyper::of_exchange;
use super::{Timeout, TransportError};
use crate::stream::ByteStream;

/// Since when one waits for the other side; none while the other side waits for one.
type Since = Arc<Mutex<Option<Instant>>>;

/// A request's body, and whether the server takes it: a source that has nothing to give is not the
/// server's fault.
pub(super) struct Taken {
    body: ByteStream,
    since: Since,
}

/// Measures how long the server takes nothing of a request's body.
pub(super) struct Watch(Since);

impl Taken {
    pub(super) fn watched(body: ByteStream) -> (Self, Watch) {
        let since = Since::new(Mutex::new(Some(Instant::now())));
        (Self { body, since: Arc::clone(&since) }, Watch(since))
    }
}

impl Body for Taken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        let since = frame.is_ready().then(Instant::now);
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = since;
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Watch {
    /// What the future gives, unless the server has taken and given nothing for so long.
    pub(super) async fn limit<T>(
        self,
        future: impl Future<Output = Result<T, TransportError>>,
        timeout: Duration,
    ) -> Result<T, TransportError> {
        let mut future = pin!(future);
        loop {
            let now = Instant::now();
            let since = self.0.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or(now);
            let left = timeout.saturating_sub(now.duration_since(since));
            if left.is_zero() {
                return Err(TransportError::Timeout(Timeout::Attempt));
            }
            let mut wait = pin!(sleep(left));
            let ended = poll_fn(|cx| match future.as_mut().poll(cx) {
                Poll::Ready(output) => Poll::Ready(Some(output)),
                Poll::Pending => wait.as_mut().poll(cx).map(|()| None),
            });
            if let Some(output) = ended.await {
                return output;
            }
        }
    }
}

/// A response's body, and how long the server may give nothing of it while someone waits.
pub(super) struct Given {
    body: Incoming,
    timeout: Duration,
    wait: Option<Pin<Box<Sleep>>>,
}

impl Given {
    pub(super) fn new(body: Incoming, timeout: Duration) -> Self {
        Self { body, timeout, wait: None }
    }
}

impl Body for Given {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.wait = None;
            return Poll::Ready(
                frame.map(|frame| frame.map_err(|error| of_exchange(error.into()))),
            );
        }
        let timeout = self.timeout;
        let wait = self.wait.get_or_insert_with(|| Box::pin(sleep(timeout)));
        ready!(wait.as_mut().poll(cx));
        Poll::Ready(Some(Err(TransportError::Timeout(Timeout::Attempt))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The same stream, read by threads that may wait if it is one that blocks.
pub(super) fn unblocked(stream: ByteStream) -> ByteStream {
    if !stream.is_blocking() {
        return stream;
    }
    let length = stream.length();
    let mut reading = read(stream);
    let unblocked = ByteStream::from_poll(move |cx| {
        let (stream, chunk) = match ready!(Pin::new(&mut reading).poll(cx)) {
            Ok(read) => read,
            // The reader has panicked.
            Err(error) => return Poll::Ready(Some(Err(io::Error::other(error)))),
        };
        if let Ok(Some(_)) = chunk {
            reading = read(stream);
        }
        Poll::Ready(chunk.transpose())
    });
    match length {
        Some(length) => unblocked.with_length(length),
        None => unblocked,
    }
}

fn read(mut stream: ByteStream) -> JoinHandle<(ByteStream, io::Result<Option<Bytes>>)> {
    spawn_blocking(move || {
        let chunk = stream.read_chunk();
        (stream, chunk)
    })
}

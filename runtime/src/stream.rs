//! Bodies that are streamed, not held in memory.

mod source;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::poll_fn;
use std::io::{self, Read};
use std::path::PathBuf;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use self::source::Source;
use crate::client::TransportError;

/// The bytes of a streaming member (`smithy.api#streaming` on a blob): to be sent, or received.
///
/// # Into it
/// Bytes and text convert into it. [`from_path`](Self::from_path) is for files, for both kinds of
/// clients; [`from_reader`](Self::from_reader) for whatever can be read; `from_stream` and
/// `from_body` (feature `sign`) for what comes asynchronously, which only async clients can send.
///
/// Bytes and files can be sent again if an attempt fails, other streams only once.
///
/// # Out of it
/// The streams of an async client's responses give their chunks to
/// [`next_chunk`](Self::next_chunk) and [`collect`](Self::collect); those of a blocking client
/// are read by [`Read`]. Dropping one before its end abandons the rest of the response, and its
/// connection.
pub struct ByteStream {
    source: Source,
    /// How many bytes the whole stream has, if that is known.
    length: Option<u64>,
    /// How many bytes it has given.
    given: u64,
}

impl ByteStream {
    /// The content of a file: opened when it is sent, again for each attempt. Its length is that
    /// of now.
    ///
    /// # Errors
    /// If the file's length cannot be found out.
    pub fn from_path(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let length = path.metadata()?.len();
        Ok(Self::of(Source::File(path)).with_length(length))
    }

    /// Whatever can be read, from where it is now to its end.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::of(Source::reader(reader))
    }

    /// The chunks that a function gives when it is polled, without any library's types:
    /// `from_stream` and `from_body` by hand.
    pub fn from_poll(
        poll: impl FnMut(&mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> + Send + 'static,
    ) -> Self {
        Self::of(Source::poll(poll))
    }

    /// The chunks of a stream.
    #[cfg(feature = "sign")]
    pub fn from_stream<E>(
        stream: impl futures_core::Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut stream = Box::pin(stream);
        Self::from_poll(move |cx| stream.as_mut().poll_next(cx).map_err(io::Error::other))
    }

    /// The data of an HTTP body; its length, if the body knows it. Trailers are left out.
    #[cfg(feature = "sign")]
    pub fn from_body<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let length = body.size_hint().exact();
        let mut body = Box::pin(body);
        let stream = Self::from_poll(move |cx| {
            loop {
                return Poll::Ready(match ready!(body.as_mut().poll_frame(cx)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) => Some(Ok(data)),
                        Err(_) => continue,
                    },
                    Some(Err(error)) => Some(Err(io::Error::other(error))),
                    None => None,
                });
            }
        });
        Self { length, ..stream }
    }

    fn of(source: Source) -> Self {
        Self { source, length: None, given: 0 }
    }

    /// This stream, which has that many bytes: a stream of another length is an error when its
    /// bytes are read.
    ///
    /// Services that have to know the length before the first byte refuse streams without.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }

    /// How many bytes the whole stream has, if that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The bytes that were not taken yet, if they are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether the stream is known to have no bytes: as a member, it is absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    /// The same stream once more, if nothing was taken of it and it can be had again.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        let source = self.source.try_clone().filter(|_| self.given == 0)?;
        Some(Self { source, length: self.length, given: 0 })
    }

    /// Whether reading it blocks the thread.
    #[cfg(feature = "client")]
    pub(crate) fn is_blocking(&self) -> bool {
        matches!(self.source, Source::File(_) | Source::Reader(_))
    }

    /// The next bytes; none at the end. Of a stream over a reader, this waits in the thread.
    ///
    /// # Errors
    /// The source's, and that its length is another than it said. Of a response, a
    /// [`TransportError`] inside tells what is wrong. After an error there are no more chunks.
    pub async fn next_chunk(&mut self) -> io::Result<Option<Bytes>> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// The same as a function to be polled.
    pub fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let chunk = match ready!(self.source.poll_chunk(cx)) {
            Some(Ok(chunk)) => self.count(chunk.len()).map(|()| Some(chunk)),
            Some(Err(error)) => Err(error),
            None => self.end().map(|()| None),
        };
        if chunk.is_err() {
            self.source = Source::default();
            self.length = None;
        }
        Poll::Ready(chunk.transpose())
    }

    /// All bytes, if they are at most `limit`.
    ///
    /// # Errors
    /// Those of [`next_chunk`](Self::next_chunk), and a
    /// [`TransportError::BodyTooLarge`](crate::client::TransportError) inside if there are more.
    pub async fn collect(mut self, limit: usize) -> io::Result<Bytes> {
        let mut all = Collected::new(limit);
        while let Some(chunk) = self.next_chunk().await? {
            all.add(chunk)?;
        }
        Ok(all.into_bytes())
    }

    /// The same for blocking clients.
    ///
    /// # Errors
    /// Those of reading, and a [`TransportError::BodyTooLarge`](crate::client::TransportError)
    /// inside if there are more.
    pub fn read_all(mut self, limit: usize) -> io::Result<Bytes> {
        let mut all = Collected::new(limit);
        while let Some(chunk) = self.read_chunk()? {
            all.add(chunk)?;
        }
        Ok(all.into_bytes())
    }

    /// The next bytes of a blocking client's stream; none at the end.
    pub(crate) fn read_chunk(&mut self) -> io::Result<Option<Bytes>> {
        let chunk = self.source.read_chunk()?;
        match &chunk {
            Some(chunk) => self.count(chunk.len())?,
            None => self.end()?,
        }
        Ok(chunk)
    }

    fn count(&mut self, bytes: usize) -> io::Result<()> {
        self.given = self.given.saturating_add(bytes as u64);
        match self.length {
            Some(length) if self.given > length => {
                let problem = format!("the stream is longer than its {length} bytes");
                Err(io::Error::new(io::ErrorKind::InvalidData, problem))
            }
            _ => Ok(()),
        }
    }

    fn end(&self) -> io::Result<()> {
        match self.length {
            Some(length) if self.given < length => {
                let problem = format!("the stream ended after {} of {length} bytes", self.given);
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, problem))
            }
            _ => Ok(()),
        }
    }
}

/// Bytes that come one after the other, up to a limit.
struct Collected {
    limit: usize,
    /// The only chunk so far; most small bodies have no other.
    first: Bytes,
    all: Vec<u8>,
}

impl Collected {
    fn new(limit: usize) -> Self {
        Self { limit, first: Bytes::new(), all: Vec::new() }
    }

    fn add(&mut self, chunk: Bytes) -> io::Result<()> {
        if chunk.len() > self.limit - self.first.len() - self.all.len() {
            return Err(io::Error::other(TransportError::BodyTooLarge { limit: self.limit }));
        }
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return Ok(());
        }
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(&chunk);
        Ok(())
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}

impl Read for ByteStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = self.source.read(buffer)?;
        if read == 0 {
            self.end()?
        } else {
            self.count(read)?
        }
        Ok(read)
    }
}

#[cfg(feature = "sign")]
impl http_body::Body for ByteStream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<http_body::Frame<Bytes>>>> {
        let chunk = ready!(self.poll_chunk(cx));
        Poll::Ready(chunk.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.length.is_some_and(|length| self.given >= length)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        match self.length {
            Some(length) => http_body::SizeHint::with_exact(length.saturating_sub(self.given)),
            None => http_body::SizeHint::default(),
        }
    }
}

impl<T: Into<Bytes>> From<T> for ByteStream {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        let length = bytes.len() as u64;
        Self::of(Source::Bytes(bytes)).with_length(length)
    }
}

/// An empty stream.
impl Default for ByteStream {
    fn default() -> Self {
        Bytes::new().into()
    }
}

/// Says how long the stream is, if that is known, and nothing of its content.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "ByteStream({length} bytes)"),
            None => f.write_str("ByteStream"),
        }
    }
}

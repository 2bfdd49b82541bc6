//! Where the bytes of a stream come from.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};

use crate::exclusive::Exclusive;

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

pub(super) enum Source {
    /// Memory.
    Bytes(Bytes),
    /// A file that is not open yet.
    File(PathBuf),
    /// What can be read.
    Reader(Exclusive<Box<dyn Read + Send>>),
    /// What gives chunks when it is polled.
    Poll(Exclusive<Box<PollFn>>),
}

type PollFn = dyn FnMut(&mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> + Send;

impl Default for Source {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Source {
    pub(super) fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::Reader(Exclusive::new(Box::new(reader)))
    }

    pub(super) fn poll(
        poll: impl FnMut(&mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> + Send + 'static,
    ) -> Self {
        Self::Poll(Exclusive::new(Box::new(poll)))
    }

    /// The same source, if it can be read twice.
    pub(super) fn try_clone(&self) -> Option<Self> {
        match self {
            Self::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            Self::File(path) => Some(Self::File(path.clone())),
            Self::Reader(_) | Self::Poll(_) => None,
        }
    }

    /// The next bytes, never empty; none at the end.
    pub(super) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Self::Poll(poll) = self else {
            return Poll::Ready(self.read_chunk().transpose());
        };
        let poll = poll.get();
        loop {
            match ready!(poll(cx)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                chunk => return Poll::Ready(chunk),
            }
        }
    }

    /// The same, waiting in the thread.
    pub(super) fn read_chunk(&mut self) -> io::Result<Option<Bytes>> {
        if let Self::Bytes(bytes) = self {
            let bytes = std::mem::take(bytes);
            return Ok((!bytes.is_empty()).then_some(bytes));
        }
        let mut chunk = vec![0; CHUNK];
        let read = self.read(&mut chunk)?;
        chunk.truncate(read);
        Ok((read > 0).then(|| chunk.into()))
    }

    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self {
                Self::Bytes(bytes) => {
                    let read = bytes.len().min(buffer.len());
                    bytes.split_to(read).copy_to_slice(&mut buffer[..read]);
                    return Ok(read);
                }
                Self::File(path) => *self = Self::reader(File::open(path)?),
                Self::Reader(reader) => match reader.get().read(buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => return read,
                },
                Self::Poll(_) => {
                    let problem = "an asynchronous stream needs an async client";
                    return Err(io::Error::new(io::ErrorKind::Unsupported, problem));
                }
            }
        }
    }
}

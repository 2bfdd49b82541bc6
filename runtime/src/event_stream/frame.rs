//! Messages in frames, by the specification's "Message Format".

use std::collections::BTreeSet;

use bytes::{Buf, Bytes, BytesMut};

use super::header::{Header, HeaderValue};
use crate::codec::{ReadError, WriteError};

/// The largest payload of a message, in bytes.
pub const MAX_PAYLOAD: usize = 24 << 20;

/// How many bytes the headers of a message may take.
pub const MAX_HEADERS: usize = 128 << 10;

/// The lengths of the whole and of the headers, and their checksum.
const PRELUDE: usize = 12;

/// The prelude, and the checksum of the whole at the end.
const OVERHEAD: usize = PRELUDE + 4;

/// A message: headers and a payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Its headers; their order means nothing.
    pub headers: Vec<Header>,
    /// Its payload.
    pub payload: Bytes,
}

impl Message {
    /// The value of the header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&HeaderValue> {
        self.headers.iter().find(|header| header.name == name).map(|header| &header.value)
    }

    /// The text of the header of that name, if it is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.header(name) {
            Some(HeaderValue::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Appends the frame of the message.
    ///
    /// # Errors
    /// If it is larger than [`MAX_HEADERS`] and [`MAX_PAYLOAD`] allow.
    pub fn write(&self, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let mut headers = Vec::new();
        for header in &self.headers {
            header.write(&mut headers)?;
        }
        if headers.len() > MAX_HEADERS {
            return Err(WriteError::new(format!(
                "a message's headers have at most {MAX_HEADERS} bytes"
            )));
        }
        if self.payload.len() > MAX_PAYLOAD {
            return Err(WriteError::new(format!(
                "a message's payload has at most {MAX_PAYLOAD} bytes"
            )));
        }
        let start = out.len();
        let total = OVERHEAD + headers.len() + self.payload.len();
        for length in [total, headers.len()] {
            // Within the limits above.
            out.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        }
        out.extend_from_slice(&crc32fast::hash(&out[start..]).to_be_bytes());
        out.extend_from_slice(&headers);
        out.extend_from_slice(&self.payload);
        out.extend_from_slice(&crc32fast::hash(&out[start..]).to_be_bytes());
        Ok(())
    }

    /// The frame of the message.
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    pub fn to_bytes(&self) -> Result<Bytes, WriteError> {
        let mut out = Vec::new();
        self.write(&mut out)?;
        Ok(out.into())
    }

    /// The message of a frame that is there as a whole, with nothing after it.
    ///
    /// # Errors
    /// What is wrong with the frame.
    pub fn read(frame: &[u8]) -> Result<Self, ReadError> {
        let mut decoder = Decoder::default();
        decoder.push(frame);
        let message = decoder.next_message()?;
        let message = message.ok_or_else(|| ReadError::new("the message is cut off"))?;
        decoder.finish()?;
        Ok(message)
    }
}

/// Makes messages of bytes, in whatever pieces they come.
///
/// It holds the bytes of one message and what was pushed behind it. A message's lengths are
/// checked as soon as they are there, so that no bytes are gathered for one that is too large.
#[derive(Debug)]
pub struct Decoder {
    buffer: BytesMut,
    max_payload: usize,
}

/// For payloads of at most [`MAX_PAYLOAD`].
impl Default for Decoder {
    fn default() -> Self {
        Self::with_limit(MAX_PAYLOAD)
    }
}

impl Decoder {
    /// For payloads up to that many bytes. Clients are to leave it to services to keep to
    /// [`MAX_PAYLOAD`], but should have a limit of their own. Headers, which take many times
    /// their size in memory, never have more than [`MAX_HEADERS`].
    #[must_use]
    pub fn with_limit(max_payload: usize) -> Self {
        Self { buffer: BytesMut::new(), max_payload }
    }

    /// Adds what has come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next message, if all of it is there.
    ///
    /// # Errors
    /// What is wrong with the bytes. The stream cannot be read beyond that.
    pub fn next_message(&mut self) -> Result<Option<Message>, ReadError> {
        let Some(prelude) = self.buffer.first_chunk::<PRELUDE>() else {
            return Ok(None);
        };
        let (total, headers) = self.lengths(prelude)?;
        if self.buffer.len() < total {
            return Ok(None);
        }
        message(self.buffer.split_to(total).freeze(), headers).map(Some)
    }

    /// Whether the bytes so far are whole messages, as they have to be at the end.
    ///
    /// # Errors
    /// If a message is cut off.
    pub fn finish(&self) -> Result<(), ReadError> {
        match self.buffer.len() {
            0 => Ok(()),
            left => Err(ReadError::new(format!("the last message is cut off after {left} bytes"))),
        }
    }

    /// The length of the whole frame and of its headers.
    fn lengths(&self, mut prelude: &[u8]) -> Result<(usize, usize), ReadError> {
        let checksum = crc32fast::hash(&prelude[..PRELUDE - 4]);
        let mut number = || prelude.try_get_u32().map_err(|_| ReadError::new("no prelude"));
        let (total, headers) = (number()? as usize, number()? as usize);
        if number()? != checksum {
            return Err(ReadError::new("the checksum of the message's lengths is wrong"));
        }
        let Some(payload) = total.checked_sub(OVERHEAD).and_then(|rest| rest.checked_sub(headers))
        else {
            return Err(ReadError::new("the lengths of the message contradict each other"));
        };
        if headers > MAX_HEADERS || payload > self.max_payload {
            let problem = format!(
                "the message is too large: {headers} bytes of headers, {payload} of payload"
            );
            return Err(ReadError::new(problem));
        }
        Ok((total, headers))
    }
}

/// The message of a whole frame whose lengths are right.
fn message(mut frame: Bytes, headers_length: usize) -> Result<Message, ReadError> {
    let mut checksum = frame.split_off(frame.len() - 4);
    if checksum.get_u32() != crc32fast::hash(&frame) {
        return Err(ReadError::new("the checksum of the message is wrong"));
    }
    let payload = frame.split_off(PRELUDE + headers_length);
    let mut rest = frame.split_off(PRELUDE);
    let mut headers = Vec::new();
    while !rest.is_empty() {
        headers.push(Header::read(&mut rest)?);
    }
    let names: BTreeSet<_> = headers.iter().map(|header| &header.name).collect();
    if names.len() < headers.len() {
        return Err(ReadError::new("the message has two headers of one name"));
    }
    Ok(Message { headers, payload })
}

//! Signing the messages of event streams: each holds the signature of the one before.
//!
//! The string to sign is that of Amazon Transcribe's developer guide, "Signing the data frames".

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use bytes::Bytes;

use super::payload::sha256;
use crate::codec::WriteError;
use crate::config::Credentials;
use crate::event_stream::{Header, HeaderValue, Message, Seal, unsigned};
use crate::{Timestamp, TimestampFormat};

/// Signs a stream's messages once its request is signed: an extension of requests, because
/// streams are made before that.
#[derive(Clone, Default)]
pub(crate) struct EventSigner(Arc<Mutex<Option<Chain>>>);

impl EventSigner {
    /// Signs from now on, after the request's signature.
    pub(super) fn begin(&self, chain: Chain) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(chain);
    }

    /// What makes the bytes of messages: signed, if the request was.
    pub(crate) fn seal(&self) -> Seal {
        let (signer, mut unsigned) = (self.clone(), unsigned());
        Box::new(move |message| {
            match &mut *signer.0.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(chain) => chain.seal(message, SystemTime::now()).map(Some),
                None => unsigned(message),
            }
        })
    }
}

/// Shows nothing of the keys.
impl fmt::Debug for EventSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSigner")
    }
}

/// What the next message's signature depends on.
pub(super) struct Chain {
    pub(super) credentials: Credentials,
    pub(super) region: String,
    pub(super) service: &'static str,
    /// The signature of the message before, or of the request.
    pub(super) previous: String,
}

impl Chain {
    /// A message in a signed one; in an empty one at the end.
    fn seal(&mut self, message: Option<Message>, time: SystemTime) -> Result<Bytes, WriteError> {
        let payload = message.map(|message| message.to_bytes()).transpose()?.unwrap_or_default();
        let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let seconds = i64::try_from(seconds).unwrap_or_default();
        let date = Header {
            name: ":date".to_owned(),
            value: HeaderValue::Timestamp(seconds.saturating_mul(1000)),
        };
        self.previous = self.signature(&payload, &date, seconds, time)?;
        let signature = unhex(&self.previous);
        let signature =
            Header { name: ":chunk-signature".to_owned(), value: HeaderValue::Bytes(signature) };
        Message { headers: vec![signature, date], payload }.to_bytes()
    }

    fn signature(
        &self,
        payload: &[u8],
        date: &Header,
        seconds: i64,
        time: SystemTime,
    ) -> Result<String, WriteError> {
        let mut headers = Vec::new();
        date.write(&mut headers)?;
        let at = Timestamp::from_epoch(seconds, 0).unwrap_or_default();
        let at = at.format(TimestampFormat::DateTime);
        let at = at.map_err(|error| WriteError::new(error.to_string()))?.replace(['-', ':'], "");
        let day = at.get(..8).unwrap_or_default();
        let (region, service) = (&self.region, self.service);
        let string = [
            "AWS4-HMAC-SHA256-PAYLOAD",
            &at,
            &format!("{day}/{region}/{service}/aws4_request"),
            &self.previous,
            &sha256(&headers),
            &sha256(payload),
        ]
        .join("\n");
        let secret = self.credentials.secret_access_key();
        let key = generate_signing_key(secret, time, region, service);
        Ok(calculate_signature(key, string.as_bytes()))
    }
}

/// The bytes of hexadecimal digits.
fn unhex(digits: &str) -> Bytes {
    let pairs = digits.as_bytes().chunks(2);
    let bytes =
        pairs.filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    bytes.collect()
}

//! Signing the messages of event streams, by `aws-sigv4`: each holds the signature of the one before.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use aws_sigv4::event_stream::{SigningParams, sign_empty_message, sign_message};
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream as signed;
use bytes::Bytes;

use super::sign::{SignError, for_library};
use crate::codec::WriteError;
use crate::config::Credentials;
use crate::event_stream::{Header, HeaderValue, Message, Seal, unsigned};

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
    /// A message in a signed one; nothing in a signed one at the end.
    fn seal(&mut self, message: Option<Message>, time: SystemTime) -> Result<Bytes, WriteError> {
        let refused =
            |error: &dyn std::error::Error| WriteError::new(SignError::new(error).to_string());
        let identity = for_library(&self.credentials).into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(self.service)
            .time(time)
            .settings(())
            .build()
            .map_err(|error| refused(&error))?;
        let output = match message {
            Some(message) => sign_message(&to_sign(message), &self.previous, &params),
            None => sign_empty_message(&self.previous, &params),
        };
        let (message, signature) = output.map_err(|error| refused(&error))?.into_parts();
        self.previous = signature;
        from_signed(&message)?.to_bytes()
    }
}

/// The message as the library has it.
fn to_sign(message: Message) -> signed::Message {
    let headers = message.headers.into_iter().map(|header| {
        let value = match header.value {
            HeaderValue::Boolean(value) => signed::HeaderValue::Bool(value),
            HeaderValue::Byte(value) => signed::HeaderValue::Byte(value),
            HeaderValue::Short(value) => signed::HeaderValue::Int16(value),
            HeaderValue::Integer(value) => signed::HeaderValue::Int32(value),
            HeaderValue::Long(value) => signed::HeaderValue::Int64(value),
            HeaderValue::Bytes(value) => signed::HeaderValue::ByteArray(value),
            HeaderValue::String(value) => signed::HeaderValue::String(value.into()),
            HeaderValue::Timestamp(millis) => {
                signed::HeaderValue::Timestamp(DateTime::from_millis(millis))
            }
            HeaderValue::Uuid(value) => signed::HeaderValue::Uuid(u128::from_be_bytes(value)),
        };
        signed::Header::new(header.name, value)
    });
    signed::Message::new_from_parts(headers.collect(), message.payload)
}

/// A message that the library has made: it has a signature and a date.
fn from_signed(message: &signed::Message) -> Result<Message, WriteError> {
    let headers = message.headers().iter().map(|header| {
        let value = match header.value() {
            signed::HeaderValue::ByteArray(value) => Some(HeaderValue::Bytes(value.clone())),
            signed::HeaderValue::Timestamp(value) => {
                value.to_millis().ok().map(HeaderValue::Timestamp)
            }
            _ => None,
        };
        let value = value.ok_or_else(|| WriteError::new("the library that signs has changed"));
        Ok(Header { name: header.name().as_str().to_owned(), value: value? })
    });
    Ok(Message { headers: headers.collect::<Result<_, _>>()?, payload: message.payload().clone() })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// The signatures are those of the string to sign in Amazon Transcribe's developer guide
    /// ("Signing the data frames"), worked out apart from the library.
    #[test]
    fn each_message_is_signed_with_the_signature_of_the_one_before() {
        let mut chain = Chain {
            credentials: Credentials::new(
                "AKIDEXAMPLE",
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            ),
            region: "us-east-1".to_owned(),
            service: "transcribe",
            previous: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31".to_owned(),
        };
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_440_938_160_999);
        let event = Message {
            headers: vec![Header::text("some-header", "value")],
            payload: "payload".into(),
        };
        let first = "4ddfefd7197f75a0930f690464588ab197df83ca2c5c8bcff0e6059da929ed15";
        let last = "d98ef2384e52b93ce4996f0681cde291684fbbc3fae6b6f8cdd32bc03f3ff20c";
        for (message, signature) in [(Some(event), first), (None, last)] {
            let payload = message.as_ref().map(|m| m.to_bytes().unwrap()).unwrap_or_default();
            let sealed = Message::read(&chain.seal(message, time).unwrap()).unwrap();
            assert_eq!(chain.previous, signature);
            assert_eq!(sealed.payload, payload);
            let date = HeaderValue::Timestamp(1_440_938_160_000);
            assert_eq!(sealed.header(":date"), Some(&date));
            let Some(HeaderValue::Bytes(bytes)) = sealed.header(":chunk-signature") else {
                panic!("{sealed:?}");
            };
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(digits, signature);
        }
    }

    #[test]
    fn headers_of_every_type_are_signed() {
        let values = [
            HeaderValue::Boolean(true),
            HeaderValue::Byte(-1),
            HeaderValue::Short(-2),
            HeaderValue::Integer(-3),
            HeaderValue::Long(-4),
            HeaderValue::Bytes("bytes".into()),
            HeaderValue::String("text".to_owned()),
            HeaderValue::Timestamp(-1),
            HeaderValue::Uuid([7; 16]),
        ];
        let headers = values.into_iter().enumerate();
        let headers = headers.map(|(n, value)| Header { name: format!("h{n}"), value }).collect();
        let event = Message { headers, payload: Bytes::new() };
        let mut chain = Chain {
            credentials: Credentials::new("id", "secret"),
            region: "r".to_owned(),
            service: "s",
            previous: String::new(),
        };
        let sealed = chain.seal(Some(event.clone()), SystemTime::UNIX_EPOCH).unwrap();
        let sealed = Message::read(&sealed).unwrap();
        assert_eq!(Message::read(&sealed.payload).unwrap(), event);
    }
}

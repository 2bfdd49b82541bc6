//! The rules of a call, without IO: what to send, when to send it again, when to give up.

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderName, USER_AGENT};
use http::{HeaderValue, StatusCode};

use super::budget::{Budget, Taken};
#[cfg(feature = "event-stream")]
use super::events::{Chain, EventSigner};
use super::payload::{CONTENT_SHA256, Payload};
use super::sign::sign_stream;
use super::{CallError, Limits, Timeout, TransportError, Verdict};
use crate::buckets;
use crate::config::{Config, Credentials, CredentialsError, Endpoint};
use crate::request::{EndpointUrl, HostPrefix, Signing, random_uuid};
use crate::service::ServiceSchema;
use crate::stream::ByteStream;

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");

/// The longest wait before another attempt, whoever asks for it.
const MAX_BACKOFF: Duration = Duration::from_secs(20);

/// What decides on responses; called once for each.
pub(super) type Classify<'a> = &'a (dyn Fn(&http::Response<Bytes>) -> Verdict + Sync);

/// A response.
#[derive(Debug)]
pub(crate) enum Reply {
    /// One that is held in memory: all errors, and all others unless a stream is wanted.
    Whole(http::Response<Bytes>),
    /// A success whose body is yet to come.
    Streaming(http::Response<ByteStream>),
}

impl Reply {
    /// The response in memory, as all are for those who asked for no stream.
    pub(super) fn whole(self) -> http::Response<Bytes> {
        match self {
            Self::Whole(response) => response,
            Self::Streaming(response) => {
                response.map(|body| body.as_bytes().cloned().unwrap_or_default())
            }
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Whole(response) => response.status(),
            Self::Streaming(response) => response.status(),
        }
    }

    fn headers(&self) -> &http::HeaderMap {
        match self {
            Self::Whole(response) => response.headers(),
            Self::Streaming(response) => response.headers(),
        }
    }
}

pub(super) type Outcome = Result<Reply, TransportError>;

/// What all calls of a client share.
#[derive(Debug)]
pub(super) struct Client {
    service: &'static ServiceSchema,
    config: Config,
    budget: Budget,
}

impl Client {
    pub(super) fn new(service: &'static ServiceSchema, config: Config) -> Self {
        Self { service, config, budget: Budget::new() }
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Begins a call with a relative request: finds the endpoint, completes URI and headers.
    pub(super) fn begin(
        &self,
        request: http::Request<impl Into<ByteStream>>,
        now: Instant,
    ) -> Result<Call<'_>, CallError> {
        let mut request = request.map(Into::into);
        let region = self.config.signing_region()?;
        let mut endpoint = match request.extensions_mut().remove() {
            Some(EndpointUrl(url)) => Endpoint::parse(&url).map_err(|problem| {
                CallError::Request(format!("{url:?} as the endpoint {problem}").into())
            })?,
            None => self.config.endpoint(self.service)?,
        };
        if let Some(HostPrefix(prefix)) = request.extensions_mut().remove() {
            endpoint = endpoint.prefixed(&prefix).map_err(unsendable)?;
        }
        if let Some(bucket) = request.extensions_mut().remove() {
            let is_set = self.config.has_endpoint_set(self.service);
            let addressing = self.config.bucket_addressing();
            endpoint = buckets::place(&bucket, addressing, endpoint, is_set, request.uri_mut())
                .map_err(unsendable)?;
        }
        *request.uri_mut() = endpoint.join(request.uri()).map_err(unsendable)?;
        let agent = user_agent(self.service, &self.config);
        for (name, value) in
            [(HOST, endpoint.host()), (USER_AGENT, agent), (INVOCATION_ID, random_uuid())]
        {
            let value = HeaderValue::try_from(value).map_err(unsendable)?;
            request.headers_mut().insert(name, value);
        }
        let signing = request.extensions_mut().remove::<Signing>().unwrap_or_default();
        agree_on_length(&mut request)?;
        let payload = Payload::of(&request, self.service, signing)?;
        if let Some(value) = payload.header() {
            request.headers_mut().insert(CONTENT_SHA256, value);
        }
        let timeout = self.config.call_timeout();
        Ok(Call {
            client: self,
            region,
            is_signed: signing != Signing::Not,
            payload,
            #[cfg(feature = "event-stream")]
            event_signer: request.extensions_mut().remove(),
            is_spent: false,
            request,
            deadline: timeout.and_then(|timeout| now.checked_add(timeout)),
            attempt: 0,
            taken: None,
        })
    }
}

/// One call: its request, and how often it was sent.
pub(super) struct Call<'a> {
    client: &'a Client,
    region: &'a str,
    is_signed: bool,
    payload: Payload,
    #[cfg(feature = "event-stream")]
    event_signer: Option<EventSigner>,
    request: http::Request<ByteStream>,
    /// The body has been sent and cannot be had again.
    is_spent: bool,
    deadline: Option<Instant>,
    attempt: u32,
    /// What the last retry took of the budget.
    taken: Option<Taken>,
}

/// What to do after an attempt.
#[derive(Debug)]
pub(super) enum Step {
    /// Give this to the caller.
    Return(Result<Reply, CallError>),
    /// Wait, then make another attempt.
    Wait(Duration),
}

impl Call<'_> {
    /// The next attempt's request, signed for this time, and its limits.
    pub(super) fn attempt(
        &mut self,
        credentials: Option<&Credentials>,
        time: SystemTime,
        now: Instant,
    ) -> Result<(http::Request<ByteStream>, Limits), CallError> {
        if let Some(at) = credentials.and_then(Credentials::expires_at)
            && at <= time
        {
            return Err(CredentialsError::Expired { at }.into());
        }
        let config = &self.client.config;
        let left = self.left(now).unwrap_or(Duration::MAX);
        if left.is_zero() {
            return Err(self.failed(TransportError::Timeout(Timeout::Call)));
        }
        self.attempt += 1;
        let limits = Limits {
            timeout: config.attempt_timeout().min(left),
            call: left,
            body: config.max_response_body(),
        };
        let mut request = self.again();
        let attempt = format!("attempt={}; max={}", self.attempt, config.max_attempts());
        let attempt = HeaderValue::try_from(attempt).map_err(unsendable)?;
        request.headers_mut().insert(ATTEMPT, attempt);
        if let Some(credentials) = credentials {
            let service = self.client.service.signing_name;
            let signature = sign_stream(&mut request, credentials, self.region, service, time)
                .map_err(unsendable)?;
            #[cfg(feature = "event-stream")]
            if let Some(signer) = &self.event_signer {
                signer.begin(Chain {
                    credentials: credentials.clone(),
                    region: self.region.to_owned(),
                    service,
                    previous: signature,
                });
            }
            #[cfg(not(feature = "event-stream"))]
            let _ = signature;
        }
        Ok((request, limits))
    }

    /// The request once more; its body goes with it if there is no other.
    fn again(&mut self) -> http::Request<ByteStream> {
        let body = self.request.body().try_clone();
        self.is_spent = body.is_none();
        let body = body.unwrap_or_else(|| std::mem::take(self.request.body_mut()));
        let mut request = http::Request::new(body);
        *request.method_mut() = self.request.method().clone();
        *request.uri_mut() = self.request.uri().clone();
        *request.headers_mut() = self.request.headers().clone();
        request
    }

    /// Whether the request needs credentials.
    pub(super) fn is_signed(&self) -> bool {
        self.is_signed
    }

    /// The body, to be read for the hash that the signature needs: once, before the first attempt.
    pub(super) fn unhashed(&mut self) -> Option<ByteStream> {
        let body = self.request.body().try_clone();
        body.filter(|_| std::mem::replace(&mut self.payload, Payload::Known) == Payload::ToHash)
    }

    /// Notes the hash of the body.
    pub(super) fn hashed(&mut self, hash: HeaderValue) {
        self.request.headers_mut().insert(CONTENT_SHA256, hash);
    }

    /// What follows from an attempt's outcome. `random` is a random number from 0 to 1.
    pub(super) fn judge(
        &mut self,
        outcome: Outcome,
        classify: Classify<'_>,
        now: Instant,
        random: f64,
    ) -> Step {
        let throttled = match &outcome {
            Ok(reply) => match verdict(reply, classify) {
                Verdict::Retry { throttled } => throttled,
                Verdict::Done => {
                    if reply.status().is_success() {
                        self.client.budget.give_back(self.taken.take());
                    }
                    return self.finish(outcome, now);
                }
            },
            Err(error) if error.is_unsent() => false,
            Err(_) => return self.finish(outcome, now),
        };
        let wait = self.wait(throttled, asked_for(&outcome), random);
        if self.is_spent
            || self.attempt >= self.client.config.max_attempts()
            || self.left(now).is_some_and(|left| left <= wait)
        {
            return self.finish(outcome, now);
        }
        match self.client.budget.take(throttled) {
            Some(taken) => {
                self.taken = Some(taken);
                Step::Wait(wait)
            }
            None => self.finish(outcome, now),
        }
    }

    /// How long to wait: botocore's `ExponentialBackoff.delay_amount`, but a service that asks for
    /// longer is heeded up to the longest wait, not just for 5 s more.
    fn wait(&self, throttled: bool, asked_for: Option<Duration>, random: f64) -> Duration {
        if !self.client.config.backoff() {
            return Duration::ZERO;
        }
        let first = Duration::from_millis(if throttled { 1000 } else { 50 });
        let doubled = 1_u32.checked_shl(self.attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let backoff = first.saturating_mul(doubled).min(MAX_BACKOFF);
        let asked_for = asked_for.unwrap_or_default().min(MAX_BACKOFF);
        backoff.mul_f64(random.clamp(0.0, 1.0)).max(asked_for)
    }

    /// The outcome as the caller gets it. An attempt that ran out of time at the call's end ran out of
    /// the call's time.
    fn finish(&self, outcome: Outcome, now: Instant) -> Step {
        Step::Return(outcome.map_err(|error| match error {
            TransportError::Timeout(_) if self.left(now).is_some_and(|left| left.is_zero()) => {
                self.failed(TransportError::Timeout(Timeout::Call))
            }
            error => self.failed(error),
        }))
    }

    fn failed(&self, error: TransportError) -> CallError {
        CallError::Transport { error, attempts: self.attempt }
    }

    /// The time left for the call, if it is limited.
    fn left(&self, now: Instant) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_duration_since(now))
    }
}

/// A success that is a stream is taken as it is: its body is yet to come.
fn verdict(reply: &Reply, classify: Classify<'_>) -> Verdict {
    match reply {
        Reply::Whole(response) => classify(response),
        Reply::Streaming(_) => Verdict::Done,
    }
}

/// Adopts the length that a header gives as that of the stream, so that the message cannot have another.
fn agree_on_length(request: &mut http::Request<ByteStream>) -> Result<(), CallError> {
    let Some(header) = request.headers().get(CONTENT_LENGTH) else {
        return Ok(());
    };
    let length = header.to_str().ok().and_then(|length| length.parse::<u64>().ok());
    match (length, request.body().length()) {
        (Some(length), None) => {
            let body = std::mem::take(request.body_mut());
            *request.body_mut() = body.with_length(length);
            Ok(())
        }
        (length, known) if length == known => Ok(()),
        (_, known) => {
            let known = known.unwrap_or_default();
            let problem =
                format!("its content-length is {header:?}, but its body has {known} bytes");
            Err(CallError::Request(problem.into()))
        }
    }
}

/// How long the service asks to wait: `x-amz-retry-after` in milliseconds, `retry-after` in seconds. Its
/// other form, a date, is passed over.
fn asked_for(outcome: &Outcome) -> Option<Duration> {
    let headers = outcome.as_ref().ok()?.headers();
    let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    number("x-amz-retry-after")
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
}

pub(super) fn unsendable(error: impl std::error::Error + Send + Sync + 'static) -> CallError {
    CallError::Request(Box::new(error))
}

/// Says what calls: this library, on what, which API, which application.
fn user_agent(service: &ServiceSchema, config: &Config) -> String {
    let mut agent = format!(
        "shapewright/{} os/{} lang/rust api/{}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        service.id.replace(' ', "-").to_ascii_lowercase(),
    );
    if let Some(name) = config.app_name() {
        agent.push_str(" app/");
        agent.push_str(name);
    }
    agent
}

//! The rules of a call, with times and outcomes made up.

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;

use super::common::{by_status, config, request};
use crate::client::call::{Call, Client, Outcome, Reply, Step};
use crate::client::{CallError, Timeout, TransportError};
use crate::config::tests::service;
use crate::config::{Config, ConfigBuilder, ConfigError, Credentials, CredentialsError};

fn client(config: ConfigBuilder) -> Client {
    Client::new(service(), config.build().unwrap())
}

/// As [`config`], but with waiting.
fn patient() -> ConfigBuilder {
    Config::builder().region("us-east-1").endpoint_url("http://h")
}

fn status(status: u16) -> Outcome {
    answer(status, &[])
}

fn answer(status: u16, headers: &[(&str, &str)]) -> Outcome {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(Reply::Whole(response.body(Bytes::new()).unwrap()))
}

fn refused() -> Outcome {
    Err(TransportError::Connect("refused".into()))
}

fn keys() -> Credentials {
    Credentials::new("AKID", "secret")
}

/// Makes the next attempt and judges its outcome, with the highest of all random numbers.
fn attempt(call: &mut Call<'_>, outcome: Outcome, now: Instant) -> Step {
    call.attempt(Some(&keys()), SystemTime::UNIX_EPOCH, now).unwrap();
    call.judge(outcome, &by_status, now, 1.0)
}

#[track_caller]
fn wait(step: Step) -> Duration {
    match step {
        Step::Wait(time) => time,
        Step::Return(result) => panic!("no wait: {result:?}"),
    }
}

#[track_caller]
fn result(step: Step) -> Result<u16, CallError> {
    match step {
        Step::Return(result) => result.map(|response| response.status().as_u16()),
        Step::Wait(time) => panic!("waits {time:?}"),
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[test]
fn waits_double_and_end_with_the_last_answer() {
    let client = client(patient().max_attempts(4));
    let now = Instant::now();
    let mut call = client.begin(request(), now).unwrap();
    assert_eq!(wait(attempt(&mut call, status(500), now)), seconds(0.05));
    assert_eq!(wait(attempt(&mut call, refused(), now)), seconds(0.1));
    assert_eq!(wait(attempt(&mut call, status(503), now)), seconds(0.2));
    assert_eq!(result(attempt(&mut call, status(502), now)).unwrap(), 502);
}

#[test]
fn throttled_calls_wait_longer_but_not_for_ever() {
    let client = client(patient().max_attempts(50));
    let now = Instant::now();
    let mut call = client.begin(request(), now).unwrap();
    let waits: Vec<_> = (0..40).map(|_| wait(attempt(&mut call, status(429), now))).collect();
    assert_eq!(waits[..3], [seconds(1.0), seconds(2.0), seconds(4.0)]);
    assert!(waits[5..].iter().all(|wait| *wait == seconds(20.0)));
}

#[test]
fn the_wait_is_a_random_part_of_the_time_or_what_the_service_asks_for() {
    let client = client(patient());
    let now = Instant::now();
    let judged = |outcome, random| {
        let mut call = client.begin(request(), now).unwrap();
        call.attempt(Some(&keys()), SystemTime::UNIX_EPOCH, now).unwrap();
        wait(call.judge(outcome, &by_status, now, random))
    };
    assert_eq!(judged(status(429), 0.0), Duration::ZERO);
    assert_eq!(judged(status(429), 0.25), seconds(0.25));
    assert_eq!(judged(status(429), f64::INFINITY), seconds(1.0));
    for (name, value, time) in [
        ("retry-after", "3", 3.0),
        ("retry-after", "86400", 20.0),
        ("x-amz-retry-after", "1500", 1.5),
        ("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT", 0.0),
        ("retry-after", "-1", 0.0),
        ("x-amz-retry-after", "99999999999999999999999", 0.0),
    ] {
        assert_eq!(judged(answer(503, &[(name, value)]), 0.0), seconds(time), "{value}");
    }
}

#[test]
fn only_what_is_safe_for_any_operation_is_tried_again() {
    let client = client(patient());
    let now = Instant::now();
    let judged = |outcome| {
        let mut call = client.begin(request(), now).unwrap();
        attempt(&mut call, outcome, now)
    };
    wait(judged(refused()));
    wait(judged(Err(TransportError::Timeout(Timeout::Connect))));
    for error in [
        TransportError::Timeout(Timeout::Attempt),
        TransportError::Closed("reset".into()),
        TransportError::Tls("unknown issuer".into()),
        TransportError::InvalidResponse("garbage".into()),
        TransportError::BodyTooLarge { limit: 1 },
        TransportError::Other("mine".into()),
    ] {
        let shown = error.to_string();
        let error = result(judged(Err(error))).unwrap_err();
        assert_eq!(error.to_string(), shown);
    }
    assert_eq!(result(judged(status(400))).unwrap(), 400);
    assert_eq!(result(judged(status(501))).unwrap(), 501);
}

#[test]
fn retries_stop_when_the_budget_is_spent_and_resume_with_successes() {
    let client = client(config("http://h").max_attempts(1000));
    let now = Instant::now();
    let mut call = client.begin(request(), now).unwrap();
    for _ in 0..35 {
        wait(attempt(&mut call, status(500), now));
    }
    assert_eq!(result(attempt(&mut call, status(500), now)).unwrap(), 500);

    let mut other = client.begin(request(), now).unwrap();
    assert_eq!(result(attempt(&mut other, status(500), now)).unwrap(), 500);
    for _ in 0..14 {
        let mut call = client.begin(request(), now).unwrap();
        assert_eq!(result(attempt(&mut call, status(200), now)).unwrap(), 200);
    }
    let mut other = client.begin(request(), now).unwrap();
    wait(attempt(&mut other, status(500), now));
}

#[test]
fn the_calls_time_limits_attempts_and_waits() {
    let limited = patient().attempt_timeout(seconds(60.0)).call_timeout(seconds(10.0));
    let client = client(limited);
    let start = Instant::now();
    let mut call = client.begin(request(), start).unwrap();
    let later = start + seconds(8.5);
    let (_, limits) = call.attempt(Some(&keys()), SystemTime::UNIX_EPOCH, later).unwrap();
    assert_eq!(limits.timeout, seconds(1.5));
    wait(call.judge(status(429), &by_status, later, 1.0));

    call.attempt(Some(&keys()), SystemTime::UNIX_EPOCH, later).unwrap();
    let last = call.judge(status(429), &by_status, later, 1.0);
    assert_eq!(result(last).unwrap(), 429, "a wait of 2 s would be too long");

    let end = start + seconds(10.0);
    let late = call.attempt(Some(&keys()), SystemTime::UNIX_EPOCH, end).unwrap_err();
    let CallError::Transport { error, attempts: 2 } = late else {
        panic!("{late}");
    };
    assert!(matches!(error, TransportError::Timeout(Timeout::Call)));

    let timeout = Err(TransportError::Timeout(Timeout::Attempt));
    let error = result(call.judge(timeout, &by_status, end, 1.0)).unwrap_err();
    assert!(error.to_string().contains("time limit of the call"), "{error}");
}

#[test]
fn an_attempt_is_complete_and_signed_and_the_next_one_is_signed_anew() {
    let named = config("http://localhost:5000/base").app_name("my app");
    let client = client(named.signing_region("eu-west-1"));
    let now = Instant::now();
    let mut call = client.begin(request(), now).unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
    let (first, limits) = call.attempt(Some(&keys()), time, now).unwrap();
    let (second, _) = call.attempt(Some(&keys()), time + seconds(1.0), now).unwrap();
    let header = |name| first.headers()[name].to_str().unwrap();

    assert_eq!(first.uri(), "http://localhost:5000/base/");
    assert_eq!(header("host"), "localhost:5000");
    assert_eq!(header("x-amz-date"), "20150830T123600Z");
    let agent = header("user-agent");
    assert!(agent.starts_with("shapewright/") && agent.ends_with(" api/ecs app/my-app"), "{agent}");
    let scope = "Credential=AKID/20150830/eu-west-1/ecs/aws4_request";
    assert!(header("authorization").contains(scope));
    assert_eq!(header("amz-sdk-request"), "attempt=1; max=3");
    assert_eq!(limits.body, 128 << 20);

    assert_eq!(second.headers()["amz-sdk-request"], "attempt=2; max=3");
    assert_eq!(second.headers()["x-amz-date"], "20150830T123601Z");
    assert_eq!(second.headers().get_all("authorization").iter().count(), 1);
    let id = header("amz-sdk-invocation-id");
    assert_eq!(second.headers()["amz-sdk-invocation-id"], id);
    let groups: Vec<_> = id.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12]);
    assert_eq!(&id[14..15], "4");
    assert!("89ab".contains(&id[19..20]));
}

#[test]
fn what_is_missing_is_found_before_anything_is_sent() {
    let now = Instant::now();
    let nowhere = client(Config::builder());
    let missing = nowhere.begin(request(), now).err().unwrap();
    assert!(matches!(missing, CallError::Config(ConfigError::MissingRegion)));

    let client = client(patient());
    let mut call = client.begin(request(), now).unwrap();
    let at = SystemTime::UNIX_EPOCH + seconds(5.0);
    let expired = call.attempt(Some(&keys().with_expiry(at)), at, now).unwrap_err();
    assert!(matches!(expired, CallError::Credentials(CredentialsError::Expired { .. })));

    let mut odd = request();
    let value = http::HeaderValue::from_bytes(b"\xff").unwrap();
    odd.headers_mut().insert("x-odd", value);
    let mut call = client.begin(odd, now).unwrap();
    let unsendable = call.attempt(Some(&keys()), at, now).unwrap_err();
    assert!(matches!(unsendable, CallError::Request(_)), "{unsendable}");
}

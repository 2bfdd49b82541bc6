//! Whole calls to servers on this machine, by both clients.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::common::{by_status, config, request};
use super::server::{Reply, Server};
use crate::client::{CallError, Timeout, TransportError};
use crate::config::tests::service;
use crate::config::{Config, ConfigBuilder, ConfigError, CredentialsError};

type Called = Result<http::Response<Bytes>, CallError>;

/// Either client, as something that can be called and waited for.
type Caller = Arc<dyn Fn(http::Request<Bytes>) -> Called + Send + Sync>;

/// Every client there is, made anew with these settings.
fn callers() -> Vec<fn(Config) -> Caller> {
    vec![
        #[cfg(feature = "client")]
        |config| {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let client = crate::client::Core::new(service(), config);
            Arc::new(move |request| runtime.block_on(client.call(request, &by_status)))
        },
        #[cfg(feature = "blocking")]
        |config| {
            let client = crate::client::blocking::Core::new(service(), config);
            Arc::new(move |request| client.call(request, &by_status))
        },
    ]
}

/// Runs a check with every client, each with a server of its own that has these replies.
fn with_each(
    replies: &[Reply],
    set: impl Fn(ConfigBuilder) -> ConfigBuilder,
    check: impl Fn(&Server, &Caller),
) {
    for caller in callers() {
        let server = Server::start(replies.iter().cloned());
        let config = set(config(&server.url)).build().unwrap();
        check(&server, &caller(config));
    }
}

fn transport_error(called: Called) -> TransportError {
    match called {
        Err(CallError::Transport { error, .. }) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tries_again_after_an_error_of_the_server() {
    with_each(
        &[Reply::Status(500, "no"), Reply::Status(200, "yes")],
        |config| config,
        |server, call| {
            let response = call(request()).unwrap();
            assert_eq!(response.body(), "yes");
            let requests = server.requests();
            assert_eq!(requests.len(), 2);
            assert!(requests[0].contains("attempt=1; max=3"));
            assert!(requests[1].contains("attempt=2; max=3"));
        },
    );
}

#[test]
fn sends_what_was_signed_and_nothing_else() {
    with_each(
        &[],
        |config| config,
        |server, call| {
            call(request()).unwrap();
            let received = server.requests().remove(0);
            let (head, body) = received.split_once("\r\n\r\n").unwrap();
            assert_eq!(body, "{}");
            let host = server.url.strip_prefix("http://").unwrap();
            assert!(head.to_lowercase().contains(&format!("\r\nhost: {host}")), "{head}");
            let mut names: Vec<_> = head
                .lines()
                .skip(1)
                .filter_map(|line| Some(line.split_once(':')?.0.to_lowercase()))
                .collect();
            names.sort();
            assert_eq!(
                names,
                [
                    "amz-sdk-invocation-id",
                    "amz-sdk-request",
                    "authorization",
                    "content-length",
                    "content-type",
                    "host",
                    "user-agent",
                    "x-amz-date",
                ]
            );
        },
    );
}

#[test]
fn methods_with_and_without_a_body_arrive() {
    with_each(
        &[],
        |config| config,
        |server, call| {
            for (method, body) in [("GET", ""), ("DELETE", "gone"), ("PUT", "new"), ("POST", "")] {
                let request = http::Request::builder().method(method).uri("/a%2Fb?c=d%20e");
                call(request.body(Bytes::from(body)).unwrap()).unwrap();
                let received = server.requests().pop().unwrap();
                assert!(
                    received.starts_with(&format!("{method} /a%2Fb?c=d%20e HTTP/1.1")),
                    "{received}"
                );
                assert!(received.ends_with(&format!("\r\n\r\n{body}")), "{received}");
            }
            assert_eq!(server.connections(), 1);
        },
    );
}

#[test]
fn a_response_is_given_whatever_its_status_and_redirects_are_not_followed() {
    let moved =
        "HTTP/1.1 307 x\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    with_each(
        &[Reply::Status(400, "bad"), Reply::Raw(moved)],
        |config| config,
        |server, call| {
            assert_eq!(call(request()).unwrap().body(), "bad");
            assert_eq!(call(request()).unwrap().status(), 307);
            assert_eq!(server.requests().len(), 2);
        },
    );
}

#[test]
fn a_connection_is_kept_for_the_next_calls() {
    with_each(
        &[],
        |config| config,
        |server, call| {
            for _ in 0..5 {
                assert_eq!(call(request()).unwrap().body(), "ok");
            }
            assert_eq!((server.requests().len(), server.connections()), (5, 1));
        },
    );
}

#[test]
fn a_connection_closed_in_mid_body_is_an_error_and_not_tried_again() {
    for cut in [
        "HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\nonly this",
        "HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n64\r\nonly this",
        "HTTP/1.1 200 x\r\ncontent-le",
        "",
    ] {
        with_each(
            &[Reply::Raw(cut)],
            |config| config,
            |server, call| {
                let error = transport_error(call(request()));
                assert!(matches!(error, TransportError::Closed(_)), "{cut:?}: {error:?}");
                assert_eq!(server.requests().len(), 1);
                assert_eq!(call(request()).unwrap().body(), "ok");
            },
        );
    }
}

#[test]
fn what_is_no_http_is_an_invalid_response() {
    with_each(
        &[Reply::Raw("SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n")],
        |config| config,
        |_, call| {
            let error = transport_error(call(request()));
            assert!(matches!(error, TransportError::InvalidResponse(_)), "{error:?}");
        },
    );
}

#[test]
fn no_answer_ends_with_the_attempts_time() {
    let millis = Duration::from_millis;
    with_each(
        &[Reply::Hang],
        |config| config.attempt_timeout(millis(200)),
        |server, call| {
            let error = transport_error(call(request()));
            assert!(matches!(error, TransportError::Timeout(Timeout::Attempt)), "{error:?}");
            assert!(server.requests().len() <= 1, "it was tried again");
            // On a busy machine the time may be too short for an answer, but not every time.
            assert!((0..50).any(|_| call(request()).is_ok()));
        },
    );
    with_each(
        &[Reply::Hang],
        |config| config.call_timeout(millis(200)),
        |_, call| {
            let error = transport_error(call(request()));
            assert!(matches!(error, TransportError::Timeout(Timeout::Call)), "{error:?}");
        },
    );
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let chunked = "HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n\
        8\r\n12345678\r\n0\r\n\r\n";
    with_each(
        &[Reply::Status(200, "12345678"), Reply::Raw(chunked), Reply::Status(200, "1234567")],
        |config| config.max_response_body(7),
        |_, call| {
            for _ in 0..2 {
                let error = transport_error(call(request()));
                assert!(matches!(error, TransportError::BodyTooLarge { limit: 7 }), "{error:?}");
            }
            assert_eq!(call(request()).unwrap().body(), "1234567");
        },
    );
}

#[test]
fn a_refused_connection_is_tried_again_and_then_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for caller in callers() {
        let called = caller(config(&url).build().unwrap())(request());
        let Err(error @ CallError::Transport { error: TransportError::Connect(_), attempts: 3 }) =
            called
        else {
            panic!("{called:?}");
        };
        assert!(error.to_string().contains("refused"), "{error}");
    }
}

#[test]
fn a_server_that_speaks_no_tls_is_a_tls_error() {
    with_each(
        &[],
        |config| config,
        |server, _| {
            let url = server.url.replace("http:", "https:");
            for caller in callers() {
                let error = transport_error(caller(config(&url).build().unwrap())(request()));
                assert!(matches!(error, TransportError::Tls(_)), "{error:?}");
            }
        },
    );
}

#[test]
fn nothing_is_sent_without_region_or_credentials() {
    for caller in callers() {
        let server = Server::start([]);
        let no_region = Config::builder().endpoint_url(&server.url).build().unwrap();
        let error = caller(no_region)(request()).unwrap_err();
        assert!(matches!(error, CallError::Config(ConfigError::MissingRegion)));

        let builder = Config::builder().endpoint_url(&server.url);
        let no_keys = builder.region("us-east-1").build().unwrap();
        let error = caller(no_keys)(request()).unwrap_err();
        assert!(matches!(error, CallError::Credentials(CredentialsError::NotFound { .. })));
        assert_eq!(server.connections(), 0);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn many_threads_share_a_client() {
    let server = Server::start((0..8).map(|_| Reply::Status(500, "")));
    let config = config(&server.url).build().unwrap();
    let client = crate::client::blocking::Core::new(service(), config);
    std::thread::scope(|scope| {
        let calls: Vec<_> =
            (0..8).map(|_| scope.spawn(|| client.call(request(), &by_status))).collect();
        for call in calls {
            assert!(call.join().unwrap().is_ok());
        }
    });
    assert!(server.requests().len() >= 12);
}

//! What only async clients can do: calls at the same time, and calls abandoned.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::task::JoinHandle;

use super::common::{by_status, config, request};
use super::server::{Reply, Server};
use crate::client::{
    CallError, Core, ExchangeFuture, Limits, SleepFuture, Transport, TransportError,
};
use crate::config::tests::service;

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

fn client(server: &Server) -> Core {
    Core::new(service(), config(&server.url).build().unwrap())
}

/// Makes a call in the background.
fn spawn(client: &Core) -> JoinHandle<Result<http::Response<Bytes>, CallError>> {
    let client = client.clone();
    tokio::spawn(async move { client.call(request(), &by_status).await })
}

async fn until_received(server: &Server, requests: usize) {
    while server.requests().len() < requests {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn calls_at_the_same_time_do_not_wait_for_each_other() {
    run(async {
        let server = Server::start([Reply::Hang]);
        let client = client(&server);
        let stuck = spawn(&client);
        until_received(&server, 1).await;
        let others: Vec<_> = (0..8).map(|_| spawn(&client)).collect();
        for other in others {
            assert_eq!(other.await.unwrap().unwrap().body(), "ok");
        }
        assert!(!stuck.is_finished());
        stuck.abort();
    });
}

#[test]
fn a_dropped_call_leaves_the_client_as_it_was() {
    run(async {
        let server = Server::start([Reply::Status(200, "before"), Reply::Hang, Reply::Hang]);
        let client = client(&server);
        assert_eq!(client.call(request(), &by_status).await.unwrap().body(), "before");
        for received in [2, 3] {
            let call = spawn(&client);
            until_received(&server, received).await;
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled());
        }
        assert_eq!(client.call(request(), &by_status).await.unwrap().body(), "ok");
    });
}

/// Never gets a connection, and never stops waiting for the next attempt.
struct Stuck;

impl Transport for Stuck {
    fn exchange(&self, _: http::Request<Bytes>, _: Limits) -> ExchangeFuture<'_> {
        Box::pin(async { Err(TransportError::Connect("no".into())) })
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_call_may_be_dropped_while_it_waits_for_another_attempt() {
    run(async {
        let config = config("http://h").build().unwrap();
        let client = Core::with_transport(service(), config, Arc::new(Stuck));
        let call = client.call(request(), &by_status);
        let dropped = tokio::time::timeout(Duration::from_millis(10), call).await;
        assert!(dropped.is_err());
    });
}
